"""The sample site says what it said when it was last agreed."""

from __future__ import annotations

from pathlib import Path

from tests.golden import FOLDER, spoken


def test_the_sample_site_says_what_was_agreed(sample_site: Path) -> None:
    agreed = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())}
    said = spoken(sample_site)
    assert sorted(said) == sorted(agreed)
    for name, text in agreed.items():
        assert said[name] == text, f"{name}: run `python -m tests.golden` if the change is meant"
