"""Which files of the output a killed build may have left half published.

Pages are staged in a folder beside the output. Before the first of them is moved into place, the journal in
that folder names every path that the publication will touch; it goes when the publication is complete. So
whatever ends a build, the next one knows which files are not what the manifest says.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

_JOURNAL = "journal.json"


def staging_prefix(output: Path) -> str:
    """How the names of the staging folders of `output`, which lie beside it, begin."""
    return f".{output.name}.staging-"


def staging_folders(output: Path) -> list[Path]:
    """The staging folders that builds for `output` have left, or are using now."""
    try:
        names = os.listdir(output.parent)
    except OSError:
        return []
    prefix = staging_prefix(output)
    return [output.parent / name for name in sorted(names) if name.startswith(prefix)]


def in_doubt(output: Path) -> bool:
    """Whether a publication has begun and not been completed."""
    return any(read_journal(folder) is not None for folder in staging_folders(output))


def doubtful_paths(output: Path) -> set[str]:
    """The paths at which interrupted publications left the output in doubt."""
    return {path for folder in staging_folders(output) for path in read_journal(folder) or ()}


def write_journal(folder: Path, paths: Iterable[str]) -> None:
    """Note in a staging folder that the publication of `paths` (from the output's root) begins."""
    (folder / _JOURNAL).write_text(json.dumps(sorted(paths), ensure_ascii=False), encoding="utf-8")


def read_journal(folder: Path) -> list[str] | None:
    """The paths whose publication began; None where it did not.

    A journal that can't be read was cut off while it was written: nothing had been moved yet.
    """
    try:
        paths: list[str] = json.loads((folder / _JOURNAL).read_bytes())
    except (OSError, ValueError):
        return None
    return paths
