"""Working days of China, and the length of notice periods in calendar or working days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Literal

from sitegen.holidays import ARRANGEMENTS, days_off, worked_weekends

DayKind = Literal["natural", "working"]

_SATURDAY = 5


def is_workday(day: date) -> bool:
    """Whether `day` is worked: as the State Council arranges its year, else from Monday to Friday."""
    off, worked = _arranged(day.year)
    return day in worked or (day.weekday() < _SATURDAY and day not in off)


@cache
def _arranged(year: int) -> tuple[frozenset[date], frozenset[date]]:
    return days_off(year), worked_weekends(year)


def years_unarranged(start: date, end: date) -> list[int]:
    """The years between `start` and `end` whose holidays aren't known, so that working days are a guess."""
    return [year for year in range(start.year, end.year + 1) if year not in ARRANGEMENTS]


def end_of_notice(start: date, days: int, kind: DayKind) -> date:
    """The last day of a notice of `days` (1 or more) calendar or working days; `start` and the end count.

    Raises ValueError for fewer than one day.
    """
    if days < 1:
        raise ValueError(days)
    if kind == "natural":
        return start + timedelta(days=days - 1)
    day = start
    left = days - is_workday(day)
    while left:
        day += timedelta(days=1)
        left -= is_workday(day)
    return day


def count_days(start: date, end: date, kind: DayKind) -> int:
    """The calendar or working days from `start` to `end`, both included; 0 if `end` comes first."""
    span = max(0, (end - start).days + 1)
    if kind == "natural":
        return span
    return sum(is_workday(start + timedelta(days=offset)) for offset in range(span))
