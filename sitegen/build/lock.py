"""One build at a time for one pair of content and output: a second one waits for the first."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.build.state import open_state_folder

if sys.platform != "win32":
    import fcntl


@contextmanager
def exclusive(path: Path, waiting: Callable[[], None]) -> Iterator[bool]:
    """Hold the lock file `path`; gives whether it is held. `waiting` is called if another process has it.

    Content beside which nothing can be written is built without a lock. The system lets go of the lock when
    its holder ends, however it ends; the file itself means nothing.
    """
    try:
        open_state_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield False
        return
    try:
        yield _seize(descriptor, waiting)
    finally:
        os.close(descriptor)


def _seize(descriptor: int, waiting: Callable[[], None]) -> bool:
    if sys.platform == "win32":
        return False  # builds are not kept apart there
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waiting()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return True
