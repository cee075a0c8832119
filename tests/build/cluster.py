"""A Dask scheduler and its workers on this machine, each a process of its own as on a cluster."""

from __future__ import annotations

import json
import os
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
        """The worker processes of one thread each; one that dies is not replaced."""
        return self.processes[1:]

    def start(self, *command: str) -> None:
        """Start one more process of the cluster."""
        path = os.pathsep.join(str(folder) for folder in (CHECKOUT, self.plugins) if folder)
        with (self.folder / "log.txt").open("ab") as log:
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", "dask", *command],
                    cwd=self.folder,
                    env={
                        **os.environ,
                        "PYTHONPATH": path,
                        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2",
                    },
                    stdout=log,
                    stderr=log,
                )
            )

    @property
    def living(self) -> int:
        """How many workers live."""
        return sum(worker.poll() is None for worker in self.workers)

    def muster(self, workers: int) -> Cluster:
        """See to it that so many workers live."""
        for _ in range(workers - self.living):
            self._add_worker()
        wait_until(lambda: self._registered() == len(self.workers), "all workers are registered")
        return self

    def _registered(self) -> int:
        return (self.folder / "log.txt").read_text(encoding="utf-8").count("Registered to:")

    def _add_worker(self) -> None:
        here = ("--local-directory", str(self.folder))
        self.start("worker", self.address, *_HERE, "--nthreads", "1", "--no-nanny", *here)


@contextmanager
def running_cluster(folder: Path, plugins: Path | None = None) -> Iterator[Cluster]:
    """A scheduler on a port of its own, still without workers; all processes are killed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster("", folder, [], plugins)
    contact = folder / "scheduler.json"
    try:
        cluster.start("scheduler", *_HERE, "--port", "0", "--scheduler-file", str(contact))
        wait_until(lambda: contact.exists() and contact.stat().st_size > 0, "the scheduler listens")
        cluster.address = json.loads(contact.read_text())["address"]
        yield cluster
    finally:
        for process in reversed(cluster.processes):
            process.kill()
            process.wait()
