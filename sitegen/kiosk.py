"""A board's page for a touch screen in the hall (`kiosk.html`): a loop of what passers-by should know, and large tiles.

The page is a shell around the board's ordinary pages, which it shows in a frame (`themes/default/static/kiosk.js`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from sitegen import formats
from sitegen.home import Home
from sitegen.languages import say
from sitegen.registers.board import Page
from sitegen.registers.glance import Glance, Late, Posted

LEADERS = 5
"""How many households the loop names."""
_LATEST = 4
_ASKED_FOR = ("finance", "contracts")
"""The registers that most people come for."""
_DISCLOSURES = ("party", "affairs", "finance")


class Tile(Struct, frozen=True):
    """The way to a register: its one figure (of what `label` says), or none; `late` where something is."""

    word: str
    disclosure: str
    href: str
    label: str
    shown: str
    unit: str
    late: bool


class Block(Struct, frozen=True):
    """One of the five blocks of money (fen), as a statement gives them."""

    label: str
    sign: str
    fen: int | None
    pairs: tuple[tuple[str, int], ...]


class Largest(Struct, frozen=True):
    """The largest expense of a statement, in fen; `href` is its row."""

    item: str
    day: str
    amount: int
    href: str


class Money(Struct, frozen=True):
    """The newest statement in plain figures; `href` is its page."""

    label: str
    this: str
    href: str
    blocks: tuple[Block, ...]
    largest: Largest | None
    reviewed: bool


class Leaders(Struct, frozen=True):
    """Who is first in points (hundredths): rank, household, masked name, points."""

    label: str
    href: str
    rows: tuple[tuple[int, str, str, int], ...]


class Newest(Struct, frozen=True):
    """One of the newest notices."""

    title: str
    href: str
    disclosure: str
    date: date


class KioskView(Struct, frozen=True):
    """All that the page shows. Links lead from the board's home; `households` are (group, ((id, masked name), …)) as
    listed; `sums` what the boards below add up to: (label, figure, unit)."""

    posted: tuple[Posted, ...]
    newest: tuple[Newest, ...]
    money: Money | None
    leaders: Leaders | None
    late: tuple[Late, ...]
    sums: tuple[tuple[str, str, str], ...]
    tiles: tuple[Tile, ...]
    households: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    boards: int


def kiosk_view(home: Home) -> KioskView:
    """What the screen shows of a board."""
    board = home.board
    glances = {key: home.registers[key].glance(board, view) for key, view in board.views.items()}
    posted = [item for glance in glances.values() for item in glance.posted]
    return KioskView(
        posted=tuple(sorted(posted, key=lambda item: item.until)),
        newest=tuple(_newest(board.views)),
        money=_money(board.views.get("finance")),
        leaders=_leaders(board.views.get("points")),
        late=(*(item for glance in glances.values() for item in glance.late), *_late_below(home)),
        sums=tuple(_sums(home)),
        tiles=tuple(_tiles(home, glances)),
        households=tuple(_households(board.views.get("points"))),
        boards=len(board.children),
    )


def kiosk_page(view: KioskView, version: str) -> Page:
    """The page. `version` tells a screen that shows it whether it is still the newest."""
    values = {"view": view, "version": version}
    return Page("kiosk.html", "kiosk/kiosk.html", "大屏", values, noindex=True)


def version_file(version: str) -> tuple[str, bytes]:
    """The script that a screen loads again and again to see whether there is a newer page."""
    return "kiosk-version.js", f'window.sitegenKioskVersion = "{version}";\n'.encode()


def _newest(views: dict[str, Any]) -> Iterator[Newest]:
    notices = [views[key] for key in ("party", "affairs") if key in views]
    if "finance" in views:
        notices.append(views["finance"].notices)
    items = [item for view in notices for item in view.latest[:_LATEST]]
    for item in sorted(items, key=lambda item: item.date, reverse=True)[:_LATEST]:
        yield Newest(item.title, item.href, item.disclosure, item.date)


def _money(finance: Any) -> Money | None:
    """The newest statement of the board's first book."""
    if finance is None or not finance.books:
        return None
    statement = finance.books[0].latest
    page, line = f"finance/{statement.page}.html", statement.expense.largest
    blocks = tuple(
        Block(block.label, block.sign, block.fen, tuple((label, fen) for label, fen, _ in block.pairs))
        for block in statement.blocks()
    )
    largest = Largest(line.item, line.day, line.amount, f"{page}#{line.anchor}") if line is not None else None
    label = f"{statement.book}{' ' if statement.book else ''}{statement.period.label}"
    return Money(label, statement.period.this, page, blocks, largest, statement.reviewed_by is not None)


def _leaders(points: Any) -> Leaders | None:
    newest = points.newest if points is not None else None
    if newest is None or not newest.standings:
        return None
    rows = tuple(
        (rank, household, points.households[household].name, total)
        for rank, household, total, _ in newest.standings[:LEADERS]
    )
    return Leaders(newest.label, f"points/{newest.key}.html", rows)


def _households(points: Any) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for house in points.households.values() if points is not None else ():
        groups.setdefault(house.group or "", []).append((house.id, house.name))
    yield from ((group, tuple(houses)) for group, houses in groups.items())


def _late_below(home: Home) -> Iterator[Late]:
    """The statements that boards below have not published in time; a collection adds nothing."""
    count = sum(len(row["overdue"]) for row in home.late)
    if count and home.board.info.level != "collection":
        yield Late("下级财务没有按时公开", str(count), "期", "index.html#late")


def _sums(home: Home) -> Iterator[tuple[str, str, str]]:
    """What the boards below add up to; nothing for a collection, which adds nothing."""
    summary = home.summary
    if not home.board.children or home.board.info.level == "collection":
        return
    yield say("下级公开栏"), str(len(home.board.children)), "个"
    if summary["income"] is not None:
        yield say("{year}年收入", year=summary["year"]), formats.money_text(summary["income"]), "元"
        yield say("{year}年支出", year=summary["year"]), formats.money_text(summary["expense"]), "元"
    if summary["contracts"]:
        yield "合同", str(summary["contracts"]["count"]), "份"
        yield say("合同还欠"), formats.money_text(summary["contracts"]["arrears"]), "元"
    yield "正在公示", str(summary["notices"]["running"]), "项"


def _tiles(home: Home, glances: dict[str, Glance]) -> Iterator[Tile]:
    """A tile a register, what people come for first, then by disclosure; of one that only boards below have, its sum
    over them."""
    for key in sorted(home.shown, key=lambda key: _place(key, home.registers[key].disclosure)):
        register = home.registers[key]
        disclosure = register.disclosure
        href, below = f"{key}/index.html", home.board.below.get(key)
        glance = glances.get(key)
        if glance is None and below is not None:
            lead = next((figure for figure in below.total if figure.shown != "—"), None)
            label, shown, unit = (
                (say("下级{label}", label=lead.label), lead.shown, lead.unit) if lead else ("", "", "")
            )
            yield Tile(register.label, disclosure, href, label, shown, unit, False)
        else:
            glance = glance or Glance()
            href += glance.anchor
            late = bool(glance.late)
            yield Tile(register.label, disclosure, href, glance.label, glance.shown, glance.unit, late)


def _place(key: str, disclosure: str) -> tuple[int, int]:
    """Where a register's tile stands among the others."""
    asked = _ASKED_FOR.index(key) if key in _ASKED_FOR else len(_ASKED_FOR)
    return asked, _DISCLOSURES.index(disclosure)
