"""The registers: built-in ones, those of installed packages, and those that a site defines itself."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.registers.register import Register

_BUILT_IN = (
    "sitegen.registers.notices:Party",
    "sitegen.registers.notices:Affairs",
    "sitegen.registers.finance:Finance",
    "sitegen.registers.points:Points",
    "sitegen.registers.contracts:Contracts",
    "sitegen.registers.figures:Figures",
)


@cache
def registers() -> dict[str, Register]:
    """Every register by its folder's name, in the order in which pages list them."""
    found: dict[str, Register] = {}
    for reference in _BUILT_IN:
        module, _, name = reference.partition(":")
        try:
            getattr(import_module(module), name)
        except (ModuleNotFoundError, AttributeError):
            continue
        register = getattr(import_module(module), name)()
        found[register.key] = register
    for entry in sorted(entry_points(group="sitegen.registers"), key=lambda e: e.name):
        register = entry.load()()
        found.setdefault(register.key, register)
    return found
