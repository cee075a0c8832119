"""The pool of projects: the funnel, days in a stage, jumped stages, and money against the statements."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.registers.projects.passage import passages
from tests.registers.one_board import OneBoard, Village
from tests.site_text import write_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

HEADER = "项目编号,名称,发展类型,申请资金,到位资金,资金来源,阶段,开始,时限,完成日期"
WORKSHOP = "XM-1,油茶加工坊,特色农业型,300000,250000,县级资金,实施,2022-05-01,2022-11-30,"
PANELS = "XM-2,光伏电站,资产租赁型,200000,200000,省级资金,验收,2021-10-01,2022-03-31,2022-03-20"
INN = "XM-3,民宿,乡村旅游型,500000,,,评审,,,"
SHOP = "XM-4,服务站,,,,,村申报,,,"
FULL_WAY = """XM-1,村申报,2021-09-01,
XM-1,乡审核,2021-09-21,同意
XM-1,县评估,2021-11-05,
XM-1,市评审,2022-01-10,
XM-1,入库,2022-01-30,
XM-1,实施,2022-05-01,
"""
SHORT_WAY = """XM-2,申报,2021-03-01,
XM-2,审核,2021-03-11,
XM-2,入库,2021-06-01,
XM-2,实施,2021-10-01,
XM-2,验收,2022-03-28,
"""


def pool(*rows: str, header: str = HEADER, steps: str = "", finance: str = "") -> str:
    text = "-- projects/2022.csv --\n" + "\n".join([header, *rows]) + "\n"
    text += f"-- projects/stages.csv --\n项目编号,阶段,日期,意见\n{steps}" if steps else ""
    return text + finance


def statement(*lines: str) -> str:
    """A statement of June with these income lines, which add up."""
    total = sum(int(re.findall(r"amount: (-?\d+)", line)[0]) for line in lines)
    income = "".join(f"  - {{{line}}}\n" for line in lines)
    return (
        "-- finance/2022-06.yaml --\nperiod: 2022-06\nopening: 0\nreviewed_by: 监委会\nreviewed_on: 2022-07-02\n"
        f"income:\n{income}expense: []\nclosing: {total}\n"
    )


def line(amount: int, project: str = "") -> str:
    named = f", project: {project}" if project else ""
    return f"date: 2022-06-05, item: 扶持资金, category: 补助收入, amount: {amount}{named}"


def codes(built: OneBoard) -> list[tuple[str, int, str]]:
    return [(file, number, code) for file, number, code in built.found if code.startswith("projects.")]


# ---- the funnel --------------------------------------------------------------------------------------------


def test_the_funnel_counts_projects_and_money_stage_by_stage(village: Village) -> None:
    built = village(pool(WORKSHOP, PANELS, INN, SHOP))
    assert built.found == []
    stages = built.view("projects").stages
    assert [(s.label, s.reached.count, s.now.count, s.now.sought) for s in stages] == [
        ("申报", 4, 1, None),
        ("审核", 3, 0, None),
        ("评估", 3, 0, None),
        ("评审", 3, 1, 50_000_000),
        ("入库", 2, 0, None),
        ("实施", 2, 1, 30_000_000),
        ("验收", 1, 1, 20_000_000),
    ]


def test_totals_and_rates_leave_out_what_nobody_says(village: Village) -> None:
    view = village(pool(WORKSHOP, PANELS, INN, SHOP)).view("projects")
    everything = view.everything
    assert (everything.sought, everything.granted) == (100_000_000, 45_000_000)
    assert everything.rate == Decimal("45.00")
    assert [(g.label, g.count, g.granted) for g in view.sources] == [
        ("没有写明", 2, None),
        ("县级资金", 1, 25_000_000),
        ("省级资金", 1, 20_000_000),
    ]


def test_days_in_a_stage_are_those_to_the_next_one(village: Village) -> None:
    built = village(pool(WORKSHOP, PANELS, steps=FULL_WAY + SHORT_WAY))
    days = {(row["project"], row["stage"]): row["days"] for row in built.twin("project-stages")}
    assert days["XM-1", "申报"] == 20
    assert days["XM-1", "实施"] is None
    stages = {stage.label: stage for stage in built.view("projects").stages}
    assert (stages["申报"].days, stages["申报"].passed) == (Decimal("15.0"), 2)
    assert stages["验收"].days is None


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_the_days_of_all_stages_are_the_whole_way(gaps: list[int]) -> None:
    day = date(2021, 1, 1)
    steps = []
    for gap in gaps:
        day += timedelta(days=gap)
        steps.append(SimpleNamespace(stage="申报", date=day, opinion=None))
    way = passages(steps)  # type: ignore[arg-type]
    assert way[-1].days is None
    assert sum(step.days for step in way[:-1] if step.days is not None) == sum(gaps[1:])


def test_a_jumped_stage_is_named(village: Village) -> None:
    built = village(pool(PANELS, steps=SHORT_WAY))
    assert codes(built) == [("projects/stages.csv", 4, "projects.jumped")]
    assert "没有经过“评估”“评审”就到了“入库”" in built.messages()[0]
    assert built.twin("projects")[0]["jumped"] == "评估、评审"
    stages = {stage.label: len(stage.jumped) for stage in built.view("projects").stages}
    assert (stages["审核"], stages["评估"], stages["评审"]) == (0, 1, 1)


def test_a_project_whose_steps_nobody_wrote_down_jumped_none(village: Village) -> None:
    assert village(pool(WORKSHOP, PANELS, steps=FULL_WAY)).view("projects").jumpers == ()


def test_what_is_sent_back_goes_the_way_again(village: Village) -> None:
    back = "XM-3,申报,2022-02-01,\nXM-3,审核,2022-02-20,退回\nXM-3,申报,2022-03-01,\nXM-3,审核,2022-03-10,\n"
    built = village(pool(INN.replace("评审", "审核"), steps=back))
    assert built.found == []
    assert [step.days for step in built.view("projects").everything.projects[0].steps] == [19, 9, 9, None]


# ---- time --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "overdue", "turns"),
    [("2022-11-30", False, "2022-12-01"), ("2022-12-01", True, None)],
)
def test_overdue_from_the_day_after(village: Village, day: str, overdue: bool, turns: str | None) -> None:
    built = village(pool(WORKSHOP), day)
    assert built.twin("projects")[0]["overdue"] is overdue
    assert built.next_change("projects") == (date.fromisoformat(turns) if turns else None)


def test_what_is_accepted_or_done_is_not_overdue(village: Village) -> None:
    done = WORKSHOP.removesuffix(",") + ",2022-12-15"
    assert [row["overdue"] for row in village(pool(PANELS, done)).twin("projects")] == [False, False]


# ---- mistakes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (WORKSHOP.replace("2022-11-30", "2022-01-30"), "projects.due-before-start"),
        (PANELS.replace("2022-03-20", "2021-03-20"), "projects.done-before-start"),
        (PANELS.replace("验收", "评估"), "projects.done-early"),
        (WORKSHOP.replace("250000", "350000"), "projects.granted-more"),
        (WORKSHOP.replace("实施", "商议"), "field.unusual"),
        (WORKSHOP.replace(",实施,", ",,"), "table.missing-value"),
        (PANELS.replace("2022-03-20", "2023-03-20"), "register.future"),
    ],
)
def test_what_contradicts_itself(village: Village, row: str, code: str) -> None:
    assert village(pool(row)).found == [("projects/2022.csv", 2, code)]


def test_an_unknown_stage_is_shown_beside_the_funnel(village: Village) -> None:
    view = village(pool(WORKSHOP.replace("实施", "商议"))).view("projects")
    assert [(g.label, g.count) for g in view.others] == [("商议", 1)]
    assert view.stages[0].reached.count == 0


def test_steps_out_of_order(village: Village) -> None:
    steps = FULL_WAY.replace("2021-11-05", "2021-09-10")
    assert codes(village(pool(WORKSHOP, steps=steps))) == [("projects/stages.csv", 4, "projects.stage-order")]


def test_the_stage_is_that_of_the_last_step(village: Village) -> None:
    row = WORKSHOP.replace("实施", "入库")
    assert codes(village(pool(row, steps=FULL_WAY))) == [("projects/2022.csv", 2, "projects.stage-differs")]


def test_steps_of_an_unknown_project(village: Village) -> None:
    built = village(pool(WORKSHOP, steps=FULL_WAY + "XM-9,申报,2022-01-01,\n"))
    assert built.found == [("projects/stages.csv", 8, "reference.missing")]


# ---- what was granted appears as income --------------------------------------------------------------------


def test_what_was_granted_was_booked(village: Village) -> None:
    built = village(pool(WORKSHOP, finance=statement(line(200000, "XM-1"), line(50000, "XM-1"))))
    assert codes(built) == []
    project = built.view("projects").everything.projects[0]
    assert (project.booked("income"), project.bookings[0].href) == (
        25_000_000,
        "../finance/2022-06.html#income-1",
    )


def test_both_ends_are_named_where_the_books_differ(village: Village) -> None:
    built = village(pool(WORKSHOP, finance=statement(line(200000, "XM-1"))))
    assert codes(built) == [
        ("finance/2022-06.yaml", 6, "projects.line-differs"),
        ("projects/2022.csv", 2, "projects.booked-differs"),
    ]


def test_both_ends_are_named_where_the_line_names_no_project(village: Village) -> None:
    built = village(pool(WORKSHOP, finance=statement(line(250000))))
    assert codes(built) == [
        ("finance/2022-06.yaml", 6, "projects.line-unnamed"),
        ("projects/2022.csv", 2, "projects.not-booked"),
    ]


def test_income_for_a_project_that_was_granted_nothing(village: Village) -> None:
    built = village(pool(INN, finance=statement(line(1000, "XM-3"))))
    assert [code for _, _, code in codes(built)] == ["projects.line-differs", "projects.booked-differs"]


def test_without_statements_there_is_nothing_to_compare(village: Village) -> None:
    assert village(pool(WORKSHOP)).found == []


# ---- pages -------------------------------------------------------------------------------------------------


def test_pages(tmp_path: Path, cli: Callable[..., Result]) -> None:
    text = pool(WORKSHOP, PANELS, steps=FULL_WAY + SHORT_WAY, finance=statement(line(250000, "XM-1")))
    write_site(tmp_path / "content", "-- board.yaml --\nname: 柳树村\nlevel: 村\n" + text)
    ran = cli("build", "--content", tmp_path / "content", "--as-of", "2022-12-31")
    assert ran.exit_code == 0, ran.stderr
    public = tmp_path / "public"
    index = (public / "projects/index.html").read_text()
    assert "没有“评估”“评审”的记录" in index
    assert "逾期的项目" in index
    project = (public / "projects/XM-1.html").read_text()
    assert 'href="../finance/2022-06.html#income-1"' in project
    assert 'id="income-1"' in (public / "finance/2022-06.html").read_text()
