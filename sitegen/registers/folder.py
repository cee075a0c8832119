"""A register's folder: its files, read into records as they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitegen.diagnostics import ContentError, Place, Report
from sitegen.sources.csv import Sheet, read_csv
from sitegen.sources.text import Shelf, Source, read_source
from sitegen.sources.yaml import read_yaml
from sitegen.sources.yaml_nodes import YamlMap
from sitegen.tables import Record, Rows, Table


@dataclass
class Folder:
    """A register's folder: its files by name (from the folder), read once as they are asked for, or taken from
    the `shelf`."""

    directory: Path
    shown: str
    files: Sequence[str]
    shelf: Shelf | None = None
    sources: list[Source] = field(default_factory=list)

    def named(self, *endings: str) -> list[str]:
        """The files at the top of the folder whose names end so."""
        return [name for name in self.files if name.lower().endswith(endings) and "/" not in name]

    def source(self, name: str, report: Report) -> Source | None:
        """The text of a file; None (and a report) where it can't be read."""
        try:
            source = read_source(self.directory / name, f"{self.shown}/{name}", report, self.shelf)
        except ContentError as failure:
            report.add(failure.message, failure.place, **failure.values)
            return None
        self.sources.append(source)
        return source

    def csv(self, name: str, table: Table, report: Report) -> list[Record]:
        """The records of a CSV file; none where it can't be read."""
        source = self.source(name, report)
        if source is None:
            return []
        try:
            return table.read_sheet(_sheet(source, table), report)
        except ContentError as failure:
            report.add(failure.message, failure.place, **failure.values)
            return []

    def rows(self, name: str, table: Table, report: Report) -> Rows:
        """The records of a long CSV file, column by column, not to be changed; none where it can't be read. No laws
        are applied."""
        source = self.source(name, report)
        if source is None:
            return Rows(table)
        if table in source.parsed:
            return source.parsed[table]  # type: ignore[no-any-return]
        before = len(report.diagnostics)
        try:
            rows = table.read_rows(_sheet(source, table), report)
        except ContentError as failure:
            report.add(failure.message, failure.place, **failure.values)
            return Rows(table)
        if self.shelf is not None and len(report.diagnostics) == before:
            source.parsed[table] = rows
        return rows

    def yaml(self, name: str, table: Table, report: Report) -> Record | None:
        """The record of a YAML file that holds one mapping; None where it can't be read."""
        found = self._node(name, report)
        if found is None:
            return None
        node, source = found
        return table.read_map(node, source, source.place(1, 1), report)

    def yaml_list(self, name: str, table: Table, report: Report) -> list[Record]:
        """The records of a YAML file that holds a list of them, bare or under the table's key or label."""
        found = self._node(name, report)
        if found is None:
            return []
        node, source = found
        if isinstance(node, YamlMap) and len(node) == 1:
            ((key, inner),) = node.items()
            if key in (table.key, table.label):
                return table.read_list(inner, source, source.place(*node.marks[key][2:]), report)
        return table.read_list(node, source, source.place(1, 1), report)

    def _node(self, name: str, report: Report) -> tuple[Any, Source] | None:
        """What a YAML file holds; None (and a report) where it can't be read."""
        source = self.source(name, report)
        if source is None:
            return None
        try:
            if read_yaml not in source.parsed:
                source.parsed[read_yaml] = read_yaml(source)
            return source.parsed[read_yaml], source
        except ContentError as failure:
            report.add(failure.message, failure.place, **failure.values)
            return None

    def place(self, name: str = "") -> Place:
        """A file of the folder (or the folder) as a place."""
        return Place(f"{self.shown}/{name}" if name else self.shown)


def _sheet(source: Source, table: Table) -> Sheet:
    """The cells of a CSV file. Raises ContentError."""
    if Sheet not in source.parsed:
        source.parsed[Sheet] = read_csv(source, table.example_header)
    return source.parsed[Sheet]  # type: ignore[no-any-return]
