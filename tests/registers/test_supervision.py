"""Supervision: active cards, and what was cleared in time."""

from __future__ import annotations

from sitegen.registers import registers
from tests.registers.one_board import Village

SUPERVISION = """
-- supervision/2022.csv --
编号,轮次,内容,问题,亮牌,时限,销号日期
D-1,2022年9月,坐班值班,值班人脱岗,黄,2022-09-30,2022-09-28
D-2,2022年9月,人居环境,杂物堆放,红,2022-10-15,2022-10-20
D-3,2022年11月,政策落实,公示牌过期,红牌,2022-12-10,
D-4,2022年12月,制度执行,台账登记不全,黄,2023-01-10,
D-5,2022年12月,制度执行,没有发现问题,绿,,
"""


def test_cards_are_active_until_cleared(village: Village) -> None:
    built = village(SUPERVISION)
    assert built.found == []
    assert [row["state"] for row in built.twin("supervision")] == ["done", "done", "overdue", "open", "open"]
    summary = registers()["supervision"].summary(built.board, built.view("supervision"))["supervision"]
    assert (summary["red"], summary["yellow"], summary["green"]) == (1, 1, 1)
    assert (summary["done_rate"], summary["in_time_rate"]) == ("40.00", "50.00")


def test_on_an_earlier_day_more_cards_were_active(village: Village) -> None:
    built = village(SUPERVISION.replace("2022-10-20", "2022-10-16"), "2022-10-15")
    summary = registers()["supervision"].summary(built.board, built.view("supervision"))["supervision"]
    assert summary["red"] == 2


def test_a_card_has_one_of_three_colours(village: Village) -> None:
    built = village(
        SUPERVISION.replace("D-1,2022年9月,坐班值班,值班人脱岗,黄", "D-1,2022年9月,坐班值班,值班人脱岗,蓝")
    )
    assert built.found == [("supervision/2022.csv", 2, "field.choice")]
