"""Marks the last good pages of a board whose content has errors now as not updated (未更新)."""

from __future__ import annotations

from sitegen.languages import say

_MARK = b'<p class="not-updated" role="note">'
_MAIN = b'<main id="main" tabindex="-1">'


def mark_stale(page: bytes) -> bytes:
    """The page with the mark at the head of its main part (once), in the language that is being spoken."""
    if _MARK in page or _MAIN not in page:
        return page
    words = say("未更新：本栏的新内容有错，正在核对；下面是上一次公布的内容。")
    return page.replace(_MAIN, _MAIN + b"\n" + _MARK + words.encode() + b"</p>", 1)
