"""Markdown with front matter: the YAML between two `---` lines, then the body."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.diagnostics import ContentError, error
from sitegen.sources.text import Source
from sitegen.sources.yaml import read_yaml
from sitegen.sources.yaml_nodes import YamlMap

NO_FRONT_MATTER = error(
    "notice.front-matter",
    "文件开头没有标题、日期等说明。",
    "请在第一行写“---”，接着写“title: 标题”和“date: 日期”，再写一行“---”，然后是正文。",
    "the file does not begin with front matter",
    "begin with a line “---”, then title and date, another “---”, then the text",
)
UNCLOSED = error(
    "notice.front-matter-open",
    "开头的说明没有结束：缺少第二行“---”。",
    "请在说明和正文之间加一行“---”。",
    "the front matter is not closed by a second “---”",
    "put a line “---” between front matter and text",
)
NOT_FIELDS = error(
    "notice.front-matter-fields",
    "两行“---”之间应当一行一个“字段: 内容”。",
    "请写成“title: 标题”的样子。",
    "the front matter must hold one “field: value” a line",
    "write e.g. “title: …”",
)


@dataclass
class Document:
    """Front matter and body of one file; `body_line` is the physical line on which the body begins."""

    source: Source
    matter: YamlMap
    body: str
    body_line: int


def read_markdown(source: Source) -> Document:
    """Split and parse. Raises ContentError where the front matter is missing or can't be read."""
    lines = source.lines
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].rstrip() != "---":
        raise ContentError(NO_FRONT_MATTER, source.place((first or 0) + 1, 1))
    end = next((i for i in range(first + 1, len(lines)) if lines[i].rstrip() == "---"), None)
    if end is None:
        raise ContentError(UNCLOSED, source.place(first + 1, 1))
    matter = read_yaml(source, "\n".join(lines[first + 1 : end]) + "\n", first + 2)
    if matter is None:
        matter = YamlMap(first + 2, 1)
    if not isinstance(matter, YamlMap):
        raise ContentError(NOT_FIELDS, source.place(first + 2, 1))
    return Document(source, matter, "\n".join(lines[end + 1 :]), end + 2)
