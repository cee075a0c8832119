"""A register that needs no code of its own: declared tables give lists, groups, detail pages, sums, rates and twins.

    PROBLEMS = Table("problems", "问题整改", (Field("id", type=Id(), required=True), …))
    REGISTER = PlainRegister(
        "problems", "问题整改", PROBLEMS, noun="问题", states=Deadline("due", "done_on"), groupings=("source",)
    )

One that computes more overrides `compute` and has a template of its own, which extends `plain/index.html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sitegen.diagnostics import Report
from sitegen.fields import Field, Household, Integer, Party, Reference
from sitegen.languages import say
from sitegen.registers.board import Board, Page, Twin
from sitegen.registers.glance import Glance, Posted, glance_at
from sitegen.registers.measures import Measure, Value
from sitegen.registers.plain.counts import Count, Counted, HowMany, Total, number_of
from sitegen.registers.plain.states import Deadline, NoticeRule, State, StateRule
from sitegen.registers.plain.view import (
    Cell,
    Column,
    Computed,
    Detail,
    Group,
    Grouping,
    Lister,
    Listing,
    PlainView,
    Row,
    in_order,
)
from sitegen.registers.register import Register
from sitegen.registers.table_laws import check_not_future
from sitegen.registers.twins import table_twin
from sitegen.tables import Record, Table

__all__ = [
    "Cell",
    "Column",
    "Computed",
    "Count",
    "Counted",
    "Deadline",
    "Detail",
    "Group",
    "Grouping",
    "HowMany",
    "Listing",
    "NoticeRule",
    "PlainRegister",
    "PlainView",
    "Row",
    "State",
    "StateRule",
    "Total",
    "number_of",
]

_UNITS = {"month": "月份", "year": "年份"}


class PlainRegister(Register):
    """A register made from its declaration.

    `table` is its main table, `side` its further ones (files named after them). `noun` and `unit` are what its
    records are called and counted in. `states` tells the state of a record, `notice` how long it is posted.
    `groupings` are the ways in which its pages group the records ("source", "date:month", "date:year"); where there
    are states the index page groups by them, else by the first of these; every other grouping has a page of its own.
    `columns` are the fields of the lists (all by default), `computed` further columns. `counts` are measures besides
    the number of records, the sums of the table and what `states` counts; one of the same key takes their place.
    `past` are the fields of days that have come: a later one is reported. `front` "block" gives it a block on the
    front page, from its own template `<key>/home.html` or `plain/home.html`.
    """

    def __init__(
        self,
        key: str,
        label: str,
        table: Table,
        *,
        order: int = 500,
        disclosure: str = "affairs",
        side: tuple[Table, ...] = (),
        noun: str = "登记",
        unit: str = "条",
        states: StateRule | None = None,
        notice: NoticeRule | None = None,
        groupings: tuple[str, ...] = (),
        columns: tuple[str, ...] | None = None,
        computed: tuple[Computed, ...] = (),
        counts: tuple[Counted, ...] = (),
        past: tuple[str, ...] = (),
        rank_by: str | None = None,
        template: str = "plain/index.html",
        front: str = "line",
    ) -> None:
        self.key = key  # type: ignore[misc]
        self.label = label  # type: ignore[misc]
        self.order = order  # type: ignore[misc]
        self.disclosure = disclosure  # type: ignore[misc]
        self.tables = (table, *side)  # type: ignore[misc]
        self.rank_by = rank_by  # type: ignore[misc]
        self.noun, self.unit = noun, unit
        self.states, self.notice = states, notice
        self.columns, self.computed = columns, computed
        self.past = past
        self.front = front
        self.template = template
        self.groupings = self._groupings(groupings)
        self.counted = counts
        self.measures = tuple(counted.measure for counted in self._counts(states))  # type: ignore[misc]

    @property
    def table(self) -> Table:
        """The register's main table."""
        return self.tables[0]

    def _groupings(self, declared: Sequence[str]) -> tuple[Grouping, ...]:
        """The groupings as declared, the state first; the table's own where none is."""
        own = (self.table.group_by,) if self.table.group_by else ()
        found = [Grouping("", "状态")] if self.states is not None else []
        for text in declared or own:
            key, _, unit = text.partition(":")
            found.append(Grouping(key, _UNITS.get(unit) or self.table.by_key[key].label, unit))
        return tuple(found)

    def rule(self, board: Board) -> StateRule | None:
        """How states follow on this board: as declared, where it does not depend on the board."""
        return self.states

    def _counts(self, states: StateRule | None) -> tuple[Counted, ...]:
        sums = (self.table.by_key[key] for key in self.table.sums)
        counted = [
            Counted(Measure("count", self.noun, Integer(unit=self.unit)), number_of),
            *(states.counts() if states is not None else ()),
            *(Counted(Measure(f.key, f.label, f.type), Total(f.attribute)) for f in sums),
        ]
        by_key = {c.measure.key: c for c in counted} | {c.measure.key: c for c in self.counted}
        return tuple(by_key.values())

    def link(self, board: Board, f: Field, value: Any) -> str | None:
        """Where a value leads to, from the board's home: a household's passbook, the page of a record it names."""
        if isinstance(f.type, Household | Party):
            has_passbook = "points" in board.folders and value in board.ids("households")
            return f"points/households/{value}.html" if has_passbook else None
        if isinstance(f.type, Reference) and board.holds(f.type.to):
            return f"{f.type.to}/{value}.html"
        return None

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        for key in self.past:
            check_not_future(board.table(self.key), key, board, report)

    def compute(self, board: Board, records: Sequence[Record]) -> Any:
        """What the register computes besides, as plain values ready to print: `view.extra` in its templates."""
        return None

    def turns(self, board: Board, records: Sequence[Record]) -> Iterable[date]:
        """The days on which pages change of themselves."""
        for rule in (self.rule(board), self.notice):
            for record in records if rule is not None else ():
                yield from rule.turns(record)  # type: ignore[union-attr]

    def derive(self, board: Board) -> PlainView | None:
        records = in_order(board.table(self.table.key), self.table)
        if not records:
            return None
        lister = self._lister(board)
        first, *others = self.groupings or (None,)
        listings = [lister.listing(records, first, "index.html")]
        listings += [lister.listing(records, other, f"by/{other.page}.html") for other in others if other]
        side = [
            Lister(board, table, self.link, sums=table.sums).listing(
                in_order(rows, table), None, "index.html", anchor=table.key
            )
            for table in self.tables[1:]
            if (rows := board.table(table.key))
        ]
        days = [day for day in self.turns(board, records) if day > board.day]
        posted = [self.notice.state(record, board.day) for record in records] if self.notice else []
        return PlainView(
            key=self.key,
            label=self.label,
            noun=self.noun,
            unit=self.unit,
            count=len(records),
            listings=tuple(listings),
            side=tuple(side),
            details=tuple(self._details(board, lister, records)),
            figures=lister.figures(records),
            values=lister.values(records),
            running=sum(1 for state in posted if state and state[0] == "running"),
            next_change=min(days, default=None),
            extra=self.compute(board, records),
        )

    def _lister(self, board: Board) -> Lister:
        states = self.rule(board)
        return Lister(
            board,
            self.table,
            self.link,
            self.table.identity is not None,
            self.columns,
            self.computed,
            self.notice,
            states,
            self._counts(states),
            self.table.sums,
        )

    def _details(self, board: Board, lister: Lister, records: Sequence[Record]) -> Iterator[Detail]:
        if not lister.pages:
            return
        columns = lister.columns(records)
        for record in records:
            side = tuple(self._side(board, getattr(record, self.table.identity or "")))
            yield Detail(lister.row(record, columns), tuple(lister.pairs(record)), side)

    def _side(self, board: Board, identity: str) -> Iterator[Listing]:
        """The rows of the side tables that name a record of the main one."""
        for table in self.tables[1:]:
            naming = [
                f for f in table.fields if isinstance(f.type, Reference) and f.type.to == self.table.key
            ]
            rows = [
                r for r in board.table(table.key) if any(getattr(r, f.attribute) == identity for f in naming)
            ]
            if rows:
                lister = Lister(board, table, self.link, sums=table.sums)
                yield lister.listing(in_order(rows, table), None, "index.html", anchor=table.key)

    def pages(self, board: Board, view: PlainView) -> Iterator[Page]:
        twins = tuple(
            (f"{table.label} {kind.upper()}", f"data/{table.key}.{kind}")
            for table in self.tables
            if table is self.table or board.table(table.key)
            for kind in ("csv", "json")
        )
        values = {"view": view, "listing": view.listings[0]}
        description = say(
            "{name}{label}：{noun} {count} {unit}",
            name=board.info.name,
            label=self.label,
            noun=self.noun,
            count=view.count,
            unit=self.unit,
        )
        yield Page(f"{self.key}/index.html", self.template, self.label, values, description, twins=twins)
        for listing in view.listings[1:]:
            title = say("{label}：按{by}", label=self.label, by=listing.by)
            path = f"{self.key}/{listing.page}"
            yield Page(path, "plain/grouped.html", title, {"view": view, "listing": listing}, twins=twins)
        for detail in view.details:
            title = say("{label} {id}", label=self.label, id=detail.row.id)
            path = f"{self.key}/{detail.row.href}"
            yield Page(path, "plain/record.html", title, {"view": view, "detail": detail}, twins=twins)

    def twins(self, board: Board, view: PlainView) -> Iterator[Twin]:
        for table in self.tables:
            records = board.table(table.key)
            if table is self.table:
                yield self._twin(board, records)
            elif records:
                yield table_twin(table, records)

    def _twin(self, board: Board, records: Sequence[Record]) -> Twin:
        """The main table with what is computed of each record, and its state."""
        twin = table_twin(self.table, records)
        more, states = [c.field for c in self.computed], self.rule(board)
        for row, record in zip(twin.json, records, strict=True):
            for computed in self.computed:
                value = computed.compute(record, board)
                row[computed.field.key] = None if value is None else computed.field.type.export(value)
            if states is not None and "state" not in row:
                row["state"] = states.of(record, board.day).key
        columns = (
            *(twin.columns or ()),
            *(f.key for f in more),
            *(("state",) if states is not None and "state" not in self.table.by_key else ()),
        )
        return replace(twin, columns=columns, rows=[[row[key] for key in columns] for row in twin.json])

    def glance(self, board: Board, view: PlainView) -> Glance:
        return glance_at(self.label, self.key, view.figures, self._posted(view) if view.running else ())

    def _posted(self, view: PlainView) -> Iterator[Posted]:
        """The records in their notice period, each by its first words; without pages they lead to their list."""
        for row in (row for group in view.listings[0].groups for row in group.rows):
            if row.notice == "running" and row.until is not None:
                words = (cell.text for cell in row.cells if cell.day is None and cell.text != row.id)
                title = f"{self.label}：{next(words, row.id)}"
                yield Posted(title, f"{self.key}/{row.href or 'index.html'}", self.disclosure, row.until)

    def measure(self, board: Board, view: PlainView) -> dict[str, Value]:
        return view.values

    def next_change(self, board: Board, view: PlainView) -> date | None:
        return view.next_change
