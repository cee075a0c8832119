"""What the claims and debts of a board come to on a day. Amounts are fen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from sitegen.days import Period
from sitegen.languages import word
from sitegen.registers.board import Board
from sitegen.registers.debts.standing import BANDS, band_of, overdue, period_of, turning_days
from sitegen.registers.debts.tables import CLAIM, DEBTS, LIABILITY
from sitegen.registers.finance.bookings import Booking, bookings
from sitegen.tables import Record

ANCHORS = {CLAIM: "claims", LIABILITY: "liabilities"}
_OVERDUE = {CLAIM: word("到期没有收回"), LIABILITY: word("到期没有偿还")}


class Debt(Struct, frozen=True):
    """A claim or a debt ready to print; `values` by the keys of its fields."""

    values: dict[str, Any]
    state: str
    badge: str
    band: int
    period: Period | None
    bookings: tuple[Booking, ...]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.values["id"])

    @property
    def kind(self) -> str:
        """债权 or 债务."""
        return str(self.values["kind"])

    @property
    def page(self) -> str:
        """Its page, from the register's folder."""
        return f"{self.id}.html"

    @property
    def is_overdue(self) -> bool:
        """Whether it is open after its day."""
        return self.badge == "overdue"


class Group(Struct, frozen=True):
    """Claims or debts under one heading, and what they come to."""

    label: str
    anchor: str
    debts: tuple[Debt, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.debts)

    def total(self, key: str) -> int | None:
        """The sum of opening, increase, decrease or closing; None where none of them states it."""
        known = [value for debt in self.debts if (value := debt.values[key]) is not None]
        return sum(known) if known else None


class Kind(Group, frozen=True):
    """All claims, or all debts; `bands` are those not settled by age, and the settled last."""

    bands: tuple[Group, ...]

    @property
    def open(self) -> int:
        """How many are not settled."""
        return sum(bool(debt.values["closing"]) for debt in self.debts)


class DebtsView(Struct, frozen=True):
    """All that the register's pages show of a board. `ages`: the label of a band, with the claims and with the
    debts of it (None: there are none)."""

    kinds: tuple[Kind, ...]
    ages: tuple[tuple[str, tuple[Group | None, ...]], ...]
    overdue: Group
    cleanups: tuple[Group, ...]
    period: Period | None
    next_change: date | None

    @property
    def debts(self) -> tuple[Debt, ...]:
        """All of them: claims first, the youngest first."""
        return tuple(debt for kind in self.kinds for band in kind.bands for debt in band.debts)

    def of(self, kind: str) -> Kind | None:
        """The claims (债权) or the debts (债务), if there are any."""
        return next((found for found in self.kinds if found.label == kind), None)

    def total(self, kind: str, key: str) -> int | None:
        """What the claims or the debts come to under a key; None where there are none."""
        found = self.of(kind)
        return found.total(key) if found else None

    def resolved(self, kind: str) -> int | None:
        """By how much the claims or debts of the clean-up (清化收) decreased; None where none is part of it."""
        group = next((group for group in self.cleanups if group.label == kind), None)
        return group.total("decrease") if group else None

    @property
    def net(self) -> int:
        """Claims less debts."""
        return (self.total(CLAIM, "closing") or 0) - (self.total(LIABILITY, "closing") or 0)


def derive(board: Board) -> DebtsView | None:
    """The view of a sound board's claims and debts; None where it has none."""
    records = board.table("debts")
    if not records:
        return None
    booked: dict[str, list[Booking]] = {}
    for booking in bookings(board, "debt"):
        booked.setdefault(booking.of, []).append(booking)
    debts = [_debt(record, booked.get(record.id, ()), board.day) for record in records]
    kinds = tuple(kind for name in (CLAIM, LIABILITY) if (kind := _kind(name, debts)) is not None)
    late = tuple(debt for debt in debts if debt.is_overdue)
    periods = {debt.period for debt in debts}
    return DebtsView(
        kinds=kinds,
        ages=_ages(kinds),
        overdue=Group("已经到期", "overdue", tuple(sorted(late, key=lambda debt: debt.values["due"]))),
        cleanups=tuple(
            Group(kind.label, f"cleanup-{kind.anchor}", chosen)
            for kind in kinds
            if (chosen := tuple(debt for debt in kind.debts if debt.values["cleanup"]))
        ),
        period=periods.pop() if len(periods) == 1 else None,
        next_change=min((d for r in records for d in turning_days(r) if d > board.day), default=None),
    )


def _debt(record: Record, booked: Sequence[Booking], day: date) -> Debt:
    if not record.closing:
        state, badge = word("已经结清"), "ok"
    elif overdue(record, day):
        state, badge = _OVERDUE[record.kind], "overdue"
    else:
        state, badge = word("没有结清"), "plain"
    values = {f.key: getattr(record, f.attribute) for f in DEBTS.fields}
    return Debt(values, state, badge, band_of(record, day), period_of(record), tuple(booked))


def _kind(name: str, debts: Sequence[Debt]) -> Kind | None:
    chosen = tuple(debt for debt in debts if debt.kind == name)
    if not chosen:
        return None
    anchor = ANCHORS[name]
    bands = [
        Group(label, f"{anchor}-{band + 1}", members)
        for band, label in enumerate(BANDS)
        if (members := tuple(d for d in chosen if d.band == band and d.values["closing"]))
    ]
    settled = tuple(debt for debt in chosen if not debt.values["closing"])
    if settled:
        bands.append(Group("已经结清", f"{anchor}-settled", settled))
    return Kind(name, anchor, chosen, tuple(bands))


def _ages(kinds: Sequence[Kind]) -> tuple[tuple[str, tuple[Group | None, ...]], ...]:
    rows = []
    for label in BANDS:
        cells = tuple(next((b for b in kind.bands if b.label == label), None) for kind in kinds)
        if any(cells):
            rows.append((label, cells))
    return tuple(rows)
