"""Questions and answers (回音壁), objections among them: what a villager asked, by when and how it was answered.

A question may name what it objects to (`about`): a notice, a contract, any record with a page. That page then shows
the question, the day by which it is to be answered, and the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from msgspec import Struct, structs

from sitegen import formats
from sitegen.diagnostics import Report, error, warning
from sitegen.fields import Day, Field, Id, Integer, nearest
from sitegen.registers.beside import Mention, Objection
from sitegen.registers.board import Board
from sitegen.registers.measures import Measure
from sitegen.registers.plain import Computed, Counted, Deadline, PlainRegister
from sitegen.registers.plain.laws import in_order
from sitegen.tables import Record, Table, at

ABOUT = error(
    "services.about",
    "“针对”写的“{value}”在这个公开栏里找不到：没有这样的公告，也没有编号是它的记录。",
    "请写公告的文件名（如 affairs/2022-06-05-road），或台账和编号（如 contracts/HT-1）。{hint}",
    "“about” names “{value}”, but this board has no such notice and no record of that id",
    "write a notice's file (affairs/2022-06-05-road) or a register and id (contracts/HT-1)",
)
AMBIGUOUS = error(
    "services.about-several",
    "“针对”写的“{value}”有好几处：{places}。",
    "请写明是哪一个，例如 {first}。",
    "“about” names “{value}”, which may be any of {places}",
    "say which one, e.g. {first}",
)
NO_DAY = warning(
    "services.no-day",
    "写了答复，没有写答复日期。",
    "请补上答复日期；没有日期的按还没有答复算。",
    "there is an answer but no day",
    "add the day on which it was given; without it the question counts as open",
)
NO_ANSWER = warning(
    "services.no-answer",
    "写了答复日期 {day}，没有写答复的内容。",
    "请把答复的内容写上，让提问的人看得到。",
    "there is a day of the answer ({day}) but no answer",
    "write the answer",
)

SERVICES = Table(
    "services",
    "回音壁",
    (
        Field("id", type=Id(), required=True),
        Field("asked_on", "提出日期", Day(), required=True, labels=("提问日期",)),
        Field("question", "问题", required=True, labels=("意见", "诉求")),
        Field("channel", "渠道", labels=("提出渠道",)),
        Field("due", "应答期限", Day(), labels=("答复期限", "时限")),
        Field("answered_on", "答复日期", Day(), labels=("答复时间",)),
        Field("answer", "答复", labels=("答复内容",)),
        Field("by", "答复单位", labels=("答复人",)),
        Field("about", "针对", labels=("对什么提出", "异议对象")),
    ),
    laws=(in_order("asked_on", "due"), in_order("asked_on", "answered_on")),
    sort="-asked_on",
)


class Answering(Deadline, frozen=True):
    """Questions are answered by their own day, else within `days` calendar days (the place's rule; None: none)."""

    days: int | None = None

    def due_of(self, record: Record) -> date | None:
        due: date | None = record.due
        if due is None and self.days is not None:
            return record.asked_on + timedelta(days=self.days)  # type: ignore[no-any-return]
        return due


def answer_days(record: Record) -> int | None:
    """The calendar days from the question to its answer; None while there is none."""
    return None if record.answered_on is None else (record.answered_on - record.asked_on).days


def _answered_after(records: Sequence[Record], day: date) -> int | None:
    known = [answer_days(r) for r in records if r.answered_on is not None and r.answered_on <= day]
    return sum(n for n in known if n is not None) if known else None


def median(numbers: Sequence[int]) -> Decimal | None:
    """The middle of numbers, or the mean of the two in the middle; None of none."""
    if not numbers:
        return None
    ordered = sorted(numbers)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return Decimal(ordered[half])
    return Decimal(ordered[half - 1] + ordered[half]) / 2


class Answers(Struct, frozen=True):
    """How long answers took, and by which rule they are due."""

    median: str
    days: int | None
    preset: str
    sources: tuple[str, ...]


class Services(PlainRegister):
    """`services/`: questions with their answers; an objection stands on the page of what it objects to as well."""

    def rule(self, board: Board) -> Answering:
        assert isinstance(self.states, Answering)
        return structs.replace(self.states, days=board.settings.calendar.answer_days)

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        pages = {board.day: board.pages}
        for record in board.table(self.key):
            if record.answer and record.answered_on is None:
                report.add(NO_DAY, at(record, "answer"))
            if record.answered_on is not None and not record.answer:
                report.add(NO_ANSWER, at(record, "answered_on"), day=record.answered_on)
            if record.about is not None:
                # Who objects after the day of the build objects to what will stand by then.
                day = max(board.day, record.asked_on or board.day)
                if day not in pages:
                    pages[day] = replace(board, day=day).pages
                _check_about(record, pages[day], report)

    def compute(self, board: Board, records: Sequence[Record]) -> Answers:
        days = [
            n
            for r in records
            if r.answered_on and r.answered_on <= board.day
            if (n := answer_days(r)) is not None
        ]
        calendar = board.settings.calendar
        sources = tuple(source.title for source in calendar.sources_on(board.day)[:1])
        return Answers(formats.decimal(median(days)), calendar.answer_days, calendar.rules.title, sources)

    def link(self, board: Board, f: Field, value: Any) -> str | None:
        if f.key != "about":
            return super().link(board, f, value)
        found = _find(value, board.pages)
        return found[0] if len(found) == 1 else None

    def say(self, board: Board) -> Iterator[tuple[str, Mention | Objection]]:
        rule, pages = self.rule(board), board.pages
        for record in board.table(self.key):
            if record.about is None or len(found := _find(record.about, pages)) != 1:
                continue
            state = rule.of(record, board.day).key
            answered = state == "done"
            yield (
                found[0],
                Objection(
                    id=record.id,
                    question=record.question,
                    asked_on=record.asked_on,
                    due=rule.due_of(record),
                    answered_on=record.answered_on if answered else None,
                    answer=record.answer if answered else None,
                    by=record.by if answered else None,
                    state=("late" if rule.late_by(record) else "answered") if answered else state,
                    href=f"{self.key}/{record.id}.html",
                ),
            )


def _find(about: str, pages: Sequence[str]) -> list[str]:
    """The pages that `about` may mean: a path with or without its ending, or the bare name of a file or id."""
    name = about.strip().removeprefix("../").removeprefix("./")
    for ending in (".md", ".html", ".yaml"):
        name = name.removesuffix(ending)
    if "/" in name:
        return [page for page in pages if page == f"{name}.html"]
    return [page for page in pages if page.endswith(f"/{name}.html")]


def _check_about(record: Record, pages: Sequence[str], report: Report) -> None:
    found = [page.removesuffix(".html") for page in _find(record.about, pages)]
    if len(found) > 1:
        place = at(record, "about")
        report.add(AMBIGUOUS, place, value=record.about, places="、".join(found), first=found[0])
    elif not found:
        names = [page.removesuffix(".html") for page in pages]
        if "/" not in record.about:
            names += [name.rpartition("/")[2] for name in names]
        near = nearest(record.about, names) if len(names) < 2000 else None
        hint = f"最接近的是“{near}”。" if near else ""
        report.add(ABOUT, at(record, "about"), value=record.about, hint=hint)


REGISTER = Services(
    "services",
    "回音壁",
    SERVICES,
    order=290,
    noun="问题",
    unit="个",
    states=Answering("due", "answered_on", ("已答复", "等待答复", "超期没有答复"), "答复率", "按期答复率"),
    groupings=("asked_on:month", "channel"),
    columns=("id", "asked_on", "question", "channel", "answered_on", "by", "about"),
    computed=(
        Computed(Field("answer_days", "用时", Integer(unit="天")), lambda record, board: answer_days(record)),
    ),
    counts=(
        Counted(
            Measure(
                "answer_days", "答复用时", Integer(unit="天"), "done", "平均答复天数", "average", shown=False
            ),
            _answered_after,
        ),
    ),
    past=("asked_on", "answered_on"),
    rank_by="done_rate",
    template="services/index.html",
)
