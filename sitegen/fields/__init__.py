"""The field types of the domain. A type reads a text, shows a value, exports it and describes it.

A `Field` is one column of a table. Everything about it follows from its declaration: the names under
which it may be written (key, label, further labels), what is valid, its table header, how it stands in
a twin, and the form an editor shows.
"""

from __future__ import annotations

import keyword
from dataclasses import dataclass, field
from typing import Any

from sitegen.fields.dates import PERIOD, Day, PeriodType
from sitegen.fields.numbers import (
    NUMBER,
    Area,
    Integer,
    Money,
    Number,
    Points,
)
from sitegen.fields.spelling import nearest, plain_name, reserved_id, tidy, valid_id
from sitegen.fields.types import (
    SHAPE,
    UNUSUAL,
    BadValue,
    Boolean,
    Choice,
    Household,
    Id,
    Many,
    Officer,
    One,
    Party,
    Person,
    Phone,
    Reference,
    Text,
    Texts,
    Type,
)
from sitegen.languages import say, word

__all__ = [
    "NUMBER",
    "PERIOD",
    "SHAPE",
    "UNUSUAL",
    "Area",
    "BadValue",
    "Boolean",
    "Choice",
    "Day",
    "Field",
    "Household",
    "Id",
    "Integer",
    "Many",
    "Money",
    "Number",
    "Officer",
    "One",
    "Party",
    "PeriodType",
    "Person",
    "Phone",
    "Points",
    "Reference",
    "Text",
    "Texts",
    "Type",
    "nearest",
    "plain_name",
    "reserved_id",
    "tidy",
    "valid_id",
]

_DEFAULT_LABELS: dict[str, tuple[str, ...]] = {
    "id": (word("编号"),),
    "title": (word("名称"),),
    "date": (word("日期"),),
    "period": (word("期间"),),
    "start": (word("开始"),),
    "due": (word("时限"),),
    "done_on": (word("完成日期"),),
    "contract": (word("合同编号"),),
    "project": (word("项目编号"),),
    "household": (word("户号"),),
    "grid": (word("网格编号"),),
    "group": (word("组"),),
    "note": (word("备注"), "说明"),
}


@dataclass(frozen=True)
class Field:
    """One column of a table.

    `key` is its English name; `label` the Chinese one (a usual key has a default); `labels` further
    accepted names; `help` tells an editor what to write.
    """

    key: str
    label: str = ""
    type: Type = field(default_factory=Text)
    required: bool = False
    labels: tuple[str, ...] = ()
    default: Any = None
    help: str = ""
    attribute: str = field(init=False, default="")
    """The attribute of a record that holds the value (`for` is `for_`)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "attribute", self.key + "_" if keyword.iskeyword(self.key) else self.key)
        usual = _DEFAULT_LABELS.get(self.key, ())
        if not self.label:
            object.__setattr__(self, "label", usual[0])
        if self.label in usual:
            object.__setattr__(self, "labels", (*self.labels, *usual))

    @property
    def header(self) -> str:
        """The label with its unit, as a column is headed: 面积（亩）."""
        if not self.type.unit:
            return self.label
        return say("{label}（{unit}）", label=self.label, unit=self.type.unit)

    def names(self) -> list[str]:
        """Every name under which the field may be written, normalised by `plain_name`."""
        names = [plain_name(name) for name in (self.key, self.label, *self.labels)]
        if self.type.unit:
            names += [plain_name(f"{name}({unit})") for name in names for unit in _units(self.type.unit)]
        return names


def _units(unit: str) -> tuple[str, ...]:
    return {"元": ("元", "单位:元", "人民币元"), "平方米": ("平方米", "m2", "㎡")}.get(unit, (unit,))
