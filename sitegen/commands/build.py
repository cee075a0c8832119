"""`sitegen build`."""

from __future__ import annotations

import sys
import time
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
    from sitegen.build.unchanged import Unchanged
    from sitegen.paths import SitePaths


@click.command("build", help="检查内容并生成网站。有错误时什么都不公布，原来的网站保持不变。")
@content_option
@output_option
@click.option("--theme", default=None, help="主题（默认按 site.yaml）")
@click.option(
    "--audience", default=None, type=click.Choice(["public", "hall"]), help="公开对象：社会或村务大厅"
)
@day_option
@jobs_option
@click.option(
    "--scheduler",
    default=None,
    metavar="ADDRESS",
    help="在这个 Dask 调度器的各台机器上生成（docs/cluster.md）",
)
@click.option("--keep-going", is_flag=True, help="有错的公开栏保留上一次的页面，其余照常公布")
@click.option("--clean", is_flag=True, help="全部重新生成")
@click.option("--format", "form", default="text", type=click.Choice(["text", "json"]), help="问题清单的格式")
@report_options
def command(
    content: Path,
    output: Path | None,
    theme: str | None,
    audience: str | None,
    as_of: date | None,
    jobs: int,
    scheduler: str | None,
    keep_going: bool,
    clean: bool,
    form: str,
    strict: bool,
    language: str,
    verbose: bool,
    quiet: bool,
) -> None:
    from sitegen.paths import SitePaths

    started = time.monotonic()
    paths = SitePaths.of(existing_content(content), output)
    refuse_overlap(paths)
    from sitegen.build.unchanged import Ahead, encode_options, unchanged

    ahead = Ahead()
    if form == "text" and not (clean or verbose):
        same, ahead = unchanged(paths, encode_options(theme, audience, strict), as_of, language)
        if same is not None:
            _say_unchanged(same, quiet, time.monotonic() - started, language)
            return

    from sitegen.build.manifest import ForeignFolder
    from sitegen.build.pipeline import build
    from sitegen.build.plan import ClusterFailure, Options
    from sitegen.build.warm import Warm
    from sitegen.commands.show import Progress, tell

    options = Options(theme, audience, as_of, jobs, keep_going, strict, clean, scheduler)
    progress = Progress(quiet, language)
    try:
        outcome = build(
            paths, options, progress, lambda: _say_waiting(language), Warm(ahead.seen, ahead.known)
        )
    except ForeignFolder:
        raise click.UsageError(
            f"输出文件夹 {paths.output} 里有别的文件，不是 sitegen 生成的，不敢动它。请换一个空文件夹。"
        ) from None
    except ClusterFailure as failure:
        progress.clear()
        click.echo(failure.text_en if language.startswith("en") else failure.text, err=True)
        sys.exit(failure.status)
    except OSError as failure:
        progress.clear()
        click.echo(f"写不进去：{failure.strerror or failure}（{failure.filename or paths.output}）", err=True)
        sys.exit(3)
    progress.clear()
    tell(outcome.findings, form, language, verbose=verbose, quiet=quiet)
    if not quiet:
        click.echo(_result(outcome, paths, time.monotonic() - started, language), err=True)
    sys.exit(1 if outcome.failed else 0)


def _say_waiting(language: str) -> None:
    if language.startswith("en"):
        click.echo("Another build of this site is running; waiting for it.", err=True)
    else:
        click.echo("另一个程序正在生成这个网站，等它完成……", err=True)


def _say_unchanged(same: Unchanged, quiet: bool, seconds: float, language: str) -> None:
    for line in [] if quiet else same.lines:
        click.echo(line, err=True)
    if quiet:
        return
    if language.startswith("en"):
        click.echo(f"Nothing changed: {same.boards} boards, {same.files} files, {seconds:.2f} s", err=True)
    else:
        click.echo(
            f"没有变化：{same.boards} 个公开栏，{same.files} 个文件，用时 {seconds:.2f} 秒。", err=True
        )


def refuse_overlap(paths: SitePaths) -> None:
    """The output can't lie in the content, nor the content in the output. Raises a usage error."""
    content, output = paths.content.resolve(), paths.output.resolve()
    if content == output or content in output.parents or output in content.parents:
        raise click.UsageError("网站文件夹和内容文件夹不能互相套在一起，请用 --output 另选一个。")


def _result(outcome: Outcome, paths: SitePaths, seconds: float, language: str) -> str:
    english = language.startswith("en")
    if not outcome.published:
        if english:
            return "Nothing was published; the site stands as it was."
        return "没有公布任何改动，原来的网站保持不变。请改好上面的错误再试。"
    boards, files = outcome.boards, outcome.files
    changed = files if outcome.changed is None else len(outcome.changed)
    if english:
        text = f"{boards} boards, {files} files ({changed} new or changed), {seconds:.1f} s"
        return f"{text}\nOpen {paths.output / 'index.html'}"
    text = f"已公布：{boards} 个公开栏，{files} 个文件（新增或更新 {changed} 个），用时 {seconds:.1f} 秒。"
    if outcome.scheduled:
        text += f"另有 {outcome.scheduled} 篇公告还没到日期，到时再公布。"
    return f"{text}\n请打开 {paths.output / 'index.html'}"
