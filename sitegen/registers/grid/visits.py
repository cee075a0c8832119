"""What the visits of a year come to: by grid, by kind, by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from sitegen.tables import Record
from sitegen.trees import Tree


class VisitRow(Struct, frozen=True):
    """Visits under one heading (a grid's id, or a month), by the year's kinds."""

    key: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


class GridVisits(Struct, frozen=True):
    """The visits in one grid itself and, in `with_below`, in those below it too."""

    row: VisitRow
    with_below: int
    last: date | None


class VisitYear(Struct, frozen=True):
    """The visits of a year. `grids` holds every grid in tree order, `without` the ids of those in which, and
    below which, there was none."""

    year: int
    kinds: tuple[str, ...]
    months: tuple[VisitRow, ...]
    grids: tuple[GridVisits, ...]
    without: tuple[str, ...]
    totals: tuple[int, ...]

    @property
    def total(self) -> int:
        """All visits of the year."""
        return sum(self.totals)


def visit_years(visits: Iterable[Record], tree: Tree) -> tuple[VisitYear, ...]:
    """The visits by year, the newest year first."""
    by_year: dict[int, list[Record]] = {}
    for visit in visits:
        by_year.setdefault(visit.date.year, []).append(visit)
    return tuple(_year(year, by_year[year], tree) for year in sorted(by_year, reverse=True))


def _year(year: int, visits: Sequence[Record], tree: Tree) -> VisitYear:
    totals = Counter[str]()
    months: dict[str, Counter[str]] = {}
    grids: dict[str, Counter[str]] = {}
    last: dict[str, date] = {}
    for visit in visits:
        totals[visit.kind] += visit.count
        months.setdefault(f"{visit.date:%Y-%m}", Counter())[visit.kind] += visit.count
        grids.setdefault(visit.grid, Counter())[visit.kind] += visit.count
        last[visit.grid] = max(visit.date, last.get(visit.grid, visit.date))
    kinds = tuple(sorted(totals, key=lambda kind: (-totals[kind], kind)))
    own = {key: sum(grids[key].values()) for key in grids}
    with_below = {key: sum(own.get(other, 0) for other in (key, *tree.below(key))) for key in tree}
    return VisitYear(
        year,
        kinds,
        tuple(_row(month, months[month], kinds) for month in sorted(months, reverse=True)),
        tuple(
            GridVisits(_row(key, grids.get(key, {}), kinds), with_below[key], last.get(key)) for key in tree
        ),
        tuple(key for key in tree if not with_below[key]),
        tuple(totals[kind] for kind in kinds),
    )


def _row(key: str, counts: Mapping[str, int], kinds: Sequence[str]) -> VisitRow:
    return VisitRow(key, tuple(counts.get(kind, 0) for kind in kinds))
