"""The tree of boards: which folders are boards, what their `board.yaml` says, which registers they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.diagnostics import ContentError, Place, Report, error, warning
from sitegen.fields import Boolean, Choice, Day, Field, Integer, Officer, Phone, Texts, nearest, valid_id
from sitegen.languages import CODES, NAMES, word
from sitegen.sources.folders import FolderSeen, Look, look_at
from sitegen.sources.text import read_source
from sitegen.sources.yaml import read_yaml
from sitegen.tables import Record, Table, at

if TYPE_CHECKING:
    from sitegen.registers.register import Register

LEVELS = ("province", "city", "county", "township", "village", "group")
LEVEL_LABELS = {
    "province": word("省"),
    "city": word("市"),
    "county": word("县"),
    "township": word("乡镇"),
    "village": word("村"),
    "group": word("组"),
    "collection": word("合集"),
}
LEVEL_WORDS = {
    "省": "province",
    "自治区": "province",
    "市": "city",
    "县": "county",
    "区": "county",
    "县/区": "county",
    "乡": "township",
    "镇": "township",
    "街道": "township",
    "乡镇": "township",
    "乡/镇/街道": "township",
    "村": "village",
    "社区": "village",
    "村/社区": "village",
    "组": "group",
    "小组": "group",
    "合集": "collection",
}
_CODE_DIGITS = {"province": 2, "city": 4, "county": 6, "township": 9, "village": 12, "group": 12}

BOARD = Table(
    "board",
    "公开栏",
    (
        Field("name", "名称", required=True),
        Field("level", "层级", Choice((*LEVELS, "collection"), LEVEL_WORDS), required=True),
        Field("code", "区划代码"),
        Field("population", "人口", Integer(unit="人")),
        Field("households", "户数", Integer(unit="户")),
        Field("address", "地址"),
        Field("hotline", "监督电话", Phone()),
        Field("secretary", "书记", Officer()),
        Field("introduction", "简介"),
        Field("since", "公开起始日", Day()),
        Field("until", "停用日", Day()),
        Field("formerly", "原路径", Texts(), default=()),
        Field("demonstration", "演示数据", Boolean(), default=False),
        Field("language", "语言", Choice(CODES, NAMES)),
    ),
)

NO_ROOT = error(
    "board.no-root",
    "内容文件夹里没有 board.yaml，不知道这是哪个村的公开栏。",
    "{hint}请新建 board.yaml，写上“name: 某某村”和“level: 村”；也可以先运行 sitegen new site。",
    "the content folder holds no board.yaml",
    "{hint_en}create it with name and level, or run “sitegen new site”",
)
UNKNOWN_FOLDER = error(
    "board.unknown-folder",
    "文件夹“{name}”既不是公开栏（里面没有 board.yaml），也不是台账。",
    "{hint}台账文件夹可用：{known}。暂时不公开的文件夹请以“_”开头。",
    "the folder “{name}” is neither a board (no board.yaml) nor a register",
    "{hint_en}register folders: {known_en}; names that begin with “_” are ignored",
)
RESERVED = error(
    "board.reserved-name",
    "公开栏的文件夹不能叫“{name}”，这个名字另有用处。",
    "请给文件夹换一个名字。",
    "a board's folder can't be named “{name}”",
    "rename the folder",
)
FOLDER_NAME = error(
    "board.folder-name",
    "公开栏文件夹名“{name}”不能做网址。",
    "请只用汉字、字母、数字和 - _，不要有空格和其他符号。",
    "the folder name “{name}” can't be part of an address",
    "use letters, digits, Han, - and _ only",
)
SAME_FOLDER = error(
    "board.same-path",
    "文件夹“{name}”和“{other}”只差大小写，在有些电脑上会变成同一个。",
    "请给其中一个换个名字。",
    "the folders “{name}” and “{other}” differ in case only",
    "rename one of them",
)
LEVEL_ORDER = error(
    "board.level",
    "“{name}”的层级是{level}，却放在{parent}“{parent_name}”的下面。",
    "下级公开栏的层级要低于上级，请核对“层级”或挪动文件夹。",
    "“{name}” ({level}) lies below “{parent_name}” ({parent})",
    "a child's level must be below its parent's",
)
CODE = error(
    "board.code",
    "区划代码“{code}”的位数不对：{level}应为 {digits} 位数字。",
    "请核对统计用区划代码。",
    "the code “{code}” must have {digits} digits at this level",
    "check the division code",
)
CODE_PREFIX = warning(
    "board.code-prefix",
    "区划代码“{code}”不以上级“{parent_name}”的代码“{parent_code}”开头。",
    "请核对哪一个写错了。",
    "the code “{code}” does not begin with its parent's {parent_code}",
    "check which one is wrong",
)
FORMERLY = error(
    "board.formerly",
    "“原路径”写的“{path}”不是公开栏的路径。",
    "请写从内容文件夹算起的旧文件夹，例如 yunling/shanshuping，不带开头的“/”。",
    "“{path}” is no path of a board",
    "write the old folder from the content folder, e.g. yunling/shanshuping",
)
UNTIL = error(
    "board.until",
    "停用日 {until} 早于公开起始日 {since}。",
    "请核对两个日期。",
    "“until” {until} is before “since” {since}",
    "check both days",
)
LOOSE_FILE = warning(
    "board.loose-file",
    "“{name}”放在公开栏文件夹里，不会公开。",
    "台账要放进各自的文件夹（如 finance/、contracts/）；不公开的文件名以“_”开头。",
    "“{name}” lies in the board's folder and is not published",
    "put it into its register's folder, or begin its name with “_”",
)
MISNAMED = error(
    "board.misnamed-file",
    "“{name}”的文件名或格式不对，没有读。",
    "请改名（是 Excel 的请另存）为“{right}”。",
    "“{name}” has a wrong name or format and was not read",
    "rename it (or save the spreadsheet) as “{right}”",
)
LINK = warning(
    "board.link",
    "“{name}”是符号链接，没有读取。",
    "请放入文件本身。",
    "“{name}” is a symbolic link and was not read",
    "put the file itself there",
)


@dataclass(frozen=True)
class BoardInfo:
    """What a board says of itself. `path` is its folder from the content folder ("" for the root)."""

    path: str
    name: str
    level: str
    code: str | None = None
    population: int | None = None
    households: int | None = None
    address: str | None = None
    hotline: str | None = None
    secretary: str | None = None
    introduction: str | None = None
    since: date | None = None
    until: date | None = None
    formerly: tuple[str, ...] = ()
    demonstration: bool = False
    language: str | None = None

    @property
    def level_label(self) -> str:
        """县, 乡镇, 村 …"""
        return LEVEL_LABELS[self.level]


def language_of(info: BoardInfo, above: Sequence[BoardInfo], site: str) -> str:
    """The language of a board's pages: its own, else that of the nearest board above that has one, else the site's."""
    return next((board.language for board in (info, *reversed(above)) if board.language), site)


@dataclass
class BoardFolder:
    """A board's folder as found: its register folders with their files (names relative to the register)."""

    path: str
    directory: Path
    shown: str
    registers: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    children: list[BoardFolder] = field(default_factory=list)

    def walk(self) -> Iterator[BoardFolder]:
        """This folder and all below, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


RESERVED_NAMES = frozenset(["data", "kiosk", "search", "_static"])
_OWN_FILES = {"board": "board.yaml", "site": "site.yaml", "households": "households.csv"}
_HIDDEN_ENDINGS = (".yaml.txt", ".yml.txt", ".csv.txt", ".md.txt")
"""What a text editor adds where the system hides endings."""
_PAGE_ENDINGS = (".html", ".json", ".xml", ".txt", ".js", ".css")


def find_boards(
    content: Path, registers: Mapping[str, Register], report: Report, look: Look | None = None
) -> BoardFolder | None:
    """The tree of board folders below `content`, as it is found there or was found in `look`; `registers`
    by the names of their folders."""
    finder = _Finder(look_at(content) if look is None else look, registers, report)
    if not finder.is_board(""):
        hints = _misnamed_hint(finder.look.get(""))
        report.add(NO_ROOT, Place(f"{content.name}/board.yaml"), **hints)
        return None
    return finder.board(content, "", content.name)


def _misnamed_hint(seen: FolderSeen | None) -> dict[str, str]:
    """A hint at a file that should have been named board.yaml."""
    for entry in sorted([*seen.files, *seen.others, *seen.folders]) if seen is not None else ():
        if entry.lower().partition(".")[0] == "board":
            return {
                "hint": f"“{entry}”要改名为 board.yaml。",
                "hint_en": f"rename “{entry}” to board.yaml, or ",
            }
    return {"hint": "", "hint_en": ""}


class _Finder:
    """Finds boards and registers among the folders of a look."""

    def __init__(self, look: Look, registers: Mapping[str, Register], report: Report) -> None:
        self.look = look
        self.registers = registers
        self.report = report

    def is_board(self, path: str) -> bool:
        """Whether a folder says what board it is."""
        return path in self.look and "board.yaml" in self.look[path].files

    def board(self, directory: Path, path: str, shown: str) -> BoardFolder:
        """A board's folder with all below it."""
        board = BoardFolder(path, directory, shown)
        seen = self.look[path]
        prefix = f"{path}/" if path else ""
        board.files = list(seen.files)
        for name in seen.others:
            self.report.add(LINK, Place(f"{shown}/{name}"), name=name)
        for name in seen.files:
            _check_loose(name, path, f"{shown}/{name}", self.report)
        folded: dict[str, str] = {}
        for name in seen.folders:
            inside, here = prefix + name, f"{shown}/{name}"
            if self.is_board(inside):
                if self._may_be_board(name, here, folded):
                    board.children.append(self.board(directory / name, inside, here))
            elif name in self.registers:
                board.registers[name] = list(self._files(inside, "", here))
            else:
                _unknown_folder(name, self.look.get(inside), here, self.registers, self.report)
        return board

    def _may_be_board(self, name: str, here: str, folded: dict[str, str]) -> bool:
        if name.casefold() in folded:
            self.report.add(SAME_FOLDER, Place(here), name=name, other=folded[name.casefold()])
        folded[name.casefold()] = name
        if name in self.registers or name.casefold() in RESERVED_NAMES:
            self.report.add(RESERVED, Place(here), name=name)
        elif not valid_id(name) or name.lower().endswith(_PAGE_ENDINGS):
            self.report.add(FOLDER_NAME, Place(here), name=name)
        else:
            return True
        return False

    def _files(self, path: str, prefix: str, shown: str) -> Iterator[str]:
        """The files of a register's folder, and of those in it."""
        seen = self.look.get(path)
        if seen is None:
            return
        for name in seen.others:
            self.report.add(LINK, Place(f"{shown}/{name}"), name=name)
        for name in sorted([*seen.files, *seen.folders]):
            if name.lower().endswith(_HIDDEN_ENDINGS):
                right = name.rpartition(".")[0]
                self.report.add(MISNAMED, Place(f"{shown}/{name}"), name=name, right=right)
            elif name in seen.files:
                yield prefix + name
            else:
                yield from self._files(f"{path}/{name}", f"{prefix}{name}/", f"{shown}/{name}")


def _check_loose(name: str, path: str, here: str, report: Report) -> None:
    stem, dot, ending = name.lower().rpartition(".")
    right = _OWN_FILES.get(stem.partition(".")[0]) if dot else None
    if right == "site.yaml" and path:
        right = None
    if name == right:
        return
    if right and ending in ("yaml", "yml", "csv", "xlsx", "xls", "et", "txt"):
        report.add(MISNAMED, Place(here), name=name, right=right)
    elif ending in ("yaml", "yml", "csv", "xlsx", "xls", "et", "md") and stem != "readme":
        report.add(LOOSE_FILE, Place(here), name=name)


def _unknown_folder(
    name: str, seen: FolderSeen | None, here: str, registers: Mapping[str, Register], report: Report
) -> None:
    labels = {register.label: key for key, register in registers.items()}
    near = nearest(name, [*registers, *labels])
    meant = labels.get(near, near) if near else None
    hints = _misnamed_hint(seen)
    if meant and not hints["hint"]:
        hints = {"hint": f"是不是想写“{meant}”？", "hint_en": f"did you mean “{meant}”? "}
    known = "、".join(f"{key}（{register.label}）" for key, register in sorted(registers.items()))
    report.add(
        UNKNOWN_FOLDER, Place(here), name=name, known=known, known_en=", ".join(sorted(registers)), **hints
    )


def read_board(folder: BoardFolder, report: Report) -> tuple[BoardInfo, Record | None]:
    """What the folder's `board.yaml` says; a broken one gives the folder's name and no record."""
    shown = f"{folder.shown}/board.yaml"
    fallback = BoardInfo(folder.path, folder.directory.name, "village")
    try:
        source = read_source(folder.directory / "board.yaml", shown, report)
        node = read_yaml(source)
    except ContentError as failure:
        report.add(failure.message, failure.place, **failure.values)
        return fallback, None
    record = BOARD.read_map(node, source, source.place(1, 1), report)
    if record is None or not record.name or not record.level:
        return fallback, None
    info = BoardInfo(
        path=folder.path,
        **{f.key: getattr(record, f.key) for f in BOARD.fields if f.key not in ("note",)},
    )
    _check_board(info, record, report)
    return info, record


def _check_board(info: BoardInfo, record: Record, report: Report) -> None:
    digits = _CODE_DIGITS.get(info.level)
    if info.code is not None and (digits is None or not (info.code.isdecimal() and len(info.code) == digits)):
        report.add(CODE, at(record, "code"), code=info.code, level=info.level_label, digits=digits or 0)
    for path in info.formerly:
        if not all(valid_id(part) for part in path.strip("/").split("/")):
            report.add(FORMERLY, at(record, "formerly"), path=path)
    if info.since and info.until and info.until < info.since:
        report.add(UNTIL, at(record, "until"), until=info.until, since=info.since)


def check_child(info: BoardInfo, record: Record | None, above: Sequence[BoardInfo], report: Report) -> None:
    """A board against the boards above it (nearest last): its level lies below theirs, its code begins with theirs."""
    if record is None:
        return
    ranked = [b for b in above if b.level != "collection"]
    if not ranked or info.level == "collection":
        return
    parent = ranked[-1]
    if LEVELS.index(info.level) <= LEVELS.index(parent.level):
        report.add(
            LEVEL_ORDER,
            at(record, "level"),
            name=info.name,
            level=info.level_label,
            parent=parent.level_label,
            parent_name=parent.name,
        )
    if info.code and parent.code and not info.code.startswith(parent.code):
        report.add(
            CODE_PREFIX, at(record, "code"), code=info.code, parent_name=parent.name, parent_code=parent.code
        )
