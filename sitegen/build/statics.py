"""The theme's own files and the one file that says when the site was built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.build.output import Staging, Written
from sitegen.paths import SitePaths
from sitegen.settings import Settings


def write_statics(paths: SitePaths, settings: Settings, day: date, staging: Staging) -> Iterator[Written]:
    """`_static/`: the theme's files, those of the site's own theme folder, and `built.js` with the build's day.

    The day stands in this one file only: pages are the same whenever nothing on them changed.
    """
    theme = paths.theme_folder(settings.theme)
    if theme is not None and (theme / "static").is_dir():
        for file in sorted((theme / "static").rglob("*")):
            relative = file.relative_to(theme / "static")
            if file.is_file() and not any(part.startswith(".") for part in relative.parts):
                yield staging.write(f"_static/{relative.as_posix()}", file.read_bytes())
    yield staging.write("_static/built.js", f'window.sitegenBuilt = "{day.isoformat()}";\n'.encode())
