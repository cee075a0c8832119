"""The hashes of all content files, folder by folder: only what may have been touched since the last build is read."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from sitegen.build.fingerprint import RACY_NS, Seen, digest_file
from sitegen.sources.folders import FolderSeen, see

_DIGITS = 64
"""Of a SHA-256 in hex."""
_NO_FILE = "-" * _DIGITS
_SAY_WHAT_IS = ("board.yaml", "site.yaml")
"""The files that say what a board, or the site, is."""


class FolderState(NamedTuple):
    """A folder as last built: its stamps (`FolderSeen.stamps`), the hashes of its files one after the other,
    and whether equal stamps mean equal files."""

    stamps: str
    hashes: str
    trusted: bool

    def files(self) -> dict[str, tuple[str, str]]:
        """Stamp and hash of every file by its name."""
        lines = self.stamps.split("\0") if self.stamps else ()
        return {
            line.split(" ", 4)[4]: (line, self.hashes[number * _DIGITS : (number + 1) * _DIGITS])
            for number, line in enumerate(lines)
        }


class Content:
    """The content as `seen`, over what the last build knew of it; `fresh` is what it has yet to learn."""

    def __init__(self, place: Path, seen: Seen, known: Mapping[str, FolderState]) -> None:
        self.look = seen.content
        self.fresh: dict[str, FolderState] = {}
        self.gone = known.keys() - self.look.keys()
        self._place = place
        self._settled_ns = seen.looked_ns - RACY_NS
        self._known = known

    def folder(self, path: str) -> FolderState:
        """A folder with the hashes of its files, which are read where their stamps can't be trusted."""
        if self.is_untouched(path):
            return self._known[path]
        if path not in self.fresh:
            self.fresh[path] = self._read(path, self.look[path], self._known.get(path))
        return self.fresh[path]

    def is_untouched(self, path: str) -> bool:
        """Whether a folder surely holds the files that it held, with what they held."""
        last = self._known.get(path)
        return last is not None and last.trusted and last.stamps == self.look[path].stamps

    def _read(self, path: str, found: FolderSeen, last: FolderState | None) -> FolderState:
        trusted = last.files() if last is not None and last.trusted else {}
        others = frozenset(found.others)
        hashes = []
        for name, (stamp, _) in FolderState(found.stamps, "", False).files().items():
            known = trusted.get(name)
            if name in others:
                hashes.append(_NO_FILE)
            elif known is not None and known[0] == stamp:
                hashes.append(known[1])
            else:
                hashes.append(digest_file(self._place / path / name))
        return FolderState(found.stamps, "".join(hashes), found.youngest < self._settled_ns)

    def stands(self, folders: Iterable[str]) -> bool:
        """Whether some folders are still as they were seen: then what was read is what was hashed."""
        return all(see(self._place / path) == self.look[path] for path in folders)

    def has_same_tree(self) -> bool:
        """Whether there are the same folders with files of the same names as in the last build, and all boards
        and the site say of themselves what they said."""
        return self.look.keys() == self._known.keys() and all(map(self._is_alike, self.look))

    def _is_alike(self, path: str) -> bool:
        if self.is_untouched(path):
            return True
        last = self._known[path]
        before, now = last.files(), self.folder(path).files()
        return list(before) == list(now) and all(
            before[name][1] == now[name][1] for name in _SAY_WHAT_IS if name in now
        )

    def files(self, folders: list[str]) -> Iterator[tuple[str, str]]:
        """The files of some folders with their hashes, by path."""
        for path in folders:
            prefix = f"{path}/" if path else ""
            others = self.look[path].others
            for name, (_, digest) in self.folder(path).files().items():
                if name not in others:
                    yield prefix + name, digest

    def by_board(self, boards: Container[str]) -> dict[str, list[str]]:
        """The folders that belong to each board: its own and those in it, but not those of the boards in it."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.look):
            board = path
            while board not in boards:
                board = board.rpartition("/")[0]
            found.setdefault(board, []).append(path)
        return found
