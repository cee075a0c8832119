"""A household's own slip: its passbook of points on a sheet as large as a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sitegen.days import Period
from sitegen.formats import points
from sitegen.languages import say
from sitegen.paper.prose import prose_nodes
from sitegen.paper.sheets import Block, Cell, Column, Figures, Lines, Row, Rows, Sheet
from sitegen.registers.points.passbook import Passbooks, YearRows
from sitegen.registers.points.ranking import ranks_of
from sitegen.registers.points.view import PointsView


def slip_of(view: PointsView, household: str, period: Period | None) -> Sheet:
    """The slip of a household that the view knows: what it has, and the entries of the newest points year in which
    there are any; with a period those of its days."""
    house, account = view.households[household], view.accounts[household]
    years = Passbooks(view).years(household)
    blocks: list[Block] = [
        Figures(
            [
                Figures.Figure("现有积分", points(account.balance)),
                Figures.Figure("基础分", points(account.base)),
                Figures.Figure("加分", points(account.earned)),
                Figures.Figure("扣分", points(account.deducted)),
                Figures.Figure("已兑换", points(account.redeemed)),
                *_rank(view, household),
            ]
        )
    ]
    columns = [Column("日期", "d"), Column("事项"), Column("计入", "n"), Column("余额", "n")]
    for year in years if period is not None else years[-1:]:
        rows = [
            Row(cells) for day, cells in _entries(year, view.start) if period is None or period.contains(day)
        ]
        if rows:
            total = (
                Row([say("{year}积分", year=year.label), points(year.points), points(year.balance)])
                if period is None
                else None
            )
            blocks.append(Rows(period.label if period else year.label, columns, rows, total))
    if len(blocks) == 1:
        blocks.append(Lines([say("没有积分记录。")]))
    if not view.hall:
        blocks.append(Lines([say("扣分只写类别；问详情请到村委会。")]))
    under = [part for part in (house.group, house.grid_name) if part]
    return Sheet(
        say("{id} {name}的积分存折", id=household, name=house.name),
        f"points/households/{household}.html",
        under,
        blocks,
    )


def _rank(view: PointsView, household: str) -> Iterator[Figures.Figure]:
    newest = view.newest
    place = ranks_of(newest.standings).get(household) if newest is not None else None
    if newest is not None and place is not None:
        yield Figures.Figure(say("{period}名次", period=newest.label), say("第 {place}", place=place))


def _entries(year: YearRows, start: int) -> Iterator[tuple[date, list[Cell | str]]]:
    """The rows of a passbook's year as the page shows them, each with its day."""
    for table in prose_nodes(f"<table>{year.rows}</table>"):
        for row in table["rows"]:
            shown, title, raw, counted, balance, why = (_text(cell) for cell in row["cells"])
            month, day = int(shown[:2]), int(shown[3:])
            full = say("分值 {points}", points=raw) if raw and raw != counted else ""
            less = "　".join(part for part in (full, why) if part)
            yield date(year.year + (month < start), month, day), [shown, Cell(title, less), counted, balance]


def _text(cell: dict[str, Any]) -> str:
    return "".join(run["text"] for run in cell["runs"])
