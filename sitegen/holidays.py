"""Days off and working weekends of China, as the State Council arranges them for each year.

Source: the annual notices of its General Office (国务院办公厅关于…年部分节假日安排的通知), for 2020 with the
prolonged Spring Festival. A year is added when its notice is out, usually in November of the year before.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple


class Arrangement(NamedTuple):
    """A year: spells of days off (first and last day, weekends among them), and weekends that are worked."""

    off: tuple[tuple[str, str], ...]
    worked: tuple[str, ...]


ARRANGEMENTS = {
    2020: Arrangement(
        off=(
            ("01-01", "01-01"),
            ("01-24", "02-02"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("06-25", "06-27"),
            ("10-01", "10-08"),
        ),
        worked=("01-19", "04-26", "05-09", "06-28", "09-27", "10-10"),
    ),
    2021: Arrangement(
        off=(
            ("01-01", "01-03"),
            ("02-11", "02-17"),
            ("04-03", "04-05"),
            ("05-01", "05-05"),
            ("06-12", "06-14"),
            ("09-19", "09-21"),
            ("10-01", "10-07"),
        ),
        worked=("02-07", "02-20", "04-25", "05-08", "09-18", "09-26", "10-09"),
    ),
    2022: Arrangement(
        off=(
            ("01-01", "01-03"),
            ("01-31", "02-06"),
            ("04-03", "04-05"),
            ("04-30", "05-04"),
            ("06-03", "06-05"),
            ("09-10", "09-12"),
            ("10-01", "10-07"),
        ),
        worked=("01-29", "01-30", "04-02", "04-24", "05-07", "10-08", "10-09"),
    ),
    2023: Arrangement(
        off=(
            ("01-01", "01-02"),
            ("01-21", "01-27"),
            ("04-05", "04-05"),
            ("04-29", "05-03"),
            ("06-22", "06-24"),
            ("09-29", "10-06"),
        ),
        worked=("01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08"),
    ),
    2024: Arrangement(
        off=(
            ("01-01", "01-01"),
            ("02-10", "02-17"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("06-08", "06-10"),
            ("09-15", "09-17"),
            ("10-01", "10-07"),
        ),
        worked=("02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"),
    ),
    2025: Arrangement(
        off=(
            ("01-01", "01-01"),
            ("01-28", "02-04"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("05-31", "06-02"),
            ("10-01", "10-08"),
        ),
        worked=("01-26", "02-08", "04-27", "09-28", "10-11"),
    ),
    2026: Arrangement(
        off=(
            ("01-01", "01-03"),
            ("02-15", "02-23"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("06-19", "06-21"),
            ("09-25", "09-27"),
            ("10-01", "10-07"),
        ),
        worked=("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
    ),
}


def days_off(year: int) -> frozenset[date]:
    """The arranged days off of `year`, weekends among them; none where its arrangement isn't known."""
    spells = ARRANGEMENTS[year].off if year in ARRANGEMENTS else ()
    return frozenset(day for first, last in spells for day in _days(_day(year, first), _day(year, last)))


def worked_weekends(year: int) -> frozenset[date]:
    """The Saturdays and Sundays of `year` that are worked; none where its arrangement isn't known."""
    return (
        frozenset(_day(year, text) for text in ARRANGEMENTS[year].worked)
        if year in ARRANGEMENTS
        else frozenset()
    )


def _day(year: int, text: str) -> date:
    return date.fromisoformat(f"{year}-{text}")


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
