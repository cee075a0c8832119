"""`sitegen explain`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sitegen.commands.options import (
    content_option,
    day_option,
    existing_content,
    output_option,
    report_options,
)

_REASONS = {
    "view": "这一栏的数据变了",
    "beside": "别的台账提到这里的记录，或群众意见变了",
    "files": "这一栏的文件变了",
    "people": "户表里的户或姓名变了",
    "updated": "最近更新的日期变了",
    "chrome": "公开栏的名称、上级、栏目、设置或程序变了",
    "templates": "用到的模板变了",
    "interrupted": "上一次公布到一半中断了",
    "summary": "汇总数字变了",
}


@click.command("explain", help="说明一个页面（或公开栏、台账）为什么会重新生成。PATH 从网站文件夹算起。")
@content_option
@output_option
@click.argument("path")
@click.option("--theme", default=None, help="主题（默认按 site.yaml）")
@click.option("--audience", default=None, type=click.Choice(["public", "hall"]), help="公开对象")
@day_option
@report_options
def command(
    content: Path,
    output: Path | None,
    path: str,
    theme: str | None,
    audience: str | None,
    as_of: date | None,
    strict: bool,
    language: str,
    verbose: bool,
    quiet: bool,
) -> None:
    """Print, for each page group at `path`, whether and why it would be rendered."""
    from sitegen.build.pipeline import explain
    from sitegen.build.plan import Options
    from sitegen.paths import SitePaths

    paths = SitePaths.of(existing_content(content), output)
    wanted = path.removeprefix(f"{paths.output}/").strip("/")
    lines = explain(paths, Options(theme, audience, as_of), wanted)
    if not lines:
        raise click.UsageError(f"网站里没有“{path}”。请写网站文件夹里的路径，例如 points/index.html。")
    for where, reasons in lines:
        click.echo(f"{where}：{_words(reasons)}")


def _words(reasons: tuple[str, ...] | None) -> str:
    if reasons is None:
        return "没有变化，不会重新生成"
    if not reasons:
        return "上一次生成时还没有，会生成"
    return "会重新生成：" + "；".join(_REASONS.get(r, f"{r} 的数据变了") for r in reasons)
