"""A board's lists of subsidies on a day: what is posted, with its rows or its sums only, and what has gone.

What the Personal Information Protection Law (art. 47) asks for happens here: after its notice period nothing is left
of a list but its title and days, and what follows from the view (pages, twins, sums) holds no more either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from msgspec import Struct

from sitegen.registers.board import Board
from sitegen.registers.subsidies.tables import ROWS, counts_only, stem_of
from sitegen.tables import Record
from sitegen.workdays import count_days

ONE_DAY = timedelta(days=1)


class Sums(Struct, frozen=True):
    """What rows come to: how many, persons, mu, fen; None where no row says."""

    rows: int
    persons: int | None
    area: Decimal | None
    amount: int | None


class Group(Struct, frozen=True):
    """The rows of a group of the village; `label` None where none of the list's rows names one."""

    label: str | None
    anchor: str
    rows: tuple[dict[str, Any], ...]
    sums: Sums


class Subsidy(Struct, frozen=True):
    """A list ready to print. `start` and `until` are the first and last day of its notice period, `days` how many
    that are, of the kind `unit`; from `withdraw_on` it is gone. Where only counts may be published `groups` is
    empty. `state`: running or withdrawn, which leaves title and days."""

    stem: str
    title: str
    start: date
    until: date
    days: int
    unit: str
    state: str
    withdraw_on: date
    kind: str | None = None
    standard: Decimal | None = None
    note: str | None = None
    groups: tuple[Group, ...] = ()
    sums: Sums | None = None
    counts_only: bool = False

    disclosure = "affairs"

    @property
    def page(self) -> str:
        """Its page, from the register's folder."""
        return f"{self.stem}.html"

    @property
    def href(self) -> str:
        """Its page, from the board's home."""
        return f"subsidies/{self.page}"

    @property
    def used(self) -> tuple[str, ...]:
        """The fields that some row fills, in the order of the table."""
        rows = [row for group in self.groups for row in group.rows]
        return tuple(f.key for f in ROWS.fields if any(row[f.key] is not None for row in rows))


class SubsidiesView(Struct, frozen=True):
    """All that the register's pages show of a board: what is posted, the newest first, and what has gone."""

    running: tuple[Subsidy, ...]
    withdrawn: tuple[Subsidy, ...]
    scheduled: int
    households_have_pages: bool
    updated: date | None
    next_change: date | None

    @property
    def sums(self) -> Sums:
        """What all posted lists come to."""
        return _add([subsidy.sums for subsidy in self.running if subsidy.sums is not None])


def derive(board: Board) -> SubsidiesView | None:
    """The view of a sound board's lists; None where it has none."""
    records = board.table("subsidies")
    if not records:
        return None
    day = board.day
    shown = sorted((r for r in records if r.notice.start <= day), key=lambda r: r.notice.start, reverse=True)
    turns = {turn for r in records for turn in (r.notice.start, r.notice.end + ONE_DAY) if turn > day}
    return SubsidiesView(
        running=tuple(_posted(record) for record in shown if day <= record.notice.end),
        withdrawn=tuple(_gone(record) for record in shown if record.notice.end < day),
        scheduled=len(records) - len(shown),
        households_have_pages="points" in board.folders,
        updated=max((record.notice.start for record in shown), default=None),
        next_change=min(turns, default=None),
    )


def standing(record: Record, day: date) -> str:
    """scheduled, running or withdrawn."""
    if day < record.notice.start:
        return "scheduled"
    return "running" if day <= record.notice.end else "withdrawn"


def _gone(record: Record) -> Subsidy:
    """What is left of a list after its notice period."""
    notice = record.notice
    return Subsidy(
        stem=stem_of(record),
        title=record.title,
        start=notice.start,
        until=notice.end,
        days=count_days(notice.start, notice.end, notice.days),
        unit=notice.days,
        state="withdrawn",
        withdraw_on=notice.end + ONE_DAY,
    )


def _posted(record: Record) -> Subsidy:
    notice, guarded = record.notice, counts_only(record)
    rows = [{f.key: getattr(row, f.attribute) for f in ROWS.fields} for row in record.rows]
    return Subsidy(
        stem=stem_of(record),
        title=record.title,
        start=notice.start,
        until=notice.end,
        days=count_days(notice.start, notice.end, notice.days),
        unit=notice.days,
        state="running",
        withdraw_on=notice.end + ONE_DAY,
        kind=record.kind,
        standard=record.standard,
        note=None if guarded else record.note,
        groups=() if guarded else tuple(_groups(rows)),
        sums=_sum(rows),
        counts_only=guarded,
    )


def _groups(rows: Sequence[dict[str, Any]]) -> Iterator[Group]:
    """The rows by group in the order in which the groups first stand; those without one last."""
    if not any(row["group"] for row in rows):
        yield Group(None, "rows", tuple(rows), _sum(rows))
        return
    names = sorted(dict.fromkeys(row["group"] for row in rows), key=lambda name: name is None)
    for number, name in enumerate(names, 1):
        chosen = tuple(row for row in rows if row["group"] == name)
        yield Group(name or "没有写组", f"group-{number}", chosen, _sum(chosen))


def _sum(rows: Sequence[dict[str, Any]]) -> Sums:
    return Sums(len(rows), *(_known([row[key] for row in rows]) for key in ("persons", "area_mu", "amount")))


def _add(parts: Sequence[Sums]) -> Sums:
    added = (_known([getattr(part, key) for part in parts]) for key in ("persons", "area", "amount"))
    return Sums(sum(part.rows for part in parts), *added)


def _known(values: Sequence[Any]) -> Any:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
