"""Pages in a real Chromium: what goes wrong while they load, what axe-core finds, what does not fit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, Page, Playwright, Request

from tests.browser.markup import CHECKERS

AXE = CHECKERS / "axe-core" / "axe.min.js"
SIZES = {"phone": (390, 844), "desktop": (1440, 900), "kiosk": (1080, 1920)}
Scheme = Literal["light", "dark"]

RUN_AXE = """() => axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})
  .then(found => found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`)))"""

_WIDER_THAN_WINDOW = """() => document.scrollingElement.scrollWidth <= window.innerWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter(it => it.getBoundingClientRect().right > window.innerWidth + 0.5)
    .map(it => `${it.tagName.toLowerCase()}.${it.className}`)"""

_UNSEEN = """() => [...document.querySelectorAll('h1, main td, main th, main dd, main p, main a')]
  .filter(it => it.textContent.trim() && !it.getClientRects().length && !it.closest('details:not([open])'))
  .map(it => `${it.tagName.toLowerCase()}: ${it.textContent.trim()}`)"""


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium of this machine, telling nobody."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if program := shutil.which(name):
            quiet = ["background-networking", "component-update", "sync", "gpu"]
            arguments = ["--no-sandbox", "--no-first-run", *(f"--disable-{what}" for what in quiet)]
            return playwright.chromium.launch(executable_path=program, args=arguments)
    raise AssertionError("the browser tests need Chromium: run bash .ci/test, it says what to install")


@dataclass
class Visit:
    """An open page and what went wrong since it was opened."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def goto(self, address: str) -> None:
        """Open an address and wait until it and all it fetches have arrived."""
        self.page.goto(address, wait_until="load")

    def axe_findings(self) -> list[str]:
        """The violations axe-core sees on the open page."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(RUN_AXE)
        return found

    def wider_than_window(self) -> list[str]:
        """The elements that make the page scroll sideways; none if it does not."""
        found: list[str] = self.page.evaluate(_WIDER_THAN_WINDOW)
        return found

    def unseen_text(self) -> list[str]:
        """Headings, paragraphs, cells and links with text that are not laid out at all."""
        found: list[str] = self.page.evaluate(_UNSEEN)
        return found


@contextmanager
def visit(
    browser: Browser, site: str = "", size: str = "desktop", scheme: Scheme = "light", scripts: bool = True
) -> Iterator[Visit]:
    """A page in a window of its own; whatever it fetches outside the address `site` is a fault, as is
    every error the browser reports (a breach of the content security policy among them)."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    visited = Visit(context.new_page())
    _watch(visited, site)
    try:
        yield visited
    finally:
        context.close()


def _watch(visited: Visit, site: str) -> None:
    page, faults = visited.page, visited.faults

    def fault(what: str) -> None:
        faults.append(f"{page.url}: {what}")

    def judge(request: Request) -> None:
        if not request.url.startswith((site, "data:")):
            fault(f"fetches {request.url}")

    def note_failure(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the visitor went on before it arrived
            fault(f"could not fetch {request.url}: {request.failure}")

    page.on("request", judge)
    page.on("requestfailed", note_failure)
    page.on("response", lambda got: fault(f"{got.status} for {got.url}") if got.status >= 400 else None)
    page.on("console", lambda message: fault(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: fault(str(error)))
