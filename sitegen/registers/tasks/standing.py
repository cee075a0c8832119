"""Where a task stands on a day, and what tasks come to together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sitegen import formats
from sitegen.languages import word
from sitegen.registers.tasks.tables import WHOLE
from sitegen.tables import Record
from sitegen.trees import Tree

DONE, LATE_DONE, OVERDUE = word("已完成"), word("迟完成"), word("逾期")
RUNNING, COMING = word("进行中"), word("没有开始")


def is_done(task: Record, day: date) -> bool:
    """Whether a task of its own is done: on a day that has come or, without a day, by its progress."""
    if task.done_on is not None:
        return bool(task.done_on <= day)
    return bool(task.progress == WHOLE)


def overdue_from(task: Record, day: date) -> date | None:
    """The first day on which a task that is not done is overdue; None where it is done."""
    return None if is_done(task, day) else task.due + timedelta(days=1) if task.due else day


def state_of(task: Record, leaves: Sequence[Record], day: date) -> str:
    """The state of a task. One with others below it is done when all those are."""
    below = [leaf for leaf in leaves if leaf is not task]
    if is_done(task, day) or (below and all(is_done(leaf, day) for leaf in below)):
        done_on = done_day(task, below, day)
        return LATE_DONE if done_on is not None and done_on > task.due else DONE
    if task.due < day:
        return OVERDUE
    begun = any(is_done(leaf, day) or leaf.progress or _started(leaf, day) for leaf in (task, *below))
    waits = task.start is not None or any(leaf.start is not None for leaf in below)
    return RUNNING if begun or not waits else COMING


def _started(task: Record, day: date) -> bool:
    return task.start is not None and task.start <= day


def done_day(task: Record, below: Sequence[Record], day: date) -> date | None:
    """The day on which a done task was done: its own, else the last of those below; None where it is unknown."""
    if task.done_on is not None and task.done_on <= day:
        return task.done_on  # type: ignore[no-any-return]
    days = [leaf.done_on for leaf in below]
    known = [d for d in days if d is not None]
    return max(known) if known and len(known) == len(days) else None


def progress_of(task: Record, day: date) -> Decimal | None:
    """How far a task of its own is, in per cent; None where nobody says."""
    return WHOLE if is_done(task, day) else task.progress


def mean_progress(leaves: Iterable[Record], day: date) -> Decimal | None:
    """The mean of those that state their progress, in per cent with 2 decimals; None where none does."""
    known = [progress for leaf in leaves if (progress := progress_of(leaf, day)) is not None]
    return formats.quotient(sum(known, Decimal()), len(known), 2)


def listed_count(tree: Tree, declared: Record) -> int:
    """How many tasks the ledger lists where a place announced a count: below `parent` (of all without one), so
    many levels down as `level` says, else those under which nothing stands."""
    keys = tree.below(declared.parent) if declared.parent else list(tree)
    if declared.level is None:
        return sum(tree.is_leaf(key) for key in keys)
    depth = declared.level + (tree.depth[declared.parent] if declared.parent else 0)
    return sum(tree.depth[key] == depth for key in keys)


def turning_days(task: Record, day: date) -> Iterator[date]:
    """The days after `day` on which the task's state changes of itself."""
    turns = [task.start, task.done_on, overdue_from(task, day)]
    yield from (turn for turn in turns if turn is not None and turn > day)
