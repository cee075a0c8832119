"""The components hold together: they render with undefined names as errors and keep the pages' policy."""

from __future__ import annotations

import re

import pytest

from tests.look.specimen import ROOT, TITLES, render

STATIC = ROOT / "themes/default/static"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    written = render(tmp_path_factory.mktemp("specimen"))
    return {path.stem: path.read_text(encoding="utf-8") for path in written}


def test_every_page_of_the_specimen_renders(pages: dict[str, str]) -> None:
    assert len(pages) == len(TITLES)


def test_no_page_carries_inline_style_or_script(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)", page)


def test_every_class_of_a_page_is_known_to_a_style_sheet(pages: dict[str, str]) -> None:
    known = {
        name
        for path in STATIC.glob("*.css")
        for name in re.findall(r"\.(-?[a-zA-Z][\w-]*)", path.read_text())
    }
    markers = {"plain", "rest", "hue-none", "previous", "to", "start"}
    for name, page in pages.items():
        used = {word for value in re.findall(r'class="([^"]*)"', page) for word in value.split()}
        assert used <= known | markers, name


def test_nothing_is_fetched_from_elsewhere(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    for sheet in STATIC.glob("*.css"):
        assert not re.search(r"@import|url\((?!#)", sheet.read_text(encoding="utf-8")), sheet.name


def test_the_script_keeps_to_the_language_of_old_browsers() -> None:
    script = (STATIC / "board.js").read_text(encoding="utf-8")
    for novelty in (r"\?\.", r"\?\?", r"\bimport\b", r"\bexport\b", r"\basync\b", r"replaceAll", r"\.at\("):
        assert not re.search(novelty, script), novelty


def test_style_sheets_keep_to_what_old_browsers_know() -> None:
    newer = (
        r":is\(",
        r":where\(",
        r":has\(",
        r"(?<![\w-])inset:",
        r"aspect-ratio",
        r"@container",
        r"color-mix",
    )
    for sheet in STATIC.glob("*.css"):
        for novelty in newer:
            rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
            assert not re.search(novelty, rules), (sheet.name, novelty)
