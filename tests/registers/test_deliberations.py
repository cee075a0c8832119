"""Deliberations: their steps, votes by each body's rule, notices, and the contracts that they decide."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.guard.calendar import Calendar
from sitegen.registers.deliberations.bodies import HALF, OVER_HALF, TWO_THIRDS, Share, body_named
from sitegen.registers.deliberations.course import carried
from sitegen.registers.deliberations.procedures import PROCEDURES, procedure_named
from tests.registers.one_board import OneBoard, Village

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

SIX = """\
  - {步骤: 党支部提议, 日期: 2022-02-10, 应到: 5, 实到: 5}
  - {步骤: 两委会商议, 日期: 2022-02-18, 应到: 7, 实到: 6}
  - {步骤: 党员大会审议, 日期: 2022-02-25, 应到: 42, 实到: 31, 赞成: 30, 反对: 0, 弃权: 1, 结果: 通过}
  - {步骤: 村民代表会议决议, 日期: 2022-03-05, 应到: 36, 实到: 30, 赞成: 27, 反对: 1, 弃权: 2, 结果: 通过}
  - {步骤: 决议公开, 日期: 2022-03-06}
  - {步骤: 实施结果公开, 日期: 2022-04-05}
"""
CONTRACT = "合同编号,合同名称,类型,承包方,起,止,应收,已收,决策依据"


def matter(steps: str = SIX, more: str = "", *, file: str = "tea", procedure: str = "四议两公开") -> str:
    """The text of a deliberation; its steps begin on line 6."""
    head = f"编号: YS-{file}\n名称: 茶园重新发包\n程序: {procedure}\n事项: 茶园重新公开发包\n步骤:\n"
    return f"-- deliberations/{file}.yaml --\n{head}{steps}{more}"


def contract(decision: str, identity: str = "HT-1") -> str:
    row = f"{identity},茶园承包合同,茶园承包,甲公司,2022-04-01,2027-03-31,1,1,{decision}"
    return f"-- contracts/list.csv --\n{CONTRACT}\n{row}\n"


def only(built: OneBoard) -> Any:
    (item,) = built.view("deliberations").items
    return item


def states(built: OneBoard) -> list[str]:
    return [entry.state for entry in only(built).entries]


# ---- the course --------------------------------------------------------------------------------------------


def test_six_steps_one_after_the_other(village: Village) -> None:
    built = village(matter())
    assert built.found == []
    item = only(built)
    assert (item.state, item.reached, item.stage, item.upcoming) == ("done", 6, "实施结果公开", None)


@pytest.mark.parametrize(
    ("day", "state", "stage", "upcoming"),
    [
        ("2022-02-09", "planned", "", "党支部提议"),
        ("2022-02-10", "going", "党支部提议", "两委会商议"),
        ("2022-03-05", "going", "村民代表会议决议", "决议公开"),
        ("2022-04-04", "going", "决议公开", "实施结果公开"),
        ("2022-04-05", "done", "实施结果公开", None),
    ],
)
def test_a_matter_goes_on_day_by_day(
    village: Village, day: str, state: str, stage: str, upcoming: str | None
) -> None:
    built = village(matter(), day)
    item = only(built)
    assert (item.state, item.stage, item.upcoming) == (state, stage, upcoming)


def test_pages_change_when_a_step_or_a_notice_comes_to_its_day(village: Village) -> None:
    text = matter(more="决议公示: {start: 2022-03-06, end: 2022-03-15}\n")
    changes = [village(text, day).next_change("deliberations") for day in ("2022-03-05", "2022-03-06")]
    assert changes == [date(2022, 3, 6), date(2022, 3, 16)]
    assert village(text, "2022-04-05").next_change("deliberations") is None


def test_the_end_of_a_notice_is_no_news(village: Village) -> None:
    text = matter(more="决议公示: {start: 2022-03-06, end: 2022-03-15}\n")
    told = [village(text, day).view("deliberations").updated for day in ("2022-03-06", "2022-03-20")]
    assert told == [date(2022, 3, 6), date(2022, 3, 6)]


def test_a_missing_step_is_named_and_does_not_stop_the_publication(village: Village) -> None:
    steps = "".join(line for line in SIX.splitlines(keepends=True) if "两委" not in line)
    built = village(matter(steps))
    assert built.found == [("deliberations/tea.yaml", 6, "deliberations.missing-step")]
    assert "两委会商议" in built.messages()[0]
    assert states(built) == ["done", "missing", "done", "done", "done", "done"]


def test_what_has_not_come_yet_is_not_missing(village: Village) -> None:
    built = village(matter("".join(SIX.splitlines(keepends=True)[:3])))
    assert built.found == []
    assert states(built) == ["done", "done", "done", "coming", "coming", "coming"]


def test_a_notice_stands_for_the_step_of_publication(village: Village) -> None:
    steps = "".join(SIX.splitlines(keepends=True)[:4])
    more = (
        "决议公示: {start: 2022-03-06, end: 2022-03-15}\n"
        "result_notice: {start: 2022-04-05, end: 2022-04-12, days: working}\n"
    )
    built = village(matter(steps, more))
    assert built.found == []
    assert only(built).state == "done"
    notices = [entry.notice for entry in only(built).entries if entry.notice]
    assert [(notice.days, notice.unit, notice.state) for notice in notices] == [
        (10, "natural", "ended"),
        (5, "working", "ended"),  # 5 April 2022 is a holiday, 9 and 10 are a weekend
    ]


def test_what_was_voted_down_ends_there(village: Village) -> None:
    steps = "".join(SIX.splitlines(keepends=True)[:3])
    steps += "  - {步骤: 村民代表会议决议, 日期: 2022-03-05, 应到: 36, 实到: 30, 赞成: 9, 反对: 21, 结果: 未通过}\n"
    built = village(matter(steps))
    assert built.found == []
    assert only(built).state == "rejected"
    assert states(built)[4:] == ["dropped", "dropped"]


def test_five_stages_by_the_same_engine(village: Village) -> None:
    steps = "".join(
        f"  - {{步骤: {step}, 日期: 2022-10-{day}}}\n"
        for step, day in [("民事民提", "08"), ("民议", "15"), ("民决", "20")]
    )
    built = village(matter(steps, procedure="五民"))
    assert built.found == []
    assert (only(built).stage, only(built).upcoming, only(built).stages) == ("民决", "民办", 5)


def test_a_procedure_of_the_place_is_shown_as_it_is_written(village: Village) -> None:
    steps = "  - {步骤: 恳谈, 日期: 2022-09-01, 实到: 23}\n  - {步骤: 反馈, 日期: 2022-09-12}\n"
    built = village(matter(steps, procedure="屋场恳谈会"))
    assert built.found == []
    assert [entry.name for entry in only(built).entries] == ["恳谈", "反馈"]
    assert only(built).state == "plain"


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.name)
def test_words_for_stages_are_not_ambiguous(procedure: Any) -> None:
    words = [word for stage in procedure.stages for word in (stage.name, *stage.aliases)]
    assert len(words) == len(set(words))
    assert [procedure.place_of(stage.name) for stage in procedure.stages] == list(
        range(len(procedure.stages))
    )


def test_marks_and_spaces_do_not_matter_in_the_name_of_a_procedure() -> None:
    assert procedure_named("“四议 两公开”") is procedure_named("四议两公开") is not None
    assert procedure_named("四议一审两公开") is None


# ---- quorum and majority -----------------------------------------------------------------------------------


@given(st.sampled_from([HALF, OVER_HALF, TWO_THIRDS, Share(4, 5)]), st.integers(1, 5000), st.data())
def test_the_least_number_is_the_first_that_reaches_the_share(
    share: Share, whole: int, data: st.DataObject
) -> None:
    least = share.least(whole)
    assert share.reached(least, whole)
    assert not share.reached(least - 1, whole)
    part = data.draw(st.integers(0, whole))
    assert share.reached(part, whole) == (part >= least)


@pytest.mark.parametrize(
    ("form", "expected", "present", "votes", "outcome", "codes"),
    [
        ("村民代表会议", 36, 24, 13, "通过", []),
        ("村民代表会议", 36, 23, 13, "通过", ["quorum"]),
        ("村民代表会议", 36, 24, 12, "通过", ["majority"]),
        ("村民代表会议", 36, 24, 12, "未通过", []),
        ("村民代表会议", 36, 24, 13, "未通过", ["majority"]),
        ("村民会议", 800, 401, 201, "通过", []),
        ("村民会议", 800, 400, 201, "通过", ["quorum"]),
        ("村民会议（户代表）", 240, 160, 81, "通过", []),
        ("村民会议（户代表）", 240, 159, 81, "通过", ["quorum"]),
        ("党员大会", 42, 21, 21, "通过", ["majority"]),
        ("党员大会", 42, 22, 22, "通过", []),
        ("两委联席会", 7, 1, 1, "通过", []),
        ("村民代表会议", "", 24, 12, "通过", ["majority"]),
        ("村民代表会议", 36, "", 12, "通过", []),
    ],
)
def test_each_body_has_a_rule_of_its_own(
    village: Village, form: str, expected: object, present: object, votes: int, outcome: str, codes: list[str]
) -> None:
    step = f"步骤: 表决, 日期: 2022-03-05, 会议形式: {form}, 赞成: {votes}, 结果: {outcome}"
    step += "".join(f", {k}: {v}" for k, v in (("应到", expected), ("实到", present)) if v != "")
    built = village(matter(f"  - {{{step}}}\n", procedure="组规表决"))
    assert built.found == [("deliberations/tea.yaml", 6, f"deliberations.{code}") for code in codes]


@pytest.mark.parametrize(("day", "codes"), [("2025-04-30", []), ("2025-05-01", ["majority"])])
def test_members_of_the_cooperative_decide_by_two_thirds_of_all_since_its_law(
    village: Village, day: str, codes: list[str]
) -> None:
    step = (
        f"  - {{步骤: 表决, 日期: {day}, 会议形式: 成员大会, 应到: 300, 实到: 210, 赞成: 199, 结果: 通过}}\n"
    )
    built = village(matter(step, procedure="成员表决"), "2025-12-31")
    assert [code for _, _, code in built.found] == [f"deliberations.{code}" for code in codes]


def test_the_longest_word_tells_the_body() -> None:
    found = [
        body_named((text,))
        for text in ("全体成员代表大会", "村民代表会议或村民会议", "村民会议（户代表）", "议事会")
    ]
    assert [body.name if body else None for body in found] == [
        "成员代表大会",
        "村民代表会议",
        "村民会议（户代表）",
        None,
    ]


@pytest.mark.parametrize(
    ("outcome", "meant"),
    [
        ("一致通过", True),
        ("同意", True),
        ("未获通过", False),
        ("不同意", False),
        ("没有通过", False),
        ("待议", None),
    ],
)
def test_an_outcome_in_words(outcome: str, meant: bool | None) -> None:
    assert carried(outcome) is meant


# ---- what contradicts itself -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "line", "code"),
    [
        ("应到: 5, 实到: 5", "应到: 5, 实到: 6", 6, "deliberations.present"),
        ("赞成: 30", "赞成: 31", 8, "deliberations.votes"),
        ("实到: 31, 赞成: 30", "赞成: 42", 8, "deliberations.votes"),
        ("日期: 2022-03-06", "日期: 2022-03-04", 10, "deliberations.before-decision"),
        ("日期: 2022-04-05", "日期: 2022-03-01", 11, "deliberations.before-decision"),
        ("日期: 2022-02-25", "日期: 2022-02-17", 8, "deliberations.order"),
        ("党员大会审议", "党员大会审核", 8, "deliberations.step"),
        ("应到: 5", "应到: -5", 6, "field.negative"),
        ("应到: 5", "应来: 5", 6, "table.unknown-field"),
        ("日期: 2022-02-10, ", "", 6, "table.missing-value"),
        ("日期: 2022-04-05", "日期: 2023-04-05", 11, "register.future"),
    ],
)
def test_a_slip_is_found_at_its_line(village: Village, was: str, now: str, line: int, code: str) -> None:
    assert ("deliberations/tea.yaml", line, code) in village(matter(SIX.replace(was, now))).found


def test_only_contradictions_stop_the_publication(village: Village) -> None:
    for was, now in [
        ("日期: 2022-02-25", "日期: 2022-02-17"),
        ("党员大会审议", "党员大会审核"),
        ("实到: 31, 赞成: 30", "实到: 5, 赞成: 4"),
    ]:
        assert not village(matter(SIX.replace(was, now))).report.failed


def test_a_misspelt_procedure_gets_its_hint(village: Village) -> None:
    built = village(matter(procedure="四议两公示"))
    assert built.found == [("deliberations/tea.yaml", 3, "deliberations.procedure")]
    assert "是不是想写“四议两公开”" in built.messages()[0]


def test_a_notice_ends_after_it_starts(village: Village) -> None:
    built = village(matter(more="决议公示: {start: 2022-03-15, end: 2022-03-06}\n"))
    assert built.found == [("deliberations/tea.yaml", 12, "deliberations.notice")]


def test_a_notice_lasts_as_long_as_the_place_asks_for(village: Village) -> None:
    text = matter(more="决议公示: {start: 2022-03-06, end: 2022-03-14}\n")
    assert village(text).found == []
    built = village(text, calendar=Calendar("chongqing"))
    assert built.found == [("deliberations/tea.yaml", 12, "deliberations.notice-short")]
    assert "只有 9 天，当地要求至少 10 天" in built.messages()[0]


def test_two_matters_do_not_share_an_id(village: Village) -> None:
    built = village(matter() + matter(file="other").replace("YS-other", "ys-TEA"))
    assert [code for _, _, code in built.found] == ["table.duplicate-id"]


# ---- what is decided ---------------------------------------------------------------------------------------


def test_a_contract_and_its_decision_name_each_other(village: Village) -> None:
    built = village(matter(more="关于: HT-1\n") + contract("YS-tea"))
    assert built.found == []
    (link,) = only(built).decides
    assert (link.ledger, link.title, link.href) == ("合同", "茶园承包合同", "contracts/HT-1.html")


@pytest.mark.parametrize(
    ("about", "decision", "codes"),
    [
        (
            "关于: HT-1\n",
            "",
            {("contracts/list.csv", 2, "decision-other"), ("deliberations/tea.yaml", 12, "contract-silent")},
        ),
        (
            "",
            "YS-tea",
            {("contracts/list.csv", 2, "decision-unanswered"), ("deliberations/tea.yaml", 1, "about-lacks")},
        ),
    ],
)
def test_a_link_that_stands_on_one_side_is_told_at_both_ends(
    village: Village, about: str, decision: str, codes: set[tuple[str, int, str]]
) -> None:
    built = village(matter(more=about) + contract(decision))
    assert set(built.found) == {(file, line, f"deliberations.{code}") for file, line, code in codes}
    assert not built.report.failed


def test_a_broken_link_is_refused_with_the_nearest_id(village: Village) -> None:
    built = village(matter(more="关于: HT-l\n") + contract(""))
    assert built.found == [("deliberations/tea.yaml", 12, "deliberations.about")]
    assert "最接近的是“HT-1”" in built.messages()[0]


def test_a_contract_that_names_no_known_decision_is_refused(village: Village) -> None:
    built = village(matter() + contract("YS-te"))
    assert [code for _, _, code in built.found] == ["reference.missing"]


# ---- the site ----------------------------------------------------------------------------------------------


def test_the_twins_hold_matters_and_steps(village: Village) -> None:
    built = village(matter(more="关于: HT-1\n") + contract("YS-tea"))
    (row,) = built.twin("deliberations")
    assert (row["id"], row["state"], row["stage"]) == ("YS-tea", "done", "实施结果公开")
    assert (row["about"], row["missing"], len(row["steps"])) == (["HT-1"], [], 6)
    steps = built.twin("deliberation-steps")
    assert steps[2] == {
        "deliberation": "YS-tea",
        "step": "党员大会审议",
        "date": "2022-02-25",
        "form": None,
        "expected": 42,
        "present": 31,
        "for": 30,
        "against": 0,
        "abstain": 1,
        "outcome": "通过",
        "note": None,
    }


def test_files_in_and_pages_out(site_text: Callable[[str], Path], cli: Callable[..., Result]) -> None:
    text = matter(more="关于: HT-1\n") + contract("YS-tea")
    boards = (
        "-- content/board.yaml --\nname: 甲镇\nlevel: 镇\n-- content/a/board.yaml --\nname: 东村\nlevel: 村\n"
    )
    root = site_text(
        boards + text.replace("-- con", "-- content/a/con").replace("-- del", "-- content/a/del")
    )
    ran = cli("build", "--as-of", "2022-12-31")
    assert ran.exit_code == 0, ran.stderr
    page = (root / "public/a/deliberations/YS-tea.html").read_text(encoding="utf-8")
    assert "../contracts/HT-1.html" in page
    assert "村民委员会组织法（2018年修正）第二十六条" in page
    there = (root / "public/a/contracts/HT-1.html").read_text(encoding="utf-8")
    assert "../deliberations/YS-tea.html" in there
    summary = json.loads((root / "public/data/board.json").read_bytes())["deliberations"]
    assert summary == {"count": 1, "done": 1, "done_rate": "100.00", "lacking": 0}
