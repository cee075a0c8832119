"""What the last build knew, kept beside the content so that the next one does only what changed.

One SQLite file a pair of content and output, read once and written in one transaction after publication. It
may be deleted at any time; lost, old or damaged it means a full build, never a wrong one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sitegen.build.fingerprint import Stamp
from sitegen.paths import SitePaths

_SCHEMA = """
create table meta (key text primary key, value text) without rowid;
create table file (path text primary key, size int, mtime int, ctime int, inode int, sha text) without rowid;
create table board (path text primary key, key text, summary text, diagnostics text,
                    built text, next_change text, groups text) without rowid;
"""
FORMAT = "1"
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
        if path is None or not path.is_file():
            return
        try:
            connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            self.meta = dict(connection.execute("select key, value from meta"))
            if self.meta.get("format") == FORMAT:
                self._connection = connection
            else:
                self.meta = {}
        except sqlite3.Error:
            self.meta = {}

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
        for key, summary, diagnostics, built, next_change, groups in self._rows(
            "select key, summary, diagnostics, built, next_change, groups from board where path = ?",
            path,
        ):
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

    def diagnostics(self) -> Iterator[tuple[str, str]]:
        """Board path and diagnostics (JSON) of the boards that have any."""
        yield from self._rows("select path, diagnostics from board where diagnostics != '[]' order by path")

    def _rows(self, query: str, *values: str) -> Iterator[tuple]:  # type: ignore[type-arg]
        if self._connection is None:
            return
        yield from self._connection.execute(query, values)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def state_path(paths: SitePaths) -> Path:
    """Where the state of this pair of content and output is kept."""
    name = hashlib.sha256(f"{paths.content.name}\0{paths.output}".encode()).hexdigest()[:16]
    return paths.root / ".sitegen" / f"{name}.sqlite"


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
    (None: as they were) replace all rows. `fresh` starts from nothing. Does nothing where the folder can't be written."""
    with contextlib.suppress(OSError, sqlite3.Error):
        _save(path, meta, files, boards, gone, fresh)


def _save(
    path: Path,
    meta: dict[str, str],
    files: dict[str, tuple[Stamp, str]] | None,
    boards: dict[str, BoardState],
    gone: Iterable[str],
    fresh: bool,
) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    ignore = path.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")
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
        connection.executemany("insert into meta values (?, ?)", {**meta, "format": FORMAT}.items())
        if files is not None:
            connection.execute("delete from file")
            connection.executemany(
                "insert into file values (?, ?, ?, ?, ?, ?)", ((p, *stamp, sha) for p, (stamp, sha) in files.items())
            )
        connection.executemany("delete from board where path = ?", ((p,) for p in gone))
        connection.executemany(
            "insert or replace into board values (?, ?, ?, ?, ?, ?, ?)",
            ((p, *_columns(board)) for p, board in boards.items()),
        )
        connection.execute("commit")
    finally:
        connection.close()


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
