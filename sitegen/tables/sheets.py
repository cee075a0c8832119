"""CSV → records, column by column; a last row of sums is compared with them and dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import Report, error
from sitegen.fields import BadValue, Choice, Field, plain_name
from sitegen.guard.columns import forbidden_column
from sitegen.sources.csv import CELLS, Sheet
from sitegen.tables.maps import MISSING, TWICE
from sitegen.tables.record import Record
from sitegen.tables.rows import Rows
from sitegen.tables.values import quotable, report_unknown, warn_unusual

if TYPE_CHECKING:
    from sitegen.tables import Table

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
NAMELESS = error(
    "table.nameless-column",
    "第 {number} 列有内容，却没有表头。",
    "请给这一列写上表头，或删去这一列。",
    "column {number} holds values but has no header",
    "give it a header or delete it",
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
_ORDINALS = frozenset(["序号", "编次", "no", "no."])
_TOTALS = frozenset(["合计", "总计", "总合计"])
_SUM = re.compile(r"(?:[本全按]?[页月季年村组]?(?:[合总小累共]计|总合计))(?:[(:\d].*)?")
_ROWS_ABOVE_HEADER = 5
_Columns = dict[int, Field]


def read_sheet(table: Table, sheet: Sheet, report: Report) -> list[Record]:
    """The records of a CSV; reports every value that can't be read. Checks and drops a total row."""
    return table.judge(list(read_rows(table, sheet, report)), report)


def read_rows(table: Table, sheet: Sheet, report: Report) -> Rows:
    """The same, column by column; no laws are applied."""
    read = Rows(table)
    columns = _columns(table, sheet, report)
    if columns is None:
        return read
    for row, found in sheet.surplus.items():
        report.add(CELLS, sheet.place(row), found=found, expected=len(sheet.header))
    rows = _record_rows(sheet, columns, report)
    cells = [sheet.rows[number] for number in rows]
    values = {f.key: [f.default] * len(rows) for f in table.fields}
    turned = list(zip(*cells, strict=True)) or [()] * len(sheet.header)
    for index, f in columns.items():
        values[f.key] = _read_column(f, turned[index], sheet, rows, index, report)
    read.add(sheet, {f.key: index for index, f in columns.items()}, rows, values)
    if len(sheet.rows) - 1 not in rows and sheet.rows:
        _check_total(sheet, columns, values, report)
    return read


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
            report_unknown(table, name, sheet.header_place(index), report)
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
            report_unknown(table, name, sheet.header_place(index), report)
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


def _read_column(
    f: Field, column: Sequence[str], sheet: Sheet, rows: Sequence[int], index: int, report: Report
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
    return list(map(values.__getitem__, column))


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
        report.add(bad.message, sheet.place(row, column), **quotable(f, bad))
        return None
    if isinstance(f.type, Choice):
        warn_unusual(f, value, sheet.place(row, column), report)
    return value


def _check_total(sheet: Sheet, columns: _Columns, values: dict[str, list[Any]], report: Report) -> None:
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
        computed = sum(value for value in values[f.key] if value is not None)
        if computed != stated:
            report.add(
                TOTAL,
                place,
                label=f.label,
                stated=f.type.show(stated),
                computed=f.type.show(computed),
                difference=f.type.show(stated - computed),
            )
