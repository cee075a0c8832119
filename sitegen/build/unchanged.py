"""The quick answer “nothing changed”, given before jinja2, markdown or yaml are imported.

It is given only where every file that a build reads stands on disk as the last build saw it, the output is the
one that build left, the options are the same, and the day is the same; anything else is left to the full path.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sitegen.build.fingerprint import CODE, Stamps, installed, is_settled, signature, stamps
from sitegen.build.journal import in_doubt
from sitegen.build.state import State, manifest_stamp, state_path
from sitegen.paths import SitePaths, built_in


@dataclass(frozen=True)
class Unchanged:
    """What the last build had to say: lines about its findings, and how much there is."""

    lines: list[str]
    boards: int
    files: int


def inputs(paths: SitePaths, registers: Iterable[str | Path]) -> list[Stamps]:
    """The stamps of every file that a build reads; `registers` is where other packages' registers lie."""
    folders = [
        paths.content,
        paths.root / "templates",
        paths.root / "themes",
        built_in("templates"),
        built_in("themes"),
    ]
    code = [stamps(Path(place), ending=CODE) for place in (Path(__file__).parent.parent, *registers)]
    return [*(stamps(folder) for folder in folders), *code, installed()]


def encode_options(theme: str | None, audience: str | None, strict: bool) -> str:
    """The options that decide what is published, as the state keeps them."""
    return json.dumps([theme, audience, strict])


def quick_meta(
    seen: Sequence[Stamps],
    looked_ns: int,
    options: str,
    said: dict[str, list[str]],
    counts: tuple[int, int],
    registers: Iterable[Path],
) -> dict[str, str]:
    """What the state must remember for the quick answer: the inputs as `seen` at `looked_ns`, the options,
    the finding lines by language, the numbers of boards and files, and where other packages' registers lie."""
    return {
        "signature": signature(seen) if is_settled(seen, looked_ns) else "",
        "options": options,
        "said": json.dumps(said, ensure_ascii=False),
        "counts": json.dumps(counts),
        "registers": json.dumps([str(place) for place in registers]),
    }


def unchanged(paths: SitePaths, options: str, day: date | None, language: str) -> Unchanged | None:
    """The quick answer, or None where the full path must be taken."""
    state = State(state_path(paths))
    meta = state.meta
    state.close()
    if not meta.get("signature") or meta.get("options") != options:
        return None
    if (day or _today(meta.get("timezone", ""))).isoformat() != meta.get("day"):
        return None
    if meta.get("manifest") != manifest_stamp(paths.output) or in_doubt(paths.output):
        return None
    seen = inputs(paths, json.loads(meta["registers"]))
    if not is_settled(seen, time.time_ns()) or signature(seen) != meta["signature"]:
        return None
    boards, files = json.loads(meta["counts"])
    said = json.loads(meta["said"])
    return Unchanged(said["en" if language.startswith("en") else "zh"], boards, files)


def _today(timezone: str) -> date:
    try:
        return datetime.now(ZoneInfo(timezone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return date.min
