"""Marks the last good pages of a board whose content has errors now as not updated (未更新)."""

from __future__ import annotations

MARK = '<p class="not-updated" role="note">未更新：本栏的新内容有错，正在核对；下面是上一次公布的内容。</p>'.encode()
_MAIN = b'<main id="main" tabindex="-1">'


def mark_stale(page: bytes) -> bytes:
    """The page with the mark at the head of its main part (once)."""
    if MARK in page or _MAIN not in page:
        return page
    return page.replace(_MAIN, _MAIN + b"\n" + MARK, 1)
