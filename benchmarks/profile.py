"""`python -m benchmarks.profile CONTENT`: where the time of a clean build goes.

One process builds the site twice into a folder in memory: once under a stopwatch at the seams (CPU seconds by
stage and register, hardly disturbed), once under Python's profiler (the functions; twice as slow, so read the
order and not the seconds).
"""

from __future__ import annotations

import cProfile
import io
import os
import pstats
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import jinja2

from benchmarks.series import DAY
from sitegen.build import board, groups, pipeline
from sitegen.build.output import Staging
from sitegen.build.plan import Options
from sitegen.paths import SitePaths
from sitegen.registers import registers
from sitegen.registers.register import Register
from sitegen.render.pages import BoardRenderer

STAGES = ("read", "check", "derive", "render", "write", "compile", "other")
"""What a build does with a board; `compile` are the templates, once in each process; `other` is the plan, the keys
of what is kept for the next build, and publication."""
_STEPS = {
    "read": "read",
    "check": "check",
    "derive": "derive",
    "updated": "derive",
    "next_change": "derive",
    "summary": "derive",
    "roll_up": "derive",
    "pages": "render",
    "twins": "render",
    "files": "render",
}
"""The stage of each step of a register."""
_ALL = "all registers"


class Stopwatch:
    """CPU seconds by (stage, register); what a span calls is not counted as its own."""

    def __init__(self) -> None:
        self.spent: dict[tuple[str, str], float] = defaultdict(float)
        self._open: list[tuple[str, str]] = [("other", _ALL)]
        self._since = time.process_time()

    @contextmanager
    def span(self, stage: str, register: str | None = None) -> Iterator[None]:
        """Count what follows for a stage; without a register, for the one that is at work."""
        self._turn()
        self._open.append((stage, register or self._open[-1][1]))
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def _turn(self) -> None:
        now = time.process_time()
        self.spent[self._open[-1]] += now - self._since
        self._since = now

    def around(
        self, function: Callable[..., Any], stage: str, register: str | None = None
    ) -> Callable[..., Any]:
        """The function, counted for a stage."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.span(stage, register):
                result = function(*args, **kwargs)
            return self._each(result, stage, register) if isinstance(result, Iterator) else result

        return timed

    def _each(self, items: Iterator[Any], stage: str, register: str | None) -> Iterator[Any]:
        """A generator works while it is asked."""
        while True:
            with self.span(stage, register):
                item = next(items, self)
            if item is self:
                return
            yield item


@contextmanager
def attached(watch: Stopwatch, content_registers: Iterable[Register]) -> Iterator[None]:
    """Let the stopwatch see the seams of a build: the steps of every register, rendering, writing."""
    undo: list[Callable[[], None]] = []

    def put(owner: Any, name: str, wrap: Callable[[Any], Any]) -> None:
        own = vars(owner).get(name)
        setattr(owner, name, wrap(getattr(owner, name)))
        undo.append(lambda: setattr(owner, name, own) if own else delattr(owner, name))

    def counted(stage: str, register: str | None = None) -> Callable[[Any], Any]:
        return lambda function: watch.around(function, stage, register)

    for register in content_registers:
        for step, stage in _STEPS.items():
            put(register, step, counted(stage, register.key))
    for name, stage in {"read": "read", "check": "check", "mask": "check", "derive": "derive"}.items():
        put(board, name, counted(stage, _ALL))
    put(groups, "write_twin", counted("render"))
    put(groups.Groups, "make", lambda make: _named(watch, make))
    put(jinja2.Environment, "compile", counted("compile", _ALL))
    put(BoardRenderer, "render", counted("render"))
    put(Staging, "write", counted("write"))
    try:
        yield
    finally:
        for step_back in reversed(undo):
            step_back()


def _named(watch: Stopwatch, make: Callable[..., None]) -> Callable[..., None]:
    """A page group's making, whatever it calls counted for the register that it is named after."""

    def named(made: Any, name: str, *rest: Any) -> None:
        with watch.span("other", name):
            make(made, name, *rest)

    return named


def by_stage(watch: Stopwatch) -> Iterator[str]:
    """The stopwatch's table as Markdown: a row a register, the costliest first."""
    total = sum(watch.spent.values())
    names = {register for _, register in watch.spent}
    sums = {name: sum(watch.spent[stage, name] for stage in STAGES) for name in names}
    yield f"| CPU s | {' | '.join(STAGES)} | sum | share |"
    yield "|---|" + "---:|" * (len(STAGES) + 2)
    for name in sorted(names, key=lambda one: -sums[one]):
        if sums[name] < 0.005:
            continue
        cells = [f"{watch.spent[stage, name]:.2f}" for stage in STAGES]
        yield f"| {name} | {' | '.join(cells)} | {sums[name]:.2f} | {sums[name] / total:.0%} |"
    columns = [sum(watch.spent[stage, name] for name in names) for stage in STAGES]
    yield f"| **sum** | {' | '.join(f'{column:.2f}' for column in columns)} | {total:.2f} | |"
    yield f"| **share** | {' | '.join(f'{column / total:.0%}' for column in columns)} | | |"


def top_functions(profile: cProfile.Profile, count: int) -> str:
    """The functions with the most time of their own, and those with the most in all."""
    out = io.StringIO()
    stats = pstats.Stats(profile, stream=out).strip_dirs()
    stats.sort_stats("tottime").print_stats(count)
    stats.sort_stats("cumulative").print_stats(r"\.(py|html):", count)
    return out.getvalue()


def _linked(content: Path, root: Path) -> Path:
    """The content folder under another site root, so that the profile leaves nothing behind in its own."""
    for name in (content.name, "templates", "themes"):
        if (content.parent / name).is_dir():
            (root / name).symlink_to(content.parent / name)
    return root / content.name


@click.command(help="Show where the time of a clean build of CONTENT goes.")
@click.argument("content", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--as-of", default=DAY, help="the day of the build")
@click.option("--top", default=25, help="how many functions to show")
def main(content: Path, as_of: str, top: int) -> None:
    """Build twice, and print both profiles."""
    options = Options(day=date.fromisoformat(as_of), jobs=1, clean=True)
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with TemporaryDirectory(prefix="sitegen-profile-", dir=place) as folder:
        content = _linked(content.absolute(), Path(folder))
        pipeline.check(SitePaths.of(content), options)  # all is imported, all files are in memory
        watch = Stopwatch()
        with attached(watch, registers().values()), watch.span("other"):
            outcome = pipeline.build(SitePaths.of(content, Path(folder) / "one"), options)
        print(f"{outcome.boards} boards, {outcome.files} files\n")
        print("\n".join(by_stage(watch)))
        profile = cProfile.Profile(time.process_time)
        profile.runcall(pipeline.build, SitePaths.of(content, Path(folder) / "two"), options)
        print(f"\n{top_functions(profile, top)}")


if __name__ == "__main__":
    main()
