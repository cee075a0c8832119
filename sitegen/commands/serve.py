"""`sitegen serve`."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from sitegen.commands.options import (
    content_option,
    day_option,
    existing_content,
    jobs_option,
    output_option,
    report_options,
)


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
    from watchfiles import watch

    from sitegen.build.output import ForeignFolder
    from sitegen.build.pipeline import build
    from sitegen.build.plan import Options
    from sitegen.commands.build import refuse_overlap
    from sitegen.commands.show import show
    from sitegen.diagnostics import Diagnostic
    from sitegen.paths import SitePaths
    from sitegen.preview import Preview, serve

    paths = SitePaths.of(existing_content(content), output)
    refuse_overlap(paths)
    preview = Preview(paths.output, language)

    def rebuild() -> tuple[list[Diagnostic], list[str]]:
        outcome = build(paths, Options(day=as_of, jobs=jobs, strict=strict))
        show(outcome.diagnostics, "text", language, verbose=verbose, quiet=True)
        return [d for d in outcome.diagnostics if d.severity == "error"], outcome.changed

    def changes() -> Iterator[object]:
        watched = [paths.content, *(paths.root / name for name in ("templates", "themes"))]
        return watch(*(path for path in watched if path.is_dir()), debounce=60, step=20)

    def ready(bound: int) -> None:
        address = f"http://127.0.0.1:{bound}/"
        click.echo(f"请在浏览器打开 {address}　（按 Ctrl+C 结束）", err=True)
        if open_browser:
            webbrowser.open(address)

    try:
        preview.errors, _ = rebuild()
        serve(preview, port, changes, rebuild, ready)
    except ForeignFolder:
        raise click.UsageError(f"输出文件夹 {paths.output} 里有别的文件，请换一个空文件夹。") from None
    except OSError as failure:
        click.echo(f"起不来：{failure.strerror or failure}", err=True)
        sys.exit(3)
    except KeyboardInterrupt:
        pass
