"""CSV as spreadsheets leave it: every cell with its physical line and column."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import ContentError
from sitegen.sources.csv import Sheet, read_csv
from sitegen.sources.text import Source

HEADER = "编号,名称,金额,面积\n"


def sheet_of(text: str) -> Sheet:
    return read_csv(Source("t.csv", text), "编号,名称")


def refusal(text: str) -> tuple[str, int, int]:
    with pytest.raises(ContentError) as raised:
        sheet_of(text)
    return raised.value.message.code, raised.value.place.line, raised.value.place.column


def test_rows_know_their_lines_and_blank_ones_are_skipped() -> None:
    sheet = sheet_of("\n" + HEADER + "a,甲,1,2\n\n,,,\nb,乙,3,4\n")
    assert sheet.header_line == 2
    assert sheet.rows == [["a", "甲", "1", "2"], ["b", "乙", "3", "4"]]
    assert sheet.lines == [3, 6]


def test_short_rows_are_filled_and_long_ones_counted() -> None:
    sheet = sheet_of(HEADER + "a,甲\nb,乙,1,2,,\nc,丙,1,2,3\n")
    assert [len(row) for row in sheet.rows] == [4, 4, 4]
    assert sheet.surplus == {2: 5}


def test_a_cell_stands_where_its_text_begins() -> None:
    sheet = sheet_of('编号,名称,金额,面积\n"a","甲,乙",5" 管,2\nb,"一""二",3,4\n')
    assert [sheet.place(0, column)[1:] for column in range(4)] == [(2, 1), (2, 5), (2, 11), (2, 16)]
    assert sheet.place(1, 3)[1:] == (3, 12)
    assert sheet.header_place(2)[1:] == (1, 7)


def test_cells_after_one_of_several_lines_stand_on_the_line_they_stand_on() -> None:
    sheet = sheet_of(HEADER + 'a,"甲\n乙,子\n丙",3,4\nb,丁,5,6\n')
    assert sheet.place(0, 1)[1:] == (2, 3)
    assert sheet.place(0, 2)[1:] == (4, 4)
    assert sheet.place(0, 3)[1:] == (4, 6)
    assert sheet.lines == [2, 5]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        pytest.param("", "csv.empty", 1, 1, id="nothing at all"),
        pytest.param("\n,,,\n", "csv.empty", 1, 1, id="commas only"),
        pytest.param(HEADER + 'a,"甲,1,2\nb,乙,1,2\n', "csv.quote", 2, 3, id="quote never closed"),
        pytest.param(HEADER + 'a,甲,1,2\nb,乙,1,"2\n', "csv.quote", 3, 7, id="quote open at the end"),
        pytest.param(
            HEADER + 'a,"甲,1,2\nb,乙,1,2\nc,"丙",1,2\n', "csv.quote", 2, 3, id="quote met by a later one"
        ),
        pytest.param(
            HEADER + 'a,"甲,1,2\nb,乙,1,2\nc,丙",1,2\n', "csv.quote", 2, 3, id="quote that swallows rows"
        ),
        pytest.param(
            HEADER + '"a","甲,1,2\nb,乙",1,2\n', "csv.quote", 2, 5, id="the second quote of the row is open"
        ),
        pytest.param(HEADER + 'a,"甲"乙,1,2\n', "csv.quote-text", 2, 3, id="text after a quote"),
        pytest.param("编号\t名称\na\t甲\n", "csv.tabs", 1, 1, id="tabs"),
        pytest.param("编号;名称\na;甲\n", "csv.separator", 1, 1, id="semicolons"),
        pytest.param("编号，名称\na，甲\n", "csv.separator", 1, 1, id="full-width commas"),
        pytest.param("编号|名称\na|甲\n", "csv.separator", 1, 1, id="bars"),
        pytest.param(HEADER + "a，甲，1，2\n", "csv.separator", 2, 1, id="full-width commas in a row"),
    ],
)
def test_what_can_not_be_read_is_refused_where_it_begins(
    text: str, code: str, line: int, column: int
) -> None:
    assert refusal(text) == (code, line, column)


def test_quotes_inside_a_cell_and_commas_on_several_lines_are_text() -> None:
    sheet = sheet_of(HEADER + '甲"乙"丙,x,1,2\na,"一, 二\n三, 四",1,2\n')
    assert [row[0] for row in sheet.rows] == ['甲"乙"丙', "a"]
    assert sheet.rows[1][1] == "一, 二\n三, 四"


CELL = st.text(alphabet=st.sampled_from(list("a甲1. \"'，")), min_size=1, max_size=6).filter(str.strip)


@given(st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=6))
def test_what_a_spreadsheet_writes_is_read_back_and_placed(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    sheet = sheet_of(HEADER + out.getvalue())
    assert sheet.rows == rows
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = sheet.place(number, column)
            written = '"' + cell.replace('"', '""') + '"'
            assert sheet.source.lines[place.line - 1][place.column - 1 :].startswith(written)


@given(st.text(alphabet=st.sampled_from(list('a甲,"\n；，\t')), max_size=60))
def test_whatever_is_typed_is_read_or_refused_inside_the_file(text: str) -> None:
    source = Source("t.csv", HEADER + text)
    try:
        sheet = read_csv(source, "编号")
        places = [sheet.place(row, column) for row in range(len(sheet.rows)) for column in range(4)]
    except ContentError as refused:
        places = [refused.place]
    assert all(1 < place.line <= len(source.lines) and place.column >= 1 for place in places)
