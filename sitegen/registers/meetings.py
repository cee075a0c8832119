"""Meetings of the party branch (三会一课): who was to come and who came, and the months without one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from sitegen import formats
from sitegen.days import Period
from sitegen.fields import Day, Field, Integer, Number
from sitegen.languages import word
from sitegen.registers.board import Board
from sitegen.registers.measures import Measure
from sitegen.registers.plain import Computed, Counted, PlainRegister
from sitegen.registers.plain.laws import within
from sitegen.tables import Record, Table

QUARTERLY = ("党员大会", "党课")
"""Kinds that are held each quarter, all others each month (中国共产党支部工作条例（试行）, 2018)."""

MEETINGS = Table(
    "meetings",
    "三会一课",
    (
        Field("date", type=Day(), required=True, labels=("会议日期",)),
        Field("kind", "类型", required=True, labels=("会议类型",)),
        Field("topic", "主题", required=True, labels=("会议主题",)),
        Field("expected", "应到", Integer(unit="人"), labels=("应到人数",)),
        Field("present", "实到", Integer(unit="人"), labels=("实到人数",)),
    ),
    laws=(within("present", "expected"),),
    sort="-date",
)


class Missed(Struct, frozen=True):
    """The months (or quarters) in which a kind of meeting was not held."""

    kind: str
    unit: str
    periods: tuple[str, ...]
    held: int
    of: int


def missed(records: Sequence[Record], end: date) -> tuple[Missed, ...]:
    """For each kind the periods that are over before `end`, from its first meeting on, without a meeting."""
    found: dict[str, list[date]] = {}
    for record in records:
        found.setdefault(record.kind, []).append(record.date)
    return tuple(_missed(kind, days, end) for kind, days in found.items())


def _missed(kind: str, days: Sequence[date], end: date) -> Missed:
    months = 3 if kind.endswith(QUARTERLY) else 1
    without, count = [], 0
    period = Period.containing(min(days), months)
    while period.last < end:
        count += 1
        if not any(map(period.contains, days)):
            without.append(period.label)
        period = period.next()
    return Missed(
        kind, word("季") if months == 3 else word("月"), tuple(without), count - len(without), count
    )


class _Known(Struct, frozen=True):
    """Sums a field over the meetings of which both numbers are known: a rate needs both."""

    key: str

    def __call__(self, records: Sequence[Record], day: date) -> int | None:
        both = [r for r in records if r.expected is not None and r.present is not None]
        return sum(getattr(record, self.key) for record in both) if both else None


def _attendance(record: Record, board: Board) -> object:
    if record.expected is None or record.present is None:
        return None
    return formats.rate(record.present, record.expected)


class Meetings(PlainRegister):
    """`meetings/`: by kind, with the attendance and the months without."""

    def compute(self, board: Board, records: Sequence[Record]) -> tuple[Missed, ...]:
        return missed(records, self._end(board))

    def turns(self, board: Board, records: Sequence[Record]) -> Iterable[date]:
        """A month that is over may be one without a meeting: the first of each month to come."""
        yield from super().turns(board, records)
        if self._end(board) == board.day:
            yield Period.containing(board.day, 1).last + timedelta(days=1)

    def _end(self, board: Board) -> date:
        """The day before which meetings were to be held: that of the build, or the one after the board's last."""
        until = board.info.until
        return min(board.day, until + timedelta(days=1)) if until is not None else board.day


REGISTER = Meetings(
    "meetings",
    "三会一课",
    MEETINGS,
    order=280,
    disclosure="party",
    noun="会议",
    unit="次",
    groupings=("kind", "date:month"),
    computed=(Computed(Field("attendance", "到会率", Number(2, unit="%")), _attendance),),
    counts=(
        Counted(Measure("expected", "应到", Integer(unit="人次"), shown=False), _Known("expected")),
        Counted(
            Measure("present", "到会", Integer(unit="人次"), "expected", "到会率", shown=True),
            _Known("present"),
        ),
    ),
    past=("date",),
    rank_by="present_rate",
    template="meetings/index.html",
)
