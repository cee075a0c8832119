"""Periods of disclosure: months, quarters, half-years and years."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache, total_ordering

from sitegen.languages import say, say_month, say_short_month, word

_TEXT = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?")
_QUARTERS = ("一", "二", "三", "四")
_THIS = {1: word("本月"), 3: word("本季"), 6: word("本半年"), 12: word("本年")}
_LAST_ONE = {1: word("上月"), 3: word("上季"), 6: word("上一半年"), 12: word("上年")}


@total_ordering
class Period:
    """A month `2022-06`, quarter `2022-Q2`, half-year `2022-H1` or year `2022`; sorts by its first day.

    `first` and `last` are its days, both included; `months` its length (1, 3, 6 or 12).
    """

    __slots__ = ("first", "last", "months", "text", "year")

    def __init__(self, year: int, month: int, months: int) -> None:
        self.year = year
        self.months = months
        self.first = date(year, month, 1)
        end = month + months - 1
        self.last = date(year, end, monthrange(year, end)[1])
        self.text = _text(year, month, months)

    @staticmethod
    def parse(text: str) -> Period:
        """The period that `text` names. Raises ValueError where it names none."""
        return _parse(text)

    @staticmethod
    def containing(day: date, months: int) -> Period:
        """The period of `months` months (1, 3, 6, 12) in which `day` lies."""
        return Period(day.year, (day.month - 1) // months * months + 1, months)

    def next(self) -> Period:
        """The period of the same length that begins the day after this one ends."""
        return Period.containing(self.last + timedelta(days=1), self.months)

    def contains(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.first <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last

    def adjoins(self, other: Period) -> bool:
        """Whether `other` begins the day after this one ends."""
        return self.last + timedelta(days=1) == other.first

    @property
    def label(self) -> str:
        """As people write it: 2022年6月, 2022年第二季度, 2022年上半年, 2022年."""
        if self.months == 1:
            return say_month(self.year, self.first.month)
        if self.months == 3:
            number = self.first.month // 3
            return say(
                "{year}年第{ordinal}季度", year=self.year, ordinal=_QUARTERS[number], number=number + 1
            )
        if self.months == 6:
            message = word("{year}年上半年") if self.first.month == 1 else word("{year}年下半年")
            return say(message, year=self.year)
        return say("{year}年", year=self.year)

    @property
    def short(self) -> str:
        """Its name within its year: 6月, 第二季度, 上半年, 全年."""
        if self.months == 1:
            return say_short_month(self.first.month)
        if self.months == 3:
            number = self.first.month // 3
            return say("第{ordinal}季度", ordinal=_QUARTERS[number], number=number + 1)
        if self.months == 6:
            return say("上半年") if self.first.month == 1 else say("下半年")
        return say("全年")

    @property
    def this(self) -> str:
        """The word before a figure of this period: 本月, 本季, 本半年, 本年."""
        return _THIS[self.months]

    @property
    def last_one(self) -> str:
        """The word before a figure of the period before: 上月, 上季, 上半年度, 上年."""
        return _LAST_ONE[self.months]

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Period({self.text})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Period) and self.text == other.text

    def __lt__(self, other: Period) -> bool:
        return (self.first, self.last) < (other.first, other.last)

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (_parse, (self.text,))


def _text(year: int, month: int, months: int) -> str:
    if months == 1:
        return f"{year:04d}-{month:02d}"
    if months == 3:
        return f"{year:04d}-Q{month // 3 + 1}"
    if months == 6:
        return f"{year:04d}-H{month // 6 + 1}"
    return f"{year:04d}"


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period:
    match = _TEXT.fullmatch(text)
    if not match or not 1900 <= int(match[1]) <= 2100:
        raise ValueError(text)
    year, month, quarter, half = match.groups()
    if month:
        return Period(int(year), int(month), 1)
    if quarter:
        return Period(int(year), int(quarter) * 3 - 2, 3)
    if half:
        return Period(int(year), int(half) * 6 - 5, 6)
    return Period(int(year), 1, 12)
