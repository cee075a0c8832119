"""CSV → header and rows, every cell with its physical line and column."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field

from sitegen.diagnostics import ContentError, Place, error
from sitegen.sources.text import Source

QUOTE = error(
    "csv.quote",
    "这里的双引号没有成对，后面的行被当成了同一格的内容。",
    '请补上或删去多余的双引号；内容里要写双引号时写两个（""），并给整格加引号。',
    "a double quote that opens here is not closed; following lines were taken for the same cell",
    "close or remove the quote; inside a quoted cell write it twice",
)
QUOTE_TEXT = error(
    "csv.quote-text",
    "这一格的双引号关上以后还有字。",
    '请给整格加双引号，格里面的双引号换成中文引号“”，或写两个（""）。',
    "text follows a closing double quote in this cell",
    "quote the whole cell; write a quote inside it twice",
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
SEPARATOR = error(
    "csv.separator",
    "这张表用“{separator}”分隔，不是英文逗号。",
    "请把分隔符换成英文逗号“,”，或在 Excel 里另存为“CSV UTF-8（逗号分隔）”。",
    "this table is separated by “{separator}”",
    "separate cells by ASCII commas",
)


@dataclass
class Sheet:
    """A table as it stands in the file: header cells, rows of cells and each row's first physical line.

    Every row is as wide as the header; `surplus` holds the rows (by index) that had more cells, and how many.
    """

    source: Source
    header: list[str]
    header_line: int
    rows: list[list[str]]
    lines: list[int]
    surplus: dict[int, int] = field(default_factory=dict)

    def place(self, row: int, column: int | None = None) -> Place:
        """Where row `row` (from 0), or its cell in `column`, stands."""
        return _cell_place(self.source, self.lines[row], column or 0)

    def header_place(self, column: int = 0) -> Place:
        """Where a header cell stands."""
        return _cell_place(self.source, self.header_line, column)


def read_csv(source: Source, example_header: str) -> Sheet:
    """Parse a CSV; rows without any value are skipped. Raises ContentError where it can't be read."""
    rows, lines = _split(source)
    if not rows:
        raise ContentError(EMPTY, source.place(1, 1), header=example_header)
    header = [cell.strip() for cell in rows[0]]
    _check_separator(source, header, lines[0])
    sheet = Sheet(source, header, lines[0], rows[1:], lines[1:])
    width = len(header)
    for index, row in enumerate(sheet.rows):
        if len(row) > width:
            if any(cell.strip() for cell in row[width:]):
                sheet.surplus[index] = len(row)
            del row[width:]
        elif len(row) < width:
            _check_separator(source, row, sheet.lines[index], least=width - 1)
            row.extend([""] * (width - len(row)))
    return sheet


def _check_separator(source: Source, cells: list[str], line: int, least: int = 1) -> None:
    """Refuse a row that is one cell, with at least `least` separators of another kind in it."""
    filled = [cell for cell in cells if cell]
    if len(filled) != 1 or not least:
        return
    if filled[0].count("\t") >= least:
        raise ContentError(TABS, source.place(line, 1))
    for separator in "，;；|":
        if filled[0].count(separator) >= least:
            raise ContentError(SEPARATOR, source.place(line, 1), separator=separator)


def _split(source: Source) -> tuple[list[list[str]], list[int]]:
    if '"' not in source.text:
        numbers = [number for number, line in enumerate(source.lines) if line and line.strip(" ,\t")]
        return [source.lines[number].split(",") for number in numbers], [number + 1 for number in numbers]
    try:
        parsed = list(csv.reader(source.lines, strict=True))
    except csv.Error:
        return _split_spanning(source)
    if len(parsed) < len(source.lines):
        return _split_spanning(source)
    numbers = [number for number, row in enumerate(parsed) if (text := "".join(row)) and not text.isspace()]
    return [parsed[number] for number in numbers], [number + 1 for number in numbers]


def _split_spanning(source: Source) -> tuple[list[list[str]], list[int]]:
    """The rows of a table in which a cell may span lines, or is not closed."""
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(source.text, newline=""), strict=True)
    start = 1
    try:
        for row in reader:
            if any(row) and not "".join(row).isspace():
                if (
                    reader.line_num > start
                    and rows
                    and _swallowed(source, start, reader.line_num, len(rows[0]))
                ):
                    raise ContentError(QUOTE, _quote_place(source, start))
                rows.append(row)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error:
        within = reader.line_num == start and source.lines[start - 1].count('"') % 2 == 0
        raise ContentError(QUOTE_TEXT if within else QUOTE, _quote_place(source, start)) from None
    return rows, lines


def _swallowed(source: Source, first: int, last: int, width: int) -> bool:
    """Whether each of the physical lines of one row is a row by itself: a stray quote took them together."""
    return last > first and all(
        line.count(",") >= max(width - 1, 1) for line in source.lines[first - 1 : last]
    )


def _quote_place(source: Source, line: int) -> Place:
    """Where the quoted cell opens, in the row that begins on `line`, that doesn't close before a comma."""
    text = source.lines[line - 1]
    at = 0
    while opening := _OPENING.search(text, at):
        end = _closing(text, opening.end())
        if end is None or text[end : end + 1] not in ("", ","):
            return source.place(line, opening.end())
        at = end
    return source.place(line, 1)


_OPENING = re.compile(r'(?:^|(?<=,))"')


def _cell_place(source: Source, line: int, column: int) -> Place:
    """Where cell `column` of the row that begins on `line` stands: a quoted cell may span lines."""
    text = source.lines[line - 1]
    at = 0
    for _ in range(column):
        if text[at : at + 1] == '"':
            while (end := _closing(text, at + 1)) is None and line < len(source.lines):
                line += 1
                text, at = source.lines[line - 1], -1
            at = len(text) if end is None else end
        comma = text.find(",", at)
        if comma < 0:
            return source.place(line, len(text) + 1)
        at = comma + 1
    return source.place(line, at + 1)


def _closing(text: str, start: int) -> int | None:
    """The position after the quote that closes a cell (a doubled one does not); None where none does."""
    match = _CLOSING.match(text, start)
    return match.end() if match else None


_CLOSING = re.compile(r'(?:[^"]|"")*"')
