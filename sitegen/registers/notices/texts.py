"""Laws of a notice's text: it is there, its footnotes match, and it gives nothing private away."""

from __future__ import annotations

import re
from functools import lru_cache

from sitegen.diagnostics import Report, error, warning
from sitegen.guard.conceal import KINDS, allowed
from sitegen.guard.names import NameMasker
from sitegen.guard.numbers import find_numbers, redact
from sitegen.registers.board import Board
from sitegen.registers.notices.table import Notice

EMPTY = warning(
    "notice.empty",
    "这篇公告没有正文，也没有附件。",
    "请在第二行“---”下面写正文。",
    "this notice has neither text nor attachment",
    "write the text below the second “---”",
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
NAMES = warning(
    "notice.household-names",
    "正文里写了本村户主的姓名（{count} 人）；正文不会自动遮盖。",
    "请确认这些姓名可以公开；不宜公开的，请改写成户号，或只留姓氏。",
    "the text names {count} heads of households; texts of notices are not masked",
    "make sure they may be published, or write household numbers instead",
)


def check_text(board: Board, notice: Notice, masker: NameMasker | None, report: Report) -> None:
    """Report what is wrong with the body of a notice; `masker` knows which names should not stand there."""
    body = notice.body
    if not body.strip():
        if not notice.record.attachments:
            report.add(EMPTY, notice.record._source.place(notice.body_line, 1))
        return
    if not allowed(board.settings.allow, notice.record._source.path, None):
        _check_numbers(notice, report)
    if masker:
        _check_names(notice, masker, report)
    if "[^" in body:
        _check_footnotes(notice, report)


def household_masker(board: Board) -> NameMasker | None:
    """Finds the heads of the board's households in texts; None where their names may be published."""
    names = tuple(r.name for r in board.table("households") if r.name)
    return _masker(names) if names and board.settings.names == "masked" else None


@lru_cache(maxsize=1)
def _masker(names: tuple[str, ...]) -> NameMasker:
    return NameMasker(names)


def _check_numbers(notice: Notice, report: Report) -> None:
    """Numbers are looked for as a reader sees them: marks of emphasis between digits hide nothing."""
    plain = notice.body.replace("*", "").replace("`", "").replace("\\", "")
    found = find_numbers(plain)
    if not found:
        return
    kept = [place for place, character in enumerate(notice.body) if character not in "*`\\"]
    hidden = redact(plain)
    for number in found:
        value = hidden[number.start : number.end].replace("\n", "")
        report.add(NUMBER, notice.place(kept[number.start]), kind=KINDS[number.kind], value=value)


def _check_names(notice: Notice, masker: NameMasker, report: Report) -> None:
    """A text that names heads of households is reported once, at the first of them."""
    named = list(masker.find(notice.body))
    if named:
        count = len({notice.body[start:end] for start, end in named})
        report.add(NAMES, notice.place(named[0][0]), count=count)


_LABEL = re.compile(r"\[\^([^\]\n]*)\](:?)")


def _check_footnotes(notice: Notice, report: Report) -> None:
    found: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for match in _LABEL.finditer(notice.body):
        defines = bool(match[2]) and not notice.body[: match.start()].rpartition("\n")[2].strip()
        found[defines].setdefault(match[1], match.start())
    for label in sorted(found[False].keys() - found[True].keys()):
        place = notice.place(found[False][label])
        report.add(FOOTNOTE, place, label=label, problem="没有写说明", missing="text")
    for label in sorted(found[True].keys() - found[False].keys()):
        place = notice.place(found[True][label])
        report.add(FOOTNOTE, place, label=label, problem="正文里没有用到", missing="reference")
