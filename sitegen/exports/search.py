"""Finding without a keyboard (查找): a board's search page, and the index that its script reads.

The index is a script for each kind of entry, long ones in parts, short ones together in one, and a script with the
readings of the characters in them: scripts load from a disk too, where browsers refuse to fetch data. All that is in
the index stands on pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from msgspec import Struct

from sitegen.home import Home
from sitegen.registers.board import Board, Page
from sitegen.registers.finding import FIRST, Entry, Found
from sitegen.registers.register import Register

PART = 1500
"""How many entries a script of one kind holds at most: further parts are loaded when something is looked for."""
FEW = 40
"""Kinds with fewer entries share a script."""
_SOUNDS, _FEW = "search/sounds.js", "search/others.js"


class Kind(Struct, frozen=True):
    """Entries of one kind as the page announces them; `files` leads to them from the board's home."""

    label: str
    key: str
    count: int
    files: str


def gather_found(board: Board, shown: Sequence[Register], home: Home) -> list[Found]:
    """All that may be looked for on a board: its records by kind, the boards below it, its registers."""
    found: dict[str, list[Found]] = {}
    for register in shown:
        if register.key in board.views:
            for part in register.findings(board, board.views[register.key]):
                found.setdefault(part.kind, []).append(part)
    kinds = [Found(k, ps[0].label, [e for p in ps for e in p.entries]) for k, ps in found.items()]
    kinds.append(Found("boards", "公开栏", list(_boards(board, home))))
    kinds.append(Found("registers", "栏目", [Entry(f"{r.key}/index.html", r.label) for r in shown]))
    kinds = [kind for kind in kinds if kind.entries]
    return sorted(kinds, key=lambda kind: FIRST.index(kind.kind) if kind.kind in FIRST else len(FIRST))


def _boards(board: Board, home: Home) -> Iterator[Entry]:
    """The boards below, and the villages below those, each with the board above it."""
    names = {row["path"]: row["name"] for row in home.summary.get("children", ())}
    below = {row["path"]: row["name"] for row in home.summary.get("villages", ())}
    prefix = len(f"{board.info.path}/") if board.info.path else 0
    for path, name in {**names, **below}.items():
        above = names.get(path.rpartition("/")[0])
        yield Entry(f"{path[prefix:]}/index.html", name, (above,) if above else ())


def search_page(found: Sequence[Found], *, boards: bool) -> Page:
    """The page with the keypad; `boards`: whether there are boards below that have search pages of their own."""
    kinds = [Kind(f.label, f.kind, len(f.entries), " ".join(_files(f))) for f in found]
    return Page("search.html", "search/search.html", "查找", {"kinds": kinds, "boards": boards})


def search_files(found: Sequence[Found]) -> Iterator[tuple[str, bytes]]:
    """The scripts of the index: (path from the board's home, bytes)."""
    from sitegen.exports.sounds import sounds_of

    texts = (text for kind in found for entry in kind.entries for text in (entry.title, *entry.more))
    yield _SOUNDS, script("sitegenSounds", sounds_of(texts))
    few = b""
    for kind in found:
        for number, path in enumerate(_files(kind)):
            part = kind.entries[number * PART : (number + 1) * PART]
            written = script("sitegenFound", kind.kind, list(map(_row, part)))
            if path != _FEW:
                yield path, written
            else:
                few += written
    if few:
        yield _FEW, few


def _files(kind: Found) -> list[str]:
    """The scripts of a kind, by names that no other kind, whatever a site calls it, can take."""
    if len(kind.entries) < FEW:
        return [_FEW]
    further = range(2, 1 + -(-len(kind.entries) // PART))
    return [f"search/kind-{kind.kind}.js", *(f"search/part-{number}-{kind.kind}.js" for number in further)]


def _row(entry: Entry) -> list[Any]:
    """An entry without what it does not say."""
    row = [entry.href, entry.title, entry.more, entry.gone_on, entry.initials]
    while not row[-1]:
        row.pop()
    return row


def script(function: str, *arguments: Any) -> bytes:
    """A call of `function` with JSON values. The two line ends that JSON knows and JavaScript did not are escaped."""
    written = b",".join(map(orjson.dumps, arguments))
    for character, escape in _LINE_ENDS:
        written = written.replace(character, escape)
    return function.encode() + b"(" + written + b");\n"


_LINE_ENDS = [(chr(code).encode(), rb"\u%04x" % code) for code in (0x2028, 0x2029)]
