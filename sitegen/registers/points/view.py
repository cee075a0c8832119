"""The view of the points register: plain values from which its pages, twins and summary are written.

It holds nothing that its audience may not know: in public no rule of a deduction and no note.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from msgspec import Struct

from sitegen.languages import say
from sitegen.registers.points.ranking import Standing
from sitegen.render.charts import CategoryPoints
from sitegen.tables import Record


class Account(Struct, frozen=True):
    """A household's points (hundredths, all but the balance positive numbers), what it took over included.

    base + earned − deducted − redeemed = balance; a negative balance is what it owes.
    """

    base: int = 0
    earned: int = 0
    deducted: int = 0
    redeemed: int = 0

    @property
    def total(self) -> int:
        """What counts in the total ranking: redeeming does not lower it."""
        return self.base + self.earned - self.deducted

    @property
    def balance(self) -> int:
        """What can be redeemed."""
        return self.total - self.redeemed

    def plus(self, other: Account) -> Account:
        """Both together."""
        return Account(
            self.base + other.base,
            self.earned + other.earned,
            self.deducted + other.deducted,
            self.redeemed + other.redeemed,
        )


class House(Struct, frozen=True):
    """A household as it is shown; `grid_name` is the grid's name where the register of grids knows it."""

    id: str
    name: str
    group: str | None
    grid: str | None
    grid_name: str | None
    since: date | None
    until: date | None
    successor: str | None
    note: str | None


class Ranking(Struct, frozen=True):
    """A ranking of a period ("2022-Q1"), a points year ("2022") or in total ("total").

    `year` is the points year of both former; `groups` and `grids` rank their own households among themselves;
    `against` names the ranking with which ranks are compared, None for the first; `recorded` are the
    households that have entries in it.
    """

    key: str
    label: str
    year: int | None
    standings: list[Standing]
    groups: list[tuple[str, list[Standing]]]
    grids: list[tuple[str, list[Standing]]]
    against: str | None
    entries: int
    recorded: tuple[str, ...]

    @property
    def points(self) -> int:
        """The points of all ranked households together."""
        return sum(points for _, _, points, _ in self.standings)

    @property
    def is_year(self) -> bool:
        """Whether it is the ranking of a points year."""
        return self.key == str(self.year)


class Categories(Struct, frozen=True):
    """A points year by category: what each gave (bases left out), and the net points of each household in
    the order of `rows`, None where it has no entry."""

    rows: list[CategoryPoints]
    households: dict[str, list[int | None]]


class Judged(NamedTuple):
    """A rule as entries show it; `id` and `title` are None where its name may not be known."""

    id: str | None
    title: str | None
    category: str
    deducts: bool


class Lines(NamedTuple):
    """The entries in the order in which they are counted, column by column: there are thousands."""

    days: list[str]
    """ISO."""
    households: list[str]
    judged: list[int]
    """The number of its rule in the view's `judged`."""
    periods: list[int]
    years: list[int]
    """Points years."""
    raw: list[int]
    counted: list[int]
    points: list[int | None]
    """As recorded."""
    quantities: dict[int, int]
    """Those that are not 1, by the entry's number; in hundredths, as all points."""
    ids: dict[int, str]
    """Where an entry has one, by its number; so the next two."""
    reverses: dict[int, str]
    """The id of the entry that it takes back."""
    notes: dict[int, str]


class Redemption(Struct, frozen=True):
    """What a household took for its points."""

    day: date
    household: str
    reward: str
    points: int
    year: int
    note: str | None


class Handover(Struct, frozen=True):
    """Points that passed to another household (`other`) on `day`; to the one that takes over `gain` of them
    are of the running points year."""

    day: date
    other: str
    points: int
    gain: int
    year: int


class ListedBook(Struct, frozen=True):
    """A rule book as it is shown: `year` from which it is in force, categories (name, base, floor, cap) and
    rules; `withheld` rules count but are not shown; `counts`: label, unit, announced, listed."""

    year: int | None
    label: str
    base: int
    note: str | None
    categories: list[tuple[str, int, int | None, int | None]]
    rules: list[Record]
    withheld: int
    counts: list[tuple[str, str, int | None, int]]

    @property
    def anchor(self) -> str:
        """Where it stands on the page of the rules."""
        return "book" if self.year is None else f"book-{self.year}"

    def of(self, category: str) -> list[Record]:
        """The rules of a category."""
        return [rule for rule in self.rules if rule.category == category]


class PointsView(Struct, frozen=True):
    """Everything that the register shows. Entries go by their places in `lines`."""

    hall: bool
    start: int
    day_year: int
    households: dict[str, House]
    accounts: dict[str, Account]
    bases: dict[str, list[tuple[int, int]]]
    """By household the points years in which it was given a base, and the base."""
    books: list[ListedBook]
    rewards: list[Record]
    periods: list[str]
    judged: list[Judged]
    lines: Lines
    lines_of: dict[str, list[int]]
    reasons: dict[int, str]
    taken_back: dict[int, int]
    """Entries that were taken back, and the reversal of each."""
    redemptions: list[Redemption]
    received: dict[str, list[Handover]]
    handed_over: dict[str, Handover]
    rankings: list[Ranking]
    years: list[Ranking]
    total: Ranking | None
    categories: dict[int, Categories]
    present: int
    year_entries: int
    active: int
    next_change: date | None

    @property
    def newest(self) -> Ranking | None:
        """The ranking to show first: of the newest points year in which something was recorded."""
        recorded = [year for year in self.years if year.entries]
        return (recorded or self.years)[-1] if self.years else None

    @property
    def all_rankings(self) -> list[Ranking]:
        """Those of the periods, of the years, and the total."""
        return [*self.rankings, *self.years, *([self.total] if self.total else [])]

    def year_label(self, year: int) -> str:
        """A points year as people call it."""
        return year_label(year, self.start)


def year_label(year: int, start: int) -> str:
    """A points year that starts in the month `start`, as people call it."""
    return say("{year}年", year=year) if start == 1 else say("{year}积分年度", year=year)
