"""Tasks on the wall (挂图作战): works with their projects, by unit, team and time limit, and how far they are.

`tables` says what may be written, `laws` what must agree, `standing` where a task stands on a day, `view` what
pages show, `wall` how it hangs on the wall.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sitegen.diagnostics import Report
from sitegen.fields import Integer
from sitegen.languages import say
from sitegen.registers.board import Board, Page, Twin
from sitegen.registers.measures import Measure, Value
from sitegen.registers.register import Register
from sitegen.registers.table_laws import check_not_future
from sitegen.registers.tasks.laws import check_tasks
from sitegen.registers.tasks.tables import DECLARED, TASKS
from sitegen.registers.tasks.view import TasksView, chain, derive
from sitegen.registers.tasks.wall import walls
from sitegen.registers.twins import export_record, table_twin


class Tasks(Register):
    """`tasks/`: the tasks in CSV files or YAML lists; beside them `declared.csv`, the counts that were announced."""

    key = "tasks"
    label = "挂图作战"
    disclosure = "affairs"
    order = 150
    tables = (TASKS, DECLARED)
    measures = (
        Measure("items", "事项", Integer(unit="项"), anchor="tree"),
        Measure("done", "已完成", Integer(unit="项"), of="items", rate="完成率", anchor="tree"),
        Measure("overdue", "逾期", Integer(unit="项"), anchor="overdue"),
    )
    rank_by = "done_rate"

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        check_tasks(board, report)
        check_not_future(board.table(TASKS.key), "done_on", board, report)

    def derive(self, board: Board) -> TasksView | None:
        return derive(board)

    def pages(self, board: Board, view: TasksView) -> Iterator[Page]:
        twins = (("任务 JSON", "data/tasks.json"), ("任务 CSV", "data/tasks.csv"))
        everything = view.everything
        yield Page(
            "tasks/index.html",
            "tasks/index.html",
            self.label,
            {"view": view, "walls": walls(view)},
            description=say(
                "{name}的任务 {count} 项，已完成 {done} 项",
                name=board.info.name,
                count=len(everything.items),
                done=everything.done,
            ),
            twins=twins,
        )
        for task in view.tasks.values():
            yield Page(
                f"tasks/{task.page}",
                "tasks/task.html",
                task.title,
                {"view": view, "task": task},
                description=say(
                    "{title}，{owner}，{state}", title=task.title, owner=task.owner, state=task.state
                ),
                crumbs=tuple(chain(view, task)),
                twins=twins,
            )

    def twins(self, board: Board, view: TasksView) -> Iterator[Twin]:
        rows: list[dict[str, Any]] = []
        for record in board.table(TASKS.key):
            task = view.tasks[record.id]
            rolled = None if task.progress is None else f"{task.progress:f}"
            computed = {
                "depth": task.depth,
                "items": task.items,
                "done": task.done,
                "rolled_progress": rolled,
            }
            rows.append({**export_record(TASKS, record), "state": task.state, **computed})
        yield Twin(TASKS.key, rows, tuple(rows[0]), [list(row.values()) for row in rows])
        if declared := board.table(DECLARED.key):
            yield table_twin(DECLARED, declared)

    def measure(self, board: Board, view: TasksView) -> dict[str, Value]:
        everything = view.everything
        return {"items": len(everything.items), "done": everything.done, "overdue": everything.overdue}

    def next_change(self, board: Board, view: TasksView) -> date | None:
        return view.next_change


REGISTER = Tasks()
