"""A look at the files by a helper process, while this one loads what it will need if something changed.

To look at a county takes as long as to load the program's own modules, and neither waits for the other. What only
rendering needs (jinja2, markdown, yaml) is not loaded ahead: an answer “nothing changed” never needs it.
"""

from __future__ import annotations

import marshal
import os
import select
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import chain
from typing import Any, NoReturn

from sitegen.build.fingerprint import Seen, look_around
from sitegen.paths import SitePaths
from sitegen.sources.folders import FolderSeen, Look

_FIRST = ("diagnostics", "fields", "tables", "settings", "boards", "guard.names", "registers.register")
"""What every build needs before the registers, in steps: between two of them the answer may be there."""
_LAST = ("guard.conceal", "home", "kiosk", "exports.search", "build.kept", "build.plan")
"""And what it needs after them."""


def look_and_load(
    paths: SitePaths,
    foreign: Iterable[str],
    registers: Iterable[str],
    signature: str,
    then: Sequence[Callable[[], object]] = (),
) -> Seen | None:
    """Look at all files that a build reads (`look_around`): None where they are settled and bear this signature.
    As long as that takes, the registers of these names are loaded, `then` what else is told done."""
    foreign = list(foreign)
    if not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return _changed(look_around(paths, foreign), signature)
    answers, tells = os.pipe()
    helper = os.fork()
    if helper == 0:
        _look(tells, paths, foreign, signature)
    os.close(tells)
    with os.fdopen(answers, "rb") as answer:
        for step in chain(_steps(registers), then):
            if select.select([answers], [], [], 0)[0]:
                break
            step()
        told = answer.read()
    _, failed = os.waitpid(helper, 0)
    if failed:  # what is wrong is raised here
        return _changed(look_around(paths, foreign), signature)
    return _decode(told)


def _changed(seen: Seen, signature: str) -> Seen | None:
    return None if seen.is_settled(time.time_ns()) and seen.signature == signature else seen


def _look(tells: int, paths: SitePaths, foreign: list[str], signature: str) -> NoReturn:
    status = 1
    try:
        with os.fdopen(tells, "wb") as answer:
            answer.write(_encode(_changed(look_around(paths, foreign), signature)))
        status = 0
    finally:
        os._exit(status)


def _encode(seen: Seen | None) -> bytes:
    """What was seen, for the process that waits for it; in a third of pickle's time."""
    if seen is None:
        return marshal.dumps(None)
    design, code = list(map(_plain, seen.design)), list(map(_plain, seen.code))
    content, installed = _plain(seen.content), _plain(seen.installed)
    return marshal.dumps((seen.looked_ns, content, design, code, installed, seen.foreign))


def _decode(told: bytes) -> Seen | None:
    plain = marshal.loads(told)
    if plain is None:
        return None
    looked_ns, content, design, code, installed, foreign = plain
    return Seen(
        looked_ns,
        _look_of(content),
        list(map(_look_of, design)),
        list(map(_look_of, code)),
        _look_of(installed),
        foreign,
    )


_Plain = list[tuple[str, tuple[Any, ...]]]


def _plain(look: Look) -> _Plain:
    return [(path, tuple(folder)) for path, folder in look.items()]


def _look_of(plain: _Plain) -> Look:
    return {path: FolderSeen(*folder) for path, folder in plain}


def _steps(names: Iterable[str]) -> Iterator[Callable[[], object]]:
    """What to load, step by step. What is no register any more is nobody's concern here."""
    yield from (partial(import_module, f"sitegen.{name}") for name in _FIRST)
    from sitegen.registers import registers

    known = registers()
    yield from (partial(known.__getitem__, name) for name in names if name in known)
    yield from (partial(import_module, f"sitegen.{name}") for name in _LAST)
