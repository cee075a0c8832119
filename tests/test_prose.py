"""Plain prose is made to HTML without Markdown, and looks exactly as Markdown would have made it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.render.markup import _CLEANER, renderer
from sitegen.render.prose import render_prose

CORPUS = sorted((Path(__file__).parent.parent / "content").rglob("*.md"))


def by_markdown(body: str) -> str:
    return _CLEANER.clean(renderer().convert(body, lambda address, label: None))


PLAIN = [
    "第一段，**粗体**文字。\n\n## 一、标题\n\n正文。",
    "- 甲项\n- **乙**项\n- 2022年6月\n\n1. 一\n2. 二",
    "| 项目 | 金额（元） | |\n|:---|---:|:--:|\n| 林 | 57 | 吴**远**梅 |\n|  | 3 | |",
    "2022年6月5日，会议通过。\n\n3户有意见。\n\n1、先说一件。",
    "**联系人**：薛　**电话**：0162-4799543",
    "一段。\n\n\n\n# 标题\n\n《通知》“说明”。\n",
]
NOT_PLAIN = [
    "一段\n第二行",
    "　　首行空两格",
    "有[链接](a.html)",
    "有*斜体*",
    "有_下划线_",
    "<b>标签</b>",
    "甲 & 乙",
    "- 甲\n\n- 乙",
    "- 1. 甲",
    "3. 从三开始",
    "3.5亩田",
    "| 甲 |\n|---|",
    "| 甲 | 乙 |\n|---|---|\n| 一 |",
    "甲\n===",
    "## 标题 ##",
    "- 甲\n  - 乙",
    "末尾两格  \n换行",
    "---",
    "一段\n| 甲 |\n|---|\n| 一 |",
]


@pytest.mark.parametrize("body", PLAIN)
def test_plain_prose_is_what_markdown_makes_of_it(body: str) -> None:
    assert render_prose(body) == by_markdown(body)


@pytest.mark.parametrize("body", NOT_PLAIN)
def test_what_may_be_more_is_left_to_markdown(body: str) -> None:
    assert render_prose(body) is None


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_sample_sites_notices(path: Path) -> None:
    body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    assert render_prose(body) in (None, by_markdown(body))


words = st.text("一二、。（）《》“”：，甲乙 1.A*|-#:!+　\"'", min_size=1, max_size=12)
blocks = st.one_of(
    words,
    words.map(lambda text: f"## {text}"),
    st.lists(words, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(words, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {item}" for item in items)),
    st.lists(st.tuples(words, words), min_size=1, max_size=3).map(
        lambda rows: "| 甲 | 乙 |\n|---|--:|\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)
    ),
    words.map(lambda text: f"甲**{text}**乙"),
)


@settings(max_examples=400)
@given(st.lists(blocks, max_size=5), st.sampled_from(["\n\n", "\n\n\n"]))
def test_no_text_is_made_otherwise_than_by_markdown(parts: list[str], between: str) -> None:
    body = between.join(parts)
    if body.strip():
        assert render_prose(body) in (None, by_markdown(body))
