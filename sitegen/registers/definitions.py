"""How a site defines a register of its own in `site.yaml`: the fields of a definition and the types it knows."""

from __future__ import annotations

import re
from typing import Any

from sitegen.fields import (
    SHAPE,
    Area,
    BadValue,
    Boolean,
    Choice,
    Day,
    Field,
    Household,
    Id,
    Integer,
    Many,
    Money,
    Number,
    Officer,
    Party,
    PeriodType,
    Person,
    Text,
    Texts,
    Type,
)
from sitegen.sources.yaml_nodes import YamlMap
from sitegen.tables import Table

TYPES: dict[str, Type] = {
    "id": Id(),
    "text": Text(),
    "integer": Integer(),
    "decimal": Number(signed=True),
    "money": Money(signed=True),
    "area": Area(),
    "date": Day(),
    "period": PeriodType(),
    "boolean": Boolean(),
    "household": Household(),
    "person": Person(),
    "officer": Officer(),
    "party": Party(),
}
LONGEST_NOTICE = 3650
"""Days; ten years."""


class _Notice(Type):
    """`notice`: a number of days, or {start, days, kind}."""

    name = "mapping"

    def read(self, node: Any, label: str) -> Any:
        if isinstance(node, YamlMap):
            return node
        if isinstance(node, str) and re.fullmatch(r"[0-9]{1,4}", node.strip()):
            days = int(node)
            if 1 <= days <= LONGEST_NOTICE:
                return days
        expected = "天数，或 {start: 日期字段, days: 天数, kind: natural 或 working}"
        raise BadValue(SHAPE, label=label, expected=expected, expected_en="days, or {start, days, kind}")


FIELD = Table(
    "field",
    "字段",
    (
        Field("key", "字段名", required=True),
        Field("label", "标签", required=True),
        Field("type", "类型", Choice((*TYPES, "choice", "reference")), default="text"),
        Field("required", "必填", Boolean(), default=False),
        Field("values", "可选的词", Texts(), default=()),
        Field("to", "引用"),
    ),
    note=False,
)
NOTICE = Table(
    "notice",
    "公示",
    (
        Field("start", "开始"),
        Field("days", "天数", Integer(least=1, most=LONGEST_NOTICE), required=True),
        Field(
            "kind",
            "日子",
            Choice(("natural", "working"), {"自然日": "natural", "工作日": "working"}),
            default="natural",
        ),
    ),
    note=False,
)
DEFINITION = Table(
    "definition",
    "自定台账",
    (
        Field("title", "名称", required=True),
        Field("fields", "字段", Many(FIELD), required=True),
        Field("sort", "排序"),
        Field("group_by", "分组", Texts(), default=()),
        Field("sum", "合计", Texts(), default=()),
        Field("average", "平均", Texts(), default=()),
        Field("due", "时限"),
        Field("done", "完成"),
        Field("notice", "公示", _Notice()),
        Field(
            "disclosure",
            "归类",
            Choice(("party", "affairs", "finance"), {"党务": "party", "村务": "affairs", "财务": "finance"}),
            default="affairs",
        ),
    ),
    note=False,
)
