"""From records to views: subtotals, shares, cumulative figures, years. Runs on masked records only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sitegen.formats import money, share
from sitegen.registers.finance.accounts import CHARTS, SIDES, Category, Side, classify, is_other
from sitegen.registers.finance.books import by_book
from sitegen.registers.finance.laws import amount_in
from sitegen.registers.finance.reversals import Reversals
from sitegen.registers.finance.tables import SIGNED, STATEMENT, Balance, page_of
from sitegen.registers.finance.views import (
    AccountView,
    BookView,
    CategoryView,
    CorrectionView,
    LineView,
    Link,
    SideView,
    StatementView,
    YearRow,
    YearTotal,
    YearView,
)
from sitegen.render.charts import PeriodMoney
from sitegen.tables import Record


def derive_books(statements: Iterable[Record]) -> tuple[BookView, ...]:
    """Every book with its statements and years, the newest first."""
    books = []
    for name, kept in by_book(statements).items():
        views = _statements(kept)
        years = _years(name, views)
        books.append(BookView(name, tuple(reversed(views)), tuple(reversed(years)), _course(views)))
    return tuple(books)


CHARTED = 24
"""How many periods a chart shows, the latest ones."""


def _course(statements: Sequence[StatementView]) -> tuple[PeriodMoney, ...]:
    """Income, expense and balance of the latest periods, for charts; years are named where they begin."""
    shown = statements[-CHARTED:]
    one_year = shown[0].period.year == shown[-1].period.year
    return tuple(
        PeriodMoney(_short(s) if one_year else s.period.text[2:], s.income.total, s.expense.total, s.closing)
        for s in shown
    )


def derive_totals(books: Sequence[BookView]) -> tuple[YearTotal, ...]:
    """Income, expense and closing balance of every year over all books, the newest first.

    The closing balance of a year adds each book's newest one up to the end of that year.
    """
    known = sorted({year.year for book in books for year in book.years}, reverse=True)
    totals = []
    for number in known:
        years = [year for book in books for year in book.years if year.year == number]
        closings = (
            next((s.closing for s in book.statements if s.period.year <= number), 0) for book in books
        )
        href = f"{years[0].page}.html" if len(books) == 1 else f"index.html#y{number}"
        income, expense = sum(y.income for y in years), sum(y.expense for y in years)
        totals.append(YearTotal(number, income, expense, sum(closings), href))
    return tuple(totals)


def _statements(kept: Sequence[Record]) -> list[StatementView]:
    reversals = Reversals(kept)
    links = [Link(s.period.label, f"{page_of(s)}.html") for s in kept]
    views: list[StatementView] = []
    for number, statement in enumerate(kept):
        views.append(
            _statement(
                statement,
                reversals,
                views[-1] if views and views[-1].period.year == statement.period.year else None,
                links[number - 1] if number else None,
                links[number + 1] if number + 1 < len(kept) else None,
            )
        )
    return views


def _statement(
    statement: Record,
    reversals: Reversals,
    earlier: StatementView | None,
    previous: Link | None,
    following: Link | None,
) -> StatementView:
    """One statement; `earlier` is the one before it in the same year."""
    period = statement.period
    income, expense = (_side(statement, side, reversals) for side in SIDES)
    corrections = _corrections(statement)
    begins = earlier.since if earlier else None if period.first.month == 1 else period.label
    chart = CHARTS.get(statement.chart)
    return StatementView(
        page=page_of(statement),
        book=statement.book or "",
        period=period,
        chart=chart.label if chart else None,
        opening=statement.opening.total,
        adjustment=statement.adjustment.amount if statement.adjustment else None,
        adjustment_reason=statement.adjustment.reason if statement.adjustment else None,
        income=income,
        expense=expense,
        closing=statement.closing.total,
        accounts=_accounts(statement.opening, statement.closing),
        cumulative_income=income.total + (earlier.cumulative_income if earlier else 0),
        cumulative_expense=expense.total + (earlier.cumulative_expense if earlier else 0),
        since=begins,
        previous=previous,
        next=following,
        reviewed_by=statement.reviewed_by,
        reviewed_on=statement.reviewed_on,
        signed=_signed(statement),
        corrections=corrections,
        corrected={c.figure: c for c in corrections if c.figure},
        note=statement.note,
    )


def _side(statement: Record, side: Side, reversals: Reversals) -> SideView:
    lines = getattr(statement, side)
    total = sum(line.amount for line in lines)
    groups: dict[str, list[LineView]] = defaultdict(list)
    meaning: dict[str, Category] = {}
    for number, line in enumerate(lines, 1):
        category = classify(line.category, statement.chart, side)
        meaning[category.name] = category
        groups[category.name].append(_line(line, side, number, category, reversals))
    sums = {name: sum(view.amount for view in views) for name, views in groups.items()}
    grouped = len(groups) < len(lines)
    ordered = sorted(groups, key=lambda name: (meaning[name].number or "", is_other(name), -sums[name]))
    categories = tuple(
        CategoryView(
            f"{side}-c{number}" if grouped else groups[name][0].anchor,
            name,
            meaning[name].number,
            sums[name],
            share(sums[name], total),
            tuple(groups[name]),
        )
        for number, name in enumerate(ordered, 1)
    )
    return SideView(
        side,
        total,
        len(lines),
        categories,
        grouped=grouped,
        voucher=any(line.voucher for line in lines),
        payee=any(line.payee for line in lines),
    )


def _line(line: Record, side: Side, number: int, category: Category, reversals: Reversals) -> LineView:
    day: date = line.date
    return LineView(
        number,
        f"{side}-{number}",
        f"{day.month:02d}-{day.day:02d}",
        line.item,
        line.amount,
        line.category if line.category != category.name else None,
        line.voucher,
        line.payee,
        line.method,
        line.contract,
        line.project,
        line.debt,
        line.occurred_on if line.occurred_on != day else None,
        reversals.target.get(id(line)),
        reversals.source.get(id(line)),
        line.note,
    )


def _accounts(opening: Balance, closing: Balance) -> tuple[AccountView, ...]:
    before = {account.name: account.amount for account in opening.accounts}
    after = {account.name: account.amount for account in closing.accounts}
    return tuple(AccountView(name, before.get(name), after.get(name)) for name in {**before, **after})


def _signed(statement: Record) -> tuple[tuple[str, str | None], ...]:
    """Who signs where, for the signature lines: names only where the statement gives them."""
    signed = statement.signed
    return tuple((f.label, getattr(signed, f.attribute) if signed else None) for f in SIGNED.fields)


def _corrections(statement: Record) -> tuple[CorrectionView, ...]:
    anchors = {
        name: f"{side}-{number}"
        for side in SIDES
        for number, line in enumerate(getattr(statement, side), 1)
        for name in (line.item, line.voucher)
        if name
    }
    views = []
    for correction in sorted(statement.corrections or (), key=lambda c: c.on):
        field = STATEMENT.named(correction.field)
        figure = field.key if field else anchors.get(correction.field)
        views.append(
            CorrectionView(
                correction.on,
                field.label if field else correction.field,
                _figure(correction.was),
                _figure(correction.now) or "—",
                correction.reason,
                figure,
            )
        )
    return tuple(views)


def _figure(text: str | None) -> str | None:
    amount = amount_in(text)
    return text if amount is None else money(amount)


def _years(book: str, statements: Sequence[StatementView]) -> list[YearView]:
    by_year: dict[int, list[StatementView]] = defaultdict(list)
    for statement in statements:
        by_year[statement.period.year].append(statement)
    return [_year(book, year, tuple(kept)) for year, kept in by_year.items()]


def _year(book: str, year: int, kept: tuple[StatementView, ...]) -> YearView:
    return YearView(
        page=f"{book}-{year}" if book else str(year),
        book=book,
        year=year,
        statements=kept,
        columns=tuple(Link(_short(s), f"{s.page}.html") for s in kept),
        rows={side: _rows(side, kept) for side in SIDES},
        opening=kept[0].opening,
        adjustment=sum(s.adjustment or 0 for s in kept),
        income=kept[-1].cumulative_income,
        expense=kept[-1].cumulative_expense,
        closing=kept[-1].closing,
        course=tuple(PeriodMoney(_short(s), s.income.total, s.expense.total, s.closing) for s in kept),
        complete=sum(s.period.months for s in kept) == 12,
        own_page=kept[0].period.months < 12,
    )


def _short(statement: StatementView) -> str:
    """A period's name within its year: 6月, 第二季度, 上半年."""
    return statement.period.short


def _rows(side: Side, kept: Sequence[StatementView]) -> tuple[YearRow, ...]:
    """The categories of a side across the periods of a year, in the order of their statements."""
    cells: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    numbers: dict[str, str | None] = {}
    for statement in kept:
        for category in (statement.income if side == "income" else statement.expense).categories:
            cells[category.name][statement.page] = (
                category.total,
                f"{statement.page}.html#{category.anchor}",
            )
            numbers[category.name] = category.number
    sums = {name: sum(amount for amount, _ in found.values()) for name, found in cells.items()}
    total = sum(sums.values())
    ordered = sorted(cells, key=lambda name: (numbers[name] or "", is_other(name), -sums[name]))
    return tuple(
        YearRow(
            f"{side}-c{number}",
            name,
            numbers[name],
            tuple(cells[name].get(s.page, (None, None)) for s in kept),
            sums[name],
            share(sums[name], total),
        )
        for number, name in enumerate(ordered, 1)
    )
