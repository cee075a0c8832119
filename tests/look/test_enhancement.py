"""What readers gain with a script, in a real browser, from a disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import SIZES, launch
from tests.look.specimen import render

pytestmark = pytest.mark.browser
Visit = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("specimen")
    render(folder)
    return folder


@pytest.fixture
def visit(specimen: Path) -> Iterator[Visit]:
    """Opens a page of the specimen on a given day."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context(viewport={"width": 1440, "height": 900})

        def open_on(name: str, day: str) -> Page:
            page = context.new_page()
            page.clock.set_fixed_time(f"{day}T10:00:00")
            page.goto((specimen / name).as_uri())
            return page

        yield open_on
        browser.close()


def test_a_table_sorts_by_its_heads_and_says_so(visit: Visit) -> None:
    page = visit("township.html", "2022-07-09")
    head = page.locator("thead th", has_text="积分")
    head.get_by_role("button").click()
    names = page.locator("tbody th").all_inner_texts()
    assert names == ["杉树坪村", "大湾村", "新店村", "黄泥坡村", "石门口村"]  # missing points stand last
    assert head.get_attribute("aria-sort") == "descending"
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.locator("tbody th").all_inner_texts()[0] == "黄泥坡村"
    assert page.locator("tfoot th").inner_text() == "合计"


@pytest.mark.parametrize("window", SIZES.values())
def test_the_chosen_letter_size_stays_from_page_to_page(visit: Visit, window: tuple[int, int]) -> None:
    page = visit("index.html", "2022-07-09")
    page.set_viewport_size({"width": window[0], "height": window[1]})
    button = page.get_by_role("button", name="字号")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "18px"
    button.click()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    button.click()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "30px"
    other = visit("points.html", "2022-07-09")
    assert other.get_by_role("button", name="字号").inner_text() == "字号：特大"


def test_days_left_are_counted_on_the_day_of_reading(visit: Visit) -> None:
    assert "还有 6 天可以提意见" in visit("index.html", "2022-07-09").inner_text(".posted-now")
    assert "今天是最后一天" in visit("index.html", "2022-07-15").inner_text(".posted-now")
    late = visit("index.html", "2022-07-16")
    assert "公示期已满" in late.inner_text(".posted-now")
    assert late.locator("#affairs .badge").first.inner_text() == "公示期满"


def test_what_must_come_down_is_hidden_from_its_day_on_even_in_an_old_build(visit: Visit) -> None:
    notice = "a:has-text('预备党员')"
    assert visit("index.html", "2022-07-12").locator(notice).first.is_visible()
    late = visit("index.html", "2022-07-13")
    assert not any(link.is_visible() for link in late.locator(notice).all())


def test_an_old_build_says_so(visit: Visit) -> None:
    assert not visit("index.html", "2022-07-18").is_visible(".stale")
    assert "11 天没有重新生成" in visit("index.html", "2022-07-19").inner_text(".stale")


def test_a_wide_table_becomes_labelled_blocks_on_a_phone(visit: Visit) -> None:
    page = visit("contracts.html", "2022-07-09")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    label = page.evaluate("getComputedStyle(document.querySelector('td[data-label]'), '::before').content")
    assert "承包方" in label or "attr" in label


_VOICE = """
  window.spoken = [];
  const synth = {
    getVoices: () => [{ lang: 'zh-CN', name: '普通话' }],
    speak: words => { window.spoken.push(words.text); window.marked = document.querySelector('.reading-aloud').textContent;
                      window.utterance = words; },
    cancel: () => {}, addEventListener: () => {},
  };
  Object.defineProperty(window, 'speechSynthesis', { value: synth });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def test_a_page_is_read_aloud_row_by_row_and_the_row_is_marked(specimen: Path) -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.add_init_script(_VOICE)
        page.goto((specimen / "points.html").as_uri())
        page.get_by_role("button", name="朗读").click()
        page.wait_for_function("window.spoken.length === 1")
        assert page.evaluate("window.spoken[0]") == page.locator("h1 span:not(.seal)").inner_text()
        rows = page.locator("tbody tr").count()
        for _ in range(200):
            page.evaluate("window.utterance.onend()")
        spoken = page.evaluate("window.spoken")
        assert len([text for text in spoken if "，" in text]) >= min(rows, 5)
        assert page.evaluate("window.marked.replace(/\\s+/g, '').length > 0")
        assert page.locator(".reading-aloud").count() == 0
        page.get_by_role("button", name="朗读").click()
        assert page.locator(".reading-aloud").count() == 1
        page.get_by_role("button", name="停止").click()
        assert page.locator(".reading-aloud").count() == 0
        assert page.get_by_role("button", name="朗读").is_visible()
        browser.close()


def test_where_there_is_no_voice_nothing_offers_to_read(visit: Visit) -> None:
    assert not visit("index.html", "2022-07-09").get_by_role("button", name="朗读").is_visible()


def test_lines_have_room(visit: Visit) -> None:
    """At least one and a half lines for every line of text."""
    close = """() => [...document.querySelectorAll('main p, main li, main td, main th, main dd, main dt')]
      .filter(it => it.textContent.trim() && it.getClientRects().length)
      .map(it => [it, getComputedStyle(it)])
      .filter(([it, style]) => parseFloat(style.lineHeight) < 1.499 * parseFloat(style.fontSize))
      .map(([it]) => it.outerHTML.slice(0, 80))"""
    for name in ("index.html", "contracts.html", "notice.html", "points.html", "statement.html"):
        assert visit(name, "2022-07-09").evaluate(close) == [], name
