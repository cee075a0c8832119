"""A contract as pages show it, and what several under one heading come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from sitegen import formats
from sitegen.languages import say
from sitegen.registers.contracts.standing import (
    COMING,
    EXPIRED,
    EXPIRING,
    GROUPS,
    RENEWED,
    RUNNING,
    TERMINATED,
    UNPERFORMED,
    USED_ON,
    Change,
    Instalment,
    Terms,
)
from sitegen.registers.finance.bookings import Booking
from sitegen.tables import Record

_BADGES = {
    RUNNING: "ok",
    EXPIRING: "warning",
    UNPERFORMED: "warning",
    COMING: "plain",
    EXPIRED: "expired",
    USED_ON: "overdue",
    RENEWED: "ended",
    TERMINATED: "ended",
}


class Link(Struct, frozen=True):
    """Another contract: its id and title."""

    id: str
    title: str


class Contract(Struct, frozen=True):
    """One contract on the day of the build. Amounts are fen; `terms` are those in force, by field key."""

    terms: Terms
    state: str
    expiring: bool
    due: int
    received: int
    scheduled: bool
    """Whether due and received follow from a schedule and payments; else they are the contract's own."""
    rectified: bool
    changes: Sequence[Change]
    instalments: Sequence[Instalment]
    payments: Sequence[Record]
    receipts: Sequence[Booking]
    renews: Link | None
    renewed_by: Sequence[Link]

    @property
    def id(self) -> str:
        """The contract's id."""
        return str(self.terms["id"])

    @property
    def page(self) -> str:
        """Its page, from the register's folder."""
        return f"{self.id}.html"

    @property
    def badge(self) -> str:
        """The kind of mark for its state."""
        return _BADGES[self.state]

    @property
    def group(self) -> str:
        """Its standing: active, coming, expired or terminated."""
        return GROUPS[self.state]

    @property
    def arrears(self) -> int:
        """What is due and was not received, in fen."""
        return max(0, self.due - self.received)

    @property
    def prepaid(self) -> int:
        """What was received before it is due, in fen."""
        return max(0, self.received - self.due)

    @property
    def size(self) -> str:
        """Its area in mu, or its quantity: 12.5 亩, 2 台."""
        if self.terms["area_mu"] is not None:
            return say("{area} 亩", area=formats.decimal(self.terms["area_mu"]))
        if self.terms["quantity"] is not None:
            return f"{formats.decimal(self.terms['quantity'])} {self.terms['unit'] or ''}".strip()
        return formats.MISSING

    @property
    def rectified_on(self) -> date | None:
        """The day on which its problem was put right, where it is known and has come."""
        day = self.terms["rectified"]
        return day if self.rectified and isinstance(day, date) else None

    @property
    def new_income(self) -> int | None:
        """By how much its annual rent rose through rectification, in fen; None where that is not known."""
        rent, before = self.terms["annual_rent"], self.terms["rent_before"]
        return rent - before if self.rectified and rent is not None and before is not None else None

    @property
    def live_changes(self) -> dict[str, Change]:
        """The latest amendment in force of each amended term, by the term's key."""
        return {change.key: change for change in self.changes if change.in_force}

    @property
    def booked(self) -> int:
        """What statements have booked for it, in fen."""
        return sum(receipt.amount for receipt in self.receipts)

    @property
    def paid(self) -> int:
        """What its payments add up to, in fen."""
        return sum(payment.amount for payment in self.payments)


class Group(Struct, frozen=True):
    """Contracts under one heading, and what they come to (fen, mu; None where no contract says)."""

    key: str
    label: str
    contracts: tuple[Contract, ...]

    @property
    def count(self) -> int:
        """How many contracts."""
        return len(self.contracts)

    @property
    def area(self) -> Decimal | None:
        """Their area in mu."""
        area: Decimal | None = known_sum(contract.terms["area_mu"] for contract in self.contracts)
        return area

    @property
    def rent(self) -> int | None:
        """Their annual rent."""
        rent: int | None = known_sum(contract.terms["annual_rent"] for contract in self.contracts)
        return rent

    @property
    def due(self) -> int:
        """What is due."""
        return sum(contract.due for contract in self.contracts)

    @property
    def received(self) -> int:
        """What was received."""
        return sum(contract.received for contract in self.contracts)

    @property
    def arrears(self) -> int:
        """What is owed: contract by contract, what one prepaid does not make up for another."""
        return sum(contract.arrears for contract in self.contracts)

    @property
    def rectified(self) -> int:
        """How many of them had a problem that was put right."""
        return sum(contract.rectified for contract in self.contracts)

    @property
    def rate(self) -> Decimal | None:
        """The share of them that was put right, in per cent with 2 decimals."""
        return formats.rate(self.rectified, self.count)

    @property
    def recovered(self) -> Decimal | None:
        """The area in mu that was taken back."""
        area: Decimal | None = known_sum(contract.terms["recovered_mu"] for contract in self.contracts)
        return area

    @property
    def new_income(self) -> int | None:
        """By how much annual rents rose through rectification."""
        rise: int | None = known_sum(contract.new_income for contract in self.contracts)
        return rise

    @property
    def paid_share(self) -> Decimal | None:
        """Received of what is due, in per cent with 1 decimal, what was prepaid left out."""
        return formats.share(self.due - self.arrears, self.due)

    def lacking(self, key: str) -> int:
        """How many of them do not state a term."""
        return sum(contract.terms[key] is None for contract in self.contracts)


def known_sum(values: Iterable[Any]) -> Any:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
