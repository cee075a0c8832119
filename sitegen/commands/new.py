"""`sitegen new`: writes files to start from; never over an existing one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from sitegen.commands.options import DayOption, content_option, existing_content

board_option = click.option(
    "--board", default="", help="公开栏的路径，例如 yunling/shanshuping（默认最上一级）"
)
day_option = click.option("--date", "day", default=None, type=DayOption(), help="日期（默认今天）")


@click.group("new", help="新建文件。已有的文件不会被改动。")
def command() -> None:
    pass


def _today(day: date | None) -> date:
    from sitegen.build.plan import today

    return day or today("Asia/Shanghai")


def _write(root: Path, files: Mapping[str, str]) -> None:
    """Write new files. Raises a usage error, before anything is written, where one of them exists."""
    for name in files:
        if (root / name).exists():
            raise click.UsageError(f"{root / name} 已经有了，没有改动它。")
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        click.echo(f"新建 {path}")


def _board_folder(content: Path, board: str) -> Path:
    folder = existing_content(content) / board
    if not (folder / "board.yaml").is_file():
        raise click.UsageError(f"{folder} 里没有 board.yaml，不是公开栏。请用 --board 写明公开栏的路径。")
    return folder


@command.command("site", help="在当前文件夹（或 FOLDER）新建一个能直接生成的小站点。")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--name", default="某某村", help="村名")
@day_option
def new_site(folder: Path, name: str, day: date | None) -> None:
    from sitegen import starters

    if (folder / "content").exists():
        raise click.UsageError(f"{folder / 'content'} 已经有了，没有改动它。")
    _write(folder, starters.site(name, _today(day)))
    click.echo("接下来运行 sitegen build，再打开 public/index.html。")


@command.command("board", help="新建公开栏。FOLDER 是从内容文件夹算起的路径。")
@content_option
@click.argument("folder")
@click.option("--name", required=True, help="名称")
@click.option("--level", default="村", help="层级：省、市、县、乡镇、村、组")
def new_board(content: Path, folder: str, name: str, level: str) -> None:
    from sitegen import starters
    from sitegen.boards import LEVEL_LABELS, LEVEL_WORDS
    from sitegen.fields import valid_id

    if not all(valid_id(part) for part in folder.strip("/").split("/")):
        raise click.UsageError(f"文件夹名“{folder}”不能做网址，请只用汉字、字母、数字和 - _。")
    if level not in LEVEL_LABELS and level not in LEVEL_WORDS:
        raise click.UsageError(f"没有“{level}”这个层级，可以写：省、市、县、乡镇、村、组、合集。")
    _write(existing_content(content), {f"{folder.strip('/')}/board.yaml": starters.board(name, level)})


@command.command("notice", help="新建公告。STEM 是文件名（不带 .md），也是网址的一部分。")
@content_option
@board_option
@click.argument("stem")
@click.option(
    "--disclosure",
    default="affairs",
    type=click.Choice(["party", "affairs", "finance"]),
    help="党务、村务或财务",
)
@click.option("--title", default="在这里写标题", help="标题")
@day_option
def new_notice(content: Path, board: str, stem: str, disclosure: str, title: str, day: date | None) -> None:
    from sitegen import starters
    from sitegen.fields import valid_id

    if not valid_id(stem):
        raise click.UsageError(f"“{stem}”不能做文件名，请只用汉字、字母、数字和 - _ .。")
    text = starters.notice(title, _today(day), "村务公开", "某某村")
    _write(_board_folder(content, board), {f"{disclosure}/{stem}.md": text})


@command.command("statement", help="新建财务报表，期初余额取上一期的期末余额。PERIOD 如 2022-07、2022-Q3。")
@content_option
@board_option
@click.argument("period")
@click.option("--book", default=None, help="账套")
def new_statement(content: Path, board: str, period: str, book: str | None) -> None:
    from sitegen import starters
    from sitegen.days import Period
    from sitegen.registers.finance.carry import last_closing

    try:
        wanted = Period.parse(period)
    except ValueError:
        raise click.UsageError(f"“{period}”不是期间，请写成 2022-07、2022-Q3、2022-H2 或 2022。") from None
    folder = _board_folder(content, board)
    opening = last_closing(folder / "finance", wanted, book)
    stem = f"{book}-{wanted.text}" if book else wanted.text
    _write(folder, {f"finance/{stem}.yaml": starters.statement(wanted, opening or 0, book)})


@command.command("ledger", help="新建积分台账。PERIOD 如 2022-Q3、2022-07。")
@content_option
@board_option
@click.argument("period")
def new_ledger(content: Path, board: str, period: str) -> None:
    from sitegen import starters
    from sitegen.days import Period
    from sitegen.registers.points.tables import ENTRIES

    try:
        wanted = Period.parse(period)
    except ValueError:
        raise click.UsageError(f"“{period}”不是期间，请写成 2022-Q3 或 2022-07。") from None
    _write(_board_folder(content, board), {f"points/{wanted.text}.csv": starters.sheet(ENTRIES)})


@command.command("contracts", help="新建合同台账。")
@content_option
@board_option
def new_contracts(content: Path, board: str) -> None:
    from sitegen import starters
    from sitegen.registers import registers

    table = registers()["contracts"].tables[0]
    _write(_board_folder(content, board), {"contracts/contracts.csv": starters.sheet(table)})


@command.command("register", help="新建其他台账：NAME 是台账的文件夹名（内置的，或 site.yaml 里自定的）。")
@content_option
@board_option
@click.argument("name")
def new_register(content: Path, board: str, name: str) -> None:
    from sitegen import starters
    from sitegen.diagnostics import Report
    from sitegen.registers import registers
    from sitegen.registers.custom import custom_registers
    from sitegen.settings import read_settings

    report = Report()
    _, site = read_settings(existing_content(content), report)
    known = {**registers(), **custom_registers(site, report)}
    if name not in known or not known[name].tables:
        raise click.UsageError(
            f"没有“{name}”这个台账。可以写：{'、'.join(known)}；自定的请先写进 site.yaml 的 registers。"
        )
    _write(_board_folder(content, board), {f"{name}/{name}.csv": starters.sheet(known[name].tables[0])})
