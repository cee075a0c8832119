"""Keys: hashes of all that a board, or a page group of it, is made from. Equal keys, equal bytes."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson
from msgspec import Struct
from msgspec.structs import asdict

from sitegen import __version__
from sitegen.build.fingerprint import digest_file, digest_text, signature
from sitegen.days import Period
from sitegen.fields import Type
from sitegen.packages import entry_points, release
from sitegen.sources.folders import Look
from sitegen.tables import Record, Table

_LIBRARIES = ("jinja2", "markdown", "markupsafe", "nh3", "pillow", "pyyaml")
_REFERENCE = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+(.*?)\s*-?%}", re.DOTALL)
_LITERAL = re.compile(r"""["']([^"']+)["']""")
_COMPUTED = re.compile(r"""[\w\s.~"'/\-\[\],]+$""")
"""Names put together with `~`, or a list of such: what stands between the commas is one name each."""
_PLAIN = re.compile(r"""^(["'][^"']+["']|\[[^\]]*\])(\s+(import|as|with|without|ignore)\b.*)?$""", re.DOTALL)


def code_key(code: Iterable[Look]) -> str:
    """This program: its version and the state of its own files and those of other packages' registers, as they
    were looked at, and the libraries that it renders with."""
    return digest_text(__version__, sys.version, signature(code), *map(release, _LIBRARIES))


def foreign_registers() -> list[str]:
    """Where the code of registers of other packages lies: folders, or single files."""
    found = set()
    for entry in entry_points("sitegen.registers"):
        spec = find_spec(entry.module.partition(".")[0])
        if spec is not None and spec.origin is not None:
            origin = Path(spec.origin)
            found.add(str(origin.parent if origin.name == "__init__.py" else origin))
    return sorted(found)


def value_key(value: Any) -> str:
    """A hash of a view by its values. What can't be written as values gets a key of its own, each time."""
    try:
        written = value_json(value)
    except TypeError:
        return os.urandom(16).hex()
    return hashlib.sha256(written).hexdigest()


def value_json(value: Any) -> bytes:
    """A view's values as JSON. Raises TypeError for what can't be written as values."""
    return orjson.dumps(value, default=_as_value, option=orjson.OPT_NON_STR_KEYS)


def _as_value(value: Any) -> Any:
    """What JSON does not know, in its terms. Raises TypeError for what is no value."""
    if isinstance(value, Record):
        return [getattr(value, f.attribute) for f in value._table.fields]
    if isinstance(value, Struct):
        return asdict(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal | Period):
        return str(value)
    if isinstance(value, Table):
        return value.key
    if isinstance(value, Type):
        return type(value).__name__
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(value)


class Templates:
    """The templates that a site may use: what each is made of, and the hash of a template with all it needs."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.sources: dict[str, Path] = {}
        for folder in reversed(folders):
            for path in folder.rglob("*.html"):
                self.sources[path.relative_to(folder).as_posix()] = path
        self._hashes = {name: digest_file(path) for name, path in sorted(self.sources.items())}
        self.key = digest_text(*(f"{name}={digest}" for name, digest in self._hashes.items()))
        self._closures: dict[str, frozenset[str]] = {}

    def hash_of(self, names: Iterable[str]) -> str:
        """One hash over these templates and every template that they may draw in."""
        needed = sorted(set().union(*(self._closure(name) for name in names)))
        return digest_text(*(f"{name}={self._hashes.get(name, '')}" for name in needed))

    def _closure(self, name: str) -> frozenset[str]:
        found = self._closures.get(name)
        if found is None:
            seen: set[str] = set()
            todo = [name]
            while todo:
                current = todo.pop()
                if current not in seen:
                    seen.add(current)
                    todo += self._references(current)
            found = self._closures[name] = frozenset(seen)
        return found

    def _references(self, name: str) -> list[str]:
        """What a template names. A computed name is any template that has the literal parts of the name
        where they stand in it; a name that is computed in another way may be any template."""
        path = self.sources.get(name)
        if path is None:
            return []
        names: list[str] = []
        for expression in _REFERENCE.findall(path.read_text(encoding="utf-8")):
            if _PLAIN.match(expression.strip()):
                names += _LITERAL.findall(expression.split(" import ")[0])
            elif _COMPUTED.match(expression):
                for item in expression.strip("[] \n").split(","):
                    pattern = re.compile(_pattern(item))
                    names += [known for known in self.sources if pattern.fullmatch(known)]
            else:
                return list(self.sources)
        return names


def _pattern(name: str) -> str:
    """What a name put together with `~` may come to, as a regular expression."""
    literals = (_LITERAL.fullmatch(part.strip()) for part in name.split("~"))
    return "".join(re.escape(literal[1]) if literal else ".*" for literal in literals)
