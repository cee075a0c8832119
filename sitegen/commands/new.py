"""`sitegen new`: writes files to start from; never over an existing one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.options import DayOption, content_option, existing_content

if TYPE_CHECKING:
    from sitegen.boards import BoardInfo
    from sitegen.registers.register import Register

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
    try:
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            click.echo(f"新建 {path}")
    except OSError as failure:
        click.echo(f"写不进去：{failure.strerror or failure}（{failure.filename or root}）", err=True)
        sys.exit(3)


def _board_folder(content: Path, board: str) -> Path:
    folder = existing_content(content) / board
    if not (folder / "board.yaml").is_file():
        raise click.UsageError(f"{folder} 里没有 board.yaml，不是公开栏。请用 --board 写明公开栏的路径。")
    return folder


def _board_info(folder: Path) -> BoardInfo:
    """What the board's file says, as far as it can be read."""
    from sitegen.boards import BoardFolder, read_board
    from sitegen.diagnostics import Report

    return read_board(BoardFolder("", folder, folder.name), Report())[0]


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
@click.option("--level", default=None, help="层级：省、市、县、乡镇、村、组（默认比上级低一级）")
def new_board(content: Path, folder: str, name: str, level: str | None) -> None:
    from sitegen import starters
    from sitegen.boards import LEVEL_LABELS, RESERVED_NAMES
    from sitegen.fields import valid_id
    from sitegen.registers import registers

    parent, _, last = folder.strip("/").rpartition("/")
    if not valid_id(last) or "." in last or last[0] == "_":
        raise click.UsageError(f"文件夹名“{last}”不能做网址，请只用汉字、字母、数字和 - _。")
    if last in registers() or last.casefold() in RESERVED_NAMES:
        raise click.UsageError(f"公开栏的文件夹不能叫“{last}”，这个名字另有用处。请换一个名字。")
    above = _board_info(_board_folder(content, parent))
    wanted = _level_below(above.level, level)
    _write(content, {f"{folder.strip('/')}/board.yaml": starters.board(name, LEVEL_LABELS[wanted])})


def _level_below(above: str, wanted: str | None) -> str:
    """The level `wanted`, or by default the one below. Raises a usage error where it doesn't lie below."""
    from sitegen.boards import LEVEL_LABELS, LEVEL_WORDS, LEVELS

    below = LEVELS[LEVELS.index(above) + 1 :] if above in LEVELS else LEVELS
    if not below:
        raise click.UsageError("组的下面不能再建公开栏。")
    if wanted is None:
        return below[0] if above in LEVELS else "village"
    level = LEVEL_WORDS.get(wanted, wanted)
    if level not in LEVEL_LABELS:
        raise click.UsageError(f"没有“{wanted}”这个层级，可以写：省、市、县、乡镇、村、组、合集。")
    if level not in (*below, "collection"):
        known = "、".join(LEVEL_LABELS[name] for name in below)
        raise click.UsageError(
            f"上级是{LEVEL_LABELS[above]}，下面不能建“{wanted}”的公开栏，可以写：{known}。"
        )
    return level


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
    folder = _board_folder(content, board)
    info = _board_info(folder)
    issuer = f"{info.name}村民委员会" if info.level == "village" else info.name
    category = {"party": "党务公开", "affairs": "村务公开", "finance": "财务公开"}[disclosure]
    _write(folder, {f"{disclosure}/{stem}.md": starters.notice(title, _today(day), category, issuer)})


@command.command("statement", help="新建财务报表，期初余额取上一期的期末余额。PERIOD 如 2022-07、2022-Q3。")
@content_option
@board_option
@click.argument("period")
@click.option("--book", default=None, help="账套")
def new_statement(content: Path, board: str, period: str, book: str | None) -> None:
    from sitegen import starters
    from sitegen.days import Period
    from sitegen.fields import valid_id
    from sitegen.registers.finance.carry import last_closing

    try:
        wanted = Period.parse(period)
    except ValueError:
        raise click.UsageError(f"“{period}”不是期间，请写成 2022-07、2022-Q3、2022-H2 或 2022。") from None
    if book and not valid_id(book):
        raise click.UsageError(f"账套名“{book}”不能做文件名，请只用汉字、字母、数字和 - _ .。")
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
    if wanted.months == 12:
        raise click.UsageError("积分台账一期要短于一年，请写成 2022-Q3 或 2022-07。")
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
    known: dict[str, Register] = {key: r for key, r in registers().items() if _is_sheet(r)}
    known |= custom_registers(site, report)
    if name not in known or not known[name].tables:
        raise click.UsageError(
            f"“{name}”不是用一张表登记的台账。可以写：{'、'.join(known)}；自定的请先写进 site.yaml 的 registers。"
            "公告、报表、积分请用 sitegen new notice、statement、ledger。"
        )
    _write(_board_folder(content, board), {f"{name}/{name}.csv": starters.sheet(known[name].tables[0])})


def _is_sheet(register: Register) -> bool:
    """Whether a register's main table is a CSV of any name."""
    from sitegen.registers.register import Register

    return type(register).read is Register.read or register.key == "contracts"
