"""Folders as found on disk: names, sizes and times of their files, without reading any. Standard library only,
because the answer “nothing changed” must come before anything else is imported.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

_NEVER = 2**62
_ASIDE = (".", "_", "~$")
_SYSTEM_FILES = frozenset(["thumbs.db", "desktop.ini"])


class FolderSeen(NamedTuple):
    """One folder when it was looked at.

    `folders` and `files` are the names in it, sorted; `others` those that are neither (links, say). `stamps`
    tells the state of the files and others: size, times, inode and name of each, in this order, separated by
    NUL; equal stamps, equal files, unless they were touched just then. `youngest` is the latest time among
    them, in nanoseconds; a link's own times say nothing of what it leads to: with one it is later than any.
    """

    folders: list[str]
    files: list[str]
    others: list[str]
    stamps: str
    youngest: int


Look = dict[str, FolderSeen]
"""A folder and all below it, by their paths from it ("" itself), with `/`."""


@lru_cache(maxsize=4096)
def is_ignored(name: str) -> bool:
    """Whether a file or folder is none of ours: hidden, put aside, or left by the system or an open spreadsheet."""
    return name.startswith(_ASIDE) or name.endswith(":Zone.Identifier") or name.lower() in _SYSTEM_FILES


def look_at(folder: Path, ignored: Callable[[str], bool] = is_ignored) -> Look:
    """All that is below a folder, but for what has an `ignored` name; nothing where there is no folder."""
    found: Look = {}
    waiting = [("", str(folder))]
    while waiting:
        path, place = waiting.pop()
        try:
            entries = sorted(os.scandir(place), key=_NAME)
        except (FileNotFoundError, NotADirectoryError):
            continue
        seen = found[path] = _see(entries, ignored)
        prefix = f"{path}/" if path else ""
        waiting += [(prefix + name, f"{place}/{name}") for name in seen.folders]
    return found


def see(folder: Path) -> FolderSeen | None:
    """One folder alone; None where there is none."""
    try:
        return _see(sorted(os.scandir(folder), key=_NAME), is_ignored)
    except (FileNotFoundError, NotADirectoryError):
        return None


def look_again(folder: Path, look: Look, changed: Iterable[str]) -> Look:
    """A look at a folder of which only the paths that `changed` (from the folder) can be other than they were."""
    found = dict(look)
    for path in changed:
        if not any(map(is_ignored, path.split("/"))):
            _forget(found, path)
            _add(found, path, look_at(folder / path))
            _see_again(folder, found, path.rpartition("/")[0])
    return found


def _see_again(folder: Path, found: Look, path: str) -> None:
    """A folder in which something was changed, added or removed."""
    before, seen = found.pop(path, None), see(folder / path)
    if seen is None:
        return
    found[path] = seen
    prefix = f"{path}/" if path else ""
    for gone in set(before.folders if before else ()).difference(seen.folders):
        _forget(found, prefix + gone)
    for name in seen.folders:
        if prefix + name not in found:
            _add(found, prefix + name, look_at(folder / path / name))


def _forget(found: Look, path: str) -> None:
    for known in [known for known in found if known == path or known.startswith(f"{path}/")]:
        del found[known]


def _add(found: Look, path: str, look: Look) -> None:
    for inner, seen in look.items():
        found[f"{path}/{inner}" if inner else path] = seen


_NAME = attrgetter("name")


def _see(entries: list[os.DirEntry[str]], ignored: Callable[[str], bool]) -> FolderSeen:
    folders, files, others, stamps, times = [], [], [], [], [0]
    for entry in entries:
        name = entry.name
        if ignored(name):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.append(name)
            continue
        info = entry.stat(follow_symlinks=False)
        changed, modified = info.st_ctime_ns, info.st_mtime_ns
        stamps.append(f"{info.st_size} {modified} {changed} {info.st_ino} {name}")
        if stat.S_ISREG(info.st_mode):
            files.append(name)
            times += (changed, modified)
        else:
            others.append(name)
            times.append(_NEVER)
    return FolderSeen(folders, files, others, "\0".join(stamps), max(times))
