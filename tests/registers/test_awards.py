"""Awards: by period and list; households by their number only."""

from __future__ import annotations

from tests.registers.one_board import Village

HOUSEHOLDS = """
-- points/households.csv --
户号,户主
1008,张建国
1009,李大山
"""
AWARDS = """
-- awards/awards.csv --
期间,评比项目,榜单,对象,事由,奖励
2022-Q3,清洁庭院,红榜,1008,院落整洁,流动红旗
2022-Q3,清洁庭院,黑榜,三组,杂物堆放,
2022-Q4,致富带头人,光荣榜,绿源种植专业合作社,带动务工,奖牌
2022-Q4,致富带头人,光荣榜,欧阳春梅,带动务工,奖牌
"""


def test_lists_by_period_the_newest_first(village: Village) -> None:
    built = village(HOUSEHOLDS + AWARDS)
    assert built.found == []
    first, by_list, _ = built.view("awards").listings
    assert [(group.label, len(group.rows)) for group in first.groups] == [
        ("2022年第四季度", 2),
        ("2022年第三季度", 2),
    ]
    assert {group.label for group in by_list.groups} == {"红榜", "黑榜", "光荣榜"}


def test_a_households_number_leads_to_its_passbook(village: Village) -> None:
    view = village(HOUSEHOLDS + AWARDS).view("awards")
    cells = {cell.text: cell.href for g in view.listings[0].groups for row in g.rows for cell in row.cells}
    assert cells["1008"] == "points/households/1008.html"
    assert cells["三组"] is None


def test_a_persons_name_is_masked(village: Village) -> None:
    built = village(HOUSEHOLDS + AWARDS)
    assert [row["recipient"] for row in built.twin("awards")] == [
        "1008",
        "三组",
        "绿源种植专业合作社",
        "欧阳*梅",
    ]


def test_a_households_name_is_an_error_that_gives_its_number(village: Village) -> None:
    built = village(HOUSEHOLDS + AWARDS.replace("黑榜,三组", "黑榜,李大山"))
    assert built.found == [("awards/awards.csv", 3, "awards.household-name")]
    assert "1009" in built.messages()[0]
    assert "李大山" not in built.messages()[0]
