"""The duty roster (值班): who is on duty on which day, and the days on which nobody is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct

from sitegen.fields import Day, Field, Integer, Officer, Phone
from sitegen.languages import say
from sitegen.registers.board import Board
from sitegen.registers.measures import Measure
from sitegen.registers.plain import Counted, PlainRegister, State
from sitegen.tables import Record, Table

ROSTER = Table(
    "roster",
    "值班",
    (
        Field("date", type=Day(), required=True, labels=("值班日期",)),
        Field("person", "值班人", Officer(), required=True, labels=("值班人员",)),
        Field("post", "岗位", labels=("职务",)),
        Field("phone", "电话", Phone(), labels=("值班电话", "联系电话")),
    ),
    sort="date",
)
_ONE_DAY = timedelta(days=1)
_TODAY, _COMING, _PAST = (
    State("today", "当天值班", "running"),
    State("coming", "以后值班"),
    State("past", "已值班", "ended"),
)


class Turns(Struct, frozen=True):
    """A turn of duty is to come, is today, or is over."""

    states = (_TODAY, _COMING, _PAST)

    def of(self, record: Record, day: date) -> State:
        return _TODAY if record.date == day else _COMING if record.date > day else _PAST

    def turns(self, record: Record) -> Iterator[date]:
        yield record.date
        yield record.date + _ONE_DAY

    def late_by(self, record: Record) -> int:
        return 0

    def counts(self) -> tuple[Counted, ...]:
        return ()


class Gap(Struct, frozen=True):
    """Days in a row, both included, on which the roster has nobody."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days that are."""
        return (self.last - self.first).days + 1


def gaps(records: Sequence[Record]) -> tuple[Gap, ...]:
    """The gaps between the first and the last day of a roster."""
    days = sorted({record.date for record in records})
    return tuple(
        Gap(before + _ONE_DAY, after - _ONE_DAY)
        for before, after in pairwise(days)
        if after - before > _ONE_DAY
    )


def _days_covered(records: Sequence[Record], day: date) -> int:
    return len({record.date for record in records})


def _days_without(records: Sequence[Record], day: date) -> int:
    return sum(gap.days for gap in gaps(records))


class OnDuty(Struct, frozen=True):
    """Who is on duty on the day, in words, and the days without anybody."""

    day: date | None
    people: tuple[str, ...]
    gaps: tuple[Gap, ...]


class Roster(PlainRegister):
    """`roster/`: grouped by what is today, to come and over; the gaps are named."""

    def compute(self, board: Board, records: Sequence[Record]) -> OnDuty:
        people = tuple(_in_words(record) for record in records if record.date == board.day)
        return OnDuty(board.day if people else None, people, gaps(records))


def _in_words(record: Record) -> str:
    person = record.person
    if record.post:
        person = say("{person}（{post}）", person=person, post=record.post)
    return say("{person}，电话 {phone}", person=person, phone=record.phone) if record.phone else person


REGISTER = Roster(
    "roster",
    "值班",
    ROSTER,
    order=270,
    noun="值班",
    unit="人次",
    states=Turns(),
    groupings=("date:month", "person"),
    counts=(
        Counted(Measure("days", "有人值班", Integer(unit="天")), _days_covered),
        Counted(Measure("without", "空缺", Integer(unit="天"), anchor="gaps"), _days_without, whole=True),
    ),
    template="roster/index.html",
    front="block",
)
