"""How long a key of the search page takes on a processor four times as slow: python -m benchmarks.keys PAGE…"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import launch

SLOWER = 4
TYPED = "wjhytcb"
_PRESS = """key => { const start = performance.now();
    document.querySelector(`[data-key='${key}']`).click();
    document.querySelector('[data-results]').getBoundingClientRect();
    return performance.now() - start; }"""


def key_times(page: Page, address: str) -> list[float]:
    """Milliseconds from each key of `TYPED` to its results, laid out, on the search page at `address`."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_selector("[data-key]")
    times: list[float] = []
    for key in TYPED:
        times.append(page.evaluate(_PRESS, key))
        page.wait_for_timeout(200)
    return times


def main(pages: list[str]) -> None:
    """Print the times of each search page."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for path in pages:
            times = key_times(browser.new_page(), Path(path).resolve().as_uri())
            median = statistics.median(times)
            print(f"{path}: first key {times[0]:.0f} ms, median {median:.0f} ms, longest {max(times):.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
