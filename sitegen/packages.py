"""What is installed beside this program, as the folders that installers leave tell by their names.

`importlib.metadata` knows it, too, but to import it takes longer than all the rest of finding out that nothing
of it is needed.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_ENDINGS = (".dist-info", ".egg-info")


@cache
def _folders() -> tuple[str, ...]:
    """The folders in which installers describe packages."""
    found = []
    for place in dict.fromkeys(sys.path):
        try:
            names = os.listdir(place or ".")
        except OSError:
            continue
        found += [f"{place or '.'}/{name}" for name in sorted(names) if name.endswith(_ENDINGS)]
    return tuple(found)


def release(library: str) -> str:
    """The name and version under which a library (its name in lower case) is installed; nothing where it isn't,
    or where no folder tells."""
    names = (folder.rpartition("/")[2].lower() for folder in _folders())
    return next((name for name in names if name.startswith(f"{library}-")), "")


def entry_points(group: str) -> list[EntryPoint]:
    """What installed packages offer under a name."""
    wanted = f"[{group}]"
    if not any(wanted in _offered(folder) for folder in _folders()):
        return []
    from importlib import metadata

    return list(metadata.entry_points(group=group))


def _offered(folder: str) -> str:
    try:
        return Path(folder, "entry_points.txt").read_text(encoding="utf-8")
    except OSError:
        return ""
