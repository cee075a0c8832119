"""Runs board builds on the workers of a Dask scheduler, for what is too large for one machine.

This process decides, gathers and publishes as ever; a worker gets a board's task, reads the board's files from
the shared content folder, leaves its pages in the shared staging folder, and answers with hashes, summary and
findings. Dask gives the board of a worker that died to another one. `distributed` is imported only where it is
used; it comes with the extra `cluster`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from sitegen.boards import BoardFolder
from sitegen.build.board import BoardResult, BoardTask, Workshop
from sitegen.build.order import Order, Prepare
from sitegen.build.plan import ClusterFailure, Plan
from sitegen.build.pool import given_up
from sitegen.build.worker import (
    OtherFile,
    WorkshopSpec,
    build_there,
    digest_if_there,
    fingerprints,
)

if TYPE_CHECKING:
    from distributed import Client, Future

_RETRIES = 2
"""So often a board is tried again, on whichever worker, when its build raises: a shared folder may lag."""
_CONNECT_SECONDS = 2
_MUSTER_SECONDS = 5
_WORKERLESS_SECONDS = 60


def run_on_cluster(plan: Plan, prepare: Prepare, workshop: Workshop, address: str) -> Iterator[BoardResult]:
    """Build the tree of `plan` on the workers of the scheduler at `address`.

    Raises ClusterFailure where there is no such scheduler, or where it or all its workers are lost.
    """
    staging, templates = workshop.staging, workshop.templates
    assert plan.root is not None
    assert staging is not None
    assert templates is not None
    pages = Path(staging.folder)
    drafts = pages.with_name("drafts")
    drafts.mkdir()
    prints = fingerprints(plan.paths, templates)
    spec = WorkshopSpec(
        plan.paths, plan.settings, tuple(plan.registers), pages, drafts, staging.careful, prints
    )
    order = Order(plan.root)
    with _connected(address) as client:
        crew = _Crew(client, spec)
        while True:
            yield from crew.feed(order, prepare)
            if not crew.busy:
                return
            result = crew.collect()
            if result is not None:
                order.done(result)
                yield result


class _Crew:
    """The cluster's workers. They are given as many boards at a time as they have threads, no more: Dask counts
    a worker's death against every board that was waiting there."""

    def __init__(self, client: Client, spec: WorkshopSpec) -> None:
        self.client = client
        self.spec = spec
        self.busy: dict[str, tuple[Future, BoardTask]] = {}
        self.finished: SimpleQueue[str] = SimpleQueue()

    def feed(self, order: Order, prepare: Prepare) -> Iterator[BoardResult]:
        """Give out boards while threads are free; boards that need nothing are done on the way."""
        threads = max(1, sum(self.client.nthreads().values()))
        while order.ready and len(self.busy) < threads:
            folder: BoardFolder = order.ready.pop()
            prepared = prepare(folder, order.children(folder))
            if isinstance(prepared, BoardTask):
                self._submit(prepared)
            else:
                order.done(prepared)
                yield prepared

    def _submit(self, task: BoardTask) -> None:
        future = self.client.submit(build_there, self.spec, task, pure=False, retries=_RETRIES)
        self.busy[future.key] = future, task
        future.add_done_callback(lambda done: self.finished.put(done.key))

    def collect(self) -> BoardResult | None:
        """Wait for a board to be done; None where it has to be done again. Raises what its build raised."""
        future, task = self.busy.pop(self._next())
        failure = future.exception()
        if failure is None:
            result: BoardResult = future.result()
            return result
        return self._again(task, failure)

    def _next(self) -> str:
        """The next finished board's key. Raises ClusterFailure where nobody is left who could finish one."""
        while True:
            try:
                return self.finished.get(timeout=_WORKERLESS_SECONDS)
            except Empty:
                if not self.client.nthreads():
                    raise _no_workers(3) from None

    def _again(self, task: BoardTask, failure: BaseException) -> BoardResult | None:
        from distributed import KilledWorker

        if isinstance(failure, KilledWorker):
            return given_up(task, failure.allowed_failures + 1)
        if isinstance(failure, MemoryError):
            return given_up(task, _RETRIES + 1)
        if not isinstance(failure, OtherFile):
            raise failure
        if digest_if_there(task.folder.directory / failure.path) != failure.digest:
            raise _other_content(f"{task.folder.shown}/{failure.path}", failure.host)
        # Somebody saved the file after the build began: what is there now is built, and found again next time.
        files = {path: digest for path, digest in task.files.items() if path != failure.path}
        if failure.digest is not None:
            files[failure.path] = failure.digest
        self._submit(replace(task, files=files))
        return None


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """A connection to the scheduler, with at least one worker. Raises ClusterFailure."""
    try:
        import distributed
    except ImportError:
        raise ClusterFailure(
            2,
            "--scheduler 要用到 Dask，这里没有装。请运行 pip install 'sitegen-boards[cluster]'，或去掉 --scheduler。",
            "--scheduler needs Dask: run pip install 'sitegen-boards[cluster]', or leave --scheduler out",
        ) from None
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what fails is said by this program, once
    try:
        asyncio.run(_knock(address))
        client = distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except Exception as failure:  # whatever it is that answers there, or doesn't
        raise ClusterFailure(
            2,
            f"连不上调度器 {address}。请核对地址（例如 tcp://10.0.0.5:8786），看看那里的 dask scheduler 开着没有。",
            f"no scheduler at {address}: check the address (e.g. tcp://10.0.0.5:8786) and that it is running",
        ) from failure
    with client:
        try:
            client.wait_for_workers(1, timeout=_MUSTER_SECONDS)
        except TimeoutError:
            raise _no_workers(2) from None
        try:
            _require_sitegen(client)
            yield client
        except _lost() as failure:
            raise ClusterFailure(
                3,
                f"和调度器 {address} 的联系断了，没有公布任何改动。请重启调度器和工作进程，再生成一次。",
                f"the scheduler at {address} was lost; nothing was published: restart it and build again",
            ) from failure


async def _knock(address: str) -> None:
    """Look whether a scheduler answers: Dask's client would wait for ever for what listens but says nothing."""
    from distributed.comm import connect
    from distributed.security import Security

    arguments = Security().get_connection_args("client")
    greeting = connect(address, timeout=_CONNECT_SECONDS, **arguments)
    (await asyncio.wait_for(greeting, 2 * _CONNECT_SECONDS)).abort()


def _require_sitegen(client: Client) -> None:
    """Scheduler and workers need the package to understand a task: without it a worker just ends."""
    found = {"scheduler": client.run_on_scheduler(find_spec, "sitegen"), **client.run(find_spec, "sitegen")}
    without = "、".join(sorted(place for place, package in found.items() if package is None))
    if without:
        raise ClusterFailure(
            2,
            f"这些地方没有装 sitegen：{without}。请在每台机器上装同一版本的 sitegen-boards[cluster]，再重启。",
            f"sitegen is not installed at: {without}; install sitegen-boards[cluster] there and restart",
        )


def _lost() -> tuple[type[BaseException], ...]:
    from concurrent.futures import CancelledError

    from distributed.comm import CommClosedError

    return CancelledError, CommClosedError


def _no_workers(status: int) -> ClusterFailure:
    return ClusterFailure(
        status,
        "调度器那里一个工作进程也没有。请在各台工作机上运行 dask worker（见 docs/cluster.md）。",
        "the scheduler has no workers: start them with “dask worker” (see docs/cluster.md)",
    )


def _other_content(shown: str, host: str) -> ClusterFailure:
    return ClusterFailure(
        3,
        f"工作机 {host} 看到的 {shown} 和这里的不一样，没有公布。请检查内容文件夹是不是各台机器共用的同一个。",
        f"the worker {host} sees another {shown}: all machines must share one content folder",
    )
