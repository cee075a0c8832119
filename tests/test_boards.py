"""The tree of boards: folders as clerks leave them, and what board.yaml may say."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.boards import BoardFolder, BoardInfo, check_child, find_boards, read_board
from sitegen.diagnostics import Report
from sitegen.registers import registers

TREE = """
-- content/board.yaml --
name: 柳树镇
level: 镇
code: "410522103"
-- content/east/board.yaml --
名称: 东村
层级: 社区
区划代码: "410522103201"
-- content/east/finance/2022-06.yaml --
period: 2022-06
-- content/east/finance/old/2021.yaml --
-- content/east/g1/board.yaml --
name: 一组
level: 组
"""


@pytest.fixture
def content(site_text: Callable[[str], Path]) -> Path:
    return site_text(TREE) / "content"


def found(content: Path) -> tuple[BoardFolder | None, list[tuple[str, str]]]:
    report = Report()
    root = find_boards(content, registers(), report)
    return root, [(d.code, d.file.removeprefix("content/")) for d in report.sorted()]


def read(content: Path) -> tuple[BoardInfo, list[tuple[str, int]]]:
    report = Report()
    info, _ = read_board(BoardFolder("", content, "content"), report)
    return info, [(d.code, d.line) for d in report.sorted()]


def test_boards_nest_and_know_their_registers(content: Path) -> None:
    root, findings = found(content)
    assert findings == []
    assert root is not None
    assert [board.path for board in root.walk()] == ["", "east", "east/g1"]
    east = root.children[0]
    assert east.shown == "content/east"
    assert east.registers == {"finance": ["2022-06.yaml", "old/2021.yaml"]}


@pytest.mark.parametrize(
    "name",
    [
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "~$households.xlsx",
        "_草稿.csv",
        "board.yaml:Zone.Identifier",
        "README.md",
        "照片.jpg",
    ],
)
def test_what_systems_and_people_leave_behind_is_passed_over(content: Path, name: str) -> None:
    (content / name).write_bytes(b"\0")
    assert found(content)[1] == []
    (content / "east/finance" / name).write_bytes(b"\0")
    root, findings = found(content)
    assert findings == []
    assert root is not None
    kept = {"README.md", "照片.jpg"} & {name}
    assert set(root.children[0].registers["finance"]) == {"2022-06.yaml", "old/2021.yaml"} | kept


@pytest.mark.parametrize("name", ["_put-aside", ".git"])
def test_folders_put_aside_are_passed_over(content: Path, name: str) -> None:
    (content / name / "finance").mkdir(parents=True)
    assert found(content)[1] == []


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("board.yml", "board.yaml"),
        ("Board.YAML", "board.yaml"),
        ("site.yml", "site.yaml"),
        ("households.xlsx", "households.csv"),
        ("Households.CSV", "households.csv"),
        ("households.csv.txt", "households.csv"),
    ],
)
def test_a_misnamed_file_is_told_its_right_name(content: Path, name: str, right: str) -> None:
    (content / name).write_text("x", encoding="utf-8")
    report = Report()
    find_boards(content, registers(), report)
    assert [(d.code, d.severity) for d in report.diagnostics] == [("board.misnamed-file", "error")]
    assert f"“{right}”" in report.diagnostics[0].remedy()


@pytest.mark.parametrize("name", ["2022-07.yaml.txt", "lines.csv.txt", "a.md.txt"])
def test_an_ending_that_an_editor_added_is_named(content: Path, name: str) -> None:
    (content / "east/finance" / name).write_text("x", encoding="utf-8")
    assert found(content)[1] == [("board.misnamed-file", f"east/finance/{name}")]


@pytest.mark.parametrize("name", ["合同.csv", "收支.xlsx", "2022-06.yaml", "通知.md"])
def test_a_table_or_notice_outside_its_folder_is_pointed_out(content: Path, name: str) -> None:
    (content / name).write_text("x", encoding="utf-8")
    assert found(content)[1] == [("board.loose-file", name)]


@pytest.mark.parametrize(
    ("folder", "hint"),
    [
        ("Finance", "finance"),
        ("财务", "finance"),
        ("contract", "contracts"),
        ("积分", "points"),
    ],
)
def test_a_folder_with_an_unknown_name_is_told_the_nearest(content: Path, folder: str, hint: str) -> None:
    (content / folder).mkdir()
    report = Report()
    find_boards(content, registers(), report)
    assert [(d.code, d.file) for d in report.diagnostics] == [("board.unknown-folder", f"content/{folder}")]
    assert f"是不是想写“{hint}”" in report.diagnostics[0].remedy()


def test_a_folder_whose_board_file_is_misnamed_is_told_so(content: Path) -> None:
    (content / "west").mkdir()
    (content / "west/board.yml").write_text("name: 西村\n", encoding="utf-8")
    report = Report()
    find_boards(content, registers(), report)
    assert "“board.yml”要改名为 board.yaml" in report.diagnostics[0].remedy()
    shutil.move(content / "board.yaml", content / "Board.yaml.txt")
    report = Report()
    assert find_boards(content, registers(), report) is None
    assert [d.code for d in report.diagnostics] == ["board.no-root"]
    assert "“Board.yaml.txt”要改名为 board.yaml" in report.diagnostics[0].remedy()


@pytest.mark.parametrize(
    ("folder", "code"),
    [
        ("finance", "board.reserved-name"),
        ("data", "board.reserved-name"),
        ("Kiosk", "board.reserved-name"),
        ("CON", "board.folder-name"),
        ("index", "board.folder-name"),
        ("index.html", "board.folder-name"),
        ("manifest.json", "board.folder-name"),
        ("一 组", "board.folder-name"),
        ("【一】组", "board.folder-name"),
        ("East", "board.same-path"),
    ],
)
def test_a_folder_that_can_be_no_address_is_no_board(content: Path, folder: str, code: str) -> None:
    (content / folder).mkdir()
    (content / folder / "board.yaml").write_text("name: 西村\nlevel: 村\n", encoding="utf-8")
    named = "east" if folder == "East" else folder
    assert found(content)[1] == [(code, named)]


def test_links_are_not_followed(content: Path) -> None:
    (content / "loop").symlink_to(content)
    (content / "east/finance/x.yaml").symlink_to(content / "board.yaml")
    assert found(content)[1] == [("board.link", "east/finance/x.yaml"), ("board.link", "loop")]


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("", [("table.not-a-record", 1)]),
        ("柳树村\n", [("yaml.no-fields", 1)]),
        ("- name: 柳树村\n", [("table.not-a-record", 1)]),
        ("name：柳树村\nlevel：村\n", [("yaml.colon", 1)]),
        ("level: 村\n", [("table.missing-value", 1)]),
        ("name: 柳树村\nlevel: 庄\n", [("field.choice", 2)]),
        ("name: 柳树村\nlevel: 村\ncode: 410522\n", [("board.code", 3)]),
        ("name: 柳树村\nlevel: 村\ncode: 4.10522E+11\n", [("board.code", 3)]),
        ("name: 合集\nlevel: 合集\ncode: 41\n", [("board.code", 3)]),
        ("name: 柳树村\nlevel: 村\npopulation: 约800\n", [("field.integer", 3)]),
        ("name: 柳树村\nlevel: 村\nsince: 2022-01-01\nuntil: 2021-01-01\n", [("board.until", 4)]),
        ("name: 柳树村\nlevel: 村\nformerly: [old, ../../x]\n", [("board.formerly", 3)]),
        ("name: 柳树村\nlevel: 村\n身份证: x\n", [("privacy.column", 3)]),
        ("name: 柳树村\nlevel: 村\n电活: x\n", [("table.unknown-field", 3)]),
    ],
)
def test_a_mistake_in_board_yaml_is_named_at_its_line(
    content: Path, text: str, findings: list[tuple[str, int]]
) -> None:
    (content / "board.yaml").write_text(text, encoding="utf-8")
    assert read(content)[1] == findings


def test_a_board_says_who_it_is_in_either_language(content: Path) -> None:
    info, findings = read(content / "east")
    assert findings == []
    assert (info.name, info.level, info.level_label, info.code) == ("东村", "village", "村", "410522103201")


@pytest.mark.parametrize(
    ("level", "code", "findings"),
    [
        ("组", "410522103201", []),
        ("村", "410522103201", ["board.level"]),
        ("镇", "410522103", ["board.level", "board.code-prefix"]),
        ("合集", "", []),
        ("组", "410522999201", ["board.code-prefix"]),
    ],
)
def test_a_child_lies_below_its_parent(content: Path, level: str, code: str, findings: list[str]) -> None:
    (content / "board.yaml").write_text(f"name: 甲\nlevel: {level}\ncode: {code}\n", encoding="utf-8")
    report = Report()
    info, record = read_board(BoardFolder("x", content, "content"), report)
    above = [BoardInfo("", "合集", "collection"), BoardInfo("v", "东村", "village", code="410522103201")]
    check_child(info, record, above, report)
    assert [d.code for d in report.sorted()] == findings
