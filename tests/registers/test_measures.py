"""Measures: what boards above add up, rates of sums, ranks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sitegen.fields import Area, Integer, Money
from sitegen.registers.measures import Measure, add_measures, below, export_measures, read_measures

MEASURES = (
    Measure("count", "问题", Integer(unit="个")),
    Measure("done", "已整改", of="count", rate="整改率", anchor="state-done"),
    Measure("money", "金额", Money(signed=True), of="count", rate="平均金额", quotient="average"),
    Measure("area", "面积", Area()),
)
VALUES = st.fixed_dictionaries(
    {
        "count": st.integers(0, 50),
        "done": st.none() | st.integers(0, 50),
        "money": st.none() | st.integers(-(10**9), 10**9),
        "area": st.none() | st.decimals(0, 1000, places=2),
    }
)


def child(path: str, **figures: Any) -> dict[str, Any]:
    return {"path": path, "name": path, "x": export_measures(MEASURES, figures) if figures else None}


@given(VALUES)
def test_exported_figures_are_read_again_without_loss(values: dict[str, Any]) -> None:
    assert read_measures(MEASURES, export_measures(MEASURES, values)) == values


@given(st.lists(VALUES, min_size=1, max_size=6))
def test_sums_do_not_depend_on_how_boards_are_grouped(boards: list[dict[str, Any]]) -> None:
    parts = [export_measures(MEASURES, board) for board in boards]
    at_once = add_measures(MEASURES, parts)
    step_by_step = parts[0]
    for part in parts[1:]:
        step_by_step = add_measures(MEASURES, [step_by_step, part])
    assert add_measures(MEASURES, [step_by_step]) == at_once
    known = [board["money"] for board in boards if board["money"] is not None]
    assert read_measures(MEASURES, at_once)["money"] == (sum(known) if known else None)


def test_a_rate_is_the_quotient_of_two_sums_not_a_mean_of_rates() -> None:
    added = add_measures(
        MEASURES,
        [
            export_measures(MEASURES, {"count": 1, "done": 1}),
            export_measures(MEASURES, {"count": 9, "done": 0}),
        ],
    )
    assert added["done_rate"] == "10.00"


def test_an_average_of_money_is_in_yuan_and_of_nothing_is_missing() -> None:
    assert export_measures(MEASURES, {"count": 3, "money": 10000})["money_rate"] == "33.33"
    assert export_measures(MEASURES, {"count": 0, "done": 0, "money": 0})["done_rate"] is None


def test_children_are_ranked_with_ties_and_the_silent_are_not() -> None:
    found = below(
        "x",
        "问题",
        MEASURES,
        "done_rate",
        None,
        [
            child("a", count=4, done=2),
            child("b", count=2, done=2),
            child("c", count=8, done=4),
            child("d"),
            child("e", count=0, done=0),
            child("f", count=4, done=1),
        ],
    )
    assert found is not None
    assert {row.folder: row.rank for row in found.rows} == {
        "a": 2,
        "b": 1,
        "c": 2,
        "d": None,
        "e": None,
        "f": 4,
    }
    assert found.ranked_by == "整改率"
    assert found.reporting == 5
    assert {f.key: f.shown for f in found.total} | {"count": "18", "done_rate": "50.00%"} == {
        f.key: f.shown for f in found.total
    }


def test_the_lowest_may_be_first() -> None:
    children = [child("a", count=4), child("b", count=2)]
    found = below("x", "问题", MEASURES, "-count", None, children)
    assert found is not None
    assert {row.folder: row.rank for row in found.rows} == {"a": 2, "b": 1}


def test_nothing_below_gives_no_table_and_noughts_lead_nowhere() -> None:
    assert below("x", "问题", MEASURES, None, None, [child("a")]) is None
    found = below("x", "问题", MEASURES, None, None, [child("a", count=4, done=0, area=Decimal(0))])
    assert found is not None
    anchors = {f.key: f.anchor for f in found.rows[0].figures}
    assert anchors == {
        "count": "rows",
        "done": None,
        "done_rate": None,
        "money": None,
        "money_rate": None,
        "area": None,
    }
