"""What the collective's assets (资产) and resources (资源) hold, and what one of them may not say of itself."""

from __future__ import annotations

from sitegen.diagnostics import Report, warning
from sitegen.fields import Area, Day, Field, Id, Money, Officer, Party, Reference
from sitegen.formats import money
from sitegen.tables import Record, Table, at

NET_ABOVE = warning(
    "assets.net-above-original",
    "净值 {net} 比原值 {original} 还大。",
    "请核对“原值”和“净值”，可能两个数写反了；重新评估过的，在备注里说明。",
    "the net value {net} is above the original value {original}",
    "check both; they may be swapped",
)


def net_within_original(record: Record, report: Report) -> None:
    """An asset is worth no more than it cost, unless it was valued anew."""
    net, original = record.net_value, record.original_value
    if net is not None and original is not None and net > original:
        report.add(NET_ABOVE, at(record, "net_value"), net=money(net), original=money(original))


ASSETS = Table(
    "assets",
    "资产",
    (
        Field("id", "编号", Id(), required=True, labels=("资产编号",)),
        Field("name", "名称", required=True, labels=("资产名称",)),
        Field("class", "类别", required=True, labels=("资产类别", "类型")),
        Field("original_value", "原值", Money(), labels=("资产原值",)),
        Field("net_value", "净值", Money(), labels=("资产净值",)),
        Field("acquired_on", "购建日期", Day(), labels=("购建时间", "购置日期")),
        Field("location", "坐落", labels=("位置", "坐落位置")),
        Field("use", "使用状况", required=True, labels=("使用情况", "状况")),
        Field("lessee", "承租人", Party(), labels=("承租方",)),
        Field("contract", type=Reference("contracts")),
        Field("keeper", "管护人", Officer(), labels=("保管人", "责任人")),
    ),
    laws=(net_within_original,),
)

RESOURCES = Table(
    "resources",
    "资源",
    (
        Field("id", "编号", Id(), required=True, labels=("资源编号",)),
        Field("name", "名称", required=True, labels=("资源名称",)),
        Field("land_class", "地类", labels=("类别", "土地类别")),
        Field("area_mu", "面积", Area(), required=True),
        Field("boundaries", "四至"),
        Field("owner", "权属", labels=("所有权", "权属单位")),
        Field("use", "经营方式", required=True, labels=("使用状况", "利用方式")),
        Field("contract", type=Reference("contracts")),
        Field("annual_income", "年收益", Money(), labels=("年收入",)),
    ),
)

_LET = ("租", "包", "流转")
_NOT_LET = ("未", "待", "没有", "拟")


def is_let(record: Record) -> bool:
    """Whether the words for its use say that it is let to somebody: 出租, 发包, 承包, 流转; not 待租, 未发包."""
    use = record.use or ""
    return any(word in use for word in _LET) and not any(word in use for word in _NOT_LET)
