"""The bytes of a file become its text, or a finding says what to save again."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.diagnostics import ContentError, Diagnostic, Report
from sitegen.sources.text import Shelf, decode, read_source


def read(raw: bytes, name: str = "t.csv") -> tuple[str, list[Diagnostic]]:
    report = Report()
    return decode(raw, name, report), report.sorted()


def refusal(raw: bytes, name: str = "t.csv") -> tuple[str, int, int]:
    with pytest.raises(ContentError) as raised:
        decode(raw, name, Report())
    return raised.value.message.code, raised.value.place.line, raised.value.place.column


def test_utf_8_is_read_with_or_without_a_mark_and_with_any_line_ends() -> None:
    for raw in ("甲\n乙\n".encode(), "\ufeff甲\r\n乙\r\n".encode(), "甲\r乙\r".encode()):
        assert read(raw) == ("甲\n乙\n", [])


def test_a_table_of_an_old_spreadsheet_is_read_and_reported() -> None:
    text, found = read("编号,名称\r\n1,张建国\r\n".encode("gb18030"))
    assert text == "编号,名称\n1,张建国\n"
    assert [(d.code, d.severity) for d in found] == [("source.gb18030", "warning")]


def test_a_short_word_that_looks_like_utf_8_is_still_gb18030() -> None:
    assert read("联通,甲\n".encode("gb18030"))[0] == "联通,甲\n"


def test_other_files_must_be_utf_8() -> None:
    assert refusal("name: x\nlevel: 村\n".encode("gb18030"), "board.yaml") == ("source.encoding", 2, 1)


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        pytest.param("编号,名称\n".encode("utf-16"), "source.encoding", 1, 1, id="utf-16 with a mark"),
        pytest.param("a,b\n".encode("utf-16-le"), "source.binary", 1, 1, id="utf-16 without a mark"),
        pytest.param(b"PK\x03\x04\x00\x00", "source.binary", 1, 1, id="spreadsheet renamed"),
        pytest.param("编号,名称\n1,张".encode() + b"\xe5\xbb" + b",x\n", "source.damaged", 2, 4, id="half a character"),
        pytest.param("编号,名称\n1,张\x0b三\n".encode(), "source.control", 2, 4, id="line break of a word processor"),
        pytest.param(b"\xff\xff\xff\xff", "source.encoding", 1, 1, id="no text of any kind"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused(raw: bytes, code: str, line: int, column: int) -> None:
    assert refusal(raw) == (code, line, column)


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u202d", "\u200e", "\u2028"])
def test_invisible_marks_pasted_along_are_dropped(mark: str) -> None:
    assert read(f"HT-001{mark},甲\n".encode())[0] == "HT-001,甲\n"


def test_garbled_text_is_pointed_out() -> None:
    _, found = read("标题\n张\ufffd\ufffd国\n".encode())
    assert [(d.code, d.line, d.column) for d in found] == [("source.garbled", 2, 2)]


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as raised:
        read_source(tmp_path / "x.csv", "content/x.csv", Report())
    assert raised.value.message.code == "source.unreadable"
    assert raised.value.place.file == "content/x.csv"


def test_a_file_with_the_same_bytes_is_taken_from_the_shelf(tmp_path: Path) -> None:
    shelf, report, path = Shelf(), Report(), tmp_path / "a.csv"
    path.write_text("名称\n水井\n", encoding="utf-8")
    first = read_source(path, "content/a.csv", report, shelf)
    assert read_source(path, "content/a.csv", report, shelf) is first
    path.write_text("名称\n水塘\n", encoding="utf-8")
    assert read_source(path, "content/a.csv", report, shelf).text == "名称\n水塘\n"


def test_a_file_with_findings_is_read_anew_so_that_they_are_found_again(tmp_path: Path) -> None:
    shelf, path = Shelf(), tmp_path / "a.csv"
    path.write_bytes("名称\n水井\n".encode("gb18030"))
    for _ in range(2):
        report = Report()
        read_source(path, "content/a.csv", report, shelf)
        assert [d.code for d in report.diagnostics] == ["source.gb18030"]


def test_the_shelf_holds_the_last_files(tmp_path: Path) -> None:
    shelf, report = Shelf(most=2), Report()
    paths = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    for path in paths:
        path.write_text("名称\n水井\n", encoding="utf-8")
    first, *others = [read_source(path, path.name, report, shelf) for path in paths]
    assert all(
        read_source(p, p.name, report, shelf) is kept for p, kept in zip(paths[1:], others, strict=True)
    )
    assert read_source(paths[0], "a.csv", report, shelf) is not first
