"""The points register (积分): rule books, households, ledgers, passbooks, rankings, rewards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sitegen.diagnostics import Report
from sitegen.formats import decimal, rate
from sitegen.registers.beside import Mention, Objection
from sitegen.registers.board import Board, Page, Summary, Twin
from sitegen.registers.finding import Entry, Found
from sitegen.registers.folder import Folder
from sitegen.registers.glance import Glance
from sitegen.registers.points.books import Books
from sitegen.registers.points.derive import Derivation, updated
from sitegen.registers.points.entry_laws import check_entries
from sitegen.registers.points.laws import check_books, check_households
from sitegen.registers.points.pages import pages
from sitegen.registers.points.recall import PointsRecall
from sitegen.registers.points.redemption_laws import check_balances, check_redemptions
from sitegen.registers.points.tables import (
    BOOK,
    ENTRIES,
    HOUSEHOLDS,
    REDEMPTIONS,
    REWARDS,
    is_known,
    read_points,
)
from sitegen.registers.points.twins import twins
from sitegen.registers.points.view import PointsView
from sitegen.registers.register import Register
from sitegen.registers.table_laws import check_table
from sitegen.tables import Record


class Points(Register):
    """A village's points: who earned what by which rule, and who stands where."""

    key = "points"
    label = "积分"
    order = 40
    tables = (ENTRIES, BOOK, HOUSEHOLDS, REWARDS, REDEMPTIONS)
    recall = PointsRecall()

    def read(self, folder: Folder, report: Report) -> dict[str, Sequence[Record]]:
        known = [name for name in folder.files if is_known(name)]
        self.refuse_others(folder, known, "rules.yaml、households.csv、2022-Q1.csv 等", report)
        return read_points(folder, report)

    def check(self, board: Board, report: Report) -> None:
        books = Books(board.table(BOOK.key))
        check_books(books, board, report)
        if board.table(HOUSEHOLDS.key):
            check_households(board, report)
        check_entries(books, board, report)
        check_table(board, REWARDS, board.table(REWARDS.key), report)
        check_redemptions(books, board, report)
        if not self._broken(board, report):
            check_balances(books, board, report)

    def _broken(self, board: Board, report: Report) -> bool:
        """Whether the register's files or the households hold errors: balances would only repeat them."""
        own = board.folders[self.key].shown
        return any(
            d.severity == "error" and (d.file.startswith(own) or d.file.endswith("/households.csv"))
            for d in report.diagnostics
        )

    def derive(self, board: Board) -> PointsView | None:
        if not any(board.table(table.key) for table in self.tables):
            return None
        return Derivation(board).view()

    def page_of(self, board: Board, record: Record) -> str:
        if record._table is HOUSEHOLDS:
            return f"points/households/{record.id}.html"
        return "points/index.html"

    def record_pages(self, board: Board) -> Iterator[str]:
        """Those of the households: entries, of which there are thousands, have none."""
        return (self.page_of(board, record) for record in board.table(HOUSEHOLDS.key))

    def say(self, board: Board) -> Iterator[tuple[str, Mention | Objection]]:
        """Nothing: entries name households only, whose own pages list them."""
        yield from ()

    def pages(self, board: Board, view: PointsView) -> Iterator[Page]:
        return pages(view)

    def twins(self, board: Board, view: PointsView) -> Iterator[Twin]:
        return twins(view)

    def findings(self, board: Board, view: PointsView) -> Iterator[Found]:
        """The households, by number and shown name, not what they earned points for; and the rankings."""
        entries = [
            Entry(
                f"points/households/{house.id}.html",
                house.name or house.id,
                (house.id, *(part for part in (house.group, house.grid_name) if part)),
                initials=board.initials.get(house.id),
            )
            for house in view.households.values()
        ]
        yield Found("households", "户", entries)
        rankings = [Entry(f"points/{r.key}.html", f"{r.label}积分排名") for r in view.all_rankings]
        yield Found(self.key, "积分排名", rankings)

    def updated(self, board: Board, view: PointsView) -> date | None:
        return updated(view)

    def summary(self, board: Board, view: PointsView) -> Summary:
        """Households in force, entries of this points year, how many households have any (rate: per cent)."""
        return {"points": _activity(view.present, view.year_entries, view.active)}

    def glance(self, board: Board, view: PointsView) -> Glance:
        return Glance("在册", decimal(view.present), "户")

    def roll_up(self, own: Summary, children: Sequence[Summary], board: Board) -> Summary:
        parts = [part["points"] for part in (own, *children) if part.get("points")]
        if not parts:
            return {}
        return {"points": _activity(*(sum(part[key] for part in parts) for key in _COUNTED))}

    def next_change(self, board: Board, view: PointsView) -> date | None:
        return view.next_change


_COUNTED = ("households", "entries", "active")


def _activity(households: int, entries: int, active: int) -> Summary:
    share = rate(active, households)
    return {
        "households": households,
        "entries": entries,
        "active": active,
        "rate": None if share is None else f"{share:f}",
    }


REGISTER = Points()
