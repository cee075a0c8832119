"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from sitegen.cli import default_language

F = TypeVar("F", bound=Callable[..., Any])


class DayOption(click.ParamType):  # type: ignore[type-arg]
    """A day as 2022-06-05."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，请写成 2022-06-05", param, ctx)


def content_option(function: F) -> F:
    """`--content DIR`."""
    return click.option(
        "--content",
        default="content",
        type=click.Path(path_type=Path),
        help="内容文件夹（默认 content/）",
    )(function)


def output_option(function: F) -> F:
    """`--output DIR`."""
    return click.option(
        "--output",
        default=None,
        type=click.Path(path_type=Path),
        help="网站文件夹（默认在内容旁边的 public/）",
    )(function)


def day_option(function: F) -> F:
    """`--as-of DAY`."""
    return click.option("--as-of", default=None, type=DayOption(), help="按哪一天生成（默认今天）")(function)


def jobs_option(function: F) -> F:
    """`--jobs N`."""
    return click.option(
        "--jobs",
        default=os.cpu_count() or 1,
        type=click.IntRange(1, 1024),
        help="同时用几个进程（默认全部核心）",
    )(function)


def report_options(function: F) -> F:
    """`--strict`, `--lang`, `-v`, `-q`."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="只显示错误"),
        click.option("-v", "--verbose", is_flag=True, help="列出全部问题，不合并"),
        click.option(
            "--lang",
            "language",
            default=default_language,
            type=click.Choice(["zh-CN", "en"]),
            help="提示用中文还是英文",
        ),
        click.option("--strict", is_flag=True, help="把提醒也当作错误"),
    ):
        function = option(function)
    return function


def existing_content(content: Path) -> Path:
    """The content folder. Raises a usage error where there is none."""
    if not content.is_dir():
        raise click.UsageError(f"没有内容文件夹 {content}。请用 --content 指定，或先运行 sitegen new site。")
    return content
