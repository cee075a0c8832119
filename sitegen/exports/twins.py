"""Twins: the machine-readable form of every table, as JSON and CSV. Same input, same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from sitegen.registers.register import Twin

_FORMULA = ("=", "+", "-", "@", "\t")


def write_twin(twin: Twin) -> Iterator[tuple[str, bytes]]:
    """The files of a twin: (path relative to the board, bytes)."""
    yield f"data/{twin.name}.json", encode_json(twin.json)
    if twin.columns is not None:
        yield f"data/{twin.name}.csv", encode_csv(twin)


def encode_json(value: Any) -> bytes:
    """Compact UTF-8 JSON with a final line end."""
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def encode_csv(twin: Twin) -> bytes:
    """CSV as spreadsheets in China open it: UTF-8 with BOM, CRLF; a text that begins like a formula gets a `'`."""
    assert twin.columns is not None
    cells = _Cells()
    lines = [
        ",".join([cells[v] if v.__class__ is str else "" if v is None else _word(v) for v in row])
        for row in (twin.columns, *twin.rows)
    ]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


class _Cells(dict[str, str]):
    """Texts as they stand in a cell. Tables repeat few texts, so each is looked at once."""

    def __missing__(self, text: str) -> str:
        safe = "'" + text if text.startswith(_FORMULA) and not _is_number(text) else text
        if any(sign in safe for sign in ',"\r\n'):
            safe = '"' + safe.replace('"', '""') + '"'
        self[text] = safe
        return safe


def _word(value: bool | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdecimal()
