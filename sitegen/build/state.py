"""What the last build knew, kept beside the content so that the next one does only what changed.

One SQLite file a pair of content and output, read once and written in one transaction after publication. It
may be deleted at any time; lost, old or damaged it means a full build, never a wrong one: what is kept of a
board bears a checksum, since a database can't tell when its file has rotted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sitegen.build.fingerprint import Stamp
from sitegen.paths import SitePaths

_SCHEMA = """
create table meta (key text primary key, value text) without rowid;
create table file (path text primary key, size int, mtime int, ctime int, inode int, sha text) without rowid;
create table board (path text primary key, key text, summary text, diagnostics text,
                    built text, next_change text, groups text, checksum int) without rowid;
"""
FORMAT = "2"
_DAMAGE = (sqlite3.Error, ValueError, OverflowError)
"""What reading a rotten file may raise; texts and messages that are no UTF-8 come as ValueError."""
MANIFEST = "manifest.json"


@dataclass
class GroupState:
    """The page group of one register of a board: hashes of what it is made from by name, the templates it
    used, its files (path from the output's root, size, SHA-256)."""

    parts: dict[str, str]
    templates: list[str]
    templates_hash: str
    files: list[tuple[str, int, str]]


@dataclass
class BoardState:
    """A board as last built."""

    key: str
    summary: str
    diagnostics: str
    built: date
    next_change: date | None
    groups: dict[str, GroupState] = field(default_factory=dict)


class State:
    """The state of one site; empty where there is none or it can't be read."""

    def __init__(self, path: Path | None) -> None:
        self.meta: dict[str, str] = {}
        self._connection: sqlite3.Connection | None = None
        if path is None:
            return
        try:
            self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        except sqlite3.Error:
            return
        meta: dict[str, str] = dict(self._rows("select key, value from meta"))
        checksum = meta.pop("checksum", "")
        if meta.get("format") == FORMAT and checksum == _meta_checksum(meta):
            self.meta = meta
        else:
            self.close()

    @property
    def known(self) -> bool:
        """Whether there is a usable state."""
        return self._connection is not None

    def files(self) -> dict[str, tuple[Stamp, str]]:
        """Stamp and hash of every content file."""
        rows = self._rows("select path, size, mtime, ctime, inode, sha from file")
        return {path: (Stamp(*stamp), sha) for path, *stamp, sha in rows}

    def board(self, path: str) -> BoardState | None:
        """A board as last built; None where it wasn't."""
        names = "key, summary, diagnostics, built, next_change, groups, checksum"
        for *columns, checksum in self._rows(f"select {names} from board where path = ?", path):
            if checksum != _checksum(path, columns):
                self.close()
                return None
            key, summary, diagnostics, built, next_change, groups = columns
            return BoardState(
                key,
                summary,
                diagnostics,
                date.fromisoformat(built),
                date.fromisoformat(next_change) if next_change else None,
                {
                    name: GroupState(parts, templates, templates_hash, [(p, s, h) for p, s, h in files])
                    for name, (parts, templates, templates_hash, files) in json.loads(groups).items()
                },
            )
        return None

    def boards(self) -> set[str]:
        """The paths of all boards in the state."""
        return {path for (path,) in self._rows("select path from board")}

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """The rows of a query; none from a damaged file, which is not asked again."""
        try:
            return self._connection.execute(query, values).fetchall() if self._connection else []
        except _DAMAGE:
            self.close()
            return []

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def state_path(paths: SitePaths) -> Path:
    """Where the state of this pair of content and output is kept."""
    name = hashlib.sha256(f"{paths.content.name}\0{paths.output}".encode()).hexdigest()[:16]
    return paths.root / ".sitegen" / f"{name}.sqlite"


def open_state_folder(folder: Path) -> None:
    """Make the folder of states where there is none yet: for its owner only, and ignored by git."""
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")


def manifest_stamp(output: Path) -> str:
    """The manifest's state on disk: another one means that somebody else published here."""
    try:
        info = (output / MANIFEST).stat()
    except OSError:
        return ""
    return f"{info.st_size}:{info.st_mtime_ns}:{info.st_ino}"


def save(
    path: Path,
    meta: dict[str, str],
    files: dict[str, tuple[Stamp, str]] | None,
    boards: dict[str, BoardState],
    gone: Iterable[str],
    fresh: bool,
) -> None:
    """Write the new state in one transaction: `boards` replace their rows, `gone` ones are removed, `files`
    (None: as they were) replace all rows. `fresh` starts from nothing. Where nothing can be written it does
    nothing.
    """
    with contextlib.suppress(OSError, *_DAMAGE):
        _save(path, meta, files, boards, gone, fresh)


def _save(
    path: Path,
    meta: dict[str, str],
    files: dict[str, tuple[Stamp, str]] | None,
    boards: dict[str, BoardState],
    gone: Iterable[str],
    fresh: bool,
) -> None:
    open_state_folder(path.parent)
    if fresh:
        for ending in ("", "-journal", "-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("pragma synchronous = off" if fresh else "pragma synchronous = normal")
        connection.execute("begin immediate")
        if fresh:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
        connection.execute("delete from meta")
        meta = {**meta, "format": FORMAT}
        meta["checksum"] = _meta_checksum(meta)
        connection.executemany("insert into meta values (?, ?)", meta.items())
        if files is not None:
            connection.execute("delete from file")
            connection.executemany(
                "insert into file values (?, ?, ?, ?, ?, ?)",
                ((p, *stamp, sha) for p, (stamp, sha) in files.items()),
            )
        connection.executemany("delete from board where path = ?", ((p,) for p in gone))
        rows = ((p, _columns(board)) for p, board in boards.items())
        connection.executemany(
            "insert or replace into board values (?, ?, ?, ?, ?, ?, ?, ?)",
            ((p, *columns, _checksum(p, columns)) for p, columns in rows),
        )
        connection.execute("commit")
    finally:
        connection.close()


def _meta_checksum(meta: dict[str, str]) -> str:
    return str(_checksum("", sorted(meta.items(), key=str)))


def _checksum(path: str, columns: Iterable[Any]) -> int:
    return zlib.crc32(repr((path, *columns)).encode("utf-8", "surrogateescape"))


def _columns(board: BoardState) -> tuple[str | None, ...]:
    groups = {name: (g.parts, g.templates, g.templates_hash, g.files) for name, g in board.groups.items()}
    return (
        board.key,
        board.summary,
        board.diagnostics,
        board.built.isoformat(),
        board.next_change.isoformat() if board.next_change else None,
        json.dumps(groups, ensure_ascii=False, separators=(",", ":")),
    )
