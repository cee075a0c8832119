"""The measured ratios beside their bars, and the figures behind them, as Markdown."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import sitegen
from benchmarks.series import NOTHING, SITEGEN, STATEMENT, TEMPLATE, Series


@dataclass(frozen=True)
class Row:
    """A line of the table: what was done, the ratio (or the seconds), the bar it must not pass and the aim."""

    work: str
    measured: float | None
    bar: float
    aim: float | None
    unit: str = ""

    def __str__(self) -> str:
        if self.measured is None:
            return f"| {self.work} | — | ≤ {_ratio(self.bar)}{self.unit} | {self._aim()} | |"
        verdict = "passed" if self.measured <= self.bar else "**missed**"
        shown = f"{_ratio(self.measured)}{self.unit}"
        return f"| {self.work} | {shown} | ≤ {_ratio(self.bar)}{self.unit} | {self._aim()} | {verdict} |"

    def _aim(self) -> str:
        return "share of pages that use it" if self.aim is None else f"{_ratio(self.aim)}{self.unit}"


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value >= 0.02 else f"1/{1 / value:.0f}"


def rows(small: Series | None, large: Series) -> Iterator[Row]:
    """The table's lines; those that compare two sizes only where two were measured."""
    hugo, own = large.seconds("hugo"), large.seconds(SITEGEN)
    size = f"{large.villages} villages"
    if small is not None:
        first = f"clean build, {small.villages} villages, wall, against Hugo"
        yield Row(first, _over(small.seconds(SITEGEN), small.seconds("hugo")), 1.2, 0.5)
    yield Row(f"clean build, {size}, wall, against Hugo", _over(own, hugo), 1.2, 0.5)
    yield Row(f"clean build, {size}, wall, against Eleventy", _over(own, large.seconds("eleventy")), 1.4, 0.7)
    changed = f"one statement changed, {size}, against Hugo's rebuild"
    yield Row(changed, _over(large.seconds(STATEMENT), hugo), 1 / 80, 1 / 200)
    yield Row(
        f"nothing changed, {size}, against Hugo's build",
        _over(large.seconds(NOTHING), hugo),
        1 / 150,
        1 / 300,
    )
    template = f"one shared template changed, {size}, against own clean build"
    yield Row(template, _over(large.seconds(TEMPLATE), own), 0.8, None)
    memory = f"peak memory of the whole process tree, {size}, against Hugo"
    yield Row(memory, _over(large.peak(SITEGEN), large.peak("hugo")), 0.05, 0.02)
    if small is not None:
        both = f"at {large.villages} against {small.villages} villages"
        yield Row(f"memory {both}", _over(large.peak(SITEGEN), small.peak(SITEGEN)), 1.3, 1.1)
        yield Row(f"time per page {both}", _over(_page_time(large), _page_time(small)), 1.1, 1.0)
    if large.reloads:
        yield Row(f"save → reloaded page in Chromium, {size}", median(large.reloads), 0.4, 0.15, " s")


def _over(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _page_time(series: Series) -> float | None:
    return _over(series.seconds(SITEGEN), series.pages.get(SITEGEN))


def markdown(all_series: Sequence[Series], rounds: int, machine: Sequence[str]) -> Iterator[str]:
    """The whole report, line by line. `all_series` are in the order of their sizes, `machine` what was run on."""
    yield from machine
    yield f"- medians of {rounds} turns; range in brackets; memory: summed PSS of the tree, RSS of a lone process"
    yield ""
    yield "| work | measured | bar | aim | |"
    yield "|---|---:|---:|---:|---|"
    small = all_series[0] if len(all_series) > 1 else None
    yield from map(str, rows(small, all_series[-1]))
    for series in all_series:
        yield ""
        yield f"{series.villages} villages:"
        yield ""
        yield "| build | pages | wall s | CPU s | peak MiB | ms a page |"
        yield "|---|---:|---:|---:|---:|---:|"
        yield from _figures(series)
        if series.reloads:
            shown = ", ".join(f"{one:.2f}" for one in series.reloads)
            yield f"\nSave → reloaded page, one after the other: {shown} s"


def _figures(series: Series) -> Iterator[str]:
    for name, runs in series.runs.items():
        seconds = sorted(one.seconds for one in runs)
        wall = f"{median(seconds):.2f} ({seconds[0]:.2f}–{seconds[-1]:.2f})"
        cpu, peak = median(one.cpu for one in runs), median(one.peak for one in runs) / 2**20
        pages = series.pages.get(name)
        each = f"{1000 * median(seconds) / pages:.2f}" if pages else ""
        yield f"| {name} | {pages or ''} | {wall} | {cpu:.2f} | {peak:.0f} | {each} |"


def machine_facts(where: Path, versions: Sequence[str]) -> list[str]:
    """What was measured on what, when, and where the outputs lay: lines of a list."""
    own = f"sitegen {sitegen.__version__}, Python {platform.python_version()}"
    kind = "in memory (tmpfs)" if _in_memory(where) else "**on disk**, where times vary widely"
    return [
        f"- {datetime.now(UTC):%Y-%m-%d}; {_processor()}, {os.cpu_count()} cores; {sys.platform}",
        f"- {', '.join([own, *versions])}",
        f"- content and outputs {kind}; load when it began {os.getloadavg()[0]:.1f}",
    ]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _in_memory(folder: Path) -> bool:
    """Whether the folder lies on a tmpfs: the longest mount point above it decides."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    above = [(point, kind) for _, point, kind, *_ in mounts if folder.resolve().is_relative_to(point)]
    return max(above, key=lambda mount: len(mount[0]))[1] == "tmpfs"
