"""`manifest.json`: every file of the published folder with its size and hash, a line of JSON each, sorted by path.

It proves that a folder is ours; what it does not list is never deleted. It is kept as the bytes it is on disk:
a line is found by halving, and a changed one is put in its place, so that a county's pages are not gone through
for the sake of three.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from sitegen.build.state import MANIFEST

_HEAD = b'{"files": [\n'
_FOOT = b"]}\n"
_ESCAPED = re.compile(r'["\\\x00-\x1f]')


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
    """What the published folder holds."""

    def __init__(self, body: bytes = b"") -> None:
        """`body` are the lines, each with a comma at its end."""
        self._body = body

    @staticmethod
    def read(output: Path) -> Manifest:
        """The manifest of a folder; empty for a new or empty folder.

        Raises ForeignFolder where the folder holds files but no manifest of ours.
        """
        if not output.exists():
            return Manifest()
        try:
            text = (output / MANIFEST).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            if not output.is_dir() or any(output.iterdir()):
                raise ForeignFolder(output) from None
            return Manifest()
        if not (text.startswith(_HEAD) and text.endswith(_FOOT)):
            raise ForeignFolder(output)
        body = text[len(_HEAD) : -len(_FOOT)].rstrip(b",\n")
        return Manifest(body + b",\n" if body else b"")

    def __len__(self) -> int:
        return self._body.count(b"\n")

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """All lines with their paths."""
        start = 0
        while start < len(self._body):
            end = self._body.index(b"\n", start)
            line = self._body[start : end - 1].decode()
            yield path_of(line), line
            start = end + 1

    def within(self, folder: str, but: Iterable[str] = ()) -> str:
        """The lines of all files in a folder ("" is the output's root), but for those in the folders `but`."""
        start, end = self._range(folder)
        found = []
        for inner in sorted(f"{other}/" for other in but):
            first, last = self._range(inner[:-1])
            found.append(self._body[start:first])
            start = last
        found.append(self._body[start:end])
        return b"".join(found).decode().replace(",\n", "\n").rstrip("\n")

    def _range(self, folder: str) -> tuple[int, int]:
        if not folder:
            return 0, len(self._body)
        # What follows on everything in a folder: "0" is the sign after "/".
        return self._seek(f"{folder}/"), self._seek(f"{folder}0")

    def _seek(self, path: str) -> int:
        """Where the first line begins whose path is not before `path`."""
        low, high = 0, len(self._body)
        while low < high:
            middle = max(self._body.rfind(b"\n", low, (low + high) // 2) + 1, low)
            end = self._body.index(b"\n", middle)
            if path_of(self._body[middle : end - 1].decode()) < path:
                low = end + 1
            else:
                high = middle
        return low

    def line(self, path: str) -> str | None:
        """What is said of a file; None where there is none."""
        start, end = self._find(path)
        return self._body[start : end - 2].decode() if start < end else None

    def _find(self, path: str) -> tuple[int, int]:
        """Where the line of a file stands, or would."""
        start = self._seek(path)
        end = self._body.find(b"\n", start)
        if end < 0 or path_of(self._body[start : end - 1].decode()) != path:
            return start, start
        return start, end + 1

    def with_changes(self, changes: Mapping[str, str | None]) -> Manifest:
        """The manifest with other lines at some paths; None where no file is any more."""
        body = memoryview(self._body)
        pieces: list[bytes | memoryview] = []
        done = 0
        for path, line in sorted(changes.items()):
            start, end = self._find(path)
            pieces.append(body[done:start])
            if line is not None:
                pieces.append(f"{line},\n".encode())
            done = end
        return Manifest(b"".join([*pieces, body[done:]]))

    def as_found(self, output: Path, paths: Iterable[str]) -> Manifest:
        """The manifest with what now stands at `paths`, whose publication was interrupted."""
        found: dict[str, str | None] = {}
        for path in paths:
            try:
                found[path] = line_of(path, (output / path).read_bytes())
            except OSError:
                found[path] = None
        return self.with_changes(found) if found else self

    def encode(self) -> bytes:
        """The bytes of `manifest.json`."""
        return b"".join([_HEAD, self._body[:-2], b"\n" if self._body else b"", _FOOT])


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
