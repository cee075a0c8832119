"""The bytes of a file → its text. UTF-8 is the rule; a BOM is accepted, a CSV in GB18030 too (and reported)."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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
NUL = error(
    "source.binary",
    "这不是文本文件（可能是改了扩展名的 Excel 或图片）。",
    "请用原来的程序打开，另存为 CSV 或文本后再放进来。",
    "this is not a text file",
    "open it in the program it comes from and save it as CSV or text",
)


@dataclass
class Source:
    """One text file of a board: `path` as shown to people (from the site root), its text and bytes' hash."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The physical lines, without their ends."""
        return self.text.split("\n")

    def place(self, line: int = 0, column: int = 0) -> Place:
        """A position in this file."""
        return Place(self.path, line, column)


def read_source(path: Path, shown: str, report: Report) -> Source:
    """Read a text file. Raises ContentError where it can't be read as text at all."""
    try:
        raw = path.read_bytes()
    except OSError as failure:
        raise ContentError(UNREADABLE, Place(shown), reason=failure.strerror or failure) from None
    return Source(shown, decode(raw, shown, report))


def decode(raw: bytes, shown: str, report: Report) -> str:
    """Bytes → text with `\\n` line ends, by the ladder BOM, UTF-8, GB18030 (CSV only)."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ContentError(NOT_UTF8, Place(shown, 1, 1))
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as failure:
        text = _legacy(raw, shown, failure.start)
        report.add(GB18030, Place(shown, 1, 1))
    if "\0" in text:
        raise ContentError(NUL, Place(shown, 1, 1))
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if "\ufffd" in text:
        at = text.index("\ufffd")
        start = text.rfind("\n", 0, at) + 1
        around = text[max(start, at - 6) : at + 6].split("\n")[0]
        report.add(GARBLED, Place(shown, text.count("\n", 0, at) + 1, at - start + 1), text=around)
    return text


def _legacy(raw: bytes, shown: str, bad: int) -> str:
    line = raw.count(b"\n", 0, bad) + 1
    if b"\0" in raw:
        raise ContentError(NUL, Place(shown, 1, 1))
    if not shown.lower().endswith(".csv"):
        raise ContentError(NOT_UTF8, Place(shown, line, 1))
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        raise ContentError(NOT_UTF8, Place(shown, line, 1)) from None
