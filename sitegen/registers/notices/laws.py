"""Laws of notices: their days, their files' names, and which corrects which."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sitegen.diagnostics import Report, error, warning
from sitegen.fields import valid_id
from sitegen.guard.conceal import KINDS
from sitegen.guard.numbers import find_numbers
from sitegen.registers.board import Board
from sitegen.registers.notices.links import NUMBER_IN_NAME, LinkLaws, nearest_file
from sitegen.registers.notices.table import (
    FOLDERS,
    Notice,
    attached,
    concerns_persons,
    follow,
    may_concern_persons,
    notices_of,
)
from sitegen.registers.notices.texts import check_text, household_masker
from sitegen.registers.notices.view import withdrawal
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
KEPT_SHORT = warning(
    "notice.kept-short",
    "这篇公告 {first} 公布、{last} 撤下，只公开 {days} 天；{rules}的规则要求至少公开 {keep} 天。",
    "请推迟撤下日或延长公示期；这里的规则不同的，在 site.yaml 的 calendar.keep_days 写明天数。",
    "posted on {first} and withdrawn on {last}, this notice stays {days} days; the rule is {keep} at least",
    "withdraw it later, or set calendar.keep_days in site.yaml",
)
NO_END = warning(
    "notice.no-end",
    "“{category}”类的公告涉及个人，公示期满应当撤下，可是没有写公示期。",
    "请写上公示期 notice: {{start: …, end: …}}，或撤下日 withdraw_on。",
    "a notice on “{category}” concerns persons and should go after its period, but has none",
    "add notice: {{start: …, end: …}} or withdraw_on",
)
STAYS = warning(
    "notice.stays",
    "“{category}”类的公告可能写有个人情况，现在会一直公开。",
    "公示期满应当撤下的，请写撤下日 withdraw_on，或把类别写成救助、低保或补贴。",
    "a notice on “{category}” may tell of persons and stays public for ever",
    "give it withdraw_on, or the category 救助, 低保 or 补贴, if it should go after its period",
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
UNUSED = warning(
    "notice.unused-file",
    "“{name}”没有公告用到，不会公开。",
    "请在公告的“附件”里写上它，或删去；不公开的文件名以“_”开头。",
    "no notice uses “{name}”; it is not published",
    "list it under attachments, or delete it",
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
    notices = notices_of(board, key)
    if FOLDERS[key] not in board.folders:
        return
    links = LinkLaws(board, key, report)
    masker = household_masker(board)
    for notice in notices:
        _check_name(notice, taken, report)
        _check_days(notice, report)
        _check_kept(notice, board, report)
        _check_supersedes(board, notice, report)
        links.check(notice)
        check_text(board, notice, masker, report)
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
    if concerns_persons(record) and not day and not period:
        report.add(NO_END, at(record, "category"), category=record.category)
    if may_concern_persons(record) and not day:
        report.add(STAYS, at(record, "category"), category=record.category)


def _check_kept(notice: Notice, board: Board, report: Report) -> None:
    """A notice stays as long as the place's rules ask (重庆 ten days, 山东 five; see `guard.presets`)."""
    calendar, record = board.settings.calendar, notice.record
    last = withdrawal(record) if record.date and (not record.notice or record.notice.end) else None
    if calendar.keep_days is None or last is None:
        return
    days = (last - record.date).days
    if 0 <= days < calendar.keep_days:
        place = at(record, "withdraw_on" if record.withdraw_on else "notice")
        report.add(
            KEPT_SHORT,
            place,
            first=record.date,
            last=last,
            days=days,
            keep=calendar.keep_days,
            rules=calendar.rules.title,
        )


def _check_supersedes(board: Board, notice: Notice, report: Report) -> None:
    record = notice.record
    if record.supersedes is None:
        return
    place = at(record, "supersedes")
    destination = follow(board, notice.key, record.supersedes)
    if destination.kind != "notice":
        hint = nearest_file(board, notice.key, record.supersedes)
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


def _check_unused(
    board: Board, key: str, notices: Sequence[Notice], others: Collection[str], report: Report
) -> None:
    folder = board.folders[FOLDERS[key]]
    known = {*attached(board, notices), *(notice.name for notice in notices), *others}
    for name in folder.files:
        if name not in known and (name.lower()[-3:] != ".md" or "/" in name):
            report.add(UNUSED, folder.place(name), name=name)
