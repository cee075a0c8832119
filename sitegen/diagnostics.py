"""What is wrong with the content: where, why, and what to write instead.

A `Message` is declared once, beside the law it speaks for, in Chinese and English. A `Diagnostic` is one
finding: a message's code, a place and the values to fill in. Diagnostics are plain data: they cross
process borders and are kept in the build state; text is made from them only when they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Literal, NamedTuple

import orjson
from msgspec import Struct

from sitegen.guard.numbers import redact

Severity = Literal["error", "warning"]


class Message(Struct, frozen=True):
    """One kind of finding: `text` says what is wrong, `remedy` what to write instead (in two languages)."""

    code: str
    severity: Severity
    text: str
    remedy: str
    text_en: str
    remedy_en: str


CATALOGUE: dict[str, Message] = {}


def _declare(message: Message) -> Message:
    if message.code in CATALOGUE and CATALOGUE[message.code] != message:
        raise ValueError(f"two messages bear the code {message.code}")
    CATALOGUE[message.code] = message
    return message


def error(code: str, text: str, remedy: str, text_en: str, remedy_en: str) -> Message:
    """Declare a finding that stops publication. Texts hold `{names}` that `Report.add` fills in."""
    return _declare(Message(code, "error", text, remedy, text_en, remedy_en))


def warning(code: str, text: str, remedy: str, text_en: str, remedy_en: str) -> Message:
    """Declare a finding that is shown but stops publication only under `--strict`."""
    return _declare(Message(code, "warning", text, remedy, text_en, remedy_en))


class Place(NamedTuple):
    """A position in a source: path from the site root, physical line and column, both from 1 (0: the file)."""

    file: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One finding. Sorts by file, line, column and code."""

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    values: tuple[tuple[str, str], ...] = ()

    def message(self, language: str = "zh-CN") -> str:
        """What is wrong, in one sentence; private numbers in quoted values are masked."""
        message = CATALOGUE[self.code]
        return self._fill(message.text_en if language.startswith("en") else message.text)

    def remedy(self, language: str = "zh-CN") -> str:
        """What to write or do instead."""
        message = CATALOGUE[self.code]
        return self._fill(message.remedy_en if language.startswith("en") else message.remedy)

    def _fill(self, template: str) -> str:
        return template.format_map({"line": self.line, **{k: redact(v) for k, v in self.values}})


by_place = attrgetter("file", "line", "column", "code", "severity", "values")
"""The key by which diagnostics sort; where there are thousands it is quicker than to compare two of them."""


class Report:
    """Gathers the diagnostics of one board (or of the site's own files)."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def add(self, message: Message, place: Place, **values: object) -> None:
        """Report `message` at `place`; `values` fill the names in its texts."""
        filled = tuple((name, _one_line(str(value))) for name, value in values.items())
        self.diagnostics.append(
            Diagnostic(place.file, place.line, place.column, message.code, message.severity, filled)
        )

    @property
    def failed(self) -> bool:
        """Whether an error was reported."""
        return any(d.severity == "error" for d in self.diagnostics)

    def sorted(self) -> list[Diagnostic]:
        """All findings in the order of their places, each once."""
        return sorted(set(self.diagnostics), key=by_place)


_LONGEST_VALUE = 500


def _one_line(value: str) -> str:
    """A quoted value as it stands in a message: a finding is one line, and no cell of a megabyte."""
    short = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    return " ".join(short.split("\n")) if "\n" in short else short


def promote(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The same findings with every warning made an error (`--strict`)."""
    return [replace(d, severity="error") for d in diagnostics]


def encode_diagnostics(diagnostics: Iterable[Diagnostic]) -> bytes:
    """Diagnostics as JSON, as they are kept from one build to the next."""
    return orjson.dumps([(d.file, d.line, d.column, d.code, d.severity, d.values) for d in diagnostics])


def decode_diagnostics(text: bytes) -> list[Diagnostic]:
    """Diagnostics from JSON."""
    return [
        Diagnostic(file, line, column, code, severity, tuple((k, v) for k, v in values))
        for file, line, column, code, severity, values in orjson.loads(text)
    ]


class ContentError(Exception):
    """Raised where reading cannot go on; carries the finding that says why."""

    def __init__(self, message: Message, place: Place, **values: Any) -> None:
        super().__init__(message, place, values)
        self.message = message
        self.place = place
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        return (_content_error, (self.message, self.place, self.values))


def _content_error(message: Message, place: Place, values: dict[str, Any]) -> ContentError:
    return ContentError(message, place, **values)
