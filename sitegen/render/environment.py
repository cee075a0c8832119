"""The Jinja environment: where templates are found and which filters they may use."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from sitegen import formats
from sitegen.render import charts
from sitegen.render.quick import QuickEnvironment


def make_environment(folders: Sequence[Path], compiled: Path | None = None) -> jinja2.Environment:
    """Templates of the first of `folders` that holds them; autoescape always on; a missing name is an error.

    `compiled`, where it can be written, keeps the compiled templates from one build to the next.
    """
    environment = QuickEnvironment(
        bytecode_cache=_cache(compiled),
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


def _cache(folder: Path | None) -> jinja2.BytecodeCache | None:
    try:
        if folder is not None:
            folder.parent.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            return jinja2.FileSystemBytecodeCache(str(folder), "page-%s.cache")
    except OSError:
        return None
    return None


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
