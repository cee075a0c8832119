"""Published figures: quoted as they were said, with their source; parts and shares where they are exact."""

from __future__ import annotations

import pytest

from tests.registers.one_board import OneBoard, Village

HEAD = "-- figures/cleanup.yaml --\ntitle: 清化收\nsource: 公开报道\nitems:\n"
CHECKED = "  - {id: checked, name: 清查合同, value: 3805, unit: 份}\n"
PROBLEMS = "  - {id: problems, name: 问题合同, value: 801, unit: 份, of: checked}\n"
DONE = "  - {id: done, name: 已整改, value: 211, unit: 份, of: problems}\n"
LEFT = "  - {id: left, name: 没有整改, value: 590, unit: 份}\n"


def codes(built: OneBoard) -> list[tuple[int, str]]:
    return [(line, code) for _, line, code in built.found]


def test_shares_and_what_remains(village: Village) -> None:
    rows = {row["id"]: row for row in village(HEAD + CHECKED + PROBLEMS + DONE).twin("figures")}
    assert [(row["share"], row["remaining"]) for row in rows.values()] == [
        (None, None),
        ("21.1", "3004"),
        ("26.3", "590"),
    ]


def test_a_row_says_where_it_comes_from(village: Village) -> None:
    (row,) = village(HEAD + CHECKED).twin("figures")
    assert list(row)[:8] == ["file", "title", "source", "as_of", "id", "name", "value", "unit"]
    assert (row["file"], row["source"], row["as_of"], row["value"]) == ("cleanup", "公开报道", None, "3805")


@pytest.mark.parametrize(
    ("value", "unit", "approx", "shown"),
    [
        ("3900", "人次", "余", "3,900 余人次"),
        ("20", "户", "约", "约 20 户"),
        ("800", "公斤", "以上", "800 公斤以上"),
        ("35.62", '"%"', "", "35.62%"),
        ("-1.5", "万元", "", "−1.5 万元"),
        ("162.410", "亩", "", "162.41 亩"),
    ],
)
def test_a_figure_is_shown_as_it_was_said(
    village: Village, value: str, unit: str, approx: str, shown: str
) -> None:
    built = village(f"{HEAD}  - {{id: a, name: 甲, value: {value}, unit: {unit}, approx: {approx}}}\n")
    assert built.view("figures")[0].items[0].shown == shown


def test_what_was_withheld_is_never_a_number(village: Village) -> None:
    built = village(
        HEAD
        + "  - {id: a, name: 党小组, unit: 个, masked: 是, of: b}\n  - {id: b, name: 全部, value: 9, unit: 个}\n"
    )
    item = built.view("figures")[0].items[0]
    assert (item.shown, item.share, item.remaining) == ("未公布", "—", None)
    assert built.twin("figures")[0]["value"] is None


def test_a_share_of_an_approximate_figure_is_approximate(village: Village) -> None:
    built = village(HEAD + CHECKED.replace("份}", "份, approx: 余}") + PROBLEMS)
    item = built.view("figures")[0].items[1]
    assert (item.share, item.remaining) == ("约 21.1%", None)
    assert built.twin("figures")[1]["share"] is None


def test_parts_add_up(village: Village) -> None:
    whole = PROBLEMS.replace("of: checked", "parts: [done, left]")
    done = DONE.replace(", of: problems", "")
    assert village(HEAD + whole + done + LEFT).found == []
    built = village(HEAD + whole + done + LEFT.replace("590", "589"))
    assert codes(built) == [(4, "figures.parts")]
    assert "801" in built.messages()[0]
    assert "800" in built.messages()[0]


def test_an_approximate_part_is_not_added_as_exact(village: Village) -> None:
    whole = PROBLEMS.replace("of: checked", "parts: [done, left]")
    done = DONE.replace(", of: problems", "")
    assert (
        village(HEAD + whole + done + LEFT.replace("590, unit: 份", "500, unit: 份, approx: 余")).found == []
    )


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("{id: a, name: 甲, unit: 个}", "figures.value-missing"),
        ("{id: a, name: 甲, unit: 个, value: 好多}", "field.number"),
        ("{id: a, name: 甲, unit: 个, value: 3, masked: 是}", "figures.masked-value"),
        ("{id: a, name: 甲, unit: 份, value: 3, of: nowhere}", "figures.no-such-item"),
        ("{id: a, name: 甲, unit: 份, value: 3, of: a}", "figures.no-such-item"),
        ("{id: a, name: 甲, unit: 户, value: 3, of: checked}", "figures.units"),
        ("{id: a, name: 甲, unit: 份, value: 3806, of: checked}", "figures.above-whole"),
        ("{id: checked, name: 甲, unit: 份, value: 3}", "table.duplicate-id"),
        ("{id: a, name: 甲, value: 3}", "table.missing-value"),
        ("{id: a, name: 甲, unit: 个, value: 3, approx: 左右}", "field.choice"),
    ],
)
def test_one_mistake_in_an_item(village: Village, item: str, code: str) -> None:
    assert codes(village(f"{HEAD}{CHECKED}  - {item}\n")) == [(5, code)]


def test_files_may_use_the_same_ids(village: Village) -> None:
    other = HEAD.replace("cleanup", "other") + CHECKED
    assert village(HEAD + CHECKED + other).found == []


def test_file_names_become_pages(village: Village) -> None:
    built = village(HEAD.replace("cleanup", "a b") + CHECKED + HEAD.replace("cleanup", "c") + CHECKED)
    assert [code for _, _, code in built.found] == ["figures.file-name"]
    built = village("-- figures/C.yml --\ntitle: 甲\nsource: 乙\nitems:\n" + CHECKED)
    assert ("figures/c.yaml", 0, "figures.same-page") in built.found


def test_figures_of_a_day_to_come(village: Village) -> None:
    text = HEAD.replace("source:", "as_of: 2023-01-01\nsource:") + CHECKED
    assert codes(village(text)) == [(2, "register.future")]
