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
        for page in in_turn(specimens, dress, 6):
            visitor.goto(page.as_uri())
            findings += [f"{page.name}: {finding}" for finding in visitor.axe_findings()]
    assert findings == []


def test_the_markup_is_valid(sample_site: Path) -> None:
    pages = [page for kind in pages_by_kind(sample_site).values() for page in kind[:5]]
    assert markup_errors(pages) == []


def test_every_reference_leads_somewhere_and_every_page_can_be_reached_from_the_first(
    published: Callable[[Path], str], sample_site: Path
) -> None:
    pages = {page.relative_to(sample_site).as_posix() for page in sample_site.rglob("*.html")}
    crawled = crawl(published(sample_site))
    assert crawled.faults == []
    assert pages - crawled.reached == set()


@pytest.mark.parametrize("published", ["http subfolder"], indirect=True)
def test_on_a_phone_pages_load_without_error_or_another_host_and_do_not_scroll_sideways(
    browser: Browser, published: Callable[[Path], str], sample_site: Path, specimens: list[Path]
) -> None:
    address = published(sample_site)
    with visit(browser, address, "phone") as visitor:
        for page in specimens:
            visitor.goto(address + page.relative_to(sample_site).as_posix())
            assert visitor.wider_than_window() == [], page
        assert visitor.faults == []


def test_from_a_disk_pages_load_without_error_and_nothing_needs_a_script_to_be_read(
    browser: Browser, sample_site: Path, specimens: list[Path]
) -> None:
    site = sample_site.as_uri() + "/"
    with visit(browser, site, scripts=False) as without, visit(browser, site) as scripted:
        for page in specimens:
            without.goto(page.as_uri())
            scripted.goto(page.as_uri())
            assert set(without.unseen_text()) - set(scripted.unseen_text()) == set(), page
        assert without.faults + scripted.faults == []
