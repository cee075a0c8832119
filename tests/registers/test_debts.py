"""Claims and debts: what is refused and where, what agrees with the statements, and what they come to."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import Report
from sitegen.formats import yuan
from sitegen.registers.debts.standing import BANDS, years_after
from sitegen.registers.debts.tables import DEBTS
from sitegen.sources.csv import read_csv
from sitegen.sources.text import Source
from tests.registers.one_board import OneBoard, Village

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

HEADER = "编号,类别,对方,形成时间,期初,增加,减少,期末,到期日,清化收"
POND = "ZQ-01,债权,李小明,2021-03-01,3000.00,,1000.00,2000.00,2022-06-30,是"
ROAD = "ZW-01,债务,第二建筑公司,2015-10-01,86000.00,,20000.00,66000.00,2025-12-31,是"
LOAN = "ZW-02,债务,县农村商业银行,2022-01-10,0,50000.00,,50000.00,2023-01-09,否"


def register(*rows: str, file: str = "list") -> str:
    return f"-- debts/{file}.csv --\n" + "\n".join([HEADER, *rows]) + "\n"


def statement(income: str = "", expense: str = "", *, year: int = 2022) -> str:
    """A year's statement with lines given as `date amount debt`; it balances."""

    def lines(text: str) -> list[tuple[str, int, str]]:
        found = (line.split() for line in text.strip().splitlines())
        return [(day, int(amount), rest[0] if rest else "") for day, amount, *rest in found]

    def listed(side: str, text: str) -> str:
        entries = [
            f"  - {{date: {day}, item: 往来, category: 其他{'收入' if side == 'income' else '支出'}, "
            f"amount: {amount}{f', debt: {debt}' if debt else ''}}}"
            for day, amount, debt in lines(text)
        ]
        return "\n".join([f"{side}:", *entries]) + "\n" if entries else f"{side}: []\n"

    total = sum(a for _, a, _ in lines(income)) - sum(a for _, a, _ in lines(expense))
    return (
        f"-- finance/{year}.yaml --\nperiod: {year}\nopening: 100000\n{listed('income', income)}"
        f"{listed('expense', expense)}closing: {100000 + total}\nreviewed_by: 监委会\n"
    )


def of_debts(built: OneBoard) -> list[tuple[str, int, str]]:
    return [found for found in built.found if found[2].startswith("debts.")]


# ---- the figures -------------------------------------------------------------------------------------------


def test_claims_and_debts_add_up(village: Village) -> None:
    view = village(register(POND, ROAD, LOAN)).view("debts")
    assert (view.total("债权", "closing"), view.total("债务", "closing"), view.net) == (
        200000,
        11600000,
        -11400000,
    )
    assert view.of("债务").total("opening") == 8600000
    assert view.of("债务").total("decrease") == 2000000


def test_what_no_row_states_is_missing_not_zero(village: Village) -> None:
    view = village(register(POND)).view("debts")
    assert view.of("债权").total("increase") is None


def test_what_the_clean_up_resolved(village: Village) -> None:
    view = village(register(POND, ROAD, LOAN)).view("debts")
    assert (view.resolved("债务"), view.resolved("债权")) == (2000000, 100000)
    assert village(register(LOAN)).view("debts").resolved("债务") is None


def test_the_clean_up_of_contracts_tells_the_debts_resolved(village: Village) -> None:
    contract = (
        "-- contracts/list.csv --\n合同编号,合同名称,类型,承包方,起,止,应收,已收\n"
        "HT-1,鱼塘,鱼塘承包,王小明,2020-01-01,2024-12-31,1,1\n"
    )
    assert village(register(POND, ROAD) + contract).view("contracts").debts_resolved == 2000000


def test_a_private_person_is_masked_and_a_bank_is_not(village: Village) -> None:
    rows = village(register(POND, LOAN)).twin("debts")
    assert [row["counterparty"] for row in rows] == ["李*明", "县农村商业银行"]


def test_the_twin_holds_the_figures_as_decimal_strings(village: Village) -> None:
    row = village(register(POND)).twin("debts")[0]
    assert row["opening"] == "3000.00"
    assert row["increase"] is None
    assert row["cleanup"] is True
    assert row["due"] == "2022-06-30"
    assert row["state"] == "到期没有收回"


@pytest.mark.parametrize(
    ("day", "state"), [("2022-06-30", "没有结清"), ("2022-07-01", "到期没有收回"), ("2022-06-01", "没有结清")]
)
def test_a_claim_falls_overdue_the_day_after_it_is_due(village: Village, day: str, state: str) -> None:
    built = village(register(POND), day)
    assert built.twin("debts")[0]["state"] == state
    assert built.view("debts").overdue.count == (state == "到期没有收回")


def test_what_is_settled_is_never_overdue(village: Village) -> None:
    settled = "ZQ-03,债权,王大锤,2020-01-01,500,,500,0,2020-06-30,"
    view = village(register(settled)).view("debts")
    assert view.overdue.count == 0
    assert [band.label for band in view.kinds[0].bands] == ["已经结清"]
    assert view.next_change is None


@pytest.mark.parametrize(
    ("day", "band", "change"),
    [
        ("2022-03-01", BANDS[0], "2022-03-02"),
        ("2022-03-02", BANDS[1], "2022-07-01"),
        ("2024-03-01", BANDS[1], "2024-03-02"),
        ("2026-03-01", BANDS[2], "2026-03-02"),
        ("2026-03-02", BANDS[3], None),
    ],
)
def test_a_claim_grows_older(village: Village, day: str, band: str, change: str | None) -> None:
    built = village(register(POND), day)
    assert [label for label, _ in built.view("debts").ages] == [band]
    assert built.next_change("debts") == (date.fromisoformat(change) if change else None)


def test_an_age_that_is_not_known_has_a_band_of_its_own(village: Village) -> None:
    view = village(register("ZQ-9,债权,某公司,,100,,,100,,")).view("debts")
    assert [label for label, _ in view.ages] == ["没有写形成时间"]


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 9))
def test_an_anniversary_is_the_same_day_of_the_year(day: date, years: int) -> None:
    later = years_after(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) in {(day.month, day.day), (2, 28)}


# ---- what is refused ---------------------------------------------------------------------------------------


def test_a_closing_that_does_not_add_up_is_refused(village: Village) -> None:
    built = village(register(POND, ROAD.replace("66000.00", "68000.00")))
    assert built.found == [("debts/list.csv", 3, "debts.balance")]
    assert "= 66,000.00，文件写的是 68,000.00（差 2,000.00）" in built.messages()[0]


@given(
    opening=st.integers(0, 10**10),
    increase=st.integers(0, 10**10),
    decrease=st.integers(0, 10**10),
    slip=st.integers(-300, 300),
)
def test_only_what_adds_up_to_the_fen_passes(opening: int, increase: int, decrease: int, slip: int) -> None:
    closing = opening + increase - decrease + slip
    if closing < 0:
        return
    figures = [yuan(fen) for fen in (opening, increase, decrease, closing)]
    text = f"编号,类别,对方,期初,增加,减少,期末\nZW-1,债务,甲公司,{','.join(figures)}\n"
    report = Report()
    DEBTS.read_sheet(read_csv(Source("debts.csv", text), ""), report)
    assert [d.code for d in report.diagnostics] == (["debts.balance"] if slip else [])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("ZW-1,债务,甲公司,2022-01-01,1,,,1,2021-12-31,", "debts.due-before-formed"),
        ("ZW-1,贷款,甲公司,2022-01-01,1,,,1,,", "field.choice"),
        ("ZW-1,债务,甲公司,2022-01-01,-1,,,1,,", "field.negative"),
        ("ZW-1,债务,,2022-01-01,1,,,1,,", "table.missing-value"),
        ("ZW-1,债务,甲公司,2023-01-01,1,,,1,,", "register.future"),
        ("ZW-1,债务,甲公司,2022-01-01,1,,,1,,也许", "field.boolean"),
    ],
)
def test_a_slip_is_found_at_its_line(village: Village, row: str, code: str) -> None:
    assert village(register(POND, row)).found == [("debts/list.csv", 3, code)]


def test_an_id_stands_once(village: Village) -> None:
    built = village(register(POND, POND.replace("ZQ", "zq")))
    assert built.found == [("debts/list.csv", 3, "table.duplicate-id")]


# ---- debts and statements ----------------------------------------------------------------------------------


def test_what_was_settled_and_booked_agrees(village: Village) -> None:
    lines = statement(
        income="2022-06-10 1000 ZQ-01\n2022-01-10 50000 ZW-02", expense="2022-08-10 20000 ZW-01"
    )
    built = village(register(POND, ROAD, LOAN) + lines)
    assert of_debts(built) == []
    debt = next(debt for debt in built.view("debts").debts if debt.id == "ZW-01")
    assert [(b.side, b.amount, b.href) for b in debt.bookings] == [
        ("expense", 2000000, "../finance/2022.html#expense-1")
    ]


def test_a_settlement_that_no_statement_names_is_told_at_both_ends(village: Village) -> None:
    built = village(register(ROAD) + statement(expense="2022-08-10 20000\n2022-08-11 5"))
    assert of_debts(built) == [
        ("debts/list.csv", 2, "debts.not-booked"),
        ("finance/2022.yaml", 5, "debts.line-unnamed"),
    ]


def test_a_settlement_for_which_there_is_no_line_is_told(village: Village) -> None:
    built = village(register(ROAD) + statement(expense="2022-08-10 300"))
    assert of_debts(built) == [("debts/list.csv", 2, "debts.not-booked")]


def test_a_line_that_settles_more_or_less_is_told_at_both_ends(village: Village) -> None:
    built = village(register(ROAD) + statement(expense="2022-08-10 12000 ZW-01"))
    assert of_debts(built) == [
        ("debts/list.csv", 2, "debts.booked-differs"),
        ("finance/2022.yaml", 5, "debts.line-differs"),
    ]
    assert "写的减少是 20,000.00" in next(m for m in built.messages() if "写着它的" in m)


def test_a_claim_paid_on_the_wrong_side_is_told(village: Village) -> None:
    built = village(register(POND) + statement(expense="2022-08-10 1000 ZQ-01"))
    assert of_debts(built) == [
        ("debts/list.csv", 2, "debts.booked-differs"),
        ("debts/list.csv", 2, "debts.not-booked"),
        ("finance/2022.yaml", 5, "debts.line-differs"),
    ]


def test_a_table_named_after_a_period_is_compared_within_it(village: Village) -> None:
    earlier = statement(expense="2021-08-10 7000 ZW-01", year=2021)
    this = statement(expense="2022-08-10 20000 ZW-01").replace("opening: 100000", "opening: 93000")
    this = this.replace("closing: 80000", "closing: 73000")
    assert of_debts(village(register(ROAD, file="debts-2022") + earlier + this)) == []
    assert of_debts(village(register(ROAD, file="all") + earlier + this)) != []


def test_a_reversal_takes_back_what_was_booked(village: Village) -> None:
    text = (
        register(ROAD)
        + """\
-- finance/2022.yaml --
period: 2022
opening: 100000
income: []
expense:
  - {date: 2022-08-10, item: 还款, category: 其他支出, amount: 22000, debt: ZW-01, voucher: 记-1}
  - {date: 2022-08-11, item: 冲错账, category: 其他支出, amount: -22000, reverses: 记-1}
  - {date: 2022-08-11, item: 还款, category: 其他支出, amount: 20000, debt: ZW-01, voucher: 记-2}
closing: 80000
reviewed_by: 监委会
"""
    )
    assert of_debts(village(text)) == []


def test_a_line_that_names_no_debt_of_the_register_is_refused(village: Village) -> None:
    built = village(register(POND) + statement(income="2022-06-10 1000 ZQ-1"))
    assert ("finance/2022.yaml", 4, "reference.missing") in built.found


# ---- the site ----------------------------------------------------------------------------------------------


def test_files_in_and_pages_out(site_text: Callable[[str], Path], cli: Callable[..., Result]) -> None:
    root = site_text(
        "-- content/board.yaml --\nname: 柳树村\nlevel: village\n"
        + register(POND, ROAD).replace("-- debts", "-- content/debts")
    )
    ran = cli("build", "--as-of", "2022-12-31")
    assert ran.exit_code == 0, ran.stderr
    index = (root / "public/debts/index.html").read_text(encoding="utf-8")
    assert "李小明" not in index
    assert '<a href="#liabilities">66,000.00</a>' in index
    assert (root / "public/debts/ZW-01.html").exists()
    assert "debts/index.html#claims" in (root / "public/index.html").read_text(encoding="utf-8")


def test_a_township_adds_up_the_debts_of_its_villages(
    site_text: Callable[[str], Path], cli: Callable[..., Result]
) -> None:
    boards = "".join(
        f"-- content/{path}board.yaml --\nname: {name}\nlevel: {level}\n"
        for path, name, level in [
            ("", "甲镇", "镇"),
            ("a/", "东村", "村"),
            ("b/", "西村", "村"),
            ("c/", "南村", "村"),
        ]
    )
    root = site_text(
        boards
        + register(POND, ROAD).replace("-- debts", "-- content/a/debts")
        + register(LOAN).replace("-- debts", "-- content/b/debts")
    )
    ran = cli("build", "--as-of", "2022-12-31")
    assert ran.exit_code == 0, ran.stderr
    summary = json.loads((root / "public/data/board.json").read_bytes())["debts"]
    assert summary == {
        "claims": "2000.00",
        "liabilities": "116000.00",
        "net": "-114000.00",
        "overdue": 1,
        "resolved": "20000.00",
    }
    page = (root / "public/debts/index.html").read_text(encoding="utf-8")
    assert '<a href="../a/debts/index.html#liabilities">66,000.00</a>' in page
    assert "3 个下级公开栏中 2 个登记了债权债务" in page
