"""The Jinja environment: where templates are found and which filters they may use."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from sitegen import formats, languages
from sitegen.paths import built_in
from sitegen.render import charts, quick
from sitegen.render.quick import QuickEnvironment

_BESIDE_CODE = Path(__file__).parent / "__pycache__"


class Environments:
    """The Jinja environments of a site, one a language, each made when it is first asked for.

    Templates are those of the first of `folders` that holds them. What a template was compiled to is kept from one
    build to the next: the built-in ones' beside the program's own compiled code, those of a site and its theme in
    `compiled`; where neither can be written, nowhere.
    """

    def __init__(self, folders: Sequence[Path], compiled: Path | None = None) -> None:
        self.folders = folders
        self.compiled = compiled
        self._made: dict[str, jinja2.Environment] = {}

    def in_language(self, code: str) -> jinja2.Environment:
        """The environment of a language."""
        found = self._made.get(code)
        if found is None:
            found = self._made[code] = make_environment(self.folders, self.compiled, code)
        return found


def make_environment(
    folders: Sequence[Path], compiled: Path | None = None, code: str = languages.SOURCE
) -> jinja2.Environment:
    """One environment: autoescape always on; a missing name is an error."""
    spoken = languages.language(code)
    make: type[QuickEnvironment] = QuickEnvironment
    if spoken is not None:
        from sitegen.languages.templates import LanguageEnvironment

        make = LanguageEnvironment
    environment = make(
        bytecode_cache=_Compiled(_BESIDE_CODE, compiled, spoken.key if spoken else ""),
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(
        money=formats.money,
        yuan=formats.yuan,
        money_text=formats.money_text,
        area=formats.decimal,
        decimal=formats.decimal,
        points=formats.points,
        percent=formats.percent,
        cn_day=formats.cn_day,
        md=formats.month_day,
        iso=formats.iso,
        dash=_dash,
        href=_href,
    )
    environment.globals["charts"] = charts
    if spoken is not None:
        environment.speak(spoken)  # type: ignore[attr-defined]
    return environment


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates on disk: built-in ones in `shared`, all others in `own`, and built-in ones too where
    `shared` can't be written. Each folder bears the hash of what wrote the code in it, and of what the language says
    (`said`; nothing for the source language)."""

    def __init__(self, shared: Path, own: Path | None, said: str) -> None:
        self._built_in = str(built_in("templates"))
        self._own = _folder(own, said)
        self._shared = _folder(shared, said) or self._own

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The key of a template's code, which tells the folder too."""
        kind = "built-in" if filename and filename.startswith(self._built_in) else "own"
        return f"{kind}-{super().get_cache_key(name, filename)}"

    def _get_cache_filename(self, bucket: jinja2.bccache.Bucket) -> str:
        folder = self._shared if bucket.key.startswith("built-in") else self._own
        return str(folder / bucket.key) if folder else ""

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Fill the bucket where there is something to fill it with."""
        if self._get_cache_filename(bucket):
            with contextlib.suppress(OSError):
                super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what was compiled, where it can be kept."""
        name = self._get_cache_filename(bucket)
        if name:
            with contextlib.suppress(OSError):
                _make(Path(name).parent)
                super().dump_bytecode(bucket)


def _folder(parent: Path | None, said: str) -> Path | None:
    """The folder of compiled code in `parent`; None where it can't be written."""
    if parent is None or not os.access(parent if parent.is_dir() else parent.parent, os.W_OK):
        return None
    written = Path(quick.__file__).read_bytes() + jinja2.__version__.encode()
    if said:
        written += said.encode() + (languages.FOLDER / "templates.py").read_bytes()
    return parent / f"{'said' if said else 'templates'}-{hashlib.sha256(written).hexdigest()[:12]}"


def _make(folder: Path) -> None:
    """Make the folder of compiled code; what another version left beside it goes."""
    if not folder.is_dir():
        for old in folder.parent.glob(f"{folder.name.partition('-')[0]}-*"):
            shutil.rmtree(old, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def load_all(environment: jinja2.Environment, names: Iterable[str]) -> None:
    """Load templates before worker processes are made, so that they share them. A broken one is left alone:
    the page that needs it tells."""
    for name in names:
        with contextlib.suppress(jinja2.TemplateError):
            environment.get_template(name)


def _dash(value: Any) -> Any:
    return formats.MISSING if value is None or value == "" else value


def _href(path: str) -> str:
    """A path as it stands in a link: what would end or split it is percent-encoded."""
    return quote(path, safe="/()-_.~!*',;:@&=+$〔〕" + "".join(c for c in path if ord(c) > 127))
