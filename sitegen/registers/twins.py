"""Records as they stand in data files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.fields import Many, One
from sitegen.registers.board import Twin
from sitegen.tables import Record, Table


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
