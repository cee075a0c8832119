"""What stands on paper, as plain values: sheets made of a few kinds of blocks. A template typesets them.

Everything is text that is ready to print; nothing of it is markup, so that no text can become any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal, NamedTuple

from sitegen.languages import say, spoken_word


class Cell(NamedTuple):
    """What stands in a place of a table; `less` follows in smaller letters."""

    text: str
    less: str = ""


class Column(NamedTuple):
    """A column of a table: `n` figures (right), `d` what is never broken, `t` text."""

    label: str
    kind: Literal["n", "d", "t"] = "t"


@dataclass(frozen=True)
class Row:
    """A row of a table; `group` heads the rows below it."""

    cells: Sequence[Cell | str]
    group: bool = False


@dataclass(frozen=True)
class Rows:
    """A table whose head, and sum where it has one, stand on every sheet. In narrow tables `across` many stand side by
    side."""

    kind: ClassVar[str] = "rows"
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: Row | None = None
    across: int = 1


@dataclass(frozen=True)
class Figures:
    """Large figures under their labels, read as a sum where they bear a `sign` (＋, － or ＝)."""

    class Figure(NamedTuple):
        """One of them."""

        label: str
        text: str
        sign: str = ""
        note: str = ""

    kind: ClassVar[str] = "figures"
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Lines:
    """Paragraphs of plain text."""

    kind: ClassVar[str] = "lines"
    lines: Sequence[str]


@dataclass(frozen=True)
class Framed:
    """A sentence that must not be overlooked, such as a notice period."""

    kind: ClassVar[str] = "framed"
    text: str


@dataclass(frozen=True)
class Prose:
    """The text of a notice: `nodes` as `paper.prose` makes them."""

    kind: ClassVar[str] = "prose"
    nodes: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Ending:
    """Who gave a notice, and when: at its lower right."""

    kind: ClassVar[str] = "ending"
    lines: Sequence[str]


Block = Rows | Figures | Lines | Framed | Prose | Ending


@dataclass(frozen=True)
class Sheet:
    """What begins on a new sheet. `page` is its page, from the board; `under` stands under the title; `signatures` are
    the places to sign: (role, name or nothing), and `closing` what stands on the same sheet as they; `pictures` the
    pictures in its prose: names → bytes. What is a word of the interface is said when the sheet is typeset."""

    title: str
    page: str
    under: Sequence[str]
    blocks: Sequence[Block]
    signatures: Sequence[tuple[str, str]] = ()
    closing: Sequence[Block] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """The sheet for the template, pictures left out."""
        return {
            "title": spoken_word(self.title),
            "under": [spoken_word(words) for words in self.under],
            "blocks": [_values(block) for block in self.blocks],
            "closing": [_values(block) for block in self.closing],
            "signatures": [(say("{role}：", role=role), name) for role, name in self.signatures],
        }


def _values(block: Block) -> dict[str, Any]:
    measures = _measures(block) if isinstance(block, Rows) else {}
    values = asdict(block)
    said = values if isinstance(block, Prose) else _spoken(values)
    return {"kind": block.kind, **said, **measures}


def _spoken(value: Any) -> Any:
    """A value, and what is in it, with its words of the interface in the language being spoken."""
    if isinstance(value, dict):
        return {key: _spoken(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_spoken(inner) for inner in value]
    return spoken_word(value)


_NARROWEST, _WIDEST = 4, 18


def _measures(table: Rows) -> dict[str, Any]:
    """How wide the columns of a table want to be, in characters."""
    wanted = [_NARROWEST] * len(table.columns)
    for row in table.rows:
        if not row.group:
            for place, cell in enumerate(row.cells):
                length = len(cell) if isinstance(cell, str) else len(cell.text)
                wanted[place] = min(max(wanted[place], length), _WIDEST)
    return {"weights": wanted}
