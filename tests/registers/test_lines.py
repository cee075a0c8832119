"""Ledgers in one line on a front page: their chief figures, each linked to the rows behind it."""

from __future__ import annotations

from sitegen.registers import registers
from sitegen.registers.lines import Line, front_lines
from tests.registers.one_board import OneBoard, Village

LEDGERS = """
-- problems/a.csv --
编号,问题,来源,发现日期,整改时限,完成日期
W-1,路灯不亮,群众提,2022-09-03,2022-09-20,2022-09-15
W-2,水渠堵塞,群众提,2022-09-03,2022-09-20,
-- training/a.csv --
编号,日期,主题,期数,人次
P-1,2022-03-10,果树修剪,2,86
-- roster/a.csv --
日期,值班人
2022-12-31,王敏
"""


def lines(built: OneBoard) -> list[Line]:
    return list(front_lines(built.board, registers().choose(built.board.folders)))


def test_a_line_tells_the_count_the_rate_and_what_is_overdue(village: Village) -> None:
    problems, training = lines(village(LEDGERS))
    assert [(f.label, f.shown, f.anchor) for f in problems.figures] == [
        ("问题", "2", "rows"),
        ("整改率", "50.00%", "state-done"),
        ("超期未改", "1", "state-overdue"),
    ]
    assert [f.label for f in training.figures] == ["培训", "期数", "参训人次"]
    assert (problems.href, problems.lower) == ("problems/index.html", False)


def test_what_has_a_block_of_its_own_has_no_line(village: Village) -> None:
    assert "值班" not in [line.label for line in lines(village(LEDGERS))]


def test_noughts_are_left_out(village: Village) -> None:
    (line,) = lines(village(LEDGERS.split("-- training")[0].replace(",2022-09-20,\n", ",2023-09-20,\n")))
    assert [f.label for f in line.figures] == ["问题", "已整改", "整改率"]
