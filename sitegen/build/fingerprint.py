"""What a build depends on, as found on disk: sizes, times and hashes of files. Standard library only, because
the answer “nothing changed” must come before anything else is imported.

Size and times only allow to skip hashing; the content's hash decides. A file that was touched within two
seconds of the look at it is never trusted by its times alone: it may change again within their grain.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

RACY_NS = 2_000_000_000
"""So long after a look at a file its times may still hide a change, in nanoseconds."""


class Stamp(NamedTuple):
    """What a file's state on disk says without reading it."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


_NEVER = 2**62
CODE = (".py", ".po", ".mo")
"""The endings of what a program is made of: code, and what it says in other languages."""

Stamps = dict[str, Stamp]
"""Stamps by path (from the folder that was looked at, with `/`)."""


def stamps(folder: Path, *, ending: str | tuple[str, ...] = "") -> Stamps:
    """The stamps of all files below a folder (a single file stands for itself); nothing where nothing is."""
    if folder.is_file():
        return {folder.name: _stamp(os.lstat(folder))}
    return dict(_walk(str(folder), "", ending))


def installed() -> Stamps:
    """Python's path, with the stamps of the folders that packages are installed into: every installation,
    upgrade or removal changes its folder."""
    found = dict.fromkeys(sys.path[1:], Stamp(0, 0, 0, 0))
    for entry in found:
        if entry.endswith("-packages") and os.path.isdir(entry):
            found[entry] = _stamp(os.stat(entry))
    return found


def _walk(folder: str, prefix: str, ending: str | tuple[str, ...]) -> Iterator[tuple[str, Stamp]]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _walk(entry.path, f"{prefix}{entry.name}/", ending)
        elif entry.name.endswith(ending):
            yield prefix + entry.name, _stamp(entry.stat(follow_symlinks=False))


def _stamp(info: os.stat_result) -> Stamp:
    """A link's own times say nothing of what it leads to: it is never settled."""
    changed = _NEVER if stat.S_ISLNK(info.st_mode) else info.st_ctime_ns
    return Stamp(info.st_size, info.st_mtime_ns, changed, info.st_ino)


def signature(groups: Iterable[Stamps]) -> str:
    """One hash over all stamps."""
    digest = hashlib.sha256()
    for group in groups:
        digest.update(repr(sorted(group.items())).encode("utf-8", "surrogateescape"))
        digest.update(b"\n")
    return digest.hexdigest()


def is_settled(groups: Iterable[Stamps], now_ns: int) -> bool:
    """Whether no file was touched so shortly before `now_ns` that its times can't be trusted."""
    limit = now_ns - RACY_NS
    return all(s.mtime_ns < limit and s.ctime_ns < limit for group in groups for s in group.values())


def digest_file(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest_text(*parts: str) -> str:
    """SHA-256 (hex) over texts, unambiguous in where one ends."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogateescape")
        digest.update(b"%d:" % len(raw))
        digest.update(raw)
    return digest.hexdigest()
