"""A register that comes from another package: its ledger builds, is checked and rolls up as the built-in ones do."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import AS_OF, Ran

PACKAGE = Path(__file__).parent / "other_package"
SITE = """
-- content/board.yaml --
name: 柳树镇
level: 镇
-- content/east/board.yaml --
name: 东村
level: 村
-- content/east/bees/2022.csv --
编号,箱数,归还时限,归还日期
F-1,3,2022-11-30,2022-11-20
F-2,5,2022-11-30,
合计,8,,
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The package as pip installs it: its module, and what it says of itself."""
    folder = tmp_path / "site-packages"
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    groups = project["entry-points"].items()
    entries = "".join(
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in names.items())
        for group, names in groups
    )
    (told / "entry_points.txt").write_text(entries)
    shutil.copy(PACKAGE / "village_bees.py", folder)
    return folder


def check_site(site: Path, ran: Ran) -> None:
    assert ran.code == 0, ran.stderr
    page = (site / "public/east/bees/index.html").read_text(encoding="utf-8")
    assert "超期未还" in page
    assert (site / "public/east/bees/F-1.html").is_file()
    rows = json.loads((site / "public/east/data/bees.json").read_bytes())
    assert [(row["id"], row["state"]) for row in rows] == [("F-1", "done"), ("F-2", "overdue")]
    board = json.loads((site / "public/data/board.json").read_bytes())
    assert board["bees"] | {"done": 1, "done_rate": "50.00", "overdue": 1, "hives": 8} == board["bees"]
    assert "东村" in (site / "public/bees/index.html").read_text(encoding="utf-8")


def test_its_ledger_builds(
    site_text: Callable[[str], Path], run: Callable[..., Ran], installed: Path
) -> None:
    site = site_text(SITE)
    path = f"{installed}:{Path(__file__).parent.parent}"
    check_site(site, run("build", "--as-of", AS_OF, env={"PYTHONPATH": path}))


def test_without_it_the_folder_is_unknown(site_text: Callable[[str], Path], run: Callable[..., Ran]) -> None:
    site_text(SITE)
    ran = run("check", "--as-of", AS_OF)
    assert ran.code == 1
    assert "content/east/bees: error board.unknown-folder" in ran.stderr


@pytest.mark.install
def test_pip_installs_it(tmp_path: Path, site_text: Callable[[str], Path], run: Callable[..., Ran]) -> None:
    target = tmp_path / "target"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps"]
    subprocess.run([*pip, "--target", str(target), str(PACKAGE)], check=True)
    site = site_text(SITE)
    path = f"{target}:{Path(__file__).parent.parent}"
    check_site(site, run("build", "--as-of", AS_OF, env={"PYTHONPATH": path}))
