"""What a statement of income and expense holds, and how its files are read."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from sitegen import formats
from sitegen.diagnostics import Report, error
from sitegen.fields import (
    SHAPE,
    BadValue,
    Choice,
    Day,
    Field,
    Id,
    Many,
    Money,
    Officer,
    One,
    Party,
    PeriodType,
    Reference,
    Type,
)
from sitegen.registers.finance.accounts import SIDE_LABELS, SIDES
from sitegen.registers.folder import Folder
from sitegen.sources.yaml_nodes import YamlMap
from sitegen.tables import Record, Table, at


class Account(Struct, frozen=True):
    """The amount (fen) on one account of a balance, where it stands, and why it can't be read (`problem`)."""

    name: str
    amount: int | None
    line: int
    column: int
    problem: BadValue | None = None


class Balance(Struct, frozen=True):
    """An opening or closing balance: one amount in fen, or several by account. `total` is None where one
    of the amounts can't be read."""

    total: int | None
    accounts: tuple[Account, ...] = ()


class BalanceType(Type):
    """An amount, or amounts by account (现金, 银行存款 …) whose sum counts. May be below 0."""

    name = "balance"
    numeric = True
    unit = "元"
    _amount = Money(signed=True)

    def read(self, node: Any, label: str) -> Balance:
        if isinstance(node, str):
            return Balance(self._amount.parse(node, label))
        if not isinstance(node, YamlMap) or not node:
            expected = "一个金额，或按“账户: 金额”一行一个"
            raise BadValue(
                SHAPE, label=label, expected=expected, expected_en="an amount, or amounts by account"
            )
        accounts = tuple(self._account(name, value, node.marks[name]) for name, value in node.items())
        known = [account.amount for account in accounts if account.amount is not None]
        return Balance(sum(known) if len(known) == len(accounts) else None, accounts)

    def _account(self, name: str, value: Any, mark: tuple[int, int, int, int]) -> Account:
        try:
            return Account(name.strip(), self._amount.read(value or "", name), mark[2], mark[3])
        except BadValue as bad:
            return Account(name.strip(), None, mark[2], mark[3], bad)

    def show(self, value: Balance | None) -> str:
        return formats.money(value.total if value else None)

    def export(self, value: Balance | None) -> str | None:
        return None if value is None or value.total is None else formats.yuan(value.total)

    def schema(self) -> dict[str, Any]:
        amount = self._amount.schema()
        return {"anyOf": [amount, {"type": "object", "additionalProperties": amount, "minProperties": 1}]}


ACCOUNT_DIGITS = 6
"""More digits than that in an account's name are the account's number, not the end of it."""

ACCOUNT_NAME = error(
    "finance.account-name",
    "账户名称里有账号。",
    "账户只写名称，如“现金”“银行存款”“农商行基本户”，不写账号。",
    "an account's name holds its number",
    "write the name only, e.g. 现金 or 银行存款",
)


def _sound_accounts(record: Record, report: Report) -> None:
    """Every amount of a balance by account can be read, and no name holds the number of a bank account."""
    for key in ("opening", "closing"):
        balance = getattr(record, key)
        for account in balance.accounts if balance else ():
            place = record._source.place(account.line, account.column)
            if account.problem:
                report.add(account.problem.message, place, **account.problem.values)
            if sum(character.isdigit() for character in account.name) > ACCOUNT_DIGITS:
                report.add(ACCOUNT_NAME, place)


LINE = Table(
    "finance-lines",
    "收支明细",
    (
        Field("date", "日期", Day(), required=True, labels=("记账日期", "入账日期")),
        Field("item", "摘要", required=True, labels=("事项", "内容")),
        Field("category", "科目", required=True, labels=("类别", "会计科目", "收支类别")),
        Field("amount", "金额", Money(signed=True), required=True, labels=("收入金额", "支出金额")),
        Field("voucher", "凭证号", labels=("凭证", "凭证编号")),
        Field("contract", "合同编号", Reference("contracts")),
        Field("project", "项目编号", Reference("projects")),
        Field("debt", "债权债务编号", Reference("debts")),
        Field("payee", "对方", Party(), labels=("对方单位", "收款人", "付款人")),
        Field(
            "method",
            "方式",
            Choice(
                ("现金", "转账", "抵账"), {"银行转账": "转账", "银行": "转账", "抵帐": "抵账", "抵顶": "抵账"}
            ),
            labels=("收付方式", "结算方式"),
        ),
        Field("occurred_on", "发生日期", Day(), labels=("业务日期",)),
        Field("reverses", "冲销", labels=("冲销凭证", "冲销凭证号")),
    ),
)
ADJUSTMENT = Table(
    "finance-adjustment",
    "期初调整",
    (
        Field("amount", "金额", Money(signed=True), required=True),
        Field("reason", "原因", required=True, labels=("理由",)),
    ),
    note=False,
)
SIGNED = Table(
    "finance-signed",
    "签字",
    (
        Field("head", "负责人", Officer(), labels=("村集体负责人",)),
        Field("supervisor", "监委会主任", Officer(), labels=("村务监督委员会主任", "民主理财小组组长")),
        Field("accountant", "会计", Officer(), labels=("主管会计", "代理会计")),
    ),
    note=False,
)
CORRECTION = Table(
    "finance-corrections",
    "更正",
    (
        Field("on", "更正日期", Day(), required=True, labels=("日期",)),
        Field("field", "更正项", required=True, labels=("项目", "更正内容")),
        Field("was", "原为", labels=("原数", "更正前")),
        Field("now", "改为", labels=("现数", "更正后")),
        Field("reason", "原因", required=True, labels=("理由", "更正原因")),
    ),
    note=False,
)
STATEMENT = Table(
    "finance",
    "财务收支",
    (
        Field("period", "期间", PeriodType(), required=True),
        Field("book", "账套", Id()),
        Field("chart", "科目制度", Choice(("2023", "2004", "plain"), {"通俗": "plain"}), default="plain"),
        Field("opening", "期初余额", BalanceType(), required=True, labels=("期初",)),
        Field("adjustment", "期初调整", One(ADJUSTMENT)),
        Field("income", "收入", Many(LINE)),
        Field("expense", "支出", Many(LINE)),
        Field("closing", "期末余额", BalanceType(), required=True, labels=("期末",)),
        Field("reviewed_by", "审核", Officer(), labels=("审核人", "审核单位")),
        Field("reviewed_on", "审核日期", Day()),
        Field("signed", "签字", One(SIGNED)),
        Field("corrections", "更正", Many(CORRECTION)),
        Field("note", "说明"),
    ),
    laws=(_sound_accounts,),
)

NO_LINES = error(
    "finance.no-lines",
    "没有写{label}：文件里没有“{label}”（{side}），旁边也没有 {csv}。",
    "请写上“{side}:”和每一笔{label}；这一期确实没有{label}，就写“{side}: []”。",
    "neither “{side}” in the file nor {csv} beside it",
    "write the entries; where there are none, write “{side}: []”",
)
LINES_TWICE = error(
    "finance.lines-twice",
    "{label}写了两处：这里一处，{csv} 里一处。",
    "请只留一处：删去这里的“{side}”，或删去 {csv}。",
    "“{side}” stands here and in {csv}",
    "keep one of the two",
)
ORPHAN_LINES = error(
    "finance.orphan-lines",
    "“{name}”没有对应的收支表 {statement}。",
    "请补上 {statement}（期间、期初余额、期末余额），或把文件改成对应的名字。",
    "“{name}” has no statement {statement} beside it",
    "add {statement}, or rename the file after its statement",
)

_YAML = (".yaml", ".yml")
_LINES_FILE = re.compile(r"(.+)-(income|expense)\.csv", re.IGNORECASE)


def stem_of(statement: Record) -> str:
    """The name of a statement's file without its ending."""
    return statement._source.path.rpartition("/")[2].rpartition(".")[0]


def page_of(statement: Record) -> str:
    """The name of a statement's page, which its book and period give."""
    period: str = statement.period.text
    return f"{statement.book}-{period}" if statement.book else period


def pages_of(statement: Record) -> tuple[str, str]:
    """The names of the pages that a statement fills: its own and its year's."""
    page, period = page_of(statement), statement.period
    return page, page.removesuffix(period.text) + str(period.year)


def lines_of(statement: Record) -> list[Record]:
    """All lines of a statement, income first."""
    return [*(statement.income or ()), *(statement.expense or ())]


def statement_files(folder: Folder) -> set[str]:
    """The files of a finance folder that belong to statements: theirs, and those of their entries."""
    sheets = (name for name in folder.named(".csv") if _LINES_FILE.fullmatch(name))
    return {*folder.named(*_YAML), *sheets}


def read_statements(folder: Folder, report: Report) -> list[Record]:
    """The statements of a finance folder with their lines."""
    files = folder.named(*_YAML)
    stems = {name.rpartition(".")[0] for name in files}
    sheets: dict[tuple[str, str], str] = {}
    for name in folder.named(".csv"):
        match = _LINES_FILE.fullmatch(name)
        if match is None:
            continue
        stem, side = match[1], match[2].lower()
        sheets[stem, side] = name
        if stem not in stems:
            report.add(ORPHAN_LINES, folder.place(name), name=name, statement=f"{stem}.yaml")
    statements = []
    for name in files:
        statement = folder.yaml(name, STATEMENT, report)
        if statement is not None:
            _name_book(statement)
            _read_lines(statement, folder, sheets, report)
            statements.append(statement)
    return statements


def _name_book(statement: Record) -> None:
    """A statement that names no book belongs to the one its file is named after."""
    if statement.book is None and statement.period is not None:
        book, _, rest = stem_of(statement).rpartition(f"-{statement.period.text}")
        if book and not rest:
            statement.book = book


def _read_lines(
    statement: Record, folder: Folder, sheets: dict[tuple[str, str], str], report: Report
) -> None:
    stem = stem_of(statement)
    for side in SIDES:
        label, sheet = SIDE_LABELS[side], sheets.get((stem, side))
        written = getattr(statement, side) is not None
        if sheet and written:
            report.add(LINES_TWICE, at(statement, side), label=label, side=side, csv=sheet)
        elif sheet:
            before = len(report.diagnostics)
            lines = folder.csv(sheet, LINE, report)
            # A sheet that can't be read is not a side without entries.
            broken = not lines and any(d.severity == "error" for d in report.diagnostics[before:])
            setattr(statement, side, None if broken else lines)
        elif not written:
            report.add(NO_LINES, at(statement), label=label, side=side, csv=f"{stem}-{side}.csv")
