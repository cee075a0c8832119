"""Duties: by post, what is done and overdue; standing duties are never overdue."""

from __future__ import annotations

from sitegen.registers import registers
from tests.registers.one_board import Village

DUTIES = """
-- duties/duties.csv --
编号,岗位,职责,频次,标准,时限,完成日期,考核分
Z-1,村党支部书记,主持支委会,每月,有记录,,2022-12-20,95
Z-2,村党支部书记,年底述职,每年,书面报告,2022-12-20,2022-12-22,98
Z-3,村委会主任,民主理财日,每月,账目公开,2022-12-15,,
Z-4,村文书,档案整理,每季,装订归档,,,90
"""


def test_done_and_overdue_by_post(village: Village) -> None:
    built = village(DUTIES)
    assert built.found == []
    assert [row["state"] for row in built.twin("duties")] == ["done", "done", "overdue", "open"]
    (by_post,) = [found for found in built.view("duties").listings if found.page == "by/post.html"]
    figures = {group.label: {f.key: f.shown for f in group.figures} for group in by_post.groups}
    assert figures["村党支部书记"] == {
        "count": "2",
        "done": "2",
        "done_rate": "100.00%",
        "open": "0",
        "overdue": "0",
        "in_time_rate": "0.00%",
        "score_rate": "96.5",
    }
    assert figures["村委会主任"]["overdue"] == "1"
    assert figures["村委会主任"]["score_rate"] == "—"


def test_in_time_are_only_those_that_had_a_day(village: Village) -> None:
    built = village(DUTIES)
    summary = registers()["duties"].summary(built.board, built.view("duties"))["duties"]
    assert (summary["done"], summary["dated"], summary["in_time"]) == (2, 1, 0)
    assert summary["score_rate"] == "94.33"


def test_a_score_is_a_number(village: Village) -> None:
    built = village("-- duties/a.csv --\n编号,岗位,职责,考核分\nZ-1,书记,述职,优秀\n")
    assert built.found == [("duties/a.csv", 2, "field.number")]
