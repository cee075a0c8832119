"""The laws of tasks that look beyond one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sitegen.diagnostics import Report, error, warning
from sitegen.formats import decimal
from sitegen.registers.board import Board
from sitegen.registers.tasks.standing import listed_count, mean_progress, overdue_from
from sitegen.tables import Record, at
from sitegen.trees import Tree, circles

CIRCLE = error(
    "tasks.circle",
    "上级编号绕成了一个圈：{circle}。",
    "“上级编号”写它属于哪一项，最上一级空着；请改正其中一处。",
    "the tasks above each other form a circle: {circle}",
    "name the task directly above; leave it empty for the topmost",
)
CHILD_LATER = warning(
    "tasks.child-later",
    "时限 {due} 晚于上级“{parent}”的时限 {limit}。",
    "请核对两个时限：下级都做完，上级才算做完。",
    "the task is due on {due}, after the one above it (“{parent}”, {limit})",
    "check both days",
)
PARENT_DONE = warning(
    "tasks.parent-done",
    "这一项写了完成，可是下级还有 {open} 项没有完成（如“{example}”）。",
    "请补上下级的“完成日期”，或删去这一项的。",
    "the task is done, but {open} below it are not (e.g. “{example}”)",
    "fill in their “done_on”, or delete the one of this task",
)
PROGRESS_DIFFERS = warning(
    "tasks.progress-differs",
    "进度写的是 {stated}%，下级平均是 {computed}%。",
    "上级的进度由下级算出，可以空着；请核对下级的进度。",
    "the progress says {stated}%, the tasks below come to {computed}% on average",
    "leave it empty, it is computed; or check those below",
)
DECLARED = warning(
    "tasks.declared",
    "“{name}”公布的是 {declared} 项，台账里列出的是 {listed} 项。",
    "请核对：补上缺的事项，或改正公布数。页面会同时写出两个数。",
    "“{name}” announces {declared}, the ledger lists {listed}",
    "add what is missing or correct the announced count; the page states both",
)


def check_tasks(board: Board, report: Report) -> None:
    """All laws of the tasks and of the counts that were announced."""
    tasks = {task.id: task for task in board.table("tasks") if task.id}
    parents = {key: task.parent for key, task in tasks.items()}
    rings = circles(parents)
    for ring in rings:
        report.add(CIRCLE, at(tasks[ring[0]], "parent"), circle=" → ".join([*ring, ring[0]]))
    if rings:
        return
    tree = Tree(parents)
    for key, task in tasks.items():
        parent = tree.parent(key)
        if parent is not None:
            _check_due(task, tasks[parent], report)
        if not tree.is_leaf(key):
            _check_above(task, [tasks[leaf] for leaf in tree.leaves(key)], board.day, report)
    _check_declared(board, tree, tasks, report)


def _check_due(task: Record, parent: Record, report: Report) -> None:
    if task.due and parent.due and task.due > parent.due:
        report.add(CHILD_LATER, at(task, "due"), due=task.due, parent=parent.id, limit=parent.due)


def _check_above(task: Record, leaves: Sequence[Record], day: date, report: Report) -> None:
    """What a task says of itself agrees with what lies below it."""
    waiting = [leaf for leaf in leaves if overdue_from(leaf, day) is not None]
    if task.done_on is not None and waiting:
        report.add(PARENT_DONE, at(task, "done_on"), open=len(waiting), example=waiting[0].id)
    computed = mean_progress(leaves, day)
    if None not in (task.progress, computed) and abs(task.progress - computed) >= 1:
        values = {"stated": decimal(task.progress), "computed": decimal(computed)}
        report.add(PROGRESS_DIFFERS, at(task, "progress"), **values)


def _check_declared(board: Board, tree: Tree, tasks: Mapping[str, Record], report: Report) -> None:
    for declared in board.table("tasks-declared"):
        if declared.count is None or (declared.parent is not None and declared.parent not in tasks):
            continue
        listed = listed_count(tree, declared)
        if listed != declared.count:
            values = {"name": declared.name, "declared": declared.count, "listed": listed}
            report.add(DECLARED, at(declared, "count"), **values)
