"""What statements booked for a record of another ledger: the lines that name a contract, a project, a debt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from sitegen.registers.finance.accounts import SIDES, Side
from sitegen.registers.finance.tables import page_of
from sitegen.tables import Record

if TYPE_CHECKING:
    from sitegen.registers.board import Board


class Booking(Struct, frozen=True):
    """A line of a statement that was booked for the record `of` (fen; a reversal is negative)."""

    of: str
    side: Side
    on: date
    item: str
    amount: int
    period: str
    """The statement's book and period, in words."""
    href: str
    """The line on its statement's page, from the folder of another register."""


def bookings(board: Board, key: str, sides: Sequence[Side] = SIDES) -> Iterator[Booking]:
    """The lines whose field `key` (contract, project, debt) names a record, in the order of their statements.

    A reversal belongs to what the line that it reverses belongs to.
    """
    return (booking for booking, _ in booked_lines(board, key, sides))


def booked_lines(board: Board, key: str, sides: Sequence[Side] = SIDES) -> Iterator[tuple[Booking, Record]]:
    """The same as `bookings`, each with its line."""
    statements = [statement for statement in board.table("finance") if statement.period is not None]
    by_voucher = {
        (statement.book, side, line.voucher): getattr(line, key)
        for statement in statements
        for side in sides
        for line in getattr(statement, side) or ()
        if line.voucher and getattr(line, key)
    }
    for statement in statements:
        page = f"../finance/{page_of(statement)}.html"
        period = f"{statement.book or ''} {statement.period.label}".strip()
        for side in sides:
            for number, line in enumerate(getattr(statement, side) or (), 1):
                reversed_one = (statement.book, side, line.reverses)
                of = getattr(line, key) or (line.reverses and by_voucher.get(reversed_one))
                if of and line.date and line.amount is not None:
                    href = f"{page}#{side}-{number}"
                    yield Booking(of, side, line.date, line.item or "", line.amount, period, href), line
