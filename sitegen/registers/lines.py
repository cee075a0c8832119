"""A board's front page: the ledgers that need no block of their own there, each in one line with its chief figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from sitegen.registers.board import Board
from sitegen.registers.measures import Figure, shown_figures
from sitegen.registers.register import Register

_SHOWN = 3


class Line(Struct, frozen=True):
    """A register's line. `href` is its first page, from the board's home; each figure's anchor is on that page.
    `lower`: the boards below are counted in."""

    label: str
    href: str
    figures: tuple[Figure, ...]
    lower: bool


def front_lines(board: Board, registers: Mapping[str, Register]) -> Iterator[Line]:
    """The lines of all registers that have measures: of what the boards below disclose, else of the board's own, where
    the register has no block there."""
    for key, register in registers.items():
        below = board.below.get(key)
        if below is not None:
            figures: Sequence[Figure] = below.total
        elif key in board.views and register.front == "line":
            own = register.summary(board, board.views[key])[key]
            figures = shown_figures(register.measures, own)
        else:
            continue
        shown = tuple(_chief(figures, register.rank_by))
        yield Line(register.label, f"{key}/index.html", shown, below is not None)


def _chief(figures: Sequence[Figure], rank_by: str | None) -> Iterator[Figure]:
    """The first figure, that by which boards are ranked, what is overdue; others up to three. Only known ones."""
    known = [figure for figure in figures if figure.anchor is not None]
    wanted = {"overdue", (rank_by or "").lstrip("-")}
    chosen = [f for number, f in enumerate(known) if not number or f.key in wanted]
    chosen += [figure for figure in known if figure not in chosen][: max(0, _SHOWN - len(chosen))]
    yield from (figure for figure in known if figure in chosen)
