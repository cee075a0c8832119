"""What makes a notice unsound: its days, its name, its links and files, and what its text gives away."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from sitegen.diagnostics import ContentError, Place, Report, error, warning
from sitegen.fields import nearest, valid_id
from sitegen.guard.conceal import KINDS, allowed
from sitegen.guard.names import NameMasker
from sitegen.guard.numbers import find_numbers, may_hold_number
from sitegen.registers.notices.table import (
    FOLDERS,
    WITHDRAWN_CATEGORIES,
    Notice,
    attached,
    follow,
    notices_of,
)
from sitegen.registers.register import Board
from sitegen.render import attachments
from sitegen.render.markup import Target
from sitegen.tables import at

PERIOD = error(
    "notice.period",
    "公示期写反了：结束 {end} 早于开始 {start}。",
    "请核对两个日期；公示期首尾两天都算在内。",
    "the notice period ends on {end}, before its start {start}",
    "check both days; both are part of the period",
)
WITHDRAWN_BEFORE = error(
    "notice.withdraw-on",
    "撤下日 {day} 早于发布日期 {date}。",
    "请核对撤下日；从撤下日那天起，这篇公告不再公开。",
    "withdrawn on {day}, before its date {date}",
    "check the day: from it on the notice is not public",
)
WITHDRAWN_EARLY = warning(
    "notice.withdraw-early",
    "撤下日 {day} 在公示期内（公示到 {end}）。",
    "公示期满后才好撤下，请核对撤下日。",
    "withdrawn on {day}, within the notice period (to {end})",
    "withdraw it after the period",
)
NO_END = warning(
    "notice.no-end",
    "“{category}”类的公告涉及个人，公示期满应当撤下，可是没有写公示期。",
    "请写上公示期 notice: {{start: …, end: …}}，或撤下日 withdraw_on。",
    "a notice on “{category}” concerns persons and should go after its period, but has none",
    "add notice: {{start: …, end: …}} or withdraw_on",
)
STEM = error(
    "notice.file-name",
    "文件名“{name}”不能做网址。",
    "请只用汉字、字母、数字和 - _ . 〔〕()，最多 64 个字，不能叫 index，例如 2022-06-05-road.md。",
    "the file name “{name}” can't be part of an address",
    "use letters, digits, Han and - _ . 〔〕() only, e.g. 2022-06-05-road.md",
)
SAME_PAGE = error(
    "notice.same-page",
    "“{name}”和“{other}”会生成同一个网页 {page}。",
    "请给其中一个文件换个名字。",
    "“{name}” and “{other}” would both become the page {page}",
    "rename one of them",
)
EMPTY = warning(
    "notice.empty",
    "这篇公告没有正文，也没有附件。",
    "请在第二行“---”下面写正文。",
    "this notice has neither text nor attachment",
    "write the text below the second “---”",
)
SUPERSEDES = error(
    "notice.supersedes",
    "“更正”写的“{value}”找不到。",
    "请写被更正公告的文件名，例如 2022-06-05-road.md。{hint}",
    "“supersedes” names “{value}”, which isn't there",
    "write the file name of the notice that is corrected",
)
SUPERSEDES_ITSELF = error(
    "notice.supersedes-itself",
    "“更正”写的是这篇公告自己。",
    "请写被更正的那一篇的文件名。",
    "the notice says that it corrects itself",
    "name the notice that is corrected",
)
SUPERSEDES_LATER = warning(
    "notice.supersedes-later",
    "这篇公告（{date}）更正的是后来的一篇（{other}，{other_date}）。",
    "请核对两篇公告的日期。",
    "this notice ({date}) corrects a later one ({other}, {other_date})",
    "check the dates of both",
)
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
UNUSED = warning(
    "notice.unused-file",
    "“{name}”没有公告用到，不会公开。",
    "请在公告的“附件”里写上它，或删去；不公开的文件名以“_”开头。",
    "no notice uses “{name}”; it is not published",
    "list it under attachments, or delete it",
)
FOOTNOTE = warning(
    "notice.footnote",
    "脚注“{label}”{problem}。",
    "正文里写“[^{label}]”，文末另起一行写“[^{label}]: 说明”，两处要对上。",
    "the footnote “{label}” has no {missing}",
    "write “[^{label}]” in the text and “[^{label}]: …” below",
)
NUMBER = error(
    "notice.private-number",
    "正文里有完整的{kind}（{value}），属于个人隐私，任何地方都不得公开。",
    "请删去，或只留姓氏、户号；单位自己公开的号码，可在 site.yaml 的 privacy.allow 里写明文件、正文和理由。",
    "the text holds a full {kind} ({value}), which may never be published",
    "delete it; a number that an office publishes goes under privacy.allow (field: body) in site.yaml",
)
NUMBER_IN_NAME = error(
    "notice.private-file-name",
    "文件名“{value}”里有完整的{kind}，属于个人隐私，任何地方都不得公开。",
    "请给文件换个名字。",
    "the file name “{value}” holds a full {kind}",
    "rename the file",
)
NAMES = warning(
    "notice.household-names",
    "正文里写了本村户主的姓名（{count} 人）；正文不会自动遮盖。",
    "请确认这些姓名可以公开；不宜公开的，请改写成户号，或只留姓氏。",
    "the text names {count} heads of households; texts of notices are not masked",
    "make sure they may be published, or write household numbers instead",
)


def check_notices(
    board: Board,
    key: str,
    report: Report,
    *,
    pages: Mapping[str, str] | None = None,
    others: Collection[str] = (),
) -> None:
    """Report what breaks the laws of the notices of table `key`.

    `pages` are further pages of the same folder (a page's stem → the file it comes from), with which no
    notice may collide; `others` the files of the folder that are neither notices nor attached to one.
    """
    taken = {stem.casefold(): source for stem, source in (pages or {}).items()}
    masker = _household_masker(board)
    notices = notices_of(board, key)
    for notice in notices:
        _check_name(notice, taken, report)
        _check_days(notice, report)
        _check_supersedes(board, notice, report)
        _check_attachments(board, notice, report)
        _check_links(board, notice, report)
        _check_text(board, notice, masker, report)
    _check_unused(board, key, notices, others, report)


def _check_name(notice: Notice, taken: dict[str, str], report: Report) -> None:
    place = notice.record._source.place()
    if not valid_id(notice.stem):
        report.add(STEM, place, name=notice.name)
    for number in find_numbers(notice.stem):
        report.add(NUMBER_IN_NAME, place, value=notice.name, kind=KINDS[number.kind])
    other = taken.setdefault(notice.stem.casefold(), notice.name)
    if other != notice.name:
        page = f"{notice.folder}/{notice.stem}.html"
        report.add(SAME_PAGE, place, name=notice.name, other=other, page=page)


def _check_days(notice: Notice, report: Report) -> None:
    record = notice.record
    period = record.notice
    start, end = (period.start, period.end) if period else (None, None)
    if start and end and end < start:
        report.add(PERIOD, at(period, "end"), start=start, end=end)
    day = record.withdraw_on
    if day and record.date and day < record.date:
        report.add(WITHDRAWN_BEFORE, at(record, "withdraw_on"), day=day, date=record.date)
    elif day and end and day <= end:
        report.add(WITHDRAWN_EARLY, at(record, "withdraw_on"), day=day, end=end)
    category = record.category or ""
    if any(word in category for word in WITHDRAWN_CATEGORIES) and not day and not period:
        report.add(NO_END, at(record, "category"), category=category)


def _check_supersedes(board: Board, notice: Notice, report: Report) -> None:
    record = notice.record
    if record.supersedes is None:
        return
    place = at(record, "supersedes")
    destination = follow(board, notice.key, record.supersedes)
    if destination.kind != "notice":
        hint = _nearest_file(board, notice, record.supersedes)
        report.add(SUPERSEDES, place, value=record.supersedes, hint=hint)
        return
    if (destination.key, destination.path) == (notice.key, notice.name):
        report.add(SUPERSEDES_ITSELF, place)
        return
    found = [n.record for n in notices_of(board, destination.key) if n.name == destination.path]
    for other in found:
        if record.date and other.date and record.date < other.date:
            report.add(
                SUPERSEDES_LATER, place, date=record.date, other=destination.path, other_date=other.date
            )


def _check_attachments(board: Board, notice: Notice, report: Report) -> None:
    for index, address in enumerate(notice.record.attachments or ()):
        destination = follow(board, notice.key, address)
        place = notice.attachment_place(index)
        if destination.kind == "file":
            _check_file(board, notice, destination.path, place, report)
        elif destination.kind == "missing":
            _add_missing(board, notice, address, place, report)
        else:
            report.add(OUTSIDE, place, value=address, folder=_shown_folder(board, notice))


def _check_links(board: Board, notice: Notice, report: Report) -> None:
    searched: dict[str, int] = {}
    for target in notice.targets:
        offset = max(notice.body.find(target.address, searched.get(target.address, 0)), 0)
        searched[target.address] = offset + 1
        check = _check_image if target.image else _check_link
        check(board, notice, target, notice.place(offset), report)


def _check_image(board: Board, notice: Notice, target: Target, place: Place, report: Report) -> None:
    value, folder = target.address, _shown_folder(board, notice)
    destination = follow(board, notice.key, value)
    if not target.label.strip():
        report.add(NO_DESCRIPTION, place, value=value)
    if destination.kind == "external":
        report.add(REMOTE_IMAGE, place, value=value, folder=folder)
    elif destination.kind == "missing":
        _add_missing(board, notice, value, place, report)
    elif destination.kind != "file":
        report.add(OUTSIDE, place, value=value, folder=folder)
    elif attachments.kind_of(value) and not attachments.is_picture(value):
        report.add(NOT_AN_IMAGE, place, value=value)
    else:
        _check_file(board, notice, destination.path, place, report)


def _check_link(board: Board, notice: Notice, target: Target, place: Place, report: Report) -> None:
    value = target.address
    destination = follow(board, notice.key, value)
    if destination.kind == "file":
        _check_file(board, notice, destination.path, place, report)
    elif destination.kind == "outside":
        report.add(OUTSIDE, place, value=value, folder=_shown_folder(board, notice))
    elif destination.kind == "refused":
        report.add(REFUSED_LINK, place, value=value)
    elif destination.kind == "missing" and attachments.kind_of(value):
        _add_missing(board, notice, value, place, report)
    elif destination.kind == "missing":
        report.add(DEAD_LINK, place, value=value, hint=_nearest_file(board, notice, value))


def _check_file(board: Board, notice: Notice, name: str, place: Place, report: Report) -> None:
    for number in find_numbers(name):
        report.add(NUMBER_IN_NAME, place, value=name, kind=KINDS[number.kind])
    try:
        attachments.examine(board.folders[notice.folder].directory / name, place)
    except ContentError as failure:
        report.add(failure.message, failure.place, **failure.values)
        return
    if not attachments.is_picture(name):
        report.add(UNEXAMINED, place, name=name)


def _add_missing(
    board: Board, notice: Notice, value: str, place: Place, report: Report
) -> None:
    folder, hint = _shown_folder(board, notice), _nearest_file(board, notice, value)
    report.add(MISSING_FILE, place, value=value, folder=folder, hint=hint)


def _shown_folder(board: Board, notice: Notice) -> str:
    return board.folders[notice.folder].shown


def _nearest_file(board: Board, notice: Notice, value: str) -> str:
    near = nearest(value, list(board.folders[notice.folder].files))
    return f"最接近的是“{near}”。" if near else ""


_LABELS = re.compile(r"\[\^([^\]\n]*)\](:?)")


def _check_text(board: Board, notice: Notice, masker: NameMasker | None, report: Report) -> None:
    body = notice.body
    if not body.strip():
        if not notice.record.attachments:
            report.add(EMPTY, notice.record._source.place(notice.body_line, 1))
        return
    if not allowed(board.settings.allow, notice.record._source.path, None):
        for kind, start, end in _numbers(body):
            report.add(NUMBER, notice.place(start), kind=KINDS[kind], value=body[start:end].replace("\n", ""))
    named = list(masker.find(body)) if masker else []
    if named:
        count = len({body[start:end] for start, end in named})
        report.add(NAMES, notice.place(named[0][0]), count=count)
    if "[^" in body:
        _check_footnotes(notice, report)


def _numbers(body: str) -> Iterator[tuple[str, int, int]]:
    """The private numbers as a reader sees them: marks of emphasis between digits hide nothing."""
    plain = body.replace("*", "").replace("`", "").replace("\\", "")
    if not may_hold_number(plain):
        return
    kept = [place for place, character in enumerate(body) if character not in "*`\\"]
    for number in find_numbers(plain):
        yield number.kind, kept[number.start], kept[number.end - 1] + 1


def _check_footnotes(notice: Notice, report: Report) -> None:
    found: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for match in _LABELS.finditer(notice.body):
        defines = bool(match[2]) and not notice.body[: match.start()].rpartition("\n")[2].strip()
        found[defines].setdefault(match[1], match.start())
    for label in sorted(found[False].keys() - found[True].keys()):
        place = notice.place(found[False][label])
        report.add(FOOTNOTE, place, label=label, problem="没有写说明", missing="text")
    for label in sorted(found[True].keys() - found[False].keys()):
        place = notice.place(found[True][label])
        report.add(FOOTNOTE, place, label=label, problem="正文里没有用到", missing="reference")


def _check_unused(
    board: Board, key: str, notices: Sequence[Notice], others: Collection[str], report: Report
) -> None:
    folder = board.folders.get(FOLDERS[key])
    if folder is None:
        return
    known = {*attached(board, notices), *(notice.name for notice in notices), *others}
    for name in folder.files:
        if name not in known and (name.lower()[-3:] != ".md" or "/" in name):
            report.add(UNUSED, folder.place(name), name=name)


def _household_masker(board: Board) -> NameMasker | None:
    names = tuple(r.name for r in board.table("households") if r.name)
    return _masker(names) if names and board.settings.names == "masked" else None


@lru_cache(maxsize=1)
def _masker(names: tuple[str, ...]) -> NameMasker:
    return NameMasker(names)
