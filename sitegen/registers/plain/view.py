"""A plain register's records as lists ready to print: rows, groups, sums, and what is counted of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sitegen.fields import Day, Field, Household, Many, One, Reference
from sitegen.registers.measures import Figure, Value, export_measures, shown_figures
from sitegen.registers.plain.counts import Counted
from sitegen.registers.plain.states import NoticeRule, State, StateRule
from sitegen.registers.register import Board
from sitegen.tables import Record, Table


@dataclass(frozen=True)
class Computed:
    """A column that is no field but follows from a record and the board."""

    field: Field
    compute: Callable[[Record, Board], Any]


@dataclass(frozen=True)
class Grouping:
    """A way to group records: by the value of the field `key`, by its month or year, or by their state ("state").

    Written in declarations as "source", "date:month", "date:year" or "state".
    """

    key: str
    label: str
    unit: str = ""

    @property
    def page(self) -> str:
        """The name of its page, for all but the first grouping."""
        return f"{self.key}-{self.unit}" if self.unit else self.key


@dataclass(frozen=True)
class Cell:
    """A value as it is printed. `href` leads, from the board's home, to what it names; `day` is it as an ISO day."""

    text: str
    href: str | None = None
    day: str | None = None


@dataclass(frozen=True)
class Column:
    """A column's head. `kind`: n for figures, d for days, else empty."""

    label: str
    unit: str
    kind: str


@dataclass(frozen=True)
class Row:
    """One record ready to print: its cells in the columns' order, its page in the register's folder, the state of its
    notice period (with the last day) and its own, and how many days late it was done."""

    id: str | None
    cells: tuple[Cell, ...]
    href: str | None
    notice: str | None
    until: date | None
    state: State | None
    late: int = 0


@dataclass(frozen=True)
class Group:
    """Rows that belong together, the sums of their columns (None: not summed), and what is counted of them."""

    label: str | None
    anchor: str
    rows: tuple[Row, ...]
    sums: tuple[str | None, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Listing:
    """A table's rows in groups. `by` says by what they are grouped (None: not at all), `page` is the file that shows
    them, in the register's folder; `noticed` and `stated` whether rows have such states, `by_state` whether those are
    the groups."""

    key: str
    label: str
    by: str | None
    page: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    sums: tuple[str | None, ...]
    noticed: bool = False
    stated: bool = False
    by_state: bool = False

    @property
    def summed(self) -> bool:
        """Whether any column is summed."""
        return any(total is not None for total in self.sums)

    @property
    def counted(self) -> bool:
        """Whether a table of the groups says more than their headings: not where the states are counted anyway."""
        return len(self.groups) > 1 and len(self.groups[0].figures) > 1 and not self.by_state


@dataclass(frozen=True)
class Detail:
    """A record's own page: what it says, and the rows of side tables that belong to it."""

    row: Row
    pairs: tuple[tuple[str, Cell], ...]
    side: tuple[Listing, ...]


@dataclass(frozen=True)
class PlainView:
    """A plain register of one board. `listings`: the main table in every grouping, the index page's first; `side`: the
    side tables; `figures`: what is counted of all records; `extra`: what a register computes besides."""

    key: str
    label: str
    noun: str
    unit: str
    count: int
    listings: tuple[Listing, ...]
    side: tuple[Listing, ...]
    details: tuple[Detail, ...]
    figures: tuple[Figure, ...]
    values: dict[str, Value]
    running: int
    next_change: date | None
    extra: Any = None


@dataclass(frozen=True)
class Lister:
    """Makes listings of a table's records as of the board's day."""

    board: Board
    table: Table
    folder: str
    pages: bool = False
    shown: tuple[str, ...] | None = None
    computed: tuple[Computed, ...] = ()
    notice: NoticeRule | None = None
    states: StateRule | None = None
    counts: tuple[Counted, ...] = ()
    sums: tuple[str, ...] = ()

    def columns(self, records: Sequence[Record]) -> list[Field]:
        """The fields that any record fills (or those declared, in their order), then the computed ones."""
        keys = self.shown or tuple(f.key for f in self.table.fields)
        fields = (self.table.by_key[key] for key in keys)
        plain = (f for f in fields if not isinstance(f.type, One | Many))
        return [f for f in plain if any(getattr(r, f.attribute) is not None for r in records)]

    def listing(
        self, records: Sequence[Record], grouping: Grouping | None, page: str, *, anchor: str = "rows"
    ) -> Listing:
        """The records grouped; without a grouping all of them in one group, at `anchor`."""
        columns = self.columns(records)
        members = list(self._grouped(records, grouping)) if grouping else [(None, anchor, records)]
        groups = tuple(self._group(label, place, rows, columns) for label, place, rows in members)
        return Listing(
            key=self.table.key,
            label=self.table.label,
            by=grouping.label if grouping else None,
            page=page,
            columns=tuple(
                Column(f.label, f.type.unit, _kind(f)) for f in (*columns, *(c.field for c in self.computed))
            ),
            groups=groups,
            sums=self._sums(records, columns),
            noticed=self.notice is not None and any(r.notice for group in groups for r in group.rows),
            stated=self.states is not None,
            by_state=grouping is not None and grouping.key == "state",
        )

    def row(self, record: Record, columns: Sequence[Field]) -> Row:
        """A record as a row."""
        identity = getattr(record, self.table.identity) if self.table.identity else None
        notice = self.notice.state(record, self.board.day) if self.notice else None
        cells = [self.cell(f, getattr(record, f.attribute)) for f in columns]
        cells += [self.cell(c.field, c.compute(record, self.board)) for c in self.computed]
        return Row(
            id=identity,
            cells=tuple(cells),
            href=f"{identity}.html" if identity and self.pages else None,
            notice=notice[0] if notice else None,
            until=notice[1] if notice else None,
            state=(state := self.states.of(record, self.board.day) if self.states else None),
            late=self.states.late_by(record) if self.states and state and state.key == "done" else 0,
        )

    def pairs(self, record: Record) -> Iterator[tuple[str, Cell]]:
        """Label and value of all that a record says."""
        for f in self.table.fields:
            value = getattr(record, f.attribute)
            if value is not None and not isinstance(f.type, One | Many):
                yield f.header, self.cell(f, value)
        for computed in self.computed:
            value = computed.compute(record, self.board)
            if value is not None:
                yield computed.field.header, self.cell(computed.field, value)

    def cell(self, f: Field, value: Any) -> Cell:
        """A value as it is printed; what it names is linked where it has a page."""
        text = f.type.show(value)
        if value is None:
            return Cell(text)
        if isinstance(f.type, Day):
            return Cell(text, day=value.isoformat())
        if isinstance(f.type, Household):
            if "points" in self.board.folders and value in self._households():
                return Cell(text, f"points/households/{value}.html")
        elif isinstance(f.type, Reference) and f.type.to in self.board.records:
            return Cell(text, f"{f.type.to}/{value}.html")
        return Cell(text)

    def _households(self) -> set[str]:
        return {record.id for record in self.board.table("households")}

    def values(self, records: Sequence[Record]) -> dict[str, Value]:
        """What is counted of records."""
        return {counted.measure.key: counted.count(records, self.board.day) for counted in self.counts}

    def figures(self, records: Sequence[Record], anchor: str | None = None) -> tuple[Figure, ...]:
        """The same, ready to print."""
        measures = [counted.measure for counted in self.counts]
        return tuple(shown_figures(measures, export_measures(measures, self.values(records)), anchor))

    def _group(
        self, label: str | None, anchor: str, records: Sequence[Record], columns: Sequence[Field]
    ) -> Group:
        rows = tuple(self.row(record, columns) for record in records)
        figures = self.figures(records, anchor) if label is not None else ()
        return Group(label, anchor, rows, self._sums(records, columns), figures)

    def _sums(self, records: Sequence[Record], columns: Sequence[Field]) -> tuple[str | None, ...]:
        sums = [f.type.show(total(records, f)) if f.key in self.sums else None for f in columns]
        return (*sums, *(None for _ in self.computed))

    def _grouped(
        self, records: Sequence[Record], grouping: Grouping
    ) -> Iterator[tuple[str, str, Sequence[Record]]]:
        """Label, anchor and records of each group: states in their order, months the newest first, else as found."""
        if grouping.key == "state" and self.states is not None:
            for state in self.states.states:
                members = [r for r in records if self.states.of(r, self.board.day) == state]
                if members:
                    yield state.label, state.anchor, members
            return
        f = self.table.by_key[grouping.key]
        found: dict[str, list[Record]] = {}
        for record in sorted(records, key=_newest(f), reverse=True) if grouping.unit else records:
            found.setdefault(_heading(f, getattr(record, f.attribute), grouping.unit), []).append(record)
        for number, (label, members) in enumerate(found.items(), 1):
            yield label, f"group-{number}", members


def _newest(f: Field) -> Callable[[Record], date]:
    return lambda record: getattr(record, f.attribute) or date.min


def _heading(f: Field, value: Any, unit: str) -> str:
    if unit and value is not None:
        return f"{value.year}年{value.month}月" if unit == "month" else f"{value.year}年"
    return f.type.show(value)


def _kind(f: Field) -> str:
    return "n" if f.type.numeric else "d" if isinstance(f.type, Day) else ""


def total(records: Iterable[Record], f: Field) -> Value:
    """The sum of a field; None where no record has it."""
    known = [value for r in records if (value := getattr(r, f.attribute)) is not None]
    return sum(known) if known else None


def in_order(records: Sequence[Record], table: Table) -> list[Record]:
    """The records as their table sorts them; those without the value last."""
    if not table.sort:
        return list(records)
    attribute = table.by_key[table.sort.lstrip("-")].attribute
    known = [r for r in records if getattr(r, attribute) is not None]
    known.sort(key=lambda r: getattr(r, attribute), reverse=table.sort.startswith("-"))
    return known + [r for r in records if getattr(r, attribute) is None]
