"""Plain prose → HTML: what most notices are, in a fiftieth of the time that Markdown takes.

Paragraphs of one line, headings, simple lists and tables, with **bold** as the only mark, each apart from the next by
a blank line. What comes out is what Markdown makes of them, byte for byte (the tests compare); for all else the
answer is None, and Markdown does it. The text holds no sign of HTML, so what comes out is safe.
"""

from __future__ import annotations

import re

_UNSURE = re.compile(
    r"[_`\[\]\\<>&\x00-\x09\x0b-\x1f\x7f-\xa0\u2000-\u200b\u2028-\u202f\u205f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]"
)
_AT_AN_EDGE = ("\n ", " \n", "\n\u3000", "\u3000\n")
_BLANK_LINES = re.compile("\n\n+")
_BOLD = re.compile(r"\*\*([^*\s<>](?:[^*<>]*[^*\s<>])?)\*\*")
_BEGINS_TEXT = re.compile(r"(?:\*\*)?[\u3001-\u9fff\uff00-\uff1a“‘《]|(?!\d+\.)[A-Za-z0-9]")
_BEGINS_PARAGRAPH = re.compile(r"(?:\*\*)?[\u3001-\u9fff\uff00-\uff1a“‘《]|\d+[\u3001-\u9fff]")
_ITEMS = {"ul": re.compile(r"- (?=\S)"), "ol": re.compile(r"\d{1,9}\. (?=\S)")}
_HEADING = re.compile(r"(#{1,6}) ([^#\s][^#]*)")
_RULE = re.compile(r"(:?)-+(:?)")
_ALIGN = {
    ("", ""): "",
    (":", ""): ' align="left"',
    ("", ":"): ' align="right"',
    (":", ":"): ' align="center"',
}


def render_prose(body: str) -> str | None:
    """The HTML of plain prose, as Markdown writes it; None where the body may be more than that."""
    text = body.strip("\n")
    if _UNSURE.search(text) or text != text.strip() or any(blanks in text for blanks in _AT_AN_EDGE):
        return None
    made: list[str] = []
    kind = ""
    for block in _BLANK_LINES.split(text):
        before, (kind, html) = kind, _block(block)
        if not html or (kind == before and kind in _ITEMS):
            return None
        made.append(html)
    html = "".join(made)
    if "*" in html:
        html = _BOLD.sub(r"<strong>\1</strong>", html)
        if "*" in html:
            return None
    return html


def _block(block: str) -> tuple[str, str]:
    """The kind of a block and its HTML, bold not yet marked; nothing where the kind is not known."""
    first = block[:1]
    if first == "#":
        heading = _HEADING.fullmatch(block)
        if heading and "\n" not in block:
            level = len(heading[1])
            return "heading", f"<h{level}>{heading[2]}</h{level}>"
    elif first == "|":
        return "table", _table(block.split("\n"))
    elif first == "-":
        return "ul", _list("ul", block.split("\n"))
    elif first.isdigit() and block.startswith("1. "):
        return "ol", _list("ol", block.split("\n"))
    elif "\n" not in block and _BEGINS_PARAGRAPH.match(block):
        return "p", f"<p>{block}</p>"
    return "", ""


def _list(tag: str, lines: list[str]) -> str:
    mark = _ITEMS[tag]
    items = []
    for line in lines:
        begun = mark.match(line)
        if begun is None or not _BEGINS_TEXT.match(line, begun.end()):
            return ""
        items.append(line[begun.end() :])
    return f"<{tag}><li>{'</li><li>'.join(items)}</li></{tag}>"


def _table(lines: list[str]) -> str:
    if len(lines) < 3:
        return ""
    rows = []
    for line in lines:
        if line[0] != "|" or line[-1] != "|" or len(line) < 2 or "\u3000" in line:
            return ""
        rows.append([cell.strip(" ") for cell in line[1:-1].split("|")])
    header, rule, *body = rows
    marks = [_RULE.fullmatch(cell) for cell in rule]
    if {len(row) for row in rows} != {len(header)}:
        return ""
    starts = [_ALIGN[mark[1], mark[2]] for mark in marks if mark]
    if len(starts) != len(header):
        return ""
    heads = "".join([f"<th{start}>{cell}</th>" for start, cell in zip(starts, header, strict=True)])
    cells = [f"<td{start}>" for start in starts]
    written = [
        "".join([f"{start}{cell}</td>" for start, cell in zip(cells, row, strict=True)]) for row in body
    ]
    return (
        f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{'</tr><tr>'.join(written)}</tr></tbody></table>"
    )
