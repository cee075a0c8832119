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


@pytest.fixture(params=["disk", "http root", "http subfolder"])
def published(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Publish a folder on a disk, at the root of a host or in a subfolder; gives the site's address."""
    if request.param == "disk":
        yield lambda output: output.as_uri() + "/"
        return
    host = tmp_path / "host"
    host.mkdir()
    with _http(host) as address:

        def publish(output: Path) -> str:
            subfolder = request.param == "http subfolder"
            place = host / "villages" / "board" if subfolder else host
            if subfolder:
                place.parent.mkdir()
                place.symlink_to(output, target_is_directory=True)
            else:
                for entry in output.iterdir():
                    (host / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
            return address + (place.relative_to(host).as_posix() + "/" if subfolder else "")

        yield publish
