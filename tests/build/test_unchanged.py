"""“Nothing changed” is said at once where it is true, and only there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sitegen.build.unchanged import Unchanged, encode_options, unchanged
from sitegen.paths import SitePaths
from tests.build.site import Site, small_county
from tests.conftest import CHECKOUT

_RENDERING = ("jinja2", "markdown", "yaml", "pydantic", "PIL", "multiprocessing")


def change_a_notice(site: Site) -> None:
    path = next((site.content / "t01/v01/party").glob("*.md"))
    site.write(path.relative_to(site.content).as_posix(), path.read_text(encoding="utf-8") + "完\n")


def keep_size_and_time(site: Site) -> None:
    """Some programs write in place and set the time back."""
    path = site.content / "t01/v01/board.yaml"
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name:　", 1), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def add_a_file(site: Site) -> None:
    (site.content / "t01/v01/party/new.md").write_text(
        "---\ntitle: 通知\ndate: 2022-01-01\n---\n开会\n", encoding="utf-8"
    )


def delete_a_file(site: Site) -> None:
    next((site.content / "t01/v01/party").glob("*.md")).unlink()


def override_a_template(site: Site) -> None:
    (site.root / "templates").mkdir(exist_ok=True)
    (site.root / "templates" / "chrome_top.html").write_text("改", encoding="utf-8")


def put_another_manifest(site: Site) -> None:
    manifest = site.output / "manifest.json"
    manifest.write_bytes(manifest.read_bytes())


def lose_the_output(site: Site) -> None:
    shutil.rmtree(site.output)


def lose_the_state(site: Site) -> None:
    shutil.rmtree(site.root / ".sitegen")


CHANGES: list[Callable[[Site], None]] = [
    change_a_notice,
    keep_size_and_time,
    add_a_file,
    delete_a_file,
    override_a_template,
    put_another_manifest,
    lose_the_output,
    lose_the_state,
]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    """One built site for each change, and further ones; all old enough for their times to be trusted."""
    first = small_county(tmp_path_factory.mktemp("county"), villages=1)
    found = {}
    for name in [*(change.__name__ for change in CHANGES), "same", "linked"]:
        found[name] = Site(first.root.with_name(name))
        shutil.copytree(first.content, found[name].content)
    linked = found["linked"].root
    (linked / "themes/own/static").mkdir(parents=True)
    (linked / "elsewhere.css").write_text("p {}", encoding="utf-8")
    (linked / "themes/own/static/own.css").symlink_to(linked / "elsewhere.css")
    time.sleep(2.1)
    for site in found.values():
        assert site.build().published
    return found


def answer(site: Site, audience: str | None = None, day: date | None = None) -> Unchanged | None:
    options = encode_options(None, audience, False)
    return unchanged(SitePaths.of(site.content), options, day or site.options.day, "zh-CN")[0]


def test_it_is_said_with_what_the_last_build_found(sites: dict[str, Site]) -> None:
    said = answer(sites["same"])
    assert said is not None
    assert said.boards == 3
    assert said.files == sites["same"].build().files


@pytest.mark.parametrize("told", [b"", b"\x80\x05cut off"], ids=["before it answers", "in its answer"])
def test_a_helper_that_dies_changes_nothing_in_the_answer(
    sites: dict[str, Site], monkeypatch: pytest.MonkeyPatch, told: bytes
) -> None:
    def die(tells: int, *_: object) -> None:
        os.write(tells, told)
        os._exit(1)

    monkeypatch.setattr("sitegen.build.ahead._look", die)
    assert answer(sites["same"]) is not None
    assert answer(sites["same"], audience="hall") is None


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.replace("_", " "))
def test_it_is_not_said_after(sites: dict[str, Site], change: Callable[[Site], None]) -> None:
    site = sites[change.__name__]
    assert answer(site) is not None
    change(site)
    assert answer(site) is None


def test_it_is_not_said_for_other_options_or_on_another_day(sites: dict[str, Site]) -> None:
    assert answer(sites["same"], audience="hall") is None
    assert answer(sites["same"], day=date(2023, 1, 1)) is None


def test_what_a_link_leads_to_is_never_trusted_by_the_times_of_the_link(sites: dict[str, Site]) -> None:
    assert answer(sites["linked"]) is None


def test_it_is_not_said_of_content_that_was_written_just_now(sites: dict[str, Site], tmp_path: Path) -> None:
    site = Site(tmp_path)
    shutil.copytree(sites["same"].content, site.content)
    site.build()
    assert answer(site) is None


@pytest.mark.parametrize("waits", [False, True], ids=["at once", "after a long look"])
def test_the_command_answers_before_anything_heavy_is_imported(sites: dict[str, Site], waits: bool) -> None:
    heavy = _RENDERING if waits else (*_RENDERING, "nh3")
    slow = "import sitegen.build.ahead as ahead; ahead._is_there = lambda answers: False" if waits else ""
    program = f"""
import atexit, sys
from sitegen.cli import main
{slow}
atexit.register(lambda: print([name for name in {heavy} if name in sys.modules]))
main(["build", "--as-of", "{sites["same"].options.day}"])
"""
    for _ in range(2):  # the first sees another path of Python's own and builds
        ran = subprocess.run(
            [sys.executable, "-c", program],
            cwd=sites["same"].root,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    assert "没有变化：3 个公开栏" in ran.stderr
    assert ran.stdout == "[]\n"


def test_another_library_or_another_register_means_a_full_build(
    tmp_path: Path, sites: dict[str, Site]
) -> None:
    """A register of another package is changed, as its author does while he works on it."""
    register = "from sitegen.registers.register import Register\nclass Wells(Register):\n    key = 'wells'\n"
    packages = tmp_path / "packages"
    about = packages / "wells-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: wells\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[sitegen.registers]\nwells = wells:Wells\n")
    code = packages / "wells.py"
    code.write_text(register + "    label = '水井'\n", encoding="utf-8")
    path = os.pathsep.join([str(packages), str(CHECKOUT)])
    site = replace(sites["same"], options=replace(sites["same"].options, day=date(2023, 2, 1)))
    time.sleep(2.1)
    assert site.run("build", PYTHONPATH=path).code == 0
    assert "没有变化" in site.run("build", PYTHONPATH=path).stderr
    code.write_text(register + "    label = '机井'\n", encoding="utf-8")
    assert "没有变化" not in site.run("build", PYTHONPATH=path).stderr
