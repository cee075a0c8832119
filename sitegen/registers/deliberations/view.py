"""A board's deliberations on a day: how far each one is, what is missing, what it decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from sitegen.languages import say, word
from sitegen.registers.board import Board
from sitegen.registers.deliberations.course import course_of
from sitegen.registers.deliberations.links import Link, decided_by
from sitegen.registers.deliberations.procedures import PROCEDURES
from sitegen.registers.deliberations.timeline import Entry, entries_of
from sitegen.tables import Record

ONE_DAY = timedelta(days=1)


class Deliberation(Struct, frozen=True):
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


class Posted(Struct, frozen=True):
    """A notice of a deliberation that runs now, as a board's home lists what is posted."""

    title: str
    href: str
    disclosure: str
    until: date


class Standing(Struct, frozen=True):
    """The deliberations of one procedure that stand at the same place."""

    label: str
    anchor: str
    items: tuple[Deliberation, ...]


class Group(Struct, frozen=True):
    """The deliberations of one procedure, by where they stand: those under way first."""

    label: str
    anchor: str
    standings: tuple[Standing, ...]

    @property
    def items(self) -> tuple[Deliberation, ...]:
        """All of them."""
        return tuple(item for standing in self.standings for item in standing.items)


class DeliberationsView(Struct, frozen=True):
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
    told = {day for record in records for day in _days_told(record)}
    turns = told | {notice.end + ONE_DAY for record in records for notice in _notices(record)}
    return DeliberationsView(
        groups=tuple(_groups(items)),
        updated=max((day for day in told if day <= board.day), default=None),
        next_change=min((day for day in turns if day > board.day), default=None),
    )


def _days_told(record: Record) -> Iterator[date]:
    """The days on which a deliberation had something new to tell: a step, or the first day of a notice."""
    yield from (step.date for step in record.steps or ())
    yield from (notice.start for notice in _notices(record))


def _notices(record: Record) -> list[Record]:
    return [notice for notice in (record.decision_notice, record.result_notice) if notice is not None]


def _deliberation(board: Board, record: Record) -> Deliberation:
    course, day = course_of(record), board.day
    rejected = course.rejected_by(day) is not None
    entries = tuple(entries_of(course, day, rejected))
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
        stage = item.stage
        if item.reached:
            stage = say("进行到第 {reached} 步：{stage}", reached=item.reached, stage=stage)
        return item.reached, stage
    return {
        "planned": (50, "还没有开始"),
        "plain": (60, word("已经登记的")),
        "done": (70, "步骤已经走完"),
        "rejected": (80, "没有通过"),
    }[item.state]
