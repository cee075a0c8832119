"""A whole site in one string, so that a test shows what its editor wrote.

    -- content/board.yaml --
    name: 柳树村
    level: village
    -- content/finance/2022-06.yaml --
    …

Each `-- path --` line begins a file; what follows up to the next one is its text.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path, PurePosixPath

_HEADER = re.compile(r"^-- (?P<path>\S(?:.*\S)?) --$", re.MULTILINE)


def files_of(text: str) -> dict[str, str]:
    """The files that a site text holds, by path. An indentation common to all lines is dropped.

    Raises ValueError for text before the first header, a path given twice or one that leaves the folder.
    """
    text = textwrap.dedent(text).lstrip("\n")
    headers = list(_HEADER.finditer(text))
    if not headers or headers[0].start():
        raise ValueError("a site text begins with a line like: -- content/board.yaml --")
    files: dict[str, str] = {}
    for header, following in zip(headers, [*headers[1:], None], strict=True):
        path = header["path"]
        if path in files or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise ValueError(f"not a new path inside the site: {path}")
        files[path] = text[header.end() + 1 : following.start() if following else len(text)]
    return files


def write_site(root: Path, text: str) -> Path:
    """Write the files of a site text below `root` (files already there stay) and return `root`."""
    for path, body in files_of(text).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(body, encoding="utf-8", newline="")
    return root
