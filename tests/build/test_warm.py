"""A process that builds a site again and again while it is edited: what it keeps never makes a page wrong."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.build.pipeline import build
from sitegen.build.warm import Warm
from sitegen.paths import SitePaths
from sitegen.sources.folders import Look, look_again, look_at
from sitegen.sources.text import Shelf
from tests.build.edits import EDITS, Edit
from tests.build.site import Site, assert_as_if_built_anew, small_county, stamps_of

EXAMPLES = int(os.environ.get("SITEGEN_EDIT_EXAMPLES", "4"))

edits = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 41)), min_size=2, max_size=5)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = small_county(tmp_path_factory.mktemp("county"))
    shutil.copytree(site.content, site.root / "as-written")
    return site


def as_written(site: Site) -> Site:
    for folder in ("content", "templates", "themes"):
        shutil.rmtree(site.root / folder, ignore_errors=True)
    shutil.copytree(site.root / "as-written", site.content)
    return site


def told(before: Look, after: Look) -> set[str]:
    """The paths that a system reports as changed: files and folders that came, went or were written."""
    found = before.keys() ^ after.keys()
    for path in before.keys() & after.keys():
        mine, theirs = (set(look[path].stamps.split("\0")) - {""} for look in (before, after))
        found |= {f"{path}/{line.split(' ', 4)[4]}".lstrip("/") for line in mine ^ theirs}
    return found


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=edits)
def test_to_look_at_what_changed_is_to_look_at_everything(
    lived_in: Site, history: list[tuple[Edit, int]]
) -> None:
    site = as_written(lived_in)
    look = look_at(site.content)
    for edit, number in history:
        site = edit(site, number)
        now = look_at(site.content)
        look = look_again(site.content, look, sorted(told(look, now), key=len, reverse=bool(number % 2)))
        assert look == now


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=edits)
def test_builds_of_one_process(lived_in: Site, history: list[tuple[Edit, int]]) -> None:
    site = as_written(lived_in)
    paths, warm = SitePaths.of(site.content), Warm(shelf=Shelf())
    for edit, number in history:
        before = look_at(site.content)
        designs = stamps_of_design(site)
        site = edit(site, number)
        changed = {site.content / path for path in told(before, look_at(site.content))}
        known = warm.seen is not None and stamps_of_design(site) == designs
        warm.look(paths, changed if known else None)
        assert not warm.missed(paths)
        assert_as_if_built_anew(site, build(paths, site.options, warm=warm))


def stamps_of_design(site: Site) -> dict[str, tuple[int, int]]:
    """Of the site's own templates and themes, which are always looked at as a whole."""
    return stamps_of(site.root / "templates") | stamps_of(site.root / "themes")


def test_what_was_not_told_is_missed(lived_in: Site) -> None:
    site = as_written(lived_in)
    paths, warm = SitePaths.of(site.content), Warm(shelf=Shelf())
    warm.look(paths)
    board = site.content / "t01" / "v01" / "board.yaml"
    notice = next((site.content / "t01/v01/party").glob("*.md"))
    for path in (board, notice):
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    warm.look(paths, {board})
    assert warm.missed(paths)
    warm.look(paths, {notice})
    assert not warm.missed(paths)
