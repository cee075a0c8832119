"""`sitegen serve`."""

from __future__ import annotations

import sys
import time
import webbrowser
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.options import (
    content_option,
    day_option,
    existing_content,
    jobs_option,
    output_option,
    report_options,
)

if TYPE_CHECKING:
    from sitegen.build.outcome import Outcome
    from sitegen.build.plan import Options
    from sitegen.build.warm import Warm
    from sitegen.diagnostics import Diagnostic
    from sitegen.paths import SitePaths
    from sitegen.preview import Preview


_QUIET_MS = 10
"""So long nothing more must be saved before a burst of saves is over."""


@click.command("serve", help="生成网站并在浏览器里预览；保存文件后自动刷新，写错了就在页面上提示。")
@content_option
@output_option
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help="端口（默认 8000）")
@click.option("--open", "open_browser", is_flag=True, help="自动打开浏览器")
@day_option
@jobs_option
@report_options
def command(
    content: Path,
    output: Path | None,
    port: int,
    open_browser: bool,
    as_of: date | None,
    jobs: int,
    strict: bool,
    language: str,
    verbose: bool,
    quiet: bool,
) -> None:
    from sitegen.build.manifest import ForeignFolder
    from sitegen.build.plan import Options
    from sitegen.build.warm import Warm
    from sitegen.commands.build import refuse_overlap
    from sitegen.paths import SitePaths
    from sitegen.preview import Preview, serve
    from sitegen.sources.text import Shelf

    paths = SitePaths.of(existing_content(content), output)
    refuse_overlap(paths)
    preview = Preview(paths.output, language)
    editing = _Editing(
        paths, Options(day=as_of, jobs=jobs, strict=strict), preview, verbose, Warm(shelf=Shelf())
    )

    def ready(bound: int) -> None:
        address = f"http://127.0.0.1:{bound}/"
        click.echo(f"请在浏览器打开 {address}　（按 Ctrl+C 结束）", err=True)
        if open_browser:
            webbrowser.open(address)

    try:
        preview.errors, _ = editing.build()
        serve(preview, port, editing.changes, editing.rebuild, ready)
    except ForeignFolder:
        raise click.UsageError(f"输出文件夹 {paths.output} 里有别的文件，请换一个空文件夹。") from None
    except OSError as failure:
        click.echo(f"起不来：{failure.strerror or failure}", err=True)
        sys.exit(3)
    except KeyboardInterrupt:
        pass


@dataclass
class _Editing:
    """A site while its editor works on it: noticed changes, and builds of them."""

    paths: SitePaths
    options: Options
    preview: Preview
    verbose: bool
    warm: Warm

    def changes(self) -> Iterator[Collection[Path] | None]:
        """Yields whenever files were saved, which ones (None: any); at first once without waiting, for the time
        of the first build. What was saved before the folders were watched is found by looking."""
        while True:
            yield None
            doubtful = True
            for changed in self._watch():
                if changed:
                    yield changed
                    doubtful = True
                elif doubtful:  # not at once: browsers are loading what was built
                    doubtful = False
                    if self.warm.missed(self.paths):
                        yield None

    def _watch(self) -> Iterator[Collection[Path]]:
        """What was saved, each burst of saves at once, now and then nothing; ends when there are other folders to
        be watched."""
        from watchfiles import watch

        folders = self._folders()
        for found in watch(*folders, debounce=1000, step=_QUIET_MS, rust_timeout=500, yield_on_timeout=True):
            yield {Path(path) for _, path in found}
            if self._folders() != folders:
                return

    def _folders(self) -> list[Path]:
        watched = [self.paths.content, *(self.paths.root / name for name in ("templates", "themes"))]
        return [path for path in watched if path.is_dir()]

    def build(self, changed: Collection[Path] | None = None) -> tuple[list[Diagnostic], list[str] | None]:
        """Build; the errors found, and the files that changed."""
        from sitegen.commands.show import show

        outcome = self._attempt(changed)
        errors = outcome.findings.errors
        show(errors, "text", self.preview.language, verbose=self.verbose)
        return errors, outcome.changed

    def rebuild(self, changed: Collection[Path] | None) -> tuple[list[Diagnostic], list[str] | None]:
        """A build whose failure does not end the preview: the next change is another chance."""
        from sitegen.build.manifest import ForeignFolder

        try:
            return self.build(changed)
        except ForeignFolder:
            click.echo(f"没有生成：{self.paths.output} 里的 manifest.json 不见了或被改过。", err=True)
        except OSError as failure:
            where = failure.filename or self.paths.output
            click.echo(f"没有生成：{failure.strerror or failure}（{where}）", err=True)
        return self.preview.errors, []

    def _attempt(self, changed: Collection[Path] | None) -> Outcome:
        """A build; once more where files went while it read them, as when many are saved at once."""
        from sitegen.build.pipeline import build

        for pause in (0.1, 0.3, 1.0):
            try:
                self.warm.look(self.paths, changed)
                return build(self.paths, self.options, warm=self.warm)
            except FileNotFoundError:
                changed = None
                time.sleep(pause)
        self.warm.look(self.paths)
        return build(self.paths, self.options, warm=self.warm)
