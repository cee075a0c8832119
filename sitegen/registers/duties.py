"""Duties (责任清单): what each post has to do, how often, and whether what had a day was done by it."""

from __future__ import annotations

from sitegen.fields import Day, Field, Id, Integer, Number
from sitegen.registers.measures import Measure
from sitegen.registers.plain import Counted, Deadline, HowMany, PlainRegister, Total
from sitegen.tables import Table

DUTIES = Table(
    "duties",
    "责任清单",
    (
        Field("id", type=Id(), required=True),
        Field("post", "岗位", required=True, labels=("责任岗位",)),
        Field("duty", "职责", required=True, labels=("任务", "职责/任务", "工作任务")),
        Field("frequency", "频次"),
        Field("standard", "标准", labels=("工作标准",)),
        Field("due", type=Day(), labels=("完成时限",)),
        Field("done_on", type=Day(), labels=("完成情况日期",)),
        Field("score", "考核分", Number(2, unit="分"), labels=("得分",)),
    ),
)

REGISTER = PlainRegister(
    "duties",
    "责任清单",
    DUTIES,
    order=220,
    noun="职责",
    unit="项",
    states=Deadline("due", "done_on", ("已完成", "在办", "超期未完成")),
    groupings=("post", "frequency"),
    counts=(
        Counted(Measure("scored", "已考核", Integer(unit="项"), shown=False), HowMany("score")),
        Counted(
            Measure("score", "考核分", Number(2, unit="分"), "scored", "平均考核分", "average", shown=False),
            Total("score"),
        ),
    ),
    past=("done_on",),
    rank_by="done_rate",
)
