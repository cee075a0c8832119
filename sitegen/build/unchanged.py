"""The quick answer “nothing changed”, given before jinja2, markdown or yaml are imported.

It is given only where every file that a build reads stands on disk as the last build saw it, the output is the
one that build left, the options are the same, and the day is the same; anything else is left to the full path.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime

from sitegen.build.ahead import look_and_load
from sitegen.build.fingerprint import Seen
from sitegen.build.journal import in_doubt
from sitegen.build.state import Known, State, manifest_stamp, state_path
from sitegen.paths import SitePaths


@dataclass(frozen=True)
class Unchanged:
    """What the last build had to say: lines about its findings, and how much there is."""

    lines: list[str]
    boards: int
    files: int


def encode_options(theme: str | None, audience: str | None, strict: bool) -> str:
    """The options that decide what is published, as the state keeps them."""
    return json.dumps([theme, audience, strict])


def encode_said(said: dict[str, list[str]]) -> str:
    """The lines that tell of a build's findings, by language, as the state keeps them."""
    return json.dumps(said, ensure_ascii=False)


def decode_said(kept: str) -> dict[str, list[str]]:
    """The lines as they were before `encode_said`."""
    said: dict[str, list[str]] = json.loads(kept)
    return said


def quick_meta(
    seen: Seen, options: str, said: str, counts: tuple[int, int], in_use: Iterable[str]
) -> dict[str, str]:
    """What the state must remember for the quick answer: the inputs as `seen`, the options, what was `said` of
    the findings, the numbers of boards and files, the registers in use."""
    return {
        "signature": seen.signature if seen.is_settled(seen.looked_ns) else "",
        "options": options,
        "said": said,
        "counts": json.dumps(counts),
        "registers": json.dumps(seen.foreign),
        "in_use": json.dumps(list(in_use)),
    }


def counts_of(meta: Mapping[str, str]) -> tuple[int, int] | None:
    """The numbers of boards and files that a state remembers; None where the last build left some boards broken."""
    if "counts" not in meta:
        return None
    boards, files = json.loads(meta["counts"])
    return boards, files


@dataclass
class Ahead:
    """What is known for the full path when the quick answer can't be given: what was `seen` of the files, and what
    was read of the state in the meantime."""

    seen: Seen | None = None
    known: Known | None = None


def unchanged(
    paths: SitePaths, options: str, day: date | None, language: str
) -> tuple[Unchanged | None, Ahead]:
    """The quick answer, or None where the full path must be taken; and what is known ahead for that."""
    with closing(State(state_path(paths))) as state:
        return _unchanged(state, paths, options, day, language)


def _unchanged(
    state: State, paths: SitePaths, options: str, day: date | None, language: str
) -> tuple[Unchanged | None, Ahead]:
    meta, ahead = state.meta, Ahead()
    if "in_use" not in meta:
        return None, ahead
    same = (
        meta["options"] == options
        and meta["day"] == (day or _today(meta["timezone"])).isoformat()
        and meta["manifest"] == manifest_stamp(paths.output)
        and not in_doubt(paths.output)
    )

    def read_state() -> None:
        ahead.known = state.read_known()

    def read_tree() -> None:
        from sitegen.build.tree import decode_tree

        if ahead.known is not None and ahead.known.tree:
            decode_tree(paths.content, ahead.known.tree)

    foreign, in_use = json.loads(meta["registers"]), json.loads(meta["in_use"])
    signature = meta["signature"] if same else ""
    ahead.seen = look_and_load(paths, foreign, in_use, signature, (read_state, read_tree))
    if ahead.seen is not None:
        return None, ahead
    counts, said = counts_of(meta), decode_said(meta["said"])
    assert counts is not None  # kept together with the signature
    return Unchanged(said["en" if language.startswith("en") else "zh"], *counts), ahead


def _today(timezone: str) -> date:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # not where the day is given

    try:
        return datetime.now(ZoneInfo(timezone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return date.min
