"""Files are saved while a build reads them: what was read of them then is never taken for what they are later."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import board, rebuild
from sitegen.paths import built_in
from tests.build.site import Site, assert_as_if_built_anew, bytes_of, small_county


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = small_county(tmp_path / "site")
    override = site.root / "templates" / "chrome_bottom.html"
    override.parent.mkdir()
    shutil.copy(built_in("templates") / override.name, override)
    site.write("site.yaml", "registers:\n  water:\n    title: 饮水\n    fields: [{key: what, label: 设施}]\n")
    site.write("t01/v01/water/water.csv", "what\n水塔\n")
    site.build()
    return site


def around(monkeypatch: pytest.MonkeyPatch, place: object, name: str, path: Path, text: str) -> None:
    """Let a file hold other text while a step of the build runs, and be again as it was afterwards."""
    step: Callable[..., object] = getattr(place, name)

    def with_other_text(*args: object, **kwargs: object) -> object:
        before = path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        try:
            return step(*args, **kwargs)
        finally:
            path.write_text(before, encoding="utf-8")

    monkeypatch.setattr(place, name, with_other_text)


@pytest.mark.parametrize("anew", [False, True], ids=["a change", "everything"])
@pytest.mark.parametrize(
    ("place", "name", "file", "old", "new"),
    [
        (board, "read", "content/t01/v01/water/water.csv", "水塔", "水井"),
        (rebuild, "make_plan", "content/t01/v01/board.yaml", "name: ", "name: 新"),
        (rebuild, "make_plan", "content/site.yaml", "设施", "设备"),
        (board, "_render", "templates/chrome_bottom.html", "</footer>", "改</footer>"),
    ],
    ids=["a sheet", "a board", "a register of our own", "a template"],
)
def test_what_was_saved_and_taken_back_meanwhile(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    name: str,
    file: str,
    old: str,
    new: str,
    anew: bool,
) -> None:
    text = (site.root / file).read_text(encoding="utf-8")
    assert old in text
    before = bytes_of(site.output)
    site.book("t01/v01", 2, 5)
    with monkeypatch.context() as meanwhile:
        around(meanwhile, place, name, site.root / file, text.replace(old, new))
        site.build(clean=anew)
    assert bytes_of(site.output) != before
    assert_as_if_built_anew(site, site.build())
