"""A build renders what depends on a change, and nothing else."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import date

import pytest

from sitegen.build.pipeline import Outcome
from sitegen.paths import built_in
from tests.build.site import Site, assert_as_if_built_anew, small_county

HOMES = {("", "home"), ("t01", "home"), ("t01/v01", "home")}
"""The front pages of the first village and of the boards above it."""
SEARCH = ("t01/v01", "search")
"""What people may look for in the first village."""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = small_county(tmp_path_factory.mktemp("county"))
    shutil.copytree(site.content, site.root / "as-written")
    return site


@pytest.fixture
def site(lived_in: Site) -> Site:
    """A county that was just built; each test finds the content as it was written."""
    for folder in ("content", "templates"):
        shutil.rmtree(lived_in.root / folder, ignore_errors=True)
    shutil.copytree(lived_in.root / "as-written", lived_in.content)
    lived_in.build()
    return lived_in


def rendered(site: Site) -> set[tuple[str, str]]:
    """The page groups that a build renders now; the result is right, too."""
    outcome = site.build()
    assert not outcome.failed, outcome.diagnostics
    assert_as_if_built_anew(site, outcome)
    return pages(outcome)


def pages(outcome: Outcome) -> set[tuple[str, str]]:
    """What was rendered but for the hall's screens, which repeat some of what the other pages say."""
    return {group for group in outcome.rendered if group[1] != "kiosk"}


def test_the_first_build_renders_everything(tmp_path: object, lived_in: Site) -> None:
    outcome = lived_in.build(clean=True)
    registers = ("affairs", "contracts", "finance", "home", "party", "points", "search")
    villages = {(village, name) for village in ("t01/v01", "t01/v02") for name in registers}
    assert pages(outcome) == {*HOMES, ("", "search"), ("t01", "search"), *villages}
    screens = {board for board, group in outcome.rendered if group == "kiosk"}
    assert screens == {"", "t01", "t01/v01", "t01/v02"}


def test_a_new_amount_in_a_statement(site: Site) -> None:
    site.book("t01/v01", 2, 35)
    assert rendered(site) == {*HOMES, ("t01/v01", "finance"), SEARCH}


def test_a_receipt_of_a_contract(site: Site) -> None:
    site.book("t01/v01", 2, 1, contract="HT-003")
    assert rendered(site) == {*HOMES, ("t01/v01", "finance"), ("t01/v01", "contracts"), SEARCH}


def test_a_change_in_the_second_village_leaves_the_first_alone(site: Site) -> None:
    site.book("t01/v02", 2, 35)
    village = {("t01/v02", group) for group in ("home", "finance", "search")}
    assert rendered(site) == {("", "home"), ("t01", "home"), *village}


def test_a_typo_in_a_notice_stays_in_its_village(site: Site) -> None:
    path = next((site.content / "t01/v01/party").glob("*.md")).relative_to(site.content).as_posix()
    site.change(path, "## 安排", "## 安　排")
    assert rendered(site) <= {("t01/v01", "party"), ("t01/v01", "home")}


def test_a_further_notice_is_counted_above(site: Site) -> None:
    site.write("t01/v01/party/new.md", "---\ntitle: 通知\ndate: 2022-11-01\n---\n\n开会。\n")
    assert rendered(site) == {*HOMES, ("t01/v01", "party"), SEARCH}


def test_a_household_that_moves_to_another_grid(site: Site) -> None:
    site.change("t01/v01/points/households.csv", "三组,第3网格", "三组,第1网格")
    groups = rendered(site)
    assert ("t01/v01", "points") in groups
    assert not {("t01/v01", "finance"), ("t01", "home"), ("", "home")} & groups


def test_one_template_renders_the_pages_that_use_it(site: Site) -> None:
    override(site, "finance/statement.html")
    assert rendered(site) == {("t01/v01", "finance"), ("t01/v02", "finance")}
    shutil.rmtree(site.root / "templates")
    assert rendered(site) == {("t01/v01", "finance"), ("t01/v02", "finance")}


def test_a_part_of_the_front_page_renders_the_front_pages(site: Site) -> None:
    override(site, "home/below.html")
    fronts = rendered(site)
    assert {("", "home"), ("t01", "home")} <= fronts
    assert {name for _, name in fronts} == {"home"}


def test_the_frame_of_all_pages_renders_everything(site: Site) -> None:
    everything = pages(site.build(clean=True))
    override(site, "base.html")
    assert rendered(site) == everything


def override(site: Site, name: str) -> None:
    target = site.root / "templates" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    text = (built_in("templates") / name).read_text(encoding="utf-8")
    target.write_text(text.replace("</div>", "<!-- 改 --></div>") + "{# 改 #}\n", encoding="utf-8")


def test_a_template_that_no_page_uses_renders_nothing(site: Site) -> None:
    target = site.root / "templates" / "notes.html"
    target.parent.mkdir()
    target.write_text("只给设计者看", encoding="utf-8")
    assert rendered(site) == set()


def test_the_site_title_renders_everything(site: Site) -> None:
    everything = pages(site.build(clean=True))
    site.settings(title="云水公开")
    assert rendered(site) == everything
    (site.content / "site.yaml").unlink()
    site.build()


def test_a_style_sheet_of_the_theme_renders_no_page(site: Site) -> None:
    theme = site.root / "themes" / "default"
    shutil.copytree(built_in("themes") / "default", theme)
    (theme / "static" / "board.css").write_text("body { color: #111 }\n", encoding="utf-8")
    outcome = site.build()
    assert outcome.rendered == []
    assert outcome.changed == ["_static/board.css"]
    assert_as_if_built_anew(site, outcome)
    shutil.rmtree(site.root / "themes")


def test_touched_but_equal_files_render_nothing(site: Site) -> None:
    for path in site.content.rglob("*.*"):
        os.utime(path)
        site.write(path.relative_to(site.content).as_posix(), path.read_text(encoding="utf-8"))
    outcome = site.build()
    assert outcome.rendered == []
    assert outcome.changed == []


def test_a_draft_renders_nothing(site: Site) -> None:
    site.write("t01/v01/affairs/_draft.md", "还没写完")
    assert rendered(site) == set()


class TestNewDay:
    """The day is in no key: pages on which nothing begins or ends stand as they are."""

    @pytest.fixture
    def site(self, site: Site) -> Site:
        """Nothing happens in January 2023 but what a test writes; contracts end at other times."""
        for village in ("v01", "v02"):
            shutil.rmtree(site.content / "t01" / village / "contracts")
            for sheet in (site.content / "t01" / village / "finance").glob("2022-0*"):
                sheet.unlink()
        site = replace(site, options=replace(site.options, day=date(2023, 1, 10)))
        site.build()
        return site

    def on(self, site: Site, day: str) -> Site:
        return replace(site, options=replace(site.options, day=date.fromisoformat(day)))

    def test_a_day_on_which_nothing_begins_or_ends(self, site: Site) -> None:
        assert rendered(self.on(site, "2023-01-11")) == set()
        assert rendered(self.on(site, "2023-01-10")) == set()

    def test_the_day_after_a_notice_period(self, site: Site) -> None:
        notice = "---\ntitle: 通知\ndate: 2023-01-09\nnotice: {start: 2023-01-09, end: 2023-01-15}\n---\n\n开会。\n"
        site.write("t01/v01/party/new.md", notice)
        site.build()
        assert rendered(self.on(site, "2023-01-15")) == set()
        assert rendered(self.on(site, "2023-01-16")) == {*HOMES, ("t01/v01", "party")}

    def test_the_day_of_a_scheduled_notice_and_back(self, site: Site) -> None:
        site.write("t01/v01/affairs/new.md", "---\ntitle: 通知\ndate: 2023-01-20\n---\n\n开会。\n")
        assert site.build().scheduled == 1
        assert rendered(self.on(site, "2023-01-19")) == set()
        assert rendered(self.on(site, "2023-01-20")) == {*HOMES, ("t01/v01", "affairs"), SEARCH}
        assert rendered(self.on(site, "2023-01-19")) == {*HOMES, ("t01/v01", "affairs"), SEARCH}
        assert not (site.output / "t01/v01/affairs/new.html").exists()

    def test_the_day_after_a_contract_ends(self, site: Site) -> None:
        contract = "id,title,kind,counterparty,start,end,annual_rent,amount_due,amount_received\nX1,鱼塘,鱼塘发包,村合作社,2020-02-01,2023-01-31,10,30,30\n"
        site.write("t01/v01/contracts/contracts.csv", contract)
        site.build()
        assert rendered(self.on(site, "2023-01-31")) == set()
        assert rendered(self.on(site, "2023-02-01")) == {*HOMES, ("t01/v01", "contracts"), SEARCH}

    def test_a_new_year(self, site: Site) -> None:
        """Rankings and roll-ups of the year begin anew; notices do not."""
        groups = rendered(self.on(site, "2024-01-01"))
        assert not {name for _, name in groups} & {"party", "affairs"}
