"""The field types of the domain. A type reads a text, shows a value, exports it and describes it.

A `Field` is one column of a table. Everything about it follows from its declaration: the names under
which it may be written (key, label, further labels), what is valid, its table header, how it stands in
a twin, and the form an editor shows.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sitegen import formats
from sitegen.days import Period
from sitegen.diagnostics import Message, error, warning

if TYPE_CHECKING:
    from sitegen.tables import Table


class BadValue(Exception):
    """A text that its field's type can't read; carries the message that says why."""

    def __init__(self, message: Message, **values: object) -> None:
        super().__init__(message.code)
        self.message = message
        self.values = values


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
DAY = error(
    "field.day",
    "“{label}”写的“{value}”不是日期。",
    "请写成 2022-06-05、2022/6/5 或 2022年6月5日；没有就空着。",
    "“{label}”: “{value}” is not a day",
    "write 2022-06-05, 2022/6/5 or 2022年6月5日; leave it empty if there is none",
)
NO_SUCH_DAY = error(
    "field.no-such-day",
    "“{label}”写的“{value}”这一天不存在。",
    "请核对月份和日期。",
    "“{label}”: there is no day “{value}”",
    "check month and day",
)
DAY_NUMBER = error(
    "field.day-number",
    "“{label}”写的“{value}”是 Excel 的日期序号（即 {day}）。",
    "请在 Excel 里把这一列设为“日期”格式再另存，或直接写 {day}。",
    "“{label}”: “{value}” is a spreadsheet's day number ({day})",
    "format the column as a date and save again, or write {day}",
)
PERIOD = error(
    "field.period",
    "“{label}”写的“{value}”不是期间。",
    "请写成 2022-06（月）、2022-Q2（季）、2022-H1（半年）或 2022（年）。",
    "“{label}”: “{value}” is not a period",
    "write 2022-06, 2022-Q2, 2022-H1 or 2022",
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
BOOLEAN = error(
    "field.boolean",
    "“{label}”写的“{value}”看不懂。",
    "请写“是”或“否”。",
    "“{label}”: “{value}” is neither yes nor no",
    "write 是 or 否",
)
CHOICE = error(
    "field.choice",
    "“{label}”写的“{value}”不在可选的词里。",
    "可以写：{choices}。{nearest}",
    "“{label}”: “{value}” is not one of the allowed words",
    "write one of: {choices}",
)
UNUSUAL = warning(
    "field.unusual",
    "“{label}”写的“{value}”不是常用的词。",
    "常用的是：{choices}。",
    "“{label}”: “{value}” is not a usual word",
    "usual are: {choices}",
)
IDENTIFIER = error(
    "field.id",
    "“{label}”写的“{value}”不能做编号。",
    "编号用汉字、字母、数字和 - _ . 〔〕()，最多 64 个字，不能以点开头。",
    "“{label}”: “{value}” can't be an id",
    "use 1–64 letters, digits, Han and - _ . 〔〕(), not beginning with a dot",
)
DEVICE = error(
    "field.id-reserved",
    "“{label}”写的“{value}”是电脑系统或网页留用的名字，不能做编号。",
    "请换一个，例如“编号-{value}”。",
    "“{label}”: the name “{value}” is reserved",
    "choose another, e.g. “no-{value}”",
)
SHAPE = error(
    "field.shape",
    "“{label}”这里应当写{expected}。",
    "请照说明文档的例子改写；多半是缩进、“-”或括号多了或少了。",
    "“{label}” should be {expected_en}",
    "see the example in the documentation",
)

_DEFAULT_LABELS: dict[str, tuple[str, ...]] = {
    "id": ("编号",),
    "title": ("名称",),
    "date": ("日期",),
    "period": ("期间",),
    "start": ("开始",),
    "due": ("时限",),
    "done_on": ("完成日期",),
    "contract": ("合同编号",),
    "project": ("项目编号",),
    "household": ("户号",),
    "grid": ("网格编号",),
    "group": ("组",),
    "note": ("备注", "说明"),
}
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))]
)
_ID = re.compile(r"[A-Za-z0-9\u3400-\u9fff\U00020000-\U0003ffff〇\-_.〔〕()]{1,64}")


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
    if not _ID.fullmatch(text) or text[0] == "." or text != unicodedata.normalize("NFC", text):
        return False
    return not reserved_id(text) and not text.endswith(".")


def reserved_id(text: str) -> bool:
    """Whether a name is taken: `index` by every folder's first page, others by devices of Windows."""
    return text.lower() == "index" or text.split(".")[0].lower() in _DEVICES


class Type:
    """What a text means. Subclasses override what differs; instances hold the options of one field."""

    name = "text"
    numeric = False
    person = False
    unit = ""

    def parse(self, text: str, label: str) -> Any:
        """The value that `text` (not empty) stands for. Raises BadValue."""
        return text.strip()

    def read(self, node: Any, label: str) -> Any:
        """The value of a YAML node. Scalars go to `parse`; types that take mappings override this."""
        if isinstance(node, str):
            return self.parse(node, label)
        raise BadValue(SHAPE, label=label, expected="一个值", expected_en="a single value")

    def show(self, value: Any) -> str:
        """The value as people read it on a page (plain text)."""
        return formats.MISSING if value is None else str(value)

    def export(self, value: Any) -> Any:
        """The value as it stands in a JSON or CSV twin."""
        return value

    def schema(self) -> dict[str, Any]:
        """The type as JSON Schema, for editors."""
        return {"type": "string"}


class Text(Type):
    """Free text; line ends are kept."""


class Id(Type):
    """A record's name in its table: 1–64 letters, digits, Han and -_.〔〕(), in NFC."""

    name = "id"

    def parse(self, text: str, label: str) -> str:
        value = unicodedata.normalize("NFC", text.strip())
        if not valid_id(value):
            raise BadValue(DEVICE if reserved_id(value) else IDENTIFIER, label=label, value=value[:80])
        return value


class Reference(Id):
    """The id of a record in another table of the same board."""

    name = "reference"

    def __init__(self, to: str) -> None:
        self.to = to


class Household(Reference):
    """The number of a household (户号)."""

    name = "household"

    def __init__(self) -> None:
        super().__init__("households")


class Person(Type):
    """A private person's name: masked wherever it is published."""

    name = "person"
    person = True


class Officer(Type):
    """A person who acts in office: shown in full."""

    name = "officer"


class Party(Type):
    """A person or an organisation; persons are masked, organisations shown in full."""

    name = "party"
    person = True


class Phone(Type):
    """An office telephone; may be a mobile number that the office publishes."""

    name = "phone"


_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+")
_BIG_UNIT = re.compile(r"[+-]?[0-9,.]+(百万|千万|万|亿|千|百)(元|亩)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([ ,][0-9]{3})+(\.[0-9]+)?")
_BLANKS = frozenset("-—–－/\\无") | {"——", "--", "暂无", "没有", "null", "none", "nan", "n/a"}


def _number_text(text: str, label: str, unit: str) -> str:
    """A number without thousands separators and its own unit; spreadsheet remains get their own message."""
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


_DECIMAL = re.compile(r"([+-]?)([0-9]{1,13})(?:\.([0-9]+))?")


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


_DAY = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号])"
)
_DAY_NUMBER = re.compile(r"([1-7][0-9]{4})(\.[0-9]+)?")
_SPREADSHEET_DAY_0 = date(1899, 12, 30).toordinal()


def _from_day_number(text: str) -> date | None:
    """The day that a spreadsheet keeps as a number such as 44713, or None."""
    match = _DAY_NUMBER.fullmatch(text)
    return date.fromordinal(_SPREADSHEET_DAY_0 + int(match[1])) if match else None


class Day(Type):
    """A day of the calendar."""

    name = "date"

    def parse(self, text: str, label: str) -> date:
        value = tidy(text).replace(" ", "")
        match = _DAY.fullmatch(value)
        if not match:
            if value and not value.strip("#"):
                raise BadValue(HASHES, label=label)
            if (day := _from_day_number(value)) is not None:
                raise BadValue(DAY_NUMBER, label=label, value=value, day=day)
            raise BadValue(DAY, label=label, value=text.strip()[:40])
        year, month, dom = (int(group) for group in match.groups() if group)
        try:
            day = date(year, month, dom)
        except ValueError:
            raise BadValue(NO_SUCH_DAY, label=label, value=text.strip()) from None
        if not 1900 <= year <= 2199:
            raise BadValue(DAY, label=label, value=text.strip()[:40])
        return day

    def show(self, value: date | None) -> str:
        return formats.iso(value)

    def export(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class PeriodType(Type):
    """A month, quarter, half-year or year."""

    name = "period"

    def parse(self, text: str, label: str) -> Period:
        value = tidy(text).upper()
        try:
            return Period.parse(value)
        except ValueError:
            if (day := _from_day_number(value)) is not None:
                raise BadValue(DAY_NUMBER, label=label, value=value, day=f"{day:%Y-%m}") from None
            raise BadValue(PERIOD, label=label, value=text.strip()[:40]) from None

    def show(self, value: Period | None) -> str:
        return formats.MISSING if value is None else value.label

    def export(self, value: Period | None) -> str | None:
        return None if value is None else value.text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$"}


_BOOLEANS = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False}


class Boolean(Type):
    """是/否, true/false, yes/no."""

    name = "boolean"

    def parse(self, text: str, label: str) -> bool:
        value = _BOOLEANS.get(tidy(text).lower())
        if value is None:
            raise BadValue(BOOLEAN, label=label, value=text.strip())
        return value

    def show(self, value: bool | None) -> str:
        return formats.MISSING if value is None else "是" if value else "否"

    def schema(self) -> dict[str, Any]:
        return {"enum": ["是", "否"]}


@dataclass(frozen=True)
class Choice(Type):
    """One of a few words. `aliases` map other spellings to a word; `open` ones only warn about others."""

    values: tuple[str, ...]
    aliases: dict[str, str] = field(default_factory=dict)
    open: bool = False
    name = "choice"

    def parse(self, text: str, label: str) -> str:
        value = text.strip()
        value = self.aliases.get(value, value)
        if value in self.values or self.open:
            return value
        near = nearest(value, [*self.values, *self.aliases])
        hint = f"是不是想写“{near}”？" if near else ""
        raise BadValue(CHOICE, label=label, value=value, choices="、".join(self._words()), nearest=hint)

    def _words(self) -> list[str]:
        words = list(self.values)
        for alias, value in self.aliases.items():
            if value in words:
                words[words.index(value)] = alias
        return words

    def schema(self) -> dict[str, Any]:
        return {"type": "string"} if self.open else {"enum": [*self.values, *self.aliases]}


@dataclass(frozen=True)
class One(Type):
    """A nested mapping with the fields of `table`; its value is a record."""

    table: Table
    name = "mapping"


@dataclass(frozen=True)
class Many(Type):
    """A nested list of mappings with the fields of `table`; its value is a list of records."""

    table: Table
    name = "list"


@dataclass(frozen=True)
class Texts(Type):
    """A list of texts; a single text, or one text with 、 between the parts, is a list too."""

    name = "texts"

    def parse(self, text: str, label: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in re.split(r"[、；;]", text) if part.strip())

    def read(self, node: Any, label: str) -> tuple[str, ...]:
        if isinstance(node, list) and all(isinstance(item, str) for item in node):
            return tuple(item.strip() for item in node)
        if isinstance(node, str):
            return self.parse(node, label)
        raise BadValue(SHAPE, label=label, expected="一列文字，每行一个“- ”", expected_en="a list of texts")

    def show(self, value: tuple[str, ...] | None) -> str:
        return "、".join(value) if value else formats.MISSING

    def export(self, value: tuple[str, ...] | None) -> str | None:
        return "、".join(value) if value else None

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}


@dataclass(frozen=True)
class Field:
    """One column of a table.

    `key` is its English name; `label` the Chinese one (a usual key has a default); `labels` further
    accepted names; `help` tells an editor what to write.
    """

    key: str
    label: str = ""
    type: Type = field(default_factory=Text)
    required: bool = False
    labels: tuple[str, ...] = ()
    default: Any = None
    help: str = ""
    attribute: str = field(init=False, default="")
    """The attribute of a record that holds the value (`for` is `for_`)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "attribute", self.key + "_" if keyword.iskeyword(self.key) else self.key)
        usual = _DEFAULT_LABELS.get(self.key, ())
        if not self.label:
            object.__setattr__(self, "label", usual[0])
        if self.label in usual:
            object.__setattr__(self, "labels", (*self.labels, *usual))

    @property
    def header(self) -> str:
        """The label with its unit, as a column is headed: 面积（亩）."""
        return f"{self.label}（{self.type.unit}）" if self.type.unit else self.label

    def names(self) -> list[str]:
        """Every name under which the field may be written, normalised by `plain_name`."""
        names = [plain_name(name) for name in (self.key, self.label, *self.labels)]
        if self.type.unit:
            names += [plain_name(f"{name}({unit})") for name in names for unit in _units(self.type.unit)]
        return names


def _units(unit: str) -> tuple[str, ...]:
    return {"元": ("元", "单位:元", "人民币元"), "平方米": ("平方米", "m2", "㎡")}.get(unit, (unit,))


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
