"""The laws of grids that look beyond one record."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.diagnostics import Report, error, warning
from sitegen.registers.board import Board
from sitegen.registers.grid.coverage import cover, ids_by_name
from sitegen.tables import Record, at, check_references
from sitegen.trees import Tree, circles

CIRCLE = error(
    "grid.circle",
    "上级网格绕成了一个圈：{circle}。",
    "“上级网格”写管着它的那一个，最上一级空着；请改正其中一处。",
    "the grids above each other form a circle: {circle}",
    "name the grid directly above; leave it empty for the topmost",
)
SAME_LEVEL = warning(
    "grid.same-level",
    "这个网格和它的上级“{parent}”都写着“{level}”。",
    "下级的层级要低于上级，请核对“层级”和“上级网格”。",
    "this grid and the one above it (“{parent}”) have the same level “{level}”",
    "check “level” and “parent”",
)
BELOW_MORE = warning(
    "grid.below-more",
    "下级网格的{label}相加是 {computed}，比本网格的 {stated} 多（多 {difference}）。",
    "请核对：是不是有的算进了两个网格，或者本网格的数没有更新。",
    "the grids below add up to {computed} ({label}), more than the {stated} of this one",
    "check whether something is counted in two grids",
)
LISTED = warning(
    "grid.listed",
    "网格写的是 {stated} 户，户表里属于它和它下级的是 {listed} 户。",
    "请核对网格的“户数”，或户表里各户的“网格”。",
    "the grid states {stated} households, the list of households gives it {listed}",
    "check “households”, or the households' “grid”",
)
COVERED_MORE = warning(
    "grid.covered-more",
    "“{level}”各网格的户数相加是 {computed}，比全村的 {households} 户多，有的户算进了两个网格。",
    "请核对这一级各网格的“户数”，或 board.yaml 的户数。",
    "the grids of the level “{level}” have {computed} households, more than the {households} of the board",
    "check their “households”, or those of board.yaml",
)
SHARED_NAME = error(
    "grid.shared-name",
    "“网格”写的“{value}”是 {count} 个网格共用的名称，不知道是哪一个。",
    "请改写网格编号：{ids}。",
    "{count} grids bear the name “{value}”",
    "write the grid's id instead: {ids}",
)

_COUNTS = ("households", "population", "members")


def check_grids(board: Board, report: Report) -> None:
    """All laws of the grids and of the households that name them."""
    grids = board.table("grid")
    by_id = {grid.id: grid for grid in grids if grid.id}
    parents = {key: grid.parent for key, grid in by_id.items()}
    rings = circles(parents)
    for ring in rings:
        report.add(CIRCLE, at(by_id[ring[0]], "parent"), circle=" → ".join([*ring, ring[0]]))
    below: dict[str, list[Record]] = {}
    for grid in by_id.values():
        if grid.parent in by_id:
            below.setdefault(grid.parent, []).append(grid)
            _check_level(grid, by_id[grid.parent], report)
    for key, children in below.items():
        _check_counts(by_id[key], children, report)
    _check_households(board, list(by_id.values()), report)
    if not rings:
        _check_covered(board, by_id, Tree(parents), report)


def _check_level(grid: Record, parent: Record, report: Report) -> None:
    if grid is not parent and grid.level and grid.level == parent.level:
        report.add(SAME_LEVEL, at(grid, "level"), parent=parent.id, level=grid.level)


def _check_counts(grid: Record, children: Sequence[Record], report: Report) -> None:
    """What lies below a grid is part of it. Grids of different kinds (居住, 田园) may lie upon each other."""
    for key in _COUNTS:
        stated = getattr(grid, key)
        for kind in dict.fromkeys(child.kind for child in children):
            known = [value for c in children if c.kind == kind and (value := getattr(c, key)) is not None]
            if stated is not None and sum(known) > stated:
                report.add(
                    BELOW_MORE,
                    at(grid, key),
                    label=grid._table.by_key[key].label,
                    computed=sum(known),
                    stated=stated,
                    difference=sum(known) - stated,
                )


def _check_households(board: Board, grids: Sequence[Record], report: Report) -> None:
    """Every grid that a household names is there, and no two bear its name."""
    households = board.table("households")
    if not households:
        return
    if "points" not in board.folders:  # else the points register looks at its households
        known = [name for grid in grids for name in (grid.id, grid.name) if name]
        check_references(households, households[0]._table.by_key["grid"], known, "网格（grid/）", report)
    named = ids_by_name(grids)
    for household in households:
        ids = named.get(household.grid, [])
        if len(ids) > 1:
            place = at(household, "grid")
            report.add(SHARED_NAME, place, value=household.grid, count=len(ids), ids="、".join(ids))


def _check_covered(board: Board, grids: dict[str, Record], tree: Tree, report: Report) -> None:
    """The counts of grids agree with the list of households, and no level has more than there are."""
    coverage = cover(board, grids, tree)
    for key in tree if coverage.total else ():
        grid = grids[key]
        listed = {h for part in coverage.of_grid((key, *tree.below(key))) for h in part.households}
        if listed and grid.households is not None and grid.households != len(listed):
            report.add(LISTED, at(grid, "households"), stated=grid.households, listed=len(listed))
    total = board.info.households or (coverage.total.households if coverage.total else 0)
    sums: dict[tuple[str, str | None], int] = {}
    for grid in grids.values():
        sums[grid.level, grid.kind] = sums.get((grid.level, grid.kind), 0) + (grid.households or 0)
    for (level, kind), computed in sums.items():
        if total and computed > total:
            first = next(g for g in grids.values() if (g.level, g.kind) == (level, kind))
            values = {"level": level, "computed": computed, "households": total}
            report.add(COVERED_MORE, at(first, "households"), **values)
