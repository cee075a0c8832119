"""What the contracts of a board come to on a day: each contract's standing, and the totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from sitegen.languages import word
from sitegen.registers.board import Board, Summary
from sitegen.registers.contracts.contract import Contract, Group, Link, known_sum
from sitegen.registers.contracts.standing import (
    Beside,
    due_by,
    gather,
    instalments,
    received_by,
    rectified,
    state_of,
    terminated,
    terms_of,
    turning_days,
)
from sitegen.registers.contracts.summary import summarise
from sitegen.registers.contracts.tables import CLASSES, SIGNERS
from sitegen.render.charts import YearEnd
from sitegen.tables import Record

_GROUP_LABELS = {
    "active": word("在期合同"),
    "coming": word("还没有开始"),
    "expired": word("已经到期"),
    "terminated": word("提前终止"),
}
UNNAMED = word("没有写明")


class ContractsView(Struct, frozen=True):
    """All that the register's pages show of a board."""

    everything: Group
    standings: tuple[Group, ...]
    """The contracts by standing, none left out."""
    kinds: tuple[Group, ...]
    classes: tuple[Group, ...]
    """By class; empty where no contract names one."""
    owing: Group
    expiring: Group
    problems: Group
    problem_types: tuple[Group, ...]
    signers: tuple[Group, ...]
    """The contracts with problems by the level that signed them."""
    debts_resolved: int | None
    year_ends: tuple[YearEnd, ...]
    this_year: int
    summary: Summary
    updated: date | None = None
    next_change: date | None = None
    households_have_pages: bool = False
    figures_stand_apart: bool = False

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """All contracts in the order of their files."""
        return self.everything.contracts

    @property
    def active(self) -> Group:
        """The contracts in force."""
        none = Group("active", _GROUP_LABELS["active"], ())
        return next((group for group in self.standings if group.key == "active"), none)


def derive(board: Board) -> ContractsView | None:
    """The view of a sound board's contracts; None where it has none."""
    records = board.table("contracts")
    if not records:
        return None
    beside = gather(board)
    everything = Group("all", "全部合同", tuple(_contracts(records, beside, board)))
    contracts = everything.contracts
    problems = [contract for contract in contracts if contract.terms["issue"]]
    owing = sorted((contract for contract in contracts if contract.arrears), key=lambda c: -c.arrears)
    expiring = sorted((contract for contract in contracts if contract.expiring), key=lambda c: c.terms["end"])
    year_ends = tuple(_year_ends(contracts, board.day))
    return ContractsView(
        everything=everything,
        standings=tuple(_by(contracts, lambda c: c.group, tuple(_GROUP_LABELS), _GROUP_LABELS)),
        kinds=tuple(_by(contracts, lambda c: c.terms["kind"])),
        classes=_classes(contracts),
        owing=Group("arrears", "欠款合同", tuple(owing)),
        expiring=Group("expiring", "快要到期", tuple(expiring)),
        problems=Group("problems", "问题合同", tuple(problems)),
        problem_types=tuple(_by(problems, lambda c: c.terms["problem_type"] or UNNAMED)),
        signers=tuple(_by(problems, lambda c: c.terms["signed_by"] or UNNAMED, (*SIGNERS, UNNAMED))),
        debts_resolved=_debts_resolved(board.table("debts")),
        year_ends=year_ends,
        this_year=board.day.year,
        summary=summarise(everything, board.day),
        updated=_updated(records, beside, board.day),
        next_change=_next_change(records, beside, board, bool(year_ends)),
        households_have_pages="points" in board.folders,
        figures_stand_apart=bool(board.table("figures")),
    )


def _contracts(records: Sequence[Record], beside: Beside, board: Board) -> Iterator[Contract]:
    titles = {record.id: Link(record.id, record.title) for record in records}
    renewals: dict[str, list[Link]] = {}
    for record in records:
        if record.renews:
            renewals.setdefault(record.renews, []).append(titles[record.id])
    for record in records:
        yield _contract(record, beside, board, titles.get(record.renews), renewals.get(record.id, ()))


def _contract(
    record: Record, beside: Beside, board: Board, renews: Link | None, renewed_by: Sequence[Link]
) -> Contract:
    key, day = record.id, board.day
    horizon = day + timedelta(days=board.settings.expiring_days)
    terms, changes = terms_of(record, beside.amendments.get(key, ()), day)
    schedule, payments = beside.schedule.get(key, ()), beside.payments.get(key, ())
    if schedule:
        terms["amount_due"], terms["amount_received"] = (
            due_by(terms, schedule, day),
            received_by(payments, day),
        )
    return Contract(
        terms=terms,
        state=state_of(terms, bool(renewed_by), day, board.settings.expiring_days),
        expiring=not terminated(terms, day) and day <= terms["end"] <= horizon,
        due=terms["amount_due"],
        received=terms["amount_received"],
        scheduled=bool(schedule),
        rectified=rectified(terms, day),
        changes=changes,
        instalments=instalments(terms, schedule, payments, day),
        payments=[payment for payment in payments if payment.date <= day],
        receipts=beside.receipts.get(key, ()),
        renews=renews,
        renewed_by=renewed_by,
    )


def _by(
    contracts: Iterable[Contract],
    heading: Callable[[Contract], str],
    order: Sequence[str] = (),
    labels: dict[str, str] | None = None,
) -> Iterator[Group]:
    """The contracts by heading: in the given order, or the largest first."""
    found: dict[str, list[Contract]] = {}
    for contract in contracts:
        found.setdefault(heading(contract), []).append(contract)
    keys = [key for key in order if key in found] or sorted(found, key=lambda key: (-len(found[key]), key))
    return (Group(key, labels[key] if labels else key, tuple(found[key])) for key in keys)


def _classes(contracts: Sequence[Contract]) -> tuple[Group, ...]:
    if not any(contract.terms["class"] for contract in contracts):
        return ()
    return tuple(_by(contracts, lambda c: c.terms["class"] or UNNAMED, (*CLASSES, UNNAMED)))


def _year_ends(contracts: Iterable[Contract], day: date) -> Iterator[YearEnd]:
    """How many contracts end in which year, the terminated left out, and what those owe."""
    found: dict[int, tuple[int, int]] = {}
    for contract in contracts:
        if not terminated(contract.terms, day):
            year = contract.terms["end"].year
            count, arrears = found.get(year, (0, 0))
            found[year] = count + 1, arrears + contract.arrears
    return (YearEnd(year, *found[year]) for year in sorted(found))


def _debts_resolved(debts: Iterable[Record]) -> int | None:
    """What the debts of the clean-up decreased by, in fen; None where none is part of it."""
    resolved: int | None = known_sum(debt.decrease for debt in debts if debt.cleanup and debt.kind == "债务")
    return resolved


def _updated(records: Iterable[Record], beside: Beside, day: date) -> date | None:
    days: list[date | None] = [d for r in records for d in (r.signed_on, r.figures_as_of, r.terminated_on)]
    days += [r.rectified for r in records if isinstance(r.rectified, date)]
    days += [r.date for rows in (*beside.payments.values(), *beside.amendments.values()) for r in rows]
    return max((d for d in days if d and d <= day), default=None)


def _next_change(records: Iterable[Record], beside: Beside, board: Board, chart: bool) -> date | None:
    within = board.settings.expiring_days
    days = {day for record in records for day in turning_days(record, beside, within) if day > board.day}
    if chart:  # it marks the present year
        days.add(date(board.day.year + 1, 1, 1))
    return min(days, default=None)
