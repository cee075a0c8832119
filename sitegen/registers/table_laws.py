"""Laws that hold for every table: ids are unique, what references name is there, what is recorded has happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sitegen.diagnostics import Report, error, warning
from sitegen.fields import Field, Many, One, Reference
from sitegen.registers.board import Board
from sitegen.tables import Record, Rows, Table, at, check_references, check_unique

NO_REGISTER = error(
    "reference.no-register",
    "“{label}”写的“{value}”要到{target}里找，可是这个公开栏没有{target}。",
    "请先建 {folder}/ 并登记，或去掉这个编号。",
    "“{label}” names “{value}”, but this board has no {target}",
    "create {folder}/ with it, or remove the id",
)


def target_in_words(to: str) -> tuple[str, str]:
    """A table that references name, in words, and the folder that holds it."""
    if to == "households":
        return "户表（households.csv）", "points"
    from sitegen.registers import registers

    return f"{registers()[to].label if to in registers() else ''}台账（{to}/）", to


def check_table(board: Board, table: Table, records: Sequence[Record], report: Report) -> None:
    """Ids are unique in the table, and what its reference fields name exists in the board."""
    check_unique(records, report)
    for f in table.fields:
        if isinstance(f.type, One | Many):
            nested = f.type.table
            inner = [getattr(r, f.attribute) for r in records]
            flat = [x for value in inner if value for x in (value if isinstance(value, list) else [value])]
            if flat:
                check_table(board, nested, flat, report)
        elif isinstance(f.type, Reference):
            _check_reference_field(board, f.type.to, f, records, report)


def _check_reference_field(
    board: Board, to: str, f: Field, records: Sequence[Record], report: Report
) -> None:
    values = _values(records, f)
    if not any(value is not None for value in values):
        return
    if not board.holds(to):
        target, folder = target_in_words(to)
        for record in records:
            value = getattr(record, f.attribute)
            if value is None:
                continue
            report.add(
                NO_REGISTER, at(record, f.key), label=f.label, value=value, target=target, folder=folder
            )
        return
    known = {
        getattr(r, r._table.by_key[r._table.identity].attribute) for r in board.table(to) if r._table.identity
    }
    if all(value is None or value in known for value in values):
        return
    target, folder = target_in_words(to)
    if not _unread(board, to, folder, report):
        check_references(records, f, known, target, report)


def _values(records: Sequence[Record], f: Field) -> Sequence[Any]:
    return records.column(f.key) if isinstance(records, Rows) else [getattr(r, f.attribute) for r in records]


_WHOLE_FILE = ("source.", "csv.", "yaml.", "table.no-header", "table.title-row")


def _unread(board: Board, to: str, folder: str, report: Report) -> bool:
    """Whether a file with records of `to` could not be read: then nobody knows what it holds."""
    shown = f"{board.folders[folder].shown}/" if folder in board.folders else None
    return any(
        d.severity == "error"
        and d.code.startswith(_WHOLE_FILE)
        and (d.file.endswith("/households.csv") if to == "households" else d.file.startswith(shown or "/"))
        for d in report.diagnostics
    )


FUTURE = warning(
    "register.future",
    "“{label}”写的 {day} 还没有到。",
    "已经发生的事才登记在这里；请核对年份和月份。",
    "“{label}” {day} has not come yet",
    "only what has happened is recorded here; check year and month",
)


def check_not_future(records: Iterable[Record], key: str, board: Board, report: Report) -> None:
    """Warn about records of the past whose day (field `key`) lies after the day of the build."""
    for record in records:
        value = getattr(record, record._table.by_key[key].attribute)
        if value is not None and value > board.day:
            report.add(FUTURE, at(record, key), label=record._table.by_key[key].label, day=value)
