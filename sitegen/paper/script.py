"""The loudspeaker script (大喇叭稿): a period in sentences, with every figure in the words in which it is read out."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.days import Period
from sitegen.formats import money, points
from sitegen.paper.month import rankings_of, statements_of
from sitegen.paper.notices import notices_of
from sitegen.registers.board import Board
from sitegen.registers.points.ranking import Standing
from sitegen.registers.points.view import Ranking
from sitegen.spoken import read_aloud
from sitegen.texts import posting, statement_lines

_WITHOUT_END = 1_000_000
_NUMBERS = "一二三四五六七八九"
_READ_OUT = 3
"""Down to which rank households are read out."""


def script_of(board: Board, period: Period) -> str:
    """The script of a period; empty where the board has nothing to say of it."""
    parts = [
        part
        for part in (_money(board, period), _notices(board, period), _arrears(board), _points(board, period))
        if part
    ]
    if not parts:
        return ""
    name = board.info.name
    invented = any(info.demonstration for info in (board.info, *board.above))
    lines = [f"各位村民，大家好！现在播送{name}{period.label}党务、村务、财务公开的内容。"]
    lines += ["这是一份演示稿，村名、人名和数字都是虚构的。"] if invented else []
    lines += [f"{_NUMBERS[place]}、{part}" for place, part in enumerate(parts)]
    hotline = f"有疑问、有意见，请打监督电话 {board.info.hotline}。" if board.info.hotline else ""
    lines.append(f"这些内容公开栏里都有，欢迎去看。{hotline}播送完毕，谢谢大家。")
    return read_aloud("\n\n".join(lines)) + "\n"


def _money(board: Board, period: Period) -> str:
    told = [
        f"{statement.title}。" + "".join(statement_lines(statement, _WITHOUT_END))
        for statement in statements_of(board, period)
    ]
    return "\n".join(told)


def _notices(board: Board, period: Period) -> str:
    told = []
    for values in notices_of(board, period):
        item, record = values["notice"], values["record"]
        days = posting(item, record.contact or board.info.hotline) if item.until else ""
        told.append(f"“{item.title}”。{days}")
    return f"公告 {len(told)} 篇。" + "".join(told) if told else ""


def _arrears(board: Board) -> str:
    view = board.views.get("contracts")
    if view is None or not view.owing.count:
        return ""
    return f"合同。有欠款的合同 {view.owing.count} 份，一共还欠 {money(view.owing.arrears)}元，请按合同交清。"


def _points(board: Board, period: Period) -> str:
    return "".join(_ranking(ranking) for ranking in rankings_of(board, period))


def _ranking(ranking: Ranking) -> str:
    leaders = "，".join(_leaders(ranking.standings))
    return (
        f"{ranking.label}积分。参加排名 {len(ranking.standings)} 户，记录 {ranking.entries} 条。{leaders}。"
    )


def _leaders(standings: list[Standing]) -> Iterator[str]:
    """By number: a masked name can't be read out."""
    for place, household, gained, _ in standings:
        if place <= _READ_OUT:
            yield f"第{_NUMBERS[place - 1]}名，户号 {household}，{points(gained)}分"
