"""YAML → mappings, lists and strings with the position of every key and value.

Every scalar stays the text that stands in the file: the schema, not YAML, decides types. Duplicate keys,
anchors, aliases and tags are refused.
"""

from __future__ import annotations

from sitegen.sources.text import Source
from sitegen.sources.yaml_nodes import Node
from sitegen.sources.yaml_plain import read_plain


def read_yaml(source: Source, text: str | None = None, first_line: int = 1) -> Node:
    """Parse `text` (default: the whole file), which begins at `first_line` of the file.

    Raises ContentError at the place of the first thing that can't be read.
    """
    text = source.text if text is None else text
    plain = read_plain(text, first_line)
    if plain is not None:
        return plain
    from sitegen.sources.yaml_full import read_full

    return read_full(source, text, first_line)
