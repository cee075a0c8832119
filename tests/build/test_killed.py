"""A build may be killed at any moment: whatever it leaves behind, the next build is right."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from dataclasses import replace
from datetime import date

import pytest

from sitegen.build.pipeline import explain
from sitegen.paths import SitePaths
from tests.build.edits import add_a_notice, book_income, copy_a_village, delete_a_notice
from tests.build.site import (
    Site,
    assert_as_if_built_anew,
    bytes_of,
    kill,
    small_county,
    wait_until_gone,
)

_STEPS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "sqlite3.connect"}
"""What a build does to the disk, as Python's audit events name it; to open a file for writing is a step, too."""


def is_step(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
    return event in _STEPS


def build_and_count(site: Site, last_step: int = sys.maxsize) -> int:
    """Build in a process of its own, which is killed when it has taken so many steps on the disk; the number
    of steps that it took."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        taken = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal taken
            if is_step(event, arguments):
                if taken == last_step:
                    os.kill(os.getpid(), signal.SIGKILL)
                taken += 1

        sys.addaudithook(count)
        try:
            site.build()
            os.write(writer, str(taken).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) == (not said)
    return int(said or last_step)


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = small_county(tmp_path_factory.mktemp("county"))
    shutil.copytree(site.content, site.root / "as-written")
    site.build()
    return site


def undo(site: Site) -> None:
    shutil.rmtree(site.content)
    shutil.copytree(site.root / "as-written", site.content)


def edit(site: Site) -> None:
    """Edits that publish new files, changed ones, and remove some."""
    for change in (book_income, add_a_notice, copy_a_village, delete_a_notice):
        change(site, 1)


def test_killed_at_any_step(site: Site) -> None:
    before = bytes_of(site.output)
    edit(site)
    steps = build_and_count(site)
    after = bytes_of(site.output)
    assert after == site.anew()[1]
    undo(site)
    site.build()
    assert bytes_of(site.output) == before

    draw = random.Random(steps)
    for number, step in enumerate(sorted({0, *draw.sample(range(steps), 8), *range(steps - 6, steps)})):
        edit(site)
        assert build_and_count(site, step) == step
        if number % 2:  # the editor takes it all back meanwhile
            undo(site)
        site.build()
        assert bytes_of(site.output) == (before if number % 2 else after), f"killed at step {step} of {steps}"
        assert sorted(path.name for path in site.root.iterdir() if "staging" in path.name) == []
        undo(site)
        site.build()


def test_killed_while_it_publishes_for_the_first_time(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = small_county(tmp_path_factory.mktemp("county"))
    _, expected = site.anew()
    steps = build_and_count(site)
    for step in (0, steps // 2, *range(steps - 4, steps)):
        shutil.rmtree(site.output)
        shutil.rmtree(site.root / ".sitegen")
        build_and_count(site, step)
        assert not site.output.exists() or bytes_of(site.output) == expected
        site.build()
        assert bytes_of(site.output) == expected, f"killed at step {step} of {steps}"


def test_nothing_changed_is_not_said_of_a_site_in_doubt(site: Site) -> None:
    """The content is again what the last complete build saw, but a killed one has published half of another day."""
    time.sleep(2.1)  # younger files are never trusted by their times
    site.run("build")
    assert "没有变化" in site.run("build").stderr
    before = bytes_of(site.output)
    tomorrow = replace(site, options=replace(site.options, day=date(2023, 3, 1)))
    steps = 0
    while bytes_of(site.output) == before:
        steps += 40
        build_and_count(tomorrow, steps)
    assert "没有变化" not in site.run("build").stderr
    assert bytes_of(site.output) == before


@pytest.mark.parametrize("moment", [0.3, 0.6, 0.9])
def test_the_whole_command_is_killed(site: Site, moment: float) -> None:
    """Workers and all, at some moment of its time; who is left over ends by himself."""
    edit(site)
    began = time.monotonic()
    build = site.start("--jobs", "2", "--clean")
    build.communicate()
    duration = time.monotonic() - began
    undo(site)
    build = site.start("--jobs", "2")
    time.sleep(duration * moment)
    kill(build)
    assert_as_if_built_anew(site, site.build())
    wait_until_gone(build.pid)


def test_explain_tells_what_a_killed_publication_has_left_to_do(site: Site) -> None:
    assert explain(SitePaths.of(site.content), site.options, "t01/index.html") == [("t01", None)]
    left = site.root / ".public.staging-killed"
    left.mkdir()
    (left / "journal.json").write_text('["t01/index.html"]')
    assert explain(SitePaths.of(site.content), site.options, "t01/index.html") == [
        ("整个网站", ("interrupted",))
    ]
