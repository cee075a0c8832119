"""The projects of a board as its pages show them. Amounts are fen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from sitegen import formats
from sitegen.languages import word
from sitegen.registers.board import Board
from sitegen.registers.finance.bookings import Booking, bookings
from sitegen.registers.projects.passage import Passage, furthest, histories, jumped, passages
from sitegen.registers.projects.tables import STAGES
from sitegen.tables import Record

UNNAMED = word("没有写明")


class Project(Struct, frozen=True):
    """One project on the day of the build. `place` is that of its furthest stage among STAGES; None where only
    unknown stages are written."""

    id: str
    title: str
    model: str | None
    owner: str | None
    sought: int | None
    granted: int | None
    source: str | None
    stage: str
    start: date | None
    due: date | None
    done_on: date | None
    contract: str | None
    note: str | None
    place: int | None
    steps: tuple[Passage, ...]
    jumped: tuple[str, ...]
    overdue: bool
    bookings: tuple[Booking, ...]

    @property
    def page(self) -> str:
        """Its page, from the register's folder."""
        return f"{self.id}.html"

    @property
    def accepted(self) -> bool:
        """Whether it has come to its end."""
        return self.stage == STAGES[-1]

    @property
    def since(self) -> date | None:
        """The day on which it came to its present stage, where the history tells."""
        last = self.steps[-1] if self.steps else None
        return last.on if last is not None and last.stage == self.stage else None

    @property
    def granted_rate(self) -> Decimal | None:
        """Granted of sought, in per cent with 2 decimals."""
        return _rate(self.granted, self.sought)

    def booked(self, side: str) -> int:
        """What statements booked for it on one side."""
        return sum(booking.amount for booking in self.bookings if booking.side == side)


class Group(Struct, frozen=True):
    """Projects under one heading, and what they come to; None where no project says."""

    label: str
    projects: tuple[Project, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.projects)

    @property
    def sought(self) -> int | None:
        """What they seek."""
        return _known_sum(project.sought for project in self.projects)

    @property
    def granted(self) -> int | None:
        """What they were granted."""
        return _known_sum(project.granted for project in self.projects)

    @property
    def rate(self) -> Decimal | None:
        """Granted of sought, in per cent with 2 decimals."""
        return _rate(self.granted, self.sought)


class Stage(Struct, frozen=True):
    """One stage of the funnel: who is in it now, who came at least so far, how long the way on took."""

    label: str
    now: Group
    reached: Group
    share: Decimal | None
    """How many of all projects came so far, in per cent with 1 decimal."""
    days: Decimal | None
    """The mean of the days that projects stayed in it before they went on, with 1 decimal."""
    passed: int
    """How many went on from it."""
    jumped: tuple[Project, ...]


class ProjectsView(Struct, frozen=True):
    """All that the register's pages show of a board."""

    everything: Group
    stages: tuple[Stage, ...]
    others: tuple[Group, ...]
    """Projects in stages that are not among the usual ones."""
    models: tuple[Group, ...]
    sources: tuple[Group, ...]
    overdue: tuple[Project, ...]
    accepted: int
    next_change: date | None

    @property
    def jumpers(self) -> tuple[Project, ...]:
        """The projects that jumped a stage."""
        return tuple(project for project in self.everything.projects if project.jumped)


def derive(board: Board) -> ProjectsView | None:
    """The view of a sound board's projects; None where it has none."""
    records = board.table("projects")
    if not records:
        return None
    past = histories(row for row in board.table("project-stages") if row.date <= board.day)
    booked: dict[str, list[Booking]] = {}
    for booking in bookings(board, "project"):
        if booking.on <= board.day:
            booked.setdefault(booking.of, []).append(booking)
    projects = tuple(
        _project(record, past.get(record.id, []), booked.get(record.id, ()), board.day) for record in records
    )
    late = sorted((p for p in projects if p.overdue), key=lambda project: project.due or board.day)
    named = [project for project in projects if project.model]
    return ProjectsView(
        everything=Group("合计", projects),
        stages=tuple(_stage(place, projects) for place in range(len(STAGES))),
        others=tuple(_by([p for p in projects if p.stage not in STAGES], lambda p: p.stage)),
        models=tuple(_by(projects, lambda p: p.model or UNNAMED)) if named else (),
        sources=tuple(_by(projects, lambda p: p.source or UNNAMED))
        if any(p.source for p in projects)
        else (),
        overdue=tuple(late),
        accepted=sum(project.accepted for project in projects),
        next_change=min(_turning_days(board), default=None),
    )


def _project(record: Record, steps: Sequence[Record], booked: Sequence[Booking], day: date) -> Project:
    done = record.done_on is not None and record.done_on <= day
    return Project(
        id=record.id,
        title=record.title,
        model=record.model,
        owner=record.owner,
        sought=record.sought,
        granted=record.granted,
        source=record.source,
        stage=record.stage,
        start=record.start,
        due=record.due,
        done_on=record.done_on if done else None,
        contract=record.contract,
        note=record.note,
        place=furthest(record.stage, steps),
        steps=passages(steps),
        jumped=tuple(jumped(record.stage, steps)),
        overdue=not done and record.stage != STAGES[-1] and record.due is not None and record.due < day,
        bookings=tuple(booked),
    )


def _stage(place: int, projects: Sequence[Project]) -> Stage:
    label = STAGES[place]
    reached = tuple(project for project in projects if project.place is not None and project.place >= place)
    days = [
        step.days
        for project in projects
        for step in project.steps
        if step.stage == label and step.days is not None
    ]
    return Stage(
        label,
        Group(label, tuple(project for project in projects if project.stage == label)),
        Group(label, reached),
        formats.share(len(reached), len(projects)),
        formats.quotient(sum(days), len(days), 1),
        len(days),
        tuple(project for project in projects if label in project.jumped),
    )


def _by(projects: Iterable[Project], heading: Callable[[Project], str]) -> Iterator[Group]:
    """The projects by heading, the largest first."""
    found: dict[str, list[Project]] = {}
    for project in projects:
        found.setdefault(heading(project), []).append(project)
    return (Group(key, tuple(found[key])) for key in sorted(found, key=lambda key: (-len(found[key]), key)))


def _turning_days(board: Board) -> Iterator[date]:
    """The days to come on which what pages show changes of itself."""
    for record in board.table("projects"):
        turns = (record.due + timedelta(days=1) if record.due else None, record.done_on)
        yield from (turn for turn in turns if turn is not None and turn > board.day)
    yield from (row.date for row in board.table("project-stages") if row.date > board.day)


def _known_sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _rate(part: int | None, whole: int | None) -> Decimal | None:
    return None if part is None or whole is None else formats.rate(part, whole)
