"""Assets and resources: what they come to, the three capitals, and their contracts at both ends."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.registers.assets.tables import is_let
from tests.registers.one_board import OneBoard, Village

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

HEADER = "编号,名称,类别,原值,净值,购建日期,使用状况,承租人,合同编号"
STORE = "ZC-01,旧仓库,房屋,86000.00,30960.00,1998-10-20,出租,柳编专业合作社,HT-1"
HALL = "ZC-02,村部办公楼,房屋,312000.00,218400.00,2009-12-01,使用中,,"
PUMP = "ZC-03,抽水机,机器,6400.00,,2018-06-12,闲置,,"
LAND = "编号,名称,地类,面积（亩）,权属,经营方式,合同编号,年收益"
POND = "ZY-01,湾尾鱼塘,水面,9.60,湾尾组,发包,HT-2,4800.00"
WOOD = "ZY-02,后山生态林,林地,182.30,村集体,自营,,"
CONTRACTS = "合同编号,合同名称,类型,承包方,标的,面积（亩）,起,止,应收,已收,状态,年租金"
LEASE = "HT-1,仓库租赁合同,房屋租赁,柳编专业合作社,旧仓库,,2019-04-01,2024-03-31,1,1,履行中,7200.00"
FISHING = "HT-2,鱼塘承包合同,鱼塘承包,温有余,湾尾鱼塘,9.60,2021-03-01,2026-02-28,1,1,履行中,4800.00"


def assets(*rows: str) -> str:
    return "-- assets/assets.csv --\n" + "\n".join([HEADER, *rows]) + "\n"


def resources(*rows: str) -> str:
    return "-- assets/resources.csv --\n" + "\n".join([LAND, *rows]) + "\n"


def contracts(*rows: str) -> str:
    return "-- contracts/list.csv --\n" + "\n".join([CONTRACTS, *rows]) + "\n"


ALL = assets(STORE, HALL, PUMP) + resources(POND, WOOD) + contracts(LEASE, FISHING)


def of_assets(built: OneBoard) -> set[tuple[str, int, str]]:
    return {(file, line, code[7:]) for file, line, code in built.found if code.startswith("assets.")}


# ---- the figures -------------------------------------------------------------------------------------------


def test_values_by_class_and_use(village: Village) -> None:
    built = village(ALL)
    assert built.found == []
    ledger = built.view("assets").assets
    by_class = [(c.label, c.count, c.total("original_value"), c.total("net_value")) for c in ledger.classes]
    assert by_class == [("房屋", 2, 39800000, 24936000), ("机器", 1, 640000, None)]
    assert [(u.label, u.count, u.total("net_value")) for u in ledger.uses] == [
        ("出租", 1, 3096000),
        ("使用中", 1, 21840000),
        ("闲置", 1, None),
    ]
    assert len(ledger.idle) == 1


def test_areas_by_class_and_use(village: Village) -> None:
    ledger = village(ALL).view("assets").resources
    assert [(c.label, c.total("area_mu")) for c in ledger.classes] == [
        ("水面", Decimal("9.60")),
        ("林地", Decimal("182.30")),
    ]
    assert ledger.total("area_mu") == Decimal("191.90")
    assert (ledger.total("annual_income"), ledger.lacking("annual_income")) == (480000, 1)


def test_every_use_is_made_of_its_classes(village: Village) -> None:
    view = village(ALL.replace("后山生态林,林地", "后山生态林,")).view("assets")
    assert [found.label for found in view.resources.classes] == ["水面", "没有写明"]
    for part in view.ledgers:
        for use in part.uses:
            assert sum(group.count for _, group in use.parts) == use.count


def test_a_board_may_have_resources_only(village: Village) -> None:
    built = village(resources(WOOD))
    assert built.view("assets").assets is None
    assert built.twin("resources")[0]["area_mu"] == "182.3"
    with pytest.raises(KeyError):
        built.twin("assets")


def test_the_three_capitals_on_one_page(village: Village) -> None:
    more = """\
-- finance/2022-05.yaml --
period: 2022-05
opening: 100
income: []
expense: []
closing: 100
-- finance/2022-06.yaml --
period: 2022-06
opening: 100
income:
  - {date: 2022-06-05, item: 租金, category: 出租收入, amount: 50}
expense: []
closing: 150
-- finance/coop-2022-06.yaml --
period: 2022-06
book: coop
opening: 1000
income: []
expense: []
closing: 1000
-- debts/2022.csv --
编号,类别,对方,期初,期末
ZQ-1,债权,甲公司,20,20
ZW-1,债务,乙公司,30,30
"""
    capital = village(ALL + more).view("assets").capital
    assert [(fund.book, fund.closing, fund.page) for fund in capital.funds] == [
        (None, 15000, "finance/2022-06.html"),
        ("coop", 100000, "finance/coop-2022-06.html"),
    ]
    assert (capital.money, capital.claims, capital.liabilities) == (115000, 2000, 3000)
    assert (capital.let.count, capital.let.rent, capital.let.area) == (2, 1200000, Decimal("9.60"))


def test_what_other_ledgers_do_not_tell_is_absent(village: Village) -> None:
    capital = village(assets(HALL)).view("assets").capital
    assert (capital.money, capital.let, capital.claims, capital.liabilities) == (None, None, None, None)


def test_the_twins_hold_what_is_written(village: Village) -> None:
    built = village(
        ALL.replace("柳编专业合作社,HT-1", "温有余,HT-1").replace("租赁,柳编专业合作社", "租赁,温有余")
    )
    row = built.twin("assets")[0]
    assert (row["id"], row["original_value"], row["contract"]) == ("ZC-01", "86000.00", "HT-1")
    assert row["lessee"] == "温*余"


def test_an_asset_knows_its_contract(village: Village) -> None:
    (item, *_) = village(ALL).view("assets").assets.items
    assert (item.let, item.lease.title, item.lease.end.isoformat()) == (True, "仓库租赁合同", "2024-03-31")


@given(
    st.sampled_from(["出租", "发包", "承包经营", "流转", "对外租赁"]), st.sampled_from(["", "未", "待", "拟"])
)
def test_what_is_to_be_let_is_not_let(word: str, before: str) -> None:
    assert is_let(SimpleNamespace(use=before + word)) == (not before)  # type: ignore[arg-type]


# ---- assets and contracts ----------------------------------------------------------------------------------


def test_what_is_let_names_its_contract(village: Village) -> None:
    built = village(
        ALL.replace("柳编专业合作社,HT-1", "柳编专业合作社,").replace("旧仓库,,2019", "库房,,2019")
    )
    assert of_assets(built) == {("assets/assets.csv", 2, "no-contract")}


def test_without_a_register_of_contracts_none_is_asked_for(village: Village) -> None:
    built = village(assets(STORE.replace("HT-1", "")))
    assert built.found == []


@pytest.mark.parametrize("subject", ["", "茶园"])
def test_a_contract_that_does_not_name_the_asset_is_told_at_both_ends(village: Village, subject: str) -> None:
    built = village(ALL.replace("旧仓库,,2019", f"{subject},,2019"))
    assert of_assets(built) == {
        ("assets/assets.csv", 2, "contract-silent"),
        ("contracts/list.csv", 2, "subject-other"),
    }


@pytest.mark.parametrize("subject", ["旧仓库", "ZC-01", "ZC-09、ZC-01", "村口的旧仓库一栋"])
def test_a_contract_may_name_an_asset_in_several_ways(village: Village, subject: str) -> None:
    assert village(ALL.replace("旧仓库,,2019", f"{subject},,2019")).found == []


def test_an_asset_that_does_not_name_its_contract_is_told_at_both_ends(village: Village) -> None:
    built = village(ALL.replace("出租,柳编专业合作社,HT-1", "使用中,,"))
    assert of_assets(built) == {
        ("assets/assets.csv", 2, "contract-unnamed"),
        ("contracts/list.csv", 2, "subject-unanswered"),
    }


@pytest.mark.parametrize("change", ["2024-03-31>2022-03-31", "履行中,7200.00>已终止,7200.00"])
def test_a_contract_that_is_over_asks_for_nothing(village: Village, change: str) -> None:
    was, now = change.split(">")
    text = ALL.replace("出租,柳编专业合作社,HT-1", "使用中,,").replace(was, now)
    assert of_assets(village(text)) == set()


def test_what_a_contract_in_force_lets_is_not_idle(village: Village) -> None:
    built = village(ALL.replace("出租,柳编", "闲置,柳编"))
    assert of_assets(built) == {("assets/assets.csv", 2, "not-let")}


def test_the_lessee_is_the_party_of_the_contract(village: Village) -> None:
    built = village(ALL.replace("租赁,柳编专业合作社", "租赁,惠丰合作社"))
    assert of_assets(built) == {("assets/assets.csv", 2, "lessee")}
    assert not any("惠丰" in message for message in built.messages())


def test_resources_come_to_the_area_of_their_contract(village: Village) -> None:
    parts = resources("ZY-01,湾尾鱼塘东,水面,4.00,,发包,HT-2,", "ZY-02,湾尾鱼塘西,水面,5.60,,发包,HT-2,")
    both = contracts(FISHING.replace("湾尾鱼塘", "ZY-01、ZY-02"))
    assert village(parts + both).found == []
    built = village(parts.replace("5.60", "6.60") + both)
    assert of_assets(built) == {("assets/resources.csv", 2, "contract-area")}


def test_a_broken_link_is_refused(village: Village) -> None:
    built = village(ALL.replace("柳编专业合作社,HT-1", "柳编专业合作社,HT-9"))
    assert ("assets/assets.csv", 2, "reference.missing") in built.found


# ---- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "file", "line", "code"),
    [
        ("ZY-01", "zc-01", "resources", 2, "assets.same-id"),
        ("ZC-02", "ZC-01", "assets", 3, "table.duplicate-id"),
        ("312000.00,218400.00", "218400.00,312000.00", "assets", 3, "assets.net-above-original"),
        ("312000.00", "-1", "assets", 3, "field.negative"),
        ("9.60,湾尾组", "九亩,湾尾组", "resources", 2, "field.number"),
        ("9.60,湾尾组", ",湾尾组", "resources", 2, "table.missing-value"),
        ("2009-12-01", "2023-12-01", "assets", 3, "register.future"),
        ("使用状况", "使用情形", "assets", 1, "table.missing-column"),
    ],
)
def test_a_slip_is_found_at_its_line(
    village: Village, was: str, now: str, file: str, line: int, code: str
) -> None:
    assert (f"assets/{file}.csv", line, code) in village(ALL.replace(was, now)).found


# ---- the site ----------------------------------------------------------------------------------------------


def test_several_things_are_decided_at_once(village: Village) -> None:
    decided = (
        "-- deliberations/a.yaml --\n编号: YS-1\n名称: 处置\n程序: 村务会\n事项: 处置\n关于: assets/ZC-03、ZY-02\n"
        "步骤:\n  - {步骤: 讨论, 日期: 2022-05-01}\n"
    )
    (item,) = village(ALL + decided).view("deliberations").items
    assert [(link.ledger, link.href) for link in item.decides] == [
        ("资产", "assets/ZC-03.html"),
        ("资源", "assets/ZY-02.html"),
    ]


def test_files_in_and_pages_out(site_text: Callable[[str], Path], cli: Callable[..., Result]) -> None:
    text = ALL.replace("-- ", "-- content/a/", 3)
    root = site_text(
        "-- content/board.yaml --\nname: 甲镇\nlevel: 镇\n-- content/a/board.yaml --\nname: 东村\nlevel: 村\n"
        + text
    )
    ran = cli("build", "--as-of", "2022-12-31")
    assert ran.exit_code == 0, ran.stderr
    summary = json.loads((root / "public/data/board.json").read_bytes())["assets"]
    assert summary == {
        "assets": 3,
        "original_value": "404400.00",
        "net_value": "249360.00",
        "resources": 2,
        "area_mu": "191.9",
        "idle": 1,
    }
    index = (root / "public/a/assets/index.html").read_text(encoding="utf-8")
    assert "../contracts/HT-1.html" in index
    assert "../assets/ZC-01.html" in (root / "public/a/contracts/HT-1.html").read_text(encoding="utf-8")
    assert "../assets/ZY-01.html" in (root / "public/a/contracts/HT-2.html").read_text(encoding="utf-8")
