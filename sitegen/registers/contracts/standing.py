"""Where a contract stands on a day: its terms as amended, what is due and received, and its state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from sitegen.languages import word
from sitegen.registers.board import Board
from sitegen.registers.contracts.tables import CONTRACTS, NO_ISSUE, parsed_now
from sitegen.registers.finance.bookings import Booking, bookings
from sitegen.tables import Record, at

ONE_DAY = timedelta(days=1)

TERMINATED, COMING, USED_ON = word("已终止"), word("未开始"), word("到期续用")
EXPIRED, RENEWED, EXPIRING = word("已到期"), word("已续签"), word("即将到期")
UNPERFORMED, RUNNING = word("未履行"), word("履行中")

GROUPS = {
    RUNNING: "active",
    EXPIRING: "active",
    UNPERFORMED: "active",
    COMING: "coming",
    EXPIRED: "expired",
    USED_ON: "expired",
    RENEWED: "expired",
    TERMINATED: "terminated",
}
"""Which of the four standings a state belongs to: active (in force), coming, expired or terminated."""

Terms = Mapping[str, Any]
"""The values of a contract by the keys of its fields."""


class Change(Struct, frozen=True):
    """An amendment of one term. `was` and `now` are values of the term's type."""

    on: date
    key: str
    was: Any
    now: Any
    reason: str
    in_force: bool

    @property
    def label(self) -> str:
        """The Chinese name of the term."""
        return CONTRACTS.by_key[self.key].label

    @property
    def unit(self) -> str:
        """The unit of the term's values, if it has one."""
        return CONTRACTS.by_key[self.key].type.unit

    @property
    def was_shown(self) -> str:
        """The old value as people read it."""
        return CONTRACTS.by_key[self.key].type.show(self.was)

    @property
    def now_shown(self) -> str:
        """The new value as people read it."""
        return CONTRACTS.by_key[self.key].type.show(self.now)

    @property
    def was_exported(self) -> Any:
        """The old value as it stands in a twin."""
        return None if self.was is None else CONTRACTS.by_key[self.key].type.export(self.was)


class Instalment(Struct, frozen=True):
    """A row of a schedule (fen). What was paid settles the earliest rows first.

    `state`: paid, owed (fallen due and not settled in full), coming, or void (due after a termination).
    """

    due_on: date
    amount: int
    paid: int
    state: str
    note: str | None

    @property
    def owed(self) -> int:
        """What is still to be paid of it once it has fallen due, in fen."""
        return self.amount - self.paid if self.state == "owed" else 0


@dataclass
class Beside:
    """What stands beside the contracts of a board, by contract; files' order, days ascending."""

    amendments: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    schedule: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    payments: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    receipts: dict[str, list[Booking]] = field(default_factory=lambda: defaultdict(list))


def gather(board: Board) -> Beside:
    """Sort what belongs to contracts by contract. Rows that could not be read in full are left out."""
    beside = Beside()
    for record in amendments_of(board):
        if record.contract and record.date and record.field and record.now is not None:
            beside.amendments[record.contract].append(record)
    for record in board.table("contracts-schedule"):
        if record.contract and record.due_on and record.amount is not None:
            beside.schedule[record.contract].append(record)
    for record in board.table("contracts-payments"):
        if record.contract and record.date and record.amount is not None:
            beside.payments[record.contract].append(record)
    for rows in (*beside.amendments.values(), *beside.payments.values()):
        rows.sort(key=lambda r: r.date)
    for rows in beside.schedule.values():
        rows.sort(key=lambda r: r.due_on)
    for receipt in bookings(board, "contract", ("income",)):
        beside.receipts[receipt.of].append(receipt)
    return beside


def amendments_of(board: Board) -> list[Record]:
    """All amendments in the order of their file."""
    both = [*board.table("contracts-amendments"), *board.table("contracts-new-parties")]
    return sorted(both, key=lambda record: at(record).line)


def terms_of(
    record: Record, amendments: Sequence[Record], day: date | None
) -> tuple[dict[str, Any], list[Change]]:
    """The contract's terms on `day` (None: when every amendment is in force), and how they came about."""
    terms = {f.key: getattr(record, f.attribute) for f in CONTRACTS.fields}
    if terms["issue"] in NO_ISSUE:
        terms["issue"] = None
    if not amendments:
        return terms, []
    latest = dict(terms)
    changes = []
    for amendment in amendments:
        key, now = amendment.field, parsed_now(amendment)
        in_force = day is None or amendment.date <= day
        changes.append(Change(amendment.date, key, latest[key], now, amendment.reason or "", in_force))
        latest[key] = now
        if in_force:
            terms[key] = now
    return terms, changes


def terminated(terms: Terms, day: date) -> bool:
    """Whether the contract was ended early: by its day of termination or, without one, by its status."""
    on = terms["terminated_on"]
    return bool(on <= day if on is not None else terms["status"] == TERMINATED)


def instalments(
    terms: Terms, rows: Sequence[Record], payments: Sequence[Record], day: date
) -> list[Instalment]:
    """The schedule of a contract as of a day. Nothing falls due after a termination."""
    last = terms["terminated_on"]
    left = received_by(payments, day)
    found = []
    for row in rows:
        void = last is not None and last <= day and row.due_on > last
        paid = 0 if void else min(left, row.amount)
        left -= paid
        if void:
            state = "void"
        elif paid == row.amount:
            state = "paid"
        else:
            state = "owed" if row.due_on <= day else "coming"
        found.append(Instalment(row.due_on, row.amount, paid, state, row.note))
    return found


def due_by(terms: Terms, rows: Sequence[Record], day: date) -> int:
    """What a schedule has made due up to a day (included), in fen. Nothing falls due after a termination."""
    last = terms["terminated_on"]
    until = day if last is None else min(day, last)
    return sum(row.amount for row in rows if row.due_on <= until)


def received_by(payments: Sequence[Record], day: date) -> int:
    """What was paid up to a day (included), in fen."""
    return sum(payment.amount for payment in payments if payment.date <= day)


def rectified(terms: Terms, day: date) -> bool:
    """Whether the contract had a problem that was put right by `day`."""
    done = terms["rectified"]
    return bool(terms["issue"]) and (done <= day if isinstance(done, date) else bool(done))


def state_of(terms: Terms, renewed: bool, day: date, expiring_days: int) -> str:
    """The state of a contract on a day. `renewed`: another contract goes on from this one."""
    if terminated(terms, day):
        return TERMINATED
    if terms["start"] > day:
        return COMING
    if terms["end"] < day:
        if terms["status"] == USED_ON:
            return USED_ON
        return RENEWED if renewed else EXPIRED
    if terms["end"] <= day + timedelta(days=expiring_days):
        return EXPIRING
    return UNPERFORMED if terms["status"] == UNPERFORMED else RUNNING


def turning_days(record: Record, beside: Beside, expiring_days: int) -> Iterator[date]:
    """Every day on which something about the contract changes of itself, past and future."""
    key = record.id
    terms, changes = terms_of(record, beside.amendments[key], None)
    ends = {record.end, terms["end"], *(change.now for change in changes if change.key == "end")}
    starts = {record.start, terms["start"], *(change.now for change in changes if change.key == "start")}
    yield from starts
    for end in ends:
        yield end + ONE_DAY
        yield end - timedelta(days=expiring_days)
    for on in (record.terminated_on, record.rectified, record.signed_on, record.figures_as_of):
        if isinstance(on, date):
            yield on
    yield from (change.on for change in changes)
    yield from (row.due_on for row in beside.schedule[key])
    yield from (payment.date for payment in beside.payments[key])
