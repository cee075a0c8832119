"""`manifest.json`: every file of the published folder with its size and hash, a line of JSON each, sorted by path.

It proves that a folder is ours; what it does not list is never deleted. It is looked at where it
lies: a line is found by halving, and a changed one is put in its place, so that a county's pages are not gone
through for the sake of three.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO

from sitegen.build.state import MANIFEST

_HEAD = b'{"files": [\n'
_FOOT = b"]}\n"
_COUNTED = 1 << 20
"""So many bytes are looked at a time."""
_ESCAPED = re.compile(r'["\\\x00-\x1f]')

Bytes = bytes | memoryview


class ForeignFolder(Exception):
    """The output folder holds files that this program did not write."""


def line_of(path: str, content: bytes) -> str:
    """What the manifest says of a file: path from the output's root, size in bytes, SHA-256 (hex)."""
    name = json.dumps(path, ensure_ascii=False) if _ESCAPED.search(path) else f'"{path}"'
    digest = hashlib.sha256(content).hexdigest()
    return f'{{"path": {name}, "size": {len(content)}, "sha256": "{digest}"}}'


def path_of(line: str) -> str:
    """The path of a manifest's line."""
    end = line.rindex('", "size": ')
    path: str = json.loads(line[9 : end + 1]) if "\\" in line else line[10:end]
    return path


def by_path(lines: str) -> dict[str, str]:
    """A manifest's lines by their paths."""
    return {path_of(line): line for line in lines.split("\n") if line}


class Manifest:
    """What the published folder holds: `text`, the manifest as bytes or as a file mapped into memory."""

    def __init__(self, text: bytes | mmap = _HEAD + _FOOT) -> None:
        self._text = text
        self._end = len(text) - len(_FOOT)

    @staticmethod
    def read(output: Path) -> Manifest:
        """The manifest of a folder; empty for a new or empty folder.

        Raises ForeignFolder where the folder holds files but no manifest of ours.
        """
        if not output.exists():
            return Manifest()
        try:
            with (output / MANIFEST).open("rb") as file:
                text = mmap(file.fileno(), 0, access=ACCESS_READ)
        except (FileNotFoundError, NotADirectoryError):
            if not output.is_dir() or any(output.iterdir()):
                raise ForeignFolder(output) from None
            return Manifest()
        except ValueError:  # of an empty file nothing can be mapped
            raise ForeignFolder(output) from None
        if text[: len(_HEAD)] != _HEAD or text[max(len(text) - len(_FOOT), len(_HEAD)) :] != _FOOT:
            raise ForeignFolder(output)
        return Manifest(text)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """All lines with their paths."""
        start = len(_HEAD)
        while start < self._end:
            line, start = self._line(start)
            yield path_of(line), line

    def _line(self, start: int) -> tuple[str, int]:
        """The line that begins at `start`, and where the next one does."""
        end = self._text.find(b"\n", start)
        return self._text[start:end].decode().removesuffix(","), end + 1

    def within(self, folder: str, but: Iterable[str] = ()) -> str:
        """The lines of all files in a folder ("" is the output's root), but for those in the folders `but`."""
        start, end = self._range(folder)
        found = []
        for inner in sorted(f"{other}/" for other in but):
            first, last = self._range(inner[:-1])
            found.append(self._text[start:first])
            start = last
        found.append(self._text[start:end])
        return b"".join(found).decode().replace(",\n", "\n").rstrip("\n")

    def _range(self, folder: str) -> tuple[int, int]:
        if not folder:
            return len(_HEAD), self._end
        # What follows on everything in a folder: "0" is the sign after "/".
        return self._seek(f"{folder}/"), self._seek(f"{folder}0")

    def _seek(self, path: str) -> int:
        """Where the first line begins whose path is not before `path`."""
        low, high = len(_HEAD), self._end
        while low < high:
            middle = max(self._text.rfind(b"\n", low, (low + high) // 2) + 1, low)
            line, following = self._line(middle)
            if path_of(line) < path:
                low = following
            else:
                high = middle
        return low

    def line(self, path: str) -> str | None:
        """What is said of a file; None where there is none."""
        start = self._seek(path)
        line = self._line(start)[0] if start < self._end else ""
        return line if line and path_of(line) == path else None

    def with_changes(self, changes: Mapping[str, str | None]) -> Iterator[Bytes]:
        """The bytes of the manifest with other lines at some paths (None: no file is there any more)."""
        yield _HEAD
        last: Bytes = b""
        for piece in self._pieces(changes):
            yield last
            last = piece
        if last:
            yield from (last[:-2], b"\n")
        yield _FOOT

    def _pieces(self, changes: Mapping[str, str | None]) -> Iterator[Bytes]:
        """The lines, some of them exchanged, each with a comma at its end; no piece is empty."""
        done = len(_HEAD)
        for path, line in sorted(changes.items()):
            start = self._seek(path)
            yield from self._part(done, start)
            if line is not None:
                yield f"{line},\n".encode()
            old, following = self._line(start) if start < self._end else ("", start)
            done = following if old and path_of(old) == path else start
        yield from self._part(done, self._end)

    def _part(self, start: int, end: int) -> Iterator[Bytes]:
        part = memoryview(self._text)[start:end]
        if part and end == self._end and bytes(part[-2:]) != b",\n":
            yield from (part[:-1], b",\n")
        elif part:
            yield part

    def as_found(self, output: Path, paths: Iterable[str]) -> Manifest:
        """The manifest with what now stands at `paths`, whose publication was interrupted."""
        found: dict[str, str | None] = {}
        for path in paths:
            try:
                found[path] = line_of(path, (output / path).read_bytes())
            except OSError:
                found[path] = None
        return Manifest(b"".join(self.with_changes(found))) if found else self

    def __len__(self) -> int:
        parts = range(len(_HEAD), self._end, _COUNTED)
        return sum(self._text[start : min(start + _COUNTED, self._end)].count(b"\n") for start in parts)


class NewManifest:
    """A manifest that is written line by line; `files` counts them."""

    def __init__(self, lines: Iterable[tuple[str, str]], file: BinaryIO) -> None:
        self.files = 0
        self._lines = lines
        self._file = file

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The lines, sorted by path, each when it has been written; in the end the manifest is whole."""
        start = _HEAD
        for path, line in self._lines:
            self._file.write(start + line.encode())
            start = b",\n"
            self.files += 1
            yield path, line
        self._file.write((b"\n" if self.files else _HEAD) + _FOOT)

    def differences(self, old: Manifest) -> Iterator[tuple[str, bool]]:
        """The paths at which it differs from an old one, and whether there is a file now."""
        mine, theirs = iter(self), iter(old)
        new, last = next(mine, None), next(theirs, None)
        while new is not None or last is not None:
            if last is None or (new is not None and new[0] < last[0]):
                assert new is not None
                yield new[0], True
                new = next(mine, None)
            elif new is None or last[0] < new[0]:
                yield last[0], False
                last = next(theirs, None)
            else:
                if new != last:
                    yield new[0], True
                new, last = next(mine, None), next(theirs, None)
