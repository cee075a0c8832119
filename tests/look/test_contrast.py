"""Every pair of colours that meets on a page can be read: body text 7:1, all else 4.5:1."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

THEMES = Path(__file__).resolve().parents[2] / "themes"
NAMES = ("default", "plain")
BODY = [("ink", ground) for ground in ("paper", "tint", "amber-tint", "target")] + [
    ("ink", f"{hue}-tint") for hue in ("party", "affairs", "finance")
]
OTHER = [
    *[
        ("soft", ground)
        for ground in ("paper", "tint", "amber-tint", "finance-tint", "affairs-tint", "party-tint")
    ],
    *[(hue, "paper") for hue in ("party", "affairs", "finance", "overdue")],
    *[(hue, f"{hue}-tint") for hue in ("party", "affairs", "finance")],
    *[("on-hue", hue) for hue in ("party", "affairs", "finance", "overdue")],
    ("on-amber", "amber"),
]


def modes(theme: str) -> dict[str, dict[str, str]]:
    """The colours of each mode; what a mode leaves out is that of the light one."""
    css = (THEMES / theme / "static/tokens.css").read_text(encoding="utf-8")
    found = {
        name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body))
        for name, body in re.findall(r"(:root|html\[data-contrast=\"\w+\"\]) \{(.*?)\}", css, re.S)[:1]
    }
    light = found[":root"]
    blocks = re.findall(
        r"(@media \(prefers-color-scheme: dark\)|html\[data-contrast=\"\w+\"\])(.*?)\}", css, re.S
    )
    return {"light": light} | {
        name: light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body)) for name, body in blocks
    }


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", NAMES)
def test_there_are_four_modes(theme: str) -> None:
    assert len(modes(theme)) == 4


@pytest.mark.parametrize(("theme", "mode"), [(theme, mode) for theme in NAMES for mode in modes(theme)])
def test_colours_that_meet_can_be_read(theme: str, mode: str) -> None:
    colours = modes(theme)[mode]
    least = [(pair, 7.0) for pair in BODY] + [(pair, 4.5) for pair in OTHER]
    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair, wanted in least
        if contrast(colours[pair[0]], colours[pair[1]]) < wanted
    }
    assert not weak
