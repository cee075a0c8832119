"""Fixtures that every test may use: sites from text, the command, the sample site, a made-up county."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.county import County, write_county
from tests.site_text import write_site

if TYPE_CHECKING:
    from click.testing import Result

# How long an example takes says more about the machine than about the program.
settings.register_profile("sitegen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sitegen")

CHECKOUT = Path(__file__).parent.parent
AS_OF = "2022-12-31"


@dataclass(frozen=True)
class Ran:
    """What a run of the command left behind."""

    code: int
    stdout: str
    stderr: str


def run_sitegen(*args: str | Path, cwd: Path, env: dict[str, str] | None = None) -> Ran:
    """Run the command in a process of its own; `env` is laid over the present environment."""
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", *map(str, args)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1", **(env or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def site_text(tmp_path: Path) -> Callable[[str], Path]:
    """Write a site given as text (see tests/site_text.py) into a folder of the test; returns the site root.

    Called again, it adds to the same site and replaces files of the same path.
    """

    def write(text: str) -> Path:
        return write_site(tmp_path / "site", text)

    return write


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ran]:
    """Run `sitegen …` as a user does: a process of its own, in the site written by `site_text` if any."""

    def call(*args: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
        site = tmp_path / "site"
        return run_sitegen(*args, cwd=cwd or (site if site.is_dir() else tmp_path), env=env)

    return call


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `sitegen …` inside this process: quicker than `run`, for tests that need many runs."""

    def call(*args: str | Path) -> Result:
        from click.testing import CliRunner

        from sitegen.cli import main

        site = tmp_path / "site"
        monkeypatch.chdir(site if site.is_dir() else tmp_path)
        return CliRunner().invoke(main, [str(arg) for arg in args])

    return call


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def shared_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this test run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def sample_site(shared_dir: Path) -> Path:
    """The sample site as published on 2022-12-31, built once a test run. Look, don't touch."""
    return _build_once(shared_dir, "sample-site")


@pytest.fixture(scope="session")
def plain_site(shared_dir: Path) -> Path:
    """The sample site in the plain theme, built once a test run. Look, don't touch."""
    return _build_once(shared_dir, "plain-site", "--theme", "plain")


def _build_once(shared_dir: Path, name: str, *options: str) -> Path:
    """Build the sample site into a folder of the test run, unless another worker did."""
    output = shared_dir / name
    with _locked(shared_dir / f"{name}.lock"):
        if not output.is_dir():
            place = ("--content", CHECKOUT / "content", "--output", output)
            built = run_sitegen("build", *place, "--as-of", AS_OF, *options, cwd=shared_dir)
            assert built.code == 0, built.stderr
    return output


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., County]:
    """Write a made-up county (see tests/county.py) into `content/` of a site; returns what was written."""

    def write(villages: int = 2, seed: int = 1, **size: int) -> County:
        return write_county(tmp_path / "site" / "content", villages, seed, **size)

    return write
