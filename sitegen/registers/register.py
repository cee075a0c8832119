"""What a register is: the definition from which a board's pages, twins and summary follow.

A register goes through four steps, each a method: `read` files into records, `check` them against the
register's laws and the rest of the board, `derive` a view (plain values, ready to print), and from the view
give `pages`, `twins` and a `summary` for the parent board. Between check and derive all private names are
masked (`guard.conceal`), so that nothing behind that gate can leak one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sitegen.diagnostics import Report, error, warning
from sitegen.fields import Day, Many
from sitegen.registers.beside import Mention, Objection, named_records
from sitegen.registers.board import Board, Page, Summary, Twin
from sitegen.registers.finding import Found, entries_of, name_field
from sitegen.registers.folder import Folder
from sitegen.registers.glance import Glance, glance_at, posted_of
from sitegen.registers.measures import (
    Below,
    Measure,
    Value,
    add_measures,
    below,
    export_measures,
    shown_figures,
)
from sitegen.registers.recall import Recall
from sitegen.registers.table_laws import check_table
from sitegen.registers.twins import table_twin
from sitegen.tables import Record, Table

FOREIGN_FILE = warning(
    "register.foreign-file",
    "“{name}”不是这个台账认得的文件，没有公开。",
    "{label}里放 {expected}；不公开的文件名以“_”开头。",
    "“{name}” is no file of this register and is not published",
    "this register holds {expected}; begin other names with “_”",
)

SPREADSHEET = error(
    "register.spreadsheet",
    "“{name}”是 Excel 文件，不能直接公开。",
    "请在 Excel 里另存为“CSV UTF-8（逗号分隔）”，放在同一文件夹。",
    "“{name}” is a spreadsheet",
    "save it as “CSV UTF-8 (comma delimited)” in the same folder",
)

_BOARD_TWIN = (("本栏汇总 JSON", "data/board.json"),)


class Register:
    """The base of all registers. Subclasses set the class attributes and override the steps they need."""

    key: ClassVar[str]
    """The folder's name, and the name of its pages' folder."""
    label: ClassVar[str]
    """The Chinese name on pages."""
    disclosure: ClassVar[str] = "affairs"
    """Which of the three disclosures it belongs to: party, affairs or finance."""
    front: str = "block"
    """How it stands on a board's front page: a block of its own (`<key>/home.html`), or a line among others."""
    order: ClassVar[int] = 500
    """Its place among the registers on pages: lower numbers first, equal ones by key, a site's own last."""
    tables: ClassVar[tuple[Table, ...]] = ()
    """Its tables, the main one (whose key is the register's) first."""
    measures: ClassVar[tuple[Measure, ...]] = ()
    """The figures that boards above add up; `measure` counts them."""
    rank_by: ClassVar[str | None] = None
    """The measure or rate (`done_rate`) by which child boards are ranked; with "-" before it the lowest first."""
    recall: ClassVar[Recall | None] = None
    """How its view is taken from what the last build wrote down of it; None: it is derived by every build."""

    def read(self, folder: Folder, report: Report) -> Mapping[str, Sequence[Record]]:
        """The records of the folder's files by table: by default every CSV, and every YAML list, belongs to the main
        table, one named after another table to that: `project-stages` is `project-stages.csv` or `stages.csv`."""
        named = {table.key: table for table in self.tables[1:]}
        for prefix in (f"{self.key}-", f"{self.key.removesuffix('s')}-"):
            named.update({key.removeprefix(prefix): table for key, table in named.items()})
        records: dict[str, list[Record]] = {table.key: [] for table in self.tables}
        files = folder.named(".csv", ".yaml", ".yml")
        for name in files:
            table = named.get(name.lower().rpartition(".")[0], self.tables[0])
            read = folder.csv if name.lower().endswith(".csv") else folder.yaml_list
            records[table.key] += read(name, table, report)
        self.refuse_others(folder, files, "CSV 表（或 YAML 列表）", report)
        return records

    def refuse_others(self, folder: Folder, known: Sequence[str], expected: str, report: Report) -> None:
        """Report the files of the folder that are not among `known`."""
        for name in folder.files:
            if name in known:
                continue
            if name.lower().endswith((".xlsx", ".xls", ".et")):
                report.add(SPREADSHEET, folder.place(name), name=name)
            else:
                report.add(FOREIGN_FILE, folder.place(name), name=name, label=self.label, expected=expected)

    def check(self, board: Board, report: Report) -> None:
        """Report what breaks the register's laws. Subclasses call this too: ids are unique, references exist."""
        for table in self.tables:
            check_table(board, table, board.table(table.key), report)

    def expected(self, board: Board) -> bool:
        """Whether the board shows this register though it has no folder for it."""
        return False

    def derive(self, board: Board) -> Any:
        """The register's view of the board: computed values ready to print; None where there is nothing."""
        return None

    def pages(self, board: Board, view: Any) -> Iterator[Page]:
        """The pages that the view fills."""
        yield from ()

    def twins(self, board: Board, view: Any) -> Iterator[Twin]:
        """The data files of the view: by default one a table."""
        for table in self.tables:
            yield table_twin(table, board.table(table.key))

    def files(self, board: Board, view: Any) -> Iterator[tuple[str, bytes]]:
        """Other files of the view, such as attachments: (path relative to the board, bytes)."""
        yield from ()

    def updated(self, board: Board, view: Any) -> date | None:
        """The latest day of a record up to the day of the build: when the register was last added to."""
        return max(
            (
                day
                for table in self.tables
                for day in _days(table, board.table(table.key))
                if day <= board.day
            ),
            default=None,
        )

    def measure(self, board: Board, view: Any) -> Mapping[str, Value]:
        """The board's own measures by their keys; what is not known is left out or None, never 0."""
        return {}

    def summary(self, board: Board, view: Any) -> Summary:
        """What a parent needs to know of this view (JSON values): by default its measures under its key."""
        return {self.key: export_measures(self.measures, self.measure(board, view))} if self.measures else {}

    def roll_up(self, own: Summary, children: Sequence[Summary], board: Board) -> Summary:
        """The summary of a board with children: `own` (its register's own summary, perhaps empty) and the
        children's summaries put together. By default the measures are added up."""
        if not self.measures:
            return own
        parts = [part[self.key] for part in (own, *children) if part.get(self.key)]
        return {self.key: add_measures(self.measures, parts)} if parts else {}

    def look_below(self, board: Board) -> Below | None:
        """What the child boards tell of this register, for a table on its index page and a block on the home."""
        if not self.measures or board.info.level == "collection":
            return None
        view = board.views.get(self.key)
        own = self.summary(board, view).get(self.key) if view is not None else None
        return below(self.key, self.label, self.measures, self.rank_by, own, board.children)

    def glance(self, board: Board, view: Any) -> Glance:
        """What a screen in the hall says of the register: by default its first measure, what is in its notice period
        (`running` of its view), and how much is overdue."""
        figures = export_measures(self.measures, self.measure(board, view))
        running = posted_of(getattr(view, "running", ()))
        return glance_at(self.label, self.key, shown_figures(self.measures, figures), running)

    def page_of(self, board: Board, record: Record) -> str | None:
        """The path, from the board, of the page that shows a record; None where no page does. By default a record
        of the main table has a page of its own, named after its id, others stand on the first page."""
        table = record._table
        if table is self.tables[0] and table.identity is not None:
            return f"{self.key}/{getattr(record, table.identity)}.html"
        return f"{self.key}/index.html"

    def record_pages(self, board: Board) -> Iterator[str]:
        """The pages of all records."""
        for table in self.tables:
            for record in board.table(table.key):
                page = self.page_of(board, record)
                if page is not None:
                    yield page

    def say(self, board: Board) -> Iterator[tuple[str, Mention | Objection]]:
        """What the register has to say on the pages of others: (path of the page from the board, what). By default
        each of its records on the page of every record that it names."""
        for table in self.tables:
            for named in named_records(table, board.table(table.key)):
                href = self.page_of(board, named.record)
                if named.to != self.key and href is not None:
                    mention = Mention(self.label, title_of(named.record), href, named.label)
                    yield f"{named.to}/{named.id}.html", mention

    def findings(self, board: Board, view: Any) -> Iterator[Found]:
        """What of the view people may look for: by default the records of the main table that have a page."""
        for table in self.tables[:1]:
            entries = entries_of(table, board.table(table.key), lambda record: self.page_of(board, record))
            yield Found(self.key, self.label, list(entries))

    def every_page(self, board: Board) -> Iterator[Page]:
        """The pages of the board's view, each with what others say of it; on the first one also what the child
        boards tell."""
        view, lower = board.views.get(self.key), board.below.get(self.key)
        index = f"{self.key}/index.html"
        if view is None:
            yield Page(index, "below/index.html", self.label, {"below": lower}, twins=_BOARD_TWIN)
            return
        for page in self.pages(board, view):
            if lower is not None and page.path == index:
                page.values = {**page.values, "below": lower}
            if page.path in board.beside and not page.withdrawn:
                page.values = {**page.values, "beside": board.beside[page.path]}
            yield page

    def next_change(self, board: Board, view: Any) -> date | None:
        """The next day after `board.day` on which pages of this view change of themselves."""
        return None


_DATES = frozenset(["date", "reviewed_on", "signed_on", "answered_on", "done_on", "as_of"])


def _days(table: Table, records: Sequence[Record]) -> Iterator[date]:
    """The days on which something was recorded, nested records included."""
    for f in table.fields:
        if f.key in _DATES and isinstance(f.type, Day):
            yield from {value for r in records if (value := getattr(r, f.attribute)) is not None}
        elif isinstance(f.type, Many):
            nested = [inner for r in records for inner in getattr(r, f.attribute) or ()]
            yield from _days(f.type.table, nested)


def title_of(record: Record) -> str:
    """A record's name in a link: its title, else its first text, with its id."""
    table = record._table
    named = name_field(table)
    text = getattr(record, named.attribute) if named is not None else None
    identity = getattr(record, table.identity) if table.identity is not None else None
    if text and identity:
        return f"{text}（{identity}）"
    return text or identity or table.label
