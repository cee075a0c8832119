"""Runs board builds: in this process, or in a pool of worker processes. Children come before their parents."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait

from sitegen.boards import BoardFolder
from sitegen.build.board import BoardResult

Work = Callable[[str, tuple[BoardResult, ...]], BoardResult]
"""Builds the board at a path, given its children's results (in their order)."""


def run_serially(root: BoardFolder, work: Work) -> Iterator[BoardResult]:
    """Build every board of the tree in this process, children first."""

    def visit(folder: BoardFolder) -> Iterator[BoardResult]:
        children = []
        for child in folder.children:
            for result in visit(child):
                yield result
            children.append(result)
        yield work(folder.path, tuple(children))

    yield from visit(root)


_work: Work | None = None


def _call(path: str, children: tuple[BoardResult, ...]) -> BoardResult:
    assert _work is not None
    return _work(path, children)


def run_in_pool(root: BoardFolder, work: Work, jobs: int) -> Iterator[BoardResult]:
    """Build the tree in `jobs` forked processes; a board starts when all its children are done."""
    global _work
    _work = work
    parents = {child.path: folder for folder in root.walk() for child in folder.children}
    done: dict[str, BoardResult] = {}
    gc.freeze()
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as pool:
        running: set[Future[BoardResult]] = set()
        waiting = [folder for folder in root.walk() if not folder.children]
        waiting.reverse()
        while waiting or running:
            while waiting and len(running) < jobs * 3:
                folder = waiting.pop()
                children = tuple(_slim(done.pop(child.path)) for child in folder.children)
                running.add(pool.submit(_call, folder.path, children))
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                result = future.result()
                done[result.path] = result
                yield result
                parent = parents.get(result.path)
                if parent is not None and all(child.path in done for child in parent.children):
                    waiting.append(parent)
    _work = None


def _slim(result: BoardResult) -> BoardResult:
    """What a parent needs of a child's result."""
    return BoardResult(result.path, result.summary, [])
