"""Boards are built in several processes: their number doesn't show, and one that dies is replaced."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.build.site import Site, bytes_of, small_county, stamps_of, wait_until_gone

_PLUGIN = '''
"""A register whose worker meets an end while it reads a board."""
import os, signal, time
from pathlib import Path
from sitegen.build import executor
from sitegen.registers.register import Register

executor._FEW = 0  # even a small county goes to the workers

class Fate(Register):
    key = "fate"
    label = "命数"

    def read(self, folder, report):
        ends = folder.directory / "_ends"
        left = int(ends.read_text() or 0)
        if left > 0:
            ends.write_text(str(left - 1))
            act(folder.directory)
        return {}

def act(folder):
'''
DIES = "    os.kill(os.getpid(), signal.SIGKILL)\n"
RUNS_OUT_OF_MEMORY = "    raise MemoryError\n"
RAISES = "    raise RuntimeError('盒子里没有猫')\n"
RAISES_WHAT_CANNOT_BE_SENT = "    class Odd(Exception): pass\n    raise Odd(lambda: 0)\n"
SLEEPS = "    (folder / '_asleep').write_text('')\n    time.sleep(600)\n"


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return small_county(tmp_path_factory.mktemp("county"), villages=3)


@pytest.fixture
def site(lived_in: Site) -> Iterator[Site]:
    """A county that is not built yet, with a register of its own in its second village."""
    (lived_in.content / "t01/v02/fate").mkdir()
    yield lived_in
    for folder in (lived_in.content / "t01/v02/fate", lived_in.output, lived_in.root / ".sitegen"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def meets(site: Site, tmp_path: Path) -> Callable[[str, int], dict[str, str]]:
    """Install the register; its worker meets an end so many times. Gives what the environment must hold."""

    def install(end: str, times: int) -> dict[str, str]:
        (tmp_path / "fate.py").write_text(_PLUGIN + end, encoding="utf-8")
        about = tmp_path / "fate-1.0.dist-info"
        about.mkdir(exist_ok=True)
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: fate\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text("[sitegen.registers]\nfate = fate:Fate\n")
        (site.content / "t01/v02/fate/_ends").write_text(str(times))
        return {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2])])}

    return install


def test_the_number_of_workers_does_not_show(lived_in: Site) -> None:
    published = []
    for jobs in (1, 2, 4):
        outcome, files = lived_in.anew(jobs=jobs)
        published.append((outcome.diagnostics, outcome.rendered, files))
    assert published[0] == published[1] == published[2]


@pytest.mark.parametrize("end", [DIES, RUNS_OUT_OF_MEMORY], ids=["killed", "out of memory"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_worker_that_dies_is_replaced(
    site: Site, meets: Callable[[str, int], dict[str, str]], end: str, times: int
) -> None:
    env = meets(end, times)
    ran = site.run("build", "--jobs", "2", **env)
    assert ran.code == 0, ran.stderr
    shutil.rmtree(site.content / "t01/v02/fate")
    assert bytes_of(site.output) == site.anew()[1]


def test_the_third_death_over_a_board_is_a_finding_that_names_it(
    site: Site, meets: Callable[[str, int], dict[str, str]]
) -> None:
    ran = site.run("build", "--jobs", "2", **meets(DIES, 99))
    assert ran.code == 1
    assert "content/t01/v02/board.yaml: error build.worker-died" in ran.stderr
    assert "村" in ran.stderr
    assert not site.output.exists()
    assert (site.content / "t01/v02/fate/_ends").read_text() == "96"


def test_sound_boards_are_published_though_one_kills_its_workers(
    site: Site, meets: Callable[[str, int], dict[str, str]]
) -> None:
    assert site.run("build", **meets(DIES, 0)).code == 0
    before = stamps_of(site.output / "t01" / "v01")
    (site.content / "t01/v01/board.yaml").write_text(
        site.read("t01/v01/board.yaml") + "introduction: 新的简介\n", encoding="utf-8"
    )
    ran = site.run("build", "--jobs", "2", "--keep-going", **meets(DIES, 99))
    assert ran.code == 1, ran.stderr
    assert stamps_of(site.output / "t01" / "v01") != before
    assert "未更新" in (site.output / "t01/v02/index.html").read_text(encoding="utf-8")
    site.change("t01/v01/board.yaml", "introduction: 新的简介\n", "")


@pytest.mark.parametrize("end", [RAISES, RAISES_WHAT_CANNOT_BE_SENT], ids=["plain", "cannot be sent"])
def test_a_fault_of_a_register_is_told_once_with_its_place(
    site: Site, meets: Callable[[str, int], dict[str, str]], end: str
) -> None:
    ran = site.run("build", "--jobs", "2", **meets(end, 99))
    assert ran.code not in (0, 2)
    assert "fate.py" in ran.stderr
    assert not site.output.exists()
    assert not any("staging" in path.name for path in site.root.iterdir())


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_its_parent(
    site: Site, meets: Callable[[str, int], dict[str, str]], how: signal.Signals
) -> None:
    """The parent ends while its workers wait for work; the one that is at work ends with its board."""
    env = meets(SLEEPS.replace("600", "3"), 1)
    build = site.start("--jobs", "3", **env)
    wait_for(site.content / "t01/v02/fate/_asleep")
    build.send_signal(how)
    assert build.stderr is not None
    said = build.stderr.read()
    build.wait()
    build.stderr.close()
    assert "Traceback" not in said
    wait_until_gone(build.pid)


def wait_for(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"{path.name} did not come")
