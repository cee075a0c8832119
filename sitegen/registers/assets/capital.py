"""The three capitals (三资: 资金、资产、资源): what the other ledgers of a board tell of the collective's means."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from sitegen.registers.board import Board
from sitegen.registers.finance.tables import page_of
from sitegen.tables import Record


class Fund(Struct, frozen=True):
    """What a book of the accounts held when its newest statement closed (fen); `page` from the board."""

    book: str | None
    period: str
    closing: int
    page: str


class Let(Struct, frozen=True):
    """The contracts in force: how many, mu, annual rent; and what all contracts are in arrears (fen)."""

    count: int
    area: Decimal | None
    rent: int | None
    arrears: int


class Capital(Struct, frozen=True):
    """Money, contracts, open claims and debts (fen); None or empty where the board has no such ledger."""

    funds: tuple[Fund, ...]
    let: Let | None
    claims: int | None
    liabilities: int | None

    @property
    def money(self) -> int | None:
        """What all books held, in fen."""
        return sum(fund.closing for fund in self.funds) if self.funds else None


def capital_of(board: Board) -> Capital:
    """What the board's statements, contracts and debts tell."""
    return Capital(tuple(_funds(board)), _let(board), _open(board, "债权"), _open(board, "债务"))


def _funds(board: Board) -> Iterator[Fund]:
    """The newest statement of each book that began by the day."""
    newest: dict[str | None, Record] = {}
    for statement in board.table("finance"):
        if statement.period.first <= board.day and statement.closing.total is not None:
            known = newest.setdefault(statement.book, statement)
            if known.period.last <= statement.period.last:
                newest[statement.book] = statement
    for book, statement in sorted(newest.items(), key=lambda item: item[0] or ""):
        page = f"finance/{page_of(statement)}.html"
        yield Fund(book, statement.period.label, statement.closing.total, page)


def _let(board: Board) -> Let | None:
    if not board.table("contracts"):
        return None
    from sitegen.registers.contracts.view import derive  # only boards with contracts need it

    view = board.views.get("contracts") or derive(board)
    assert view is not None
    active = view.active
    return Let(active.count, active.area, active.rent, view.everything.arrears)


def _open(board: Board, kind: str) -> int | None:
    amounts = [record.closing for record in board.table("debts") if record.kind == kind]
    return sum(amounts) if amounts else None
