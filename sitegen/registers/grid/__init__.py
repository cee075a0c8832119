"""The grids (网格) of a board: who looks after which households, and the visits paid there.

`tables` says what may be written, `laws` what must agree, `coverage` whom the grids serve, `visits` and
`view` what pages show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sitegen.diagnostics import Report
from sitegen.fields import Integer
from sitegen.languages import say
from sitegen.registers.beside import Mention, Objection
from sitegen.registers.board import Board, Page, Twin
from sitegen.registers.folder import Folder
from sitegen.registers.grid.laws import check_grids
from sitegen.registers.grid.tables import GRID, VISITS, names_to_ids
from sitegen.registers.grid.view import GridView, derive
from sitegen.registers.measures import Measure, Value
from sitegen.registers.register import Register
from sitegen.registers.table_laws import check_not_future
from sitegen.registers.twins import export_record, table_twin
from sitegen.tables import Record


class GridRegister(Register):
    """`grid/`: the grids in CSV files or YAML lists; beside them `visits.csv`."""

    key = "grid"
    label = "网格"
    disclosure = "affairs"
    order = 60
    tables = (GRID, VISITS)
    measures = (
        Measure("count", "网格", Integer(unit="个"), anchor="tree"),
        Measure("officers", "网格长、网格员", Integer(unit="人"), anchor="levels"),
        Measure("households", "户数", Integer(unit="户"), anchor="coverage"),
        Measure("covered", "管到的户", Integer(unit="户"), of="households", rate="覆盖率", anchor="coverage"),
        Measure("visits", "走访", Integer(unit="次"), anchor="visits"),
    )
    rank_by = "covered_rate"

    def read(self, folder: Folder, report: Report) -> Mapping[str, Sequence[Record]]:
        records = super().read(folder, report)
        names_to_ids(records[GRID.key], records[VISITS.key])
        return records

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        check_grids(board, report)
        check_not_future(board.table(VISITS.key), "date", board, report)

    def derive(self, board: Board) -> GridView | None:
        return derive(board)

    def pages(self, board: Board, view: GridView) -> Iterator[Page]:
        files = [("网格", "grid"), *([("走访", "grid-visits")] if view.years else [])]
        twins = tuple(
            (f"{label} {ending.upper()}", f"data/{name}.{ending}")
            for label, name in files
            for ending in ("json", "csv")
        )
        yield Page(
            "grid/index.html",
            "grid/index.html",
            self.label,
            {"view": view},
            description=say(
                "{name}的网格 {count} 个：管哪些户，网格长、网格员是谁",
                name=board.info.name,
                count=len(view.grids),
            ),
            twins=twins,
        )
        for grid in view.grids.values():
            above = tuple((view.grids[key].name, f"grid/{key}.html") for key in grid.above)
            yield Page(
                f"grid/{grid.page}",
                "grid/grid.html",
                grid.name,
                {"view": view, "grid": grid},
                description=say("{name}（{level}）的网格长、网格员和走访", name=grid.name, level=grid.level),
                crumbs=above,
                twins=twins,
            )

    def twins(self, board: Board, view: GridView) -> Iterator[Twin]:
        rows = [
            {**export_record(GRID, record), "depth": grid.depth, "children": len(grid.children)}
            for record in board.table(GRID.key)
            for grid in (view.grids[record.id],)
        ]
        yield Twin(GRID.key, rows, tuple(rows[0]), [list(row.values()) for row in rows])
        if visits := board.table(VISITS.key):
            yield table_twin(VISITS, visits)

    def say(self, board: Board) -> Iterator[tuple[str, Mention | Objection]]:
        """On the page of every household, which grid serves it and who its grid officer is."""
        yield from super().say(board)
        view: GridView = board.views[self.key]
        for part in view.coverage.served if view.households_have_pages else ():
            grid = view.grids[part.grid]
            officers = grid.officers or view.leader_of(part.grid).leader
            title = (
                say("{name}，网格员{officers}", name=grid.name, officers=officers) if officers else grid.name
            )
            mention = Mention(self.label, title, f"{self.key}/{grid.page}", "负责这一户")
            yield from ((f"points/households/{household}.html", mention) for household in part.households)

    def measure(self, board: Board, view: GridView) -> dict[str, Value]:
        # A rate over several boards holds only where each part has its whole: no households, nothing covered of them.
        return {
            "count": len(view.grids),
            "officers": view.officers or None,
            "households": view.households,
            "covered": view.covered if view.households is not None else None,
            "visits": sum(year.total for year in view.years) if view.years else None,
        }

    def updated(self, board: Board, view: GridView) -> date | None:
        return view.updated

    def next_change(self, board: Board, view: GridView) -> date | None:
        return view.next_change


REGISTER = GridRegister()
