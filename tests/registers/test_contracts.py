"""Contracts: what is refused and where, and what the contracts of a village come to on a day."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.registers import registers
from sitegen.registers.contracts.laws import anniversary
from sitegen.registers.contracts.summary import add_summaries
from tests.registers.one_board import OneBoard, Village, build_village

if TYPE_CHECKING:
    from click.testing import Result

HEADER = "合同编号,合同名称,类型,承包方,面积（亩）,起,止,年租金,应收,已收"
POND = "HT-1,鱼塘承包合同,鱼塘承包,王小明,12.50,2020-01-01,2024-12-31,1000.00,3000.00,2600.00"
WOOD = "HT-2,林地承包合同,林地承包,杉坪油茶有限公司,80.00,2015-03-01,2022-06-30,2000.00,14000.00,14500.00"


def register(*rows: str, header: str = HEADER, **files: str) -> str:
    """The text of a village's contracts: rows under the header, and the files beside them."""
    text = "-- contracts/list.csv --\n" + "\n".join([header, *rows]) + "\n"
    return text + "".join(f"-- contracts/{name}.csv --\n{body}" for name, body in files.items())


def codes(built: OneBoard) -> list[tuple[int, str]]:
    return [(line, code) for _, line, code in built.found]


# ---- the figures -------------------------------------------------------------------------------------------


def test_the_register_adds_up(village: Village) -> None:
    summary = village(register(POND, WOOD)).twin("contracts")["summary"]
    assert summary == {
        "count": 2,
        "area_mu": "92.5",
        "amount_due": "17000.00",
        "amount_received": "17100.00",
        "arrears": "400.00",
        "with_issue": 0,
        "rectified": 0,
        "expired": 1,
        "expiring": 0,
        "active": {"count": 1, "area_mu": "12.5", "annual_rent": "1000.00"},
    }


def test_what_one_prepaid_does_not_pay_for_another(village: Village) -> None:
    records = village(register(POND, WOOD)).twin("contracts")["records"]
    assert [(r["id"], r["arrears"], r["prepaid"], r["state"]) for r in records] == [
        ("HT-1", "400.00", "0.00", "履行中"),
        ("HT-2", "0.00", "500.00", "已到期"),
    ]


def test_a_private_person_is_masked_and_a_company_is_not(village: Village) -> None:
    records = village(register(POND, WOOD)).twin("contracts")["records"]
    assert [r["counterparty"] for r in records] == ["王*明", "杉坪油茶有限公司"]


def test_what_no_contract_states_is_absent_not_zero(village: Village) -> None:
    header = "合同编号,合同名称,类型,承包方,起,止,应收,已收"
    summary = village(
        register("HT-1,门面租赁,房屋租赁,王小明,2020-01-01,2024-12-31,1,1", header=header)
    ).twin("contracts")["summary"]
    assert summary["area_mu"] is None
    assert summary["active"]["annual_rent"] is None


def test_yaml_and_csv_say_the_same(village: Village) -> None:
    fields = dict(zip(HEADER.split(","), POND.split(","), strict=True))
    listed = "".join(
        f"{'  - ' if place == 0 else '    '}{key}: {value}\n"
        for place, (key, value) in enumerate(fields.items())
    )
    from_yaml = village(f"-- contracts/list.yaml --\ncontracts:\n{listed}").twin("contracts")
    assert from_yaml["records"][0]["area_mu"] == "12.5"
    assert from_yaml["summary"]["arrears"] == "400.00"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2019-12-31", "未开始"),
        ("2020-01-01", "履行中"),
        ("2024-10-01", "履行中"),
        ("2024-10-02", "即将到期"),
        ("2024-12-31", "即将到期"),
        ("2025-01-01", "已到期"),
    ],
)
def test_a_contract_goes_through_its_states(village: Village, day: str, state: str) -> None:
    assert village(register(POND), day).twin("contracts")["records"][0]["state"] == state


@pytest.mark.parametrize(
    ("status", "terminated_on", "state"),
    [
        ("到期续用", "", "到期续用"),
        ("已终止", "", "已终止"),
        ("已终止", "2022-03-01", "已终止"),
        ("已到期", "", "已到期"),
    ],
)
def test_after_its_end(village: Village, status: str, terminated_on: str, state: str) -> None:
    text = register(f"{WOOD},{status},{terminated_on}", header=f"{HEADER},状态,终止日")
    built = village(text)
    assert built.found == []
    assert built.twin("contracts")["records"][0]["state"] == state
    assert built.twin("contracts")["summary"]["expired"] == (state != "已终止")


def test_a_terminated_contract_is_not_in_force(village: Village) -> None:
    built = village(register(f"{POND},2022-08-01", header=f"{HEADER},终止日"))
    assert built.twin("contracts")["summary"]["active"] == {"count": 0, "area_mu": "0", "annual_rent": "0.00"}


def test_when_a_contract_counts_as_expiring_is_a_setting(village: Village) -> None:
    for days, expiring in ((364, 0), (365, 1)):
        built = village(register(POND), "2024-01-01", expiring_days=days)
        assert built.twin("contracts")["summary"]["expiring"] == expiring


# ---- schedule and payments ---------------------------------------------------------------------------------

FLAT = "HT-3,门面租赁,房屋租赁,张三丰,,2021-07-01,2024-06-30,2000.00,,"
SCHEDULE = "合同编号,应付日,金额\nHT-3,2021-07-01,2000\nHT-3,2022-07-01,2000\nHT-3,2023-07-01,2000\n"
PAYMENTS = "合同编号,日期,金额\nHT-3,2021-07-03,2000\nHT-3,2022-12-01,500\n"


def test_due_and_received_follow_from_schedule_and_payments(village: Village) -> None:
    text = register(FLAT, schedule=SCHEDULE, payments=PAYMENTS)
    by_day = {
        day: village(text, day).twin("contracts")["records"][0]
        for day in ("2021-07-01", "2022-06-30", "2022-07-01", "2022-12-01")
    }
    assert {day: (r["amount_due"], r["amount_received"], r["arrears"]) for day, r in by_day.items()} == {
        "2021-07-01": ("2000.00", "0.00", "2000.00"),
        "2022-06-30": ("2000.00", "2000.00", "0.00"),
        "2022-07-01": ("4000.00", "2000.00", "2000.00"),
        "2022-12-01": ("4000.00", "2500.00", "1500.00"),
    }


def test_payments_settle_the_earliest_instalment_first(village: Village) -> None:
    built = village(register(FLAT, schedule=SCHEDULE, payments=PAYMENTS))
    rows = built.view("contracts").contracts[0].instalments
    assert [(row.due_on.year, row.paid, row.state, row.owed) for row in rows] == [
        (2021, 200_000, "paid", 0),
        (2022, 50_000, "owed", 150_000),
        (2023, 0, "coming", 0),
    ]


def test_nothing_falls_due_after_a_termination(village: Village) -> None:
    text = register(f"{FLAT},2022-03-31", header=f"{HEADER},终止日", schedule=SCHEDULE, payments=PAYMENTS)
    built = village(text)
    contract = built.view("contracts").contracts[0]
    assert (contract.due, contract.prepaid) == (200_000, 50_000)
    assert [row.state for row in contract.instalments] == ["paid", "void", "void"]


def test_own_figures_are_compared_as_of_their_own_day(village: Village) -> None:
    row = "HT-3,门面租赁,房屋租赁,张三丰,,2021-07-01,2024-06-30,2000.00,2000,2000,{}"
    header = f"{HEADER},数据截止日"
    files = {"schedule": SCHEDULE, "payments": PAYMENTS}
    assert village(register(row.format("2021-12-31"), header=header, **files)).found == []
    assert codes(village(register(row.format("2022-12-31"), header=header, **files))) == [
        (2, "contracts.stated-due"),
        (2, "contracts.stated-received"),
    ]


def test_a_contract_without_schedule_needs_both_figures(village: Village) -> None:
    built = village(register(FLAT))
    assert codes(built) == [(2, "contracts.figures-missing")] * 2
    assert "应收" in built.messages()[0]


def test_payments_beyond_what_the_contract_says(village: Village) -> None:
    text = register(POND, payments="合同编号,日期,金额\nHT-1,2022-05-01,2600.01\n")
    assert codes(village(text)) == [(2, "contracts.paid-more")]


def test_a_schedule_that_misses_the_total(village: Village) -> None:
    text = register(f"{FLAT},6000.01", header=f"{HEADER},合同总额", schedule=SCHEDULE)
    assert codes(village(text)) == [(2, "contracts.schedule-total")]


def test_side_files_name_contracts_that_exist(village: Village) -> None:
    built = village(register(POND, payments="合同编号,日期,金额\nHT-9,2022-05-01,1\n"))
    assert built.found == [("contracts/payments.csv", 2, "reference.missing")]


# ---- laws of one contract ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "years", "right"),
    [
        ("2020-01-01", "2024-12-31", "5", True),
        ("2020-01-01", "2025-01-01", "5", True),
        ("2020-01-01", "2025-01-02", "5", False),
        ("2026-03-01", "2028-12-30", "3", False),
        ("2020-02-29", "2021-02-28", "1", True),
        ("2020-02-29", "2021-03-01", "1", True),
        ("2020-01-01", "2022-06-30", "2.5", True),
    ],
)
def test_years_agree_with_start_and_end(
    village: Village, start: str, end: str, years: str, right: bool
) -> None:
    row = f"HT-1,鱼塘承包合同,鱼塘承包,王小明,12.50,{start},{end},1000,0,0,{years}"
    found = codes(village(register(row, header=f"{HEADER},年限"), "2026-06-01"))
    assert found == ([] if right else [(2, "contracts.years")])


def test_the_message_on_years_gives_the_figures(village: Village) -> None:
    row = "HT-1,鱼塘,鱼塘承包,王小明,12.50,2026-03-01,2028-12-30,1000,0,0,3"
    (message,) = village(register(row, header=f"{HEADER},年限")).messages()
    assert "2026-03-01 起 3 年应到 2029-02-28 止" in message
    assert "2028-12-30" in message


@pytest.mark.parametrize(
    ("extra", "value", "code"),
    [
        ("终止日", "2019-12-31", "contracts.terminated-before-start"),
        ("整改", "快了", "contracts.rectified"),
        ("整改", "2022-02-30", "field.no-such-day"),
        ("整改", "是", "contracts.rectified-without-issue"),
        ("问题", "无", "contracts.issue-none"),
        ("单价", "90", "contracts.unit-price"),
        ("状态", "已到期", "contracts.status"),
        ("状态", "到期续用", "contracts.status"),
        ("状态", "执行中", "field.unusual"),
        ("签订层级", "县", "field.choice"),
        ("签订日期", "2023-01-01", "register.future"),
        ("户号", "1", "reference.no-register"),
        ("续签自", "HT-9", "reference.missing"),
    ],
)
def test_one_mistake_in_a_contract(village: Village, extra: str, value: str, code: str) -> None:
    built = village(register(f"{POND},{value}", header=f"{HEADER},{extra}"))
    assert codes(built) == [(2, code)]
    assert built.report.diagnostics[0].column == len(POND) + 2


@pytest.mark.parametrize(
    ("extra", "value"), [("单价", "80"), ("单价", "80.05"), ("状态", "履行中"), ("整改", "否")]
)
def test_no_fault_in_a_contract(village: Village, extra: str, value: str) -> None:
    assert village(register(f"{POND},{value}", header=f"{HEADER},{extra}")).found == []


def test_a_status_that_the_days_belie(village: Village) -> None:
    built = village(register(f"{WOOD},履行中", header=f"{HEADER},状态"))
    assert codes(built) == [(2, "contracts.status")]
    assert "2022-06-30 到期" in built.messages()[0]


def test_more_due_than_the_contract_comes_to(village: Village) -> None:
    built = village(register(f"{POND},2999.99", header=f"{HEADER},合同总额"))
    assert codes(built) == [(2, "contracts.due-above-total")]


def test_ends_before_it_starts(village: Village) -> None:
    built = village(register(POND.replace("2024-12-31", "2019-12-31")))
    assert built.found == [("contracts/list.csv", 2, "contracts.end-before-start")]


# ---- amendments --------------------------------------------------------------------------------------------

CHANGES = "合同编号,日期,变更事项,变更后,变更原因\n"


def test_an_amendment_applies_from_its_day(village: Village) -> None:
    amendments = CHANGES + "HT-1,2022-07-01,年租金,1500,重新议价\nHT-1,2022-12-31,annual_rent,1600,再次议价\n"
    text = register(POND, amendments=amendments)
    rents = [
        village(text, day).twin("contracts")["records"][0]["annual_rent"]
        for day in ("2022-06-30", "2022-07-01", "2022-12-31")
    ]
    assert rents == ["1000.00", "1500.00", "1600.00"]
    history = village(text).twin("contracts-amendments")
    assert [(row["field"], row["was"], row["now"]) for row in history] == [
        ("annual_rent", "1000.00", "1500"),
        ("annual_rent", "1500.00", "1600"),
    ]


def test_a_prolonged_contract_is_in_force(village: Village) -> None:
    amendments = CHANGES + "HT-2,2022-06-01,止,2025-06-30,延期三年\n"
    assert village(register(WOOD, amendments=amendments)).twin("contracts")["records"][0]["state"] == "履行中"


def test_a_new_party_passes_the_same_gate(village: Village) -> None:
    amendments = (
        CHANGES + "HT-1,2022-06-01,承包方,欧阳春梅,转包给家人\nHT-2,2022-06-01,承包方,惠丰合作社,更名\n"
    )
    built = village(register(POND, WOOD, amendments=amendments))
    assert [r["counterparty"] for r in built.twin("contracts")["records"]] == ["欧阳*梅", "惠丰合作社"]
    assert [r["now"] for r in built.twin("contracts-amendments")] == ["欧阳*梅", "惠丰合作社"]
    assert [r["was"] for r in built.twin("contracts-amendments")] == ["王*明", "杉坪油茶有限公司"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("HT-1,2022-06-01,年租金,一千五,议价", "field.money"),
        ("HT-1,2022-06-01,止,2022-13-01,延期", "field.no-such-day"),
        ("HT-1,2022-06-01,止,2019-01-01,缩短", "contracts.amended-term"),
        ("HT-1,2022-06-01,应收,100,减免", "field.choice"),
        ("HT-1,2023-06-01,年租金,1500,议价", "register.future"),
        ("HT-7,2022-06-01,年租金,1500,议价", "reference.missing"),
    ],
)
def test_one_mistake_in_an_amendment(village: Village, row: str, code: str) -> None:
    built = village(register(POND, amendments=f"{CHANGES}{row}\n"))
    assert built.found == [("contracts/amendments.csv", 2, code)]


def test_amended_twice_on_a_day(village: Village) -> None:
    twice = "HT-1,2022-06-01,年租金,1500,议价\nHT-1,2022-06-01,年租金,1600,议价\n"
    built = village(register(POND, amendments=CHANGES + twice))
    assert built.found == [("contracts/amendments.csv", 3, "contracts.amended-twice")]


# ---- renewals ----------------------------------------------------------------------------------------------


def renewal(start: str, renews: str, identity: str = "HT-5") -> str:
    return f"{identity},续租合同,林地承包,王小明,80,{start},2030-06-30,2000,0,0,{renews}"


def test_a_renewal_links_both_contracts(village: Village) -> None:
    text = register(f"{WOOD},", renewal("2022-07-01", "HT-2"), header=f"{HEADER},续签自")
    built = village(text)
    before, after = built.view("contracts").contracts
    assert built.found == []
    assert (before.state, before.renewed_by[0].id, after.renews.id) == ("已续签", "HT-5", "HT-2")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([f"{WOOD},", renewal("2022-06-30", "HT-2")], [(3, "contracts.renewal-overlaps")]),
        ([f"{WOOD},", renewal("2014-07-01", "HT-2")], [(3, "contracts.renews-later")]),
        ([f"{WOOD},HT-2"], [(2, "contracts.renews-itself")]),
        (
            [f"{WOOD},HT-5", renewal("2022-07-01", "HT-2")],
            [(2, "contracts.renews-itself"), (3, "contracts.renews-itself")],
        ),
    ],
)
def test_renewals_that_cannot_be(village: Village, rows: list[str], found: list[tuple[int, str]]) -> None:
    assert codes(village(register(*rows, header=f"{HEADER},续签自"))) == found


# ---- what statements booked --------------------------------------------------------------------------------

STATEMENT = """-- finance/2022-06.yaml --
period: 2022-06
opening: 0
income:
  - {{date: 2022-06-01, item: 鱼塘承包费, category: 发包收入, amount: {first}, voucher: 记1, contract: HT-1}}
  - {{date: 2022-06-02, item: 记错退回, category: 发包收入, amount: -100, voucher: 记2, reverses: 记1}}
expense: []
closing: {closing}
reviewed_by: 赵主任
"""


def test_statements_lead_to_their_contract(village: Village) -> None:
    built = village(register(POND) + STATEMENT.format(first=2700, closing=2600))
    contract = built.view("contracts").contracts[0]
    assert [code for _, _, code in built.found if code.startswith("contracts")] == []
    assert (contract.booked, [receipt.href for receipt in contract.receipts]) == (
        260_000,
        ["../finance/2022-06.html#income-1", "../finance/2022-06.html#income-2"],
    )


def test_more_booked_than_received(village: Village) -> None:
    built = village(register(POND) + STATEMENT.format(first="2700.01", closing="2600.01"))
    assert ("contracts/list.csv", 2, "contracts.booked-more") in built.found


# ---- problems ----------------------------------------------------------------------------------------------

PROBLEMS = f"{HEADER},签订层级,问题,问题类型,整改,收回面积,整改前年租金"


def test_the_clean_up(village: Village) -> None:
    text = register(
        f"{POND},村,只有口头约定,口头协议,2022-03-01,,400",
        f"{POND.replace('HT-1', 'HT-3')},组,多占 2 亩,少包多占,2023-03-01,2.00,1000",
        f"{POND.replace('HT-1', 'HT-4')},村,租金过低,低价,否,,",
        f"{POND.replace('HT-1', 'HT-5')},,,,,,",
        header=PROBLEMS,
    )
    view = village(text).view("contracts")
    assert (view.problems.count, view.problems.rectified, view.problems.rate) == (3, 1, Decimal("33.33"))
    assert (view.problems.new_income, view.problems.recovered) == (60_000, Decimal("2.00"))
    assert {group.label: group.count for group in view.problem_types} == {
        "口头协议": 1,
        "少包多占": 1,
        "低价": 1,
    }
    assert [(group.label, group.count) for group in view.signers] == [("村", 2), ("组", 1)]
    assert village(text, "2023-03-01").twin("contracts")["summary"]["rectified"] == 2


# ---- change by itself --------------------------------------------------------------------------------------


def test_the_next_day_on_which_something_changes(village: Village) -> None:
    text = register(POND, FLAT, schedule=SCHEDULE, payments=PAYMENTS)
    days = {
        "2022-06-30": "2022-07-01",  # an instalment falls due
        "2022-07-01": "2022-12-01",  # a payment that the file dates later
        "2022-12-01": "2023-01-01",  # the chart marks the year
        "2024-03-31": "2024-04-01",  # HT-3 has ninety days left
        "2024-06-30": "2024-07-01",  # HT-3 has ended
    }
    found = {day: str(village(text, day).next_change("contracts")) for day in days}
    assert found == days


@settings(max_examples=40, deadline=None)
@given(offset=st.integers(0, 2500))
def test_nothing_changes_before_the_day_given(offset: int) -> None:
    day = date(2019, 6, 1) + timedelta(days=offset)
    amendments = CHANGES + "HT-1,2022-07-01,止,2023-12-31,缩短\n"
    text = register(
        f"{POND},,多占,2021-05-05",
        f"{FLAT},2023-01-15,,",
        header=f"{HEADER},终止日,问题,整改",
        schedule=SCHEDULE,
        payments=PAYMENTS,
        amendments=amendments,
    )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        built = build_village(root, text, day.isoformat())
        change = built.next_change("contracts")
        assert change is not None
        assert change > day
        last = min(change - timedelta(days=1), day + timedelta(days=400))
        later = build_village(root, text, last.isoformat())
    assert later.twin("contracts") == built.twin("contracts")


# ---- pages ------------------------------------------------------------------------------------------------


def page_words(path: Path) -> str:
    """What a page says, without tags and white space."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))


@pytest.fixture
def pages(site_text: Callable[[str], Path], cli: Callable[..., Result]) -> Callable[[str], Path]:
    """The contracts folder of a village that was built from these files."""

    def build(text: str) -> Path:
        files = text.replace("-- contracts/", "-- content/contracts/")
        root = site_text("-- content/board.yaml --\nname: 柳树村\nlevel: 村\n" + files)
        result = cli("build", "--as-of", "2022-12-31")
        assert result.exit_code == 0, result.output
        return root / "public" / "contracts"

    return build


def test_a_contract_s_page_shows_what_is_owed_and_what_was_amended(pages: Callable[[str], Path]) -> None:
    amendments = CHANGES + "HT-3,2022-07-01,年租金,2400,重新议价\n"
    folder = pages(register(POND, FLAT, schedule=SCHEDULE, payments=PAYMENTS, amendments=amendments))
    words = page_words(folder / "HT-3.html")
    assert "还欠1,500.00元" in words
    assert "2,400.00变更前2,000.00" in words
    assert "2022-07-012,000.00500.00到期没有付清欠1,500.00" in words
    assert "张*丰" in words
    assert "张三丰" not in words


def test_the_register_s_totals_lead_to_their_rows(pages: Callable[[str], Path]) -> None:
    page = (pages(register(POND, WOOD)) / "index.html").read_text(encoding="utf-8")
    assert '<a href="#active">1</a>' in page
    assert '<a href="#arrears">400.00</a>' in page
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert {"row-HT-1", "row-HT-2", "active", "expired", "arrears"} <= anchors
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors


# ---- roll-up -----------------------------------------------------------------------------------------------


def test_a_parent_adds_its_children_and_itself(village: Village) -> None:
    contracts = registers()["contracts"]
    built = village(register(POND))
    own = contracts.summary(built.board, built.view("contracts"))
    added = contracts.roll_up(own, [own, {"name": "没有合同的村"}], built.board)["contracts"]
    assert (added["count"], added["area_mu"], added["arrears"]) == (2, "25", "800.00")
    assert added["active"] == {"count": 2, "area_mu": "25", "annual_rent": "2000.00"}
    assert contracts.roll_up({}, [{}], built.board) == {}


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**6)), min_size=1, max_size=6))
def test_sums_of_summaries_are_exact(parts: list[tuple[int, int]]) -> None:
    summaries = [
        {"count": 1, "arrears": f"{fen // 100}.{fen % 100:02d}", "area_mu": f"{mu}.25"} for fen, mu in parts
    ]
    added = add_summaries(summaries)
    total = sum(fen for fen, _ in parts)
    assert added["arrears"] == f"{total // 100}.{total % 100:02d}"
    assert Decimal(added["area_mu"]) == sum(mu for _, mu in parts) + Decimal("0.25") * len(parts)


@given(st.dates(date(1980, 1, 1), date(2050, 12, 31)), st.integers(1, 70))
def test_an_anniversary_keeps_its_month(start: date, years: int) -> None:
    found = anniversary(start, Decimal(years))
    assert found is not None
    assert (found.year, found.month) == (start.year + years, start.month)
