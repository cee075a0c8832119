"""`sitegen print`: the sheets of a period, a household's slip, the loudspeaker script."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from sitegen.paper import typeset
from sitegen.paper.prose import prose_nodes

if TYPE_CHECKING:
    from click.testing import Result

DAY = ("--as-of", "2022-07-10")
HOSTILE = '甲 #panic("x") $x$ *粗* _斜_ `码` @a <b> \\u{41} [链] = 题 // 注 "引" ~'
SITE = f"""
-- content/site.yaml --
base_url: https://village.example.cn/gk
-- content/board.yaml --
name: 柳树镇
level: 镇
-- content/liushu/board.yaml --
name: 柳树村
level: 村
hotline: 0700-5550116
-- content/liushu/households.csv --
户号,户主,村民小组
1001,王小明,一组
1002,李大海,二组
-- content/liushu/finance/2022-06.yaml --
period: 2022-06
opening: 1000
income:
  - {{date: 2022-06-05, item: 鱼塘租金, category: 出租及承包收入, amount: 250.50, payee: 王小明, contract: C1}}
expense:
  - {{date: 2022-06-06, item: 村部电费, category: 水电费, amount: 100.05}}
  - {{date: 2022-06-07, item: 泵站电费, category: 水电费, amount: 20}}
closing: 1130.45
signed: {{负责人: 赵支书}}
-- content/liushu/affairs/road.md --
---
title: 道路硬化公示
date: 2022-05-28
issuer: 柳树村村民委员会
notice: {{start: 2022-05-28, end: 2022-06-03}}
---
{HOSTILE}

| 甲 | 乙 |
|---|--:|
| {HOSTILE.replace("`", "").replace("|", "")} | 2 |
-- content/liushu/affairs/relief.md --
---
title: 临时救助公示
date: 2022-06-01
category: 救助
notice: {{start: 2022-06-01, end: 2022-06-07}}
---
救助内容。
-- content/liushu/contracts/contracts.csv --
合同编号,合同名称,类型,承包方,起,止,应收,已收
C1,鱼塘承包,资源,王小明,2020-01-01,2025-12-31,900,250.50
C2,门面租赁,资产,李大海,2020-01-01,2025-12-31,300,300
-- content/liushu/points/rules.yaml --
rules:
  - {{id: R1, category: 环境, title: 门前清洁, points: 3}}
  - {{id: R2, category: 家风, title: 打架, points: -5}}
-- content/liushu/points/2022-06.csv --
日期,户号,细则
2022-06-05,1001,R1
2022-06-06,1002,R1
2022-06-07,1002,R2
-- content/liushu/meetings/meetings.csv --
日期,类型,主题,应到,实到
2022-06-20,党员大会,学习会,20,18
2022-07-02,党员大会,别的月份,20,18
"""


@pytest.fixture
def prints(
    site_text: Callable[[str], Path], cli: Callable[..., Result], tmp_path: Path
) -> Callable[..., Result]:
    """Run `sitegen print` for the village; what it makes is `made`."""
    site_text(SITE)

    def call(*args: str) -> Result:
        return cli("print", "--board", "liushu", *args, *DAY, "-o", tmp_path / "made")

    return call


@pytest.fixture
def sheets(prints: Callable[..., Result], tmp_path: Path) -> Callable[..., list[str]]:
    """The text of each sheet of the PDF that a call makes, without spaces."""

    def call(*args: str) -> list[str]:
        done = prints(*args)
        assert done.exit_code == 0, done.output
        with pypdfium2.PdfDocument(tmp_path / "made") as made:
            return ["".join(page.get_textpage().get_text_bounded().split()) for page in made]

    return call


def test_a_month_holds_statement_notices_arrears_ranking_and_what_else_was_recorded(
    sheets: Callable[..., list[str]],
) -> None:
    found = sheets("--period", "2022-06")
    heads = ["2022年6月财务收支", "道路硬化公示", "有欠款的合同", "2022年6月积分排名", "2022年6月其他登记"]
    assert len(found) == len(heads)
    for number, (text, head) in enumerate(zip(found, heads, strict=True), 1):
        assert head in text
        assert "柳树村公开栏" in text
        assert f"第{number}页共{len(heads)}页" in text
        assert re.search(r"编号[2-9A-HJ-NP-Z]{6}", text)


def test_the_statement_has_every_figure_of_its_page_and_places_to_sign(
    sheets: Callable[..., list[str]],
) -> None:
    statement = sheets("--period", "2022-06")[0]
    for figure in ("1,000.00", "250.50", "120.05", "1,130.45", "100.05", "20.00"):
        assert figure in statement
    assert "水电费2笔，占100.0%" in statement
    assert "收入合计250.50" in statement
    assert "支出合计120.05" in statement
    assert "负责人：赵支书" in statement
    assert all(role in statement for role in ("监委会主任：", "会计：", "公开日期：", "（盖章处）"))
    assert "还没有经村务监督委员会（民主理财小组）审核" in statement


def test_the_sheets_of_a_board_in_english_are_in_english(
    site_text: Callable[[str], Path], sheets: Callable[..., list[str]]
) -> None:
    """What the village wrote stays as it is."""
    board = "-- content/liushu/board.yaml --\nname: 柳树村\nlevel: 村\nlanguage: en\nhotline: 0700-5550116\n"
    site_text(board)
    statement, notice, arrears, ranking, recorded = sheets("--period", "2022-06")
    assert "Receiptsandpayments,June2022" in statement
    assert "Page1of5" in statement
    assert "Head:赵支书" in statement
    assert "泵站电费" in statement
    assert "|" not in statement
    assert "道路硬化公示" in notice
    assert "Contractsthatowe" in arrears
    assert "Rankingofpoints,June2022" in ranking
    assert "Threemeetings,onelesson(1entry)" in recorded
    chinese = re.compile("[\u4e00-\u9fff]")
    assert {*chinese.findall(statement + arrears + ranking)} <= {*SITE}


def test_private_names_are_masked_and_what_was_withdrawn_is_not_printed(
    sheets: Callable[..., list[str]],
) -> None:
    found = "".join(sheets("--period", "2022-06"))
    assert "王*明" in found
    assert "王小明" not in found
    assert "李大海" not in found
    assert "救助" not in found


def test_arrears_are_of_the_contracts_that_owe(sheets: Callable[..., list[str]]) -> None:
    arrears = sheets("--period", "2022-06")[2]
    assert "按2022年7月10日的登记" in arrears
    assert "合计1份900.00250.50649.50" in arrears
    assert "门面租赁" not in arrears


def test_only_what_was_recorded_in_the_period_is_printed(sheets: Callable[..., list[str]]) -> None:
    recorded = sheets("--period", "2022-06")[-1]
    assert "学习会" in recorded
    assert "别的月份" not in recorded


def test_text_is_never_taken_for_markup(sheets: Callable[..., list[str]]) -> None:
    notice = sheets("--period", "2022-05")[0]
    for sign in ('#panic("x")', "$x$", "@a", "<b>", "\\u{41}", "[链]", "//注"):
        assert notice.count(sign) == 2, sign


def test_the_same_content_gives_the_same_bytes(prints: Callable[..., Result], tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        assert prints("--period", "2022-06").exit_code == 0
        made.append((tmp_path / "made").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("size", "millimetres"), [("A4", (210, 297)), ("A3", (297, 420)), ("60x90", (600, 900))]
)
def test_the_sheets_have_the_size_that_was_asked_for(
    sheets: Callable[..., list[str]], tmp_path: Path, size: str, millimetres: tuple[int, int]
) -> None:
    sheets("--period", "2022-06", "--size", size)
    with pypdfium2.PdfDocument(tmp_path / "made") as made:
        assert {tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in made} == {millimetres}


def test_the_code_on_a_sheet_leads_to_its_page(sheets: Callable[..., list[str]], tmp_path: Path) -> None:
    sheets("--period", "2022-06")
    with pypdfium2.PdfDocument(tmp_path / "made") as made:
        picture: Image.Image = made[0].render(scale=2).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == "https://village.example.cn/gk/liushu/finance/2022-06.html"


def test_a_year_begins_with_its_summary(sheets: Callable[..., list[str]]) -> None:
    summary = sheets("--period", "2022")[0]
    assert "2022年财务收支汇总" in summary
    assert "2022年6月1,000.00250.50120.051,130.45" in summary
    assert "水电费120.05100.0%" in summary


def test_a_long_table_has_its_head_and_sum_on_every_sheet(
    site_text: Callable[[str], Path], sheets: Callable[..., list[str]]
) -> None:
    lines = "".join(
        f"  - {{date: 2022-04-05, item: 事项{n}, category: 科目{n % 7}, amount: 1}}\n" for n in range(150)
    )
    site_text(
        f"-- content/liushu/finance/2022-04.yaml --\nperiod: 2022-04\nopening: 1150\nincome: []\nexpense:\n{lines}"
        "closing: 1000\n"
    )
    found = [text for text in sheets("--period", "2022-04") if "事项" in text]
    assert len(found) > 2
    assert all("日期摘要金额" in text and "支出合计150.00" in text for text in found)
    assert all(f"事项{n}1.00" in "".join(found) for n in range(150))


def test_what_is_a_little_too_long_stands_on_one_sheet(
    site_text: Callable[[str], Path], sheets: Callable[..., list[str]]
) -> None:
    """Else the second sheet bears little more than the places to sign."""
    lines = "".join(
        f"  - {{date: 2022-04-05, item: 事项{n}, category: 科目{n % 7}, amount: 1}}\n" for n in range(16)
    )
    site_text(
        f"-- content/liushu/finance/2022-04.yaml --\nperiod: 2022-04\nopening: 1016\nincome: []\nexpense:\n{lines}"
        "closing: 1000\n"
    )
    found = [text for text in sheets("--period", "2022-04") if "2022年4月" in text or "盖章处" in text]
    assert len(found) == 1
    assert "事项151.00" in found[0]


def test_a_slip_tells_a_household_its_own_points(sheets: Callable[..., list[str]]) -> None:
    (slip,) = sheets("--household", "1002")
    assert "1002李*海的积分存折" in slip
    assert "06-06门前清洁环境+33" in slip
    assert "家风扣分" in slip
    assert "打架" not in slip
    assert "2022年积分−2" in slip


def test_a_slip_of_a_period_has_the_rows_of_its_days(sheets: Callable[..., list[str]]) -> None:
    assert "门前清洁" not in sheets("--household", "1002", "--period", "2022-05")[0]


def test_the_script_is_made_of_words_alone(prints: Callable[..., Result], tmp_path: Path) -> None:
    assert prints("--period", "2022-06", "--script").exit_code == 0
    script = (tmp_path / "made").read_text(encoding="utf-8")
    assert script.startswith("各位村民，大家好！现在播送柳树村二〇二二年六月")
    assert "本月余额 一千一百三十元四角五分" in script
    assert "有欠款的合同 一份，一共还欠 六百四十九元五角" in script
    assert "第一名，户号幺零零幺，三分" in script
    assert not re.search(r"\d", script)
    assert "王" not in script


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--board", "liusu", "--period", "2022-06"), "liushu（柳树村）"),
        (("--board", "柳树村", "--period", "2022-06"), "liushu（柳树村）"),
        (("--period", "2021-01"), "2022-05、2022-06"),
        (("--period", "六月"), "请写成 2022-06"),
        (("--household", "1009"), "相近的户号：100"),
        (("--script",), "--period 2022-06"),
        ((), "--period 2022-06"),
    ],
)
def test_who_asks_for_what_is_not_there_is_told_what_is(
    prints: Callable[..., Result], args: tuple[str, ...], told: str
) -> None:
    done = prints(*args)
    assert done.exit_code == 2
    assert told in done.output


def test_nothing_is_printed_of_a_board_with_errors(
    site_text: Callable[[str], Path], prints: Callable[..., Result], tmp_path: Path
) -> None:
    site_text("-- content/liushu/finance/2022-07.yaml --\nperiod: 2022-07\nopening: 1\nclosing: 2\n")
    done = prints("--period", "2022-06")
    assert done.exit_code == 1
    assert "finance.no-lines" in done.output
    assert not (tmp_path / "made").exists()


def test_a_machine_without_typesetter_or_chinese_font_is_told_what_to_install(
    prints: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(typeset, "_SANS", ("没有的字体",))
        without.setattr(typeset, "_SERIF", ())
        done = prints("--period", "2022-06")
    assert done.exit_code == 3
    assert "fonts-noto-cjk" in done.output
    monkeypatch.setitem(sys.modules, "typst", None)
    done = prints("--period", "2022-06")
    assert done.exit_code == 3
    assert "sitegen-boards[print]" in done.output


def test_a_sites_own_template_wins_and_its_errors_are_told(
    site_text: Callable[[str], Path], prints: Callable[..., Result]
) -> None:
    site_text("-- templates/paper/sheets.typ --\n#let\n")
    done = prints("--period", "2022-06")
    assert done.exit_code == 3
    assert "templates/paper/sheets.typ" in done.output


def test_what_a_notice_holds_becomes_nodes() -> None:
    nodes = prose_nodes(
        '<h2>题</h2><p>文<strong>粗</strong><br>下</p><ol start="3"><li>一<ul><li>二</li></ul></li></ol>'
        '<blockquote><p>引</p></blockquote><hr><p><img src="%E5%9B%BE.png" alt="图"></p>'
        '<div class="footnote"><ol><li><p>注&nbsp;<a class="footnote-backref" href="#a">↩</a></p></li></ol></div>'
    )
    assert [node["kind"] for node in nodes] == ["h", "p", "list", "quote", "rule", "p", "picture", "list"]
    assert [run["text"] for run in nodes[1]["runs"]] == ["文", "粗", "\n", "下"]
    assert nodes[2]["start"] == 3
    assert nodes[6]["name"] == "图.png"
    assert "↩" not in str(nodes)
