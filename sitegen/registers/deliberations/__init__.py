"""The register of deliberations (民主议事): how a village decides, step by step, with attendance and votes.

`procedures` and `bodies` are the rules as data; `tables` says what may be written, `course` puts a record's steps
to the stages of its procedure, `laws` says what must or should hold, `links` what is decided, `timeline` and
`view` what it comes to on a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sitegen.diagnostics import Report
from sitegen.fields import Integer
from sitegen.languages import say
from sitegen.registers.beside import Mention, Objection
from sitegen.registers.board import Board, Page, Summary, Twin
from sitegen.registers.deliberations.laws import check_deliberations
from sitegen.registers.deliberations.links import decided_by
from sitegen.registers.deliberations.tables import DELIBERATIONS, STEPS
from sitegen.registers.deliberations.view import Deliberation, DeliberationsView, derive
from sitegen.registers.folder import Folder
from sitegen.registers.measures import Measure, Value
from sitegen.registers.register import Register, title_of
from sitegen.registers.table_laws import check_not_future
from sitegen.registers.twins import export_record
from sitegen.tables import Record


class Deliberations(Register):
    """`deliberations/`: one YAML file a matter."""

    key = "deliberations"
    label = "民主议事"
    order = 60
    disclosure = "affairs"
    tables = (DELIBERATIONS,)
    measures = (
        Measure("count", "议事", Integer(unit="件"), anchor="list"),
        Measure("done", "走完步骤", Integer(unit="件"), of="count", rate="走完率", anchor="list"),
        Measure("lacking", "缺少步骤", Integer(unit="件"), anchor="lacking"),
    )
    rank_by = "done_rate"

    def read(self, folder: Folder, report: Report) -> dict[str, list[Record]]:
        names = folder.named(".yaml", ".yml")
        self.refuse_others(folder, names, "YAML 文件，一件事一个", report)
        found = (folder.yaml(name, DELIBERATIONS, report) for name in names)
        return {self.key: [record for record in found if record is not None]}

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        check_deliberations(board, report)
        steps = [step for record in board.table(self.key) for step in record.steps or ()]
        check_not_future(steps, "date", board, report)

    def derive(self, board: Board) -> DeliberationsView | None:
        return derive(board)

    def pages(self, board: Board, view: DeliberationsView) -> Iterator[Page]:
        twins = (
            ("民主议事 JSON", "data/deliberations.json"),
            ("步骤 JSON", "data/deliberation-steps.json"),
            ("步骤 CSV", "data/deliberation-steps.csv"),
        )
        yield Page(
            "deliberations/index.html",
            "deliberations/index.html",
            self.label,
            {"view": view},
            description=say(
                "{name}民主议事 {count} 件：步骤、到会、表决和公示",
                name=board.info.name,
                count=len(view.items),
            ),
            twins=twins,
        )
        neighbours = [None, *view.items, None]
        for place, item in enumerate(view.items):
            yield Page(
                f"deliberations/{item.page}",
                "deliberations/deliberation.html",
                item.title,
                {"item": item, "before": neighbours[place], "after": neighbours[place + 2]},
                description=say("{procedure}：{title}", procedure=item.procedure, title=item.title),
                twins=twins,
            )

    def twins(self, board: Board, view: DeliberationsView) -> Iterator[Twin]:
        items = {item.id: item for item in view.items}
        records = board.table(self.key)
        rows = [_export(record, items[record.id]) for record in records]
        flat = tuple(key for key, value in rows[0].items() if not isinstance(value, list))
        flat = tuple(key for key in flat if key not in ("decision_notice", "result_notice"))
        yield Twin(self.key, rows, flat, [[row[key] for key in flat] for row in rows])
        steps = [
            {"deliberation": record.id, **export_record(STEPS, step)}
            for record in records
            for step in record.steps
        ]
        columns = ("deliberation", *(f.key for f in STEPS.fields))
        yield Twin("deliberation-steps", steps, columns, [list(step.values()) for step in steps])

    def say(self, board: Board) -> Iterator[tuple[str, Mention | Objection]]:
        """What it decided, on the page of each contract, project, asset or resource."""
        label = DELIBERATIONS.by_key["about"].label
        for record in board.table(self.key):
            mention = Mention(self.label, title_of(record), f"{self.key}/{record.id}.html", label)
            for link in decided_by(board, record):
                yield link.href, mention

    def updated(self, board: Board, view: DeliberationsView) -> date | None:
        return view.updated

    def summary(self, board: Board, view: DeliberationsView) -> Summary:
        return {**super().summary(board, view), "notices": {"running": len(view.running)}}

    def measure(self, board: Board, view: DeliberationsView) -> dict[str, Value]:
        return {
            "count": len(view.items),
            "done": len(view.in_state("done")),
            "lacking": len(view.lacking),
        }

    def next_change(self, board: Board, view: DeliberationsView) -> date | None:
        return view.next_change


def _export(record: Record, item: Deliberation) -> dict[str, Any]:
    """A deliberation as it stands in its twin: what is written, then how far it is."""
    row = export_record(DELIBERATIONS, record)
    row["about"] = list(record.about) if record.about else []
    return {**row, "stage": item.stage or None, "state": item.state, "missing": list(item.missing)}


REGISTER = Deliberations()
