"""What a new statement begins with."""

from __future__ import annotations

from pathlib import Path

from sitegen.days import Period
from sitegen.diagnostics import Report
from sitegen.registers.finance.tables import read_statements
from sitegen.registers.folder import Folder


def last_closing(directory: Path, period: Period, book: str | None) -> int | None:
    """The closing (fen) of the newest statement of `book` in a finance folder before `period`; None: there is none."""
    if not directory.is_dir():
        return None
    files = sorted(path.name for path in directory.iterdir() if path.is_file())
    statements = read_statements(Folder(directory, directory.name, files), Report())
    before = [
        s
        for s in statements
        if s.period is not None and s.period.last < period.first and s.book == book and s.closing is not None
    ]
    return max(before, key=lambda s: s.period.last).closing.total if before else None
