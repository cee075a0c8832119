"""A table: the one definition from which reading, checking, labels, pages, twins and schemas follow.

Reading a table gives records: objects with one attribute a field, that know the place of every value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, make_dataclass
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import Message, Place, Report, error
from sitegen.fields import (
    SHAPE,
    UNUSUAL,
    BadValue,
    Choice,
    Field,
    Id,
    Many,
    One,
    nearest,
    plain_name,
)
from sitegen.guard.columns import forbidden_column
from sitegen.sources.csv import CELLS, Sheet
from sitegen.sources.text import Source
from sitegen.sources.yaml_mistakes import COLON, COLON_SPACE, NO_FIELDS, not_fields
from sitegen.sources.yaml_nodes import YamlList, YamlMap

UNKNOWN = error(
    "table.unknown-field",
    "没有“{name}”这个字段。",
    "{hint}这里可以写：{known}。",
    "unknown field “{name}”",
    "{hint_en}known fields: {known}",
)
MISSING = error(
    "table.missing-value",
    "“{label}”没有填。",
    "请填上“{label}”；这一项必须有。",
    "“{label}” is empty",
    "fill in “{label}”; it is required",
)
MISSING_COLUMN = error(
    "table.missing-column",
    "表里缺少“{label}”这一列。",
    "请在第一行表头加上“{label}”（或 {key}），并逐行填写。",
    "the column “{label}” ({key}) is missing",
    "add it to the header row and fill it in",
)
NO_HEADER = error(
    "table.no-header",
    "第一行不像表头：“{first}”不是字段名。",
    "请在最上面加一行表头，例如：{header}。",
    "the first row is no header",
    "add a header row, e.g. {header}",
)
TWICE = error(
    "table.field-twice",
    "“{label}”写了两次（“{first}”和“{second}”是同一个字段）。",
    "请只留一个。",
    "“{label}” stands twice (as “{first}” and “{second}”)",
    "keep one of them",
)
NAMELESS = error(
    "table.nameless-column",
    "第 {number} 列有内容，却没有表头。",
    "请给这一列写上表头，或删去这一列。",
    "column {number} holds values but has no header",
    "give it a header or delete it",
)
FORBIDDEN = error(
    "privacy.column",
    "“{name}”这一列（{meaning}）属于个人隐私，任何地方都不得公开。",
    "请把这一列整列删去；提交过的旧文件里也要清除。",
    "the column “{name}” ({meaning}) is private and may not be published anywhere",
    "delete the whole column, from older versions of the file too",
)
TOTAL = error(
    "table.total",
    "合计行的“{label}”写的是 {stated}，各行相加是 {computed}（差 {difference}）。",
    "请核对各行和合计行。",
    "the total of “{label}” says {stated}, the rows add up to {computed}",
    "check the rows and the total",
)
TOTAL_ROW = error(
    "table.total-row",
    "这一行是“{name}”，不是一条记录。",
    "合计行只能有一行，放在最后，第一格只写“合计”；小计行请删去，网页上会自动算。",
    "this row is a sum (“{name}”), not a record",
    "only a last row headed 合计 may stand; delete other sums, the pages compute them",
)
TITLE_ROW = error(
    "table.title-row",
    "表头上面还有别的行（“{title}”），表头在第 {header} 行。",
    "请删去表头上面的行，让表头在第一行。",
    "rows (“{title}”) stand above the header, which is on line {header}",
    "delete them: the header is the first row",
)
NOT_MAP = error(
    "table.not-a-record",
    "这里应当一行一个“字段: 内容”，写的却是：{value}。",
    "请照例子写，例如“{example}: …”；注意冒号要用英文冒号加空格。",
    "“field: value” pairs belong here, not: {value_en}",
    "write e.g. “{example}: …”",
)

_ORDINALS = frozenset(["序号", "编次", "no", "no."])
_TOTALS = frozenset(["合计", "总计", "总合计"])
_SUM = re.compile(r"(?:[本全按]?[页月季年村组]?(?:[合总小累共]计|总合计))(?:[(:\d].*)?")
_COLON = re.compile(r"(.+?)\s*([:：])\s*(\S.*)")
_ROWS_ABOVE_HEADER = 5


class Record:
    """One row of a table. Values are attributes; `at(record, key)` tells where one stands."""

    __slots__ = ("_place", "_source")

    _table: Table
    _source: Source
    _place: YamlMap | tuple[Sheet, int, dict[str, int]]

    if TYPE_CHECKING:

        def __init__(self, *args: Any) -> None: ...
        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...


def at(record: Record, key: str | None = None) -> Place:
    """Where a record (or its field `key`) stands; the record's own place where the field is not written."""
    place = record._place
    if isinstance(place, YamlMap):
        names = record._table.names
        for written, marks in place.marks.items() if key else ():
            found = names.get(plain_name(written))
            if found is not None and found.key == key:
                return record._source.place(marks[2], marks[3])
        return record._source.place(place.line, place.column)
    sheet, row, columns = place
    return sheet.place(row, columns.get(key) if key else None)


Law = Callable[[Record, Report], None]


@dataclass(frozen=True, eq=False)
class Table:
    """The definition of a kind of record.

    `key` names its twin; `label` its title; `laws` check one record at a time; `sort`, `group_by` and
    `sums` (field keys) say how a generic list shows it; `identity` is the field that names a record.
    """

    key: str
    label: str
    fields: tuple[Field, ...]
    laws: tuple[Law, ...] = ()
    identity: str | None = None
    sort: str | None = None
    group_by: str | None = None
    sums: tuple[str, ...] = ()
    note: bool = True
    forbid_columns: bool = field(default=True)

    def __post_init__(self) -> None:
        if self.note and not any(f.key == "note" for f in self.fields):
            object.__setattr__(self, "fields", (*self.fields, Field("note", "备注")))
        if self.identity is None and any(f.key == "id" for f in self.fields):
            object.__setattr__(self, "identity", "id")

    @cached_property
    def names(self) -> dict[str, Field]:
        """Every accepted name of every field, normalised; the earlier field has the name."""
        return {name: f for f in reversed(self.fields) for name in f.names()}

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """The fields by their English keys."""
        return {f.key: f for f in self.fields}

    @cached_property
    def record_class(self) -> type[Record]:
        """The class of this table's records: slots for its fields, in their order."""
        made = make_dataclass(
            "".join(part.title() for part in self.key.replace("_", "-").split("-")) or "Row",
            ["_source", "_place", *(f.attribute for f in self.fields)],
            bases=(Record,),
            slots=True,
            eq=False,
            repr=False,
        )
        made._table = self  # type: ignore[attr-defined]
        return made

    @property
    def example_header(self) -> str:
        """A header row of the required columns."""
        return ",".join(f.label for f in self.fields if f.required)

    def named(self, name: str) -> Field | None:
        """The field that may be written as `name`."""
        return self.names.get(plain_name(name))

    def read_sheet(self, sheet: Sheet, report: Report) -> list[Record]:
        """The records of a CSV; reports every value that can't be read. Checks and drops a total row."""
        columns = _columns(self, sheet, report)
        if columns is None:
            return []
        for row, found in sheet.surplus.items():
            report.add(CELLS, sheet.place(row), found=found, expected=len(sheet.header))
        rows = _record_rows(sheet, columns, report)
        records = _read_rows(self, sheet, columns, rows, report)
        if len(sheet.rows) - 1 not in rows and sheet.rows:
            _check_total(sheet, columns, records, report)
        return self._lawful(records, report)

    def read_map(self, node: Any, source: Source, place: Place, report: Report) -> Record | None:
        """The record of a YAML mapping, or None where it is no mapping."""
        if not isinstance(node, YamlMap):
            _report_no_map(self, node, place, report)
            return None
        values: dict[str, Any] = {f.key: f.default for f in self.fields}
        written: dict[str, str] = {}
        for name, value in node.items():
            marks = node.marks[name]
            known = self.named(name)
            if known is None:
                self._unknown(name, source.place(marks[0], marks[1]), report)
            elif known.key in written:
                here = source.place(marks[0], marks[1])
                report.add(TWICE, here, label=known.label, first=written[known.key], second=name)
            else:
                written[known.key] = name
                here = source.place(marks[2], marks[3])
                values[known.key] = _read_node(known, value, source, here, report)
        for f in self.fields:
            if f.required and (f.key not in written or _empty(node[written[f.key]])):
                line = node.marks[written[f.key]][2:] if f.key in written else (node.line, node.column)
                report.add(MISSING, source.place(*line), label=f.label)
        record = self.record_class(source, node, *values.values())
        self._lawful([record], report)
        return record

    def read_list(self, node: Any, source: Source, place: Place, report: Report) -> list[Record]:
        """The records of a YAML list of mappings (nothing at all is an empty list)."""
        if node is None:
            return []
        if not isinstance(node, YamlList):
            expected = "一个列表，每条以“- ”开头"
            report.add(
                SHAPE,
                place,
                label=self.label,
                expected=expected,
                expected_en="a list, each item begun by “- ”",
            )
            return []
        found = (
            self.read_map(item, source, source.place(*mark), report)
            for item, mark in zip(node, node.marks, strict=True)
        )
        return [record for record in found if record is not None]

    def _lawful(self, records: list[Record], report: Report) -> list[Record]:
        for law in self.laws:
            for record in records:
                law(record, report)
        return records

    def _unknown(self, name: str, place: Place, report: Report) -> None:
        glued = _COLON.fullmatch(name)
        if glued and self.named(glued[1]) is not None:
            report.add(COLON if glued[2] == "：" else COLON_SPACE, place, key=glued[1], value=glued[3])
            return
        meaning = forbidden_column(name) if self.forbid_columns else None
        if meaning:
            report.add(FORBIDDEN, place, name=name, meaning=meaning)
            return
        near = nearest(name, [f.label for f in self.fields] + [f.key for f in self.fields])
        report.add(
            UNKNOWN,
            place,
            name=name,
            hint=f"是不是想写“{near}”？" if near else "",
            hint_en=f"did you mean “{near}”? " if near else "",
            known="、".join(f.label for f in self.fields),
        )


def _report_no_map(table: Table, node: Any, place: Place, report: Report) -> None:
    """Say what is wrong with a node that is no mapping, and how to write one."""
    if isinstance(node, str):
        mistake = not_fields(node, place)
        if mistake.message is not NO_FIELDS:
            report.add(mistake.message, mistake.place, **mistake.values)
            return
    value, value_en = (node[:40], node[:40]) if isinstance(node, str) else _LIST if node else _NOTHING
    report.add(NOT_MAP, place, value=value, value_en=value_en, example=table.fields[0].key)


_LIST, _NOTHING = ("以“-”开头的列表", "a list"), ("空白", "nothing")


def _empty(node: Any) -> bool:
    return not node or (isinstance(node, str) and not node.strip())


def _read_node(known: Field, node: Any, source: Source, place: Place, report: Report) -> Any:
    if _empty(node):
        return [] if isinstance(known.type, Many) else known.default
    if isinstance(known.type, Many):
        return known.type.table.read_list(node, source, place, report)
    if isinstance(known.type, One):
        return known.type.table.read_map(node, source, place, report)
    try:
        value = known.type.read(node, known.label)
    except BadValue as bad:
        report.add(bad.message, place, **_concealed(known, bad))
        return None
    _warn_unusual(known, value, place, report)
    return value


def _concealed(known: Field, bad: BadValue) -> dict[str, Any]:
    """The values a message may quote: never those of a private field."""
    return {k: ("…" if known.type.person and k == "value" else v) for k, v in bad.values.items()}


def _warn_unusual(known: Field, value: Any, place: Place, report: Report) -> None:
    kind = known.type
    if isinstance(kind, Choice) and kind.open and value not in kind.values:
        report.add(UNUSUAL, place, label=known.label, value=value, choices="、".join(kind.values))


_Columns = dict[int, Field]


def _columns(table: Table, sheet: Sheet, report: Report) -> _Columns | None:
    """Which column holds which field; None where the first row is no header at all."""
    columns: _Columns = {}
    taken: dict[str, str] = {}
    if not any(table.named(name) for name in sheet.header):
        _refuse_header(table, sheet, report)
        return None
    for index, name in enumerate(sheet.header):
        if not name:
            _refuse_nameless(sheet, index, report)
        elif (found := table.named(name)) is not None:
            if found.key in taken:
                place = sheet.header_place(index)
                report.add(TWICE, place, label=found.label, first=taken[found.key], second=name)
            else:
                taken[found.key] = name
                columns[index] = found
        elif plain_name(name) not in _ORDINALS:
            table._unknown(name, sheet.header_place(index), report)
    for f in table.fields:
        if f.required and f.key not in taken:
            report.add(MISSING_COLUMN, sheet.header_place(), label=f.label, key=f.key)
    return columns


def _refuse_header(table: Table, sheet: Sheet, report: Report) -> None:
    """Say why the first row is no header: titles above it, private columns only, or none at all."""
    first = next((name for name in sheet.header if name), "")
    header = _header_below(table, sheet)
    if header is not None:
        line = sheet.lines[header]
        report.add(TITLE_ROW, sheet.header_place(), title=first[:20], header=line)
    elif any(forbidden_column(name) for name in sheet.header):
        for index, name in enumerate(sheet.header):
            table._unknown(name, sheet.header_place(index), report)
    else:
        report.add(NO_HEADER, sheet.header_place(), first=first[:20], header=table.example_header)


def _header_below(table: Table, sheet: Sheet) -> int | None:
    """The row that looks like the header, where titles stand above it."""
    for row, cells in enumerate(sheet.rows[:_ROWS_ABOVE_HEADER]):
        line = sheet.source.lines[sheet.lines[row] - 1]
        names = cells if len(cells) > 1 else line.split(",")
        if sum(table.named(name) is not None for name in names) > 1:
            return row
    return None


def _refuse_nameless(sheet: Sheet, index: int, report: Report) -> None:
    for row, cells in enumerate(sheet.rows):
        if index < len(cells) and cells[index].strip():
            report.add(NAMELESS, sheet.place(row, index), number=index + 1)
            return


def _record_rows(sheet: Sheet, columns: _Columns, report: Report) -> Sequence[int]:
    """The rows that are records: not a last row 合计, other sums (an error), nor rows with a mere 序号."""
    rows: Sequence[int] = range(len(sheet.rows))
    if "计" in sheet.source.text:
        sums = {row: name for row in rows if (name := _sum_name(sheet.rows[row]))}
        last = len(sheet.rows) - 1
        for row, name in sums.items():
            if row < last or name.strip(":") not in _TOTALS:
                report.add(TOTAL_ROW, sheet.place(row), name=name)
        rows = [row for row in rows if row not in sums]
    if any(plain_name(name) in _ORDINALS for name in sheet.header):
        others = [i for i, name in enumerate(sheet.header) if plain_name(name) not in _ORDINALS]
        rows = [row for row in rows if any(sheet.rows[row][i].strip() for i in others)]
    return rows


def _sum_name(cells: list[str]) -> str | None:
    """What a row of sums is headed (合计, 小计：…), or None where the row is a record."""
    first = next((cell for cell in cells if cell and not cell.isspace()), "")
    if "计" not in first:
        return None
    name = unicodedata.normalize("NFKC", first).replace(" ", "")
    return name if _SUM.fullmatch(name) else None


def _read_rows(
    table: Table, sheet: Sheet, columns: _Columns, rows: Sequence[int], report: Report
) -> list[Record]:
    """The rows as records, read column by column."""
    cells = [sheet.rows[number] for number in rows]
    values: dict[str, Iterable[Any]] = {f.key: repeat(f.default, len(rows)) for f in table.fields}
    for index, f in columns.items():
        values[f.key] = _read_column(f, [row[index] for row in cells], sheet, rows, index, report)
    indices = {f.key: index for index, f in columns.items()}
    places = [(sheet, number, indices) for number in rows]
    return list(map(table.record_class, repeat(sheet.source), places, *values.values()))


def _read_column(
    f: Field, column: list[str], sheet: Sheet, rows: Sequence[int], index: int, report: Report
) -> list[Any]:
    """The values of a column. Columns repeat few cells, so equal ones are parsed once."""
    values: dict[str, Any] = {}
    unsound: set[str] = set()
    trial = Report()
    for cell in dict.fromkeys(column):
        values[cell] = _read_cell(f, cell, sheet, 0, index, trial)
        if trial.diagnostics:
            unsound.add(cell)
            trial = Report()
    if unsound:
        for row, cell in zip(rows, column, strict=True):
            if cell in unsound:
                _read_cell(f, cell, sheet, row, index, report)
    return [values[cell] for cell in column]


def _read_cell(f: Field, cell: str, sheet: Sheet, row: int, column: int, report: Report) -> Any:
    """A cell's value; None, and a report, where it has none."""
    if not cell or cell.isspace():
        if f.required:
            report.add(MISSING, sheet.place(row, column), label=f.label)
            return None
        return f.default
    try:
        value = f.type.read(cell, f.label)
    except BadValue as bad:
        report.add(bad.message, sheet.place(row, column), **_concealed(f, bad))
        return None
    if isinstance(f.type, Choice):
        _warn_unusual(f, value, sheet.place(row, column), report)
    return value


def _check_total(sheet: Sheet, columns: _Columns, records: list[Record], report: Report) -> None:
    """Compare the last row, 合计, with the sums of the records."""
    row = len(sheet.rows) - 1
    for index, f in columns.items():
        cell = sheet.rows[row][index].strip()
        if not f.type.numeric or not re.search(r"[\d#]", cell):
            continue
        place = sheet.place(row, index)
        try:
            stated = f.type.read(cell, f.label)
        except BadValue as bad:
            report.add(bad.message, place, **bad.values)
            continue
        computed = sum(value for r in records if (value := getattr(r, f.attribute)) is not None)
        if computed != stated:
            report.add(
                TOTAL,
                place,
                label=f.label,
                stated=f.type.show(stated),
                computed=f.type.show(computed),
                difference=f.type.show(stated - computed),
            )


NOT_UNIQUE = error(
    "table.duplicate-id",
    "{label}“{value}”重复了（另一处在 {other} 第 {line_other} 行）。",
    "每条的{label}不能相同（不分大小写），请改其中一个。",
    "{label} “{value}” stands twice (also in {other}, line {line_other})",
    "give each its own (case does not count)",
)


def check_unique(records: Iterable[Record], report: Report) -> None:
    """An id names one record of its table and board, ignoring case."""
    seen: dict[str, Record] = {}
    for record in records:
        identity = record._table.identity
        if identity is None:
            return
        f = record._table.by_key[identity]
        value = getattr(record, f.attribute)
        if value is None:
            continue
        first = seen.setdefault(str(value).casefold(), record)
        if first is not record:
            other = at(first, identity)
            report.add(
                NOT_UNIQUE,
                at(record, identity),
                label=f.label,
                value=value,
                other=other.file,
                line_other=other.line,
            )


NO_REFERENCE = error(
    "reference.missing",
    "“{label}”写的“{value}”在{target}里找不到。",
    "请核对编号，或先在{target}里登记。{hint}",
    "“{label}” names “{value}”, which {target} doesn't hold",
    "check the id, or add it to {target} first",
)


def check_references(
    records: Iterable[Record],
    f: Field,
    known: Iterable[str],
    target: str,
    report: Report,
    message: Message = NO_REFERENCE,
) -> None:
    """Every value of field `f` stands in `known`, the ids that `target` (a place in words) holds."""
    ids = {key for key in known if key is not None}
    for record in records:
        value = getattr(record, f.attribute)
        if value is not None and value not in ids:
            near = nearest(value, sorted(ids)) if len(ids) < 2000 else None
            hint = f"最接近的是“{near}”。" if near else ""
            report.add(message, at(record, f.key), label=f.label, value=value, target=target, hint=hint)


def is_id(f: Field) -> bool:
    """Whether a field holds the id of its own record."""
    return type(f.type) is Id
