"""Boards built by the workers of a Dask scheduler: the same site, whatever happens to a worker."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.build import tripwire
from tests.build.cluster import Cluster, running_cluster
from tests.build.site import Site, bytes_of, small_county, stamps_of
from tests.conftest import CHECKOUT, Ran

pytest.importorskip("distributed")


@dataclass
class County:
    """A county whose first village bears a tripwire, with the package that knows what that is."""

    site: Site
    plugins: Path

    @property
    def village(self) -> Path:
        return self.site.content / "t01" / "v01"

    def build(self, *options: str) -> Ran:
        path = os.pathsep.join((str(CHECKOUT), str(self.plugins)))
        return self.site.run("build", "--format", "json", *options, PYTHONPATH=path)

    def anew(self) -> tuple[Ran, dict[str, str]]:
        """What one process alone says and gives."""
        folder = self.site.root / "alone"
        return self.build("--jobs", "1", "--output", str(folder)), bytes_of(folder)


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugins")
    tripwire.install(folder)
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, plugins: Path) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("cluster"), plugins) as cluster:
        yield cluster


@pytest.fixture
def county(tmp_path: Path, plugins: Path) -> County:
    county = County(small_county(tmp_path / "site"), plugins)
    tripwire.lay(county.village)
    return county


def findings(ran: Ran) -> list[tuple[str, str]]:
    return [(found["file"], found["code"]) for found in map(json.loads, ran.stdout.splitlines())]


def test_a_cluster_gives_the_same_site_and_findings_as_one_process(county: County, cluster: Cluster) -> None:
    site = county.site
    site.write(
        "site.yaml",
        "registers:\n  水井:\n    title: 水井\n    fields:\n      - {key: name, label: 井名, type: text}\n",
    )
    site.write("t01/v02/水井/wells.csv", "井名\n东头井\n")
    site.write("t01/v02/affairs/没有日期的话.txt", "x")
    (site.root / "templates").mkdir()
    (site.root / "templates" / "chrome_bottom.html").write_text(
        "<footer>{{ site.title }}</footer></body></html>"
    )
    alone, expected = county.anew()
    workers = cluster.muster(2)
    ran = county.build("--scheduler", workers.address)
    assert ran.code == 0, ran.stderr
    assert ran.stdout == alone.stdout
    assert ("content/t01/v02/affairs/没有日期的话.txt", "notice.unused-file") in findings(ran)
    assert bytes_of(site.output) == expected
    assert "t01/v02/水井/index.html" in expected

    before = stamps_of(site.output)
    notice = next((county.village / "affairs").glob("*.md")).relative_to(site.content).as_posix()
    site.write(notice, site.read(notice) + "\n补充一句。\n")
    ran = county.build("--scheduler", workers.address)
    assert ran.code == 0, ran.stderr
    assert bytes_of(site.output) == county.anew()[1]
    after = stamps_of(site.output)
    assert {path for path in after if after[path] != before[path]} == {
        notice.replace(".md", ".html"),
        notice.replace(".md", ".txt"),
        "manifest.json",
    }


def test_a_worker_killed_in_the_middle_of_a_board_changes_nothing(county: County, cluster: Cluster) -> None:
    expected = county.anew()[1]
    tripwire.lay(county.village, "die once")
    workers = cluster.muster(2)
    living = workers.living
    ran = county.build("--scheduler", workers.address)
    assert ran.code == 0, ran.stderr
    assert workers.living == living - 1
    assert bytes_of(county.site.output) == expected
    assert [path.name for path in county.site.root.iterdir() if "staging" in path.name] == []


def test_a_board_over_which_three_workers_die_is_named(county: County, cluster: Cluster) -> None:
    expected = county.anew()[1]
    tripwire.lay(county.village, "die")
    ran = county.build("--scheduler", cluster.muster(4).address, "--keep-going")
    assert ran.code == 1
    assert ("content/t01/v01/board.yaml", "build.worker-died") in findings(ran)
    published = bytes_of(county.site.output)
    assert [path for path in published if path.startswith("t01/v01/")] == []
    assert "t01/v02/index.html" in published
    assert published["t01/v02/index.html"] == expected["t01/v02/index.html"]


def test_a_file_saved_during_the_build_is_built_as_it_is_and_found_by_the_next(
    county: County, cluster: Cluster
) -> None:
    notice = county.site.content / "affairs" / "通知.md"
    county.site.write("affairs/通知.md", "---\ntitle: 通知\ndate: 2022-03-01\n---\n\n正文。\n")
    tripwire.lay(county.village, f"save {notice}")
    workers = cluster.muster(1)
    ran = county.build("--scheduler", workers.address)
    assert ran.code == 0, ran.stderr
    assert "补充一句" in (county.site.output / "affairs" / "通知.html").read_text(encoding="utf-8")
    assert county.build("--scheduler", workers.address).code == 0
    assert bytes_of(county.site.output) == county.anew()[1]


def test_a_worker_with_another_program_refuses_to_work(county: County, cluster: Cluster) -> None:
    """Here the workers know a register that the main process doesn't."""
    workers = cluster.muster(1)
    ran = county.site.run("build", "--scheduler", workers.address)
    assert ran.code == 1  # the folder `tripwire` is unknown here
    shutil.rmtree(county.village / "tripwire")
    ran = county.site.run("build", "--scheduler", workers.address)
    assert ran.code == 3
    assert "上的程序（sitegen、Python 或所用的库）和这里的不一样" in ran.stderr
    assert not county.site.output.exists()


def test_a_scheduler_that_dies_leaves_the_published_site_as_it_was(county: County, tmp_path: Path) -> None:
    assert county.build("--jobs", "1").code == 0
    before = bytes_of(county.site.output)
    with running_cluster(tmp_path / "cluster", county.plugins) as doomed:
        doomed.muster(1)
        tripwire.lay(county.village, f"kill {doomed.scheduler.pid}")
        ran = county.build("--scheduler", doomed.address, "--clean")
    assert ran.code == 3
    assert "和调度器" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert bytes_of(county.site.output) == before


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "不是地址"])
def test_an_address_without_a_scheduler_is_said_in_one_line(county: County, address: str) -> None:
    ran = county.build("--scheduler", address)
    assert ran.code == 2
    assert ran.stderr.startswith(f"连不上调度器 {address}")
    assert len(ran.stderr.splitlines()) == 1
    assert not county.site.output.exists()


def test_a_scheduler_without_workers_is_said_in_one_line(county: County, tmp_path: Path) -> None:
    with running_cluster(tmp_path / "cluster") as idle:
        ran = county.build("--scheduler", idle.address)
    assert ran.code == 2
    assert ran.stderr.startswith("调度器那里一个工作进程也没有")
    assert len(ran.stderr.splitlines()) == 1


def test_a_cluster_that_has_no_sitegen_is_said_in_one_line(county: County, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['sitegen'] = None\n")
    with running_cluster(tmp_path / "cluster", hidden) as bare:
        ran = county.build("--scheduler", bare.muster(1).address)
    assert ran.code == 2
    assert ran.stderr.startswith("这些地方没有装 sitegen：scheduler、tcp://127.0.0.1:")
    assert len(ran.stderr.splitlines()) == 1


def test_without_dask_the_message_says_what_to_install(county: County, tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError\n")
    shutil.rmtree(county.village / "tripwire")
    county.plugins = tmp_path
    ran = county.build("--scheduler", "tcp://127.0.0.1:9")
    assert ran.code == 2
    assert "pip install 'sitegen-boards[cluster]'" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
