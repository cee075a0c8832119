"""What charts say, to those who see them and to those who don't."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from sitegen.render import charts
from sitegen.render.charts import CategoryPoints, PeriodMoney, YearEnd

MONTHS = [
    PeriodMoney("2021年11月", 187_500, 210_000, 10_024_700),
    PeriodMoney("2021年12月", 423_000, 813_000, 6_124_700),
    PeriodMoney("2022年1月", 1_120_000, 0, -832_400),
]
SHARES = [("经营支出", 312_000), ("公益支出", 2_893_300), ("管理费用", 1_424_960)]
POINTS = [CategoryPoints("爱党爱国", 82_000, 0), CategoryPoints("遵纪守法", 31_550, 12_000)]
YEARS = [YearEnd(2021, 2, 350_000), YearEnd(2024, 5, 0), YearEnd(2051, 1, 0)]
DUTIES = [("杉树坪村", ["done", "late"]), ("大湾村", ["overdue", "due"])]

ALL: dict[str, Callable[..., Markup]] = {
    "income and expense": partial(charts.income_and_expense, MONTHS),
    "sparkline": partial(charts.sparkline, [3, 1, 2]),
    "shares": partial(charts.shares, SHARES),
    "stacked share": partial(charts.stacked_share, [("土地", 17), ("山林", 9), ("水面", 6)], unit="份"),
    "points": partial(charts.points_by_category, POINTS),
    "expiries": partial(charts.expiries, YEARS, this_year=2022),
    "timeliness": partial(charts.timeliness, DUTIES, ["2022年1月", "2022年2月"]),
}


def texts(chart: Markup) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", chart)


def description(chart: Markup) -> str:
    found: list[str] = re.findall(r"<desc[^>]*>([^<]*)</desc>", chart)
    return found[0]


@pytest.mark.parametrize("kind", ALL)
def test_a_chart_is_sound_markup_that_the_policy_of_the_pages_allows(kind: str) -> None:
    chart = ALL[kind](slug="a", title="标题")
    root = ElementTree.fromstring(chart)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "a-title a-desc"
    assert description(chart)
    attributes = {name for element in root.iter() for name in element.keys()}  # noqa: SIM118
    assert "style" not in attributes
    assert not {name for name in attributes if name.startswith("on")}


@pytest.mark.parametrize("kind", ALL)
def test_two_charts_on_a_page_share_no_id(kind: str) -> None:
    ids = [re.findall(r'\bid="([^"]+)"', ALL[kind](slug=slug, title="标题")) for slug in ("a", "b")]
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])


@pytest.mark.parametrize("kind", ALL)
def test_the_same_data_give_the_same_bytes(kind: str) -> None:
    assert ALL[kind](slug="a", title="标题") == ALL[kind](slug="a", title="标题")


def test_words_of_the_data_stay_words() -> None:
    evil = '<script>"&'
    for chart in (
        charts.shares([(evil, 5), ("乙", 3)], slug="a", title=evil),
        charts.income_and_expense(
            [PeriodMoney(evil, 1, 0, 1), PeriodMoney("乙", 1, 1, 1)], slug="a", title=evil
        ),
        charts.timeliness([(evil, ["done", "due"])], [evil, "乙"], slug="a", title=evil),
        charts.points_by_category(
            [CategoryPoints(evil, 1, 1), CategoryPoints("乙", 1, 0)], slug="a", title=evil
        ),
    ):
        ElementTree.fromstring(chart)
        assert "<script" not in chart


def test_fewer_than_two_points_make_no_chart() -> None:
    assert charts.income_and_expense(MONTHS[:1], slug="a", title="t") == ""
    assert charts.shares(SHARES[:1], slug="a", title="t") == ""
    assert charts.stacked_share([("土地", 17), ("山林", 0)], slug="a", title="t") == ""
    assert charts.points_by_category(POINTS[:1], slug="a", title="t") == ""
    assert charts.expiries(YEARS[:1], slug="a", title="t", this_year=2022) == ""
    assert charts.sparkline([1], slug="a", title="t") == ""
    assert charts.timeliness([("村", ["done"])], ["1月"], slug="a", title="t") == ""
    for empty in (charts.income_and_expense, charts.shares, charts.stacked_share, charts.points_by_category):
        assert empty([], slug="a", title="t") == ""


def test_nothing_but_zeros_makes_no_chart() -> None:
    nothing = [PeriodMoney("1月", 0, 0, 0), PeriodMoney("2月", 0, 0, 0)]
    assert charts.income_and_expense(nothing, slug="a", title="t") == ""
    assert charts.shares([("甲", 0), ("乙", 0)], slug="a", title="t") == ""


def test_money_is_summed_in_words() -> None:
    assert description(charts.income_and_expense(MONTHS, slug="a", title="t")) == (
        "2021年11月到2022年1月共 3 期，收入合计 17,305.00 元，支出合计 10,230.00 元。期末余额 −8,324.00 元。"
    )


def test_the_axis_has_round_steps_with_zero_and_a_unit() -> None:
    rows = [PeriodMoney("1月", 7_913_500, 320_000, None), PeriodMoney("2月", 0, 4_000_000, None)]
    found = texts(charts.income_and_expense(rows, slug="a", title="t"))
    assert "单位：万元" in found
    assert found[3:8] == ["4", "2", "0", "2", "4"]


def test_small_sums_are_in_yuan() -> None:
    rows = [PeriodMoney("1月", 50_000, 0, None), PeriodMoney("2月", 120_000, 0, None)]
    found = texts(charts.income_and_expense(rows, slug="a", title="t"))
    assert "单位：元" in found
    assert "1,200" in found


def test_the_balance_is_left_out_where_a_period_does_not_know_it() -> None:
    assert "期末余额" in texts(charts.income_and_expense(MONTHS, slug="a", title="t"))
    unknown = [MONTHS[0], MONTHS[1]._replace(balance=None), MONTHS[2]]
    assert "期末余额" not in texts(charts.income_and_expense(unknown, slug="a", title="t"))


def test_a_year_is_written_where_it_changes() -> None:
    found = texts(charts.income_and_expense(MONTHS, slug="a", title="t"))
    assert [word for word in found if "年" in word or "月" in word] == [
        "11月",
        "2021年",
        "12月",
        "1月",
        "2022年",
    ]


def test_shares_stand_in_order_of_size_with_amount_and_per_cent() -> None:
    found = texts(charts.shares(SHARES, slug="a", title="t"))
    assert found == [
        "公益支出",
        "28,933.00　62.5%",
        "管理费用",
        "14,249.60　30.8%",
        "经营支出",
        "3,120.00　6.7%",
    ]


def test_a_category_that_was_only_reversed_has_no_share() -> None:
    found = texts(charts.shares([*SHARES, ("其他支出", -5_000)], slug="a", title="t"))
    assert found[-2:] == ["其他支出", "−50.00"]


def test_many_parts_of_a_whole_end_in_the_rest() -> None:
    parts = [(name, size) for size, name in enumerate("甲乙丙丁戊己庚", start=1)]
    found = texts(charts.stacked_share(parts, slug="a", title="t", unit="份"))
    assert found[-2:] == ["其他", "6 份　21.4%"]


def test_points_deducted_stand_apart_from_points_earned() -> None:
    found = texts(charts.points_by_category(POINTS, slug="a", title="t"))
    assert found[3:] == ["爱党爱国", "+820", "遵纪守法", "+315.5　−120"]


def test_years_without_contracts_have_their_place_and_far_years_are_gathered() -> None:
    rows = [YearEnd(2014, 1, 0), YearEnd(2015, 2, 0), YearEnd(2023, 4, 0)]
    found = texts(charts.expiries(rows, slug="a", title="t", this_year=2022))
    years = ["以前", "2018", "2019", "2020", "2021", "2022", "2023"]
    assert found == ["到期合同（份）", *years, "3", "4"]
    assert "2051" in description(charts.expiries(YEARS, slug="a", title="t", this_year=2022))


def test_arrears_are_shown_where_there_are_any() -> None:
    assert "其中欠收 3,500.00 元" in texts(charts.expiries(YEARS, slug="a", title="t", this_year=2022))
    paid = [row._replace(arrears=0) for row in YEARS]
    assert not any("欠" in word for word in texts(charts.expiries(paid, slug="a", title="t", this_year=2022)))


def test_timeliness_speaks_in_words_not_in_colours_alone() -> None:
    chart = charts.timeliness(DUTIES, ["2022年1月", "2022年2月"], slug="a", title="t")
    assert [word for word in texts(chart) if word in set("准迟缺·")] == ["准", "迟", "缺", "·"]
    assert description(chart) == "2 个公开栏：按时 1 期，迟公开 1 期，逾期未公开 1 期，未到期 1 期。"


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        charts.timeliness([("村", ["done"])], ["1月", "2月"], slug="a", title="t")


amounts = st.integers(min_value=-(10**13), max_value=10**13)
rows = st.lists(st.builds(PeriodMoney, st.sampled_from("甲乙丙"), amounts, amounts, amounts), max_size=40)


@given(rows)
def test_any_sums_make_a_drawing_within_its_frame(rows: list[PeriodMoney]) -> None:
    chart = charts.income_and_expense(rows, slug="a", title="t")
    if not chart:
        return
    shares = [float(share) for share in re.findall(r'="(-?[\d.]+)%"', chart)]
    assert all(0 <= share <= 100 for share in shares)
