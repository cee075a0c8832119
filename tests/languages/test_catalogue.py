"""The catalogue of English: it has every message, keeps their places, and is up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from sitegen.languages import CODES, FOLDER, NAMES, SOURCE, listed, say, speaking
from sitegen.languages.catalogue import read_catalogue

CHECKOUT = Path(__file__).parents[2]
_PLACE = re.compile(r"{(\w+)(?::[^}]*)?}")
_MORE_PLACES = {"number", "fraction"}
"""Places that a message offers besides those that Chinese uses."""


def extracted() -> Iterator[str]:
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    for name in ("sitegen", "templates", "themes"):
        for _, _, message, _, _ in extract_from_dir(
            str(CHECKOUT / name),
            [
                (pattern.removeprefix(f"{name}/"), method)
                for pattern, method in methods
                if pattern.startswith(name)
            ],
            {pattern.removeprefix(f"{name}/"): found for pattern, found in options.items()},
            keywords={"tr": None},
        ):
            yield str(message)


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return read_catalogue(FOLDER / "en" / "LC_MESSAGES" / "sitegen.po")


def test_every_message_is_in_english(english: dict[str, str]) -> None:
    missing = sorted({*extracted()} - {*english})
    assert not missing, "run pybabel extract and update (docs/languages.md) and translate these"


def test_nothing_in_the_catalogue_is_out_of_use(english: dict[str, str]) -> None:
    assert sorted({*english} - {*extracted()}) == []


def test_translations_keep_to_the_places_of_their_messages(english: dict[str, str]) -> None:
    for message, text in english.items():
        assert {*_PLACE.findall(text)} <= {*_PLACE.findall(message)} | _MORE_PLACES, message


def test_no_translation_is_chinese(english: dict[str, str]) -> None:
    chinese = [text for text in english.values() if re.search("[\u3001-\u9fff\uff01-\uffef]", text)]
    assert chinese == ["By the first letters of the pinyin: for 鱼塘 press"]


def test_the_po_file_can_be_compiled() -> None:
    with (FOLDER / "en" / "LC_MESSAGES" / "sitegen.po").open("rb") as file:
        assert not [error for entry in read_po(file) for error in entry.check()]


def test_a_compiled_catalogue_says_the_same(tmp_path: Path, english: dict[str, str]) -> None:
    from babel.messages.mofile import write_mo

    po = tmp_path / "sitegen.po"
    po.write_bytes((FOLDER / "en" / "LC_MESSAGES" / "sitegen.po").read_bytes())
    with po.open("rb") as source, po.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(source))
    po.unlink()
    assert read_catalogue(po) == english


def test_editors_may_name_the_languages_that_there_are() -> None:
    assert CODES[0] == SOURCE
    assert {*NAMES.values()} <= {*CODES}


def test_what_python_says() -> None:
    assert say("{count} 份合同有欠款", count=2) == "2 份合同有欠款"
    with speaking("en"):
        assert say("{count} 份合同有欠款", count=1) == "1 contract owes"
        assert say("{period}余额", period="本月") == "Balance this month"
        assert say("没有这句话：{x}", x=1) == "没有这句话：1"
        assert listed(["收入", "支出", "其他村"]) == "Income, Expense, 其他村"
    assert listed(["收入", "支出"]) == "收入、支出"
