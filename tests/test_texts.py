"""Plain texts beside statements and notices, and figures in the words in which they are read out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.spoken import read_aloud, spoken
from sitegen.texts import MOST, plain_text, shortened
from tests.conftest import Ran

SITE = """
-- content/site.yaml --
base_url: https://village.example.cn/gk/
-- content/board.yaml --
name: 柳树村
level: 村
hotline: 0700-5550116
-- content/households.csv --
户号,户主
1,王小明
2,李大海
-- content/finance/2022-06.yaml --
period: 2022-06
opening: 1000
income:
  - {date: 2022-06-05, item: 场地租金, category: 出租及承包收入, amount: 250.50, payee: 王小明}
expense:
  - {date: 2022-06-06, item: 电费, category: 水电费, amount: 100.05}
  - {date: 2022-06-07, item: 会议用水, category: 会议费, amount: 20}
closing: 1130.45
reviewed_by: 赵监督
reviewed_on: 2022-07-02
-- content/affairs/road.md --
---
title: 二组道路硬化公示
date: 2022-06-08
issuer: 柳树村村民委员会
notice: {start: 2022-06-08, end: 2022-06-14}
---
长 320 米，**三家**报价[^1]。

| 项目 | 金额 |
|---|---|
| 材料 | 8,000 |

- 先修东头

[^1]: 见附表。
-- content/affairs/relief.md --
---
title: 临时救助公示
date: 2022-06-09
category: 救助
notice: {start: 2022-06-09, end: 2022-06-15}
---
二组一户，救助 500 元。
"""


@pytest.fixture
def texts(site_text: Callable[[str], Path], run: Callable[..., Ran]) -> Callable[..., dict[str, str]]:
    """Build the site (with more files) as of a day; the texts by their paths."""

    def build(more: str = "", day: str = "2022-06-10") -> dict[str, str]:
        site_text(SITE)
        root = site_text(more) if more else site_text(SITE)
        built = run("build", "--as-of", day)
        assert built.code == 0, built.stderr
        public = root / "public"
        found = public.rglob("*.txt")
        return {path.relative_to(public).as_posix(): path.read_text(encoding="utf-8") for path in found}

    return build


def test_a_statement_as_it_is_sent_to_a_group(texts: Callable[..., dict[str, str]]) -> None:
    assert texts()["finance/2022-06.txt"].splitlines() == [
        "【柳树村】2022年6月财务收支",
        "上月余额 1,000.00元，本月收入 250.50元，本月支出 120.05元，本月余额 1,130.45元。",
        "收入 1 笔：出租及承包收入 250.50元。",
        "支出 2 笔：水电费 100.05元，会议费 20.00元。",
        "本年累计从2022年6月起：收入 250.50元，支出 120.05元。",
        "赵监督于2022年7月2日审核。",
        "有疑问请打监督电话 0700-5550116。",
        "全文：https://village.example.cn/gk/finance/2022-06.html",
    ]


def test_a_notice_as_it_is_sent_to_a_group(texts: Callable[..., dict[str, str]]) -> None:
    assert texts()["affairs/road.txt"].splitlines() == [
        "【柳树村】二组道路硬化公示",
        "柳树村村民委员会2022年6月8日发布。",
        "长 320 米，三家报价。",
        "项目 金额",
        "材料 8,000",
        "· 先修东头",
        "公示期：2022年6月8日至2022年6月14日，共 7 个自然日。有意见请在公示期内提出，联系：0700-5550116。",
        "全文：https://village.example.cn/gk/affairs/road.html",
    ]


def test_what_will_be_withdrawn_is_not_copied_about(texts: Callable[..., dict[str, str]]) -> None:
    text = texts()["affairs/relief.txt"]
    assert "500" not in text
    assert "2022年6月16日起撤下" in text
    assert "affairs/relief.txt" not in texts(day="2022-06-16")


def test_the_page_holds_and_links_its_text(texts: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    text = texts()["affairs/road.txt"]
    page = (tmp_path / "site" / "public" / "affairs" / "road.html").read_text(encoding="utf-8")
    assert '<a href="road.txt">' in page
    assert text.strip() in page


def test_private_names_are_masked_and_no_text_is_too_long(texts: Callable[..., dict[str, str]]) -> None:
    lines = "".join(
        f"  - {{date: 2022-05-05, item: 事项{n}, category: 自己起名的一个相当长的科目{n}, amount: {n}}}\n"
        for n in range(1, 60)
    )
    body = "村里的事大家议，大家定。" * 300
    found = texts(
        f"-- content/finance/2022-05.yaml --\nperiod: 2022-05\nopening: 2770\nincome: []\nexpense:\n{lines}closing: 1000\n"
        f"-- content/affairs/long.md --\n---\ntitle: 很长的公告\ndate: 2022-06-01\n---\n{body}\n"
    )
    assert not any("王小明" in text for text in found.values())
    assert all(len(text) <= MOST + 1 for text in found.values())
    expense = next(line for line in found["finance/2022-05.txt"].splitlines() if line.startswith("支出"))
    amounts = [int(figure.replace(",", "")) for figure in re.findall(r"([\d,]+)\.00元", expense)]
    assert sum(amounts) == sum(range(1, 60))
    assert re.search(r"其余 \d+ 项", expense)
    assert "……" in found["affairs/long.txt"]


def test_a_corrected_notice_says_so(texts: Callable[..., dict[str, str]]) -> None:
    found = texts(
        "-- content/affairs/road-2.md --\n---\ntitle: 道路硬化公示（更正）\ndate: 2022-06-09\nsupersedes: road.md\n---\n改正。\n"
    )
    assert "请以“道路硬化公示（更正）”为准" in found["affairs/road.txt"]


@given(st.text(max_size=900), st.integers(0, 600))
def test_a_shortened_text_is_short(text: str, most: int) -> None:
    assert len(shortened(text, most)) <= most
    assert shortened(text, len(text)) == text


@given(
    st.lists(st.sampled_from(["字。", "<p>", "</p>", "<strong>", "</strong>", "&lt;b&gt;", "<br>"])),
    st.integers(0, 40),
)
def test_marks_leave_no_trace(parts: list[str], most: int) -> None:
    assert "strong" not in plain_text("".join(parts), most)


DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}


def heard(words: str) -> int:
    """The number that somebody understands who hears the words."""
    total = group = digit = 0
    for sign in words:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in "十百千":
            unit = 10 ** (1 + "十百千".index(sign))
            group += (digit or 1) * unit if sign == "十" else digit * unit
            digit = 0
        else:
            total += (group + digit) * {"万": 10**4, "亿": 10**8, "兆": 10**12}[sign]
            group = digit = 0
    return total + group + digit


@given(st.integers(0, 10**16 - 1))
def test_a_number_is_heard_as_it_is(number: int) -> None:
    assert heard(spoken(number)) == number


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("余额 196,285.05元", "余额 十九万六千二百八十五元零五分"),
        ("2元2角", "两元两角"),
        ("0.20元", "两角"),
        ("欠 0.00元", "欠 零元"),
        ("−3,200.00元", "负三千二百元"),
        ("占 26.34%，12.50 亩", "占 百分之二十六点三四，十二点五亩"),
        ("2022年6月2日，第2组 2户 2 份", "二〇二二年六月二日，第二组 两户 两份"),
        ("2022-06-05，期间 2022-06", "二〇二二年六月五日，期间 二〇二二年六月"),
        ("电话 0700-5550116", "电话 零七零零五五五零幺幺六"),
        ("户号 1008", "户号幺零零八"),
        ("10500 元，2000 元，10 人", "一万零五百元，两千元，十人"),
    ],
)
def test_what_is_written_is_read_out_as_people_say_it(written: str, read: str) -> None:
    assert read_aloud(written) == read


@given(st.text("0123456789,.-−%元户号年月日 共", max_size=30))
def test_nothing_stays_a_figure(text: str) -> None:
    assert not re.search(r"\d", read_aloud(text))
