"""The duty roster: who is on duty today, and the days on which nobody is."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sitegen.registers.roster import gaps
from tests.registers.one_board import Village

ROSTER = """
-- roster/2022-12.csv --
日期,值班人,岗位,电话
2022-12-28,王敏,村委会主任,0700-5550101
2022-12-31,周兰,村委委员,13800138000
2022-12-29,何静,,
2023-01-04,王敏,村委会主任,0700-5550101
"""


def test_who_is_on_duty_today(village: Village) -> None:
    built = village(ROSTER)
    assert built.found == []
    assert built.view("roster").extra.people == ("周兰（村委委员），电话 13800138000",)
    groups = built.view("roster").listings[0].groups
    assert [(group.label, len(group.rows)) for group in groups] == [
        ("当天值班", 1),
        ("以后值班", 1),
        ("已值班", 2),
    ]
    assert village(ROSTER, "2022-12-30").view("roster").extra.people == ()


def test_gaps_are_named(village: Village) -> None:
    found = village(ROSTER).view("roster").extra.gaps
    assert [(gap.first, gap.last, gap.days) for gap in found] == [
        (date(2022, 12, 30), date(2022, 12, 30), 1),
        (date(2023, 1, 1), date(2023, 1, 3), 3),
    ]


def test_pages_change_while_the_roster_lasts(village: Village) -> None:
    assert village(ROSTER, "2022-12-30").next_change("roster") == date(2022, 12, 31)
    assert village(ROSTER, "2022-12-31").next_change("roster") == date(2023, 1, 1)
    assert village(ROSTER, "2023-01-05").next_change("roster") is None


def test_an_office_telephone_may_be_a_mobile_but_elsewhere_it_is_private(village: Village) -> None:
    built = village(ROSTER.replace("2022-12-29,何静,,", "2022-12-29,何静,,2022-12-29夜班"))
    assert built.found == []


class Turn:
    """What the gaps look at."""

    def __init__(self, day: date) -> None:
        self.date = day


@given(st.lists(st.dates(date(2022, 1, 1), date(2022, 3, 1)), min_size=1, max_size=20))
def test_gaps_and_days_of_duty_make_up_the_span(days: list[date]) -> None:
    found = gaps([Turn(day) for day in days])  # type: ignore[misc]
    empty = {gap.first + timedelta(days=n) for gap in found for n in range(gap.days)}
    assert not empty & set(days)
    assert len(empty) + len(set(days)) == (max(days) - min(days)).days + 1
