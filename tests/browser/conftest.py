"""A Chromium for the test run, and the sample site under the three kinds of address it must work at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests look at the answers."""


@contextmanager
def _http(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(params=["disk", "http subfolder"])
def published(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Publish a folder on a disk, or in a subfolder of a host; gives the site's address. What works in a subfolder works
    at the root of a host, too: no address may lead above the site."""
    if request.param == "disk":
        yield lambda output: output.as_uri() + "/"
        return
    host = tmp_path / "host"
    host.mkdir()
    with _http(host) as address:

        def publish(output: Path) -> str:
            place = host / "villages" / "board"
            place.parent.mkdir()
            place.symlink_to(output, target_is_directory=True)
            return f"{address}villages/board/"

        yield publish
