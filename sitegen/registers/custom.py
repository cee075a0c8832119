"""The registers that a site defines itself, under `registers:` in `site.yaml`: declarations, no code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sitegen.boards import RESERVED_NAMES
from sitegen.diagnostics import Report, error
from sitegen.fields import (
    Choice,
    Day,
    Field,
    Household,
    Id,
    Person,
    Reference,
    Text,
    Type,
    nearest,
    plain_name,
    valid_id,
)
from sitegen.guard.columns import forbidden_column
from sitegen.registers import registers
from sitegen.registers.definitions import DEFINITION, NOTICE, TYPES
from sitegen.registers.folder import Folder
from sitegen.registers.measures import Measure
from sitegen.registers.plain import Counted, Deadline, HowMany, NoticeRule, PlainRegister, Total
from sitegen.registers.register import Register
from sitegen.tables import FORBIDDEN, Record, Table, at, is_id

NAME = error(
    "custom.name",
    "自定台账的文件夹名“{name}”不能用。",
    "请用汉字、字母、数字，不要和已有的台账（{taken}）、数据文件（如 board、points-2022）或 data、kiosk、search 同名。",
    "“{name}” can't name a register's folder",
    "use letters, digits or Han; not the name of a built-in register or data file, nor data, kiosk, search",
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
    "字段“{label}”引用的台账“{to}”不存在，或者没有可引用的编号。",
    "请在 to 里写台账的文件夹名，例如 contracts。{hint}",
    "the field “{label}” refers to an unknown register “{to}”",
    "write a register's folder in “to”, e.g. contracts",
)
NO_ID = error(
    "custom.to-id",
    "字段“{label}”引用的台账“{to}”没有编号，没法引用。",
    "请给那个台账加一个类型为 id 的字段。",
    "the field “{label}” refers to “{to}”, whose records have no id",
    "give that register a field of the type id",
)
ID_TYPE = error(
    "custom.id",
    "字段“{label}”的 key 是 id，类型却是 {type}。",
    "编号的类型写 id；不是编号的字段请换一个 key。",
    "the field “{label}” has the key id but the type {type}",
    "use the type id, or another key",
)
NOT_A_DAY = error(
    "custom.notice-start",
    "公示从“{label}”算起，可是它不是日期。",
    "请在 start 里写一个类型为 date 的字段。",
    "the notice begins with “{label}”, which is no date",
    "name a field of the type date in “start”",
)
NO_DAY = error(
    "custom.state",
    "“{label}”要用来算完成没有，可是它不是日期。",
    "时限 due 和完成 done 都写类型为 date 的字段。",
    "“{label}” is to tell what is done, but is no date",
    "name fields of the type date in “due” and “done”",
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

_PERSON_LABELS = ("姓名", "户主", "联系人")
_KEY = re.compile(r"[a-z][a-z0-9_]*")


class Undefined(Register):
    """A register whose definition can't be used: the definition is reported, its folder passed over."""

    def __init__(self, key: str) -> None:
        self.key = key  # type: ignore[misc]
        self.label = key  # type: ignore[misc]

    def read(self, folder: Folder, report: Report) -> dict[str, list[Record]]:
        return {}


def custom_registers(site: Record | None, report: Report) -> dict[str, Register]:
    """The registers that the site's settings define, by their folders' names."""
    if site is None or site.registers is None:
        return {}
    made: dict[str, Register] = {}
    taken: set[str] = set()
    for name, node in site.registers.items():
        marks = site.registers.marks[name]
        if not _free(name) or name.casefold() in taken:
            known = "、".join(registers())
            report.add(NAME, site._source.place(marks[0], marks[1]), name=name, taken=known)
            continue
        taken.add(name.casefold())
        definition = DEFINITION.read_map(node, site._source, site._source.place(marks[2], marks[3]), report)
        if definition is not None and definition.title and definition.fields:
            made[name] = _compile(name, definition, set(site.registers), report)
        else:
            made[name] = Undefined(name)
    _check_targets(made, report, site)
    return made


def _free(name: str) -> bool:
    """Whether a name may be a register's folder beside those that are built in."""
    if not valid_id(name) or name[0] == "_" or "." in name:
        return False
    taken = {*registers(), *RESERVED_NAMES, "households", "board"}
    return name.casefold() not in taken and not name.casefold().startswith("points-")


def check_twins(site: Record | None, used: Mapping[str, Register], report: Report) -> None:
    """No register that the site defines bears the name of a data file of another one that is in use."""
    if site is None or site.registers is None:
        return
    others = (register for key, register in used.items() if key not in site.registers)
    twins = {table.key for register in others for table in register.tables}
    for name in site.registers:
        if name.casefold() in twins:
            marks = site.registers.marks[name]
            report.add(NAME, site._source.place(marks[0], marks[1]), name=name, taken="、".join(registers()))


def _check_targets(made: dict[str, Register], report: Report, site: Record) -> None:
    """What a field refers to has ids."""
    nameless = {key for key, r in made.items() if r.tables and r.tables[0].identity is None}
    for name, register in made.items():
        marks = site.registers.marks[name]
        for f in register.tables[0].fields if register.tables else ():
            if isinstance(f.type, Reference) and f.type.to in nameless:
                report.add(NO_ID, site._source.place(marks[0], marks[1]), label=f.label, to=f.type.to)


def _targets(names: set[str]) -> set[str]:
    """The tables that a field may refer to, those without ids included."""
    return {*names, *registers(), "households"}


def _has_ids(to: str) -> bool:
    """Whether records of a built-in register can be named: `finance` and notices have none with an id."""
    tables = registers()[to].tables if to in registers() else ()
    return not tables or tables[0].identity is not None


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
        identity=next((f.key for f in fields if is_id(f)), None),
        sort=known("排序", "sort", definition.sort),
        sums=tuple(key for key in sums if keys[key].type.numeric),
    )
    return PlainRegister(
        name,
        definition.title,
        table,
        disclosure=definition.disclosure or "affairs",
        notice=_notice(definition, fields, known, report),
        states=_deadline(definition, keys, known, report),
        groupings=tuple(_groupings(definition, keys, known)),
        counts=tuple(_averages(definition, keys, known, report)),
    )


def _groupings(definition: Record, keys: Mapping[str, Field], known: Any) -> Iterator[str]:
    """The fields by which the register is grouped; days by their month."""
    for written in definition.group_by:
        key, _, unit = written.partition(":")
        found = known("分组", "group_by", key)
        if found:
            by_day = isinstance(keys[found].type, Day)
            yield f"{found}:{'year' if unit in ('年', 'year') else 'month'}" if by_day else found


def _deadline(definition: Record, keys: Mapping[str, Field], known: Any, report: Report) -> Deadline | None:
    """The states that follow from the fields of the due day and of the day on which a record was done."""
    due, done = known("时限", "due", definition.due), known("完成", "done", definition.done)
    for attribute, key in (("due", due), ("done", done)):
        if key is not None and not isinstance(keys[key].type, Day):
            report.add(NO_DAY, at(definition, attribute), label=keys[key].label)
            return None
    return Deadline(due, done) if due is not None and done is not None else None


def _averages(definition: Record, keys: Mapping[str, Field], known: Any, report: Report) -> Iterator[Counted]:
    """The mean of a field over the records that have it."""
    for written in definition.average:
        key = known("平均", "average", written)
        if key is None:
            continue
        f = keys[key]
        if not f.type.numeric:
            report.add(NOT_SUMMABLE, at(definition, "average"), label=f.label)
            continue
        yield Counted(Measure(f"{key}_known", f"有{f.label}的", shown=False), HowMany(key))
        shown = any(known("合计", "sum", name) == key for name in definition.sum)
        yield Counted(
            Measure(key, f.label, f.type, f"{key}_known", f"平均{f.label}", "average", shown=shown),
            Total(key),
        )


def _field(declared: Record, names: set[str], report: Report) -> Field | None:
    if not declared.key or not declared.label:
        return None
    key, label = declared.key, declared.label
    if not _KEY.fullmatch(key):
        report.add(KEY, at(declared, "key"), key=key)
        return None
    meaning = forbidden_column(label) or forbidden_column(key)
    if meaning:
        report.add(FORBIDDEN, at(declared, "label"), name=label, meaning=meaning)
        return None
    kind = _type(declared, key, names, report)
    unit = f"({kind.unit})"
    if kind.unit and plain_name(label).endswith(unit):
        label = re.split(r"[(（]", label)[0].strip()
    return Field(key, label, kind, required=bool(declared.required))


def _type(declared: Record, key: str, names: set[str], report: Report) -> Type:
    """The type of a declared field; where it can't be made, one that reads the column all the same."""
    label, kind = declared.label, declared.type or "text"
    if key == "id":
        if kind not in ("id", "text"):
            report.add(ID_TYPE, at(declared, "type"), label=label, type=kind)
        return Id()
    if kind == "text" and plain_name(label).endswith(_PERSON_LABELS):
        report.add(IS_PERSON, at(declared, "label"), label=label)
        return Person()
    if kind == "choice":
        if not declared.values:
            report.add(NO_VALUES, at(declared, "type"), label=label)
            return Text()
        return Choice(tuple(declared.values))
    if kind == "reference":
        return _reference(declared, names, report)
    return TYPES[kind]


def _reference(declared: Record, names: set[str], report: Report) -> Type:
    targets = _targets(names)
    if declared.to not in targets or not _has_ids(declared.to):
        near = nearest(declared.to or "", sorted(targets))
        hint = f"是不是想写“{near}”？" if near else ""
        report.add(NO_TARGET, at(declared, "to"), label=declared.label, to=declared.to or "", hint=hint)
        return Text()
    return Household() if declared.to == "households" else Reference(declared.to)


def _notice(definition: Record, fields: list[Field], known: Any, report: Report) -> NoticeRule | None:
    written = definition.notice
    if written is None:
        return None
    start: str | None = next((f.key for f in fields if isinstance(f.type, Day)), None)
    kind: Literal["natural", "working"] = "natural"
    if isinstance(written, int):
        days = written
    else:
        rule = NOTICE.read_map(written, definition._source, at(definition, "notice"), report)
        if rule is None or rule.days is None:
            return None
        days, kind = rule.days, rule.kind or "natural"
        if rule.start:
            start = known("公示的开始", "notice", rule.start)
            if start is None:
                return None
    if start is None:
        shown = "、".join(f.key for f in fields)
        report.add(NO_FIELD, at(definition, "notice"), what="公示的开始", key="日期", known=shown)
        return None
    begins = next(f for f in fields if f.key == start)
    if not isinstance(begins.type, Day):
        report.add(NOT_A_DAY, at(definition, "notice"), label=begins.label)
        return None
    return NoticeRule(start, days, kind)
