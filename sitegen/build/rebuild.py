"""Which boards must be built again; and what is kept for the next build.

What the last build left is only trusted where hashes say that nothing it was made from changed; then it is the
same, byte for byte, as what building again would give.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.boards import BoardFolder, is_ignored, language_of
from sitegen.build.board import BoardResult, BoardTask, Workshop, make_task
from sitegen.build.fingerprint import RACY_NS, digest_file, digest_text
from sitegen.build.keys import Templates, code_key, foreign_registers, value_key
from sitegen.build.output import Manifest, Staging, Written, publish
from sitegen.build.plan import Options, Plan
from sitegen.build.state import BoardState, State, manifest_stamp, save, state_path
from sitegen.build.statics import write_statics, write_stubs
from sitegen.build.unchanged import encode_options, inputs, quick_meta
from sitegen.diagnostics import Diagnostic
from sitegen.languages import speaking
from sitegen.render.environment import Environments
from sitegen.render.stale import mark_stale
from sitegen.reports import as_text


@dataclass(frozen=True)
class Published:
    """What a publication did: files of the site, and the paths whose bytes changed or that went."""

    files: int
    changed: list[str]


class Rebuild:
    """One build over the remains of the last."""

    def __init__(
        self, plan: Plan, manifest: Manifest, staging: Staging, *, clean: bool = False, dry: bool = False
    ) -> None:
        self.plan = plan
        self.manifest = manifest
        folders = plan.paths.template_folders(plan.settings.theme)
        self.templates = Templates(folders)
        self.path = state_path(plan.paths)
        environments = Environments(folders, self.path.parent)
        self.workshop = Workshop(plan.registers, environments, self.templates, staging, dry)
        self.staging = staging
        self.registers = foreign_registers()
        self.code = code_key(self.registers)
        self.state = self._open(clean)
        self.looked_ns = time.time_ns()
        self.seen = inputs(plan.paths, self.registers)
        self.stamps = self.seen[0]
        self.hashes = self._hash_files()
        site = self.hashes.get("site.yaml", "")
        self.common = digest_text(self.code, value_key(plan.settings), site)
        self.files = by_board(plan, self.hashes)
        self.keys: dict[str, str] = {}

    def _open(self, clean: bool) -> State:
        """The last build's state, where it speaks of this program and of the output as it stands."""
        state = State(self.path)
        ours = state.meta.get("code") == self.code
        if ours and not clean and state.meta.get("manifest") == manifest_stamp(self.plan.paths.output):
            return state
        state.close()
        return State(None)

    def _hash_files(self) -> dict[str, str]:
        """The hash of every content file; only those that may have been touched are read."""
        known = self.state.files()
        settled = int(self.state.meta.get("looked", "0")) - RACY_NS
        hashes: dict[str, str] = {}
        for path, stamp in self.stamps.items():
            if any(map(is_ignored, path.split("/"))):
                continue
            last = known.get(path)
            if last is not None and last[0] == stamp and max(stamp.mtime_ns, stamp.ctime_ns) < settled:
                hashes[path] = last[1]
            else:
                hashes[path] = digest_file(self.plan.paths.content / path)
        return hashes

    def prepare(self, folder: BoardFolder, children: tuple[BoardResult, ...]) -> BoardTask | BoardResult:
        """What a board needs: to be built, or nothing, where its result stands."""
        plan = self.plan
        task = replace(make_task(plan, folder, children), files=self.files[folder.path], common=self.common)
        files = sorted(f"{path}={digest}" for path, digest in task.files.items())
        below = [f"{child.path}:{child.summary_hash}" for child in children]
        key = digest_text(self.common, value_key((task.info, task.above)), *files, "", *below)
        self.keys[folder.path] = key
        last = self.state.board(folder.path)
        if last is None or not self._stands_published(last):
            return task
        in_time = last.built <= plan.day and (last.next_change is None or plan.day < last.next_change)
        if last.key == key and in_time and self._templates_stand(last):
            return _kept(folder.path, last)
        return replace(task, known=last.groups)

    def known_files(self, board: str, group: str) -> set[str]:
        """The files of a page group as last built."""
        last = self.state.board(board)
        if last is None or group not in last.groups:
            return set()
        return {path for path, _, _ in last.groups[group].files}

    def _stands_published(self, last: BoardState) -> bool:
        return all(group.files[0][0] in self.manifest.paths for group in last.groups.values() if group.files)

    def _templates_stand(self, last: BoardState) -> bool:
        if self.state.meta.get("templates") == self.templates.key:
            return True
        groups = last.groups.values()
        return all(group.templates_hash == self.templates.hash_of(group.templates) for group in groups)

    def publish(self, results: Sequence[BoardResult], folder: Path) -> Published:
        """Bring what changed into place. Raises OSError where the system fails."""
        changed: dict[str, Written] = {}
        standing: set[str] = set()
        for result in results:
            if result.summary is None:
                self.staging.discard(result.path, self.plan.infos)
                standing |= self._keep_last_good(result.path, changed)
            for name, group in result.groups.items():
                standing.update(path for path, _, _ in group.files)
                if name in result.reasons:
                    changed.update((path, Written(path, size, sha)) for path, size, sha in group.files)
        for written in self._site_files():
            changed[written.path] = written
        standing.update(changed)
        removed = sorted(self.manifest.paths - standing)
        changed = {path: written for path, written in changed.items() if self.manifest.get(path) != written}
        manifest = self.manifest.with_changes(changed, removed)
        publish(folder, self.plan.paths.output, changed, removed, manifest.encode())
        return Published(len(manifest), sorted([*changed, *removed]))

    def _site_files(self) -> Iterator[Written]:
        plan = self.plan
        yield from write_statics(plan.paths, plan.settings, plan.day, self.staging)
        environments = self.workshop.environments
        assert environments is not None
        yield from write_stubs(plan.infos.values(), plan.settings, environments, self.staging)

    def _keep_last_good(self, path: str, changed: dict[str, Written]) -> set[str]:
        """The last good files of a board that has errors now; its pages are marked as not updated."""
        prefix = f"{path}/" if path else ""
        below = tuple(f"{other}/" for other in self.plan.infos if other != path and other.startswith(prefix))
        kept = set()
        code = language_of(self.plan.infos[path], self.plan.above[path], self.plan.settings.language)
        for name in self.manifest.paths:
            if name.startswith(prefix) and not name.startswith((*below, "_static/")):
                kept.add(name)
                if name.endswith(".html"):
                    with speaking(code):
                        page = mark_stale((self.plan.paths.output / name).read_bytes())
                    changed[name] = self.staging.write(name, page)
        return kept

    def remember(
        self, results: Sequence[BoardResult], options: Options, found: Sequence[Diagnostic], files_count: int
    ) -> None:
        """Keep what the next build can use."""
        plan = self.plan
        fresh = not self.state.known
        boards = {r.path: self._board_state(r) for r in results if r.summary is not None and not r.reused}
        sound = {r.path for r in results if r.summary is not None}
        gone = self.state.boards() - sound
        turns = [r.next_change for r in results if r.next_change]
        self.state.close()
        meta = {
            "code": self.code,
            "manifest": manifest_stamp(plan.paths.output),
            "templates": self.templates.key,
            "looked": str(self.looked_ns),
            "day": plan.day.isoformat(),
            "next_change": min(turns).isoformat() if turns else "",
            "timezone": plan.settings.timezone,
        }
        if len(sound) == len(results):
            said = {language: list(as_text(found, language)) if found else [] for language in ("zh", "en")}
            wanted = encode_options(options.theme, options.audience, options.strict)
            counts = (len(results), files_count)
            meta |= quick_meta(self.seen, self.looked_ns, wanted, said, counts, self.registers)
        files = {path: (self.stamps[path], digest) for path, digest in self.hashes.items()}
        save(self.path, meta, files, boards, gone, fresh)

    def _board_state(self, result: BoardResult) -> BoardState:
        summary = json.dumps(result.summary, ensure_ascii=False)
        return BoardState(
            key=self.keys[result.path],
            summary=summary,
            diagnostics=encode_diagnostics(result.diagnostics),
            built=self.plan.day,
            next_change=result.next_change,
            groups=result.groups,
        )


def _kept(path: str, last: BoardState) -> BoardResult:
    return BoardResult(
        path,
        json.loads(last.summary),
        decode_diagnostics(last.diagnostics),
        last.groups,
        next_change=last.next_change,
        reused=True,
    )


def encode_diagnostics(diagnostics: Iterable[Diagnostic]) -> str:
    """Diagnostics as JSON."""
    rows = [(d.file, d.line, d.column, d.code, d.severity, d.values) for d in diagnostics]
    return json.dumps(rows, ensure_ascii=False)


def decode_diagnostics(text: str) -> list[Diagnostic]:
    """Diagnostics from JSON."""
    return [
        Diagnostic(file, line, column, code, severity, tuple((k, v) for k, v in values))
        for file, line, column, code, severity, values in json.loads(text)
    ]


def by_board(plan: Plan, hashes: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The hashes of every board's own files, by their path in its folder."""
    files: dict[str, dict[str, str]] = {path: {} for path in plan.infos}
    for path, digest in hashes.items():
        folder = path.rpartition("/")[0]
        while folder not in files:
            folder = folder.rpartition("/")[0]
        files[folder][path[len(folder) + 1 :] if folder else path] = digest
    return files
