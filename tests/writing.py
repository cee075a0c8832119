"""Content files written from values: the YAML and CSV of a made-up site."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def as_mapping(fields: Mapping[str, object], indent: str = "") -> str:
    return "".join(f"{indent}{key}: {value}\n" for key, value in fields.items())


def as_list(key: str, items: Iterable[Mapping[str, object]]) -> str:
    return f"{key}:\n" + "".join("  - " + as_mapping(item, "    ").removeprefix("    ") for item in items)


def write_csv(path: Path, rows: Sequence[Mapping[str, object]], header: Sequence[str] = ()) -> None:
    columns = header or list(dict.fromkeys(key for row in rows for key in row))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
