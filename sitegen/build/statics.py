"""The files that belong to no board: the theme's own, the day of the build, pages at former addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sitegen.boards import BoardInfo
from sitegen.build.output import Staging
from sitegen.paths import SitePaths
from sitegen.render.environment import Environments
from sitegen.settings import Settings


def write_statics(paths: SitePaths, settings: Settings, day: date, staging: Staging) -> Iterator[str]:
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


def write_stubs(
    infos: Iterable[BoardInfo], settings: Settings, environments: Environments, staging: Staging
) -> Iterator[str]:
    """A page at every former path of a board that leads to the new one."""
    for info in infos:
        for former in info.formerly:
            clean = former.strip("/")
            up = "../" * len(clean.split("/"))
            values = {
                "name": info.name,
                "target": f"{up}{info.path}/index.html" if info.path else f"{up}index.html",
                "static": f"{up}_static/",
                "language": settings.language,
            }
            page = environments.in_language(settings.language).get_template("moved.html").render(values)
            yield staging.write(f"{clean}/index.html", page.encode())
