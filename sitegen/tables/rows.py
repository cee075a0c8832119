"""The records of a long CSV, column by column: of thousands few are ever looked at one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, overload

from sitegen.sources.csv import Sheet
from sitegen.tables.record import Record

if TYPE_CHECKING:
    from sitegen.tables import Table


def picker(places: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Picks what stands at these places, in their order, out of a column."""
    if len(places) > 1:
        return itemgetter(*places)
    # Of a single place it gives no tuple.
    return lambda column: [column[place] for place in places]


class Rows(Sequence[Record]):
    """Reads like a list of records; each is made when it is asked for. What is changed is changed in the columns."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._columns: dict[str, list[Any]] = {f.key: [] for f in table.fields}
        self._rows: list[int] = []
        self._parts: list[int] = []
        self._sheets: list[tuple[Sheet, dict[str, int]]] = []
        self._ordered: dict[str, list[tuple[str, list[int]]]] = {}

    def add(
        self, sheet: Sheet, indices: dict[str, int], rows: Sequence[int], columns: dict[str, list[Any]]
    ) -> None:
        """Put the rows of a file below those that are there: its columns by key (`indices`: where they stand in it)."""
        self._rows += rows
        self._parts += [len(self._sheets)] * len(rows)
        self._sheets.append((sheet, indices))
        for key, column in columns.items():
            self._columns[key] += column
        self._ordered.clear()

    def extend(self, others: Rows) -> None:
        """Put rows of other files below these."""
        before = len(self._sheets)
        self._sheets += others._sheets
        self._rows += others._rows
        self._parts += [before + part for part in others._parts]
        for key, column in others._columns.items():
            self._columns[key] += column
        self._ordered.clear()

    def column(self, key: str) -> list[Any]:
        """The values of a field, in the order of the rows."""
        return self._columns[key]

    @property
    def paths(self) -> list[str]:
        """The files that the rows come from."""
        return [sheet.source.path for sheet, _ in self._sheets]

    def ordered(self, key: str) -> list[tuple[str, list[int]]]:
        """The files that the rows come from: the path of each, and the places of its rows in the order of a field
        that is never masked, then that of the file; rows without a value there are left out."""
        if key not in self._ordered:
            column = self._columns[key]
            found: list[list[int]] = [[] for _ in self._sheets]
            for place, part in enumerate(self._parts):
                found[part].append(place)
            for places in found:
                places[:] = [place for place in places if column[place] is not None]
                places.sort(key=column.__getitem__)
            self._ordered[key] = list(zip(self.paths, found, strict=True))
        return self._ordered[key]

    def take(self, places: Sequence[int]) -> Rows:
        """Some of the rows, in the order of `places`."""
        taken = Rows(self.table)
        if places:
            pick = picker(places)
            taken._columns = {key: list(pick(column)) for key, column in self._columns.items()}
            taken._rows, taken._parts = list(pick(self._rows)), list(pick(self._parts))
        taken._sheets = list(self._sheets)
        return taken

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Record]:
        kept = self._sheets
        places = [
            (kept[part][0], row, kept[part][1]) for part, row in zip(self._parts, self._rows, strict=True)
        ]
        sources = [sheet.source for sheet, _, _ in places]
        return map(self.table.record_class, sources, places, *self._columns.values())

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Record | Rows:
        if isinstance(place, slice):
            return self.take(range(len(self))[place])
        sheet, indices = self._sheets[self._parts[place]]
        values = [column[place] for column in self._columns.values()]
        return self.table.record_class(sheet.source, (sheet, self._rows[place], indices), *values)
