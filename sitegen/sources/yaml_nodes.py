"""What YAML becomes: mappings, lists and texts that know where they stand."""

from __future__ import annotations

from typing import TypeAlias

Node: TypeAlias = "str | YamlMap | YamlList | None"


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
