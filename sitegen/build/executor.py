"""Runs board builds, children before their parents: in this process, or in a pool of worker processes.

A worker that dies is replaced and its board is built again; the third death over the same board is a
finding that names it. What a worker raises (a full disk, a fault of the program) is raised here. Workers end
when this process ends, however it ends: their pipes close.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import pickle
import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from sitegen.boards import BoardFolder
from sitegen.build.board import BoardResult, BoardTask
from sitegen.diagnostics import Place, Report, encode_diagnostics, error

DIED = error(
    "build.worker-died",
    "生成“{board}”的进程 {times} 次意外中断，多半是内存不够或某个文件特别大。",
    "请检查这个公开栏里的大文件；也可以用 --jobs 1 再试。",
    "the process that builds “{board}” died {times} times",
    "look for very large files in this board, or try --jobs 1",
)
_DEATHS = 3
_FEW = 3

Prepare = Callable[[BoardFolder, tuple[BoardResult, ...]], BoardTask | BoardResult]
"""Decides, given its children's results, what a board needs: to be built, or nothing (its kept result)."""
Work = Callable[[BoardTask], BoardResult]


def run_serially(root: BoardFolder, prepare: Prepare, work: Work) -> Iterator[BoardResult]:
    """Build the tree in this process."""
    order = Order(root)
    while order.ready:
        prepared = order.prepare_next(prepare)
        if isinstance(prepared, BoardTask):
            prepared = work(prepared)
            order.done(prepared)
        yield prepared


class Order:
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

    def prepare_next(self, prepare: Prepare) -> BoardTask | BoardResult:
        """The task of the next board that is ready; its result, where it needs none: then it is done."""
        folder = self.ready.pop()
        prepared = prepare(folder, self.children(folder))
        if not isinstance(prepared, BoardTask):
            self.done(prepared)
        return prepared

    def done(self, result: BoardResult) -> None:
        """A board is done: its parent may be ready now."""
        self.finished[result.path] = result.slim()
        parent = self.parents.get(result.path)
        if parent is not None:
            self.missing[parent.path] -= 1
            if not self.missing[parent.path]:
                self.ready.append(parent)


def given_up(task: BoardTask, deaths: int) -> BoardResult:
    """The result of a board over which `deaths` workers died."""
    report = Report()
    report.add(DIED, Place(f"{task.folder.shown}/board.yaml"), board=task.info.name, times=deaths)
    return BoardResult(task.info.path, findings=encode_diagnostics(report.diagnostics))


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    task: BoardTask | None = None


def can_fork() -> bool:
    """Whether worker processes can be made from this one."""
    return "fork" in multiprocessing.get_all_start_methods()


def run_in_pool(
    root: BoardFolder, prepare: Prepare, work: Work, jobs: int, before: Callable[[], None] = lambda: None
) -> Iterator[BoardResult]:
    """Build the tree in `jobs` forked processes; where few boards need it, in this one: forking takes longer.

    `before` they are forked, what they should share is loaded.
    """
    order = Order(root)
    pool = _Pool(work)
    while order.ready and len(pool.waiting) <= _FEW:
        prepared = order.prepare_next(prepare)
        if isinstance(prepared, BoardTask):
            pool.waiting.append(prepared)
        else:
            yield prepared
        while pool.waiting and not order.ready:
            result = work(pool.waiting.pop())
            order.done(result)
            yield result
    if not pool.waiting:
        return
    try:
        before()
        pool.start(jobs)
        while True:
            yield from pool.feed(order, prepare)
            if not pool.busy:
                return
            for result in pool.collect():
                order.done(result)
                yield result
    finally:
        pool.close()


class _Pool:
    """The worker processes, the boards that wait for one, and those over which some of them died."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.workers: list[_Worker] = []
        self.deaths: Counter[str] = Counter()
        self.waiting: list[BoardTask] = []

    def start(self, jobs: int) -> None:
        """Fork the workers; what exists by then is left out of their garbage collections."""
        gc.collect()
        gc.freeze()
        for _ in range(jobs):
            self._fork()

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.connection.close()
            worker.process.terminate()
            worker.process.join()
        gc.unfreeze()

    @property
    def busy(self) -> list[_Worker]:
        """The workers that have a board."""
        return [worker for worker in self.workers if worker.task is not None]

    def feed(self, order: Order, prepare: Prepare) -> Iterator[BoardResult]:
        """Give every free worker a board; boards that need nothing are done on the way."""
        for worker in self.workers:
            while worker.task is None and (self.waiting or order.ready):
                prepared = self.waiting.pop() if self.waiting else order.prepare_next(prepare)
                if isinstance(prepared, BoardTask):
                    worker.task = prepared
                    # To a dead worker nothing can be sent: its sentinel tells, and the board is built again.
                    with contextlib.suppress(OSError):
                        worker.connection.send(prepared)
                else:
                    yield prepared

    def collect(self) -> Iterator[BoardResult]:
        """Wait until at least one worker has a result or is dead. Raises what a worker raised."""
        busy = self.busy
        ready = set(wait([w.connection for w in busy] + [w.process.sentinel for w in busy]))
        for worker in busy:
            if ready & {worker.connection, worker.process.sentinel}:
                result = _receive(worker) or self._mourn(worker)
                if result is not None:
                    yield result

    def _mourn(self, dead: _Worker) -> BoardResult | None:
        """Replace a dead worker; its board is built again, or given up as a finding."""
        if dead.process.is_alive():
            return None
        task = dead.task
        assert task is not None
        dead.process.join()
        dead.connection.close()
        self.workers.remove(dead)
        self._fork()
        self.deaths[task.info.path] += 1
        if self.deaths[task.info.path] < _DEATHS:
            self.waiting.append(task)
            return None
        return given_up(task, _DEATHS)

    def _fork(self) -> None:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        inherited = [ours, *(worker.connection for worker in self.workers)]
        process = context.Process(target=_serve, args=(theirs, inherited, self.work), daemon=True)
        process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))


def _receive(worker: _Worker) -> BoardResult | None:
    """The worker's result; None where it died over its board. Raises what the worker raised."""
    try:
        if not worker.connection.poll():
            return None
        answer: BoardResult | Exception = worker.connection.recv()
    except (EOFError, OSError):
        return None
    worker.task = None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _serve(connection: Connection, inherited: Sequence[Connection], work: Work) -> None:
    """A worker's life: boards in, results out, until the parent is gone.

    `inherited` are the parent's ends of all pipes: a worker that held one open would never see it close.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the parent, and with it the pipe
    for parents_end in inherited:
        parents_end.close()
    while True:
        try:
            connection.send(_attempt(work, connection.recv()))
        except (EOFError, OSError):
            return


def _attempt(work: Work, task: BoardTask) -> BoardResult | Exception:
    """The board's result, or what was raised instead, as far as it can be sent."""
    try:
        return work(task)
    except MemoryError:
        raise  # the worker dies of it, and the board is tried again
    except Exception as failure:
        failure.add_note(traceback.format_exc())
        try:
            pickle.loads(pickle.dumps(failure))
        except Exception:
            return RuntimeError(traceback.format_exc())
        return failure
