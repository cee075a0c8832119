"""YAML as clerks type it: values stay as written, and each slip is named at its own line and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import ContentError
from sitegen.sources.text import Source
from sitegen.sources.yaml import read_yaml
from sitegen.sources.yaml_nodes import YamlList, YamlMap


def refusal(text: str) -> tuple[str, int, int]:
    with pytest.raises(ContentError) as raised:
        read_yaml(Source("board.yaml", text))
    return raised.value.message.code, raised.value.place.line, raised.value.place.column


def test_values_stay_the_text_that_was_written() -> None:
    text = "code: 0140\nperiod: 2022-06\nanswer: no\namount: 79,135.00\nyear: 1e3\ntime: 12:30\nflag: ~\n"
    assert read_yaml(Source("f.yaml", text)) == {
        "code": "0140",
        "period": "2022-06",
        "answer": "no",
        "amount": "79,135.00",
        "year": "1e3",
        "time": "12:30",
        "flag": None,
    }


def test_every_key_and_value_knows_its_place() -> None:
    node = read_yaml(Source("f.yaml", "name: 柳树村\nincome:\n  - date: 2022-06-05\n    amount: 3\n"))
    assert isinstance(node, YamlMap)
    assert node.marks["name"] == (1, 1, 1, 7)
    income = node["income"]
    assert isinstance(income, YamlList)
    assert income.marks == [(3, 5)]
    line = income[0]
    assert isinstance(line, YamlMap)
    assert line.marks["amount"] == (4, 5, 4, 13)


def test_a_part_of_a_file_keeps_the_lines_of_the_file() -> None:
    node = read_yaml(Source("n.md", "---\ntitle: 通知\n---\n"), "title: 通知\n", 2)
    assert isinstance(node, YamlMap)
    assert node.marks["title"] == (2, 1, 2, 8)


@pytest.mark.parametrize("text", ["", "\n\n", "# 说明\n", "~\n", "---\n"])
def test_a_file_without_content_is_nothing(text: str) -> None:
    assert read_yaml(Source("f.yaml", text)) is None


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("name：柳树村\nlevel: 村\n", 1, 5),
        ("level: 村\nname：柳树村\npopulation: 8\n", 2, 5),
        ("level: 村\nname：柳树村\n", 2, 5),
        ("name：柳树村\n", 1, 5),
        ("name：柳树村\nlevel：村\n", 1, 5),
        ("income:\n  - date: 2022-01-01\n    item：鱼塘\n    amount: 3\n", 3, 9),
        ("income:\n  - date：2022-01-01\n    item: 鱼塘\n", 2, 9),
    ],
)
def test_a_full_width_colon_is_named_where_it_stands(text: str, line: int, column: int) -> None:
    assert refusal(text) == ("yaml.colon", line, column)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name:柳树村\nlevel: 村\n", 1),
        ("level: 村\nname:柳树村\npopulation: 8\n", 2),
        ("level: 村\nname:柳树村\n", 2),
        ("name:柳树村\nlevel:村\n", 1),
        ("name:\u3000柳树村\n", 1),
        ("income:\n  - date:2022-01-01\n    item: 鱼塘\n", 2),
    ],
)
def test_a_missing_space_after_a_colon_is_named_on_its_line(text: str, line: int) -> None:
    assert refusal(text)[:2] == ("yaml.colon-space", line)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        pytest.param("a:\n\tb: 1\n", "yaml.tab", 2, 1, id="tab before a field"),
        pytest.param("a:\n  - b: 1\n\tc: 1\n", "yaml.tab", 3, 1, id="tab in a list"),
        pytest.param("a:\n\u3000\u3000b: 1\n", "yaml.tab", 2, 1, id="full-width space before a field"),
        pytest.param("a: 1\nb: 2\na: 3\n", "yaml.duplicate", 3, 1, id="field twice"),
        pytest.param('a: "甲\nb: 2\nc: 3\n', "yaml.quote", 1, 4, id="quote never closed"),
        pytest.param("a: '甲\nb: 2\n", "yaml.quote", 1, 4, id="single quote never closed"),
        pytest.param('a: 1\nb: "甲\nc: "乙"\nd: 3\n', "yaml.quote", 2, 4, id="quote closed by a later one"),
        pytest.param('a: "甲\nb: 2"\nc: 3\n', "yaml.quote", 1, 4, id="quote that swallows a field"),
        pytest.param('a: "甲"乙\n', "yaml.quote-text", 1, 7, id="text after a quote"),
        pytest.param('a: "C:\\新"\n', "yaml.escape", 1, 7, id="backslash in double quotes"),
        pytest.param('a: "\\0"\n', "yaml.escape", 1, 4, id="character that is none"),
        pytest.param("a: &x 1\n", "yaml.anchor", 1, 4, id="anchor"),
        pytest.param("a: *x\n", "yaml.anchor", 1, 4, id="alias"),
        pytest.param("a: *重点*\n", "yaml.anchor", 1, 4, id="stars for emphasis"),
        pytest.param("a: !!int 1\n", "yaml.anchor", 1, 4, id="tag"),
        pytest.param("a: !注意\n", "yaml.anchor", 1, 4, id="exclamation mark"),
        pytest.param("a: 1\n---\nb: 2\n", "yaml.documents", 2, 1, id="second document"),
        pytest.param("title: 通知: 关于\n", "yaml.inner-colon", 1, 10, id="colon in a value"),
        pytest.param("a: 1\n  b: 2\n", "yaml.deeper", 2, 3, id="indented below a value"),
        pytest.param("level: 村\nname 柳树村\nc: 1\n", "yaml.no-colon", 2, 1, id="no colon"),
        pytest.param("a:\n  -date: 1\n    item: 2\n", "yaml.dash", 2, 3, id="no space after a dash"),
        pytest.param("a: {b: 1\nc: 2\n", "yaml.bracket", 1, 4, id="open brace"),
        pytest.param("a: [b, c\nd: 2\n", "yaml.bracket", 1, 4, id="open bracket"),
        pytest.param("a: {b: 1， c: 2}\n", "yaml.full-width", 1, 9, id="full-width comma"),
        pytest.param("a: ｛b: 1｝\n", "yaml.full-width", 1, 4, id="full-width brace"),
        pytest.param("a: @张\n", "yaml.syntax", 1, 4, id="sign that can't begin a value"),
        pytest.param("a:\n  b: 1\n c: 2\n", "yaml.syntax", 3, 2, id="uneven indentation"),
        pytest.param("a: | 说明\n", "yaml.syntax", 1, 6, id="text after a bar"),
        pytest.param("{a: 1}: 2\n", "yaml.key", 1, 1, id="mapping as a key"),
        pytest.param("只有一句话\n", "yaml.no-fields", 1, 1, id="a sentence"),
        pytest.param("# 说明\n\n只有一句话\n", "yaml.no-fields", 3, 1, id="a sentence below a comment"),
        pytest.param("a: " + "[" * 100_000, "yaml.depth", 1, 35, id="a hundred thousand brackets"),
    ],
)
def test_a_slip_is_named_where_it_stands(text: str, code: str, line: int, column: int) -> None:
    assert refusal(text) == (code, line, column)


@pytest.mark.parametrize("value", ["http://example.cn/", "第#1号", "“引号”", "a:b", "- 甲"[2:], "12:30"])
def test_signs_inside_a_value_do_no_harm(value: str) -> None:
    assert read_yaml(Source("f.yaml", f"a: {value}\n")) == {"a": value}


def test_quoted_text_may_span_lines() -> None:
    assert read_yaml(Source("f.yaml", 'a: "甲\n  乙"\nb: 1\n')) == {"a": "甲 乙", "b": "1"}


@given(st.text(alphabet=st.sampled_from(list("ab甲：:，,-[]{}\"' \n\t#|>&*!%@\\\u3000")), max_size=60))
def test_whatever_is_typed_is_read_or_refused_inside_the_file(text: str) -> None:
    source = Source("f.yaml", text)
    place = source.place(1, 1)
    try:
        read_yaml(source)
    except ContentError as refused:
        place = refused.place
    assert 1 <= place.line <= len(source.lines)
    assert place.column >= 1
