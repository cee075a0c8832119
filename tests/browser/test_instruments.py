"""The instruments of the browser tests find the faults that they are there for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import visit
from tests.browser.crawl import crawl
from tests.browser.markup import markup_errors
from tests.browser.pages import pages_by_kind, read_html

pytestmark = pytest.mark.browser

CSP = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'\">"


def html(body: str, head: str = "", kind: str = "board") -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>公开栏</title>{head}</head>'
        f'<body data-kind="{kind}"><main><h1>公开栏</h1>{body}</main></body></html>'
    )


@pytest.fixture
def pages(tmp_path: Path) -> Callable[..., Path]:
    """Write pages given by name; returns their folder."""

    def write(**bodies: str) -> Path:
        folder = tmp_path / "output"
        folder.mkdir()
        for name, body in bodies.items():
            (folder / f"{name}.html").write_text(body, encoding="utf-8")
        return folder

    return write


def test_a_sound_site_has_no_faults(
    browser: Browser, pages: Callable[..., Path], published: Callable[[Path], str]
) -> None:
    folder = pages(
        index=html('<a href="柳树村.html#收入">柳树村</a>'), 柳树村=html('<p id="收入">收入</p>', CSP)
    )
    address = published(folder)
    walked = crawl(address)
    assert (walked.faults, walked.reached) == ([], {"index.html", "柳树村.html"})
    with visit(browser, address, "phone") as visitor:
        visitor.goto(address + "柳树村.html")
        assert (
            visitor.faults + visitor.axe_findings() + visitor.wider_than_window() + visitor.unseen_text()
            == []
        )
    assert markup_errors(folder.glob("*.html")) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a href="gone.html">一</a>', "leads nowhere"),
        ('<a href="finance/">一</a>', "leads nowhere"),
        ('<a href="/index.html">一</a>', "is not relative"),
        ('<a href="javascript:alert(1)">一</a>', "is not relative"),
        ('<img alt="" src="https://example.org/a.png">', "is not relative"),
        ('<a href="#gone">一</a>', "names an anchor that its page lacks"),
        ('<p style="background: url(gone.png)">一</p>', "leads nowhere"),
    ],
)
def test_a_crawl_finds_bad_references(
    pages: Callable[..., Path], published: Callable[[Path], str], body: str, fault: str
) -> None:
    folder = pages(index=html(body))
    (folder / "finance").mkdir()
    faults = crawl(published(folder)).faults
    assert len(faults) == 1
    assert faults[0].endswith(fault)


def test_a_crawl_notices_who_leaves_the_site(pages: Callable[..., Path]) -> None:
    folder = pages(index=html('<a href="../index.html">一</a>'))
    assert crawl(folder.as_uri() + "/").faults == ["index.html: '../index.html' leaves the site"]


def test_links_to_other_places_are_followed_by_people_only() -> None:
    found = read_html(html('<a href="https://example.org/">来源</a>', '<link rel="icon" href="i.png">'))
    assert (found.fetched, found.followed) == (["i.png"], ["https://example.org/"])


def test_a_visit_notes_what_the_browser_refuses(browser: Browser, pages: Callable[..., Path]) -> None:
    folder = pages(
        inline=html("<script>var day = 1;</script>", CSP),
        missing=html('<img alt="" src="gone.png">'),
        broken=html("<script>missing()</script>"),
        foreign=html('<img alt="" src="http://127.0.0.1:9/a.png">'),
    )
    for name, fault in {
        "inline": "Content Security Policy",
        "missing": "could not fetch",
        "broken": "missing is not defined",
        "foreign": "fetches http://127.0.0.1:9/a.png",
    }.items():
        with visit(browser, folder.as_uri()) as visitor:
            visitor.goto((folder / f"{name}.html").as_uri())
            assert any(fault in noted for noted in visitor.faults), visitor.faults


def test_axe_sees_grey_on_grey_under_a_strict_policy(browser: Browser, pages: Callable[..., Path]) -> None:
    grey = '<link rel="stylesheet" href="grey.css">'
    folder = pages(index=html("<p>看不清</p>", CSP + grey))
    (folder / "grey.css").write_text("p { color: #ccc; background: #ddd }")
    with visit(browser, "file:") as visitor:
        visitor.goto((folder / "index.html").as_uri())
        assert [finding.partition(":")[0] for finding in visitor.axe_findings()] == ["color-contrast"]


def test_what_does_not_fit_or_is_not_shown_is_named(browser: Browser, pages: Callable[..., Path]) -> None:
    folder = pages(index=html('<div class="wide" style="width: 500px">一</div><p hidden>二</p>'))
    with visit(browser, "file:", "phone", scripts=False) as visitor:
        visitor.goto((folder / "index.html").as_uri())
        assert visitor.wider_than_window() == ["div.wide"]
        assert visitor.unseen_text() == ["p: 二"]


def test_the_markup_checker_reports_errors_with_their_line(pages: Callable[..., Path]) -> None:
    folder = pages(index=html("<p>\n<table><li></table>"))
    assert any(
        error.split(": ")[0].endswith("index.html:2") for error in markup_errors(folder.glob("*.html"))
    )


def test_pages_are_sorted_by_kind_and_fullness(pages: Callable[..., Path]) -> None:
    folder = pages(a=html("短"), b=html("长得多的一页"), c=html("", kind="finance/statement"))
    kinds = pages_by_kind(folder)
    assert {kind: [page.name for page in listed] for kind, listed in kinds.items()} == {
        "board": ["b.html", "a.html"],
        "finance/statement": ["c.html"],
    }
