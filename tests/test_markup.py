"""Markdown of notices: what editors type appears as they mean it, and nothing they type becomes HTML."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.render.markup import render
from sitegen.render.targets import targets


def as_written(address: str, image: bool) -> str:
    return address


def html(body: str) -> str:
    return render(body, as_written)


def text_of(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", markup))


def test_paragraphs_emphasis_and_lists() -> None:
    assert html("一段。\n\n**重要：**请看*这里*。") == (
        "<p>一段。</p><p><strong>重要：</strong>请看<em>这里</em>。</p>"
    )
    assert html("- 一\n- 二") == "<ul><li>一</li><li>二</li></ul>"
    assert html("3. 三\n4. 四") == '<ol start="3"><li>三</li><li>四</li></ol>'


@pytest.mark.parametrize("bold", ["**“公示”**期", "看**《办法》**第", "**（元）**为", "**加粗。**后"])
def test_bold_beside_chinese_punctuation(bold: str) -> None:
    assert "*" not in html(bold)
    assert "<strong>" in html(bold)


@pytest.mark.parametrize("mark", ["- 一\n- 二", "1. 一\n2. 二", "* 一\n* 二"])
def test_a_list_needs_no_blank_line_above(mark: str) -> None:
    assert html(f"分为：\n{mark}").startswith("<p>分为：</p><")
    assert html(f"分为：\n{mark}").count("<li>") == 2


def test_a_table_needs_no_blank_line_above() -> None:
    shown = html("明细如下：\n| 项目 | 金额 |\n|---|---:|\n| 路灯 | 200.00 |")
    assert shown.startswith("<p>明细如下：</p><div")
    assert '<th scope="col" class="n">金额</th>' in shown
    assert '<td class="n">200.00</td>' in shown


def test_a_table_can_be_scrolled_by_keyboard_and_names_its_columns() -> None:
    shown = html("| 项目 | 数 |\n|---|:-:|\n| 一 | 1 |")
    assert shown.startswith('<div class="table-scroll" tabindex="0" role="group" aria-label="表格"><table>')
    assert '<th scope="col">项目</th><th scope="col" class="c">数</th>' in shown
    assert "style" not in shown
    assert " align" not in shown


def test_a_ruler_of_many_dashes_is_read_at_once() -> None:
    assert text_of(html("甲\n|乙\n|" + "-" * 20_000 + "x")).count("-") == 20_000


def test_an_empty_corner_of_a_table_is_no_heading() -> None:
    assert "<td></td><th" in html("| | 数 |\n|---|---|\n| 一 | 1 |")


def test_nested_lists_by_two_or_four_spaces() -> None:
    by_two = html("- 一\n  - 甲\n  - 乙\n- 二")
    by_four = html("- 一\n    - 甲\n    - 乙\n- 二")
    assert by_two == by_four
    assert by_two.count("<ul>") == 2


def test_lines_that_begin_as_chinese_paragraphs_are_paragraphs() -> None:
    assert (
        html("按以下办理：\n一、修路。\n二、修渠。")
        == "<p>按以下办理：</p><p>一、修路。</p><p>二、修渠。</p>"
    )
    assert html("各位村民：\n\u3000\u3000现公布如下。").count("<p>") == 2
    assert html("（一）面积\n（二）租金").count("<p>") == 2


def test_a_line_end_between_chinese_characters_leaves_no_gap() -> None:
    assert html("二组道路\n硬化完工。") == "<p>二组道路硬化完工。</p>"
    assert html("二组**道路**\n硬化") == "<p>二组<strong>道路</strong>硬化</p>"
    assert html("村域 GDP\n增长") == "<p>村域 GDP\n增长</p>"


def test_two_spaces_at_a_line_end_break_the_line() -> None:
    assert html("柳树村  \n村委会") == "<p>柳树村<br>村委会</p>"


def test_indented_text_is_a_paragraph_not_program_code() -> None:
    assert html("    各位村民") == "<p>各位村民</p>"


@pytest.mark.parametrize(
    ("written", "levels"),
    [("# 一\n\n## 甲", "23"), ("## 一\n\n### 甲\n\n## 二", "232"), ("### 一\n\n###### 甲\n\n#### 乙", "233")],
)
def test_headings_begin_below_the_title_and_skip_no_level(written: str, levels: str) -> None:
    assert "".join(re.findall(r"<h(\d)>", html(written))) == levels
    assert "".join(re.findall(r"</h(\d)>", html(written))) == levels


def test_footnotes_link_both_ways() -> None:
    shown = html("租金一次交清[^1]。\n\n[^1]: 逾期加收违约金。")
    assert '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>' in shown
    assert '<li id="fn:1">' in shown
    assert 'href="#fnref:1"' in shown


def test_a_footnote_that_nothing_refers_to_has_no_way_back() -> None:
    assert 'href="#fnref' not in html("正文。\n\n[^1]: 说明。")


def test_footnotes_of_one_text_leave_no_trace_in_the_next() -> None:
    noted = "甲[^1]。\n\n[^1]: 注。"
    assert html(noted) == html(noted)
    assert "fn" not in html("乙。")


def test_a_footnote_label_with_a_space_makes_sound_ids() -> None:
    shown = html("甲[^注 1]。\n\n[^注 1]: 说明。")
    assert 'id="fn:注-1"' in shown
    assert 'href="#fn:注-1"' in unescape(shown.replace("%E6%B3%A8", "注"))


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<b>粗</b>",
        '<img src="x" onerror="alert(1)">',
        "<!-- 注释 -->",
        "<div>\n\n块\n\n</div>",
        "{{ 7*7 }} {% if x %}",
        "&lt;b&gt; &#49;&nbsp;&copy;",
        "<?php echo 1 ?>",
        "</article><iframe src='//x'>",
        "`<b>` &amp;",
    ],
)
def test_html_entities_and_template_syntax_appear_as_typed(typed: str) -> None:
    shown = html(typed)
    assert set(re.findall(r"</?([a-z0-9]+)", shown)) <= {"p", "code"}
    assert re.sub(r"\s+", "", text_of(shown)) == re.sub(r"[\s`]+", "", typed)


def test_a_link_goes_where_the_site_says() -> None:
    def resolve(address: str, image: bool) -> str | None:
        return {"2022-06-01.md": "2022-06-01.html", "a b.jpg": "a%20b.jpg"}.get(address)

    assert render("见[公示](2022-06-01.md)", resolve) == '<p>见<a href="2022-06-01.html">公示</a></p>'
    assert render("见[公示](gone.md)。", resolve) == "<p>见公示。</p>"
    assert render("![路面](<a b.jpg>)", resolve) == '<p><img loading="lazy" alt="路面" src="a%20b.jpg"></p>'
    assert render("看![路面](gone.jpg)图", resolve) == "<p>看路面图</p>"


def test_links_to_other_sites_say_so() -> None:
    shown = html("[县政府](https://example.gov.cn/?a=1&b=2)")
    assert shown == '<p><a href="https://example.gov.cn/?a=1&amp;b=2" rel="noopener">县政府</a></p>'
    assert 'href="https://example.gov.cn"' in html("<https://example.gov.cn>")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"],
)
def test_no_script_hides_in_a_link_even_if_the_site_let_it_pass(address: str) -> None:
    assert "href" not in html(f"[点这里]({address})")
    assert "点这里" in html(f"[点这里]({address})")


def test_targets_are_what_was_written() -> None:
    body = "![路面](photos/二组.jpg)和[名单](list.pdf)，[网站](https://a.cn/?x=1&y=2)"
    assert [tuple(target) for target in targets(body)] == [
        ("photos/二组.jpg", True, "路面"),
        ("list.pdf", False, ""),
        ("https://a.cn/?x=1&y=2", False, ""),
    ]


def test_a_plain_text_has_no_targets() -> None:
    assert targets("只有文字（见附件）。") == []


def test_nothing_gives_nothing() -> None:
    assert html("") == html(" \n\n") == ""


_MARKS = (
    """<script> </p> <a_href=x> &lt; ** * _ ` [ ]( ) ![ | |---|---| [^1] [^1]: javascript: 村 务公开 a \\"""
)
_PIECES = st.sampled_from(
    [*_MARKS.split(), "\n", "\n\n", "- ", "1. ", "# ", "> ", " ", "    ", "\ue0a6", "\x02"]
)
_TAGS = """p br hr strong em code blockquote ul ol li a img sup div
    table thead tbody tr th td h2 h3 h4 h5 h6"""


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_whatever_is_typed_only_known_tags_and_attributes_come_out(body: str) -> None:
    shown = html(body)
    tags = set(re.findall(r"<([a-z][a-z0-9]*)", shown))
    assert tags <= set(_TAGS.split())
    assert not re.search(r"<[^>]*\s(?:on\w+|style)=", shown)
    assert "javascript:" not in "".join(re.findall(r'(?:href|src)="([^"]*)"', shown))
    assert "\ue0a6" not in shown


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_the_same_text_gives_the_same_page(body: str) -> None:
    assert html(body) == html(body)
