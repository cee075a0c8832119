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

if TYPE_CHECKING:
    from sitegen.registers.finance.views import SideView, StatementView
    from sitegen.registers.notices.view import Item
    from sitegen.registers.register import Board
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
    figures = [f"{period.last_one}余额 {money(statement.opening)}元"]
    if statement.adjustment is not None:
        figures.append(f"期初调整 {money(statement.adjustment)}元")
    figures += [f"{period.this}{side.label} {money(side.total)}元" for side in statement.sides]
    figures.append(f"{period.this}余额 {money(statement.closing)}元")
    lines = ["，".join(figures) + "。"]
    if period.months < 12:
        since = f"从{statement.since}起" if statement.since else ""
        sums = money(statement.cumulative_income), money(statement.cumulative_expense)
        lines.append(f"本年累计{since}：收入 {sums[0]}元，支出 {sums[1]}元。")
    if statement.corrections:
        lines.append(f"这一期有 {len(statement.corrections)} 处更正，看公开栏。")
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
    return f"【{board.info.name}】{title}{'（演示数据，都是虚构的）' if invented else ''}"


def _review(statement: StatementView) -> str:
    if statement.reviewed_by is None:
        return "这一期还没有经村务监督委员会审核。"
    day = f"于{cn_day(statement.reviewed_on)}" if statement.reviewed_on else ""
    return f"{statement.reviewed_by}{day}审核。"


def _categories(side: SideView, room: int) -> str:
    """A side by category, the smallest put together where `room` characters don't hold all; nothing where the side
    has none, or where not even the sum fits."""
    if not side.count:
        return ""
    words = [f"{category.name} {money(category.total)}元" for category in side.categories]
    start = f"{side.label} {side.count} 笔："
    for kept in range(len(words), -1, -1):
        rest = side.categories[kept:]
        more = (
            f"其余 {len(rest)} 项 {money(sum(c.total for c in rest))}元" if kept else money(side.total) + "元"
        )
        text = start + "，".join([*words[:kept], *([more] if rest else [])]) + "。"
        if len(text) < room:
            return text
    return ""


def notice_text(
    board: Board, item: Item, record: Record, body: str, files: int, corrected_by: Sequence[Item]
) -> str:
    """A notice: title, days, how to object, and as much of its `body` (HTML) as fits. What will be withdrawn, because
    it concerns single persons, is not copied about: of such a notice the text holds no more than title and days."""
    issued = "".join(
        [record.issuer or "", cn_day(item.date), "发布", f"（{item.category}）" if item.category else ""]
    )
    lines = [_heading(board, item.title), f"{issued}。"]
    lines += [f"这篇公告已经更正，请以“{other.title}”为准。" for other in corrected_by]
    if item.until is not None:
        lines.append(posting(item, record.contact or board.info.hotline))
    if record.result:
        lines.append(f"公示结果：{record.result}")
    page = f"{item.disclosure}/{item.stem}.html"
    lines += _ending(board, page, files, hotline=item.until is None)
    if item.withdraw_on is not None:
        told = f"内容请到公开栏看，{cn_day(item.withdraw_on)}起撤下。"
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
    days = f"，共 {item.days} 个{unit}" if item.days else ""
    how = f"，联系：{contact}" if contact else ""
    return f"公示期：{cn_day(item.start)}至{cn_day(item.until)}{days}。有意见请在公示期内提出{how}。"


def _ending(board: Board, page: str, files: int = 0, *, hotline: bool = True) -> list[str]:
    """Whom to ask, and where all of it stands."""
    lines = []
    if hotline and board.info.hotline:
        lines.append(f"有疑问请打监督电话 {board.info.hotline}。")
    if files:
        lines.append(f"有附件 {files} 个，看公开栏。")
    address = address_of(board, page)
    if address is not None:
        lines.append(f"全文：{address}")
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
