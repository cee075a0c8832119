"""What a published page says about itself and refers to, read as a browser reads it."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

# Elements that make the browser fetch by themselves; a followed link fetches nothing until it is touched.
_FETCHED = {
    ("img", "src"), ("source", "src"), ("script", "src"), ("iframe", "src"), ("embed", "src"),
    ("audio", "src"), ("video", "src"), ("video", "poster"), ("track", "src"), ("input", "src"),
    ("object", "data"), ("use", "href"), ("use", "xlink:href"), ("image", "href"), ("image", "xlink:href"),
}  # fmt: skip
_FOLLOWED = {("a", "href"), ("area", "href"), ("form", "action")}
_LINKS_THAT_FETCH = {"stylesheet", "icon", "preload", "prefetch", "manifest", "apple-touch-icon"}
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_KIND = re.compile(r"""<body\b[^>]*\bdata-kind=["']?([^"'\s>]+)""")


@dataclass
class References:
    """The addresses in a page or style sheet: fetched at once, or followed when touched; and its anchors."""

    fetched: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = References()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if (tag, name) in _FETCHED:
                self.found.fetched.append(value)
            elif (tag, name) in _FOLLOWED:
                self.found.followed.append(value)
            elif name == "srcset":
                self.found.fetched += [part.split()[0] for part in value.split(",") if part.strip()]
            elif name == "style":
                self.found.fetched += urls_in_css(value)
            elif name == "id" or (tag == "a" and name == "name"):
                self.found.anchors.add(value)
        if tag == "link":
            fetches = _LINKS_THAT_FETCH & set(values.get("rel", "").lower().split())
            (self.found.fetched if fetches else self.found.followed).append(values.get("href", ""))
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.found.followed.append(values.get("content", "").partition("=")[2].strip("'\" "))

    handle_startendtag = handle_starttag


def read_html(text: str) -> References:
    """The references of a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


def urls_in_css(text: str) -> list[str]:
    """What a style sheet or a style attribute fetches."""
    return [url or imported for url, imported in _CSS_URL.findall(text)]


def kind_of(page: Path) -> str:
    """The kind a page's body declares, such as `finance/statement`; empty if it declares none."""
    found = _KIND.search(page.read_text(encoding="utf-8"))
    return found[1] if found else ""


def pages_by_kind(output: Path) -> dict[str, list[Path]]:
    """All pages of a published site by kind; within a kind the fullest page first."""
    kinds: dict[str, list[Path]] = defaultdict(list)
    for page in sorted(output.rglob("*.html")):
        kinds[kind_of(page)].append(page)
    for pages in kinds.values():
        pages.sort(key=lambda page: -page.stat().st_size)
    return dict(sorted(kinds.items()))


def in_turn(specimens: Sequence[T], dress: int, dresses: int) -> Sequence[T]:
    """The pages (or views) to be looked at in one of several dresses (window, theme, letters): each page in one of
    `dresses` that follow one another, or in every one where SITEGEN_EVERY_DRESS is set."""
    if os.environ.get("SITEGEN_EVERY_DRESS"):
        return specimens
    return specimens[dress % dresses :: dresses]
