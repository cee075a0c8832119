"""Themes: the two that come with the program, and one of a site's own that changes what it wants to."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.paths import built_in
from tests.conftest import Ran

VILLAGE = """
    -- content/board.yaml --
    name: 柳树村
    level: village
    -- content/affairs/2022-06-01-road.md --
    ---
    title: 修路
    date: 2022-06-01
    ---
    修村口的路。
    """


@pytest.fixture
def village(site_text: Callable[[str], Path]) -> Path:
    return site_text(VILLAGE)


def own_theme(root: Path, extends: str, **files: str) -> None:
    (root / "themes/mine/static").mkdir(parents=True)
    (root / "themes/mine/theme.yaml").write_text(
        f'name: mine\ntitle: 我们村\nversion: "1.0"\nextends: {extends}\n', "utf-8"
    )
    for name, text in files.items():
        (root / "themes/mine/static" / name.replace("_", ".")).write_text(text, "utf-8")


def test_a_theme_changes_colours_and_takes_the_rest_from_another(
    village: Path, run: Callable[..., Ran]
) -> None:
    own_theme(village, "default", tokens_css=":root { --paper: pink; }")
    assert run("build", "--theme", "mine").code == 0
    static = village / "public/_static"
    assert (static / "tokens.css").read_text(encoding="utf-8") == ":root { --paper: pink; }"
    assert (static / "board.css").read_bytes() == (
        built_in("themes") / "default/static/board.css"
    ).read_bytes()


def test_templates_of_a_theme_win_over_those_of_the_theme_it_extends(
    village: Path, run: Callable[..., Ran]
) -> None:
    own_theme(village, "plain")
    (village / "themes/mine/templates").mkdir()
    (village / "themes/mine/templates/chrome_bottom.html").write_text(
        "<footer>我们村自己的</footer>", "utf-8"
    )
    assert run("build", "--theme", "mine").code == 0
    page = (village / "public/index.html").read_text(encoding="utf-8")
    assert "我们村自己的" in page
    assert "plain.css" in page


def test_a_change_of_the_theme_that_is_extended_reaches_the_site(
    village: Path, run: Callable[..., Ran]
) -> None:
    own_theme(village, "ours")
    ours = village / "themes/ours"
    (ours / "static").mkdir(parents=True)
    (ours / "theme.yaml").write_text('name: ours\ntitle: 我们镇\nversion: "1.0"\nextends: default\n', "utf-8")
    (ours / "static/tokens.css").write_text("a {}", "utf-8")
    assert run("build", "--theme", "mine").code == 0
    (ours / "static/tokens.css").write_text("b {}", "utf-8")
    assert run("build", "--theme", "mine").code == 0
    assert (village / "public/_static/tokens.css").read_text(encoding="utf-8") == "b {}"


def test_a_theme_that_extends_one_that_isnt_there_is_refused(village: Path, run: Callable[..., Ran]) -> None:
    own_theme(village, "nowhere")
    ran = run("build", "--theme", "mine")
    assert ran.code == 1
    assert "error site.theme: 没有“nowhere”这个主题" in ran.stderr


def test_the_plain_theme_has_no_pictures_and_few_sheets(village: Path, run: Callable[..., Ran]) -> None:
    assert run("build", "--theme", "plain").code == 0
    page = (village / "public/affairs/2022-06-01-road.html").read_text(encoding="utf-8")
    assert re.findall(r'href="[./]*_static/([^"]+\.css)"', page) == ["tokens.css", "plain.css", "print.css"]
    assert "<img" not in page
    assert "seal.svg" not in page
    sheets = [(village / "public/_static" / name).stat().st_size for name in ("tokens.css", "plain.css")]
    assert sum(sheets) < 16_000


def test_browsers_without_variables_see_the_plain_theme_in_black_and_white() -> None:
    sheet = (built_in("themes") / "plain/static/plain.css").read_text(encoding="utf-8")
    for rule in re.findall(r"{([^}]*)}", sheet):
        for name in re.findall(
            r"(?<![\w-])(background|color|border-color|min-height|outline)\s*:[^;]*var\(", rule
        ):
            plain = re.findall(rf"(?<![\w-])(?:{name}|border(?:-\w+)?)\s*:(?![^;]*var\()", rule)
            assert plain, rule
