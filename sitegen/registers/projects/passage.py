"""The way of a project through its stages: when it came to each, how long it stayed, which it jumped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from sitegen.registers.projects.tables import STAGES
from sitegen.tables import Record


class Passage(Struct, frozen=True):
    """One step: `days` from this stage to the next one; None in the stage where it is now."""

    stage: str
    on: date
    days: int | None
    opinion: str | None


def histories(rows: Iterable[Record]) -> dict[str, list[Record]]:
    """The readable rows of the history by project, in the order of their days, then of their lines."""
    found: dict[str, list[Record]] = {}
    for row in rows:
        if row.project and row.stage and row.date:
            found.setdefault(row.project, []).append(row)
    for steps in found.values():
        steps.sort(key=lambda row: row.date)
    return found


def passages(steps: Sequence[Record]) -> tuple[Passage, ...]:
    """The steps of a project, each with the days that it took."""
    following = [*(step.date for step in steps[1:]), None]
    return tuple(
        Passage(step.stage, step.date, None if after is None else (after - step.date).days, step.opinion)
        for step, after in zip(steps, following[: len(steps)], strict=True)
    )


def furthest(stage: str | None, steps: Sequence[Record]) -> int | None:
    """The place (in STAGES) of the furthest known stage that a project is in or ever reached; None without one."""
    known = [STAGES.index(word) for word in (stage, *(step.stage for step in steps)) if word in STAGES]
    return max(known, default=None)


def jumped(stage: str | None, steps: Sequence[Record]) -> list[str]:
    """The stages before the furthest one of which the history knows nothing. A project without any history has
    jumped none: nobody wrote its steps down."""
    far = furthest(stage, steps)
    if far is None or not steps:
        return []
    reached = {step.stage for step in steps}
    return [word for word in STAGES[:far] if word not in reached]
