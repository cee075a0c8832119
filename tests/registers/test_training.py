"""Training: sums and averages, by year and kind."""

from __future__ import annotations

from sitegen.registers import registers
from tests.registers.one_board import Village

TRAINING = """
-- training/2022.csv --
编号,日期,主题,类型,师资,期数,人次
P-1,2022-03-10,果树修剪,种植,县农技站两人,2,86
P-2,2022-06-21,电商直播,电商,县职教中心,3,64
P-3,2021-11-02,防火知识,安全,镇应急站,,120
"""


def test_sums_and_averages(village: Village) -> None:
    built = village(TRAINING)
    assert built.found == []
    summary = registers()["training"].summary(built.board, built.view("training"))["training"]
    assert summary == {"count": 3, "sessions": 5, "attendances": 270, "attendances_rate": "90.00"}


def test_by_year_the_newest_first(village: Village) -> None:
    groups = village(TRAINING).view("training").listings[0].groups
    assert [(group.label, [row.id for row in group.rows]) for group in groups] == [
        ("2022年", ["P-2", "P-1"]),
        ("2021年", ["P-3"]),
    ]
    assert {f.key: f.shown for f in groups[0].figures}["attendances_rate"] == "75"


def test_a_training_to_come_is_named(village: Village) -> None:
    assert village(TRAINING, "2022-06-01").found == [("training/2022.csv", 3, "register.future")]
