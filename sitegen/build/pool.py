"""A pool of worker processes, each of which builds one board at a time.

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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from sitegen.build.board import BoardResult, BoardTask
from sitegen.build.order import Order, Prepare, Work
from sitegen.diagnostics import Place, Report, encode_diagnostics, error

DIED = error(
    "build.worker-died",
    "生成“{board}”的进程 {times} 次意外中断，多半是内存不够或某个文件特别大。",
    "请检查这个公开栏里的大文件；也可以用 --jobs 1 再试。",
    "the process that builds “{board}” died {times} times",
    "look for very large files in this board, or try --jobs 1",
)
_DEATHS = 3


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


class Pool:
    """The worker processes, the boards that wait for one, and those over which some of them died."""

    def __init__(self, work: Work, waiting: list[BoardTask]) -> None:
        self.work = work
        self.waiting = waiting
        self.workers: list[_Worker] = []
        self.deaths: Counter[str] = Counter()

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
