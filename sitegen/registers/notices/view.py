"""A board's notices as of the day: which are shown, in which state, and what changes when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sitegen.languages import word
from sitegen.registers.board import Board, Summary
from sitegen.registers.finding import Entry, Found
from sitegen.registers.notices.table import FOLDERS, TABLES, Notice, concerns_persons, follow, notices_of
from sitegen.tables import Record
from sitegen.workdays import count_days

LATEST = 5
Date = date

Standing = Literal["shown", "scheduled", "withdrawn", "members"]


class Item(Struct, frozen=True):
    """A notice ready to print. `href` leads there from the board's home (in `NoticesView.here`: from the
    register's own pages). `start` and `until` are the first and last day of its notice period, both
    included, `days` how many that are, of the kind `unit` (natural, working); `state` is scheduled, running,
    ended or withdrawn. It goes on `withdraw_on`, or has gone on `withdrawn_on`."""

    stem: str
    href: str
    title: str
    disclosure: str
    date: Date
    category: str | None
    state: str | None
    start: Date | None
    until: Date | None
    days: int | None
    unit: str
    withdraw_on: Date | None
    withdrawn_on: Date | None = None


class NoticesView(Struct, frozen=True):
    """The notices of one table, newest first. `scheduled` counts those that wait for their day; of the
    withdrawn ones only title and days are known. By a notice's stem, `corrected` holds those that correct it
    and `corrects` the one that it corrects. `linked` are the notices (table, file name) to which these link
    and which have a page."""

    key: str
    items: tuple[Item, ...]
    here: tuple[Item, ...]
    withdrawn: tuple[Item, ...]
    scheduled: int
    corrected: dict[str, tuple[Item, ...]]
    corrects: dict[str, Item]
    linked: tuple[tuple[str, str], ...]
    updated: date | None
    next_change: date | None

    @property
    def disclosure(self) -> str:
        """party, affairs or finance."""
        return FOLDERS[self.key]

    @property
    def latest(self) -> tuple[Item, ...]:
        """The newest few, for the board's home."""
        return self.items[:LATEST]

    @property
    def running(self) -> tuple[Item, ...]:
        """Those in their notice period, the one that ends first first."""
        return _running(self.items)

    @property
    def running_here(self) -> tuple[Item, ...]:
        """The same, as linked from the register's own pages."""
        return _running(self.here)

    @property
    def years(self) -> list[tuple[int, list[Item]]]:
        """Year by year, the newest first."""
        years: dict[int, list[Item]] = {}
        for item in self.here:
            years.setdefault(item.date.year, []).append(item)
        return list(years.items())

    @property
    def categories(self) -> list[tuple[str, list[Item]]]:
        """Category by category, the largest first; those without one last, under 其他."""
        categories: dict[str, list[Item]] = {}
        for item in self.here:
            categories.setdefault(item.category or "", []).append(item)
        ordered = sorted(categories.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))
        return [(category or word("其他"), items) for category, items in ordered]


def _running(items: Sequence[Item]) -> tuple[Item, ...]:
    running = [item for item in items if item.state == "running"]
    return tuple(sorted(running, key=lambda item: (item.until or date.max, item.stem)))


def notices_view(board: Board, key: str) -> NoticesView:
    """The notices of table `key` as of the board's day."""
    grouped: dict[Standing, list[Notice]] = {"shown": [], "scheduled": [], "withdrawn": [], "members": []}
    for notice in notices_of(board, key):
        grouped[standing(notice.record, board)].append(notice)
    items = _items(board, grouped["shown"])
    return NoticesView(
        key=key,
        items=items,
        here=tuple(replace(item, href=f"{item.stem}.html") for item in items),
        withdrawn=tuple(_gone(item) for item in _items(board, grouped["withdrawn"])),
        scheduled=len(grouped["scheduled"]),
        corrected=_corrected(board, key),
        corrects=dict(_corrects(board, grouped["shown"])),
        linked=tuple(sorted(set(_linked(board, grouped["shown"])))),
        updated=max((item.date for item in items), default=None),
        next_change=min(_changes(board, grouped), default=None),
    )


def notices_summary(view: NoticesView) -> Summary:
    """What a parent adds up: notices shown, those in their notice period, those that wait for their day."""
    return {"notices": {"total": len(view.items), "running": len(view.running), "scheduled": view.scheduled}}


def notices_found(view: NoticesView) -> Found:
    """What people may look for: the notices shown, with their day and category."""
    entries = [
        Entry(
            item.href,
            item.title,
            (item.date.isoformat(), *([item.category] if item.category else [])),
            item.withdraw_on.isoformat() if item.withdraw_on else None,
        )
        for item in view.items
    ]
    return Found("notices", "公告", entries)


def standing(record: Record, board: Board) -> Standing:
    """Whether a notice is shown on the board's day; `members`: for party members only, so not in public."""
    if record.audience == "党员" and board.settings.audience != "hall":
        return "members"
    if record.date > board.day:
        return "scheduled"
    day = withdrawal(record)
    return "withdrawn" if day is not None and day <= board.day else "shown"


def notice_page(board: Board, record: Record, key: str) -> str | None:
    """The page of a notice of table `key`, from the board's folder; None where it has none on the board's day."""
    if record.date is None or standing(record, board) not in ("shown", "withdrawn"):
        return None
    notice = Notice(record, key)
    return f"{notice.folder}/{notice.stem}.html"


def withdrawal(record: Record) -> date | None:
    """The first day on which a notice is no longer shown: as it says, or for the needs of single persons the
    day after its notice period."""
    if record.withdraw_on is not None or record.notice is None:
        return record.withdraw_on  # type: ignore[no-any-return]
    if concerns_persons(record):
        return record.notice.end + timedelta(days=1)  # type: ignore[no-any-return]
    return None


def item_of(board: Board, notice: Notice) -> Item:
    """A notice ready to print."""
    record, period = notice.record, notice.record.notice
    return Item(
        stem=notice.stem,
        href=f"{notice.folder}/{notice.stem}.html",
        title=record.title,
        disclosure=notice.folder,
        date=record.date,
        category=record.category,
        state=_state(period.start, period.end, board.day) if period else None,
        start=period.start if period else None,
        until=period.end if period else None,
        days=count_days(period.start, period.end, period.days) if period else None,
        unit=period.days if period else "natural",
        withdraw_on=withdrawal(record),
    )


def _items(board: Board, notices: Sequence[Notice]) -> tuple[Item, ...]:
    items = [item_of(board, notice) for notice in notices]
    return tuple(sorted(items, key=lambda item: (item.date, item.stem), reverse=True))


def _gone(item: Item) -> Item:
    """What is left of a withdrawn notice."""
    return replace(
        item,
        href=f"{item.stem}.html",
        category=None,
        state="withdrawn",
        withdraw_on=None,
        withdrawn_on=item.withdraw_on,
    )


def _state(start: date, end: date, day: date) -> str:
    if day < start:
        return "scheduled"
    return "running" if day <= end else "ended"


def _corrected(board: Board, key: str) -> dict[str, tuple[Item, ...]]:
    """Which notices of this table are corrected by which shown ones, of any table."""
    found: dict[str, list[Notice]] = {}
    for other in TABLES:
        for record in board.table(other):
            if record.supersedes is not None and standing(record, board) == "shown":
                destination = follow(board, other, record.supersedes)
                if destination.key == key:
                    found.setdefault(destination.path[:-3], []).append(Notice(record, other))
    return {stem: _items(board, notices) for stem, notices in found.items()}


def _corrects(board: Board, notices: Sequence[Notice]) -> Iterator[tuple[str, Item]]:
    for notice in notices:
        if notice.record.supersedes is not None:
            destination = follow(board, notice.key, notice.record.supersedes)
            for other in _with_page(board, destination.key, destination.path):
                yield notice.stem, item_of(board, other)


def _linked(board: Board, notices: Sequence[Notice]) -> Iterator[tuple[str, str]]:
    for notice in notices:
        for target in notice.targets:
            destination = follow(board, notice.key, target.address)
            for other in _with_page(board, destination.key, destination.path):
                yield other.key, other.name


def _with_page(board: Board, key: str, name: str) -> Iterator[Notice]:
    """The notice of table `key` whose file is `name`, if it has a page."""
    for notice in notices_of(board, key):
        if notice.name == name and standing(notice.record, board) in ("shown", "withdrawn"):
            yield notice


def _changes(board: Board, grouped: dict[Standing, list[Notice]]) -> Iterator[date]:
    """The days to come on which a notice appears, changes its state or goes."""
    days = [notice.record.date for notice in grouped["scheduled"]]
    for notice in grouped["shown"]:
        if (period := notice.record.notice) is not None:
            days += [period.start, period.end + timedelta(days=1)]
        if (day := withdrawal(notice.record)) is not None:
            days.append(day)
    yield from (day for day in days if day > board.day)
