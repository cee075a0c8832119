"""A visitor at the screen in the hall: touches it, counts the touches, and looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Frame, Locator, Page, expect

from tests.browser.chromium import AXE, RUN_AXE

SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080), "small": (1280, 800)}
FINGER = 60
"""The least width and height of a target, in CSS px."""
NOW = datetime(2022, 12, 31, 9, 30)  # noqa: DTZ001 (a browser's own time of day)
VILLAGE = "shili/shanshuping"

_SMALL_TARGETS = f"""() => [...document.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')]
  .filter(it => it.getClientRects().length && getComputedStyle(it).visibility === 'visible')
  .map(it => [it, it.getBoundingClientRect()])
  .filter(([it, box]) => box.width > 0 && (box.width < {FINGER} - 0.5 || box.height < {FINGER} - 0.5))
  .map(([it, box]) => `${{it.tagName}}.${{it.className}} ${{it.textContent.trim().slice(0, 20)}}: `
    + `${{box.width.toFixed(0)}}×${{box.height.toFixed(0)}} in ${{it.parentNode.tagName}}.${{it.parentNode.className}}`)"""


class Visitor:
    """Somebody at the screen; `touches` counts what they did."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.touches = 0
        self.faults: list[str] = []
        page.on(
            "console", lambda message: self.faults.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def touch(self, target: Locator) -> None:
        """Touch something that a finger can hit."""
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= FINGER - 0.5, box
        target.tap()
        self.touches += 1

    def touch_screen(self) -> None:
        """Touch the loop, anywhere."""
        size = self.page.viewport_size
        assert size is not None
        self.page.touchscreen.tap(size["width"] / 2, size["height"] * 0.4)
        self.touches += 1

    def touch_tile(self, word: str) -> None:
        """Touch the large tile that bears a word."""
        self.touch(
            self.page.locator("#tiles .tile").filter(has=self.page.locator(".word", has_text=word)).first
        )

    def press(self, act: str) -> None:
        """Press a button of the bar: home, back, find, size, read, up, down."""
        self.touch(self.page.locator(f"[data-act={act}]"))

    @property
    def shown(self) -> str:
        """The view on the screen: loop, tiles, posted, late, household or page."""
        return self.page.locator("html").get_attribute("data-view") or ""

    def frame(self, title: str = "公开栏") -> Frame:
        """The ordinary page on the screen, once it is there: the one that is called `title`."""
        shown = self.page.locator("iframe.ready")
        expect(shown).to_have_attribute("title", re.compile(re.escape(title)), timeout=20_000)
        return self.page.frames[-1]

    def open(self, path: str) -> Frame:
        """Any page (from the board's folder), as if a tile led there."""
        if self.shown == "loop":
            self.touch_screen()
        elif self.shown != "tiles":
            self.press("home")
        last = self.page.locator("#tiles .tile").last
        last.evaluate("(tile, path) => tile.setAttribute('href', path)", path)
        last.tap()
        return self.frame()

    def small_targets(self) -> list[str]:
        """What a finger misses, on the screen and in the page it shows."""
        return [found for frame in self.page.frames for found in frame.evaluate(_SMALL_TARGETS)]

    def go(self, view: str) -> None:
        """One of the screen's own views."""
        if self.shown == "loop":
            self.touch_screen()
        elif self.shown != "tiles":
            self.press("home")
        if view != "tiles":
            self.touch(self.page.locator(f"#tiles [data-go={view}]"))

    def axe_findings(self) -> list[str]:
        """The violations axe-core sees on the screen and in the page it shows."""
        found: list[str] = self.page.evaluate(RUN_AXE)
        return found

    def wait_for_loop(self) -> None:
        """Go away, until the screen notices."""
        expect(self.page.locator("html")).to_have_attribute("data-view", "loop", timeout=15_000)


@contextmanager
def at_screen(
    browser: Browser,
    address: str,
    size: str = "portrait",
    speed: float = 1,
    board: str = VILLAGE,
    axe: bool = False,
    script: str = "",
) -> Iterator[Visitor]:
    """Stand before the screen of a board of the site at `address` (which ends with /). `speed`: how many times as
    fast its clock runs; `script` runs before all others on every page."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, reduced_motion="reduce"
    )
    if axe:
        context.add_init_script(path=AXE)
    if script:
        context.add_init_script(script)
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    visitor = Visitor(page)
    page.goto(f"{address}{board}/kiosk.html" + (f"#speed={speed}" if speed != 1 else ""))
    try:
        yield visitor
    finally:
        context.close()


def address_of(site: Path) -> str:
    """A published site's address on the disk."""
    return site.as_uri() + "/"
