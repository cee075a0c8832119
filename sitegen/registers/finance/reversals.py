"""Which entries of a book take back which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sitegen.registers.finance.accounts import SIDES
from sitegen.registers.finance.tables import lines_of, page_of
from sitegen.registers.finance.views import Link
from sitegen.tables import Record


class _Entry(NamedTuple):
    """A line with its statement's page and its anchor there."""

    line: Record
    page: str
    anchor: str


def _entries(kept: Sequence[Record]) -> list[_Entry]:
    return [
        _Entry(line, page_of(statement), f"{side}-{number}")
        for statement in kept
        for side in SIDES
        for number, line in enumerate(getattr(statement, side), 1)
    ]


class Reversals:
    """Which entries of a book take back which: `target` and `source` by the entry's record."""

    def __init__(self, kept: Sequence[Record]) -> None:
        self.target: dict[int, Link] = {}
        self.source: dict[int, Link] = {}
        if not any(line.reverses for statement in kept for line in lines_of(statement)):
            return
        # Vouchers may be numbered anew each month: the one reversed is the last so numbered before it.
        bearing: dict[str, _Entry] = {}
        for entry in sorted(_entries(kept), key=lambda entry: (entry.line.date, bool(entry.line.reverses))):
            line = entry.line
            found = bearing.get(line.reverses) if line.reverses else None
            if found is not None:
                self.target[id(line)] = Link(line.reverses, f"{found.page}.html#{found.anchor}")
                here = f"{entry.page}.html#{entry.anchor}"
                self.source[id(found.line)] = Link(line.voucher or "冲销", here)
            if line.voucher and not line.reverses:
                bearing[line.voucher] = entry
