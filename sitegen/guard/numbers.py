"""Private numbers in text: identity cards, mobile phones, bank cards.

A number counts however it is written: in full-width digits, in groups parted by spaces, dashes, dots or
invisible characters, broken over two lines. What only looks like one is left alone: contract and voucher
numbers, division and credit codes, invoice numbers, dates, amounts.

The functions see characters, not markup: text is examined as a reader sees it, entities and tags resolved.
An organisation's bank account is found like a person's; which of them may stand is the caller's business
(`privacy.allow`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

from msgspec import Struct

Kind = Literal["identity_card", "mobile", "bank_card"]


class PrivateNumber(Struct, frozen=True):
    """A private number at `text[start:end]`."""

    kind: Kind
    start: int
    end: int


# Digits: all characters that NFKC folds to one of 0-9.
_D = "[0-9０-９²³¹⁰⁴-⁹₀-₉①-⑨⓪\U0001d7ce-\U0001d7ff\U0001fbf0-\U0001fbf9]"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_BREAK = r"(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])"
_INLINE = rf"[ \t._\-\u00a0\u2000-\u200a\u202f\u3000‐-―−－﹣ー·•・‧･．{_INVISIBLE}]"
_SEPARATOR = rf"(?:{_INLINE}{{0,3}}{_BREAK}[ \t>\u3000]{{0,12}}|{_INLINE}{{1,3}})"

_CHAIN = re.compile(rf"{_D}(?:{_SEPARATOR}?{_D}){{10,}}")
_GROUP = re.compile(rf"{_D}+(?:[{_INVISIBLE}]+{_D}+)*")
_FINAL_X = re.compile(rf"{_SEPARATOR}?[xXｘＸ×ХхΧχ](?![A-Za-z0-9])")
_HAS_BREAK = re.compile(_BREAK)

# For the pre-check: every byte that begins a digit of _D counts as a digit, the bytes of separators vanish
# (and with them some of ordinary punctuation, which only makes the check more cautious).
_COUNTED = bytes(ord("0") if byte in b"0123456789\xc2\xe2\xef\xf0" else ord("x") for byte in range(256))
_SKIPPED = bytes([*b" \t\n\r\x0b\x0c._->", *range(0x80, 0xC0), 0xE3])
_ELEVEN_DIGITS = b"0" * 11


def may_hold_number(text: str) -> bool:
    """Whether `text` could hold a private number: never False where `find_numbers` finds one.

    Made to be asked of whole files; about 0.3 ms for 60 KB.
    """
    return _ELEVEN_DIGITS in text.encode("utf-8", "surrogatepass").translate(_COUNTED, _SKIPPED)


def find_numbers(text: str) -> list[PrivateNumber]:
    """The private numbers of `text`, in order, none overlapping another."""
    if not may_hold_number(text):
        return []
    return [number for chain in _CHAIN.finditer(text) for number in _in_chain(text, _groups(text, chain))]


def redact(text: str) -> str:
    """`text` with every private number masked: its first three and last two characters stay."""
    while numbers := find_numbers(text):
        for number in reversed(numbers):
            masked = _mask(text[number.start : number.end])
            text = text[: number.start] + masked + text[number.end :]
    return text


def _mask(number: str) -> str:
    places = [place for place, character in enumerate(number) if character.isalnum() or character == "×"]
    hidden = set(places[3:-2])
    return "".join("*" if place in hidden else character for place, character in enumerate(number))


class _Group(NamedTuple):
    """Digits that stand together, at `text[start:end]`."""

    start: int
    end: int
    digits: str


def _groups(text: str, chain: re.Match[str]) -> list[_Group]:
    return [
        _Group(group.start(), group.end(), _ascii_digits(group[0]))
        for group in _GROUP.finditer(text, chain.start(), chain.end())
    ]


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKC", text) if "0" <= c <= "9")


# Identity cards: GB 11643-1999; 15 digits as issued before 1999-10-01. 81 to 83 are the residence permits of
# people from Hong Kong, Macao and Taiwan, which are numbered alike.
_PROVINCE = "(?:1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])"
# Bank cards: ISO/IEC 7812. Luhn alone holds for one number in ten, so a known issuer or a word is needed too.
_ISSUER = "(?:62(?:0[0-5]|[1-35]|4[0-3]|7[0-3]|8[1-3]|9[1-9])|955[89]|60[13]|690755|6858)"
# How any of the numbers begins: tried first at every group of a chain.
_BEGINNING = re.compile(
    rf"(?:(?:00)?86)?1[3-9]\d{{9}}|{_PROVINCE}\d{{4}}(?:19\d\d|20\d\d|\d\d)[01]\d[0-3]|{_ISSUER}\d{{9}}"
)
_CARD_WORD = re.compile(r"卡号|[账帐][号户]|开户|银行卡|储蓄卡|借记卡|信用卡|社保卡|存折|一卡通")
_SHORTEST, _LONGEST = 11, 19


def _in_chain(text: str, groups: list[_Group]) -> list[PrivateNumber]:
    """The numbers made of whole groups of one chain."""
    found: list[PrivateNumber] = []
    free = 0
    for place, group in enumerate(groups):
        if group.start >= free and (number := _beginning_at(text, groups[place : place + _LONGEST])):
            found.append(number)
            free = number.end
    return found


def _beginning_at(text: str, groups: list[_Group]) -> PrivateNumber | None:
    """The longest number that begins with the first of `groups`."""
    digits = "".join(group.digits for group in groups)
    start = groups[0].start
    before = text[max(0, start - 20) : start]
    if not _BEGINNING.match(digits) and not _CARD_WORD.search(before):
        return None
    ends = list(accumulate(len(group.digits) for group in groups))
    for count in range(len(groups), 0, -1):
        end = ends[count - 1]
        if _SHORTEST <= end <= _LONGEST:
            number = _recognise(text, groups[:count], digits[:end], before)
            if number:
                return number
    return None


def _recognise(text: str, window: list[_Group], digits: str, before: str) -> PrivateNumber | None:
    """What `digits`, those of the groups of `window`, are as one number; `before` is the text before them."""
    start, end = window[0].start, window[-1].end
    if len(digits) == 17 and (final := _FINAL_X.match(text, end)) and _is_identity(digits + "X", before):
        return PrivateNumber("identity_card", start, final.end())
    if (len(digits) == 18 or (len(digits) == 15 and len(window) <= 3)) and _is_identity(digits, before):
        return PrivateNumber("identity_card", start, end)
    if len(digits) >= 16 and _is_bank_card(digits, window, before):
        return PrivateNumber("bank_card", start, end)
    if _is_mobile(text, window, digits, before):
        return PrivateNumber("mobile", start, end)
    return None


# Words right before a number that make it a reference.
_REFERENCE_BEFORE = re.compile(
    r"(?:编号|编码|代码|(?:合同|凭证|发票|订单|注册|证|户)号码?|[单文]号|字第|№|(?i:\bno\.?))[)）]?\s*[:：为是]?\s*$"
)
_CREDIT_CODE_BEFORE = re.compile(r"信用代码[)）]?\s*[:：为是]?\s*$")
_IDENTITY_WORD = re.compile(r"身份|证件|(?i:\bid\b)")
_IDENTITY_SHAPE = re.compile(
    rf"{_PROVINCE}\d{{4}}(?:(?:19|20)\d\d[01]\d[0-3]\d{{4}}[\dX]|\d\d[01]\d[0-3]\d{{4}})"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _is_identity(digits: str, before: str) -> bool:
    if not _IDENTITY_SHAPE.fullmatch(digits):
        return False
    named = bool(_IDENTITY_WORD.search(before))
    if len(digits) == 15:
        # No check digit: without the word before it, only years of birth that can't be a recent date.
        return _is_day("19" + digits[6:12]) and (named or int(digits[6:8]) >= 30)
    if not _is_day(digits[6:14]):
        return False
    # An announced number with a slip in it is still somebody's.
    return named or (_check_character(digits) == digits[17] and not _CREDIT_CODE_BEFORE.search(before))


def _check_character(digits: str) -> str:
    weighted = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return "10X98765432"[weighted % 11]


def _is_day(digits: str) -> bool:
    """Whether the eight digits are a day of the last century or this one."""
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


_ISSUED = re.compile(_ISSUER)
# A division code of Gansu and a day of our time make the number of a contract.
_CODE_AND_DAY = re.compile(r"62(?:0[1-9]|1[012]|29|30)\d\d(?=(?:19[89]|20[0-3])\d[01]\d)")


def _is_bank_card(digits: str, window: list[_Group], before: str) -> bool:
    if _CARD_WORD.search(before):
        return _passes_luhn(digits)
    if not _ISSUED.match(digits) or _REFERENCE_BEFORE.search(before):
        return False
    if _CODE_AND_DAY.match(digits) and _is_day(digits[6:14]):
        return False
    in_fours = all(len(group.digits) == 4 for group in window[:-1])
    return (len(window) <= 2 or in_fours) and _passes_luhn(digits)


def _passes_luhn(digits: str) -> bool:
    total = sum(map(int, digits[-1::-2]))
    total += sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return total % 10 == 0


_MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9]\d{9}")
_PHONE_WORD = re.compile(r"电话|手机|联系|微信|(?i:tel|phone|mobile|cell|wechat|\bwx|\bvx|\bmp\b)")
_MONEY_BEFORE = re.compile(r"(?:[¥￥$]\s?|\d[.．])$")
_MONEY_AFTER = re.compile(r"[.．](?!0(?!\d))\d|\s?[元圆万亿亩㎡%]")  # a lone ".0" is what spreadsheets append
_CODE_BEFORE = re.compile(r"[A-Za-z][A-Za-z\d]*(?:[-_][A-Za-z\d]+)*[-_]?$|(?:19|20)\d\d[-_]$")
_CODE_AFTER = re.compile(r"[A-Za-z]|[-_](?:[A-Za-z]|\d{1,4}(?!\d))")

# How people group the digits of a mobile number.
_MOBILE_GROUPS = {(3, 4, 4), (3, 8), (7, 4), (4, 7), (4, 4, 3), (3, 3, 5), (3, 4, 2, 2), (3, 2, 2, 2, 2)}
_YEAR_THIRD = re.compile(r"\d{3}(?:19[4-9]|20[0-3])\d")


def _is_mobile(text: str, window: list[_Group], digits: str, before: str) -> bool:
    if not _MOBILE.fullmatch(digits):
        return False
    country = len(digits) - 11
    sizes = _without(country, [len(group.digits) for group in window])
    after = window[-1].end
    gaps = [text[one.end : two.start] for one, two in pairwise(window)]
    if _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(text, after) or _has_decimals(gaps, sizes):
        return False
    if country or _PHONE_WORD.search(before):
        return True
    if _REFERENCE_BEFORE.search(before) or _CODE_BEFORE.search(before) or _CODE_AFTER.match(text, after):
        return False
    if any(_HAS_BREAK.search(gap) for gap in gaps):
        # Where a row of a CSV ends and the next begins, two values meet that are no number.
        return len(sizes) == 2 and not {before[-1:], text[after : after + 1]} & set(",;\t|\"'")
    return _grouped_as_mobile(digits, sizes)


def _without(count: int, sizes: list[int]) -> list[int]:
    """The sizes of the groups that are left when the first `count` digits are gone."""
    while sizes and count >= sizes[0]:
        count -= sizes[0]
        sizes = sizes[1:]
    return [sizes[0] - count, *sizes[1:]] if count and sizes else sizes


def _has_decimals(gaps: list[str], sizes: list[int]) -> bool:
    """Whether a full stop between groups is a decimal point: it isn't in 138.1234.5678."""
    return tuple(sizes) != (3, 4, 4) and any(gap in (".", "．") for gap in gaps)


def _grouped_as_mobile(digits: str, sizes: list[int]) -> bool:
    """Whether the groups are those of one telephone number, not of neighbouring numbers, dates and codes."""
    if len(sizes) == 1 or all(size <= 2 for size in sizes):
        return True
    if tuple(sizes) not in _MOBILE_GROUPS:
        return False
    if sizes[0] == 3:
        return sizes[1] == 3 or not _YEAR_THIRD.match(digits)
    return not digits.startswith("19")
