"""The site is never held: what a build keeps in memory follows its largest board, not its pages."""

from __future__ import annotations

import tracemalloc

import pytest

from sitegen.build.pipeline import build
from sitegen.build.plan import Options
from sitegen.paths import SitePaths
from tests.build.site import DAY, Site
from tests.county import write_county

_SMALL = {"households": 12, "entries": 20, "notices": 2, "contracts": 8, "lines": 4}


def peak_of(site: Site) -> int:
    """The most memory, in bytes, that a full build of the site held at a time."""
    tracemalloc.start()
    try:
        outcome = build(SitePaths.of(site.content), Options(day=DAY, clean=True))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        assert not outcome.failed


@pytest.fixture
def counties(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Site]:
    """A county of two villages and one of ten."""
    few, many = (Site(tmp_path_factory.mktemp("county")) for _ in range(2))
    write_county(few.content, 2, 11, **_SMALL)
    write_county(many.content, 10, 11, **_SMALL)
    for site in (few, many):
        outcome = site.build()
        assert outcome.published, outcome.diagnostics
    return few, many


def test_pages_are_not_held(counties: tuple[Site, Site]) -> None:
    """Eight villages more cost less than half the memory that their pages have bytes."""
    few, many = counties
    size = {site: sum(path.stat().st_size for path in site.output.rglob("*.*")) for site in counties}
    further_pages = size[many] - size[few]
    assert further_pages > 4_000_000
    assert peak_of(many) - peak_of(few) < further_pages / 2


def test_the_state_holds_no_page_either(counties: tuple[Site, Site]) -> None:
    _, many = counties
    page = max(many.output.rglob("*.html"), key=lambda path: path.stat().st_size)
    heart = page.read_bytes()[-2000:-1500]
    assert heart not in many.state.read_bytes()
