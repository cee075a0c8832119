"""Text as it is read out: figures, days and amounts in the words in which people say them."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "兆")


def spoken(number: int) -> str:
    """A whole number (below 10¹⁶) in words: 196285 → 十九万六千二百八十五."""
    if number < 0:
        return f"负{spoken(-number)}"
    if number == 0:
        return _DIGITS[0]
    words = ""
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        if words and (group < 1000 or not groups[place + 1]):
            words += _DIGITS[0]
        said = _group(group)
        words += ("两" if group == 2 and place else said) + _GROUPS[place]
    return words.removeprefix("一") if words.startswith("一十") else words


def _group(group: int) -> str:
    """A number below 10,000 in words; 2,000 is 两千."""
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            words += (_DIGITS[0] if gap else "") + ("两" if digit == 2 and place == 3 else _DIGITS[digit])
            words += _UNITS[place]
        gap = bool(words) and not digit
    return words


def spoken_digits(digits: str) -> str:
    """Digits one by one, as in a telephone number: 1 is 幺."""
    return digits.translate(_BY_TELEPHONE)


_BY_TELEPHONE = str.maketrans("0123456789", "零幺二三四五六七八九")
_ONE_BY_ONE = str.maketrans("0123456789", "〇一二三四五六七八九")


def spoken_decimal(text: str) -> str:
    """A decimal without sign and separators: 12.50 → 十二点五."""
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0")
    return spoken(int(whole)) + ("点" + "".join(_DIGITS[int(digit)] for digit in rest) if rest else "")


def spoken_money(text: str) -> str:
    """An amount of yuan without sign and separators: 3200.05 → 三千二百元零五分."""
    whole, _, rest = text.partition(".")
    yuan, jiao, fen = int(whole), *(int(digit) for digit in f"{rest}00"[:2])
    words = f"{_counted(yuan)}元" if yuan or not (jiao or fen) else ""
    if jiao:
        words += f"{_counted(jiao)}角"
    if fen:
        words += ("零" if yuan and not jiao else "") + f"{_counted(fen)}分"
    return words


def _counted(number: int) -> str:
    """A number before what it counts: 2 is 两."""
    return "两" if number == 2 else spoken(number)


_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_COUNTED = "元角户份笔篇天个条亩项期名次分人位张本间台辆处万"
_WORDS = re.compile(
    r"(?P<iso>(?<!\d)\d{4}-\d\d-\d\d(?!\d))"
    r"|(?P<month>(?<!\d)(?:1[89]|20)\d\d-(?:0[1-9]|1[0-2])(?![-\d]))"
    r"|(?P<year>(?<!\d)(?:1[89]|20)\d\d(?=年))"
    r"|(?P<call>(?<![\d.,])(?:\d{3,4}-)?\d{7,}(?![\d.,])|(?<![\d.,])0\d+(?![\d.,])|(?<=[A-Za-z])[-\d]*\d|(?<=号)(?: ?\d+))"
    rf"|(?P<sign>(?<![\d.])[-\u2212])?(?P<number>{_NUMBER})(?P<what> ?(?:%|％|元|[{_COUNTED}]))?"
)


def read_aloud(text: str) -> str:
    """A text with every figure in words: days, amounts, rates, counts; numbers of telephones digit by digit."""
    return _WORDS.sub(_said, text)


def _said(match: re.Match[str]) -> str:
    if match["iso"] or match["month"]:
        year, month, *day = match[0].split("-")
        said = f"{year.translate(_ONE_BY_ONE)}年{spoken(int(month))}月"
        return said + "".join(f"{spoken(int(number))}日" for number in day)
    if match["year"]:
        return match["year"].translate(_ONE_BY_ONE)
    if match["call"]:
        return spoken_digits(match["call"].replace("-", "").strip())
    sign = "负" if match["sign"] else ""
    plain, what = match["number"].replace(",", ""), (match["what"] or "").strip()
    if what in ("%", "％"):
        return f"{sign}百分之{spoken_decimal(plain)}"
    if what == "元":
        return sign + spoken_money(plain)
    if what and plain == "2":
        return f"{sign}两{what}"
    return sign + spoken_decimal(plain) + what
