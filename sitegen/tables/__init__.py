"""A table: the one definition from which reading, checking, labels, pages, twins and schemas follow.

Reading a table gives records: objects with one attribute a field, that know the place of every value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from msgspec import defstruct

from sitegen.diagnostics import Place, Report
from sitegen.fields import Field, plain_name
from sitegen.sources.csv import Sheet
from sitegen.sources.text import Source
from sitegen.tables import maps, sheets
from sitegen.tables.identity import check_references, check_unique, is_id
from sitegen.tables.maps import MISSING
from sitegen.tables.record import Record, at
from sitegen.tables.rows import Rows
from sitegen.tables.values import FORBIDDEN

__all__ = [
    "FORBIDDEN",
    "MISSING",
    "Law",
    "Record",
    "Rows",
    "Table",
    "at",
    "check_references",
    "check_unique",
    "is_id",
]

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
    def defaults(self) -> dict[str, Any]:
        """What a record holds by the fields' keys where nothing is written."""
        return {f.key: f.default for f in self.fields}

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """The fields that every record must fill in."""
        return tuple(f for f in self.fields if f.required)

    @cached_property
    def record_class(self) -> type[Record]:
        """The class of this table's records: an attribute for each of its fields, in their order."""
        name = "".join(part.title() for part in self.key.replace("_", "-").split("-")) or "Row"
        attributes = [f.attribute for f in self.fields]
        return defstruct(name, attributes, bases=(Record,), namespace={"_table": self}, eq=False)  # type: ignore[return-value]

    @property
    def example_header(self) -> str:
        """A header row of the required columns."""
        return ",".join(f.label for f in self.required)

    def named(self, name: str) -> Field | None:
        """The field that may be written as `name`."""
        return self.names.get(plain_name(name))

    def read_sheet(self, sheet: Sheet, report: Report) -> list[Record]:
        """The records of a CSV; reports every value that can't be read. Checks and drops a total row."""
        return sheets.read_sheet(self, sheet, report)

    def read_rows(self, sheet: Sheet, report: Report) -> Rows:
        """The records of a long CSV, column by column. No laws are applied."""
        return sheets.read_rows(self, sheet, report)

    def read_map(self, node: Any, source: Source, place: Place, report: Report) -> Record | None:
        """The record of a YAML mapping, or None where it is no mapping."""
        return maps.read_map(self, node, source, place, report)

    def read_list(self, node: Any, source: Source, place: Place, report: Report) -> list[Record]:
        """The records of a YAML list of mappings (nothing at all is an empty list)."""
        return maps.read_list(self, node, source, place, report)

    def judge(self, records: list[Record], report: Report) -> list[Record]:
        """The same records, after the table's laws have looked at each."""
        for law in self.laws:
            for record in records:
                law(record, report)
        return records
