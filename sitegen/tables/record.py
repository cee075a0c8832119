"""Records: the rows of tables, with the place of every value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct

from sitegen.diagnostics import Place
from sitegen.fields import plain_name
from sitegen.sources.csv import Sheet
from sitegen.sources.text import Source
from sitegen.sources.yaml_nodes import YamlMap

if TYPE_CHECKING:
    from sitegen.tables import Table


class Record(Struct, eq=False):
    """One row of a table. Values are attributes; `at(record, key)` tells where one stands."""

    _table: ClassVar[Table]
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
