"""Every kind of page of the sample site, as a browser and the checkers of pages see it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import SIZES, Scheme, visit
from tests.browser.crawl import crawl
from tests.browser.markup import markup_errors
from tests.browser.pages import in_turn, pages_by_kind

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def specimens(sample_site: Path) -> list[Path]:
    """The fullest page of each kind."""
    return [pages[0] for pages in pages_by_kind(sample_site).values()]


def test_every_page_says_what_kind_it_is(sample_site: Path) -> None:
    assert pages_by_kind(sample_site).get("", []) == []


@pytest.mark.parametrize(
    ("dress", "size", "scheme"),
    [(number, *dress) for number, dress in enumerate(product(SIZES, ["light", "dark"]))],
)
def test_axe_finds_no_barrier(
    browser: Browser, specimens: list[Path], dress: int, size: str, scheme: Scheme
) -> None:
    findings = []
    with visit(browser, "file:", size, scheme) as visitor:
        for page in in_turn(specimens, dress, 3):
            visitor.goto(page.as_uri())
            findings += [f"{page.name}: {finding}" for finding in visitor.axe_findings()]
    assert findings == []


def test_the_markup_is_valid(sample_site: Path) -> None:
    pages = [page for kind in pages_by_kind(sample_site).values() for page in kind[:5]]
    assert markup_errors(pages) == []


def test_every_reference_leads_somewhere(published: Callable[[Path], str], sample_site: Path) -> None:
    assert crawl(published(sample_site)).faults == []


def test_every_page_can_be_reached_from_the_first(sample_site: Path) -> None:
    pages = {page.relative_to(sample_site).as_posix() for page in sample_site.rglob("*.html")}
    assert pages - crawl(sample_site.as_uri() + "/").reached == set()


def test_pages_load_without_error_and_without_another_host(
    browser: Browser, published: Callable[[Path], str], sample_site: Path, specimens: list[Path]
) -> None:
    address = published(sample_site)
    with visit(browser, address) as visitor:
        for page in specimens:
            visitor.goto(address + page.relative_to(sample_site).as_posix())
        assert visitor.faults == []


def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, specimens: list[Path]) -> None:
    with visit(browser, "file:", "phone") as visitor:
        for page in specimens:
            visitor.goto(page.as_uri())
            assert visitor.wider_than_window() == [], page


def test_nothing_needs_a_script_to_be_read(browser: Browser, specimens: list[Path]) -> None:
    with visit(browser, "file:", scripts=False) as without, visit(browser, "file:") as scripted:
        for page in specimens:
            without.goto(page.as_uri())
            scripted.goto(page.as_uri())
            assert set(without.unseen_text()) - set(scripted.unseen_text()) == set(), page
