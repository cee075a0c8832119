"""What the other ledgers recorded in a period, from their data files: what the public may know, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.days import Period
from sitegen.fields import Boolean, Field, Integer, Many, Money, Number, One
from sitegen.formats import MISSING, money_text
from sitegen.languages import listed, say
from sitegen.paper.sheets import Column, Row, Rows, Sheet
from sitegen.registers.board import Board, LongTable
from sitegen.tables import Table

_ON_OTHER_SHEETS = ("party", "affairs", "finance", "points", "contracts", "figures")
_NOT_RECORDED = ("due_on", "withdraw_on")
_MOST_COLUMNS = 6


def recorded_sheet(board: Board, period: Period) -> Sheet | None:
    """A table for each ledger that has records of the period: those with a day, or a period that closes, in it."""
    blocks: list[Rows] = []
    for key in board.views:
        if key not in _ON_OTHER_SHEETS:
            blocks += _ledger(board, key, period)
    title = say("{period}其他登记", period=period.label)
    return Sheet(title, "index.html", [], blocks) if blocks else None


def _ledger(board: Board, key: str, period: Period) -> Iterator[Rows]:
    register, view = board.registers[key], board.views[key]
    tables = {table.key: table for table in register.tables}
    for twin in register.twins(board, view):
        table = tables.get(twin.name)
        records = twin.json.get("records") if isinstance(twin.json, dict) else twin.json
        if table is None or isinstance(twin.json, LongTable) or not records:
            continue
        found = [record for record in records if _belongs(record, table, period)]
        if found:
            name = register.label
            if table is not register.tables[0]:
                name = say("{register}：{table}", register=name, table=table.label)
            yield _rows(say("{name}（{count} 条）", name=name, count=len(found)), table, found)


def _belongs(record: dict[str, Any], table: Table, period: Period) -> bool:
    for f in table.fields:
        value = record.get(f.key)
        if not isinstance(value, str):
            continue
        if f.key == "date" or (f.key.endswith("_on") and f.key not in _NOT_RECORDED):
            if period.first.isoformat() <= value <= period.last.isoformat():
                return True
        elif f.key == "period" and period.contains(Period.parse(value).last):
            return True
    return False


def _rows(caption: str, table: Table, records: list[dict[str, Any]]) -> Rows:
    """The first few columns that hold anything."""
    known = [
        f
        for f in table.fields
        if not isinstance(f.type, One | Many)
        and any(record.get(f.key) not in (None, "") for record in records)
    ][:_MOST_COLUMNS]
    columns = [Column(f.label, _kind(f)) for f in known]
    return Rows(caption, columns, [Row([_shown(f, record.get(f.key)) for f in known]) for record in records])


def _kind(f: Field) -> Any:
    if isinstance(f.type, Money | Number | Integer):
        return "n"
    return "d" if f.key in ("id", "date", "period") or f.key.endswith("_on") else "t"


def _shown(f: Field, value: Any) -> str:
    if value is None or value == "":
        return MISSING
    if isinstance(f.type, Money):
        return money_text(value)
    if isinstance(f.type, Boolean):
        return "是" if value else "否"
    return listed(map(str, value)) if isinstance(value, list) else str(value)
