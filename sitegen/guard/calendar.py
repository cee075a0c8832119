"""The calendar of duties: which statement is due when, and which is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from msgspec import Struct

from sitegen.days import Period
from sitegen.guard.presets import PRESETS, Cadence, LegalSource, Preset

State = Literal["done", "late", "due", "overdue"]
Published = tuple[Period, date | None]

_MONTHS: dict[Cadence, int] = {"monthly": 1, "quarterly": 3}


@dataclass(frozen=True, slots=True, init=False)
class Calendar:
    """How often a board discloses its finances, and by when.

    `due_day` is the day of the month after a period's end by which its statement is published; in a shorter
    month its last day counts. `keep_days` and `answer_days` are calendar days, None where no rule is known.
    """

    preset: str
    finance: Cadence
    due_day: int
    keep_days: int | None
    answer_days: int | None

    def __init__(
        self,
        preset: str = "national",
        finance: str | None = None,
        due_day: int | None = None,
        keep_days: int | None = None,
        answer_days: int | None = None,
    ) -> None:
        """Take from `preset` what isn't given. Raises KeyError for an unknown preset or cadence."""
        rules = PRESETS[preset]
        cadence = cast(Cadence, finance or rules.finance)
        if cadence not in _MONTHS:
            raise KeyError(cadence)
        values = {
            "preset": preset,
            "finance": cadence,
            "due_day": rules.due_day if due_day is None else due_day,
            "keep_days": rules.keep_days if keep_days is None else keep_days,
            "answer_days": rules.answer_days if answer_days is None else answer_days,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def rules(self) -> Preset:
        """The preset, with its title and legal sources."""
        return PRESETS[self.preset]

    @property
    def months(self) -> int:
        """The length of a period: 1 or 3 months."""
        return _MONTHS[self.finance]

    def sources_on(self, day: date) -> list[LegalSource]:
        """The legal texts behind this calendar that are in force on `day`."""
        return self.rules.sources_on(day)

    def due_on(self, period: Period) -> date:
        """The last day on which the statement of `period` is in time."""
        month = Period.containing(period.last + timedelta(days=1), 1)
        return month.first.replace(day=min(self.due_day, month.last.day))


class Duty(Struct, frozen=True):
    """A statement to be published, and how it stands.

    done: published (in time, as far as its day of publication is known); late: published, but after its
    day; due: still to come, in time; overdue: missing, its day is past.
    """

    period: Period
    due_on: date
    published_on: date | None
    state: State


class Agenda(Struct, frozen=True):
    """The duties of a board as of a day, in order of time, and the next day on which any of them changes."""

    duties: tuple[Duty, ...]
    changes_on: date | None

    @property
    def next_due(self) -> Duty | None:
        """The duty to be done next in time; that of the running period where nothing else is open."""
        return next((duty for duty in self.duties if duty.state == "due"), None)

    @property
    def overdue(self) -> tuple[Duty, ...]:
        """The duties whose day is past, the oldest first."""
        return tuple(duty for duty in self.duties if duty.state == "overdue")


def agenda(
    calendar: Calendar, since: date | None, until: date | None, published: Iterable[Published], day: date
) -> Agenda:
    """The duties of a board that discloses from `since` to `until`, as of `day`.

    A duty stands for every period that has begun by `day` and ends within `since` … `until`; without `since`
    from the first published period on, without any publication none. `published` holds the periods of
    statements and, where known, the days of publication; one dated after `day` isn't published yet. A duty is
    fulfilled when every month of it is covered: by a statement of its own, by longer or by shorter ones.
    """
    known = list(published)
    start = since or min((period.first for period, _ in known), default=None)
    if start is None:
        return Agenda((), None)
    covered = _months_covered(known, day)
    duties = []
    period = Period.containing(start, calendar.months)
    while period.first <= day and (until is None or period.last <= until):
        duties.append(_duty(calendar, period, covered, day))
        period = period.next()
    turns = [duty.due_on + timedelta(days=1) for duty in duties if duty.state == "due"]
    turns += [on for _, on in known if on is not None and on > day]
    if until is None or period.last <= until:
        turns.append(period.first)
    return Agenda(tuple(duties), min(turns, default=None))


def _months_covered(published: list[Published], day: date) -> dict[date, date | None]:
    """Every month published as of `day`, by its first day, with the earliest known day of publication."""
    covered: dict[date, date | None] = {}
    for period, on in published:
        if on is not None and on > day:
            continue
        for month in _months(period):
            earlier = covered.get(month)
            covered[month] = on if earlier is None else min(earlier, on or earlier)
    return covered


def _months(period: Period) -> list[date]:
    first = period.first
    return [first.replace(month=first.month + offset) for offset in range(period.months)]


def _duty(calendar: Calendar, period: Period, covered: dict[date, date | None], day: date) -> Duty:
    due_on = calendar.due_on(period)
    months = _months(period)
    if not all(month in covered for month in months):
        return Duty(period, due_on, None, "overdue" if day > due_on else "due")
    known = [on for month in months if (on := covered[month]) is not None]
    published_on = max(known) if len(known) == len(months) else None
    return Duty(period, due_on, published_on, "late" if published_on and published_on > due_on else "done")
