"""Finance: what a statement must obey, what is computed from it, and what pages and twins say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import Report
from sitegen.formats import fen, yuan
from sitegen.registers.board import Summary
from sitegen.registers.finance.accounts import CHARTS, classify
from sitegen.registers.finance.laws import check_statement
from sitegen.registers.finance.summary import merge_years
from sitegen.registers.finance.tables import read_statements
from sitegen.registers.folder import Folder

BOARD = """\
-- content/board.yaml --
name: 柳树村
level: 村
-- content/contracts/contracts.csv --
id,title,kind,counterparty,start,end,amount_due,amount_received
HT-1,鱼塘承包,鱼塘承包,柳荫水产合作社,2020-01-01,2029-12-31,90000,90000
"""
MAY = """\
-- content/finance/2022-05.yaml --
period: 2022-05
opening: 100,000.00
income:
  - {date: 2022-05-10, item: 光伏分红, category: 投资收益, amount: 30000, voucher: 收-05-1}
expense:
  - {date: 2022-05-20, item: 路灯维修, category: 公益支出, amount: 9650, voucher: 付-05-1}
closing: 120,350.00
reviewed_by: 林监督
"""
JUNE = """\
-- content/finance/2022-06.yaml --
period: 2022-06
opening: 120350.00
income:
  - date: 2022-06-03
    item: 鱼塘承包费
    category: 发包收入
    amount: 79,000.00
    voucher: 收-06-1
    contract: HT-1
  - date: 2022-06-21
    item: 存款利息
    category: 利息收入
    amount: 135.00
expense:
  - date: 2022-06-05
    item: 办公用品
    category: 管理费用
    amount: 1,200.00
    voucher: 付-06-1
  - date: 2022-06-15
    item: 水渠清淤
    category: 公益支出
    amount: 2000
    voucher: 付-06-2
closing: 196285.00
reviewed_by: 林监督
reviewed_on: 2022-07-04
"""

Finding = dict[str, Any]
Found = tuple[str, int, str]
Check = Callable[[str], list[Found]]


@pytest.fixture
def findings(site_text: Callable[[str], Path], cli: Callable[..., object]) -> Callable[..., list[Finding]]:
    """All findings of `sitegen check` on a site given as text."""

    def check(text: str, as_of: str = "2022-12-31") -> list[Finding]:
        site_text(text)
        result = cli("check", "--as-of", as_of, "--format", "json")
        return [json.loads(line) for line in result.stdout.splitlines()]  # type: ignore[attr-defined]

    return check


@pytest.fixture
def found(findings: Callable[..., list[Finding]]) -> Check:
    """(file in finance/, line, code) of the findings that concern finance."""

    def check(text: str) -> list[Found]:
        return [
            (str(d["file"]).removeprefix("content/finance/"), d["line"], str(d["code"]))
            for d in findings(text)
            if str(d["file"]).startswith("content/finance")
        ]

    return check


@pytest.fixture
def built(site_text: Callable[[str], Path], cli: Callable[..., object]) -> Callable[..., Path]:
    """The output of a site given as text."""

    def build(text: str, as_of: str = "2022-12-31") -> Path:
        root = site_text(text)
        result = cli("build", "--as-of", as_of)
        assert result.exit_code == 0, result.output  # type: ignore[attr-defined]
        return root / "public"

    return build


def words_of(page: Path) -> str:
    """The visible words of a page without space."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.S)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


# ---- within one statement ---------------------------------------------------------------------------------


def test_a_statement_that_adds_up_is_sound(found: Check) -> None:
    assert found(BOARD + MAY + JUNE) == []


def test_a_closing_balance_is_checked_to_the_fen_at_its_own_place(
    findings: Callable[..., list[Finding]],
) -> None:
    june = JUNE.replace("closing: 196285.00", "closing: 196258.00")
    (finding,) = findings(BOARD + MAY + june)
    assert (finding["code"], finding["severity"]) == ("finance.balance", "error")
    assert (finding["file"], finding["line"], finding["column"]) == ("content/finance/2022-06.yaml", 25, 10)
    assert finding["message"] == (
        "期末余额对不上：期初 120,350.00 + 收入 79,135.00 − 支出 3,200.00 = 196,285.00，"
        "文件写的是 196,258.00（差 27.00）。"
    )
    assert finding["remedy"] == "请核对第 25 行。差数能被 9 整除，可能有两位数字写颠倒了。"


@pytest.mark.parametrize(
    ("closing", "hint"),
    [
        ("198285.00", "差数正好等于第 23 行的金额，可能多记或漏记了这一笔。"),
        ("198685.00", "差数正好是第 18 行金额的两倍，可能收支记反了。"),
        ("196285.01", ""),
    ],
)
def test_the_likely_cause_of_a_difference_is_named(
    findings: Callable[..., list[Finding]], closing: str, hint: str
) -> None:
    (finding,) = findings(BOARD + MAY + JUNE.replace("196285.00", closing))
    assert finding["remedy"] == f"请核对第 25 行。{hint}"


def test_an_adjustment_of_the_opening_counts_and_needs_its_reason(found: Check) -> None:
    adjusted = JUNE.replace("closing: 196285.00", "closing: 196185.00")
    reasoned = adjusted.replace("income:", "adjustment: {amount: -100, reason: 银行更正上月利息}\nincome:", 1)
    assert found(BOARD + MAY + reasoned) == []
    bare = adjusted.replace("income:", "adjustment: {amount: -100}\nincome:", 1)
    assert found(BOARD + MAY + bare) == [("2022-06.yaml", 3, "table.missing-value")]


def test_balances_by_account_count_with_their_sum(found: Check) -> None:
    june = JUNE.replace("opening: 120350.00", "opening: {现金: 350, 银行存款: 120000.00}")
    assert found(BOARD + MAY + june) == []
    wrong = june.replace("120000.00", "120000.001")
    assert found(BOARD + MAY + wrong) == [("2022-06.yaml", 2, "field.money-decimals")]


def test_an_account_that_cannot_be_read_is_reported_on_its_own_line(found: Check) -> None:
    june = JUNE.replace("closing: 196285.00", "closing:\n  现金: 285.00\n  银行存款: 十九万六千")
    assert found(BOARD + MAY + june) == [("2022-06.yaml", 27, "field.money")]


def test_an_account_is_named_without_its_number(found: Check) -> None:
    june = JUNE.replace("closing: 196285.00", "closing:\n  现金: 285\n  农商行62284801234567: 196000")
    assert found(BOARD + MAY + june) == [("2022-06.yaml", 27, "finance.account-name")]


@pytest.mark.parametrize(
    ("amount", "code"), [("-1,200.00", "finance.negative"), ("0", "finance.zero"), ("一千二", "field.money")]
)
def test_amounts_are_positive(found: Check, amount: str, code: str) -> None:
    june = JUNE.replace("1,200.00", amount)
    assert ("2022-06.yaml", 18, code) in found(BOARD + MAY + june)


def test_a_negative_amount_takes_back_a_voucher_that_exists(found: Check) -> None:
    taken_back = JUNE.replace(
        "closing: 196285.00",
        "  - {date: 2022-06-28, item: 冲路灯维修, category: 公益支出, amount: -650, reverses: 付-05-1}\n"
        "closing: 196935.00",
    )
    assert found(BOARD + MAY + taken_back) == []
    unknown = taken_back.replace("reverses: 付-05-1", "reverses: 付-05-9")
    assert found(BOARD + MAY + unknown) == [("2022-06.yaml", 25, "finance.reversed-voucher")]


def test_set_offs_stand_on_both_sides_with_equal_sums(found: Check) -> None:
    one_side = JUNE.replace("    contract: HT-1", "    contract: HT-1\n    method: 抵账")
    assert found(BOARD + MAY + one_side) == [("2022-06.yaml", 7, "finance.set-off")]
    both = one_side.replace("voucher: 付-06-2", "voucher: 付-06-2\n    method: 抵账")
    assert found(BOARD + MAY + both) == [("2022-06.yaml", 24, "finance.set-off")]
    equal = both.replace("79,000.00", "2,000.00").replace("196285.00", "119285.00")
    assert found(BOARD + MAY + equal) == []


@pytest.mark.parametrize("day", ["2022-05-31", "2022-07-01"])
def test_an_entry_is_booked_within_its_period(found: Check, day: str) -> None:
    june = JUNE.replace("date: 2022-06-15", f"date: {day}")
    assert found(BOARD + MAY + june) == [("2022-06.yaml", 20, "finance.date-outside")]


def test_business_of_another_month_bears_its_own_day(found: Check) -> None:
    june = JUNE.replace("date: 2022-06-15", "date: 2022-06-15\n    occurred_on: 2022-04-02")
    assert found(BOARD + MAY + june) == []


def test_an_unreviewed_statement_is_a_warning(findings: Callable[..., list[Finding]]) -> None:
    (finding,) = findings(BOARD + MAY + JUNE.replace("reviewed_by: 林监督\n", ""))
    assert (finding["code"], finding["severity"], finding["line"]) == ("finance.not-reviewed", "warning", 1)


def test_a_correction_agrees_with_the_figure_it_corrected(found: Check) -> None:
    right = (
        "corrections:\n  - {on: 2022-07-12, field: 期末余额, was: 196258, now: 196285, reason: 抄写错误}\n"
    )
    assert found(BOARD + MAY + JUNE + right) == []
    wrong = right.replace("now: 196285", "now: 196286")
    assert found(BOARD + MAY + JUNE + wrong) == [("2022-06.yaml", 29, "finance.correction")]


def test_an_entry_names_a_contract_that_exists(found: Check) -> None:
    june = JUNE.replace("contract: HT-1", "contract: HT-2")
    assert found(BOARD + MAY + june) == [("2022-06.yaml", 9, "reference.missing")]


def test_entries_of_a_day_to_come_are_a_warning(findings: Callable[..., list[Finding]]) -> None:
    codes = {(d["line"], d["code"]) for d in findings(BOARD + MAY + JUNE, as_of="2022-06-20")}
    assert codes == {(10, "register.future"), (27, "register.future")}


money_of_a_line = st.integers(1, 10**9)


@given(
    st.integers(-(10**9), 10**9),
    st.lists(money_of_a_line, max_size=6),
    st.lists(money_of_a_line, max_size=6),
    st.sampled_from([-1, 1, 100]),
)
def test_only_the_one_right_closing_balance_is_accepted(
    opening: int, income: list[int], expense: list[int], slip: int
) -> None:
    closing = opening + sum(income) - sum(expense)
    assert "finance.balance" not in codes_of_month(opening, income, expense, closing)
    assert "finance.balance" in codes_of_month(opening, income, expense, closing + slip)


def codes_of_month(opening: int, income: list[int], expense: list[int], closing: int) -> set[str]:
    """The codes of what is found in a month with these amounts (fen)."""

    def side(amounts: list[int]) -> str:
        line = "{{date: 2022-06-01, item: 一笔, category: 杂项, amount: {}}}"
        return "[" + ", ".join(line.format(yuan(amount)) for amount in amounts) + "]"

    text = f"period: 2022-06\nopening: {yuan(opening)}\nincome: {side(income)}\n"
    text += f"expense: {side(expense)}\nclosing: {yuan(closing)}\n"
    with TemporaryDirectory() as folder:
        Path(folder, "2022-06.yaml").write_text(text, encoding="utf-8")
        report = Report()
        (statement,) = read_statements(Folder(Path(folder), "finance", ["2022-06.yaml"]), report)
        check_statement(statement, report)
    return {diagnostic.code for diagnostic in report.diagnostics}


# ---- categories -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "category", ["经营收入", "501", "501 经营收入", "50101 农产品销售", "经营收入-租赁", "经营收入（租赁）"]
)
def test_a_chart_knows_accounts_by_name_number_and_sub_account(category: str) -> None:
    meaning = classify(category, "2023", "income")
    assert (meaning.name, meaning.number, meaning.trouble) == ("经营收入", "501", None)


@pytest.mark.parametrize(
    ("chart", "category", "code"),
    [
        ("2023", "599", "finance.category-number"),
        ("2023", "511", "finance.category-side"),
        ("2023", "经营支出", "finance.category-side"),
        ("2023", "501 补助收入", "finance.category-mismatch"),
        ("2023", "发包收入", "finance.category-name"),
        ("2004", "514", "finance.category-number"),
        ("2004", "502", "finance.category-side"),
        ("plain", "511", "finance.category-chart"),
    ],
)
def test_a_category_is_judged_by_the_chart_the_statement_declares(
    found: Check, chart: str, category: str, code: str
) -> None:
    june = JUNE.replace("period: 2022-06\n", f"period: 2022-06\nchart: {chart}\n")
    june = june.replace("category: 利息收入", "category: 经营收入").replace("发包收入", category)
    assert ("2022-06.yaml", 7, code) in found(BOARD + MAY + june)


def test_the_same_number_means_different_things_in_the_two_charts(
    findings: Callable[..., list[Finding]],
) -> None:
    june = JUNE.replace("period: 2022-06\n", "period: 2022-06\nchart: 2023\n").replace("发包收入", "511")
    finding = next(d for d in findings(BOARD + MAY + june) if d["code"] == "finance.category-side")
    assert finding["message"] == "“511”在2023年会计制度里是“经营支出”，不能记在收入里。"
    assert "511 在 2004 年制度里才是“发包及上交收入”" in str(finding["remedy"])
    assert found_codes(findings(BOARD + MAY + june.replace("chart: 2023", "chart: 2004"))) == {
        "finance.category-name"
    }


def found_codes(findings: list[Finding]) -> set[object]:
    return {d["code"] for d in findings}


@pytest.mark.parametrize("chart", ["2023", "2004"])
def test_claims_and_debts_may_stand_on_both_sides(chart: str) -> None:
    assert classify("112", chart, "income").trouble is None
    assert classify("应收款", chart, "expense").trouble is None


@given(st.sampled_from(sorted(CHARTS)), st.sampled_from(["income", "expense"]), st.data())
def test_number_and_name_of_an_account_mean_the_same(chart: str, side: str, data: st.DataObject) -> None:
    number, name = data.draw(st.sampled_from(sorted(CHARTS[chart].accounts.items())))
    assert classify(number, chart, side) == classify(name, chart, side)


def test_a_catch_all_above_a_fifth_of_its_side_is_a_warning(
    findings: Callable[..., list[Finding]],
) -> None:
    june = JUNE.replace("管理费用", "其他支出")
    (finding,) = findings(BOARD + MAY + june)
    assert (finding["code"], finding["line"]) == ("finance.other-share", 17)
    assert finding["message"] == "“其他支出”占支出的 37.5%，超过 20%。"


def test_a_catch_all_of_exactly_a_fifth_is_none(found: Check) -> None:
    june = JUNE.replace("管理费用", "其他支出").replace("amount: 2000", "amount: 4800")
    assert found(BOARD + MAY + june.replace("196285.00", "193485.00")) == []


# ---- between statements -----------------------------------------------------------------------------------


def test_an_opening_carries_over_the_last_closing(findings: Callable[..., list[Finding]]) -> None:
    june = JUNE.replace("opening: 120350.00", "opening: 120305.00").replace("196285.00", "196240.00")
    (finding,) = findings(BOARD + MAY + june)
    assert (finding["code"], finding["line"], finding["column"]) == ("finance.carry-over", 2, 10)
    assert finding["message"] == (
        "期初余额 120,305.00 接不上上期：content/finance/2022-05.yaml 第 7 行的期末余额是 120,350.00（差 45.00）。"
    )


def test_accounts_that_do_not_carry_over_are_a_warning(found: Check) -> None:
    may = MAY.replace("closing: 120,350.00", "closing: {现金: 350, 银行存款: 120000}")
    june = JUNE.replace("opening: 120350.00", "opening: {现金: 450, 银行存款: 119900}")
    assert found(BOARD + may + june) == [("2022-06.yaml", 2, "finance.carry-over-account")] * 2


def test_a_gap_between_periods_is_a_warning(findings: Callable[..., list[Finding]]) -> None:
    july = JUNE.replace("2022-06", "2022-07")
    (finding,) = findings(BOARD + MAY + july)
    assert (finding["code"], finding["line"]) == ("finance.gap", 1)
    assert "2022年6月1日 到 2022年6月30日" in str(finding["message"])


def test_periods_of_one_book_do_not_overlap(found: Check) -> None:
    quarter = JUNE.replace("2022-06.yaml", "2022-Q2.yaml").replace("period: 2022-06", "period: 2022-Q2")
    assert ("2022-05.yaml", 1, "finance.overlap") in found(BOARD + MAY + quarter)


def test_each_book_carries_over_on_its_own(found: Check) -> None:
    coop = MAY.replace("2022-05.yaml", "合作社-2022-06.yaml").replace("2022-05", "2022-06")
    assert found(BOARD + MAY + JUNE + coop) == []
    named = coop.replace("period: 2022-06", "period: 2022-06\nbook: 党费")
    assert found(BOARD + MAY + JUNE + named) == [("合作社-2022-06.yaml", 1, "finance.file-name")]


def test_a_file_bears_the_name_of_its_period(found: Check) -> None:
    assert ("2022-6.yaml", 1, "finance.file-name") in found(
        BOARD + MAY + JUNE.replace("2022-06.yaml", "2022-6.yaml")
    )


# ---- entries in spreadsheets ------------------------------------------------------------------------------

SHEETS = """\
-- content/finance/2022-06.yaml --
期间: 2022-06
期初余额: 120350.00
期末余额: 196285.00
审核: 林监督
-- content/finance/2022-06-income.csv --
序号,日期,摘要,科目,金额（元）,凭证号,合同编号
1,2022/6/3,鱼塘承包费,发包收入,"79,000.00",收-06-1,HT-1
2,2022年6月21日,存款利息,利息收入,135,,
合计,,,,"79,135.00",,
-- content/finance/2022-06-expense.csv --
日期,摘要,科目,金额,凭证号
2022-06-05,办公用品,管理费用,1200,付-06-1
2022-06-15,水渠清淤,公益支出,2000,付-06-2
"""


def test_entries_may_stand_in_spreadsheets_under_chinese_heads(found: Check) -> None:
    assert found(BOARD + MAY + SHEETS) == []


def test_a_wrong_amount_in_a_spreadsheet_shows_at_the_closing_balance(found: Check) -> None:
    wrong = SHEETS.replace("管理费用,1200", "管理费用,1300")
    assert found(BOARD + MAY + wrong) == [("2022-06.yaml", 3, "finance.balance")]


def test_a_total_row_is_checked_against_the_entries(found: Check) -> None:
    wrong = SHEETS.replace('合计,,,,"79,135.00"', '合计,,,,"79,153.00"')
    assert found(BOARD + MAY + wrong) == [("2022-06-income.csv", 4, "table.total")]


def test_a_list_and_a_spreadsheet_for_one_side_are_one_too_many(found: Check) -> None:
    both = SHEETS.replace("期末余额:", "收入: []\n期末余额:")
    assert ("2022-06.yaml", 3, "finance.lines-twice") in found(BOARD + MAY + both)


def test_a_side_is_written_even_when_nothing_happened(found: Check) -> None:
    head, _, expense = SHEETS.partition("-- content/finance/2022-06-income.csv --")
    without = (
        head + "-- content/finance/2022-06-expense.csv --" + expense.partition("2022-06-expense.csv --")[2]
    )
    assert found(BOARD + MAY + without) == [("2022-06.yaml", 1, "finance.no-lines")]
    nothing = without.replace("期末余额: 196285.00", "收入: []\n期末余额: 117150.00")
    assert found(BOARD + MAY + nothing) == []


def test_entries_without_their_statement_are_an_error(found: Check) -> None:
    lost = SHEETS.replace("2022-06.yaml", "2022-07.yaml").replace("期间: 2022-06", "期间: 2022-07")
    assert ("2022-06-income.csv", 0, "finance.orphan-lines") in found(BOARD + MAY + lost)


def test_a_spreadsheet_that_cannot_be_read_is_not_a_side_of_zero(found: Check) -> None:
    broken = SHEETS.replace("日期,摘要,科目,金额,凭证号\n", "")
    assert found(BOARD + MAY + broken) == [("2022-06-expense.csv", 1, "table.no-header")]


def test_a_notice_and_a_statement_may_not_become_the_same_page(found: Check) -> None:
    notice = "-- content/finance/{}.md --\n---\ntitle: 说明\ndate: 2022-07-01\n---\n\n正文。\n"
    for stem in ("2022-06", "2022"):
        assert (f"{stem}.md", 0, "notice.same-page") in found(BOARD + MAY + JUNE + notice.format(stem))


# ---- computed ---------------------------------------------------------------------------------------------


def test_twins_hold_statements_and_entries(built: Callable[..., Path]) -> None:
    output = built(BOARD + MAY + JUNE)
    assert json.loads((output / "data/finance.json").read_text("utf-8")) == [
        {
            "book": None,
            "period": "2022-05",
            "opening": "100000.00",
            "income": "30000.00",
            "expense": "9650.00",
            "closing": "120350.00",
        },
        {
            "book": None,
            "period": "2022-06",
            "opening": "120350.00",
            "income": "79135.00",
            "expense": "3200.00",
            "closing": "196285.00",
        },
    ]
    lines = json.loads((output / "data/finance-lines.json").read_text("utf-8"))
    assert [(line["period"], line["side"], line["amount"]) for line in lines][1:3] == [
        ("2022-05", "expense", "9650.00"),
        ("2022-06", "income", "79000.00"),
    ]
    assert lines[2]["contract"] == "HT-1"
    header = (output / "data/finance-lines.csv").read_text("utf-8-sig").split("\n")[0]
    assert header.startswith("book,period,side,date,item,category,amount,voucher,contract")


def test_a_statement_shows_the_five_blocks_first(built: Callable[..., Path]) -> None:
    words = words_of(built(BOARD + MAY + JUNE) / "finance/2022-06.html")
    blocks = (
        "上月余额120,350.00＋本月收入79,135.00－本月支出3,200.00＝本月余额196,285.00"
        "本年累计收入109,135.00支出12,850.00从2022年5月起"
    )
    assert blocks in words
    assert words.index(blocks) < words.index("鱼塘承包费")


def test_a_quarter_speaks_of_quarters(built: Callable[..., Path]) -> None:
    quarter = JUNE.replace("2022-06.yaml", "2022-Q2.yaml").replace("period: 2022-06", "period: 2022-Q2")
    words = words_of(built(BOARD + quarter) / "finance/2022-Q2.html")
    assert "上季余额" in words
    assert "本季收入" in words
    assert "月余额" not in words


def test_subtotals_with_shares_lead_to_their_entries(built: Callable[..., Path]) -> None:
    june = JUNE.replace("category: 利息收入", "category: 发包收入")
    page = (built(BOARD + MAY + june) / "finance/2022-06.html").read_text("utf-8")
    assert '<a href="#income-c1">79,135.00</a>' in page
    assert 'id="income-c1"' in page
    assert '<a href="#expense-2">2,000.00</a></td><td class="n" data-label="占比">62.5%' in page
    assert 'id="expense-2"' in page


def test_an_entry_leads_to_its_contract(built: Callable[..., Path]) -> None:
    output = built(BOARD + MAY + JUNE)
    assert 'href="../contracts/HT-1.html"' in (output / "finance/2022-06.html").read_text("utf-8")


def test_a_correction_is_shown_at_its_figure(built: Callable[..., Path]) -> None:
    correction = (
        "corrections:\n  - {on: 2022-07-12, field: 期末余额, was: 196258, now: 196285, reason: 抄写错误}\n"
    )
    words = words_of(built(BOARD + MAY + JUNE + correction) / "finance/2022-06.html")
    assert "196,285.002022年7月12日更正，原为196,258.00" in words
    assert "2022年7月12日更正“期末余额”：196,258.00改为196,285.00。原因：抄写错误" in words


def test_a_reversal_and_what_it_takes_back_lead_to_each_other(built: Callable[..., Path]) -> None:
    june = JUNE.replace(
        "closing: 196285.00",
        "  - {date: 2022-06-28, item: 冲路灯维修, category: 公益支出, amount: -650, voucher: 付-06-3,"
        " reverses: 付-05-1}\nclosing: 196935.00",
    )
    output = built(BOARD + MAY + june)
    assert 'href="2022-05.html#expense-1"' in (output / "finance/2022-06.html").read_text("utf-8")
    assert 'href="2022-06.html#expense-3"' in (output / "finance/2022-05.html").read_text("utf-8")


def test_where_vouchers_start_anew_each_month_the_last_one_before_is_taken_back(
    built: Callable[..., Path],
) -> None:
    june = JUNE.replace("付-06-1", "付-05-1").replace(
        "closing: 196285.00",
        "  - {date: 2022-06-28, item: 冲办公用品, category: 管理费用, amount: -200, reverses: 付-05-1}\n"
        "closing: 196485.00",
    )
    page = (built(BOARD + MAY + june) / "finance/2022-06.html").read_text("utf-8")
    assert '冲销凭证 <a href="2022-06.html#expense-1">付-05-1</a>' in page


def test_a_year_adds_categories_over_its_periods(built: Callable[..., Path]) -> None:
    page = built(BOARD + MAY + JUNE) / "finance/2022.html"
    words = words_of(page)
    assert "公益支出11,650.0090.7%9,650.002,000.00" in words
    assert "只有2期" in words
    assert '<a href="2022-06.html#expense-2">2,000.00</a>' in page.read_text("utf-8")


def test_an_annual_statement_is_the_page_of_its_year(built: Callable[..., Path]) -> None:
    annual = JUNE.replace("2022-06.yaml", "2022.yaml").replace("period: 2022-06", "period: 2022")
    output = built(BOARD + annual)
    assert "鱼塘承包费" in words_of(output / "finance/2022.html")


def test_an_unreviewed_statement_says_so(built: Callable[..., Path]) -> None:
    output = built(BOARD + MAY + JUNE.replace("reviewed_by: 林监督\n", ""))
    assert "未经监委会审核" in words_of(output / "finance/2022-06.html")
    assert "未经监委会审核" not in words_of(output / "finance/2022-05.html")


def test_a_payee_is_masked_and_an_organisation_is_not(built: Callable[..., Path]) -> None:
    june = JUNE.replace("voucher: 付-06-1", "voucher: 付-06-1\n    payee: 柏水生")
    june = june.replace("voucher: 付-06-2", "voucher: 付-06-2\n    payee: 柳荫水利工程公司")
    output = built(BOARD + MAY + june)
    words = words_of(output / "finance/2022-06.html")
    assert "柏*生" in words
    assert "柳荫水利工程公司" in words
    assert not [p for p in output.rglob("*") if p.is_file() and "柏水生".encode() in p.read_bytes()]


def test_several_books_add_up_on_the_board(built: Callable[..., Path]) -> None:
    coop = MAY.replace("2022-05.yaml", "合作社-2022-05.yaml")
    summary = json.loads((built(BOARD + MAY + JUNE + coop) / "data/board.json").read_text("utf-8"))
    assert (summary["income"], summary["expense"]) == ("139135.00", "22500.00")
    assert summary["closing"] == "316635.00"
    assert summary["years"]["2022"]["closing"] == "316635.00"


# ---- parents ----------------------------------------------------------------------------------------------


def summary(**years: tuple[str, str, str]) -> Summary:
    return {
        "years": {
            year.lstrip("y"): dict(zip(("income", "expense", "closing"), figures, strict=True))
            for year, figures in years.items()
        }
    }


def test_a_parent_adds_up_the_year_of_the_day() -> None:
    children = [
        summary(y2021=("5.00", "1.00", "4.00")),
        summary(y2022=("7.00", "2.00", "5.00")),
        {"years": None},
    ]
    merged = merge_years({}, children, date(2022, 6, 1))
    assert (merged["year"], merged["income"], merged["closing"]) == (2022, "7.00", "5.00")
    assert merge_years({}, children, date(2024, 6, 1))["year"] == 2022


def test_where_nobody_reported_nothing_is_shown_as_zero() -> None:
    merged = merge_years({}, [{"years": None}, {}], date(2022, 6, 1))
    assert [merged[key] for key in ("year", "income", "expense", "closing")] == [None] * 4


amounts = st.integers(-(10**12), 10**12).map(yuan)
parts = st.builds(lambda a, b, c: summary(y2022=(a, b, c)), amounts, amounts, amounts)


@given(st.lists(parts, min_size=1, max_size=8))
def test_adding_up_is_exact_whatever_the_levels_between(children: list[Summary]) -> None:
    day = date(2022, 12, 31)
    direct = merge_years({}, children, day)
    townships = [merge_years({}, children[i : i + 3], day) for i in range(0, len(children), 3)]
    assert merge_years({}, townships, day) == direct
    years = [child["years"]["2022"]["income"] for child in children]
    assert fen(direct["income"]) == sum(map(fen, years))


# ---- duties -----------------------------------------------------------------------------------------------

MONTHLY = "-- content/site.yaml --\ncalendar: {preset: chongqing, finance: monthly, due_day: 15}\n"


def test_a_board_says_what_is_due_and_what_is_overdue(built: Callable[..., Path]) -> None:
    output = built(MONTHLY + BOARD + MAY + JUNE, as_of="2022-08-16")
    board = json.loads((output / "data/board.json").read_text("utf-8"))
    assert board["overdue"] == [{"period": "2022-07", "due_on": "2022-08-15"}]
    assert board["due"] == {"period": "2022-08", "due_on": "2022-09-15"}
    words = words_of(output / "finance/index.html")
    assert "逾期未公开2022年7月财务收支最迟应在2022年8月15日公开。" in words
    assert "下一期：2022年8月财务收支，最迟在2022年9月15日公开。" in words


def test_a_statement_is_in_time_on_its_last_day(built: Callable[..., Path]) -> None:
    output = built(MONTHLY + BOARD + MAY + JUNE, as_of="2022-08-15")
    board = json.loads((output / "data/board.json").read_text("utf-8"))
    assert board["overdue"] == []
    assert board["due"]["period"] == "2022-07"


def test_no_duty_runs_beyond_the_end_of_a_board(built: Callable[..., Path]) -> None:
    closed = BOARD.replace("level: 村\n", "level: 村\nuntil: 2022-06-30\n")
    output = built(MONTHLY + closed + MAY + JUNE, as_of="2022-12-31")
    board = json.loads((output / "data/board.json").read_text("utf-8"))
    assert (board["due"], board["overdue"]) == (None, [])
