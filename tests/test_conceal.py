"""The gate between records and pages: numbers are refused, names are masked, officers are not."""

from __future__ import annotations

import pytest

from sitegen.diagnostics import Report
from sitegen.fields import Field, Id, Many, Officer, One, Party, Person, Phone, Text, Texts
from sitegen.guard.conceal import allowed, check_private, conceal
from sitegen.guard.names import NameMasker
from sitegen.settings import Allowance, Settings
from sitegen.sources.csv import read_csv
from sitegen.sources.text import Source
from sitegen.sources.yaml import read_yaml
from sitegen.tables import Record, Table

CARD, MOBILE, BANK = "11010519491231002X", "13812345678", "6222020200112233446"
WITNESS = Table("witness", "见证", (Field("name", "姓名", Person()), Field("words", "证言")), note=False)
MATTERS = Table(
    "matters",
    "事项",
    (
        Field("id", type=Id()),
        Field("about", "说明", labels=("情况",)),
        Field("head", "户主", Person()),
        Field("other", "对方", Party()),
        Field("officer", "经办人", Officer()),
        Field("phone", "值班电话", Phone()),
        Field("tags", "标签", Texts(), default=()),
        Field("first", "首位见证", One(WITNESS)),
        Field("witnesses", "见证人", Many(WITNESS)),
    ),
    note=False,
)
HEADS = ["张建国", "李四", "欧阳春梅"]


def of_yaml(text: str) -> tuple[Record, Source]:
    source = Source("content/matters/a.yaml", text)
    record = MATTERS.read_map(read_yaml(source), source, source.place(1, 1), Report())
    assert record is not None
    return record, source


def findings(text: str, settings: Settings | None = None) -> list[tuple[str, int]]:
    record, source = of_yaml(text)
    report = Report()
    check_private([[record]], [source], settings or Settings(), report)
    return [(d.code, d.line) for d in report.sorted()]


def concealed(text: str, settings: Settings | None = None) -> Record:
    record, source = of_yaml(text)
    conceal([(MATTERS, [record])], [source], settings or Settings(), NameMasker(HEADS))
    return record


@pytest.mark.parametrize(
    "number", [CARD, MOBILE, BANK, "１１０１０５１９４９１２３１００２Ｘ", "138 1234 5678", "138-1234-5678"]
)
def test_a_private_number_is_refused_wherever_it_stands(number: str) -> None:
    for text in (
        f"about: 联系 {number}。\n",
        f"officer: 王敏 {number}\n",
        f"tags: [甲, 联系 {number}]\n",
        f"first:\n  words: 电话 {number}\n",
        f"witnesses:\n  - words: 电话 {number}\n",
    ):
        line = 1 + text.count("\n", 0, text.index(number))
        assert findings(f"id: a\n{text}") == [("privacy.number", line + 1)], text


def test_a_number_hidden_by_escapes_is_found() -> None:
    assert findings('about: "\\x31380013\\x38000"\n') == [("privacy.number", 1)]


def test_the_message_never_quotes_the_whole_number() -> None:
    record, source = of_yaml(f"about: {CARD}\n")
    report = Report()
    check_private([[record]], [source], Settings(), report)
    text = (
        report.diagnostics[0].message() + report.diagnostics[0].remedy() + report.diagnostics[0].message("en")
    )
    assert CARD not in text


def test_an_office_telephone_may_be_a_mobile_but_nothing_else() -> None:
    assert findings(f"phone: {MOBILE}\n") == []
    assert findings(f"phone: {CARD}\n") == [("privacy.number", 1)]


def test_what_is_allowed_for_a_reason_stands() -> None:
    settings = Settings(allow=(Allowance("matters/a.yaml", "情况", "单位公开的号码"),))
    assert findings(f"about: {MOBILE}\n", settings) == []
    assert findings(f"officer: 王敏 {MOBILE}\n", settings) == [("privacy.number", 1)]
    other = Settings(allow=(Allowance("matters/b.yaml", "说明", "x"),))
    assert findings(f"about: {MOBILE}\n", other) == [("privacy.number", 1)]
    assert allowed((Allowance("affairs/a.md", "正文", "x"),), "content/affairs/a.md", None)


def test_a_health_word_beside_a_person_is_pointed_out() -> None:
    assert findings("head: 张建国\nabout: 因患癌症申请救助\n") == [("privacy.health", 2)]
    assert findings("about: 开展癌症防治宣传\n") == []


def test_persons_are_masked_and_officers_are_not() -> None:
    record = concealed(
        "head: 张建国\nother: 李四、绿源种植专业合作社、欧阳春梅\nofficer: 王建军\nphone: 0372-5550123\n"
        "first: {name: 赵小六, words: 张建国在场}\n"
        "witnesses:\n  - {name: 钱多多, words: 欧阳春梅也在}\n  - {name: 孙悟}\n"
    )
    assert record.head == "张*国"
    assert record.other == "李*、绿源种植专业合作社、欧阳*梅"
    assert record.officer == "王建军"
    assert record.phone == "0372-5550123"
    assert (record.first.name, record.first.words) == ("赵*六", "张*国在场")
    assert [(w.name, w.words) for w in record.witnesses] == [("钱*多", "欧阳*梅也在"), ("孙*", None)]


def test_names_of_households_are_masked_inside_other_text() -> None:
    record = concealed("about: 张建国家的围墙，李四家在旁边\ntags: [欧阳春梅, 围墙]\n")
    assert record.about == "张*国家的围墙，李四家在旁边"
    assert record.tags == ("欧阳*梅", "围墙")


def test_organisations_that_a_site_names_are_shown() -> None:
    assert concealed("other: 好再来\n").other != "好再来"
    named = Settings(organisations=("好再来",))
    assert concealed("other: 好再来\n", named).other == "好再来"


def test_full_names_only_where_a_site_says_so() -> None:
    assert concealed("head: 张建国\nabout: 张建国\n", Settings(names="full")).head == "张建国"


def test_a_table_is_masked_column_by_column() -> None:
    table = Table(
        "heads",
        "户表",
        (Field("id", type=Id()), Field("name", "户主", Person()), Field("about", "说明", Text())),
    )
    source = Source("content/households.csv", "id,户主,说明\n1,张建国,\n2,李四,张建国之弟\n3,,\n")
    records = table.read_sheet(read_csv(source, ""), Report())
    conceal([(table, records)], [source], Settings(), NameMasker(HEADS))
    assert [(r.name, r.about) for r in records] == [("张*国", None), ("李*", "张*国之弟"), (None, None)]
