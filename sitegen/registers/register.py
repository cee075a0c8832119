"""What a register is: the definition from which a board's pages, twins and summary follow.

A register goes through four steps, each a method: `read` files into records, `check` them against the
register's laws and the rest of the board, `derive` a view (plain values, ready to print), and from the view
give `pages`, `twins` and a `summary` for the parent board. Between check and derive all private names are
masked (`guard.conceal`), so that nothing behind that gate can leak one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from sitegen.boards import BoardInfo
from sitegen.diagnostics import ContentError, Place, Report, error, warning
from sitegen.fields import Day, Field, Many, One, Reference
from sitegen.registers.beside import Beside, Mention, Objection, named_records
from sitegen.registers.finding import Found, entries_of, name_field
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
from sitegen.settings import Settings
from sitegen.sources.csv import Sheet, read_csv
from sitegen.sources.text import Shelf, Source, read_source
from sitegen.sources.yaml import read_yaml
from sitegen.sources.yaml_nodes import YamlMap
from sitegen.tables import Record, Rows, Table, at, check_references, check_unique

Summary = dict[str, Any]
"""A board's summary: what its parent rolls up; JSON values only."""

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
NO_REGISTER = error(
    "reference.no-register",
    "“{label}”写的“{value}”要到{target}里找，可是这个公开栏没有{target}。",
    "请先建 {folder}/ 并登记，或去掉这个编号。",
    "“{label}” names “{value}”, but this board has no {target}",
    "create {folder}/ with it, or remove the id",
)


@dataclass
class Folder:
    """A register's folder: its files by name (from the folder), read once as they are asked for, or taken from
    the `shelf`."""

    directory: Path
    shown: str
    files: Sequence[str]
    shelf: Shelf | None = None
    sources: list[Source] = field(default_factory=list)

    def named(self, *endings: str) -> list[str]:
        """The files at the top of the folder whose names end so."""
        return [name for name in self.files if name.lower().endswith(endings) and "/" not in name]

    def source(self, name: str, report: Report) -> Source | None:
        """The text of a file; None (and a report) where it can't be read."""
        try:
            source = read_source(self.directory / name, f"{self.shown}/{name}", report, self.shelf)
        except ContentError as failure:
            report.add(failure.message, failure.place, **failure.values)
            return None
        self.sources.append(source)
        return source

    def csv(self, name: str, table: Table, report: Report) -> list[Record]:
        """The records of a CSV file; none where it can't be read."""
        source = self.source(name, report)
        if source is None:
            return []
        try:
            return table.read_sheet(_sheet(source, table), report)
        except ContentError as failure:
            report.add(failure.message, failure.place, **failure.values)
            return []

    def rows(self, name: str, table: Table, report: Report) -> Rows:
        """The records of a long CSV file, column by column, not to be changed; none where it can't be read. No laws
        are applied."""
        source = self.source(name, report)
        if source is None:
            return Rows(table)
        if table in source.parsed:
            return source.parsed[table]  # type: ignore[no-any-return]
        before = len(report.diagnostics)
        try:
            rows = table.read_rows(_sheet(source, table), report)
        except ContentError as failure:
            report.add(failure.message, failure.place, **failure.values)
            return Rows(table)
        if self.shelf is not None and len(report.diagnostics) == before:
            source.parsed[table] = rows
        return rows

    def yaml(self, name: str, table: Table, report: Report) -> Record | None:
        """The record of a YAML file that holds one mapping; None where it can't be read."""
        found = self._node(name, report)
        if found is None:
            return None
        node, source = found
        return table.read_map(node, source, source.place(1, 1), report)

    def yaml_list(self, name: str, table: Table, report: Report) -> list[Record]:
        """The records of a YAML file that holds a list of them, bare or under the table's key or label."""
        found = self._node(name, report)
        if found is None:
            return []
        node, source = found
        if isinstance(node, YamlMap) and len(node) == 1:
            ((key, inner),) = node.items()
            if key in (table.key, table.label):
                return table.read_list(inner, source, source.place(*node.marks[key][2:]), report)
        return table.read_list(node, source, source.place(1, 1), report)

    def _node(self, name: str, report: Report) -> tuple[Any, Source] | None:
        """What a YAML file holds; None (and a report) where it can't be read."""
        source = self.source(name, report)
        if source is None:
            return None
        try:
            if read_yaml not in source.parsed:
                source.parsed[read_yaml] = read_yaml(source)
            return source.parsed[read_yaml], source
        except ContentError as failure:
            report.add(failure.message, failure.place, **failure.values)
            return None

    def place(self, name: str = "") -> Place:
        """A file of the folder (or the folder) as a place."""
        return Place(f"{self.shown}/{name}" if name else self.shown)


def _sheet(source: Source, table: Table) -> Sheet:
    """The cells of a CSV file. Raises ContentError."""
    if Sheet not in source.parsed:
        source.parsed[Sheet] = read_csv(source, table.example_header)
    return source.parsed[Sheet]  # type: ignore[no-any-return]


@dataclass
class Board:
    """One board while it is built: what it is, what it may see, its records and views.

    `above` are the boards above it (the root first), `children` the summaries of its child boards. `day` is
    the day of the build, `registers` those in use on the site, by key. `records` holds the records of every table
    by the table's key; `views` what each register derived, by the register's key; `below` what the child boards
    tell of a register, by its key; `beside` what other registers say of the record on a page, by the page's path.
    `initials` are those of the households by their ids, where the site lets people search by them.
    """

    info: BoardInfo
    above: tuple[BoardInfo, ...]
    children: tuple[Summary, ...]
    settings: Settings
    day: date
    folders: Mapping[str, Folder] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    records: dict[str, Sequence[Record]] = field(default_factory=dict)
    views: dict[str, Any] = field(default_factory=dict)
    below: dict[str, Below] = field(default_factory=dict)
    beside: dict[str, Beside] = field(default_factory=dict)
    initials: Mapping[str, str] = field(default_factory=dict)
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def table(self, key: str) -> Sequence[Record]:
        """The records of a table; none where the board has no such register."""
        return self.records.get(key, [])

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The pages that records have to themselves, from the board's folder, sorted."""
        found: set[str] = set()
        for key in self.folders:
            if key in self.registers:
                found.update(self.registers[key].record_pages(self))
        return tuple(sorted(page for page in found if not page.endswith("/index.html")))

    def ids(self, key: str) -> frozenset[str]:
        """The ids that the records of a table bear."""
        found = self._ids.get(key)
        if found is None:
            records = self.table(key)
            identity = records[0]._table.identity if records else None
            found = self._ids[key] = (
                frozenset(getattr(r, identity) for r in records) if identity else frozenset()
            )
        return found


@dataclass
class Page:
    """A page to render. `path` is relative to the board; `values` is what its template may see besides the
    chrome; `crumbs` are (label, board-relative path) between the board's home and this page; `twins` the
    data files (label, board-relative path) that hold the same figures. `withdrawn`: what stood there is no longer
    published, so that nothing may be said of it either. `text` says the same in at most 500 characters: a plain text
    that stands beside the page. `posted`: it is printed and posted, with a code that leads back to it."""

    path: str
    template: str
    title: str
    values: Mapping[str, Any]
    description: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    twins: tuple[tuple[str, str], ...] = ()
    noindex: bool = False
    withdrawn: bool = False
    text: str = ""
    posted: bool = False


LongValue = str | int | None


class LongTable(dict[str, Sequence[LongValue]]):
    """A table column by column, for thousands of rows: its values repeat, and each is written once."""


@dataclass
class Twin:
    """A machine-readable table: `data/<name>.json` and, where `columns` are given or `json` is a long table,
    `data/<name>.csv`."""

    name: str
    json: Any
    columns: tuple[str, ...] | None = None
    rows: Sequence[Sequence[Any]] = ()


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


def target_in_words(to: str) -> tuple[str, str]:
    """A table that references name, in words, and the folder that holds it."""
    if to == "households":
        return "户表（households.csv）", "points"
    from sitegen.registers import registers

    return f"{registers()[to].label if to in registers() else ''}台账（{to}/）", to


def check_table(board: Board, table: Table, records: Sequence[Record], report: Report) -> None:
    """Ids are unique in the table, and what its reference fields name exists in the board."""
    check_unique(records, report)
    for f in table.fields:
        if isinstance(f.type, One | Many):
            nested = f.type.table
            inner = [getattr(r, f.attribute) for r in records]
            flat = [x for value in inner if value for x in (value if isinstance(value, list) else [value])]
            if flat:
                check_table(board, nested, flat, report)
        elif isinstance(f.type, Reference):
            _check_reference_field(board, f.type.to, f, records, report)


def _check_reference_field(
    board: Board, to: str, f: Field, records: Sequence[Record], report: Report
) -> None:
    values = _values(records, f)
    if not any(value is not None for value in values):
        return
    if to not in board.records:
        target, folder = target_in_words(to)
        for record in records:
            value = getattr(record, f.attribute)
            if value is None:
                continue
            report.add(
                NO_REGISTER, at(record, f.key), label=f.label, value=value, target=target, folder=folder
            )
        return
    known = {
        getattr(r, r._table.by_key[r._table.identity].attribute)
        for r in board.records[to]
        if r._table.identity
    }
    if all(value is None or value in known for value in values):
        return
    target, folder = target_in_words(to)
    if not _unread(board, to, folder, report):
        check_references(records, f, known, target, report)


def _values(records: Sequence[Record], f: Field) -> Sequence[Any]:
    return records.column(f.key) if isinstance(records, Rows) else [getattr(r, f.attribute) for r in records]


_WHOLE_FILE = ("source.", "csv.", "yaml.", "table.no-header", "table.title-row")


def _unread(board: Board, to: str, folder: str, report: Report) -> bool:
    """Whether a file with records of `to` could not be read: then nobody knows what it holds."""
    shown = f"{board.folders[folder].shown}/" if folder in board.folders else None
    return any(
        d.severity == "error"
        and d.code.startswith(_WHOLE_FILE)
        and (d.file.endswith("/households.csv") if to == "households" else d.file.startswith(shown or "/"))
        for d in report.diagnostics
    )


FUTURE = warning(
    "register.future",
    "“{label}”写的 {day} 还没有到。",
    "已经发生的事才登记在这里；请核对年份和月份。",
    "“{label}” {day} has not come yet",
    "only what has happened is recorded here; check year and month",
)


def check_not_future(records: Iterable[Record], key: str, board: Board, report: Report) -> None:
    """Warn about records of the past whose day (field `key`) lies after the day of the build."""
    for record in records:
        value = getattr(record, record._table.by_key[key].attribute)
        if value is not None and value > board.day:
            report.add(FUTURE, at(record, key), label=record._table.by_key[key].label, day=value)


def export_record(table: Table, record: Record) -> dict[str, Any]:
    """A record as it stands in a JSON twin: English keys; nested tables as objects and lists."""
    exported: dict[str, Any] = {}
    for f in table.fields:
        value = getattr(record, f.attribute)
        if isinstance(f.type, Many):
            exported[f.key] = [export_record(f.type.table, item) for item in value or ()]
        elif isinstance(f.type, One):
            exported[f.key] = export_record(f.type.table, value) if value is not None else None
        else:
            exported[f.key] = f.type.export(value) if value is not None else None
    return exported


def table_twin(table: Table, records: Sequence[Record], *, name: str | None = None) -> Twin:
    """The twin of a plain table: every record, under English keys."""
    rows = [export_record(table, record) for record in records]
    flat = tuple(f.key for f in table.fields if not isinstance(f.type, One | Many))
    return Twin(name or table.key, rows, flat, [[row[key] for key in flat] for row in rows])
