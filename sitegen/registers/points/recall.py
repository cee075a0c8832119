"""The view of the points register as the last build wrote it down: the ledgers, thousands of entries, stay unread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sitegen.diagnostics import Report
from sitegen.registers.board import Board
from sitegen.registers.folder import Folder
from sitegen.registers.points.books import Books
from sitegen.registers.points.listed import listed_books
from sitegen.registers.points.tables import BOOK, ENTRIES, REWARDS, read_points
from sitegen.registers.points.view import (
    Account,
    Categories,
    Handover,
    House,
    Judged,
    Lines,
    PointsView,
    Ranking,
    Redemption,
)
from sitegen.render.charts import CategoryPoints
from sitegen.tables import Record

_PLACES = ("points/", "grid/")


class PointsRecall:
    """Rules, rewards, households and redemptions are read, entries are not."""

    left_out = frozenset([ENTRIES.key])

    def draws_on(self, path: str) -> bool:
        """Households are listed in the board's folder or in the register's; grids give their names."""
        return path == "households.csv" or path.startswith(_PLACES)

    def read(self, folder: Folder, report: Report) -> Mapping[str, Sequence[Record]]:
        """All but the ledgers."""
        return read_points(folder, report, ledgers=False)

    def view(self, board: Board, written: Any) -> PointsView:
        """What counts is taken as written, the books and rewards from their records."""
        books = Books(board.table(BOOK.key))
        values = {
            **written,
            "books": listed_books(books, hall=written["hall"]),
            "rewards": list(board.table(REWARDS.key)),
            "households": {
                key: House(**_dated(h, "since", "until")) for key, h in written["households"].items()
            },
            "accounts": {key: Account(**account) for key, account in written["accounts"].items()},
            "judged": [Judged(*judged) for judged in written["judged"]],
            "lines": Lines._make(_numbered(c) if isinstance(c, dict) else c for c in written["lines"]),
            "reasons": _numbered(written["reasons"]),
            "taken_back": _numbered(written["taken_back"]),
            "redemptions": [Redemption(**_dated(r, "day")) for r in written["redemptions"]],
            "received": {
                key: [Handover(**_dated(handover, "day")) for handover in handovers]
                for key, handovers in written["received"].items()
            },
            "handed_over": {key: Handover(**_dated(h, "day")) for key, h in written["handed_over"].items()},
            "rankings": [Ranking(**ranking) for ranking in written["rankings"]],
            "years": [Ranking(**ranking) for ranking in written["years"]],
            "total": Ranking(**written["total"]) if written["total"] else None,
            "categories": {
                int(year): Categories([CategoryPoints(*row) for row in of["rows"]], of["households"])
                for year, of in written["categories"].items()
            },
        }
        return PointsView(**_dated(values, "next_change"))


def _numbered(values: Mapping[str, Any]) -> dict[int, Any]:
    """Values by numbers, which JSON writes as texts."""
    return {int(number): value for number, value in values.items()}


def _dated(values: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """Values of which some are days, in ISO."""
    return {**values, **{key: date.fromisoformat(values[key]) for key in keys if values[key]}}
