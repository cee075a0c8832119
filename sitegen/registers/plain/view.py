"""A plain register's records as lists ready to print: rows, groups, sums, and what is counted of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from sitegen.fields import Choice, Day, Field, Many, One
from sitegen.languages import say, say_month
from sitegen.registers.board import Board
from sitegen.registers.measures import Figure, Value, export_measures, shown_figures
from sitegen.registers.plain.counts import Counted
from sitegen.registers.plain.states import NoticeRule, State, StateRule
from sitegen.tables import Record, Table

_WIDE = 7
"""More columns than this squeeze each other on a hall screen."""


class Computed(Struct, frozen=True):
    """A column that is no field but follows from a record and the board."""

    field: Field
    compute: Callable[[Record, Board], Any]


class Grouping(Struct, frozen=True):
    """A way to group records: by the value of the field `key`, by its month or year; without a key by their state.

    Written in declarations as "source", "date:month" or "date:year".
    """

    key: str
    label: str
    unit: str = ""

    @property
    def page(self) -> str:
        """The name of its page, for all but the first grouping."""
        return f"{self.key}-{self.unit}" if self.unit else self.key


class Cell(Struct, frozen=True):
    """A value as it is printed. `href` leads, from the board's home, to what it names; `day` is it as an ISO day."""

    text: str
    href: str | None = None
    day: str | None = None


class Column(Struct, frozen=True):
    """A column's head. `kind`: n for figures, d for days, else empty."""

    label: str
    unit: str
    kind: str


class Row(Struct, frozen=True):
    """One record ready to print: its cells in the columns' order, its page in the register's folder, the state of its
    notice period (with the last day) and its own, and how many days late it was done."""

    id: str | None
    cells: tuple[Cell, ...]
    href: str | None
    notice: str | None
    until: date | None
    state: State | None
    late: int = 0


class Group(Struct, frozen=True):
    """Rows that belong together, the columns that any of them fills, the sums of those (None: not summed), and what is
    counted of the rows. `noticed` and `stated` tell whether the states of notices and of records have columns."""

    label: str | None
    anchor: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sums: tuple[str | None, ...]
    figures: tuple[Figure, ...]
    noticed: bool
    stated: bool

    @property
    def summed(self) -> bool:
        """Whether any column is summed."""
        return any(total is not None for total in self.sums)


class Listing(Struct, frozen=True):
    """A table's rows in groups. `by` says by what they are grouped (None: not at all), `page` is the file that shows
    them, in the register's folder; `sums` are those of all rows, in the columns of the last group."""

    key: str
    label: str
    by: str | None
    page: str
    groups: tuple[Group, ...]
    sums: tuple[str | None, ...]

    @property
    def counted(self) -> bool:
        """Whether a table of the groups says more than their headings."""
        return len(self.groups) > 1 and len(self.groups[0].figures) > 1


class Detail(Struct, frozen=True):
    """A record's own page: what it says, and the rows of side tables that belong to it."""

    row: Row
    pairs: tuple[tuple[str, Cell], ...]
    side: tuple[Listing, ...]


class PlainView(Struct, frozen=True):
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


class Lister(Struct, frozen=True):
    """Makes listings of a table's records as of the board's day. `link` tells where a value leads to, if anywhere."""

    board: Board
    table: Table
    link: Callable[[Board, Field, Any], str | None]
    pages: bool = False
    shown: tuple[str, ...] | None = None
    computed: tuple[Computed, ...] = ()
    notice: NoticeRule | None = None
    states: StateRule | None = None
    counts: tuple[Counted, ...] = ()
    sums: tuple[str, ...] = ()

    def listing(
        self, records: Sequence[Record], grouping: Grouping | None, page: str, *, anchor: str = "rows"
    ) -> Listing:
        """The records grouped; without a grouping all of them in one group, at `anchor`."""
        summed = [key for key in self.sums if total(records, self.table.by_key[key]) is not None]
        members = list(self._grouped(records, grouping)) if grouping else [(None, anchor, records)]
        groups = tuple(self._group(label, place, rows, grouping, summed) for label, place, rows in members)
        last = self.columns(members[-1][2], grouping, summed)
        by = grouping.label if grouping else None
        return Listing(self.table.key, self.table.label, by, page, groups, self._sums(records, last))

    def columns(
        self, records: Sequence[Record], grouping: Grouping | None = None, summed: Sequence[str] = ()
    ) -> list[Field]:
        """The fields that any record fills, and those that are summed; not the one whose value heads the group."""
        fields = (self.table.by_key[key] for key in self.shown or tuple(f.key for f in self.table.fields))
        heading = grouping.key if grouping is not None and not grouping.unit else None
        shown = [
            f
            for f in fields
            if not isinstance(f.type, One | Many)
            and f.key != heading
            and (f.key in summed or any(getattr(r, f.attribute) is not None for r in records))
        ]
        # A wide table squeezes its texts; what a record's own page tells anyhow goes first.
        if len(shown) > _WIDE and self.table.identity is not None and not self.shown:
            shown = [f for f in shown if f.key != "note"]
        return shown

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
        return Cell(text, self.link(self.board, f, value))

    def values(self, records: Sequence[Record]) -> dict[str, Value]:
        """What is counted of records."""
        return {counted.measure.key: counted.count(records, self.board.day) for counted in self.counts}

    def figures(self, records: Sequence[Record]) -> tuple[Figure, ...]:
        """The same, ready to print."""
        measures = [counted.measure for counted in self.counts]
        return tuple(shown_figures(measures, export_measures(measures, self.values(records))))

    def _group(
        self,
        label: str | None,
        anchor: str,
        records: Sequence[Record],
        grouping: Grouping | None,
        summed: Sequence[str],
    ) -> Group:
        columns = self.columns(records, grouping, summed)
        rows = tuple(self.row(record, columns) for record in records)
        by_state = grouping is not None and not grouping.key
        return Group(
            label=label,
            anchor=anchor,
            columns=tuple(_column(f) for f in (*columns, *(c.field for c in self.computed))),
            rows=rows,
            sums=self._sums(records, columns),
            figures=self._figures_of(records, anchor, grouping) if grouping is not None else (),
            noticed=any(row.notice for row in rows),
            stated=self.states is not None and (not by_state or any(row.late for row in rows)),
        )

    def _figures_of(self, records: Sequence[Record], anchor: str, grouping: Grouping) -> tuple[Figure, ...]:
        """What is counted of a group, but for what counts the groups themselves (their rows are at `status-2`)."""
        if not grouping.key:
            return ()
        groups = f"{grouping.key}-"
        telling = [c for c in self.counts if not c.whole and not c.measure.anchor.startswith(groups)]
        measures = [counted.measure for counted in telling]
        return tuple(shown_figures(measures, export_measures(measures, self.values(records)), anchor))

    def _sums(self, records: Sequence[Record], columns: Sequence[Field]) -> tuple[str | None, ...]:
        sums = [f.type.show(total(records, f)) if f.key in self.sums else None for f in columns]
        return (*sums, *(None for _ in self.computed))

    def _grouped(
        self, records: Sequence[Record], grouping: Grouping
    ) -> Iterator[tuple[str, str, Sequence[Record]]]:
        """Label, anchor and records of each group: states and, in a table without an order, the words of a choice in
        theirs (a word's anchor is `status-2`), months and years the newest first, other values as found."""
        if not grouping.key and self.states is not None:
            for state in self.states.states:
                members = [r for r in records if self.states.of(r, self.board.day) == state]
                if members:
                    yield state.label, state.anchor, members
            return
        f = self.table.by_key[grouping.key]
        words = {w: n for n, w in enumerate(f.type.values, 1)} if isinstance(f.type, Choice) else {}
        if words and not self.table.sort:
            records = sorted(records, key=lambda r: words.get(getattr(r, f.attribute), len(words) + 1))
        found: dict[str, list[Record]] = {}
        for record in sorted(records, key=_newest(f), reverse=True) if grouping.unit else records:
            found.setdefault(_heading(f, getattr(record, f.attribute), grouping.unit), []).append(record)
        for number, (label, members) in enumerate(found.items(), 1):
            word = words.get(getattr(members[0], f.attribute))
            yield label, f"{f.key}-{word}" if word else f"group-{number}", members


def _newest(f: Field) -> Callable[[Record], date]:
    return lambda record: getattr(record, f.attribute) or date.min


def _heading(f: Field, value: Any, unit: str) -> str:
    if unit and value is not None:
        return say_month(value.year, value.month) if unit == "month" else say("{year}年", year=value.year)
    return f.type.show(value)


def _column(f: Field) -> Column:
    return Column(f.label, f.type.unit, "n" if f.type.numeric else "d" if isinstance(f.type, Day) else "")


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
