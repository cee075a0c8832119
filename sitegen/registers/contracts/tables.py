"""The tables of the contract register, and what one contract may not say of itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from sitegen.diagnostics import Report, error, warning
from sitegen.fields import (
    Area,
    BadValue,
    Choice,
    Day,
    Field,
    Household,
    Id,
    Many,
    Money,
    Number,
    Party,
    Reference,
    Type,
    tidy,
)
from sitegen.languages import word
from sitegen.tables import Record, Table, at

RECTIFIED = error(
    "contracts.rectified",
    "“{label}”写的“{value}”看不懂。",
    "已经整改的写“是”或整改完成的日期（如 2022-06-05），没有整改的写“否”。",
    "“{label}”: “{value}” is neither yes, no nor a day",
    "write 是, 否 or the day on which it was done",
)
ENDS_BEFORE_START = error(
    "contracts.end-before-start",
    "合同止日 {end} 早于起日 {start}。",
    "请核对“起”和“止”，可能两个日期写反了。",
    "the contract ends ({end}) before it starts ({start})",
    "check both days; they may be swapped",
)
TERMINATED_EARLY = error(
    "contracts.terminated-before-start",
    "终止日 {terminated} 早于合同起日 {start}。",
    "请核对“终止日”。合同没有开始就作废的，终止日写起日。",
    "terminated ({terminated}) before the start ({start})",
    "check the day of termination",
)
NOTHING_WRONG = warning(
    "contracts.issue-none",
    "“问题”写了“{value}”，已按没有问题处理。",
    "没有问题就把这一格留空。",
    "“{value}” was taken for “no problem”",
    "leave the field empty where there is no problem",
)
RECTIFIED_NOTHING = warning(
    "contracts.rectified-without-issue",
    "“问题”是空的，“整改”却写着已经整改，没有计入整改数。",
    "请补写当初的问题，或把“整改”留空。",
    "rectified, but no problem is given; it does not count as rectified",
    "write the problem, or leave “rectified” empty",
)

NO_ISSUE = frozenset(["无", "没有", "无问题", "否", "/", "-", "—", "none"])
"""What editors write where there is no problem."""


class Rectified(Type):
    """Whether a problem was put right: True, False, or the day on which it was."""

    name = "boolean or date"

    def parse(self, text: str, label: str) -> bool | date:
        value = tidy(text).lower()
        if value in ("是", "已整改", "true", "yes"):
            return True
        if value in ("否", "未整改", "true", "false", "no"):
            return False
        if not value[:1].isdigit():
            raise BadValue(RECTIFIED, label=label, value=text.strip())
        return Day().parse(text, label)

    def show(self, value: bool | date | None) -> str:
        if isinstance(value, date):
            return value.isoformat()
        return "—" if value is None else word("是") if value else word("否")

    def export(self, value: bool | date | None) -> bool | str | None:
        return value.isoformat() if isinstance(value, date) else value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(是|否|\d{4}-\d{2}-\d{2})$"}


def ends_after_start(record: Record, report: Report) -> None:
    """A contract ends on or after the day it starts, and is not terminated before that."""
    if record.start is None:
        return
    if record.end is not None and record.end < record.start:
        report.add(ENDS_BEFORE_START, at(record, "end"), end=record.end, start=record.start)
    if record.terminated_on is not None and record.terminated_on < record.start:
        report.add(
            TERMINATED_EARLY, at(record, "terminated_on"), terminated=record.terminated_on, start=record.start
        )


def names_a_problem(record: Record, report: Report) -> None:
    """“问题” names a problem or is empty; what was put right names one."""
    if record.issue in NO_ISSUE:
        report.add(NOTHING_WRONG, at(record, "issue"), value=record.issue)
    elif record.issue is None and record.rectified:
        report.add(RECTIFIED_NOTHING, at(record, "rectified"))


STATUSES = (word("履行中"), word("已到期"), word("到期续用"), word("已终止"), word("未履行"))
CLASSES = (word("资源"), word("资产"), word("资金"))
SIGNERS = (word("乡"), word("村"), word("组"), word("户"))

CONTRACTS = Table(
    "contracts",
    "合同",
    (
        Field("id", "合同编号", Id(), required=True, labels=("编号",)),
        Field("number", "文本编号", labels=("合同文号", "文号"), help="合同文本上印的编号"),
        Field("title", "合同名称", required=True, labels=("名称",)),
        Field("kind", "类型", required=True, labels=("合同类型",)),
        Field(
            "class", "类别", Choice(CLASSES, {f"{word}类": word for word in CLASSES}), labels=("三资类别",)
        ),
        Field(
            "counterparty", "承包方", Party(), required=True, labels=("承租方", "承包人", "承租人", "乙方")
        ),
        Field("household", "户号", Household()),
        Field("asset", "标的", labels=("标的物", "坐落")),
        Field("area_mu", "面积", Area()),
        Field("quantity", "数量", Number(4)),
        Field("unit", "单位"),
        Field("start", "起", Day(), required=True, labels=("起日", "起始日", "起始日期", "开始", "开始日期")),
        Field("end", "止", Day(), required=True, labels=("止日", "截止日", "截止日期", "到期日", "结束日期")),
        Field("years", "年限", Number(2, unit="年")),
        Field(
            "unit_price", "单价", Money(), labels=("单价（元/亩·年）", "单价（元/亩.年）", "单价（元/亩）")
        ),
        Field("annual_rent", "年租金", Money(), labels=("年承包费",)),
        Field("total", "合同总额", Money(), labels=("总额", "合同金额")),
        Field("deposit", "保证金", Money(), labels=("押金",)),
        Field("payment", "付款方式", labels=("价款方式",)),
        Field("amount_due", "应收", Money(), labels=("应收金额", "应收款")),
        Field("amount_received", "已收", Money(), labels=("已收金额", "已收款", "实收", "实收金额")),
        Field("figures_as_of", "数据截止日", Day()),
        Field("status", "状态", Choice(STATUSES, open=True), labels=("合同状态",)),
        Field("signed_on", "签订日期", Day(), labels=("签订日",)),
        Field(
            "signed_by",
            "签订层级",
            Choice(
                SIGNERS, {"乡镇": "乡", "镇": "乡", "街道": "乡", "农户": "户", "小组": "组", "村级": "村"}
            ),
        ),
        Field("method", "发包方式"),
        Field("decision", "决策依据", Reference("deliberations"), help="民主议事的编号"),
        Field("renews", "续签自", Reference("contracts"), help="被续签的那份合同的编号"),
        Field("terminated_on", "终止日", Day(), labels=("终止日期",)),
        Field("termination_reason", "终止原因"),
        Field("issue", "问题", help="没有问题就留空"),
        Field("problem_type", "问题类型"),
        Field("rectified", "整改", Rectified(), labels=("是否整改", "整改情况")),
        Field("measure", "整改措施"),
        Field("recovered_mu", "收回面积", Area()),
        Field("rent_before", "整改前年租金", Money(), labels=("原年租金",)),
    ),
    laws=(ends_after_start, names_a_problem),
)

CONTRACTS_FILE = Table(
    "contracts_file",
    "合同文件",
    (Field("contracts", "合同", Many(CONTRACTS), required=True, labels=("合同台账",)),),
)

SCHEDULE = Table(
    "contracts-schedule",
    "应付计划",
    (
        Field("contract", type=Reference("contracts"), required=True),
        Field("due_on", "应付日", Day(), required=True, labels=("应付日期", "应交日期")),
        Field("amount", "金额", Money(), required=True, labels=("应付金额", "应交金额")),
    ),
)

PAYMENTS = Table(
    "contracts-payments",
    "收款记录",
    (
        Field("contract", type=Reference("contracts"), required=True),
        Field("date", type=Day(), required=True, labels=("收款日期", "交款日期")),
        Field("amount", "金额", Money(), required=True, labels=("收款金额", "交款金额")),
        Field("voucher", "凭证号"),
    ),
)

AMENDABLE = (
    "number",
    "title",
    "kind",
    "class",
    "counterparty",
    "asset",
    "area_mu",
    "quantity",
    "unit",
    "start",
    "end",
    "years",
    "unit_price",
    "annual_rent",
    "total",
    "deposit",
    "payment",
    "method",
)
"""The terms that a contract's amendment may change."""

_AMENDED = Field(
    "field",
    "变更事项",
    Choice(AMENDABLE, {CONTRACTS.by_key[key].label: key for key in AMENDABLE}),
    required=True,
    labels=("变更内容", "字段"),
)
_REASON = Field("reason", "变更原因", required=True, labels=("原因",))
_OF_CONTRACT = Field("contract", type=Reference("contracts"), required=True)
_CHANGED_ON = Field("date", type=Day(), required=True, labels=("变更日期", "生效日期"))

AMENDMENTS = Table(
    "contracts-amendments",
    "合同变更",
    (
        _OF_CONTRACT,
        _CHANGED_ON,
        _AMENDED,
        Field("now", "变更后", required=True, labels=("改为", "现为")),
        _REASON,
    ),
)

NEW_PARTIES = Table(
    "contracts-new-parties",
    "承包方变更",
    (
        _OF_CONTRACT,
        _CHANGED_ON,
        _AMENDED,
        Field("now", "变更后", Party(), required=True, labels=("改为", "现为")),
        _REASON,
    ),
)
"""The amendments of a counterparty: apart from the others, because what they hold is a name, which the gate
of `guard.conceal` must know to be one."""


def part_new_parties(amendments: list[Record]) -> tuple[list[Record], list[Record]]:
    """The amendments of other terms, and those of a counterparty as records of NEW_PARTIES."""
    others = [record for record in amendments if record.field != "counterparty"]
    parties = []
    for record in amendments:
        if record.field == "counterparty":
            values = (getattr(record, f.attribute) for f in AMENDMENTS.fields)
            parties.append(NEW_PARTIES.record_class(record._source, record._place, *values))
    return others, parties


def parsed_now(amendment: Record) -> Any:
    """The new value of an amended term. Raises BadValue where its type can't read it."""
    f = CONTRACTS.by_key[amendment.field]
    return f.type.read(amendment.now, f.label)
