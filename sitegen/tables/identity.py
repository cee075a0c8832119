"""Ids are unique, and what refers to one finds it."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.diagnostics import Message, Report, error
from sitegen.fields import Field, Id, nearest
from sitegen.tables.record import Record, at
from sitegen.tables.rows import Rows

NOT_UNIQUE = error(
    "table.duplicate-id",
    "{label}“{value}”重复了（另一处在 {other} 第 {line_other} 行）。",
    "每条的{label}不能相同（不分大小写），请改其中一个。",
    "{label} “{value}” stands twice (also in {other}, line {line_other})",
    "give each its own (case does not count)",
)


def check_unique(records: Iterable[Record], report: Report) -> None:
    """An id names one record of its table and board, ignoring case."""
    seen: dict[str, Record] = {}
    if isinstance(records, Rows) and not any(records.column(records.table.identity or "note")):
        return
    for record in records:
        identity = record._table.identity
        if identity is None:
            return
        f = record._table.by_key[identity]
        value = getattr(record, f.attribute)
        if value is None:
            continue
        first = seen.setdefault(str(value).casefold(), record)
        if first is not record:
            other = at(first, identity)
            report.add(
                NOT_UNIQUE,
                at(record, identity),
                label=f.label,
                value=value,
                other=other.file,
                line_other=other.line,
            )


NO_REFERENCE = error(
    "reference.missing",
    "“{label}”写的“{value}”在{target}里找不到。",
    "请核对编号，或先在{target}里登记。{hint}",
    "“{label}” names “{value}”, which {target} doesn't hold",
    "check the id, or add it to {target} first",
)


def check_references(
    records: Iterable[Record],
    f: Field,
    known: Iterable[str],
    target: str,
    report: Report,
    message: Message = NO_REFERENCE,
) -> None:
    """Every value of field `f` stands in `known`, the ids that `target` (a place in words) holds."""
    ids = {key for key in known if key is not None}
    for record in records:
        value = getattr(record, f.attribute)
        if value is not None and value not in ids:
            near = nearest(value, sorted(ids)) if len(ids) < 2000 else None
            hint = f"最接近的是“{near}”。" if near else ""
            report.add(message, at(record, f.key), label=f.label, value=value, target=target, hint=hint)


def is_id(f: Field) -> bool:
    """Whether a field holds the id of its own record."""
    return type(f.type) is Id
