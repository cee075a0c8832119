"""The laws of deliberations: their order, their votes by each body's rule, and what they say they decide.

What a body's rule or a place's practice asks for is a warning: a decision that broke it is disclosed all the same.
"""

from __future__ import annotations

from itertools import pairwise

from sitegen.diagnostics import Place, Report, error, warning
from sitegen.fields import nearest
from sitegen.registers.board import Board
from sitegen.registers.deliberations.course import (
    Course,
    carried,
    course_of,
    dated,
    missing_stages,
    verdict,
)
from sitegen.registers.deliberations.links import check_links
from sitegen.registers.deliberations.procedures import PROCEDURES, Part
from sitegen.tables import Record, at
from sitegen.workdays import count_days

NOTICE = error(
    "deliberations.notice",
    "{label}写反了：结束 {end} 早于开始 {start}。",
    "请核对两个日期；公示期首尾两天都算在内。",
    "{label} ends on {end}, before its start {start}",
    "check both days; both are part of the period",
)
BEFORE_DECISION = error(
    "deliberations.before-decision",
    "{published}从 {day} 开始，可是 {decided} 才决议：还没有决议的事不能公开结果。",
    "请核对这两个日期。",
    "published from {day}, but decided only on {decided}",
    "check both days",
)
ORDER = warning(
    "deliberations.order",
    "“{step}”（{day}）早于它前面的一步“{before}”（{other}）。",
    "{procedure}要按顺序进行；请核对日期，确实如此的照实公开。",
    "“{step}” ({day}) took place before “{before}” ({other}), which precedes it",
    "check the days; if they are right, leave them",
)
MISSING = warning(
    "deliberations.missing-step",
    "{procedure}缺少步骤：{missing}。",
    "请补上这几步的日期和会议情况；确实没有进行的照实公开。",
    "these steps are missing: {missing}",
    "add them with their days; if they did not take place, leave it so",
)
UNKNOWN_STEP = warning(
    "deliberations.step",
    "“{step}”不是{procedure}的步骤。",
    "{procedure}的步骤是：{known}。{hint}",
    "“{step}” is no step of this procedure",
    "its steps are: {known}",
)
UNKNOWN_PROCEDURE = warning(
    "deliberations.procedure",
    "没有“{value}”这种程序的规则，步骤只按写的样子公开。",
    "是不是想写“{near}”？",
    "there are no rules for the procedure “{value}”; its steps are shown as written",
    "did you mean “{near}”?",
)
QUORUM = warning(
    "deliberations.quorum",
    "“{step}”应到 {expected} 人、实到 {present} 人，没有达到{body}的法定人数：{share}到会，至少 {least} 人。",
    "请核对人数；人数确实不够的不能作决定，应当重新开会。依据：{source}。",
    "{present} of {expected} were present at “{step}”, fewer than the {least} whom the rule of the body asks for",
    "check the numbers; without a quorum the meeting can't decide ({source})",
)
MAJORITY = warning(
    "deliberations.majority",
    "“{step}”的结果写的是“{outcome}”，可是赞成 {votes} 票，{body}要{whole} {people} 人中{share}"
    "（至少 {least} 票）赞成才通过。",
    "请核对票数和结果。依据：{source}。",
    "the outcome of “{step}” is “{outcome}”, but {votes} voted for it and {least} of {people} are needed",
    "check the votes and the outcome ({source})",
)
SHORT = warning(
    "deliberations.notice-short",
    "{label}从 {start} 到 {end} 只有 {days} 天，当地要求至少 {least} 天。",
    "请核对日期；公示天数不够的，应当重新公示。",
    "{label} lasts {days} days; the place's rule asks for {least}",
    "check the days; publish again if they were too few",
)
PUBLICATIONS: tuple[Part, Part] = ("decision_notice", "result_notice")


def check_deliberations(board: Board, report: Report) -> None:
    """All laws that look beyond one step."""
    for record in board.table("deliberations"):
        course = course_of(record)
        _check_procedure(course, report)
        _check_order(course, report)
        for step in dated(record.steps):
            _check_rule(course, step, report)
        _check_notices(board, course, report)
    check_links(board, report)


def _check_procedure(course: Course, report: Report) -> None:
    """The procedure is known (or its own), its steps are its steps, and none is missing."""
    record, procedure = course.record, course.procedure
    if procedure is None:
        value = record.procedure or ""
        near = nearest(value, [p.name for p in PROCEDURES])
        if near is not None and len(near) == len(value):
            report.add(UNKNOWN_PROCEDURE, at(record, "procedure"), value=value, near=near)
        return
    known = [stage.name for stage in procedure.stages]
    for step in course.others:
        near = nearest(step.step, known)
        report.add(
            UNKNOWN_STEP,
            at(step, "step"),
            step=step.step,
            procedure=procedure.name,
            known="、".join(known),
            hint=f"是不是想写“{near}”？" if near else "",
        )
    missing = missing_stages(course)
    if missing:
        place = at(record, "steps")
        report.add(MISSING, place, procedure=procedure.name, missing="、".join(missing))


def _check_order(course: Course, report: Report) -> None:
    """Nothing is published before it was decided, and no stage comes before the one that precedes it."""
    if course.procedure is None:
        return
    decided = course.day_of_part("decision")
    early = set()
    for part in PUBLICATIONS:
        place = course.procedure.part(part)
        day = course.day_of(place) if place is not None else None
        if place is not None and decided is not None and day is not None and day < decided:
            early.add(place)
            stage = course.procedure.stages[place].name
            where = _where(course, place)
            report.add(BEFORE_DECISION, where, published=stage, day=day, decided=decided)
    days = [(place, day) for place, day in course.days() if place not in early]
    for (before, other), (place, day) in pairwise(days):
        if day < other:
            stages = course.procedure.stages
            values = {"step": stages[place].name, "before": stages[before].name}
            report.add(
                ORDER, _where(course, place), day=day, other=other, procedure=course.procedure.name, **values
            )


def _where(course: Course, place: int) -> Place:
    """Where the day of a stage is written."""
    notice = course.notice_of(place)
    if course.placed[place]:
        return at(course.placed[place][0], "date")
    assert notice is not None
    return at(notice, "start")


def _check_rule(course: Course, step: Record, report: Report) -> None:
    """Enough were present, and the outcome is that of the votes, by the rule of the body that met."""
    found = verdict(step, course.usual_body(step))
    if found is None:
        return
    shown = {"step": step.step, "body": found.body.name, "source": found.rule.source}
    if found.quorate is False:
        assert found.rule.quorum is not None
        report.add(
            QUORUM,
            at(step, "present"),
            expected=step.expected,
            present=step.present,
            share=found.rule.quorum.words,
            least=found.due_present,
            **shown,
        )
    said = carried(step.outcome)
    if found.majority is not None and said is not None and said != found.majority:
        assert found.rule.majority is not None
        present = found.rule.among == "present"
        report.add(
            MAJORITY,
            at(step, "outcome"),
            outcome=step.outcome,
            votes=step.for_,
            whole="到会" if present else "应到",
            people=step.present if present else step.expected,
            share=found.rule.majority.words,
            least=found.due_for,
            **shown,
        )


def _check_notices(board: Board, course: Course, report: Report) -> None:
    """A notice period ends after it starts, and lasts as long as the place's calendar asks for."""
    least = board.settings.calendar.keep_days
    for part in PUBLICATIONS:
        notice = getattr(course.record, part)
        if notice is None or notice.start is None or notice.end is None:
            continue
        label, start, end = course.record._table.by_key[part].label, notice.start, notice.end
        if end < start:
            report.add(NOTICE, at(notice, "end"), label=label, start=start, end=end)
        elif least is not None and (days := count_days(start, end, "natural")) < least:
            report.add(SHORT, at(notice, "end"), label=label, start=start, end=end, days=days, least=least)
