"""Writes `sitegen/exports/sounds.txt` from pypinyin's dictionaries: `python -m tests.make_sounds`.

The build would pay 0.4 s for importing pypinyin, in each of its processes; what it needs of it is little: how a
character is mostly read, how else, and the words in which it is read otherwise. Tones are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from unicodedata import combining, normalize

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from sitegen.exports.sounds import TABLE

LONGEST = 3
"""Longer phrases are sayings; names and headings hold none."""
RARELY = 0.01
"""Readings that stand in fewer of the phrases with a character are left out."""
BMP = 0xFFFF

HEAD = """\
# How characters are read: made by tests/make_sounds.py from pypinyin 0.55.0 (MIT licence). Not to be edited.
# [first] the reading used most, [rare] that of characters outside GB 2312; [other] further ones; [phrases] words
# that are read otherwise.
"""


def without_tone(syllable: str) -> str:
    """A syllable in letters that a keypad has: lǜ → lv."""
    parts = normalize("NFD", syllable.lower().replace("ê", "e"))
    letters = "".join(c for c in parts if c == "\u0308" or not combining(c))
    return letters.replace("u\u0308", "v")


def phrases() -> dict[str, tuple[str, ...]]:
    """The readings of every phrase, one a character."""
    return {
        phrase: tuple(without_tone(each[0]) for each in readings)
        for phrase, readings in phrases_dict.items()
        if len(readings) == len(phrase)
    }


def characters(known: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """How each character is read first, and how else: the order in which phrases use its readings."""
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in known.items():
        for character, reading in zip(phrase, readings, strict=True):
            used[character][reading] += 1
    first: dict[str, str] = {}
    other: dict[str, list[str]] = {}
    for code, listed in pinyin_dict.items():
        if code > BMP:
            continue
        character = chr(code)
        times = used[character]
        each = dict.fromkeys(map(without_tone, listed.split(",")))
        first[character], *more = sorted(each, key=lambda reading: -times[reading])
        least = max(2, RARELY * times.total())
        other[character] = [reading for reading in more if times[reading] >= least]
    return first, other


def exceptions(known: Mapping[str, tuple[str, ...]], first: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The phrases that are read otherwise than their characters, or the shorter ones in them, tell."""
    kept: dict[str, tuple[str, ...]] = {}
    for length in range(2, LONGEST + 1):
        kept |= {
            phrase: readings
            for phrase, readings in known.items()
            if len(phrase) == length and tuple(read(phrase, kept, first)) != readings
        }
    return kept


def read(phrase: str, kept: Mapping[str, tuple[str, ...]], first: Mapping[str, str]) -> Iterator[str]:
    """How a phrase is read by what is known so far, from the left, the longest first."""
    place = 0
    while place < len(phrase):
        lengths = range(len(phrase) - place, 1, -1)
        part = next((p for n in lengths if (p := phrase[place : place + n]) in kept), phrase[place])
        yield from kept.get(part) or (first.get(part, ""),)
        place += len(part)


def is_common(character: str) -> bool:
    """Whether texts of today use it: most are found among these 6,763."""
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def by_reading(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """(character, reading) pairs, a line a reading."""
    found: dict[str, list[str]] = defaultdict(list)
    for character, reading in pairs:
        found[reading].append(character)
    for reading in sorted(found):
        yield f"{reading} {''.join(sorted(found[reading]))}"


def table() -> str:
    """The file's text."""
    known = phrases()
    first, other = characters(known)
    others = ((character, reading) for character, readings in other.items() for reading in readings)
    kept = exceptions(known, first)
    common = {character: reading for character, reading in first.items() if is_common(character)}
    lines = [
        "[first]",
        *by_reading(common.items()),
        "[rare]",
        *by_reading(pair for pair in first.items() if pair[0] not in common),
        "[other]",
        *by_reading(others),
        "[phrases]",
        *(f"{phrase} {' '.join(kept[phrase])}" for phrase in sorted(kept)),
    ]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
