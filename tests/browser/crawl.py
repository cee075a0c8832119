"""Follows every reference of a site from its first page, on a disk or over http alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

from tests.browser.pages import References, read_html, urls_in_css

_ELSEWHERE = {"http", "https", "mailto", "tel"}
# All that a browser leaves alone in an address; the rest it sends percent-encoded.
_KEPT = "%/:=&?~#+!$,;'@()*[]"


@dataclass
class Crawl:
    """The pages that were reached below the site's address, and what was wrong on the way."""

    reached: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def crawl(site: str, first: str = "index.html") -> Crawl:
    """Follow all references from the page `first` of the site at the address `site` (which ends with /)."""
    return _Crawler(site).run(first)


class _Crawler:
    def __init__(self, site: str) -> None:
        self.site = site
        self.result = Crawl()
        self.anchors: dict[str, set[str] | None] = {}  # address → its anchors, None if it can't be had
        self.wanted: list[tuple[str, str, str]] = []  # page, reference, address with fragment

    def run(self, first: str) -> Crawl:
        waiting = [self.site + first]
        while waiting:
            address = waiting.pop()
            if address in self.anchors:
                continue
            references = self._read(address)
            self.anchors[address] = references.anchors if references else None
            if references:
                waiting += self._follow(address, references)
        for page, reference, target in self.wanted:
            self._check(page, reference, target)
        self.result.faults.sort()
        return self.result

    def _read(self, address: str) -> References | None:
        """What an address refers to; None if nothing is there, or only by a detour."""
        try:
            with urlopen(address) as response:
                if response.url != address:
                    return None
                body: bytes = response.read()
        except OSError:
            return None
        path = urlsplit(address).path
        if not path.endswith((".html", ".css")):
            return References()
        self.result.reached.add(unquote(address.removeprefix(self.site)))
        text = body.decode("utf-8")
        return read_html(text) if path.endswith(".html") else References(fetched=urls_in_css(text))

    def _follow(self, address: str, references: References) -> list[str]:
        """Judge the references of one page; returns the addresses to visit."""
        targets = []
        for reference in references.fetched + references.followed:
            scheme = urlsplit(reference).scheme
            if scheme == "data" or (scheme in _ELSEWHERE and reference in references.followed):
                continue
            if scheme or reference.startswith("/"):
                self._fault(address, reference, "is not relative")
                continue
            target = quote(urljoin(address, reference), safe=_KEPT)
            if not target.startswith(self.site):
                self._fault(address, reference, "leaves the site")
                continue
            self.wanted.append((address, reference, target))
            targets.append(urldefrag(target).url)
        return targets

    def _check(self, page: str, reference: str, target: str) -> None:
        address, fragment = urldefrag(target)
        anchors = self.anchors[address]
        if anchors is None or address.endswith("/"):
            self._fault(page, reference, "leads nowhere")
        elif fragment and "=" not in fragment and unquote(fragment) not in anchors:
            self._fault(page, reference, "names an anchor that its page lacks")

    def _fault(self, page: str, reference: str, what: str) -> None:
        self.result.faults.append(f"{unquote(page.removeprefix(self.site))}: {reference!r} {what}")
