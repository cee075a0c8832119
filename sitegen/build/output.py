"""The published folder: staging, publication in one go, removal of what is no longer produced.

Boards render into a staging folder on the output's file system. Only after the last check are the changed
files renamed into place (a new target is renamed as a whole), so that readers never see half a site. The
manifest proves that a folder is ours; what it does not list is never deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Container, Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from sitegen.build.journal import read_journal, staging_folders, staging_prefix, write_journal
from sitegen.build.state import MANIFEST


class ForeignFolder(Exception):
    """The output folder holds files that this program did not write."""


@dataclass(frozen=True)
class Written:
    """One output file: path from the output's root, size in bytes, SHA-256 (hex)."""

    path: str
    size: int
    sha256: str


class Staging:
    """Receives rendered files. What equals the published file, by hash and size, is not written again.

    `careful`: the manifest's word is not enough, the published file itself must be equal.
    """

    def __init__(
        self, folder: Path, output: Path, published: Mapping[str, str], *, careful: bool = False
    ) -> None:
        self.folder = str(folder)
        self.output = str(output)
        self.published = published
        self.careful = careful
        self._folders: set[str] = set()

    def write(self, path: str, content: bytes) -> Written:
        """Stage one file."""
        digest = hashlib.sha256(content).hexdigest()
        written = Written(path, len(content), digest)
        if self.published.get(path) != digest or not self._stands(path, content):
            self._store(path, content)
        return written

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


class Manifest:
    """What the published folder holds: a line of JSON a file, sorted by path."""

    def __init__(self, lines: dict[str, str]) -> None:
        self._lines = lines

    @staticmethod
    def read(output: Path) -> Manifest:
        """The manifest of a folder; empty for a new or empty folder.

        Raises ForeignFolder where the folder holds files but no manifest of ours.
        """
        if not output.exists():
            return Manifest({})
        try:
            text = (output / MANIFEST).read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            if not output.is_dir() or any(output.iterdir()):
                raise ForeignFolder(output) from None
            return Manifest({})
        lines = text.split("\n")
        if lines[0] != _HEAD or lines[-2:] != [_FOOT, ""]:
            raise ForeignFolder(output)
        listed = (line.removesuffix(",") for line in lines[1:-2])
        return Manifest({_path(line): line for line in listed if line})

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def paths(self) -> Set[str]:
        """The paths of all files."""
        return self._lines.keys()

    def get(self, path: str) -> Written | None:
        """The file at a path."""
        line = self._lines.get(path)
        return None if line is None else Written(**json.loads(line))

    def hashes(self) -> dict[str, str]:
        """The SHA-256 of every file by its path."""
        return {path: line[-66:-2] for path, line in self._lines.items()}

    def with_changes(self, changed: Mapping[str, Written], removed: Iterable[str]) -> Manifest:
        """The manifest after a publication."""
        gone = set(removed)
        lines = (
            {path: line for path, line in self._lines.items() if path not in gone}
            if gone
            else dict(self._lines)
        )
        for path, written in changed.items():
            lines[path] = json.dumps(vars(written), ensure_ascii=False)
        return Manifest(lines)

    def as_found(self, output: Path, paths: Iterable[str]) -> Manifest:
        """The manifest with what now stands at `paths`, whose publication was interrupted."""
        found: dict[str, Written] = {}
        for path in paths:
            try:
                content = (output / path).read_bytes()
            except OSError:
                continue
            found[path] = Written(path, len(content), hashlib.sha256(content).hexdigest())
        return self.with_changes(found, set(paths) - found.keys())

    def encode(self) -> bytes:
        """The bytes of `manifest.json`."""
        rows = ",\n".join(line for _, line in sorted(self._lines.items()))
        return f"{_HEAD}\n{rows}{chr(10) if rows else ''}{_FOOT}\n".encode()


_PAGES = "pages"
_HEAD = '{"files": ['
_FOOT = "]}"


def _path(line: str) -> str:
    end = line.rindex('", "size": ')
    path: str = json.loads(line[9 : end + 1]) if "\\" in line else line[10:end]
    return path


class StagingArea:
    """The staging folder of one build, on the output's file system; it goes when the build ends.

    `doubtful` are the paths at which interrupted publications left the output in doubt. `alone`: no other
    build of this output is running, so that what others left can be cleared away.
    """

    def __init__(self, output: Path, alone: bool) -> None:
        self.doubtful: set[str] = set()
        self._unsettled: list[Path] = []
        for left in staging_folders(output):
            begun = read_journal(left)
            self.doubtful.update(begun or ())
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


def publish(
    folder: Path, output: Path, changed: Iterable[str], removed: Collection[str], manifest: bytes
) -> None:
    """Bring the files staged in `folder` into place, remove what is gone, write the manifest last.

    `changed` and `removed` are the paths at which the output will differ; the journal names them first.
    """
    staging = folder / _PAGES
    if not output.exists() or not any(output.iterdir()):
        (staging / MANIFEST).write_bytes(manifest)
        if output.exists():
            output.rmdir()
        os.rename(staging, output)
        return
    write_journal(folder, {*changed, *removed})
    for place, _, names in os.walk(staging):
        target = output / os.path.relpath(place, staging)
        if names:
            _make_folder(target, output)
        for name in names:
            _replace(Path(place) / name, target / name)
    for path in removed:
        _remove(output, path)
    current = output / MANIFEST
    if not current.exists() or current.read_bytes() != manifest:
        fresh = staging / MANIFEST
        fresh.write_bytes(manifest)
        os.replace(fresh, current)


def _make_folder(target: Path, output: Path) -> None:
    """A file of ours may stand where a folder is needed now (a record became a board)."""
    part = target
    while part != output and not part.exists():
        part = part.parent
    if part.is_file():
        part.unlink()
    target.mkdir(parents=True, exist_ok=True)


def _replace(source: Path, target: Path) -> None:
    if target.is_dir() and not target.is_symlink():
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
