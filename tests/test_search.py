"""What people may look for, and how it is written: no more than pages show, and nothing that could become code."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.exports.search import FEW, PART, script, search_files, search_page
from sitegen.registers.finding import Entry, Found
from tests.site_text import write_site

if TYPE_CHECKING:
    from click.testing import Result

VILLAGE = """
    -- content/board.yaml --
    name: 柳树村
    level: village
    -- content/households.csv --
    户号,户主,组
    001,王建华,一组
    037,单国强,二组
    -- content/points/rules.yaml --
    rules:
      - {id: A1, category: 公益服务, title: 义务劳动, points: 2}
    -- content/points/2022-Q2.csv --
    日期,户号,细则编号,备注
    2022-05-01,037,A1,扫了王建华家门口
    -- content/contracts/contracts.csv --
    合同编号,合同名称,类型,承包方,标的,起,止,应收,已收
    HT-01,鱼塘承包合同,鱼塘发包,单国强,河边鱼塘,2020-01-01,2030-12-31,3000,1000
    -- content/finance/2022-06.yaml --
    period: 2022-06
    opening: 100
    income: []
    expense:
      - {date: 2022-06-05, item: 路灯维修, category: 公益支出, amount: 60, payee: 王建华}
    closing: 40
    reviewed_by: 监委会
    -- content/affairs/2022-06-01-lamp.md --
    ---
    title: 路灯维修公示
    date: 2022-06-01
    category: 公示
    ---

    正文里的话不进查找。
    -- content/affairs/2022-01-03-relief.md --
    ---
    title: 临时救助公示
    date: 2022-01-03
    category: 救助
    notice: {start: 2022-01-03, end: 2022-01-09}
    ---

    已经撤下。
    """


Index = dict[str, list[list[Any]]]


def index_of(output: Path, board: str = "") -> Index:
    """The rows of a board's index by kind, as a browser reads them."""
    rows: Index = {}
    for file in sorted((output / board / "search").glob("*.js")):
        for line in file.read_text(encoding="utf-8").splitlines():
            function, _, arguments = line.partition("(")
            if function == "sitegenFound":
                kind, found = json.loads(f"[{arguments.removesuffix(');')}]")
                rows.setdefault(kind, []).extend(found)
    return rows


@pytest.fixture
def published(tmp_path: Path, cli: Callable[..., Result]) -> Callable[..., Path]:
    def build(text: str = VILLAGE, more: str = "", day: str = "2022-07-31") -> Path:
        write_site(tmp_path / "site", text)
        if more:
            write_site(tmp_path / "site", more)
        ran = cli("build", "--as-of", day)
        assert ran.exit_code == 0, ran.stderr
        return tmp_path / "site" / "public"

    return build


def test_every_kind_of_record_can_be_found(published: Callable[..., Path]) -> None:
    index = index_of(published())
    assert index["households"] == [
        ["points/households/001.html", "王*华", ["001", "一组"]],
        ["points/households/037.html", "单*强", ["037", "二组"]],
    ]
    ((href, title, told),) = index["contracts"]
    assert (href, title) == ("contracts/HT-01.html", "鱼塘承包合同")
    assert told == ["HT-01", "单*强", "河边鱼塘", "履行中", "欠 2,000.00 元"]
    assert index["finance-lines"] == [
        ["finance/2022-06.html#expense-1", "路灯维修", ["王*华", "支出 60.00 元", "2022-06-05"]]
    ]
    assert ["finance/2022-06.html", "2022年6月财务收支"] in index["finance"]
    assert index["notices"] == [["affairs/2022-06-01-lamp.html", "路灯维修公示", ["2022-06-01", "公示"]]]
    assert ["contracts/index.html", "合同"] in index["registers"]


def test_the_index_leads_to_pages_that_are_there(published: Callable[..., Path]) -> None:
    output = published()
    for rows in index_of(output).values():
        for href, *_ in rows:
            page, _, anchor = href.partition("#")
            assert (output / page).is_file()
            assert not anchor or f'id="{anchor}"' in (output / page).read_text(encoding="utf-8")


def test_no_hidden_name_and_nothing_of_entries_is_in_the_index(published: Callable[..., Path]) -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in (published() / "search").glob("*.js"))
    for hidden in ("王建华", "单国强", "建", "扫了", "正文", "临时救助", "wjh"):
        assert hidden not in written


def test_initials_of_full_names_only_where_the_site_says_so(published: Callable[..., Path]) -> None:
    output = published(more="-- content/site.yaml --\nprivacy: {search_initials: 是}\n")
    assert [row[-1] for row in index_of(output)["households"]] == ["wjh", "sgq"]


def test_what_will_be_withdrawn_says_when(published: Callable[..., Path]) -> None:
    index = index_of(published(day="2022-01-09"))
    assert index["notices"] == [
        ["affairs/2022-01-03-relief.html", "临时救助公示", ["2022-01-03", "救助"], "2022-01-10"]
    ]


def test_a_register_of_the_sites_own_is_found(published: Callable[..., Path]) -> None:
    output = published(
        more="""
        -- content/site.yaml --
        registers:
          sounds:
            title: 广播
            fields:
              - {key: id, label: 编号, type: id, required: 是}
              - {key: name, label: 名称, type: text, required: 是}
              - {key: keeper, label: 管护员, type: officer}
        -- content/sounds/list.csv --
        编号,名称,管护员
        G1,村口喇叭,李大山
        """
    )
    assert index_of(output)["sounds"] == [["sounds/G1.html", "村口喇叭", ["G1", "李大山"]]]
    assert "sitegenSounds" in (output / "search" / "sounds.js").read_text(encoding="utf-8")


def test_a_board_finds_the_boards_below_it_and_not_their_records(published: Callable[..., Path]) -> None:
    output = published(
        """
        -- content/board.yaml --
        name: 云水县
        level: county
        -- content/t1/board.yaml --
        name: 清河镇
        level: township
        -- content/t1/v1/board.yaml --
        name: 柳树村
        level: village
        -- content/t1/v1/affairs/2022-06-01-lamp.md --
        ---
        title: 路灯维修公示
        date: 2022-06-01
        ---

        正文。
        """
    )
    assert index_of(output) == {
        "boards": [["t1/index.html", "清河镇"], ["t1/v1/index.html", "柳树村", ["清河镇"]]]
    }
    assert index_of(output, "t1")["boards"] == [["v1/index.html", "柳树村"]]
    assert index_of(output, "t1/v1")["notices"]


def test_a_long_kind_comes_in_parts_and_short_ones_together() -> None:
    entries = [Entry(f"p/{n}.html", f"事项{n}") for n in range(PART + 1)]
    found = [Found("long", "长", entries), Found("short", "短", entries[: FEW - 1])]
    files = dict(search_files(found))
    assert list(files) == [
        "search/sounds.js",
        "search/kind-long.js",
        "search/part-2-long.js",
        "search/others.js",
    ]
    page = search_page(found, boards=False)
    assert [kind.files for kind in page.values["kinds"]] == [
        "search/kind-long.js search/part-2-long.js",
        "search/others.js",
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(), min_size=1))
def test_a_script_says_any_text_as_it_is(texts: list[str]) -> None:
    """U+2028 and its like, quotes, ends of scripts: read by a JavaScript engine of the old rules, as by any."""
    written = script("say", texts, {"key": texts[0]})
    assert not {"\u2028", "\u2029"} & set(written.decode())
    say = b"const say = (...all) => process.stdout.write(JSON.stringify(all));\n"
    ran = subprocess.run(["node", "-"], input=say + written, capture_output=True, check=True)
    assert json.loads(ran.stdout) == [texts, {"key": texts[0]}]
