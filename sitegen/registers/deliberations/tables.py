"""What the record of a deliberation holds, and what one of its steps may not say of itself."""

from __future__ import annotations

from sitegen.diagnostics import Report, error
from sitegen.fields import Day, Field, Id, Integer, Many, One, Texts
from sitegen.registers.notices.table import PERIOD
from sitegen.tables import Record, Table, at

PRESENT = error(
    "deliberations.present",
    "实到 {present} 人，比应到 {expected} 人还多。",
    "请核对“应到”和“实到”，可能两个数写反了。",
    "{present} were present, more than the {expected} who were due",
    "check both; they may be swapped",
)
VOTES = error(
    "deliberations.votes",
    "赞成 {for_}、反对 {against}、弃权 {abstain}，一共 {votes} 票，比{whom} {limit} 人还多。",
    "请核对票数和{whom}人数；一个人只算一票。",
    "{votes} votes (for {for_}, against {against}, abstained {abstain}), but only {limit} people",
    "check the votes and the attendance",
)


def counts_fit(step: Record, report: Report) -> None:
    """No more are present than are due, and no more vote than are present."""
    if step.expected is not None and step.present is not None and step.present > step.expected:
        report.add(PRESENT, at(step, "present"), present=step.present, expected=step.expected)
    votes = [step.for_, step.against, step.abstain]
    limit, whom = (step.present, "实到") if step.present is not None else (step.expected, "应到")
    cast = sum(vote or 0 for vote in votes)
    if limit is not None and cast > limit:
        key = next(k for k, vote in zip(("for", "against", "abstain"), votes, strict=True) if vote)
        shown = {
            name: 0 if vote is None else vote
            for name, vote in zip(("for_", "against", "abstain"), votes, strict=True)
        }
        report.add(VOTES, at(step, key), votes=cast, limit=limit, whom=whom, **shown)


_PEOPLE = Integer(unit="人")
_VOTES = Integer(unit="票")

STEPS = Table(
    "deliberation-steps",
    "议事步骤",
    (
        Field("step", "步骤", required=True, labels=("环节", "步骤名称")),
        Field("date", "日期", Day(), required=True, labels=("时间", "会议日期")),
        Field("form", "会议形式", labels=("会议", "形式")),
        Field("expected", "应到", _PEOPLE, labels=("应到人数",)),
        Field("present", "实到", _PEOPLE, labels=("实到人数", "到会人数")),
        Field("for", "赞成", _VOTES, labels=("同意", "赞成票")),
        Field("against", "反对", _VOTES, labels=("不同意", "反对票")),
        Field("abstain", "弃权", _VOTES, labels=("弃权票",)),
        Field("outcome", "结果", labels=("会议结果", "表决结果")),
    ),
    laws=(counts_fit,),
)

DELIBERATIONS = Table(
    "deliberations",
    "民主议事",
    (
        Field("id", "编号", Id(), required=True, labels=("议事编号",)),
        Field("title", "名称", required=True, labels=("标题", "议题")),
        Field("procedure", "程序", required=True, labels=("议事程序",)),
        Field("origin", "动议事由", labels=("事由",)),
        Field("matter", "事项", required=True, labels=("议事事项", "内容")),
        Field("steps", "步骤", Many(STEPS), required=True),
        Field("decision_notice", "决议公示", One(PERIOD), labels=("决议公开", "决议公示期")),
        Field("result_notice", "结果公示", One(PERIOD), labels=("实施结果公开", "结果公示期")),
        Field(
            "about",
            "关于",
            Texts(),
            labels=("决定的事", "决定对象", "关联编号"),
            help="所决定的合同、项目、资产或资源的编号",
        ),
    ),
)
