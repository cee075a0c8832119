"""How a register's view is taken from what the last build wrote down of it, without reading its long files again.

A village's points ledger holds thousands of entries, and a corrected statement changes none of them. What the
view was derived from has a key; while that is the same, the view is the same, value by value.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import orjson
from msgspec import Struct

from sitegen.diagnostics import Report
from sitegen.registers.folder import Folder
from sitegen.tables import Record

if TYPE_CHECKING:
    from sitegen.registers.board import Board


class Kept(Struct, frozen=True):
    """A register's view of a board as it was written down. `key` is that of what it was derived from, `view_key` the
    view's own; `data` its values as compressed JSON. From the day `built` it stands until `next_change`. `sound`:
    nothing was found wrong in what it was derived from."""

    key: str
    view_key: str
    built: date
    next_change: date | None
    sound: bool
    data: bytes

    def stands(self, key: str, day: date) -> bool:
        """Whether deriving it on this day from what has this key would give the same."""
        lasts = self.built <= day and (self.next_change is None or day < self.next_change)
        return self.key == key and lasts

    @property
    def written(self) -> Any:
        """The view's values, as JSON gives them."""
        return orjson.loads(zlib.decompress(self.data))


class Recall(Protocol):
    """What a register with long files says of itself, so that its view can be recalled."""

    left_out: frozenset[str]
    """The tables whose files are not read then."""

    def draws_on(self, path: str) -> bool:
        """Whether the view is derived from the file at `path`, from the board's folder: the register's own files and
        those of others that it looks into. Settings, names of boards and the program are always part of it."""

    def read(self, folder: Folder, report: Report) -> Mapping[str, Sequence[Record]]:
        """The records of the register's other tables."""

    def view(self, board: Board, written: Any) -> Any:
        """The view, made of its values as JSON gives them (`written`) and of the records that were read. Its
        `next_change` says how long it lasts."""
