"""`sitegen serve` in a real browser: what is saved shows, what is wrong is said in the page."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from sitegen.paths import built_in
from tests.build.site import Site, small_county
from tests.conftest import CHECKOUT

pytestmark = pytest.mark.browser
STATEMENT = "t01/v01/finance/2022-02.html"


@dataclass
class Server:
    """A running preview of a site."""

    site: Site
    process: subprocess.Popen[str]
    address: str

    def get(self, path: str) -> tuple[int, str, str]:
        """What the server answers to a path exactly as written: status, text, where it sends to."""
        connection = HTTPConnection(self.address.split("/")[2])
        connection.putrequest("GET", path, skip_host=False)
        connection.endheaders()
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text, answer.headers.get("Location", "")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    site = small_county(tmp_path_factory.mktemp("county"))
    shutil.copytree(site.content, site.root / "as-written")
    (site.root / "secret.txt").write_text("not for the world")
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", "--port", "0", "--as-of", "2022-12-31", "--jobs", "1"],
        cwd=site.root,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    address = ""
    while not address:
        line = process.stderr.readline()
        assert line, "the preview did not start"
        address = next((word for word in line.split() if word.startswith("http://127.0.0.1:")), "")
    yield Server(site, process, address)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)


@pytest.fixture
def preview(server: Server) -> Iterator[Server]:
    """The preview; what a test wrote is taken back afterwards."""
    yield server
    shutil.copytree(server.site.root / "as-written", server.site.content, dirs_exist_ok=True)
    written = {
        path.relative_to(server.site.root / "as-written")
        for path in (server.site.root / "as-written").rglob("*")
    }
    for path in sorted(server.site.content.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(server.site.content) not in written:
            path.unlink()
    settle(server)


def settle(server: Server) -> None:
    """Wait until all that was saved so far is shown: a page that is opened then is not reloaded for it."""
    notice = server.site.content / "t01/v02/party/settled.md"
    for there in (True, False):
        if there:
            notice.write_text("---\ntitle: 收尾\ndate: 2022-11-01\n---\n\n开会。\n", encoding="utf-8")
        else:
            notice.unlink()
        deadline = time.monotonic() + 60
        while (server.get("/t01/v02/party/settled.html")[0] == 200) is not there:
            assert time.monotonic() < deadline, "the preview does not build what is saved"
            time.sleep(0.05)


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def opened(window: BrowserContext, server: Server, path: str) -> Page:
    """A page that is open and waits for changes; it bears a mark that a reload wipes off."""
    page = window.new_page()
    told: list[str] = []

    def listen(socket: object) -> None:
        socket.on("framesent", lambda payload: told.append(str(payload)))  # type: ignore[attr-defined]

    page.on("websocket", listen)
    page.goto(server.address + path, wait_until="load")
    for _ in range(200):
        if any('"info"' in message for message in told):
            break
        page.wait_for_timeout(50)
    else:
        raise AssertionError("the page does not listen for changes")
    page.evaluate("window.stands = true")
    return page


def stands(page: Page) -> bool:
    """Whether the page has not been reloaded."""
    found: bool = page.evaluate("window.stands === true")
    return found


def waits_for(page: Page, text: str) -> None:
    page.wait_for_function("text => document.body && document.body.textContent.includes(text)", arg=text)


def test_a_saved_change_reloads_the_pages_that_changed_and_no_others(
    preview: Server, window: BrowserContext
) -> None:
    statement = opened(window, preview, STATEMENT)
    township = opened(window, preview, "t01/index.html")
    passbook = opened(window, preview, "t01/v01/points/households/H001.html")
    neighbour = opened(window, preview, "t01/v02/index.html")
    preview.site.book("t01/v01", 2, 1234)
    waits_for(statement, "补收款")
    township.wait_for_function("() => window.stands === undefined")
    assert stands(passbook)
    assert stands(neighbour)


def test_an_error_is_shown_on_the_page_with_file_and_line_until_it_is_mended(
    preview: Server, window: BrowserContext
) -> None:
    page = opened(window, preview, STATEMENT)
    before = preview.site.read("t01/v01/finance/2022-02.yaml")
    line = next(n for n, text in enumerate(before.splitlines(), 1) if text.startswith("closing:"))
    preview.site.write("t01/v01/finance/2022-02.yaml", before.replace("closing: ", "closing: 9"))
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert f"content/t01/v01/finance/2022-02.yaml:{line}:" in alert.inner_text()
    assert "期末余额" in alert.inner_text()
    assert page.get_by_role("heading").count(), "the last good page still stands behind it"
    preview.site.write("t01/v01/finance/2022-02.yaml", before)
    alert.wait_for(state="detached")


def test_a_burst_of_saves_settles_on_the_last(preview: Server, window: BrowserContext) -> None:
    """As when another state of the content is checked out: hundreds of files go and come."""
    page = opened(window, preview, "t01/v01/party/index.html")
    path = "t01/v01/party/new.md"
    for number in range(40):
        preview.site.write(path, f"---\ntitle: 第{number}版通知\ndate: 2022-11-01\n---\n\n开会。\n")
        for village in ("v01", "v02"):
            for file in sorted((preview.site.content / "t01" / village).rglob("*.csv")):
                file.write_bytes(file.read_bytes())
        if number % 10 == 5:
            moved = preview.site.content / "t01" / "v02"
            moved.rename(moved.with_name("_aside"))
            time.sleep(0.05)
            moved.with_name("_aside").rename(moved)
    waits_for(page, "第39版通知")
    page.get_by_role("alert").wait_for(state="detached")
    page.goto(preview.address + "t01/v02/index.html")  # until the village that was away is back
    page.wait_for_function("() => !document.body.textContent.includes('没有这一页')")


def test_a_page_that_is_not_there_yet_comes_up_when_it_is(preview: Server, window: BrowserContext) -> None:
    page = opened(window, preview, "t01/v01/party/later.html")
    assert "没有这一页" in page.inner_text("body")
    preview.site.write("t01/v01/party/later.md", "---\ntitle: 迟到的通知\ndate: 2022-11-02\n---\n\n开会。\n")
    waits_for(page, "迟到的通知")


def test_another_name_of_the_county_shows_when_it_is_saved(preview: Server, window: BrowserContext) -> None:
    page = opened(window, preview, "index.html")
    preview.site.change("board.yaml", "name: 云水县", "name: 云山县")
    waits_for(page, "云山县")


def test_a_folder_is_shown_under_an_address_at_which_its_links_hold(preview: Server) -> None:
    assert preview.get("/t01")[0::2] == (302, "/t01/")
    assert preview.get("/t01/")[0] == 200
    assert preview.get("/")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../../../etc/passwd",
        "/..%2f..%2f..%2f..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/secret.txt",
        "/../secret.txt",
        "//etc/passwd",
        "/t01/../../content/board.yaml",
        "/index.html%00.txt",
        "/..",
    ],
)
def test_nothing_outside_the_site_is_served(preview: Server, path: str) -> None:
    status, text, _ = preview.get(path)
    assert status == 404
    assert "没有这一页" in text


def test_what_is_served_is_what_was_built_but_for_the_reloading(preview: Server) -> None:
    built = (preview.site.output / "_static" / "board.css").read_text(encoding="utf-8")
    assert preview.get("/_static/board.css")[:2] == (200, built)
    assert "livereload.js" not in (preview.site.output / "index.html").read_text(encoding="utf-8")


def test_a_style_sheet_that_is_edited_is_loaded_anew(preview: Server, window: BrowserContext) -> None:
    page = opened(window, preview, "index.html")
    static = preview.site.root / "themes" / "own" / "static"
    static.mkdir(parents=True)
    (static.parent / "theme.yaml").write_text("extends: default\n", encoding="utf-8")
    preview.site.write("site.yaml", "theme: own\n")
    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        (static / "board.css").write_text(f".board-name a {{ color: {colour}; }}", encoding="utf-8")
        page.wait_for_function(
            """colour => {
                const name = document.querySelector('.board-name a');
                return name !== null && getComputedStyle(name).color === colour;
            }""",
            arg=colour,
        )


def test_the_preview_goes_on_when_its_folder_is_spoilt(preview: Server, window: BrowserContext) -> None:
    (preview.site.output / "manifest.json").rename(preview.site.root / "kept.json")
    preview.site.book("t01/v01", 1, 5)
    time.sleep(1)
    Path(preview.site.root / "kept.json").rename(preview.site.output / "manifest.json")
    page = opened(window, preview, STATEMENT)
    preview.site.book("t01/v01", 2, 7)
    waits_for(page, "补收款")


def test_a_template_is_noticed_though_its_folder_came_after_the_start(
    preview: Server, window: BrowserContext
) -> None:
    page = opened(window, preview, "index.html")
    templates = preview.site.root / "templates"
    text = (built_in("templates") / "chrome_bottom.html").read_text(encoding="utf-8")
    templates.mkdir()
    (templates / "chrome_bottom.html").write_text(f"<p>本县自有的页脚</p>\n{text}", encoding="utf-8")
    waits_for(page, "本县自有的页脚")
    shutil.rmtree(templates)
    page.wait_for_function("() => document.body && !document.body.textContent.includes('本县自有的页脚')")
