"""Training (培训): what was taught when, in how many sessions, to how many."""

from __future__ import annotations

from sitegen.fields import Day, Field, Id, Integer
from sitegen.registers.measures import Measure
from sitegen.registers.plain import Counted, PlainRegister, Total
from sitegen.tables import Table

TRAINING = Table(
    "training",
    "培训",
    (
        Field("id", type=Id(), required=True),
        Field("date", type=Day(), required=True, labels=("培训日期",)),
        Field("topic", "主题", required=True, labels=("培训主题", "培训内容")),
        Field("kind", "类型", labels=("培训类型",)),
        Field("teachers", "师资", labels=("授课人",)),
        Field("sessions", "期数", Integer(unit="期")),
        Field("attendances", "人次", Integer(unit="人次"), required=True, labels=("参训人次", "培训人次")),
    ),
    sort="-date",
    sums=("sessions", "attendances"),
)

REGISTER = PlainRegister(
    "training",
    "培训",
    TRAINING,
    order=250,
    noun="培训",
    unit="次",
    groupings=("date:year", "kind"),
    counts=(
        Counted(
            Measure("attendances", "参训人次", Integer(unit="人次"), "count", "平均每次", "average"),
            Total("attendances"),
        ),
    ),
    past=("date",),
    rank_by="attendances",
)
