"""The state of the last build may be lost, rotten or foreign: that costs time, never a wrong page."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.build.pipeline import build
from sitegen.build.state import State
from sitegen.paths import SitePaths
from tests.build.edits import book_income
from tests.build.site import Site, assert_as_if_built_anew, bytes_of, small_county
from tests.conftest import CHECKOUT


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return small_county(tmp_path_factory.mktemp("county"))


@pytest.fixture
def site(lived_in: Site) -> Site:
    """A county with an edit that has not been built yet."""
    shutil.rmtree(lived_in.root / ".sitegen", ignore_errors=True)
    lived_in.build()
    return book_income(lived_in, 1)


def test_a_lost_state(site: Site) -> None:
    shutil.rmtree(site.root / ".sitegen")
    assert_as_if_built_anew(site, site.build())


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite format 3\0", b"\0" * 8192, b"no database at all"],
    ids=["empty", "cut off", "zeros", "text"],
)
def test_a_state_that_is_none(site: Site, content: bytes) -> None:
    site.state.write_bytes(content)
    assert_as_if_built_anew(site, site.build())
    assert site.build().rendered == [], "the state is whole again"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_state_that_is_cut_off(site: Site, share: float) -> None:
    os.truncate(site.state, int(site.state.stat().st_size * share))
    assert_as_if_built_anew(site, site.build())


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6))
def test_a_state_that_has_rotted(site: Site, seed: int) -> None:
    """Some bits of the file turn over, anywhere in it."""
    site.build()
    draw = random.Random(seed)
    rotten = bytearray(site.state.read_bytes())
    for _ in range(draw.choice((1, 8, 64))):
        rotten[draw.randrange(len(rotten))] ^= 1 << draw.randrange(8)
    site.state.write_bytes(rotten)
    book_income(site, seed)
    assert_as_if_built_anew(site, site.build())


def test_what_is_kept_of_a_board_is_never_believed_when_it_was_altered(site: Site) -> None:
    """Even where the database is whole: a summary with another income would go into the county's sums."""
    with sqlite3.connect(site.state) as state:
        larger = """replace(cast(summary as text), '"income":"', '"income":"9')"""
        altered = state.execute(f"update work set summary = cast({larger} as blob) where summary <> {larger}")
        assert altered.rowcount > 2
    state.close()
    assert_as_if_built_anew(site, site.build())


def test_the_state_of_another_version(site: Site) -> None:
    with sqlite3.connect(site.state) as state:
        state.execute("update meta set value = 'older' where key = 'code'")
    state.close()
    assert_as_if_built_anew(site, site.build())


def test_a_site_beside_which_nothing_can_be_written(site: Site) -> None:
    """A file stands where the folder of states would be: every build is a full one, and right."""
    shutil.rmtree(site.root / ".sitegen")
    (site.root / ".sitegen").write_text("")
    assert_as_if_built_anew(site, site.build())
    assert_as_if_built_anew(site, book_income(site, 2).build())
    (site.root / ".sitegen").unlink()


def readable_by_all(place: Path) -> bool:
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in place.parents)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.skipif(not readable_by_all(CHECKOUT / "sitegen"), reason="others can't read the templates here")
def test_the_content_of_somebody_else_is_built(site: Site, open_folder: Path) -> None:
    """Neither the content nor the folder of states may be written, nor the state be read."""
    shutil.copytree(site.content, open_folder / "content")
    Site(open_folder).build()
    shutil.rmtree(open_folder / "public")
    theirs = open_folder / "theirs"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    child = os.fork()
    if child == 0:
        done = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            outcome = build(SitePaths.of(open_folder / "content", theirs / "public"), site.options)
            done = 0 if outcome.published else 2
        finally:
            os._exit(done)
    assert os.waitpid(child, 0)[1] == 0
    assert bytes_of(theirs / "public") == Site(open_folder).anew()[1]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        if not readable_by_all(folder):
            pytest.skip("others can't enter the folder for temporary files here")
        folder.chmod(0o755)
        yield folder


def test_the_folder_of_states_is_for_its_owner_and_ignored_by_git(site: Site) -> None:
    folder = site.root / ".sitegen"
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / ".gitignore").read_text() == "*\n"


def test_a_check_leaves_no_trace(site: Site) -> None:
    shutil.rmtree(site.root / ".sitegen")
    assert site.run("check").code == 0
    assert not (site.root / ".sitegen").exists()


def test_of_a_state_of_which_a_part_can_not_be_read_nothing_is_taken_ahead(site: Site) -> None:
    """Else the build that meets it would not know that it has to be written anew."""
    with sqlite3.connect(site.state) as state:
        state.execute("drop table board")
    state.close()
    assert State(site.state).read_known() is None
    ran = site.run("build")
    assert ran.code == 0, ran.stderr
    assert site.build().rendered == [], "the state is whole again"
