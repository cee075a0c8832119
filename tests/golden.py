"""What the sample site says: the text of a page of every kind, and the main data files, as they were last agreed.

`python -m tests.golden` writes them anew after a change that is meant; the difference is read before committing.
"""

from __future__ import annotations

import json
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
VILLAGE = "shili/shanshuping"
LEDGERS = "shili/liuxiwan"
"""The village of the demonstration that keeps every ledger."""
PAGES = (
    "index.html",
    "shili/index.html",
    "jinghai/figures/index.html",
    "shili/tongmuchong/finance/index.html",
    f"{VILLAGE}/index.html",
    f"{VILLAGE}/affairs/index.html",
    f"{VILLAGE}/affairs/2022-05-06-contract-review.html",
    f"{VILLAGE}/affairs/2021-10-09-relief.html",
    f"{VILLAGE}/finance/index.html",
    f"{VILLAGE}/finance/2022-06.html",
    f"{VILLAGE}/finance/2022.html",
    f"{VILLAGE}/points/index.html",
    f"{VILLAGE}/points/2022.html",
    f"{VILLAGE}/points/rules.html",
    f"{VILLAGE}/points/households/1008.html",
    f"{VILLAGE}/contracts/index.html",
    f"{VILLAGE}/contracts/HT-2019-03.html",
    f"{VILLAGE}/water/index.html",
    "affairs/2022-12-31-systems.html",
    "shili/problems/index.html",
    "shili/ratings/index.html",
    f"{LEDGERS}/index.html",
    f"{LEDGERS}/affairs/2022-12-24-drying-yard.html",
    f"{LEDGERS}/assets/index.html",
    f"{LEDGERS}/awards/index.html",
    f"{LEDGERS}/contracts/LXW-04.html",
    f"{LEDGERS}/debts/index.html",
    f"{LEDGERS}/deliberations/index.html",
    f"{LEDGERS}/deliberations/YS-2022-04.html",
    f"{LEDGERS}/duties/index.html",
    f"{LEDGERS}/grid/index.html",
    f"{LEDGERS}/homesteads/index.html",
    f"{LEDGERS}/liaison/index.html",
    f"{LEDGERS}/meetings/index.html",
    f"{LEDGERS}/problems/index.html",
    f"{LEDGERS}/projects/index.html",
    f"{LEDGERS}/projects/XM-2022-01.html",
    f"{LEDGERS}/ratings/2022-12.html",
    f"{LEDGERS}/roster/index.html",
    f"{LEDGERS}/services/index.html",
    f"{LEDGERS}/subsidies/index.html",
    f"{LEDGERS}/subsidies/2022-grain.html",
    f"{LEDGERS}/subsidies/2022-willow.html",
    f"{LEDGERS}/supervision/index.html",
    f"{LEDGERS}/tasks/index.html",
    f"{LEDGERS}/training/index.html",
)
TWINS = (
    "shili/data/board.json",
    f"{VILLAGE}/data/board.json",
    f"{VILLAGE}/data/finance.json",
    f"{VILLAGE}/data/points.json",
    f"{VILLAGE}/data/points-2022.json",
    f"{VILLAGE}/data/contracts.json",
)
_HEADINGS = ("title", "h1", "h2", "h3", "h4", "caption")
_BLOCKS = ("p", "li", "tr", "dt", "dd", "div", "section", "nav", "header", "footer", "table", "pre")
_BREAKS = frozenset([*_HEADINGS, *_BLOCKS])
_SILENT = frozenset(["script", "style"])


class _Words(HTMLParser):
    """The text of a page, a block a line, cells apart by a bar."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        self.parts.append("\n" if tag in _BREAKS else " | " if tag in ("td", "th") else "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT
        self.parts.append("\n" if tag in _BREAKS else "")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data.replace("\n", " "))


def words_of(page: Path) -> str:
    """What a reader of the page sees, as text."""
    parser = _Words()
    parser.feed(page.read_text(encoding="utf-8"))
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def spoken(site: Path) -> dict[str, str]:
    """All that is compared, by the name of its file in the golden folder."""
    found = {name.replace("/", "_").replace(".html", ".txt"): words_of(site / name) for name in PAGES}
    for name in TWINS:
        data = json.loads((site / name).read_bytes())
        found[name.replace("/", "_")] = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return found


def main() -> None:
    """Write the golden files anew from the sample site."""
    from tests.conftest import AS_OF, CHECKOUT, run_sitegen

    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        content = CHECKOUT / "content"
        built = run_sitegen(
            "build", "--content", content, "--output", site, "--as-of", AS_OF, cwd=Path(folder)
        )
        if built.code:
            sys.exit(built.stderr)
        FOLDER.mkdir(exist_ok=True)
        for path in FOLDER.iterdir():
            path.unlink()
        for name, text in spoken(site).items():
            (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
