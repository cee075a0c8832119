"""What may be written about grids and about the visits paid in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sitegen.diagnostics import Report, error
from sitegen.fields import Day, Field, Id, Integer, Officer, Phone, Reference
from sitegen.tables import Record, Table, at

MEMBERS = error(
    "grid.members",
    "党员数 {members} 比人口 {population} 还多。",
    "请核对这两个数，可能写反了。",
    "{members} party members are more than the {population} people",
    "check both; they may be swapped",
)


def _members_among_people(record: Record, report: Report) -> None:
    """Party members of a grid are some of its people."""
    if None not in (record.members, record.population) and record.members > record.population:
        report.add(MEMBERS, at(record, "members"), members=record.members, population=record.population)


GRID = Table(
    "grid",
    "网格",
    (
        Field("id", "网格编号", Id(), required=True, labels=("编号",)),
        Field("name", "名称", required=True, labels=("网格名称", "网格")),
        Field("level", "层级", required=True, labels=("网格层级", "级别")),
        Field("kind", "类型", labels=("网格类型",), help="居住、田园"),
        Field(
            "parent",
            "上级网格",
            Reference("grid"),
            labels=("上级", "上级编号", "上级网格编号"),
            help="上一级网格的编号或名称；最上一级空着",
        ),
        Field("scope", "范围", labels=("网格范围", "责任范围"), help="包括哪几个组，用顿号隔开"),
        Field("households", "户数", Integer(unit="户")),
        Field("population", "人口", Integer(unit="人"), labels=("人口数",)),
        Field("members", "党员数", Integer(unit="人"), labels=("党员",)),
        Field("leader", "网格长", Officer(), labels=("网格长姓名",)),
        Field("officers", "网格员", Officer(), labels=("专职网格员", "兼职网格员")),
        Field("phone", "值班电话", Phone(), labels=("电话", "办公电话")),
    ),
    laws=(_members_among_people,),
)
VISITS = Table(
    "grid-visits",
    "走访",
    (
        Field("date", type=Day(), required=True, labels=("走访日期",)),
        Field("grid", type=Reference("grid"), required=True, labels=("网格", "网格名称")),
        Field("kind", "类型", required=True, labels=("走访类型", "事项")),
        Field("count", "次数", Integer(unit="次"), default=1),
    ),
)


def names_to_ids(grids: Sequence[Record], visits: Iterable[Record]) -> None:
    """Where an editor wrote a grid's name for its id, put the id; a name that several grids share stays."""
    ids = {grid.id for grid in grids}
    shared = Counter(grid.name for grid in grids)
    by_name = {grid.name: grid.id for grid in grids if grid.id and shared[grid.name] == 1}
    for record, attribute in [*((g, "parent") for g in grids), *((v, "grid") for v in visits)]:
        written = getattr(record, attribute)
        if written not in ids and written in by_name:
            setattr(record, attribute, by_name[written])
