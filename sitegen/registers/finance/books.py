"""The laws between statements: carry-over, gaps and overlaps within a book, and what reversals name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

from sitegen.diagnostics import Report, error, warning
from sitegen.formats import cn_day, money
from sitegen.registers.finance.tables import lines_of
from sitegen.tables import Record, at

CARRY_OVER = error(
    "finance.carry-over",
    "期初余额 {opening} 接不上上期：{file} 第 {line_before} 行的期末余额是 {closing}（差 {difference}）。",
    "本期期初应等于上期期末；请核对这一行和 {file} 第 {line_before} 行，确有原因的写“期初调整”和原因。",
    "the opening balance {opening} is not the closing balance {closing} in {file}, line {line_before}",
    "the two must be equal; a reason for a difference belongs under “adjustment”",
)
CARRY_OVER_ACCOUNT = warning(
    "finance.carry-over-account",
    "“{account}”期初 {opening}，和上期期末 {closing}（{file} 第 {line_before} 行）不同。",
    "合计虽然相等，两个账户的数对不上；请核对。",
    "“{account}” opens with {opening}, but closed with {closing} ({file}, line {line_before})",
    "the sums agree, the accounts do not: check them",
)
GAP = warning(
    "finance.gap",
    "和上一份收支表（{file}，{before}）之间缺了 {first} 到 {last}。",
    "请补上这段时间的收支表。",
    "nothing covers {first} to {last}, between {file} ({before}) and this statement",
    "add the statement of that time",
)
OVERLAP = error(
    "finance.overlap",
    "{period}和 {file} 的 {before} 重叠了，同一段时间会算两遍。",
    "同一账套里的期间不能重叠，请删去其中一份或改正期间。",
    "{period} overlaps {before} in {file}",
    "the periods of one book must not overlap: remove one, or correct its period",
)
NO_VOUCHER = error(
    "finance.reversed-voucher",
    "“冲销”写的凭证号“{voucher}”在本账套的收支表里找不到。",
    "请写被冲销那一笔的凭证号。",
    "no entry of this book bears the voucher “{voucher}”",
    "write the voucher of the entry that is reversed",
)


def by_book(statements: Iterable[Record]) -> dict[str, list[Record]]:
    """The statements of each book ("" where a board keeps only one), in the order of their periods."""
    books: dict[str, list[Record]] = defaultdict(list)
    for statement in statements:
        if statement.period is not None:
            books[statement.book or ""].append(statement)
    for kept in books.values():
        kept.sort(key=lambda s: s.period)
    return dict(sorted(books.items()))


def check_books(statements: Sequence[Record], report: Report) -> None:
    """Report what does not fit between the statements of one book."""
    for kept in by_book(statements).values():
        _check_periods(kept, report)
        _check_reversals(kept, report)
        for before, after in pairwise(kept):
            if before.period.adjoins(after.period):
                _check_carry_over(before, after, report)


def _check_periods(kept: Sequence[Record], report: Report) -> None:
    reaching = None
    for statement in kept:
        period = statement.period
        if reaching is not None:
            before = reaching.period
            place = at(reaching, "period")
            if before.overlaps(period):
                here = at(statement, "period")
                report.add(OVERLAP, here, period=period, file=place.file, before=before)
            elif not before.adjoins(period):
                report.add(
                    GAP,
                    at(statement, "period"),
                    file=place.file,
                    before=before,
                    first=cn_day(before.last + timedelta(days=1)),
                    last=cn_day(period.first - timedelta(days=1)),
                )
        if reaching is None or period.last > reaching.period.last:
            reaching = statement


def _check_carry_over(before: Record, after: Record, report: Report) -> None:
    closing, opening = before.closing, after.opening
    if closing is None or opening is None or closing.total is None or opening.total is None:
        return
    place = at(before, "closing")
    if opening.total != closing.total:
        report.add(
            CARRY_OVER,
            at(after, "opening"),
            opening=money(opening.total),
            closing=money(closing.total),
            difference=money(abs(opening.total - closing.total)),
            file=place.file,
            line_before=place.line,
        )
        return
    closed = {account.name: account for account in closing.accounts}
    for account in opening.accounts:
        earlier = closed.get(account.name)
        if earlier is not None and earlier.amount != account.amount:
            report.add(
                CARRY_OVER_ACCOUNT,
                after._source.place(account.line, account.column),
                account=account.name,
                opening=money(account.amount),
                closing=money(earlier.amount),
                file=place.file,
                line_before=earlier.line,
            )


def _check_reversals(kept: Sequence[Record], report: Report) -> None:
    lines = [line for statement in kept for line in lines_of(statement)]
    vouchers = {line.voucher for line in lines if line.voucher and not line.reverses}
    for line in lines:
        if line.reverses and line.reverses not in vouchers:
            report.add(NO_VOUCHER, at(line, "reverses"), voucher=line.reverses)
