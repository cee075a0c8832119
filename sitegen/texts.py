"""Plain texts beside statements and notices: what a villagers' group is sent, and what the loudspeaker reads.

The same figures and the same (masked) names as on the page, in at most 500 characters. What does not fit is added up
or left out, and the text says where all of it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

from sitegen.formats import cn_day, money
from sitegen.languages import listed, say

if TYPE_CHECKING:
    from sitegen.registers.board import Board
    from sitegen.registers.finance.views import SideView, StatementView
    from sitegen.registers.notices.view import Item
    from sitegen.tables import Record

MOST = 500
"""How many characters a text may have."""
_LEAST_BODY = 20
_BREAKS = re.compile(r"</(?:p|h\d|li|tr|blockquote)>|<[bh]r ?/?>")
_TAGS = re.compile(r"<[^>]*>")
_NOTES = re.compile(r'<sup.*?</sup>|<div class="footnote".*', re.DOTALL)
_SPACES = re.compile(r"[ \t\u3000\u00a0]+")
_LINES = re.compile(r" *\n[\n ]*")


def address_of(board: Board, page: str) -> str | None:
    """The full address of a page (path from the board); None where the site has no `base_url`."""
    base = board.settings.base_url
    path = f"{board.info.path}/{page}" if board.info.path else page
    return f"{base.rstrip('/')}/{quote(path)}" if base else None


def statement_text(board: Board, statement: StatementView) -> str:
    """A statement: its balances, what came in and what went out by category, whether it was reviewed."""
    heading = _heading(board, statement.title)
    ending = _ending(board, f"finance/{statement.page}.html")
    room = MOST - len("\n".join([heading, *ending])) - 1
    return "\n".join([heading, *statement_lines(statement, room), *ending])


def statement_lines(statement: StatementView, room: int) -> list[str]:
    """What a statement says, in at most `room` characters if that is possible."""
    period = statement.period
    figures = [_figure(say("{period}余额", period=period.last_one), statement.opening)]
    if statement.adjustment is not None:
        figures.append(_figure(say("期初调整"), statement.adjustment))
    figures += [
        _figure(say("{period}{side}", period=period.this, side=side.label), side.total)
        for side in statement.sides
    ]
    figures.append(_figure(say("{period}余额", period=period.this), statement.closing))
    lines = [_sentence(figures)]
    if period.months < 12:
        lines.append(
            say(
                "本年累计{since}：收入 {income}元，支出 {expense}元。",
                since=say("从{since}起", since=statement.since) if statement.since else "",
                income=money(statement.cumulative_income),
                expense=money(statement.cumulative_expense),
            )
        )
    if statement.corrections:
        lines.append(say("这一期有 {count} 处更正，看公开栏。", count=len(statement.corrections)))
    lines.append(_review(statement))
    left = room - len("\n".join(lines))
    income, expense = statement.sides
    least = min(len(_categories(income, left)) + 1, left // 2)
    spent = _categories(expense, left - least)
    received = _categories(income, left - len(spent) - 1)
    lines[1:1] = [words for words in (received, spent) if words]
    return lines


def _heading(board: Board, title: str) -> str:
    invented = any(info.demonstration for info in (board.info, *board.above))
    return f"【{board.info.name}】{title}{say('（演示数据，都是虚构的）') if invented else ''}"


def _figure(label: str, fen: int) -> str:
    return say("{label} {amount}元", label=label, amount=money(fen))


def _sentence(parts: Sequence[str]) -> str:
    return listed(parts, "，") + say("。").rstrip()


def _review(statement: StatementView) -> str:
    if statement.reviewed_by is None:
        return say("这一期还没有经村务监督委员会审核。")
    if statement.reviewed_on is None:
        return say("{name}审核。", name=statement.reviewed_by)
    return say("{name}于{day}审核。", name=statement.reviewed_by, day=cn_day(statement.reviewed_on))


def _categories(side: SideView, room: int) -> str:
    """A side by category, the smallest put together where `room` characters don't hold all; nothing where the side
    has none, or where not even the sum fits."""
    if not side.count:
        return ""
    words = [_figure(category.name, category.total) for category in side.categories]
    start = say("{side} {count} 笔：", side=side.label, count=side.count)
    for kept in range(len(words), -1, -1):
        rest = side.categories[kept:]
        if kept:
            amount = money(sum(c.total for c in rest))
            more = say("其余 {count} 项 {amount}元", count=len(rest), amount=amount)
        else:
            more = say("{amount}元", amount=money(side.total))
        text = start + _sentence([*words[:kept], *([more] if rest else [])])
        if len(text) < room:
            return text
    return ""


def notice_text(
    board: Board, item: Item, record: Record, body: str, files: int, corrected_by: Sequence[Item]
) -> str:
    """A notice: title, days, how to object, and as much of its `body` (HTML) as fits. What will be withdrawn, because
    it concerns single persons, is not copied about: of such a notice the text holds no more than title and days."""
    issued = say(
        "{issuer}{day}发布{category}。",
        issuer=record.issuer or "",
        day=cn_day(item.date),
        category=say("（{category}）", category=item.category) if item.category else "",
    )
    lines = [_heading(board, item.title), issued]
    lines += [say("这篇公告已经更正，请以“{title}”为准。", title=other.title) for other in corrected_by]
    if item.until is not None:
        lines.append(posting(item, record.contact or board.info.hotline))
    if record.result:
        lines.append(say("公示结果：{result}", result=record.result))
    page = f"{item.disclosure}/{item.stem}.html"
    lines += _ending(board, page, files, hotline=item.until is None)
    if item.withdraw_on is not None:
        told = say("内容请到公开栏看，{day}起撤下。", day=cn_day(item.withdraw_on))
    else:
        room = MOST - len("\n".join(lines)) - 1
        told = shortened(plain_text(body, room), room)
    if told:
        lines.insert(2, told)
    return shortened("\n".join(lines), MOST)


def posting(item: Item, contact: str | None) -> str:
    """The notice period of a notice that has one, and whom to tell what one objects to."""
    assert item.start is not None
    unit = "工作日" if item.unit == "working" else "自然日"
    return say(
        "公示期：{start}至{until}{days}。有意见请在公示期内提出{how}。",
        start=cn_day(item.start),
        until=cn_day(item.until),
        days=say("，共 {days} 个{unit}", days=item.days, unit=unit) if item.days else "",
        how=say("，联系：{contact}", contact=contact) if contact else "",
    )


def _ending(board: Board, page: str, files: int = 0, *, hotline: bool = True) -> list[str]:
    """Whom to ask, and where all of it stands."""
    lines = []
    if hotline and board.info.hotline:
        lines.append(say("有疑问请打监督电话 {hotline}。", hotline=board.info.hotline))
    if files:
        lines.append(say("有附件 {count} 个，看公开栏。", count=files))
    address = address_of(board, page)
    if address is not None:
        lines.append(say("全文：{address}", address=address))
    return lines


def plain_text(html: str, most: int) -> str:
    """The text of a notice's body without marks, a line a paragraph and without footnotes; of a long one only as much
    of its beginning as surely has `most` characters, tags left out."""
    end = html.find("<", max(most, 1) * 2)
    while end >= 0:
        text = _without_marks(html[:end])
        if len(text) > most:
            return text
        end = html.find("<", end * 2)
    return _without_marks(html)


def _without_marks(html: str) -> str:
    if "<sup" in html:
        html = _NOTES.sub("", html)
    html = _BREAKS.sub("\n", html.replace("<li>", "· ").replace("</td><td", "</td> <td"))
    text = _SPACES.sub(" ", _TAGS.sub("", html.replace("</th><th", "</th> <th")))
    return _LINES.sub("\n", unescape(text) if "&" in text else text).strip()


def shortened(text: str, most: int) -> str:
    """At most so many characters of a text: whole sentences where that keeps half of it; nothing where hardly
    anything would be left."""
    if len(text) <= most:
        return text
    if most < _LEAST_BODY:
        return ""
    kept = text[: most - 2]
    end = max(kept.rfind(sign) for sign in "。！？；\n") + 1
    return (kept[:end].rstrip() if end > most // 2 else kept) + "……"
