"""Finance: statements of income and expense with their entries, years and duties, and notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sitegen.diagnostics import Report
from sitegen.registers.finance.books import by_book, check_books
from sitegen.registers.finance.derive import derive_books, derive_totals
from sitegen.registers.finance.laws import check_statement
from sitegen.registers.finance.pages import finance_pages, lines_twin, statements_twin
from sitegen.registers.finance.summary import duties_of, duties_part, merge_years, own_part, shown_year
from sitegen.registers.finance.tables import STATEMENT, lines_of, read_statements
from sitegen.registers.finance.views import FinanceView
from sitegen.registers.register import Board, Folder, Page, Register, Summary, Twin, check_not_future
from sitegen.tables import Record


class Finance(Register):
    """财务: `finance/<period>.yaml`, `finance/<book>-<period>.yaml`, their CSVs of entries, and notices."""

    key = "finance"
    label = "财务"
    disclosure = "finance"
    tables = (STATEMENT,)
    summary_fields = ("year", "income", "expense", "closing", "years", "due", "overdue")

    def read(self, folder: Folder, report: Report) -> dict[str, list[Record]]:
        statements, known = read_statements(folder, report)
        self.refuse_others(folder, known, "期间.yaml、期间-income.csv、期间-expense.csv", report)
        lines = [line for statement in statements for line in lines_of(statement)]
        return {"finance": statements, "finance-lines": lines}

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        statements = board.table("finance")
        for statement in statements:
            check_statement(statement, report)
        check_books(statements, report)
        check_not_future(board.table("finance-lines"), "date", board, report)
        check_not_future(statements, "reviewed_on", board, report)

    def derive(self, board: Board) -> FinanceView:
        books = derive_books(board.table("finance"))
        years = derive_totals(books)
        return FinanceView(books, years, shown_year([t.year for t in years], board.day), duties_of(board))

    def pages(self, board: Board, view: FinanceView) -> Iterator[Page]:
        return finance_pages(view)

    def twins(self, board: Board, view: FinanceView) -> Iterator[Twin]:
        yield statements_twin(view)
        yield lines_twin(by_book(board.table("finance")))

    def updated(self, board: Board, view: FinanceView) -> date | None:
        statements = board.table("finance")
        days = [line.date for line in board.table("finance-lines")]
        days += [s.reviewed_on for s in statements if s.reviewed_on]
        days += [correction.on for s in statements for correction in s.corrections or ()]
        return max((day for day in days if day <= board.day), default=None)

    def summary(self, board: Board, view: FinanceView) -> Summary:
        return own_part(view)

    def roll_up(self, own: Summary, children: Sequence[Summary], board: Board) -> Summary:
        return {**merge_years(own, children, board.day), **duties_part(own, board)}

    def next_change(self, board: Board, view: FinanceView) -> date | None:
        years = {total.year for total in view.years if total.year > board.day.year}
        turns = [view.duties.changes_on, *(date(year, 1, 1) for year in years)]
        return min((day for day in turns if day), default=None)
