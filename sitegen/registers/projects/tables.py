"""What may be written about projects, and about the steps that they went through."""

from __future__ import annotations

from sitegen.diagnostics import Report, error, warning
from sitegen.fields import Choice, Day, Field, Id, Money, Reference
from sitegen.formats import money
from sitegen.languages import word
from sitegen.tables import Record, Table, at

STAGES = (
    word("申报"),
    word("审核"),
    word("评估"),
    word("评审"),
    word("入库"),
    word("实施"),
    word("验收"),
)
"""The way of a project into the pool and out of it: the village applies, the township examines, the county assesses,
the city reviews; then it is in the pool, carried out and accepted."""
_OTHER_WORDS = {
    "村申报": "申报",
    "乡审核": "审核",
    "镇审核": "审核",
    "乡镇审核": "审核",
    "县评估": "评估",
    "区评估": "评估",
    "市评审": "评审",
    "已入库": "入库",
    "在建": "实施",
    "已验收": "验收",
}

DUE_BEFORE_START = error(
    "projects.due-before-start",
    "时限 {due} 早于开始日期 {start}。",
    "请核对“开始”和“时限”，可能两个日期写反了。",
    "the project is due on {due}, before it starts on {start}",
    "check both days; they may be swapped",
)
DONE_BEFORE_START = error(
    "projects.done-before-start",
    "完成日期 {done} 早于开始日期 {start}。",
    "请核对两个日期。",
    "the project was done on {done}, before it starts on {start}",
    "check both days",
)
DONE_EARLY = warning(
    "projects.done-early",
    "写了完成日期 {done}，阶段却是“{stage}”，还没有实施。",
    "请更新“阶段”，或删去“完成日期”。",
    "the project was done on {done}, but its stage is “{stage}”",
    "bring “stage” up to date, or delete “done_on”",
)
GRANTED_MORE = warning(
    "projects.granted-more",
    "到位资金 {granted} 多于申请资金 {sought}（多 {difference}）。",
    "请核对两个数；确有追加的，请在备注里说明。",
    "{granted} was granted, more than the {sought} sought",
    "check both; if it was raised, say so in the note",
)


def _days_in_order(record: Record, report: Report) -> None:
    """A project is neither due nor done before it starts, nor done before it is carried out."""
    start, done = record.start, record.done_on
    if start is not None and record.due is not None and record.due < start:
        report.add(DUE_BEFORE_START, at(record, "due"), due=record.due, start=start)
    if start is not None and done is not None and done < start:
        report.add(DONE_BEFORE_START, at(record, "done_on"), done=done, start=start)
    if done is not None and record.stage in STAGES[: STAGES.index("实施")]:
        report.add(DONE_EARLY, at(record, "stage"), done=done, stage=record.stage)


def _granted_of_sought(record: Record, report: Report) -> None:
    """No more is granted than was sought."""
    if None not in (record.granted, record.sought) and record.granted > record.sought:
        values = {"granted": money(record.granted), "sought": money(record.sought)}
        report.add(
            GRANTED_MORE, at(record, "granted"), **values, difference=money(record.granted - record.sought)
        )


PROJECTS = Table(
    "projects",
    "项目",
    (
        Field("id", "项目编号", Id(), required=True, labels=("编号",)),
        Field("title", "名称", required=True, labels=("项目名称", "项目")),
        Field("model", "发展类型", labels=("类型", "模式")),
        Field("owner", "实施单位", labels=("建设单位", "责任单位")),
        Field("sought", "申请资金", Money(), labels=("申报资金", "申请金额")),
        Field("granted", "到位资金", Money(), labels=("到位金额", "拨付资金")),
        Field("source", "资金来源"),
        Field(
            "stage",
            "阶段",
            Choice(STAGES, _OTHER_WORDS, open=True),
            required=True,
            labels=("当前阶段", "项目阶段"),
        ),
        Field("start", "开始", Day(), labels=("开始日期", "开工日期")),
        Field("due", "时限", Day(), labels=("完工时限", "计划完工日期")),
        Field("done_on", type=Day(), labels=("完工日期", "竣工日期")),
        Field("contract", type=Reference("contracts")),
    ),
    laws=(_days_in_order, _granted_of_sought),
)
HISTORY = Table(
    "project-stages",
    "项目阶段",
    (
        Field("project", type=Reference("projects"), required=True, labels=("项目",)),
        Field("stage", "阶段", Choice(STAGES, _OTHER_WORDS, open=True), required=True),
        Field("date", type=Day(), required=True),
        Field("opinion", "意见"),
    ),
)
