"""What a text may mean: the base of all types, and those of texts, ids, persons, words to choose from, nested tables."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sitegen import formats
from sitegen.diagnostics import Message, error, warning
from sitegen.fields.spelling import nearest, reserved_id, tidy, valid_id

if TYPE_CHECKING:
    from sitegen.tables import Table


class BadValue(Exception):
    """A text that its field's type can't read; carries the message that says why."""

    def __init__(self, message: Message, **values: object) -> None:
        super().__init__(message.code)
        self.message = message
        self.values = values


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
