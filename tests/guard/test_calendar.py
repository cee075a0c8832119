"""The calendar knows which statement is due when, which is late, and when that changes."""

import pickle
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.days import Period
from sitegen.guard.calendar import Calendar, agenda
from sitegen.guard.presets import PRESETS

QUARTERLY = Calendar("chongqing")
MONTHLY = Calendar("shandong")
YEAR_BEGAN = date(2022, 1, 1)

days = st.dates(date(2021, 1, 1), date(2024, 12, 31))
periods = st.builds(Period.containing, days, st.sampled_from([1, 3, 6, 12]))
publications = st.lists(st.tuples(periods, st.none() | days), max_size=8)
calendars = st.sampled_from([QUARTERLY, MONTHLY, Calendar("national", due_day=31)])


def statements(*texts):
    return [(Period.parse(text), None) for text in texts]


def states(calendar, published, day, since=YEAR_BEGAN, until=None):
    return {duty.period.text: duty.state for duty in agenda(calendar, since, until, published, day).duties}


def test_a_preset_gives_what_the_site_leaves_open():
    assert (QUARTERLY.finance, QUARTERLY.due_day, QUARTERLY.keep_days, QUARTERLY.answer_days) == (
        "quarterly",
        15,
        10,
        3,
    )
    assert (MONTHLY.finance, MONTHLY.keep_days, MONTHLY.answer_days) == ("monthly", 5, 5)
    assert Calendar("chongqing", finance="monthly", due_day=10).finance == "monthly"
    assert Calendar().keep_days is None


def test_an_unknown_preset_is_refused():
    with pytest.raises(KeyError):
        Calendar("atlantis")
    with pytest.raises(KeyError):
        Calendar("national", finance="daily")


def test_a_calendar_travels_to_worker_processes():
    assert pickle.loads(pickle.dumps(QUARTERLY)) == QUARTERLY


def test_a_statement_is_due_on_the_due_day_of_the_month_after_its_period():
    assert QUARTERLY.due_on(Period.parse("2022-Q1")) == date(2022, 4, 15)
    assert QUARTERLY.due_on(Period.parse("2022-Q4")) == date(2023, 1, 15)
    assert Calendar("national", due_day=31).due_on(Period.parse("2022-01")) == date(2022, 2, 28)


def test_a_statement_is_due_until_its_day_and_overdue_from_the_next():
    assert states(QUARTERLY, [], date(2022, 4, 15)) == {"2022-Q1": "due", "2022-Q2": "due"}
    assert states(QUARTERLY, [], date(2022, 4, 16)) == {"2022-Q1": "overdue", "2022-Q2": "due"}


def test_a_published_statement_is_done_and_late_only_if_its_day_is_known():
    first = Period.parse("2022-Q1")
    day = date(2022, 6, 1)
    assert states(QUARTERLY, [(first, None)], day)["2022-Q1"] == "done"
    assert states(QUARTERLY, [(first, date(2022, 4, 15))], day)["2022-Q1"] == "done"
    assert states(QUARTERLY, [(first, date(2022, 4, 16))], day)["2022-Q1"] == "late"
    assert states(QUARTERLY, [(first, date(2022, 6, 2))], day)["2022-Q1"] == "overdue"


def test_several_books_count_from_the_first_that_was_published():
    first = Period.parse("2022-Q1")
    published = [(first, date(2022, 5, 1)), (first, None), (first, date(2022, 4, 10))]
    assert states(QUARTERLY, published, date(2022, 6, 1))["2022-Q1"] == "done"


def test_longer_statements_cover_their_months_and_quarters():
    assert states(MONTHLY, statements("2022-H1"), date(2022, 7, 20)) == {
        **{f"2022-0{month}": "done" for month in range(1, 7)},
        "2022-07": "due",
    }
    assert set(states(QUARTERLY, statements("2022"), date(2022, 12, 31)).values()) == {"done"}


def test_three_monthly_statements_make_a_quarter_and_two_do_not():
    day = date(2022, 5, 1)
    assert states(QUARTERLY, statements("2022-01", "2022-02", "2022-03"), day)["2022-Q1"] == "done"
    assert states(QUARTERLY, statements("2022-01", "2022-03"), day)["2022-Q1"] == "overdue"


def test_a_board_owes_nothing_before_it_began_nor_after_it_ended():
    assert list(states(QUARTERLY, [], date(2022, 12, 31), date(2022, 5, 10), date(2022, 11, 30))) == [
        "2022-Q2",
        "2022-Q3",
    ]
    assert agenda(QUARTERLY, date(2023, 1, 1), None, [], date(2022, 6, 1)).duties == ()


def test_without_a_first_day_the_first_statement_begins_the_duties():
    assert next(iter(states(MONTHLY, statements("2022-03"), date(2022, 5, 1), since=None))) == "2022-03"
    assert agenda(MONTHLY, None, None, [], date(2022, 5, 1)).changes_on is None


def test_the_agenda_names_what_is_next_and_what_is_late():
    now = agenda(MONTHLY, YEAR_BEGAN, None, statements("2022-02"), date(2022, 4, 3))
    assert [duty.period.text for duty in now.overdue] == ["2022-01"]
    assert now.next_due is not None
    assert (now.next_due.period.text, now.next_due.due_on) == ("2022-03", date(2022, 4, 15))
    assert now.changes_on == date(2022, 4, 16)


def test_when_all_is_published_the_running_period_is_next():
    now = agenda(QUARTERLY, YEAR_BEGAN, None, statements("2022-Q1"), date(2022, 5, 1))
    assert now.next_due is not None
    assert now.next_due.period.text == "2022-Q2"
    assert now.changes_on == date(2022, 7, 1)


@given(calendars, st.none() | days, st.none() | days, publications, days, st.integers(1, 200))
def test_between_today_and_the_day_of_change_nothing_changes(calendar, since, until, published, day, ahead):
    now = agenda(calendar, since, until, published, day)
    later = day + timedelta(days=ahead)
    if now.changes_on is None or later < now.changes_on:
        assert agenda(calendar, since, until, published, later).duties == now.duties
    else:
        assert day < now.changes_on


@given(calendars, days, publications, days)
def test_every_period_since_the_first_day_stands_once_and_in_order(calendar, since, published, day):
    duties = agenda(calendar, since, None, published, day).duties
    assert all(one.period.next() == two.period for one, two in pairwise(duties))
    if duties:
        assert duties[0].period.contains(since)
        assert duties[-1].period.contains(day) or day < since


def test_a_law_is_cited_only_while_it_is_in_force():
    before = [source.title for source in Calendar("national").sources_on(date(2025, 12, 31))]
    after = [source.title for source in Calendar("national").sources_on(date(2026, 1, 1))]
    assert "中华人民共和国村民委员会组织法（2018年修正）" in before
    assert "中华人民共和国村民委员会组织法（2018年修正）" not in after
    assert "中华人民共和国村民委员会组织法（2025年修正）" in after


def test_an_article_is_named_only_where_its_numbering_is_known():
    amended = [s for p in PRESETS.values() for s in p.sources if s.effective == date(2026, 1, 1)]
    assert amended
    assert all(source.provision is None for source in amended)
