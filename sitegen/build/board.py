"""One board: files in, pages and a summary out. A pure function of its task; it is what a worker runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

import jinja2
import orjson

from sitegen.boards import BoardFolder, BoardInfo, language_of
from sitegen.build.fingerprint import digest_text
from sitegen.build.groups import Groups
from sitegen.build.kept import Keeper
from sitegen.build.keys import Templates, value_key
from sitegen.build.output import Staging
from sitegen.build.plan import Plan
from sitegen.build.state import GroupState
from sitegen.diagnostics import Place, Report, decode_diagnostics, encode_diagnostics, error
from sitegen.exports.search import gather_found, search_files, search_page
from sitegen.exports.twins import encode_json
from sitegen.guard.conceal import check_private, conceal
from sitegen.guard.names import NameMasker
from sitegen.home import Home, empty_summary
from sitegen.kiosk import kiosk_page, kiosk_view, version_file
from sitegen.languages import speaking
from sitegen.registers.beside import gather_beside
from sitegen.registers.board import Board, LeftOut
from sitegen.registers.folder import Folder
from sitegen.registers.points.tables import BOTH, HOUSEHOLDS, read_households
from sitegen.registers.recall import Kept
from sitegen.registers.register import Register
from sitegen.render.environment import Environments
from sitegen.render.pages import BoardRenderer
from sitegen.settings import Settings
from sitegen.sources.text import Shelf, Source

TEMPLATE = error(
    "template.error",
    "模板 {template} 第 {at} 行出错：{reason}。",
    "请改正这个模板，或删去它而用自带的。",
    "error in the template {template}, line {at}: {reason}",
    "mend the template, or delete it to use the built-in one",
)
HOME, KIOSK, SEARCH = "home", "kiosk", "search"


@dataclass(frozen=True)
class BoardTask:
    """All that one board's build depends on, besides the templates.

    `children` are the summaries of the boards below (JSON); `files` the hashes of the folder's files by their
    path in it; `common` is the key of what all boards share (program, settings); `known` the page groups as
    last built; `published` what the manifest says of the board's files; `kept` the views that stand. Where nothing
    but templates changed since then, `findings` is what was found wrong: the laws need not be asked again.
    """

    folder: BoardFolder
    info: BoardInfo
    above: tuple[BoardInfo, ...]
    children: tuple[bytes, ...]
    settings: Settings
    day: date
    files: Mapping[str, str] = field(default_factory=dict)
    common: str = ""
    known: Mapping[str, GroupState] = field(default_factory=dict)
    published: str = ""
    kept: Mapping[str, Kept] = field(default_factory=dict)
    findings: bytes | None = None


def make_task(plan: Plan, folder: BoardFolder, children: Sequence[BoardResult]) -> BoardTask:
    """The task of building a board, given its children's results."""
    return BoardTask(
        replace(folder, children=[]),
        plan.infos[folder.path],
        plan.above[folder.path],
        tuple(_last_summary(plan, child.path) if child.failed else child.summary for child in children),
        plan.settings,
        plan.day,
    )


def _last_summary(plan: Plan, path: str) -> bytes:
    """The last published summary of a board that has errors now, else what its board.yaml says."""
    try:
        summary = (plan.paths.output / path / "data" / "board.json").read_bytes()
        orjson.loads(summary)
    except (OSError, ValueError):
        return encode_json(empty_summary(plan.infos[path]))
    return summary


@dataclass
class BoardResult:
    """What a board's build gives back: never page bodies.

    `summary` is JSON, and `summary_hash` its hash: a parent is built again only where that changed; both are
    empty where the board has errors. `findings` are its diagnostics, encoded. `reasons` names the page groups
    that were rendered, each with what changed since the last build (nothing where there was none); the others
    stand as they were. `kept` are the views that can be recalled (None: those of the last build). `scheduled`
    counts the notices whose day is still to come. Of a board that is `reused` only what the state's few words say
    is here.
    """

    path: str
    summary: bytes = b""
    summary_hash: str = ""
    findings: bytes = b"[]"
    groups: dict[str, GroupState] = field(default_factory=dict)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kept: dict[str, Kept] | None = None
    next_change: date | None = None
    scheduled: int = 0
    reused: bool = False

    @property
    def failed(self) -> bool:
        """Whether the board has errors."""
        return not self.summary_hash

    def slim(self) -> BoardResult:
        """What a parent needs of it."""
        return BoardResult(self.path, self.summary, self.summary_hash, reused=self.reused)


@dataclass(frozen=True)
class Workshop:
    """What the builds of all boards share: registers, templates and where files go."""

    registers: dict[str, Register]
    environments: Environments | None = None
    templates: Templates | None = None
    staging: Staging | None = None
    dry: bool = False
    """Only tell what would be rendered."""
    shelf: Shelf | None = None
    """Where a process that builds again and again keeps what it read."""


def build_board(task: BoardTask, workshop: Workshop) -> BoardResult:
    """Read, check, derive and (with a staging place) render one board; what it shows is in its own language."""
    code = language_of(task.info, task.above, task.settings.language)
    if code != task.settings.language:
        task = replace(task, settings=replace(task.settings, language=code))
    try:
        return _build(task, workshop)
    except LeftOut:
        return _build(replace(task, kept={}), workshop)


def _build(task: BoardTask, workshop: Workshop) -> BoardResult:
    """Build one board, whose settings bear its own language. Raises LeftOut."""
    report = Report()
    registers = workshop.registers
    board, sources = read(task, registers, report, workshop.shelf)
    if task.findings is None:
        check(board, sources, registers, report)
    else:
        report.diagnostics += decode_diagnostics(task.findings)
    if report.failed:
        return BoardResult(task.info.path, findings=encode_diagnostics(report.sorted()))
    people = _people_key(board)
    if board.settings.search_initials:
        board.initials = _initials(board)
    mask(board, sources, registers)
    with speaking(board.settings.language):
        return _show(task, board, workshop, people, report)


def _show(task: BoardTask, board: Board, workshop: Workshop, people: str, report: Report) -> BoardResult:
    registers = workshop.registers
    derive(board, registers)
    home = Home(board, registers)
    summary = encode_json(home.summary)
    result = BoardResult(task.info.path, summary, sha256(summary).hexdigest(), next_change=home.next_change)
    result.scheduled = home.summary["own"]["notices"]["scheduled"]
    if workshop.staging is not None:
        try:
            _render(task, board, home, workshop, result, people, report)
        except jinja2.TemplateError as failure:
            _report_template(failure, task, report)
            return BoardResult(task.info.path, findings=encode_diagnostics(report.sorted()))
    result.findings = encode_diagnostics(report.sorted())
    return result


def _people_key(board: Board) -> str:
    """The households whose names are masked, and whose ids lead to a page, anywhere on the board."""
    return digest_text(*(f"{record.id}={record.name}" for record in board.table("households")))


def _initials(board: Board) -> dict[str, str]:
    """The initials of the households' full names, by their ids, while the board still holds those names."""
    from sitegen.exports.sounds import initials

    return {record.id: initials(record.name) for record in board.table("households") if record.name}


def read(
    task: BoardTask, registers: dict[str, Register], report: Report, shelf: Shelf | None = None
) -> tuple[Board, list[Source]]:
    """The board with the records of all its files, and the files; what is recalled needs no long ones."""
    source = task.folder
    folders = {
        name: Folder(source.directory / name, f"{source.shown}/{name}", files, shelf)
        for name, files in source.registers.items()
    }
    children = tuple(map(orjson.loads, task.children))
    board = Board(
        task.info, task.above, children, task.settings, task.day, folders, registers, recalled=task.kept
    )
    root = Folder(source.directory, source.shown, source.files, shelf)
    if "households.csv" in source.files:
        board.records["households"] = read_households(root, "households.csv", report)
    for key in registers:
        if key not in folders:
            continue
        register = registers[key]
        reader = register if key not in task.kept or register.recall is None else register.recall
        for table, records in reader.read(folders[key], report).items():
            if table == "households" and "households" in board.records:
                if records:
                    report.add(BOTH, folders[key].place("households.csv"))
                continue
            board.records[table] = records
    return board, [*root.sources, *(s for folder in folders.values() for s in folder.sources)]


def check(board: Board, sources: list[Source], registers: dict[str, Register], report: Report) -> None:
    """All laws: each register's own, and what may never be published. What is recalled was found sound before."""
    for key in board.folders:
        if key in board.recalled:
            continue
        before = len(report.diagnostics)
        registers[key].check(board, report)
        if len(report.diagnostics) > before:
            board.remarked.add(key)
    check_private(board.records.values(), sources, board.settings, report)


def mask(board: Board, sources: list[Source], registers: dict[str, Register]) -> None:
    """Mask every private name: from here on the board holds none."""
    masker = NameMasker([r.name for r in board.table("households") if r.name])
    tables = {table.key: table for key in board.folders for table in registers[key].tables}
    tables["households"] = HOUSEHOLDS
    known = [(tables[key], records) for key, records in board.records.items() if key in tables]
    offices = (board.info.name, *(above.name for above in board.above))
    conceal(known, sources, board.settings, masker, offices)


def derive(board: Board, registers: dict[str, Register]) -> None:
    """The views of all registers that hold something."""
    for key, register in registers.items():
        if key in board.recalled and register.recall is not None:
            board.views[key] = register.recall.view(board, board.recalled[key].written)
        elif key in board.folders or register.expected(board):
            view = register.derive(board)
            if view is not None:
                board.views[key] = view
    for key, register in registers.items() if board.children else ():
        lower = register.look_below(board)
        if lower is not None:
            board.below[key] = lower
    board.beside = gather_beside(said for key in board.views for said in registers[key].say(board))


def _render(
    task: BoardTask,
    board: Board,
    home: Home,
    workshop: Workshop,
    result: BoardResult,
    people: str,
    report: Report,
) -> None:
    assert workshop.environments is not None
    environment = workshop.environments.in_language(board.settings.language)
    shown = [r for key, r in workshop.registers.items() if key in board.views or key in board.below]
    views = board.views
    updated = {r.key: r.updated(board, views[r.key]) if r.key in views else None for r in shown}
    renderer = BoardRenderer(environment, board.info, board.above, board.settings, updated, shown)
    groups = Groups(task, renderer, workshop, result)
    keeper = Keeper(task, board, report)
    seen: dict[str, str] = {}
    for register in shown:
        key, view = register.key, views.get(register.key)
        seen[key] = "" if groups.values_stand else keeper.view_key(register, view)
        files = groups.files_key(key)
        parts = {"view": seen[key], "updated": str(updated.get(key)), "files": files, "people": people}
        beside = [item for item in board.beside.items() if item[0].startswith(f"{key}/")]
        if beside:
            parts["beside"] = groups.value_key(beside)
        own = (register.twins(board, view), register.files(board, view)) if view is not None else ((), ())
        groups.make(key, parts, register.every_page(board), *own)
    result.kept = keeper.kept
    last = str(max(filter(None, updated.values()), default=None))
    parts = {**seen, "summary": groups.value_key(home.summary), "updated": last}
    groups.make(HOME, parts, home.pages(), (), [("data/board.json", result.summary)])
    found = gather_found(board, shown, home)
    parts = {"found": groups.value_key(found), "updated": last}
    groups.make(SEARCH, parts, [search_page(found, boards=bool(board.children))], (), search_files(found))
    view = kiosk_view(home)
    parts = {"view": value_key(view), "updated": last}
    shown_by = value_key((task.info, task.above, renderer.navigation, task.settings))
    version = digest_text(*parts.values(), shown_by)[:16]
    groups.make(KIOSK, parts, [kiosk_page(view, version)], (), [version_file(version)])


def _report_template(failure: jinja2.TemplateError, task: BoardTask, report: Report) -> None:
    """A template's error at its own file and line, found in the traceback where the error does not tell."""
    name, line = getattr(failure, "name", None), getattr(failure, "lineno", None)
    trace = failure.__traceback__
    while trace is not None and line is None:
        if trace.tb_frame.f_code.co_filename.endswith(".html"):
            name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    shown = str(name or "?").replace("\\", "/").split("/templates/")[-1]
    place = Place(f"templates/{shown}", line or 0, 1 if line else 0)
    report.add(
        TEMPLATE, place, template=shown, at=line or "?", reason=failure.message or type(failure).__name__
    )
