"""Which boards must be built again; and what is kept for the next build.

What the last build left is only trusted where hashes say that nothing it was made from changed; then it is the
same, byte for byte, as what building again would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from sitegen.boards import BoardFolder
from sitegen.build.board import BoardResult, BoardTask, Workshop, make_task
from sitegen.build.content import Content
from sitegen.build.fingerprint import digest_text, is_settled, look_at_design, signature
from sitegen.build.kept import standing
from sitegen.build.keys import Templates, code_key, foreign_registers, value_key
from sitegen.build.manifest import Manifest
from sitegen.build.outcome import Outcome
from sitegen.build.output import Staging
from sitegen.build.plan import Options, make_plan
from sitegen.build.publication import SITE, Publication
from sitegen.build.state import (
    BoardState,
    Drafts,
    GroupState,
    News,
    Rotten,
    State,
    Work,
    manifest_stamp,
    save,
    state_path,
)
from sitegen.build.unchanged import decode_said, encode_options, encode_said, quick_meta
from sitegen.build.warm import Warm
from sitegen.paths import SitePaths


class Rebuild:
    """One build over the remains of the last: `clean`, none of them is used. `manifest` is the output as it
    stands, `warm` what this process knows already."""

    def __init__(
        self,
        paths: SitePaths,
        options: Options,
        manifest: Manifest,
        warm: Warm,
        *,
        clean: bool = False,
    ) -> None:
        self.options = options
        self.manifest = manifest
        self.warm = warm
        if warm.seen is None or warm.seen.foreign != foreign_registers():
            warm.look(paths)
        assert warm.seen is not None
        self.seen = warm.seen
        self.code = code_key(self.seen.code)
        self.path = state_path(paths)
        self.state, self.last = self._open(paths, clean)
        self._folders = self.state.folders()
        self.content = Content(paths.content, self.seen, self._folders)
        kept = (self.state.tree() or None) if self.state.known and self.content.has_same_tree() else None
        self.plan = make_plan(paths, options, self.seen.content, kept)
        self._kept_tree = kept
        self.templates = Templates(paths.template_folders(self.plan.settings.theme))
        self.folders = self.content.by_board(self.plan.infos)
        site = self.content.folder("").files().get("site.yaml", ("", ""))[1]
        self.common = digest_text(self.code, value_key(self.plan.settings), site)
        self.keys: dict[str, str] = {}
        self._steady = True

    @cached_property
    def _tree(self) -> bytes:
        return self._kept_tree or self.plan.tree.encode()

    @property
    def site_key(self) -> str:
        """The key of the files that belong to no board; none while times can't tell what their sources are."""
        design = self.seen.design
        if not is_settled(design, self.seen.looked_ns):
            return ""
        day = self.plan.day.isoformat()
        return digest_text(self.common, self.templates.key, signature(design), day, self._tree.decode())

    def _open(self, paths: SitePaths, clean: bool) -> tuple[State, dict[str, BoardState]]:
        """The last build's state, where it speaks of this program and of the output as it stands; its boards."""
        state = State(self.path, self.warm.known)
        ours = state.meta.get("code") == self.code
        if ours and not clean and state.meta.get("manifest") == manifest_stamp(paths.output):
            try:
                return state, state.boards()
            except Rotten:
                pass
        state.close()
        return State(None), {}

    def workshop(self, staging: Staging, *, dry: bool = False) -> Workshop:
        """Where this build's boards are built."""
        folders = self.plan.paths.template_folders(self.plan.settings.theme)
        environments = self.warm.environments(folders, self.templates.key, self.path.parent)
        return Workshop(self.plan.registers, environments, self.templates, staging, dry, self.warm.shelf)

    def prepare(self, folder: BoardFolder, children: tuple[BoardResult, ...]) -> BoardTask | BoardResult:
        """What a board needs: to be built, or nothing, where its result stands. Raises Rotten."""
        path, plan = folder.path, self.plan
        last = self.last.get(path)
        before = last.key if last is not None and self._is_untouched(path, children) else ""
        key = self.keys[path] = before or self._key(path, children)
        same = last is not None and last.key == key and last.lasts(plan.day)
        if last is not None and same and self._templates_stand(path):
            return _kept(path, last)
        task = replace(
            make_task(plan, folder, [self._with_summary(child) for child in children]),
            files=dict(self._files(path)),
            common=self.common,
        )
        if last is None:
            inside = (child.path for child in folder.children)
            return replace(task, published=self.manifest.within(path, inside))
        work = self.state.work(path)
        findings = last.findings if same else None
        known = work.groups if last.key else {}
        task = replace(task, known=known, published=work.files, findings=findings)
        return replace(task, kept=standing(task, self.state.kept(path), plan.registers))

    def _is_untouched(self, path: str, children: Sequence[BoardResult]) -> bool:
        """Whether all of which the board's key is made stands: the quick way to the same key."""
        return (
            self._same_frame
            and all(child.reused for child in children)
            and all(map(self.content.is_untouched, self.folders[path]))
        )

    @cached_property
    def _same_frame(self) -> bool:
        """Whether program, settings and the tree of boards are those of the last build."""
        return self._kept_tree is not None and self.state.meta.get("common") == self.common

    def _key(self, path: str, children: Sequence[BoardResult]) -> str:
        said = value_key((self.plan.infos[path], self.plan.above[path]))
        parts = [self.common, said]
        for folder in self.folders[path]:
            parts += (folder, "\0".join(self.content.look[folder].files), self.content.folder(folder).hashes)
        parts.append("")
        parts += (f"{child.path}:{child.summary_hash}" for child in children)
        return digest_text(*parts)

    def _files(self, path: str) -> Iterator[tuple[str, str]]:
        """The hashes of a board's own files, by their paths in its folder."""
        start = len(path) + 1 if path else 0
        for file, digest in self.content.files(self.folders[path]):
            yield file[start:], digest

    def _with_summary(self, child: BoardResult) -> BoardResult:
        return replace(child, summary=self.state.work(child.path).summary) if child.reused else child

    def known_groups(self, path: str) -> Mapping[str, GroupState]:
        """The page groups of a board as last built."""
        last = self.last.get(path)
        return self.state.work(path).groups if last is not None and last.key else {}

    def _templates_stand(self, path: str) -> bool:
        if self.state.meta.get("templates") == self.templates.key:
            return True
        groups = self.state.work(path).groups.values()
        return all(group.templates_hash == self.templates.hash_of(group.templates) for group in groups)

    def draft(self, result: BoardResult, drafts: Drafts) -> None:
        """Note what was built; without a key where a file was saved meanwhile: who knows which version was read?
        Raises OSError where the disk is full."""
        if result.failed or result.reused:
            return
        stands = self.content.stands(self.folders[result.path])
        self._steady &= stands
        state = BoardState(
            self.keys[result.path] if stands else "",
            result.summary_hash,
            result.findings,
            self.plan.day,
            result.next_change,
            result.scheduled,
        )
        kept = result.kept if stands else {}
        drafts.add(result.path, state, Work(result.summary, result.groups), kept)

    def publication(self, staging: Staging, drafts: Drafts) -> Publication:
        """What this build will publish."""
        return Publication(self.plan, self.manifest, self.state, self.last, staging, drafts)

    def remember(self, drafts: Drafts, outcome: Outcome) -> None:
        """Keep what the next build can use."""
        plan, last = self.plan, self.state.meta
        fresh = not self.state.known
        self.state.close()
        if not self.content.stands([""]) or look_at_design(plan.paths) != self.seen.design:
            self.path.unlink(missing_ok=True)
            return
        meta = {
            "code": self.code,
            "common": self.common,
            "manifest": manifest_stamp(plan.paths.output),
            "templates": self.templates.key,
            "day": plan.day.isoformat(),
            "timezone": plan.settings.timezone,
        }
        if not outcome.broken:
            digest = outcome.findings.digest
            if last.get("findings") == digest:
                outcome.findings.recall(decode_said(last["said"]))
            said = encode_said(outcome.findings.said())
            wanted = encode_options(self.options.theme, self.options.audience, self.options.strict)
            counts = outcome.boards, outcome.files
            meta |= quick_meta(self.seen, wanted, said, counts, plan.registers) | {"findings": digest}
        tree = (self._tree if self._kept_tree is None else None) if self._steady else b""
        gone = [path for path in self.last if path not in plan.infos and path != SITE]
        news = News(meta, self.content.fresh, self.content.gone, tree, drafts, gone)
        save(self.path, news, fresh=fresh)
        before = ({}, {}, b"") if fresh else (self._folders, self.last, self._kept_tree or b"")
        self.warm.known = news.over(self.path, *before)


def _kept(path: str, last: BoardState) -> BoardResult:
    return BoardResult(
        path,
        summary_hash=last.summary_hash,
        findings=last.findings,
        next_change=last.next_change,
        scheduled=last.scheduled,
        reused=True,
    )
