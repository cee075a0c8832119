"""The published folder: staging, publication in one go, removal of what is no longer produced.

Boards render into a staging folder on the output's file system. Only after the last check are the changed
files renamed into place (a new target is renamed as a whole), so that readers never see half a site.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
from collections.abc import Container, Mapping
from copy import copy
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

from sitegen.build.journal import read_journal, staging_folders, staging_prefix, write_journal
from sitegen.build.manifest import by_path, line_of
from sitegen.build.state import MANIFEST


class Staging:
    """Receives rendered files. What equals the published file, as the manifest tells, is not written again.

    `careful`: the manifest's word is not enough, the published file itself must be equal.
    """

    def __init__(self, folder: Path, output: Path, *, careful: bool = False) -> None:
        self.folder = str(folder)
        self.output = str(output)
        self.careful = careful
        self._published: dict[str, str] = {}
        self._folders: set[str] = set()

    def over(self, published: str) -> Self:
        """The same for files of which the manifest has these lines."""
        other = copy(self)
        other._published = by_path(published)
        return other

    def write(self, path: str, content: bytes) -> str:
        """Stage one file; returns what the manifest will say of it."""
        line = line_of(path, content)
        if self._published.get(path) != line or not self._stands(path, content):
            self._store(path, content)
        return line

    def _store(self, path: str, content: bytes) -> None:
        write_file(self._place(path), content)

    def _place(self, path: str) -> str:
        """Where a file is staged; its folder is there."""
        target = f"{self.folder}/{path}"
        parent = target.rpartition("/")[0]
        if parent not in self._folders:
            os.makedirs(parent, exist_ok=True)
            self._folders.add(parent)
        return target

    def discard(self, board: str, boards: Container[str]) -> None:
        """Take back what was staged of a board, but not of the `boards` in it: its build broke off."""
        top = f"{self.folder}/{board}" if board else self.folder
        with contextlib.suppress(FileNotFoundError):
            for entry in list(os.scandir(top)):
                if not entry.is_dir():
                    os.unlink(entry.path)
                elif (f"{board}/{entry.name}" if board else entry.name) not in boards:
                    shutil.rmtree(entry.path)
            if board and not os.listdir(top):
                os.rmdir(top)
        self._folders.clear()

    def _stands(self, path: str, content: bytes) -> bool:
        published = f"{self.output}/{path}"
        try:
            if os.stat(published).st_size != len(content):
                return False
            return not self.careful or Path(published).read_bytes() == content
        except OSError:
            return False


def write_file(target: str, content: bytes) -> None:
    """Write a file; less work than `Path.write_bytes`, which counts at so many files."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


_PAGES = "pages"


class StagingArea:
    """The staging folder of one build, on the output's file system; it goes when the build ends.

    `alone`: no other build of this output is running, so that what others left can be cleared away.
    """

    def __init__(self, output: Path, alone: bool) -> None:
        self._unsettled: list[Path] = []
        for left in staging_folders(output):
            begun = read_journal(left)
            if alone and begun is None:
                shutil.rmtree(left, ignore_errors=True)
            elif alone:
                self._unsettled.append(left)
        output.parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(mkdtemp(prefix=staging_prefix(output), dir=output.parent))
        self.pages = self.folder / _PAGES
        self.pages.mkdir()

    def __enter__(self) -> StagingArea:
        return self

    def settle(self) -> None:
        """The publication is complete: no file is in doubt any more."""
        for folder in (*self._unsettled, self.folder):
            shutil.rmtree(folder, ignore_errors=True)

    def __exit__(self, *_: object) -> None:
        broken_off = read_journal(self.folder) is not None
        shutil.rmtree(self.pages if broken_off else self.folder, ignore_errors=True)


def is_new(output: Path) -> bool:
    """Whether nothing stands in the output folder yet."""
    return not output.exists() or not any(output.iterdir())


def publish_new(folder: Path, output: Path) -> None:
    """Bring all files staged in `folder`, and the manifest in it, into place at once, where nothing stands yet."""
    os.rename(folder / MANIFEST, folder / _PAGES / MANIFEST)
    if output.exists():
        output.rmdir()
    os.rename(folder / _PAGES, output)


def publish(folder: Path, output: Path, changes: Mapping[str, bool]) -> None:
    """Bring the files staged in `folder` into place, remove what is gone, put the manifest in its place last.

    `changes` are the paths at which the output will differ, and whether there is a file then; the journal
    names them first.
    """
    staging = str(folder / _PAGES)
    write_journal(folder, changes)
    for place, _, names in os.walk(staging):
        target = f"{output}{place.removeprefix(staging)}"
        if names and not os.path.isdir(target):
            _make_folder(Path(target), output)
        for name in names:
            _replace(f"{place}/{name}", f"{target}/{name}")
    for path, stands in changes.items():
        if not stands:
            _remove(output, path)
    if changes or not _is_same(folder / MANIFEST, output / MANIFEST):
        os.replace(folder / MANIFEST, output / MANIFEST)


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and filecmp.cmp(one, other, shallow=False)


def _make_folder(target: Path, output: Path) -> None:
    """A file of ours may stand where a folder is needed now (a record became a board)."""
    part = target
    while part != output and not part.exists():
        part = part.parent
    if part.is_file():
        part.unlink()
    target.mkdir(parents=True, exist_ok=True)


def _replace(source: str, target: str) -> None:
    try:
        os.replace(source, target)
    except IsADirectoryError:
        shutil.rmtree(target)
        os.replace(source, target)


def _remove(output: Path, path: str) -> None:
    target = output / path
    target.unlink(missing_ok=True)
    folder = target.parent
    while folder != output:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
