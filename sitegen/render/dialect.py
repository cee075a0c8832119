"""Python-Markdown as notices need it: no HTML, no program code, links under our control."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

LinkTo = Callable[[str, str | None], str | None]
"""Says which address to write: the target as written, the description of an image (None: a link) → the
address, or None where the text stays without a link."""

# What most blocks and texts of a notice are is recognised at once; only the others pass through all that
# Markdown could mean by them. It halves the time and changes nothing.

_BEGINS_IN_CHINESE = re.compile("(?:[*][*])?[\u3001-\u9fff\uff00-\uff1a“‘《]")
_MARKS_BUT_STARS = re.compile(r"[_`\[\\<\x02]|  \n")
_BOLD = re.compile(r"\*\*([^*\s](?:[^*]*[^*\s])?)\*\*")


class _Paragraph(ParagraphProcessor):
    """A block of a single line that begins with a Chinese character is a paragraph and nothing else."""

    def test(self, parent: Element, block: str) -> bool:
        return "\n" not in block and _BEGINS_IN_CHINESE.match(block) is not None


class _PlainText(Treeprocessor):
    """Texts without any mark, or with plain **bold** only: the inline patterns pass them over."""

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            text = element.text
            if text and not _MARKS_BUT_STARS.search(text):
                if "*" not in text:
                    element.text = AtomicString(text)
                elif "*" not in _BOLD.sub("", text):
                    self._embolden(element, text)

    def _embolden(self, element: Element, text: str) -> None:
        before, *parts = _BOLD.split(text)
        element.text = AtomicString(before)
        for place in range(0, len(parts), 2):
            strong = Element("strong")
            strong.text, strong.tail = AtomicString(parts[place]), AtomicString(parts[place + 1])
            element.insert(place // 2, strong)


class _Links(Treeprocessor):
    """Resolves every image and link; one that leads nowhere leaves its text."""

    def __init__(self, markdown: Markdown, dialect: Dialect) -> None:
        super().__init__(markdown)
        self.dialect = dialect

    def run(self, root: Element) -> None:
        for image in list(root.iter("img")):
            self._resolve_image(image)
        for link in list(root.iter("a")):
            if not link.get("class"):
                self._resolve_link(link)

    def _resolve_image(self, image: Element) -> None:
        label, tail = image.get("alt", ""), image.tail
        address = self.dialect.link_to(image.get("src", ""), label)
        if address is not None:
            image.set("src", address)
            return
        image.clear()
        image.tag, image.text, image.tail = "span", label, tail

    def _resolve_link(self, link: Element) -> None:
        address = self.dialect.link_to(link.get("href", ""), None)
        if address is None:
            link.attrib.clear()
            link.tag = "span"
            return
        link.set("href", address)
        if address.startswith(("http:", "https:")):
            link.set("rel", "noopener")


class Dialect(Extension):
    """The dialect as one extension; `link_to` may be set anew before each text."""

    link_to: LinkTo

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is the library's)
        """Build the dialect into a Markdown instance."""
        # Indented lines are paragraphs here: who indents a paragraph by four spaces means no program code.
        for registry, names in (
            (md.preprocessors, ("html_block",)),
            (md.parser.blockprocessors, ("code",)),
            (md.inlinePatterns, ("html", "entity", "automail")),
            (md.treeprocessors, ("prettify",)),
            (md.postprocessors, ("raw_html", "amp_substitute")),
        ):
            for name in names:
                registry.deregister(name, strict=False)
        md.parser.blockprocessors.register(_Paragraph(md.parser), "chinese_paragraph", 95)
        md.treeprocessors.register(_PlainText(md), "plain_text", 30)
        md.treeprocessors.register(_Links(md, self), "links", 5)


def make(dialect: Dialect) -> Markdown:
    """A Markdown instance that speaks `dialect`, with tables and footnotes."""
    footnotes = FootnoteExtension(BACKLINK_TITLE="回到正文注 {}", BACKLINK_TEXT="↩")
    tables = TableExtension(use_align_attribute=True)
    return Markdown(extensions=[tables, footnotes, SaneListExtension(), dialect], output_format="html")
