"""What the last build knew, kept beside the content so that the next one does only what changed.

One SQLite file a pair of content and output, written in one transaction after publication. It may be deleted
at any time; lost, old or damaged it means a full build, never a wrong one: what is kept of a board bears a
checksum, since a database can't tell when its file has rotted.

Of every board a few words are read by each build; what its pages were made from, and what its parent needs to
know of it, only where it is asked for.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.build.content import FolderState
from sitegen.paths import SitePaths

if TYPE_CHECKING:
    from sitegen.registers.recall import Kept

_SCHEMA = """
create table meta (key text primary key, value text) without rowid;
create table folder (path text primary key, stamps text, hashes text, trusted int, checksum int) without rowid;
create table tree (data blob, checksum int);
create table board (path text primary key, key text, summary_hash text, findings blob,
                    built text, next_change text, scheduled int, checksum int) without rowid;
create table work (path text primary key, summary blob, groups blob, checksum int);
create table kept (path text primary key, views blob, checksum int);
"""
FORMAT = "6"
_DAMAGE = (sqlite3.Error, ValueError, OverflowError)
"""What reading a rotten file may raise; texts and messages that are no UTF-8 come as ValueError."""
MANIFEST = "manifest.json"


class Rotten(Exception):
    """What is kept of a board can't be believed."""


@dataclass
class GroupState:
    """The page group of one register of a board: hashes of what it is made from by name, the templates it
    used, its files as the manifest lists them (a line each, by path)."""

    parts: dict[str, str]
    templates: list[str]
    templates_hash: str
    files: str


class BoardState(NamedTuple):
    """A board as last built. Without a `key` it had errors, and its last good files stand; `scheduled` counts
    its notices whose day is still to come."""

    key: str
    summary_hash: str
    findings: bytes
    built: date
    next_change: date | None
    scheduled: int

    def lasts(self, day: date) -> bool:
        """Whether nothing changed of itself from the day on which it was built until `day`."""
        return self.built <= day and (self.next_change is None or day < self.next_change)


class Work(NamedTuple):
    """What building a board gave: its summary (JSON), and its page groups by register."""

    summary: bytes
    groups: dict[str, GroupState]

    @property
    def files(self) -> str:
        """All files of the board, as the manifest lists them."""
        return "\n".join(group.files for group in self.groups.values() if group.files)


class Known(NamedTuple):
    """What a process knows of the state that it wrote itself: `stamp` tells which one."""

    stamp: str
    folders: dict[str, FolderState]
    boards: dict[str, BoardState]
    tree: bytes


class State:
    """The state of one site; empty where there is none or it can't be read. What is `known` of just this one is
    not read again."""

    def __init__(self, path: Path | None, known: Known | None = None) -> None:
        self.meta: dict[str, str] = {}
        self._path = path
        self._known: Known | None = None
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
            if known is not None and known.stamp == state_stamp(path, meta):
                self._known = known
        else:
            self.close()

    @property
    def known(self) -> bool:
        """Whether there is a usable state."""
        return self._connection is not None

    def folders(self) -> dict[str, FolderState]:
        """Every content folder."""
        if self._known is not None:
            return self._known.folders
        rows = self._rows("select path, stamps, hashes, trusted, checksum from folder")
        found = {
            path: (FolderState(stamps, hashes, trusted == 1), sum_)
            for path, stamps, hashes, trusted, sum_ in rows
        }
        return {path: state for path, (state, sum_) in found.items() if sum_ == _folder_checksum(path, state)}

    def tree(self) -> bytes | None:
        """What was kept of the tree of boards; None where that can't be read."""
        if self._known is not None:
            return self._known.tree
        for data, checksum in self._rows("select data, checksum from tree"):
            if _checksum("", data) == checksum:
                return bytes(data)
        return None

    def boards(self) -> dict[str, BoardState]:
        """All boards as last built. Raises Rotten."""
        if self._known is not None:
            return self._known.boards
        found = {}
        columns = "key, summary_hash, findings, built, next_change, scheduled"
        for path, *values, checksum in self._rows(f"select path, {columns}, checksum from board"):
            if checksum != _checksum(path, *values):
                raise Rotten(path)
            key, summary_hash, findings, built, next_change, scheduled = values
            turn = date.fromisoformat(next_change) if next_change else None
            day = date.fromisoformat(built)
            found[path] = BoardState(key, summary_hash, findings, day, turn, scheduled)
        return found

    def read_known(self) -> Known | None:
        """All that `folders`, `boards` and `tree` say; None where that can't be believed."""
        if self._path is None:
            return None
        stamp = state_stamp(self._path, self.meta)
        try:
            found = Known(stamp, self.folders(), self.boards(), self.tree() or b"")
        except Rotten:
            return None
        return found if self.known else None

    def work(self, path: str) -> Work:
        """What building a board gave, whose state is known. Raises Rotten."""
        query = "select summary, groups, checksum from work where path = ?"
        for summary, groups, checksum in self._rows(query, path):
            if checksum == _checksum(path, summary, groups):
                return Work(summary, _decode_groups(groups))
        raise Rotten(path)

    def kept(self, path: str) -> dict[str, Kept]:
        """The views of a board that can be recalled, by register. Raises Rotten."""
        for views, checksum in self._rows("select views, checksum from kept where path = ?", path):
            if checksum != _checksum(path, views):
                raise Rotten(path)
            return _decode_kept(views)
        return {}

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


class Drafts:
    """What the boards of this build gave, on disk from the moment they are done: memory does not follow their
    number. `boards` are those that were built."""

    def __init__(self, folder: Path) -> None:
        self.boards: dict[str, BoardState] = {}
        self._spans: dict[str, tuple[int, int, int, int | None]] = {}
        self._file = (folder / "work").open("w+b")

    def add(self, path: str, state: BoardState, work: Work, kept: Mapping[str, Kept] | None = None) -> None:
        """A board is done; `kept` are its views that can be recalled (None: as they were). Raises OSError where the
        disk is full."""
        groups = _encode_groups(work.groups)
        views = None if kept is None else _encode_kept(kept)
        start = self._file.seek(0, os.SEEK_END)
        self._spans[path] = (start, len(work.summary), len(groups), None if views is None else len(views))
        self._file.write(work.summary)
        self._file.write(groups)
        self._file.write(views or b"")
        self.boards[path] = state

    def work(self, path: str) -> Work:
        """What building a board gave."""
        summary, groups = self.columns(path)
        return Work(summary, _decode_groups(groups))

    def columns(self, path: str) -> tuple[bytes, bytes]:
        """The same as the state keeps it."""
        start, summary, groups, _ = self._spans[path]
        self._file.seek(start)
        return self._file.read(summary), self._file.read(groups)

    @property
    def kept(self) -> Iterator[tuple[str, bytes]]:
        """The views that can be recalled, of every board where they are others than before, as the state keeps them."""
        for path, (start, summary, groups, views) in self._spans.items():
            if views is not None:
                self._file.seek(start + summary + groups)
                yield path, self._file.read(views)

    def close(self) -> None:
        """Nothing is asked for any more."""
        self._file.close()


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


class News(NamedTuple):
    """What the state has to learn from a build: `folders` and the boards in `drafts` replace their rows, those
    that are gone are removed; `tree` (None: as it was) replaces what was kept of the tree."""

    meta: dict[str, str]
    folders: Mapping[str, FolderState]
    gone_folders: Collection[str]
    tree: bytes | None
    drafts: Drafts
    gone_boards: Sequence[str]

    def over(
        self, path: Path, folders: Mapping[str, FolderState], boards: Mapping[str, BoardState], tree: bytes
    ) -> Known:
        """What is known of the state in `path` once these news are saved over what it said before."""
        stay = {folder: seen for folder, seen in folders.items() if folder not in self.gone_folders}
        stand = {board: built for board, built in boards.items() if board not in self.gone_boards}
        return Known(
            state_stamp(path, {**self.meta, "format": FORMAT}),
            {**stay, **self.folders},
            {**stand, **self.drafts.boards},
            tree if self.tree is None else self.tree,
        )


def state_stamp(path: Path, meta: Mapping[str, str]) -> str:
    """Tells one state from all others in the same file: when it was written, and what it says."""
    try:
        return f"{path.stat().st_mtime_ns}:{_meta_checksum(meta)}"
    except OSError:
        return ""


def save(path: Path, news: News, *, fresh: bool) -> None:
    """Write the new state in one transaction; `fresh` starts from nothing. Where nothing can be written it
    does nothing."""
    with contextlib.suppress(OSError, *_DAMAGE):
        _save(path, news, fresh)


def _save(path: Path, news: News, fresh: bool) -> None:
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
        _write(connection, news)
        connection.execute("commit")
    finally:
        connection.close()


def _write(connection: sqlite3.Connection, news: News) -> None:
    connection.execute("delete from meta")
    meta = {**news.meta, "format": FORMAT}
    connection.executemany(
        "insert into meta values (?, ?)", [*meta.items(), ("checksum", _meta_checksum(meta))]
    )
    connection.executemany("delete from folder where path = ?", ((path,) for path in news.gone_folders))
    folders = ((path, *state, _folder_checksum(path, state)) for path, state in news.folders.items())
    connection.executemany("insert or replace into folder values (?, ?, ?, ?, ?)", folders)
    if news.tree is not None:
        connection.execute("delete from tree")
        connection.execute("insert into tree values (?, ?)", (news.tree, _checksum("", news.tree)))
    for table in ("board", "work", "kept"):
        connection.executemany(f"delete from {table} where path = ?", ((path,) for path in news.gone_boards))
    drafts = news.drafts
    boards = (_row(path, *_board_columns(board)) for path, board in drafts.boards.items())
    connection.executemany("insert or replace into board values (?, ?, ?, ?, ?, ?, ?, ?)", boards)
    works = (_row(path, *drafts.columns(path)) for path in drafts.boards)
    connection.executemany("insert or replace into work values (?, ?, ?, ?)", works)
    kept = (_row(path, views) for path, views in drafts.kept)
    connection.executemany("insert or replace into kept values (?, ?, ?)", kept)


def _row(path: str, *columns: Any) -> tuple[Any, ...]:
    return path, *columns, _checksum(path, *columns)


def _board_columns(board: BoardState) -> tuple[Any, ...]:
    return (
        board.key,
        board.summary_hash,
        board.findings,
        board.built.isoformat(),
        board.next_change.isoformat() if board.next_change else None,
        board.scheduled,
    )


def _meta_checksum(meta: Mapping[str, str]) -> str:
    return str(_checksum("", *(part for item in sorted(meta.items(), key=str) for part in item)))


def _checksum(*columns: Any) -> int:
    """Over the columns of a row; long ones are bytes, which are not copied."""
    checksum = 0
    for column in columns:
        content = column if isinstance(column, bytes) else repr(column).encode("utf-8", "surrogateescape")
        checksum = zlib.crc32(content, checksum)
    return checksum


def _folder_checksum(path: str, state: FolderState) -> int:
    """The same for a folder, whose columns are many and short."""
    told = f"{path}\n{state.stamps}\n{state.hashes}\n{state.trusted}"
    return zlib.crc32(told.encode("utf-8", "surrogateescape"))


def _encode_groups(groups: Mapping[str, GroupState]) -> bytes:
    import orjson  # too much for the answer “nothing changed”

    return orjson.dumps(groups)


def _encode_kept(kept: Mapping[str, Kept]) -> bytes:
    from sitegen.build.kept import encode_kept

    return encode_kept(kept)


def _decode_kept(data: bytes) -> dict[str, Kept]:
    from sitegen.build.kept import decode_kept

    return decode_kept(data)


def _decode_groups(data: bytes) -> dict[str, GroupState]:
    import orjson

    return {name: GroupState(**fields) for name, fields in orjson.loads(data).items()}
