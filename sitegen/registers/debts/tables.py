"""What a claim or a debt of the collective holds, and what it may not say of itself."""

from __future__ import annotations

from sitegen.diagnostics import Report, error
from sitegen.fields import Boolean, Choice, Day, Field, Id, Money, Party
from sitegen.formats import money
from sitegen.tables import Record, Table, at

BALANCE = error(
    "debts.balance",
    "期末对不上：期初 {opening} + 增加 {increase} − 减少 {decrease} = {computed}，文件写的是 {stated}（差 {difference}）。",
    "请核对期初、增加、减少、期末这四个数。",
    "the closing is wrong: opening {opening} + increase {increase} − decrease {decrease} = {computed}, not {stated}",
    "check the four figures",
)
DUE_EARLY = error(
    "debts.due-before-formed",
    "到期日 {due} 早于形成时间 {formed}。",
    "请核对“到期日”和“形成时间”，可能两个日期写反了。",
    "due on {due}, before it was formed ({formed})",
    "check both days; they may be swapped",
)


def adds_up(record: Record, report: Report) -> None:
    """Opening + increase − decrease = closing, to the fen."""
    if record.opening is None or record.closing is None:
        return
    increase, decrease = record.increase or 0, record.decrease or 0
    computed = record.opening + increase - decrease
    if computed != record.closing:
        report.add(
            BALANCE,
            at(record, "closing"),
            opening=money(record.opening),
            increase=money(increase),
            decrease=money(decrease),
            computed=money(computed),
            stated=money(record.closing),
            difference=money(record.closing - computed),
        )


def falls_due_later(record: Record, report: Report) -> None:
    """It falls due on or after the day on which it was formed."""
    if record.due is not None and record.formed_on is not None and record.due < record.formed_on:
        report.add(DUE_EARLY, at(record, "due"), due=record.due, formed=record.formed_on)


CLAIM, LIABILITY = "债权", "债务"

DEBTS = Table(
    "debts",
    "债权债务",
    (
        Field("id", "编号", Id(), required=True, labels=("债权债务编号",)),
        Field(
            "kind",
            "类别",
            Choice(
                (CLAIM, LIABILITY), {"应收款": CLAIM, "应收": CLAIM, "应付款": LIABILITY, "应付": LIABILITY}
            ),
            required=True,
            labels=("债权/债务", "类型"),
        ),
        Field(
            "counterparty",
            "对方",
            Party(),
            required=True,
            labels=("对方名称", "对方单位", "债务人", "债权人", "欠款人"),
        ),
        Field("formed_on", "形成时间", Day(), labels=("形成日期", "发生时间", "发生日期")),
        Field("reason", "原因", labels=("形成原因", "事由")),
        Field("opening", "期初", Money(), required=True, labels=("期初余额", "期初数")),
        Field("increase", "增加", Money(), labels=("本期增加", "增加额")),
        Field("decrease", "减少", Money(), labels=("本期减少", "减少额")),
        Field("closing", "期末", Money(), required=True, labels=("期末余额", "期末数")),
        Field("due", "到期日", Day(), labels=("到期日期", "到期时间", "时限")),
        Field("measure", "措施", labels=("清收措施", "偿还措施", "化解措施", "清收/偿还措施")),
        Field("cleanup", "清化收", Boolean(), labels=("是否清化收",)),
    ),
    laws=(adds_up, falls_due_later),
)
