"""The full parser of YAML, for what the quick one leaves to it. Imported only where there is such a file."""

from __future__ import annotations

from typing import Any

import yaml

from sitegen.diagnostics import ContentError, Message
from sitegen.sources.text import Source
from sitegen.sources.yaml_mistakes import (
    ANCHOR,
    DEPTH,
    DOCUMENTS,
    DUPLICATE,
    ESCAPE,
    KEY,
    QUOTE,
    TAB,
    explain,
    indented_oddly,
    not_fields,
    swallowed,
)
from sitegen.sources.yaml_nodes import Node, YamlList, YamlMap

_DEEPEST = 32
_QUOTES = ('"', "'")
_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_full(source: Source, text: str, first_line: int) -> Node:
    """Parse `text`, which begins at `first_line` of the file.

    Raises ContentError at the place of the first thing that can't be read.
    """
    builder = _Builder(source, first_line)
    try:
        return builder.document(_Parser(text))
    except yaml.YAMLError as failure:
        raise explain(source, text, first_line, failure) from None


class _Builder:
    """Turns the parser's events into nodes."""

    def __init__(self, source: Source, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.depth = 0

    def document(self, parser: Any) -> Node:
        next_event = parser.get_event
        next_event()  # stream start
        event = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        event = next_event()
        node = self._node(event, next_event)
        if isinstance(node, str):
            mark = event.start_mark
            raise not_fields(node, self.source.place(mark.line + self.first_line, mark.column + 1))
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
        self.depth += 1
        if self.depth > _DEEPEST:
            self._refuse(DEPTH, event)
        node = (
            self._map(event, next_event) if kind is yaml.MappingStartEvent else self._list(event, next_event)
        )
        self.depth -= 1
        return node

    def _scalar(self, event: Any) -> str | None:
        if event.tag is not None:
            self._refuse(ANCHOR, event)
        value: str = event.value
        if event.style in _QUOTES:
            self._check_quoted(event)
        elif event.implicit[0] and value in ("", "~", "null", "Null", "NULL"):
            return None
        return value

    def _check_quoted(self, event: Any) -> None:
        """A quote closed by a later one swallows the fields between; an escape may stand for no character."""
        first, last = event.start_mark.line, event.end_mark.line
        base = self.first_line - 1
        if last > first and swallowed(self.source.lines, base + first, base + last):
            self._refuse(QUOTE, event)
        if any(character < " " and character not in "\n\t" for character in event.value):
            self._refuse(ESCAPE, event)

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
            if indented_oddly(key):
                self._refuse(TAB, event)
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
