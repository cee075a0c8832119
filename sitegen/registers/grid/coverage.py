"""Which grids serve which households: by the list of households where there is one, else by grids' own counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from sitegen import formats
from sitegen.languages import word
from sitegen.registers.board import Board
from sitegen.tables import Record
from sitegen.trees import Tree

NO_GROUP = word("没有写组")
_BETWEEN = re.compile(r"[、，,；;\s]+")


class Cover(Struct, frozen=True):
    """The households of a group, or of all: how many are served by a grid; `missing` and `twice` by their ids."""

    group: str
    households: int
    missing: tuple[str, ...]
    twice: tuple[str, ...]

    @property
    def covered(self) -> int:
        """How many households belong to a grid."""
        return self.households - len(self.missing)

    @property
    def rate(self) -> Decimal | None:
        """Covered of all, in per cent with 2 decimals."""
        return formats.rate(self.covered, self.households)


class Served(Struct, frozen=True):
    """The households of a group that one grid serves."""

    group: str
    grid: str
    households: tuple[str, ...]


class Coverage(Struct, frozen=True):
    """Who is served by which grid. Empty without a list of households."""

    groups: tuple[Cover, ...] = ()
    served: tuple[Served, ...] = ()
    total: Cover | None = None

    def of_grid(self, grids: Iterable[str]) -> tuple[Served, ...]:
        """What of it these grids serve."""
        wanted = set(grids)
        return tuple(served for served in self.served if served.grid in wanted)


def households_in_force(board: Board) -> list[Record]:
    """The listed households that exist on the day of the build."""
    if not board.table("households"):
        return []
    from sitegen.registers.points.laws import in_force

    return [household for household in board.table("households") if in_force(household, board.day)]


def ids_by_name(grids: Collection[Record]) -> dict[str, list[str]]:
    """The grids that a household's `grid` may mean: the one of that id, else those of that name."""
    found: dict[str, list[str]] = {}
    for grid in grids:
        found.setdefault(grid.name, []).append(grid.id)
    return {**found, **{grid.id: [grid.id] for grid in grids}}


def cover(board: Board, grids: Mapping[str, Record], tree: Tree) -> Coverage:
    """The coverage of a sound board.

    A household belongs to the grid that it names; where it names none, to the lowest grids whose scope names
    its group. It is covered twice where two of those are of the same level and kind.
    """
    households = households_in_force(board)
    if not households:
        return Coverage()
    lowest = [grids[key] for key in tree.leaves()]
    by_group: dict[str, list[str]] = {}
    for grid in lowest:
        for group in filter(None, _BETWEEN.split(grid.scope or "")):
            by_group.setdefault(group, []).append(grid.id)
    named = ids_by_name(grids.values())
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for household in households:
        serving = named.get(household.grid) or by_group.get(household.group or "", [])
        found.setdefault(household.group or NO_GROUP, []).append((household.id, serving))
    groups = tuple(_cover(group, members, grids) for group, members in found.items())
    everyone = [member for members in found.values() for member in members]
    return Coverage(groups, tuple(_served(found)), _cover("合计", everyone, grids))


def _cover(group: str, members: Sequence[tuple[str, list[str]]], grids: Mapping[str, Record]) -> Cover:
    return Cover(
        group,
        len(members),
        tuple(household for household, serving in members if not serving),
        tuple(household for household, serving in members if _twice(serving, grids)),
    )


def _twice(serving: Sequence[str], grids: Mapping[str, Record]) -> bool:
    sorts = [(grids[key].level, grids[key].kind) for key in serving]
    return len(set(sorts)) < len(sorts)


def _served(found: Mapping[str, Sequence[tuple[str, list[str]]]]) -> Iterable[Served]:
    for group, members in found.items():
        by_grid: dict[str, list[str]] = {}
        for household, serving in members:
            for grid in serving:
                by_grid.setdefault(grid, []).append(household)
        yield from (Served(group, grid, tuple(ids)) for grid, ids in by_grid.items())
