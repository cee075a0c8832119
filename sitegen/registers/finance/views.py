"""What pages, twins and summaries show of the finance register: plain values, money in fen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct

from sitegen.days import Period
from sitegen.formats import cn_day
from sitegen.guard.calendar import Agenda, Duty
from sitegen.languages import say
from sitegen.registers.finance.accounts import SIDE_LABELS, Side
from sitegen.registers.notices import NoticesView
from sitegen.render.charts import PeriodMoney


class Link(NamedTuple):
    """Words that lead to a page (path from the finance folder, perhaps with an anchor)."""

    label: str
    href: str


class LineView(NamedTuple):
    """One entry as its row shows it; `number` is its place in the file. `account` is what the file wrote
    where the group's name says less; `reverses` and `reversed_by` lead to the other half of a reversal."""

    number: int
    anchor: str
    day: str
    item: str
    amount: int
    account: str | None
    voucher: str | None
    payee: str | None
    method: str | None
    contract: str | None
    project: str | None
    debt: str | None
    occurred_on: date | None
    reverses: Link | None
    reversed_by: Link | None
    note: str | None


class CategoryView(Struct, frozen=True):
    """A category of one side: its subtotal, its share (per cent of the side) and its entries."""

    anchor: str
    name: str
    number: str | None
    total: int
    share: Decimal | None
    lines: tuple[LineView, ...]


class SideView(Struct, frozen=True):
    """Income or expense of a statement. `grouped`: entries stand under headings of their categories, which
    is idle where each category has but one; `voucher`, `payee`: whether any entry gives one."""

    key: Side
    total: int
    count: int
    categories: tuple[CategoryView, ...]
    grouped: bool
    voucher: bool
    payee: bool

    @property
    def label(self) -> str:
        """收入 or 支出."""
        return SIDE_LABELS[self.key]

    @property
    def largest(self) -> LineView | None:
        """The entry of the highest amount, the first of equal ones; None where there is none."""
        lines = (line for category in self.categories for line in category.lines)
        return max(lines, key=lambda line: line.amount, default=None)

    @property
    def groups(self) -> Sequence[CategoryView]:
        """The categories in the order in which their entries are listed: of the file where none has two."""
        if self.grouped:
            return self.categories
        return sorted(self.categories, key=lambda category: category.lines[0].number)


class AccountView(NamedTuple):
    """What an account (现金, 银行存款) held at the beginning and at the end; None where it is not given."""

    name: str
    opening: int | None
    closing: int | None


class CorrectionView(NamedTuple):
    """A correction: what was changed on which day, from what to what, why. `figure` is the key of the
    statement's figure or the anchor of the entry that it changed, None where it names neither."""

    on: date
    field: str
    was: str | None
    now: str
    reason: str
    figure: str | None


class Block(NamedTuple):
    """One of the plain-language figures (in fen), read as a sum: `sign` is "", "+", "-" or "="; `pairs`
    stand instead of one figure."""

    label: str
    sign: str
    fen: int | None
    href: str | None
    note: str
    pairs: tuple[tuple[str, int, str], ...] = ()


class StatementView(Struct, frozen=True):
    """A statement with all it adds up to. `page` is the name of its page, without ending.

    The cumulative figures run from `since`, the label of the year's first period that is on record;
    None where that is the year's beginning.
    """

    page: str
    book: str
    period: Period
    chart: str | None
    opening: int
    adjustment: int | None
    adjustment_reason: str | None
    income: SideView
    expense: SideView
    closing: int
    accounts: tuple[AccountView, ...]
    cumulative_income: int
    cumulative_expense: int
    since: str | None
    previous: Link | None
    next: Link | None
    reviewed_by: str | None
    reviewed_on: date | None
    signed: tuple[tuple[str, str | None], ...]
    corrections: tuple[CorrectionView, ...]
    corrected: dict[str, CorrectionView]
    note: str | None

    @property
    def title(self) -> str:
        """As the page is headed: 2022年6月财务收支, with the book before it where there are several."""
        return _headed(self.book, say("{period}财务收支", period=self.period.label))

    @property
    def sides(self) -> tuple[SideView, SideView]:
        """Income and expense."""
        return self.income, self.expense

    @property
    def year_page(self) -> str:
        """The name of the page of this statement's year, which an annual statement is itself."""
        return f"{self.book}-{self.period.year}" if self.book else str(self.period.year)

    def blocks(self, at: str = "", *, here: bool = False) -> list[Block]:
        """The five blocks villagers read: balance before, income, expense, balance now, the year so far.

        `at` leads from the page to the finance folder; `here` is true on the statement's own page.
        """
        page = "" if here else f"{at}{self.page}.html"
        before = f"{at}{self.previous.href}#closing" if self.previous else f"{page}#balance"
        blocks = [
            Block(
                say("{period}余额", period=self.period.last_one),
                "",
                self.opening,
                before,
                self._fixed("opening"),
            )
        ]
        if self.adjustment is not None:
            reason = self.adjustment_reason or ""
            blocks.append(Block("期初调整", "+", self.adjustment, f"{page}#balance", reason))
        for sign, side in (("+", self.income), ("-", self.expense)):
            label = say("{period}{side}", period=self.period.this, side=side.label)
            note = self._fixed(side.key)
            blocks.append(Block(label, sign, side.total, f"{page}#{side.key}", note))
        note = self._fixed("closing")
        blocks.append(
            Block(say("{period}余额", period=self.period.this), "=", self.closing, f"{page}#balance", note)
        )
        if self.period.months < 12:
            blocks.append(self._year_so_far(f"{at}{self.year_page}.html"))
        return blocks

    def _fixed(self, figure: str) -> str:
        """How a figure was corrected, in words."""
        correction = self.corrected.get(figure)
        if correction is None:
            return ""
        day = cn_day(correction.on)
        if correction.was:
            return say("{day}更正，原为 {was}", day=day, was=correction.was)
        return say("{day}更正", day=day)

    def _year_so_far(self, year: str) -> Block:
        pairs = (
            ("收入", self.cumulative_income, f"{year}#income"),
            ("支出", self.cumulative_expense, f"{year}#expense"),
        )
        return Block(
            "本年累计", "", None, None, say("从{since}起", since=self.since) if self.since else "", pairs
        )


def _headed(book: str, title: str) -> str:
    return f"{book} {title}" if book else title


class YearRow(NamedTuple):
    """A category over the periods of a year: amounts (None: nothing booked) with links to their entries."""

    anchor: str
    name: str
    number: str | None
    cells: tuple[tuple[int | None, str | None], ...]
    total: int
    share: Decimal | None


class YearView(Struct, frozen=True):
    """A year of one book. `own_page` is False where an annual statement is the year's page."""

    page: str
    book: str
    year: int
    statements: tuple[StatementView, ...]
    columns: tuple[Link, ...]
    rows: dict[Side, tuple[YearRow, ...]]
    opening: int
    adjustment: int
    income: int
    expense: int
    closing: int
    course: tuple[PeriodMoney, ...]
    complete: bool
    own_page: bool

    @property
    def title(self) -> str:
        """As the page is headed: 2022年财务收支汇总."""
        return _headed(self.book, say("{year}年财务收支汇总", year=self.year))


class BookView(Struct, frozen=True):
    """A book: its statements and years, the newest first; `course` are the latest periods in their order,
    for charts. `name` is empty for the board's own book."""

    name: str
    statements: tuple[StatementView, ...]
    years: tuple[YearView, ...]
    course: tuple[PeriodMoney, ...]

    @property
    def latest(self) -> StatementView:
        """The newest statement."""
        return self.statements[0]


class YearTotal(NamedTuple):
    """A year over all books of a board; `href` leads to what it adds up from."""

    year: int
    income: int
    expense: int
    closing: int
    href: str


class FinanceView(Struct, frozen=True):
    """The finance register of one board, and the notices in its folder. `year` is the year whose figures
    stand for the board."""

    books: tuple[BookView, ...]
    years: tuple[YearTotal, ...]
    year: int | None
    duties: Agenda
    notices: NoticesView

    @property
    def due(self) -> Duty | None:
        """The statement to be published next."""
        return self.duties.next_due

    @property
    def overdue(self) -> tuple[Duty, ...]:
        """The statements whose day is past, the oldest first."""
        return self.duties.overdue
