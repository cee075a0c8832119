"""Fixtures of the registers' tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.registers.one_board import OneBoard, Village, build_village


@pytest.fixture
def village(tmp_path: Path) -> Village:
    """Build a village of files given as text (paths from the board's folder) as of a day."""

    def build(text: str, day: str = "2022-12-31", **settings: Any) -> OneBoard:
        return build_village(tmp_path / "content", text, day, **settings)

    return build
