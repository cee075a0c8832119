"""The screen in the hall: what a visitor finds with how many touches, and what is left of them afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import RUN_AXE
from tests.browser.hall import NOW, SIZES, VILLAGE, Visitor, address_of, at_screen
from tests.browser.pages import in_turn, pages_by_kind
from tests.conftest import AS_OF, run_sitegen

pytestmark = pytest.mark.browser

VIEWS = ("tiles", "posted", "late", "household")


def _household_3011(visitor: Visitor) -> str:
    visitor.touch_screen()
    visitor.touch_tile("我家积分")
    visitor.touch(visitor.page.locator(".houses a[data-id='3011']"))
    return visitor.frame().locator("main").inner_text()


def test_a_household_is_found_with_three_touches(
    browser: Browser, published: Callable[[Path], str], sample_site: Path
) -> None:
    with at_screen(browser, published(sample_site)) as visitor:
        assert "3011 唐*龙" in _household_3011(visitor)
        assert visitor.touches == 3
        assert visitor.faults == []


@pytest.mark.parametrize(("typed", "household"), [("3011", "3011"), ("37", "3007")])
def test_a_number_may_be_typed_with_fingers(
    browser: Browser, sample_site: Path, typed: str, household: str
) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        visitor.touch_screen()
        visitor.touch_tile("我家积分")
        for digit in typed:
            visitor.touch(visitor.page.locator(f"[data-digit='{digit}']"))
        visible = visitor.page.locator(".houses li:visible")
        assert visible.count() == 1
        visitor.touch(visible.locator("a"))
        assert household in visitor.frame().title()


def test_a_number_that_nobody_has_says_so(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        visitor.touch_screen()
        visitor.touch_tile("我家积分")
        for digit in "99":
            visitor.touch(visitor.page.locator(f"[data-digit='{digit}']"))
        expect(visitor.page.locator("[data-nobody]")).to_be_visible()
        visitor.touch(visitor.page.locator("[data-digit=back]"))
        visitor.touch(visitor.page.locator("[data-digit=clear]"))
        expect(visitor.page.locator("[data-nobody]")).to_be_hidden()


def test_who_rents_the_fish_pond_and_do_they_owe(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        visitor.touch_screen()
        visitor.touch_tile("合同")
        visitor.touch(visitor.frame().get_by_role("link", name="河边鱼塘承包合同").first)
        said = visitor.frame("鱼塘").locator("main").inner_text()
        assert "王*水" in said
        assert "欠" in said
        assert visitor.touches == 3


def test_what_was_the_biggest_payment_in_june(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        visitor.touch_screen()
        visitor.touch_tile("财务")
        visitor.touch(visitor.frame().get_by_role("link", name="2022年6月", exact=True).first)
        expense = visitor.frame("2022年6月").locator("#expense")
        assert "最大一笔" in expense.inner_text()
        assert visitor.touches == 3


def test_what_can_be_objected_to_is_said_without_a_touch(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        loop = visitor.page.locator(".slide.now")
        assert "还有 3 天" in loop.inner_text()
        assert "村委会" in loop.inner_text()
        visitor.touch_screen()
        visitor.touch_tile("正在公示")
        visitor.touch(visitor.page.locator("#posted .lines a").first)
        assert "公示期" in visitor.frame().locator("main").inner_text()
        assert visitor.touches == 3


def test_every_ledger_and_every_record_is_within_three_touches(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        visitor.touch_screen()
        tiles = visitor.page.locator("#tiles .tile[href$='html'], #tiles .tile[href*='html#']").evaluate_all(
            "tiles => tiles.map(tile => tile.getAttribute('href').split('#')[0])"
        )
    folder = sample_site / VILLAGE
    ledgers = {path.parent.name for path in folder.glob("*/index.html")} - {"data"}
    assert ledgers <= {tile.split("/")[0] for tile in tiles}
    for ledger in ledgers - {"points"}:
        listed = (folder / ledger / "index.html").read_text(encoding="utf-8")
        for record in (folder / ledger).glob("*.html"):
            assert record.name in listed or record.name == "index.html", record


def test_what_was_on_the_screen_when_it_was_touched_is_the_first_tile(
    browser: Browser, sample_site: Path
) -> None:
    with at_screen(browser, address_of(sample_site), speed=12) as visitor:
        visitor.page.wait_for_selector(".slide.now[data-word='2022年12月的钱']")
        visitor.touch_screen()
        tile = visitor.page.locator("[data-continue] .tile")
        assert "2022年12月的钱" in tile.inner_text()
        visitor.touch(tile)
        assert "2022年12月财务收支" in visitor.frame().title()


def test_back_goes_where_one_was_and_home_to_the_tiles(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        visitor.touch_screen()
        visitor.touch_tile("合同")
        frame = visitor.frame()
        at_list = frame.evaluate("document.scrollingElement.scrollTop")
        visitor.press("down")
        visitor.page.wait_for_timeout(400)
        further = frame.evaluate("document.scrollingElement.scrollTop")
        assert further > at_list
        visitor.touch(frame.locator("main td a, main th a").locator("visible=true").last)
        visitor.page.wait_for_timeout(1200)
        visitor.press("back")
        visitor.page.wait_for_timeout(1200)
        assert "合同" in visitor.frame().title()
        visitor.press("back")
        assert visitor.shown == "tiles"
        visitor.touch_tile("财务")
        visitor.press("home")
        assert visitor.shown == "tiles"
        assert visitor.page.evaluate("window.history.length") <= 2


def test_back_and_home_never_move(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:

        def places() -> list[object]:
            return [visitor.page.locator(f"[data-act={act}]").bounding_box() for act in ("home", "back")]

        at_loop = places()
        visitor.touch_screen()
        assert places() == at_loop
        visitor.touch_tile("合同")
        assert places() == at_loop
        visitor.press("find")
        assert places() == at_loop


def test_finding_is_one_touch_away(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        visitor.press("find")
        assert "search.html" in visitor.frame().url
        visitor.press("back")
        assert visitor.shown == "loop"


def test_back_from_what_was_found_leads_to_the_search_as_it_was(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        visitor.press("find")
        frame = visitor.frame("查找")
        for key in "YT":
            visitor.touch(frame.get_by_role("button", name=key, exact=True))
        visitor.touch(frame.locator("[data-results] a").first)
        visitor.frame("合同")
        visitor.press("back")
        assert "鱼塘" in visitor.frame("查找").locator("[data-results]").inner_text()


def test_after_a_minute_nothing_of_the_last_visitor_is_left(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site), speed=20) as visitor:
        page = visitor.page
        visitor.touch_screen()
        visitor.press("size")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "30px"
        visitor.touch_tile("我家积分")
        visitor.touch(page.locator("[data-digit='3']"))
        visitor.touch(page.locator(".houses a[data-id='3011']"))
        assert visitor.frame().evaluate("getComputedStyle(document.documentElement).fontSize") == "30px"
        visitor.wait_for_loop()
        assert page.frames[1:] == []
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
        assert page.locator("[data-act=back]").is_disabled()
        assert page.locator("[data-typed]").text_content() == ""
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
        assert page.evaluate("window.history.length") <= 2
        visitor.touch_screen()
        expect(page.locator(".houses li").first).to_be_attached()
        assert "3011" not in page.locator("[data-continue]").inner_text()


def test_who_reads_on_is_asked_but_not_sent_away(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site), speed=12) as visitor:
        visitor.page.evaluate("""() => {
          const toast = document.querySelector('[data-toast]');
          window.said = [];
          new MutationObserver(() => window.said.push(toast.textContent)).observe(toast, {childList: true});
        }""")
        visitor.touch_screen()
        visitor.touch_tile("合同")
        frame = visitor.frame()
        for _ in range(3):
            visitor.page.wait_for_timeout(2000)
            frame.locator("h1").tap(force=True)
        assert visitor.shown == "page"
        visitor.wait_for_loop()
        assert "还在看吗？碰一下屏幕就接着看。" in visitor.page.evaluate("window.said")


@pytest.mark.parametrize(("dress", "size"), list(enumerate(SIZES)))
def test_fingers_hit_everything_and_axe_finds_no_barrier(
    browser: Browser, sample_site: Path, dress: int, size: str
) -> None:
    """Targets everywhere; axe sees each slide on one screen, each view on every one, in letters of one size."""
    with at_screen(browser, address_of(sample_site), size, axe=True) as visitor:
        slides = visitor.page.locator(".slide")
        for number in range(slides.count()):
            slides.evaluate_all(
                "(all, n) => all.forEach((it, at) => it.classList.toggle('now', at === n))", number
            )
            slide = slides.nth(number)
            assert slide.evaluate("it => it.scrollHeight <= it.clientHeight + 1"), slide.inner_text()
            assert visitor.small_targets() == []
            if number in in_turn(range(slides.count()), dress, 3):
                assert visitor.axe_findings() == []
        for letters in range(3):
            for view in VIEWS:
                visitor.go(view)
                assert visitor.small_targets() == [], (view, letters)
                if view in in_turn(VIEWS, dress + letters, 3):
                    assert visitor.axe_findings() == [], (view, letters)
                assert visitor.page.evaluate("document.scrollingElement.scrollWidth") <= SIZES[size][0]
            visitor.press("size")


@pytest.mark.parametrize(("size", "bigger"), [("portrait", 0), ("small", 1)])
def test_fingers_hit_everything_on_every_kind_of_page(
    browser: Browser, sample_site: Path, size: str, bigger: int
) -> None:
    kinds = pages_by_kind(sample_site)
    specimens = [pages[0] for kind, pages in kinds.items() if kind not in ("moved", "kiosk/kiosk")]
    with at_screen(browser, address_of(sample_site), size, axe=True) as visitor:
        visitor.touch_screen()
        for _ in range(bigger):
            visitor.press("size")
        for page in in_turn(specimens, bigger, 2):
            frame = visitor.open(os.path.relpath(page, sample_site / VILLAGE))
            assert visitor.small_targets() == [], page
            assert frame.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), page
            assert frame.evaluate(RUN_AXE) == [], page


def test_large_tiles_are_large(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        visitor.touch_screen()
        boxes = visitor.page.locator("#tiles li:not(.wide) .tile:visible").evaluate_all(
            "tiles => tiles.map(tile => tile.getBoundingClientRect()).map(box => [box.width, box.height])"
        )
        assert len(boxes) > 8
        assert all(width >= 160 and height >= 160 for width, height in boxes)


def test_nothing_surprises(browser: Browser, sample_site: Path) -> None:
    """No menu under a long touch, nothing to select or to drag, no pinching."""
    prevented = """() => ['contextmenu', 'dragstart', 'selectstart', 'gesturestart'].filter(
      name => document.body.dispatchEvent(new Event(name, {bubbles: true, cancelable: true})))"""
    styles = """() => [getComputedStyle(document.body).userSelect,
      /pan|none/.test(getComputedStyle(document.documentElement).touchAction)]"""
    with at_screen(browser, address_of(sample_site)) as visitor:
        visitor.touch_screen()
        visitor.touch_tile("合同")
        visitor.frame()
        for frame in visitor.page.frames:
            assert frame.evaluate(prevented) == []
            assert frame.evaluate(styles) == ["none", True]


@pytest.fixture
def own_site(site_text: Callable[[str], Path]) -> Path:
    """A village with a notice that links out of the site, published."""
    root = site_text("""
-- content/board.yaml --
name: 柳树村
level: village
-- content/affairs/2022-12-30-out.md --
---
title: 外面的网站
date: 2022-12-30
notice: {start: 2022-12-30, end: 2023-01-05, days: natural}
---
见 [外面](https://example.org/x.html)，或者写信到 [这里](mailto:a@example.org)。
""")
    return _publish(root)


def _publish(root: Path) -> Path:
    output = root / "public"
    built = run_sitegen("build", "--output", output, "--as-of", AS_OF, cwd=root)
    assert built.code == 0, built.stderr
    return output


def test_no_link_leads_out(browser: Browser, own_site: Path) -> None:
    with at_screen(browser, address_of(own_site), board=".") as visitor:
        visitor.touch_screen()
        visitor.touch_tile("正在公示")
        visitor.touch(visitor.page.locator("#posted .lines a").first)
        frame = visitor.frame()
        before = frame.url
        for link in frame.locator(".prose a").all():
            visitor.touch(link)
            expect(visitor.page.locator("[data-toast]")).to_contain_text("屏上不能打开别的网站")
        assert visitor.frame().url == before
        assert len(visitor.page.context.pages) == 1


def test_a_newly_published_page_is_shown_when_nobody_reads(browser: Browser, own_site: Path) -> None:
    root = own_site.parent
    with at_screen(browser, address_of(own_site), board=".", speed=100) as visitor:
        notice = root / "content" / "affairs" / "2022-12-30-out.md"
        notice.write_text(
            notice.read_text(encoding="utf-8").replace("外面的网站", "修路的公示"), encoding="utf-8"
        )
        _publish(root)
        expect(visitor.page.locator(".slide.now")).to_contain_text("修路的公示", timeout=15_000)


def test_a_newly_published_page_waits_for_a_reader(browser: Browser, own_site: Path) -> None:
    root = own_site.parent
    with at_screen(browser, address_of(own_site), board=".", speed=4) as visitor:
        visitor.touch_screen()
        notice = root / "content" / "affairs" / "2022-12-30-out.md"
        notice.write_text(
            notice.read_text(encoding="utf-8").replace("外面的网站", "修路的公示"), encoding="utf-8"
        )
        _publish(root)
        visitor.page.wait_for_timeout(5000)
        assert "外面的网站" in visitor.page.content()


def test_a_screen_whose_disk_is_gone_stays_as_it_is(browser: Browser, own_site: Path) -> None:
    with at_screen(browser, address_of(own_site), board=".", speed=100) as visitor:
        shutil.rmtree(own_site)
        visitor.page.wait_for_timeout(2000)
        assert "外面的网站" in visitor.page.locator("#loop").inner_text()


def test_what_is_no_longer_posted_leaves_the_loop(browser: Browser, own_site: Path) -> None:
    with at_screen(browser, address_of(own_site), board=".", speed=100) as visitor:
        visitor.page.clock.set_fixed_time(NOW.replace(year=2023, month=1, day=5))
        expect(visitor.page.locator(".slide.now")).to_contain_text("今天是最后一天", timeout=15_000)
        visitor.page.clock.set_fixed_time(NOW.replace(year=2023, month=1, day=6))
        expect(visitor.page.locator(".slide.now")).to_contain_text("现在没有正在公示的事项", timeout=15_000)


def test_the_screen_runs_for_weeks(browser: Browser, sample_site: Path) -> None:
    """Hundreds of visits and turns of the loop: neither memory nor the page grow."""
    with at_screen(browser, address_of(sample_site), speed=400) as visitor:
        page = visitor.page
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")

        def measure() -> dict[str, float]:
            visitor.wait_for_loop()
            for _ in range(3):
                session.send("HeapProfiler.collectGarbage")
            found = session.send("Performance.getMetrics")["metrics"]
            return {each["name"]: each["value"] for each in found}

        def visit(times: int) -> None:
            hrefs = ["contracts/index.html", "finance/index.html", "points/index.html", "affairs/index.html"]
            for number in range(times):
                page.evaluate(
                    """href => new Promise(done => {
                      document.querySelector('.slide.now').click();
                      const tile = [...document.querySelectorAll('#tiles .tile')].pop();
                      tile.setAttribute('href', href);
                      tile.click();
                      const root = document.documentElement;
                      const gone = new MutationObserver(() => {
                        if (root.getAttribute('data-view') === 'loop') { gone.disconnect(); done(); }
                      });
                      gone.observe(root, {attributes: true});
                    })""",
                    hrefs[number % 4],
                )

        visit(20)
        before = measure()
        visit(int(os.environ.get("SITEGEN_VISITS", "80")))
        page.wait_for_timeout(3000)
        after = measure()
        assert after["Nodes"] <= before["Nodes"] * 1.05
        assert after["Documents"] <= before["Documents"] + 2
        assert after["JSEventListeners"] <= before["JSEventListeners"] * 1.05 + 10
        assert after["JSHeapUsedSize"] <= before["JSHeapUsedSize"] * 1.15 + 300_000


_VOICE = """() => {
  window.spoken = [];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const synth = {
    getVoices: () => [{lang: 'zh-CN'}],
    speak: words => { window.spoken.push(words.text); setTimeout(() => words.onend(), 20); },
    cancel: () => {},
    addEventListener: () => {},
  };
  Object.defineProperty(window, 'speechSynthesis', {value: synth});
}"""


def test_a_page_is_read_aloud_row_by_row(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site), script=f"({_VOICE})()") as visitor:
        visitor.touch_screen()
        frame = visitor.open("finance/2022-06.html")
        visitor.press("read")
        expect(frame.locator("tr.reading-aloud").first).to_be_attached(timeout=20_000)
        expect(visitor.page.locator("[data-act=read]")).to_have_text("停止")
        visitor.press("read")
        expect(frame.locator(".reading-aloud")).to_have_count(0)
        said = visitor.page.evaluate("window.spoken")
        assert said[0] == "2022年6月财务收支"
        assert any("173266.79" in words for words in said)
        assert not any("," in words for words in said)


def test_a_machine_without_a_voice_offers_no_reading(browser: Browser, sample_site: Path) -> None:
    with at_screen(browser, address_of(sample_site)) as visitor:
        assert visitor.page.locator("[data-act=read]").is_disabled()


def test_without_a_script_every_link_leads_to_a_page(browser: Browser, sample_site: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1080, "height": 1920})
    page = context.new_page()
    page.goto((sample_site / VILLAGE / "kiosk.html").as_uri())
    page.locator(".tile", has_text="合同").first.click()
    assert page.url.endswith("contracts/index.html#list")
    context.close()
