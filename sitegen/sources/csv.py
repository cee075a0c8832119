"""CSV → header and rows with physical line numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from sitegen.diagnostics import ContentError, Place, Report, error
from sitegen.sources.text import Source

QUOTE = error(
    "csv.quote",
    "这里的双引号没有成对，后面的行被当成了同一格的内容。",
    '请补上或删去多余的双引号；内容里要写双引号时写两个（""），并给整格加引号。',
    "a double quote that opens here is not closed; following lines were taken for the same cell",
    "close or remove the quote; inside a quoted cell write it twice",
)
CELLS = error(
    "csv.cells",
    "这一行有 {found} 格，表头只有 {expected} 格。",
    "请检查是不是多了逗号；内容里有英文逗号时给整格加双引号，金额不要带千分位逗号或加引号。",
    "this row has {found} cells, the header {expected}",
    "remove the extra comma, or put the cell that holds a comma in double quotes",
)
EMPTY = error(
    "csv.empty",
    "表是空的，连表头都没有。",
    "第一行请写表头，例如：{header}。",
    "the table is empty",
    "write a header in the first row, e.g. {header}",
)
TABS = error(
    "csv.tabs",
    "这张表用制表符（Tab）分隔，不是逗号。",
    "请在 Excel 里另存为“CSV UTF-8（逗号分隔）”。",
    "this table is separated by tabs",
    "save it as “CSV UTF-8 (comma delimited)”",
)
SEMICOLONS = error(
    "csv.separator",
    "这张表用“{separator}”分隔，不是英文逗号。",
    "请把分隔符换成英文逗号“,”，或在 Excel 里另存为“CSV UTF-8（逗号分隔）”。",
    "this table is separated by “{separator}”",
    "separate cells by ASCII commas",
)


@dataclass
class Sheet:
    """A table as it stands in the file: header cells, rows of cells and each row's first physical line."""

    source: Source
    header: list[str]
    rows: list[list[str]]
    lines: list[int]

    def place(self, row: int, column: int | None = None) -> Place:
        """Where row `row` (from 0), or its cell in `column`, stands."""
        line = self.lines[row]
        return self.source.place(
            line, 1 if column is None else _cell_start(self.source.lines[line - 1], column)
        )

    def header_place(self, column: int = 0) -> Place:
        """Where a header cell stands."""
        line = self._header_line
        return self.source.place(line, _cell_start(self.source.lines[line - 1], column))

    @property
    def _header_line(self) -> int:
        for number, line in enumerate(self.source.lines, 1):
            if line.strip(" ,\t"):
                return number
        return 1


def read_csv(source: Source, report: Report, example_header: str) -> Sheet:
    """Parse a CSV; rows without any value are skipped. Raises ContentError where it can't be read."""
    rows, lines = _split(source)
    if not rows:
        raise ContentError(EMPTY, source.place(1, 1), header=example_header)
    header = [cell.strip() for cell in rows[0]]
    if len([cell for cell in header if cell]) == 1:
        only = next(cell for cell in header if cell)
        if "\t" in only:
            raise ContentError(TABS, source.place(lines[0], 1))
        for separator in "，;；":
            if separator in only:
                raise ContentError(SEMICOLONS, source.place(lines[0], 1), separator=separator)
    sheet = Sheet(source, header, rows[1:], lines[1:])
    width = len(header)
    for index, row in enumerate(sheet.rows):
        if len(row) == width:
            continue
        if len(row) > width:
            if any(cell.strip() for cell in row[width:]):
                report.add(CELLS, sheet.place(index), found=len(row), expected=width)
            del row[width:]
        else:
            row.extend([""] * (width - len(row)))
    return sheet


def _split(source: Source) -> tuple[list[list[str]], list[int]]:
    rows: list[list[str]] = []
    lines: list[int] = []
    if '"' not in source.text:
        for number, line in enumerate(source.lines, 1):
            if line and line.strip(" ,\t"):
                rows.append(line.split(","))
                lines.append(number)
        return rows, lines
    reader = csv.reader(io.StringIO(source.text, newline=""), strict=True)
    start = 1
    try:
        for row in reader:
            if any(cell and not cell.isspace() for cell in row):
                if reader.line_num > start and _swallowed(row):
                    raise ContentError(QUOTE, source.place(start, 1))
                rows.append(row)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error:
        raise ContentError(QUOTE, source.place(start, 1)) from None
    return rows, lines


def _swallowed(row: list[str]) -> bool:
    """Whether a cell over several lines looks like rows that a stray quote swallowed."""
    return any(cell.count("\n") >= 1 and "," in cell for cell in row)


def _cell_start(line: str, column: int) -> int:
    """The 1-based character column where cell `column` of a physical line begins."""
    at = 0
    quoted = False
    for _ in range(column):
        while at < len(line) and (quoted or line[at] != ","):
            quoted ^= line[at] == '"'
            at += 1
        at += 1
    return min(at, len(line)) + 1
