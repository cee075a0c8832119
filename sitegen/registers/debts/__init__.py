"""The register of claims and debts (债权债务): what others owe the collective, and what it owes.

`tables` says what may be written, `laws` what must agree with the statements, `standing` where a debt stands
on a day, and `view` what all of them come to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.diagnostics import Report
from sitegen.fields import Integer, Money
from sitegen.languages import say
from sitegen.registers.board import Board, Page, Twin
from sitegen.registers.debts.laws import check_bookings
from sitegen.registers.debts.tables import CLAIM, DEBTS, LIABILITY
from sitegen.registers.debts.view import DebtsView, derive
from sitegen.registers.measures import Measure, Value
from sitegen.registers.register import Register
from sitegen.registers.table_laws import check_not_future
from sitegen.registers.twins import export_record


class Debts(Register):
    """`debts/`: claims and debts in CSV files of any name; a file named after a period covers that period."""

    key = "debts"
    label = "债权债务"
    order = 90
    disclosure = "finance"
    tables = (DEBTS,)
    measures = (
        Measure("claims", "债权", Money(), anchor="claims"),
        Measure("liabilities", "债务", Money(), anchor="liabilities"),
        Measure("net", "债权减债务", Money(signed=True), anchor="totals"),
        Measure("overdue", "到期没有结清", Integer(unit="笔"), anchor="overdue"),
        Measure("resolved", "化解债务", Money(), anchor="cleanup-liabilities"),
    )
    rank_by = "net"

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        check_not_future(board.table(self.key), "formed_on", board, report)
        check_bookings(board, report)

    def derive(self, board: Board) -> DebtsView | None:
        return derive(board)

    def pages(self, board: Board, view: DebtsView) -> Iterator[Page]:
        twins = (("债权债务 JSON", "data/debts.json"), ("债权债务 CSV", "data/debts.csv"))
        name = board.info.name
        yield Page(
            "debts/index.html",
            "debts/index.html",
            self.label,
            {"view": view},
            description=say(
                "{name}的债权和债务共 {count} 笔：期初、增加、减少、期末和账龄",
                name=name,
                count=len(view.debts),
            ),
            twins=twins,
        )
        neighbours = [None, *view.debts, None]
        for place, debt in enumerate(view.debts):
            values = {"debt": debt, "before": neighbours[place], "after": neighbours[place + 2]}
            title = say("{kind} {id}", kind=debt.kind, id=debt.id)
            yield Page(f"debts/{debt.page}", "debts/debt.html", title, values, twins=twins)

    def twins(self, board: Board, view: DebtsView) -> Iterator[Twin]:
        states = {debt.id: debt.state for debt in view.debts}
        rows = [{**export_record(DEBTS, r), "state": states[r.id]} for r in board.table(self.key)]
        yield Twin(self.key, rows, tuple(rows[0]), [list(row.values()) for row in rows])

    def measure(self, board: Board, view: DebtsView) -> dict[str, Value]:
        return {
            "claims": view.total(CLAIM, "closing"),
            "liabilities": view.total(LIABILITY, "closing"),
            "net": view.net,
            "overdue": view.overdue.count,
            "resolved": view.resolved(LIABILITY),
        }

    def next_change(self, board: Board, view: DebtsView) -> date | None:
        return view.next_change


REGISTER = Debts()
