"""One board read, checked, masked and derived, as a build does it, for what is made of it besides pages."""

from __future__ import annotations

from sitegen.boards import BoardFolder
from sitegen.build.board import BoardTask, check, derive, mask, read
from sitegen.build.plan import Plan
from sitegen.diagnostics import Report
from sitegen.registers.register import Board


def load_board(plan: Plan, folder: BoardFolder, report: Report) -> Board:
    """The board in `folder`, without what lies below it; underived where the report says that it has errors."""
    task = BoardTask(folder, plan.infos[folder.path], plan.above[folder.path], (), plan.settings, plan.day)
    board, sources = read(task, plan.registers, report)
    check(board, sources, plan.registers, report)
    if not report.failed:
        mask(board, sources, plan.registers)
        derive(board, plan.registers)
    return board
