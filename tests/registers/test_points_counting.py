"""What an entry counts: the law of the points register (sitegen.registers.points.counting), figure by figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sitegen.registers.points import counting
from sitegen.registers.points.books import times
from sitegen.registers.points.counting import Category, Entry, Rule, count
from sitegen.registers.points.ranking import rank

NEW_YEAR = date(2022, 1, 1)
ENVIRONMENT = Category("人居环境")


def entry(rule: Rule, points: int, day: int = 0, household: str = "H1", reverses: int | None = None) -> Entry:
    """An entry of whole points, `day` days after New Year 2022."""
    on = NEW_YEAR + timedelta(days=day)
    return Entry(on, household, on.year, rule, 100 * points, reverses)


def counted(entries: Sequence[Entry], base: int = 0) -> list[float]:
    """What the entries count, in whole points."""
    return [value / 100 for value in count(entries, lambda household, year: 100 * base).points]


def why(entries: Sequence[Entry]) -> dict[int, tuple[str, ...]]:
    return count(entries).reasons


def test_an_entry_without_limits_counts_its_raw_points() -> None:
    tidy = Rule("A1", ENVIRONMENT)
    assert counted([entry(tidy, 2), entry(tidy, -3), entry(tidy, 2, household="H2")]) == [2, -3, 2]
    assert why([entry(tidy, 2)]) == {}


def test_points_times_quantity_is_rounded_half_up() -> None:
    assert times(250, 300) == 750
    assert times(1, 50) == 1
    assert times(-1, 50) == -1
    assert times(333, 33) == 110


def test_once_counts_once_for_a_household_ever() -> None:
    exam = Rule("A3", ENVIRONMENT, once=True)
    entries = [entry(exam, 10), entry(exam, 10, day=400), entry(exam, 10, household="H2")]
    assert counted(entries) == [10, 0, 10]
    assert why(entries) == {1: (counting.ONCE,)}


def test_of_exclusive_rules_the_excess_over_the_best_so_far_counts() -> None:
    town = Rule("A5", ENVIRONMENT, exclusive="荣誉")
    county = Rule("A4", ENVIRONMENT, exclusive="荣誉")
    entries = [entry(town, 5), entry(county, 8), entry(town, 5), entry(county, 8, day=365)]
    assert counted(entries) == [5, 3, 0, 8]
    assert why(entries) == {1: (counting.EXCLUSIVE,), 2: (counting.EXCLUSIVE,)}


def test_of_exclusive_deductions_the_largest_counts() -> None:
    litter = Rule("D1", ENVIRONMENT, exclusive="乱倒")
    assert counted([entry(litter, -2), entry(litter, -5), entry(litter, -3)]) == [-2, -3, 0]


def test_a_rule_gives_no_more_than_its_cap_in_a_points_year() -> None:
    work = Rule("A1", ENVIRONMENT, cap=500)
    entries = [entry(work, 3), entry(work, 3), entry(work, 3), entry(work, 3, day=365)]
    assert counted(entries) == [3, 2, 0, 3]
    assert why(entries) == {1: (counting.RULE_CAP,), 2: (counting.RULE_CAP,)}


def test_the_cap_of_a_deduction_is_of_its_absolute_sum() -> None:
    litter = Rule("D1", ENVIRONMENT, cap=500)
    assert counted([entry(litter, -3), entry(litter, -3), entry(litter, -3)]) == [-3, -2, 0]


def test_a_categorys_total_stays_between_floor_and_cap_with_its_base() -> None:
    limited = Category("乡风文明", base=1000, floor=0, cap=1200)
    good, bad = Rule("A1", limited), Rule("D1", limited)
    entries = [entry(good, 5), entry(bad, -20), entry(bad, -1), entry(good, 5)]
    assert counted(entries) == [2, -12, 0, 5]
    assert why(entries) == {
        0: (counting.CATEGORY_CAP,),
        1: (counting.CATEGORY_FLOOR,),
        2: (counting.CATEGORY_FLOOR,),
    }


def test_what_an_entry_gives_to_its_rule_is_what_is_left_after_the_category() -> None:
    work = Rule("A1", Category("公益服务", cap=200), cap=500)
    theft = Rule("D1", work.category)
    assert counted([entry(work, 5), entry(theft, -2), entry(work, 5)]) == [2, -2, 2]


def test_a_reset_takes_all_points_of_the_points_year_bases_included() -> None:
    work, crime = Rule("A1", ENVIRONMENT), Rule("D9", ENVIRONMENT, reset=True)
    entries = [entry(work, 7, day=-1), entry(work, 5), entry(crime, 0), entry(work, 1), entry(crime, 0)]
    assert counted(entries, base=100) == [7, 5, -105, 1, -1]
    assert why(entries)[2] == (counting.RESET,)


def test_a_reset_includes_what_was_taken_over() -> None:
    work, crime = Rule("A1", ENVIRONMENT), Rule("D9", ENVIRONMENT, reset=True)
    entries = [entry(work, 7, household="old"), entry(work, 5, 40, "new"), entry(crime, 0, 50, "new")]
    taken = {"new": [(NEW_YEAR + timedelta(days=30), "old")]}
    assert count(entries, taken_over=taken).points == [700, 500, -1200]
    assert count(entries, taken_over={"new": [(NEW_YEAR + timedelta(days=60), "old")]}).points[-1] == -500


def test_a_reversal_counts_the_exact_negative_of_what_its_target_counted() -> None:
    work = Rule("A1", ENVIRONMENT, cap=500)
    entries = [entry(work, 3), entry(work, 3), entry(work, -3, reverses=1)]
    assert counted(entries) == [3, 2, -2]
    assert why(entries)[2] == (counting.AS_TARGET,)


def test_a_reversal_frees_the_cap_from_its_day_and_nothing_earlier_is_computed_again() -> None:
    work = Rule("A1", ENVIRONMENT, cap=500)
    entries = [entry(work, 5), entry(work, 3), entry(work, -5, reverses=0), entry(work, 3)]
    assert counted(entries) == [5, 0, -5, 3]


def test_a_reversal_frees_once_only_if_its_target_was_the_one_that_counted() -> None:
    exam = Rule("A3", ENVIRONMENT, once=True)
    refused = [entry(exam, 10), entry(exam, 10), entry(exam, -10, reverses=1), entry(exam, 10)]
    assert counted(refused) == [10, 0, 0, 0]
    freed = [entry(exam, 10), entry(exam, 10), entry(exam, -10, reverses=0), entry(exam, 10)]
    assert counted(freed) == [10, 0, -10, 10]


def test_a_reversal_leaves_the_best_of_an_exclusive_name() -> None:
    honour = Rule("A4", ENVIRONMENT, exclusive="荣誉")
    entries = [entry(honour, 8), entry(honour, -8, reverses=0), entry(honour, 5), entry(honour, 9)]
    assert counted(entries) == [8, -8, 0, 1]


def test_a_reset_can_be_reversed() -> None:
    work, crime = Rule("A1", ENVIRONMENT), Rule("D9", ENVIRONMENT, reset=True)
    entries = [entry(work, 5), entry(crime, 0), entry(crime, 0, reverses=1)]
    assert counted(entries) == [5, -5, 5]


def test_a_reversal_in_a_later_year_frees_the_year_of_its_target_only() -> None:
    work = Rule("A1", ENVIRONMENT, cap=500)
    entries = [
        entry(work, 5, day=-1),
        entry(work, -5, day=1, reverses=0),
        entry(work, 5, 2),
        entry(work, 5, 3),
    ]
    assert counted(entries) == [5, -5, 5, 0]


def test_a_limit_never_turns_an_award_into_a_deduction() -> None:
    limited = Category("乡风文明", floor=0, cap=1000)
    good, bad = Rule("A1", limited), Rule("D1", limited)
    entries = [entry(good, 10), entry(bad, -10), entry(good, -10, reverses=0), entry(bad, -1), entry(good, 1)]
    assert counted(entries) == [10, -10, -10, 0, 1]


RULES = (
    Rule("plain", ENVIRONMENT),
    Rule("capped", ENVIRONMENT, cap=700),
    Rule("once", ENVIRONMENT, once=True),
    Rule("honour", ENVIRONMENT, exclusive="荣誉"),
    Rule("title", ENVIRONMENT, exclusive="荣誉"),
    Rule("limited", Category("乡风文明", base=300, floor=-200, cap=900)),
    Rule("both", Category("公益服务", cap=800), cap=500),
)
POINTS = st.integers(-10, 10).map(lambda whole: whole * 100)


@st.composite
def histories(draw: st.DrawFn, rules: Sequence[Rule] = RULES, reversals: bool = True) -> list[Entry]:
    """Entries of two households over two points years, in date order; some take back an earlier one."""
    days = sorted(draw(st.lists(st.integers(0, 700), max_size=25)))
    entries: list[Entry] = []
    open_: list[int] = []
    for day in days:
        on = NEW_YEAR + timedelta(days=day)
        if reversals and open_ and draw(st.booleans()):
            number = open_.pop(draw(st.integers(0, len(open_) - 1)))
            target = entries[number]
            entries.append(Entry(on, target.household, on.year, target.rule, -target.raw, number))
        else:
            rule = draw(st.sampled_from(rules))
            entries.append(Entry(on, draw(st.sampled_from(["H1", "H2"])), on.year, rule, draw(POINTS)))
            open_.append(len(entries) - 1)
    return entries


@given(histories(reversals=False))
def test_caps_and_floors_hold_after_every_entry(entries: list[Entry]) -> None:
    given_: dict[tuple[str, int, str], int] = {}
    totals: dict[tuple[str, int, str], int] = {}
    for each, value in zip(entries, count(entries).points, strict=True):
        rule, category = each.rule, each.rule.category
        of_rule, of_category = (
            (each.household, each.year, rule.id),
            (each.household, each.year, category.name),
        )
        given_[of_rule] = given_.get(of_rule, 0) + value
        totals[of_category] = totals.get(of_category, category.base) + value
        assert rule.cap is None or abs(given_[of_rule]) <= rule.cap
        assert category.cap is None or totals[of_category] <= category.cap
        assert category.floor is None or totals[of_category] >= category.floor


@given(histories())
def test_an_entry_counts_at_most_its_raw_points_and_says_why_if_less(entries: list[Entry]) -> None:
    counts = count(entries)
    for number, (each, value) in enumerate(zip(entries, counts.points, strict=True)):
        assert min(0, each.raw) <= value <= max(0, each.raw)
        assert (number in counts.reasons) == (value != each.raw)


@given(histories())
def test_households_do_not_touch_each_other(entries: list[Entry]) -> None:
    alone = [number for number, each in enumerate(entries) if each.household == "H1"]
    place = {number: position for position, number in enumerate(alone)}
    own = [
        entries[n]._replace(reverses=place[target] if (target := entries[n].reverses) is not None else None)
        for n in alone
    ]
    together = count(entries).points
    assert count(own).points == [together[n] for n in alone]


NOT_EXCLUSIVE = [rule for rule in RULES if rule.exclusive is None]


@given(histories(NOT_EXCLUSIVE), st.sampled_from(NOT_EXCLUSIVE), POINTS)
def test_an_entry_taken_back_at_once_leaves_everything_as_it_was(
    entries: list[Entry], rule: Rule, raw: int
) -> None:
    shifted = [
        each._replace(reverses=None if each.reverses is None else each.reverses + 2) for each in entries
    ]
    pair = [Entry(NEW_YEAR, "H1", 2022, rule, raw), Entry(NEW_YEAR, "H1", 2022, rule, -raw, 0)]
    points = count([*pair, *shifted]).points
    assert sum(points[:2]) == 0
    assert points[2:] == count(entries).points


@given(histories([Rule("plain", ENVIRONMENT)], reversals=False), st.randoms(use_true_random=False))
def test_the_order_within_a_day_changes_no_total_where_nothing_is_limited(
    entries: list[Entry], chance: object
) -> None:
    shuffled = sorted(entries, key=lambda each: (each.date, chance.random()))  # type: ignore[attr-defined]

    def totals(of: list[Entry]) -> dict[str, int]:
        found = {"H1": 0, "H2": 0}
        for each, value in zip(of, count(of).points, strict=True):
            found[each.household] += value
        return found

    assert totals(entries) == totals(shuffled)
    assert rank(totals(entries)) == rank(totals(shuffled))


@given(histories([RULES[1]], reversals=False).filter(lambda e: all(x.raw >= 0 for x in e)))
def test_awards_under_a_cap_add_up_to_the_same_in_any_order(entries: list[Entry]) -> None:
    backwards = [each._replace(date=NEW_YEAR, year=2022) for each in reversed(entries)]
    forwards = [each._replace(date=NEW_YEAR, year=2022) for each in entries]
    assert sum(count(forwards).points) == sum(count(backwards).points)


@given(st.dictionaries(st.text("0123456789", min_size=1, max_size=3), POINTS, max_size=12))
def test_equal_points_share_a_rank_and_the_next_is_skipped(points: dict[str, int]) -> None:
    standings = rank(points)
    assert [household for _, household, _, _ in standings] == sorted(points, key=lambda h: (-points[h], h))
    for place, _, value, _ in standings:
        assert place == 1 + sum(other > value for other in points.values())


def test_the_change_of_a_rank_is_up_down_or_new() -> None:
    assert rank({"a": 5, "b": 7, "c": 7, "d": 1}, {"a": 1, "b": 3, "c": 1}) == [
        (1, "b", 7, 2),
        (1, "c", 7, 0),
        (3, "a", 5, -2),
        (4, "d", 1, None),
    ]
