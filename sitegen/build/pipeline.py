"""A build from end to end: plan, build the boards that changed, publish in one go, remember."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sitegen.build.board import HOME, BoardResult, BoardTask, Workshop, build_board, make_task
from sitegen.build.executor import Prepare, can_fork, run_in_pool, run_serially
from sitegen.build.lock import exclusive
from sitegen.build.output import Manifest, Staging, StagingArea
from sitegen.build.plan import Options, Plan, make_plan
from sitegen.build.rebuild import Rebuild
from sitegen.build.state import state_path
from sitegen.diagnostics import Diagnostic, promote
from sitegen.paths import SitePaths
from sitegen.render.environment import load_all

Progress = Callable[[int, int], None]
_OBJECTS_BETWEEN_COLLECTIONS = 20_000


@dataclass
class Outcome:
    """What a build did: its findings, how many boards and files there are, what was rendered and changed.

    `rendered` are the page groups (board path, register) that were rendered; `changed` the files whose bytes
    changed, or that went.
    """

    day: date
    diagnostics: list[Diagnostic] = field(default_factory=list)
    boards: int = 0
    files: int = 0
    rendered: list[tuple[str, str]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    scheduled: int = 0
    published: bool = False

    @property
    def failed(self) -> bool:
        """Whether the content has errors."""
        return any(d.severity == "error" for d in self.diagnostics)


def check(paths: SitePaths, options: Options, progress: Progress | None = None) -> Outcome:
    """Check all content; writes nothing, not even state."""
    plan = make_plan(paths, options)
    results: list[BoardResult] = []
    if plan.root is not None:
        workshop = Workshop(plan.registers)
        results = list(
            _run(plan, options, workshop, lambda folder, done: make_task(plan, folder, done), progress)
        )
    return Outcome(plan.day, _gather(plan, results, options), len(results))


def build(
    paths: SitePaths,
    options: Options,
    progress: Progress | None = None,
    waiting: Callable[[], None] = lambda: None,
) -> Outcome:
    """Build and publish the site. With errors nothing is published (`keep_going`: the sound boards are).

    Where another process builds the same site, `waiting` is called and this one waits.
    Raises ForeignFolder where the output folder isn't ours, OSError where the system fails, ClusterFailure where
    `options` name a scheduler that can't be used.
    """
    with exclusive(state_path(paths).with_suffix(".lock"), waiting) as alone:
        return _build(paths, options, progress, alone)


def _build(paths: SitePaths, options: Options, progress: Progress | None, alone: bool) -> Outcome:
    manifest = Manifest.read(paths.output)
    plan = make_plan(paths, options)
    if plan.root is None or plan.report.failed:
        return check(paths, options, progress)
    with StagingArea(paths.output, alone) as area:
        clean = options.clean or bool(area.doubtful)
        if area.doubtful:
            manifest = manifest.as_found(paths.output, area.doubtful)
        staging = Staging(area.pages, paths.output, manifest.hashes(), careful=options.clean)
        rebuild = Rebuild(plan, manifest, staging, clean=clean)
        results = list(_run(plan, options, rebuild.workshop, rebuild.prepare, progress))
        outcome = Outcome(plan.day, _gather(plan, results, options), len(results))
        if not outcome.failed or options.keep_going:
            published = rebuild.publish(results, area.folder)
            area.settle()
            outcome.files, outcome.changed = published.files, published.changed
            outcome.rendered = sorted((r.path, name) for r in results for name in r.reasons)
            outcome.scheduled = sum(r.summary["own"]["notices"]["scheduled"] for r in results if r.summary)
            outcome.published = True
            rebuild.remember(results, options, outcome.diagnostics, published.files)
        return outcome


def explain(paths: SitePaths, options: Options, path: str) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Why the page groups at `path` (a page, a board or a register, from the output's root) would be rendered:
    (where, what changed); nothing changed: None; not built before: no reasons. Nothing is written."""
    manifest = Manifest.read(paths.output)
    plan = make_plan(paths, options)
    if plan.root is None:
        return
    staging = Staging(paths.output, paths.output, {})
    rebuild = Rebuild(plan, manifest, staging, dry=True)
    for result in _run(plan, options, rebuild.workshop, rebuild.prepare, None):
        for name in sorted({*result.groups, *result.reasons}):
            place = "/".join(part for part in (result.path, "" if name == HOME else name) if part)
            known = rebuild.known_files(result.path, name)
            if path in known or path == place or (name != HOME and path.startswith(f"{place}/")):
                yield place or "首页", result.reasons.get(name)


def _run(
    plan: Plan, options: Options, workshop: Workshop, prepare: Prepare, progress: Progress | None
) -> Iterator[BoardResult]:
    assert plan.root is not None
    total = len(plan.infos)
    jobs = min(options.jobs, total)
    # A board's records are many and live briefly: to look for cycles among them less often saves time.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 100)

    def work(task: BoardTask) -> BoardResult:
        return build_board(task, workshop)

    if options.scheduler is not None and workshop.staging is not None:
        from sitegen.build.cluster import run_on_cluster

        results = run_on_cluster(plan, prepare, workshop, options.scheduler)
    elif jobs <= 1 or not can_fork():
        results = run_serially(plan.root, prepare, work)
    else:
        if workshop.environments is not None and workshop.templates is not None:
            load_all(workshop.environments.in_language(plan.settings.language), workshop.templates.sources)
        results = run_in_pool(plan.root, prepare, work, jobs)
    for count, result in enumerate(results, 1):
        if progress:
            progress(count, total)
        yield result


def _gather(plan: Plan, results: list[BoardResult], options: Options) -> list[Diagnostic]:
    found = {*plan.report.diagnostics, *(d for result in results for d in result.diagnostics)}
    return sorted(promote(found) if options.strict else found)
