"""Problems: what is open, done and overdue, by source, and what contradicts itself."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sitegen.registers import registers
from sitegen.registers.plain import Deadline
from tests.registers.one_board import OneBoard, Village

PROBLEMS = """
-- problems/2022.csv --
编号,问题,来源,类别,发现日期,整改措施,责任人,整改时限,完成日期,验收人
W-01,村口路灯不亮,群众提,共性清单,2022-09-03,更换灯具三盏,王敏,2022-09-20,2022-09-15,李强
W-02,垃圾清运不及时,自己找,共性清单,2022-09-10,增加一班清运,周兰,2022-10-10,2022-10-18,李强
W-03,三组水渠堵塞,互相帮,个性清单,2022-10-08,组织清淤,陈洪,2022-11-30,,
-- problems/2023.yaml --
- 编号: W-04
  问题: 会议记录不全
  来源: 群众提
  发现日期: 2022-11-20
  整改时限: 2023-01-15
"""


def states(built: OneBoard) -> dict[str, str]:
    return {row["id"]: row["state"] for row in built.twin("problems")}


def groups(built: OneBoard, page: str) -> dict[str | None, list[str | None]]:
    (listing,) = [found for found in built.view("problems").listings if found.page == page]
    return {group.label: [row.id for row in group.rows] for group in listing.groups}


def test_a_problem_is_done_open_or_overdue(village: Village) -> None:
    built = village(PROBLEMS)
    assert built.found == []
    assert states(built) == {"W-01": "done", "W-02": "done", "W-03": "overdue", "W-04": "open"}


def test_its_due_day_is_still_in_time(village: Village) -> None:
    assert states(village(PROBLEMS, "2022-11-30"))["W-03"] == "open"
    assert states(village(PROBLEMS, "2022-12-01"))["W-03"] == "overdue"


def test_what_is_done_later_is_not_done_yet(village: Village) -> None:
    built = village(PROBLEMS, "2022-10-15")
    assert states(built)["W-02"] == "overdue"
    assert ("problems/2022.csv", 3, "register.future") in built.found


def test_the_next_change_is_the_next_day_on_which_a_state_turns(village: Village) -> None:
    assert village(PROBLEMS, "2022-10-10").next_change("problems") == date(2022, 10, 11)
    assert village(PROBLEMS, "2022-12-31").next_change("problems") == date(2023, 1, 16)
    assert village(PROBLEMS, "2023-01-16").next_change("problems") is None


def test_rates_follow_from_the_counts(village: Village) -> None:
    built = village(PROBLEMS)
    summary = registers()["problems"].summary(built.board, built.view("problems"))["problems"]
    assert summary == {
        "count": 4,
        "done": 2,
        "done_rate": "50.00",
        "open": 1,
        "overdue": 1,
        "dated": 2,
        "in_time": 1,
        "in_time_rate": "50.00",
    }


def test_a_page_for_each_way_to_group(village: Village) -> None:
    built = village(PROBLEMS)
    assert groups(built, "index.html") == {
        "超期未改": ["W-03"],
        "整改中": ["W-04"],
        "已整改": ["W-01", "W-02"],
    }
    assert groups(built, "by/source.html") == {
        "群众提": ["W-01", "W-04"],
        "自己找": ["W-02"],
        "互相帮": ["W-03"],
    }
    assert groups(built, "by/found_on-month.html") == {
        "2022年11月": ["W-04"],
        "2022年10月": ["W-03"],
        "2022年9月": ["W-02", "W-01"],
    }


def test_late_days_are_told(village: Village) -> None:
    (done,) = [g for g in village(PROBLEMS).view("problems").listings[0].groups if g.label == "已整改"]
    assert [row.late for row in done.rows] == [0, 8]


def test_days_in_the_wrong_order_are_errors(village: Village) -> None:
    built = village(
        """
        -- problems/a.csv --
        编号,问题,来源,发现日期,整改时限,完成日期
        W-1,路灯不亮,群众提,2022-09-03,2022-08-20,
        W-2,水渠堵塞,群众提,2022-09-03,2022-09-20,2022-09-01
        """
    )
    assert built.found == [("problems/a.csv", 2, "record.days"), ("problems/a.csv", 3, "record.days")]
    assert "“整改时限”2022-08-20 早于“发现日期”2022-09-03" in built.messages()[0]


def test_required_fields_and_unknown_ones_are_named(village: Village) -> None:
    built = village(
        "-- problems/a.csv --\n编号,问题,来原,发现日期,整改时限\nW-1,路灯不亮,群众提,2022-09-03,2022-09-20\n"
    )
    assert [code for _, _, code in built.found] == ["table.missing-column", "table.unknown-field"]
    assert "来源" in built.messages()[1]


DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 31))


class Deed:
    """What a deadline looks at."""

    def __init__(self, due: date | None, done: date | None) -> None:
        self.due, self.done = due, done


@given(st.lists(st.builds(Deed, st.none() | DAYS, st.none() | DAYS), max_size=8), DAYS)
def test_states_part_the_records_and_turn_only_on_their_days(deeds: list[Deed], day: date) -> None:
    rule = Deadline("due", "done")
    found = [rule.of(deed, day).key for deed in deeds]  # type: ignore[arg-type]
    counts = {c.measure.key: c.count(deeds, day) for c in rule.counts()}  # type: ignore[arg-type]
    assert counts["done"] + counts["open"] + counts["overdue"] == len(deeds)  # type: ignore[operator]
    assert counts["in_time"] <= counts["dated"] <= counts["done"]  # type: ignore[operator]
    for deed, state in zip(deeds, found, strict=True):
        turns = sorted(turn for turn in rule.turns(deed) if turn > day)  # type: ignore[arg-type]
        if turns:
            before = date.fromordinal(turns[0].toordinal() - 1)
            assert rule.of(deed, before).key == state  # type: ignore[arg-type]
