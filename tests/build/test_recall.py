"""A ledger that did not change is not read again: its view is what the last build wrote down."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest

from sitegen.build.keys import value_json
from sitegen.build.plan import Options, make_plan
from sitegen.diagnostics import Report
from sitegen.paper.load import load_board
from sitegen.paths import SitePaths
from sitegen.registers import folder
from sitegen.registers.board import Board
from sitegen.registers.finance import Finance
from sitegen.registers.points.view import PointsView
from tests.build.site import Site, assert_as_if_built_anew
from tests.conftest import CHECKOUT
from tests.site_text import write_site

VILLAGE = """
-- content/board.yaml --
name: 柳树村
level: 村
-- content/households.csv --
户号,户主,组,起始日,截止日,承继户号
1001,张建国,一组,,,
1002,李大山,一组,,2022-06-30,1003
1003,李小山,二组,,,
-- content/points/rules.yaml --
基础分: 100
类别:
  - {名称: 环境卫生, 上限: 12}
细则:
  - {编号: H-1, 类别: 环境卫生, 事项: 门前三包, 分值: 5}
  - {编号: H-2, 类别: 环境卫生, 事项: 乱倒垃圾, 分值: -3}
-- content/points/rewards.yaml --
奖励:
  - {编号: J-1, 名称: 洗衣粉一袋, 类型: 物质, 所需积分: 10}
-- content/points/redemptions.csv --
日期,户号,奖励编号
2022-05-20,1001,J-1
-- content/points/2022-Q1.csv --
日期,户号,细则编号,编号,冲正,备注
2022-01-10,1001,H-1,A-1,,张建国家门前干净
2022-01-11,1001,H-1,A-2,,
2022-01-12,1001,H-1,A-3,,
2022-02-02,1002,H-2,A-4,,
2022-02-09,1002,H-2,,A-4,
-- content/points/2022-Q4.csv --
日期,户号,细则编号
2022-10-10,1003,H-1
-- content/finance/2022-01.yaml --
period: 2022-01
opening: 100
income:
  - {date: 2022-01-05, item: 收租金, category: 经营收入, amount: 50}
expense:
  - {date: 2022-01-06, item: 买扫帚, category: 管理费用, amount: 20}
closing: 130
"""
LEDGERS = {"2022-Q1.csv", "2022-Q4.csv"}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A village that was just built, half a year after its last entry."""
    write_site(tmp_path, VILLAGE)
    site = Site(tmp_path, Options(day=date(2022, 12, 31), jobs=1))
    outcome = site.build()
    assert outcome.published, outcome.diagnostics
    return site


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the files that registers read."""
    found: set[str] = set()
    read_source = folder.read_source

    def read(path: Path, *rest: object) -> object:
        found.add(path.name)
        return read_source(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(folder, "read_source", read)
    return found


def correct_the_statement(site: Site) -> None:
    site.change("finance/2022-01.yaml", "买扫帚", "买铁锹")


def test_a_corrected_statement_leaves_the_ledgers_unread(site: Site, opened: set[str]) -> None:
    correct_the_statement(site)
    outcome = site.build()
    assert "2022-01.yaml" in opened
    assert not opened & LEDGERS
    assert_as_if_built_anew(site, outcome)


def test_and_the_next_one_does_too(site: Site, opened: set[str]) -> None:
    correct_the_statement(site)
    site.build()
    site.change("finance/2022-01.yaml", "收租金", "收场地租金")
    outcome = site.build()
    assert not opened & LEDGERS
    assert_as_if_built_anew(site, outcome)


def test_a_changed_template_leaves_the_ledgers_unread(site: Site, opened: set[str]) -> None:
    own = site.root / "templates/points/passbook.html"
    own.parent.mkdir(parents=True)
    own.write_text(
        (CHECKOUT / "templates/points/passbook.html").read_text(encoding="utf-8") + "\n<!-- 改 -->\n",
        encoding="utf-8",
    )
    outcome = site.build()
    assert ("", "points") in outcome.rendered
    assert not opened & LEDGERS
    assert_as_if_built_anew(site, outcome)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("points/2022-Q4.csv", "1003,H-1", "1001,H-1"),
        ("points/rules.yaml", "分值: 5", "分值: 4"),
        ("households.csv", "张建国", "张大国"),
        ("board.yaml", "柳树村", "杨树村"),
    ],
    ids=["ledger", "rules", "households", "name of the board"],
)
def test_what_the_ledgers_are_judged_by_makes_them_be_read(
    site: Site, opened: set[str], path: str, old: str, new: str
) -> None:
    site.change(path, old, new)
    outcome = site.build()
    assert opened >= LEDGERS
    assert_as_if_built_anew(site, outcome)


@pytest.mark.parametrize(
    "day", [date(2023, 1, 1), date(2022, 12, 30)], ids=["points change", "before the last build"]
)
def test_a_day_on_which_the_view_does_not_stand_makes_them_be_read(
    site: Site, opened: set[str], day: date
) -> None:
    correct_the_statement(site)
    that_day = replace(site, options=replace(site.options, day=day))
    outcome = that_day.build()
    assert opened >= LEDGERS
    assert_as_if_built_anew(that_day, outcome)


def test_a_warning_about_the_ledgers_is_given_again(site: Site, opened: set[str]) -> None:
    site.change("points/2022-Q4.csv", "2022-10-10", "2023-10-10")
    site.build(keep_going=True)
    assert site.build(keep_going=True).diagnostics
    site.change("points/2022-Q4.csv", "2023-10-10", "2022-10-10")
    site.change("board.yaml", "level: 村", "level: 村\nhouseholds: 77")
    warned = site.build().diagnostics
    assert "77" in str(warned)
    opened.clear()
    correct_the_statement(site)
    outcome = site.build()
    assert outcome.diagnostics == warned
    assert opened >= LEDGERS
    assert_as_if_built_anew(site, outcome)


def test_a_board_with_errors_is_asked_again_though_nothing_was_touched(site: Site) -> None:
    site.change("finance/2022-01.yaml", "closing: 130", "closing: 131")
    first = site.build(keep_going=True)
    assert first.broken == [""]
    time.sleep(2.1)  # younger files are never trusted by their times
    for _ in range(2):
        again = site.build(keep_going=True)
        assert (again.broken, again.diagnostics) == (first.broken, first.diagnostics)


def test_a_register_that_asks_for_entries_makes_them_be_read(
    site: Site, opened: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []
    derive = Finance.derive

    def curious(self: Finance, board: Board) -> object:
        counted.append(len(board.table("points-entries")))
        return derive(self, board)

    monkeypatch.setattr(Finance, "derive", curious)
    correct_the_statement(site)
    outcome = site.build()
    assert opened >= LEDGERS
    assert counted == [6]
    assert_as_if_built_anew(site, outcome)


@pytest.mark.parametrize("audience", ["public", "hall"])
def test_a_view_written_down_and_taken_up_again_is_the_same(site: Site, audience: str) -> None:
    for content in (site.content, CHECKOUT / "content"):
        options = Options(day=date(2022, 12, 31), audience=audience)
        plan = make_plan(SitePaths.of(content), options)
        assert plan.root is not None
        for found in plan.root.walk():
            board = load_board(plan, found, Report())
            view = board.views.get("points")
            recall = plan.registers["points"].recall if "points" in plan.registers else None
            if isinstance(view, PointsView):
                assert recall is not None
                written = value_json(view)
                again = recall.view(board, orjson.loads(written))
                assert value_json(again) == written
                assert again.households == view.households
                assert again.accounts == view.accounts
                assert again.redemptions == view.redemptions
                assert (again.received, again.handed_over) == (view.received, view.handed_over)
                assert again.next_change == view.next_change
