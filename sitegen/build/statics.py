"""The files that belong to no board: the theme's own, the day of the build, pages at former addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from sitegen import glossary
from sitegen.boards import BoardInfo
from sitegen.build.output import Staging
from sitegen.languages import SOURCE, speaking
from sitegen.languages.scripts import script_messages, words_script
from sitegen.paths import SitePaths
from sitegen.registers.board import Page
from sitegen.render.environment import Environments
from sitegen.render.pages import BoardRenderer
from sitegen.settings import Settings


def write_statics(
    paths: SitePaths, settings: Settings, day: date, languages: Iterable[str], staging: Staging
) -> Iterator[str]:
    """`_static/`: the theme's files, what scripts say in each of `languages`, and `built.js` with the build's day.

    The day stands in this one file only: pages are the same whenever nothing on them changed.
    """
    scripts = []
    for relative, file in sorted(_theme_files(paths.theme_folders(settings.theme)).items()):
        content = file.read_bytes()
        if file.suffix == ".js":
            scripts.append(content.decode())
        yield staging.write(f"_static/{relative}", content)
    messages = script_messages(scripts)
    for code in languages:
        if code != SOURCE:
            yield staging.write(f"_static/words-{code}.js", words_script(code, messages).encode())
        with speaking(code):
            yield staging.write(f"_static/{glossary.name_in(code)}.js", glossary.script().encode())
    yield staging.write("_static/built.js", f'window.sitegenBuilt = "{day.isoformat()}";\n'.encode())


def _theme_files(themes: Iterable[Path]) -> dict[str, Path]:
    """The files of a theme, by their paths: those of the first of `themes` that has them."""
    found: dict[str, Path] = {}
    for theme in themes:
        for file in (theme / "static").rglob("*"):
            relative = file.relative_to(theme / "static")
            if file.is_file() and not any(part.startswith(".") for part in relative.parts):
                found.setdefault(relative.as_posix(), file)
    return found


def write_glossaries(
    root: BoardInfo,
    settings: Settings,
    environments: Environments,
    languages: Iterable[str],
    staging: Staging,
) -> Iterator[str]:
    """A page in each of `languages` with what hard words mean."""
    for code in languages:
        own = replace(settings, language=code)
        renderer = BoardRenderer(environments.in_language(code), root, (), own, {}, ())
        with speaking(code):
            groups = glossary.glossary()
            page = Page(
                f"_static/{glossary.name_in(code)}.html", "glossary.html", "名词解释", {"groups": groups}
            )
            yield staging.write(page.path, renderer.render(page))


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
