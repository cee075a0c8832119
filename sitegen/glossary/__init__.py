"""The glossary: hard words of accounts and procedures in plain ones, a touch away wherever they stand.

The words are a data file (`terms.yaml`, in Chinese; other languages by their catalogues). A page costs nothing: its
script finds the words in it (`gloss.js`), and without the script the foot of every page leads to one page with all.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen.languages import SOURCE, say

TERMS = Path(__file__).parent / "terms.yaml"


class Term(Struct, frozen=True):
    """A word with what it means; `words` are all that mean the same, the chief one first; `not_in` are other words
    of which it happens to be a part."""

    words: tuple[str, ...]
    means: str
    anchor: str
    not_in: tuple[str, ...]


class TermGroup(Struct, frozen=True):
    """Words of one field."""

    label: str
    terms: tuple[Term, ...]


@cache
def _read() -> list[dict[str, Any]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: list[dict[str, Any]] = yaml.load(TERMS.read_text(encoding="utf-8"), Loader=loader)
    return found


def glossary() -> tuple[TermGroup, ...]:
    """All words, in the language that is being spoken; there the Chinese word means the same."""
    number = iter(range(1, 1000))
    return tuple(
        TermGroup(say(group["group"]), tuple(_term(entry, next(number)) for entry in group["terms"]))
        for group in _read()
    )


def _term(entry: dict[str, Any], number: int) -> Term:
    words = (entry["term"], *entry.get("also", ()))
    said = dict.fromkeys([*map(say, words), *words])
    return Term(tuple(said), say(entry["means"]), f"t{number}", tuple(entry.get("not_in", ())))


def name_in(code: str) -> str:
    """The name of the glossary's files in a language, before their endings: glossary, glossary-en."""
    return "glossary" if code == SOURCE else f"glossary-{code}"


def script() -> str:
    """The words for the script of pages, in the language that is being spoken: [[word, …], meaning, [no word, …]]."""
    terms = [[term.words, term.means, term.not_in] for group in glossary() for term in group.terms]
    return f"window.boardGlossary = {json.dumps(terms, ensure_ascii=False, separators=(',', ':'))};\n"
