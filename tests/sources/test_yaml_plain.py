"""The quick reader of plain YAML gives exactly what the full parser gives, or leaves the text to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import ContentError
from sitegen.sources import yaml_full as full
from sitegen.sources.text import Source
from sitegen.sources.yaml_nodes import Node, YamlList, YamlMap
from sitegen.sources.yaml_plain import read_plain

STATEMENT = """\
# 六月
period: "2022-06"
opening: 120350.00

income:
  - date: 2022-06-05
    item: 鱼塘承包费（二组）
    amount: 79,135.00
  # 第二笔
  - date: 2022-06-09
    item: 利息 a:b, c - d
    amount: -5
expense: []
签字: {负责人: 向松柏, 监委会主任: 龚 玉梅 }
期末余额:
  现金: 286.03
  银行存款: 142620.01
notice: { start: 2022-06-01, end: 2022-06-07}
note:
closing: ~
"""


def places(node: Node) -> Any:
    """A node with every place in it."""
    if isinstance(node, YamlMap):
        return {k: places(v) for k, v in node.items()}, node.marks, node.line, node.column
    if isinstance(node, YamlList):
        return [places(v) for v in node], node.marks, node.line, node.column
    return node


def parsed(text: str) -> Any:
    """What the full parser gives, without the quick reader."""
    source = Source("a.yaml", text)
    return places(full._Builder(source, 1).document(full._Parser(text)))


def test_a_statement_is_read_with_the_same_places() -> None:
    read = read_plain(STATEMENT, 1)
    assert read is not None
    assert places(read) == parsed(STATEMENT)


def test_the_sample_site_is_plain_enough() -> None:
    files = sorted((Path(__file__).parents[2] / "content").rglob("finance/*.yaml"))
    read = [path for path in files if read_plain(path.read_text(encoding="utf-8"), 1) is not None]
    assert len(read) > len(files) / 2
    for path in read:
        text = path.read_text(encoding="utf-8")
        assert places(read_plain(text, 1)) == parsed(text), path


@pytest.mark.parametrize(
    "text",
    [
        "标题：你好\n",
        "a:b\n",
        "a: &x 1\n",
        "a: {b: 1, b: 2}\n",
        "a: {b: {c: 1}}\n",
        "a: {b: 1,}\n",
        "a:\n  b: 1\n   c: 2\n",
        "a:\n  b:\n    c: 1\n",
        "a: [1, 2]\n",
        "a: 1\na: 2\n",
        "a: b: c\n",
        "a: b #c\n",
        "a: |\n  long\n",
        "a: one\n  two\n",
        "- a\n",
        "---\na: 1\n",
        'a: "x\\ty"\n',
        "a:\t1\n",
        "\ta: 1\n",
        "a:\n  - b: 1\n     c: 2\n",
        "a: 'it''s'\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_full_parser(text: str) -> None:
    assert read_plain(text, 1) is None


_PIECES = st.sampled_from(
    [
        "a",
        "b:",
        "c: ",
        "- ",
        "  ",
        "\n",
        "  - ",
        "    ",
        "x",
        '"',
        "'",
        "#",
        " #",
        "：",
        "-5",
        "[]",
        "~",
        ": ",
        "日期",
        "{",
        "}",
        "{a: b, ",
        "\n  c: ",
    ]
)


@given(st.lists(_PIECES, max_size=24).map("".join))
def test_any_text_reads_the_same_or_is_left_alone(text: str) -> None:
    read = read_plain(text, 1)
    if read is None:
        return
    try:
        expected = parsed(text)
    except ContentError as failure:
        pytest.fail(f"the full parser refuses it: {failure}")
    assert places(read) == expected
