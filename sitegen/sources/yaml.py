"""YAML → mappings, lists and strings with the position of every key and value.

Every scalar stays the text that stands in the file: the schema, not YAML, decides types. Duplicate keys,
anchors, aliases and tags are refused.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import yaml

from sitegen.diagnostics import ContentError, Message, error
from sitegen.sources.text import Source

Node: TypeAlias = "str | None | YamlMap | YamlList"

SYNTAX = error(
    "yaml.syntax",
    "这一行的写法不对，读不下去（{problem}）。",
    "请检查缩进、冒号和引号；值里有冒号、井号或以 @ % & * ! | > ` 开头时，给整个值加上引号。",
    "cannot read this line: {problem}",
    "check indentation, colons and quotes; quote values that hold special characters",
)
COLON = error(
    "yaml.colon",
    "“{key}”后面用了中文冒号“：”。",
    "请改成英文冒号加一个空格，写成“{key}: 内容”。",
    "a full-width colon follows “{key}”",
    "write “{key}: value” with an ASCII colon and a space",
)
COLON_SPACE = error(
    "yaml.colon-space",
    "“{key}:”的冒号后面少了一个空格。",
    "请写成“{key}: {value}”。",
    "a space is missing after “{key}:”",
    "write “{key}: {value}”",
)
TAB = error(
    "yaml.tab",
    "这一行用制表符（Tab）缩进。",
    "请把行首的 Tab 换成空格，每级两个。",
    "this line is indented with a tab",
    "indent with spaces, two a level",
)
QUOTE = error(
    "yaml.quote",
    "引号没有成对：从这里开始的引号没有关上。",
    "请补上另一半引号。",
    "a quote that opens here is never closed",
    "add the closing quote",
)
INNER_COLON = error(
    "yaml.inner-colon",
    "值里面还有一个“: ”（冒号加空格），分不清哪个是字段。",
    "请给整个值加上双引号。",
    "the value holds another “: ”",
    "put the whole value in double quotes",
)
DUPLICATE = error(
    "yaml.duplicate",
    "“{key}”写了两次（前一次在第 {first} 行）。",
    "请只留一个。",
    "“{key}” stands twice (first on line {first})",
    "keep one of them",
)
ANCHOR = error(
    "yaml.anchor",
    "不支持 YAML 的 & 锚点、* 别名和 ! 标签。",
    "请直接写出内容；内容以这些符号开头时加上引号。",
    "YAML anchors, aliases and tags are not supported",
    "write the content itself; quote a value that begins with these signs",
)
KEY = error(
    "yaml.key",
    "这里的字段名不是一个词。",
    "请写成“字段: 内容”。",
    "the key here is not a word",
    "write “field: value”",
)
DOCUMENTS = error(
    "yaml.documents",
    "一个文件里只能有一份内容，这里又用“---”开始了第二份。",
    "请删去多余的“---”，或分成两个文件。",
    "a second document begins here",
    "remove the extra “---” or split the file",
)

_FULL_COLON = re.compile(r"^\s*(?:- +)?([^\s:：#\"'\-\[{][^:：]{0,20}?)\s*：")
_TIGHT_COLON = re.compile(r"^\s*(?:- +)?([A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]{0,20}):([^\s:/].*)$")
_TAB = re.compile(r"^ *\t")


class YamlMap(dict[str, "Node"]):
    """A mapping; `marks` gives line and column of each key and of its value, from 1."""

    __slots__ = ("column", "line", "marks")

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.line = line
        self.column = column
        self.marks: dict[str, tuple[int, int, int, int]] = {}


class YamlList(list["Node"]):
    """A list; `marks` gives line and column of each item, from 1."""

    __slots__ = ("column", "line", "marks")

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.line = line
        self.column = column
        self.marks: list[tuple[int, int]] = []


_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(source: Source, text: str | None = None, first_line: int = 1) -> Node:
    """Parse `text` (default: the whole file), which begins at `first_line` of the file.

    Raises ContentError at the place of the first thing that can't be read.
    """
    text = source.text if text is None else text
    builder = _Builder(source, first_line)
    try:
        return builder.document(_Parser(text))
    except yaml.MarkedYAMLError as failure:
        raise _explain(source, text, first_line, failure) from None
    except yaml.YAMLError as failure:
        place = source.place(first_line, 1)
        raise ContentError(SYNTAX, place, problem=str(failure).split("\n")[0]) from None


class _Builder:
    """Turns the parser's events into nodes."""

    def __init__(self, source: Source, first_line: int) -> None:
        self.source = source
        self.first_line = first_line

    def document(self, parser: Any) -> Node:
        next_event = parser.get_event
        next_event()  # stream start
        event = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        node = self._node(next_event(), next_event)
        next_event()  # document end
        event = next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse(DOCUMENTS, event)
        return node

    def _node(self, event: Any, next_event: Any) -> Node:
        if getattr(event, "anchor", None) is not None:
            self._refuse(ANCHOR, event)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.AliasEvent or event.tag is not None:
            self._refuse(ANCHOR, event)
        return (
            self._map(event, next_event) if kind is yaml.MappingStartEvent else self._list(event, next_event)
        )

    def _scalar(self, event: Any) -> str | None:
        if event.tag is not None:
            self._refuse(ANCHOR, event)
        value: str = event.value
        if event.implicit[0] and value in ("", "~", "null", "Null", "NULL"):
            return None
        return value

    def _map(self, event: Any, next_event: Any) -> YamlMap:
        mark = event.start_mark
        base = self.first_line
        result = YamlMap(mark.line + base, mark.column + 1)
        marks = result.marks
        while True:
            event = next_event()
            if type(event) is yaml.MappingEndEvent:
                return result
            if type(event) is not yaml.ScalarEvent or event.value == "":
                self._refuse(KEY, event)
            if event.anchor is not None or event.tag is not None:
                self._refuse(ANCHOR, event)
            key: str = event.value
            mark = event.start_mark
            if key in marks:
                place = self.source.place(mark.line + base, mark.column + 1)
                raise ContentError(DUPLICATE, place, key=key, first=marks[key][0])
            event = next_event()
            at = event.start_mark
            marks[key] = (mark.line + base, mark.column + 1, at.line + base, at.column + 1)
            result[key] = self._node(event, next_event)

    def _list(self, event: Any, next_event: Any) -> YamlList:
        mark = event.start_mark
        result = YamlList(mark.line + self.first_line, mark.column + 1)
        while True:
            event = next_event()
            if type(event) is yaml.SequenceEndEvent:
                return result
            at = event.start_mark
            result.marks.append((at.line + self.first_line, at.column + 1))
            result.append(self._node(event, next_event))

    def _refuse(self, message: Message, event: Any) -> None:
        mark = event.start_mark
        raise ContentError(message, self.source.place(mark.line + self.first_line, mark.column + 1))


def _explain(source: Source, text: str, first_line: int, failure: yaml.MarkedYAMLError) -> ContentError:
    """The likely cause of a syntax error, at the line where it stands (the parser stumbles later)."""
    mark = failure.problem_mark or failure.context_mark
    at = mark.line if mark else 0
    lines = text.split("\n")
    problem = failure.problem or ""
    for number in range(min(at, len(lines) - 1), max(at - 3, -1), -1):
        line = lines[number]
        place = source.place(number + first_line, 1)
        if _TAB.match(line):
            return ContentError(TAB, place)
        if match := _FULL_COLON.match(line):
            return ContentError(COLON, place._replace(column=match.end()), key=match[1])
        if (match := _TIGHT_COLON.match(line)) and "mapping values" not in problem:
            return ContentError(COLON_SPACE, place, key=match[1], value=match[2])
    if (
        "end of stream" in problem
        or "unexpected character" in problem
        or "quoted scalar" in (failure.context or "")
    ):
        if failure.context_mark and "quoted" in (failure.context or ""):
            opened = failure.context_mark
            return ContentError(QUOTE, source.place(opened.line + first_line, opened.column + 1))
    column = mark.column + 1 if mark else 1
    place = source.place(min(at, max(len(lines) - 1, 0)) + first_line, column)
    if "mapping values" in problem:
        return ContentError(INNER_COLON, place)
    if "alias" in problem or "anchor" in problem or "tag" in (failure.context or ""):
        return ContentError(ANCHOR, place)
    if "quoted scalar" in (failure.context or ""):
        return ContentError(QUOTE, place)
    return ContentError(SYNTAX, place, problem=_problem(problem))


_PROBLEMS = {
    "could not find expected ':'": "这一行少了冒号",
    "cannot start any token": "这个符号不能放在开头",
    "did not find expected key": "缩进和上面的行对不齐，或缺少字段名",
    "did not find expected '-' indicator": "缩进和上面的列表对不齐",
    "did not find expected ',' or": "花括号或方括号没有关上，或缺少逗号",
    "block sequence entries are not allowed": "“-”的位置不对",
    "control characters are not allowed": "有看不见的控制字符",
    "found character that cannot start": "这个符号不能放在开头",
}


def _problem(problem: str) -> str:
    return next(
        (chinese for english, chinese in _PROBLEMS.items() if english in problem), problem or "格式不对"
    )
