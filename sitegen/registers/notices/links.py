"""Laws of what a notice attaches, shows and links to: it is there, may be published, and leads somewhere."""

from __future__ import annotations

from sitegen.diagnostics import ContentError, Place, Report, error, warning
from sitegen.fields import nearest
from sitegen.guard.conceal import KINDS
from sitegen.guard.numbers import find_numbers
from sitegen.registers.board import Board
from sitegen.registers.notices.table import FOLDERS, Notice, follow
from sitegen.render import attachments
from sitegen.render.targets import Target

MISSING_FILE = error(
    "notice.missing-file",
    "“{value}”这个文件找不到。",
    "请把文件放进 {folder}/，并核对文件名（大小写要一样）。{hint}",
    "the file “{value}” isn't there",
    "put it into {folder}/ and check its name, case included",
)
OUTSIDE = error(
    "notice.outside",
    "“{value}”不在这个台账的文件夹里。",
    "附件和图片要放进 {folder}/；连到别的页面请写网页的相对地址，以 .html 结尾。",
    "“{value}” lies outside this register's folder",
    "put files into {folder}/; a link to another page ends in .html",
)
DEAD_LINK = error(
    "notice.dead-link",
    "链接“{value}”没有目标。",
    "请核对公告的文件名，或去掉这个链接。{hint}",
    "the link “{value}” leads nowhere",
    "check the name of the notice, or remove the link",
)
REFUSED_LINK = warning(
    "notice.refused-link",
    "链接“{value}”不是网址，只保留了文字。",
    "外部链接请写 https:// 开头的网址。",
    "the link “{value}” is no web address; its text stays",
    "write an address that begins with https://",
)
REMOTE_IMAGE = error(
    "notice.remote-image",
    "图片“{value}”在别的网站上，公开栏不从外面取图。",
    "请把图片下载下来，放进 {folder}/。",
    "the picture “{value}” is on another site",
    "put it into {folder}/",
)
NOT_AN_IMAGE = error(
    "notice.not-an-image",
    "“{value}”不是图片，不能用“![]()”显示。",
    "请写成链接“[名称]({value})”，或列入 attachments。",
    "“{value}” is no picture",
    "write a link, or list it under attachments",
)
NO_DESCRIPTION = warning(
    "notice.image-description",
    "图片“{value}”没有文字说明，看不见图的人不知道是什么。",
    "请在方括号里写一句说明，例如“![硬化后的二组路面]({value})”。",
    "the picture “{value}” has no description",
    "describe it within the brackets",
)
UNEXAMINED = warning(
    "notice.unexamined",
    "附件“{name}”里的文字没有检查过。",
    "请确认里面没有身份证号、手机号、银行卡号和住址，再公开。",
    "the text of “{name}” was not examined",
    "make sure that it holds no identity-card, phone or bank-card numbers",
)
NUMBER_IN_NAME = error(
    "notice.private-file-name",
    "文件名“{value}”里有完整的{kind}，属于个人隐私，任何地方都不得公开。",
    "请给文件换个名字。",
    "the file name “{value}” holds a full {kind}",
    "rename the file",
)


class LinkLaws:
    """Checks what the notices of one table lead to; each file is examined once."""

    def __init__(self, board: Board, key: str, report: Report) -> None:
        self.board = board
        self.key = key
        self.report = report
        self.folder = board.folders[FOLDERS[key]]
        self.examined: set[str] = set()

    def check(self, notice: Notice) -> None:
        """Report what is wrong with a notice's attachments, images and links."""
        for index, address in enumerate(notice.record.attachments or ()):
            self._check_attachment(address, notice.attachment_place(index))
        searched: dict[str, int] = {}
        for target in notice.targets:
            offset = max(notice.body.find(target.address, searched.get(target.address, 0)), 0)
            searched[target.address] = offset + 1
            check = self._check_image if target.image else self._check_link
            check(target, notice.place(offset))

    def _check_attachment(self, address: str, place: Place) -> None:
        destination = follow(self.board, self.key, address)
        if destination.kind == "file":
            self._check_file(destination.path, place)
        elif destination.kind == "missing":
            self._add_missing(address, place)
        else:
            self.report.add(OUTSIDE, place, value=address, folder=self.folder.shown)

    def _check_image(self, target: Target, place: Place) -> None:
        value, folder = target.address, self.folder.shown
        destination = follow(self.board, self.key, value)
        if not target.label.strip():
            self.report.add(NO_DESCRIPTION, place, value=value)
        if destination.kind == "external":
            self.report.add(REMOTE_IMAGE, place, value=value, folder=folder)
        elif destination.kind == "missing":
            self._add_missing(value, place)
        elif destination.kind != "file":
            self.report.add(OUTSIDE, place, value=value, folder=folder)
        elif attachments.kind_of(destination.path) and not attachments.is_picture(destination.path):
            self.report.add(NOT_AN_IMAGE, place, value=value)
        else:
            self._check_file(destination.path, place)

    def _check_link(self, target: Target, place: Place) -> None:
        value = target.address
        kind, path, *_ = follow(self.board, self.key, value)
        if kind == "file":
            self._check_file(path, place)
        elif kind == "outside":
            self.report.add(OUTSIDE, place, value=value, folder=self.folder.shown)
        elif kind == "refused":
            self.report.add(REFUSED_LINK, place, value=value)
        elif kind == "missing" and attachments.kind_of(value):
            self._add_missing(value, place)
        elif kind == "missing":
            self.report.add(DEAD_LINK, place, value=value, hint=nearest_file(self.board, self.key, value))

    def _check_file(self, name: str, place: Place) -> None:
        if name in self.examined:
            return
        self.examined.add(name)
        for number in find_numbers(name):
            self.report.add(NUMBER_IN_NAME, place, value=name, kind=KINDS[number.kind])
        try:
            attachments.examine(self.folder.directory / name, place)
        except ContentError as failure:
            self.report.add(failure.message, failure.place, **failure.values)
            return
        if not attachments.is_picture(name):
            self.report.add(UNEXAMINED, place, name=name)

    def _add_missing(self, value: str, place: Place) -> None:
        hint = nearest_file(self.board, self.key, value)
        self.report.add(MISSING_FILE, place, value=value, folder=self.folder.shown, hint=hint)


def nearest_file(board: Board, key: str, value: str) -> str:
    """A hint at the file of the folder whose name is most like `value`, in words for a remedy."""
    near = nearest(value, list(board.folders[FOLDERS[key]].files))
    return f"最接近的是“{near}”。" if near else ""
