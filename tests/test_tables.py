"""A table's definition applied to files: the right finding at the right cell."""

from __future__ import annotations

from typing import Any

import pytest

from sitegen.diagnostics import ContentError, Report
from sitegen.fields import Area, Choice, Day, Field, Id, Integer, Many, Money, One, Person
from sitegen.sources.csv import read_csv
from sitegen.sources.text import Source
from sitegen.sources.yaml import read_yaml
from sitegen.tables import Record, Table, at, check_references, check_unique

SPAN = Table(
    "span", "时段", (Field("start", "起", Day(), required=True), Field("end", "止", Day())), note=False
)
PAYMENT = Table(
    "payment", "付款", (Field("date", type=Day(), required=True), Field("amount", "金额", Money()))
)
TENANCY = Table(
    "tenancies",
    "租赁",
    (
        Field("id", type=Id(), required=True),
        Field("title", required=True),
        Field("amount", "金额", Money(signed=True)),
        Field("area_mu", "面积", Area()),
        Field("persons", "人数", Integer(unit="人")),
        Field("state", "状态", Choice(("在用", "闲置"), open=True)),
        Field("tenant", "承租人", Person()),
        Field("span", "时段", One(SPAN)),
        Field("payments", "付款", Many(PAYMENT)),
    ),
)
HEADER = "编号,名称,金额,面积\n"
Finding = tuple[str, int, int]


def sheet(text: str) -> tuple[list[Record], list[Finding]]:
    report = Report()
    source = Source("t.csv", text)
    records = TENANCY.read_sheet(read_csv(source, TENANCY.example_header), report)
    return records, [(d.code, d.line, d.column) for d in report.sorted()]


def mapping(text: str) -> tuple[Record | None, list[Finding]]:
    report = Report()
    source = Source("t.yaml", text)
    record = TENANCY.read_map(read_yaml(source), source, source.place(1, 1), report)
    return record, [(d.code, d.line, d.column) for d in report.sorted()]


def values(records: list[Record]) -> list[tuple[Any, ...]]:
    return [(r.id, r.title, r.amount) for r in records]


def test_columns_may_be_headed_by_key_label_or_unit() -> None:
    records, found = sheet("序号,*ID,名 称,金额（元）,面积(亩),说明\n1,a,甲,1,2.5,好\n")
    assert found == []
    assert values(records) == [("a", "甲", 100)]
    assert records[0].note == "好"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("a,甲,1\n", [("table.no-header", 1, 1)], id="no header"),
        pytest.param("某村租赁台账,,,\n" + HEADER, [("table.title-row", 1, 1)], id="title above the header"),
        pytest.param("某村租赁台账\n" + HEADER + "a,甲,1,2\n", [("table.title-row", 1, 1)], id="short title above"),
        pytest.param("sep=,\n" + HEADER + "a,甲,1,2\n", [("table.title-row", 1, 1)], id="separator line"),
        pytest.param("编号,id,名称\na,b,甲\n", [("table.field-twice", 1, 4)], id="key and label of one field"),
        pytest.param("编号,名称,金而\na,甲,1\n", [("table.unknown-field", 1, 7)], id="unknown column"),
        pytest.param("编号,名称,金额（万元）\na,甲,1\n", [("table.unknown-field", 1, 7)], id="another unit"),
        pytest.param("编号,金额\na,1\n", [("table.missing-column", 1, 1)], id="required column missing"),
        pytest.param("编号,名称,,金额\na,甲,x,1\n", [("table.nameless-column", 2, 5)], id="column without a name"),
        pytest.param("编号,名称,身份证号\na,甲,x\n", [("privacy.column", 1, 7)], id="private column"),
        pytest.param("身份证号,手机号\nx,y\n", [("privacy.column", 1, 1), ("privacy.column", 1, 6)], id="private columns only"),
        pytest.param(HEADER + ",甲,1,2\n", [("table.missing-value", 2, 1)], id="required value missing"),
        pytest.param(HEADER + "a,甲,1,234.00,2\n", [("csv.cells", 2, 1)], id="thousands comma without quotes"),
        pytest.param(HEADER + "a,甲,八,2\n", [("field.money", 2, 5)], id="amount in words"),
        pytest.param(HEADER + 'a,"甲\n乙",八,2\n', [("field.money", 3, 4)], id="bad cell after one of two lines"),
        pytest.param(HEADER + "a,甲,1,2\n小计,,1,2\nb,乙,3,4\n", [("table.total-row", 3, 1)], id="subtotal"),
        pytest.param(HEADER + "合计,,4,6\na,甲,1,2\nb,乙,3,4\n", [("table.total-row", 2, 1)], id="sum above the rows"),
        pytest.param(HEADER + "a,甲,1,2\n合计2户,,1,2\n", [("table.total-row", 3, 1)], id="sum with a count"),
        pytest.param(HEADER + "a,甲,1,2\n合计,,####,2\n", [("field.hashes", 3, 5)], id="sum of hash signs"),
        pytest.param(HEADER + "a,甲,1,2\n合计,,1.5,2\n", [("table.total", 3, 5)], id="wrong sum"),
        pytest.param("编号,名称,状态\na,甲,荒废\n", [("field.unusual", 2, 5)], id="unusual word"),
    ],
)  # fmt: skip
def test_a_slip_in_a_table_is_named_at_its_cell(text: str, found: list[Finding]) -> None:
    assert sheet(text)[1] == found


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "a,甲,1,2\nb,乙,3,4\n合计,,4,6\n",
        HEADER + "a,甲,1,2\nb,乙,3,4\n,合 计：,4.00,6\n",
        HEADER + "a,甲,1,2\nb,乙,3,4\n总计,2 项,,—\n",
        "序号," + HEADER + "1,a,甲,1,2\n2,b,乙,3,4\n合计,,,4,6\n",
        "序号," + HEADER + "1,a,甲,1,2\n2,b,乙,3,4\n3,,,,\n4,,,,\n",
        "序号,编号,名称,金额,,面积\n1,a,甲,1,,2\n\n2,b,乙,3,,4\n",
    ],
)
def test_sums_ordinals_and_blank_rows_are_no_records(text: str) -> None:
    records, found = sheet(text)
    assert found == []
    assert values(records) == [("a", "甲", 100), ("b", "乙", 300)]


def test_an_unknown_column_is_told_its_nearest_name() -> None:
    report = Report()
    source = Source("t.csv", "编号,名称,面积数\na,甲,1\n")
    TENANCY.read_sheet(read_csv(source, ""), report)
    assert "是不是想写“面积”？" in report.diagnostics[0].remedy()
    assert "did you mean “面积”?" in report.diagnostics[0].remedy("en")


def test_messages_never_quote_a_private_person() -> None:
    report = Report()
    person = Table("p", "人", (Field("id", type=Id()), Field("who", "姓名", Person())))
    node_source = Source("p.yaml", "who: [张建国]\n")
    person.read_map(read_yaml(node_source), node_source, node_source.place(1, 1), report)
    assert "张建国" not in report.diagnostics[0].message()


def test_a_record_knows_the_place_of_every_value() -> None:
    record, found = mapping(
        "编号: a\n名称: 甲\n时段: {起: 2022-01-01}\n付款:\n  - 日期: 2022-02-01\n    金额: 3\n"
    )
    assert found == []
    assert record is not None
    assert at(record, "title")[1:] == (2, 5)
    assert at(record.span, "start")[1:] == (3, 9)
    assert at(record.payments[0], "amount")[1:] == (6, 9)
    assert at(record, "area_mu")[1:] == (1, 1)
    records, _ = sheet(HEADER + "a,甲,1,2\n")
    assert at(records[0], "area_mu") == ("t.csv", 2, 7)
    assert at(records[0], "note") == ("t.csv", 2, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("id: a\ntitle: 甲\n名称: 乙\n", [("table.field-twice", 3, 1)], id="key and label"),
        pytest.param("id: a\ntitle: 甲\ntittle: 乙\n", [("table.unknown-field", 3, 1)], id="unknown field"),
        pytest.param("id: a\n手机号: 1\ntitle: 甲\n", [("privacy.column", 2, 1)], id="private field"),
        pytest.param("id: a\n", [("table.missing-value", 1, 1)], id="required field missing"),
        pytest.param("id: a\ntitle:\n", [("table.missing-value", 2, 7)], id="required value missing"),
        pytest.param("id: a\ntitle: null\n", [("table.missing-value", 2, 8)], id="null"),
        pytest.param("id: a\ntitle: []\n", [("table.missing-value", 2, 8)], id="empty list"),
        pytest.param("id: a\ntitle: [甲]\n", [("field.shape", 2, 8)], id="list for a text"),
        pytest.param("id: a\ntitle: 甲\namount: {a: 1}\n", [("field.shape", 3, 9)], id="mapping for an amount"),
        pytest.param("id: a\ntitle: 甲\nspan: 2022\n", [("table.not-a-record", 3, 7)], id="text for a mapping"),
        pytest.param("id: a\ntitle: 甲\nspan: [1]\n", [("table.not-a-record", 3, 7)], id="list for a mapping"),
        pytest.param("id: a\ntitle: 甲\nspan: {起:2022-01-01}\n", [("table.missing-value", 3, 7), ("yaml.colon-space", 3, 8)], id="no space in braces"),
        pytest.param("id: a\ntitle: 甲\nspan: {起：2022-01-01}\n", [("table.missing-value", 3, 7), ("yaml.colon", 3, 8)], id="full-width colon in braces"),
        pytest.param("id: a\ntitle: 甲\npayments: 无\n", [("field.shape", 3, 11)], id="text for a list"),
        pytest.param("id: a\ntitle: 甲\npayments: {date: 2022-01-01}\n", [("field.shape", 3, 11)], id="mapping for a list"),
        pytest.param("id: a\ntitle: 甲\npayments:\n  - 三百元\n", [("table.not-a-record", 4, 5)], id="text in a list"),
        pytest.param("id: a\ntitle: 甲\npayments:\n  - date：2022-01-01\n", [("yaml.colon", 4, 9)], id="full-width colon in a list"),
        pytest.param("id: a\ntitle: 甲\npayments:\n  - amount: 3\n", [("table.missing-value", 4, 5)], id="required field of an item"),
        pytest.param("id: a\ntitle: 甲\npayments:\n  -\n  - date: 44713\n", [("field.day-number", 5, 11), ("table.not-a-record", 4, 4)], id="empty item"),
        pytest.param("- id: a\n", [("table.not-a-record", 1, 1)], id="list at the root"),
        pytest.param("", [("table.not-a-record", 1, 1)], id="empty file"),
    ],
)  # fmt: skip
def test_a_slip_in_a_mapping_is_named_at_its_value(text: str, found: list[Finding]) -> None:
    assert sorted(mapping(text)[1]) == found


def test_a_sentence_is_no_mapping() -> None:
    with pytest.raises(ContentError, match="no-fields"):
        mapping("这里没有字段\n")


def test_ids_that_differ_in_case_only_are_one() -> None:
    records, _ = sheet(HEADER + "ht-1,甲,,\nHT-1,乙,,\nHT-2,丙,,\n")
    report = Report()
    check_unique(records, report)
    assert [(d.code, d.line, d.column) for d in report.sorted()] == [("table.duplicate-id", 3, 1)]
    assert "第 2 行" in report.diagnostics[0].message()


def test_a_reference_to_nothing_names_both_ends() -> None:
    records, _ = sheet(HEADER + "HT-01,甲,,\n")
    report = Report()
    check_references(records, TENANCY.by_key["id"], ["HT-001"], "合同台账", report)
    message = report.diagnostics[0]
    assert (message.code, message.line) == ("reference.missing", 2)
    assert "HT-01" in message.message()
    assert "合同台账" in message.message()
    assert "HT-001" in message.remedy()
