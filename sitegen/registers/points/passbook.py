"""The passbook of a household (积分存折): every entry with what it counted, and the running balance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import accumulate, chain, groupby
from operator import itemgetter

from markupsafe import Markup
from msgspec import Struct

from sitegen.languages import listed, say
from sitegen.registers.points.cells import POINTS, SIGNED
from sitegen.registers.points.view import Judged, PointsView, Redemption
from sitegen.render.escape import escape


class YearRows(Struct, frozen=True):
    """A points year of a passbook: its rows (HTML) and what the year gave, its base included (hundredths)."""

    year: int
    label: str
    rows: Markup
    points: int
    base: int
    balance: int


Row = tuple[str, int, int, int, int, str, str]
"""A line before its balance is known: day (ISO), order within the day, points year, what it adds to the
balance and to the points of the year, and its HTML before and after the cell of the balance."""

_NO_MORE = "<td></td></tr>\n"
_BASE, _HANDOVER, _ENTRY, _REDEMPTION, _LAST = range(5)


class Passbooks:
    """Writes the passbooks of a board; what many rows share is kept ready."""

    def __init__(self, view: PointsView) -> None:
        self.view = view
        self.titles = [_title(judged) for judged in view.judged]
        self.gone = {*view.taken_back, *view.taken_back.values()}
        self.figures, self.balances = _Figures(), _Balances()
        self.starts = self._starts()
        self.ends = self._ends()
        self.redemptions: dict[str, list[Redemption]] = {}
        for record in view.redemptions:
            self.redemptions.setdefault(record.household, []).append(record)
        self.rewards = {reward.id: escape(reward.title) for reward in view.rewards}

    def years(self, household: str) -> list[YearRows]:
        """The rows of a household's passbook by points year, the oldest first."""
        if self._simple(household):
            return self._simple_years(household)
        rows = [*self._bases(household), *self._entries(household)]
        rows += self._redemptions(household)
        rows += self._handovers(household)
        rows.sort(key=itemgetter(0, 1))
        found: list[YearRows] = []
        balance = 0
        for year, group in groupby(rows, itemgetter(2)):
            written: list[str] = []
            gained = base = 0
            for _, order, _, value, gain, before, after in group:
                balance += value
                gained += gain
                if order == _BASE:
                    base += gain
                written.append(f"{before}{self.balances[balance]}{after}")
            label = self.view.year_label(year)
            found.append(YearRows(year, label, Markup("".join(written)), gained, base, balance))
        return found

    def _simple(self, household: str) -> bool:
        """Whether the household has nothing but entries: no bases, nothing redeemed, taken or handed over."""
        view = self.view
        return not (
            household in self.redemptions
            or household in view.received
            or household in view.handed_over
            or view.bases[household]
        )

    def _simple_years(self, household: str) -> list[YearRows]:
        """The rows of most households, of which there are very many: entries only, in their order."""
        view, lines = self.view, self.view.lines
        found: list[YearRows] = []
        balance = 0
        for year, group in groupby(view.lines_of[household], lines.years.__getitem__):
            numbers = list(group)
            balances = list(accumulate(map(lines.counted.__getitem__, numbers), initial=balance))
            cells = map(self.balances.__getitem__, balances[1:])
            rows = zip(
                map(self.starts.__getitem__, numbers), cells, map(self.ends.__getitem__, numbers), strict=True
            )
            gained, balance = balances[-1] - balance, balances[-1]
            written = Markup("".join(chain.from_iterable(rows)))
            found.append(YearRows(year, view.year_label(year), written, gained, 0, balance))
        return found

    def _bases(self, household: str) -> Iterator[Row]:
        house, start = self.view.households[household], self.view.start
        for year, base in self.view.bases[household]:
            first = date(year, start, 1)
            day = max(first, house.since) if house.since else first
            yield _row(day, _BASE, year, base, base, say("{year}基础分", year=self.view.year_label(year)))

    def _entries(self, household: str) -> Iterator[Row]:
        lines = self.view.lines
        for number in self.view.lines_of[household]:
            value = lines.counted[number]
            before, after = self.starts[number], self.ends[number]
            yield lines.days[number], _ENTRY, lines.years[number], value, value, before, after

    def _starts(self) -> list[str]:
        """How the row of each entry begins, up to the balance; a household's first one of a period can be linked to."""
        view, lines = self.view, self.view.lines
        days = {day: f'<tr><td class="d">{day[5:]}</td>' for day in set(lines.days)}
        kinds = list(zip(lines.judged, lines.raw, lines.counted, strict=True))
        cells = {
            (judged, raw, value): f"{self.titles[judged]}{self.figures[raw, value]}"
            for judged, raw, value in set(kinds)
        }
        starts = [days[day] + cells[kind] for day, kind in zip(lines.days, kinds, strict=True)]
        for number in self.gone:
            start = starts[number]
            if number in view.taken_back:
                shown = SIGNED[lines.counted[number]]
                start = f"{start.removesuffix(f'{shown}</td>')}<del>{shown}</del></td>"
            starts[number] = f'<tr class="gone"{start[3:]}'
        marks = [f'<tr id="p-{period}"' for period in view.periods]
        # Of the entries of a household and a period the last to be put down is the first.
        whose = zip(reversed(lines.households), reversed(lines.periods), strict=True)
        firsts = dict(zip(whose, reversed(range(len(starts))), strict=True))
        for (_, period), first in firsts.items():
            starts[first] = marks[period] + starts[first][3:]
        return starts

    def _ends(self) -> list[str]:
        """How the rows of entries end: what they took back, why they count less, their notes; most say nothing."""
        view, days = self.view, self.view.lines.days
        found: dict[int, list[str]] = {}
        for target, reversal in view.taken_back.items():
            found.setdefault(target, []).append(say("已于 {day} 冲正", day=days[reversal]))
            found.setdefault(reversal, []).append(say("冲正 {day} 的记录", day=days[target]))
        for number, reason in view.reasons.items():
            found.setdefault(number, []).append(reason)
        if view.hall:
            for number, note in view.lines.notes.items():
                found.setdefault(number, []).append(escape(note))
        ends = [_NO_MORE] * len(days)
        for number, texts in found.items():
            ends[number] = f"<td>{listed(texts, '；')}</td></tr>\n"
        return ends

    def _redemptions(self, household: str) -> Iterator[Row]:
        for record in self.redemptions.get(household, ()):
            title = say(
                '<a href="../rewards.html#{id}">兑换 {reward}</a>',
                id=record.reward,
                reward=self.rewards[record.reward],
            )
            why = str(escape(record.note)) if record.note else ""
            yield _row(record.day, _REDEMPTION, record.year, -record.points, 0, title, why)

    def _handovers(self, household: str) -> Iterator[Row]:
        """What the household took over from others, and what it handed over in the end."""
        for taken in self.view.received.get(household, ()):
            title = say('承继 <a href="{id}.html">{id}</a> 的积分', id=taken.other)
            yield _row(taken.day, _HANDOVER, taken.year, taken.points, taken.gain, title)
        given = self.view.handed_over.get(household)
        if given is not None:
            title = say('积分转给 <a href="{id}.html">{id}</a>', id=given.other)
            yield _row(given.day, _LAST, given.year, -given.points, 0, title)


def _row(day: date, order: int, year: int, value: int, gain: int, title: str, why: str = "") -> Row:
    """A row without raw points. `title` and `why` are HTML."""
    text = day.isoformat()
    before = (
        f'<tr><td class="d">{text[5:]}</td><th scope="row" class="lead">{title}</th><td class="n"></td>'
        f'<td class="n key">{SIGNED[value]}</td>'
    )
    return text, order, year, value, gain, before, f"<td>{why}</td></tr>\n"


def _title(judged: Judged) -> str:
    """The head cell of an entry's row: what it was for, as far as the audience may know."""
    category = escape(judged.category)
    if judged.title is None:
        text = (
            say("{category}扣分", category=category)
            if judged.deducts
            else say("{category}加分", category=category)
        )
    else:
        text = f'{escape(judged.title)} <span class="less">{category}</span>'
    return f'<th scope="row" class="lead">{text}</th>'


class _Figures(dict[tuple[int, int], str]):
    """The cells of raw and counted points, each pair written once."""

    def __init__(self) -> None:
        super().__init__()
        self.raw = say("分值")

    def __missing__(self, figures: tuple[int, int]) -> str:
        raw, value = figures
        cells = self[figures] = (
            f'<td class="n" data-label="{self.raw}">{SIGNED[raw]}</td><td class="n key">{SIGNED[value]}</td>'
        )
        return cells


class _Balances(dict[int, str]):
    """The cell of a balance, each written once."""

    def __init__(self) -> None:
        super().__init__()
        self.label, self.owed = say("余额"), say("欠")

    def __missing__(self, value: int) -> str:
        owed = f'<span class="neg-word">{self.owed}</span>' if value < 0 else ""
        cell = self[value] = f'<td class="n" data-label="{self.label}">{owed}{POINTS[value]}</td>'
        return cell
