"""The sheets of a period: what a board posts of it."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.days import Period
from sitegen.formats import cn_day, decimal, money, points
from sitegen.languages import say, spoken_word
from sitegen.paper.notices import notice_sheets
from sitegen.paper.recorded import recorded_sheet
from sitegen.paper.sheets import Cell, Column, Figures, Lines, Row, Rows, Sheet
from sitegen.paper.statements import statement_sheet, year_sheet
from sitegen.registers.board import Board
from sitegen.registers.finance.views import StatementView
from sitegen.registers.points.view import PointsView, Ranking

_MANY_RANKED = 30
"""From so many households on, a ranking stands in two columns."""


def sheets_of(board: Board, period: Period) -> list[Sheet]:
    """The sheets of a period, none where the board has nothing of it: the summary of a year, statements that close in
    it, notices given or posted in it, what contracts owe (as of the board's day), rankings of ledgers that close in it,
    and what else was recorded in it."""
    told = [*_years(board, period), *map(statement_sheet, statements_of(board, period))]
    told += notice_sheets(board, period)
    counted = [_ranking(board.views["points"], ranking) for ranking in rankings_of(board, period)]
    recorded = recorded_sheet(board, period)
    counted += [recorded] if recorded is not None else []
    return [*told, *_arrears(board), *counted] if told or counted else []


def periods_of(board: Board) -> list[Period]:
    """The periods of which something can be printed, the newest first: those of statements and rankings, and the
    months of notices."""
    finance, ledger = board.views.get("finance"), board.views.get("points")
    found = (
        {statement.period for book in finance.books for statement in book.statements} if finance else set()
    )
    if ledger is not None:
        found |= {period for ranking in ledger.all_rankings if (period := _period(ledger, ranking))}
    notices = [board.views.get("party"), board.views.get("affairs"), finance.notices if finance else None]
    found |= {Period.containing(item.date, 1) for view in notices if view for item in view.items}
    return sorted(found, reverse=True)


def _years(board: Board, period: Period) -> Iterator[Sheet]:
    """The summaries of a year, where it is a year that is asked for."""
    finance = board.views.get("finance")
    for book in finance.books if finance is not None and period.months == 12 else ():
        yield from (year_sheet(year) for year in book.years if year.year == period.year and year.own_page)


def statements_of(board: Board, period: Period) -> Iterator[StatementView]:
    """The statements that close in a period, book by book, the oldest first."""
    finance = board.views.get("finance")
    for book in finance.books if finance is not None else ():
        yield from (s for s in reversed(book.statements) if period.contains(s.period.last))


def rankings_of(board: Board, period: Period) -> Iterator[Ranking]:
    """The rankings that close in a period and have entries."""
    view: PointsView | None = board.views.get("points")
    for ranking in view.all_rankings if view is not None else ():
        assert view is not None
        closed = _period(view, ranking)
        if closed is not None and period.contains(closed.last) and ranking.entries:
            yield ranking


def _arrears(board: Board) -> Iterator[Sheet]:
    """What contracts owe on the board's day, the largest first."""
    view = board.views.get("contracts")
    if view is None or not view.owing.count:
        return
    columns = [Column("合同"), Column("承包方"), *(Column(label, "n") for label in ("应收", "已收", "还欠"))]
    rows = [
        Row(
            [
                Cell(contract.terms["title"], f"{contract.id}　{spoken_word(contract.state)}"),
                contract.terms["counterparty"],
                money(contract.due),
                money(contract.received),
                money(contract.arrears),
            ]
        )
        for contract in view.owing.contracts
    ]
    owing, active = view.owing, view.active
    total = Row(
        [
            say("合计 {count} 份", count=owing.count),
            "",
            money(owing.due),
            money(owing.received),
            money(owing.arrears),
        ]
    )
    figures = [
        Figures.Figure("在期合同", say("{count} 份", count=active.count)),
        Figures.Figure("在期面积", say("{area} 亩", area=decimal(active.area))),
        Figures.Figure("在期合同年租金", say("{amount} 元", amount=money(active.rent))),
        Figures.Figure("还欠", say("{amount} 元", amount=money(view.everything.arrears))),
    ]
    yield Sheet(
        "有欠款的合同",
        "contracts/index.html",
        [say("按{day}的登记", day=cn_day(board.day)), "单位：元"],
        [
            Figures(figures),
            Rows("", columns, rows, total),
            Lines(["还欠是逐份算的：一份多收的钱不抵另一份的欠款。"]),
        ],
    )


def _period(view: PointsView, ranking: Ranking) -> Period | None:
    """The period of a ranking; None for the total, and for points years that begin within a year."""
    if ranking.year is None or (ranking.is_year and view.start != 1):
        return None
    return Period.parse(ranking.key)


def _ranking(view: PointsView, ranking: Ranking) -> Sheet:
    compared = ranking.against is not None
    grouped = any(house.group for house in view.households.values())
    columns = [Column("名次", "d"), Column("户")]
    columns += [Column("组")] if grouped else []
    columns += [Column("积分", "n"), *([Column("较上期", "n")] if compared else [])]
    rows = []
    for place, household, gained, steps in ranking.standings:
        house = view.households[household]
        cells: list[Cell | str] = [str(place), f"{household} {house.name}"]
        cells += [house.group or ""] if grouped else []
        rows.append(Row([*cells, points(gained), *([_change(steps)] if compared else [])]))
    note = (
        "含基础分；兑换奖励不影响排名。同分同名次。"
        if ranking.is_year
        else "只算本期记录，不含基础分。同分同名次。"
    )
    figures = [
        Figures.Figure("参加排名", say("{households} 户", households=decimal(len(rows)))),
        Figures.Figure("记录", say("{entries} 条", entries=decimal(ranking.entries))),
        Figures.Figure("各户积分合计", say("{points} 分", points=points(ranking.points))),
    ]
    across = 2 if len(rows) >= _MANY_RANKED else 1
    table = Rows("", columns, rows, across=across)
    return Sheet(
        say("{period}积分排名", period=ranking.label),
        f"points/{ranking.key}.html",
        [note],
        [Figures(figures), table],
    )


def _change(steps: int | None) -> str:
    if steps is None:
        return "新"
    if not steps:
        return "平"
    return say("升 {steps}", steps=steps) if steps > 0 else say("降 {steps}", steps=-steps)
