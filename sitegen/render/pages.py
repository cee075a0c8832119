"""A page's values → its bytes. What all pages of a board share is rendered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import asdict

from sitegen.boards import BoardInfo
from sitegen.glossary import name_in
from sitegen.languages import language, say, spoken_word
from sitegen.paper.code import page_code
from sitegen.paper.qr import qr_svg
from sitegen.registers.board import Page
from sitegen.registers.register import Register
from sitegen.settings import Settings

SEALS = {"party": "党", "affairs": "村", "finance": "财"}


class NavEntry(Struct, frozen=True):
    """A register in the board's navigation."""

    key: str
    label: str
    disclosure: str

    @property
    def seal(self) -> str:
        """The one-character seal of its disclosure."""
        return SEALS[self.disclosure]


class SiteView(Struct, frozen=True):
    """What templates see of the site's settings."""

    title: str
    language: str
    base_url: str | None
    theme: str
    audience: str
    from_right: bool
    """Whether the language is written from the right."""
    glossary: str
    """The name of the glossary's files, without their endings."""


class BoardRenderer:
    """Renders the pages of one board. `updated`: when each register was last added to; a register's pages show its
    own day, so that a new statement leaves the passbooks as they are."""

    def __init__(
        self,
        environment: jinja2.Environment,
        info: BoardInfo,
        above: Sequence[BoardInfo],
        settings: Settings,
        updated: Mapping[str, date | None],
        registers: Sequence[Register],
    ) -> None:
        self.environment = environment
        self.info = info
        self.above = above
        self.depth = len(info.path.split("/")) if info.path else 0
        root = above[0] if above else info
        spoken = language(settings.language)
        self.site = SiteView(
            settings.title or root.name,
            settings.language,
            settings.base_url,
            settings.theme,
            settings.audience,
            spoken is not None and spoken.from_right,
            name_in(settings.language),
        )
        self.base = f"{settings.base_url.rstrip('/')}/" if settings.base_url else None
        demonstration = info.demonstration or any(b.demonstration for b in above)
        self.board: dict[str, Any] = {
            **{name: getattr(info, name) for name in info.__dataclass_fields__},
            "level_label": info.level_label,
            "demonstration": demonstration,
        }
        self.updated = updated
        self.last_updated = max((day for day in updated.values() if day), default=None)
        self.navigation = [NavEntry(r.key, r.label, r.disclosure) for r in registers]
        self.labels = {r.key: r.label for r in registers}
        self.disclosures = {r.key: r.disclosure for r in registers}
        self._chrome: dict[tuple[str | None, str], dict[str, Any]] = {}

    def render(self, page: Page) -> bytes:
        """The page's HTML as UTF-8."""
        register = page.path.split("/", 1)[0] if "/" in page.path else None
        up = "../" * page.path.count("/")
        shared = self._shared(register if register in self.labels else None, up)
        values = dict(shared)
        path = f"{self.info.path}/{page.path}" if self.info.path else page.path
        address = f"{self.base}{quote(path)}" if self.base else None
        values["page"] = SimpleNamespace(
            title=page.title,
            description=page.description or say("{name}{title}", name=self.info.name, title=page.title),
            register=register,
            disclosure=self.disclosures.get(register or ""),
            kind=page.template.removesuffix(".html"),
            path=path,
            address=address,
            code=page_code(path),
            qr=Markup(qr_svg(address) or "") if address and page.posted else "",
            text=page.text,
            text_href=f"{quote(page.path.rpartition('/')[2].removesuffix('.html'))}.txt",
            noindex=page.noindex,
            crumbs=self._crumbs(page, register, up),
            twins=[(_in_words(label), up + path) for label, path in page.twins],
        )
        values.update(page.values)
        return self.environment.get_template(page.template).render(values).encode()

    def _shared(self, register: str | None, up: str) -> Mapping[str, Any]:
        key = (register, up)
        found = self._chrome.get(key)
        if found is None:
            root = up + "../" * self.depth
            found = {
                "site": self.site,
                "board": {**self.board, "updated": self.updated.get(register or "", self.last_updated)},
                "nav": [
                    {**asdict(entry), "seal": entry.seal, "href": f"{up}{entry.key}/index.html"}
                    for entry in self.navigation
                ],
                "home": up,
                "root": root,
                "static": f"{root}_static/",
                "register": register,
            }
            for part in ("chrome_head", "chrome_top", "chrome_bottom"):
                found[part] = Markup(self.environment.get_template(f"{part}.html").render(found))
            self._chrome[key] = found
        return found

    def _crumbs(self, page: Page, register: str | None, up: str) -> list[tuple[str, str | None]]:
        """The way from the root to this page; the last has no link."""
        crumbs: list[tuple[str, str | None]] = []
        for ancestor in self.above:
            steps = self.depth - (len(ancestor.path.split("/")) if ancestor.path else 0)
            crumbs.append((ancestor.name, f"{up}{'../' * steps}index.html"))
        if page.path == "index.html":
            return [*crumbs, (self.info.name, None)] if crumbs else []
        crumbs.append((self.info.name, f"{up}index.html"))
        if register in self.labels and page.path != f"{register}/index.html":
            crumbs.append((self.labels[register], f"{up}{register}/index.html"))
        crumbs += [(label, up + path) for label, path in page.crumbs]
        crumbs.append((page.title, None))
        return crumbs


def _in_words(label: str) -> str:
    """What a data file is called: 合同 JSON."""
    what, space, kind = label.rpartition(" ")
    return f"{spoken_word(what)}{space}{kind}"
