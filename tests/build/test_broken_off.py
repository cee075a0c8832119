"""Boards whose build breaks off half-way, where the sound boards are published nevertheless."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.build.site import Site, bytes_of, small_county


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = small_county(tmp_path / "site")
    village = site.read("t01/v01/board.yaml").split("name: ")[1].split("\n")[0]
    override = site.root / "templates" / "home" / "board.html"
    override.parent.mkdir(parents=True)
    override.write_text(f"{{% if board.name == '{village}' %}}{{{{ no_such_name }}}}{{% endif %}}\n")
    return site


def listed(site: Site) -> dict[str, str]:
    """What the manifest says of the published files."""
    manifest = json.loads((site.output / "manifest.json").read_bytes())
    return {file["path"]: file["sha256"] for file in manifest["files"]}


def found(site: Site) -> dict[str, str]:
    files = bytes_of(site.output)
    del files["manifest.json"]
    return files


def test_nothing_of_a_new_board_is_published(site: Site) -> None:
    assert site.build(keep_going=True).failed
    assert not (site.output / "t01" / "v01").exists()
    assert "t01/v02/index.html" in found(site)
    assert found(site) == listed(site)


def test_its_last_good_files_stay(site: Site) -> None:
    broken = site.root / "templates"
    aside = broken.rename(site.root / "aside")
    assert not site.build().failed
    before = found(site)
    site.book("t01/v01", 2, 100)
    aside.rename(broken)
    assert site.build(keep_going=True).failed
    after = found(site)
    assert after == listed(site)
    assert after["t01/v01/data/finance-lines.csv"] == before["t01/v01/data/finance-lines.csv"]
    assert "未更新" in (site.output / "t01/v01/finance/2022-02.html").read_text(encoding="utf-8")
