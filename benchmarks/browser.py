"""From saving a statement to the reloaded page, in a real Chromium."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from playwright.sync_api import sync_playwright

from benchmarks.edits import StatementEdit
from benchmarks.process import Failed
from tests.browser.chromium import launch

_PAUSE = 1.0
"""Seconds between two saves: a clerk is not faster."""


def reload_times(content: Path, output: Path, day: str, edit: StatementEdit, times: int) -> list[float]:
    """Seconds from a save until the browser has loaded the new page, `times` times, while `sitegen serve` runs.

    Raises AssertionError where the reloaded page does not show the new balance.
    """
    found = []
    with _server(content, output, day) as address, sync_playwright() as playwright:
        page = launch(playwright).new_page()
        page.goto(f"{address}{edit.page.as_posix()}")
        for _ in range(times):
            time.sleep(_PAUSE)
            with page.expect_event("load"):
                started = time.perf_counter()
                closing = edit.apply()
            found.append(time.perf_counter() - started)
            assert closing in page.inner_text("main"), f"{page.url} does not show {closing}"
    return found


@contextmanager
def _server(content: Path, output: Path, day: str) -> Iterator[str]:
    """The address of a preview server, which runs until the context ends."""
    words = ["serve", "--port", "0", "--as-of", day, "--content", str(content), "--output", str(output)]
    with NamedTemporaryFile() as said:
        server = subprocess.Popen([sys.executable, "-m", "sitegen", *words], stderr=said)
        try:
            yield _address(Path(said.name), server)
        finally:
            server.terminate()
            server.wait()


def _address(said: Path, server: subprocess.Popen[bytes]) -> str:
    while server.poll() is None:
        if found := re.search(r"http://\S+/", said.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.1)
    raise Failed(said.read_text(encoding="utf-8"))
