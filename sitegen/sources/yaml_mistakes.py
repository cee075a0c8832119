"""What goes wrong in YAML as people type it, and the likely cause where the parser stumbles later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sitegen.diagnostics import ContentError, Place, error
from sitegen.sources.text import Source

if TYPE_CHECKING:
    import yaml

SYNTAX = error(
    "yaml.syntax",
    "这一行的写法不对，读不下去：{problem}。",
    "请检查缩进、冒号和引号；值里有冒号、井号或以 @ % & * ! | > ` 开头时，给整个值加上引号。",
    "cannot read this line: {problem_en}",
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
    "这一行的行首有制表符（Tab）或全角空格。",
    "请换成普通空格，每级两个。",
    "this line is indented with a tab or a full-width space",
    "indent with plain spaces, two a level",
)
QUOTE = error(
    "yaml.quote",
    "引号没有成对：从这里开始的引号没有关上。",
    "请补上另一半引号。",
    "a quote that opens here is never closed",
    "add the closing quote",
)
QUOTE_TEXT = error(
    "yaml.quote-text",
    "引号关上以后还有字。",
    "请给整个值加引号；值里面的引号用中文引号“”。",
    "text follows a closing quote",
    "quote the whole value; use “” inside it",
)
ESCAPE = error(
    "yaml.escape",
    "双引号里的反斜杠“\\”有特别的意思，这里看不懂。",
    "请把外面的双引号换成单引号，或去掉反斜杠。",
    "a backslash inside double quotes has a special meaning",
    "use single quotes around the value, or drop the backslash",
)
FULL_WIDTH = error(
    "yaml.full-width",
    "这里用了中文的“{sign}”。",
    "请改成英文的“{plain}”。",
    "a full-width “{sign}” stands here",
    "write “{plain}”",
)
BRACKET = error(
    "yaml.bracket",
    "从这里开始的花括号或方括号没有关上，或者中间缺少英文逗号。",
    "请补上“}}”“]”或“,”；也可以改成一行写一项。",
    "a bracket that opens here is not closed, or a comma is missing",
    "close it, or write one entry a line",
)
NO_COLON = error(
    "yaml.no-colon",
    "这一行没有冒号，分不清字段和内容。",
    "请写成“字段: 内容”；如果是上一行的续写，请接到上一行后面。",
    "this line has no colon",
    "write “field: value”, or join the line to the one before",
)
DASH = error(
    "yaml.dash",
    "“-”后面少了一个空格。",
    "请写成“- 字段: 内容”。",
    "a space is missing after “-”",
    "write “- field: value”",
)
DEEPER = error(
    "yaml.deeper",
    "这一行比上一行缩进得深，可是上一行的冒号后面已经有内容。",
    "请和上一行对齐；要写下一级内容，上一行的冒号后面就空着。",
    "this line is indented below one that already has a value",
    "align it with the line above, or leave that one's value empty",
)
DEPTH = error(
    "yaml.depth",
    "这里一层套一层，套得太深。",
    "请照说明文档的例子改写，最多两三层。",
    "the nesting is too deep",
    "see the example in the documentation",
)
NO_FIELDS = error(
    "yaml.no-fields",
    "文件里应当一行一个“字段: 内容”，写的却是“{value}”。",
    "请照例子写，例如“name: …”；冒号要用英文冒号加一个空格。",
    "the file should hold “field: value” lines, not “{value}”",
    "write e.g. “name: …”",
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

_KEY = r"^\s*(?:- +)?([A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]{0,20})"
_FULL_COLON = re.compile(r"^\s*(?:- +)?([^\s:：#\"'\-\[{][^:：]{0,20}?)\s*：")
_TIGHT_COLON = re.compile(_KEY + r":[\u3000\u00a0]*([^\s:/].*)$")
_WIDE_DASH = re.compile(r"^\s*([－—–])\s*\S")
_TIGHT_DASH = re.compile(r"^\s*-[^\s\-\d].*:")
_PAIR = re.compile(_KEY + r":(?:\s|$)")
_INDENT = re.compile(r"^ *[\t\u3000\u00a0]")
_SIGNS = dict(zip("｛｝［］，＂", '{}[],"', strict=True))
_SCALAR_BEFORE = " \n[{,:"


def not_fields(value: str, place: Place) -> ContentError:
    """What is wrong with a text that stands where fields belong."""
    if match := _FULL_COLON.match(value):
        return ContentError(COLON, place._replace(column=place.column + match.end() - 1), key=match[1])
    if match := _TIGHT_COLON.match(value):
        return ContentError(COLON_SPACE, place, key=match[1], value=match[2].split(" ")[0])
    return ContentError(NO_FIELDS, place, value=value[:40])


def swallowed(lines: list[str], first: int, last: int) -> bool:
    """Whether a quoted value that spans the lines `first` to `last` (from 0) has fields in it."""
    return any(_PAIR.match(line) for line in lines[first + 1 : last + 1])


def indented_oddly(line: str) -> bool:
    """Whether a line begins with a tab or a wide space."""
    return _INDENT.match(line) is not None


def explain(source: Source, text: str, first_line: int, failure: yaml.YAMLError) -> ContentError:
    """The likely cause of a syntax error, at the line where it stands (the parser stumbles later).

    `text` begins at line `first_line` of `source`.
    """
    import yaml

    if not isinstance(failure, yaml.MarkedYAMLError) or failure.problem_mark is None:
        return _unprintable(source, text, first_line)
    stumble = _Stumble(source, text, first_line, failure)
    found = stumble.in_quotes() or stumble.sign() or stumble.mapping() or stumble.line() or stumble.bracket()
    return found or stumble.unknown()


def _unprintable(source: Source, text: str, first_line: int) -> ContentError:
    lines = text.split("\n")
    odd = next((n for n, line in enumerate(lines) if any("\x7f" <= c <= "\x9f" for c in line)), 0)
    problem = {"problem": "有看不见的控制字符", "problem_en": "an invisible control character"}
    return ContentError(SYNTAX, source.place(first_line + odd, 1), **problem)


class _Stumble:
    """A place where the parser gave up; each method recognises one kind of cause, or gives None."""

    def __init__(self, source: Source, text: str, first_line: int, failure: yaml.MarkedYAMLError) -> None:
        self.source = source
        self.text = text
        self.first_line = first_line
        self.lines = text.split("\n")
        mark = failure.problem_mark
        assert mark is not None
        self.at = min(mark.line, len(self.lines) - 1)
        self.column = mark.column
        self.opened = failure.context_mark
        self.problem = failure.problem or ""
        self.context = failure.context or ""

    def place(self, line: int, column: int = 0) -> Place:
        """A position of the parsed text (from 0) as a place of the file."""
        return self.source.place(min(line, len(self.lines) - 1) + self.first_line, column + 1)

    def in_quotes(self) -> ContentError | None:
        """A quote never closed, closed by a later one, followed by text, or a stray backslash in it."""
        if "quoted scalar" in self.context and self.opened is not None:
            if "escape" in self.problem or "hexdecimal" in self.problem:
                return ContentError(ESCAPE, self.place(self.at, self.column))
            return ContentError(QUOTE, self.place(self.opened.line, self.opened.column))
        line = self.lines[self.at]
        closing = line[: self.column].rstrip()[-1:]
        if closing not in ("'", '"') or "expected" not in self.problem:
            return None
        opening = self._opening(closing, len(line[: self.column].rstrip()) - 1)
        if opening is not None and opening[0] < self.at:
            return ContentError(QUOTE, self.place(*opening))
        return ContentError(QUOTE_TEXT, self.place(self.at, self.column))

    def _opening(self, quote: str, column: int) -> tuple[int, int] | None:
        """Where the quoted value that ends at `column` of the line began."""
        end = sum(len(line) + 1 for line in self.lines[: self.at]) + column
        while (end := self.text.rfind(quote, 0, end)) >= 0:
            if end == 0 or self.text[end - 1] in _SCALAR_BEFORE:
                line = self.text.count("\n", 0, end)
                return line, end - (self.text.rfind("\n", 0, end) + 1)
        return None

    def sign(self) -> ContentError | None:
        """A sign of YAML's own (anchor, alias, tag), or a full-width bracket or comma in a flow."""
        if any(word in self.context + self.problem for word in ("alias", "anchor", "tag")):
            return ContentError(ANCHOR, self.place(self.at, max(self.column - 1, 0)))
        line = self.lines[self.at]
        flow = "flow" in self.context
        for column, character in enumerate(line[: self.column + 1]):
            if character in _SIGNS and (flow or character in "｛［"):
                plain = _SIGNS[character]
                return ContentError(FULL_WIDTH, self.place(self.at, column), sign=character, plain=plain)
        return None

    def mapping(self) -> ContentError | None:
        """A second colon: in the same value, or because the line before lacks its own."""
        if "mapping values" not in self.problem:
            return None
        line = self.lines[self.at]
        if _INDENT.match(line):
            return ContentError(TAB, self.place(self.at))
        if re.search(r":\s", line[: self.column]):
            return ContentError(INNER_COLON, self.place(self.at, self.column))
        before = next((n for n in range(self.at - 1, -1, -1) if self.lines[n].strip()), None)
        if before is None:
            return None
        if found := self._colon(before):
            return found
        if _PAIR.match(self.lines[before]):
            return ContentError(DEEPER, self.place(self.at, len(line) - len(line.lstrip())))
        return ContentError(NO_COLON, self.place(before))

    def line(self) -> ContentError | None:
        """A tab or wide space before a line, a full-width or tight colon, or no colon at all."""
        for number in self._nearby():
            if _INDENT.match(self.lines[number]):
                return ContentError(TAB, self.place(number))
            if found := self._colon(number):
                return found
        if "expected ':'" in self.problem:
            for number in self._nearby():
                line = self.lines[number].strip()
                if line and ":" not in line and line[0] not in "#-":
                    return ContentError(NO_COLON, self.place(number))
        return None

    def _nearby(self) -> Iterator[int]:
        yield from range(self.at, max(self.at - 3, -1), -1)

    def _colon(self, number: int) -> ContentError | None:
        line = self.lines[number]
        if match := _WIDE_DASH.match(line):
            place = self.place(number, match.start(1))
            return ContentError(FULL_WIDTH, place, sign=match[1], plain="- ")
        if _TIGHT_DASH.match(line):
            return ContentError(DASH, self.place(number, line.index("-")))
        if match := _FULL_COLON.match(line):
            return ContentError(COLON, self.place(number, match.end() - 1), key=match[1])
        if match := _TIGHT_COLON.match(line):
            return ContentError(COLON_SPACE, self.place(number), key=match[1], value=match[2])
        return None

    def bracket(self) -> ContentError | None:
        """A bracket that is not closed."""
        if "flow" in self.context and self.opened is not None:
            return ContentError(BRACKET, self.place(self.opened.line, self.opened.column))
        return None

    def unknown(self) -> ContentError:
        """Anything else, in the parser's terms."""
        chinese = next((c for english, c in _PROBLEMS.items() if english in self.problem), "格式不对")
        place = self.place(self.at, self.column)
        return ContentError(SYNTAX, place, problem=chinese, problem_en=self.problem or "malformed")


_PROBLEMS = {
    "cannot start any token": "这个符号不能放在开头",
    "did not find expected key": "缩进和上面的行对不齐，或缺少字段名",
    "did not find expected '-' indicator": "缩进和上面的列表对不齐",
    "block sequence entries are not allowed": "“-”的位置不对",
    "mapping keys are not allowed": "“?”的位置不对",
    "expected comment or line break": "“|”或“>”后面不能再有字",
    "directive": "行首的“%”有特别的意思",
}
