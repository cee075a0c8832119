"""What an entry counts: the law of the points register, entry by entry.

The law: in date order, then file order, an entry's raw points (points × quantity) pass
  1. once: an entry of a once-only rule counts once for a household, ever;
  2. exclusive: of the rules that share a name only the excess over the best so far of the points year counts;
  3. the rule's cap: of the absolute sum that the rule gives the household in a points year;
  4. the category's cap and floor: its running total, base included, stays within them.
A reset counts minus the household's points of the points year so far, bases included. A reversal counts the
exact negative of what its target counted and frees once and caps from that day; nothing earlier is
computed again, and the best of an exclusive name stays what it was.

All points are integers of hundredths. Nothing here knows files, pages or today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from sitegen.languages import word

ONCE = word("一次性，已经计过")
EXCLUSIVE = word("同类只取最高")
RULE_CAP = word("本项封顶")
CATEGORY_CAP = word("类别封顶")
CATEGORY_FLOOR = word("类别保底")
RESET = word("归零")
AS_TARGET = word("按原来计入的分冲回")


class Category(Struct, frozen=True):
    """A category of rules: what a household begins a points year with in it, and the limits of its total."""

    name: str
    base: int = 0
    floor: int | None = None
    cap: int | None = None


class Rule(Struct, frozen=True):
    """The part of a rule that decides what its entries count."""

    id: str
    category: Category
    cap: int | None = None
    once: bool = False
    exclusive: str | None = None
    reset: bool = False

    @property
    def plain(self) -> bool:
        """Whether an entry of this rule counts its raw points whatever came before."""
        bounded = (self.cap, self.exclusive, self.category.floor, self.category.cap)
        return not (self.once or self.reset) and all(limit is None for limit in bounded)


class Entry(NamedTuple):
    """An entry as it is judged. `year` is its points year, `raw` its points × quantity (a reset's and a
    reversal's raw points decide nothing), `reverses` the position of the entry that it takes back."""

    date: date
    household: str
    year: int
    rule: Rule
    raw: int
    reverses: int | None = None


class Counts(NamedTuple):
    """What each entry counted, by position; and where that is not its raw points, the reasons why."""

    points: list[int]
    reasons: dict[int, tuple[str, ...]]


def no_base(household: str, year: int) -> int:
    """A village that gives no points in advance."""
    return 0


def count(
    entries: Sequence[Entry],
    base: Callable[[str, int], int] = no_base,
    taken_over: Mapping[str, Sequence[tuple[date, str]]] | None = None,
) -> Counts:
    """What each of `entries` counts; they stand in date order, then file order.

    `base(household, year)` are the points a household began a points year with; `taken_over` gives, for a
    household, the households whose points it took over and from which day.
    """
    return _Counting(entries, base, taken_over or {}).counts()


class _Counting:
    """The running state. Every key begins with the household: no household's entries touch another's."""

    def __init__(
        self,
        entries: Sequence[Entry],
        base: Callable[[str, int], int],
        taken_over: Mapping[str, Sequence[tuple[date, str]]],
    ) -> None:
        self.entries = entries
        self.base = base
        self.taken_over = taken_over
        self.points: list[int] = []
        self.reasons: dict[int, tuple[str, ...]] = {}
        self.used: dict[tuple[str, str], int] = {}
        """Once-only rules: the entry that counted, by household and rule."""
        self.best: dict[tuple[str, int, str, bool], int] = {}
        """The best so far in size, by household, points year, name and whether it deducts."""
        self.given: dict[tuple[str, int, str], int] = {}
        """What a capped rule gave, by household, points year and rule."""
        self.totals: dict[tuple[str, int, str], int] = {}
        """The running total of a limited category, base included, by household, points year and name."""
        self.years: dict[tuple[str, int], int] = {}
        """What was counted, by household and points year; kept only where a rule resets."""

    def counts(self) -> Counts:
        """Judge all entries."""
        points = self.points
        rules = {id(rule): rule for _, _, _, rule, _, _ in self.entries}
        plain = {key for key, rule in rules.items() if rule.plain}
        resets = any(rule.reset for rule in rules.values())
        for number, entry in enumerate(self.entries):
            _, _, _, rule, raw, target = entry
            if target is not None:
                points.append(self._reversal(number, entry, target))
            elif id(rule) in plain:
                points.append(raw)
            else:
                points.append(self._limited(number, entry))
            if resets:
                key = entry.household, entry.year
                self.years[key] = self.years.get(key, 0) + points[-1]
        return Counts(points, self.reasons)

    def _limited(self, number: int, entry: Entry) -> int:
        reasons: list[str] = []
        value = self._once(number, entry, reasons)
        if entry.rule.reset and not reasons:
            reasons.append(RESET)
            value = -self._so_far(entry.household, entry.year, entry.date)
        elif not entry.rule.reset:
            value = self._exclusive(entry, value, reasons)
            value = self._rule_cap(entry, value, reasons)
            value = self._category(entry, value, reasons)
            self._book(entry, value)
        if reasons and value != entry.raw:
            self.reasons[number] = tuple(reasons)
        return value

    def _once(self, number: int, entry: Entry, reasons: list[str]) -> int:
        if entry.rule.once and self.used.setdefault((entry.household, entry.rule.id), number) != number:
            reasons.append(ONCE)
            return 0
        return entry.raw

    def _exclusive(self, entry: Entry, value: int, reasons: list[str]) -> int:
        """The excess over the best so far. Of deductions that share a name the largest counts."""
        if entry.rule.exclusive is None:
            return value
        key = entry.household, entry.year, entry.rule.exclusive, value < 0
        best = self.best.get(key, 0)
        self.best[key] = max(best, abs(value))
        excess = max(abs(value) - best, 0)
        return _replaced(value, -excess if value < 0 else excess, EXCLUSIVE, reasons)

    def _rule_cap(self, entry: Entry, value: int, reasons: list[str]) -> int:
        cap = entry.rule.cap
        if cap is None:
            return value
        given = self.given.get((entry.household, entry.year, entry.rule.id), 0)
        return _replaced(value, _within(value, -cap - given, cap - given), RULE_CAP, reasons)

    def _category(self, entry: Entry, value: int, reasons: list[str]) -> int:
        category = entry.rule.category
        total = self._total(entry)
        least = None if category.floor is None else category.floor - total
        most = None if category.cap is None else category.cap - total
        return _replaced(
            value, _within(value, least, most), CATEGORY_CAP if value > 0 else CATEGORY_FLOOR, reasons
        )

    def _total(self, entry: Entry) -> int:
        category = entry.rule.category
        return self.totals.get((entry.household, entry.year, category.name), category.base)

    def _book(self, entry: Entry, value: int) -> None:
        """Remember what an entry counted (or, negative, that it was taken back) for the limits to come."""
        household, year, rule = entry.household, entry.year, entry.rule
        if rule.cap is not None:
            self.given[household, year, rule.id] = self.given.get((household, year, rule.id), 0) + value
        if rule.category.cap is not None or rule.category.floor is not None:
            self.totals[household, year, rule.category.name] = self._total(entry) + value

    def _reversal(self, number: int, entry: Entry, target_number: int) -> int:
        target = self.entries[target_number]
        value = -self.points[target_number]
        if not target.rule.reset:
            self._book(target, value)
        if self.used.get((target.household, target.rule.id)) == target_number:
            del self.used[target.household, target.rule.id]
        if value != entry.raw:
            self.reasons[number] = (AS_TARGET,)
        return value

    def _so_far(self, household: str, year: int, day: date) -> int:
        """A household's points of the points year up to now: base, counted, and what it took over."""
        own = self.base(household, year) + self.years.get((household, year), 0)
        return own + sum(
            self._so_far(former, year, day)
            for since, former in self.taken_over.get(household, ())
            if since <= day
        )


def _within(value: int, least: int | None, most: int | None) -> int:
    """`value` cut to the room that is left; a limit never turns an award into a deduction or the reverse."""
    if value > 0:
        return value if most is None else max(0, min(value, most))
    return value if least is None else min(0, max(value, least))


def _replaced(value: int, allowed: int, reason: str, reasons: list[str]) -> int:
    """`allowed`, with the reason noted where it is not `value`."""
    if allowed != value:
        reasons.append(reason)
    return allowed
