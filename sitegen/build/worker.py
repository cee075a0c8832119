"""What a worker on another machine runs: one board, from the shared content folder into the shared staging folder.

What it renders is kept apart until its board is done and then renamed into place file by file: a worker that
dies, or that was given up but lives on, leaves nothing half written behind. A worker that would give other
bytes than the main process (another version of the program, other templates, other content) refuses to work.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import NamedTuple

from sitegen.build.board import BoardResult, BoardTask, Workshop, build_board
from sitegen.build.fingerprint import digest_file, digest_text
from sitegen.build.keys import Templates
from sitegen.build.output import Staging, write_file
from sitegen.build.plan import ClusterFailure, with_own_registers
from sitegen.diagnostics import Report
from sitegen.paths import SitePaths
from sitegen.render.environment import Environments
from sitegen.settings import Settings, read_settings

_RENDERING = ("jinja2", "markdown", "markupsafe", "nh3", "pillow", "pyyaml")


class OtherFile(Exception):
    """A worker found another file than was planned with: its path in the board, its hash there (None: no file),
    the worker's machine."""

    def __init__(self, path: str, digest: str | None, host: str) -> None:
        super().__init__(path, digest, host)
        self.path = path
        self.digest = digest
        self.host = host


class Fingerprint(NamedTuple):
    """The hash of something that must be the same on every machine."""

    name: str
    name_en: str
    digest: str


@dataclass(frozen=True)
class WorkshopSpec:
    """From what a worker makes its workshop. `registers` are the folders' names of those in use; `pages` is the
    staging folder, `drafts` the folder of what is not done yet, both shared; `prints` what a worker's own
    program and site must be equal to."""

    paths: SitePaths
    settings: Settings
    registers: tuple[str, ...]
    pages: Path
    drafts: Path
    careful: bool
    prints: tuple[Fingerprint, ...]


class Draft(Staging):
    """What one attempt at a board writes; `settle` brings it into the staging folder when the board is done."""

    def __init__(self, spec: WorkshopSpec) -> None:
        super().__init__(spec.pages, spec.paths.output, careful=spec.careful)
        self.drafts = tempfile.mkdtemp(dir=spec.drafts)
        self._waiting: list[str] = []

    def _store(self, path: str, content: bytes) -> None:
        write_file(f"{self.drafts}/{len(self._waiting)}", content)
        self._waiting.append(path)

    def settle(self) -> None:
        """Rename all files into place; the same attempt elsewhere gives the same bytes, whoever comes last."""
        for number, path in enumerate(self._waiting):
            os.replace(f"{self.drafts}/{number}", self._place(path))
        os.rmdir(self.drafts)


def build_there(spec: WorkshopSpec, task: BoardTask) -> BoardResult:
    """Build one board: what a worker runs.

    Raises ClusterFailure where this worker is not like the main process, OtherFile where the content isn't.
    """
    for path, digest in task.files.items():
        found = digest_if_there(task.folder.directory / path)
        if found != digest:
            raise OtherFile(path, found, socket.gethostname())
    draft = Draft(spec)
    result = build_board(task, replace(_workshop(spec), staging=draft))
    if not result.failed:
        draft.settle()
    return result


def digest_if_there(path: Path) -> str | None:
    """SHA-256 (hex) of a file's bytes; None where there is no such file."""
    try:
        return digest_file(path)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=1)
def _workshop(spec: WorkshopSpec) -> Workshop:
    folders = spec.paths.template_folders(spec.settings.theme)
    templates = Templates(folders)
    for here, there in zip(fingerprints(spec.paths, templates), spec.prints, strict=True):
        if here != there:
            host = socket.gethostname()
            raise ClusterFailure(
                3,
                f"工作机 {host} 上的{here.name}和这里的不一样，没有公布。请各机用同一版本、同一文件夹，再重启工作进程。",
                f"the worker {host} has another {here.name_en}: install the same everywhere and restart it",
            )
    _, record = read_settings(spec.paths.content, Report())
    known = with_own_registers(record, Report())
    return Workshop(known.choose(spec.registers), Environments(folders), templates)


def fingerprints(paths: SitePaths, templates: Templates) -> tuple[Fingerprint, ...]:
    """Hashes of all that every board's bytes depend on besides its task."""
    settings = paths.content / "site.yaml"
    return (
        Fingerprint(
            "程序（sitegen、Python 或所用的库）", "program (sitegen, Python or its libraries)", _program()
        ),
        Fingerprint("模板", "set of templates", templates.key),
        Fingerprint("站点设置 site.yaml", "site.yaml", digest_if_there(settings) or ""),
    )


@cache
def _program() -> str:
    """This program by its content: its files, the registers of other packages, what it renders with."""
    package = Path(__file__).parent.parent
    own = sorted(
        f"{path.relative_to(package)}={digest_file(path)}"
        for path in package.rglob("*")
        if path.suffix in (".py", ".po", ".txt", ".yaml", ".js")
        or (path.suffix == ".mo" and not path.with_suffix(".po").exists())
    )
    others = sorted(
        f"{entry.name}={entry.value}={entry.dist.version if entry.dist else ''}"
        for entry in entry_points(group="sitegen.registers")
    )
    libraries = [f"{name}={version(name)}" for name in _RENDERING]
    return digest_text(".".join(map(str, sys.version_info[:2])), *own, "", *others, "", *libraries)
