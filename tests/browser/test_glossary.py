"""Hard words are explained where they stand, one touch away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Visit, visit

STATEMENT = "shili/shanshuping/finance/2022-06.html"
PAGES = (STATEMENT, "shili/shanshuping/index.html", "shili/shanshuping/contracts/index.html")


@pytest.fixture
def reader(browser: Browser, sample_site: Path) -> Iterator[Visit]:
    with visit(browser, f"{sample_site.as_uri()}/", "phone") as visited:
        yield visited
    assert not visited.faults


def open_page(visited: Visit, site: Path, path: str) -> Page:
    visited.goto(f"{site.as_uri()}/{path}")
    return visited.page


def test_a_touch_on_a_word_explains_it(reader: Visit, sample_site: Path) -> None:
    page = open_page(reader, sample_site, STATEMENT)
    word = page.locator(".table-words").get_by_role("button", name="凭证号", exact=True)
    word.click()
    note = page.get_by_role("dialog", name="凭证号")
    expect(note).to_contain_text("记账单子的编号")
    expect(word).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(word).to_be_focused()


def test_the_note_closes_by_its_button_and_leads_to_all_words(reader: Visit, sample_site: Path) -> None:
    page = open_page(reader, sample_site, STATEMENT)
    page.locator(".gloss").first.click()
    page.get_by_role("button", name="关闭").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator(".gloss").first.click()
    page.get_by_role("dialog").get_by_role("link", name="名词解释").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("名词解释")


@pytest.mark.parametrize("path", PAGES)
def test_a_word_is_marked_once_a_page_and_never_within_a_link(
    reader: Visit, sample_site: Path, path: str
) -> None:
    page = open_page(reader, sample_site, path)
    seen = "marks => marks.filter(mark => mark.tabIndex >= 0).map(mark => mark.dataset.word)"
    words = page.locator("[data-word]").evaluate_all(seen)
    assert words
    assert len(words) == len({*words})
    assert page.locator("a [data-word], button [data-word], svg [data-word]").count() == 0


def test_a_word_that_is_a_part_of_another_is_not_marked(reader: Visit, sample_site: Path) -> None:
    page = open_page(reader, sample_site, STATEMENT)
    page.evaluate(
        """() => { document.querySelector('main').innerHTML = '<p>已收回的地，目标的事，已收 5 元，标的是鱼塘</p>';
          document.dispatchEvent(new Event('DOMContentLoaded')); }"""
    )
    found = page.locator(".gloss").evaluate_all(
        "marks => marks.map(mark => mark.nextSibling.data.slice(0, 2))"
    )
    assert found == [" 5", "是鱼"]


def test_axe_finds_no_barrier_beside_an_open_note(browser: Browser, sample_site: Path) -> None:
    with visit(browser, "file:", "phone") as visited:
        for path in PAGES:
            page = open_page(visited, sample_site, path)
            page.locator("[data-word]:visible").first.click()
            assert not visited.axe_findings(), path


def test_on_a_wide_screen_the_heads_of_a_table_are_touched_themselves(
    browser: Browser, sample_site: Path
) -> None:
    with visit(browser, f"{sample_site.as_uri()}/", "desktop") as visited:
        page = open_page(visited, sample_site, STATEMENT)
        word = page.get_by_role("button", name="凭证号", exact=True)
        expect(word).to_have_count(1)
        assert word.evaluate("mark => mark.closest('th') !== null")
        word.click()
        expect(page.get_by_role("dialog", name="凭证号")).to_be_visible()


def test_without_a_script_the_foot_leads_to_all_words(browser: Browser, sample_site: Path) -> None:
    with visit(browser, f"{sample_site.as_uri()}/", "phone", scripts=False) as visited:
        page = open_page(visited, sample_site, STATEMENT)
        page.get_by_role("link", name="名词解释").click()
        expect(page.get_by_text("记账单子的编号")).to_be_visible()
    assert not visited.faults
