"""Where the links and images of a text lead. What parses Markdown is loaded only for a text that may hold some."""

from __future__ import annotations

import re
from typing import NamedTuple


class Target(NamedTuple):
    """Where a link or image of a text leads, as written; `label` is an image's description."""

    address: str
    image: bool
    label: str


_MAY_LINK = re.compile(r"\]\(|\]:|<\w+:")


def targets(body: str) -> list[Target]:
    """The links and images of a Markdown text: images first, each kind in the order of the text."""
    found: list[Target] = []
    if _MAY_LINK.search(body):
        from sitegen.render.markup import renderer

        renderer().convert(
            body, lambda address, label: found.append(Target(address, label is not None, label or ""))
        )
    return found
