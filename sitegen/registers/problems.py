"""Problems and their mending (问题整改): what was found, by whom, who mends it by when, and whether it is done."""

from __future__ import annotations

from sitegen.fields import Day, Field, Id, Officer
from sitegen.registers.plain import Deadline, PlainRegister
from sitegen.registers.plain.laws import in_order
from sitegen.tables import Table

PROBLEMS = Table(
    "problems",
    "问题整改",
    (
        Field("id", type=Id(), required=True),
        Field("problem", "问题", required=True, labels=("问题描述", "存在问题")),
        Field("source", "来源", required=True, labels=("问题来源",)),
        Field("category", "类别", labels=("问题类别", "清单")),
        Field("found_on", "发现日期", Day(), required=True, labels=("发现时间",)),
        Field("measure", "整改措施", labels=("措施",)),
        Field("owner", "责任人", Officer(), labels=("责任人（岗位）",)),
        Field("due", "整改时限", Day(), required=True, labels=("时限",)),
        Field("done_on", "完成日期", Day(), labels=("完成时间",)),
        Field("accepted_by", "验收人", Officer()),
    ),
    laws=(in_order("found_on", "due"), in_order("found_on", "done_on")),
    sort="due",
)

REGISTER = PlainRegister(
    "problems",
    "问题整改",
    PROBLEMS,
    order=210,
    noun="问题",
    unit="个",
    columns=("id", "problem", "source", "found_on", "owner", "due", "done_on"),
    states=Deadline("due", "done_on", ("已整改", "整改中", "超期未改"), rate="整改率"),
    groupings=("source", "category", "found_on:month"),
    past=("found_on", "done_on"),
    rank_by="done_rate",
)
