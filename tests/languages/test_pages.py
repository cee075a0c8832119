"""A site in English, and boards whose language is their own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Container, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sitegen.languages import FOLDER
from sitegen.languages.catalogue import read_catalogue
from tests.conftest import AS_OF, CHECKOUT, Ran, run_sitegen

KNOWN = read_catalogue(FOLDER / "en" / "LC_MESSAGES" / "sitegen.po")
_HAN = re.compile("[\u3400-\u9fff]+")
_READ = frozenset(["alt", "aria-label", "content", "data-label", "title"])
_VOID = frozenset(["br", "circle", "hr", "img", "input", "line", "link", "meta", "path", "rect"])


class _Texts(HTMLParser):
    """The texts of a page, attributes that are read out among them; not the seals, which are pictures, and not the
    texts of notices and those to send on."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and name in _READ]
        classes = (dict(attrs).get("class") or "").split()
        if tag not in _VOID:
            self.open.append((tag, tag == "pre" or bool({"seal", "prose"} & {*classes})))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(own for _, own in self.open):
            self.found.append(data)


def texts(page: Path) -> list[str]:
    reader = _Texts()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.found


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A township of the sample site, in English."""
    root = tmp_path_factory.mktemp("english")
    content = root / "content"
    shutil.copytree(CHECKOUT / "content" / "shili", content / "shili")
    for name in ("board.yaml", "site.yaml"):
        text = (CHECKOUT / "content" / name).read_text(encoding="utf-8")
        (content / name).write_text(re.sub("(?m)^language:.*$", "language: en", text), encoding="utf-8")
    ran = run_sitegen("build", "--as-of", AS_OF, cwd=root)
    assert ran.code == 0, ran.stderr
    return root


def content_words(content: Path, known: Container[str]) -> Iterator[str]:
    """What stands in the content: values, not the keys and the heads of columns, which are words of the interface."""
    for path in content.rglob("*"):
        if path.suffix in (".csv", ".md", ".yaml"):
            text = path.read_text(encoding="utf-8-sig")
            if path.suffix == ".csv":
                text = text.partition("\n")[2]
            if path.suffix == ".yaml":
                text = re.sub(
                    r"(?m)^\s*(?:- )?([^\s:#]+):", lambda key: "" if key[1] in known else key[1], text
                )
            yield text


def test_an_english_site_has_no_chinese_words_of_the_interface(english: Path) -> None:
    content = "\n".join(content_words(english / "content", KNOWN))
    words = {*_HAN.findall(content)}
    left: dict[str, Path] = {}
    for page in sorted((english / "public").rglob("*.html")):
        for text in texts(page):
            for run in _HAN.findall(text):
                masked = "*" in text and len(run) <= 2
                if not masked and run not in words and not (len(run) > 4 and run in content):
                    left.setdefault(text.strip(), page.relative_to(english))
    assert left == {}


def test_no_message_is_left_as_it_is(english: Path) -> None:
    left: dict[str, Path] = {}
    for page in sorted((english / "public").rglob("*.html")):
        for text in texts(page):
            if KNOWN.get(text.strip(), text.strip()) != text.strip():
                left.setdefault(text.strip(), page.relative_to(english))
    assert not left


@pytest.fixture
def two(site_text: Callable[[str], Path], run: Callable[..., Ran]) -> Path:
    root = site_text("""
        -- content/board.yaml --
        name: 柳树镇
        level: township
        -- content/dong/board.yaml --
        name: 东村
        level: village
        language: 英文
        -- content/dong/finance/2022-06.yaml --
        period: 2022-06
        opening: 100
        income:
          - {date: 2022-06-05, item: 卖废铁, category: 其他收入, amount: 12.50}
        expense: []
        closing: 112.50
        reviewed_by: 王大山
        reviewed_on: 2022-07-02
        -- content/dong/zu/board.yaml --
        name: 东村一组
        level: group
        -- content/dong/zu/affairs/2022-06-01-road.md --
        ---
        title: 修路
        date: 2022-06-01
        ---
        修村口的路。
        -- content/xi/board.yaml --
        name: 西村
        level: village
        -- content/xi/affairs/2022-06-01-road.md --
        ---
        title: 修路
        date: 2022-06-01
        ---
        修村口的路。
        """)
    ran = run("build", "--as-of", "2022-12-31")
    assert ran.code == 0, ran.stderr
    return root / "public"


def test_a_board_has_a_language_of_its_own_and_so_have_those_below(two: Path) -> None:
    languages = {
        path: re.search('<html lang="([^"]+)">', (two / path).read_text(encoding="utf-8"))[1]  # type: ignore[index]
        for path in ("index.html", "dong/index.html", "dong/zu/index.html", "xi/index.html")
    }
    assert [*languages.values()] == ["zh-CN", "en", "en", "zh-CN"]
    assert "村务公告" in (two / "xi/affairs/index.html").read_text(encoding="utf-8")
    assert "Village notices" in (two / "dong/zu/affairs/index.html").read_text(encoding="utf-8")


def test_dates_amounts_and_words_are_english_and_content_stays(two: Path) -> None:
    page = (two / "dong/finance/2022-06.html").read_text(encoding="utf-8")
    assert "Receipts and payments, June 2022" in page
    assert "July 2, 2022" in page
    assert "卖废铁" in page
    assert "王大山" in page
    assert "本月" not in page


def test_scripts_and_glossary_speak_each_language_of_the_site(two: Path) -> None:
    names = {path.name for path in (two / "_static").iterdir()}
    assert {"words-en.js", "glossary.js", "glossary-en.js"} <= names
    assert "words-zh-CN.js" not in names
    assert (two / "_static/glossary.html").is_file()
    assert "Notice period" in (two / "_static/glossary-en.html").read_text(encoding="utf-8")
    page = (two / "dong/index.html").read_text(encoding="utf-8")
    assert page.index("words-en.js") < page.index("board.js")
    assert "words-" not in (two / "xi/index.html").read_text(encoding="utf-8")


def test_findings_are_said_to_the_editor_not_to_the_reader(
    site_text: Callable[[str], Path], run: Callable[..., Ran]
) -> None:
    site_text("""
        -- content/board.yaml --
        name: 东村
        level: village
        language: en
        -- content/finance/2022-06.yaml --
        period: 2022-06
        opening: 100
        closing: 100
        -- content/finance/2022-08.yaml --
        period: 2022-08
        opening: 90
        closing: 90
        """)
    ran = run("check", "--as-of", "2022-12-31")
    assert "2022年" in ran.stderr
    assert "June" not in ran.stderr
