"""A board's home: what all its registers add up to, for its own front page and for its parent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from sitegen.boards import BoardInfo
from sitegen.days import Period
from sitegen.formats import fen
from sitegen.languages import say
from sitegen.registers.board import Board, Page, Summary
from sitegen.registers.lines import front_lines
from sitegen.registers.register import Register

_CARRIED_FROM = ("village", "group", "township", "county")
"""The levels whose summaries list every village below; above a county only the children are ranked."""


_NOT_IN_ROWS = frozenset(["children", "villages", "own"])


class Ranked(Struct, frozen=True):
    """A board in a ranking: its rank (ties share one, the next is skipped) and its row."""

    rank: int
    row: Summary


class Home:
    """Puts the registers' views and the children's summaries together."""

    def __init__(self, board: Board, registers: dict[str, Register]) -> None:
        self.board = board
        self.registers = registers
        self.shown = [key for key in registers if key in board.views or key in board.below]
        self.own = {key: registers[key].summary(board, view) for key, view in board.views.items()}
        self.summary = self._summarise()

    @property
    def next_change(self) -> date | None:
        """The next day on which pages of this board change of themselves."""
        days = [self.registers[key].next_change(self.board, view) for key, view in self.board.views.items()]
        if self.board.children or "finance" in self.board.views:
            days.append(date(self.board.day.year + 1, 1, 1))
        return min((day for day in days if day), default=None)

    def _summarise(self) -> Summary:
        info, children = self.board.info, self.board.children
        summary = empty_summary(info)
        own: Summary = {}
        for key, register in self.registers.items():
            part = {k: v for k, v in self.own.get(key, {}).items() if k != "notices"}
            own.update(part)
            if info.level != "collection":
                summary.update(register.roll_up(part, children, self.board))
        summary["notices"] = self._notices(children)
        own["notices"] = self._notices(())
        summary["own"] = own
        summary["registers"] = self.shown
        summary["contents"] = self._contents()
        if children:
            year = summary["year"]
            summary["children"] = [_of_year(_row(child), year) for child in children]
            if info.level in _CARRIED_FROM:
                villages = [row for child in children for row in _villages(child)]
                summary["villages"] = [_of_year(row, year) for row in villages]
        summary["coverage"] = self._coverage(summary)
        return summary

    def _contents(self) -> list[str]:
        """In words, what this board and those below it show."""
        words = [self.registers[key].label for key in self.shown]
        below = len(self.board.children)
        return [*words, say("下级公开栏 {below} 个", below=below)] if below else words

    def _notices(self, children: Sequence[Summary]) -> dict[str, int]:
        parts = [part["notices"] for part in self.own.values() if "notices" in part]
        if self.board.info.level != "collection":
            parts += [child["notices"] for child in children]
        return {key: sum(part.get(key, 0) for part in parts) for key in ("total", "running", "scheduled")}

    def _coverage(self, summary: Summary) -> dict[str, int]:
        """How many villages there are below (or this one), and how many have a statement in the year shown."""
        children = self.board.children
        if self.board.info.level == "village" or not children:
            return {"boards": 1, "reporting": int(summary["income"] is not None)}
        if "villages" in summary:
            reporting = [row for row in summary["villages"] if row["income"] is not None]
            return {"boards": len(summary["villages"]), "reporting": len(reporting)}
        return {key: sum(child["coverage"][key] for child in children) for key in ("boards", "reporting")}

    def pages(self) -> Iterator[Page]:
        """The board's front page."""
        info = self.board.info
        yield Page(
            "index.html",
            "home/board.html",
            info.name,
            {
                "summary": self.summary,
                "shown": self.shown,
                "views": self.board.views,
                "lines": list(front_lines(self.board, self.registers)),
                "blocks": [k for k in self.board.views if self.registers[k].front == "block"],
                "children": self.summary.get("children", []),
                "ranking": rank(self.summary.get("villages") or self.summary.get("children") or []),
                "late": self.late,
                "timeliness": _timeliness(self.summary.get("children", [])),
                "disclosures": list(self._disclosures()),
            },
            description=info.introduction or say("{name}党务、村务、财务公开", name=info.name),
            twins=(("本栏汇总 JSON", "data/board.json"),),
        )

    @property
    def late(self) -> list[Summary]:
        """The villages below whose statements are overdue."""
        return [
            village for row in self.board.children for village in _villages(row) if village.get("overdue")
        ]

    def _disclosures(self) -> Iterator[dict[str, Any]]:
        """The three disclosures with the registers (label, href) this board has in each. Above villages one without
        any is left out: its place would promise what the boards below tell."""
        for key in ("party", "affairs", "finance"):
            registers = [self.registers[k] for k in self.shown if self.registers[k].disclosure == key]
            if registers or not self.board.children:
                yield {"key": key, "registers": [(r.label, f"{r.key}/index.html") for r in registers]}


def empty_summary(info: BoardInfo) -> Summary:
    """The summary of a board that shows nothing yet."""
    return {
        "path": info.path,
        "name": info.name,
        "level": info.level,
        "code": info.code,
        "population": info.population,
        "households": info.households,
        **dict.fromkeys(("year", "income", "expense", "closing", "years", "contracts", "points")),
        "notices": {"total": 0, "running": 0, "scheduled": 0},
        "own": {},
        "demonstration": info.demonstration,
        "introduction": info.introduction,
        "registers": [],
        "contents": [],
        "coverage": {"boards": 1, "reporting": 0},
    }


def _row(child: Summary) -> Summary:
    """A child's line in its parent's summary: its figures without those of its own children."""
    return {key: value for key, value in child.items() if key not in _NOT_IN_ROWS}


def _of_year(row: Summary, year: int | None) -> Summary:
    """A row with the figures of the year that its parent shows; None where it reported none for it."""
    figures = (row["years"] or {}).get(str(year), {})
    return {**row, "year": year, **{key: figures.get(key) for key in ("income", "expense", "closing")}}


def _villages(child: Summary) -> list[Summary]:
    """The rows of the villages of a child board; itself where it is one, or has no boards below."""
    if child["level"] == "village" or "children" not in child:
        return [_row(child)]
    return list(child.get("villages", []))


def rank(rows: Sequence[Summary]) -> list[Ranked]:
    """Boards by income of the year, highest first; equal incomes share a rank (1224). Without income: not ranked."""
    known = [row for row in rows if row.get("income") is not None]
    amounts = {id(row): fen(row["income"]) for row in known}
    known.sort(key=lambda row: (-amounts[id(row)], row["path"]))
    ranked: list[Ranked] = []
    for position, row in enumerate(known, 1):
        tied = ranked and amounts[id(row)] == amounts[id(ranked[-1].row)]
        ranked.append(Ranked(ranked[-1].rank if tied else position, row))
    return ranked


def _timeliness(rows: Sequence[Summary]) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """Which board disclosed which of the last periods in time: (name, states in the periods' order), periods."""
    known = [row for row in rows if row.get("timeliness")]
    periods = sorted({period for row in known for period in row["timeliness"]})[-12:]
    states = [(row["name"], [row["timeliness"].get(period, "none") for period in periods]) for row in known]
    return states, [Period.parse(period).label for period in periods]
