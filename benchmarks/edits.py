"""The edits of which a rebuild is measured."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from sitegen.paths import built_in

_AMOUNT = re.compile(r"(?<=amount: )\d+\.\d\d\b")
_CLOSING = re.compile(r"(?<=^closing: )\d+\.\d\d\b", re.MULTILINE)


class StatementEdit:
    """A clerk corrects one amount of the newest statement of one village, and its closing balance.

    Each call of `apply` makes the first expense one yuan larger: the village's statement, its overview and home
    and all roll-ups above it change. Raises ValueError where no village keeps its lines in the statement.
    """

    def __init__(self, content: Path) -> None:
        for statement in sorted(content.rglob("finance/*.yaml")):
            last = max(statement.parent.glob("*.yaml")) == statement
            if last and _AMOUNT.search(statement.read_text(encoding="utf-8").partition("\nexpense:")[2]):
                self.statement = statement
                self.page = statement.relative_to(content).with_suffix(".html")
                return
        raise ValueError(f"no statement with its own lines in {content}")

    def apply(self) -> str:
        """Make the edit; returns the new closing balance as pages show it."""
        text = self.statement.read_text(encoding="utf-8")
        above, head, below = text.partition("\nexpense:")
        below = _AMOUNT.sub(lambda found: str(Decimal(found[0]) + 1), below, count=1)
        text, closing = above + head + below, Decimal(_closing(text)) - 1
        self.statement.write_text(_CLOSING.sub(str(closing), text, count=1), encoding="utf-8", newline="\n")
        return f"{closing:,}"


def _closing(text: str) -> str:
    found = _CLOSING.search(text)
    assert found is not None
    return found[0]


class TemplateEdit:
    """One more blank in the site's own base.html, which is the built-in one: it stands on every page."""

    def __init__(self, site: Path) -> None:
        self.template = site / "templates" / "base.html"
        self.template.parent.mkdir(parents=True)
        self.template.write_bytes((built_in("templates") / "base.html").read_bytes())

    def apply(self) -> None:
        """Make the edit."""
        text = self.template.read_text(encoding="utf-8")
        assert "</body>" in text
        self.template.write_text(text.replace("</body>", " </body>"), encoding="utf-8", newline="\n")
