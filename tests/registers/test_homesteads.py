"""Homesteads: counts and area by status."""

from __future__ import annotations

from sitegen.registers import registers
from tests.registers.one_board import Village

HOMESTEADS = """
-- homesteads/homesteads.csv --
编号,组,面积（平方米）,状态,批准文号
F-1,一组,120,在用,柳宅批〔2015〕3号
F-2,一组,98.5,闲置,
F-3,二组,110,盘活,
F-4,二组,132.25,在用,
合计,,460.75,,
"""


def test_counts_and_area_by_status(village: Village) -> None:
    built = village(HOMESTEADS)
    assert built.found == []
    groups = built.view("homesteads").listings[0].groups
    assert [(group.label, group.anchor, len(group.rows)) for group in groups] == [
        ("在用", "status-1", 2),
        ("闲置", "status-2", 1),
        ("盘活", "status-3", 1),
    ]
    assert [{f.key: f.shown for f in group.figures}["area_m2"] for group in groups] == [
        "252.25",
        "98.5",
        "110",
    ]
    summary = registers()["homesteads"].summary(built.board, built.view("homesteads"))["homesteads"]
    assert summary["area_m2"] == "460.75"
    assert (summary["in_use"], summary["idle"], summary["renewed"]) == (2, 1, 1)
    assert summary["idle_rate"] == "25.00"


def test_a_status_is_one_of_three(village: Village) -> None:
    built = village(HOMESTEADS.replace("98.5,闲置", "98.5,空置"))
    assert built.found == [("homesteads/homesteads.csv", 3, "field.choice")]


def test_an_area_is_not_negative(village: Village) -> None:
    built = village("-- homesteads/a.csv --\n编号,面积,状态\nF-1,-3,在用\n")
    assert built.found == [("homesteads/a.csv", 2, "field.negative")]
