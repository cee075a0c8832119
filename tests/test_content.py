"""The sample site holds what it promises: each of the 57 systems with its figures, every ledger in the demonstration."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote

import pytest

from sitegen.registers import registers
from tests.conftest import AS_OF, CHECKOUT, run_sitegen
from tests.golden import words_of

TABLE = CHECKOUT / "docs/sample-systems.md"
CONTENT = CHECKOUT / "content"
REAL = ("anyang", "hejin", "jinghai", "xialujiao")
# Warnings that the demonstration means to show: a statement before its review, an attachment nobody examined.
MEANT = {"notice.unexamined", "finance.not-reviewed"}


@dataclass(frozen=True)
class System:
    """A line of the table: what is shown, and where."""

    number: int
    name: str
    figures: tuple[str, ...]
    pages: tuple[str, ...]
    demonstrations: tuple[str, ...]


def _systems() -> Iterator[System]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[0].isdigit():
            figures = () if cells[2] == "—" else tuple(cells[2].split("；"))
            pages, shown = (tuple(re.findall(r"`([^`]+)`", cell)) for cell in cells[3:])
            yield System(int(cells[0]), cells[1], figures, pages, shown)


SYSTEMS = list(_systems())


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(unquote(href.partition("#")[0]))


def _linked(site: Path, page: str) -> set[str]:
    parser = _Links()
    parser.feed((site / page).read_text(encoding="utf-8"))
    paths = {normpath(f"{dirname(page)}/{href}").lstrip("/") for href in parser.found if href}
    return {path for path in paths if path.endswith(".html")}


@cache
def _reachable(site: Path) -> frozenset[str]:
    """Every page that links lead to from the home page, whether it is there or not."""
    seen, waiting = set(), ["index.html"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting += _linked(site, page) - seen if (site / page).is_file() else ()
    return frozenset(seen)


@cache
def _words(site: Path, page: str) -> str:
    """The text of a page, without thousands separators and with single spaces."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", " ".join(words_of(site / page).split()))


def test_every_system_has_its_line() -> None:
    assert [system.number for system in SYSTEMS if system.number <= 57] == list(range(1, 58))


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: str(system.number))
def test_a_system_is_found_from_the_home_page_and_shows_its_figures(
    system: System, sample_site: Path
) -> None:
    assert system.pages
    assert {*system.pages, *system.demonstrations} <= _reachable(sample_site)
    text = "\n".join(_words(sample_site, page) for page in system.pages)
    missing = [f for f in system.figures if not re.search(rf"(?<![\d.]){re.escape(f)}", text)]
    assert not missing


def test_the_guide_on_the_home_page_leads_to_every_system(sample_site: Path) -> None:
    guide = "affairs/2022-12-31-systems.html"
    assert guide in _linked(sample_site, "index.html")
    numbered = [system for system in SYSTEMS if system.number <= 57]
    pages = {page for system in numbered for page in (*system.pages, *system.demonstrations)}
    assert pages <= _linked(sample_site, guide)


def test_no_link_of_the_sample_leads_nowhere(sample_site: Path) -> None:
    assert not [page for page in _reachable(sample_site) if not (sample_site / page).is_file()]


def test_the_demonstration_shows_every_ledger() -> None:
    shown = {path.name for path in (CONTENT / "shili").rglob("*") if path.is_dir()}
    assert set(registers()) <= shown


def test_real_places_hold_figures_and_notices_only() -> None:
    """Households, persons and line items stand in the invented villages alone."""
    kinds = {path.name for place in REAL for path in (CONTENT / place).rglob("*") if path.is_dir()}
    boards = {path.parent.name for place in REAL for path in (CONTENT / place).rglob("board.yaml")}
    assert kinds - boards == {"party", "affairs", "figures"}


def test_the_sample_has_no_mistakes(tmp_path: Path) -> None:
    checked = run_sitegen("check", "--content", CONTENT, "--as-of", AS_OF, "--format", "json", cwd=tmp_path)
    assert checked.code == 0
    assert {json.loads(line)["code"] for line in checked.stdout.splitlines()} <= MEANT
