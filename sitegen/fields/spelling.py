"""How names and ids are spelled, and compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))]
)
_ID = re.compile(r"[A-Za-z0-9\u3400-\u9fff\U00020000-\U0003ffff〇\-_.〔〕()]{1,64}")
_LONG_ASCII_ID = re.compile(r"[A-Za-z0-9\-_]{6,64}")
"""Longer than any reserved name, and the same in every normal form."""
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0xA0: " ",
    0xFFE5: "¥",
    0x2212: "-",
}


def tidy(text: str) -> str:
    """Full-width digits and signs made plain, outer spaces removed: how every non-text value is read."""
    return text.translate(_PLAIN).strip() if not text.isascii() else text.strip()


def valid_id(text: str) -> bool:
    """Whether a text may name a record, a file or a page (design: 1–64 letters, digits, Han, -_.〔〕())."""
    if _LONG_ASCII_ID.fullmatch(text):
        return True
    if not _ID.fullmatch(text) or text[0] == "." or text != unicodedata.normalize("NFC", text):
        return False
    return not reserved_id(text) and not text.endswith(".")


def reserved_id(text: str) -> bool:
    """Whether a name is taken: `index` by every folder's first page, others by devices of Windows."""
    return text.lower() == "index" or text.split(".")[0].lower() in _DEVICES


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A field's name as compared: NFKC, lower case, without spaces and marks such as a trailing *."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).strip("*:").lower()


def nearest(word: str, known: list[str]) -> str | None:
    """The known word most like `word`, or None where nothing is like it."""
    import difflib

    # Of a label of two characters one that is right is already half: 摘耍 for 摘要.
    found = difflib.get_close_matches(
        word, known, 1, 0.5 if len(word) == 2 else 0.6
    ) or difflib.get_close_matches(word.lower(), [k for k in known if k.isascii()], 1, 0.5)
    if found:
        return found[0]
    return next((k for k in known if len(word) > 1 and (word in k or k in word) and len(k) > 1), None)
