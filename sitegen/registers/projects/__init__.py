"""The pool of projects (项目库): what a village seeks money for, how far each project came, what was granted.

`tables` says what may be written, `passage` how a project goes through its stages, `laws` what must agree, `view`
what pages show.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.diagnostics import Report
from sitegen.fields import Integer, Money
from sitegen.languages import say
from sitegen.registers.board import Board, Page, Twin
from sitegen.registers.measures import Measure, Value
from sitegen.registers.projects.laws import check_projects
from sitegen.registers.projects.tables import HISTORY, PROJECTS
from sitegen.registers.projects.view import ProjectsView, derive
from sitegen.registers.register import Register
from sitegen.registers.table_laws import check_not_future
from sitegen.registers.twins import export_record


class Projects(Register):
    """`projects/`: the projects in CSV files or YAML lists; beside them `stages.csv`, the steps that they went through."""

    key = "projects"
    label = "项目库"
    disclosure = "affairs"
    order = 140
    tables = (PROJECTS, HISTORY)
    measures = (
        Measure("count", "项目", Integer(unit="个"), anchor="list"),
        Measure("sought", "申请资金", Money(), anchor="list"),
        Measure("granted", "到位资金", Money(), of="sought", rate="到位率", anchor="list"),
        Measure("accepted", "已验收", Integer(unit="个"), of="count", rate="验收率", anchor="funnel"),
        Measure("overdue", "逾期", Integer(unit="个"), anchor="overdue"),
    )
    rank_by = "granted_rate"

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        check_projects(board, report)
        check_not_future(board.table(PROJECTS.key), "done_on", board, report)
        check_not_future(board.table(HISTORY.key), "date", board, report)

    def derive(self, board: Board) -> ProjectsView | None:
        return derive(board)

    def pages(self, board: Board, view: ProjectsView) -> Iterator[Page]:
        names = [("项目", "projects"), *([("项目阶段", "project-stages")] if _steps(view) else [])]
        twins = tuple(
            (f"{label} {ending.upper()}", f"data/{name}.{ending}")
            for label, name in names
            for ending in ("json", "csv")
        )
        yield Page(
            "projects/index.html",
            "projects/index.html",
            self.label,
            {"view": view},
            description=say(
                "{name}的项目 {count} 个：到了哪一步，申请和到位多少资金",
                name=board.info.name,
                count=view.everything.count,
            ),
            twins=twins,
        )
        neighbours = [None, *view.everything.projects, None]
        for place, project in enumerate(view.everything.projects):
            yield Page(
                f"projects/{project.page}",
                "projects/project.html",
                project.title,
                {
                    "view": view,
                    "project": project,
                    "before": neighbours[place],
                    "after": neighbours[place + 2],
                },
                description=say(
                    "{title}（{id}），{state}", title=project.title, id=project.id, state=project.stage
                ),
                twins=twins,
            )

    def twins(self, board: Board, view: ProjectsView) -> Iterator[Twin]:
        by_id = {project.id: project for project in view.everything.projects}
        rows = [
            {
                **export_record(PROJECTS, record),
                "overdue": by_id[record.id].overdue,
                "jumped": "、".join(by_id[record.id].jumped) or None,
            }
            for record in board.table(PROJECTS.key)
        ]
        yield Twin(PROJECTS.key, rows, tuple(rows[0]), [list(row.values()) for row in rows])
        history = board.table(HISTORY.key)
        if history:
            days = {(p.id, step.stage, step.on): step.days for p in by_id.values() for step in p.steps}
            steps = [
                {**export_record(HISTORY, row), "days": days.get((row.project, row.stage, row.date))}
                for row in history
            ]
            yield Twin(HISTORY.key, steps, tuple(steps[0]), [list(row.values()) for row in steps])

    def measure(self, board: Board, view: ProjectsView) -> dict[str, Value]:
        everything = view.everything
        return {
            "count": everything.count,
            "sought": everything.sought,
            "granted": everything.granted,
            "accepted": view.accepted,
            "overdue": len(view.overdue),
        }

    def next_change(self, board: Board, view: ProjectsView) -> date | None:
        return view.next_change


def _steps(view: ProjectsView) -> bool:
    return any(project.steps for project in view.everything.projects)


REGISTER = Projects()
