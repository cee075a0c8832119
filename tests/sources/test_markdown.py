"""Front matter and body of a notice keep the lines of their file."""

from __future__ import annotations

import pytest

from sitegen.diagnostics import ContentError
from sitegen.sources.markdown import read_markdown
from sitegen.sources.text import Source


def refusal(text: str) -> tuple[str, int]:
    with pytest.raises(ContentError) as raised:
        read_markdown(Source("n.md", text))
    return raised.value.message.code, raised.value.place.line


def test_matter_and_body_are_split_and_placed() -> None:
    document = read_markdown(Source("n.md", "\n---\ntitle: 通知\ndate: 2022-06-01\n---\n\n正文\n---\n尾\n"))
    assert document.matter == {"title": "通知", "date": "2022-06-01"}
    assert document.matter.marks["date"][:2] == (4, 1)
    assert document.body == "\n正文\n---\n尾\n"
    assert document.body_line == 6


def test_empty_front_matter_holds_no_field() -> None:
    assert read_markdown(Source("n.md", "---\n---\n正文\n")).matter == {}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("", "notice.front-matter", 1, id="empty file"),
        pytest.param("# 标题\n正文\n", "notice.front-matter", 1, id="no front matter"),
        pytest.param("---\ntitle: 通知\n\n正文\n", "notice.front-matter-open", 1, id="never closed"),
        pytest.param("---\n- a\n---\n", "notice.front-matter-fields", 2, id="a list"),
        pytest.param("---\ntitle：通知\ndate: 2022-06-01\n---\n", "yaml.colon", 2, id="full-width colon"),
        pytest.param("---\ntitle: 通知\ndate：2022-06-01\n---\n", "yaml.colon", 3, id="full-width colon at the end"),
        pytest.param("---\n标题：通知\n日期：2022-06-01\n---\n", "yaml.colon", 2, id="full-width colons only"),
        pytest.param("---\ntitle:通知\n---\n", "yaml.colon-space", 2, id="no space"),
        pytest.param("---\n\n\ntitle: 通知: 甲\n---\n", "yaml.inner-colon", 4, id="colon in a title"),
        pytest.param('---\na: 1\ntitle: "通知\ndate: 2\n---\n', "yaml.quote", 3, id="open quote"),
    ],
)  # fmt: skip
def test_a_slip_in_front_matter_is_named_on_the_line_of_the_file(text: str, code: str, line: int) -> None:
    assert refusal(text) == (code, line)
