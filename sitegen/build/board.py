"""One board: files in, pages and a summary out. A pure function of its task; it is what a worker runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import jinja2

from sitegen.boards import BoardFolder, BoardInfo
from sitegen.build.output import Staging, Written
from sitegen.diagnostics import Diagnostic, Report
from sitegen.exports.twins import encode_json, write_twin
from sitegen.guard.conceal import check_private, conceal
from sitegen.guard.names import NameMasker
from sitegen.home import Home
from sitegen.registers.points.tables import HOUSEHOLDS, read_households
from sitegen.registers.register import Board, Folder, Register, Summary
from sitegen.render.pages import BoardRenderer
from sitegen.settings import Settings
from sitegen.sources.text import Source


@dataclass(frozen=True)
class BoardTask:
    """All that one board's build depends on (besides the files of its folder and the templates)."""

    folder: BoardFolder
    info: BoardInfo
    above: tuple[BoardInfo, ...]
    children: tuple[Summary, ...]
    settings: Settings
    day: date
    render: bool = True


@dataclass
class BoardResult:
    """What a board's build gives back: never page bodies. `summary` is None where the board has errors."""

    path: str
    summary: Summary | None
    diagnostics: list[Diagnostic]
    written: list[Written] = field(default_factory=list)
    next_change: date | None = None


def build_board(
    task: BoardTask,
    registers: dict[str, Register],
    environment: jinja2.Environment | None,
    staging: Staging | None,
) -> BoardResult:
    """Read, check, derive and (with `environment` and `staging`) render one board."""
    report = Report()
    board, sources = read(task, registers, report)
    check(board, sources, registers, report)
    if report.failed:
        return BoardResult(task.info.path, None, report.sorted())
    mask(board, sources, registers)
    derive(board, registers)
    home = Home(board, registers)
    written = (
        [] if environment is None or staging is None else list(_write(board, home, environment, staging))
    )
    return BoardResult(task.info.path, home.summary, report.sorted(), written, home.next_change)


def read(task: BoardTask, registers: dict[str, Register], report: Report) -> tuple[Board, list[Source]]:
    """The board with the records of all its files, and the files."""
    source = task.folder
    folders = {
        name: Folder(source.directory / name, f"{source.shown}/{name}", files)
        for name, files in source.registers.items()
    }
    board = Board(task.info, task.above, task.children, task.settings, task.day, folders)
    root = Folder(source.directory, source.shown, source.files)
    if "households.csv" in source.files:
        board.records["households"] = read_households(root, "households.csv", report)
    for key, folder in folders.items():
        for table, records in registers[key].read(folder, report).items():
            if table == "households" and "households" in board.records:
                continue
            board.records[table] = records
    return board, [*root.sources, *(s for folder in folders.values() for s in folder.sources)]


def check(board: Board, sources: list[Source], registers: dict[str, Register], report: Report) -> None:
    """All laws: each register's own, and what may never be published."""
    for key in board.folders:
        registers[key].check(board, report)
    check_private(
        (record for records in board.records.values() for record in records), sources, board.settings, report
    )


def mask(board: Board, sources: list[Source], registers: dict[str, Register]) -> None:
    """Mask every private name: from here on the board holds none."""
    masker = NameMasker([r.name for r in board.table("households") if r.name])
    tables = {table.key: table for key in board.folders for table in registers[key].tables}
    tables["households"] = HOUSEHOLDS
    known = [(tables[key], records) for key, records in board.records.items() if key in tables]
    conceal(known, sources, board.settings, masker)


def derive(board: Board, registers: dict[str, Register]) -> None:
    """The views of all registers that hold something."""
    for key in registers:
        if key in board.folders:
            view = registers[key].derive(board)
            if view is not None:
                board.views[key] = view


def _write(board: Board, home: Home, environment: jinja2.Environment, staging: Staging) -> Iterator[Written]:
    prefix = f"{board.info.path}/" if board.info.path else ""
    shown = [home.registers[key] for key in board.views]
    renderer = BoardRenderer(environment, board.info, board.above, board.settings, home.updated, shown)
    for register in shown:
        view = board.views[register.key]
        for page in register.pages(board, view):
            yield staging.write(prefix + page.path, renderer.render(page))
        for twin in register.twins(board, view):
            for path, content in write_twin(twin):
                yield staging.write(prefix + path, content)
        for path, content in register.files(board, view):
            yield staging.write(prefix + path, content)
    for page in home.pages():
        yield staging.write(prefix + page.path, renderer.render(page))
    yield staging.write(prefix + "data/board.json", encode_json(home.summary))
