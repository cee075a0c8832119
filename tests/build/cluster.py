"""A Dask scheduler and its workers on this machine, each a process of its own as on a cluster."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import CHECKOUT

_PATIENCE_SECONDS = 60
_HERE = ("--host", "127.0.0.1", "--no-dashboard")


def wait_until(done: Callable[[], bool], what: str) -> None:
    """Wait until something is so; fails after a minute."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < until, f"waited in vain until {what}"
        time.sleep(0.02)


@dataclass
class Cluster:
    """A running cluster; its processes import what lies in `plugins`, too."""

    address: str
    folder: Path
    processes: list[subprocess.Popen[bytes]]
    plugins: Path | None

    @property
    def scheduler(self) -> subprocess.Popen[bytes]:
        return self.processes[0]

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        """The worker processes (with a nanny, the nannies)."""
        return self.processes[1:]

    def start(self, *command: str) -> None:
        """Start one more process of the cluster."""
        path = os.pathsep.join(str(folder) for folder in (CHECKOUT, self.plugins) if folder)
        with (self.folder / "log.txt").open("ab") as log:
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", "dask", *command],
                    cwd=self.folder,
                    env={**os.environ, "PYTHONPATH": path, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2"},
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def add_worker(self, *, nanny: bool = False) -> None:
        """One more worker process of one thread; a `nanny` starts another one in its place where it dies."""
        watch = "--nanny" if nanny else "--no-nanny"
        self.start("worker", self.address, *_HERE, "--nthreads", "1", watch, "--local-directory", str(self.folder))


@contextmanager
def running_cluster(folder: Path, workers: int, *, nanny: bool = False, plugins: Path | None = None) -> Iterator[Cluster]:
    """A scheduler with so many workers, on ports of their own; all are killed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster("", folder, [], plugins)
    contact = folder / "scheduler.json"
    try:
        cluster.start("scheduler", *_HERE, "--port", "0", "--scheduler-file", str(contact))
        wait_until(lambda: contact.exists() and contact.stat().st_size > 0, "the scheduler listens")
        cluster.address = json.loads(contact.read_text())["address"]
        for _ in range(workers):
            cluster.add_worker(nanny=nanny)
        yield cluster
    finally:
        for process in reversed(cluster.processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
