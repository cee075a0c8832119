"""Notices on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sitegen.days import Period
from sitegen.formats import cn_day
from sitegen.languages import say
from sitegen.paper.prose import prose_nodes
from sitegen.paper.sheets import Block, Ending, Framed, Lines, Prose, Sheet
from sitegen.registers.board import Board
from sitegen.registers.notices import NoticesView, notice_pages
from sitegen.registers.notices.view import Item
from sitegen.render.attachments import published
from sitegen.texts import posting


def notice_sheets(board: Board, period: Period) -> Iterator[Sheet]:
    """A sheet for each of the notices of a period."""
    for values in notices_of(board, period):
        yield _sheet(board, values)


def notices_of(board: Board, period: Period) -> Iterator[Mapping[str, Any]]:
    """What the pages of notices hold that were given in a period, or posted for objections on a day of it, the oldest
    first; none that was withdrawn."""
    for key in ("party", "affairs", "finance"):
        view = board.views.get(key)
        notices: NoticesView | None = view.notices if key == "finance" and view is not None else view
        if notices is not None:
            pages = [page.values for page in notice_pages(board, notices) if not page.withdrawn]
            yield from (values for values in reversed(pages) if _concerns(values["notice"], period))


def _concerns(item: Item, period: Period) -> bool:
    if item.start is not None and item.until is not None:
        return item.start <= period.last and period.first <= item.until
    return period.contains(item.date)


def _sheet(board: Board, values: Mapping[str, Any]) -> Sheet:
    item, record = values["notice"], values["record"]
    blocks: list[Block] = [
        Framed(
            say(
                "这篇公告已经更正：{day}另行发布“{title}”。请以更正后的为准。",
                day=cn_day(other.date),
                title=other.title,
            )
        )
        for other in values["corrected_by"]
    ]
    if item.until is not None:
        blocks.append(Framed(posting(item, record.contact or board.info.hotline)))
    if record.result:
        blocks.append(Framed(say("公示结果：{result}", result=record.result)))
    nodes = prose_nodes(str(values["body"]))
    blocks.append(Prose(nodes))
    if record.issuer:
        blocks.append(Ending([record.issuer, cn_day(item.date)]))
    blocks.append(Lines(_remarks(values)))
    names = [node["name"] for node in nodes if node["kind"] == "picture"]
    folder = board.folders[item.disclosure].directory
    return Sheet(
        item.title,
        f"{item.disclosure}/{item.stem}.html",
        [cn_day(item.date), *(part for part in (record.issuer, record.number, item.category) if part)],
        blocks,
        pictures={name: published(folder / name) for name in names},
    )


def _remarks(values: Mapping[str, Any]) -> list[str]:
    item, record, corrects = values["notice"], values["record"], values["corrects"]
    lines = [
        say("附件：{name}（{kind}），见网页。", name=file["label"], kind=file["kind"])
        for file in values["files"]
    ]
    if corrects:
        lines.append(
            say("本公告更正了{day}的公告“{title}”。", day=cn_day(corrects.date), title=corrects.title)
        )
    if record.note:
        lines.append(say("备注：{note}", note=record.note))
    if record.source:
        lines.append(say("来源：{source}", source=record.source))
    if record.contact and item.until is None:
        lines.append(say("联系方式：{contact}", contact=record.contact))
    return lines
