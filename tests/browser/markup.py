"""The Nu HTML checker, the reference for what is valid HTML."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

CHECKERS = Path(__file__).parents[2] / ".ci" / "tools" / "node_modules"
VNU = CHECKERS / "vnu-jar" / "build" / "dist" / "vnu.jar"


def markup_errors(pages: Iterable[Path]) -> list[str]:
    """What the Nu checker calls an error in these pages, one line each. All in one run: it starts slowly."""
    assert VNU.is_file(), "the page checkers are not installed: run bash .ci/test once"
    done = subprocess.run(
        ["java", "-jar", str(VNU), "--errors-only", "--format", "json", *map(str, pages)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    return [f"{m.get('url', '')}:{m.get('lastLine', 0)}: {m['message']}" for m in messages]
