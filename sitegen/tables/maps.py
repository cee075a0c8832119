"""YAML → records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import Place, Report, error
from sitegen.fields import SHAPE, BadValue, Choice, Field, Many, One
from sitegen.sources.text import Source
from sitegen.sources.yaml_nodes import YamlList, YamlMap
from sitegen.tables.record import Record
from sitegen.tables.values import quotable, report_unknown, warn_unusual

if TYPE_CHECKING:
    from sitegen.tables import Table

MISSING = error(
    "table.missing-value",
    "“{label}”没有填。",
    "请填上“{label}”；这一项必须有。",
    "“{label}” is empty",
    "fill in “{label}”; it is required",
)
TWICE = error(
    "table.field-twice",
    "“{label}”写了两次（“{first}”和“{second}”是同一个字段）。",
    "请只留一个。",
    "“{label}” stands twice (as “{first}” and “{second}”)",
    "keep one of them",
)
NOT_MAP = error(
    "table.not-a-record",
    "这里应当一行一个“字段: 内容”，写的却是：{value}。",
    "请照例子写，例如“{example}: …”；注意冒号要用英文冒号加空格。",
    "“field: value” pairs belong here, not: {value_en}",
    "write e.g. “{example}: …”",
)


def read_map(table: Table, node: Any, source: Source, place: Place, report: Report) -> Record | None:
    """The record of a YAML mapping, or None where it is no mapping."""
    if not isinstance(node, YamlMap):
        _report_no_map(table, node, place, report)
        return None
    values = dict(table.defaults)
    written: dict[str, str] = {}
    names = table.names
    for name, value in node.items():
        marks = node.marks[name]
        known = names.get(name) or table.named(name)
        if known is None:
            report_unknown(table, name, source.place(marks[0], marks[1]), report)
        elif known.key in written:
            here = source.place(marks[0], marks[1])
            report.add(TWICE, here, label=known.label, first=written[known.key], second=name)
        else:
            written[known.key] = name
            values[known.key] = _read_node(known, value, source, marks, report)
    for f in table.required:
        if f.key not in written or _empty(node[written[f.key]]):
            line = node.marks[written[f.key]][2:] if f.key in written else (node.line, node.column)
            report.add(MISSING, source.place(*line), label=f.label)
    record = table.record_class(source, node, *values.values())
    table.judge([record], report)
    return record


def read_list(table: Table, node: Any, source: Source, place: Place, report: Report) -> list[Record]:
    """The records of a YAML list of mappings (nothing at all is an empty list)."""
    if node is None:
        return []
    if not isinstance(node, YamlList):
        expected = "一个列表，每条以“- ”开头"
        report.add(
            SHAPE,
            place,
            label=table.label,
            expected=expected,
            expected_en="a list, each item begun by “- ”",
        )
        return []
    found = (
        read_map(table, item, source, source.place(*mark), report)
        for item, mark in zip(node, node.marks, strict=True)
    )
    return [record for record in found if record is not None]


def _report_no_map(table: Table, node: Any, place: Place, report: Report) -> None:
    """Say what is wrong with a node that is no mapping, and how to write one."""
    if isinstance(node, str):
        from sitegen.sources.yaml_mistakes import NO_FIELDS, not_fields  # only where there is a mistake

        mistake = not_fields(node, place)
        if mistake.message is not NO_FIELDS:
            report.add(mistake.message, mistake.place, **mistake.values)
            return
    value, value_en = (node[:40], node[:40]) if isinstance(node, str) else _LIST if node else _NOTHING
    report.add(NOT_MAP, place, value=value, value_en=value_en, example=table.fields[0].key)


_LIST, _NOTHING = ("以“-”开头的列表", "a list"), ("空白", "nothing")


def _empty(node: Any) -> bool:
    return not node or (isinstance(node, str) and node.isspace())


def _read_node(
    known: Field, node: Any, source: Source, marks: tuple[int, int, int, int], report: Report
) -> Any:
    """The value that stands at the last two of `marks`. Its place is only made where it is asked for: most values
    are sound."""
    kind = known.type
    if _empty(node):
        return [] if isinstance(kind, Many) else known.default
    if isinstance(kind, One | Many):
        place = source.place(marks[2], marks[3])
        read = kind.table.read_list if isinstance(kind, Many) else kind.table.read_map
        return read(node, source, place, report)
    try:
        value = kind.read(node, known.label)
    except BadValue as bad:
        report.add(bad.message, source.place(marks[2], marks[3]), **quotable(known, bad))
        return None
    if isinstance(kind, Choice):
        warn_unusual(known, value, source.place(marks[2], marks[3]), report)
    return value
