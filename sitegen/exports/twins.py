"""Twins: the machine-readable form of every table, as JSON and CSV. Same input, same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

import orjson

from sitegen.registers.board import LongTable, LongValue, Twin

_NEEDS_QUOTES = re.compile('[,"\r\n]').search
_FORMULA = ("=", "+", "-", "@", "\t")


def write_twin(twin: Twin) -> Iterator[tuple[str, bytes]]:
    """The files of a twin: (path relative to the board, bytes)."""
    if isinstance(twin.json, LongTable):
        encoded, lines = _write_long(twin.json)
        yield f"data/{twin.name}.json", encoded
        yield f"data/{twin.name}.csv", lines
        return
    yield f"data/{twin.name}.json", encode_json(twin.json)
    if twin.columns is not None:
        yield f"data/{twin.name}.csv", encode_csv(twin)


def encode_json(value: Any) -> bytes:
    """Compact UTF-8 JSON with a final line end."""
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def encode_csv(twin: Twin) -> bytes:
    """CSV as spreadsheets in China open it: UTF-8 with BOM, CRLF; a text that begins like a formula gets a `'`."""
    assert twin.columns is not None
    if len(_CELLS) > _MOST_CELLS:
        _CELLS.clear()
    lines = [
        ",".join([_CELLS[v] if v.__class__ is str else "" if v is None else _word(v) for v in row])
        for row in (twin.columns, *twin.rows)
    ]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _write_long(table: LongTable) -> tuple[bytes, bytes]:
    """The rows as JSON and as CSV, the same bytes as of any other table."""
    distinct = {name: set(column) for name, column in table.items()}
    names = [(b"," if number else b",{") + orjson.dumps(name) + b":" for number, name in enumerate(table)]
    objects = _rows(table, distinct, names, b"}", orjson.dumps)
    commas = [b"," if number else b"" for number in range(len(table))]
    lines = _rows(table, distinct, commas, b"\r\n", _cell)
    return b"[" + objects[1:] + b"]\n", ("\ufeff" + ",".join(table) + "\r\n").encode() + lines


def _rows(
    table: LongTable,
    distinct: Mapping[str, Collection[LongValue]],
    leads: Sequence[bytes],
    end: bytes,
    write: Callable[[LongValue], bytes],
) -> bytes:
    """All rows one after the other: `leads` stand before the values of each column, `end` after the last.

    Each of the `distinct` values is written once; what stands in every row is not even a piece of its own.
    """
    pieces: list[Iterable[bytes]] = []
    lead = b""
    for (name, column), own in zip(table.items(), leads, strict=True):
        cells = {value: lead + own + write(value) for value in distinct[name]}
        if pieces and len(cells) == 1:
            (lead,) = cells.values()
        else:
            pieces.append(map(cells.__getitem__, column))
            lead = b""
    return b"".join(chain.from_iterable(zip(*pieces, repeat(lead + end))))


def _cell(value: LongValue) -> bytes:
    return b"" if value is None else (_quoted(value) if isinstance(value, str) else str(value)).encode()


class _Cells(dict[str, str]):
    """Texts as they stand in a cell. Tables repeat few texts, so each is looked at once."""

    def __missing__(self, text: str) -> str:
        cell = self[text] = _quoted(text)
        return cell


_CELLS = _Cells()
_MOST_CELLS = 20_000
"""The tables of one board share most of their texts; what past boards left is forgotten now and then."""


def _quoted(text: str) -> str:
    safe = "'" + text if text.startswith(_FORMULA) and not _is_number(text) else text
    if _NEEDS_QUOTES(safe):
        safe = '"' + safe.replace('"', '""') + '"'
    return safe


def _word(value: bool | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdecimal()
