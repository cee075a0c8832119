"""What the points register computes and shows: balances, rankings, handovers, and who may see what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.registers import registers
from tests.registers.one_board import OneBoard, Village

if TYPE_CHECKING:
    from click.testing import Result

TEXT = """
-- points/rules.yaml --
base: 100
declared: {award: 26, deduct: 2, categories: 2}
categories:
  - {name: 人居环境, base: 10, floor: 0}
rules:
  - {id: A1, category: 公益服务, title: 义务劳动, points: 2, cap: 5, unit: 次}
  - {id: A2, category: 人居环境, title: 庭院整洁, points: {min: 1, max: 3}}
  - {id: D1, category: 人居环境, title: 乱倒垃圾, points: -2}
  - {id: D2, category: 公益服务, title: 损坏路灯, points: -3, private: 是}
  - {id: A9, category: 公益服务, title: 救助乡邻, points: 8, private: 是}
-- points/households.csv --
户号,户主,村民小组,网格,起始日,截止日,承继户号
1,王建国,一组,东片,,,
2,李秀英,一组,西片,,,
3,张伟,二组,西片,2022-04-01,,
4,赵强,二组,东片,,2022-05-31,2
-- points/2022-Q1.csv --
日期,户号,细则,分值,数量,编号,冲正,备注
2022-01-10,1,A1,,3,e1,,三次
2022-02-11,2,A2,1.5,,e2,,
2022-02-12,1,D1,,,e3,,查实
2022-03-01,1,D1,,,e4,e3,记到了隔壁
2022-03-02,4,A2,2.25,,e5,,
-- points/2022-Q2.csv --
日期,户号,细则,分值,备注
2022-04-10,3,D2,,夜里
2022-04-11,3,A2,3,
2022-05-10,4,A9,,
2022-06-30,2,D1,,
-- points/rewards.yaml --
rewards:
  - {id: R1, title: 洗衣液, kind: 物质, cost: 10}
-- points/redemptions.csv --
日期,户号,奖励,备注
2022-03-20,1,R1,老人
2022-05-20,4,R1,
"""


def accounts(built: OneBoard) -> dict[str, dict[str, str]]:
    return {row.pop("household"): row for row in built.twin("points")["households"]}


def standing(built: OneBoard, name: str) -> list[tuple[int, str, str]]:
    return [(row["rank"], row["household"], row["points"]) for row in built.twin(f"points-{name}")]


# ---- balances ----------------------------------------------------------------------------------------------


def test_balances_add_up_and_reversed_pairs_are_left_out(village: Village) -> None:
    assert accounts(village(TEXT))["1"] == {
        "base": "110",
        "earned": "5",
        "deducted": "0",
        "redeemed": "10",
        "balance": "105",
    }


def test_every_balance_is_base_and_earned_less_deducted_and_redeemed(village: Village) -> None:
    for day in ("2022-01-31", "2022-05-31", "2022-06-01", "2022-12-31", "2023-02-01"):
        for row in accounts(village(TEXT, day)).values():
            parts = {key: float(value) for key, value in row.items()}
            whole = parts["base"] + parts["earned"] - parts["deducted"] - parts["redeemed"]
            assert whole == parts["balance"], day


def test_entries_after_the_day_do_not_count(village: Village) -> None:
    assert accounts(village(TEXT, "2022-02-10"))["2"]["earned"] == "0"
    assert accounts(village(TEXT, "2022-02-11"))["2"]["earned"] == "1.5"


def test_a_base_is_given_each_points_year_up_to_that_of_the_day(village: Village) -> None:
    assert accounts(village(TEXT, "2022-12-31"))["3"]["base"] == "110"
    assert accounts(village(TEXT, "2023-01-01"))["3"]["base"] == "220"


def test_a_household_has_a_base_from_its_own_first_year(village: Village) -> None:
    text = TEXT.replace("二组,西片,2022-04-01", "二组,西片,2023-01-01")
    text = text.replace("2022-04-10,3", "2022-04-10,1").replace("2022-04-11,3", "2022-04-11,1")
    assert accounts(village(text, "2022-12-31"))["3"]["base"] == "0"
    assert accounts(village(text, "2023-01-01"))["3"]["base"] == "110"


def test_a_points_year_may_start_in_any_month(village: Village) -> None:
    text = "\n-- points/rules.yaml --\nyear: 4\n" + TEXT.removeprefix("\n-- points/rules.yaml --\n")
    built = village(text)
    assert [ranking.key for ranking in built.view("points").years] == ["2021", "2022"]
    assert accounts(built)["1"]["base"] == "220"
    assert standing(built, "2021")[0] == (1, "1", "115")
    assert standing(built, "2022")[0] == (1, "2", "226")


def test_each_year_is_judged_by_its_own_book(village: Village) -> None:
    text = TEXT.replace("points/rules.yaml", "points/rules-2022.yaml") + (
        "-- points/rules-2023.yaml --\nbase: 50\nrules:\n"
        "  - {id: A1, category: 公益服务, title: 义务劳动, points: 4}\n"
        "-- points/2023-01.csv --\n日期,户号,细则\n2023-01-05,1,A1\n"
    )
    built = village(text, "2023-01-31")
    assert accounts(built)["1"] | {"redeemed": ""} == {
        "base": "160",
        "earned": "9",
        "deducted": "0",
        "redeemed": "",
        "balance": "159",
    }
    assert standing(built, "2023-01")[0] == (1, "1", "4")


# ---- rankings ----------------------------------------------------------------------------------------------


def test_a_period_ranks_the_counted_points_of_its_entries(village: Village) -> None:
    built = village(TEXT)
    assert standing(built, "2022-Q1") == [(1, "1", "5"), (2, "4", "2.25"), (3, "2", "1.5")]
    assert standing(built, "2022-Q2") == [(1, "2", "6"), (2, "1", "0"), (2, "3", "0")]


def test_a_year_and_the_total_include_bases_and_not_what_was_redeemed(village: Village) -> None:
    built = village(TEXT)
    assert standing(built, "2022") == [(1, "2", "229.75"), (2, "1", "115"), (3, "3", "110")]
    assert standing(built, "total") == standing(built, "2022")


def test_households_rank_while_they_are_in_force(village: Village) -> None:
    assert [row[1] for row in standing(village(TEXT, "2022-05-31"), "total")] == ["4", "1", "2", "3"]
    assert [row[1] for row in standing(village(TEXT, "2022-06-01"), "total")] == ["2", "1", "3"]


def test_ranks_are_compared_with_the_period_before(village: Village) -> None:
    rankings = village(TEXT).view("points").rankings
    assert [step for *_, step in rankings[0].standings] == [None, None, None]
    assert {household: step for _, household, _, step in rankings[1].standings} == {
        "2": 2,
        "1": -1,
        "3": None,
    }
    assert (rankings[0].against, rankings[1].against) == (None, "2022年第一季度")


def test_groups_and_grids_rank_among_themselves(village: Village) -> None:
    year = village(TEXT).view("points").years[0]
    assert [(name, [row[:2] for row in rows]) for name, rows in year.groups] == [
        ("一组", [(1, "2"), (2, "1")]),
        ("二组", [(1, "3")]),
    ]
    assert [name for name, _ in year.grids] == ["东片", "西片"]


def test_a_ranking_masks_names(village: Village) -> None:
    row = village(TEXT).twin("points-2022")[1]
    assert row == {
        "rank": 2,
        "household": "1",
        "name": "王*国",
        "group": "一组",
        "grid": "东片",
        "points": "115",
    }


def test_a_category_gives_what_its_entries_counted(village: Village) -> None:
    categories = village(TEXT).view("points").categories[2022]
    assert categories.rows == [("人居环境", 675, 200), ("公益服务", 1300, 300)]
    assert categories.households["3"] == [300, -300]
    assert categories.households["1"] == [0, 500]


# ---- handover ----------------------------------------------------------------------------------------------


def test_a_successor_takes_over_the_points(village: Village) -> None:
    before, after = accounts(village(TEXT, "2022-05-31")), accounts(village(TEXT, "2022-06-01"))
    assert before["4"]["balance"] == "110.25"
    assert after["4"] == dict.fromkeys(("base", "earned", "deducted", "redeemed", "balance"), "0")
    assert float(after["2"]["balance"]) == float(before["2"]["balance"]) + 110.25
    assert after["2"]["base"] == "220"


def test_points_pass_on_through_several_hands(village: Village) -> None:
    text = TEXT.replace("1,王建国,一组,东片,,,", "1,王建国,一组,东片,,,").replace(
        "2,李秀英,一组,西片,,,", "2,李秀英,一组,西片,,2022-07-31,1"
    )
    built = village(text)
    found = accounts(built)
    assert found["2"]["balance"] == found["4"]["balance"] == "0"
    assert found["1"]["balance"] == "324.75"
    assert standing(built, "total")[0] == (1, "1", "344.75")


# ---- who may see what --------------------------------------------------------------------------------------


def test_in_public_a_deduction_shows_its_category_only(village: Village) -> None:
    rows = village(TEXT).twin("points-entries")
    deduction = next(row for row in rows if row["date"] == "2022-02-12")
    assert deduction == {
        "date": "2022-02-12",
        "household": "1",
        "rule": None,
        "category": "人居环境",
        "points": None,
        "quantity": 1,
        "raw": "-2",
        "counted": "-2",
        "reason": None,
        "note": None,
        "id": "e3",
        "reverses": None,
    }
    assert next(row for row in rows if row["id"] == "e4")["rule"] is None


def test_in_public_private_rules_count_but_are_not_named(village: Village) -> None:
    built = village(TEXT)
    award = next(row for row in built.twin("points-entries") if row["date"] == "2022-05-10")
    assert (award["rule"], award["category"], award["counted"]) == (None, "公益服务", "8")
    assert [rule["id"] for rule in built.twin("points-rules")] == ["A1", "A2", "D1"]


def test_in_public_no_note_of_an_entry_or_redemption_is_shown(village: Village) -> None:
    built = village(TEXT)
    assert {row["note"] for row in built.twin("points-entries")} == {None}
    assert {row["note"] for row in built.twin("points-redemptions")} == {None}


def test_in_the_hall_everything_is_shown(village: Village) -> None:
    built = village(TEXT, audience="hall")
    rows = built.twin("points-entries")
    assert [row["rule"] for row in rows] == ["A1", "A2", "D1", "D1", "A2", "D2", "A2", "A9", "D1"]
    assert rows[2]["note"] == "查实"
    assert built.twin("points-redemptions")[0]["note"] == "老人"
    assert len(built.twin("points-rules")) == 5


def test_a_reason_gives_no_hidden_rule_away(village: Village) -> None:
    text = TEXT.replace("损坏路灯, points: -3", "损坏路灯, points: -3, cap: 2")
    assert village(text).view("points").reasons == {0: "本项封顶 5 分", 5: "已到限额"}
    assert village(text, audience="hall").view("points").reasons[5] == "本项封顶 2 分"


# ---- twins, summary, change of itself ----------------------------------------------------------------------


def test_a_range_stands_in_the_rules_twin(village: Village) -> None:
    rules = {rule["id"]: rule["points"] for rule in village(TEXT).twin("points-rules")}
    assert rules == {"A1": "2", "A2": {"min": "1", "max": "3"}, "D1": "-2"}


def test_the_summary_is_the_activity_of_the_points_year(village: Village) -> None:
    built = village(TEXT)
    points = registers()["points"]
    own = points.summary(built.board, built.view("points"))
    assert own == {"points": {"households": 3, "entries": 9, "active": 3, "rate": "100.00"}}
    idle: dict[str, Any] = {"points": {"households": 5, "entries": 0, "active": 0, "rate": "0.00"}}
    assert points.roll_up(own, [idle, {}], built.board) == {
        "points": {"households": 8, "entries": 9, "active": 3, "rate": "37.50"}
    }
    assert points.roll_up({}, [{}], built.board) == {}


CHANGES = [
    ("2022-01-09", "2022-01-10"),
    ("2022-03-02", "2022-03-20"),
    ("2022-03-20", "2022-04-01"),
    ("2022-05-20", "2022-06-01"),
    ("2022-06-30", "2023-01-01"),
]


@pytest.mark.parametrize(("day", "change"), CHANGES)
def test_pages_change_of_themselves_when_a_record_begins_to_count(
    village: Village, day: str, change: str
) -> None:
    assert village(TEXT, day).next_change("points") == date.fromisoformat(change)


DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 30))


@settings(deadline=None)
@given(day=DAYS)
def test_between_two_changes_the_view_stays_the_same(
    day: date, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.registers.one_board import build_village

    root = tmp_path_factory.mktemp("village") / "content"
    first = build_village(root, TEXT, day.isoformat())
    change = first.next_change("points")
    assert change is not None
    last = date.fromordinal(change.toordinal() - 1)
    assert build_village(root, TEXT, last.isoformat()).view("points").lines == first.view("points").lines
    second = build_village(root, TEXT, last.isoformat()).view("points")
    assert (second.accounts, second.rankings, second.total) == (
        first.view("points").accounts,
        first.view("points").rankings,
        first.view("points").total,
    )


# ---- pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(site_text: Callable[[str], Path], cli: Callable[..., Result]) -> Callable[..., Path]:
    """The points folder of a village built from these files."""

    def build(text: str, *options: str) -> Path:
        files = text.replace("-- points/", "-- content/points/")
        root = site_text("-- content/board.yaml --\nname: 柳树村\nlevel: 村\n" + files.lstrip("\n"))
        result = cli("build", "--as-of", "2022-12-31", *options)
        assert result.exit_code == 0, result.output
        return root / "public" / "points"

    return build


def words(path: Path) -> str:
    """What a page says, without tags and white space."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))


def test_a_passbook_runs_from_the_base_to_the_balance(pages: Callable[..., Path]) -> None:
    page = pages(TEXT) / "households" / "1.html"
    assert "01-012022年基础分+110110" in words(page)
    assert "01-10义务劳动公益服务+6+5115本项封顶5分" in words(page)
    assert "02-12人居环境扣分−2−2113已于2022-03-01冲正" in words(page)
    assert "03-01人居环境扣分+2+2115冲正2022-02-12的记录" in words(page)
    assert "03-20兑换洗衣液−10105" in words(page)
    assert "<del>−2</del>" in page.read_text(encoding="utf-8")


def test_a_passbook_shows_the_handover_on_both_sides(pages: Callable[..., Path]) -> None:
    folder = pages(TEXT) / "households"
    assert "05-31积分转给2−110.250" in words(folder / "4.html")
    assert "06-01承继4的积分+110.25221.75" in words(folder / "2.html")


def test_a_public_passbook_is_not_indexed_and_names_no_deduction(pages: Callable[..., Path]) -> None:
    folder = pages(TEXT)
    assert '<meta name="robots" content="noindex">' in (folder / "households/1.html").read_text(
        encoding="utf-8"
    )
    everything = "".join(path.read_text(encoding="utf-8") for path in folder.parent.rglob("*.*ml"))
    everything += "".join(path.read_text(encoding="utf-8") for path in folder.parent.rglob("data/*"))
    for secret in ("损坏路灯", "救助乡邻", "查实", "夜里", "隔壁", "老人", "王建国"):
        assert secret not in everything
    passbook = words(folder / "households/3.html")
    assert "公益服务扣分" in passbook
    assert "D2" not in passbook


def test_in_the_hall_a_passbook_names_rule_and_note(pages: Callable[..., Path]) -> None:
    page = pages(TEXT, "--audience", "hall") / "households" / "3.html"
    assert "损坏路灯公益服务−3−3107夜里" in words(page)
    assert "noindex" not in page.read_text(encoding="utf-8")


def test_a_debt_left_by_a_reset_is_never_silent(pages: Callable[..., Path]) -> None:
    text = TEXT.replace("rules:\n", "rules:\n  - {id: D9, category: 公益服务, title: 违法, reset: 是}\n", 1)
    text = text.replace("2022-06-30,2,D1,,\n", "2022-06-30,1,D9,,\n")
    assert "06-30公益服务扣分−115−115欠−10" in words(pages(text) / "households" / "1.html")


def test_the_rules_state_what_was_announced_beside_what_is_listed(pages: Callable[..., Path]) -> None:
    said = words(pages(TEXT) / "rules.html")
    assert "加分项：公布26项，列出3项（两个数不一致）" in said
    assert "减分项：公布2项，列出2项积分" in said.replace("类别：公布2类，列出2类", "")
    assert "另有2条细则不公开条文，照样计分" in said


def test_ranks_that_moved_say_so_in_words(pages: Callable[..., Path]) -> None:
    page = (pages(TEXT) / "2022-Q2.html").read_text(encoding="utf-8")
    assert '<span aria-hidden="true">▲</span><span class="vh">升</span>2' in page
    assert '<span aria-hidden="true">▼</span><span class="vh">降</span>1' in page


def test_every_link_of_the_register_leads_somewhere(pages: Callable[..., Path]) -> None:
    folder = pages(TEXT)
    for page in folder.rglob("*.html"):
        for href in re.findall(r'href="([^"]+)"', page.read_text(encoding="utf-8")):
            path, _, anchor = href.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.is_file(), (page.name, href)
            if anchor:
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), (page.name, href)


PARTS = TEXT.split("\n-- ")[1:]


@pytest.mark.parametrize(
    "names", [["rules"], ["households"], ["rules", "households"], ["rules", "households", "rewards"]]
)
def test_a_register_may_begin_with_any_of_its_files(pages: Callable[..., Path], names: list[str]) -> None:
    text = "".join(f"\n-- {part}" for part in PARTS if re.match(r"points/(\w+)", part)[1] in names)  # type: ignore[index]
    assert "第一期积分登记后公布" in words(pages(text) / "index.html")


def test_before_its_first_period_a_register_shows_its_rules(village: Village) -> None:
    view = village(TEXT, "2021-12-31").view("points")
    assert (view.rankings, view.years, view.total, view.lines.days) == ([], [], None, [])
    assert view.accounts["1"].balance == 0


def test_what_an_editor_writes_stays_text(pages: Callable[..., Path]) -> None:
    text = TEXT.replace("title: 庭院整洁", "title: '<b>庭院 & {{ 7 * 7 }}</b>'").replace(
        "一组,东片", "<i>一组,东片"
    )
    folder = pages(text, "--audience", "hall")
    for name in ("households/2.html", "rules.html", "2022.html", "index.html"):
        page = (folder / name).read_text(encoding="utf-8")
        assert "<b>" not in page
        assert "<i>" not in page
        assert "49" not in page
    assert "&lt;b&gt;庭院 &amp; {{ 7 * 7 }}&lt;/b&gt;" in (folder / "households/2.html").read_text(
        encoding="utf-8"
    )
