"""What templates are compiled to is kept: built-in ones for all sites, a site's own beside its state."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.paths import built_in
from sitegen.render import environment


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "program"
    folder.mkdir()
    monkeypatch.setattr(environment, "_BESIDE_CODE", folder)
    return folder


def _kept(folder: Path) -> int:
    return sum(1 for path in folder.glob("templates-*/*"))


def test_built_in_templates_are_compiled_once_for_all_sites(tmp_path: Path, shared: Path) -> None:
    for site in ("one", "two"):
        (tmp_path / site).mkdir()
        environment.make_environment([built_in("templates")], tmp_path / site).get_template("moved.html")
        assert _kept(shared) == 1
        assert _kept(tmp_path / site) == 0


def test_a_sites_own_template_is_kept_with_the_site(tmp_path: Path, shared: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "moved.html").write_text("own")
    state = tmp_path / "state"
    state.mkdir()
    made = environment.make_environment([templates, built_in("templates")], state)
    assert made.get_template("moved.html").render() == "own"
    assert (_kept(shared), _kept(state)) == (0, 1)


def test_code_of_another_version_goes(tmp_path: Path, shared: Path) -> None:
    old = shared / "templates-000000000000"
    old.mkdir()
    (old / "page").write_bytes(b"old")
    environment.make_environment([built_in("templates")], tmp_path).get_template("moved.html")
    assert not old.exists()


def test_without_a_folder_that_can_be_written_pages_are_rendered_all_the_same(
    tmp_path: Path, shared: Path
) -> None:
    shared.rmdir()
    shared.write_text("a file in the way")
    made = environment.make_environment([built_in("templates")], tmp_path / "nowhere" / "at" / "all")
    assert made.get_template("moved.html") is not None
