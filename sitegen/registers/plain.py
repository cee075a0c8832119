"""A register that needs no computation of its own: a declared table gives list, detail pages, sums and twins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from markupsafe import Markup, escape

from sitegen import workdays
from sitegen.fields import Day, Field, Household, Integer, Many, One, Reference
from sitegen.registers.measures import Measure, Value
from sitegen.registers.register import Board, Page, Register
from sitegen.tables import Record, Table


@dataclass(frozen=True)
class NoticeRule:
    """How long a record is posted: from the day in field `start` for `days` days of `kind` (natural, working)."""

    start: str
    days: int
    kind: Literal["natural", "working"] = "natural"

    def span(self, record: Record) -> tuple[date, date] | None:
        """First and last day of a record's notice period, both included; None without a start."""
        start = getattr(record, self.start)
        if start is None:
            return None
        return start, workdays.end_of_notice(start, self.days, self.kind)


@dataclass(frozen=True)
class Row:
    """One record ready to print: its cells in the columns' order, its page, the state of its notice period."""

    id: str | None
    cells: tuple[Markup, ...]
    href: str | None
    state: str | None
    until: date | None


@dataclass(frozen=True)
class Group:
    """The rows that share the value of the grouping field, and their sums by column (None: not summed)."""

    label: str | None
    anchor: str
    rows: tuple[Row, ...]
    sums: tuple[str | None, ...]


@dataclass(frozen=True)
class PlainView:
    """A plain register of one board."""

    key: str
    label: str
    columns: tuple[Field, ...]
    groups: tuple[Group, ...]
    count: int
    sums: tuple[str | None, ...]
    totals: dict[str, Any]
    details: tuple[tuple[Row, tuple[tuple[str, Markup], ...]], ...]
    summed: bool
    running: int
    next_change: date | None

    @property
    def summed_columns(self) -> list[tuple[str, str, str]]:
        """Label, sum and unit of every summed column."""
        return [
            (column.label, total, column.type.unit)
            for column, total in zip(self.columns, self.sums, strict=True)
            if total is not None
        ]


class PlainRegister(Register):
    """A register made from its declaration alone."""

    def __init__(
        self,
        key: str,
        label: str,
        table: Table,
        *,
        disclosure: str = "affairs",
        notice: NoticeRule | None = None,
    ) -> None:
        self.key = key  # type: ignore[misc]
        self.label = label  # type: ignore[misc]
        self.disclosure = disclosure  # type: ignore[misc]
        self.tables = (table,)  # type: ignore[misc]
        sums = (table.by_key[name] for name in table.sums)
        self.measures = (  # type: ignore[misc]
            Measure("count", "登记", Integer(unit="条")),
            *(Measure(f.key, f.label, f.type) for f in sums),
        )
        self.notice = notice

    @property
    def table(self) -> Table:
        """The register's one table."""
        return self.tables[0]

    def derive(self, board: Board) -> PlainView | None:
        records = board.table(self.key)
        if not records:
            return None
        columns = tuple(
            f for f in self.table.fields if not isinstance(f.type, One | Many) and _used(f, records)
        )
        ordered = self._sorted(records)
        rows = {id(record): self._row(board, record, columns) for record in ordered}
        spans = [span for r in records if (span := self.notice.span(r))] if self.notice else []
        return PlainView(
            key=self.key,
            label=self.label,
            columns=columns,
            groups=tuple(self._groups(ordered, rows, columns)),
            count=len(records),
            sums=self._sums(records, columns),
            totals={key: _total(records, self.table.by_key[key]) for key in self.table.sums},
            details=tuple(
                (row, self._pairs(board, record)) for record in ordered if (row := rows[id(record)]).href
            ),
            summed=bool(self.table.sums),
            running=sum(1 for start, end in spans if start <= board.day <= end),
            next_change=_next_change(spans, board.day),
        )

    def _sorted(self, records: Sequence[Record]) -> list[Record]:
        if not self.table.sort:
            return list(records)
        key = self.table.sort.lstrip("-")
        attribute = self.table.by_key[key].attribute
        known = [r for r in records if getattr(r, attribute) is not None]
        known.sort(key=lambda r: getattr(r, attribute), reverse=self.table.sort.startswith("-"))
        return known + [r for r in records if getattr(r, attribute) is None]

    def _row(self, board: Board, record: Record, columns: Sequence[Field]) -> Row:
        identity = getattr(record, self.table.identity) if self.table.identity else None
        span = self.notice.span(record) if self.notice else None
        return Row(
            id=identity,
            cells=tuple(cell(f, getattr(record, f.attribute), board) for f in columns),
            href=f"{identity}.html" if identity else None,
            state=_state(span, board.day) if span else None,
            until=span[1] if span else None,
        )

    def _groups(
        self, ordered: Sequence[Record], rows: dict[int, Row], columns: Sequence[Field]
    ) -> Iterator[Group]:
        if not self.table.group_by:
            yield Group(None, "rows", tuple(rows[id(r)] for r in ordered), self._sums(ordered, columns))
            return
        f = self.table.by_key[self.table.group_by]
        found: dict[str, list[Record]] = {}
        for record in ordered:
            found.setdefault(f.type.show(getattr(record, f.attribute)), []).append(record)
        for number, (label, members) in enumerate(found.items(), 1):
            cells = tuple(rows[id(r)] for r in members)
            yield Group(label, f"group-{number}", cells, self._sums(members, columns))

    def _sums(self, records: Sequence[Record], columns: Sequence[Field]) -> tuple[str | None, ...]:
        return tuple(f.type.show(_total(records, f)) if f.key in self.table.sums else None for f in columns)

    def _pairs(self, board: Board, record: Record) -> tuple[tuple[str, Markup], ...]:
        return tuple(
            (f.header, cell(f, value, board))
            for f in self.table.fields
            if not isinstance(f.type, One | Many) and (value := getattr(record, f.attribute)) is not None
        )

    def pages(self, board: Board, view: PlainView) -> Iterator[Page]:
        twins = (
            (f"{self.label} CSV", f"data/{self.key}.csv"),
            (f"{self.label} JSON", f"data/{self.key}.json"),
        )
        yield Page(f"{self.key}/index.html", "plain/index.html", self.label, {"view": view}, twins=twins)
        for row, pairs in view.details:
            title = f"{self.label} {row.id}"
            values = {"view": view, "row": row, "pairs": pairs}
            yield Page(f"{self.key}/{row.href}", "plain/record.html", title, values, twins=twins)

    def measure(self, board: Board, view: PlainView) -> dict[str, Value]:
        return {"count": view.count, **view.totals}

    def next_change(self, board: Board, view: PlainView) -> date | None:
        return view.next_change


def cell(f: Field, value: Any, board: Board) -> Markup:
    """A value as it stands in a cell; references link to what they name (from the register's folder)."""
    shown = escape(f.type.show(value))
    if value is None:
        return shown
    if isinstance(f.type, Day):
        return Markup('<time datetime="{0}">{0}</time>').format(value.isoformat())
    if isinstance(f.type, Household):
        if "points" in board.folders and value in {r.id for r in board.table("households")}:
            return Markup('<a href="../points/households/{0}.html">{0}</a>').format(value)
    elif isinstance(f.type, Reference) and f.type.to in board.records:
        return Markup('<a href="../{0}/{1}.html">{1}</a>').format(f.type.to, value)
    return shown


def _used(f: Field, records: Sequence[Record]) -> bool:
    return any(getattr(r, f.attribute) is not None for r in records)


def _total(records: Sequence[Record], f: Field) -> int | Decimal | None:
    values = [value for r in records if (value := getattr(r, f.attribute)) is not None]
    return sum(values) if values else None


def _state(span: tuple[date, date], day: date) -> str:
    start, end = span
    return "scheduled" if day < start else "running" if day <= end else "ended"


def _next_change(spans: Sequence[tuple[date, date]], day: date) -> date | None:
    turns = [turn for start, end in spans for turn in (start, end + timedelta(days=1)) if turn > day]
    return min(turns, default=None)
