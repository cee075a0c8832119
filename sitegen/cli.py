"""The command line. Each command lives in its own module and is imported when it is called."""

from __future__ import annotations

import contextlib
import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from sitegen import __version__

_COMMANDS = {
    "build": "检查内容并生成网站",
    "check": "只检查内容，不生成",
    "serve": "生成并在浏览器里预览，保存后自动刷新",
    "print": "排成 PDF：一个月的张贴件、一户的积分条，或大喇叭稿",
    "explain": "说明一个页面为什么会重新生成",
    "new": "新建站点、公开栏、公告、报表或台账",
}


class _Commands(click.Group):
    """Loads a command's module only when the command is asked for: start-up is part of the time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"sitegen.commands.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl(list(_COMMANDS.items()))


def default_language() -> str:
    """English where the locale says so; Chinese otherwise (C and POSIX are Chinese)."""
    locale = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    return "en" if locale.lower().startswith("en") else "zh-CN"


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="sitegen")
def main() -> None:
    """把一个文件夹的 Markdown、YAML、CSV 变成村务公开网站。"""


def run() -> NoReturn:
    """The command line as a process of its own, which ends with the command: to take apart in order what it held in
    memory would take longer than a small build."""
    status: object = 1
    try:
        main(prog_name="sitegen")
    except SystemExit as ended:
        status = ended.code
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))
