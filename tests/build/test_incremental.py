"""Whatever happens between two builds, the second gives what a clean build gives, byte for byte."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.build.edits import EDITS, Edit
from tests.build.site import Site, assert_as_if_built_anew, small_county

EXAMPLES = int(os.environ.get("SITEGEN_EDIT_EXAMPLES", "4"))
"""How many random histories are tried; a thorough run sets some hundreds."""

edits = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 41)), min_size=2, max_size=5)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A county that is built again and again, whatever was done to it before."""
    site = small_county(tmp_path_factory.mktemp("county"))
    shutil.copytree(site.content, site.root / "as-written")
    assert not site.build().failed
    return site


def as_written(site: Site) -> Site:
    """The site with the content that it had at first, and with nothing of its own beside it."""
    for folder in ("content", "templates", "themes"):
        shutil.rmtree(site.root / folder, ignore_errors=True)
    shutil.copytree(site.root / "as-written", site.content)
    return site


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__.replace("_", " "))
def test_after_one_edit(lived_in: Site, edit: Edit) -> None:
    site = edit(as_written(lived_in), 1)
    assert_as_if_built_anew(site, site.build())


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=edits)
def test_after_a_history_of_edits(lived_in: Site, history: list[tuple[Edit, int]]) -> None:
    site = as_written(lived_in)
    for edit, number in history:
        site = edit(site, number)
        assert_as_if_built_anew(site, site.build())
