"""Claims and debts against the statements: what was settled was received or paid. Amounts are fen."""

from __future__ import annotations

from collections import defaultdict

from sitegen.diagnostics import Report, warning
from sitegen.formats import money
from sitegen.registers.board import Board
from sitegen.registers.debts.standing import GROWS_ON, SETTLED_ON, period_of
from sitegen.registers.finance.accounts import SIDE_LABELS, Side
from sitegen.registers.finance.bookings import Booking, booked_lines
from sitegen.tables import Record, at

Lines = list[tuple[Booking, Record]]

NOT_BOOKED = warning(
    "debts.not-booked",
    "{kind}“{id}”减少了 {amount}，可是收支表里没有一笔{side}写着这个债权债务编号。",
    "请在收支表清偿它的那一笔{side}里写“债权债务编号: {id}”；没有动钱的（如核销），请在备注里说明。",
    "“{id}” decreased by {amount}, but no line of a statement names it",
    "write its id under “debt” in the line that settled it; where no money moved, say so in the note",
)
LOOKS_SETTLING = warning(
    "debts.line-unnamed",
    "这一笔{side}的金额 {amount} 正好是{kind}“{id}”（{file} 第 {row} 行）减少的数，却没有写债权债务编号。",
    "如果就是清偿这笔{kind}，请写“债权债务编号: {id}”。",
    "this line of {amount} is just what “{id}” ({file}, line {row}) decreased by, but does not name it",
    "if it settles it, write its id under “debt”",
)
DIFFERS = warning(
    "debts.booked-differs",
    "{kind}“{id}”写的{change}是 {stated}，收支表里写着它的{side}合计是 {booked}（差 {difference}）。",
    "请核对这里的“{change}”和收支表里写的债权债务编号。",
    "“{id}” says {stated}, the lines of statements that name it add up to {booked}",
    "check the figure here, and the ids in the statements",
)
LINE_DIFFERS = warning(
    "debts.line-differs",
    "写着{kind}“{id}”的{side}合计是 {booked}，{file} 第 {row} 行写的{change}是 {stated}（差 {difference}）。",
    "请核对这一笔的债权债务编号，或更正债权债务表。",
    "the lines that name “{id}” add up to {booked}, but {file} (line {row}) says {stated}",
    "check the id in this line, or correct the register of debts",
)


def check_bookings(board: Board, report: Report) -> None:
    """Each decrease was booked: in an income line for a claim, in an expense line for a debt. What lines booked
    on the other side is no more than the increase. Both ends of what does not fit are named."""
    if not board.table("finance"):
        return
    lines: dict[tuple[str, Side], Lines] = defaultdict(list)
    for booking, line in booked_lines(board, "debt"):
        lines[booking.of, booking.side].append((booking, line))
    for debt in board.table("debts"):
        if debt.id and debt.kind and debt.opening is not None and debt.closing is not None:
            settling, growing = SETTLED_ON[debt.kind], GROWS_ON[debt.kind]
            settled = _within(debt, lines.get((debt.id, settling), []))
            if debt.decrease and not settled:
                _report_unbooked(board, debt, settling, report)
            else:
                _compare(debt, "decrease", settling, settled, report)
            grown = _within(debt, lines.get((debt.id, growing), []))
            if sum(booking.amount for booking, _ in grown) > (debt.increase or 0):
                _compare(debt, "increase", growing, grown, report)


def _within(debt: Record, lines: Lines) -> Lines:
    """The lines of the period that the debt's file covers."""
    period = period_of(debt)
    return [pair for pair in lines if period is None or period.contains(pair[0].on)]


def _report_unbooked(board: Board, debt: Record, side: Side, report: Report) -> None:
    place = at(debt, "decrease")
    values = {
        "kind": debt.kind,
        "id": debt.id,
        "side": SIDE_LABELS[side],
        "amount": money(debt.decrease),
    }
    report.add(NOT_BOOKED, place, **values)
    period = period_of(debt)
    for statement in board.table("finance"):
        for line in getattr(statement, side) or ():
            inside = line.date is not None and (period is None or period.contains(line.date))
            if inside and line.amount == debt.decrease and line.debt is None:
                report.add(LOOKS_SETTLING, at(line, "amount"), **values, file=place.file, row=place.line)


def _compare(debt: Record, key: str, side: Side, lines: Lines, report: Report) -> None:
    """Report at both ends where the lines don't add up to what the debt says under `key`."""
    booked = sum(booking.amount for booking, _ in lines)
    stated = getattr(debt, key) or 0
    if booked == stated:
        return
    place = at(debt, key)
    values = {
        "kind": debt.kind,
        "id": debt.id,
        "change": debt._table.by_key[key].label,
        "side": SIDE_LABELS[side],
        "stated": money(stated),
        "booked": money(booked),
        "difference": money(booked - stated),
    }
    report.add(DIFFERS, place, **values)
    for _, line in lines:
        report.add(LINE_DIFFERS, at(line, "debt"), **values, file=place.file, row=place.line)
