"""A build from end to end: plan, build every board, publish in one go."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sitegen.boards import BoardFolder, BoardInfo, check_child, find_boards, read_board
from sitegen.build.board import BoardResult, BoardTask, build_board
from sitegen.build.executor import run_in_pool, run_serially
from sitegen.build.output import (
    MANIFEST,
    Staging,
    Written,
    publish,
    read_manifest,
    staging_folder,
)
from sitegen.build.statics import write_statics
from sitegen.diagnostics import Diagnostic, Place, Report, error, promote
from sitegen.paths import SitePaths
from sitegen.registers import registers as built_in_registers
from sitegen.registers.custom import custom_registers
from sitegen.registers.register import Register, Summary
from sitegen.settings import Settings, read_settings
from sitegen.tables import Record, at

NO_THEME = error(
    "site.theme",
    "没有“{theme}”这个主题。",
    "请写 default，或在 themes/{theme}/ 里放好主题。",
    "there is no theme “{theme}”",
    "write “default”, or put the theme into themes/{theme}/",
)
SAME_PATH = error(
    "output.same-path",
    "“{path}”这个网址有两个来源：{first} 和 {second}。",
    "请改掉其中一个。",
    "two sources of one output path “{path}”: {first} and {second}",
    "rename one of them",
)


@dataclass(frozen=True)
class Options:
    """What the command line asks of a build. `day` None: today in the site's time zone."""

    theme: str | None = None
    audience: str | None = None
    day: date | None = None
    jobs: int = 1
    keep_going: bool = False
    strict: bool = False
    clean: bool = False


@dataclass
class Outcome:
    """What a build did: its findings, how many boards and files there are, which of them changed (or went)."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    boards: int = 0
    files: int = 0
    changed: list[str] = field(default_factory=list)
    scheduled: int = 0
    published: bool = False
    day: date | None = None

    @property
    def failed(self) -> bool:
        """Whether the content has errors."""
        return any(d.severity == "error" for d in self.diagnostics)


@dataclass
class Plan:
    """All that is known before a board's records are read."""

    paths: SitePaths
    settings: Settings
    day: date
    registers: dict[str, Register]
    root: BoardFolder | None
    infos: dict[str, BoardInfo]
    above: dict[str, tuple[BoardInfo, ...]]
    report: Report
    statements: dict[str, Record] = field(default_factory=dict)


def plan(paths: SitePaths, options: Options) -> Plan:
    """Read the settings and the tree of boards."""
    report = Report()
    settings, record = read_settings(paths.content, report)
    if options.theme:
        settings = replace(settings, theme=options.theme)
    if options.audience:
        settings = replace(settings, audience=options.audience)
    if paths.theme_folder(settings.theme) is None:
        place = at(record, "theme") if record else Place(f"{paths.content.name}/site.yaml")
        report.add(NO_THEME, place, theme=settings.theme)
    registers = {**built_in_registers(), **custom_registers(record, report)}
    day = options.day or _today(settings.timezone)
    root = find_boards(paths.content, registers, report)
    planned = Plan(paths, settings, day, registers, root, {}, {}, report)
    if root is not None:
        _read_tree(planned, root, ())
        _check_former_paths(planned)
    return planned


def _today(timezone: str) -> date:
    try:
        return datetime.now(ZoneInfo(timezone)).date()
    except (ValueError, OSError, KeyError):
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _read_tree(planned: Plan, folder: BoardFolder, above: tuple[BoardInfo, ...]) -> None:
    info, record = read_board(folder, planned.report)
    check_child(info, record, list(above), planned.report)
    planned.infos[folder.path] = info
    planned.above[folder.path] = above
    if record is not None:
        planned.statements[folder.path] = record
    for child in folder.children:
        _read_tree(planned, child, (*above, info))


def _check_former_paths(planned: Plan) -> None:
    taken = {path.casefold(): f"{folder}/board.yaml" for path, folder in _board_places(planned)}
    for path, info in planned.infos.items():
        for former in info.formerly:
            record = planned.statements[path]
            place = at(record, "formerly")
            clean = former.strip("/")
            if clean.casefold() in taken:
                first = taken[clean.casefold()]
                planned.report.add(
                    SAME_PATH, place, path=f"{clean}/index.html", first=first, second=place.file
                )
            taken[clean.casefold()] = place.file


def _board_places(planned: Plan) -> Iterator[tuple[str, str]]:
    if planned.root is not None:
        for folder in planned.root.walk():
            yield folder.path, folder.shown


def check(paths: SitePaths, options: Options, progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Check all content; writes nothing."""
    planned = plan(paths, options)
    outcome = Outcome(day=planned.day)
    if planned.root is None:
        outcome.diagnostics = _gather(planned, [], options)
        return outcome
    results = list(_build_boards(planned, options, None, progress))
    outcome.boards = len(results)
    outcome.diagnostics = _gather(planned, results, options)
    return outcome


def build(paths: SitePaths, options: Options, progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Build and publish the site. With errors nothing is published (`keep_going`: the sound boards are).

    Raises ForeignFolder where the output folder isn't ours, OSError where the system fails.
    """
    published = read_manifest(paths.output)
    planned = plan(paths, options)
    outcome = Outcome(day=planned.day)
    if planned.root is None or planned.report.failed:
        results = list(_build_boards(planned, options, None, None)) if planned.root else []
        outcome.diagnostics = _gather(planned, results, options)
        return outcome
    paths.output.parent.mkdir(parents=True, exist_ok=True)
    folder = staging_folder(paths.output)
    try:
        folder.mkdir()
        staging = Staging(folder, paths.output, published)
        results = []
        for result in _build_boards(planned, options, staging, progress):
            results.append(result)
        outcome.boards = len(results)
        outcome.diagnostics = _gather(planned, results, options)
        if outcome.failed and not options.keep_going:
            return outcome
        files = _collect(planned, results, staging, published)
        outcome.files = len(files)
        outcome.changed = sorted(path for path, w in files.items() if published.get(path) != w)
        outcome.changed += sorted(published.keys() - files.keys())
        outcome.scheduled = sum(
            r.summary["notices"]["scheduled"] for r in results if r.summary and not r.path
        )
        publish(folder, paths.output, files, published)
        outcome.published = True
        return outcome
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _build_boards(
    planned: Plan, options: Options, staging: Staging | None, progress: Callable[[int, int], None] | None
) -> Iterator[BoardResult]:
    assert planned.root is not None
    folders = {folder.path: folder for folder in planned.root.walk()}
    environment = None
    if staging is not None:
        from sitegen.render.environment import make_environment

        environment = make_environment(planned.paths.template_folders(planned.settings.theme))

    def work(path: str, children: tuple[BoardResult, ...]) -> BoardResult:
        folder = folders[path]
        task = BoardTask(
            replace(folder, children=[]),
            planned.infos[path],
            planned.above[path],
            tuple(_summary(planned, child) for child in children),
            planned.settings,
            planned.day,
        )
        return build_board(task, planned.registers, environment, staging)

    total = len(folders)
    jobs = min(options.jobs, total)
    results = run_serially(planned.root, work) if jobs <= 1 else run_in_pool(planned.root, work, jobs)
    for count, result in enumerate(results, 1):
        if progress:
            progress(count, total)
        yield result


def _summary(planned: Plan, child: BoardResult) -> Summary:
    """A child's summary; of a board with errors the last published one, else what its board.yaml says."""
    if child.summary is not None:
        return child.summary
    last = planned.paths.output / child.path / "data" / "board.json"
    try:
        summary: Summary = json.loads(last.read_bytes())
        return summary
    except (OSError, ValueError):
        info = planned.infos[child.path]
        return {
            "path": info.path,
            "name": info.name,
            "level": info.level,
            "code": info.code,
            "population": info.population,
            "households": info.households,
            "notices": {"total": 0, "running": 0, "scheduled": 0},
            "own": {},
            "coverage": {"boards": 1, "reporting": 0},
        }


def _gather(planned: Plan, results: list[BoardResult], options: Options) -> list[Diagnostic]:
    found = {*planned.report.diagnostics, *(d for result in results for d in result.diagnostics)}
    return sorted(promote(found) if options.strict else found)


def _collect(
    planned: Plan, results: list[BoardResult], staging: Staging, published: dict[str, Written]
) -> dict[str, Written]:
    """All files of the new site: what boards wrote, last good pages of failed ones, statics and stubs."""
    files = {w.path: w for result in results for w in result.written}
    for result in results:
        if result.summary is None:
            files.update(_keep(result.path, planned, staging, published))
    for written in write_statics(planned.paths, planned.settings, planned.day, staging):
        files[written.path] = written
    for path, content in _stubs(planned):
        files[path] = staging.write(path, content)
    files.pop(MANIFEST, None)
    return files


def _keep(
    path: str, planned: Plan, staging: Staging, published: dict[str, Written]
) -> Iterator[tuple[str, Written]]:
    """The last good files of a board that has errors now; its pages are marked as not updated."""
    from sitegen.render.stale import mark_stale

    prefix = f"{path}/" if path else ""
    below = [p for p in planned.infos if p != path and p.startswith(prefix)]
    for name, written in published.items():
        if not name.startswith(prefix) or any(name.startswith(f"{b}/") for b in below):
            continue
        if not path and name.startswith("_static/"):
            continue
        if name.endswith(".html"):
            content = mark_stale((planned.paths.output / name).read_bytes())
            yield name, staging.write(name, content)
        else:
            yield name, written


def _stubs(planned: Plan) -> Iterator[tuple[str, bytes]]:
    """A page at every former path of a board that leads to the new one."""
    from sitegen.render.environment import make_environment

    for path, info in planned.infos.items():
        for former in info.formerly:
            clean = former.strip("/")
            up = "../" * len(clean.split("/"))
            template = make_environment(planned.paths.template_folders(planned.settings.theme)).get_template(
                "moved.html"
            )
            target = f"{up}{path}/index.html" if path else f"{up}index.html"
            values = {
                "name": info.name,
                "target": target,
                "static": f"{up}_static/",
                "language": planned.settings.language,
            }
            yield f"{clean}/index.html", template.render(values).encode()
