"""The registers that a site defines itself, under `registers:` in `site.yaml`. No code: a declaration is enough."""

from __future__ import annotations

from typing import Any

from sitegen.diagnostics import Place, Report, error
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
    Reference,
    Text,
    Texts,
    Type,
    nearest,
    plain_name,
    valid_id,
)
from sitegen.guard.columns import forbidden_column
from sitegen.registers import registers
from sitegen.registers.plain import NoticeRule, PlainRegister
from sitegen.registers.register import Register
from sitegen.sources.yaml import YamlMap
from sitegen.tables import FORBIDDEN, Record, Table, at

NAME = error(
    "custom.name",
    "自定台账的文件夹名“{name}”不能用。",
    "请用汉字、字母、数字，不要和已有的台账（{taken}）或 data、kiosk、search 同名。",
    "“{name}” can't name a register's folder",
    "use letters, digits or Han; not the name of a built-in register, nor data, kiosk, search",
)
KEY = error(
    "custom.key",
    "字段名（key）“{key}”不能用。",
    "请用小写英文字母、数字和下划线，以字母开头，例如 unit_price。",
    "“{key}” can't be a field's key",
    "use lower-case letters, digits and underscores, beginning with a letter",
)
TWICE = error(
    "custom.field-twice",
    "字段“{name}”写了两次。",
    "每个字段的 key 和 label 都不能重复。",
    "the field “{name}” stands twice",
    "keys and labels must differ",
)
NO_VALUES = error(
    "custom.values",
    "字段“{label}”的类型是 choice，却没有写可选的词 values。",
    "请写成 values: [在用, 闲置]。",
    "the choice field “{label}” has no values",
    "write e.g. values: [a, b]",
)
NO_TARGET = error(
    "custom.to",
    "字段“{label}”引用的台账“{to}”不存在。",
    "请在 to 里写台账的文件夹名，例如 contracts。{hint}",
    "the field “{label}” refers to an unknown register “{to}”",
    "write a register's folder in “to”, e.g. contracts",
)
NO_FIELD = error(
    "custom.no-field",
    "{what}写的“{key}”不是这个台账的字段。",
    "可以写：{known}。",
    "{what}: “{key}” is no field of this register",
    "known fields: {known}",
)
NOT_SUMMABLE = error(
    "custom.sum",
    "“{label}”不是数，不能合计。",
    "sum 里只写整数、小数、金额、面积类型的字段。",
    "“{label}” is no number and can't be summed",
    "sum integers, decimals, money or areas only",
)
IS_PERSON = error(
    "custom.person",
    "“{label}”是人的姓名，类型却写成 text，会把全名公开。",
    "请把类型改成 person（公开时遮盖）或 officer（职务人员）。",
    "“{label}” is a person's name but has the type text",
    "use the type person (masked) or officer",
)

_TYPES: dict[str, Type] = {
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
_PERSON_LABELS = ("姓名", "户主", "联系人")


class _Notice(Type):
    """`notice`: a number of days, or {start, days, kind}."""

    name = "mapping"

    def read(self, node: Any, label: str) -> Any:
        if isinstance(node, YamlMap):
            return node
        if isinstance(node, str) and node.strip().isdecimal() and int(node) > 0:
            return int(node)
        expected = "天数，或 {start: 日期字段, days: 天数, kind: natural 或 working}"
        raise BadValue(SHAPE, label=label, expected=expected, expected_en="days, or {start, days, kind}")


FIELD = Table(
    "field",
    "字段",
    (
        Field("key", "字段名", required=True),
        Field("label", "标签", required=True),
        Field("type", "类型", Choice((*_TYPES, "choice", "reference")), default="text"),
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
        Field("days", "天数", Integer(least=1, most=3650), required=True),
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
        Field("group_by", "分组"),
        Field("sum", "合计", Texts(), default=()),
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


def custom_registers(site: Record | None, report: Report) -> dict[str, Register]:
    """The registers that the site's settings define, by their folders' names."""
    if site is None or site.registers is None:
        return {}
    made: dict[str, Register] = {}
    names = set(site.registers)
    for name, node in site.registers.items():
        marks = site.registers.marks[name]
        place = site._source.place(marks[0], marks[1])
        taken = registers()
        if (
            not valid_id(name)
            or name in taken
            or name.casefold() in ("data", "kiosk", "search", "households")
        ):
            report.add(NAME, place, name=name, taken="、".join(taken))
            continue
        definition = DEFINITION.read_map(node, site._source, site._source.place(marks[2], marks[3]), report)
        if definition is not None and definition.title and definition.fields:
            made[name] = _compile(name, definition, names, report)
    return made


def _compile(name: str, definition: Record, names: set[str], report: Report) -> PlainRegister:
    fields: list[Field] = []
    seen: set[str] = set()
    for declared in definition.fields:
        made = _field(declared, names, report)
        if made is None:
            continue
        twice = next((n for n in (made.key, plain_name(made.label)) if n in seen), None)
        if twice:
            report.add(TWICE, at(declared, "key"), name=twice)
            continue
        seen |= {made.key, plain_name(made.label)}
        fields.append(made)
    keys = {f.key: f for f in fields}

    def known(what: str, attribute: str, key: str | None) -> str | None:
        if key is None or key.lstrip("-") in keys:
            return key
        named = next((f.key for f in fields if f.label == key.lstrip("-")), None)
        if named is None:
            report.add(NO_FIELD, at(definition, attribute), what=what, key=key, known="、".join(keys))
            return None
        return ("-" if key.startswith("-") else "") + named

    sums = [k for k in (known("合计", "sum", key) for key in definition.sum) if k]
    for key in sums:
        if not keys[key].type.numeric:
            report.add(NOT_SUMMABLE, at(definition, "sum"), label=keys[key].label)
    table = Table(
        name,
        definition.title,
        tuple(fields),
        sort=known("排序", "sort", definition.sort),
        group_by=known("分组", "group_by", definition.group_by),
        sums=tuple(key for key in sums if keys[key].type.numeric),
    )
    notice = _notice(definition, fields, known, report)
    return PlainRegister(
        name, definition.title, table, disclosure=definition.disclosure or "affairs", notice=notice
    )


def _field(declared: Record, names: set[str], report: Report) -> Field | None:
    if not declared.key or not declared.label:
        return None
    key, label = declared.key, declared.label
    if not (key.isidentifier() and key == key.lower() and not key.startswith("_")):
        report.add(KEY, at(declared, "key"), key=key)
        return None
    kind = declared.type or "text"
    meaning = forbidden_column(label) or forbidden_column(key)
    if meaning:
        report.add(FORBIDDEN, at(declared, "label"), name=label, meaning=meaning)
        return None
    if kind == "text" and plain_name(label) in _PERSON_LABELS:
        report.add(IS_PERSON, at(declared, "label"), label=label)
        return None
    if kind == "choice":
        if not declared.values:
            report.add(NO_VALUES, at(declared, "type"), label=label)
            return None
        return Field(key, label, Choice(tuple(declared.values)), required=bool(declared.required))
    if kind == "reference":
        targets = {*names, *registers(), "households"}
        if declared.to not in targets:
            near = nearest(declared.to or "", sorted(targets))
            hint = f"是不是想写“{near}”？" if near else ""
            report.add(NO_TARGET, at(declared, "to"), label=label, to=declared.to or "", hint=hint)
            return None
        return Field(key, label, Reference(declared.to), required=bool(declared.required))
    return Field(key, label, _TYPES[kind], required=bool(declared.required))


def _notice(definition: Record, fields: list[Field], known: Any, report: Report) -> NoticeRule | None:
    written = definition.notice
    if written is None:
        return None
    first_day = next((f.key for f in fields if isinstance(f.type, Day)), None)
    if isinstance(written, int):
        start, days, kind = first_day, written, "natural"
    else:
        rule = NOTICE.read_map(written, definition._source, _place(definition), report)
        if rule is None or rule.days is None:
            return None
        start = known("公示的开始", "notice", rule.start) if rule.start else first_day
        days, kind = rule.days, "working" if rule.kind == "working" else "natural"
    if start is None:
        report.add(
            NO_FIELD,
            at(definition, "notice"),
            what="公示的开始",
            key="日期",
            known="、".join(f.key for f in fields),
        )
        return None
    return NoticeRule(start, days, kind)


def _place(definition: Record) -> Place:
    return at(definition, "notice")
