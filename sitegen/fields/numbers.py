"""Numbers: money (fen), areas (mu), points (hundredths), counts. Exact, never floats; what spreadsheets leave behind is
named for what it is."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from sitegen import formats
from sitegen.diagnostics import Message, error
from sitegen.fields.spelling import tidy
from sitegen.fields.types import BadValue, Type

MONEY = error(
    "field.money",
    "“{label}”写的“{value}”不是金额。",
    "请写成元，最多两位小数，例如 79135.00 或 79,135.00。",
    "“{label}”: “{value}” is not an amount",
    "write yuan with at most two decimals, e.g. 79135.00",
)
MONEY_DECIMALS = error(
    "field.money-decimals",
    "“{label}”写的“{value}”超过两位小数。",
    "金额最多到分，请写成两位小数。",
    "“{label}”: “{value}” has more than two decimals",
    "write at most two decimals",
)
DECIMALS = error(
    "field.decimals",
    "“{label}”写的“{value}”超过 {places} 位小数。",
    "最多写 {places} 位小数，请核对。",
    "“{label}”: “{value}” has more than {places} decimals",
    "write at most {places} decimals",
)
INTEGER = error(
    "field.integer",
    "“{label}”写的“{value}”不是整数。",
    "请只写整数，例如 {example}。",
    "“{label}”: “{value}” is no whole number",
    "write a whole number, e.g. {example}",
)
RANGE = error(
    "field.range",
    "“{label}”写的“{value}”不在 {least} 到 {most} 之间。",
    "请核对这个数。",
    "“{label}”: “{value}” is not between {least} and {most}",
    "check the number",
)
FORMULA = error(
    "field.formula",
    "“{label}”写的“{value}”是 Excel 的公式或公式错误，不是数。",
    "请在 Excel 里复制这一列，“选择性粘贴”为“数值”，再另存为 CSV。",
    "“{label}”: “{value}” is a spreadsheet's formula or its error",
    "paste the column as values in the spreadsheet and save again",
)
BLANK = error(
    "field.blank",
    "“{label}”写的“{value}”不是数。",
    "没有就空着不写；确实是零才写 0。",
    "“{label}”: “{value}” is no number",
    "leave it empty if there is none; write 0 only for zero",
)
WAN = error(
    "field.unit",
    "“{label}”写的“{value}”带了单位“{unit}”。",
    "这里的单位是{expected}，请换算后只写数字。",
    "“{label}”: “{value}” bears the unit “{unit}”",
    "convert it and write the number only",
)
HASHES = error(
    "field.hashes",
    "“{label}”是一串“####”，真正的数已经丢了（Excel 列太窄时会这样）。",
    "请在 Excel 里把这一列拉宽，重新另存为 CSV。",
    "“{label}” is “####”: the spreadsheet column was too narrow",
    "widen the column and save as CSV again",
)
SCIENTIFIC = error(
    "field.scientific",
    "“{label}”写的“{value}”是科学计数法，原来的数字可能已经丢了。",
    "请在 Excel 里把这一列设为“文本”或“数值”，重新填写后另存。",
    "“{label}”: “{value}” is in scientific notation; digits may be lost",
    "set the column to text or number, enter it again and save",
)
NUMBER = error(
    "field.number",
    "“{label}”写的“{value}”不是数。",
    "请只写数字，例如 {example}。",
    "“{label}”: “{value}” is not a number",
    "write digits only, e.g. {example}",
)
NEGATIVE = error(
    "field.negative",
    "“{label}”写的“{value}”是负数。",
    "这里不能小于 0，请核对。",
    "“{label}”: “{value}” is negative",
    "it can't be less than 0",
)
_DECIMAL = re.compile(r"([+-]?)([0-9]{1,13})(?:\.([0-9]+))?")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+")
_BIG_UNIT = re.compile(r"[+-]?[0-9,.]+(百万|千万|万|亿|千|百)(元|亩)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([ ,][0-9]{3})+(\.[0-9]+)?")
_BLANKS = frozenset("-—–－/\\无") | {"——", "--", "暂无", "没有", "null", "none", "nan", "n/a"}


def _number_text(text: str, label: str, unit: str) -> str:
    """A number without thousands separators and its own unit; spreadsheet remains get their own message."""
    if _DECIMAL.fullmatch(text):
        return text
    value = tidy(text)
    if unit and value.endswith(unit):
        value = value[: -len(unit)].rstrip()
    if value.isdecimal():
        return value
    _refuse_remains(value, text.strip(), label)
    if match := _BIG_UNIT.fullmatch(value):
        big = match[1] + (match[2] or "")
        raise BadValue(WAN, label=label, value=text.strip(), unit=big, expected=unit or "个")
    if _GROUPED.fullmatch(value):
        value = value.replace(",", "").replace(" ", "")
    return value


def _refuse_remains(value: str, written: str, label: str) -> None:
    """Refuse what spreadsheets leave behind, and signs for “none”. Raises BadValue."""
    if value and not value.strip("#"):
        raise BadValue(HASHES, label=label)
    if value[:1] in ("=", "#"):
        raise BadValue(FORMULA, label=label, value=written[:40])
    if value.lower() in _BLANKS:
        raise BadValue(BLANK, label=label, value=written)
    if _SCIENTIFIC.fullmatch(value):
        raise BadValue(SCIENTIFIC, label=label, value=written)


def _check_decimals(rest: str | None, places: int, text: str, label: str, message: Message = DECIMALS) -> str:
    """The digits after the point without idle zeros beyond `places`. Raises BadValue where there are more."""
    digits = (rest or "")[:places] + (rest or "")[places:].rstrip("0")
    if len(digits) > places:
        raise BadValue(message, label=label, value=text.strip(), places=places)
    return digits


class Money(Type):
    """Yuan in the file, integer fen in memory."""

    name = "money"
    numeric = True
    unit = "元"

    def __init__(self, *, signed: bool = False) -> None:
        self.signed = signed

    def parse(self, text: str, label: str) -> int:
        value = _number_text(text.replace("¥", "").replace("￥", ""), label, "元")
        match = _DECIMAL.fullmatch(value)
        if not match:
            raise BadValue(MONEY, label=label, value=text.strip()[:40])
        sign, whole, rest = match.groups()
        cents = _check_decimals(rest, 2, text, label, MONEY_DECIMALS)
        fen = int(whole) * 100 + int((cents + "00")[:2])
        if sign == "-" and fen:
            if not self.signed:
                raise BadValue(NEGATIVE, label=label, value=text.strip())
            return -fen
        return fen

    def show(self, value: int | None) -> str:
        return formats.money(value)

    def export(self, value: int | None) -> str | None:
        return None if value is None else formats.yuan(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^-?[0-9,]{1,17}(\.[0-9]{1,2})?$"}


class Number(Type):
    """A decimal of at most `places` decimals."""

    name = "decimal"
    numeric = True

    def __init__(self, places: int = 6, *, unit: str = "", signed: bool = False) -> None:
        self.places = places
        self.unit = unit
        self.signed = signed

    def parse(self, text: str, label: str) -> Decimal:
        value = _number_text(text, label, self.unit)
        match = _DECIMAL.fullmatch(value)
        if not match:
            raise BadValue(NUMBER, label=label, value=text.strip()[:40], example="12.5")
        _check_decimals(match[3], self.places, text, label)
        number = Decimal(value)
        if number < 0 and not self.signed:
            raise BadValue(NEGATIVE, label=label, value=text.strip())
        return number or abs(number)

    def show(self, value: Decimal | None) -> str:
        return formats.decimal(value)

    def export(self, value: Decimal | None) -> str | None:
        return None if value is None else formats.plain_decimal(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^-?[0-9,]+(\.[0-9]+)?$"}


class Area(Number):
    """An area in mu (亩; 1 mu = 1/15 ha)."""

    name = "area"

    def __init__(self) -> None:
        super().__init__(4, unit="亩")


class Integer(Type):
    """A count."""

    name = "integer"
    numeric = True

    def __init__(self, *, unit: str = "", least: int = 0, most: int = 10**12) -> None:
        self.unit = unit
        self.least = least
        self.most = most

    def parse(self, text: str, label: str) -> int:
        value = _number_text(text, label, self.unit)
        match = _DECIMAL.fullmatch(value)
        if not match or (match[3] or "").strip("0"):
            raise BadValue(INTEGER, label=label, value=text.strip()[:40], example=max(self.least, 12))
        number = int(match[1] + match[2])
        if number < 0 <= self.least:
            raise BadValue(NEGATIVE, label=label, value=text.strip())
        if not self.least <= number <= self.most:
            raise BadValue(RANGE, label=label, value=text.strip(), least=self.least, most=self.most)
        return number

    def show(self, value: int | None) -> str:
        return formats.decimal(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least}


class Points(Type):
    """Points with at most two decimals; integer hundredths in memory."""

    name = "points"
    numeric = True
    unit = "分"

    def __init__(self, *, signed: bool = True) -> None:
        self.signed = signed

    def parse(self, text: str, label: str) -> int:
        value = _number_text(text, label, "分")
        match = _DECIMAL.fullmatch(value)
        if not match or len(match[2]) > 9:
            raise BadValue(NUMBER, label=label, value=text.strip()[:40], example="5")
        rest = _check_decimals(match[3], 2, text, label)
        number = int(match[2]) * 100 + int((rest + "00")[:2])
        if match[1] == "-" and number and not self.signed:
            raise BadValue(NEGATIVE, label=label, value=text.strip())
        return -number if match[1] == "-" else number

    def show(self, value: int | None) -> str:
        return formats.points(value)

    def export(self, value: int | None) -> str | None:
        return None if value is None else formats.plain_points(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^-?[0-9]{1,9}(\.[0-9]{1,2})?$"}
