"""Ledgers that tell of each other: links both ways, objections, and what boards above add up, build after build."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sitegen.build.pipeline import Outcome
from sitegen.build.plan import Options
from tests.build.site import Site, assert_as_if_built_anew
from tests.conftest import CHECKOUT
from tests.site_text import write_site

PROBLEM = """
-- content/problems/problems.csv --
编号,问题,来源,发现日期,整改时限
W-1,路灯不亮,群众提,2022-09-03,2022-09-20
"""
VILLAGES = """
-- content/site.yaml --
calendar: {preset: chongqing}
registers:
  leases:
    title: 场地出租
    group_by: [use, let_on]
    average: rent
    due: due
    done: back_on
    fields:
      - {key: id, label: 编号, type: id, required: 是}
      - {key: use, label: 用途}
      - {key: let_on, label: 出租日, type: date}
      - {key: due, label: 归还期, type: date}
      - {key: back_on, label: 归还日, type: date}
      - {key: rent, label: 租金, type: money}
      - {key: contract, label: 合同, type: reference, to: contracts}
-- content/board.yaml --
name: 柳树镇
level: 镇
-- content/east/board.yaml --
name: 东村
level: 村
-- content/east/affairs/2022-11-05-road.md --
---
title: 二组道路硬化项目公示
date: 2022-11-05
---
道路硬化。
-- content/east/contracts/contracts.csv --
合同编号,合同名称,类型,承包方,起,止,应收,已收
HT-1,二组鱼塘承包合同,鱼塘,张建国,2021-01-01,2025-12-31,7200,7200
HT-2,晒场出租合同,场地,李大山,2021-01-01,2025-12-31,600,600
-- content/east/leases/leases.csv --
编号,用途,出租日,归还期,归还日,租金,合同
L1,仓库,2022-01-05,2022-12-01,2022-11-30,100,HT-2
L2,店面,2022-01-20,2022-12-20,,200,
L3,仓库,2022-02-01,2023-02-01,,,
-- content/east/problems/problems.csv --
编号,问题,来源,发现日期,整改时限,完成日期
W-1,路灯不亮,群众提,2022-09-03,2022-09-20,2022-09-15
W-2,水渠堵塞,上级点,2022-10-08,2022-12-30,
-- content/east/services/services.csv --
编号,提出日期,问题,答复日期,答复,针对
H-1,2022-12-30,鱼塘承包价是怎么定的？,,,contracts/HT-1
-- content/west/board.yaml --
name: 西村
level: 村
-- content/west/problems/problems.csv --
编号,问题,来源,发现日期,整改时限,完成日期
W-1,垃圾池满溢,群众提,2022-10-01,2022-10-31,2022-10-20
-- content/north/board.yaml --
name: 北村
level: 村
-- content/north/affairs/2022-12-01-x.md --
---
title: 关于换水表的通知
date: 2022-12-01
---
请各户配合。
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    write_site(tmp_path, VILLAGES)
    return Site(tmp_path, Options(day=date(2022, 12, 31)))


def built(site: Site) -> Outcome:
    outcome = site.build()
    assert not outcome.failed, outcome.diagnostics
    return outcome


def ledgers_rendered(outcome: Outcome) -> set[tuple[str, str]]:
    """The ledgers whose pages were rendered; what gathers a whole board (its home and the like) is left out."""
    gathered = ("home", "kiosk", "search")
    return {(board, group) for board, group in outcome.rendered if group not in gathered}


def page(site: Site, path: str) -> str:
    return (site.root / "public" / path).read_text(encoding="utf-8")


def summary(site: Site, path: str = "") -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(
        (site.root / "public" / path / "data/board.json").read_bytes()
    )
    return found


def test_a_contract_lists_what_names_it(site: Site) -> None:
    built(site)
    assert '<a href="../leases/L1.html">' in page(site, "east/contracts/HT-2.html")
    assert 'id="mentions"' not in page(site, "east/contracts/HT-1.html")
    assert '<a href="../contracts/HT-2.html">HT-2</a>' in page(site, "east/leases/L1.html")


def test_an_objection_stands_on_the_page_of_what_it_objects_to(site: Site) -> None:
    built(site)
    shown = page(site, "east/contracts/HT-1.html")
    assert "鱼塘承包价是怎么定的？" in shown
    assert '应在<time datetime="2023-01-02">2023年1月2日</time>前答复' in shown
    assert "等待答复" in shown


def test_an_answer_reaches_the_contracts_page_and_only_what_shows_it(site: Site) -> None:
    built(site)
    site.change("east/services/services.csv", "定的？,,,", "定的？,2022-12-31,按评估价。,")
    outcome = built(site)
    assert "按评估价。" in page(site, "east/contracts/HT-1.html")
    assert ledgers_rendered(outcome) == {("", "services"), ("east", "contracts"), ("east", "services")}
    assert_as_if_built_anew(site, outcome)


def test_a_question_becomes_overdue_with_the_day_on_the_contracts_page_too(site: Site) -> None:
    built(site)
    later = replace(site, options=replace(site.options, day=date(2023, 1, 3)))
    outcome = built(later)
    assert "超期没有答复" in page(site, "east/contracts/HT-1.html")
    assert summary(site)["services"]["overdue"] == 1
    assert_as_if_built_anew(later, outcome)


def test_a_link_that_goes_leaves_the_contracts_page(site: Site) -> None:
    built(site)
    site.change("east/leases/leases.csv", "100,HT-2", "100,")
    outcome = built(site)
    assert 'id="mentions"' not in page(site, "east/contracts/HT-2.html")
    assert_as_if_built_anew(site, outcome)


def test_a_township_adds_up_ranks_and_links_down(site: Site) -> None:
    built(site)
    problems = summary(site)["problems"]
    assert (problems["count"], problems["done"], problems["done_rate"], problems["overdue"]) == (
        3,
        2,
        "66.67",
        1,
    )
    shown = page(site, "problems/index.html")
    assert '<a href="../east/problems/index.html#state-done">1</a>' in shown
    assert '<a href="../north/index.html">北村</a>' in shown
    assert "3 个下级公开栏中 2 个登记了问题整改" in shown
    assert 'href="problems/index.html#below"' in page(site, "index.html")
    assert "problems/index.html" not in page(site, "north/index.html")
    assert not (site.root / "public/north/problems").exists()


def test_a_village_that_mends_a_problem_changes_the_townships_page_and_no_other_village(site: Site) -> None:
    built(site)
    site.change("east/problems/problems.csv", "2022-12-30,", "2022-12-30,2022-12-31")
    outcome = built(site)
    assert summary(site)["problems"]["done_rate"] == "100.00"
    assert ledgers_rendered(outcome) == {("", "problems"), ("east", "problems")}
    assert_as_if_built_anew(site, outcome)


def test_a_townships_page_of_a_ledger_goes_with_the_last_village_that_has_it(site: Site) -> None:
    built(site)
    for village in ("east", "west"):
        (site.content / village / "problems/problems.csv").unlink()
    outcome = built(site)
    assert not (site.root / "public/problems/index.html").exists()
    assert_as_if_built_anew(site, outcome)


def test_a_register_of_the_sites_own_has_states_averages_and_several_groupings(site: Site) -> None:
    built(site)
    rows = json.loads((site.root / "public/east/data/leases.json").read_bytes())
    assert [row["state"] for row in rows] == ["done", "overdue", "open"]
    leases = summary(site, "east")["leases"]
    assert (leases["done_rate"], leases["rent_rate"]) == ("33.33", "150.00")
    assert "店面" in page(site, "east/leases/by/use.html")
    assert "2022年1月" in page(site, "east/leases/by/let_on-month.html")


_IMPORTED = """
import contextlib, sys
from sitegen.cli import main
with contextlib.suppress(SystemExit):
    main(["check"])
ledgers = ("contracts", "problems", "training", "points")
print([name for name in ledgers if f"sitegen.registers.{name}" in sys.modules])
"""


def test_ledgers_that_no_board_has_are_not_imported(tmp_path: Path) -> None:
    write_site(tmp_path, "-- content/board.yaml --\nname: 柳树村\nlevel: 村\n" + PROBLEM)
    env = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"}
    told = subprocess.check_output([sys.executable, "-c", _IMPORTED], cwd=tmp_path, env=env, encoding="utf-8")
    assert told.splitlines()[-1] == "['problems', 'points']"
