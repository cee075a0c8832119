"""What people may look for in the finance register: statements by their period, entries by what and to whom."""

from __future__ import annotations

from sitegen.formats import money
from sitegen.registers.finance.views import FinanceView
from sitegen.registers.finding import Entry, Found


def statements_found(view: FinanceView) -> Found:
    """The statements and years, the newest first."""
    entries = []
    for book in view.books:
        entries += [Entry(f"finance/{statement.page}.html", statement.title) for statement in book.statements]
        entries += [Entry(f"finance/{year.page}.html", year.title) for year in book.years if year.own_page]
    return Found("finance", "收支表", entries)


def entries_found(view: FinanceView) -> Found:
    """The entries of all statements, by item, payee, amount and day."""
    entries = []
    for book in view.books:
        for statement in book.statements:
            page, year = f"finance/{statement.page}.html", statement.period.year
            for side in statement.sides:
                label = side.label
                for category in side.categories:
                    for line in category.lines:
                        told = (f"{label} {money(line.amount)} 元", f"{year}-{line.day}")
                        more = (line.payee, *told) if line.payee else told
                        entries.append(Entry(f"{page}#{line.anchor}", line.item, more))
    return Found("finance-lines", "收支明细", entries)
