"""Templates in another language.

The Chinese text of a template is its message: a run of text between two tags, with a {place} for each value in it.
Templates are translated when they are compiled, once; a page costs what it costs in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from string import Formatter

from jinja2 import nodes

from sitegen.languages.catalogue import Language
from sitegen.render.escape import escape
from sitegen.render.quick import QuickEnvironment

HAN = re.compile("[\u2e80-\u2fdf\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffef]")
"""A character of Chinese text or of its punctuation."""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_UNCLOSED = re.compile(r"^[^<>]*>|<[A-Za-z/][^<>]*$", re.DOTALL)
"""A tag of which only the end or only the beginning stands in a run: its other part is computed."""
_ATTRIBUTE = re.compile(r'(?<==")[^"<>]*(?=")')
_BARE_ATTRIBUTES = re.compile(r'(?:[\w-]+="[^"]*"\s*)+')
"""Attributes that stand in a run without their tag, of which they are a choice."""
_INLINE = re.compile(r"</?(?:a|abbr|b|br|del|em|ins|small|span|strong|time)\b[^<>]*>")
_PLACE = re.compile("[\ue000-\uf8ff]")
_FIRST_PLACE = 0xE000
_NO_MESSAGES = frozenset(["selectattr", "rejectattr", "map", "attr", "groupby", "sort"])
"""Filters whose arguments are names and values, not words."""

Translate = Callable[[str, Sequence[nodes.Expr]], Sequence[str | nodes.Expr]]
"""Given a message and the values at its places, what stands there instead."""


class LanguageEnvironment(QuickEnvironment):
    """A Jinja environment whose templates, and the words among whose values, are in another language."""

    language: Language

    def speak(self, language: Language) -> None:
        """Set the language, before the first template is loaded."""
        self.language = language
        words = language.words

        def in_words(value: object) -> str:
            return escape(words.get(value, value) if type(value) is str else value)

        self.escape = in_words
        self.filters["word"] = language.word
        self.filters["plural"] = language.plural
        for name in ("money", "money_text", "area", "decimal", "points", "percent"):
            self.filters[name] = _numbered(self.filters[name], language)
        self.filters["join"] = lambda items, between="": language.listed(map(str, items), between)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        translate_tree(tree, self.language)
        return tree


def _numbered(write: Callable[..., str], language: Language) -> Callable[..., str]:
    return lambda value: language.number(write(value))


def translate_tree(tree: nodes.Template, language: Language) -> None:
    """Put the translations of its messages into a template."""

    def translate(message: str, values: Sequence[nodes.Expr]) -> Sequence[str | nodes.Expr]:
        names = place_names(values)
        by_name = dict(zip(names, values, strict=True))
        found: list[str | nodes.Expr] = []
        for text, place, forms, _ in Formatter().parse(language.messages.get(message, message)):
            found.append(text)
            if place is not None:
                value = by_name[place]
                found.append(_filtered(value, "plural", forms) if forms else value)
        return found

    for output in tree.find_all(nodes.Output):
        output.nodes = list(_nodes(_walk_output(output, translate), output.lineno))
    for concat in tree.find_all(nodes.Concat):
        values, skeleton = _skeleton(concat.nodes)
        if HAN.search(skeleton):
            parts = translate(_message(skeleton, values), values)
            concat.nodes = [
                nodes.Const(p) if isinstance(p, str) else _filtered(p, "word") for p in parts if p
            ]


def _filtered(value: nodes.Expr, name: str, argument: str | None = None) -> nodes.Filter:
    arguments: list[nodes.Expr] = [] if argument is None else [nodes.Const(argument)]
    return nodes.Filter(value, name, arguments, [], None, None, lineno=value.lineno)


def _nodes(parts: Iterator[str | nodes.Expr], line: int) -> Iterator[nodes.Expr]:
    """Texts and values as nodes of an output, neighbouring texts as one."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield nodes.TemplateData(text, lineno=line)
            text = ""
        yield part
    if text:
        yield nodes.TemplateData(text, lineno=line)


def messages_of(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """The messages of a template with their lines."""
    found: list[tuple[int, str]] = []
    line = 0

    def collect(message: str, values: Sequence[nodes.Expr]) -> Sequence[str | nodes.Expr]:
        found.append((line, message))
        return ()

    for output in tree.find_all(nodes.Output):
        line = output.lineno
        for _ in _walk_output(output, collect):
            pass
    for concat in tree.find_all(nodes.Concat):
        values, skeleton = _skeleton(concat.nodes)
        if HAN.search(skeleton):
            found.append((concat.lineno, _message(skeleton, values)))
    found.extend(_words(tree))
    yield from sorted(found)


def _words(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """The constants of expressions that may be words of the interface: not what is compared or looked up."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and HAN.search(node.value):
        yield node.lineno, node.value
    for child in node.iter_child_nodes():
        if isinstance(node, nodes.Compare | nodes.Test):
            continue
        if isinstance(node, nodes.Getitem) and child is node.arg:
            continue
        if isinstance(node, nodes.Concat) and isinstance(child, nodes.Const):
            continue
        if isinstance(node, nodes.Filter) and node.name in _NO_MESSAGES and child is not node.node:
            continue
        if isinstance(node, nodes.Pair) and child is node.key:
            continue
        yield from _words(child)


def _skeleton(parts: Sequence[nodes.Node]) -> tuple[list[nodes.Expr], str]:
    """Text with a private character for each value, and the values."""
    values: list[nodes.Expr] = []
    text = ""
    for part in parts:
        if isinstance(part, nodes.TemplateData):
            text += part.data
        elif isinstance(part, nodes.Const) and isinstance(part.value, str):
            text += part.value
        else:
            assert isinstance(part, nodes.Expr)
            text += chr(_FIRST_PLACE + len(values))
            values.append(part)
    return values, text


def _walk_output(output: nodes.Output, translate: Translate) -> Iterator[str | nodes.Expr]:
    """What stands in an output, its messages replaced by what `translate` makes of them."""
    values, skeleton = _skeleton(output.nodes)
    if not HAN.search(skeleton):
        yield from output.nodes
        return

    def untranslated(text: str) -> Iterator[str | nodes.Expr]:
        for piece in re.split("([\ue000-\uf8ff])", text):
            yield values[ord(piece) - _FIRST_PLACE] if _PLACE.fullmatch(piece) else piece

    for text, is_message in _runs(skeleton):
        if is_message:
            own = [values[ord(place) - _FIRST_PLACE] for place in _PLACE.findall(text)]
            yield from translate(_message(text, own), own)
        else:
            yield from untranslated(text)


def _message(skeleton: str, values: Sequence[nodes.Expr]) -> str:
    names = iter(place_names(values))
    escaped = skeleton.replace("{", "{{").replace("}", "}}")
    return re.sub(r"\s*\n\s*", " ", _PLACE.sub(lambda _: f"{{{next(names)}}}", escaped))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is a message."""
    at = 0
    tags = sorted(
        [*_TAG.finditer(text), *_UNCLOSED.finditer(_TAG.sub(lambda tag: " " * len(tag[0]), text))],
        key=lambda tag: tag.start(),
    )
    piece: list[tuple[str, bool]] = []
    for tag in tags:
        piece.append((text[at : tag.start()], False))
        at = tag.end()
        if _INLINE.fullmatch(tag[0]):
            piece.append((tag[0], True))
            continue
        yield from _sentence(piece)
        yield from _attributes(tag[0])
        piece = []
    piece.append((text[at:], False))
    yield from _sentence(piece)


def _attributes(tag: str) -> Iterator[tuple[str, bool]]:
    """A tag in pieces: the values of its attributes may be messages."""
    at = 0
    for value in _ATTRIBUTE.finditer(tag):
        if HAN.search(value[0]):
            yield tag[at : value.start()], False
            yield value[0], True
            at = value.end()
    yield tag[at:], False


def _sentence(piece: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Texts and the tags of marked words between them: one message where the tags are closed within it, else one
    for each text."""
    first = next((at for at, (text, is_tag) in enumerate(piece) if _says(text, is_tag)), None)
    if first is None:
        for text, is_tag in piece:
            yield from _attributes(text) if is_tag else [(text, False)]
        return
    last = max(at for at, (text, is_tag) in enumerate(piece) if _says(text, is_tag))
    while first < last and not _balanced([t for t, is_tag in piece[first : last + 1] if is_tag]):
        yield from _sentence(piece[: first + 1])
        piece = piece[first + 1 :]
        found = [at for at, (text, is_tag) in enumerate(piece) if _says(text, is_tag)]
        if not found:
            yield from _sentence(piece)
            return
        first, last = found[0], found[-1]
    for text, is_tag in piece[:first]:
        yield from _attributes(text) if is_tag else [(text, False)]
    whole = "".join(text for text, _ in piece[first : last + 1])
    core = whole.strip()
    begin = whole.index(core)
    if _BARE_ATTRIBUTES.fullmatch(core):
        yield from _attributes(whole)
    elif HAN.search(core):
        yield whole[:begin], False
        yield core, True
        yield whole[begin + len(core) :], False
    else:
        yield whole, False
    for text, is_tag in piece[last + 1 :]:
        yield from _attributes(text) if is_tag else [(text, False)]


def _says(text: str, is_tag: bool) -> bool:
    return not is_tag and bool(text.strip())


def _balanced(tags: Sequence[str]) -> bool:
    depth = 0
    for tag in tags:
        if tag.startswith("<br"):
            continue
        depth += -1 if tag.startswith("</") else 1
        if depth < 0:
            return False
    return depth == 0


def place_names(values: Sequence[nodes.Expr]) -> list[str]:
    """A name for each value of a message, by what it is; equal ones are numbered."""
    seen: MutableMapping[str, int] = {}
    names = []
    for value in values:
        name = _name(value)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}{seen[name]}")
    return names


def _name(value: nodes.Node) -> str:
    if isinstance(value, nodes.Name):
        return value.name
    if isinstance(value, nodes.Getattr):
        return value.attr
    if isinstance(value, nodes.Getitem) and isinstance(value.arg, nodes.Const):
        return str(value.arg.value)
    if isinstance(value, nodes.Filter) and value.node is not None:
        return _name(value.node)
    if isinstance(value, nodes.Call):
        named = next((n for n in map(_name, value.args) if n != "value"), None)
        return named or _name(value.node)
    return "value"
