"""The plain YAML that clerks write, read quickly: “key: value” lines, and lists and mappings of
them one level deep.

Anything else (nesting, flow style, long texts, mistakes) is left to the full parser, which also tells what is
wrong. What is read here is exactly what the full parser would give.
"""

from __future__ import annotations

import re

from sitegen.sources.yaml_nodes import YamlList, YamlMap

_LINE = re.compile(r"(  - |    |  |)([^\W\d][\w\-]*):(?: +(\S.*?))? *")
_FOREIGN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\t]|^(?:---|\\.\\.\\.|%)", re.MULTILINE
)
_PAIR_TEXT = r"([^\W\d][\w\-]{0,100}): +([\w(（][^,\[\]{}:#\"'&*!|>%@`]*)"
_PAIR = re.compile(_PAIR_TEXT)
_FLOW = re.compile(rf"\{{ *{_PAIR_TEXT}(?:, *{_PAIR_TEXT})*\}}")
_SPECIAL = frozenset("-?:,[]{}#&*!|>'\"%@`")
_NULLS = frozenset(["~", "null", "Null", "NULL"])


class _Unusual(Exception):
    """Not plain: the full parser must read it."""


def read_plain(text: str, first_line: int) -> YamlMap | None:
    """The mapping that `text` holds; None where it is not plain."""
    if _FOREIGN.search(text):
        return None
    try:
        return _read(text, first_line)
    except _Unusual:
        return None


class _Reader:
    """Reads line by line. `item` is the mapping that lines at the present depth belong to, `depth` its indent;
    `opened` the key of the whole that awaits its nested mapping or list."""

    def __init__(self) -> None:
        self.top: YamlMap | None = None
        self.items: YamlList | None = None
        self.item: YamlMap | None = None
        self.depth = ""
        self.opened: str | None = None

    def line(self, number: int, indent: str, key: str, value: str | None, at: int) -> None:
        """One line “key: value”; its value begins in column `at`."""
        if not indent:
            self.top = self.top if self.top is not None else YamlMap(number, 1)
            self.item, self.items, self.depth = self.top, None, ""
            self.opened = key if value is None else None
        elif indent == "  - ":
            self._begin_item(number)
        elif self.opened is not None and indent == "  ":
            self.item, self.depth = YamlMap(number, 3), "  "
            self._fill(number, self.item)
        elif indent != self.depth:
            raise _Unusual
        item = self.item
        if item is None or key in item or (indent and value is None) or len(key) > 100:
            raise _Unusual
        column = len(indent) + 1
        item.marks[key] = (number, column, number, at if value is not None else column + len(key) + 1)
        item[key] = None if value is None else _value(value, number, at)

    def _begin_item(self, number: int) -> None:
        if self.opened is not None:
            self.items = YamlList(number, 3)
            self._fill(number, self.items)
        if self.items is None:
            raise _Unusual
        self.item, self.depth = YamlMap(number, 5), "    "
        self.items.append(self.item)
        self.items.marks.append((number, 5))

    def _fill(self, number: int, node: YamlMap | YamlList) -> None:
        """The nested node that the opened key awaits begins on this line."""
        assert self.top is not None
        assert self.opened is not None
        marks = self.top.marks[self.opened]
        self.top.marks[self.opened] = (marks[0], marks[1], number, 3)
        self.top[self.opened] = node
        self.opened = None


def _read(text: str, first_line: int) -> YamlMap | None:
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), first_line):
        if not line or not line.strip(" ") or line.lstrip(" ")[0] == "#":
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise _Unusual
        indent, key, value = match.groups()
        reader.line(number, indent, key, value, match.start(3) + 1)
    return reader.top


def _value(text: str, line: int, column: int) -> str | YamlMap | YamlList | None:
    if text == "[]":
        return YamlList(line, column)
    return _flow(text, line, column) if text[0] == "{" else _scalar(text)


def _flow(text: str, line: int, column: int) -> YamlMap:
    """A mapping in braces whose values are plain words."""
    pairs = _FLOW.fullmatch(text)
    if pairs is None:
        raise _Unusual
    node = YamlMap(line, column)
    for match in _PAIR.finditer(text):
        key, value = match[1], match[2].rstrip()
        if key in node:
            raise _Unusual
        node.marks[key] = (line, column + match.start(1), line, column + match.start(2))
        node[key] = None if value in _NULLS else value
    return node


def _scalar(text: str) -> str | None:
    first = text[0]
    if first in _SPECIAL:
        if first in "\"'" and len(text) > 1 and text[-1] == first:
            inner = text[1:-1]
            if first in inner or "\\" in inner:
                raise _Unusual
            return inner
        if first != "-" or not text[1:2].isdigit():
            raise _Unusual
    if ": " in text or " #" in text or text[-1] == ":":
        raise _Unusual
    return None if text in _NULLS else text
