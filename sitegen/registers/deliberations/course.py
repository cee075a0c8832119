"""The course of a deliberation: its steps at the stages of its procedure, and how each vote stands to the rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from sitegen.registers.deliberations.bodies import Body, Rule, body_named
from sitegen.registers.deliberations.procedures import Part, Procedure, procedure_named
from sitegen.tables import Record

_NOT_CARRIED = re.compile("未.{0,2}通过|没有?通过|不通过|不同意|否决|未获")
_CARRIED = re.compile("通过|同意|赞成")


def carried(outcome: str | None) -> bool | None:
    """Whether an outcome's words say that a proposal was carried; None where they say neither."""
    if outcome is None:
        return None
    if _NOT_CARRIED.search(outcome):
        return False
    return True if _CARRIED.search(outcome) else None


class Verdict(Struct, frozen=True):
    """A step measured by the rule of its body. `quorate` and `majority`: whether enough were present, and in
    favour (None: not known); `due_present` and `due_for` are the least numbers that would do."""

    body: Body
    rule: Rule
    quorate: bool | None
    due_present: int | None
    majority: bool | None
    due_for: int | None


def verdict(step: Record, usual: str | None) -> Verdict | None:
    """A step by the rule of the body that its form or name tells, else of the `usual` one; None without a rule."""
    body = body_named((step.form, step.step, usual))
    rule = body.rule_on(step.date) if body is not None and step.date is not None else None
    if body is None or rule is None:
        return None
    quorate = due_present = majority = due_for = None
    if rule.quorum is not None and step.expected:
        due_present = rule.quorum.least(step.expected)
        quorate = rule.quorum.reached(step.present, step.expected) if step.present is not None else None
    whole = step.present if rule.among == "present" else step.expected
    if rule.majority is not None and whole and step.for_ is not None:
        due_for = rule.majority.least(whole)
        majority = rule.majority.reached(step.for_, whole)
    return Verdict(body, rule, quorate, due_present, majority, due_for)


class Course(Struct, frozen=True):
    """A deliberation's steps by stage. `placed` holds for each stage its steps, earliest first; `others` the
    steps that are no stage of the procedure (all of them where it isn't known)."""

    record: Record
    procedure: Procedure | None
    placed: tuple[tuple[Record, ...], ...]
    others: tuple[Record, ...]

    def day_of(self, place: int) -> date | None:
        """The first day of a stage: of its first step, else of the notice that stands for it."""
        if self.placed[place]:
            return self.placed[place][0].date  # type: ignore[no-any-return]
        notice = self.notice_of(place)
        return notice.start if notice is not None else None

    def notice_of(self, place: int) -> Record | None:
        """The notice period (公示) that is, or goes with, a stage."""
        assert self.procedure is not None
        part = self.procedure.stages[place].part
        return getattr(self.record, part) if part in ("decision_notice", "result_notice") else None

    def days(self) -> Iterator[tuple[int, date]]:
        """The stages that have a day, with that day."""
        for place in range(len(self.placed)):
            if (day := self.day_of(place)) is not None:
                yield place, day

    def day_of_part(self, part: Part) -> date | None:
        """The day of the decision or of one of the two publications."""
        place = self.procedure.part(part) if self.procedure is not None else None
        return self.day_of(place) if place is not None else None

    def usual_body(self, step: Record) -> str | None:
        """The body that is usual at the stage of a step."""
        place = self.procedure.place_of(step.step) if self.procedure and step.step else None
        return self.procedure.stages[place].body if self.procedure and place is not None else None

    def rejected_by(self, day: date) -> Record | None:
        """The last step by `day` if it says that the matter was not carried."""
        done = [step for step in dated(self.record.steps) if step.date <= day]
        return done[-1] if done and carried(done[-1].outcome) is False else None


def dated(steps: Sequence[Record] | None) -> list[Record]:
    """The steps that have a name and a day, the earliest first."""
    return sorted((s for s in steps or () if s.date is not None and s.step), key=lambda s: s.date)


def course_of(record: Record) -> Course:
    """The course that a deliberation took."""
    procedure = procedure_named(record.procedure)
    steps = dated(record.steps)
    if procedure is None:
        return Course(record, None, (), tuple(steps))
    places = [procedure.place_of(step.step) for step in steps]
    placed = tuple(
        tuple(step for step, place in zip(steps, places, strict=True) if place == number)
        for number in range(len(procedure.stages))
    )
    others = tuple(step for step, place in zip(steps, places, strict=True) if place is None)
    return Course(record, procedure, placed, others)


def missing_stages(course: Course) -> list[str]:
    """The stages without a day, though a later stage has one."""
    if course.procedure is None:
        return []
    known = {place for place, _ in course.days()}
    last = max(known, default=-1)
    return [course.procedure.stages[place].name for place in range(last) if place not in known]
