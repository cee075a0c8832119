"""All that is known before a board's records are read: settings, registers, the tree of boards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sitegen.boards import BoardFolder, BoardInfo, check_child, find_boards, read_board
from sitegen.diagnostics import Place, Report, error
from sitegen.paths import SitePaths
from sitegen.registers import ALWAYS
from sitegen.registers import registers as known_registers
from sitegen.registers.custom import check_twins, custom_registers
from sitegen.registers.register import Register
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
    """What the command line asks of a build. `day` None: today in the site's time zone. `scheduler`: the
    address of a Dask scheduler whose workers build the boards, instead of `jobs` processes here."""

    theme: str | None = None
    audience: str | None = None
    day: date | None = None
    jobs: int = 1
    keep_going: bool = False
    strict: bool = False
    clean: bool = False
    scheduler: str | None = None


@dataclass
class Plan:
    """The site to be built; `above` are the boards above each board, the root first."""

    paths: SitePaths
    settings: Settings
    day: date
    registers: dict[str, Register]
    root: BoardFolder | None
    report: Report
    infos: dict[str, BoardInfo] = field(default_factory=dict)
    above: dict[str, tuple[BoardInfo, ...]] = field(default_factory=dict)


def make_plan(paths: SitePaths, options: Options) -> Plan:
    """Read the settings and the tree of boards; what is wrong with them stands in the plan's report."""
    report = Report()
    settings, record = read_settings(paths.content, report)
    if options.theme:
        settings = replace(settings, theme=options.theme)
    if options.audience:
        settings = replace(settings, audience=options.audience)
    if paths.theme_folder(settings.theme) is None:
        place = at(record, "theme") if record else Place(f"{paths.content.name}/site.yaml")
        report.add(NO_THEME, place, theme=settings.theme)
    known = known_registers().with_own(custom_registers(record, report))
    day = options.day or today(settings.timezone)
    root = find_boards(paths.content, known, report)
    used = {name for folder in root.walk() for name in folder.registers} if root is not None else set()
    plan = Plan(paths, settings, day, known.choose({*ALWAYS, *used}), root, report)
    check_twins(record, plan.registers, report)
    if root is not None:
        places = list(_read_tree(plan, root, ()))
        _check_former_paths(plan, places)
    return plan


def today(timezone: str) -> date:
    """The day it is in a time zone (Asia/Shanghai where there is no such zone)."""
    try:
        return datetime.now(ZoneInfo(timezone)).date()
    except (ValueError, OSError, KeyError):
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _read_tree(
    plan: Plan, folder: BoardFolder, above: tuple[BoardInfo, ...]
) -> Iterator[tuple[BoardFolder, Record | None]]:
    info, record = read_board(folder, plan.report)
    check_child(info, record, above, plan.report)
    plan.infos[folder.path] = info
    plan.above[folder.path] = above
    yield folder, record
    for child in folder.children:
        yield from _read_tree(plan, child, (*above, info))


def _check_former_paths(plan: Plan, boards: list[tuple[BoardFolder, Record | None]]) -> None:
    """No two boards, present or former, claim one address."""
    taken = {folder.path.casefold(): f"{folder.shown}/board.yaml" for folder, _ in boards}
    known = {*known_registers(), *plan.registers}
    for folder, _ in boards:
        prefix = f"{folder.path}/" if folder.path else ""
        taken.update((f"{prefix}{key}".casefold(), f"{folder.shown}/{key}/") for key in known)
    for folder, record in boards:
        for former in plan.infos[folder.path].formerly if record else ():
            assert record is not None
            clean = former.strip("/")
            place = at(record, "formerly")
            first = taken.setdefault(clean.casefold(), place.file)
            if first != place.file or clean == folder.path:
                path = f"{clean}/index.html"
                plan.report.add(SAME_PATH, place, path=path, first=first, second=place.file)
