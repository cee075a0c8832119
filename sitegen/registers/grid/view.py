"""The grids of a board as its pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from sitegen import formats
from sitegen.registers.board import Board
from sitegen.registers.grid.coverage import Coverage, Served, cover
from sitegen.registers.grid.visits import VisitYear, visit_years
from sitegen.tables import Record
from sitegen.trees import Tree

_BETWEEN_NAMES = re.compile(r"[、，,；;/\s]+")


class Visit(Struct, frozen=True):
    """One line of the record of visits."""

    on: date
    kind: str
    count: int
    note: str | None


class Grid(Struct, frozen=True):
    """One grid. `listed` counts the households of the list that belong to it or to those below it."""

    id: str
    name: str
    level: str
    kind: str | None
    depth: int
    above: tuple[str, ...]
    children: tuple[str, ...]
    scope: str | None
    households: int | None
    listed: int | None
    population: int | None
    members: int | None
    leader: str | None
    officers: str | None
    phone: str | None
    note: str | None
    served: tuple[Served, ...]
    visits: tuple[Visit, ...]

    @property
    def page(self) -> str:
        """Its page, from the register's folder."""
        return f"{self.id}.html"

    @property
    def persons(self) -> tuple[str, ...]:
        """The names of those who lead it or work in it."""
        return names_in(self.leader, self.officers)


class Level(Struct, frozen=True):
    """The grids of one level and kind. `households` is None where none of them states a number."""

    label: str
    kind: str | None
    grids: tuple[str, ...]
    parents: int
    households: int | None
    silent: int
    """How many of them state no households."""
    rate: Decimal | None
    officers: int

    @property
    def per_parent(self) -> Decimal | None:
        """How many a grid above them has on average, with 1 decimal; None for the topmost."""
        return formats.quotient(len(self.grids), self.parents, 1)


class GridView(Struct, frozen=True):
    """All that the register's pages show of a board."""

    grids: Mapping[str, Grid]
    levels: tuple[Level, ...]
    depth: int
    lowest: int
    """How many grids have none below them."""
    officers: int
    coverage: Coverage
    covered: int | None
    households: int | None
    years: tuple[VisitYear, ...]
    updated: date | None
    next_change: date | None
    households_have_pages: bool

    @property
    def rate(self) -> Decimal | None:
        """The share of the board's households that a grid covers, in per cent with 2 decimals."""
        return None if self.covered is None else formats.rate(self.covered, self.households or 0)

    def leader_of(self, key: str) -> Grid:
        """The grid itself or the nearest above it that names a leader; the grid itself where none does."""
        line = (key, *reversed(self.grids[key].above))
        return next((self.grids[k] for k in line if self.grids[k].leader), self.grids[key])


def names_in(*texts: str | None) -> tuple[str, ...]:
    """The names in fields that may hold several, each once."""
    found = [name for text in texts if text for name in _BETWEEN_NAMES.split(text) if name]
    return tuple(dict.fromkeys(found))


def derive(board: Board) -> GridView | None:
    """The view of a sound board's grids; None where it has none."""
    records = {record.id: record for record in board.table("grid")}
    if not records:
        return None
    tree = Tree({key: record.parent for key, record in records.items()})
    coverage = cover(board, records, tree)
    past = [visit for visit in board.table("grid-visits") if visit.date <= board.day]
    total = board.info.households or (coverage.total.households if coverage.total else None)
    grids = {grid.id: grid for grid in _grids(records, tree, coverage, past)}
    return GridView(
        grids=grids,
        levels=tuple(_levels(grids, total)),
        depth=max(tree.depth.values()),
        lowest=len(tree.leaves()),
        officers=len({name for grid in grids.values() for name in grid.persons}),
        coverage=coverage,
        covered=coverage.total.covered if coverage.total else _stated(grids.values()),
        households=total,
        years=visit_years(past, tree),
        updated=max((visit.date for visit in past), default=None),
        next_change=min((v.date for v in board.table("grid-visits") if v.date > board.day), default=None),
        households_have_pages="points" in board.folders,
    )


def _grids(
    records: Mapping[str, Record], tree: Tree, coverage: Coverage, visits: Sequence[Record]
) -> Iterable[Grid]:
    by_grid: dict[str, list[Visit]] = {}
    for visit in sorted(visits, key=lambda visit: visit.date, reverse=True):
        by_grid.setdefault(visit.grid, []).append(Visit(visit.date, visit.kind, visit.count, visit.note))
    for key in tree:
        record = records[key]
        served = coverage.of_grid((key, *tree.below(key)))
        yield Grid(
            id=key,
            name=record.name,
            level=record.level,
            kind=record.kind,
            depth=tree.depth[key],
            above=tuple(tree.above(key)),
            children=tuple(tree.children.get(key, ())),
            scope=record.scope,
            households=record.households,
            listed=len({h for part in served for h in part.households}) if coverage.total else None,
            population=record.population,
            members=record.members,
            leader=record.leader,
            officers=record.officers,
            phone=record.phone,
            note=record.note,
            served=served,
            visits=tuple(by_grid.get(key, ())),
        )


def _levels(grids: Mapping[str, Grid], total: int | None) -> Iterable[Level]:
    """The grids by level and kind, the topmost first."""
    found: dict[tuple[str, str | None], list[Grid]] = {}
    for grid in sorted(grids.values(), key=lambda grid: grid.depth):
        found.setdefault((grid.level, grid.kind), []).append(grid)
    for (label, kind), members in found.items():
        known = [grid.households for grid in members if grid.households is not None]
        yield Level(
            label,
            kind,
            tuple(grid.id for grid in members),
            len({grid.above[-1] for grid in members if grid.above}),
            sum(known) if known else None,
            len(members) - len(known),
            formats.rate(sum(known), total or 0) if known else None,
            len({name for grid in members for name in grid.persons}),
        )


def _stated(grids: Iterable[Grid]) -> int | None:
    """The households that the lowest grids of one kind state together: of the kind that has the most."""
    by_kind: dict[str | None, int] = {}
    for grid in grids:
        if not grid.children and grid.households is not None:
            by_kind[grid.kind] = by_kind.get(grid.kind, 0) + grid.households
    return max(by_kind.values(), default=None)
