"""Awards (评比): who stands on which list of which period. Households stand there by their number only."""

from __future__ import annotations

from sitegen.diagnostics import Report, error
from sitegen.fields import Field, Party, PeriodType
from sitegen.registers.board import Board
from sitegen.registers.plain import PlainRegister
from sitegen.tables import Table, at

HOUSEHOLD_NAME = error(
    "awards.household-name",
    "“对象”写的是户表里一位户主的姓名。",
    "榜单上的农户只写户号：请改成 {household}。",
    "“recipient” is the name of a household's head",
    "households stand on lists by their number only: write {household}",
)

AWARDS = Table(
    "awards",
    "评比",
    (
        Field("period", type=PeriodType(), required=True),
        Field("title", "评比项目", required=True, labels=("名称", "项目")),
        Field("list", "榜单", labels=("红黑榜",)),
        Field("recipient", "对象", Party(), required=True, labels=("评比对象", "获评对象")),
        Field("reason", "事由"),
        Field("prize", "奖励"),
    ),
    sort="-period",
)


class Awards(PlainRegister):
    """`awards/`: lists by period; a recipient is a household's number, an organisation, or a masked person."""

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        numbers = {record.name: record.id for record in board.table("households") if record.name}
        for record in board.table(self.key):
            number = numbers.get(record.recipient)
            if number is not None:
                report.add(HOUSEHOLD_NAME, at(record, "recipient"), household=number)


REGISTER = Awards(
    "awards", "评比", AWARDS, order=260, noun="获评", unit="个", groupings=("period", "list", "title")
)
