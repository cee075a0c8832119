"""How Chinese is read: words by the word, surnames by the surname, rare characters too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.exports.sounds import TABLE, initials, sounds_of
from tests.make_sounds import table


def reading(text: str) -> str:
    """How a text is read first, as the browser puts it together."""
    sounds = sounds_of([text])
    first = {c: syllable for syllable, characters in sounds["first"].items() for c in characters}
    words = sounds["phrases"]
    read, place = [], 0
    while place < len(text):
        word = next((w for w in sorted(words, key=len, reverse=True) if text.startswith(w, place)), None)
        read.append(words[word] if word else first.get(text[place], text[place]))
        place += len(word) if word else 1
    return " ".join(read)


def test_the_table_is_what_its_maker_makes_of_the_dictionaries() -> None:
    assert TABLE.read_text(encoding="utf-8") == table()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("鱼塘", "yu tang"),
        ("重庆", "chong qing"),
        ("会计", "kuai ji"),
        ("组长", "zu zhang"),
        ("长江", "chang jiang"),
        ("银行", "yin hang"),
        ("音乐", "yin yue"),
        ("还款", "huan kuan"),
        ("绿化", "lv hua"),
        ("重阳节", "chong yang jie"),
        ("䶮", "yan"),
        ("3组 A", "3 zu   A"),
    ],
)
def test_texts_are_read_by_the_word(text: str, read: str) -> None:
    assert reading(text) == read


@pytest.mark.parametrize(
    ("surname", "read"),
    [
        ("单", "shan"),
        ("仇", "qiu"),
        ("区", "ou"),
        ("解", "xie"),
        ("曾", "zeng"),
        ("盖", "ge gai"),
        ("查", "zha"),
        ("朴", "piao"),
        ("乐", "yue le"),
        ("任", None),
    ],
)
def test_surnames_are_read_as_surnames(surname: str, read: str | None) -> None:
    assert sounds_of([f"{surname}*国"])["surnames"].get(surname) == read


@pytest.mark.parametrize(("name", "first_letters"), [("单国强", "sgq"), ("尉迟恭", "ycg"), ("万俟雪", "mqx"), ("王 伟", "ww"), ("", "")])  # fmt: skip
def test_the_initials_of_a_name(name: str, first_letters: str) -> None:
    assert initials(name) == first_letters


def test_other_readings_of_a_character_stand_beside_the_first() -> None:
    sounds = sounds_of(["行长重"])
    assert {"hang", "zhang", "chong"} <= sounds["other"].keys()


@given(st.lists(st.text()))
def test_any_text_has_sounds(texts: list[str]) -> None:
    sounds = sounds_of(texts)
    used = set("".join(texts))
    assert set("".join(sounds["first"].values())) <= used
    assert all(any(word in text for text in texts) or "\n" in word for word in sounds["phrases"])


@given(st.text(max_size=20))
def test_initials_are_small_letters_or_what_the_name_holds(name: str) -> None:
    assert all(letter in name.lower() or letter.isascii() for letter in initials(name))
