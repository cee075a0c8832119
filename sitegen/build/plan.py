"""All that is known before a board's records are read: settings, registers, the tree of boards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sitegen.boards import BoardFolder, BoardInfo
from sitegen.build.tree import Tree, decode_tree, read_tree
from sitegen.diagnostics import Place, Report, error
from sitegen.paths import NoTheme, SitePaths
from sitegen.registers import ALWAYS, Registers
from sitegen.registers import registers as known_registers
from sitegen.registers.register import Register
from sitegen.settings import Settings, read_settings
from sitegen.sources.folders import Look, look_at
from sitegen.tables import Record, at

NO_THEME = error(
    "site.theme",
    "没有“{theme}”这个主题。",
    "请写 default（公报）或 plain（素净），或在 themes/{theme}/ 里放好主题。",
    "there is no theme “{theme}”",
    "write “default” or “plain”, or put the theme into themes/{theme}/",
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


class ClusterFailure(Exception):
    """The cluster can't be used. `status` is the exit status: 2 wrong usage, 3 the system failed."""

    def __init__(self, status: int, text: str, text_en: str) -> None:
        super().__init__(status, text, text_en)
        self.status = status
        self.text = text
        self.text_en = text_en


@dataclass
class Plan:
    """The site to be built."""

    paths: SitePaths
    settings: Settings
    day: date
    registers: dict[str, Register]
    tree: Tree
    report: Report

    @property
    def root(self) -> BoardFolder | None:
        """The root board's folder; None where the content is no board."""
        return self.tree.root

    @property
    def infos(self) -> dict[str, BoardInfo]:
        """What each board says of itself, by path."""
        return self.tree.infos

    @property
    def above(self) -> dict[str, tuple[BoardInfo, ...]]:
        """The boards above each board, the root first, by path."""
        return self.tree.above


def make_plan(
    paths: SitePaths, options: Options, look: Look | None = None, kept: bytes | None = None
) -> Plan:
    """Read the settings and the tree of boards; what is wrong with them stands in the plan's report.

    `look` is the content folder as it was found; `kept` the tree of the last build, where it is the same.
    """
    report = Report()
    settings, record = read_settings(paths.content, report)
    if options.theme:
        settings = replace(settings, theme=options.theme)
    if options.audience:
        settings = replace(settings, audience=options.audience)
    try:
        paths.theme_folders(settings.theme)
    except NoTheme as missing:
        place = at(record, "theme") if record else Place(f"{paths.content.name}/site.yaml")
        report.add(NO_THEME, place, theme=str(missing))
    known = with_own_registers(record, report)
    day = options.day or today(settings.timezone)
    if kept is not None:
        tree = decode_tree(paths.content, kept)
    else:
        tree = read_tree(paths.content, known, look_at(paths.content) if look is None else look)
    report.diagnostics += tree.report.diagnostics
    registers = known.choose({*ALWAYS, *tree.registers})
    if _defines_registers(record):
        from sitegen.registers.custom import check_twins

        check_twins(record, registers, report)
    return Plan(paths, settings, day, registers, tree, report)


def with_own_registers(site: Record | None, report: Report) -> Registers:
    """All registers there may be, those that the site's settings define among them."""
    if not _defines_registers(site):
        return known_registers()
    from sitegen.registers.custom import custom_registers

    return known_registers().with_own(custom_registers(site, report))


def _defines_registers(site: Record | None) -> bool:
    return site is not None and site.registers is not None


def today(timezone: str) -> date:
    """The day it is in a time zone (Asia/Shanghai where there is no such zone)."""
    try:
        return datetime.now(ZoneInfo(timezone)).date()
    except (ValueError, OSError, KeyError):
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()
