"""The bytes of a file → its text: UTF-8, with or without BOM; a CSV in GB18030 is read too, and reported."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sitegen.diagnostics import ContentError, Place, Report, error, warning

NOT_UTF8 = error(
    "source.encoding",
    "文件不是 UTF-8 编码，读不出文字。",
    "请用“另存为”选 UTF-8 编码（Excel 里选“CSV UTF-8（逗号分隔）”）再保存一次。",
    "the file is not UTF-8",
    "save it again as UTF-8 (in Excel: “CSV UTF-8 (comma delimited)”)",
)
GB18030 = warning(
    "source.gb18030",
    "文件是 GB18030（GBK）编码，已按此读入。",
    "建议在 Excel 里另存为“CSV UTF-8（逗号分隔）”，以免别的电脑打开是乱码。",
    "the file is GB18030 and was read as such",
    "better save it as UTF-8",
)
GARBLED = warning(
    "source.garbled",
    "文字里有乱码“{text}”。",
    "请对照原文改正这一处。",
    "garbled text “{text}”",
    "compare with the original and correct it",
)
UNREADABLE = error(
    "source.unreadable",
    "文件读不了：{reason}。",
    "请检查文件是否存在、是否有读取权限。",
    "cannot read the file: {reason}",
    "check that it exists and may be read",
)
DAMAGED = error(
    "source.damaged",
    "这里有一个字的编码坏了，读不出来（在“{before}”后面）。",
    "请用编辑器打开，对照原文改正这一处，再按 UTF-8 保存。",
    "a character here is damaged and can't be read (after “{before}”)",
    "correct it from the original and save as UTF-8",
)
CONTROL = error(
    "source.control",
    "这里有一个看不见的控制字符（代码 {code}），多半是从别的软件粘贴来的。",
    "请删去这一处，重新输入。",
    "an invisible control character stands here (code {code})",
    "delete it and type the text again",
)
NUL = error(
    "source.binary",
    "这不是文本文件（可能是改了扩展名的 Excel 或图片）。",
    "请用原来的程序打开，另存为 CSV 或文本后再放进来。",
    "this is not a text file",
    "open it in the program it comes from and save it as CSV or text",
)

_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
_INVISIBLE = "\u200b\ufeff\u202d\u202c\u200e\u200f\u2028\u2029\x85"
"""Pasted along from web pages, chats and contact lists: without width, but equal ids differ by them."""


@dataclass
class Source:
    """One text file of a board: `path` as shown to people (from the site root), its text, and what it was parsed
    into, by what it was parsed for; whoever asks again is given the same, and changes nothing in it."""

    path: str
    text: str
    parsed: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def lines(self) -> list[str]:
        """The physical lines, without their ends."""
        return self.text.split("\n")

    def place(self, line: int = 0, column: int = 0) -> Place:
        """A position in this file."""
        return Place(self.path, line, column)


class Shelf:
    """Files without findings as they were read, in a process that reads the same ones again and again: what has
    the same bytes is neither read as text nor parsed anew. It holds the last ones that were put there."""

    def __init__(self, most: int = 400) -> None:
        self._most = most
        self._kept: dict[Path, tuple[bytes, Source]] = {}

    def find(self, path: Path, raw: bytes) -> Source | None:
        """The file, where it had these bytes."""
        kept = self._kept.get(path)
        return kept[1] if kept is not None and kept[0] == raw else None

    def put(self, path: Path, raw: bytes, source: Source) -> None:
        """Keep a file with its bytes."""
        self._kept.pop(path, None)
        self._kept[path] = (raw, source)
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]


def read_source(path: Path, shown: str, report: Report, shelf: Shelf | None = None) -> Source:
    """Read a text file, or take it from the shelf. Raises ContentError where it can't be read as text at all."""
    try:
        raw = path.read_bytes()
    except OSError as failure:
        raise ContentError(UNREADABLE, Place(shown), reason=failure.strerror or failure) from None
    if shelf is not None and (kept := shelf.find(path, raw)) is not None:
        return kept
    before = len(report.diagnostics)
    source = Source(shown, decode(raw, shown, report))
    if shelf is not None and len(report.diagnostics) == before:
        shelf.put(path, raw, source)
    return source


def decode(raw: bytes, shown: str, report: Report) -> str:
    """Bytes → text with `\\n` line ends, by the ladder BOM, UTF-8, GB18030 (CSV only)."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ContentError(NOT_UTF8, Place(shown, 1, 1))
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if b"\0" in raw:
        raise ContentError(NUL, Place(shown, 1, 1))
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as failure:
        text = _legacy(raw, shown, failure.start)
        report.add(GB18030, Place(shown, 1, 1))
    if len(raw.translate(None, _CONTROLS)) != len(raw):
        _refuse_control(text, shown)
    for character in _INVISIBLE:
        if character in text:
            text = text.replace(character, "")
    if "\ufffd" in text:
        at = text.index("\ufffd")
        start = text.rfind("\n", 0, at) + 1
        around = text[max(start, at - 6) : at + 6].split("\n")[0]
        report.add(GARBLED, Place(shown, text.count("\n", 0, at) + 1, at - start + 1), text=around)
    return text


def _refuse_control(text: str, shown: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        for column, character in enumerate(line, 1):
            if ord(character) < 0x80 and ord(character) in _CONTROLS:
                raise ContentError(CONTROL, Place(shown, number, column), code=f"{ord(character):02X}")


def _legacy(raw: bytes, shown: str, bad: int) -> str:
    """The text of bytes that are not UTF-8 from position `bad` on: a CSV in GB18030, or nothing."""
    before = raw[:bad].decode("utf-8")
    line = before.count("\n") + 1
    # Two Han in UTF-8 are no accident, GB18030 hardly ever looks so: a UTF-8 file with a damaged character.
    if sum(character > "\u0800" for character in before) > 1:
        last = before.rpartition("\n")[2]
        raise ContentError(DAMAGED, Place(shown, line, len(last) + 1), before=last[-8:])
    if not shown.lower().endswith(".csv"):
        raise ContentError(NOT_UTF8, Place(shown, line, 1))
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        raise ContentError(NOT_UTF8, Place(shown, line, 1)) from None
