"""Subsidies: the sums of a list, what may be published of it and how long, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import Report
from sitegen.formats import yuan
from sitegen.registers.subsidies.laws import check_product
from sitegen.registers.subsidies.tables import ROWS, SUBSIDIES, Since
from sitegen.sources.csv import read_csv
from sitegen.sources.text import Source
from sitegen.sources.yaml import read_yaml
from tests.registers.one_board import OneBoard, Village

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

HOUSEHOLDS = (
    "-- points/households.csv --\n户号,户主,组\n0101,李小明,一组\n0102,张建国,一组\n0201,王大锤,二组\n"
)
LAND = """\
名称: 2022 年耕地地力保护补贴
类别: 补贴
公示期: {start: 2022-12-26, end: 2023-01-06, days: working}
标准: 95.86元/亩
"""
LIST = """\
户号,姓名,组,补贴面积（亩）,补贴金额（元）
0101,,一组,3.20,306.75
0102,,一组,5.1,488.89
,赵小军,二组,1.00,95.86
"""


def subsidy(head: str = LAND, rows: str = LIST, *, stem: str = "land", households: bool = True) -> str:
    text = f"-- subsidies/{stem}.yaml --\n{head}-- subsidies/{stem}.csv --\n{rows}"
    return (HOUSEHOLDS if households else "") + text


def found(built: OneBoard) -> list[tuple[str, int, str]]:
    """What was found in the lists (the households' table has no points beside it here)."""
    return [finding for finding in built.found if finding[0].startswith("subsidies/")]


# ---- sums --------------------------------------------------------------------------------------------------


def test_a_list_adds_up_by_group_and_in_all(village: Village) -> None:
    built = village(subsidy())
    assert found(built) == []
    (shown,) = built.view("subsidies").running
    assert (shown.sums.rows, shown.sums.area, shown.sums.amount, shown.sums.persons) == (
        3,
        Decimal("9.30"),
        89150,
        None,
    )
    assert [(g.label, g.sums.rows, g.sums.amount) for g in shown.groups] == [
        ("一组", 2, 79564),
        ("二组", 1, 9586),
    ]
    assert (shown.days, shown.unit) == (9, "working")


def test_the_twins_hold_the_posted_lists_and_their_rows(village: Village) -> None:
    built = village(subsidy())
    (head,) = built.twin("subsidies")
    assert (head["id"], head["rows"], head["amount"], head["standard"]) == ("land", 3, "891.50", "95.86")
    assert head["notice"] == {"start": "2022-12-26", "end": "2023-01-06", "days": "working"}
    rows = built.twin("subsidy-rows")
    assert rows[0] == {
        "subsidy": "land",
        "household": "0101",
        "name": None,
        "group": "一组",
        "area_mu": "3.2",
        "persons": None,
        "amount": "306.75",
        "since": None,
        "note": None,
    }
    assert rows[2]["name"] == "赵*军"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("306.75", None),
        ("306.00", "product-near"),
        ("307.74", "product-near"),
        ("307.75", "product"),
        ("305.75", "product"),
    ],
)
def test_area_times_standard_is_the_amount(village: Village, written: str, code: str | None) -> None:
    built = village(subsidy(rows=LIST.replace("306.75", written)))
    assert found(built) == ([("subsidies/land.csv", 2, f"subsidies.{code}")] if code else [])
    assert built.report.failed == (code == "product")


@given(
    area=st.decimals(0, 500, places=2),
    standard=st.decimals(1, 900, places=4),
    off=st.integers(-400, 400),
)
def test_a_product_may_differ_by_less_than_a_yuan(area: Decimal, standard: Decimal, off: int) -> None:
    product = int((area * standard * 100).quantize(Decimal(1), ROUND_HALF_UP))
    amount = product + off
    if amount < 0:
        return
    head = Source(
        "a.yaml",
        f"title: 补贴\nkind: 补贴\nnotice: {{start: 2022-01-01, end: 2022-01-02}}\nstandard: {standard}\n",
    )
    report = Report()
    record = SUBSIDIES.read_map(read_yaml(head), head, head.place(1, 1), report)
    rows = read_csv(Source("a.csv", f"户号,面积,金额\n0101,{area},{yuan(amount)}\n"), "")
    assert record is not None
    check_product(record, ROWS.read_sheet(rows, report)[0], report)
    expected = [] if not off else ["subsidies.product-near" if abs(off) < 100 else "subsidies.product"]
    assert [d.code for d in report.diagnostics] == expected


@pytest.mark.parametrize("written", ["95.86", "95.86元", "95.86 元/亩", "95.86元／亩·年"])
def test_a_standard_may_bear_its_unit(village: Village, written: str) -> None:
    built = village(subsidy(LAND.replace("95.86元/亩", written)))
    assert found(built) == []


@pytest.mark.parametrize(
    ("written", "exported"),
    [("2022-10", "2022-10"), ("2022年9月", "2022-09"), ("2022/9", "2022-09"), ("2022-10-05", "2022-10-05")],
)
def test_what_is_paid_since_a_month_or_a_day(written: str, exported: str) -> None:
    assert Since().export(Since().parse(written, "起始")) == exported


# ---- how long, and what --------------------------------------------------------------------------------------


def test_a_list_goes_when_its_notice_is_over(village: Village) -> None:
    last = village(subsidy(), "2023-01-06")
    assert [s.stem for s in last.view("subsidies").running] == ["land"]
    assert last.next_change("subsidies") == date(2023, 1, 7)
    gone = village(subsidy(), "2023-01-07")
    view = gone.view("subsidies")
    assert (view.running, gone.next_change("subsidies")) == ((), None)
    (left,) = view.withdrawn
    assert (left.title, left.kind, left.groups, left.sums) == ("2022 年耕地地力保护补贴", None, (), None)
    assert (gone.twin("subsidies"), gone.twin("subsidy-rows")) == ([], [])


def test_a_list_is_not_shown_before_its_notice(village: Village) -> None:
    built = village(subsidy(), "2022-12-25")
    view = built.view("subsidies")
    assert (view.running, view.withdrawn, view.scheduled) == ((), (), 1)
    assert built.twin("subsidy-rows") == []
    assert built.next_change("subsidies") == date(2022, 12, 26)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("生活补贴", "残疾人"),
        ("困难残疾人生活补贴", "补贴"),
        ("基本生活费", "孤儿"),
        ("基本生活费", "困境儿童"),
        ("救助金", "未成年人"),
    ],
)
def test_of_children_and_the_disabled_only_counts_are_published(
    village: Village, title: str, kind: str
) -> None:
    head = f"名称: {title}\n类别: {kind}\n公示期: {{start: 2022-12-28, end: 2023-01-10}}\n备注: 钱二花一户\n"
    built = village(subsidy(head, "姓名,组,人数,金额\n赵小军,一组,1,110\n钱二花,二组,2,220\n"))
    (shown,) = built.view("subsidies").running
    assert (shown.groups, shown.note, shown.sums.rows, shown.sums.persons, shown.sums.amount) == (
        (),
        None,
        2,
        3,
        33000,
    )
    assert built.twin("subsidy-rows") == []
    assert built.twin("subsidies")[0]["amount"] == "330.00"


def test_nothing_of_a_list_is_left_in_the_site_after_its_notice(
    site_text: Callable[[str], Path], cli: Callable[..., Result]
) -> None:
    text = (
        "-- content/board.yaml --\nname: 甲镇\nlevel: 镇\n-- content/a/board.yaml --\nname: 东村\nlevel: 村\n"
    )
    text += subsidy(households=False).replace("-- subsidies", "-- content/a/subsidies")
    text += "-- content/a/households.csv --\n户号,户主\n0101,李小明\n0102,张建国\n"
    root = site_text(text)

    def traces() -> set[str]:
        files = [p for p in (root / "public").rglob("*") if p.is_file()]
        read = {p.name: p.read_text(encoding="utf-8", errors="replace") for p in files}
        secrets = ("306.75", "0101", "赵*军", "891.50", "赵小军")
        return {f"{secret} in {name}" for name, body in read.items() for secret in secrets if secret in body}

    assert cli("build", "--as-of", "2023-01-06").exit_code == 0
    assert "306.75 in land.html" in traces()
    assert "赵*军 in subsidy-rows.json" in traces()
    assert not any(trace.startswith("赵小军") for trace in traces())
    board = json.loads((root / "public/data/board.json").read_bytes())
    assert board["subsidies"] == {"posted": 1, "recipients": 3, "area_mu": "9.3", "amount": "891.50"}
    assert board["notices"]["running"] == 1
    page = (root / "public/a/subsidies/land.html").read_text(encoding="utf-8")
    assert 'name="robots" content="noindex"' in page
    assert "正在公示" in (root / "public/a/index.html").read_text(encoding="utf-8")

    assert cli("build", "--as-of", "2023-01-07").exit_code == 0
    assert traces() == set()
    stub = (root / "public/a/subsidies/land.html").read_text(encoding="utf-8")
    assert "2022 年耕地地力保护补贴" in stub
    assert "2023年1月7日</time>起不再公开内容" in stub


# ---- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "line", "code"),
    [
        ("0101,,", "0101,李小明,", 2, "subsidies.who"),
        (",赵小军,", ",,", 4, "subsidies.who"),
        ("0102,,", "0101,,", 3, "subsidies.twice"),
        ("0102,,", "0103,,", 3, "reference.missing"),
        ("488.89", "", 3, "table.missing-value"),
        ("488.89", "-1", 3, "field.negative"),
        ("3.20", "三亩", 2, "field.number"),
        ("组,补", "残疾等级,补", 1, "privacy.column"),
        ("组,补", "病因,补", 1, "privacy.column"),
    ],
)
def test_a_slip_in_the_list_is_found_at_its_line(
    village: Village, was: str, now: str, line: int, code: str
) -> None:
    assert ("subsidies/land.csv", line, code) in found(village(subsidy(rows=LIST.replace(was, now))))


@pytest.mark.parametrize(
    ("was", "now", "line", "code"),
    [
        ("end: 2023-01-06", "end: 2022-12-06", 3, "subsidies.notice"),
        ("2022-12-26, end: 2023-01-06", "2031-05-01, end: 2031-05-09", 3, "subsidies.working-days"),
        ("类别: 补贴\n", "", 1, "table.missing-value"),
        ("公示期: {start: 2022-12-26, end: 2023-01-06, days: working}\n", "", 1, "table.missing-value"),
        ("标准: 95.86元/亩", "标准: 面议", 4, "field.number"),
        ("标准", "标淮", 4, "table.unknown-field"),
    ],
)
def test_a_slip_in_the_head_is_found_at_its_line(
    village: Village, was: str, now: str, line: int, code: str
) -> None:
    assert ("subsidies/land.yaml", line, code) in found(village(subsidy(LAND.replace(was, now))))


def test_a_list_has_rows(village: Village) -> None:
    built = village(f"-- subsidies/a.yaml --\n{LAND}")
    assert found(built) == [("subsidies/a.yaml", 1, "subsidies.no-rows")]


def test_rows_stand_in_one_place_only(village: Village) -> None:
    both = subsidy(LAND + "名单:\n  - {户号: '0101', 面积: 1, 金额: 95.86}\n")
    assert found(village(both)) == [("subsidies/land.yaml", 6, "subsidies.rows-twice")]


def test_a_list_without_its_head_is_refused(village: Village) -> None:
    assert found(village(f"{HOUSEHOLDS}-- subsidies/b.csv --\n{LIST}")) == [
        ("subsidies/b.csv", 0, "subsidies.orphan-rows")
    ]


def test_a_short_list_may_stand_in_the_file_itself(village: Village) -> None:
    text = f"-- subsidies/a.yaml --\n{LAND}名单:\n  - {{户号: '0101', 面积: 1, 金额: 95.86}}\n"
    built = village(HOUSEHOLDS + text)
    assert found(built) == []
    assert [row["household"] for row in built.twin("subsidy-rows")] == ["0101"]


def test_a_number_of_a_person_in_the_list_stops_the_build(
    site_text: Callable[[str], Path], cli: Callable[..., Result]
) -> None:
    rows = LIST.replace(",补贴金额（元）", ",补贴金额（元）,备注").replace("306.75", "306.75,13800138000")
    rows = rows.replace("488.89", "488.89,").replace("95.86\n", "95.86,\n")
    text = subsidy(rows=rows, households=False).replace("-- subsidies", "-- content/subsidies")
    site_text(
        "-- content/board.yaml --\nname: 东村\nlevel: 村\n"
        "-- content/households.csv --\n户号,户主\n0101,李小明\n0102,张建国\n" + text
    )
    ran = cli("check", "--as-of", "2022-12-31")
    assert ran.exit_code == 1
    assert "content/subsidies/land.csv:2:" in ran.stderr
    assert "privacy.number" in ran.stderr
    assert "13800138000" not in ran.stderr
