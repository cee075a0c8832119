"""Runs a program and measures it together with all processes it starts (Linux)."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_INTERVAL = 0.25
"""Seconds between two looks at the memory: each halts the processes for some milliseconds."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Failed(Exception):
    """A measured program ended with an error; the message is the end of what it said."""


@dataclass(frozen=True)
class Command:
    """A program to run: its words, the folder it runs in, variables added to the environment."""

    words: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """One measured run: wall and CPU seconds, and the largest memory of the whole process tree in bytes, as
    seen by looking at it in turns (`tree_memory`), but not less than the largest process ever held."""

    seconds: float
    cpu: float
    peak: int


def run(command: Command) -> Run:
    """Run to the end. Raises Failed where the program does."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            cwd=command.folder,
            env={**os.environ, **command.environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        sampler = _Sampler(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = sampler.stop()
        if process.returncode:
            said.seek(0)
            end = said.read().decode(errors="replace")[-2000:]
            raise Failed(f"{' '.join(command.words)} ended with {process.returncode}:\n{end}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, max(peak, usage.ru_maxrss * 1024))


class _Sampler:
    """Looks at a process tree in turns until stopped."""

    def __init__(self, root: int) -> None:
        self.root = root
        self.peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(_INTERVAL):
            self.peak = max(self.peak, tree_memory(self.root))

    def stop(self) -> int:
        """The largest sum seen."""
        self._over.set()
        self._thread.join()
        return self.peak


def tree_memory(root: int) -> int:
    """Bytes held by a process and all below it: the sum of their PSS, in which a page that n processes share
    counts as 1/n for each. A process that is alone is asked for its RSS, for which it need not be halted."""
    tree = list(_tree(root))
    if len(tree) == 1:
        return _rss(root)
    return sum(map(_pss, tree))


def _tree(process: int) -> Iterator[int]:
    yield process
    try:
        threads = os.listdir(f"/proc/{process}/task")
        for thread in threads:
            for child in Path(f"/proc/{process}/task/{thread}/children").read_text().split():
                yield from _tree(int(child))
    except OSError:  # it has just ended
        return


def _rss(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _pss(process: int) -> int:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
