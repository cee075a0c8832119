"""Homesteads (宅基地): each with its area and whether it is used, idle or put to new use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from sitegen.fields import Choice, Field, Id, Integer, Number
from sitegen.languages import word
from sitegen.registers.measures import Measure
from sitegen.registers.plain import Counted, PlainRegister
from sitegen.tables import Record, Table

STATUSES = (word("在用"), word("闲置"), word("盘活"))
_PARTS = (word("在用占比"), word("闲置占比"), word("盘活占比"))

HOMESTEADS = Table(
    "homesteads",
    "宅基地",
    (
        Field("id", type=Id(), required=True),
        Field("group", labels=("村民小组",)),
        Field("area_m2", "面积", Number(2, unit="平方米"), required=True),
        Field("status", "状态", Choice(STATUSES), required=True, labels=("使用状态",)),
        Field("approval", "批准文号", labels=("批准书号",)),
    ),
    sums=("area_m2",),
)


class _With(Struct, frozen=True):
    """Counts the homesteads of a status."""

    status: str

    def __call__(self, records: Sequence[Record], day: date) -> int:
        return sum(record.status == self.status for record in records)


REGISTER = PlainRegister(
    "homesteads",
    "宅基地",
    HOMESTEADS,
    order=300,
    noun="宅基地",
    unit="宗",
    groupings=("status", "group"),
    counts=tuple(
        Counted(Measure(key, status, Integer(unit="宗"), "count", part, anchor=f"status-{n}"), _With(status))
        for n, (key, status, part) in enumerate(
            zip(("in_use", "idle", "renewed"), STATUSES, _PARTS, strict=True), 1
        )
    ),
)
