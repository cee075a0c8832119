"""The rule books: which is in force when, and the records of the register as the entries that are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from sitegen.days import Period
from sitegen.registers.points.counting import Category, Entry, Rule
from sitegen.registers.points.tables import book_year, ledger_period
from sitegen.tables import Record, Rows
from sitegen.tables.rows import picker

NO_CATEGORY = Category("")


class Book(Struct, frozen=True):
    """A rule book. `year` is the points year from which it is in force (None: from the beginning), `base`
    what a household begins each points year with, those of the categories included (hundredths)."""

    year: int | None
    base: int
    categories: Mapping[str, Category]
    rules: Mapping[str, Rule]
    records: Mapping[str, Record]
    record: Record


class Books:
    """All rule books of a board, in the order in which they came into force."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.books = sorted((_book(record) for record in records), key=lambda book: book.year or 0)
        self.start = next((book.record.year for book in self.books if book.record.year), 1)
        """The month in which a points year starts."""
        self._of: dict[int, Book | None] = {}

    def year_of(self, day: date) -> int:
        """The points year in which a day lies: it bears the year in which it starts."""
        return day.year if day.month >= self.start else day.year - 1

    def first_day(self, year: int) -> date:
        """The first day of a points year."""
        return date(year, self.start, 1)

    def last_day(self, year: int) -> date:
        """The last day of a points year."""
        return self.first_day(year + 1) - timedelta(days=1)

    def in_force(self, year: int) -> Book | None:
        """The book by which the entries of a points year are judged; None before the first."""
        if year not in self._of:
            self._of[year] = next((b for b in reversed(self.books) if b.year is None or b.year <= year), None)
        return self._of[year]

    def base(self, year: int) -> int:
        """What a household begins a points year with."""
        book = self.in_force(year)
        return book.base if book else 0


def _book(record: Record) -> Book:
    categories = {
        c.name: Category(c.name, c.base or 0, c.floor, c.cap) for c in record.categories or () if c.name
    }
    sound = {r.id: r for r in record.rules or () if r.id and r.category}
    rules = {
        r.id: Rule(
            id=r.id,
            category=categories.setdefault(r.category, Category(r.category)),
            cap=r.cap,
            once=bool(r.once),
            exclusive=r.exclusive,
            reset=bool(r.reset),
        )
        for r in sound.values()
    }
    base = (record.base or 0) + sum(category.base for category in categories.values())
    return Book(book_year(record._source.path), base, categories, rules, sound, record)


class Ledger(Struct, frozen=True):
    """The ledger of a period, a file: the `places` of its entries among all `rows`, in date order, then file order."""

    path: str
    period: Period
    rows: Rows
    places: list[int]

    def column(self, key: str) -> Sequence[Any]:
        """The values of a field."""
        return picker(self.places)(self.rows.column(key))

    @property
    def entries(self) -> Rows:
        """The entries themselves."""
        return self.rows.take(self.places)


def ledgers(entries: Rows) -> Iterator[Ledger]:
    """The ledgers in the order of their periods; entries without a day are left out."""
    for path, places in entries.ordered("date"):
        yield Ledger(path, ledger_period(path), entries, places)


class Lines(Struct, frozen=True):
    """Entries ready to be counted, and the record of each."""

    entries: list[Entry]
    records: Rows


def lines(books: Books, records: Rows) -> Lines:
    """`records`, in date order then file order, as entries; those that no rule judges are left out."""
    entries: list[Entry] = []
    kept: list[int] = []
    numbers: dict[str, int] = {}
    on: dict[date, tuple[int, Book | None]] = {}
    new = tuple.__new__
    keys = ("date", "household", "rule", "points", "quantity", "id", "reverses")
    columns = zip(*(records.column(key) for key in keys), strict=True)
    for place, (day, household, name, stated, quantity, own_id, reverses) in enumerate(columns):
        found = on.get(day)
        if found is None:
            year = books.year_of(day)
            found = on[day] = year, books.in_force(year)
        year, book = found
        rule = book.rules.get(name) if book is not None else None
        if book is None or rule is None or household is None:
            continue
        target = numbers.get(reverses) if reverses else None
        if target is not None:
            raw = -entries[target].raw
        else:
            raw = stated
            if raw is None:
                scope = book.records[rule.id].points
                raw = scope.least if scope is not None else 0
            if quantity != 100 and quantity is not None:
                raw = times(raw, quantity)
        if own_id:
            numbers[own_id] = len(entries)
        # What NamedTuple's own constructor does, without a call in between: there are thousands.
        entries.append(new(Entry, (day, household, year, rule, raw, target)))
        kept.append(place)
    return Lines(entries, records if len(kept) == len(records) else records.take(kept))


def times(points: int, quantity: int) -> int:
    """Points × quantity, both in hundredths, rounded half up (away from zero) to the hundredth."""
    product = (2 * abs(points) * quantity + 100) // 200
    return -product if points < 0 else product


class Bases:
    """Who begins which points year with how much."""

    def __init__(self, books: Books, households: Sequence[Record], first: date | None, last: int) -> None:
        """`first` is the first day of the first ledger, `last` the newest points year."""
        self.books = books
        self.spans: dict[str, tuple[int, int]] = {}
        """The first and the last points year in which a household is given a base."""
        if first is None:
            return
        begin = books.year_of(first)
        for household in households:
            start = max(begin, books.year_of(household.from_)) if household.from_ else begin
            end = min(last, books.year_of(household.until)) if household.until else last
            self.spans[household.id] = (start, end)

    def of(self, household: str, year: int) -> int:
        """What a household began a points year with."""
        start, end = self.spans.get(household, (year + 1, year))
        return self.books.base(year) if start <= year <= end else 0

    def given(self, household: str) -> list[tuple[int, int]]:
        """The points years in which the household was given a base that is not 0, and the base."""
        start, end = self.spans.get(household, (1, 0))
        return [(year, base) for year in range(start, end + 1) if (base := self.books.base(year))]


def taken_over(households: Sequence[Record]) -> dict[str, list[tuple[date, str]]]:
    """For each successor the households whose points it takes over, and from which day (after they end)."""
    found: dict[str, list[tuple[date, str]]] = {}
    ended = [h for h in households if h.id and h.until and h.successor]
    for household in sorted(ended, key=lambda h: (h.until, h.id)):
        found.setdefault(household.successor, []).append((household.until + timedelta(days=1), household.id))
    return found
