"""All builds of one county size, in turns: sitegen, Hugo, Eleventy, then sitegen's rebuilds, and again."""

from __future__ import annotations

import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import eleventy, hugo
from benchmarks.edits import StatementEdit, TemplateEdit
from benchmarks.process import Command, Run, run

DAY = "2022-12-31"
"""The day of all builds: the county's year is over."""
SITEGEN = "sitegen"
STATEMENT, NOTHING, TEMPLATE = (
    "sitegen, one statement changed",
    "sitegen, nothing changed",
    "sitegen, base.html changed",
)
_SETTLE = 2.1
"""Seconds until a file is known by its times: one touched less than two seconds ago is read again."""


@dataclass
class Series:
    """What was measured at one size: runs by builder or rebuild, pages by builder, seconds from save to reload."""

    villages: int
    runs: dict[str, list[Run]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[str, int] = field(default_factory=dict)
    reloads: list[float] = field(default_factory=list)

    def seconds(self, name: str) -> float | None:
        """The median wall time; None where it was not run."""
        return median(one.seconds for one in self.runs[name]) if self.runs.get(name) else None

    def peak(self, name: str) -> float | None:
        """The median of the largest memory in bytes; None where it was not run."""
        return median(one.peak for one in self.runs[name]) if self.runs.get(name) else None


def sitegen_build(content: Path, output: Path) -> Command:
    """A build with all that is changed; full where there is no output yet."""
    words = ["build", "-q", "--as-of", DAY, "--content", str(content), "--output", str(output)]
    return Command([sys.executable, "-m", "sitegen", *words], Path(__file__).parent.parent)


def measure(
    villages: int, site: Path, rounds: int, peers: Mapping[str, Path], cache: Path, *, reloads: bool
) -> Series:
    """Build the county in `site`/content in turns, `rounds` times; outputs and peers' projects go beside it.

    `peers` are the installed programs by name. Raises Failed where a build does, ValueError where
    the content is not as the edits and the peers need it.
    """
    content, public = site / "content", site / "public"
    builds = {SITEGEN: (sitegen_build(content, public), public)}
    if "hugo" in peers:
        hugo.lay_out(content, site / "hugo")
        output = site / "hugo-public"
        builds["hugo"] = (hugo.build(peers["hugo"], site / "hugo", output, cache), output)
    if "eleventy" in peers:
        output = site / "eleventy-public"
        builds["eleventy"] = (eleventy.build(peers["eleventy"], content, output), output)
    statement, template = StatementEdit(content), TemplateEdit(site)
    series = Series(villages)
    time.sleep(_SETTLE)
    for _ in range(rounds):
        for name, (command, output) in builds.items():
            _forget(site, output)
            _one(series, name, command)
            series.pages[name] = sum(1 for _ in output.rglob("*.html"))
            if name != SITEGEN:
                shutil.rmtree(output)
        _sitegen_again(series, builds[SITEGEN][0], statement, template)
    if reloads:
        from benchmarks.browser import reload_times

        series.reloads = reload_times(content, public, DAY, statement, max(rounds, 5))
    return series


def _sitegen_again(
    series: Series, command: Command, statement: StatementEdit, template: TemplateEdit
) -> None:
    """The rebuilds, each after one edit. A peer's rebuild is its full build, which has been measured."""
    statement.apply()
    _one(series, STATEMENT, command)
    time.sleep(_SETTLE)
    run(command)  # reads the statement once more, which was too young to be known by its times
    _one(series, NOTHING, command)
    template.apply()
    _one(series, TEMPLATE, command)


def _forget(site: Path, output: Path) -> None:
    """As if it had never been built."""
    shutil.rmtree(output, ignore_errors=True)
    if output == site / "public":
        shutil.rmtree(site / ".sitegen", ignore_errors=True)


def _one(series: Series, name: str, command: Command) -> None:
    measured = run(command)
    series.runs[name].append(measured)
    figures = f"{measured.seconds:.2f} s, {measured.cpu:.2f} s CPU, {measured.peak >> 20} MiB"
    print(f"{series.villages} villages, {name}: {figures}", file=sys.stderr, flush=True)
