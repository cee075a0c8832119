"""Sheets → PDF, by Typst. It comes with the extra `print`, and is imported only where something is printed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sitegen.languages import say
from sitegen.paper.code import page_code
from sitegen.paper.qr import qr_svg
from sitegen.paper.sheets import Sheet
from sitegen.registers.board import Board
from sitegen.texts import address_of

_SANS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "HarmonyOS Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
_SERIF = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "Songti SC",
    "STSong",
    "SimSun",
    "AR PL UMing CN",
)


@dataclass(frozen=True)
class Paper:
    """A size of paper, in millimetres: width, height, margin, the sides of the place for a seal and of the QR code; the
    letters of its text in points."""

    width: int
    height: int
    margin: int
    seal: int
    code: int
    letters: float


SIZES = {
    "A4": Paper(210, 297, 15, 36, 25, 10.5),
    "A3": Paper(297, 420, 20, 44, 32, 14.5),
    "60x90": Paper(600, 900, 36, 60, 64, 28),
    "A6": Paper(105, 148, 7, 20, 18, 8.5),
}
"""The sizes of sheets by name; A6, a notebook's, is that of a household's slip."""


class NoTypesetter(Exception):
    """The extra `print` is not installed."""


class NoChineseFont(Exception):
    """No font of the machine, nor of the folders that were looked into, is known to hold Chinese."""


class BrokenTemplate(Exception):
    """The template of the sheets can't be typeset: its reason."""


def typeset(
    board: Board, sheets: Sequence[Sheet], paper: Paper, templates: Sequence[Path], fonts: Path
) -> bytes:
    """The sheets as one PDF; the same sheets and fonts give the same bytes. The template `paper/sheets.typ` is the
    first one in `templates`; `fonts` is a folder of fonts besides those of the machine.

    Raises NoTypesetter, NoChineseFont or BrokenTemplate.
    """
    try:
        import typst
    except ImportError:
        raise NoTypesetter from None
    found = typst.Fonts(font_paths=[fonts] if fonts.is_dir() else [])
    families = set(found.families())
    sans, serif = (_first(wanted, families) for wanted in (_SANS, _SERIF))
    if not sans and not serif:
        raise NoChineseFont
    values = {
        **_values(board, sheets),
        "paper": asdict(paper),
        "sans": [font for font in (sans, serif) if font],
        "serif": [font for font in (serif, sans) if font],
    }
    template = next(path for folder in templates if (path := folder / "paper" / "sheets.typ").is_file())
    with TemporaryDirectory() as folder:
        _lay_out(Path(folder), values, template, sheets)
        compiler = typst.Compiler(Path(folder) / "sheets.typ", root=folder, font_paths=found)
        try:
            made = compiler.compile(format="pdf", timestamp=0)
        except typst.TypstError as failure:
            raise BrokenTemplate(failure.diagnostic) from None
    assert isinstance(made, bytes)
    return made


def _first(wanted: Iterable[str], families: set[str]) -> str | None:
    return next((family for family in wanted if family in families), None)


def _values(board: Board, sheets: Sequence[Sheet]) -> dict[str, Any]:
    info = board.info
    return {
        "board": info.name,
        "demonstration": any(b.demonstration for b in (info, *board.above)),
        "hotline": info.hotline,
        "language": board.settings.language,
        "words": {
            "board": say("公开栏"),
            "demonstration": say("演示数据：村名、人名和数字都是虚构的"),
            "hotline": say("监督电话"),
            "code": say("编号"),
            "page": say("第 {page} 页　共 {pages} 页"),
            "published": say("公开日期："),
            "seal": say("（盖章处）"),
        },
        "sheets": [
            {**sheet.values(), "number": number, **_mark(board, sheet)} for number, sheet in enumerate(sheets)
        ],
    }


def _mark(board: Board, sheet: Sheet) -> Mapping[str, str | None]:
    """What leads from a sheet back to its page."""
    path = f"{board.info.path}/{sheet.page}" if board.info.path else sheet.page
    address = address_of(board, sheet.page)
    shown = f"{board.settings.base_url.rstrip('/')}/{path}" if board.settings.base_url else None
    svg = qr_svg(address) if address else None
    drawing = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if svg else None
    return {"code": page_code(path), "address": shown, "qr": drawing}


def _lay_out(folder: Path, values: Mapping[str, Any], template: Path, sheets: Sequence[Sheet]) -> None:
    """Put what the template reads beside it. Pictures get names of our own: whatever a file is called."""
    (folder / "sheets.typ").write_bytes(template.read_bytes())
    for number, sheet in enumerate(sheets):
        for place, (name, content) in enumerate(sheet.pictures.items()):
            stored = f"picture-{number}-{place}{Path(name).suffix.lower()}"
            (folder / stored).write_bytes(content)
            for block in values["sheets"][number]["blocks"]:
                for node in block.get("nodes", ()):
                    if node.get("name") == name:
                        node["file"] = stored
    (folder / "sheets.json").write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
