"""Markdown → safe HTML for the bodies of notices.

What an editor types is text first: raw HTML, entities and template syntax appear on the page as they were
typed. Only Markdown's own marks become markup, and what comes out passes a sanitiser once more. Small habits
of Chinese editors are understood: a list or table needs no blank line above it, a line that begins with 一、
or （二） or two full-width spaces begins a paragraph, nested lists may be indented by two spaces, and a line
end inside a sentence leaves no gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import nh3

from sitegen.languages import say, word
from sitegen.render.prose import render_prose

if TYPE_CHECKING:
    from sitegen.render.dialect import LinkTo

Resolver = Callable[[str, bool], str | None]
"""Says where a link leads: the target as written and whether it is an image → the address to write, or None
where the text (an image's description) stays without a link."""


def render(body: str, resolve: Resolver) -> str:
    """The HTML of a Markdown text. Headings begin at h2 and skip no level: the page's own title is the h1."""
    if not body.strip():
        return ""
    html = render_prose(body)
    if html is None:
        html = _CLEANER.clean(
            renderer().convert(body, lambda address, label: resolve(address, label is not None))
        )
    return _finished(html)


# Before Markdown: what is typed stays what it is, and line ends mean what editors mean by them.

_AMPERSAND = "\ue0a6"
_ITEM = re.compile(r"( *)(?:[-*+]|\d{1,9}\.)[ \t]+(?=\S)")
_BEGINS_LIST = re.compile(r"(?:[-*+]|\d{1,9}\.)[ \t]+\S")
_BEGINS_PARAGRAPH = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．]|[①-⑳]|\u3000\u3000"
)
_TABLE_RULE = frozenset("|:- ")
_SHALLOW_ITEM = re.compile(r"^(?: {1,3}| {5,7})(?:[-*+]|\d{1,9}\.)[ \t]", re.MULTILINE)
_FOOTNOTE_LABEL = re.compile(r"\[\^([^\]\n]*)\]")


def _prepared(body: str) -> str:
    lines = body.replace(_AMPERSAND, "").replace("&", _AMPERSAND).split("\n")
    if "\n " in body and _SHALLOW_ITEM.search(body):
        lines = list(_indented(lines))
    text = "\n".join(_parted(lines))
    if "[^" in text:
        text = _FOOTNOTE_LABEL.sub(lambda m: "[^" + re.sub(r"[\s\"'<>:]+", "-", m[1]) + "]", text)
    return text


def _parted(lines: list[str]) -> Iterator[str]:
    """The lines with a blank one above each list, table and Chinese paragraph that follows text directly."""
    above = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if line and above.strip():
            if _BEGINS_LIST.match(line):
                if not _ITEM.match(above) and above[0] not in " \t>#":
                    yield ""
            elif "|" in line:
                if "|" in below and "|" not in above and "-" in below and _TABLE_RULE.issuperset(below):
                    yield ""
            elif _BEGINS_PARAGRAPH.match(line):
                yield ""
        yield line
        above = line


def _indented(lines: list[str]) -> Iterator[str]:
    """The lines with the items of nested lists indented by four spaces a level, however they were."""
    depths: list[int] = []
    for line in lines:
        item = _ITEM.match(line)
        if item:
            indent = len(item[1])
            depths = [depth for depth in depths if depth < indent]
            yield "    " * len(depths) + line[indent:]
            depths.append(indent)
        else:
            if line and not line.startswith(" "):
                depths = []
            yield line


# After Markdown: the sanitiser, then what only the finished HTML shows.

_CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "strong", "em", "code", "blockquote", "ul", "ol", "li", "a", "img", "sup", "div"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        "a": {"href", "title", "rel"},
        "img": {"src", "alt", "title"},
        "ol": {"start"},
        "li": {"id"},
        "sup": {"id"},
        "th": {"align"},
        "td": {"align"},
    },
    allowed_classes={"a": {"footnote-ref", "footnote-backref"}, "div": {"footnote"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    strip_comments=True,
)
_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—"
_TAGS = r"(?:</?(?:strong|em|a|code)\b[^>]*>)*"
_SOFT_BREAK = re.compile(rf"\n(?={_TAGS}[{_CJK}])")
_ENDS_IN_CJK = re.compile(rf"[{_CJK}]{_TAGS}\Z")
_HEADING = re.compile(r"<(/?)h([1-6])>")
_BACK_TO = word("回到正文注")
_TABLE_LABEL = word('aria-label="表格"')
_TABLE_HTML = (
    ("<table>", f'<div class="table-scroll" tabindex="0" role="group" {_TABLE_LABEL}><table>'),
    ("</table>", "</table></div>"),
    ("<th></th>", "<td></td>"),
    ("<th>", '<th scope="col">'),
    ('<th align="right"></th>', "<td></td>"),
    ('<th align="center"></th>', "<td></td>"),
    ('<th align="left"></th>', "<td></td>"),
    ('<th align="right">', '<th scope="col" class="n">'),
    ('<th align="center">', '<th scope="col" class="c">'),
    ('<th align="left">', '<th scope="col">'),
    ('<td align="right">', '<td class="n">'),
    ('<td align="center">', '<td class="c">'),
    ('<td align="left">', "<td>"),
)
_BACKLINK = re.compile(r'(?:&nbsp;)?<a (?=[^>]*class="footnote-backref")[^>]*href="#([^"]*)"[^>]*>[^<]*</a>')


def _finished(html: str) -> str:
    if "\n" in html:
        html = _SOFT_BREAK.sub(_joined, html)
    if "<h" in html:
        html = _HEADING.sub(_outline(), html)
    if "<table>" in html:
        for old, new in _TABLE_HTML:
            html = html.replace(old, new)
        html = html.replace(_TABLE_LABEL, say(_TABLE_LABEL))
    if "<img" in html:
        html = html.replace("<img ", '<img loading="lazy" ')
    if "footnote-backref" in html:
        html = _BACKLINK.sub(lambda m: m[0] if f'id="{m[1]}"' in html else "", html)
        html = html.replace(_BACK_TO, say(_BACK_TO))
    return html


def _joined(match: re.Match[str]) -> str:
    """Nothing between two Chinese characters, where a browser would show a line end as a space."""
    before = match.string[max(match.start() - 300, 0) : match.start()]
    return "" if _ENDS_IN_CJK.search(before) else "\n"


def _outline() -> Callable[[re.Match[str]], str]:
    """Gives each heading the level of its place in the outline: h2 for the uppermost, one deeper at most."""
    above: list[int] = []

    def level(match: re.Match[str]) -> str:
        if not match[1]:
            written = int(match[2])
            while above and above[-1] >= written:
                above.pop()
            above.append(written)
        return f"<{match[1]}h{min(len(above) + 1, 6)}>"

    return level


class Renderer:
    """A Markdown instance; to make one takes a while."""

    def __init__(self) -> None:
        from sitegen.render.dialect import Dialect, make

        self.dialect = Dialect()
        self.markdown = make(self.dialect)

    def convert(self, body: str, link_to: LinkTo) -> str:
        """The HTML of `body`, not yet safe, with the addresses that `link_to` gives."""
        self.dialect.link_to = lambda address, label: link_to(address.replace(_AMPERSAND, "&").strip(), label)
        return self.markdown.reset().convert(_prepared(body)).replace(_AMPERSAND, "&amp;")


@cache
def renderer() -> Renderer:
    """The one of this process."""
    return Renderer()
