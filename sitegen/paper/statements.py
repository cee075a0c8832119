"""Statements on paper."""

from __future__ import annotations

from sitegen.formats import cn_day, money, percent
from sitegen.paper.sheets import Block, Cell, Column, Figures, Lines, Row, Rows, Sheet
from sitegen.registers.finance.accounts import SIDE_LABELS, Side
from sitegen.registers.finance.views import LineView, SideView, StatementView, YearView

_SIGNS = {"+": "＋", "-": "－", "=": "＝", "": ""}


def statement_sheet(statement: StatementView) -> Sheet:
    """A statement as its page shows it: five plain figures, every entry under its category, review, signatures."""
    blocks: list[Block] = [_figures(statement)]
    for side in statement.sides:
        if side.count:
            blocks.append(_entries(statement, side))
        else:
            blocks.append(Lines([f"{statement.period.this}没有{side.label}。"]))
    return Sheet(
        statement.title,
        f"finance/{statement.page}.html",
        [*([f"科目按{statement.chart}"] if statement.chart else []), "单位：元"],
        blocks,
        [(role, name or "") for role, name in statement.signed],
        [*([_accounts(statement)] if statement.accounts else []), Lines(_remarks(statement))],
    )


def year_sheet(year: YearView) -> Sheet:
    """A year of a book: its periods, and its categories over all of them."""
    figures = [
        Figures.Figure("年初余额" if year.complete else "期初余额", money(year.opening)),
        Figures.Figure("收入合计", money(year.income), "＋"),
        Figures.Figure("支出合计", money(year.expense), "－"),
        Figures.Figure(
            "年末余额" if year.complete else "期末余额", money(year.closing), "＝", _adjusted(year)
        ),
    ]
    columns = [Column("期间"), *(Column(label, "n") for label in ("期初", "收入", "支出", "期末"))]
    rows = [
        Row(
            [
                s.period.label,
                money(s.opening),
                money(s.income.total),
                money(s.expense.total),
                money(s.closing),
            ]
        )
        for s in year.statements
    ]
    total = Row(["合计", "", money(year.income), money(year.expense), money(year.closing)])
    blocks: list[Block] = [Figures(figures), Rows("各期收支", columns, rows, total)]
    sums: list[tuple[Side, int]] = [("income", year.income), ("expense", year.expense)]
    for side, added in sums:
        label = SIDE_LABELS[side]
        found = [
            Row([Cell(r.name, r.number or ""), money(r.total), percent(r.share)]) for r in year.rows[side]
        ]
        if found:
            heads = [Column("科目"), Column("金额", "n"), Column("占比", "n")]
            blocks.append(Rows(f"{label}按科目", heads, found, Row([f"{label}合计", money(added), ""])))
    return Sheet(year.title, f"finance/{year.page}.html", ["单位：元"], blocks)


def _adjusted(year: YearView) -> str:
    return f"含期初调整 {money(year.adjustment)}" if year.adjustment else ""


def _figures(statement: StatementView) -> Figures:
    figures = []
    for block in statement.blocks(here=True):
        if block.pairs:
            figures += [
                Figures.Figure(f"{block.label}{label}", money(fen), "", block.note)
                for label, fen, _ in block.pairs
            ]
        else:
            figures.append(Figures.Figure(block.label, money(block.fen), _SIGNS[block.sign], block.note))
    return Figures(figures)


def _entries(statement: StatementView, side: SideView) -> Rows:
    columns = [Column("日期", "d")]
    if not side.grouped:
        columns.append(Column("科目"))
    columns.append(Column("摘要"))
    if side.payee:
        columns.append(Column("对方"))
    if side.voucher:
        columns.append(Column("凭证号", "d"))
    columns.append(Column("金额", "n"))
    rows: list[Row] = []
    for category in side.groups:
        if side.grouped:
            head = Cell(category.name, f"{len(category.lines)} 笔，占 {percent(category.share)}")
            rows.append(Row([head, money(category.total)], group=True))
        rows += [Row(_cells(line, side, category.name)) for line in category.lines]
    caption = f"{statement.period.this}{side.label}逐笔明细（共 {side.count} 笔）"
    return Rows(caption, columns, rows, Row([f"{side.label}合计", money(side.total)]))


def _cells(line: LineView, side: SideView, category: str) -> list[Cell | str]:
    cells: list[Cell | str] = [line.day]
    if not side.grouped:
        cells.append(category)
    cells.append(Cell(line.item, "　".join(_marks(line))))
    if side.payee:
        cells.append(line.payee or "")
    if side.voucher:
        cells.append(line.voucher or "")
    cells.append(money(line.amount))
    return cells


def _marks(line: LineView) -> list[str]:
    """What the page says in smaller letters behind an entry's words."""
    found = (
        f"冲销凭证 {line.reverses.label}" if line.reverses else None,
        f"已由 {line.reversed_by.label} 冲销" if line.reversed_by else None,
        line.account,
        line.method,
        f"合同 {line.contract}" if line.contract else None,
        f"项目 {line.project}" if line.project else None,
        f"债权债务 {line.debt}" if line.debt else None,
        f"{cn_day(line.occurred_on)}发生" if line.occurred_on else None,
        line.note,
    )
    return [words for words in found if words]


def _accounts(statement: StatementView) -> Rows:
    rows = [Row([a.name, money(a.opening), money(a.closing)]) for a in statement.accounts]
    columns = [Column("账户"), Column("期初余额", "n"), Column("期末余额", "n")]
    return Rows(
        "各账户余额", columns, rows, Row(["合计", money(statement.opening), money(statement.closing)])
    )


def _remarks(statement: StatementView) -> list[str]:
    lines = []
    for correction in statement.corrections:
        was = f"{correction.was} 改为 " if correction.was else ""
        lines.append(
            f"更正：{cn_day(correction.on)}更正“{correction.field}”，{was}{correction.now}。原因：{correction.reason}"
        )
    if statement.reviewed_by:
        day = f"于{cn_day(statement.reviewed_on)}" if statement.reviewed_on else ""
        lines.append(f"{statement.reviewed_by}{day}审核。")
    else:
        lines.append("这一期收支还没有经村务监督委员会（民主理财小组）审核。")
    if statement.note:
        lines.append(f"说明：{statement.note}")
    return lines
