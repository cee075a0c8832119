"""Notice periods are counted in calendar or working days, both ends included."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.holidays import ARRANGEMENTS, days_off, worked_weekends
from sitegen.workdays import count_days, end_of_notice, is_workday, years_unarranged

kinds = st.sampled_from(["natural", "working"])
days = st.dates(date(2019, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2022-10-05", False),
        ("2022-10-08", True),
        ("2022-10-09", True),
        ("2022-10-10", True),
        ("2022-10-15", False),
        ("2020-01-31", False),
        ("2024-02-09", True),
        ("2025-01-26", True),
        ("2026-02-23", False),
        ("2030-10-01", True),
    ],
)
def test_holidays_and_worked_weekends_are_known(day, worked):
    assert is_workday(date.fromisoformat(day)) is worked


def test_a_notice_counts_its_first_and_last_day():
    assert end_of_notice(date(2022, 6, 1), 7, "natural") == date(2022, 6, 7)
    assert end_of_notice(date(2022, 6, 1), 1, "natural") == date(2022, 6, 1)
    assert end_of_notice(date(2022, 6, 6), 5, "working") == date(2022, 6, 10)


def test_working_days_skip_holidays_and_take_worked_weekends():
    assert end_of_notice(date(2022, 9, 30), 4, "working") == date(2022, 10, 10)
    assert count_days(date(2022, 9, 30), date(2022, 10, 10), "working") == 4


def test_a_notice_of_working_days_posted_on_a_holiday_counts_from_the_next_working_day():
    assert end_of_notice(date(2022, 10, 1), 1, "working") == date(2022, 10, 8)


def test_a_notice_without_days_is_refused():
    with pytest.raises(ValueError):
        end_of_notice(date(2022, 6, 1), 0, "natural")


def test_an_end_before_the_start_counts_nothing():
    assert count_days(date(2022, 6, 2), date(2022, 6, 1), "natural") == 0
    assert count_days(date(2022, 6, 2), date(2022, 6, 1), "working") == 0


def test_years_without_an_arrangement_are_named():
    assert years_unarranged(date(2019, 12, 30), date(2020, 1, 3)) == [2019]
    assert years_unarranged(date(2022, 6, 1), date(2022, 6, 7)) == []


@given(days, st.integers(1, 40), kinds)
def test_counting_the_days_of_a_notice_gives_its_length_again(start, length, kind):
    assert count_days(start, end_of_notice(start, length, kind), kind) == length


@given(days, st.integers(1, 40))
def test_a_notice_of_working_days_ends_on_a_working_day_and_never_earlier(start, length):
    end = end_of_notice(start, length, "working")
    assert is_workday(end)
    assert end >= end_of_notice(start, length, "natural")


@pytest.mark.parametrize("year", sorted(ARRANGEMENTS))
def test_an_arrangement_gives_the_statutory_days_and_moves_no_work_away(year):
    off, worked = days_off(year), worked_weekends(year)
    statutory = {date(year, 1, 1), date(year, 5, 1)} | {date(year, 10, day) for day in (1, 2, 3)}
    assert statutory <= off
    assert not off & worked
    assert all(day.weekday() >= 5 for day in worked)
    year_days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(366))
    assert 247 <= sum(is_workday(day) for day in year_days if day.year == year) <= 252
