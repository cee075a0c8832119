"""`sitegen print`."""

from __future__ import annotations

import sys
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.options import content_option, day_option, existing_content, report_options

if TYPE_CHECKING:
    from sitegen.boards import BoardFolder
    from sitegen.build.plan import Plan
    from sitegen.days import Period
    from sitegen.diagnostics import Report
    from sitegen.paper.sheets import Sheet
    from sitegen.registers.board import Board
    from sitegen.registers.points.view import PointsView

_SIZES = ("A4", "A3", "60x90", "A6")
"""As in sitegen.paper.typeset, which is imported only where something is printed."""
_LISTED = 12
_NO_TYPESETTER = (
    "没有装排版用的程序。请运行：pip install 'sitegen-boards[print]'",
    "the typesetter is not installed; run: pip install 'sitegen-boards[print]'",
)
_NO_FONT = (
    "这台机器没有中文字体，印不出字。请安装 Noto CJK 或思源字体（Debian、Ubuntu：apt-get install fonts-noto-cjk），"
    "或者把字体文件（.otf、.ttf、.ttc）放进 {fonts}。",
    "no Chinese font was found; install Noto CJK (apt-get install fonts-noto-cjk), or put font files into {fonts}",
)
_BROKEN = (
    "排版的模板有错，没有印成：\n{reason}\n请改正 templates/paper/sheets.typ，或删去它而用自带的。",
    "the template of the sheets is broken:\n{reason}\nmend templates/paper/sheets.typ, or delete it",
)


@click.command(
    "print", help="把一个公开栏一个月（季、年）该张贴的内容排成一份 PDF；或一户的积分条，或大喇叭稿。"
)
@content_option
@click.option("--board", "path", default="", help="公开栏的路径，例如 yunling/shanshuping（默认最上一级）")
@click.option("--period", "text", default=None, help="期间：2022-06、2022-Q2、2022-H1 或 2022")
@click.option("--size", default=None, type=click.Choice(_SIZES), help="纸张（默认 A4；积分条 A6）")
@click.option("--household", default=None, metavar="ID", help="只印这一户的积分条（户号）")
@click.option("--script", is_flag=True, help="不印，写成大喇叭稿（文字）")
@click.option(
    "-o",
    "--output",
    default=None,
    type=click.Path(path_type=Path),
    help="写到哪个文件（默认当前文件夹，按公开栏和期间起名）",
)
@click.option("--audience", default=None, type=click.Choice(["public", "hall"]), help="公开对象")
@day_option
@report_options
def command(
    content: Path,
    path: str,
    text: str | None,
    size: str | None,
    household: str | None,
    script: bool,
    output: Path | None,
    audience: str | None,
    as_of: date | None,
    strict: bool,
    language: str,
    verbose: bool,
    quiet: bool,
) -> None:
    from sitegen.boards import language_of
    from sitegen.build.plan import Options, make_plan
    from sitegen.diagnostics import Report
    from sitegen.languages import SOURCE, speaking
    from sitegen.paper.load import load_board
    from sitegen.paths import SitePaths

    period = _period(text)
    if period is None and (household is None or script):
        raise click.UsageError(
            "请用 --period 写明期间，例如 --period 2022-06；印一户的积分条用 --household。"
        )
    plan = make_plan(SitePaths.of(existing_content(content)), Options(audience=audience, day=as_of))
    if plan.root is None or plan.report.failed:
        _end_if_failed(plan.report, language, strict=strict, verbose=verbose)
    assert plan.root is not None
    folder = _folder(plan, path.strip("/"))
    spoken = language_of(plan.infos[folder.path], plan.above[folder.path], plan.settings.language)
    # Figures are only ever read out in Chinese: so is all of the script.
    with speaking(SOURCE if script else spoken):
        report = Report()
        board = load_board(plan, folder, report)
        _end_if_failed(report, language, strict=strict, verbose=verbose)
        name = "-".join([board.info.name, *([text] if text else []), *([household] if household else [])])
        if script:
            assert period is not None
            made, ending = _script(board, period), "txt"
        else:
            sheets = _sheets(board, period, household)
            paper = size or ("A6" if household else "A4")
            made, ending = _typeset(plan, board, sheets, paper, language), "pdf"
    _write(output or Path(f"{name}.{ending}"), made, language, quiet=quiet)


def _end_if_failed(report: Report, language: str, *, strict: bool, verbose: bool) -> None:
    """Show what was found. Ends the program with 1 where there are errors."""
    from sitegen.commands.show import show
    from sitegen.diagnostics import promote

    found = promote(report.sorted()) if strict else report.sorted()
    show(found, "text", language, verbose=verbose, quiet=not verbose)
    if any(finding.severity == "error" for finding in found):
        sys.exit(1)


def _period(text: str | None) -> Period | None:
    from sitegen.days import Period

    try:
        return Period.parse(text) if text else None
    except ValueError:
        raise click.UsageError(f"“{text}”不是期间，请写成 2022-06、2022-Q2、2022-H1 或 2022。") from None


def _folder(plan: Plan, path: str) -> BoardFolder:
    """The folder of the board at `path`. Raises a usage error, with what may have been meant, where there is none."""
    assert plan.root is not None
    folders = {folder.path: folder for folder in plan.root.walk()}
    if path in folders:
        return folders[path]
    named = {info.name: where for where, info in plan.infos.items()}
    close = get_close_matches(path, [*filter(None, folders), *named], n=5, cutoff=0.4)
    meant = list(dict.fromkeys(named.get(word, word) for word in close)) or [*filter(None, folders)][:_LISTED]
    shown = "、".join(f"{where}（{plan.infos[where].name}）" for where in meant)
    raise click.UsageError(
        f"没有“{path}”这个公开栏。--board 写从内容文件夹算起的路径，例如：{shown or '不写'}。"
    )


def _nothing(board: Board, period: Period) -> click.UsageError:
    """Says of which periods there is something to print."""
    from sitegen.paper.month import periods_of

    known = periods_of(board)
    nearest = sorted(known, key=lambda other: (abs(other.last - period.last), other.text))[:_LISTED]
    shown = "、".join(other.text for other in sorted(nearest)) or "还没有"
    return click.UsageError(f"{board.info.name}没有{period.label}的内容。最近的有内容的期间：{shown}。")


def _script(board: Board, period: Period) -> bytes:
    from sitegen.paper.script import script_of

    text = script_of(board, period)
    if not text:
        raise _nothing(board, period)
    return text.encode()


def _sheets(board: Board, period: Period | None, household: str | None) -> list[Sheet]:
    from sitegen.paper.month import sheets_of
    from sitegen.paper.slip import slip_of

    if household is not None:
        view: PointsView | None = board.views.get("points")
        known = view.households if view is not None else {}
        if view is None or household not in known:
            close = get_close_matches(household, known, n=5) or list(known)[:5]
            shown = f"相近的户号：{'、'.join(close)}。" if close else "这个公开栏没有积分台账。"
            raise click.UsageError(f"没有“{household}”这一户。{shown}")
        return [slip_of(view, household, period)]
    assert period is not None
    sheets = sheets_of(board, period)
    if not sheets:
        raise _nothing(board, period)
    return sheets


def _typeset(plan: Plan, board: Board, sheets: list[Sheet], size: str, language: str) -> bytes:
    """The PDF. Ends the program with 3 where something is missing to make it."""
    from sitegen.paper.typeset import SIZES, BrokenTemplate, NoChineseFont, NoTypesetter, typeset

    templates = plan.paths.template_folders(plan.settings.theme)
    fonts = plan.paths.root / "fonts"
    try:
        return typeset(board, sheets, SIZES[size], templates, fonts)
    except NoTypesetter:
        said = _NO_TYPESETTER
    except NoChineseFont:
        said = (_NO_FONT[0].format(fonts=fonts), _NO_FONT[1].format(fonts=fonts))
    except BrokenTemplate as failure:
        said = (_BROKEN[0].format(reason=failure), _BROKEN[1].format(reason=failure))
    click.echo(said[language.startswith("en")], err=True)
    sys.exit(3)


def _write(output: Path, made: bytes, language: str, *, quiet: bool) -> None:
    try:
        output.write_bytes(made)
    except OSError as failure:
        click.echo(f"写不进去：{failure.strerror or failure}（{output}）", err=True)
        sys.exit(3)
    if not quiet:
        click.echo(f"written: {output}" if language.startswith("en") else f"已写好：{output}", err=True)
