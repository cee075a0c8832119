"""The tasks of a board as bars on the wall."""

from __future__ import annotations

from markupsafe import Markup

from sitegen import formats
from sitegen.languages import say
from sitegen.registers.tasks.standing import DONE, LATE_DONE, OVERDUE
from sitegen.registers.tasks.view import Task, TasksView
from sitegen.render.wall import Bar, span_of, wall_chart


def walls(view: TasksView) -> list[Markup]:
    """The wall charts of a view, all over the same time."""
    groups = [[_bar(task) for task in wall] for wall in view.walls]
    span = span_of([bar for group in groups for bar in group])
    return [
        wall_chart(
            group,
            span,
            slug=f"wall-{number}",
            title=say("进度图：{name}", name=group[0].label if group[0].above else "事项"),
        )
        for number, group in enumerate(groups, 1)
    ]


def _bar(task: Task) -> Bar:
    late = task.state in (OVERDUE, LATE_DONE)
    progress = task.progress if task.progress is not None else 0
    return Bar(
        label=task.title,
        words=_words(task),
        start=task.start,
        due=task.due,
        done=100 if task.state in (DONE, LATE_DONE) else int(progress),
        until=task.done_on if task.state == LATE_DONE else None,
        late=late,
        above=bool(task.children),
    )


def _words(task: Task) -> str:
    if task.children:
        return say("完成 {done}/{items}", done=task.done, items=task.items)
    if task.done_on is not None:
        return say("{state} {day}", state=task.state, day=formats.iso(task.done_on))
    due = formats.iso(task.due)
    if task.state == OVERDUE or task.progress is None:
        return say("{state}，时限 {due}", state=task.state, due=due)
    progress = formats.decimal(task.progress)
    return say("{state} {progress}%，时限 {due}", state=task.state, progress=progress, due=due)
