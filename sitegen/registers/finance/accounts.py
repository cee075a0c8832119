"""The charts of accounts that a statement may declare, and what a category means in each.

Sources: 农村集体经济组织会计制度 (财会〔2023〕14号) and the 村集体经济组织会计制度 it replaced
(财会〔2004〕12号), which older files still follow. The same numbers mean different things in the two, so a
number says nothing before its chart is known. The chart `plain` is no chart: any words are right there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from sitegen.fields import tidy
from sitegen.languages import word

Side = Literal["income", "expense"]
SIDES: tuple[Side, Side] = ("income", "expense")
SIDE_LABELS: dict[Side, str] = {"income": "收入", "expense": "支出"}


class Chart(Struct, frozen=True):
    """A chart of accounts: names by number, and the side of the statement on which an account stands.

    Accounts of neither side (claims, debts, funds) may stand on both: money comes in and goes out of them.
    """

    label: str
    accounts: dict[str, str]
    income: frozenset[str]
    expense: frozenset[str]

    def allows(self, number: str, side: Side) -> bool:
        """Whether an account may stand on this side of a statement."""
        return number not in (self.expense if side == "income" else self.income)

    @property
    def names(self) -> dict[str, str]:
        """Numbers by name."""
        return {name: number for number, name in self.accounts.items()}

    def usual(self, side: Side) -> str:
        """The accounts of one side, as a remedy lists them."""
        numbers = sorted(self.income if side == "income" else self.expense)
        return "、".join(f"{number} {self.accounts[number]}" for number in numbers)


def _chart(label: str, accounts: str, *, income: str, expense: str) -> Chart:
    words = accounts.split()
    names = dict(zip(words[::2], words[1::2], strict=True))
    return Chart(label, names, frozenset(income.split()), frozenset(expense.split()))


CHARTS = {
    "2023": _chart(
        word("2023年会计制度"),
        """
        101 库存现金 102 银行存款 111 短期投资 112 应收款 113 内部往来 121 库存物资 131 消耗性生物资产
        132 生产性生物资产 133 生产性生物资产累计折旧 134 公益性生物资产 141 长期投资 151 固定资产
        152 累计折旧 153 在建工程 154 固定资产清理 161 无形资产 162 累计摊销 171 长期待摊费用
        181 待处理财产损溢 201 短期借款 211 应付款 212 应付工资 213 应付劳务费 214 应交税费
        221 长期借款及应付款 231 一事一议资金 241 专项应付款 301 资本 311 公积公益金 321 本年收益
        322 收益分配 401 生产(劳务)成本 501 经营收入 502 投资收益 503 补助收入 504 其他收入
        511 经营支出 512 税金及附加 513 管理费用 514 公益支出 515 其他支出 521 所得税费用
        """,
        income="501 502 503 504",
        expense="511 512 513 514 515 521",
    ),
    "2004": _chart(
        word("2004年会计制度"),
        """
        101 现金 102 银行存款 111 短期投资 112 应收款 113 内部往来 121 库存物资 131 牲畜(禽)资产
        132 林木资产 141 长期投资 151 固定资产 152 累计折旧 153 固定资产清理 154 在建工程 201 短期借款
        202 应付款 211 应付工资 212 应付福利费 221 长期借款及应付款 231 一事一议资金 301 资本
        311 公积公益金 321 本年收益 322 收益分配 401 生产(劳务)成本 501 经营收入 502 经营支出
        511 发包及上交收入 521 农业税附加返还收入 522 补助收入 531 其他收入 541 管理费用 551 其他支出
        561 投资收益
        """,
        income="501 511 521 522 531 561",
        expense="502 541 551",
    ),
}

Trouble = Literal["number", "side", "mismatch", "name", "no-chart"]


class Category(Struct, frozen=True):
    """What a line's category means: the name under which its subtotal stands, and what is wrong with it."""

    name: str
    number: str | None = None
    trouble: Trouble | None = None


_NUMBERED = re.compile(r"(\d{2,})[\s\-—.、:：]*(.*)")
_SUB_ACCOUNT = re.compile(r"\s*[-—－/／:：>]\s*|\s*\(")


@lru_cache(maxsize=4096)
def classify(text: str, chart_key: str, side: Side) -> Category:
    """What the category `text` means in a chart (`2023`, `2004` or `plain`) on a side of a statement.

    An account may be written by name, by number, by both, or as a sub-account of theirs: 经营收入, 501,
    501 经营收入, 50101 农产品销售, 经营收入-租赁.
    """
    plain = tidy(text)
    numbered = _NUMBERED.fullmatch(plain)
    chart = CHARTS.get(chart_key)
    if chart is None:
        return Category(text, None, "no-chart" if numbered and not numbered[2] else None)
    if numbered:
        return _by_number(numbered[1], numbered[2], chart, side)
    name = plain if plain in chart.names else _SUB_ACCOUNT.split(plain, maxsplit=1)[0]
    number = chart.names.get(name)
    if number is None:
        return Category(text, None, "name")
    return Category(name, number, None if chart.allows(number, side) else "side")


def _by_number(digits: str, name: str, chart: Chart, side: Side) -> Category:
    number = digits[:3]
    account = chart.accounts.get(number)
    if account is None or len(digits) == 4:
        return Category(name or digits, None, "number")
    if not chart.allows(number, side):
        return Category(account, number, "side")
    if len(digits) == 3 and chart.names.get(name, number) != number:
        return Category(account, number, "mismatch")
    return Category(account, number)


def elsewhere(number: str, chart_key: str) -> str:
    """What the same number means in the other chart, as a remark for messages; empty where nothing."""
    other = "2004" if chart_key == "2023" else "2023"
    name = CHARTS[other].accounts.get(number)
    return (
        f"{number} 在 {other} 年制度里才是“{name}”"
        if name and name != CHARTS[chart_key].accounts.get(number)
        else ""
    )


def is_other(name: str) -> bool:
    """Whether a category is the catch-all 其他收入 or 其他支出."""
    return name.startswith(("其他", "其它"))
