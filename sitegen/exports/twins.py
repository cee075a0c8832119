"""Twins: the machine-readable form of every table, as JSON and CSV. Same input, same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from sitegen.registers.register import Twin

_FORMULA = ("=", "+", "-", "@", "\t")


def write_twin(twin: Twin) -> Iterator[tuple[str, bytes]]:
    """The files of a twin: (path relative to the board, bytes)."""
    yield f"data/{twin.name}.json", encode_json(twin.json)
    if twin.columns is not None:
        yield f"data/{twin.name}.csv", encode_csv(twin)


def encode_json(value: Any) -> bytes:
    """Compact UTF-8 JSON with a final line end."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def encode_csv(twin: Twin) -> bytes:
    """CSV as spreadsheets in China open it: UTF-8 with BOM, CRLF; a text that begins like a formula gets a `'`."""
    assert twin.columns is not None
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(twin.columns)
    writer.writerows([[_cell(value) for value in row] for row in twin.rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str) and value.startswith(_FORMULA) and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdecimal()
