"""Tasks: states on a day, roll-up of a tree, the wall chart, announced counts, and what is refused and where."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.render.wall import Bar, span_of, wall_chart
from tests.registers.one_board import OneBoard, Village
from tests.site_text import write_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

HEADER = "编号,上级编号,事项,责任单位,开始,时限,进度,完成日期"
WORKS = (
    "G1,,基础设施工程,村委会,2022-01-10,2022-12-31,,",
    "G1-1,G1,道路硬化,村委会,2022-01-10,2022-06-30,,2022-06-20",
    "G1-2,G1,管网改造,乡建办,2022-03-01,2022-09-30,,2022-10-25",
    "G1-3,G1,路灯,村委会,2022-05-01,2022-11-30,70,",
    "G2,,产业工程,合作社,,2023-06-30,,",
    "G2-1,G2,油茶低改,合作社,2022-02-01,2022-12-31,85,",
    "G2-2,G2,服务点,合作社,2023-01-15,2023-06-30,,",
    "G3,,清理旧账,监委会,,2022-12-31,,",
)


def tasks(*rows: str, header: str = HEADER, declared: str = "") -> str:
    text = "-- tasks/2022.csv --\n" + "\n".join([header, *rows]) + "\n"
    return text + (f"-- tasks/declared.csv --\n{declared}" if declared else "")


def codes(built: OneBoard) -> list[tuple[int, str]]:
    return [(line, code) for _, line, code in built.found]


# ---- states ------------------------------------------------------------------------------------------------


def test_states_and_roll_up(village: Village) -> None:
    built = village(tasks(*WORKS))
    assert built.found == []
    assert [
        (r["id"], r["state"], r["done"], r["items"], r["rolled_progress"]) for r in built.twin("tasks")
    ] == [
        ("G1", "进行中", 2, 3, "90.00"),
        ("G1-1", "已完成", 1, 1, "100.00"),
        ("G1-2", "迟完成", 1, 1, "100.00"),
        ("G1-3", "逾期", 0, 1, "70.00"),
        ("G2", "进行中", 0, 2, "85.00"),
        ("G2-1", "进行中", 0, 1, "85.00"),
        ("G2-2", "没有开始", 0, 1, None),
        ("G3", "进行中", 0, 1, None),
    ]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2022-04-30", "没有开始"),
        ("2022-05-01", "进行中"),
        ("2022-11-30", "进行中"),
        ("2022-12-01", "逾期"),
    ],
)
def test_a_task_goes_through_its_states(village: Village, day: str, state: str) -> None:
    row = WORKS[3].replace(",70,", ",,").replace(",G1,", ",,")
    assert village(tasks(row), day).twin("tasks")[0]["state"] == state


def test_a_work_is_done_when_all_below_it_are(village: Village) -> None:
    built = village(tasks(*WORKS[:3]))
    work = built.view("tasks").tasks["G1"]
    assert (work.state, work.done_on) == ("已完成", date(2022, 10, 25))


def test_counts_are_of_the_lowest_items(village: Village) -> None:
    view = village(tasks(*WORKS)).view("tasks")
    everything = view.everything
    assert (len(everything.items), everything.done, everything.overdue) == (6, 2, 1)
    assert everything.rate == Decimal("33.33")
    assert view.progress == Decimal("88.75")


def test_by_unit_and_by_quarter(village: Village) -> None:
    view = village(tasks(*WORKS)).view("tasks")
    assert [(h.label, len(h.items), h.done, h.overdue) for h in view.owners] == [
        ("村委会", 2, 1, 1),
        ("乡建办", 1, 1, 0),
        ("合作社", 2, 0, 0),
        ("监委会", 1, 0, 0),
    ]
    assert [(h.label, len(h.items)) for h in view.quarters] == [
        ("2022年第二季度", 1),
        ("2022年第三季度", 1),
        ("2022年第四季度", 3),
        ("2023年第二季度", 1),
    ]


@pytest.mark.parametrize(("day", "turns"), [("2022-12-10", "2023-01-01"), ("2023-01-01", "2023-01-15")])
def test_pages_change_when_something_begins_or_falls_overdue(village: Village, day: str, turns: str) -> None:
    assert str(village(tasks(*WORKS), day).next_change("tasks")) == turns


# ---- announced counts --------------------------------------------------------------------------------------


def test_announced_counts_are_compared(village: Village) -> None:
    declared = (
        "说法,公布数,上级编号,层次\n三大工程,3,,1\n五个项目,5,,2\n全部事项,6,,\n基础设施,3,G1,\n产业,2,G2,1\n"
    )
    assert village(tasks(*WORKS, declared=declared)).found == []
    built = village(tasks(*WORKS, declared=declared.replace("三大工程,3", "十大工程,10")))
    assert built.found == [("tasks/declared.csv", 2, "tasks.declared")]
    assert "“十大工程”公布的是 10 项，台账里列出的是 3 项" in built.messages()[0]
    first = built.view("tasks").declared[0]
    assert (first.count, first.listed) == (10, 3)


def test_a_count_below_an_unknown_task(village: Village) -> None:
    built = village(tasks(*WORKS, declared="说法,公布数,上级编号\n规定动作,38,GD\n"))
    assert built.found == [("tasks/declared.csv", 2, "reference.missing")]


# ---- mistakes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("A,A,路灯,村委会,,2022-12-31,,", [(2, "tasks.circle")]),
        ("A,Z,路灯,村委会,,2022-12-31,,", [(2, "reference.missing")]),
        ("A,,路灯,村委会,2022-06-01,2022-01-31,,", [(2, "tasks.due-before-start")]),
        ("A,,路灯,村委会,2022-06-01,2022-12-31,,2022-05-01", [(2, "tasks.done-before-start")]),
        ("A,,路灯,村委会,,2022-12-31,120%,", [(2, "tasks.progress")]),
        ("A,,路灯,村委会,,2022-12-31,80,2022-06-01", [(2, "tasks.done-unfinished")]),
        ("A,,路灯,村委会,,2022-12-31,100,", [(2, "tasks.no-day")]),
        ("A,,路灯,村委会,,,,", [(2, "table.missing-value")]),
        ("A,,路灯,村委会,,2023-12-31,,2023-06-01", [(2, "register.future")]),
    ],
)
def test_what_contradicts_itself(village: Village, row: str, found: list[tuple[int, str]]) -> None:
    assert codes(village(tasks(row))) == found


def test_a_work_says_other_than_its_items(village: Village) -> None:
    work = WORKS[0].replace("2022-12-31,,", "2022-11-29,,2022-11-20")
    assert codes(village(tasks(work, *WORKS[1:4]))) == [(2, "tasks.parent-done"), (5, "tasks.child-later")]
    stated = WORKS[0].replace("2022-12-31,,", "2022-12-31,95,")
    assert codes(village(tasks(stated, *WORKS[1:4]))) == [(2, "tasks.progress-differs")]


# ---- the wall ----------------------------------------------------------------------------------------------


def test_the_wall_shows_the_same_as_the_table(tmp_path: Path, cli: Callable[..., Result]) -> None:
    write_site(tmp_path / "content", "-- board.yaml --\nname: 柳树村\nlevel: 村\n" + tasks(*WORKS))
    ran = cli("build", "--content", tmp_path / "content", "--as-of", "2022-12-31")
    assert ran.exit_code == 0, ran.stderr
    page = (tmp_path / "public/tasks/index.html").read_text()
    drawn = re.findall(r'<svg class="chart wall".*?</svg>', page, re.DOTALL)
    assert len(drawn) == 3
    texts = [node.text for node in ET.fromstring(drawn[0]).iter("text")]
    assert "完成 2/3" in texts
    assert "〔迟〕路灯" in texts
    assert "迟完成 2022-10-25" in texts
    assert "逾期，时限 2022-11-30" in texts
    assert "共 3 项，其中逾期或迟完成 2 项" in drawn[0]
    assert page.count('data-label="状态"') == len(WORKS) + 1
    assert "2022-12-31</text>" not in page.replace("时限 2022-12-31", "")
    assert (tmp_path / "public/tasks/G1-3.html").exists()


days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(st.lists(st.tuples(days, days, st.integers(0, 100), st.booleans()), min_size=1, max_size=6))
def test_no_bar_leaves_the_wall(spans: list[tuple[date, date, int, bool]]) -> None:
    bars = [
        Bar("事项", "进行中", min(a, b), max(a, b), done, None, late, False) for a, b, done, late in spans
    ]
    drawn = ET.fromstring(wall_chart(bars, span_of(bars), slug="w", title="墙"))
    found = 0
    for node in drawn.iter("rect"):
        if node.get("height") == ".8em":
            x, width = (Decimal(node.get(key, "").rstrip("%")) for key in ("x", "width"))
            assert 0 <= x <= 100
            assert x + width <= Decimal("100.1")
            found += 1
    assert found >= len(bars)
