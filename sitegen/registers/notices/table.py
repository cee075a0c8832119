"""The front matter of a notice, how its file is read, and where its links lead."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import Literal, NamedTuple
from urllib.parse import unquote

from msgspec import Struct

from sitegen.diagnostics import ContentError, Place, Report
from sitegen.fields import Choice, Day, Field, One, Phone, Texts
from sitegen.registers.board import Board
from sitegen.registers.folder import Folder
from sitegen.render.targets import Target, targets
from sitegen.sources.markdown import read_markdown
from sitegen.sources.yaml_nodes import YamlList, YamlMap
from sitegen.tables import Record, Table, at

PERIOD = Table(
    "notice",
    "公示期",
    (
        Field("start", "开始", Day(), required=True, labels=("起", "开始日期")),
        Field("end", "结束", Day(), required=True, labels=("止", "截止", "结束日期")),
        Field(
            "days",
            "计日",
            Choice(("natural", "working"), {"自然日": "natural", "工作日": "working"}),
            default="natural",
        ),
    ),
    note=False,
)
_FIELDS = (
    Field("title", "标题", required=True, labels=("名称",)),
    Field("date", "日期", Day(), required=True, labels=("发布日期",)),
    Field("category", "类别"),
    Field("issuer", "发布单位", labels=("发布人", "落款")),
    Field("number", "文号"),
    Field("notice", "公示期", One(PERIOD)),
    Field("withdraw_on", "撤下日", Day(), labels=("撤下日期",)),
    Field("audience", "公开范围", Choice(("社会", "党员"), {"全体党员": "党员"}), default="社会"),
    Field("result", "公示结果"),
    Field("contact", "联系方式", Phone(), labels=("联系电话", "监督电话")),
    Field("attachments", "附件", Texts(), default=()),
    Field("source", "来源"),
    Field("supersedes", "更正"),
)
TABLES = {
    "party": Table("party", "党务公告", _FIELDS),
    "affairs": Table("affairs", "村务公告", _FIELDS),
    "finance-notices": Table("finance-notices", "财务公告", _FIELDS),
}
"""The tables of notices by their keys."""

FOLDERS = {"party": "party", "affairs": "affairs", "finance-notices": "finance"}
"""The register folder in which each table's notices lie; also the disclosure that they belong to."""
_KEYS = {folder: key for key, folder in FOLDERS.items()}

_PERSONAL_CATEGORIES = ("救助", "低保", "补贴")


def read_notices(folder: Folder, key: str, report: Report) -> list[Record]:
    """The front matters of the folder's Markdown files, in the order of the files' names."""
    records = []
    for name in folder.named(".md"):
        source = folder.source(name, report)
        if source is None:
            continue
        try:
            document = read_markdown(source)
        except ContentError as failure:
            report.add(failure.message, failure.place, **failure.values)
            continue
        record = TABLES[key].read_map(document.matter, source, source.place(1, 1), report)
        if record is not None:
            records.append(record)
    return records


class Notice(Struct, frozen=True, dict=True):
    """A notice's record with what its file holds besides: the stem of its name and the body."""

    record: Record
    key: str

    @property
    def folder(self) -> str:
        """The register folder in which the file lies."""
        return FOLDERS[self.key]

    @property
    def name(self) -> str:
        """The file's name."""
        return posixpath.basename(self.record._source.path)

    @property
    def stem(self) -> str:
        """The file's name without `.md`: the name of its page."""
        return self.name[:-3]

    @cached_property
    def body_line(self) -> int:
        """The physical line on which the body begins."""
        lines = self.record._source.lines
        rules = (number for number, line in enumerate(lines, 1) if line.rstrip() == "---")
        next(rules)
        return next(rules) + 1

    @cached_property
    def body(self) -> str:
        """The Markdown text below the front matter."""
        return "\n".join(self.record._source.lines[self.body_line - 1 :])

    @cached_property
    def targets(self) -> list[Target]:
        """The links and images of the body."""
        return targets(self.body)

    def place(self, offset: int) -> Place:
        """Where the body's character at `offset` stands in the file."""
        line = self.body.count("\n", 0, offset)
        column = offset - (self.body.rfind("\n", 0, offset) + 1)
        return self.record._source.place(self.body_line + line, column + 1)

    def attachment_place(self, index: int) -> Place:
        """Where the front matter names its attachment number `index`."""
        matter = self.record._place
        if isinstance(matter, YamlMap):
            for written, node in matter.items():
                named = self.record._table.named(written)
                if named is not None and named.key == "attachments" and isinstance(node, YamlList):
                    return self.record._source.place(*node.marks[index])
        return at(self.record, "attachments")


def concerns_persons(record: Record) -> bool:
    """Whether a notice's category says that it is about single persons' needs: such a notice goes when its
    notice period is over (Personal Information Protection Law, art. 47)."""
    return record.category in _PERSONAL_CATEGORIES


def may_concern_persons(record: Record) -> bool:
    """Whether a notice's category only resembles those: then its editor decides when it goes."""
    category = record.category or ""
    return not concerns_persons(record) and any(word in category for word in _PERSONAL_CATEGORIES)


def notices_of(board: Board, key: str) -> list[Notice]:
    """The notices of a table in the order of their files' names."""
    return [Notice(record, key) for record in board.table(key)]


class Destination(NamedTuple):
    """What an address written in a notice means.

    `external`: another site; `page`: a page whose being there the board can't tell; `notice`: the notice
    whose file is `path` in the folder of table `key`; `file`: the file `path` of the notice's own folder.
    Besides: `missing`, `outside` (of the folder, or of the board) and `refused` (javascript: and the like).
    """

    kind: Literal["external", "page", "notice", "file", "missing", "outside", "refused"]
    path: str = ""
    key: str = ""
    fragment: str = ""


_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]+")


def follow(board: Board, key: str, address: str) -> Destination:
    """Where `address`, written in a notice of table `key`, leads."""
    if scheme := _SCHEME.match(_CONTROLS.sub("", address)):
        known = scheme[1].lower() in ("http", "https", "mailto", "tel")
        return Destination("external" if known else "refused", address)
    path, _, fragment = address.partition("#")
    path = unicodedata.normalize("NFC", unquote(path.partition("?")[0]))
    if not path:
        return Destination("missing")
    if path[0] in "/\\":
        return Destination("outside")
    joined = posixpath.normpath(f"{FOLDERS[key]}/{path}")
    folder, _, name = joined.partition("/")
    if name.lower().endswith(".html"):
        return _page(board, folder, name, fragment)
    if folder in _KEYS and name.lower().endswith(".md"):
        found = None if "/" in name else _file(board, folder, name)
        return Destination("notice", found, _KEYS[folder], fragment) if found else Destination("missing")
    if folder != FOLDERS[key]:
        return Destination("outside")
    found = _file(board, folder, name)
    return Destination("file", found) if found else Destination("missing")


def _page(board: Board, folder: str, name: str, fragment: str) -> Destination:
    """An address of a page: notices are known, of other registers and boards only their own builds know."""
    if folder in ("party", "affairs") and name != "index.html":
        found = _file(board, folder, f"{name[:-5]}.md")
        return Destination("notice", found, folder, fragment) if found else Destination("missing")
    return Destination("page")


def _file(board: Board, folder: str, name: str) -> str | None:
    """The file of a register's folder as it is named there; Unicode forms of one name count as the same."""
    if folder not in board.folders:
        return None
    files = board.folders[folder].files
    if name in files:
        return name
    return next((file for file in files if unicodedata.normalize("NFC", file) == name), None)


def attached(board: Board, notices: Iterable[Notice]) -> set[str]:
    """The files of their folder that `notices` attach, show or link to."""
    found = set()
    for notice in notices:
        addresses = [*(notice.record.attachments or ()), *(target.address for target in notice.targets)]
        for address in addresses:
            destination = follow(board, notice.key, address)
            if destination.kind == "file":
                found.add(destination.path)
    return found
