"""Where a site's files lie, and where the built-in templates and themes are found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parent
_EXTENDS = re.compile(r"^extends:\s*[\"']?([\w-]+)", re.MULTILINE)
"""The line of theme.yaml that names the theme whose files and templates hold where a theme has none of its own."""


class NoTheme(Exception):
    """There is no theme of this name."""


def built_in(kind: str) -> Path:
    """The folder of the built-in `templates` or `themes`: inside an installed package, or beside it in a checkout."""
    packed = _PACKAGE / "_builtin" / kind
    return packed if packed.is_dir() else _PACKAGE.parent / kind


@dataclass(frozen=True)
class SitePaths:
    """A site on disk. `root`, the parent of the content folder, holds its own templates, themes and state."""

    content: Path
    output: Path

    @property
    def root(self) -> Path:
        """The site root."""
        return self.content.parent

    @staticmethod
    def of(content: Path, output: Path | None = None) -> SitePaths:
        """The paths of the site whose content lies in `content`; its output is `public` beside it by default."""
        content = content.absolute()
        return SitePaths(content, (output or content.parent / "public").absolute())

    def template_folders(self, theme: str) -> list[Path]:
        """Where a template is looked for, the first hit wins: the site, its theme and those that it extends, the
        built-in ones."""
        folders = [folder / "templates" for name in self._names(theme) for folder in self._places(name)]
        last = built_in("templates")
        folders = [self.root / "templates", *folders]
        return [*dict.fromkeys(f for f in folders if f.is_dir() and f != last), last]

    def theme_folders(self, theme: str) -> list[Path]:
        """The folders of a theme and of those that it extends, its own first; of each the site's own before the
        built-in one. Raises NoTheme where one of them is missing."""
        found = []
        for name in self._names(theme):
            folder = self._theme(name)
            if folder is None:
                raise NoTheme(name)
            found.append(folder)
        return found

    def _names(self, theme: str) -> list[str]:
        """A theme and those that it extends."""
        names = [theme]
        while (folder := self._theme(names[-1])) is not None:
            match = _EXTENDS.search((folder / "theme.yaml").read_text(encoding="utf-8"))
            if match is None or match[1] in names:
                break
            names.append(match[1])
        return names

    def _theme(self, name: str) -> Path | None:
        return next((place for place in self._places(name) if (place / "theme.yaml").is_file()), None)

    def _places(self, theme: str) -> tuple[Path, Path]:
        return self.root / "themes" / theme, built_in("themes") / theme
