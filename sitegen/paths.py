"""Where a site's files lie, and where the built-in templates and themes are found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parent


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
        """Where a template is looked for, the first hit wins: the site, its theme, the built-in ones."""
        folders = [
            self.root / "templates",
            self.root / "themes" / theme / "templates",
            built_in("themes") / theme / "templates",
            built_in("templates"),
        ]
        return list(dict.fromkeys(folder for folder in folders if folder.is_dir()))

    def theme_folder(self, theme: str) -> Path | None:
        """The theme's folder: the site's own before the built-in one; None where there is no such theme."""
        for folder in (self.root / "themes" / theme, built_in("themes") / theme):
            if (folder / "theme.yaml").is_file():
                return folder
        return None
