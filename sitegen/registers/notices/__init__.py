"""Notices 公告公示: the Markdown files of `party/` and `affairs/`, and those in `finance/`.

A notice is a front matter (a record) and a body. Three tables hold them: `party`, `affairs` and
`finance-notices`; a table's key is the `key` of every function here. A register of another module that has
notices in its folder (finance) puts them together from

    read_notices(folder, key, report)        → records, to be kept in `board.records[key]`
    check_notices(board, key, report, …)     reports what breaks their laws
    notices_view(board, key)                 → a NoticesView: lists, what is running, what changes when
    notice_pages / notice_files / notice_twins(board, view)
    notices_found(view)                      what of them people may look for
    notices_summary(view)                    → {"notices": {"total", "running", "scheduled"}}

and names `TABLES[key]` among its own tables, so that its records are masked like all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sitegen.diagnostics import Report
from sitegen.languages import say
from sitegen.registers.board import Board, Page, Summary, Twin
from sitegen.registers.finding import Found
from sitegen.registers.folder import Folder
from sitegen.registers.glance import Glance, posted_of
from sitegen.registers.notices.laws import check_notices
from sitegen.registers.notices.pages import notice_files, notice_pages, notice_twins
from sitegen.registers.notices.table import TABLES, read_notices
from sitegen.registers.notices.view import (
    NoticesView,
    notice_page,
    notices_found,
    notices_summary,
    notices_view,
)
from sitegen.registers.register import Register
from sitegen.tables import Record

__all__ = [
    "TABLES",
    "Affairs",
    "NoticesView",
    "Party",
    "check_notices",
    "notice_files",
    "notice_page",
    "notice_pages",
    "notice_twins",
    "notices_found",
    "notices_summary",
    "notices_view",
    "read_notices",
]


class _Notices(Register):
    """A register that holds nothing but notices."""

    def read(self, folder: Folder, report: Report) -> dict[str, list[Record]]:
        return {self.key: read_notices(folder, self.key, report)}

    def check(self, board: Board, report: Report) -> None:
        check_notices(board, self.key, report)

    def derive(self, board: Board) -> NoticesView:
        return notices_view(board, self.key)

    def pages(self, board: Board, view: NoticesView) -> Iterator[Page]:
        yield Page(
            f"{self.key}/index.html",
            "notices/index.html",
            self.label,
            {"view": view},
            description=say(
                "{name}{label}，共 {count} 篇", name=board.info.name, label=self.label, count=len(view.items)
            ),
            twins=tuple((f"数据 {kind.upper()}", f"data/{self.key}.{kind}") for kind in ("json", "csv")),
        )
        yield from notice_pages(board, view)

    def twins(self, board: Board, view: NoticesView) -> Iterator[Twin]:
        yield notice_twins(board, view)

    def page_of(self, board: Board, record: Record) -> str | None:
        return notice_page(board, record, self.key)

    def files(self, board: Board, view: NoticesView) -> Iterator[tuple[str, bytes]]:
        yield from notice_files(board, view)

    def findings(self, board: Board, view: NoticesView) -> Iterator[Found]:
        yield notices_found(view)

    def updated(self, board: Board, view: NoticesView) -> date | None:
        return view.updated

    def summary(self, board: Board, view: NoticesView) -> Summary:
        return notices_summary(view)

    def glance(self, board: Board, view: NoticesView) -> Glance:
        return Glance("公告", str(len(view.items)), "篇", posted_of(view.running))

    def next_change(self, board: Board, view: Any) -> date | None:
        return view.next_change  # type: ignore[no-any-return]


class Party(_Notices):
    """Notices of party affairs (党务)."""

    key = "party"
    label = "党务公告"
    order = 10
    disclosure = "party"
    tables = (TABLES["party"],)


class Affairs(_Notices):
    """Notices of village affairs (村务)."""

    key = "affairs"
    label = "村务公告"
    order = 20
    disclosure = "affairs"
    tables = (TABLES["affairs"],)
