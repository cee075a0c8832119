"""Liaison (包联): which officer looks after how many households, and how often they were visited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sitegen.fields import Field, Id, Integer, Officer
from sitegen.registers.measures import Measure
from sitegen.registers.plain import Counted, PlainRegister, Total
from sitegen.tables import Record, Table

LIAISON = Table(
    "liaison",
    "包联",
    (
        Field("id", type=Id(), required=True),
        Field("helper", "包联人", Officer(), required=True, labels=("包联人（岗位）", "联系人", "包联干部")),
        Field("unit", "单位", labels=("所在单位",)),
        Field("households", "户数", Integer(unit="户"), required=True, labels=("包联户数", "联系户数")),
        Field("visits", "走访次数", Integer(unit="次")),
    ),
    sort="-households",
    sums=("households", "visits"),
)


def _visited(records: Sequence[Record], day: date) -> int | None:
    """The households of those helpers of whom visits are recorded."""
    known = [record.households for record in records if record.visits is not None]
    return sum(known) if known else None


REGISTER = PlainRegister(
    "liaison",
    "包联",
    LIAISON,
    order=240,
    noun="包联人",
    unit="人",
    groupings=("unit",),
    counts=(
        Counted(
            Measure("households", "包联户数", Integer(unit="户"), "count", "平均每人包联", "average"),
            Total("households"),
        ),
        Counted(Measure("visited", "有走访记录的户", Integer(unit="户"), shown=False), _visited),
        Counted(
            Measure("visits", "走访次数", Integer(unit="次"), "visited", "平均每户走访", "average"),
            Total("visits"),
        ),
    ),
    rank_by="visits_rate",
)
