"""What one process keeps from one build of a site to the next, while somebody edits it."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.build.fingerprint import Seen, look_around
from sitegen.build.keys import foreign_registers
from sitegen.build.state import Known
from sitegen.paths import SitePaths
from sitegen.render.environment import Environments
from sitegen.sources.folders import look_again
from sitegen.sources.text import Shelf

_MANY = 50
"""Where so many paths changed, to look at everything is as quick."""


@dataclass
class Warm:
    """`seen` is what the last build saw of the files, `known` what it left in its state; compiled templates stay
    while they are what they were. Only who builds often has a `shelf`: it takes memory."""

    seen: Seen | None = None
    known: Known | None = None
    shelf: Shelf | None = None
    _templates: tuple[list[Path], str] | None = None
    _environments: Environments | None = None

    def look(self, paths: SitePaths, changed: Collection[Path] | None = None) -> None:
        """Look at the files: only at those that `changed`, where that is known and nothing else can have."""
        seen, content = self.seen, paths.content
        if (
            seen is None
            or not changed
            or len(changed) > _MANY
            or not all(content in p.parents for p in changed)
        ):
            self.seen = look_around(paths, foreign_registers())
        else:
            looked_ns = time.time_ns()
            look = look_again(
                content, seen.content, [path.relative_to(content).as_posix() for path in changed]
            )
            self.seen = replace(seen, looked_ns=looked_ns, content=look)

    def missed(self, paths: SitePaths) -> bool:
        """Whether anything changed since the last look at some of the files."""
        return self.seen is None or look_around(paths, self.seen.foreign).signature != self.seen.signature

    def environments(self, folders: list[Path], key: str, compiled: Path) -> Environments:
        """What renders the templates in these folders, whose contents have this key."""
        if self._environments is None or self._templates != (folders, key):
            self._environments, self._templates = Environments(folders, compiled), (folders, key)
        return self._environments
