"""One board read, checked, masked and derived, as a build does it, for what is made of it besides pages."""

from __future__ import annotations

from dataclasses import replace

from sitegen.boards import BoardFolder, language_of
from sitegen.build.board import BoardTask, check, derive, mask, read
from sitegen.build.plan import Plan
from sitegen.diagnostics import Report
from sitegen.registers.board import Board


def load_board(plan: Plan, folder: BoardFolder, report: Report) -> Board:
    """The board in `folder`, without what lies below it, derived in the language being spoken; underived where the
    report says that it has errors. Its settings bear its own language."""
    info, above = plan.infos[folder.path], plan.above[folder.path]
    settings = replace(plan.settings, language=language_of(info, above, plan.settings.language))
    task = BoardTask(folder, info, above, (), settings, plan.day)
    board, sources = read(task, plan.registers, report)
    check(board, sources, plan.registers, report)
    if not report.failed:
        mask(board, sources, plan.registers)
        derive(board, plan.registers)
    return board
