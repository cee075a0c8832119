"""What finance adds to a board's summary, how parents add it up, and which statements a board still owes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sitegen.formats import fen, yuan
from sitegen.guard.calendar import Agenda, Duty, agenda
from sitegen.registers.board import Board, Summary
from sitegen.registers.finance.views import FinanceView

FIGURES = ("income", "expense", "closing")
DUTIES = ("due", "overdue", "timeliness")
_SHOWN_DUTIES = 12
Year = dict[str, str | None]


def shown_year(years: Iterable[int], day: date) -> int | None:
    """The year whose figures stand for a board: that of `day` if it is among `years`, else the newest."""
    known = set(years)
    return day.year if day.year in known else max(known, default=None)


def own_part(view: FinanceView) -> Summary:
    """The board's own figures (decimal strings) and duties."""
    years = {
        str(total.year): {key: yuan(getattr(total, key)) for key in FIGURES} for total in reversed(view.years)
    }
    return {**_figures(years, view.year), **_duties(view.duties)}


def merge_years(own: Summary, children: Sequence[Summary], day: date) -> Summary:
    """Own figures and those of the children added up, year by year; transfers between levels are not netted.

    What nobody reported is None, never 0.
    """
    parts: list[dict[str, Year]] = [part["years"] for part in (own, *children) if part.get("years")]
    numbers = sorted({number for part in parts for number in part})
    years = {number: _add([part[number] for part in parts if number in part]) for number in numbers}
    return _figures(years, shown_year(map(int, numbers), day))


def _add(parts: Sequence[Year]) -> Year:
    added: Year = {}
    for key in FIGURES:
        known = [fen(amount) for part in parts if (amount := part.get(key)) is not None]
        added[key] = yuan(sum(known)) if known else None
    return added


def _figures(years: dict[str, Any], year: int | None) -> Summary:
    shown = years.get(str(year), {})
    return {"year": year, **{key: shown.get(key) for key in FIGURES}, "years": years}


def duties_of(board: Board) -> Agenda:
    """The statements a board has published and owes, by the site's calendar.

    Duties run from the board's `since` (else its first statement) to its `until`. A period is covered by any
    of the board's books.
    """
    if board.info.level == "collection":
        return Agenda((), None)
    published = [(statement.period, None) for statement in board.table("finance")]
    info = board.info
    return agenda(board.settings.calendar, info.since, info.until, published, board.day)


def duties_part(own: Summary) -> Summary:
    """A board's duties for its summary."""
    return {key: own[key] for key in DUTIES} if "due" in own else _duties(Agenda((), None))


def _duties(found: Agenda) -> Summary:
    due = found.next_due
    return {
        "due": _duty(due) if due else None,
        "overdue": [_duty(duty) for duty in found.overdue],
        "timeliness": {duty.period.text: duty.state for duty in found.duties[-_SHOWN_DUTIES:]},
    }


def _duty(duty: Duty) -> dict[str, str]:
    return {"period": duty.period.text, "due_on": duty.due_on.isoformat()}
