"""Liaison: totals and average loads."""

from __future__ import annotations

from sitegen.registers import registers
from tests.registers.one_board import Village

LIAISON = """
-- liaison/2022.csv --
编号,包联人（岗位）,单位,包联户数,走访次数
B-1,驻村第一书记 刘洋,县农业农村局,12,30
B-2,村委会主任 王敏,柳树村,25,41
B-3,村文书 何静,柳树村,18,
合计,,,55,71
"""


def test_loads_and_totals(village: Village) -> None:
    built = village(LIAISON)
    assert built.found == []
    summary = registers()["liaison"].summary(built.board, built.view("liaison"))["liaison"]
    assert (summary["count"], summary["households"], summary["households_rate"]) == (3, 55, "18.33")
    assert (summary["visits"], summary["visited"], summary["visits_rate"]) == (71, 37, "1.92")


def test_what_nobody_counted_is_missing_not_nought(village: Village) -> None:
    built = village("-- liaison/a.csv --\n编号,包联人,户数\nB-1,第一书记,12\n")
    summary = registers()["liaison"].summary(built.board, built.view("liaison"))["liaison"]
    assert (summary["visits"], summary["visits_rate"]) == (None, None)
    assert "—" in {figure.shown for figure in built.view("liaison").figures}


def test_officers_are_shown_in_full_and_the_largest_load_comes_first(village: Village) -> None:
    rows = [row for group in village(LIAISON).view("liaison").listings[0].groups for row in group.rows]
    assert [row.cells[1].text for row in rows] == ["村委会主任 王敏", "村文书 何静", "驻村第一书记 刘洋"]


def test_a_wrong_total_is_named(village: Village) -> None:
    assert village(LIAISON.replace("55,71", "56,71")).found == [("liaison/2022.csv", 5, "table.total")]
