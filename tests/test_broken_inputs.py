"""One mistake at a time in a sound village: each is refused at its place, in words for a clerk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF

if TYPE_CHECKING:
    from click.testing import Result

VILLAGE = """
-- content/site.yaml --
title: 柳树村公开栏
registers:
  roads:
    title: 道路台账
    fields:
      - {key: id, label: 编号, type: id, required: true}
      - {key: name, label: 路名, type: text, required: true}
      - {key: length, label: 长度, type: decimal}
-- content/board.yaml --
name: 柳树村
level: village
code: "410522103201"
population: 812
households: 3
hotline: 0372-5550123
-- content/households.csv --
id,name,group
1,张建国,一组
2,欧阳春梅,二组
3,李四,二组
-- content/party/2022-05-10-plan.md --
---
title: 党员活动计划
date: 2022-05-10
category: 组织生活
---

五月的活动安排。
-- content/affairs/2022-06-01-road.md --
---
title: 关于道路硬化的公示
date: 2022-06-01
category: 工程建设
notice: {start: 2022-06-01, end: 2022-06-07}
issuer: 柳树村村民委员会
---

## 情况

二组道路硬化。
-- content/finance/2022-05.yaml --
period: 2022-05
opening: 1000.00
income:
  - date: 2022-05-03
    item: 光伏分红
    category: 投资收益
    amount: 500.00
expense:
  - date: 2022-05-20
    item: 路灯维修
    category: 公益支出
    amount: 200.00
closing: 1300.00
reviewed_by: 王敏
reviewed_on: 2022-05-31
-- content/finance/2022-06.yaml --
period: 2022-06
opening: 1300.00
income:
  - date: 2022-06-05
    item: 鱼塘承包费
    category: 发包收入
    amount: 8000.00
    voucher: 记-001
    contract: HT-001
expense:
  - date: 2022-06-15
    item: 沟渠清淤
    category: 公益支出
    amount: 300.00
    voucher: 记-002
closing: 9000.00
reviewed_by: 王敏
reviewed_on: 2022-06-30
-- content/finance/2022-07.yaml --
period: 2022-07
opening: 9000.00
expense: []
closing: 9100.00
reviewed_by: 王敏
reviewed_on: 2022-07-31
-- content/finance/2022-07-income.csv --
date,item,category,amount
2022-07-02,存款利息,投资收益,60.00
2022-07-09,设备租赁,经营收入,40.00
-- content/points/rules.yaml --
year: 1
base: 100
rules:
  - id: A1
    category: 公益服务
    title: 义务劳动
    points: 2
  - id: A2
    category: 人居环境
    title: 庭院整洁
    points: {min: 1, max: 3}
  - id: D1
    category: 人居环境
    title: 乱倒垃圾
    points: -2
-- content/points/2022-Q1.csv --
date,household,rule,points,quantity,note,id,reverses
2022-01-10,1,A1,2,1,网格员登记,e1,
2022-02-11,2,A2,1.5,1,,e2,
2022-02-12,3,D1,-2,1,,e3,
2022-03-01,3,D1,,1,核实有误,e4,e3
-- content/points/rewards.yaml --
rewards:
  - id: R1
    title: 洗衣液
    kind: 物质
    cost: 10
-- content/points/redemptions.csv --
date,household,reward,points
2022-03-20,1,R1,10
-- content/contracts/contracts.csv --
id,title,kind,counterparty,area_mu,start,end,years,annual_rent,amount_due,amount_received,status,issue
HT-001,鱼塘承包合同,鱼塘发包,张建国,12.50,2022-01-01,2024-12-31,3,8000.00,8000.00,8000.00,履行中,
HT-002,林地承包合同,林地发包,绿源种植专业合作社,30.00,2020-01-01,2029-12-31,10,3000.00,,,履行中,
-- content/contracts/schedule.csv --
contract,due_on,amount
HT-002,2022-03-31,3000.00
-- content/contracts/payments.csv --
contract,date,amount,voucher
HT-002,2022-04-02,2500.00,收-001
-- content/roads/roads.csv --
id,name,length
L1,村东路,1.2
"""

BOARD, HOUSEHOLDS, SITE = "board.yaml", "households.csv", "site.yaml"
PLAN, ROAD = "party/2022-05-10-plan.md", "affairs/2022-06-01-road.md"
MAY, JUNE, JULY = (f"finance/2022-{month}.yaml" for month in ("05", "06", "07"))
LINES, ROADS = "finance/2022-07-income.csv", "roads/roads.csv"
RULES, LEDGER = "points/rules.yaml", "points/2022-Q1.csv"
REWARDS, REDEMPTIONS = "points/rewards.yaml", "points/redemptions.csv"
CONTRACTS, SCHEDULE, PAYMENTS = (f"contracts/{name}.csv" for name in ("contracts", "schedule", "payments"))

# What is wrong; in which file; the sound text; the broken text; the lines where the message may stand,
# if not the first that changed.
Mistake = tuple[str, str, str, str] | tuple[str, str, str, str, set[int]]

WRITING: list[Mistake] = [
    ("full-width colon", BOARD, "name: 柳树村", "name：柳树村"),
    ("tab as indentation", JUNE, "    item: 鱼塘承包费", "\titem: 鱼塘承包费"),
    ("duplicate key", BOARD, "population: 812\n", "population: 812\npopulation: 813\n"),
    ("unknown key", BOARD, "population:", "popluation:"),
    ("unknown key of a line", JUNE, "    voucher: 记-001", "    vuocher: 记-001"),
    ("yaml alias", BOARD, "population: 812", "population: &p 812"),
    ("yaml tag", BOARD, "population: 812", "population: !!int 812"),
    ("unclosed yaml quote", BOARD, 'code: "410522103201"', 'code: "410522103201', {3, 4, 5, 6, 7}),
    ("unclosed bracket", ROAD, "end: 2022-06-07}", "end: 2022-06-07", {5, 6, 7}),
    ("list instead of fields", BOARD, "name: 柳树村\n", "- name: 柳树村\n", {1, 2}),
    ("text instead of a list", JUNE, "expense:\n", "expense: 无\n", {11, 12}),
    ("unclosed csv quote", CONTRACTS, "HT-001,鱼塘", 'HT-001,"鱼塘'),
    ("cell too many", HOUSEHOLDS, "1,张建国,一组", "1,张建国,一组,多余"),
    ("missing header", HOUSEHOLDS, "id,name,group\n", "", {1}),
    ("misspelt header", LEDGER, "date,household", "date,houshold"),
    ("header twice", HOUSEHOLDS, "id,name,group", "id,name,name"),
    ("front matter not closed", PLAN, "category: 组织生活\n---\n", "category: 组织生活\n", {1, 2, 3, 4, 5, 6}),
    ("front matter missing", PLAN, "---\ntitle: 党员活动计划\n", "title: 党员活动计划\n"),
]  # fmt: skip

VALUES: list[Mistake] = [
    ("unknown level", BOARD, "level: village", "level: 庄"),
    ("code of the wrong length", BOARD, '"410522103201"', '"41052210320"'),
    ("population with a word", BOARD, "population: 812", "population: 约八百"),
    ("negative population", BOARD, "population: 812", "population: -812"),
    ("day that does not exist", PLAN, "date: 2022-05-10", "date: 2022-02-30"),
    ("day in words", PLAN, "date: 2022-05-10", "date: 五月十日"),
    ("month that does not exist", JUNE, "period: 2022-06", "period: 2022-13"),
    ("three decimals", JUNE, "amount: 8000.00", "amount: 8000.005"),
    ("amount of hash signs", LINES, ",60.00", ",########"),
    ("amount in scientific notation", LINES, ",60.00", ",1.2E+17"),
    ("spreadsheet day number", LINES, "2022-07-02,", "44744,"),
    ("amount in words", JUNE, "amount: 8000.00", "amount: 八千元"),
    ("amount missing", JUNE, "    amount: 8000.00\n", "", {4, 5, 6, 7, 8}),
    ("points with three decimals", LEDGER, ",A2,1.5,", ",A2,1.505,"),
    ("points missing in a rule", RULES, "    title: 义务劳动\n    points: 2\n", "    title: 义务劳动\n", {4, 5, 6}),
    ("negative area", CONTRACTS, ",12.50,", ",-12.50,"),
    ("title missing", PLAN, "title: 党员活动计划\n", "", {1, 2}),
    ("name missing", BOARD, "name: 柳树村\n", "", {1, 2}),
    ("name empty", BOARD, "name: 柳树村", "name:"),
    ("holder missing", HOUSEHOLDS, "2,欧阳春梅,", "2,,"),
    ("id with a slash", CONTRACTS, "HT-002,林地", "HT/002,林地"),
    ("id called index", CONTRACTS, "HT-002,林地", "index,林地"),
    ("id of a device", CONTRACTS, "HT-002,林地", "con,林地"),
    ("household number too long", HOUSEHOLDS, "3,李四", "3333333333333,李四"),
    ("unknown kind of reward", REWARDS, "kind: 物质", "kind: 现金"),
    ("quantity of a word", LEDGER, ",A1,2,1,", ",A1,2,一,"),
    ("unknown chart of accounts", MAY, "period: 2022-05\n", "period: 2022-05\nchart: 1999\n", {2}),
    ("unknown method", JUNE, "    contract: HT-001\n", "    contract: HT-001\n    method: 刷脸\n"),
    ("notice of half a day", ROAD, "start: 2022-06-01,", "start: 2022-06-01上午,"),
    ("unknown type of a field", SITE, "type: decimal", "type: float"),
    ("number with a word in an own register", ROADS, ",1.2", ",约一里"),
]  # fmt: skip

LAWS: list[Mistake] = [
    ("closing off by a fen", JUNE, "closing: 9000.00", "closing: 9000.01"),
    ("closing off in the middle of a year", MAY, "amount: 500.00", "amount: 600.00", {1, 2, 3, 7, 13}),
    ("carry-over broken", JULY, "opening: 9000.00\nexpense: []\nclosing: 9100.00", "opening: 9001.00\nexpense: []\nclosing: 9101.00"),
    ("lines of a csv do not add up", LINES, ",60.00", ",61.00", set()),
    ("line outside its period", JUNE, "date: 2022-06-05", "date: 2022-07-05"),
    ("line outside its period in a csv", LINES, "2022-07-02", "2022-08-02"),
    ("negative amount", JUNE, "amount: 8000.00", "amount: -8000.00"),
    ("set-off on one side only", JUNE, "    contract: HT-001\n", "    contract: HT-001\n    method: 抵账\n", set()),
    ("unknown contract of a line", JUNE, "contract: HT-001", "contract: HT-009"),
    ("unknown voucher reversed", JUNE, "    voucher: 记-002\n", "    voucher: 记-002\n    reverses: 记-999\n"),
    ("period unlike the file's name", JUNE, "period: 2022-06", "period: 2022-08"),
    ("notice ends before it starts", ROAD, "end: 2022-06-07", "end: 2022-05-07"),
    ("contract ends before it starts", CONTRACTS, "2022-01-01,2024-12-31", "2022-01-01,2021-12-31"),
    ("contract twice", CONTRACTS, "HT-002,林地承包合同", "HT-001,林地承包合同"),
    ("contract twice but for case", CONTRACTS, "HT-002,林地承包合同", "ht-001,林地承包合同"),
    ("contract without sums or schedule", SCHEDULE, "HT-002,2022-03-31,3000.00\n", "", set()),
    ("schedule of an unknown contract", SCHEDULE, "HT-002,", "HT-020,"),
    ("payment for an unknown contract", PAYMENTS, "HT-002,", "HT-020,"),
    ("household twice", HOUSEHOLDS, "3,李四", "2,李四"),
    ("rule twice", RULES, "id: A2", "id: A1"),
    ("least above most", RULES, "{min: 1, max: 3}", "{min: 4, max: 3}"),
    ("unknown household of an entry", LEDGER, "2022-01-10,1,", "2022-01-10,9,"),
    ("unknown rule of an entry", LEDGER, ",1,A1,2,", ",1,A9,2,"),
    ("points unlike the rule's", LEDGER, ",1,A1,2,", ",1,A1,5,"),
    ("points outside the range", LEDGER, ",A2,1.5,", ",A2,3.5,"),
    ("entry outside its period", LEDGER, "2022-01-10,1,", "2022-04-10,1,"),
    ("entry twice", LEDGER, ",,e2,", ",,e1,"),
    ("reversal of an unknown entry", LEDGER, ",e4,e3", ",e4,e9"),
    ("reversal with other points", LEDGER, "3,D1,,1,核实", "3,D1,1,1,核实"),
    ("unknown reward", REDEMPTIONS, ",R1,", ",R9,"),
    ("redeemed by an unknown household", REDEMPTIONS, "2022-03-20,1,", "2022-03-20,9,"),
    ("more redeemed than there is", REDEMPTIONS, ",R1,10", ",R1,1000"),
    ("attachment that is not there", PLAN, "category: 组织生活\n", "category: 组织生活\nattachments: [名单.pdf]\n"),
    ("image that is not there", PLAN, "五月的活动安排。", "![照片](photo.jpg)"),
    ("correction of an unknown notice", PLAN, "category: 组织生活\n", "category: 组织生活\nsupersedes: 2022-01-01.md\n"),
    ("person called a text", SITE, "label: 路名,", "label: 姓名,"),
    ("own register without its key", ROADS, "L1,村东路", ",村东路"),
]  # fmt: skip

PRIVATE: list[Mistake] = [
    ("identity card in a notice", PLAN, "五月的活动安排。", "联系 11010519491231002X。"),
    ("full-width identity card", PLAN, "五月的活动安排。", "联系 １１０１０５１９４９１２３１００２Ｘ。"),
    ("mobile number in a note", LEDGER, "网格员登记", "13812345678"),
    ("mobile number in a title", PLAN, "title: 党员活动计划", "title: 报名请拨 13812345678"),
    ("column of identity cards", HOUSEHOLDS, "id,name,group", "id,name,身份证号"),
    ("column of mobile numbers", CONTRACTS, "counterparty,area_mu", "counterparty,手机号", {1}),
]  # fmt: skip

MISTAKES = WRITING + VALUES + LAWS + PRIVATE


@pytest.fixture
def village(site_text: Callable[[str], Path]) -> Path:
    return site_text(VILLAGE) / "content"


@pytest.fixture
def check(cli: Callable[..., Result]) -> Callable[[], tuple[int, list[dict[str, Any]]]]:
    """Run the check; returns its exit status and its diagnostics."""

    def run() -> tuple[int, list[dict[str, Any]]]:
        result = cli("check", "--as-of", AS_OF, "--format", "json")
        assert isinstance(result.exception, SystemExit | None), result.exc_info
        return result.exit_code, [json.loads(line) for line in result.stdout.splitlines() if line]

    return run


def break_file(path: Path, sound: str, broken: str) -> int:
    """Put the broken text in place of the sound one; returns the first line that changed."""
    text = path.read_text(encoding="utf-8")
    assert text.count(sound) == 1, f"{sound!r} must stand once in {path.name}"
    path.write_text(text.replace(sound, broken), encoding="utf-8")
    common = next(
        at for at, (old, new) in enumerate(zip(f"{sound}\0", f"{broken}\1", strict=False)) if old != new
    )
    return text[: text.index(sound) + common].count("\n") + 1


def parameters() -> list[Any]:
    return [pytest.param(*case, *([None] if len(case) == 3 else []), id=what) for what, *case in MISTAKES]


def test_the_village_is_sound(village: Path, check: Callable[[], tuple[int, list[dict[str, Any]]]]) -> None:
    assert check() == (0, [])


@pytest.mark.parametrize(("file", "sound", "broken", "lines"), parameters())
def test_a_mistake_is_refused_at_its_place(
    village: Path,
    check: Callable[[], tuple[int, list[dict[str, Any]]]],
    file: str,
    sound: str,
    broken: str,
    lines: set[int] | None,
) -> None:
    changed = break_file(village / file, sound, broken)
    code, diagnostics = check()
    errors = [found for found in diagnostics if found["severity"] == "error"]
    assert code == 1, diagnostics
    places = {(found["file"].removeprefix("content/"), found["line"]) for found in errors}
    if lines is None:
        lines = {changed}
    if lines:
        assert places & {(file, line) for line in lines}, places
    for found in errors:
        assert re.search(r"[\u4e00-\u9fff]", found["message"])
        assert not re.search(r"Traceback|Decimal\(|<class|\bNone\b", found["message"])


def test_a_mistake_leaves_the_published_site_as_it_was(village: Path, cli: Callable[..., Result]) -> None:
    output = village.parent / "public"

    def stamps() -> dict[Path, tuple[int, bytes]]:
        files = (path for path in output.rglob("*") if path.is_file())
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    assert cli("build", "--as-of", AS_OF).exit_code == 0
    before = stamps()
    break_file(village / JUNE, "closing: 9000.00", "closing: 9000.01")
    assert cli("build", "--as-of", AS_OF).exit_code == 1
    assert stamps() == before
    assert sorted(path.name for path in village.parent.iterdir()) == [".sitegen", "content", "public"]
