"""The registers: built-in ones, those of installed packages, and those that a site defines itself.

A built-in register is the module (or package) of this folder that bears the name of the register's folder, and
that defines `REGISTER`. A package adds one by an entry point in the group `sitegen.registers`: its name is the
folder's, what it names is the register or its class. Nothing is imported but what is looked up.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from sitegen.packages import entry_points

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from sitegen.registers.register import Register

ALWAYS = ("finance",)
"""The registers that a board may show without a folder of theirs (`Register.expected`)."""


class Registers(Mapping[str, "Register"]):
    """Registers by the names of their folders. Names cost nothing; a register is imported when it is looked up."""

    def __init__(self, own: Mapping[str, Register] | None = None) -> None:
        self._own = dict(own or {})

    def __getitem__(self, key: str) -> Register:
        return self._own[key] if key in self._own else _load(key)

    def __contains__(self, key: object) -> bool:
        return key in self._own or key in _built_in() or key in _installed()

    def __iter__(self) -> Iterator[str]:
        yield from sorted({*_built_in(), *_installed()} - {*self._own})
        yield from self._own

    def __len__(self) -> int:
        return len({*_built_in(), *_installed(), *self._own})

    def with_own(self, own: Mapping[str, Register]) -> Registers:
        """These and the `own` ones of a site, which come last on pages, in their own order."""
        return Registers({**self._own, **own})

    def choose(self, names: Iterable[str]) -> dict[str, Register]:
        """The registers of these names, in the order in which pages list them."""
        chosen = {key: self[key] for key in sorted(set(names)) if key not in self._own}
        own = {key: register for key, register in self._own.items() if key in set(names)}
        return {**dict(sorted(chosen.items(), key=lambda item: item[1].order)), **own}


@cache
def registers() -> Registers:
    """Every register that this program and the installed packages have."""
    return Registers()


@cache
def _built_in() -> frozenset[str]:
    """The modules of this folder that define `REGISTER`: their text tells, so that none of them is imported."""
    found = set()
    for entry in os.scandir(os.path.dirname(__file__)):
        path = entry.path if entry.name.endswith(".py") else f"{entry.path}/__init__.py"
        with suppress(OSError), open(path, "rb") as file:
            if b"\nREGISTER = " in file.read():
                found.add(entry.name.removesuffix(".py"))
    return frozenset(found)


@cache
def _installed() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points("sitegen.registers")}


@cache
def _load(key: str) -> Register:
    """The register of that name. Raises KeyError where there is none."""
    if key in _built_in():
        return import_module(f"{__name__}.{key}").REGISTER  # type: ignore[no-any-return]
    found = _installed()[key].load()
    return found() if isinstance(found, type) else found  # type: ignore[no-any-return]
