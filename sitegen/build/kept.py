"""Views that outlast their build: written down with a key of all that they were derived from."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from sitegen.build.fingerprint import digest_text
from sitegen.build.keys import value_json, value_key
from sitegen.diagnostics import Report
from sitegen.registers.board import Board
from sitegen.registers.recall import Kept, Recall
from sitegen.registers.register import Register

if TYPE_CHECKING:
    from sitegen.build.board import BoardTask

_QUICK = 1
"""zlib's level: a village's ledger shrinks to a sixth in two milliseconds."""


class Keeper:
    """Gives the views of a board their keys, and keeps those that the next build can recall. `kept` is None where they
    are those of the last."""

    def __init__(self, task: BoardTask, board: Board, report: Report) -> None:
        self.kept: dict[str, Kept] | None = None
        self._task = task
        self._board = board
        self._report = report

    def view_key(self, register: Register, view: Any) -> str:
        """The key of a register's view and of what the child boards tell of it."""
        if register.recall is None or view is None:
            own = value_key(view)
        elif register.key in self._task.kept:
            own = self._task.kept[register.key].view_key
        else:
            kept = self._keep(register, register.recall, view)
            self.kept = {**self._task.kept, **(self.kept or {}), register.key: kept}
            own = kept.view_key
        return digest_text(own, value_key(self._board.below.get(register.key)))

    def _keep(self, register: Register, recall: Recall, view: Any) -> Kept:
        task = self._task
        start = len(task.folder.shown) + 1
        sound = register.key not in self._board.remarked and not any(
            recall.draws_on(finding.file[start:]) for finding in self._report.diagnostics
        )
        written = value_json(view)
        digest = hashlib.sha256(written).hexdigest()
        data = zlib.compress(written, _QUICK)
        return Kept(source_key(task, recall), digest, task.day, view.next_change, sound, data)


def standing(task: BoardTask, kept: Mapping[str, Kept], registers: Mapping[str, Register]) -> dict[str, Kept]:
    """The views of a board that need not be derived again. Where the laws are asked again, those of which they had
    something to say are no such."""
    found = {}
    for name, view in kept.items():
        recall = registers[name].recall if name in registers else None
        if recall is None or not view.stands(source_key(task, recall), task.day):
            continue
        if view.sound or task.findings is not None:
            found[name] = view
    return found


def source_key(task: BoardTask, recall: Recall) -> str:
    """The key of all that a register's view of a board is derived from: what all boards share, the board's own names
    and those above it, the files that the register draws on."""
    drawn = sorted(f"{path}={digest}" for path, digest in task.files.items() if recall.draws_on(path))
    return digest_text(task.common, value_key((task.info, task.above)), *drawn)


def encode_kept(kept: Mapping[str, Kept]) -> bytes:
    """The views of a board as the state keeps them: a line that tells of each, then their data."""
    told = {
        name: [view.key, view.view_key, view.built, view.next_change, view.sound, len(view.data)]
        for name, view in kept.items()
    }
    return b"\n".join((orjson.dumps(told), b"".join(view.data for view in kept.values())))


def decode_kept(data: bytes) -> dict[str, Kept]:
    """The views of a board, by register."""
    line, _, rest = data.partition(b"\n")
    found, start = {}, 0
    for name, (key, view_key, built, turn, sound, length) in orjson.loads(line).items():
        lasts = date.fromisoformat(built), date.fromisoformat(turn) if turn else None
        found[name] = Kept(key, view_key, *lasts, sound, rest[start : start + length])
        start += length
    return found
