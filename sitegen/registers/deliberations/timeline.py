"""The time line of a deliberation: its stages with what took place at each, and what is missing or to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct

from sitegen import formats
from sitegen.registers.deliberations.course import Course, Verdict, carried, missing_stages, verdict
from sitegen.tables import Record
from sitegen.workdays import count_days


class Notice(Struct, frozen=True):
    """A notice period, both ends included; `state`: scheduled, running or ended."""

    start: date
    end: date
    days: int
    unit: str
    state: str


class Meeting(Struct, frozen=True):
    """A step that took place, or is to take place."""

    name: str
    day: date
    form: str | None
    expected: int | None
    present: int | None
    votes: tuple[tuple[str, int], ...]
    outcome: str | None
    carried: bool | None
    note: str | None
    verdict: Verdict | None
    planned: bool

    @property
    def attendance(self) -> Decimal | None:
        """Those present of those due, in per cent with 1 decimal."""
        if self.present is None or self.expected is None:
            return None
        return formats.share(self.present, self.expected)


class Entry(Struct, frozen=True):
    """A line of the time line: a stage of the procedure (`number` from 1), or a step of its own.

    `state`: done, planned, missing (a later stage was reached without it), coming or dropped (the matter was
    not carried before).
    """

    number: int | None
    name: str
    state: str
    day: date | None
    meetings: tuple[Meeting, ...] = ()
    notice: Notice | None = None


def entries_of(course: Course, day: date, rejected: bool) -> Iterator[Entry]:
    """The stages in the order of the procedure; other steps stand where their day puts them."""
    others = list(course.others)
    if course.procedure is not None:
        missing = set(missing_stages(course))
        for place, stage in enumerate(course.procedure.stages):
            first = course.day_of(place)
            while others and first is not None and others[0].date < first:
                yield _own_entry(course, others.pop(0), day)
            meetings = tuple(_meeting(course, step, day) for step in course.placed[place])
            if first is None:
                state = "missing" if stage.name in missing else "dropped" if rejected else "coming"
            else:
                state = "done" if first <= day else "planned"
            notice = course.notice_of(place)
            period = _notice(notice, day) if notice is not None else None
            yield Entry(place + 1, stage.name, state, first, meetings, period)
    for step in others:
        yield _own_entry(course, step, day)
    if course.procedure is None:
        for part in ("decision_notice", "result_notice"):
            notice = getattr(course.record, part)
            if notice is not None:
                period = _notice(notice, day)
                state = "done" if notice.start <= day else "planned"
                label = course.record._table.by_key[part].label
                yield Entry(None, label, state, notice.start, (), period)


def _own_entry(course: Course, step: Record, day: date) -> Entry:
    state = "done" if step.date <= day else "planned"
    return Entry(None, step.step, state, step.date, (_meeting(course, step, day),))


def _meeting(course: Course, step: Record, day: date) -> Meeting:
    votes = (("赞成", step.for_), ("反对", step.against), ("弃权", step.abstain))
    return Meeting(
        name=step.step,
        day=step.date,
        form=step.form,
        expected=step.expected,
        present=step.present,
        votes=tuple((word, count) for word, count in votes if count is not None),
        outcome=step.outcome,
        carried=carried(step.outcome),
        note=step.note,
        verdict=verdict(step, course.usual_body(step)),
        planned=step.date > day,
    )


def _notice(notice: Record, day: date) -> Notice:
    state = "scheduled" if day < notice.start else "running" if day <= notice.end else "ended"
    days = count_days(notice.start, notice.end, notice.days)
    return Notice(notice.start, notice.end, days, notice.days, state)
