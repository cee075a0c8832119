"""The wall chart (挂图作战): tasks as bars over the calendar, drawn as the other charts are (see charts.py).

No line marks today: a page says what is late, not when it was built. What is late is told by words, hatching and a
thick edge besides its colour, so that a grey print says it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

from sitegen.languages import say, say_short_month
from sitegen.render.escape import escape
from sitegen.render.svg import chart, em, line, ratio, rect, text

ROW = 32
"""Height of a row, its words above its bar, in tenths of an em."""
_HEAD = 34
_LONGEST_LABEL = 20
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_MOST_MARKS = 9


class Bar(NamedTuple):
    """A task on the wall. `done` is the share done of the time from `start` to `due` in per cent; `until` the day
    to which it went on beyond `due`, where it was done late; `late` whether it is overdue or was done late."""

    label: str
    words: str
    start: date | None
    due: date
    done: int
    until: date | None
    late: bool
    above: bool
    """Whether others stand below it: then it is a bracket over them."""


class Span(NamedTuple):
    """The time that a wall covers: whole months, the last day included."""

    first: date
    last: date

    def x(self, day: date) -> str:
        """Where a day begins."""
        return ratio((day - self.first).days, self.days)

    def width(self, start: date, end: date) -> str:
        """From the beginning of one day to the end of another."""
        return ratio(max((end - start).days, 0) + 1, self.days)

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.last - self.first).days + 1


def span_of(bars: Sequence[Bar]) -> Span:
    """The whole months that bars cover."""
    days = [day for bar in bars for day in (bar.start, bar.due, bar.until) if day is not None]
    first, last = min(days), max(days)
    following = _month(last.year, last.month + 1)
    return Span(first.replace(day=1), following - timedelta(days=1))


def _month(year: int, month: int) -> date:
    """The first day of a month that may lie beyond its year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def wall_chart(bars: Sequence[Bar], span: Span, *, slug: str, title: str) -> Markup:
    """The bars one below the other over `span`."""
    height = _HEAD + ROW * len(bars)
    parts = [_late_pattern(slug), *_calendar(span, height)]
    for number, bar in enumerate(bars):
        parts += _row(bar, span, _HEAD + ROW * number, slug)
    late = sum(bar.late and not bar.above for bar in bars)
    count = sum(not bar.above for bar in bars)
    description = say(
        "{first} 到 {last}，共 {count} 项，其中逾期或迟完成 {late} 项。",
        first=f"{span.first:%Y-%m}",
        last=f"{span.last:%Y-%m}",
        count=count,
        late=late,
    )
    return chart(slug, title, description, height, parts, "wall")


def _calendar(span: Span, height: int) -> Iterator[str]:
    """The months (or longer steps, where they are many) with their lines."""
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    step = next((step for step in _STEPS if months <= step * _MOST_MARKS), _STEPS[-1])
    year = None
    for number, offset in enumerate(range(0, months, step)):
        mark = _month(span.first.year, span.first.month + offset)
        x = span.x(mark)
        yield line(x, em(16), x, em(height), "grid")
        minor = " minor" if number % 2 and months > step * 4 else ""
        if step < 12:
            yield text(x, 25, say_short_month(mark.month), "soft-text" + minor)
        if mark.year != year:
            yield text(x, 11, say("{year}年", year=mark.year), "strong" if step < 12 else "strong" + minor)
        year = mark.year


def _row(bar: Bar, span: Span, top: int, slug: str) -> Iterator[str]:
    label = bar.label if len(bar.label) <= _LONGEST_LABEL else bar.label[: _LONGEST_LABEL - 1] + "…"
    yield text("0", top + 12, (say("〔迟〕") if bar.late else "") + label, "strong" if bar.above else "")
    yield text("100%", top + 12, bar.words, ("late-text" if bar.late else "soft-text") + " end minor")
    if bar.start is None:
        yield f'<circle cx="{span.x(bar.due)}" cy="{em(top + 21)}" r="5" class="{"dot late" if bar.late else "dot"}"/>'
        return
    yield f"<g><title>{escape(f'{bar.label}　{bar.words}')}</title>"
    x, width = span.x(bar.start), span.width(bar.start, bar.due)
    if bar.above:
        yield rect(x, em(top + 20), width, ".25em", "bracket")
    else:
        yield from _bar(bar, span, top, slug)
    yield "</g>"


def _bar(bar: Bar, span: Span, top: int, slug: str) -> Iterator[str]:
    assert bar.start is not None
    y, height = em(top + 17), ".8em"
    days = (bar.due - bar.start).days + 1
    yield rect(span.x(bar.start), y, span.width(bar.start, bar.due), height, "planned")
    if bar.late and bar.until is None:
        yield rect(span.x(bar.start), y, span.width(bar.start, bar.due), height, "behind", f"{slug}-late")
    if bar.done:
        yield rect(span.x(bar.start), y, ratio(bar.done * days, 100 * span.days), height, "main")
    if bar.until is not None:
        after = bar.due + timedelta(days=1)
        yield rect(span.x(after), y, span.width(after, bar.until), height, "behind", f"{slug}-late")


def _late_pattern(slug: str) -> str:
    """The hatching of what is late."""
    return (
        f'<defs><pattern id="{escape(slug)}-late-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(-45)"><rect width="6" height="6" class="hatch-ground"/>'
        '<line x1="0" y1="0" x2="0" y2="6" class="late-line"/></pattern></defs>'
    )
