"""The laws of the contract register that look beyond one record. Amounts are fen."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sitegen.diagnostics import Message, Place, Report, error, warning
from sitegen.fields import BadValue
from sitegen.formats import money, plain_decimal, quotient
from sitegen.registers.board import Board
from sitegen.registers.contracts.standing import (
    ONE_DAY,
    RUNNING,
    UNPERFORMED,
    USED_ON,
    Beside,
    Terms,
    amendments_of,
    due_by,
    received_by,
    state_of,
    terms_of,
)
from sitegen.registers.contracts.tables import CONTRACTS, STATUSES, parsed_now
from sitegen.tables import Record, at

ONE_YUAN = 100

YEARS = warning(
    "contracts.years",
    "年限写的是 {years} 年，可是从 {start} 起 {years} 年应到 {expected} 止，文件写的是 {end}。",
    "请核对“年限”“起”“止”：止日写到期那天或者前一天都可以。",
    "{years} years from {start} end on {expected}, not on {end}",
    "check “years”, “start” and “end”; the anniversary or the day before it is right",
)
NO_FIGURES = error(
    "contracts.figures-missing",
    "合同没有写“{label}”，应付计划（schedule.csv）里也没有这份合同。",
    "请填上“{label}”（没有就写 0），或者在 schedule.csv 里列出每期应付日和金额。",
    "neither “{label}” nor a schedule is given for the contract",
    "fill in “{label}” (0 if there is none), or list its instalments in schedule.csv",
)
STATED_DUE = warning(
    "contracts.stated-due",
    "到 {day} 为止，应付计划累计应收 {computed}，合同里写的应收是 {stated}（差 {difference}）。",
    "公开时以应付计划为准；请核对 schedule.csv 和“应收”，或删去合同里的“应收”“已收”。",
    "up to {day} the schedule makes {computed} due, the contract says {stated}",
    "check schedule.csv and “amount_due”, or delete the contract's own figures",
)
STATED_RECEIVED = warning(
    "contracts.stated-received",
    "到 {day} 为止，收款记录累计 {computed}，合同里写的已收是 {stated}（差 {difference}）。",
    "公开时以收款记录为准；请核对 payments.csv 和“已收”，或删去合同里的“应收”“已收”。",
    "up to {day} payments add up to {computed}, the contract says {stated}",
    "check payments.csv and “amount_received”, or delete the contract's own figures",
)
PAID_MORE = warning(
    "contracts.paid-more",
    "到 {day} 为止，收款记录累计 {computed}，多于合同里写的已收 {stated}（差 {difference}）。",
    "请核对 payments.csv，或更新合同的“已收”和“数据截止日”。",
    "up to {day} payments add up to {computed}, more than the contract says was received ({stated})",
    "check payments.csv, or bring “amount_received” and “figures_as_of” up to date",
)
BOOKED_MORE = warning(
    "contracts.booked-more",
    "到 {day} 为止，财务公开表给这份合同入账 {computed}，多于合同已收 {stated}（差 {difference}）。",
    "请核对收支表里写的合同编号，或更新合同的已收、收款记录。",
    "up to {day} statements booked {computed} for the contract, which says {stated} was received",
    "check the contract's id in the statements, or bring its receipts up to date",
)
SCHEDULE_TOTAL = warning(
    "contracts.schedule-total",
    "应付计划各期相加是 {computed}，合同总额写的是 {stated}（差 {difference}）。",
    "请核对 schedule.csv 是否列全，或更正“合同总额”。",
    "the instalments add up to {computed}, the contract's total says {stated}",
    "check whether schedule.csv is complete, or correct “total”",
)
DUE_ABOVE_TOTAL = warning(
    "contracts.due-above-total",
    "应收 {due} 超过合同总额 {total}。",
    "请核对“应收”和“合同总额”。",
    "the amount due {due} is above the contract's total {total}",
    "check both",
)
UNIT_PRICE = warning(
    "contracts.unit-price",
    "单价 {price} × {size} = {product}，与年租金、合同总额都对不上。",
    "请核对单价、面积（数量）和年租金；单价另有算法的，在备注里说明。",
    "unit price {price} × {size} = {product} is neither the annual rent nor the total",
    "check price, area (quantity) and rent",
)
STATUS = warning(
    "contracts.status",
    "状态写的是“{status}”，可是{fact}。公开时按日期显示为“{state}”。",
    "请更新“状态”，或核对起止日、终止日。",
    "the status says “{status}”, but by its days it is “{state}”",
    "update the status, or check the days",
)
RENEWS_ITSELF = error(
    "contracts.renews-itself",
    "合同续来续去又续回自己：{chain}。",
    "“续签自”写被它接续的前一份合同，请核对。",
    "the contract renews itself: {chain}",
    "“renews” names the contract before this one",
)
RENEWS_LATER = error(
    "contracts.renews-later",
    "这份合同 {start} 起，早于它续签的合同“{renewed}”（{other} 起）。",
    "“续签自”写前一份合同的编号，可能两份写反了。",
    "this contract starts on {start}, before the one that it renews (“{renewed}”, {other})",
    "“renews” names the earlier contract; the two may be swapped",
)
OVERLAPS = warning(
    "contracts.renewal-overlaps",
    "这份合同 {start} 起，它续签的合同“{renewed}”到 {end} 才止，同一标的有两份合同同时有效。",
    "请核对起止日；前一份提前终止的，给它写上“终止日”。",
    "this contract starts on {start}, but “{renewed}”, which it renews, ends only on {end}",
    "check the days, or give the earlier one its day of termination",
)
SAME_AMENDMENT = error(
    "contracts.amended-twice",
    "这份合同的“{label}”在 {date} 变更了两次（另一处在第 {other} 行）。",
    "同一天只能有一个结果，请留下正确的一条。",
    "“{label}” was amended twice on {date} (also on line {other})",
    "keep the right one",
)
AMENDED_END = error(
    "contracts.amended-term",
    "这次变更以后，合同止日 {end} 早于起日 {start}。",
    "请核对变更后的日期。",
    "after this amendment the contract ends ({end}) before it starts ({start})",
    "check the new day",
)

_TERM = frozenset(["start", "end", "years"])


def check_contracts(board: Board, records: Sequence[Record], beside: Beside, report: Report) -> None:
    """All laws, contract by contract."""
    unreadable = set(_check_amendments(board, report))
    known = {record.id: record for record in records if record.id}
    renewed = {record.renews for record in records if record.renews}
    for record in records:
        if record.start is None or record.end is None or record.end < record.start:
            continue
        amendments = [] if record.id in unreadable else beside.amendments.get(record.id, [])
        final, _ = terms_of(record, amendments, None)
        if _check_term(record, final, amendments, report):
            terms, _ = terms_of(record, amendments, board.day)
            _check_status(record, terms, record.id in renewed, board, report)
            _check_price(record, terms, report)
        _check_figures(record, final, beside, board.day, report)
        _check_renewal(record, known, report)


def _check_amendments(board: Board, report: Report) -> Iterable[str]:
    """Report amendments that can't be read or are double; gives the contracts that they belong to."""
    seen: dict[tuple[str, str, date], Record] = {}
    for record in amendments_of(board):
        if not record.contract or not record.field or record.now is None or not record.date:
            continue
        try:
            parsed_now(record)
        except BadValue as bad:
            report.add(bad.message, at(record, "now"), **bad.values)
            yield record.contract
            continue
        first = seen.setdefault((record.contract, record.field, record.date), record)
        if first is not record:
            label = CONTRACTS.by_key[record.field].label
            place = at(record, "field")
            report.add(SAME_AMENDMENT, place, label=label, date=record.date, other=at(first).line)


def _check_term(record: Record, final: Terms, amendments: list[Record], report: Report) -> bool:
    """The term as finally amended: its end follows its start (else False), its years fit both."""
    changed = [a for a in amendments if a.field in _TERM]
    start, end, years = final["start"], final["end"], final["years"]
    if end < start:
        report.add(AMENDED_END, at(changed[-1], "now"), start=start, end=end)
        return False
    if years is not None and (expected := anniversary(start, years)) is not None:
        right = {expected, expected - ONE_DAY}
        if start.day != expected.day:  # 29 February and the like: the next day is right too
            right.add(expected + ONE_DAY)
        if end not in right:
            place = at(changed[-1], "now") if changed else at(record, "years")
            last = expected - ONE_DAY
            report.add(YEARS, place, years=plain_decimal(years), start=start, expected=last, end=end)
    return True


def anniversary(start: date, years: Decimal) -> date | None:
    """The day `years` after `start`, or the last day of its month; None where it is no whole month."""
    months = years * 12
    if months != months.to_integral_value() or start.year + years > 2999:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + int(months), 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _check_status(record: Record, terms: Terms, renewed: bool, board: Board, report: Report) -> None:
    """The written status agrees with the days."""
    status = record.status
    state = state_of({**terms, "status": None}, renewed, board.day, 0)
    in_force = terms["start"] <= board.day <= terms["end"]
    if terms["terminated_on"] is not None and terms["terminated_on"] <= board.day:
        fits, fact = status == "已终止", f"合同已于 {terms['terminated_on']} 终止"
    elif terms["end"] < board.day:
        fits, fact = status not in (RUNNING, UNPERFORMED), f"合同已于 {terms['end']} 到期"
    elif status == "已终止" and terms["terminated_on"] is not None:
        fits, fact = False, f"终止日 {terms['terminated_on']} 还没有到"
    else:
        fits, fact = status not in ("已到期", USED_ON), f"合同到 {terms['end']} 才止"
        state = RUNNING if in_force else state
    if status in STATUSES and not fits:
        report.add(STATUS, at(record, "status"), status=status, fact=fact, state=state)


def _check_price(record: Record, terms: Terms, report: Report) -> None:
    """Unit price × area (or quantity), for a year or for all, is the rent or the total to within a yuan."""
    price = terms["unit_price"]
    sizes = [size for size in (terms["area_mu"], terms["quantity"]) if size is not None]
    amounts = [amount for amount in (terms["annual_rent"], terms["total"]) if amount is not None]
    if price is None or not sizes or not amounts:
        return
    products = [price * size * times for size in sizes for times in (1, terms["years"] or 1)]
    if not any(abs(product - amount) < ONE_YUAN for product in products for amount in amounts):
        shown = {"price": money(price), "size": plain_decimal(sizes[0])}
        product = money(int(quotient(products[0], 1, 0) or 0))
        report.add(UNIT_PRICE, at(record, "unit_price"), product=product, **shown)


def _check_figures(record: Record, final: Terms, beside: Beside, today: date, report: Report) -> None:
    """Due and received: given one way or the other, and the same whichever way they are given."""
    schedule, payments = beside.schedule.get(record.id, []), beside.payments.get(record.id, [])
    day = min(record.figures_as_of or today, today)
    due, received = record.amount_due, record.amount_received
    if schedule:
        _compare(STATED_DUE, at(record, "amount_due"), due_by(final, schedule, day), due, day, report)
        _compare(
            STATED_RECEIVED, at(record, "amount_received"), received_by(payments, day), received, day, report
        )
        _check_total(record, final["total"], sum(row.amount for row in schedule), report)
        received, day = received_by(payments, today), today
    else:
        for key in ("amount_due", "amount_received"):
            _require(record, key, report)
        if received is not None and (paid := received_by(payments, day)) > received:
            _compare(PAID_MORE, at(record, "amount_received"), paid, received, day, report)
        total = final["total"]
        if due is not None and total is not None and due > total:
            report.add(DUE_ABOVE_TOTAL, at(record, "amount_due"), due=money(due), total=money(total))
    booked = sum(receipt.amount for receipt in beside.receipts.get(record.id, []) if receipt.on <= day)
    if received is not None and booked > received:
        place = at(record, "id" if schedule else "amount_received")
        report.add(BOOKED_MORE, place, day=day, **_figures(booked, received))


def _check_total(record: Record, stated: int | None, computed: int, report: Report) -> None:
    if stated is not None and stated != computed:
        report.add(SCHEDULE_TOTAL, at(record, "total"), **_figures(computed, stated))


def _compare(
    message: Message, place: Place, computed: int, stated: int | None, day: date, report: Report
) -> None:
    if stated is not None and computed != stated:
        report.add(message, place, day=day, **_figures(computed, stated))


def _figures(computed: int, stated: int) -> dict[str, str]:
    return {"computed": money(computed), "stated": money(stated), "difference": money(computed - stated)}


def _require(record: Record, key: str, report: Report) -> None:
    """A figure that must stand; says nothing where what stands there was reported already."""
    place = at(record, key)
    unread = any(
        d.code.startswith("field.") and (d.file, d.line, d.column) == place for d in report.diagnostics
    )
    if getattr(record, key) is None and not unread:
        report.add(NO_FIGURES, place, label=record._table.by_key[key].label)


def _check_renewal(record: Record, known: Mapping[str, Record], report: Report) -> None:
    """A renewal comes after the contract that it renews, never round in a circle."""
    before = known.get(record.renews) if record.renews else None
    if before is None:
        return
    chain = [record.id]
    step: Record | None = before
    while step is not None and step.id not in chain:
        chain.append(step.id)
        step = known.get(step.renews) if step.renews else None
    if step is not None and step.id == record.id:
        report.add(RENEWS_ITSELF, at(record, "renews"), chain=" → ".join([*chain, record.id]))
    elif before.start is not None and record.start < before.start:
        place = at(record, "renews")
        report.add(RENEWS_LATER, place, start=record.start, renewed=before.id, other=before.start)
    elif before.end is not None and before.terminated_on is None and record.start <= before.end:
        report.add(OVERLAPS, at(record, "renews"), start=record.start, renewed=before.id, end=before.end)
