"""Registers that a site defines itself: from a declaration in site.yaml to pages, totals and twins."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF

if TYPE_CHECKING:
    from click.testing import Result

SITE = """
-- content/site.yaml --
title: 柳树镇公开栏
registers:
  leases:
    title: 场地出租
    sort: -rent
    group_by: use
    sum: [rent, area]
    notice: {start: posted_on, days: 7, kind: 自然日}
    disclosure: 财务
    fields:
      - {key: id, label: 编号, type: id, required: 是}
      - {key: place, label: 场地, required: 是}
      - {key: use, label: 用途, type: choice, values: [仓库, 店面]}
      - {key: rent, label: 租金, type: money}
      - {key: area, label: 面积（亩）, type: area}
      - {key: posted_on, label: 公示日, type: date}
      - {key: tenant, label: 承租人, type: party}
      - {key: witness, label: 见证人姓名, type: person}
      - {key: clerk, label: 经办人, type: officer}
      - {key: household, label: 户号, type: household}
      - {key: contract, label: 合同, type: reference, to: contracts}
      - {key: renewed, label: 续租, type: boolean}
      - {key: term, label: 租期, type: period}
      - {key: rooms, label: 间数, type: integer}
  keys:
    title: 钥匙登记
    fields:
      - {key: lease, label: 场地编号, type: reference, to: leases}
      - {key: count, label: 把数, type: integer}
-- content/board.yaml --
name: 柳树镇
level: 镇
-- content/leases/all.csv --
编号,场地,租金
Z1,镇旧粮站,100.00
-- content/east/board.yaml --
name: 东村
level: 村
-- content/east/households.csv --
户号,户主
1,张建国
-- content/east/contracts/contracts.csv --
id,title,kind,counterparty,start,end,amount_due,amount_received
HT-1,仓库合同,出租,张建国,2022-01-01,2024-12-31,0,0
-- content/east/leases/2022.csv --
序号,编号,场地,用途,租金,面积（亩）,公示日,承租人,见证人姓名,经办人,户号,合同,续租,租期,间数,备注
1,L1,旧仓库,仓库,1000.00,1.5,2022-12-25,张建国,李小明,王敏,1,HT-1,是,2022-H1,3,张建国代管
2,L2,街口店面,店面,"2,500.50",0.2,2022-12-20,绿源种植专业合作社,,,,,否,2022,1,
3,L3,晒场,仓库,,2.25,2023-01-05,欧阳春梅,,,,,,,,
合计,,,,3500.50,3.95,,,,,,,,,4,
-- content/east/keys/keys.csv --
场地编号,把数
L1,2
L3,1
"""


@pytest.fixture
def site(site_text: Callable[[str], Path]) -> Path:
    return site_text(SITE)


@pytest.fixture
def published(site: Path, cli: Callable[..., Result]) -> Path:
    result = cli("build", "--as-of", AS_OF)
    assert result.exit_code == 0, result.stderr
    return site / "public"


def text_of(page: Path) -> str:
    html = page.read_text(encoding="utf-8")
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def twin(published: Path, board: str, name: str) -> Any:
    return json.loads((published / board / "data" / f"{name}.json").read_bytes())


def test_rows_are_grouped_sorted_and_summed(published: Path) -> None:
    text = text_of(published / "east/leases/index.html")
    order = [text.index(word) for word in ("店面 场地出租", "L2", "仓库 场地出租", "L1", "L3")]
    assert order == sorted(order)
    assert "小计 2,500.50 0.2" in re.sub(r" +", " ", text)
    assert "合计 3,500.50 3.95" in re.sub(r" +", " ", text)
    assert "共 3 条" in text


def test_persons_are_masked_on_pages_and_in_twins(published: Path) -> None:
    everything = "".join(
        path.read_text(encoding="utf-8") for path in (published / "east").rglob("*") if path.is_file()
    )
    for name in ("张建国", "李小明", "欧阳春梅"):
        assert name not in everything
    rows = twin(published, "east", "leases")
    assert [row["tenant"] for row in rows] == ["张*国", "绿源种植专业合作社", "欧阳*梅"]
    assert rows[0]["witness"] == "李*明"
    assert rows[0]["clerk"] == "王敏"
    assert rows[0]["note"] == "张*国代管"


def test_the_twin_holds_every_record_under_english_keys(published: Path) -> None:
    first = twin(published, "east", "leases")[0]
    assert first == {
        "id": "L1",
        "place": "旧仓库",
        "use": "仓库",
        "rent": "1000.00",
        "area": "1.5",
        "posted_on": "2022-12-25",
        "tenant": "张*国",
        "witness": "李*明",
        "clerk": "王敏",
        "household": "1",
        "contract": "HT-1",
        "renewed": True,
        "term": "2022-H1",
        "rooms": 3,
        "note": "张*国代管",
    }
    with (published / "east/data/leases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["rent"] for row in rows] == ["1000.00", "2500.50", ""]


def test_a_parent_rolls_up_counts_and_sums(published: Path) -> None:
    assert twin(published, "", "board")["leases"] == {"count": 4, "rent": "3600.50", "area": "3.95"}
    assert twin(published, "east", "board")["keys"] == {"count": 2}


def test_each_record_has_a_page_and_references_link_to_theirs(published: Path) -> None:
    page = (published / "east/leases/L1.html").read_text(encoding="utf-8")
    assert 'href="../contracts/HT-1.html"' in page
    assert "2022年上半年" in page
    assert 'href="../leases/L3.html"' in (published / "east/keys/index.html").read_text(encoding="utf-8")
    for source in published.rglob("*.html"):
        for href in re.findall(r'href="([^"#:]+)', source.read_text(encoding="utf-8")):
            assert (source.parent / href).resolve().is_file(), f"{source}: {href}"


def test_notice_periods_follow_the_day_of_the_build(site: Path, cli: Callable[..., Result]) -> None:
    def states(day: str) -> list[str]:
        assert cli("build", "--as-of", day).exit_code == 0
        pages = (text_of(site / f"public/east/leases/L{number}.html") for number in (1, 2, 3))
        return [word for page in pages for word in ("未到公示期", "正在公示", "公示期满") if word in page]

    assert states("2022-12-19") == ["未到公示期"] * 3
    assert states("2022-12-26") == ["正在公示", "正在公示", "未到公示期"]
    assert states("2022-12-27") == ["正在公示", "公示期满", "未到公示期"]
    assert states("2022-12-31") == ["正在公示", "公示期满", "未到公示期"]
    assert states("2023-01-01") == ["公示期满", "公示期满", "未到公示期"]
    assert states("2023-01-05") == ["公示期满", "公示期满", "正在公示"]
    assert states("2023-01-12") == ["公示期满"] * 3


def findings(cli: Callable[..., Result]) -> list[tuple[str, str, int]]:
    result = cli("check", "--as-of", AS_OF, "--format", "json")
    assert isinstance(result.exception, SystemExit | None), result.exc_info
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return [(d["code"], d["file"].removeprefix("content/"), d["line"]) for d in found]


@pytest.mark.parametrize(
    ("sound", "broken", "code", "line"),
    [
        ("  leases:\n", "  finance:\n", "custom.name", 3),
        ("  leases:\n", "  board:\n", "custom.name", 3),
        ("  leases:\n", "  points-total:\n", "custom.name", 3),
        ("  leases:\n", "  DATA:\n", "custom.name", 3),
        ("  leases:\n", "  Keys:\n", "custom.name", 25),
        ("  leases:\n", "  finance-notices:\n", "custom.name", 3),
        ("  leases:\n", "  contracts-schedule:\n", "custom.name", 3),
        ("sort: -rent", "sort: price", "custom.no-field", 5),
        ("group_by: use", "group_by: 类别", "custom.no-field", 6),
        ("sum: [rent, area]", "sum: [rent, place]", "custom.sum", 7),
        ("sum: [rent, area]", "average: [rent, place]", "custom.sum", 7),
        ("sum: [rent, area]", "average: price", "custom.no-field", 7),
        ("sort: -rent", "due: posted_on\n    done: use", "custom.state", 6),
        ("sort: -rent", "due: price\n    done: posted_on", "custom.no-field", 5),
        ("{start: posted_on, days: 7, kind: 自然日}", "{start: use, days: 7}", "custom.notice-start", 8),
        ("{start: posted_on, days: 7, kind: 自然日}", "{start: posted, days: 7}", "custom.no-field", 8),
        ("{start: posted_on, days: 7, kind: 自然日}", "{start: posted_on}", "table.missing-value", 8),
        ("{start: posted_on, days: 7, kind: 自然日}", "七天", "field.shape", 8),
        ("{start: posted_on, days: 7, kind: 自然日}", "0", "field.shape", 8),
        ("disclosure: 财务", "disclosure: 其他", "field.choice", 9),
        ("{key: id, label: 编号, type: id,", "{key: id, label: 编号, type: integer,", "custom.id", 11),
        ("key: place,", "key: Place,", "custom.key", 12),
        ("key: place,", "key: 场地,", "custom.key", 12),
        ("key: place,", "key: id,", "custom.field-twice", 12),
        ("label: 场地, required", "label: 编号, required", "custom.field-twice", 12),
        ("values: [仓库, 店面]", "values: []", "custom.values", 13),
        ("type: money", "type: 金额", "field.choice", 14),
        ("label: 承租人, type: party", "label: 联系电话, type: party", "privacy.column", 17),
        ("label: 见证人姓名, type: person", "label: 见证人姓名, type: text", "custom.person", 18),
        ("to: contracts", "to: contract", "custom.to", 21),
        ("to: contracts", "to: finance", "custom.to", 21),
        ("to: contracts", "to: keys", "custom.to-id", 3),
        ("{key: rooms, label: 间数, type: integer}", "{key: rooms, label: 间数, typ: integer}", "table.unknown-field", 24),
        ("    title: 钥匙登记\n", "", "table.missing-value", 26),
    ],
)  # fmt: skip
def test_a_mistake_in_a_definition_is_named_at_its_line(
    site: Path, cli: Callable[..., Result], sound: str, broken: str, code: str, line: int
) -> None:
    path = site / "content/site.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(sound) == 1
    path.write_text(text.replace(sound, broken), encoding="utf-8")
    assert (code, "site.yaml", line) in findings(cli)


@pytest.mark.parametrize(
    ("file", "sound", "broken", "code", "line"),
    [
        ("leases", "L2,街口", "L1,街口", "table.duplicate-id", 3),
        ("leases", "L2,街口", "l1,街口", "table.duplicate-id", 3),
        ("leases", "L2,街口", "../L2,街口", "field.id", 3),
        ("leases", "1,HT-1,", "1,HT-2,", "reference.missing", 2),
        ("leases", "王敏,1,", "王敏,2,", "reference.missing", 2),
        ("leases", "街口店面,店面", "街口店面,门面", "field.choice", 3),
        ("leases", "合计,,,,3500.50", "合计,,,,3500.05", "table.total", 5),
        ("leases", "否,2022,1,", "否,2022,两间,", "field.integer", 3),
        ("keys", "L3,1", "L9,1", "reference.missing", 3),
    ],
)
def test_a_mistake_in_its_rows_is_named_at_its_line(
    site: Path, cli: Callable[..., Result], file: str, sound: str, broken: str, code: str, line: int
) -> None:
    path = site / "content/east" / {"leases": "leases/2022.csv", "keys": "keys/keys.csv"}[file]
    text = path.read_text(encoding="utf-8")
    assert text.count(sound) == 1
    path.write_text(text.replace(sound, broken), encoding="utf-8")
    assert [found[0] for found in findings(cli) if found[2] == line] == [code]


def test_a_register_whose_definition_is_broken_is_reported_once(
    site: Path, cli: Callable[..., Result]
) -> None:
    path = site / "content/site.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  keys:")] + "  keys:\n    title: 钥匙登记\n", encoding="utf-8")
    assert findings(cli) == [("table.missing-value", "site.yaml", 26)]


def test_a_text_that_a_spreadsheet_would_compute_stays_text(site: Path, cli: Callable[..., Result]) -> None:
    path = site / "content/east/leases/2022.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("旧仓库", "=1+1").replace("晒场", "-2号场"), encoding="utf-8"
    )
    assert cli("build", "--as-of", AS_OF).exit_code == 0
    assert [row["place"] for row in twin(site / "public", "east", "leases")] == ["=1+1", "街口店面", "-2号场"]
    with (site / "public/east/data/leases.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["place"] for row in csv.DictReader(file)] == ["'=1+1", "街口店面", "'-2号场"]


def test_markup_and_template_signs_in_a_value_stay_text(site: Path, cli: Callable[..., Result]) -> None:
    path = site / "content/east/leases/2022.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("旧仓库", "<script>x</script>{{ 7*7 }}"), encoding="utf-8"
    )
    assert cli("build", "--as-of", AS_OF).exit_code == 0
    page = (site / "public/east/leases/L1.html").read_text(encoding="utf-8")
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;{{ 7*7 }}" in page
