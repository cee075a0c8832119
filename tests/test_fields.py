"""What a text means in each type of the domain: read, shown, exported; and what is refused, in which words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.days import Period
from sitegen.diagnostics import Place, Report
from sitegen.fields import (
    Area,
    BadValue,
    Boolean,
    Choice,
    Day,
    Field,
    Id,
    Integer,
    Money,
    Number,
    PeriodType,
    Points,
    Texts,
    Type,
    nearest,
    plain_name,
    valid_id,
)

MONEY, SIGNED, AREA, DAY, PERIOD = Money(), Money(signed=True), Area(), Day(), PeriodType()
POINTS, COUNT, YES, ID = Points(), Integer(unit="人"), Boolean(), Id()


def refused(kind: Type, text: str) -> str:
    with pytest.raises(BadValue) as raised:
        kind.read(text, "某项")
    report = Report()
    report.add(raised.value.message, Place("f", 1, 1), **raised.value.values)
    for words in (report.diagnostics[0].message(), report.diagnostics[0].remedy()):
        assert re.search(r"[\u4e00-\u9fff]", words)
        assert "{" not in words
    return raised.value.message.code


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("79135.00", 7913500),
        ("79,135.00", 7913500),
        ("７９，１３５．００", 7913500),
        ("79，135.00", 7913500),
        ("¥79135", 7913500),
        ("￥ 79,135.5元", 7913550),
        ("3 000.00 元", 300000),
        ("\u00a03000\u00a0", 300000),
        ("3000.000", 300000),
        ("00012", 1200),
        ("0.5", 50),
        ("+5", 500),
        ("-0.00", 0),
        ("10,000,000.00", 1_000_000_000),
    ],
)
def test_money_is_read_to_the_fen(text: str, fen: int) -> None:
    assert MONEY.read(text, "金额") == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("########", "field.hashes"),
        ("1.2E+17", "field.scientific"),
        ("1e5", "field.scientific"),
        ("=SUM(A1:A3)", "field.formula"),
        ("#REF!", "field.formula"),
        ("#N/A", "field.formula"),
        ("-", "field.blank"),
        ("—", "field.blank"),
        ("/", "field.blank"),
        ("无", "field.blank"),
        ("null", "field.blank"),
        ("8万元", "field.unit"),
        ("1.5亿", "field.unit"),
        ("8千元", "field.unit"),
        ("3000.005", "field.money-decimals"),
        ("-5", "field.negative"),
        ("－5", "field.negative"),
        ("1,23", "field.money"),
        ("1,2345", "field.money"),
        ("1 5", "field.money"),
        ("12,34,567", "field.money"),
        ("3,000元整", "field.money"),
        ("人民币3000元", "field.money"),
        ("八千元", "field.money"),
        ("约500", "field.money"),
        ("3000.", "field.money"),
        ("3..0", "field.money"),
        ("5²", "field.money"),
        ("②", "field.money"),
        ("٣", "field.money"),
        ("元", "field.money"),
        ("99999999999999", "field.money"),
        ("0x10", "field.money"),
    ],
)
def test_what_is_no_amount_is_refused_in_its_own_words(text: str, code: str) -> None:
    assert refused(MONEY, text) == code


@given(st.integers(-(10**14), 10**14))
def test_money_survives_being_shown_and_exported(fen: int) -> None:
    assert SIGNED.parse(SIGNED.show(fen), "金额") == fen
    assert SIGNED.parse(str(SIGNED.export(fen)), "金额") == fen
    assert re.fullmatch(SIGNED.schema()["pattern"], str(SIGNED.export(fen)))


@given(st.decimals(0, 10**9, places=4))
def test_an_area_survives_being_shown_and_exported(mu: Decimal) -> None:
    assert AREA.parse(AREA.show(mu), "面积") == mu
    assert AREA.parse(str(AREA.export(mu)) + "亩", "面积") == mu
    assert re.fullmatch(AREA.schema()["pattern"], str(AREA.export(mu)))


@given(st.integers(-(10**10), 10**10))
def test_points_survive_being_shown_and_exported(hundredths: int) -> None:
    assert POINTS.parse(POINTS.show(hundredths), "分值") == hundredths
    assert POINTS.parse(str(POINTS.export(hundredths)) + "分", "分值") == hundredths


@given(st.integers(0, 10**12))
def test_a_count_survives_being_shown_and_exported(count: int) -> None:
    assert COUNT.parse(COUNT.show(count), "人数") == count
    assert COUNT.parse(f"{COUNT.export(count)}人", "人数") == count


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_survives_being_shown_and_exported(day: date) -> None:
    for text in (DAY.show(day), str(DAY.export(day)), f"{day.year}/{day.month}/{day.day}"):
        assert DAY.parse(text, "日期") == day
    assert DAY.parse(f"{day.year} 年 {day.month} 月 {day.day} 日", "日期") == day


@given(st.dates(date(1901, 1, 1), date(2100, 12, 31)), st.sampled_from([1, 3, 6, 12]))
def test_a_period_survives_being_exported_and_adjoins_the_next(day: date, months: int) -> None:
    period = Period.containing(day, months)
    assert PERIOD.parse(str(PERIOD.export(period)).lower(), "期间") == period
    assert period.first <= day <= period.last
    if period.next().year <= 2100:
        assert period.adjoins(Period.parse(period.next().text))
    assert re.fullmatch(PERIOD.schema()["pattern"], period.text)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_by_every_type(text: str) -> None:
    kinds = (MONEY, SIGNED, AREA, DAY, PERIOD, POINTS, COUNT, YES, ID, Choice(("甲", "乙")), Texts())
    for kind in kinds:
        try:
            value: Any = kind.read(text, "某项")
        except BadValue:
            continue
        assert isinstance(kind.show(value), str)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2022.6.5", "field.day"),
        ("22-6-5", "field.day"),
        ("6/5/2022", "field.day"),
        ("20220605", "field.day"),
        ("2022-06", "field.day"),
        ("2022年6月", "field.day"),
        ("6月5日", "field.day"),
        ("二〇二二年六月五日", "field.day"),
        ("2022-06-05 00:00:00", "field.day"),
        ("5-Jun-22", "field.day"),
        ("长期", "field.day"),
        ("1899-12-31", "field.day"),
        ("9999-12-31", "field.day"),
        ("2022-02-30", "field.no-such-day"),
        ("2022年2月29日", "field.no-such-day"),
        ("2022-13-01", "field.no-such-day"),
        ("44713", "field.day-number"),
        ("44713.5", "field.day-number"),
        ("####", "field.hashes"),
    ],
)
def test_what_is_no_day_is_refused_in_its_own_words(text: str, code: str) -> None:
    assert refused(DAY, text) == code


def test_a_day_number_is_turned_into_the_day_it_stands_for() -> None:
    with pytest.raises(BadValue) as raised:
        DAY.read("44713", "日期")
    assert raised.value.values["day"] == date(2022, 6, 1)
    with pytest.raises(BadValue) as raised:
        PERIOD.read("44713", "期间")
    assert raised.value.values["day"] == "2022-06"


@pytest.mark.parametrize(
    "text", ["2022-6", "2022年6月", "202206", "2022-13", "2022-Q5", "2022Q2", "上半年", "1800"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    assert refused(PERIOD, text) == "field.period"


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (AREA, "12.55555", "field.decimals"),
        (AREA, "12.5公顷", "field.number"),
        (AREA, "1.2万亩", "field.unit"),
        (AREA, "-1", "field.negative"),
        (AREA, "约12亩", "field.number"),
        (POINTS, "2.505", "field.decimals"),
        (POINTS, "2-3", "field.number"),
        (Points(signed=False), "-2", "field.negative"),
        (COUNT, "12.5", "field.integer"),
        (COUNT, "812户", "field.integer"),
        (COUNT, "约800", "field.integer"),
        (COUNT, "-1", "field.negative"),
        (Integer(least=1, most=28), "31", "field.range"),
        (Number(2), "1.234", "field.decimals"),
        (YES, "有", "field.boolean"),
        (YES, "1", "field.boolean"),
        (YES, "√", "field.boolean"),
        (Choice(("在用", "闲置")), "在", "field.choice"),
        (ID, "HT 001", "field.id"),
        (ID, "HT/001", "field.id"),
        (ID, "（1）", "field.id"),
        (ID, "a" * 65, "field.id"),
        (ID, "..", "field.id"),
        (ID, "index", "field.id-reserved"),
        (ID, "CON", "field.id-reserved"),
        (ID, "con.txt", "field.id-reserved"),
        (ID, "LPT9", "field.id-reserved"),
    ],
)
def test_what_a_type_can_not_hold_is_refused_in_its_own_words(kind: Type, text: str, code: str) -> None:
    assert refused(kind, text) == code


def test_numbers_drop_their_own_unit_and_idle_zeros() -> None:
    assert AREA.read("12.50 亩", "面积") == Decimal("12.5")
    assert AREA.export(Decimal("12.50")) == "12.5"
    assert POINTS.read("2.000分", "分值") == 200
    assert COUNT.read("1,234人", "人数") == 1234
    assert COUNT.read("12.0", "人数") == 12
    assert Number(signed=True).read("-0", "数") == 0


def test_yes_and_no_in_both_languages() -> None:
    assert [YES.read(text, "是否") for text in ("是", "TRUE", "Yes ", "ＹＥＳ")] == [True] * 4
    assert [YES.read(text, "是否") for text in ("否", "false", "no")] == [False] * 3
    assert (YES.show(True), YES.show(False), YES.show(None)) == ("是", "否", "—")


def test_a_choice_offers_the_nearest_word_and_takes_its_aliases() -> None:
    kind = Choice(("monthly", "quarterly"), {"每月": "monthly", "每季": "quarterly"})
    assert kind.read("每月", "周期") == "monthly"
    with pytest.raises(BadValue) as raised:
        kind.read("每季度", "周期")
    assert raised.value.values == {
        "label": "周期",
        "value": "每季度",
        "choices": "每月、每季",
        "nearest": "是不是想写“每季”？",
    }


def test_ids_are_kept_in_one_form() -> None:
    assert ID.read(" HT-001 ", "编号") == "HT-001"
    assert ID.read("合同〔2022〕1号", "编号") == "合同〔2022〕1号"
    assert not valid_id("e\u0301")


def test_texts_are_one_list_however_they_are_written() -> None:
    assert Texts().read("甲、乙；丙", "名单") == ("甲", "乙", "丙")
    assert Texts().read(["甲", " 乙 "], "名单") == ("甲", "乙")
    assert Texts().export(("甲", "乙")) == "甲、乙"


def test_missing_values_are_shown_as_a_dash_and_exported_as_nothing() -> None:
    for kind in (MONEY, AREA, DAY, PERIOD, POINTS, COUNT, YES, ID, Texts()):
        assert kind.show(None) == "—"
        assert kind.export(None) is None


@pytest.mark.parametrize("kind", [MONEY, DAY, ID, YES, PERIOD])
def test_a_list_is_no_single_value(kind: Type) -> None:
    with pytest.raises(BadValue) as raised:
        kind.read(["1"], "某项")
    assert raised.value.message.code == "field.shape"


def test_a_field_may_be_written_by_key_label_and_unit() -> None:
    area = Field("area_mu", "面积", AREA)
    assert {"area_mu", "面积", "面积(亩)", "area_mu(亩)"} <= set(area.names())
    assert area.header == "面积（亩）"
    assert {plain_name("面积（亩）"), plain_name(" 面 积 (亩) "), plain_name("面积（亩）*")} == {"面积(亩)"}
    assert plain_name("金额（万元）") not in Field("amount", "金额", MONEY).names()


def test_usual_keys_bring_their_labels() -> None:
    assert (Field("contract").label, Field("note", "备注").labels) == ("合同编号", ("备注", "说明"))
    assert Field("for", "赞成").attribute == "for_"


def test_the_nearest_known_name() -> None:
    assert nearest("摘耍", ["日期", "摘要", "金额"]) == "摘要"
    known = ["名称", "层级", "population", "合同编号", "id"]
    assert nearest("popluation", known) == "population"
    assert nearest("Population", known) == "population"
    assert nearest("合同号", known) == "合同编号"
    assert nearest("天气", known) is None
