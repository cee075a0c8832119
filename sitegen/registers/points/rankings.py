"""The rankings of a village: of its periods, its points years and in total; and what its categories gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sitegen.days import Period
from sitegen.languages import word
from sitegen.registers.points.books import Bases, Books
from sitegen.registers.points.laws import in_force
from sitegen.registers.points.ranking import Standing, rank, ranks_of
from sitegen.registers.points.view import Account, Categories, Lines, Ranking, year_label
from sitegen.render.charts import CategoryPoints
from sitegen.tables import Record


@dataclass
class Rankings:
    """Made from the households and the entries with what they counted."""

    households: Mapping[str, Record]
    books: Books
    bases: Bases
    periods: Sequence[Period]
    lines: Lines
    categories: Sequence[str]
    """The category of each rule that entries show, by its number."""
    taken_back: Mapping[int, int]
    day: date
    _by_period: list[dict[str, int]] = field(init=False)
    _by_category: dict[tuple[int, str], dict[str, int]] = field(init=False)
    _signed: dict[tuple[int, str], list[int]] = field(init=False)
    """What each category of a year gave and took, entries reversed within the year left out."""

    def __post_init__(self) -> None:
        self.hands_over = any(record.successor for record in self.households.values())
        self._by_period = [defaultdict(int) for _ in self.periods]
        self._by_category = {}
        self._signed = {}
        lines = self.lines
        places: dict[tuple[int, int], tuple[dict[str, int], list[int]]] = {}
        columns = lines.households, lines.judged, lines.periods, lines.years, lines.counted
        for household, judged, period, year, value in zip(*columns, strict=True):
            self._by_period[period][household] += value
            place = places.get((year, judged))
            if place is None:
                place = places[year, judged] = self._place(year, judged)
            cells, signed = place
            cells[household] += value
            signed[value < 0] += value
        for pair in self.taken_back.items():
            if lines.years[pair[0]] == lines.years[pair[1]]:
                for number in pair:
                    value = lines.counted[number]
                    _, signed = self._place(lines.years[number], lines.judged[number])
                    signed[value < 0] -= value

    def _place(self, year: int, judged: int) -> tuple[dict[str, int], list[int]]:
        """Where the entries of a rule are added up: by household, and by sign."""
        key = year, self.categories[judged]
        return self._by_category.setdefault(key, defaultdict(int)), self._signed.setdefault(key, [0, 0])

    def of_periods(self) -> list[Ranking]:
        """One a ledger, compared with the one before."""
        found: list[Ranking] = []
        for number, period in enumerate(self.periods):
            sums = self._by_period[number]
            present = self._present(sums, min(period.last, self.day))
            before = found[-1] if found else None
            year = self.books.year_of(period.first)
            entries = self.lines.periods.count(number)
            found.append(self._ranking(period.text, period.label, year, present, before, entries, sums))
        return found

    def of_years(self) -> list[Ranking]:
        """One a points year, bases included, compared with the year before."""
        found: list[Ranking] = []
        for year in self._years():
            sums: dict[str, int] = {}
            for (of, _), cells in self._by_category.items():
                if of == year:
                    for household, value in cells.items():
                        sums[household] = sums.get(household, 0) + value
            recorded = list(sums)
            if self.books.base(year):
                for household in self.households:
                    sums[household] = sums.get(household, 0) + self.bases.of(household, year)
            present = self._present(sums, min(self.books.last_day(year), self.day))
            before = found[-1] if found else None
            label = year_label(year, self.books.start)
            entries = self.lines.years.count(year)
            found.append(self._ranking(str(year), label, year, present, before, entries, recorded))
        return found

    def _years(self) -> Iterable[int]:
        """From the year of the first ledger to that of the last, or to this one where a base is given."""
        if not self.periods:
            return ()
        newest = self.books.year_of(min(self.periods[-1].last, self.day))
        this_year = self.books.year_of(self.day)
        if self.books.base(this_year):
            newest = this_year
        return range(self.books.year_of(self.periods[0].first), newest + 1)

    def in_total(self, accounts: Mapping[str, Account]) -> Ranking | None:
        """Of all points (`accounts`: each household's own), compared with those before the last period."""
        if not self.periods:
            return None
        present = self._present({h: account.total for h, account in accounts.items()}, self.day)
        before = None
        if len(self.periods) > 1:
            eve = self.periods[-1].first - timedelta(days=1)
            earlier = self._present(self._totals_before_last(eve), eve)
            before = self._ranking("total", self.periods[-2].label, None, earlier, None, 0, ())
        households = self.lines.households
        recorded = dict.fromkeys(households)
        return self._ranking("total", word("累计"), None, present, before, len(households), recorded)

    def _totals_before_last(self, eve: date) -> dict[str, int]:
        """What every household had on the day before the last period."""
        year = self.books.year_of(eve)
        sums = {h: sum(base for given, base in self.bases.given(h) if given <= year) for h in self.households}
        for gained in self._by_period[:-1]:
            for household, value in gained.items():
                sums[household] += value
        return sums

    def _present(self, sums: Mapping[str, int], last: date) -> dict[str, int]:
        """The points of every household in force on `last`, also 0; who took points over has them."""
        if self.hands_over:
            holder = holders(self.households, last)
            handed: dict[str, int] = {}
            for household, value in sums.items():
                handed[holder[household]] = handed.get(holder[household], 0) + value
            sums = handed
        return {h: sums.get(h, 0) for h, record in self.households.items() if in_force(record, last)}

    def _ranking(
        self,
        key: str,
        label: str,
        year: int | None,
        present: Mapping[str, int],
        before: Ranking | None,
        entries: int,
        recorded: Iterable[str],
    ) -> Ranking:
        return Ranking(
            key=key,
            label=label,
            year=year,
            standings=rank(present, ranks_of(before.standings) if before else None),
            groups=self._parts(present, "group"),
            grids=self._parts(present, "grid"),
            against=before.label if before else None,
            entries=entries,
            recorded=tuple(recorded),
        )

    def _parts(self, present: Mapping[str, int], attribute: str) -> list[tuple[str, list[Standing]]]:
        """Own rankings of the groups or grids, in the order in which the list of households names them."""
        parts: dict[str, dict[str, int]] = {}
        for household, value in present.items():
            part = getattr(self.households[household], attribute)
            if part:
                parts.setdefault(part, {})[household] = value
        return [(part, rank(members)) for part, members in parts.items()]

    def by_category(self) -> dict[int, Categories]:
        """Each points year by category, in the order of its rule book."""
        signed = {key: (earned, -deducted) for key, (earned, deducted) in self._signed.items()}
        found: dict[int, Categories] = {}
        for year in sorted({year for year, _ in self._by_category}):
            book = self.books.in_force(year)
            names = [name for name in book.categories if (year, name) in signed] if book else []
            cells = [self._by_category[year, name] for name in names]
            rows = [CategoryPoints(name, *signed[year, name]) for name in names]
            concerned = [h for h in self.households if any(h in column for column in cells)]
            found[year] = Categories(rows, {h: [column.get(h) for column in cells] for h in concerned})
        return found


def holders(records: Mapping[str, Record], day: date) -> dict[str, str]:
    """Who holds each household's points on a day: itself, or whoever took them over."""
    found: dict[str, str] = {}
    for household, record in records.items():
        while record.until and record.until < day and record.successor:
            record = records[record.successor]
        found[household] = record.id
    return found
