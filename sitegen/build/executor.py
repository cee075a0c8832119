"""Runs board builds, children before their parents: in this process, or in a pool of worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from sitegen.boards import BoardFolder
from sitegen.build.board import BoardResult, BoardTask
from sitegen.build.order import Order, Prepare, Work

_FEW = 3


def run_serially(root: BoardFolder, prepare: Prepare, work: Work) -> Iterator[BoardResult]:
    """Build the tree in this process."""
    order = Order(root)
    while order.ready:
        prepared = order.prepare_next(prepare)
        if isinstance(prepared, BoardTask):
            prepared = work(prepared)
            order.done(prepared)
        yield prepared


def can_fork() -> bool:
    """Whether worker processes can be made from this one."""
    return hasattr(os, "fork")


def run_in_pool(
    root: BoardFolder, prepare: Prepare, work: Work, jobs: int, before: Callable[[], None] = lambda: None
) -> Iterator[BoardResult]:
    """Build the tree in `jobs` forked processes; where few boards need it, in this one: forking takes longer.

    `before` they are forked, what they should share is loaded.
    """
    order = Order(root)
    waiting: list[BoardTask] = []
    while order.ready and len(waiting) <= _FEW:
        prepared = order.prepare_next(prepare)
        if isinstance(prepared, BoardTask):
            waiting.append(prepared)
        else:
            yield prepared
        while waiting and not order.ready:
            result = work(waiting.pop())
            order.done(result)
            yield result
    if not waiting:
        return
    from sitegen.build.pool import Pool  # with all that processes need to talk to each other

    pool = Pool(work, waiting)
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
