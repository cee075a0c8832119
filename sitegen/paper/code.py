"""The short code of a page: what a sheet of paper is called. The search page of its board finds it (search.js)."""

from __future__ import annotations

from zlib import crc32

_DIGITS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and letters that are not mistaken for one another: no 0 and O, no 1 and I."""


def page_code(path: str) -> str:
    """The code of the page at `path` (from the site's root, UTF-8): six signs of five bits each, the lowest 30 bits of
    the path's CRC-32, the highest first. It stays as long as the page's address does."""
    number = crc32(path.encode())
    return "".join([_DIGITS[number >> shift & 31] for shift in (25, 20, 15, 10, 5, 0)])
