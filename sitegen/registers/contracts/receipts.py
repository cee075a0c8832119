"""What was paid for contracts against what statements booked for them, named at both ends. Amounts are fen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sitegen.diagnostics import Report, warning
from sitegen.formats import money
from sitegen.registers.board import Board
from sitegen.registers.finance.bookings import Booking, booked_lines
from sitegen.tables import Record, at

NEAR = 31
"""Days: what was paid is booked within them."""

PAYMENT_UNBOOKED = warning(
    "contracts.payment-unbooked",
    "合同“{contract}”在 {day} 收的 {amount}，收支表里没有一笔收入写着它。",
    "请在收支表入账的那一笔里写“合同编号: {contract}”，或核对这里的日期和金额。",
    "no income line of a statement names the contract “{contract}” for the {amount} paid on {day}",
    "write the contract's id into the line that booked it, or check day and amount here",
)
LINE_UNNAMED = warning(
    "contracts.line-unnamed",
    "这一笔收入的金额 {amount} 正好是合同“{contract}”的一笔收款（{file} 第 {row} 行），却没有写合同编号。",
    "如果就是这笔收款，请写“合同编号: {contract}”。",
    "this income of {amount} is just a payment for the contract “{contract}” ({file}, line {row}), but names none",
    "if it is that payment, write the contract's id",
)
LINE_UNLISTED = warning(
    "contracts.line-unlisted",
    "这一笔收入 {amount} 写着合同“{contract}”，可是它的收款记录（payments.csv）里没有这一笔。",
    "请在 payments.csv 里补上，或核对这里的合同编号和金额。",
    "this income of {amount} names the contract “{contract}”, whose payments.csv does not hold it",
    "add it there, or check id and amount here",
)
PAYMENT_MISSING = warning(
    "contracts.payment-missing",
    "收支表（{file} 第 {row} 行）在 {day} 给这份合同入账 {amount}，收款记录（payments.csv）里没有这一笔。",
    "请在 payments.csv 里补上，或核对那一笔写的合同编号。",
    "a statement ({file}, line {row}) booked {amount} for this contract on {day}, which payments.csv does not hold",
    "add it to payments.csv, or check the id there",
)
LINE_ABOVE = warning(
    "contracts.line-above",
    "收支表给合同“{contract}”入账的合计 {booked}，多于合同（{file} 第 {row} 行）写的已收 {received}。",
    "请核对这一笔的合同编号，或更新合同的“已收”和“数据截止日”。",
    "statements booked {booked} for the contract “{contract}”, which says {received} was received ({file}, line {row})",
    "check the id in this line, or bring the contract up to date",
)

Lines = list[tuple[Booking, Record]]


def check_receipts(board: Board, report: Report) -> None:
    """Each payment of a time that statements cover was booked, and each booking was a payment; of contracts without
    a list of payments no more was booked than was received."""
    if not board.table("finance"):
        return
    payments: dict[str, list[Record]] = defaultdict(list)
    for payment in board.table("contracts-payments"):
        if payment.contract and payment.date and payment.amount is not None:
            payments[payment.contract].append(payment)
    lines: dict[str, Lines] = defaultdict(list)
    for booking, line in booked_lines(board, "contract", ("income",)):
        lines[booking.of].append((booking, line))
    for contract in board.table("contracts"):
        if contract.id in payments:
            _compare(board, contract, payments[contract.id], lines[contract.id], report)
        elif contract.id in lines:
            _check_received(board, contract, lines[contract.id], report)


def _check_received(board: Board, contract: Record, lines: Lines, report: Report) -> None:
    """The other end of `contracts.booked-more`: the last line that was booked for the contract."""
    day = min(contract.figures_as_of or board.day, board.day)
    counted = [pair for pair in lines if pair[0].on <= day]
    booked = sum(booking.amount for booking, _ in counted)
    if contract.amount_received is not None and booked > contract.amount_received:
        place = at(contract, "amount_received")
        report.add(
            LINE_ABOVE,
            at(counted[-1][1], "contract"),
            contract=contract.id,
            booked=money(booked),
            received=money(contract.amount_received),
            file=place.file,
            row=place.line,
        )


def _compare(board: Board, contract: Record, payments: list[Record], lines: Lines, report: Report) -> None:
    """Where the sums differ, name the payments and the lines that have no counterpart."""
    periods = [statement.period for statement in board.table("finance") if statement.period is not None]
    covered = [payment for payment in payments if any(period.contains(payment.date) for period in periods)]
    if sum(p.amount for p in covered) == sum(booking.amount for booking, _ in lines):
        return
    left = _without_reversed(lines)
    for payment in covered:
        found = next((pair for pair in left if _same(payment, pair)), None)
        if found is not None:
            left.remove(found)
        else:
            _report_unbooked(board, payment, report)
    for booking, line in left:
        if not any(_same(payment, (booking, line)) for payment in payments):
            _report_unlisted(contract, booking, line, report)


def _without_reversed(lines: Lines) -> Lines:
    """The lines without those that were taken back, and without what took them back."""
    undone = {line.reverses for _, line in lines if line.reverses}
    return [pair for pair in lines if not pair[1].reverses and pair[1].voucher not in undone]


def _same(payment: Record, pair: tuple[Booking, Record]) -> bool:
    """Whether a line may have booked a payment."""
    booking, line = pair
    near = abs((booking.on - payment.date).days) <= NEAR
    return bool(
        booking.amount == payment.amount and (near or (payment.voucher and line.voucher == payment.voucher))
    )


def _report_unbooked(board: Board, payment: Record, report: Report) -> None:
    place = at(payment, "amount")
    values = {"contract": payment.contract, "amount": money(payment.amount)}
    report.add(PAYMENT_UNBOOKED, place, day=payment.date, **values)
    for line in _income(board):
        if line.contract is None and line.amount == payment.amount and line.date:
            near = abs((line.date - payment.date).days) <= NEAR
            if near or (payment.voucher and line.voucher == payment.voucher):
                report.add(LINE_UNNAMED, at(line, "amount"), file=place.file, row=place.line, **values)


def _income(board: Board) -> Iterable[Record]:
    return (line for statement in board.table("finance") for line in statement.income or ())


def _report_unlisted(contract: Record, booking: Booking, line: Record, report: Report) -> None:
    place = at(line, "contract")
    values = {"amount": money(booking.amount)}
    report.add(LINE_UNLISTED, place, contract=contract.id, **values)
    where = at(contract, "id")
    report.add(PAYMENT_MISSING, where, file=place.file, row=place.line, day=booking.on, **values)
