"""Long tables are kept column by column, and read like lists of records."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import Report
from sitegen.fields import Field, Integer, Text
from sitegen.sources.csv import read_csv
from sitegen.sources.text import Source
from sitegen.tables import Rows, Table, at

TABLE = Table(
    "things",
    "东西",
    (Field("id", "编号", required=True), Field("count", "数量", Integer()), Field("name", "名", Text())),
)
CSV = "编号,数量\na,3\nb,\nc,x\n"


def rows_of(text: str, path: str = "things.csv") -> tuple[Rows, Report]:
    report = Report()
    return TABLE.read_rows(read_csv(Source(path, text), TABLE.example_header), report), report


def test_rows_are_the_records_that_the_sheet_gives() -> None:
    rows, report = rows_of(CSV)
    again = Report()
    records = TABLE.read_sheet(read_csv(Source("things.csv", CSV), TABLE.example_header), again)
    assert [(r.id, r.count, r.name, r.note) for r in rows] == [
        (r.id, r.count, r.name, r.note) for r in records
    ]
    assert [str(d.line) + d.code for d in report.diagnostics] == [
        str(d.line) + d.code for d in again.diagnostics
    ]
    assert [at(r, "count") for r in rows] == [at(r, "count") for r in records]
    assert at(rows[1], "id").line == 3


def test_what_is_changed_in_a_column_is_changed_in_the_records() -> None:
    rows, _ = rows_of(CSV)
    rows.column("name")[:] = ["甲", "乙", "丙"]
    assert [r.name for r in rows] == ["甲", "乙", "丙"] == [rows[n].name for n in range(3)]


def test_rows_of_several_files_know_where_each_stands() -> None:
    rows, _ = rows_of(CSV)
    more, _ = rows_of("编号,名\nd,丁\n", "more.csv")
    rows.extend(more)
    assert [(path, [rows[n].id for n in places]) for path, places in rows.ordered("id")] == [
        ("things.csv", ["a", "b", "c"]),
        ("more.csv", ["d"]),
    ]
    assert (at(rows[3], "name").file, at(rows[3], "name").line) == ("more.csv", 2)


@given(st.lists(st.integers(0, 2)))
def test_some_of_the_rows_in_any_order(places: list[int]) -> None:
    rows, _ = rows_of(CSV)
    taken = rows.take(places)
    assert [r.id for r in taken] == ["abc"[place] for place in places]
    assert [at(r).line for r in taken] == [place + 2 for place in places]
    taken.extend(rows)
    assert (len(rows), rows.paths) == (3, ["things.csv"])
