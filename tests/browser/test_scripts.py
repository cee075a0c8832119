"""The scripts of the themes run in the old browsers of kiosks: Chromium 86 and Safari 13."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.browser.markup import CHECKERS
from tests.conftest import CHECKOUT

SCRIPTS = sorted((CHECKOUT / "themes").rglob("*.js"))

# Methods that came after those browsers; calling one stops a script half-way.
TOO_NEW = (
    "replaceAll(", "structuredClone(", "Object.hasOwn(", "Object.groupBy(", "findLast(", "findLastIndex(",
    ".toSorted(", ".toReversed(", ".toSpliced(", ".at(", "replaceChildren(", "Promise.any(",
)  # fmt: skip


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_keeps_to_the_language_of_2019(script: Path) -> None:
    acorn = CHECKERS / "acorn" / "bin" / "acorn"
    done = subprocess.run(
        ["node", str(acorn), "--ecma2019", "--silent", str(script)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_calls_nothing_newer_than_its_browsers(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert [call for call in TOO_NEW if call in text] == []
