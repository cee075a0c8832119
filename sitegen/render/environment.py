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

from sitegen import formats
from sitegen.paths import built_in
from sitegen.render import charts, quick
from sitegen.render.quick import QuickEnvironment

_BESIDE_CODE = Path(__file__).parent / "__pycache__"


def make_environment(folders: Sequence[Path], compiled: Path | None = None) -> jinja2.Environment:
    """Templates of the first of `folders` that holds them; autoescape always on; a missing name is an error.

    What a template was compiled to is kept from one build to the next: the built-in ones' beside the program's own
    compiled code, those of a site and its theme in `compiled`; where neither can be written, nowhere.
    """
    environment = QuickEnvironment(
        bytecode_cache=_Compiled(_BESIDE_CODE, compiled),
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
    return environment


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates on disk: built-in ones in `shared`, all others in `own`, and built-in ones too where
    `shared` can't be written. Each folder bears the hash of what wrote the code in it."""

    def __init__(self, shared: Path, own: Path | None) -> None:
        self._built_in = str(built_in("templates"))
        self._own = _folder(own)
        self._shared = _folder(shared) or self._own

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


def _folder(parent: Path | None) -> Path | None:
    """The folder of compiled code in `parent`; None where it can't be written."""
    if parent is None or not os.access(parent if parent.is_dir() else parent.parent, os.W_OK):
        return None
    writer = hashlib.sha256(Path(quick.__file__).read_bytes() + jinja2.__version__.encode()).hexdigest()
    return parent / f"templates-{writer[:12]}"


def _make(folder: Path) -> None:
    """Make the folder of compiled code; what another version left beside it goes."""
    if not folder.is_dir():
        for old in folder.parent.glob("templates-*"):
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
