"""The languages of the interface.

The program is written in Chinese, and what stands in it in Chinese is a message: the source language needs no
catalogue and costs nothing. Each other language is a folder here with a catalogue of messages (`sitegen.po`). A value
that is a word of the interface (a label, a state, a choice, a unit) is said in the page's language, whoever wrote it;
all other content stays as it was written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sitegen.languages.catalogue import Language

SOURCE = "zh-CN"
FOLDER = Path(__file__).parent
CODES = (
    SOURCE,
    *sorted(entry.name for entry in os.scandir(FOLDER) if os.path.isdir(f"{entry.path}/LC_MESSAGES")),
)
"""The languages of the interface: the source language, and every other that has a catalogue."""
NAMES = {"中文": SOURCE, "英文": "en", "英语": "en"}
"""What an editor may write for a code."""

_speaking: ContextVar[Language | None] = ContextVar("speaking", default=None)


@cache
def language(code: str) -> Language | None:
    """A language by its code; None for the source language, and for one that has no catalogue."""
    if code == SOURCE or code not in CODES:
        return None
    from sitegen.languages.catalogue import Language

    return Language(code, FOLDER / code / "LC_MESSAGES" / "sitegen.po")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within it all that is said is said in this language."""
    before = _speaking.set(language(code))
    try:
        yield
    finally:
        _speaking.reset(before)


def say(message: str, /, **values: object) -> str:
    """A message in the language that is being spoken; `values` stand at its {places}."""
    spoken = _speaking.get()
    if spoken is not None:
        return spoken.say(message, values)
    return message.format(**values) if values else message


def word(text: str) -> str:
    """Marks a word of the interface that is said later: it goes into the catalogues and stays what it is."""
    return text


def listed(items: Iterable[str], between: str = "、") -> str:
    """Words one after another."""
    spoken = _speaking.get()
    return between.join(items) if spoken is None else spoken.listed(items, between)


def say_day(day: date) -> str:
    """A day in prose: 2022年6月5日."""
    spoken = _speaking.get()
    return f"{day.year}年{day.month}月{day.day}日" if spoken is None else spoken.day(day)


def say_month(year: int, month: int) -> str:
    """A month in prose: 2022年6月."""
    spoken = _speaking.get()
    return f"{year}年{month}月" if spoken is None else spoken.month(year, month)


def say_short_month(month: int) -> str:
    """A month without its year, where there is little room: 6月."""
    spoken = _speaking.get()
    return f"{month}月" if spoken is None else spoken.short_month(month)


def year_and_rest(label: str) -> tuple[str, str]:
    """The name of a period in two: its year, and what stands before or after it, as short as can be."""
    spoken = _speaking.get()
    if spoken is not None:
        return spoken.year_and_rest(label)
    year, mark, rest = label.partition("年")
    return year + mark, rest


def spoken_word(value: Any) -> Any:
    """A value as it is said: a word of the interface in the language being spoken, all else as it is."""
    spoken = _speaking.get()
    return value if spoken is None else spoken.word(value)
