"""`sitegen new`: what it writes passes the check, and nothing that is there is touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from click.testing import Result

DAY = "2022-06-05"
CONTENT = {
    "board.yaml": "name: 柳树镇\nlevel: 镇\n",
    "site.yaml": "registers:\n  roads:\n    title: 道路\n    fields:\n      - {key: id, label: 编号}\n      - {key: m, label: 长度}\n",
    "east/board.yaml": "name: 东村\nlevel: 村\n",
    "east/households.csv": "户号,户主\n1,张建国\n",
    "east/points/rules.yaml": "rules:\n  - {id: A1, category: 公益, title: 义务劳动, points: 2}\n",
    "east/finance/2022-05.yaml": (
        "period: 2022-05\nopening: 100.00\nincome:\n  - {date: 2022-05-03, item: 分红, category: 投资收益, amount: 20.5}\n"
        "expense: []\nclosing: 120.50\nreviewed_by: 王敏\nreviewed_on: 2022-05-31\n"
    ),
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name, text in CONTENT.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "content"


@pytest.fixture
def new(cli: Callable[..., Result]) -> Callable[..., Result]:
    """Run `sitegen new …`; what it wrote must pass the check."""

    def call(*args: str) -> Result:
        result = cli("new", *args)
        assert result.exit_code == 0, result.stderr
        checked = cli("check", "--as-of", "2022-06-30", "-v")
        assert checked.exit_code == 0, checked.stderr
        return result

    return call


@pytest.mark.parametrize(
    "name", ["柳树村", '东: "村"', "#1 村", "- 村", "No: 1", "O'Neil \\ 村", "null", "是"]
)
def test_a_new_site_is_sound_whatever_its_name(
    tmp_path: Path, new: Callable[..., Result], cli: Callable[..., Result], name: str
) -> None:
    new("site", "--name", name, "--date", DAY)
    assert cli("build", "--as-of", "2022-06-30").exit_code == 0
    assert (tmp_path / "public/affairs/2022-06-05-start.html").is_file()


def test_a_new_site_leaves_a_present_one_alone(content: Path, cli: Callable[..., Result]) -> None:
    result = cli("new", "site")
    assert result.exit_code == 2
    assert "已经有了" in result.stderr
    assert (content / "board.yaml").read_text(encoding="utf-8") == CONTENT["board.yaml"]


def test_a_new_board_lies_one_level_below_its_parent(content: Path, new: Callable[..., Result]) -> None:
    new("board", "west", "--name", "西村: 新")
    new("board", "west/g1", "--name", "一组")
    assert "level: 村" in (content / "west/board.yaml").read_text(encoding="utf-8")
    assert "level: 组" in (content / "west/g1/board.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("finance", "--name", "甲"), "另有用处"),
        (("Data", "--name", "甲"), "另有用处"),
        (("index", "--name", "甲"), "不能做网址"),
        (("_甲", "--name", "甲"), "不能做网址"),
        (("a b", "--name", "甲"), "不能做网址"),
        (("../x", "--name", "甲"), "不是公开栏"),
        (("north/g1", "--name", "甲"), "不是公开栏"),
        (("west", "--name", "甲", "--level", "庄"), "没有“庄”这个层级"),
        (("west", "--name", "甲", "--level", "县"), "下面不能建"),
        (("east", "--name", "甲"), "已经有了"),
    ],
)
def test_a_board_that_could_not_be_published_is_not_begun(
    content: Path, cli: Callable[..., Result], args: tuple[str, ...], words: str
) -> None:
    before = sorted(content.rglob("*"))
    result = cli("new", "board", *args)
    assert result.exit_code == 2
    assert words in result.stderr
    assert sorted(content.rglob("*")) == before


def test_a_new_notice_bears_its_issuer(content: Path, new: Callable[..., Result]) -> None:
    for disclosure in ("party", "affairs", "finance"):
        new(
            "notice",
            "通知-1",
            "--board",
            "east",
            "--disclosure",
            disclosure,
            "--title",
            "甲: 乙 #1",
            "--date",
            DAY,
        )
    text = (content / "east/party/通知-1.md").read_text(encoding="utf-8")
    assert 'title: "甲: 乙 #1"' in text
    assert "issuer: 东村村民委员会" in text
    new("notice", "a", "--title", "通知", "--date", DAY)
    assert "issuer: 柳树镇\n" in (content / "affairs/a.md").read_text(encoding="utf-8")


def test_a_new_statement_opens_with_the_last_closing(content: Path, new: Callable[..., Result]) -> None:
    new("statement", "2022-06", "--board", "east")
    text = (content / "east/finance/2022-06.yaml").read_text(encoding="utf-8")
    assert "opening: 120.50" in text
    assert "closing: 120.50" in text
    new("statement", "2022-Q3", "--board", "east", "--book", "合作社")
    assert "opening: 0.00" in (content / "east/finance/合作社-2022-Q3.yaml").read_text(encoding="utf-8")


def test_new_tables_hold_their_headers(content: Path, new: Callable[..., Result]) -> None:
    new("ledger", "2022-Q2", "--board", "east")
    new("contracts", "--board", "east")
    new("register", "roads", "--board", "east")
    assert (content / "east/roads/roads.csv").read_text(encoding="utf-8") == "编号,长度,备注\n"
    assert (content / "east/points/2022-Q2.csv").read_text(encoding="utf-8").startswith("日期,户号,细则,")
    assert (content / "east/contracts/contracts.csv").read_text(encoding="utf-8").startswith("合同编号,")


@pytest.mark.parametrize(
    "args",
    [
        ("notice", "../x"),
        ("notice", "index"),
        ("notice", "a", "--board", "north"),
        ("notice", "a", "--date", "6月5日"),
        ("statement", "2022-13", "--board", "east"),
        ("statement", "2022-05", "--board", "east"),
        ("statement", "2022-06", "--board", "east", "--book", "../x"),
        ("ledger", "2022", "--board", "east"),
        ("ledger", "一季度", "--board", "east"),
        ("register", "road"),
        ("register", "points"),
        ("register", "affairs"),
        ("register", "../x"),
    ],
)
def test_what_could_not_be_published_is_not_begun(
    content: Path, cli: Callable[..., Result], args: tuple[str, ...]
) -> None:
    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    assert cli("new", *args).exit_code == 2
    assert {path: path.read_bytes() for path in content.rglob("*") if path.is_file()} == before


def test_a_file_that_is_there_is_never_written_over(
    content: Path, new: Callable[..., Result], cli: Callable[..., Result]
) -> None:
    for args in (("contracts", "--board", "east"), ("notice", "a", "--date", DAY), ("register", "roads")):
        new(*args)
        again = cli("new", *args)
        assert again.exit_code == 2
        assert "已经有了" in again.stderr
