"""What a list of subsidies (补贴) or relief (救助) holds, how its two files are read, and what a row may not say."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from sitegen.days import Period
from sitegen.diagnostics import Report, error
from sitegen.fields import (
    Area,
    BadValue,
    Day,
    Field,
    Household,
    Integer,
    Many,
    Money,
    Number,
    One,
    PeriodType,
    Person,
    Type,
    tidy,
)
from sitegen.registers.folder import Folder
from sitegen.registers.notices.table import PERIOD
from sitegen.tables import Record, Table, at

WHO = error(
    "subsidies.who",
    "这一行{found}。",
    "户号和姓名只写一个：能写户号的写户号，不是本村户的才写姓名。",
    "this row {found_en}",
    "write either the household's number or the name",
)
NO_ROWS = error(
    "subsidies.no-rows",
    "没有名单：旁边没有 {csv}，文件里也没有“名单”。",
    "请把名单存成 {csv}，和这个文件放在一起。",
    "there is no list: neither {csv} beside it nor “rows” in the file",
    "save the list as {csv} beside this file",
)
ROWS_TWICE = error(
    "subsidies.rows-twice",
    "名单写了两处：这里一处，{csv} 里一处。",
    "请只留一处：删去这里的“名单”，或删去 {csv}。",
    "the list stands here and in {csv}",
    "keep one of the two",
)
ORPHAN = error(
    "subsidies.orphan-rows",
    "名单“{name}”没有对应的 {yaml}，不知道是什么补贴、公示到哪天。",
    "请补上 {yaml}（名称、类别、公示期），或把文件改成对应的名字。",
    "the list “{name}” has no {yaml} beside it",
    "add {yaml} with title, kind and notice, or rename the file after it",
)


class Rate(Number):
    """Yuan for a unit, exactly: 95.8625; a unit written behind it (元/亩, 元每人每月) is passed over."""

    def __init__(self) -> None:
        super().__init__(6, unit="元")

    def parse(self, text: str, label: str) -> Decimal:
        return super().parse(_PER_UNIT.sub("", tidy(text)), label)


_PER_UNIT = re.compile(r"元?[/每·.]+\s*(?:亩|人|户|月|年|平方米|[/每·.\s])+$")


class Since(Type):
    """The month, or the day, from which something is paid."""

    name = "date"

    def parse(self, text: str, label: str) -> Period | date:
        try:
            return Day().parse(text, label)
        except BadValue:
            match = _MONTH.fullmatch(tidy(text))
            return PeriodType().parse(f"{match[1]}-{int(match[2]):02d}" if match else text, label)

    def show(self, value: Period | date | None) -> str:
        return PeriodType().show(value) if isinstance(value, Period) else Day().show(value)

    def export(self, value: Period | date | None) -> str | None:
        return value.text if isinstance(value, Period) else Day().export(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"}


_MONTH = re.compile(r"([0-9]{4})(?:年|/|\.|-)([0-9]{1,2})月?")


def names_one(row: Record, report: Report) -> None:
    """A row is about a household or about a person, never about both."""
    if row.household is not None and row.name is not None:
        report.add(
            WHO, at(row, "name"), found="既写了户号又写了姓名", found_en="has both a household and a name"
        )
    elif row.household is None and row.name is None and not _unread(row, report):
        report.add(WHO, at(row), found="户号和姓名都没有写", found_en="has neither a household nor a name")


def _unread(row: Record, report: Report) -> bool:
    """Whether what stands there was reported already."""
    places = {at(row, key) for key in ("household", "name")}
    return any((d.file, d.line, d.column) in places for d in report.diagnostics)


ROWS = Table(
    "subsidy-rows",
    "补贴名单",
    (
        Field("household", "户号", Household()),
        Field("name", "姓名", Person(), labels=("户主", "户主姓名", "对象", "对象姓名")),
        Field("group", "组", labels=("组别", "村民小组")),
        Field("area_mu", "面积", Area(), labels=("补贴面积",)),
        Field("persons", "人数", Integer(unit="人"), labels=("保障人口", "保障人数", "享受人数")),
        Field(
            "amount",
            "金额",
            Money(),
            required=True,
            labels=("补贴金额", "救助金额", "月保障金额", "发放金额"),
        ),
        Field("since", "起始", Since(), labels=("起始月", "起始时间", "起始月份", "享受时间")),
    ),
    laws=(names_one,),
)

SUBSIDIES = Table(
    "subsidies",
    "补贴救助",
    (
        Field("title", "名称", required=True, labels=("标题", "项目")),
        Field("kind", "类别", required=True, labels=("类型", "补贴类别", "救助类别")),
        Field("notice", "公示期", One(PERIOD), required=True, labels=("公示",)),
        Field("standard", "标准", Rate(), labels=("补贴标准",), help="每亩多少元"),
        Field("rows", "名单", Many(ROWS)),
    ),
)

_GUARDED = ("孤儿", "儿童", "未成年", "残疾")


def counts_only(record: Record) -> bool:
    """Whether no row of a list may be published, only its count and sums: it is about orphans, children in need,
    minors or disabled persons (Personal Information Protection Law, art. 28)."""
    return any(word in (text or "") for word in _GUARDED for text in (record.kind, record.title))


def stem_of(record: Record) -> str:
    """The name of a list's file without its ending: the name of its page."""
    return record._source.path.rpartition("/")[2].rpartition(".")[0]


def read_subsidies(folder: Folder, report: Report) -> list[Record]:
    """The lists of a folder, each with the rows of the CSV of its name."""
    sheets = {name.rpartition(".")[0]: name for name in folder.named(".csv")}
    files = folder.named(".yaml", ".yml")
    records = []
    for name in files:
        stem = name.rpartition(".")[0]
        record = folder.yaml(name, SUBSIDIES, report)
        sheet = sheets.pop(stem, None)
        if record is not None:
            _add_rows(record, folder, stem, sheet, report)
            records.append(record)
    for stem, name in sheets.items():
        report.add(ORPHAN, folder.place(name), name=name, yaml=f"{stem}.yaml")
    return records


def _add_rows(record: Record, folder: Folder, stem: str, sheet: str | None, report: Report) -> None:
    written = record.rows is not None
    if sheet is not None and written:
        report.add(ROWS_TWICE, at(record, "rows"), csv=sheet)
    elif sheet is not None:
        record.rows = folder.csv(sheet, ROWS, report)
    elif not written:
        report.add(NO_ROWS, at(record), csv=f"{stem}.csv")
