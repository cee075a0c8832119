"""What the points register refuses: each mistake at its file, line and code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.registers.one_board import OneBoard

Village = Callable[..., OneBoard]

SOUND = """
-- points/rules.yaml --
year: 1
base: 100
categories:
  - name: 人居环境
    floor: 0
    cap: 50
  - name: 公益服务
rules:
  - id: A1
    category: 公益服务
    title: 义务劳动
    points: 2
    from: 2022-01-01
    until: 2022-12-31
  - id: A2
    category: 人居环境
    title: 庭院整洁
    points: {min: 1, max: 3}
  - id: D1
    category: 人居环境
    title: 乱倒垃圾
    points: -2
  - {id: D9, category: 人居环境, title: 违法犯罪, reset: 是}
-- points/households.csv --
户号,户主,村民小组,网格,起始日,截止日,承继户号
1,王建国,一组,东片,,,
2,李秀英,一组,东片,,,
3,张伟,二组,西片,2022-03-01,,
4,赵强,二组,西片,,2022-06-30,2
-- points/2022-Q1.csv --
日期,户号,细则,分值,数量,编号,冲正,备注
2022-01-10,1,A1,2,1,e1,,
2022-02-11,2,A2,1.5,2,e2,,
2022-02-12,1,D1,-2,,e3,,
2022-03-01,1,D1,,,e4,e3,记错了
-- points/2022-Q2.csv --
日期,户号,细则,分值
2022-04-10,4,A1,
-- points/rewards.yaml --
rewards:
  - {id: R1, title: 洗衣液, kind: 物质, cost: 10}
  - {id: R2, title: 表扬, kind: 精神}
-- points/redemptions.csv --
日期,户号,奖励,分值
2022-03-20,1,R1,
2022-03-21,1,R1,10
2022-03-22,2,R2,0
"""

RULES, HOUSEHOLDS, REWARDS = "points/rules.yaml", "points/households.csv", "points/rewards.yaml"
LEDGER, REDEMPTIONS = "points/2022-Q1.csv", "points/redemptions.csv"

# What is wrong; the sound text; the broken text; where the finding stands and its code.
MISTAKES = [
    ("range upside down", "{min: 1, max: 3}", "{min: 3, max: 1}", (RULES, 18, "points.range")),
    ("range of one end", "{min: 1, max: 3}", "{min: 1}", (RULES, 18, "field.shape")),
    ("rule without points", "    points: -2\n", "", (RULES, 19, "table.missing-value")),
    ("rule with empty points", "points: -2", "points:", (RULES, 22, "table.missing-value")),
    ("rule ends before it starts", "until: 2022-12-31", "until: 2021-12-31", (RULES, 14, "points.rule-span")),
    ("rule twice", "id: D1", "id: A2", (RULES, 19, "table.duplicate-id")),
    ("category twice", "  - name: 公益服务", "  - name: 人居环境", (RULES, 7, "table.duplicate-id")),
    ("floor above base", "floor: 0", "floor: 10", (RULES, 4, "points.category-limits")),
    ("cap below base", "cap: 50", "cap: 50\n    base: 60", (RULES, 4, "points.category-limits")),
    ("month 13", "year: 1", "year: 13", (RULES, 1, "field.range")),
    ("long number", "3,张伟", "3333333333333,张伟", (HOUSEHOLDS, 4, "points.household-number")),
    ("household twice", "3,张伟", "2,张伟", (HOUSEHOLDS, 4, "table.duplicate-id")),
    ("household ends early", "2022-03-01,,", "2022-03-01,2022-02-01,", (HOUSEHOLDS, 4, "points.household-span")),
    ("heir without an end", "2022-03-01,,", "2022-03-01,,1", (HOUSEHOLDS, 4, "points.successor-without-end")),
    ("its own heir", "2022-06-30,2", "2022-06-30,4", (HOUSEHOLDS, 5, "points.successor-ended")),
    ("unknown heir", "2022-06-30,2", "2022-06-30,9", (HOUSEHOLDS, 5, "reference.missing")),
    ("unknown household", "2022-01-10,1,", "2022-01-10,9,", (LEDGER, 2, "reference.missing")),
    ("unknown rule", ",A1,2,1", ",A9,2,1", (LEDGER, 2, "points.rule")),
    ("other points", ",A1,2,1", ",A1,5,1", (LEDGER, 2, "points.value")),
    ("outside the range", ",A2,1.5,", ",A2,3.5,", (LEDGER, 3, "points.out-of-range")),
    ("range without points", ",A2,1.5,", ",A2,,", (LEDGER, 3, "points.no-value")),
    ("quantity of nothing", ",A2,1.5,2", ",A2,1.5,0", (LEDGER, 3, "points.no-quantity")),
    ("outside the period", "2022-01-10,1", "2022-04-10,1", (LEDGER, 2, "points.outside")),
    ("before the rule", "from: 2022-01-01", "from: 2022-02-01", (LEDGER, 2, "points.rule-days")),
    ("before the household", "2022-02-11,2,", "2022-02-11,3,", (LEDGER, 3, "points.household-days")),
    ("entry twice", ",,e3,", ",,e1,", (LEDGER, 4, "table.duplicate-id")),
    ("unknown target", "e4,e3", "e4,e9", (LEDGER, 5, "points.reverses")),
    ("takes back itself", "e4,e3", "e4,e4", (LEDGER, 5, "points.reverses")),
    ("takes back what follows", "e1,,", "e1,e3,", (LEDGER, 2, "points.reverses")),
    ("other household", "2022-03-01,1,D1", "2022-03-01,2,D1", (LEDGER, 5, "points.reverses-other")),
    ("other rule", "2022-03-01,1,D1", "2022-03-01,1,A1", (LEDGER, 5, "points.reverses-other")),
    ("not the opposite", "1,D1,,,e4", "1,D1,1,,e4", (LEDGER, 5, "points.reverses-points")),
    ("unknown reward", "2022-03-20,1,R1", "2022-03-20,1,R9", (REDEMPTIONS, 2, "reference.missing")),
    ("unknown taker", "2022-03-20,1,R1", "2022-03-20,9,R1", (REDEMPTIONS, 2, "reference.missing")),
    ("no points", "2022-03-22,2,R2,0", "2022-03-22,2,R2,", (REDEMPTIONS, 4, "points.redemption-points")),
    ("other points than it costs", "R1,10", "R1,20", (REDEMPTIONS, 3, "points.redemption-cost")),
    ("negative points", "R1,10", "R1,-10", (REDEMPTIONS, 3, "field.negative")),
    ("more than there is", "R2,0", "R2,103.01", (REDEMPTIONS, 4, "points.redemption-balance")),
    ("kind of reward", "kind: 物质", "kind: 现金", (REWARDS, 2, "field.choice")),
    ("complaint", "title: 乱倒垃圾", "title: 越级上访", (RULES, 21, "points.complaint")),
    ("unlisted category", "category: 公益服务", "category: 公益劳动", (RULES, 10, "points.category-unlisted")),
    ("declared", "year: 1", "declared: {award: 26, deduct: 2}", (RULES, 1, "points.declared")),
]  # fmt: skip


def test_the_sound_village_is_sound(village: Village) -> None:
    assert village(SOUND).found == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[0])
def test_each_mistake_is_found_at_its_place(
    village: Village, mistake: tuple[str, str, str, tuple[str, int, str]]
) -> None:
    _, sound, broken, expected = mistake
    assert SOUND.count(sound) >= 1
    assert expected in village(SOUND.replace(sound, broken, 1)).found


def test_one_mistake_gives_one_finding(village: Village) -> None:
    assert village(SOUND.replace(",A2,1.5,", ",A2,3.5,")).found == [(LEDGER, 3, "points.out-of-range")]


def test_every_repetition_of_a_mistake_is_reported(village: Village) -> None:
    ledger = SOUND.replace("2022-04-10,4,A1,\n", "2022-04-10,4,A1,7\n2022-04-11,1,A1,7\n")
    assert [place for place in village(ledger).found if place[2] == "points.value"] == [
        ("points/2022-Q2.csv", 2, "points.value"),
        ("points/2022-Q2.csv", 3, "points.value"),
    ]


def test_the_message_gives_the_figures_and_the_remedy(village: Village) -> None:
    (message,) = village(SOUND.replace("R2,0", "R2,103.01")).messages()
    assert "要兑换 103.01 分" in message
    assert "2022-03-22 这一户（2）的余额只有 103 分（差 0.01 分）" in message


def test_a_reversal_may_state_the_points_once_or_times_the_quantity(village: Village) -> None:
    for points, quantity in (("-1.5", "2"), ("-3", ""), ("", "2"), ("", "")):
        text = SOUND.replace(
            "-- points/2022-Q2.csv", f"2022-03-02,2,A2,{points},{quantity},e5,e2,\n-- points/2022-Q2.csv"
        )
        assert village(text).found == []


def test_of_an_entry_that_cannot_be_read_nobody_says_that_it_is_not_there(village: Village) -> None:
    row = next(line for line in SOUND.splitlines() if ",e3," in line)
    for wrong, code in (
        (row.replace("2022-", "2022-13-"), "field.day"),
        (row.replace(",D1,", ",D7,"), "points.rule"),
    ):
        assert village(SOUND.replace(row, wrong)).found == [(LEDGER, 4, code)]


def test_an_entry_is_taken_back_once(village: Village) -> None:
    text = SOUND.replace("-- points/2022-Q2.csv", "2022-03-02,1,D1,,,e5,e3,\n-- points/2022-Q2.csv")
    assert village(text).found == [(LEDGER, 6, "points.reversed-twice")]
    text = SOUND.replace("-- points/2022-Q2.csv", "2022-03-02,1,D1,,,e5,e4,\n-- points/2022-Q2.csv")
    assert village(text).found == [(LEDGER, 6, "points.reverses-reversal")]


def test_a_reversal_may_stand_in_a_later_ledger_and_after_its_rule_ended(village: Village) -> None:
    text = SOUND.replace("until: 2022-12-31", "until: 2022-03-31").replace("2022-04-10,4,A1,\n", "")
    text = text.replace("日期,户号,细则,分值\n", "日期,户号,细则,分值,冲正\n2022-04-02,1,A1,,e1\n")
    assert village(text).found == []


def test_a_redemption_sees_the_entries_of_its_day_and_what_was_redeemed_before(village: Village) -> None:
    text = SOUND.replace("2022-03-22,2,R2,0", "2022-01-10,1,R2,102")
    found = village(text).found
    assert (REDEMPTIONS, 4, "points.redemption-balance") not in found
    assert (REDEMPTIONS, 2, "points.redemption-balance") in found


def test_a_redemption_sees_what_was_taken_over_by_its_day(village: Village) -> None:
    enough = SOUND.replace("2022-03-22,2,R2,0", "2022-07-01,2,R2,205")
    assert village(enough).found == []
    early = SOUND.replace("2022-03-22,2,R2,0", "2022-06-30,2,R2,205")
    assert village(early).found == [(REDEMPTIONS, 4, "points.redemption-balance")]


@pytest.mark.parametrize(
    ("name", "code"),
    [("台账", "points.ledger-name"), ("2022", "points.ledger-year"), ("2022-13", "points.ledger-name")],
)
def test_a_ledger_is_named_after_its_period(village: Village, name: str, code: str) -> None:
    text = SOUND.replace("-- points/2022-Q2.csv", f"-- points/{name}.csv")
    assert village(text).found == [(f"points/{name}.csv", 0, code)]


def test_ledgers_do_not_overlap(village: Village) -> None:
    text = SOUND.replace("-- points/2022-Q2.csv", "-- points/2022-03.csv").replace(
        "2022-04-10,4", "2022-03-10,4"
    )
    assert village(text).found == [("points/2022-03.csv", 1, "points.overlap")]


def test_a_ledger_without_entries_overlaps_too(village: Village) -> None:
    text = SOUND + "-- points/2022-03.csv --\n日期,户号,细则\n"
    assert village(text).found == [("points/2022-03.csv", 1, "points.overlap")]


def test_entries_need_rules_and_households(village: Village) -> None:
    ledger = "-- points/2022-Q1.csv --\n日期,户号,细则\n2022-01-10,1,A1\n"
    assert village(ledger).found == [("points", 0, "points.no-households"), ("points", 0, "points.no-rules")]


def test_a_list_of_households_stands_once(village: Village) -> None:
    text = SOUND + "-- households.csv --\n户号,户主\n1,王建国\n"
    assert (HOUSEHOLDS, 0, "points.two-household-lists") in village(text).found


def test_a_book_of_a_year_judges_that_year_and_the_next(village: Village) -> None:
    text = SOUND.replace("points/rules.yaml", "points/rules-2021.yaml")
    assert village(text).found == []


def test_an_entry_before_the_first_book_is_refused(village: Village) -> None:
    text = SOUND.replace("points/rules.yaml", "points/rules-2023.yaml")
    assert (LEDGER, 2, "points.no-book") in village(text).found


def test_all_books_start_the_points_year_in_one_month(village: Village) -> None:
    text = (
        SOUND
        + "-- points/rules-2023.yaml --\nyear: 10\nrules:\n  - {id: A1, category: 公益服务, title: 劳动, points: 1}\n"
    )
    assert village(text).found == [("points/rules-2023.yaml", 1, "points.year-start")]


def test_an_entry_after_the_day_is_a_warning(village: Village) -> None:
    found = village(SOUND, "2022-03-31").found
    assert found == [("points/2022-Q2.csv", 2, "register.future")]


def test_unknown_files_are_named(village: Village) -> None:
    text = SOUND + "-- points/readme.txt --\n说明\n"
    assert village(text).found == [("points/readme.txt", 0, "register.foreign-file")]
