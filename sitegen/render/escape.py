"""Values as HTML, as markupsafe writes them, in less time."""

from __future__ import annotations

import re
from typing import Any

import markupsafe
from markupsafe import Markup

_has_signs = re.compile("[&<>\"']").search


def escape(value: Any) -> str:
    """The value as HTML. Most are texts without any sign of HTML, and stay what they are: that a search finds
    none costs a fifth of what making markup of them does."""
    kind = type(value)
    if kind is str:
        return value if _has_signs(value) is None else markupsafe.escape(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    return markupsafe.escape(value)
