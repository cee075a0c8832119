"""The laws of one statement: what must hold within it, to the fen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sitegen.diagnostics import Report, error, warning
from sitegen.fields import BadValue, Money, valid_id
from sitegen.formats import money, percent, share
from sitegen.registers.finance.accounts import CHARTS, SIDE_LABELS, SIDES, Side, classify, elsewhere, is_other
from sitegen.registers.finance.tables import STATEMENT, lines_of, page_of, stem_of
from sitegen.tables import Record, at

OTHER_LIMIT = 20
"""Per cent of a side above which 其他收入 or 其他支出 is no longer a remainder: the known catch-all abuse."""

FILE_NAME = error(
    "finance.file-name",
    "文件名“{stem}”和里面写的期间（{period}）、账套（{book}）对不上。",
    "请把文件改名为 {expected}.yaml，或改正期间、账套。",
    "the file name “{stem}” does not fit its period ({period}) and book ({book})",
    "rename the file to {expected}.yaml, or correct period or book",
)
BALANCE = error(
    "finance.balance",
    "期末余额对不上：期初 {opening}{adjusted} + 收入 {income} − 支出 {expense} = {computed}，"
    "文件写的是 {stated}（差 {difference}）。",
    "请核对第 {line} 行。{hint}",
    "the closing balance is wrong: opening {opening}{adjusted_en} + income {income} − expense {expense} = "
    "{computed}, not {stated} (difference {difference})",
    "check line {line}",
)
SET_OFF = error(
    "finance.set-off",
    "抵账两边不等：收入里的抵账共 {income}，支出里的抵账共 {expense}（差 {difference}）。",
    "抵账没有动钱，要在收入和支出里各记一笔同样的数；请补上或改正。",
    "set-offs differ: {income} among the income, {expense} among the expense",
    "a set-off moves no money: book the same sum on both sides",
)
ZERO = error(
    "finance.zero",
    "金额是 0。",
    "没有发生就删去这一笔；发生了请写上金额。",
    "the amount is 0",
    "delete the entry, or write its amount",
)
NEGATIVE = error(
    "finance.negative",
    "金额 {amount} 是负数，可是没有写“冲销”。",
    "冲正错账时在“冲销”里写原来的凭证号；退款等请记到另一边，金额写正数。",
    "the amount {amount} is negative, but nothing is reversed",
    "name the voucher under “reverses”, or book a positive amount on the other side",
)
OUTSIDE = error(
    "finance.date-outside",
    "日期 {day} 不在本期（{period}，{first} 到 {last}）里。",
    "请核对日期；业务发生在别的时候、本期才入账的，日期写入账日期，另写“发生日期”。",
    "{day} does not lie in the period {period}",
    "correct the day; an earlier day of the business itself belongs under “occurred_on”",
)
NUMBER = error(
    "finance.category-number",
    "科目编号“{value}”不在{chart}里。",
    "{side}可用：{usual}。",
    "the account “{value}” is not in the chart {chart}",
    "on this side: {usual}",
)
WRONG_SIDE = error(
    "finance.category-side",
    "“{value}”在{chart}里是“{name}”，不能记在{side}里。",
    "{elsewhere}{side}可用：{usual}。",
    "“{value}” is “{name}” in the chart {chart} and can't stand on this side",
    "on this side: {usual}",
)
MISMATCH = error(
    "finance.category-mismatch",
    "“{value}”的编号和名称不是同一个科目：{number} 在{chart}里是“{name}”。",
    "请改编号或名称；{side}可用：{usual}。",
    "number and name of “{value}” are different accounts: {number} is “{name}” in the chart {chart}",
    "correct one of them; on this side: {usual}",
)
UNKNOWN_NAME = warning(
    "finance.category-name",
    "“{value}”不是{chart}的科目名称。",
    "{side}可用：{usual}；明细可写成“经营收入-租赁”的样子。",
    "“{value}” is no account of the chart {chart}",
    "on this side: {usual}; a sub-account is written after a dash",
)
NO_CHART = warning(
    "finance.category-chart",
    "科目只写了编号“{value}”，可是没有写科目制度：同一个编号在 2023 年和 2004 年的制度里意思不同。",
    "请加一行“chart: 2023”或“chart: 2004”，或把科目写成文字。",
    "the category is a number, “{value}”, but no chart is declared",
    "add “chart: 2023” or “chart: 2004”, or write the category in words",
)
OTHER_SHARE = warning(
    "finance.other-share",
    "“{name}”占{side}的 {share}，超过 {limit}%。",
    "请把其中能说清用途的记到具体科目。",
    "“{name}” makes up {share} of this side, more than {limit}%",
    "book what has a purpose of its own under its own category",
)
NOT_REVIEWED = warning(
    "finance.not-reviewed",
    "这一期没有写审核人，页面上会标明“未经监委会审核”。",
    "请监委会（民主理财小组）审核后写上“审核”和“审核日期”。",
    "the statement was not reviewed; its page says so",
    "add reviewed_by and reviewed_on after the review",
)
STALE_CORRECTION = warning(
    "finance.correction",
    "更正说“{label}”改为 {now}，文件写的却是 {stated}。",
    "请核对：改了数字要同时改更正记录。",
    "the correction says “{label}” is now {now}, the file says {stated}",
    "make the two agree",
)

_AMOUNT = Money(signed=True)


def check_statement(statement: Record, report: Report) -> None:
    """Report what contradicts itself within one statement."""
    _check_name(statement, report)
    _check_amounts(statement, report)
    _check_days(statement, report)
    _check_categories(statement, report)
    _check_set_offs(statement, report)
    _check_balance(statement, report)
    _check_corrections(statement, report)
    if statement.reviewed_by is None:
        report.add(NOT_REVIEWED, at(statement, "period"))


def side_total(statement: Record, side: Side) -> int | None:
    """The sum of a side in fen; None where the side or one of its amounts can't be read."""
    lines = getattr(statement, side)
    if lines is None or any(line.amount is None for line in lines):
        return None
    total: int = sum(line.amount for line in lines)
    return total


def _check_name(statement: Record, report: Report) -> None:
    if statement.period is None:
        return
    stem, expected = stem_of(statement), page_of(statement)
    if stem != expected or (statement.book and not valid_id(statement.book)):
        report.add(
            FILE_NAME,
            at(statement, "period"),
            stem=stem,
            period=statement.period,
            book=statement.book or "—",
            expected=expected,
        )


def _check_amounts(statement: Record, report: Report) -> None:
    for line in lines_of(statement):
        if line.amount == 0:
            report.add(ZERO, at(line, "amount"))
        elif line.amount is not None and line.amount < 0 and not line.reverses:
            report.add(NEGATIVE, at(line, "amount"), amount=money(line.amount))


def _check_days(statement: Record, report: Report) -> None:
    period = statement.period
    if period is None:
        return
    first, last = period.first, period.last
    for line in lines_of(statement):
        if line.date is not None and not first <= line.date <= last:
            report.add(OUTSIDE, at(line, "date"), day=line.date, period=period, first=first, last=last)


def _check_categories(statement: Record, report: Report) -> None:
    for side in SIDES:
        sums: dict[str, int] = defaultdict(int)
        catch_all: Record | None = None
        for line in getattr(statement, side) or ():
            if line.category is None or line.amount is None:
                continue
            category = classify(line.category, statement.chart, side)
            if category.trouble:
                _report_category(line, statement.chart, side, report)
            sums[category.name] += line.amount
            if catch_all is None and is_other(category.name):
                catch_all = line
        total = sum(sums.values())
        if catch_all is None or total <= 0:
            continue
        for name, amount in sums.items():
            if is_other(name) and amount * 100 > OTHER_LIMIT * total:
                report.add(
                    OTHER_SHARE,
                    at(catch_all, "category"),
                    name=name,
                    side=SIDE_LABELS[side],
                    share=percent(share(amount, total)),
                    limit=OTHER_LIMIT,
                )


_CATEGORY_MESSAGES = {
    "number": NUMBER,
    "side": WRONG_SIDE,
    "mismatch": MISMATCH,
    "name": UNKNOWN_NAME,
    "no-chart": NO_CHART,
}


def _report_category(line: Record, chart_key: str, side: Side, report: Report) -> None:
    category = classify(line.category, chart_key, side)
    assert category.trouble is not None
    chart = CHARTS.get(chart_key)
    hint = elsewhere(category.number, chart_key) if category.number else ""
    report.add(
        _CATEGORY_MESSAGES[category.trouble],
        at(line, "category"),
        value=line.category,
        chart=chart.label if chart else "",
        name=category.name,
        number=category.number or "",
        side=SIDE_LABELS[side],
        usual=chart.usual(side) if chart else "",
        elsewhere=f"{hint}；" if hint else "",
    )


def _check_set_offs(statement: Record, report: Report) -> None:
    lines = {side: [x for x in getattr(statement, side) or () if x.method == "抵账"] for side in SIDES}
    both = lines["income"] + lines["expense"]
    if not both or any(line.amount is None for line in both):
        return
    income, expense = (sum(line.amount for line in lines[side]) for side in SIDES)
    if income != expense:
        report.add(
            SET_OFF,
            at((lines["expense"] or lines["income"])[0], "amount"),
            income=money(income),
            expense=money(expense),
            difference=money(abs(income - expense)),
        )


def _check_balance(statement: Record, report: Report) -> None:
    income, expense = side_total(statement, "income"), side_total(statement, "expense")
    opening, closing = (
        getattr(statement, key) and getattr(statement, key).total for key in ("opening", "closing")
    )
    adjustment = statement.adjustment.amount if statement.adjustment else 0
    if income is None or expense is None or opening is None or closing is None or adjustment is None:
        return
    computed = opening + adjustment + income - expense
    if computed == closing:
        return
    report.add(
        BALANCE,
        at(statement, "closing"),
        opening=money(opening),
        adjusted=f" + 期初调整 {money(adjustment)}" if adjustment else "",
        adjusted_en=f" + adjustment {money(adjustment)}" if adjustment else "",
        income=money(income),
        expense=money(expense),
        computed=money(computed),
        stated=money(closing),
        difference=money(abs(computed - closing)),
        hint=_likely_cause(statement, abs(computed - closing)),
    )


def _likely_cause(statement: Record, difference: int) -> str:
    """What book-keepers try first: an entry left out, one on the wrong side, two digits exchanged."""
    exact = _entry_of(lines_of(statement), difference)
    if exact:
        return f"差数正好等于第 {exact} 行的金额，可能多记或漏记了这一笔。"
    double = _entry_of(lines_of(statement), difference // 2) if difference % 2 == 0 else None
    if double:
        return f"差数正好是第 {double} 行金额的两倍，可能收支记反了。"
    if difference % 9 == 0:
        return "差数能被 9 整除，可能有两位数字写颠倒了。"
    return ""


def _entry_of(lines: Sequence[Record], amount: int) -> int | None:
    return next((at(line, "amount").line for line in lines if line.amount == amount), None)


def _check_corrections(statement: Record, report: Report) -> None:
    """The latest correction of a balance says what the file says."""
    latest: dict[str, Record] = {}
    for correction in sorted(statement.corrections or (), key=lambda c: str(c.on)):
        field = STATEMENT.named(correction.field) if correction.field else None
        if field is not None and field.key in ("opening", "closing"):
            latest[field.key] = correction
    for key, correction in latest.items():
        stated = getattr(statement, key)
        now = amount_in(correction.now)
        if stated is not None and stated.total is not None and now is not None and now != stated.total:
            label = STATEMENT.by_key[key].label
            place = at(correction, "now")
            report.add(STALE_CORRECTION, place, label=label, now=money(now), stated=money(stated.total))


def amount_in(text: str | None) -> int | None:
    """The amount (fen) that a text is, or None where it is none."""
    try:
        return None if text is None else _AMOUNT.parse(text, "")
    except BadValue:
        return None
