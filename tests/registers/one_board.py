"""One board from the text of its files, taken through read, check, the gate of names, and derive."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sitegen.boards import BoardInfo
from sitegen.diagnostics import Report
from sitegen.exports.twins import write_twin
from sitegen.guard.conceal import conceal
from sitegen.guard.names import NameMasker
from sitegen.registers import registers
from sitegen.registers.board import Board
from sitegen.registers.folder import Folder
from sitegen.settings import Settings
from tests.site_text import write_site


@dataclass
class OneBoard:
    """A board after its build: what was found wrong, and what there is of each register."""

    board: Board
    report: Report

    @property
    def found(self) -> list[tuple[str, int, str]]:
        """(file, line, code) of every finding, in order; the file from the board's folder."""
        return [(d.file.partition("/")[2], d.line, d.code) for d in self.report.sorted()]

    def messages(self) -> list[str]:
        return [d.message() + d.remedy() for d in self.report.sorted()]

    def view(self, key: str) -> Any:
        return self.board.views[key]

    def twin(self, name: str) -> Any:
        """The JSON twin of that name, as written and read again."""
        for key, view in self.board.views.items():
            for twin in registers()[key].twins(self.board, view):
                if twin.name == name:
                    return json.loads(dict(write_twin(twin))[f"data/{name}.json"])
        raise KeyError(name)

    def next_change(self, key: str) -> date | None:
        return registers()[key].next_change(self.board, self.board.views[key])


Village = Callable[..., OneBoard]


def build_village(root: Path, text: str, day: str, **settings: Any) -> OneBoard:
    content = write_site(root, text)
    board = Board(BoardInfo("", "柳树村", "village"), (), (), Settings(**settings), date.fromisoformat(day))
    report = Report()
    folders = {}
    for directory in sorted(path for path in content.iterdir() if path.is_dir()):
        names = sorted(
            path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()
        )
        folder = folders[directory.name] = Folder(directory, f"content/{directory.name}", names)
        board.records.update(registers()[directory.name].read(folder, report))
    board.folders = folders
    board.registers = registers()
    for key in folders:
        registers()[key].check(board, report)
    result = OneBoard(board, report)
    if report.failed:
        return result
    tables = {table.key: table for key in folders for table in registers()[key].tables}
    sources = [source for folder in folders.values() for source in folder.sources]
    known = [(table, board.records[key]) for key, table in tables.items() if key in board.records]
    conceal(known, sources, board.settings, NameMasker([r.name for r in board.table("households")]))
    for key in folders:
        view = registers()[key].derive(board)
        if view is not None:
            board.views[key] = view
    return result
