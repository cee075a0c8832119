"""What a build depends on, as found on disk: sizes, times and hashes of files. Standard library only, because
the answer “nothing changed” must come before anything else is imported.

Size and times only allow to skip hashing; the content's hash decides. A file that was touched within two
seconds of the look at it is never trusted by its times alone: it may change again within their grain.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.paths import SitePaths, built_in
from sitegen.sources.folders import FolderSeen, Look, look_at

RACY_NS = 2_000_000_000
"""So long after a look at a file its times may still hide a change, in nanoseconds."""
_CODE = (".py", ".po", ".mo", ".txt", ".yaml", ".js")
"""The endings of what a program is made of: code, what it says in other languages, how characters are read."""
_PROGRAM = Path(__file__).parent.parent


@dataclass(frozen=True)
class Seen:
    """The files that a build reads, when they were looked at: `content`; `design`, the templates and themes;
    `code`, this program and the registers of other packages in the places `foreign`; what is `installed`."""

    looked_ns: int
    content: Look
    design: list[Look]
    code: list[Look]
    installed: Look
    foreign: list[str]

    @property
    def signature(self) -> str:
        """One hash over everything: equal signatures, equal inputs, as far as sizes and times can tell."""
        return signature([self.content, *self.design, *self.code, self.installed])

    def is_settled(self, now_ns: int) -> bool:
        """Whether no file was touched so shortly before `now_ns` that its times can't be trusted."""
        return is_settled((self.content, *self.design, *self.code, self.installed), now_ns)


def look_around(paths: SitePaths, foreign: Iterable[str]) -> Seen:
    """Look at all files that a build reads; `foreign` is where the registers of other packages lie."""
    looked_ns = time.time_ns()
    foreign = list(foreign)
    return Seen(
        looked_ns,
        look_at(paths.content),
        look_at_design(paths),
        [_look_at_python(Path(place)) for place in (str(_PROGRAM), *foreign)],
        _installed(),
        foreign,
    )


def look_at_design(paths: SitePaths) -> list[Look]:
    """The templates and themes, the site's own and the built-in ones."""
    places = [paths.root / "templates", paths.root / "themes", built_in("templates"), built_in("themes")]
    return [look_at(place, _is_compiled) for place in places]


def _look_at_python(place: Path) -> Look:
    if place.is_file():
        return look_at(place.parent, lambda name: name != place.name)
    return look_at(place, _is_no_code)


def _is_compiled(name: str) -> bool:
    return name == "__pycache__"


def _is_no_code(name: str) -> bool:
    return name == "__pycache__" or ("." in name and not name.endswith(_CODE))


def _installed() -> Look:
    """Python's path, with the times of the folders that packages are installed into: every installation,
    upgrade or removal changes its folder."""
    return {entry: _see_packages(entry) for entry in sys.path[1:]}


def _see_packages(entry: str) -> FolderSeen:
    if not entry.endswith("-packages") or not os.path.isdir(entry):
        return FolderSeen([], [], [], "", 0)
    info = os.stat(entry)
    stamps = f"{info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}"
    return FolderSeen([], [], [], stamps, max(info.st_mtime_ns, info.st_ctime_ns))


def is_settled(looks: Iterable[Look], now_ns: int) -> bool:
    """Whether no file was touched so shortly before `now_ns` that its times can't be trusted."""
    limit = now_ns - RACY_NS
    return all(folder.youngest < limit for look in looks for folder in look.values())


def signature(looks: Iterable[Look]) -> str:
    """One hash over all that was seen."""
    digest = hashlib.sha256()
    for look in looks:
        for item in _lines(look):
            digest.update(item.encode("utf-8", "surrogateescape"))
        digest.update(b"\n")
    return digest.hexdigest()


def _lines(look: Look) -> Iterator[str]:
    for path, folder in sorted(look.items()):
        yield f"{len(path)} {len(folder.stamps)} {path}{folder.stamps}"


def digest_file(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest_text(*parts: str) -> str:
    """SHA-256 (hex) over texts, unambiguous in where one ends."""
    told = "".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
