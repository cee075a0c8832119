"""Twins of long tables, which are written column by column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.exports.twins import write_twin
from sitegen.registers.board import LongTable, LongValue, Twin

VALUES = (
    st.none()
    | st.integers(-200, 200)
    | st.sampled_from(["", "张三", "-1", "=1+1", '说"好"', "a,b", "两\n行", "5%s"])
)


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=6))
def test_a_long_table_is_written_as_any_other(rows: list[tuple[LongValue, LongValue, LongValue]]) -> None:
    names = ("date", "rule", "note")
    plain = Twin("entries", [dict(zip(names, row, strict=True)) for row in rows], names, rows)
    columns = LongTable({name: [row[number] for row in rows] for number, name in enumerate(names)})
    assert dict(write_twin(Twin("entries", columns))) == dict(write_twin(plain))
