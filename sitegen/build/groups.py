"""The page groups of a board: one register's pages and data files each, rendered where what they are made from changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sitegen.build.fingerprint import digest_text
from sitegen.build.keys import value_key
from sitegen.build.manifest import by_path, path_of
from sitegen.build.state import GroupState
from sitegen.exports.twins import write_twin
from sitegen.registers.board import Page, Twin
from sitegen.render.pages import BoardRenderer

if TYPE_CHECKING:
    from sitegen.build.board import BoardResult, BoardTask, Workshop

_CHROME = ("chrome_head.html", "chrome_top.html", "chrome_bottom.html")


class Groups:
    """Renders page groups, unless what they are made from is what it was."""

    def __init__(
        self, task: BoardTask, renderer: BoardRenderer, workshop: Workshop, result: BoardResult
    ) -> None:
        self.task = task
        self.renderer = renderer
        self.workshop = workshop
        self.result = result
        self.prefix = f"{task.info.path}/" if task.info.path else ""
        assert workshop.staging is not None
        self.staging = workshop.staging.over(task.published)
        self.values_stand = bool(task.known) and task.findings is not None
        self.chrome = value_key((task.info, task.above, renderer.navigation, task.common))

    def value_key(self, value: Any) -> str:
        """The key of values. Where only templates changed they are what they were: nobody asks."""
        return "" if self.values_stand else value_key(value)

    def files_key(self, register: str) -> str:
        """The register's own files."""
        own = [f"{p}={h}" for p, h in self.task.files.items() if p.startswith(f"{register}/")]
        return digest_text(*sorted(own))

    def make(
        self,
        name: str,
        parts: Mapping[str, str],
        pages: Iterable[Page],
        twins: Iterable[Twin],
        files: Iterable[tuple[str, bytes]],
    ) -> None:
        """The group `name`: as it was where its key and its templates are the same, else rendered."""
        templates = self.workshop.templates
        assert templates is not None
        known = self.task.known.get(name)
        parts = known.parts if known and self.values_stand else {**parts, "chrome": self.chrome}
        reasons = self._reasons(known, parts)
        if known and not reasons:
            self.result.groups[name] = known
            return
        self.result.reasons[name] = reasons
        if self.workshop.dry:
            return
        used = set(_CHROME)
        data_stand = known is not None and reasons == ("templates",)
        lines = list(self._write_pages(pages, used, texts=not data_stand))
        if known and data_stand:
            written = set(map(path_of, lines))
            lines += [line for path, line in by_path(known.files).items() if path not in written]
        else:
            lines += self._write_data(twins, files)
        names = sorted(used)
        self.result.groups[name] = GroupState(parts, names, templates.hash_of(names), "\n".join(lines))

    def _reasons(self, known: GroupState | None, parts: Mapping[str, str]) -> tuple[str, ...]:
        """What changed since the group was last rendered."""
        if known is None:
            return ()
        changed = [name for name in {*parts, *known.parts} if parts.get(name) != known.parts.get(name)]
        assert self.workshop.templates is not None
        if known.templates_hash != self.workshop.templates.hash_of(known.templates):
            changed.append("templates")
        return tuple(sorted(changed))

    def _write_pages(self, pages: Iterable[Page], used: set[str], *, texts: bool) -> Iterator[str]:
        for page in pages:
            used.add(page.template)
            yield self.staging.write(self.prefix + page.path, self.renderer.render(page))
            if page.text and texts:
                beside = f"{page.path.removesuffix('.html')}.txt"
                yield self.staging.write(self.prefix + beside, f"{page.text}\n".encode())

    def _write_data(self, twins: Iterable[Twin], files: Iterable[tuple[str, bytes]]) -> Iterator[str]:
        """What no template has a part in."""
        for twin in twins:
            for path, content in write_twin(twin):
                yield self.staging.write(self.prefix + path, content)
        for path, content in files:
            yield self.staging.write(self.prefix + path, content)
