"""How Chinese is read aloud, in the letters of a keypad: 重庆 → chong qing, 单国强 → shan guo qiang.

A search index carries the readings of the characters that it uses, not those of its texts: for most characters that
is one syllable; words that are read otherwise (会计 kuai ji) and surnames (单 shan) stand beside them. The browser
tries the most likely reading first and takes the others too, because nobody can tell them all apart by rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sitegen.guard.surnames import COMPOUND

TABLE = Path(__file__).with_name("sounds.txt")

# Surnames that are read otherwise than the character mostly is; the usual reading first where families differ.
SURNAMES = {
    **{"单": "shan", "仇": "qiu", "区": "ou", "解": "xie", "查": "zha", "盖": "ge gai", "朴": "piao"},
    **{"翟": "zhai di", "覃": "qin tan", "尉": "wei yu", "缪": "miao", "洗": "xian", "秘": "bi", "折": "she"},
    **{"黑": "he hei", "员": "yun yuan", "郇": "xun huan", "隗": "wei kui", "召": "shao", "种": "chong"},
    **{
        "繁": "po",
        "乐": "yue le",
        "牟": "mou mu",
        "祭": "zhai ji",
        "贾": "jia",
        "柏": "bai bo",
        "宓": "mi fu",
    },
    **{"阚": "kan", "佴": "nai", "於": "yu", "褚": "chu", "句": "gou", "适": "kuo", "重": "chong"},
    **{"曾": "zeng", "都": "du", "长": "chang", "会": "hui", "行": "xing", "和": "he", "强": "qiang"},
}
# Words that the dictionaries lack, or read otherwise than people do; places and surnames of two characters among them.
WORDS = {
    **{"乐正": "yue zheng", "大城": "dai cheng", "涡阳": "guo yang", "朝阳": "chao yang", "大埔": "da pu"},
    **{"大夫": "dai fu", "质朴": "zhi pu", "还款": "huan kuan", "还田": "huan tian", "还帐": "huan zhang"},
    **{"抵还": "di huan", "摊还": "tan huan"},
}


class Readings(NamedTuple):
    """How characters are read: `first` mostly, `other` else; `phrases` are words read otherwise than that."""

    first: Mapping[str, str]
    other: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, str]
    starts: Mapping[str, tuple[str, ...]]
    """The phrases by their first character."""


@cache
def _sections() -> dict[str, list[list[str]]]:
    """The table's lines by section: what is read (a reading or a word), and the rest of the line."""
    _, *parts = TABLE.read_text(encoding="utf-8").split("\n[")
    named = (part.split("]\n", 1) for part in parts)
    return {name: [line.split(" ", 1) for line in body.splitlines()] for name, body in named}


@cache
def readings() -> Readings:
    """What is known of the common characters, put together once a process (4 ms)."""
    lines = _sections()
    other: dict[str, tuple[str, ...]] = {}
    for syllable, characters in lines["other"]:
        other.update({c: (*other.get(c, ()), syllable) for c in characters})
    phrases = {**dict(lines["phrases"]), **WORDS}
    starts: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        starts[phrase[0]] = (*starts.get(phrase[0], ()), phrase)
    return Readings(_by_character(lines["first"]), other, phrases, starts)


@cache
def _rare() -> dict[str, str]:
    """How the characters are read that few texts use: most builds never ask."""
    return _by_character(_sections()["rare"])


def _by_character(lines: Iterable[list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for syllable, characters in lines:
        found.update(dict.fromkeys(characters, syllable))
    return found


def _first(characters: Iterable[str]) -> dict[str, str]:
    """How each of the Han characters among `characters` is mostly read."""
    known = readings().first
    found = {c: known[c] for c in characters if c in known}
    unknown = [c for c in characters if c not in known and "\u3400" <= c <= "\u9fff"]
    if unknown:
        rare = _rare()
        found.update({c: rare[c] for c in unknown if c in rare})
    return found


def sounds_of(texts: Iterable[str]) -> dict[str, dict[str, str]]:
    """What a browser needs to find `texts` by their sound.

    `first` and `other`: characters by syllable; `phrases`: the words in the texts that are read otherwise; `surnames`:
    the readings of a character at the head of a name, the usual one first.
    """
    known = readings()
    text = "\n".join(dict.fromkeys(texts))
    characters = set(text)
    used = _first(sorted(characters))
    other = ((c, syllable) for c in used for syllable in known.other.get(c, ()))
    likely = (phrase for c in used for phrase in known.starts.get(c, ()) if characters.issuperset(phrase))
    phrases = sorted(phrase for phrase in likely if phrase in text)
    return {
        "first": _by_syllable(used.items()),
        "other": _by_syllable(other),
        "phrases": {phrase: known.phrases[phrase] for phrase in phrases},
        "surnames": {c: SURNAMES[c] for c in used if c in SURNAMES},
    }


def _by_syllable(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for character, syllable in pairs:
        found.setdefault(syllable, []).append(character)
    return {syllable: "".join(found[syllable]) for syllable in sorted(found)}


def initials(name: str) -> str:
    """The first letters of a person's name, the surname read as a surname: 单国强 → sgq, 尉迟恭 → ycg."""
    read = _first(name)
    syllables = [read.get(character, character) for character in name]
    if name[:2] in COMPOUND:
        syllables[:2] = readings().phrases.get(name[:2], " ".join(syllables[:2])).split()
    elif name[:1] in SURNAMES:
        syllables[0] = SURNAMES[name[0]]
    return "".join(syllable[0] for syllable in syllables if syllable[0].isalnum()).lower()
