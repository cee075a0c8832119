"""Questions and answers: what is unanswered and overdue, how long answers took, and what is objected to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.guard.calendar import Calendar
from sitegen.registers import registers
from sitegen.registers.beside import Objection
from sitegen.registers.services import median
from tests.registers.one_board import OneBoard, Village

POSTINGS = """
-- affairs/2022-11-05-road.md --
---
title: 二组道路硬化项目公示
date: 2022-11-05
---
道路硬化。
-- contracts/contracts.csv --
合同编号,合同名称,类型,承包方,起,止,应收,已收
HT-1,二组鱼塘承包合同,鱼塘,张建国,2021-01-01,2025-12-31,7200,7200
"""
SERVICES = """
-- services/2022.csv --
编号,提出日期,问题,渠道,应答期限,答复日期,答复,答复单位,针对
H-1,2022-11-08,道路硬化为什么只到二组？,意见箱,,2022-11-10,三组列入明年计划。,村委会,affairs/2022-11-05-road
H-2,2022-11-15,鱼塘承包价是怎么定的？,电话,2022-11-20,2022-11-25,按评估价。,村监委,HT-1
H-3,2022-12-20,自来水水压低,微信群,,,,,
H-4,2022-12-29,低保什么时候评？,当面,,,,,2022-11-05-road.md
"""
CHONGQING: dict[str, Any] = {"calendar": Calendar("chongqing")}


def said(built: OneBoard) -> dict[str, list[Objection]]:
    found: dict[str, list[Objection]] = {}
    for path, item in registers()["services"].say(built.board):
        assert isinstance(item, Objection)
        found.setdefault(path, []).append(item)
    return found


def states(built: OneBoard) -> list[str]:
    return [row["state"] for row in built.twin("services")]


def test_answers_are_due_by_the_places_rule(village: Village) -> None:
    built = village(POSTINGS + SERVICES, **CHONGQING)
    assert built.found == []
    assert states(built) == ["done", "done", "overdue", "open"]
    assert states(village(POSTINGS + SERVICES)) == ["done", "done", "open", "open"]


def test_a_places_own_number_of_days(village: Village) -> None:
    calendar = Calendar("national", answer_days=11)
    assert states(village(POSTINGS + SERVICES, "2022-12-31", calendar=calendar))[2] == "open"
    assert states(village(POSTINGS + SERVICES, "2023-01-01", calendar=calendar))[2] == "overdue"


def test_how_long_answers_took(village: Village) -> None:
    built = village(POSTINGS + SERVICES, **CHONGQING)
    summary = registers()["services"].summary(built.board, built.view("services"))["services"]
    assert (summary["done"], summary["overdue"], summary["in_time"]) == (2, 1, 1)
    assert (summary["answer_days"], summary["answer_days_rate"]) == (12, "6.00")
    assert built.view("services").extra.median == "6"


def test_the_next_day_on_which_a_question_becomes_overdue(village: Village) -> None:
    assert village(POSTINGS + SERVICES, **CHONGQING).next_change("services") == date(2023, 1, 2)


def test_an_objection_is_told_where_it_belongs(village: Village) -> None:
    found = said(village(POSTINGS + SERVICES, **CHONGQING))
    assert set(found) == {"affairs/2022-11-05-road.html", "contracts/HT-1.html"}
    (late,) = found["contracts/HT-1.html"]
    assert (late.state, late.due, late.answer, late.by) == (
        "late",
        date(2022, 11, 20),
        "按评估价。",
        "村监委",
    )
    first, second = found["affairs/2022-11-05-road.html"]
    assert (first.state, first.due) == ("answered", date(2022, 11, 11))
    assert (second.state, second.due, second.answer) == ("open", date(2023, 1, 1), None)


@pytest.mark.parametrize("about", ["contracts/HT-9", "HT-9", "affairs/2022-11-05-raod", "affairs/index"])
def test_what_is_not_there_is_an_error_that_names_both_ends(village: Village, about: str) -> None:
    built = village(POSTINGS + SERVICES.replace("contracts/HT-1", about).replace(",HT-1", f",{about}"))
    assert built.found == [("services/2022.csv", 3, "services.about")]
    assert about in built.messages()[0]


def test_on_an_earlier_day_an_objection_to_what_is_not_posted_yet_is_no_mistake(village: Village) -> None:
    def wrong(services: str) -> list[int]:
        built = village(POSTINGS + services, "2022-10-01")
        return [line for _, line, code in built.found if code == "services.about"]

    assert wrong(SERVICES) == []
    assert wrong(SERVICES.replace("2022-11-05-road.md", "2022-11-06-road.md")) == [5]


def test_a_name_that_means_several_must_be_made_clear(village: Village) -> None:
    built = village(
        POSTINGS
        + """
-- problems/a.csv --
编号,问题,来源,发现日期,整改时限
HT-1,路灯不亮,群众提,2022-09-03,2023-09-20
"""
        + SERVICES
    )
    assert built.found == [("services/2022.csv", 3, "services.about-several")]
    assert "contracts/HT-1、problems/HT-1" in built.messages()[0]


def test_an_answer_before_its_question_and_half_an_answer(village: Village) -> None:
    built = village(
        """
        -- services/a.csv --
        编号,提出日期,问题,答复日期,答复
        H-1,2022-11-08,水压低,2022-11-01,已修。
        H-2,2022-11-08,水压低,,已修。
        H-3,2022-11-08,水压低,2022-11-09,
        """
    )
    assert built.found == [
        ("services/a.csv", 2, "record.days"),
        ("services/a.csv", 3, "services.no-day"),
        ("services/a.csv", 4, "services.no-answer"),
    ]


@given(st.lists(st.integers(0, 400), min_size=1, max_size=15))
def test_half_of_the_answers_took_no_longer_than_the_median(days: list[int]) -> None:
    middle = median(days)
    assert middle is not None
    assert sum(Decimal(n) <= middle for n in days) * 2 >= len(days)
    assert sum(Decimal(n) >= middle for n in days) * 2 >= len(days)
    assert min(days) <= middle <= max(days)
