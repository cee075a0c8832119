"""Finance: statements of income and expense with their entries, years and duties, and notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sitegen import formats
from sitegen.diagnostics import Report
from sitegen.registers.board import Board, Page, Summary, Twin
from sitegen.registers.finance.books import by_book, check_books
from sitegen.registers.finance.derive import derive_books, derive_totals
from sitegen.registers.finance.found import entries_found, statements_found
from sitegen.registers.finance.laws import check_statement
from sitegen.registers.finance.pages import finance_pages, lines_twin, statements_twin
from sitegen.registers.finance.summary import (
    duties_of,
    duties_part,
    merge_years,
    own_part,
    shown_year,
)
from sitegen.registers.finance.tables import (
    STATEMENT,
    lines_of,
    page_of,
    pages_of,
    read_statements,
    statement_files,
    stem_of,
)
from sitegen.registers.finance.views import FinanceView
from sitegen.registers.finding import Found
from sitegen.registers.folder import Folder
from sitegen.registers.glance import Glance, Late, posted_of
from sitegen.registers.notices import (
    TABLES,
    check_notices,
    notice_files,
    notice_page,
    notice_pages,
    notice_twins,
    notices_found,
    notices_summary,
    notices_view,
    read_notices,
)
from sitegen.registers.notices.table import attached, notices_of
from sitegen.registers.register import Register
from sitegen.registers.table_laws import check_not_future
from sitegen.tables import Record

NOTICES = "finance-notices"


class Finance(Register):
    """财务: `finance/<period>.yaml`, `finance/<book>-<period>.yaml`, their CSVs of entries, and notices."""

    key = "finance"
    label = "财务"
    order = 30
    disclosure = "finance"
    tables = (STATEMENT, TABLES[NOTICES])

    def read(self, folder: Folder, report: Report) -> dict[str, list[Record]]:
        statements = read_statements(folder, report)
        lines = [line for statement in statements for line in lines_of(statement)]
        notices = read_notices(folder, NOTICES, report)
        return {"finance": statements, "finance-lines": lines, NOTICES: notices}

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        statements = board.table("finance")
        for statement in statements:
            check_statement(statement, report)
        check_books(statements, report)
        check_not_future(board.table("finance-lines"), "date", board, report)
        check_not_future(statements, "reviewed_on", board, report)
        self._check_files(board, report)

    def _check_files(self, board: Board, report: Report) -> None:
        """Every file of the folder is a statement's or a notice's, and no two become the same page."""
        folder = board.folders[self.key]
        notices = notices_of(board, NOTICES)
        ours = {*statement_files(folder), *folder.named(".md"), *attached(board, notices)}
        self.refuse_others(folder, tuple(ours), "期间.yaml、期间-income.csv、期间-expense.csv 和公告", report)
        pages = {
            page: stem_of(s) + ".yaml" for s in board.table("finance") if s.period for page in pages_of(s)
        }
        others = {*folder.files} - {*attached(board, notices)}
        check_notices(board, NOTICES, report, pages=pages, others=others)

    def page_of(self, board: Board, record: Record) -> str | None:
        if record._table is STATEMENT:
            return f"finance/{page_of(record)}.html" if record.period is not None else None
        return notice_page(board, record, NOTICES)

    def say(self, board: Board) -> Iterator[tuple[str, Any]]:
        """Nothing: contracts, projects and debts show what was booked for them with their own figures."""
        yield from ()

    def expected(self, board: Board) -> bool:
        """A village that is to disclose since some day shows what it owes, though it published nothing."""
        return board.info.since is not None and board.info.level in ("village", "group")

    def derive(self, board: Board) -> FinanceView:
        books = derive_books(board.table("finance"))
        years = derive_totals(books)
        year = shown_year((total.year for total in years), board.day)
        return FinanceView(books, years, year, duties_of(board), notices_view(board, NOTICES))

    def pages(self, board: Board, view: FinanceView) -> Iterator[Page]:
        yield from finance_pages(board, view)
        yield from notice_pages(board, view.notices)

    def twins(self, board: Board, view: FinanceView) -> Iterator[Twin]:
        yield statements_twin(view)
        yield lines_twin(by_book(board.table("finance")))
        yield notice_twins(board, view.notices)

    def files(self, board: Board, view: FinanceView) -> Iterator[tuple[str, bytes]]:
        yield from notice_files(board, view.notices)

    def findings(self, board: Board, view: FinanceView) -> Iterator[Found]:
        yield statements_found(view)
        yield entries_found(view)
        yield notices_found(view.notices)

    def updated(self, board: Board, view: FinanceView) -> date | None:
        statements = board.table("finance")
        days = [line.date for line in board.table("finance-lines")]
        days += [s.reviewed_on for s in statements if s.reviewed_on]
        days += [correction.on for s in statements for correction in s.corrections or ()]
        days += [view.notices.updated] if view.notices.updated else []
        return max((day for day in days if day <= board.day), default=None)

    def summary(self, board: Board, view: FinanceView) -> Summary:
        return {**own_part(view), **notices_summary(view.notices)}

    def glance(self, board: Board, view: FinanceView) -> Glance:
        posted = posted_of(view.notices.running)
        count = len(view.overdue)
        late = (Late("财务：没有按时公开", str(count), "期", "finance/index.html"),) if count else ()
        if not view.books:
            return Glance(posted=posted, late=late)
        newest = view.books[0].latest
        return Glance("余额", formats.money(newest.closing), "元", posted, late)

    def roll_up(self, own: Summary, children: Sequence[Summary], board: Board) -> Summary:
        return {**merge_years(own, children, board.day), **duties_part(own)}

    def next_change(self, board: Board, view: FinanceView) -> date | None:
        years = {total.year for total in view.years if total.year > board.day.year}
        turns = [view.duties.changes_on, view.notices.next_change, *(date(year, 1, 1) for year in years)]
        return min((day for day in turns if day), default=None)


REGISTER = Finance()
