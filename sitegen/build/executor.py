"""Runs board builds, children before their parents: in this process, or in a pool of worker processes.

A worker that dies is replaced and its board is built again; the third death over the same board is a
finding that names it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from sitegen.boards import BoardFolder
from sitegen.build.board import BoardResult, BoardTask
from sitegen.diagnostics import Diagnostic, Place, error

DIED = error(
    "build.worker-died",
    "生成“{board}”的进程三次意外中断，多半是内存不够或某个文件特别大。",
    "请检查这个公开栏里的大文件；也可以用 --jobs 1 再试。",
    "the process that builds “{board}” died three times",
    "look for very large files in this board, or try --jobs 1",
)
_DEATHS = 3
_ORPHAN_CHECK_SECONDS = 5.0

Prepare = Callable[[BoardFolder, tuple[BoardResult, ...]], BoardTask | BoardResult]
"""Decides, given its children's results, what a board needs: to be built, or nothing (its kept result)."""
Work = Callable[[BoardTask], BoardResult]


def run_serially(root: BoardFolder, prepare: Prepare, work: Work) -> Iterator[BoardResult]:
    """Build the tree in this process."""
    order = _Order(root)
    while order.ready:
        folder = order.ready.pop()
        prepared = prepare(folder, order.children(folder))
        result = work(prepared) if isinstance(prepared, BoardTask) else prepared
        order.done(result)
        yield result


class _Order:
    """The boards of a tree, each when all its children are done."""

    def __init__(self, root: BoardFolder) -> None:
        self.ready = [folder for folder in root.walk() if not folder.children]
        self.ready.reverse()
        self.parents = {child.path: folder for folder in root.walk() for child in folder.children}
        self.missing = {folder.path: len(folder.children) for folder in root.walk()}
        self.finished: dict[str, BoardResult] = {}

    def children(self, folder: BoardFolder) -> tuple[BoardResult, ...]:
        """The results of a board's children, in their order; each is asked for once."""
        return tuple(self.finished.pop(child.path) for child in folder.children)

    def done(self, result: BoardResult) -> None:
        """A board is done: its parent may be ready now."""
        self.finished[result.path] = result.slim()
        parent = self.parents.get(result.path)
        if parent is not None:
            self.missing[parent.path] -= 1
            if not self.missing[parent.path]:
                self.ready.append(parent)


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    task: BoardTask | None = None


def can_fork() -> bool:
    """Whether worker processes can be made from this one."""
    return "fork" in multiprocessing.get_all_start_methods()


def run_in_pool(root: BoardFolder, prepare: Prepare, work: Work, jobs: int) -> Iterator[BoardResult]:
    """Build the tree in `jobs` forked processes."""
    gc.collect()
    gc.freeze()
    workers = [_start(work) for _ in range(jobs)]
    deaths: Counter[str] = Counter()
    order = _Order(root)
    again: list[BoardTask] = []
    try:
        while True:
            for worker in workers:
                if worker.task is None:
                    yield from _feed(worker, order, again, prepare)
            busy = [worker for worker in workers if worker.task is not None]
            if not busy:
                return
            ready = set(wait([w.connection for w in busy] + [w.process.sentinel for w in busy]))
            for worker in busy:
                if not ready & {worker.connection, worker.process.sentinel}:
                    continue
                result = _receive(worker)
                if result is None:
                    result = _mourn(worker, workers, work, deaths, again)
                if result is not None:
                    order.done(result)
                    yield result
    finally:
        for worker in workers:
            worker.connection.close()
            worker.process.terminate()
            worker.process.join()
        gc.unfreeze()


def _feed(
    worker: _Worker, order: _Order, again: list[BoardTask], prepare: Prepare
) -> Iterator[BoardResult]:
    """Give a free worker its next board; boards that need nothing are done on the way."""
    while again or order.ready:
        if again:
            prepared: BoardTask | BoardResult = again.pop()
        else:
            folder = order.ready.pop()
            prepared = prepare(folder, order.children(folder))
        if isinstance(prepared, BoardTask):
            worker.task = prepared
            try:
                worker.connection.send(prepared)
            except OSError:
                pass  # the worker is dead: its sentinel tells, and the board is built again
            return
        order.done(prepared)
        yield prepared


def _receive(worker: _Worker) -> BoardResult | None:
    """The worker's result; None where it died over its board."""
    try:
        if worker.connection.poll():
            result: BoardResult = worker.connection.recv()
            worker.task = None
            return result
    except (EOFError, OSError):
        pass
    return None


def _mourn(
    dead: _Worker, workers: list[_Worker], work: Work, deaths: Counter[str], again: list[BoardTask]
) -> BoardResult | None:
    """Replace a dead worker; its board is built again, or given up as a finding."""
    if dead.process.is_alive():
        return None
    assert dead.task is not None
    dead.process.join()
    dead.connection.close()
    workers[workers.index(dead)] = _start(work)
    task = dead.task
    deaths[task.info.path] += 1
    if deaths[task.info.path] < _DEATHS:
        again.append(task)
        return None
    place = Place(f"{task.folder.shown}/board.yaml")
    finding = Diagnostic(place.file, 0, 0, DIED.code, "error", (("board", task.info.name),))
    return BoardResult(task.info.path, None, [finding])


def _start(work: Work) -> _Worker:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, ours, work, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _serve(connection: Connection, parents_end: Connection, work: Work, parent: int) -> None:
    """A worker's life: boards in, results out, until the parent is gone."""
    parents_end.close()
    while True:
        while not connection.poll(_ORPHAN_CHECK_SECONDS):
            if os.getppid() != parent:
                return
        try:
            task = connection.recv()
        except EOFError:
            return
        connection.send(work(task))
