"""Statements on paper."""

from __future__ import annotations

from sitegen.formats import cn_day, money, percent
from sitegen.languages import say
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
            blocks.append(Lines([say("{period}没有{side}。", period=statement.period.this, side=side.label)]))
    return Sheet(
        statement.title,
        f"finance/{statement.page}.html",
        [*([say("科目按{chart}", chart=statement.chart)] if statement.chart else []), "单位：元"],
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
            blocks.append(
                Rows(
                    say("{side}按科目", side=label),
                    heads,
                    found,
                    Row([say("{side}合计", side=label), money(added), ""]),
                )
            )
    return Sheet(year.title, f"finance/{year.page}.html", ["单位：元"], blocks)


def _adjusted(year: YearView) -> str:
    return say("含期初调整 {amount}", amount=money(year.adjustment)) if year.adjustment else ""


def _figures(statement: StatementView) -> Figures:
    figures = []
    for block in statement.blocks(here=True):
        if block.pairs:
            figures += [
                Figures.Figure(
                    say("{block}{label}", block=block.label, label=label), money(fen), "", block.note
                )
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
            head = Cell(
                category.name,
                say("{count} 笔，占 {share}", count=len(category.lines), share=percent(category.share)),
            )
            rows.append(Row([head, money(category.total)], group=True))
        rows += [Row(_cells(line, side, category.name)) for line in category.lines]
    caption = say(
        "{period}{side}逐笔明细（共 {count} 笔）",
        period=statement.period.this,
        side=side.label,
        count=side.count,
    )
    return Rows(caption, columns, rows, Row([say("{side}合计", side=side.label), money(side.total)]))


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
        say("冲销凭证 {voucher}", voucher=line.reverses.label) if line.reverses else None,
        say("已由 {voucher} 冲销", voucher=line.reversed_by.label) if line.reversed_by else None,
        line.account,
        line.method,
        say("合同 {id}", id=line.contract) if line.contract else None,
        say("项目 {id}", id=line.project) if line.project else None,
        say("债权债务 {id}", id=line.debt) if line.debt else None,
        say("{day}发生", day=cn_day(line.occurred_on)) if line.occurred_on else None,
        line.note,
    )
    return [words for words in found if words]


def _accounts(statement: StatementView) -> Rows:
    rows = [Row([a.name, money(a.opening), money(a.closing)]) for a in statement.accounts]
    columns = [Column("账户"), Column("期初余额", "n"), Column("期末余额", "n")]
    return Rows(
        say("各账户余额"), columns, rows, Row(["合计", money(statement.opening), money(statement.closing)])
    )


def _remarks(statement: StatementView) -> list[str]:
    lines = [
        say(
            "更正：{day}更正“{field}”，{was}{now}。原因：{reason}",
            day=cn_day(correction.on),
            field=correction.field,
            was=say("{was} 改为 ", was=correction.was) if correction.was else "",
            now=correction.now,
            reason=correction.reason,
        )
        for correction in statement.corrections
    ]
    if statement.reviewed_by and statement.reviewed_on:
        day = cn_day(statement.reviewed_on)
        lines.append(say("{name}于{day}审核。", name=statement.reviewed_by, day=day))
    elif statement.reviewed_by:
        lines.append(say("{name}审核。", name=statement.reviewed_by))
    else:
        lines.append(say("这一期收支还没有经村务监督委员会（民主理财小组）审核。"))
    if statement.note:
        lines.append(say("说明：{note}", note=statement.note))
    return lines
