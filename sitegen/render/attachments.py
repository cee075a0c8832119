"""Attached files: what may be published, and in which form.

Pictures are encoded anew, upright and without anything the camera wrote beside the picture (place, device,
owner). PDF, CSV and XLSX are copied when their first bytes are what the name says. Nothing else is published.
The same file gives the same bytes.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.diagnostics import ContentError, Place, error

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 64_000_000
LONGEST_SIDE = 2560
"""A published picture is scaled down to this many pixels: enough to read a scanned page."""

TOO_LARGE = error(
    "attachment.size",
    "“{name}”有 {size}，超过 20 MB。",
    "请压缩图片，或把文件分成几份再放进来。",
    "“{name}” is {size}, more than 20 MB",
    "make it smaller or split it",
)
KIND = error(
    "attachment.kind",
    "“{name}”这种文件不能公开。",
    "图片请用 jpg、png 或 webp；文件请另存为 pdf；表格用 csv 或 xlsx。",
    "“{name}” is of a kind that is not published",
    "use jpg, png or webp for pictures, pdf, csv or xlsx for documents",
)
SIGNATURE = error(
    "attachment.signature",
    "“{name}”的内容不是{kind}，可能只是改了扩展名。",
    "请用原来的程序打开，重新另存为正确的格式。",
    "“{name}” does not hold what its extension says ({kind})",
    "open it in the program it comes from and save it as that kind",
)
BROKEN = error(
    "attachment.broken",
    "图片“{name}”打不开，可能没有传完整。",
    "请重新导出或重新拍一张。",
    "the picture “{name}” can't be read; perhaps it is incomplete",
    "export it again",
)
PIXELS = error(
    "attachment.pixels",
    "图片“{name}”有 {width}×{height} 像素，太大了。",
    "请先缩小到 6400 万像素以内。",
    "the picture “{name}” has {width}×{height} pixels",
    "scale it down to 64 million pixels at most",
)

_PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_FORMATS = ("JPEG", "PNG", "WEBP")
_DOCUMENTS = {".pdf": "PDF", ".csv": "CSV", ".xlsx": "XLSX"}


def is_picture(name: str) -> bool:
    """Whether the name is that of a picture that may be published."""
    return _ending(name) in _PICTURES


def kind_of(name: str) -> str | None:
    """JPEG, PNG, WEBP, PDF, CSV or XLSX by the file's name; None for what is not published."""
    return _PICTURES.get(_ending(name)) or _DOCUMENTS.get(_ending(name))


def size_words(size: int) -> str:
    """A size in bytes as people read it: 312 KB, 1.2 MB."""
    if size < 1_000_000:
        return f"{max(1, (size + 512) // 1024)} KB"
    tenths = (size * 10 + 524_288) // 1_048_576
    return f"{tenths // 10}.{tenths % 10} MB"


def examine(path: Path, place: Place) -> None:
    """Check that a file may be published. Raises ContentError at `place`, where the file is named."""
    kind = kind_of(path.name)
    if kind is None:
        raise ContentError(KIND, place, name=path.name)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ContentError(TOO_LARGE, place, name=path.name, size=size_words(size))
    if is_picture(path.name):
        _examine_picture(path, kind, place)
    elif not _holds(path, kind):
        raise ContentError(SIGNATURE, place, name=path.name, kind=kind)


def published(path: Path) -> bytes:
    """The bytes to publish for a file that `examine` found fit."""
    return _encoded(path) if is_picture(path.name) else path.read_bytes()


def _ending(name: str) -> str:
    return Path(name).suffix.lower()


def _holds(path: Path, kind: str) -> bool:
    raw = path.read_bytes()
    if kind == "PDF":
        return b"%PDF-" in raw[:1024]
    if kind == "XLSX":
        return _is_workbook(raw)
    return _is_text(raw)


def _is_workbook(raw: bytes) -> bool:
    import zipfile  # only where one is attached

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _is_text(raw: bytes) -> bool:
    if b"\0" in raw or raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            raw.decode(encoding)
            return True
        except UnicodeDecodeError:
            continue
    return False


def _examine_picture(path: Path, kind: str, place: Place) -> None:
    """Open and decode the picture; a JPEG at an eighth of its size, which tells as well if it is whole."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=_FORMATS) as picture:
            if _format(picture) != kind:
                raise ContentError(SIGNATURE, place, name=path.name, kind=kind)
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise ContentError(PIXELS, place, name=path.name, width=width, height=height)
            picture.draft("RGB", (width // 8, height // 8))
            picture.load()
    except UnidentifiedImageError:
        raise ContentError(SIGNATURE, place, name=path.name, kind=kind) from None
    except Image.DecompressionBombError:
        raise ContentError(PIXELS, place, name=path.name, width="?", height="?") from None
    except (OSError, ValueError, SyntaxError):
        raise ContentError(BROKEN, place, name=path.name) from None


def _encoded(path: Path) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(path, formats=_FORMATS) as opened:
        kind = _format(opened)
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture = _plain(ImageOps.exif_transpose(opened), kind)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    picture.info.clear()
    out = io.BytesIO()
    if kind == "JPEG":
        picture.save(out, "JPEG", quality=85, optimize=True)
    elif kind == "PNG":
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, "WEBP", quality=85, method=4)
    return out.getvalue()


def _format(picture: Image.Image) -> str | None:
    """The picture's format; what phones write as several JPEGs in one file is a JPEG."""
    return "JPEG" if picture.format == "MPO" else picture.format


def _plain(picture: Image.Image, kind: str | None) -> Image.Image:
    """The picture in a mode its format can hold without a palette or a profile beside it."""
    see_through = "transparency" in picture.info or picture.mode in ("LA", "RGBA", "PA")
    if see_through and kind != "JPEG":
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if picture.mode in ("1", "L", "LA"):
        return picture.convert("L")
    return picture.convert("RGB")
