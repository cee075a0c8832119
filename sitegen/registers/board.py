"""What the registers are given and what they give: a board while it is built, pages to render, data files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sitegen.boards import BoardInfo
from sitegen.registers.beside import Beside
from sitegen.registers.folder import Folder
from sitegen.registers.measures import Below
from sitegen.registers.recall import Kept
from sitegen.settings import Settings
from sitegen.tables import Record

if TYPE_CHECKING:
    from sitegen.registers.register import Register

Summary = dict[str, Any]
"""A board's summary: what its parent rolls up; JSON values only."""


class LeftOut(Exception):
    """A table is asked for that was not read: the board must be built without recalling anything."""


@dataclass
class Board:
    """One board while it is built: what it is, what it may see, its records and views.

    `above` are the boards above it (the root first), `children` the summaries of its child boards. `day` is
    the day of the build, `registers` those in use on the site, by key. `records` holds the records of every table
    by the table's key; `views` what each register derived, by the register's key; `below` what the child boards
    tell of a register, by its key; `beside` what other registers say of the record on a page, by the page's path.
    `initials` are those of the households by their ids, where the site lets people search by them. `recalled` are
    the views of the last build that still stand, by the register's key: their long tables are not read. About the
    registers `remarked` their laws had something to say.
    """

    info: BoardInfo
    above: tuple[BoardInfo, ...]
    children: tuple[Summary, ...]
    settings: Settings
    day: date
    folders: Mapping[str, Folder] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    records: dict[str, Sequence[Record]] = field(default_factory=dict)
    views: dict[str, Any] = field(default_factory=dict)
    below: dict[str, Below] = field(default_factory=dict)
    beside: dict[str, Beside] = field(default_factory=dict)
    initials: Mapping[str, str] = field(default_factory=dict)
    recalled: Mapping[str, Kept] = field(default_factory=dict)
    remarked: set[str] = field(default_factory=set)
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def table(self, key: str) -> Sequence[Record]:
        """The records of a table; none where the board has no such register. Raises LeftOut."""
        return self.records[key] if self.holds(key) else []

    def holds(self, key: str) -> bool:
        """Whether the board has the register to which a table belongs. Raises LeftOut."""
        if key in self.records:
            return True
        if key in self.left_out:
            raise LeftOut(key)
        return False

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The tables that are not read, since the views made of them are recalled."""
        recalls = (self.registers[key].recall for key in self.recalled)
        return frozenset(table for recall in recalls if recall is not None for table in recall.left_out)

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The pages that records have to themselves, from the board's folder, sorted."""
        found: set[str] = set()
        for key in self.folders:
            if key in self.registers:
                found.update(self.registers[key].record_pages(self))
        return tuple(sorted(page for page in found if not page.endswith("/index.html")))

    def ids(self, key: str) -> frozenset[str]:
        """The ids that the records of a table bear."""
        found = self._ids.get(key)
        if found is None:
            records = self.table(key)
            identity = records[0]._table.identity if records else None
            found = self._ids[key] = (
                frozenset(getattr(r, identity) for r in records) if identity else frozenset()
            )
        return found


@dataclass
class Page:
    """A page to render. `path` is relative to the board; `values` is what its template may see besides the
    chrome; `crumbs` are (label, board-relative path) between the board's home and this page; `twins` the
    data files (label, board-relative path) that hold the same figures. `withdrawn`: what stood there is no longer
    published, so that nothing may be said of it either. `text` says the same in at most 500 characters: a plain text
    that stands beside the page. `posted`: it is printed and posted, with a code that leads back to it."""

    path: str
    template: str
    title: str
    values: Mapping[str, Any]
    description: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    twins: tuple[tuple[str, str], ...] = ()
    noindex: bool = False
    withdrawn: bool = False
    text: str = ""
    posted: bool = False


LongValue = str | int | None


class LongTable(dict[str, Sequence[LongValue]]):
    """A table column by column, for thousands of rows: its values repeat, and each is written once."""


@dataclass
class Twin:
    """A machine-readable table: `data/<name>.json` and, where `columns` are given or `json` is a long table,
    `data/<name>.csv`."""

    name: str
    json: Any
    columns: tuple[str, ...] | None = None
    rows: Sequence[Sequence[Any]] = ()
