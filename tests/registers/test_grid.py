"""Grids: trees of any depth, who serves whom, visits, and what is refused and where."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.registers.one_board import OneBoard, Village
from tests.site_text import write_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

HEADER = "网格编号,名称,层级,上级网格,范围,户数,网格长,网格员"
THREE_LEVELS = (
    "V1,总网格,一级,,全村,8,柳成荫,",
    "D1,东片,二级,V1,一组、二组,5,杨树林,丁香",
    "D2,西片,二级,V1,三组,3,白桦,白桦",
    "W1,河边,三级,D1,一组,2,,银杏",
    "W2,山脚,三级,D1,二组,3,,银杏",
)
HOUSEHOLDS = """户号,户主,村民小组,网格
1,张建国,一组,W1
2,李小红,一组,
3,王大明,二组,山脚
4,赵铁柱,二组,W2
5,孙二娘,二组,
6,周小波,三组,D2
7,吴老三,三组,
8,郑大山,四组,
"""


def grids(*rows: str, header: str = HEADER, visits: str = "", households: str = "") -> str:
    text = "-- grid/grid.csv --\n" + "\n".join([header, *rows]) + "\n"
    text += f"-- grid/visits.csv --\n日期,网格,类型,次数\n{visits}" if visits else ""
    return text + (f"-- points/households.csv --\n{households}" if households else "")


def codes(built: OneBoard) -> list[tuple[int, str]]:
    return [(line, code) for _, line, code in built.found]


# ---- the tree ----------------------------------------------------------------------------------------------


def test_the_tree_is_as_deep_as_the_grids_say(village: Village) -> None:
    built = village(grids(*reversed(THREE_LEVELS)))
    assert built.found == []
    assert [(g.id, g.depth, len(g.children)) for g in built.view("grid").grids.values()] == [
        ("V1", 1, 2),
        ("D2", 2, 0),
        ("D1", 2, 2),
        ("W2", 3, 0),
        ("W1", 3, 0),
    ]


@pytest.mark.parametrize("depth", [1, 2, 5, 40])
def test_any_depth(village: Village, depth: int) -> None:
    rows = [f"G{n},网格{n},第{n}级,{f'G{n - 1}' if n > 1 else ''},,,," for n in range(1, depth + 1)]
    built = village(grids(*rows))
    assert built.found == []
    assert built.view("grid").depth == depth
    assert [row["depth"] for row in built.twin("grid")] == list(range(1, depth + 1))


def test_counts_a_level_and_children_a_parent(village: Village) -> None:
    levels = village(grids(*THREE_LEVELS)).view("grid").levels
    assert [(v.label, len(v.grids), v.per_parent, v.households, v.officers) for v in levels] == [
        ("一级", 1, None, 8, 1),
        ("二级", 2, Decimal("2.0"), 8, 3),
        ("三级", 2, Decimal("2.0"), 5, 1),
    ]


def test_who_leads_two_grids_is_one_person(village: Village) -> None:
    assert village(grids(*THREE_LEVELS)).view("grid").officers == 5


def test_a_parent_may_be_named(village: Village) -> None:
    rows = [row.replace(",D1,", ",东片,") for row in THREE_LEVELS]
    assert [row["parent"] for row in village(grids(*rows)).twin("grid")] == [None, "V1", "V1", "D1", "D1"]


# ---- who serves whom ---------------------------------------------------------------------------------------


def test_a_household_belongs_to_its_grid_or_to_the_one_of_its_group(village: Village) -> None:
    view = village(grids(*THREE_LEVELS, households=HOUSEHOLDS)).view("grid")
    assert [(s.group, s.grid, s.households) for s in view.coverage.served] == [
        ("一组", "W1", ("1", "2")),
        ("二组", "W2", ("3", "4", "5")),
        ("三组", "D2", ("6", "7")),
    ]
    assert (view.covered, view.households, view.rate) == (7, 8, Decimal("87.50"))
    assert view.coverage.total.missing == ("8",)


def test_grids_upon_each_other_cover_twice_unless_of_different_kinds(village: Village) -> None:
    header = f"{HEADER},类型"
    for kinds, twice in ((("居住", "居住"), ("1", "2")), (("居住", "田园"), ())):
        rows = [f"A{n},网格{n},一级,,一组,,,,{kind}" for n, kind in enumerate(kinds)]
        text = grids(*rows, header=header, households="户号,户主,组\n1,张建国,一组\n2,李小红,一组\n")
        assert village(text).view("grid").coverage.total.twice == twice


def test_without_a_list_the_lowest_grids_count(village: Village) -> None:
    view = village(grids(*THREE_LEVELS)).view("grid")
    assert (view.covered, view.rate) == (8, None)


def test_a_grid_without_leader_is_led_from_above(village: Village) -> None:
    view = village(grids(*THREE_LEVELS)).view("grid")
    assert [view.leader_of(key).id for key in ("W1", "D2")] == ["D1", "D2"]


# ---- visits ------------------------------------------------------------------------------------------------

VISITS = "2022-11-03,W1,宣传政策,3\n2022-11-10,W1,调解纠纷,\n2022-12-05,山脚,宣传政策,2\n2021-05-01,D2,调解纠纷,4\n"


def test_visits_by_grid_kind_and_month(village: Village) -> None:
    year, before = village(grids(*THREE_LEVELS, visits=VISITS)).view("grid").years
    assert (year.year, year.kinds, year.totals, year.total) == (2022, ("宣传政策", "调解纠纷"), (5, 1), 6)
    assert [(row.key, row.counts) for row in year.months] == [("2022-12", (2, 0)), ("2022-11", (3, 1))]
    assert [(g.row.key, g.row.total, g.with_below) for g in year.grids] == [
        ("V1", 0, 6),
        ("D1", 0, 6),
        ("W1", 4, 4),
        ("W2", 2, 2),
        ("D2", 0, 0),
    ]
    assert year.without == ("D2",)
    assert (before.year, before.without) == (2021, ("D1", "W1", "W2"))


def test_a_visit_to_come_is_reported_and_counts_from_its_day(village: Village) -> None:
    text = grids(*THREE_LEVELS, visits="2022-12-05,W1,宣传政策,2\n2022-12-20,W1,宣传政策,5\n")
    built = village(text, "2022-12-10")
    assert built.found == [("grid/visits.csv", 3, "register.future")]
    assert built.view("grid").years[0].total == 2
    assert str(built.next_change("grid")) == "2022-12-20"


# ---- mistakes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["A,甲,一级,A,,,,"], [(2, "grid.circle")]),
        (["A,甲,一级,C,,,,", "B,乙,二级,A,,,,", "C,丙,三级,B,,,,"], [(2, "grid.circle")]),
        (["A,甲,一级,Z,,,,"], [(2, "reference.missing")]),
        (["A,甲,一级,,,,,", "a,乙,一级,,,,,"], [(3, "table.duplicate-id")]),
        (["A,甲,一级,,,,,", "B,乙,一级,A,,,,"], [(3, "grid.same-level")]),
        (["A,甲,一级,,,9,,", "B,乙,二级,A,,5,,", "C,丙,二级,A,,5,,"], [(2, "grid.below-more")]),
        (["A,甲,,,,,,"], [(2, "table.missing-value")]),
        (["A,甲,一级,,,-3,,"], [(2, "field.negative")]),
    ],
)
def test_what_contradicts_itself(village: Village, rows: list[str], found: list[tuple[int, str]]) -> None:
    assert codes(village(grids(*rows))) == found


def test_a_circle_is_named(village: Village) -> None:
    built = village(grids("A,甲,一级,B,,,,", "B,乙,二级,A,,,,"))
    assert "A → B → A" in built.messages()[0]


def test_more_members_than_people(village: Village) -> None:
    header = "网格编号,名称,层级,人口,党员数"
    assert codes(village(grids("A,甲,一级,20,21", header=header))) == [(2, "grid.members")]


def test_a_visit_to_an_unknown_grid(village: Village) -> None:
    built = village(grids(*THREE_LEVELS, visits="2022-11-03,W9,宣传政策,1\n"))
    assert built.found == [("grid/visits.csv", 2, "reference.missing")]


def test_counts_differ_from_the_list_of_households(village: Village) -> None:
    households = HOUSEHOLDS.replace("8,郑大山,四组,", "8,郑大山,三组,")
    assert village(grids(*THREE_LEVELS, households=households)).found == []
    built = village(grids(*THREE_LEVELS, households=HOUSEHOLDS))
    assert [(line, code) for file, line, code in built.found if file.startswith("grid/")] == [
        (2, "grid.listed"),
        (4, "grid.listed"),
    ]


def test_a_level_covers_more_than_there_are(village: Village) -> None:
    rows = ["A,甲,一级,,,5,,", "B,乙,一级,,,5,,"]
    built = village(grids(*rows, households="户号,户主\n1,张建国\n2,李小红\n"))
    assert codes(built) == [(2, "grid.covered-more")]


def test_a_name_that_two_grids_bear_is_no_address(village: Village) -> None:
    rows = ["A,第一网格,一级,,,,,", "B,第一网格,一级,,,,,"]
    built = village(grids(*rows, households="户号,户主,网格\n1,张建国,第一网格\n"))
    assert codes(built) == [(2, "grid.shared-name")]
    assert "A、B" in built.messages()[0]


def test_households_at_the_root_are_looked_at_without_points(
    tmp_path: Path, cli: Callable[..., Result]
) -> None:
    write_site(
        tmp_path / "content",
        "-- board.yaml --\nname: 柳树村\nlevel: 村\n-- households.csv --\n户号,户主,网格\n1,张建国,Z9\n"
        + grids(*THREE_LEVELS),
    )
    ran = cli("check", "--content", tmp_path / "content", "--as-of", "2022-12-31")
    assert ran.exit_code == 1
    assert "households.csv:2:" in ran.stderr
    assert "reference.missing" in ran.stderr


# ---- pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path, cli: Callable[..., Result]) -> Path:
    text = grids(*THREE_LEVELS, visits=VISITS, households=HOUSEHOLDS)
    write_site(tmp_path / "content", "-- board.yaml --\nname: 柳树村\nlevel: 村\nhouseholds: 8\n" + text)
    ran = cli("build", "--content", tmp_path / "content", "--as-of", "2022-12-31")
    assert ran.exit_code == 0, ran.stderr
    return tmp_path / "public"


def test_pages_tell_who_is_in_charge(site: Path) -> None:
    index = (site / "grid/index.html").read_text()
    assert "我的网格员是谁" in index
    assert "87.50%" in index
    grid: Any = (site / "grid/W1.html").read_text()
    assert "银杏" in grid
    assert "杨树林" in grid
    assert '<a href="../points/households/1.html">1</a>' in grid.replace(' class="nb"', "")


def test_a_household_finds_its_grid_officer_on_its_own_page(site: Path) -> None:
    page = (site / "points/households/3.html").read_text()
    assert '<a href="../../grid/W2.html">山脚，网格员银杏</a>' in page
    assert "grid/" not in (site / "points/households/8.html").read_text().partition("<main")[2]


def test_the_home_page_leads_to_the_grids(site: Path) -> None:
    home = (site / "index.html").read_text()
    assert 'href="grid/index.html#who"' in home


def test_a_coverage_of_several_villages_leaves_out_who_does_not_say_how_many_households_it_has(
    tmp_path: Path, cli: Callable[..., Result]
) -> None:
    tree = "id,name,level,households\nG1,总网格,一级,6\n"
    write_site(
        tmp_path / "content",
        "-- board.yaml --\nname: 示例镇\nlevel: 镇\n"
        "-- a/board.yaml --\nname: 柳树村\nlevel: 村\nhouseholds: 8\n"
        f"-- a/grid/grid.csv --\n{tree}-- b/board.yaml --\nname: 杨树村\nlevel: 村\n-- b/grid/grid.csv --\n{tree}",
    )
    ran = cli("build", "--content", tmp_path / "content", "--as-of", "2022-12-31")
    assert ran.exit_code == 0, ran.stderr
    grid = json.loads((tmp_path / "public/data/board.json").read_text())["grid"]
    assert (grid["count"], grid["covered"], grid["covered_rate"]) == (2, 6, "75.00")
