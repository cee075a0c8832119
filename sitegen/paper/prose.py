"""The HTML of a notice's text, as our own Markdown writes it → nodes for the template of sheets.

A node is a mapping with `kind`: `p`, `h` (with `level`), `quote` and `item` hold runs or nodes, `list` items, `table`
rows of cells, `picture` the name of a file. A run is a piece of text with the marks `strong` and `small`.
"""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

Node = dict[str, Any]

_BLOCKS = {
    **{f"h{level}": ("h", "runs") for level in range(1, 7)},
    "p": ("p", "runs"),
    "ul": ("list", "items"),
    "ol": ("list", "items"),
    "li": ("item", "nodes"),
    "blockquote": ("quote", "nodes"),
    "table": ("table", "rows"),
    "tr": ("row", "cells"),
    "td": ("cell", "runs"),
    "th": ("cell", "runs"),
}
"""By tag the kind of its node, and what the node's contents are called."""
_MARKS = {"strong": "strong", "sup": "small"}
_ALIGN = {"n": "right", "c": "center"}


def prose_nodes(html: str) -> list[Node]:
    """The nodes of a text. Links leave their words, footnotes stand at the end."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.top


class _Reader(HTMLParser):
    """Builds nodes. `open` are the lists that nodes and runs are added to, the innermost last; nothing is
    read while it is `silent`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top: list[Node] = []
        self.open: list[list[Node]] = [self.top]
        self.marks: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            kind, inside = _BLOCKS[tag]
            node: Node = {"kind": kind, inside: [], **_particulars(tag, values)}
            if kind == "p":
                node["indented"] = self.open[-1] is self.top
            self.open[-1].append(node)
            self.open.append(node[inside])
        elif tag in _MARKS:
            self.marks.append(_MARKS[tag])
        elif tag == "img":
            self.top.append(
                {"kind": "picture", "name": unquote(values["src"]), "label": values.get("alt", "")}
            )
        elif tag == "hr":
            self.open[-1].append({"kind": "rule"})
        elif tag == "br":
            self._run("\n")
        elif tag == "a" and values.get("class") == "footnote-backref":
            self.silent = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.open.pop()
        elif tag in _MARKS:
            self.marks.pop()
        elif tag == "a":
            self.silent = False

    def handle_data(self, data: str) -> None:
        between_blocks = "\n" in data and not data.strip()
        if not self.silent and not between_blocks:
            self._run(data.replace("\n", " "))

    def _run(self, text: str) -> None:
        marks = {mark: mark in self.marks for mark in ("strong", "small")}
        self.open[-1].append({"kind": "run", "text": text, **marks})


def _particulars(tag: str, attributes: dict[str, str]) -> Node:
    """What a node says besides its kind."""
    if tag[0] == "h":
        return {"level": int(tag[1])}
    if tag in ("ul", "ol"):
        return {"ordered": tag == "ol", "start": int(attributes.get("start", "1"))}
    if tag in ("td", "th"):
        return {"head": tag == "th", "align": _ALIGN.get(attributes.get("class", ""), "left")}
    return {}
