"""The pages, files and twins of a board's notices."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from sitegen.formats import cn_day
from sitegen.languages import say
from sitegen.registers.board import Board, Page, Twin
from sitegen.registers.notices.table import (
    FOLDERS,
    TABLES,
    Destination,
    Notice,
    attached,
    follow,
    notices_of,
)
from sitegen.registers.notices.view import Item, NoticesView, standing
from sitegen.registers.twins import export_record
from sitegen.render import attachments
from sitegen.texts import notice_text


def notice_pages(board: Board, view: NoticesView) -> Iterator[Page]:
    """A page for each notice that is shown, and a stub for each withdrawn one."""
    notices = {notice.stem: notice for notice in notices_of(board, view.key)}
    resolve = _resolver(board, view)
    neighbours = [None, *view.here, None]
    for place, item in enumerate(view.here):
        notice = notices[item.stem]
        body = _html(notice.body, resolve)
        files = list(_listed(board, notice))
        corrected_by = view.corrected.get(item.stem, ())
        yield Page(
            f"{notice.folder}/{item.stem}.html",
            "notices/notice.html",
            item.title,
            {
                "notice": item,
                "record": notice.record,
                "body": body,
                "files": files,
                "corrects": view.corrects.get(item.stem),
                "corrected_by": corrected_by,
                "newer": _neighbour(neighbours[place]),
                "older": _neighbour(neighbours[place + 2]),
            },
            description=_description(board, notice, item),
            text=notice_text(board, item, notice.record, body, len(files), corrected_by),
            posted=True,
        )
    for item in view.withdrawn:
        yield Page(
            f"{view.disclosure}/{item.stem}.html",
            "notices/withdrawn.html",
            item.title,
            {"notice": item},
            description=say("{name}的这篇公告已经撤下", name=board.info.name),
            noindex=True,
            withdrawn=True,
        )


def _html(body: str, resolve: Callable[[str, bool], str | None]) -> Markup:
    from sitegen.render.markup import render  # only where a notice is rendered

    return Markup(render(body, resolve))


def notice_files(board: Board, view: NoticesView) -> Iterator[tuple[str, bytes]]:
    """The attachments and pictures of the notices that are shown: (path relative to the board, bytes)."""
    shown = [notice for notice in notices_of(board, view.key) if standing(notice.record, board) == "shown"]
    folder = board.folders.get(view.disclosure)
    for name in sorted(attached(board, shown)) if folder else ():
        assert folder is not None
        yield f"{view.disclosure}/{name}", attachments.published(folder.directory / name)


def notice_twins(board: Board, view: NoticesView) -> Twin:
    """The front matters of the notices that are shown, each with its page, state and days."""
    table = TABLES[view.key]
    records = {notice.stem: notice.record for notice in notices_of(board, view.key)}
    rows = []
    for item in view.items:
        row = export_record(table, records[item.stem])
        row["attachments"] = list(records[item.stem].attachments or ())
        rows.append({"path": item.href, **row, "state": item.state, "days": item.days})
    columns = ["path"]
    for f in table.fields:
        columns += ["notice_start", "notice_end", "notice_days"] if f.key == "notice" else [f.key]
    columns += ["state", "days"]
    return Twin(view.key, rows, tuple(columns), [[_cell(row, column) for column in columns] for row in rows])


def _cell(row: dict[str, Any], column: str) -> Any:
    if column.startswith("notice_"):
        return row["notice"][column.removeprefix("notice_")] if row["notice"] else None
    value = row[column]
    return "、".join(value) or None if isinstance(value, list) else value


def _resolver(board: Board, view: NoticesView) -> Callable[[str, bool], str | None]:
    """Gives each link of a body its address on the page, none where it leads to nothing that is published."""

    def resolve(address: str, image: bool) -> str | None:
        destination = follow(board, view.key, address)
        if destination.kind in ("external", "page"):
            return None if image else address
        if destination.kind == "file":
            return quote(destination.path)
        if (destination.key, destination.path) in view.linked:
            return _notice_href(view.key, destination)
        return None

    return resolve


def _notice_href(key: str, destination: Destination) -> str:
    page = f"{quote(destination.path[:-3])}.html"
    if destination.fragment:
        page += f"#{destination.fragment}"
    return page if destination.key == key else f"../{FOLDERS[destination.key]}/{page}"


def _listed(board: Board, notice: Notice) -> Iterator[dict[str, str]]:
    """The attachments that the front matter names, as listed below the text."""
    folder = board.folders[notice.folder].directory
    for address in notice.record.attachments or ():
        name = follow(board, notice.key, address).path
        stem, ending = posixpath.splitext(posixpath.basename(name))
        size = "" if attachments.is_picture(name) else attachments.size_words((folder / name).stat().st_size)
        yield {
            "label": stem,
            "href": quote(name),
            "kind": ending[1:].upper(),
            "size": size,
        }


def _neighbour(item: Item | None) -> tuple[str, str] | None:
    return (item.title, item.href) if item else None


def _description(board: Board, notice: Notice, item: Item) -> str:
    issuer = notice.record.issuer or board.info.name
    day = cn_day(item.date)
    if not item.start or not item.until:
        return say("{issuer}{day}发布。", issuer=issuer, day=day)
    start, until = cn_day(item.start), cn_day(item.until)
    return say(
        "{issuer}{day}发布，公示期 {start}至{until}。", issuer=issuer, day=day, start=start, until=until
    )
