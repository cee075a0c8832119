"""What was paid for contracts and what statements booked for them agree, or both ends are told."""

from __future__ import annotations

import pytest

from tests.registers.one_board import OneBoard, Village

CONTRACT = "-- contracts/list.csv --\n合同编号,合同名称,类型,承包方,起,止,应收,已收\n"
LISTED = CONTRACT + "HT-1,鱼塘承包,鱼塘承包,甲公司,2020-01-01,2024-12-31,,\n"
SCHEDULE = "-- contracts/schedule.csv --\n合同编号,应付日,金额\nHT-1,2022-06-01,1000\nHT-1,2022-07-01,1000\n"


def payments(*rows: str) -> str:
    return "-- contracts/payments.csv --\n合同编号,日期,金额,凭证号\n" + "".join(
        f"HT-1,{row}\n" for row in rows
    )


def statement(*lines: str, period: str = "2022-06", total: int = 0) -> str:
    """A statement with income lines given as flow mappings; the first stands on line 4."""
    listed = "".join(f"  - {{item: 承包费, category: 出租收入, {line}}}\n" for line in lines)
    income = f"income:\n{listed}" if lines else "income: []\n"
    return (
        f"-- finance/{period}.yaml --\nperiod: {period}\nopening: 0\n{income}expense: []\nclosing: {total}\n"
        "reviewed_by: 监委会\n"
    )


def told(built: OneBoard) -> set[tuple[str, int, str]]:
    assert not built.report.failed
    return {(file, line, code[10:]) for file, line, code in built.found if code.startswith("contracts.")}


@pytest.mark.parametrize("day", ["2022-06-10", "2022-06-01", "2022-06-30"])
def test_a_payment_that_was_booked_is_in_order(village: Village, day: str) -> None:
    booked = statement(f"date: {day}, amount: 1000, contract: HT-1", total=1000)
    assert told(village(LISTED + SCHEDULE + payments("2022-06-10,1000,") + booked)) == set()


def test_what_was_paid_at_once_may_be_booked_in_parts(village: Village) -> None:
    lines = ("date: 2022-06-10, amount: 700, contract: HT-1", "date: 2022-06-11, amount: 300, contract: HT-1")
    text = LISTED + SCHEDULE + payments("2022-06-10,1000,") + statement(*lines, total=1000)
    assert told(village(text)) == set()


def test_a_payment_that_no_line_names_is_told_at_both_ends(village: Village) -> None:
    booked = statement("date: 2022-06-10, amount: 1000", total=1000)
    assert told(village(LISTED + SCHEDULE + payments("2022-06-10,1000,") + booked)) == {
        ("contracts/payments.csv", 2, "payment-unbooked"),
        ("finance/2022-06.yaml", 4, "line-unnamed"),
    }


def test_a_payment_without_any_line_is_told(village: Village) -> None:
    assert told(village(LISTED + SCHEDULE + payments("2022-06-10,1000,") + statement())) == {
        ("contracts/payments.csv", 2, "payment-unbooked")
    }


@pytest.mark.parametrize("accounts", ["", statement()])
def test_a_time_without_statements_tells_nothing(village: Village, accounts: str) -> None:
    text = LISTED + SCHEDULE + payments("2021-06-10,1000,") + accounts
    assert told(village(text)) == set()


def test_a_line_for_which_there_is_no_payment_is_told_at_both_ends(village: Village) -> None:
    lines = (
        "date: 2022-06-10, amount: 1000, contract: HT-1",
        "date: 2022-06-20, amount: 500, contract: HT-1",
    )
    text = LISTED + SCHEDULE + payments("2022-06-10,1000,") + statement(*lines, total=1500)
    assert told(village(text)) == {
        ("contracts/list.csv", 2, "booked-more"),
        ("contracts/list.csv", 2, "payment-missing"),
        ("finance/2022-06.yaml", 5, "line-unlisted"),
    }


def test_what_was_taken_back_counts_for_nothing(village: Village) -> None:
    lines = (
        "date: 2022-06-09, amount: 900, contract: HT-1, voucher: 记-1",
        "date: 2022-06-10, amount: -900, reverses: 记-1",
        "date: 2022-06-10, amount: 1000, contract: HT-1, voucher: 记-2",
    )
    text = LISTED + SCHEDULE + payments("2022-06-10,1000,") + statement(*lines, total=1000)
    assert told(village(text)) == set()


def test_more_booked_than_received_is_told_at_both_ends(village: Village) -> None:
    own = CONTRACT + "HT-1,鱼塘承包,鱼塘承包,甲公司,2020-01-01,2024-12-31,1000,800\n"
    booked = statement("date: 2022-06-10, amount: 1000, contract: HT-1", total=1000)
    built = village(own + booked)
    assert told(built) == {
        ("contracts/list.csv", 2, "booked-more"),
        ("finance/2022-06.yaml", 4, "line-above"),
    }
    assert any("多于合同（content/contracts/list.csv 第 2 行）写的已收 800.00" in m for m in built.messages())
