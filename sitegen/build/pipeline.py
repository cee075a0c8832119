"""A build from end to end: plan, build the boards that changed, publish in one go, remember."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import closing

from sitegen.build.board import HOME, BoardResult, BoardTask, Workshop, build_board, make_task
from sitegen.build.executor import can_fork, run_in_pool, run_serially
from sitegen.build.journal import doubtful_paths
from sitegen.build.lock import exclusive
from sitegen.build.manifest import Manifest, by_path
from sitegen.build.order import Prepare
from sitegen.build.outcome import Outcome
from sitegen.build.output import Staging, StagingArea
from sitegen.build.plan import Options, Plan, make_plan
from sitegen.build.rebuild import Rebuild
from sitegen.build.state import Drafts, Rotten, state_path
from sitegen.build.warm import Warm
from sitegen.paths import SitePaths
from sitegen.render.environment import load_all

Progress = Callable[[int, int], None]


def check(paths: SitePaths, options: Options, progress: Progress | None = None) -> Outcome:
    """Check all content; writes nothing, not even state."""
    return _check(make_plan(paths, options), options, progress)


def _check(plan: Plan, options: Options, progress: Progress | None) -> Outcome:
    outcome = Outcome.of(plan, strict=options.strict)
    if plan.root is not None:
        workshop = Workshop(plan.registers)
        for result in _run(
            plan, options, workshop, lambda folder, done: make_task(plan, folder, done), progress
        ):
            outcome.add(result)
    return outcome


def build(
    paths: SitePaths,
    options: Options,
    progress: Progress | None = None,
    waiting: Callable[[], None] = lambda: None,
    warm: Warm | None = None,
) -> Outcome:
    """Build and publish the site. With errors nothing is published (`keep_going`: the sound boards are).

    Where another process builds the same site, `waiting` is called and this one waits. `warm` is what this
    process knows already, and keeps for its next build.
    Raises ForeignFolder where the output folder isn't ours, OSError where the system fails, ClusterFailure where
    `options` name a scheduler that can't be used.
    """
    warm = warm or Warm()

    def wait() -> None:
        warm.seen = None
        waiting()

    with exclusive(state_path(paths).with_suffix(".lock"), wait) as alone:
        try:
            return _build(_over_the_last(paths, options, warm), progress, alone)
        except Rotten:
            return _build(_over_the_last(paths, options, warm, distrust=True), progress, alone)


def _over_the_last(paths: SitePaths, options: Options, warm: Warm, *, distrust: bool = False) -> Rebuild:
    """A build over what the last one left, in which `distrust` believes nothing. Raises ForeignFolder."""
    doubtful = doubtful_paths(paths.output)
    manifest = Manifest.read(paths.output).as_found(paths.output, doubtful)
    return Rebuild(paths, options, manifest, warm, clean=bool(options.clean or doubtful or distrust))


def _build(rebuild: Rebuild, progress: Progress | None, alone: bool) -> Outcome:
    plan, options = rebuild.plan, rebuild.options
    output = plan.paths.output
    if plan.root is None or plan.report.failed:
        return _check(plan, options, progress)
    with StagingArea(output, alone) as area, closing(Drafts(area.folder)) as drafts:
        staging = Staging(area.pages, output, careful=options.clean)
        workshop = rebuild.workshop(staging)
        outcome = Outcome.of(plan, strict=options.strict)
        for result in _run(plan, options, workshop, rebuild.prepare, progress):
            outcome.add(result)
            rebuild.draft(result, drafts)
        if not outcome.failed or options.keep_going:
            assert workshop.environments is not None
            publication = rebuild.publication(staging, drafts)
            publication.add_site_files(workshop.environments, rebuild.site_key)
            for path in outcome.broken:
                publication.keep_last_good(path)
            published = publication.publish(area.folder)
            outcome.files, outcome.changed = published.files, published.changed
            outcome.rendered.sort()
            outcome.published = True
            rebuild.remember(drafts, outcome)
            area.settle()
        return outcome


def explain(paths: SitePaths, options: Options, path: str) -> list[tuple[str, tuple[str, ...] | None]]:
    """Why the page groups at `path` (a page, a board or a register, from the output's root) would be rendered:
    (where, what changed); nothing changed: None; not built before: no reasons. Nothing is written."""
    if doubtful_paths(paths.output):
        return [("整个网站", ("interrupted",))]
    try:
        return list(_explain(_over_the_last(paths, options, Warm()), path))
    except Rotten:
        return list(_explain(_over_the_last(paths, options, Warm(), distrust=True), path))


def _explain(rebuild: Rebuild, path: str) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    plan = rebuild.plan
    if plan.root is None:
        return
    workshop = rebuild.workshop(Staging(plan.paths.output, plan.paths.output), dry=True)
    for result in _run(plan, rebuild.options, workshop, rebuild.prepare, None):
        last = rebuild.known_groups(result.path)
        for name in sorted({*(last if result.reused else result.groups), *result.reasons}):
            place = "/".join(part for part in (result.path, "" if name == HOME else name) if part)
            known = by_path(last[name].files) if name in last else {}
            if path in known or path == place or (name != HOME and path.startswith(f"{place}/")):
                yield place or "首页", result.reasons.get(name)


def _run(
    plan: Plan, options: Options, workshop: Workshop, prepare: Prepare, progress: Progress | None
) -> Iterator[BoardResult]:
    assert plan.root is not None
    total = len(plan.infos)
    jobs = min(options.jobs, total)

    def work(task: BoardTask) -> BoardResult:
        # A board's records are many and live briefly: cycles are looked for when they are gone.
        gc.disable()
        try:
            return build_board(task, workshop)
        finally:
            gc.enable()
            gc.collect(1)

    if options.scheduler is not None and workshop.staging is not None:
        from sitegen.build.cluster import run_on_cluster

        results = run_on_cluster(plan, prepare, workshop, options.scheduler)
    elif jobs <= 1 or not can_fork():
        results = run_serially(plan.root, prepare, work)
    else:

        def load() -> None:
            if workshop.environments is not None and workshop.templates is not None:
                load_all(
                    workshop.environments.in_language(plan.settings.language), workshop.templates.sources
                )

        results = run_in_pool(plan.root, prepare, work, jobs, load)
    for count, result in enumerate(results, 1):
        if progress:
            progress(count, total)
        yield result
