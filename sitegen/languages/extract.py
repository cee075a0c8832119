"""Extraction of messages for Babel: `pybabel extract -F sitegen/languages/babel.cfg` (see docs/languages.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

from sitegen.languages.templates import HAN, messages_of

_SAYS = frozenset(["say", "word"])
_FIRST_WORDS = {"Field": 2, "Table": 2, "Stage": 1, "Body": 1, "Procedure": 1}
"""Definitions that bear other words besides, which are read and never shown: how many of their first ones are."""
_ALL_WORDS = frozenset(
    [
        "Answering",
        "Awards",
        "Block",
        "Deadline",
        "Found",
        "Glance",
        "Group",
        "Heading",
        "Late",
        "Measure",
        "Meetings",
        "Mention",
        "Page",
        "PlainRegister",
        "Roster",
        "Services",
        "State",
    ]
)
_BEARS = frozenset(["label", "unit", "noun", "title"])
_NOT_SAID = frozenset(["error", "warning", "BadValue"])
_DOWNLOAD = re.compile(r"(.+) (?:JSON|CSV)")

Found = tuple[int, str | None, str, list[str]]
"""As Babel wants it: line, function, message, comments."""


def extract_templates(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Iterator[Found]:
    """The messages of a Jinja template: its Chinese text."""
    from sitegen.render.environment import make_environment

    environment = make_environment([])
    for line, message in messages_of(environment.parse(file.read().decode("utf-8"))):
        yield line, None, message, []


def extract_python(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Iterator[Found]:
    """What a module says, and the labels, units and choices that its definitions bear."""
    found: list[tuple[int, str]] = []
    _Said(found).visit(ast.parse(file.read()))
    for line, message in sorted(found):
        yield line, None, message, []


def extract_glossary(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Iterator[Found]:
    """The words of the glossary and what they mean."""
    for line, text in enumerate(file.read().decode("utf-8").splitlines(), 1):
        key, colon, value = text.strip().removeprefix("- ").partition(": ")
        if colon and key in ("group", "term", "means"):
            yield line, None, value, []
        elif colon and key == "also":
            for word in value.strip("[]").split(", "):
                yield line, None, word, []


def _is_message(text: str) -> bool:
    return "{" in text or HAN.search(text) is not None


class _Said(ast.NodeVisitor):
    def __init__(self, found: list[tuple[int, str]]) -> None:
        self.found = found

    def add(self, node: ast.expr) -> None:
        """Every constant of an expression is a message, whichever of them is chosen; so is the order of places."""
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and _is_message(part.value):
                self.found.append((part.lineno, part.value))

    def visit_Call(self, node: ast.Call) -> None:
        """What is said, and what definitions bear."""
        function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if function in _NOT_SAID:
            return
        if function in _SAYS:
            self.add(node.args[0])
        elif function == "Choice":
            self._add_choices(node)
        elif function in _ALL_WORDS:
            self._add_plain([*node.args, *(keyword.value for keyword in node.keywords)])
        self._add_plain(node.args[: _FIRST_WORDS.get(function, 0)])
        self._add_plain([keyword.value for keyword in node.keywords if keyword.arg in _BEARS])
        self.generic_visit(node)

    def _add_plain(self, nodes: Iterable[ast.expr]) -> None:
        """What is written as it is, alone or side by side."""
        for node in nodes:
            if isinstance(node, ast.Constant):
                self.add(node)
            elif isinstance(node, ast.Tuple):
                self._add_plain(node.elts)

    def visit_Constant(self, node: ast.Constant) -> None:
        """What a data file is called, before its kind: 合同 JSON."""
        if isinstance(node.value, str) and (match := _DOWNLOAD.fullmatch(node.value)):
            self.found.append((node.lineno, match[1]))

    def _add_choices(self, node: ast.Call) -> None:
        """The words of a choice as they are shown, not those it is also read by."""
        if node.args and not isinstance(node.args[0], ast.Name):
            self.add(node.args[0])

    def visit_Assign(self, node: ast.Assign) -> None:
        """The labels and units that classes bear."""
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if any(name in _BEARS for name in names) and isinstance(node.value, ast.Constant):
            self.add(node.value)
        self.generic_visit(node)
