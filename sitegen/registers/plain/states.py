"""In which state a record stands on a day: done, open or overdue; announced, posted or over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, Protocol

from msgspec import Struct

from sitegen import workdays
from sitegen.languages import word
from sitegen.registers.measures import Measure
from sitegen.registers.plain.counts import Counted
from sitegen.tables import Record

_ONE_DAY = timedelta(days=1)


class State(Struct, frozen=True):
    """A state: its key in twins, its word on pages, and how it is marked (ok, plain, running, warning, overdue)."""

    key: str
    label: str
    mark: str = "plain"

    @property
    def anchor(self) -> str:
        """The id of the group of rows that are in this state."""
        return f"state-{self.key}"


class StateRule(Protocol):
    """How the state of a record follows from its fields and the day."""

    @property
    def states(self) -> tuple[State, ...]:
        """All states, in the order in which pages group them."""
        ...

    def of(self, record: Record, day: date) -> State:
        """The state of a record on a day."""
        ...

    def turns(self, record: Record) -> Iterator[date]:
        """The days on which its state may become another."""
        ...

    def late_by(self, record: Record) -> int:
        """How many days after its due day a record was done; 0 where it was in time or can't be told."""
        ...

    def counts(self) -> tuple[Counted, ...]:
        """What is counted of records in each state."""
        ...


class Deadline(Struct, frozen=True):
    """Records that are to be done by a day: `due` and `done` are the fields of the two days.

    A record is overdue from the day after its due day until it is done; without a due day never. `words` are what
    done, open and overdue are called; `in_time` names the rate of those done by their day, None leaves it out.
    """

    due: str
    done: str
    words: tuple[str, str, str] = (word("已完成"), word("未到期"), word("超期未完成"))
    rate: str = word("完成率")
    in_time: str | None = word("按期率")

    @property
    def states(self) -> tuple[State, ...]:
        done, waiting, overdue = self.words
        return State("overdue", overdue, "overdue"), State("open", waiting), State("done", done, "ok")

    def due_of(self, record: Record) -> date | None:
        """The day by which a record is to be done; None where there is none."""
        return getattr(record, self.due)  # type: ignore[no-any-return]

    def of(self, record: Record, day: date) -> State:
        overdue, waiting, done = self.states
        done_on, due = getattr(record, self.done), self.due_of(record)
        if done_on is not None and done_on <= day:
            return done
        return overdue if due is not None and due < day else waiting

    def turns(self, record: Record) -> Iterator[date]:
        done_on, due = getattr(record, self.done), self.due_of(record)
        if done_on is not None:
            yield done_on
        if due is not None:
            yield due + _ONE_DAY

    def late_by(self, record: Record) -> int:
        """How many days after its due day a record was done; 0 where it was in time or can't be told."""
        done_on, due = getattr(record, self.done), self.due_of(record)
        return max(0, (done_on - due).days) if done_on is not None and due is not None else 0

    def counts(self) -> tuple[Counted, ...]:
        overdue, waiting, done = self.states
        counted = [
            Counted(
                Measure("done", done.label, of="count", rate=self.rate, anchor=done.anchor), self._in("done")
            ),
            Counted(Measure("open", waiting.label, anchor=waiting.anchor), self._in("open")),
            Counted(Measure("overdue", overdue.label, anchor=overdue.anchor), self._in("overdue")),
        ]
        if self.in_time:
            dated = Measure("dated", "有时限的", shown=False, anchor=done.anchor)
            in_time = Measure(
                "in_time", "按期完成", of="dated", rate=self.in_time, shown=False, anchor=done.anchor
            )
            counted += [Counted(dated, self._count_dated), Counted(in_time, self._count_in_time)]
        return tuple(counted)

    def _in(self, key: str) -> _InState:
        return _InState(self, key)

    def _dated(self, records: Sequence[Record], day: date) -> list[Record]:
        return [r for r in records if self.of(r, day).key == "done" and self.due_of(r) is not None]

    def _count_dated(self, records: Sequence[Record], day: date) -> int:
        return len(self._dated(records, day))

    def _count_in_time(self, records: Sequence[Record], day: date) -> int:
        return sum(not self.late_by(record) for record in self._dated(records, day))


class _InState(Struct, frozen=True):
    """Counts the records that are in a state."""

    rule: StateRule
    key: str

    def __call__(self, records: Sequence[Record], day: date) -> int:
        return sum(self.rule.of(record, day).key == self.key for record in records)


class NoticeRule(Struct, frozen=True):
    """How long a record is posted: from the day in field `start` for `days` days of `kind` (natural, working)."""

    start: str
    days: int
    kind: Literal["natural", "working"] = "natural"

    def span(self, record: Record) -> tuple[date, date] | None:
        """First and last day of a record's notice period, both included; None without a start."""
        start = getattr(record, self.start)
        if start is None:
            return None
        return start, workdays.end_of_notice(start, self.days, self.kind)

    def state(self, record: Record, day: date) -> tuple[str, date] | None:
        """scheduled, running or ended, and the last day; None without a start."""
        span = self.span(record)
        if span is None:
            return None
        start, end = span
        return "scheduled" if day < start else "running" if day <= end else "ended", end

    def turns(self, record: Record) -> Iterator[date]:
        """The days on which it begins, and has ended."""
        span = self.span(record)
        if span is not None:
            yield span[0]
            yield span[1] + _ONE_DAY
