"""`sitegen check`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from sitegen.commands.options import content_option, day_option, existing_content, jobs_option, report_options


@click.command("check", help="只检查内容，不生成。给出 PATH 时只显示这些文件或文件夹的问题。")
@content_option
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@day_option
@jobs_option
@click.option(
    "--format",
    "form",
    default="text",
    type=click.Choice(["text", "json", "github", "sarif"]),
    help="问题清单的格式",
)
@report_options
def command(
    content: Path,
    paths: tuple[Path, ...],
    as_of: date | None,
    jobs: int,
    form: str,
    strict: bool,
    language: str,
    verbose: bool,
    quiet: bool,
) -> None:
    from sitegen.build.pipeline import check
    from sitegen.build.plan import Options
    from sitegen.commands.show import Progress, show
    from sitegen.paths import SitePaths
    from sitegen.reports import count_line

    site = SitePaths.of(existing_content(content))
    progress = Progress(quiet, language)
    outcome = check(site, Options(day=as_of, jobs=jobs, strict=strict), progress)
    progress.clear()
    found = outcome.diagnostics
    if paths:
        wanted = [str(path.absolute()) for path in paths]
        root = str(site.root)
        found = [d for d in found if any(f"{root}/{d.file}/".startswith(f"{path}/") for path in wanted)]
    show(found, form, language, verbose=verbose, quiet=quiet)
    if form == "text" and not found and not quiet:
        click.echo(count_line(found, language), err=True)
    sys.exit(1 if any(d.severity == "error" for d in found) else 0)
