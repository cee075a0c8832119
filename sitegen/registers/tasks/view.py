"""The tasks of a board as its pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from sitegen import formats
from sitegen.days import Period
from sitegen.registers.board import Board
from sitegen.registers.tasks.standing import (
    COMING,
    DONE,
    LATE_DONE,
    OVERDUE,
    RUNNING,
    done_day,
    is_done,
    listed_count,
    mean_progress,
    state_of,
    turning_days,
)
from sitegen.tables import Record
from sitegen.trees import Tree

_BADGES = {DONE: "ok", LATE_DONE: "warning", RUNNING: "plain", COMING: "plain", OVERDUE: "overdue"}


class Task(Struct, frozen=True):
    """One task on the day of the build. The counts are of the items at the lowest level, itself where it is one."""

    id: str
    title: str
    owner: str
    team: str | None
    start: date | None
    due: date
    done_on: date | None
    note: str | None
    depth: int
    above: tuple[str, ...]
    children: tuple[str, ...]
    state: str
    progress: Decimal | None
    items: int
    done: int
    silent: int
    """How many of its items say nothing of their progress."""

    @property
    def page(self) -> str:
        """Its page, from the register's folder."""
        return f"{self.id}.html"

    @property
    def badge(self) -> str:
        """The kind of mark for its state."""
        return _BADGES[self.state]

    @property
    def rate(self) -> Decimal | None:
        """Done of its items, in per cent with 2 decimals."""
        return formats.rate(self.done, self.items)


class Heading(Struct, frozen=True):
    """Items under one heading: a unit, a team, a quarter."""

    label: str
    items: tuple[Task, ...]

    def count(self, *states: str) -> int:
        """How many of them are in one of these states."""
        return sum(task.state in states for task in self.items)

    @property
    def done(self) -> int:
        """How many of them are done."""
        return self.count(DONE, LATE_DONE)

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return self.count(OVERDUE)

    @property
    def rate(self) -> Decimal | None:
        """Done of all, in per cent with 2 decimals."""
        return formats.rate(self.done, len(self.items))


class Declared(Struct, frozen=True):
    """A count that was announced, and what the ledger lists."""

    name: str
    count: int
    listed: int
    parent: str | None
    source: str | None


class TasksView(Struct, frozen=True):
    """All that the register's pages show of a board; the tasks in tree order."""

    tasks: Mapping[str, Task]
    everything: Heading
    overdue: tuple[Task, ...]
    owners: tuple[Heading, ...]
    teams: tuple[Heading, ...]
    quarters: tuple[Heading, ...]
    declared: tuple[Declared, ...]
    next_change: date | None

    @property
    def progress(self) -> Decimal | None:
        """The mean progress of the items that state it."""
        known = [task.progress for task in self.everything.items if task.progress is not None]
        return formats.quotient(sum(known, Decimal()), len(known), 2)

    @property
    def walls(self) -> list[list[Task]]:
        """The tasks by wall chart: each topmost one with what lies below it, those with nothing below together."""
        walls: list[list[Task]] = []
        alone: list[Task] = []
        for task in self.tasks.values():
            if task.depth > 1:
                walls[-1].append(task)
            elif task.children:
                walls.append([task])
            else:
                alone.append(task)
        return [*walls, alone] if alone else walls


def derive(board: Board) -> TasksView | None:
    """The view of a sound board's tasks; None where it has none."""
    records = {record.id: record for record in board.table("tasks")}
    if not records:
        return None
    tree = Tree({key: record.parent for key, record in records.items()})
    tasks = {key: _task(key, records, tree, board.day) for key in tree}
    items = tuple(tasks[key] for key in tree.leaves())
    late = sorted((task for task in items if task.state == OVERDUE), key=lambda task: task.due)
    return TasksView(
        tasks=tasks,
        everything=Heading("合计", items),
        overdue=tuple(late),
        owners=tuple(_by(items, lambda task: task.owner)),
        teams=tuple(_by([t for t in items if t.team], lambda task: task.team or "")),
        quarters=tuple(_by(sorted(items, key=lambda task: task.due), _quarter)),
        declared=tuple(_declared(board, tree)),
        next_change=min(
            (d for record in records.values() for d in turning_days(record, board.day)), default=None
        ),
    )


def _task(key: str, records: Mapping[str, Record], tree: Tree, day: date) -> Task:
    record = records[key]
    leaves = [records[leaf] for leaf in tree.leaves(key)]
    state = state_of(record, leaves, day)
    below = [leaf for leaf in leaves if leaf is not record]
    return Task(
        id=key,
        title=record.title,
        owner=record.owner,
        team=record.team,
        start=record.start,
        due=record.due,
        done_on=done_day(record, below, day) if state in (DONE, LATE_DONE) else None,
        note=record.note,
        depth=tree.depth[key],
        above=tuple(tree.above(key)),
        children=tuple(tree.children.get(key, ())),
        state=state,
        progress=mean_progress(leaves, day),
        items=len(leaves),
        done=sum(is_done(leaf, day) for leaf in leaves),
        silent=sum(leaf.progress is None and not is_done(leaf, day) for leaf in leaves),
    )


def _by(items: Iterable[Task], heading: Callable[[Task], str]) -> Iterator[Heading]:
    found: dict[str, list[Task]] = {}
    for task in items:
        found.setdefault(heading(task), []).append(task)
    return (Heading(label, tuple(members)) for label, members in found.items())


def _quarter(task: Task) -> str:
    return Period.containing(task.due, 3).label


def _declared(board: Board, tree: Tree) -> Iterator[Declared]:
    for record in board.table("tasks-declared"):
        listed = listed_count(tree, record)
        yield Declared(record.name, record.count, listed, record.parent, record.source)


def chain(view: TasksView, task: Task) -> Sequence[tuple[str, str]]:
    """The tasks above one, as crumbs: (title, page from the board's folder)."""
    return tuple((view.tasks[key].title, f"tasks/{view.tasks[key].page}") for key in task.above)
