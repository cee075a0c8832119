"""The published folder: staging, publication in one go, removal of what is no longer produced.

Boards render into a staging folder on the output's file system. Only after the last check are the changed
files renamed into place (a new target is renamed as a whole), so that readers never see half a site. The
manifest proves that a folder is ours; what it does not list is never deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "manifest.json"


class ForeignFolder(Exception):
    """The output folder holds files that this program did not write."""


@dataclass(frozen=True)
class Written:
    """One output file: path from the output's root, size in bytes, SHA-256 (hex)."""

    path: str
    size: int
    sha256: str


class Staging:
    """Receives rendered files. What equals the published file, by hash and size, is not written again."""

    def __init__(self, folder: Path, output: Path, published: Mapping[str, Written]) -> None:
        self.folder = str(folder)
        self.output = str(output)
        self.published = published
        self._folders: set[str] = set()

    def write(self, path: str, content: bytes) -> Written:
        """Stage one file."""
        digest = hashlib.sha256(content).hexdigest()
        written = Written(path, len(content), digest)
        if self.published.get(path) == written and self._unchanged(path, len(content)):
            return written
        target = f"{self.folder}/{path}"
        parent = target.rpartition("/")[0]
        if parent not in self._folders:
            os.makedirs(parent, exist_ok=True)
            self._folders.add(parent)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(descriptor, view) :]
        finally:
            os.close(descriptor)
        return written

    def _unchanged(self, path: str, size: int) -> bool:
        try:
            return os.stat(f"{self.output}/{path}").st_size == size
        except OSError:
            return False


def read_manifest(output: Path) -> dict[str, Written]:
    """What the folder's manifest lists; nothing for a new or empty folder.

    Raises ForeignFolder where the folder holds files but no manifest of ours.
    """
    path = output / MANIFEST
    if not output.exists():
        return {}
    if not output.is_dir():
        raise ForeignFolder(output)
    try:
        listed = json.loads(path.read_bytes())["files"]
        return {f["path"]: Written(f["path"], f["size"], f["sha256"]) for f in listed}
    except FileNotFoundError:
        if any(output.iterdir()):
            raise ForeignFolder(output) from None
        return {}
    except (ValueError, KeyError, TypeError):
        raise ForeignFolder(output) from None


def encode_manifest(files: Mapping[str, Written]) -> bytes:
    """The manifest's bytes: sorted by path, one file a line."""
    rows = [
        json.dumps({"path": w.path, "size": w.size, "sha256": w.sha256}, ensure_ascii=False)
        for _, w in sorted(files.items())
    ]
    return ('{"files": [\n' + ",\n".join(rows) + "\n]}\n").encode()


def staging_folder(output: Path) -> Path:
    """Where this process stages files for `output`: beside it, so that renaming needs no copy."""
    return output.parent / f".{output.name}.staging-{os.getpid()}"


def publish(
    staging: Path, output: Path, files: Mapping[str, Written], published: Mapping[str, Written]
) -> None:
    """Bring the staged files into place, remove what is no longer produced, write the manifest last."""
    manifest = encode_manifest(files)
    if not output.exists() or not any(output.iterdir()):
        (staging / MANIFEST).write_bytes(manifest)
        if output.exists():
            output.rmdir()
        os.rename(staging, output)
        return
    for folder, _, names in os.walk(staging):
        target = output / os.path.relpath(folder, staging)
        if names:
            _make_folder(target, output)
        for name in names:
            _replace(Path(folder) / name, target / name)
    for path in published.keys() - files.keys():
        _remove(output, path)
    current = output / MANIFEST
    if not current.exists() or current.read_bytes() != manifest:
        fresh = staging / MANIFEST
        staging.mkdir(exist_ok=True)
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
