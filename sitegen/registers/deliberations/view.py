"""A board's deliberations on a day: how far each one is, what is missing, what it decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sitegen import formats
from sitegen.registers.deliberations.course import (
    Course,
    Verdict,
    carried,
    course_of,
    missing_stages,
    verdict,
)
from sitegen.registers.deliberations.links import Link, decided_by
from sitegen.registers.deliberations.procedures import PROCEDURES
from sitegen.registers.register import Board
from sitegen.tables import Record
from sitegen.workdays import count_days

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice period, both ends included; `state`: scheduled, running or ended."""

    start: date
    end: date
    days: int
    unit: str
    state: str


@dataclass(frozen=True, slots=True)
class Meeting:
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


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class Deliberation:
    """One deliberation ready to print. `stage` is the name of the last stage reached, `upcoming` of the next one;
    `state`: done, going, rejected, planned, or plain where the procedure isn't known."""

    id: str
    title: str
    procedure: str
    known: bool
    origin: str | None
    matter: str
    note: str | None
    entries: tuple[Entry, ...]
    state: str
    reached: int
    stage: str
    upcoming: str | None
    missing: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    decides: tuple[Link, ...]

    @property
    def page(self) -> str:
        """Its page, from the register's folder."""
        return f"{self.id}.html"

    @property
    def stages(self) -> int:
        """How many stages its procedure has."""
        return sum(entry.number is not None for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice of a deliberation that runs now, as a board's home lists what is posted."""

    title: str
    href: str
    disclosure: str
    until: date


@dataclass(frozen=True, slots=True)
class Standing:
    """The deliberations of one procedure that stand at the same place."""

    label: str
    anchor: str
    items: tuple[Deliberation, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The deliberations of one procedure, by where they stand: those under way first."""

    label: str
    anchor: str
    standings: tuple[Standing, ...]

    @property
    def items(self) -> tuple[Deliberation, ...]:
        """All of them."""
        return tuple(item for standing in self.standings for item in standing.items)


@dataclass(frozen=True, slots=True)
class DeliberationsView:
    """All that the register's pages show of a board."""

    groups: tuple[Group, ...]
    updated: date | None
    next_change: date | None

    @property
    def items(self) -> tuple[Deliberation, ...]:
        """All deliberations in the order of the pages."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def running(self) -> tuple[Posted, ...]:
        """The notices that run now."""
        return tuple(
            Posted(f"{entry.name}：{item.title}", f"deliberations/{item.page}", "affairs", entry.notice.end)
            for item in self.items
            for entry in item.entries
            if entry.notice is not None and entry.notice.state == "running"
        )

    def in_state(self, *states: str) -> tuple[Deliberation, ...]:
        """Those in one of the states."""
        return tuple(item for item in self.items if item.state in states)

    @property
    def lacking(self) -> tuple[Deliberation, ...]:
        """Those that missed a step."""
        return tuple(item for item in self.items if item.missing)


def derive(board: Board) -> DeliberationsView | None:
    """The view of a sound board's deliberations; None where it has none."""
    records = board.table("deliberations")
    if not records:
        return None
    items = [_deliberation(board, record) for record in records]
    days = {day for record in records for day in _turning_days(record)}
    return DeliberationsView(
        groups=tuple(_groups(items)),
        updated=max((day for day in days if day <= board.day), default=None),
        next_change=min((day for day in days if day > board.day), default=None),
    )


def _turning_days(record: Record) -> Iterator[date]:
    """The days on which a deliberation's pages change."""
    yield from (step.date for step in record.steps or ())
    for notice in (record.decision_notice, record.result_notice):
        if notice is not None:
            yield from (notice.start, notice.end + ONE_DAY)


def _deliberation(board: Board, record: Record) -> Deliberation:
    course, day = course_of(record), board.day
    rejected = course.rejected_by(day) is not None
    entries = tuple(_entries(course, day, rejected))
    done = [entry for entry in entries if entry.state == "done"]
    staged = [entry for entry in entries if entry.number is not None]
    reached = max((entry.number for entry in done if entry.number is not None), default=0)
    days = [entry.day for entry in done if entry.day is not None]
    if rejected:
        state = "rejected"
    elif not done:
        state = "planned"
    elif course.procedure is None:
        state = "plain"
    else:
        state = "done" if reached == len(staged) else "going"
    latest = max(done, key=lambda entry: (entry.day or date.min, entry.number or 0), default=None)
    stage = staged[reached - 1].name if reached else latest.name if latest else ""
    return Deliberation(
        id=record.id,
        title=record.title,
        procedure=course.procedure.name if course.procedure else record.procedure,
        known=course.procedure is not None,
        origin=record.origin,
        matter=record.matter,
        note=record.note,
        entries=entries,
        state=state,
        reached=reached,
        stage=stage,
        upcoming=staged[reached].name if staged and reached < len(staged) and not rejected else None,
        missing=tuple(entry.name for entry in staged if entry.state == "missing"),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        decides=tuple(decided_by(board, record)),
    )


def _entries(course: Course, day: date, rejected: bool) -> Iterator[Entry]:
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


def _groups(items: Sequence[Deliberation]) -> Iterator[Group]:
    """By procedure: the known ones first, in their own order, the others by name."""
    order = [procedure.name for procedure in PROCEDURES]
    names = sorted({item.procedure for item in items}, key=lambda name: [*order, name].index(name))
    names.sort(key=lambda name: (name not in order, name if name not in order else ""))
    for number, name in enumerate(names, 1):
        chosen = [item for item in items if item.procedure == name]
        yield Group(name, f"group-{number}", tuple(_standings(chosen, f"group-{number}")))


def _standings(items: Sequence[Deliberation], anchor: str) -> Iterator[Standing]:
    found: dict[tuple[int, str], list[Deliberation]] = {}
    for item in items:
        found.setdefault(_place(item), []).append(item)
    for number, (place, chosen) in enumerate(sorted(found.items()), 1):
        chosen.sort(key=lambda item: (item.last_day or date.max, item.id), reverse=True)
        yield Standing(place[1], f"{anchor}-{number}", tuple(chosen))


def _place(item: Deliberation) -> tuple[int, str]:
    """Where a deliberation stands, in words, behind the number by which these are sorted."""
    if item.state == "going":
        return item.reached, f"进行到第 {item.reached} 步：{item.stage}" if item.reached else item.stage
    return {
        "planned": (50, "还没有开始"),
        "plain": (60, "已经登记的"),
        "done": (70, "步骤已经走完"),
        "rejected": (80, "没有通过"),
    }[item.state]
