"""Names in Uyghur, Tibetan and Mongolian letters on a Chinese page: they stand where they belong and break nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import SIZES, Visit, visit
from tests.conftest import run_sitegen
from tests.site_text import write_site

UYGHUR, TIBETAN, MONGOLIAN = "ئابلىز تۇردى", "བཀྲ་ཤིས་བདེ་ལེགས", "ᠪᠠᠲᠤ ᠪᠠᠶᠠᠷ"
PAGES = ("index.html", "affairs/index.html", "affairs/2022-12-20-land.html", "points/2022.html",
         "points/households/0101.html", "contracts/index.html", "contracts/HT-1.html", "finance/2022-12.html",
         "kiosk.html")  # fmt: skip

_PLACES = """([text, words]) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const data = walker.currentNode.data;
    if (!data.includes(text) || !walker.currentNode.parentElement.getClientRects().length) continue;
    return words.map(word => {
      const range = document.createRange();
      range.setStart(walker.currentNode, data.indexOf(word));
      range.setEnd(walker.currentNode, data.indexOf(word) + word.length);
      return range.getBoundingClientRect().left;
    });
  }
  return [];
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(
        tmp_path_factory.mktemp("minorities"),
        f"""
        -- content/board.yaml --
        name: 团结村
        level: village
        -- content/households.csv --
        户号,户主,村民小组
        0101,{UYGHUR},一组
        0102,{TIBETAN},{TIBETAN}
        0103,{MONGOLIAN},二组
        -- content/site.yaml --
        privacy: {{names: full}}
        -- content/affairs/2022-12-20-land.md --
        ---
        title: {UYGHUR} 12 亩地
        date: 2022-12-20
        notice: {{start: 2022-12-20, end: 2023-01-05}}
        issuer: {TIBETAN}
        ---
        {UYGHUR} 承包 12 亩，{TIBETAN} 承包 8 亩，{MONGOLIAN} 承包 30 亩。
        -- content/points/rules.yaml --
        rules:
          - {{id: A1, category: 公益, title: {UYGHUR} 路清扫 3 次, points: 5}}
        -- content/points/2022-12.csv --
        日期,户号,细则
        2022-12-05,0101,A1
        2022-12-06,0102,A1
        -- content/contracts/contracts.yaml --
        contracts:
          - {{id: HT-1, title: {UYGHUR} 2 号地, kind: 土地, counterparty: {UYGHUR}, start: 2020-01-01, end: 2029-12-31, amount_due: 900, amount_received: 500}}
          - {{id: HT-2, title: 草场, kind: 草场, counterparty: {MONGOLIAN}, start: 2020-01-01, end: 2029-12-31, amount_due: 900, amount_received: 900}}
        -- content/finance/2022-12.yaml --
        period: 2022-12
        opening: 0
        income:
          - {{date: 2022-12-05, item: {UYGHUR} 12 亩租金, category: 发包收入, amount: 900, payee: {UYGHUR}}}
          - {{date: 2022-12-06, item: {TIBETAN} 草场租金, category: 发包收入, amount: 90, payee: {TIBETAN}}}
        expense: []
        closing: 990
        reviewed_by: {MONGOLIAN}
        """,
    )
    ran = run_sitegen("build", "--as-of", "2022-12-31", cwd=root)
    assert ran.code == 0, ran.stderr
    return root / "public"


def places(page: Page, text: str, *words: str) -> list[float]:
    found: list[float] = page.evaluate(_PLACES, [text, list(words)])
    return found


@pytest.mark.parametrize("size", SIZES)
def test_no_page_scrolls_sideways_and_nothing_fails(browser: Browser, site: Path, size: str) -> None:
    with visit(browser, f"{site.as_uri()}/", size) as visited:
        for path in PAGES:
            visited.goto(f"{site.as_uri()}/{path}")
            assert not visited.wider_than_window(), path
    assert not visited.faults


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("affairs/index.html", "12 亩地"),
        ("affairs/2022-12-20-land.html", "12 亩地"),
        ("finance/2022-12.html", "12 亩租金"),
    ],
)
def test_figures_stand_after_the_name_they_follow(browser: Browser, site: Path, path: str, text: str) -> None:
    with visit(browser, f"{site.as_uri()}/") as visited:
        visited.goto(f"{site.as_uri()}/{path}")
        name, figure, rest = places(visited.page, text, UYGHUR[-1], text, text[3:])
    assert name < figure < rest


def test_a_household_stands_after_its_number(browser: Browser, site: Path) -> None:
    with visit(browser, f"{site.as_uri()}/") as visited:
        visited.goto(f"{site.as_uri()}/points/households/0101.html")
        number, name, passbook = places(visited.page, "的积分存折", "0101", UYGHUR[-1], "的积分存折")
    assert number < name < passbook


def test_lines_of_high_letters_have_room(browser: Browser, site: Path) -> None:
    """Tibetan letters stack high: a line of them has the room of a line."""
    with visit(browser, f"{site.as_uri()}/", "phone") as visited:
        assert line_height(visited, site) >= 1.5


def line_height(visited: Visit, site: Path) -> float:
    visited.goto(f"{site.as_uri()}/affairs/2022-12-20-land.html")
    ratio: float = visited.page.locator(".prose p").first.evaluate(
        "text => parseFloat(getComputedStyle(text).lineHeight) / parseFloat(getComputedStyle(text).fontSize)"
    )
    return ratio
