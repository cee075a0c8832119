"""Rows of the long tables, written straight as HTML: thousands of rows a village.

Every value passes `escape` once; what repeats (points, days, names of rules) is kept ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from sitegen import formats
from sitegen.languages import say
from sitegen.registers.points.ranking import Standing
from sitegen.registers.points.view import House
from sitegen.render.escape import escape


class Memo(dict[int, str]):
    """Points (hundredths) as shown, each written once; with `plus` an award bears its sign."""

    def __init__(self, plus: bool = False) -> None:
        super().__init__()
        self.plus = plus

    def __missing__(self, points: int) -> str:
        shown = formats.points(points)
        text = self[points] = f"+{shown}" if self.plus and points > 0 else shown
        return text


POINTS = Memo()
SIGNED = Memo(plus=True)


def change(steps: int | None) -> str:
    """How many ranks a household rose or fell, in a sign and in words."""
    if steps is None:
        return say("新")
    if not steps:
        return f'<span aria-hidden="true">—</span><span class="vh">{say("不变")}</span>'
    sign, word = ("▲", say("升")) if steps > 0 else ("▼", say("降"))
    return f'<span aria-hidden="true">{sign}</span><span class="vh">{word}</span>{abs(steps)}'


def household_link(house: House) -> str:
    """The number and the (masked) name of a household, linked to its passbook."""
    return f'<a href="households/{house.id}.html">{house.id} {escape(house.name)}</a>'


class Part(NamedTuple):
    """A column that says to which group or grid a household belongs, and its rank there."""

    label: str
    cells: Mapping[str, str]


def part(label: str, rankings: Iterable[tuple[str, Iterable[Standing]]]) -> Part:
    """The column for the rankings of all groups, or of all grids."""
    cells: dict[str, str] = {}
    for name, standings in rankings:
        start, end = say("第 {place}", place="|").split("|")
        start = f'<td data-label="{label}">{escape(name)} <span class="less">{start}'
        cells.update({household: f"{start}{place}{end}</span></td>" for place, household, _, _ in standings})
    return Part(label, cells)


def ranking_rows(
    standings: Sequence[Standing],
    links: Mapping[str, str],
    anchor: Callable[[str], str],
    *,
    parts: Sequence[Part] = (),
    compared: bool = False,
    chief: bool = False,
) -> Markup:
    """The rows of a ranking. `links` are the households' links, `anchor` gives the place in a household's
    passbook where its points stand; in the `chief` ranking of a page every row can be linked to, by the
    household's number."""
    rows = []
    for place, household, points, steps in standings:
        start = f'<tr id="{household}"' if chief else "<tr"
        top = ' class="top"' if place <= 3 else ""
        middle = "".join([part.cells.get(household, "<td></td>") for part in parts]) if parts else ""
        moved = f'<td class="moved"><span class="change">{change(steps)}</span></td>' if compared else ""
        rows.append(
            f'{start}{top}><td class="rank">{place}</td><th scope="row" class="lead">{links[household]}</th>'
            f'{middle}<td class="n key"><a href="households/{household}.html{anchor(household)}">'
            f"{POINTS[points]}</a></td>{moved}</tr>\n"
        )
    return Markup("".join(rows))
