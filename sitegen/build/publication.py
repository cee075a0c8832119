"""What a build publishes: which files of the output change, which go, and what the manifest says afterwards."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import chain
from pathlib import Path

from msgspec import Struct

from sitegen.boards import language_of
from sitegen.build.manifest import Manifest, NewManifest, by_path
from sitegen.build.output import Staging, is_new, publish, publish_new
from sitegen.build.plan import Plan
from sitegen.build.state import MANIFEST, BoardState, Drafts, GroupState, State, Work
from sitegen.build.statics import write_glossaries, write_statics, write_stubs
from sitegen.build.unchanged import counts_of
from sitegen.languages import speaking
from sitegen.render.environment import Environments
from sitegen.render.stale import mark_stale

SITE = "_static"
"""Under this name, which no board can have, the state keeps the files that belong to no board."""
_FEW = 8
"""Where not even one board in so many was built, the manifest is mended; else it is written anew."""


class Published(Struct, frozen=True):
    """What a publication did: files of the site, and the paths whose bytes changed or that went (None: all of
    them, the folder is new)."""

    files: int
    changed: list[str] | None


@dataclass
class Publication:
    """The files of this build over those of the last, of which `manifest`, `state` and its boards `last` tell.
    `drafts` holds the boards that were built."""

    plan: Plan
    manifest: Manifest
    state: State
    last: Mapping[str, BoardState]
    staging: Staging
    drafts: Drafts

    def add_site_files(self, environments: Environments, key: str) -> None:
        """Stage the files that belong to no board, unless they were made under the same key."""
        if key and SITE in self.last and self.last[SITE].key == key:
            return
        plan = self.plan
        staging = self.staging.over(self._before(SITE))
        own = plan.settings.language
        languages = sorted({own, *(language_of(i, plan.above[p], own) for p, i in plan.infos.items())})
        lines = list(write_statics(plan.paths, plan.settings, plan.day, languages, staging))
        lines += write_glossaries(plan.infos[""], plan.settings, environments, languages, staging)
        lines += write_stubs(plan.infos.values(), plan.settings, environments, staging)
        self._add(SITE, lines, key)

    def keep_last_good(self, path: str) -> None:
        """The last good files of a board that has errors now stay; its pages are marked as not updated."""
        self.staging.discard(path, self.plan.infos)
        known = self._before(path)
        staging = self.staging.over(known)
        lines = []
        plan = self.plan
        with speaking(language_of(plan.infos[path], plan.above[path], plan.settings.language)):
            for name, line in by_path(known).items():
                if name.endswith(".html"):
                    line = staging.write(name, mark_stale((plan.paths.output / name).read_bytes()))
                lines.append(line)
        self._add(path, lines)

    def _add(self, path: str, lines: list[str], key: str = "") -> None:
        state = BoardState(key, "", b"[]", self.plan.day, None, 0)
        self.drafts.add(path, state, Work(b"", {"": GroupState({}, [], "", "\n".join(lines))}))

    def _before(self, path: str) -> str:
        """What the manifest says of the files of a board, or of those that belong to none."""
        if path in self.last:
            return self.state.work(path).files
        inside = [other for other, above in self.plan.above.items() if above and above[-1].path == path]
        return self.manifest.within(path, [*inside, *([] if path else [SITE])])

    def publish(self, folder: Path) -> Published:
        """Bring the changes into place; `folder` is this build's own. Raises OSError where the system fails,
        Rotten, before anything is touched, where the last build's state does."""
        output = self.plan.paths.output
        changes: dict[str, bool] | None
        with (folder / MANIFEST).open("wb") as file:
            if self.state.known and len(self.drafts.boards) * _FEW < len(self.plan.infos):
                lines = self._changed_lines()
                file.writelines(self.manifest.with_changes(lines))
                changes = {path: line is not None for path, line in lines.items()}
                old = self.manifest
                counts = counts_of(self.state.meta)
                files = counts[1] if counts is not None else len(old)
                files += sum(changes[path] - (old.line(path) is not None) for path in changes)
            else:
                new = NewManifest(self._lines(), file)
                if is_new(output):
                    deque(new, maxlen=0)
                    changes = None
                else:
                    changes = dict(new.differences(self.manifest))
                files = new.files
        if changes is None:
            publish_new(folder, output)
            return Published(files, None)
        publish(folder, output, changes)
        return Published(files, sorted(changes))

    def _changed_lines(self) -> dict[str, str | None]:
        """The manifest's lines that are not what they were, by path; None where a file goes."""
        new: dict[str, str] = {}
        gone: set[str] = set()
        for path in self.drafts.boards:
            before, after = by_path(self._before(path)), by_path(self.drafts.work(path).files)
            gone |= before.keys() - after.keys()
            new |= {name: line for name, line in after.items() if before.get(name) != line}
        for path in self.last:
            if path not in self.plan.infos and path != SITE:
                gone |= by_path(self._before(path)).keys()
        moved = {path for path in gone & new.keys() if self.manifest.line(path) == new[path]}
        changed = {path: line for path, line in new.items() if path not in moved}
        return {**dict.fromkeys(gone - new.keys()), **changed}

    def _lines(self) -> Iterator[tuple[str, str]]:
        """All lines of the manifest with their paths, sorted; no more of them in memory than a board has."""
        parents = {above[-1].path for above in self.plan.above.values() if above}
        leaves = sorted(
            (path for path in self.plan.infos if path not in parents), key=lambda path: f"{path}/"
        )
        rest = sorted(chain.from_iterable(map(self._after, (SITE, *parents))))
        return merge(rest, chain.from_iterable(sorted(self._after(path)) for path in leaves))

    def _after(self, path: str) -> Iterable[tuple[str, str]]:
        work = self.drafts.work(path) if path in self.drafts.boards else self.state.work(path)
        return by_path(work.files).items()
