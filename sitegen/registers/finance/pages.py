"""The pages and data files of the finance register."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.formats import money, yuan
from sitegen.languages import listed, say
from sitegen.registers.board import Board, Page, Twin
from sitegen.registers.finance.accounts import SIDES
from sitegen.registers.finance.tables import LINE
from sitegen.registers.finance.views import BookView, FinanceView, Link, StatementView, YearView
from sitegen.registers.twins import export_record
from sitegen.tables import Record
from sitegen.texts import statement_text

DOWNLOADS = (
    ("收支表 JSON", "data/finance.json"),
    ("收支表 CSV", "data/finance.csv"),
    ("收支明细 JSON", "data/finance-lines.json"),
    ("收支明细 CSV", "data/finance-lines.csv"),
)


def finance_pages(board: Board, view: FinanceView) -> Iterator[Page]:
    """The overview, a page a statement and a page a year."""
    yield Page(
        "finance/index.html",
        "finance/index.html",
        "财务收支",
        {"view": view},
        _overview(view),
        twins=DOWNLOADS,
    )
    for book in view.books:
        for statement in book.statements:
            yield _statement_page(board, statement)
        for number, year in enumerate(book.years):
            if year.own_page:
                yield _year_page(book, number, year)


def _overview(view: FinanceView) -> str:
    latest = [f"{book.name}{_in_words(book.latest)}" for book in view.books]
    return listed(latest, "；") or say("财务收支公开")


def _in_words(statement: StatementView) -> str:
    return _sums(statement.period.label, statement.income.total, statement.expense.total, statement.closing)


def _sums(label: str, income: int, expense: int, closing: int) -> str:
    return say(
        "{label}收入 {income} 元，支出 {expense} 元，余额 {closing} 元",
        label=label,
        income=money(income),
        expense=money(expense),
        closing=money(closing),
    )


def _statement_page(board: Board, statement: StatementView) -> Page:
    year = statement.year_page
    values = {
        "statement": statement,
        "shares": {side.key: [(c.name, c.total) for c in side.categories] for side in statement.sides},
        "signed": [(label, name) for label, name in statement.signed if name],
    }
    return Page(
        f"finance/{statement.page}.html",
        "finance/statement.html",
        statement.title,
        values,
        _in_words(statement),
        crumbs=((say("{year}年", year=statement.period.year), f"finance/{year}.html"),)
        if year != statement.page
        else (),
        twins=DOWNLOADS,
        text=statement_text(board, statement),
        posted=True,
    )


def _year_page(book: BookView, number: int, year: YearView) -> Page:
    """`number` counts the book's years from the newest."""
    newer = book.years[number - 1] if number else None
    older = book.years[number + 1] if number + 1 < len(book.years) else None
    values = {
        "year": year,
        "course": year.course,
        "shares": {side: [(row.name, row.total) for row in year.rows[side]] for side in SIDES},
        "previous": _year_link(older),
        "next": _year_link(newer),
    }
    label = say("{year}年", year=year.year)
    return Page(
        f"finance/{year.page}.html",
        "finance/year.html",
        year.title,
        values,
        _sums(label, year.income, year.expense, year.closing),
        twins=DOWNLOADS,
        posted=True,
    )


def _year_link(year: YearView | None) -> Link | None:
    return Link(say("{year}年", year=year.year), f"{year.page}.html") if year else None


STATEMENT_COLUMNS = ("book", "period", "opening", "income", "expense", "closing")


def statements_twin(view: FinanceView) -> Twin:
    """Every statement in figures, by book and period."""
    rows = [
        (
            statement.book or None,
            statement.period.text,
            yuan(statement.opening),
            yuan(statement.income.total),
            yuan(statement.expense.total),
            yuan(statement.closing),
        )
        for book in view.books
        for statement in reversed(book.statements)
    ]
    records = [dict(zip(STATEMENT_COLUMNS, row, strict=True)) for row in rows]
    return Twin("finance", records, STATEMENT_COLUMNS, rows)


def lines_twin(books: dict[str, list[Record]]) -> Twin:
    """Every entry with the statement and the side on which it stands."""
    records = [
        {"book": statement.book, "period": statement.period.text, "side": side, **export_record(LINE, line)}
        for kept in books.values()
        for statement in kept
        for side in SIDES
        for line in getattr(statement, side)
    ]
    columns = ("book", "period", "side", *(f.key for f in LINE.fields))
    return Twin("finance-lines", records, columns, [tuple(record.values()) for record in records])
