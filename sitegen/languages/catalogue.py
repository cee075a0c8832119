"""One language: its catalogue, and how it writes dates, numbers and plurals (as CLDR has them)."""

from __future__ import annotations

import gettext
import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from string import Formatter
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton

_PLURALS = ("zero", "one", "two", "few", "many", "other")
_PAUSES = {"、": ", ", "，": ", ", "；": "; "}
_YEAR = re.compile(r"\d{4}")
_NOT_DIGITS = re.compile(r"[^\d.]")


class Language:
    """A language other than the source language. `catalogue` is its .po file, or the .mo file compiled beside it."""

    def __init__(self, code: str, catalogue: Path) -> None:
        self.code = code
        self.locale = Locale.parse(code, sep="-")
        self.messages = read_catalogue(catalogue)
        self.words = {k: v for k, v in self.messages.items() if "{" not in k}
        self._formatter = _Formatter(self)

    @cached_property
    def key(self) -> str:
        """A hash of all that it says: pages in it change when it does."""
        said = "".join(f"{k}\0{v}\0" for k, v in sorted(self.messages.items()))
        return hashlib.sha256(f"{self.code}\0{said}".encode()).hexdigest()

    @property
    def from_right(self) -> bool:
        """Whether it is written from the right."""
        return self.locale.text_direction == "rtl"

    def say(self, message: str, values: Mapping[str, object]) -> str:
        """A message with its values; one without a translation stays in the source language."""
        text = self.messages.get(message, message)
        if not values:
            return text
        return self._formatter.vformat(text, (), {k: self.word(v) for k, v in values.items()})

    def word(self, value: Any) -> Any:
        """A word of the interface in this language; anything else as it is."""
        return self.words.get(value, value) if type(value) is str else value

    def listed(self, items: Iterable[str], between: str) -> str:
        """Words one after another, with the pauses of this language."""
        return _PAUSES.get(between, between).join(self.word(item) for item in items)

    def day(self, day: date) -> str:
        """A day in prose: June 5, 2022."""
        return format_date(day, "long", self.locale)

    def month(self, year: int, month: int) -> str:
        """A month in prose: June 2022."""
        return format_skeleton("yMMMM", date(year, month, 1), locale=self.locale)

    def short_month(self, month: int) -> str:
        """A month without its year, where there is little room: Jun."""
        return format_date(date(2000, month, 1), "LLL", self.locale)

    def year_and_rest(self, label: str) -> tuple[str, str]:
        """The name of a period in two: its year and the rest, of a long word its beginning."""
        year = _YEAR.search(label)
        if year is None:
            return label, ""
        rest = (label[: year.start()] + label[year.end() :]).strip()
        return year[0], rest if len(rest) <= 3 else rest[:3]

    @cached_property
    def _separators(self) -> dict[int, str]:
        symbols = self.locale.number_symbols["latn"]
        return str.maketrans({",": symbols["group"], ".": symbols["decimal"]})

    def number(self, text: str) -> str:
        """A figure with this language's separators; `text` has commas and a point, as in 79,135.00."""
        return text.translate(self._separators)

    @cached_property
    def _plurals(self) -> list[str]:
        rule = self.locale.plural_form
        return [tag for tag in _PLURALS if tag in rule.tags or tag == "other"]

    def plural(self, value: object, forms: str) -> str:
        """The form of a word that goes with a number. `forms` are those of this language, as in entry|entries."""
        words = forms.split("|")
        try:
            number = Decimal(_NOT_DIGITS.sub("", str(value)))
        except InvalidOperation:
            return words[-1]
        place = self._plurals.index(self.locale.plural_form(number))
        return words[min(place, len(words) - 1)]


class _Formatter(Formatter):
    """Fills the places of messages; {count:entry|entries} is the form that goes with the count."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            return self._language.plural(value, format_spec)
        return str(super().format_field(value, format_spec))


def read_catalogue(po: Path) -> dict[str, str]:
    """The translations of a catalogue by their messages. In a checkout the .po file may be newer than what was
    compiled of it; an installed program has the compiled one."""
    mo = po.with_suffix(".mo")
    if mo.exists() and not (po.exists() and po.stat().st_mtime_ns > mo.stat().st_mtime_ns):
        with mo.open("rb") as file:
            compiled: dict[str, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        return {message: text for message, text in compiled.items() if message}
    from babel.messages.pofile import read_po

    with po.open("rb") as file:
        entries = read_po(file)
    return {str(e.id): str(e.string) for e in entries if e.id and e.string and not e.fuzzy}
