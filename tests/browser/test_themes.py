"""Every kind of page in each theme, letter size and contrast; and what a page weighs."""

from __future__ import annotations

import gzip
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import SIZES, Scheme, visit
from tests.browser.pages import in_turn, pages_by_kind, read_html

pytestmark = pytest.mark.browser
HEAVIEST = 60_000
"""Bytes of a village's front page with all that it loads, compressed."""

_DRESS = """([size, contrast]) => {
  const root = document.documentElement;
  root.setAttribute('data-size', size);
  root.setAttribute('data-contrast', contrast);
  window.dispatchEvent(new Event('resize'));
}"""


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue("plain_site" if request.param == "plain" else "sample_site")
    return found


def specimens(site: Path) -> list[Path]:
    return [pages[0] for kind, pages in pages_by_kind(site).items() if not kind.startswith("kiosk")]


@pytest.mark.parametrize(
    ("dress", "site", "window", "scheme", "size", "contrast"),
    [
        (0, "default", "phone", "light", "large", "black"),
        (1, "default", "phone", "dark", "huge", ""),
        (2, "default", "desktop", "light", "huge", "yellow"),
        (3, "plain", "phone", "light", "", ""),
        (4, "plain", "desktop", "dark", "large", ""),
        (5, "plain", "phone", "light", "huge", "yellow"),
        (6, "plain", "kiosk", "light", "large", "black"),
    ],
    indirect=["site"],
)
def test_axe_finds_no_barrier_in_any_dress(
    browser: Browser, dress: int, site: Path, window: str, scheme: Scheme, size: str, contrast: str
) -> None:
    findings = []
    with visit(browser, "file:", window, scheme) as visitor:
        for page in in_turn(specimens(site), dress, 7):
            visitor.goto(page.as_uri())
            visitor.page.evaluate(_DRESS, [size, contrast])
            findings += [f"{page.relative_to(site)}: {finding}" for finding in visitor.axe_findings()]
    assert findings == []


def test_the_plain_theme_fits_every_window(browser: Browser, plain_site: Path) -> None:
    with visit(browser, "file:", "phone") as visitor:
        for page in specimens(plain_site):
            visitor.goto(page.as_uri())
            for letters, (width, height) in product(["", "huge"], SIZES.values()):
                visitor.page.set_viewport_size({"width": width, "height": height})
                visitor.page.evaluate(_DRESS, [letters, ""])
                assert visitor.wider_than_window() == [], (page, letters, width)


@pytest.mark.parametrize("site", ["default", "plain"], indirect=True)
def test_the_front_page_of_a_village_is_light(site: Path) -> None:
    home = site / "shili/shanshuping/index.html"
    loaded = {
        home,
        *((home.parent / address).resolve() for address in read_html(home.read_text("utf-8")).fetched),
    }
    assert len(loaded) > 5
    assert sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in loaded) < HEAVIEST
