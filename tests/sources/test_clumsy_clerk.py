"""A hundred further slips of an office: strange exports, wrong endings, values in words. None ends in a traceback,
each is named at its line, and nothing is published."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF
from tests.test_broken_inputs import (
    BOARD,
    CONTRACTS,
    HOUSEHOLDS,
    JUNE,
    LEDGER,
    LINES,
    PLAN,
    ROAD,
    ROADS,
    RULES,
    SITE,
    VILLAGE,
)

if TYPE_CHECKING:
    from click.testing import Result

JULY_LINES = (
    "date,item,category,amount\n2022-07-02,存款利息,投资收益,60.00\n2022-07-09,设备租赁,经营收入,40.00\n"
)

# What is wrong; in which file; the sound text; the broken text; the code and the line of the finding.
SLIPS: list[tuple[str, str, str, str, str, int]] = [
    ("level in a list", BOARD, "level: village", "level: [村]", "field.shape", 2),
    ("name as a mapping", BOARD, "name: 柳树村", "name: {a: 1}", "field.shape", 1),
    ("name null", BOARD, "name: 柳树村", "name: null", "table.missing-value", 1),
    ("code in scientific notation", BOARD, '"410522103201"', "4.10522E+11", "board.code", 3),
    ("code with spaces", BOARD, '"410522103201"', "4105 2210 3201", "board.code", 3),
    ("population in another unit", BOARD, "population: 812", "population: 812户", "field.integer", 4),
    ("list after the fields", BOARD, "population: 812", "- population: 812", "yaml.syntax", 4),
    ("full-width colons only", BOARD, "name: 柳树村\nlevel: village\n", "name：柳树村\nlevel：village\n", "yaml.colon", 1),
    ("no space after a colon", BOARD, "name: 柳树村", "name:柳树村", "yaml.colon-space", 1),
    ("full-width space after a colon", BOARD, "name: 柳树村", "name:\u3000柳树村", "yaml.colon-space", 1),
    ("full-width indentation", JUNE, "    item: 鱼塘承包费", "\u3000\u3000item: 鱼塘承包费", "yaml.tab", 5),
    ("no colon", BOARD, "population: 812", "population 812", "yaml.no-colon", 4),
    ("bare ampersand", BOARD, "population: 812", "population: &", "yaml.anchor", 4),
    ("stars for emphasis", BOARD, "name: 柳树村", "name: **柳树村**", "yaml.anchor", 1),
    ("a folder of Windows in double quotes", BOARD, "name: 柳树村", 'name: "D:\\村务"', "yaml.escape", 1),
    ("text after a quote", BOARD, "name: 柳树村", 'name: "柳树"村', "yaml.quote-text", 1),
    ("former path that leaves the site", BOARD, "population: 812", "formerly: ../../etc", "board.formerly", 4),
    ("income as one mapping", JUNE, "  - date: 2022-06-05\n    item: 鱼塘", "    date: 2022-06-05\n    item: 鱼塘", "field.shape", 4),
    ("entry as a sentence", JUNE, "expense:\n", "expense:\n  - 沟渠清淤 300元\n", "table.not-a-record", 11),
    ("entry with a full-width colon", JUNE, "    item: 鱼塘承包费", "    item：鱼塘承包费", "yaml.colon", 5),
    ("entry badly aligned", JUNE, "    item: 鱼塘承包费", "   item: 鱼塘承包费", "yaml.syntax", 5),
    ("entry without space after the dash", JUNE, "  - date: 2022-06-05", "  -date: 2022-06-05", "yaml.dash", 4),
    ("entry with a full-width dash", JUNE, "  - date: 2022-06-05", "  － date: 2022-06-05", "yaml.full-width", 4),
    ("amount with 元整", JUNE, "amount: 8000.00", "amount: 8,000元整", "field.money", 7),
    ("amount in 万", JUNE, "amount: 8000.00", "amount: 0.8万", "field.unit", 7),
    ("amount null", JUNE, "amount: 8000.00", "amount: null", "table.missing-value", 7),
    ("amount as a dash", JUNE, "amount: 8000.00", "amount: —", "field.blank", 7),
    ("amount in a list", JUNE, "amount: 8000.00", "amount: [8000]", "field.shape", 7),
    ("amount as a mapping", JUNE, "amount: 8000.00", "amount: {元: 8000}", "field.shape", 7),
    ("amount with a comma astray", JUNE, "amount: 8000.00", "amount: 80,00.00", "field.money", 7),
    ("amount in brackets", JUNE, "amount: 8000.00", "amount: (8000.00)", "field.money", 7),
    ("day with dots", JUNE, "date: 2022-06-05", "date: 2022.6.5", "field.day", 4),
    ("day of two digits", JUNE, "date: 2022-06-05", "date: 22-6-5", "field.day", 4),
    ("day without a year", JUNE, "date: 2022-06-05", "date: 6月5日", "field.day", 4),
    ("period in words", JUNE, "period: 2022-06", "period: 2022年6月", "field.period", 1),
    ("period as a day number", JUNE, "period: 2022-06", "period: 44713", "field.day-number", 1),
    ("opening in words", JUNE, "opening: 1300.00", "opening: {现金: 一千, 银行存款: 300}", "field.money", 2),
    ("opening as a list", JUNE, "opening: 1300.00", "opening: [1000, 300]", "field.shape", 2),
    ("opening of no account", JUNE, "opening: 1300.00", "opening: {}", "table.missing-value", 2),
    ("closing missing", JUNE, "closing: 9000.00\n", "", "table.missing-value", 1),
    ("signed in one word", JUNE, "reviewed_by: 王敏", "signed: 王敏", "table.not-a-record", 17),
    ("second document", JUNE, "closing: 9000.00", "---\nclosing: 9000.00", "yaml.documents", 16),
    ("title row above the header", LINES, "date,item,category,amount\n", "2022年7月收入,,,\n日期,摘要,科目,金额\n", "table.title-row", 1),
    ("separator line of a spreadsheet", LINES, "date,item", "sep=,\ndate,item", "table.title-row", 1),
    ("thousands comma without quotes", LINES, "60.00", "1,060.00", "csv.cells", 2),
    ("formula", LINES, "60.00", "=D3+D4", "field.formula", 2),
    ("error of a formula", LINES, "60.00", "#REF!", "field.formula", 2),
    ("day of another country", LINES, "2022-07-02", "7/2/2022", "field.day", 2),
    ("merged cells", LINES, "2022-07-09,", ",", "table.missing-value", 3),
    ("subtotal", LINES, "2022-07-09,", "小计,,,60.00\n2022-07-09,", "table.total-row", 3),
    ("wrong sum", LINES, "经营收入,40.00\n", "经营收入,40.00\n合计,,,101.00\n", "table.total", 4),
    ("text after a quoted word", LINES, "存款利息", '"存款"利息', "csv.quote-text", 2),
    ("quote that meets another one", LINES, "存款利息,投资收益,60.00\n2022-07-09,设备", '"存款利息,投资收益,60.00\n2022-07-09,"设备', "csv.quote", 2),
    ("semicolons", LINES, JULY_LINES, JULY_LINES.replace(",", ";"), "csv.separator", 1),
    ("full-width commas", LINES, JULY_LINES, JULY_LINES.replace(",", "，"), "csv.separator", 1),
    ("full-width commas in a row", LINES, "2022-07-09,设备租赁,经营收入,40.00", "2022-07-09，设备租赁，经营收入，40.00", "csv.separator", 3),
    ("tabs", LINES, JULY_LINES, JULY_LINES.replace(",", "\t"), "csv.tabs", 1),
    ("vertical tab of a word processor", LINES, "存款利息", "存款\x0b利息", "source.control", 2),
    ("nul", LINES, "存款利息", "存款\0利息", "source.binary", 1),
    ("column twice", CONTRACTS, "area_mu,start", "area_mu,面积", "table.field-twice", 1),
    ("column without a name", CONTRACTS, "id,title,kind,", "id,title,kind,,", "table.nameless-column", 2),
    ("end of no day", CONTRACTS, "2024-12-31", "长期", "field.day", 2),
    ("area about so much", CONTRACTS, "12.50", "约12亩", "field.number", 2),
    ("area in 亩 and 分", CONTRACTS, "12.50", "12亩5分", "field.number", 2),
    ("area of five decimals", CONTRACTS, "12.50", "12.50001", "field.decimals", 2),
    ("rent a year", CONTRACTS, "3,8000.00,8000.00,8000.00", "3,8000元/年,8000.00,8000.00", "field.money", 2),
    ("years in words", CONTRACTS, "2024-12-31,3,", "2024-12-31,三年,", "field.number", 2),
    ("id with a space", CONTRACTS, "HT-001,鱼塘", "HT 001,鱼塘", "field.id", 2),
    ("id in full width", CONTRACTS, "HT-001,鱼塘", "ＨＴ－001,鱼塘", "field.id", 2),
    ("id of a dot", CONTRACTS, "HT-001,鱼塘", ".,鱼塘", "field.id", 2),
    ("id too long", CONTRACTS, "HT-001,鱼塘", "甲" * 65 + ",鱼塘", "field.id", 2),
    ("note below the table", HOUSEHOLDS, "3,李四,二组\n", "3,李四,二组\n注：以上为常住户,,\n", "field.id", 5),
    ("number of a household in decimals", LEDGER, "2022-01-10,1,", "2022-01-10,1.0,", "reference.missing", 2),
    ("name in place of a number", LEDGER, "2022-01-10,1,", "2022-01-10,张建国,", "reference.missing", 2),
    ("private column in another alphabet", HOUSEHOLDS, "id,name,group", "id,name,sfzh", "privacy.column", 1),
    ("rules elsewhere", RULES, "rules:\n", "rules: 见附件\nother:\n", "field.shape", 3),
    ("points in words", RULES, "points: 2\n", "points: 加2分\n", "field.number", 7),
    ("points as a list", RULES, "{min: 1, max: 3}", "[1, 3]", "field.shape", 11),
    ("points with full-width braces", RULES, "{min: 1, max: 3}", "｛min: 1, max: 3｝", "yaml.full-width", 11),
    ("points with a full-width comma", RULES, "{min: 1, max: 3}", "{min: 1， max: 3}", "yaml.full-width", 11),
    ("thirteenth month", RULES, "year: 1", "year: 13", "field.range", 1),
    ("negative base", RULES, "base: 100", "base: -100", "field.negative", 2),
    ("notice without spaces in braces", ROAD, "{start: 2022-06-01, ", "{start:2022-06-01, ", "yaml.colon-space", 5),
    ("notice with full-width colons", ROAD, "{start: 2022-06-01, ", "{start：2022-06-01, ", "yaml.colon", 5),
    ("notice in words", ROAD, "{start: 2022-06-01, end: 2022-06-07}", "公示七天", "table.not-a-record", 5),
    ("colon in a title", PLAN, "title: 党员活动计划", "title: 通知: 党员活动计划", "yaml.inner-colon", 2),
    ("title twice in two languages", PLAN, "title: 党员活动计划", "title: 甲\n标题: 乙", "table.field-twice", 3),
    ("front matter begun with long dashes", PLAN, "---\ntitle", "———\ntitle", "notice.front-matter", 1),
    ("front matter after a blank", PLAN, "---\ntitle", " ---\ntitle", "notice.front-matter", 1),
    ("attachment from outside", PLAN, "category: 组织生活", "attachments: [../../site.yaml]", "notice.outside", 4),
    ("attachment of the system", PLAN, "category: 组织生活", "attachments: [/etc/passwd]", "notice.outside", 4),
    ("unknown setting", SITE, "title: 柳树村公开栏", "titel: 柳树村公开栏", "table.unknown-field", 1),
    ("time zone in words", SITE, "title: 柳树村公开栏", "timezone: 北京", "site.timezone", 1),
    ("address without scheme", SITE, "title: 柳树村公开栏", "base_url: example.cn", "site.base-url", 1),
    ("theme that is not there", SITE, "title: 柳树村公开栏", "theme: 大红", "site.theme", 1),
    ("registers as a list", SITE, "  roads:\n", "  - roads:\n", "field.shape", 3),
    ("ids that differ in case only", ROADS, "L1,村东路,1.2\n", "L1,村东路,1.2\nl1,村西路,2\n", "table.duplicate-id", 3),
    ("id that names another folder", ROADS, "L1,村东路", "../L1,村东路", "field.id", 2),
]  # fmt: skip

# What is wrong; the file; its bytes; the code and the line of the finding.
FILES: list[tuple[str, str, bytes, str, int]] = [
    ("empty board", BOARD, b"", "table.not-a-record", 1),
    ("board of a comment", BOARD, "# 柳树村\n".encode(), "table.not-a-record", 1),
    ("board in GB18030", BOARD, "name: 柳树村\nlevel: 村\n".encode("gb18030"), "source.encoding", 1),
    ("board in UTF-16", BOARD, "name: 柳树村\n".encode("utf-16"), "source.encoding", 1),
    ("empty table", HOUSEHOLDS, b"", "csv.empty", 1),
    ("spreadsheet renamed to csv", CONTRACTS, b"PK\x03\x04\x14\x00\x06\x00", "source.binary", 1),
    ("half a character", HOUSEHOLDS, "id,name\n1,张建国\n2,欧".encode() + b"\xe9\x98\n", "source.damaged", 3),
    ("five thousand brackets", BOARD, b"name: " + b"[" * 5000 + b"]" * 5000, "yaml.depth", 1),
    ("a million signs in one id", HOUSEHOLDS, b"id,name\n" + b"9" * 1_000_000 + b",x\n", "field.id", 2),
    ("a megabyte without a colon", BOARD, "村".encode() * 350_000, "yaml.no-fields", 1),
    ("empty notice", "affairs/a.md", b"", "notice.front-matter", 1),
    ("households as a spreadsheet", "households.xlsx", b"PK", "board.misnamed-file", 0),
    ("board with another ending", "g1/board.yml", "name: 一组\n".encode(), "board.unknown-folder", 0),
    ("statement with a second ending", "finance/2022-08.yaml.txt", b"x", "board.misnamed-file", 0),
    ("statement as a spreadsheet", "finance/2022-08.xlsx", b"PK", "register.spreadsheet", 0),
    ("copy of a statement", "finance/2022-06(1).yaml", b"period: 2022-06\nopening: 0\nclosing: 0\n", "finance.file-name", 1),
    ("entries without a statement", "finance/2022-09-income.csv", JULY_LINES.encode(), "finance.orphan-lines", 0),
    ("register under a Chinese name", "财务/2022-06.yaml", b"x", "board.unknown-folder", 0),
    ("board named like a register", "finance/board.yaml", "name: 一组\nlevel: 组\n".encode(), "board.reserved-name", 0),
    ("board named like a device", "aux/board.yaml", "name: 一组\nlevel: 组\n".encode(), "board.folder-name", 0),
    ("board named like a page", "index.html/board.yaml", "name: 一组\nlevel: 组\n".encode(), "board.folder-name", 0),
    ("village below a village", "x/board.yaml", "name: 东村\nlevel: 村\n".encode(), "board.level", 2),
    ("notice with a blank in its name", "party/五月 计划.md", "---\ntitle: 甲\ndate: 2022-05-01\n---\n乙\n".encode(), "notice.file-name", 0),
    ("notice named index", "party/index.md", "---\ntitle: 甲\ndate: 2022-05-01\n---\n乙\n".encode(), "notice.file-name", 0),
    ("notice at the place of a statement", "finance/2022-06.md", "---\ntitle: 甲\ndate: 2022-05-01\n---\n乙\n".encode(), "notice.same-page", 0),
]  # fmt: skip

HARMLESS: list[tuple[str, str, bytes]] = [
    ("thumbnails", "affairs/Thumbs.db", b"\0"),
    ("folder settings", "finance/desktop.ini", b"\0"),
    ("zone of a download", "finance/2022-06.yaml:Zone.Identifier", b"[ZoneTransfer]"),
    ("lock of an open spreadsheet", "~$households.xlsx", b"\0"),
    ("settings of an editor", ".vscode/settings.json", b"{}"),
    ("table put aside", "_old/households.csv", b"\0"),
]


@pytest.fixture
def village(site_text: Callable[[str], Path]) -> Path:
    return site_text(VILLAGE) / "content"


@pytest.fixture
def refuse(village: Path, cli: Callable[..., Result]) -> Callable[[str, str, int], None]:
    """The build must refuse, with this finding at this place, in plain words, and publish nothing."""

    def expect(file: str, code: str, line: int) -> None:
        result = cli("build", "--as-of", AS_OF, "--jobs", "1", "--format", "json")
        assert isinstance(result.exception, SystemExit), result.exc_info
        assert result.exit_code == 1
        assert not (village.parent / "public").exists()
        errors: list[dict[str, Any]] = [
            found for found in map(json.loads, result.stdout.splitlines()) if found["severity"] == "error"
        ]
        assert (f"content/{file}", code, line) in [(e["file"], e["code"], e["line"]) for e in errors]
        for error in errors:
            for words in (error["message"], error["remedy"]):
                assert re.search(r"[\u4e00-\u9fff]", words)
                assert not re.search(r"Traceback|Decimal\(|<class|\bNone\b|\{\w+\}", words)
                assert len(words) < 700

    return expect


@pytest.mark.parametrize(
    ("file", "sound", "broken", "code", "line"), [pytest.param(*slip, id=what) for what, *slip in SLIPS]
)
def test_a_slip_inside_a_file(
    village: Path,
    refuse: Callable[[str, str, int], None],
    file: str,
    sound: str,
    broken: str,
    code: str,
    line: int,
) -> None:
    path = village / file
    text = path.read_text(encoding="utf-8")
    assert sound in text
    path.write_text(text.replace(sound, broken, 1), encoding="utf-8")
    refuse(file, code, line)


@pytest.mark.parametrize(
    ("file", "content", "code", "line"), [pytest.param(*slip, id=what) for what, *slip in FILES]
)
def test_a_file_that_can_not_be_what_it_should(
    village: Path, refuse: Callable[[str, str, int], None], file: str, content: bytes, code: str, line: int
) -> None:
    path = village / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    about_folder = code.startswith("board.") and code not in ("board.misnamed-file", "board.level")
    refuse(file.partition("/")[0] if about_folder else file, code, line)


@pytest.mark.parametrize(("name", "content"), [pytest.param(*rest, id=what) for what, *rest in HARMLESS])
def test_what_systems_leave_behind_does_no_harm(
    village: Path, cli: Callable[..., Result], name: str, content: bytes
) -> None:
    path = village / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    result = cli("check", "--as-of", AS_OF, "--strict", "--format", "json")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_file_that_can_not_be_read_makes_no_reference_wrong(
    village: Path, cli: Callable[..., Result]
) -> None:
    for file in (CONTRACTS, HOUSEHOLDS):
        text = (village / file).read_text(encoding="utf-8")
        (village / file).write_text(text.replace(",", "\t"), encoding="utf-8")
    result = cli("check", "--as-of", AS_OF, "--format", "json")
    assert [json.loads(line)["code"] for line in result.stdout.splitlines()] == ["csv.tabs", "csv.tabs"]
