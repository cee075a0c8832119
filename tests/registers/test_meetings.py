"""Meetings of the party branch: attendance, and the months without one."""

from __future__ import annotations

from datetime import date

from sitegen.registers import registers
from tests.registers.one_board import Village

MEETINGS = """
-- meetings/2022.csv --
日期,类型,主题,应到,实到
2022-09-05,支委会,研究路灯维修,5,5
2022-10-08,支委会,研究清淤,5,4
2022-12-06,支委会,年底工作,5,5
2022-03-20,党员大会,民主评议,32,29
2022-12-10,党员大会,总结,32,31
2022-07-01,主题党日,重温誓词,32,
"""


def missed(village: Village, day: str) -> dict[str, tuple[str, ...]]:
    return {row.kind: row.periods for row in village(MEETINGS, day).view("meetings").extra}


def test_attendance_counts_meetings_of_which_both_numbers_are_known(village: Village) -> None:
    built = village(MEETINGS)
    assert built.found == []
    summary = registers()["meetings"].summary(built.board, built.view("meetings"))["meetings"]
    assert summary == {"count": 6, "expected": 79, "present": 74, "present_rate": "93.67"}
    assert [row["attendance"] for row in built.twin("meetings")] == [
        "100",
        "80",
        "100",
        "90.63",
        "96.88",
        None,
    ]


def test_months_and_quarters_without_a_meeting(village: Village) -> None:
    assert missed(village, "2022-12-31") == {
        "支委会": ("2022年11月",),
        "党员大会": ("2022年第二季度", "2022年第三季度"),
        "主题党日": ("2022年8月", "2022年9月", "2022年10月", "2022年11月"),
    }


def test_a_month_counts_when_it_is_over(village: Village) -> None:
    assert missed(village, "2022-11-30")["支委会"] == ()
    assert missed(village, "2022-12-01")["支委会"] == ("2022年11月",)
    assert village(MEETINGS, "2022-12-31").next_change("meetings") == date(2023, 1, 1)


def test_more_present_than_expected_is_an_error(village: Village) -> None:
    built = village(MEETINGS.replace("支委会,研究清淤,5,4", "支委会,研究清淤,5,6"))
    assert built.found == [("meetings/2022.csv", 3, "record.part")]
    assert "“实到”写的是 6，比“应到”5 还多" in built.messages()[0]
