"""Notices: what is shown on which day, what links to what, and what is refused where."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sitegen.boards import BoardInfo
from sitegen.diagnostics import Diagnostic, Report
from sitegen.guard.calendar import Calendar
from sitegen.guard.conceal import conceal
from sitegen.guard.names import NameMasker
from sitegen.registers.board import Board, Page
from sitegen.registers.folder import Folder
from sitegen.registers.notices import (
    TABLES,
    Affairs,
    NoticesView,
    Party,
    check_notices,
    notice_files,
    notice_pages,
    notices_view,
    read_notices,
)
from sitegen.registers.points.tables import read_households
from sitegen.settings import Allowance, Settings

DAY = date(2022, 6, 5)
ROAD = "---\ntitle: 道路硬化公示\ndate: 2022-06-01\n---\n正文。\n"


@dataclass
class Village:
    """A village that holds nothing but notices (and households), as of a day."""

    root: Path
    settings: Settings = field(default_factory=Settings)

    def write(self, path: str, text: str | bytes) -> Village:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def picture(self, path: str) -> Village:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8)).save(self.root / path)
        return self

    def board(self, day: date = DAY) -> tuple[Board, Report]:
        report = Report()
        folders = {
            path.name: Folder(
                path,
                f"content/{path.name}",
                sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()),
            )
            for path in sorted(self.root.iterdir())
            if path.is_dir()
        }
        board = Board(BoardInfo("", "柳树村", "village"), (), (), self.settings, day, folders)
        if (self.root / "households.csv").exists():
            root = Folder(self.root, "content", ["households.csv"])
            board.records["households"] = read_households(root, "households.csv", report)
        for register in (Party(), Affairs()):
            if register.key in folders:
                board.records |= register.read(folders[register.key], report)
        if "finance" in folders:
            board.records["finance-notices"] = read_notices(folders["finance"], "finance-notices", report)
        return board, report

    def checked(self, day: date = DAY) -> list[Diagnostic]:
        board, report = self.board(day)
        for register in (Party(), Affairs()):
            if register.key in board.folders:
                register.check(board, report)
        if "finance" in board.folders:
            check_notices(board, "finance-notices", report, pages={"2022-06": "2022-06.yaml"})
        return report.sorted()

    def findings(self, day: date = DAY) -> list[str]:
        return [f"{d.file.removeprefix('content/')}:{d.line}:{d.column} {d.code}" for d in self.checked(day)]

    def view(self, key: str = "affairs", day: date = DAY) -> NoticesView:
        board, _ = self.board(day)
        return notices_view(board, key)

    def pages(self, key: str = "affairs", day: date = DAY) -> dict[str, Page]:
        board, _ = self.board(day)
        return {page.path: page for page in notice_pages(board, notices_view(board, key))}

    def body(self, stem: str, day: date = DAY) -> str:
        return str(self.pages(day=day)[f"affairs/{stem}.html"].values["body"])

    def files(self, key: str = "affairs", day: date = DAY) -> dict[str, bytes]:
        board, _ = self.board(day)
        return dict(notice_files(board, notices_view(board, key)))


@pytest.fixture
def village(tmp_path: Path) -> Village:
    root = tmp_path / "content"
    root.mkdir()
    return Village(root)


def notice(*lines: str, title: str = "公示", day: str = "2022-06-01", body: str = "正文。") -> str:
    return "\n".join(["---", f"title: {title}", f"date: {day}", *lines, "---", body, ""])


# ---- days ----


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2022-06-02", "scheduled"),
        ("2022-06-03", "running"),
        ("2022-06-09", "running"),
        ("2022-06-10", "ended"),
    ],
)
def test_a_notice_period_includes_its_first_and_last_day(village: Village, day: str, state: str) -> None:
    village.write("affairs/a.md", notice("notice: {start: 2022-06-03, end: 2022-06-09}"))
    (item,) = village.view(day=date.fromisoformat(day)).items
    assert (item.state, item.days, item.unit) == (state, 7, "natural")


def test_a_notice_period_may_count_working_days(village: Village) -> None:
    village.write("affairs/a.md", notice("公示期: {开始: 2022-06-06, 结束: 2022-06-12, 计日: 工作日}"))
    assert village.view().items[0].days == 5


def test_a_notice_without_period_has_no_state(village: Village) -> None:
    item = village.write("affairs/a.md", ROAD).view().items[0]
    assert (item.state, item.until, item.days) == (None, None, None)


def test_a_notice_dated_later_is_scheduled_and_not_published(village: Village) -> None:
    village.write("affairs/now.md", ROAD).picture("affairs/a.jpg")
    village.write("affairs/later.md", notice("attachments: a.jpg", day="2022-06-06"))
    view = village.view()
    assert [item.stem for item in view.items] == ["now"]
    assert view.scheduled == 1
    assert list(village.pages()) == ["affairs/now.html"]
    assert village.files() == {}
    assert village.view(day=date(2022, 6, 6)).scheduled == 0
    assert list(village.files(day=date(2022, 6, 6))) == ["affairs/a.jpg"]


def test_a_withdrawn_notice_leaves_title_and_days_only(village: Village) -> None:
    village.picture("affairs/a.jpg")
    village.write("affairs/a.md", notice("attachments: a.jpg", "withdraw_on: 2022-06-05", "contact: 0372-1"))
    assert village.view(day=date(2022, 6, 4)).items
    view = village.view()
    assert view.items == ()
    assert [(item.title, item.withdrawn_on) for item in view.withdrawn] == [("公示", DAY)]
    page = village.pages()["affairs/a.html"]
    assert (page.template, page.noindex) == ("notices/withdrawn.html", True)
    assert list(page.values) == ["notice"]
    assert village.files() == {}


@pytest.mark.parametrize("category", ["低保", "救助", "补贴"])
def test_what_concerns_single_persons_goes_the_day_after_its_period(village: Village, category: str) -> None:
    village.write(
        "affairs/a.md", notice(f"category: {category}", "notice: {start: 2022-06-01, end: 2022-06-07}")
    )
    assert village.view(day=date(2022, 6, 7)).items
    assert not village.view(day=date(2022, 6, 8)).items
    assert village.view(day=date(2022, 6, 8)).withdrawn


def test_another_category_stays_after_its_period(village: Village) -> None:
    village.write("affairs/a.md", notice("category: 工程", "notice: {start: 2022-06-01, end: 2022-06-07}"))
    assert village.view(day=date(2030, 1, 1)).items


def test_a_withdrawal_day_of_its_own_comes_first(village: Village) -> None:
    lines = ("category: 低保", "notice: {start: 2022-06-01, end: 2022-06-07}", "withdraw_on: 2022-06-20")
    village.write("affairs/a.md", notice(*lines))
    assert village.view(day=date(2022, 6, 19)).items


def test_what_is_for_party_members_is_in_no_public_build(village: Village) -> None:
    village.picture("party/a.jpg").write("party/a.md", notice("audience: 党员", "attachments: a.jpg"))
    assert village.findings() == []
    view = village.view("party")
    assert (view.items, view.withdrawn, view.scheduled, view.next_change) == ((), (), 0, None)
    assert village.pages("party") == village.files("party") == {}
    village.settings = Settings(audience="hall")
    assert village.view("party").items


def test_pages_change_when_a_notice_comes_begins_ends_or_goes(village: Village) -> None:
    village.write("affairs/a.md", notice("category: 低保", "notice: {start: 2022-06-03, end: 2022-06-09}"))
    village.write("affairs/b.md", notice(day="2022-06-20"))
    turns = []
    day: date | None = date(2022, 6, 1)
    while day is not None:
        turns.append(day.isoformat())
        day = village.view(day=day).next_change
    assert turns == ["2022-06-01", "2022-06-03", "2022-06-10", "2022-06-20"]


_DAYS = st.dates(date(2022, 5, 1), date(2022, 5, 20))


@settings(deadline=None, max_examples=40)
@given(days=st.tuples(_DAYS, _DAYS, _DAYS, _DAYS).map(sorted), category=st.sampled_from(["低保", "工程"]))
def test_nothing_changes_before_the_announced_day(
    tmp_path_factory: pytest.TempPathFactory, days: list[date], category: str
) -> None:
    root = tmp_path_factory.mktemp("village")
    published, start, end, seen = days
    text = notice(f"category: {category}", f"notice: {{start: {start}, end: {end}}}", day=str(published))
    village = Village(root).write("affairs/a.md", text)

    def shown(day: date) -> Any:
        view = village.view(day=day)
        return view.items, view.withdrawn, view.scheduled

    change = village.view(day=seen).next_change
    for ahead in range(25):
        day = date.fromordinal(seen.toordinal() + ahead)
        if change is None or day < change:
            assert shown(day) == shown(seen)
        elif day == change:
            assert shown(day) != shown(seen)


# ---- lists ----


def test_lists_are_newest_first_by_year_and_category(village: Village) -> None:
    for stem, day, category in (
        ("a", "2021-12-31", "工程"),
        ("b", "2022-01-02", "工程"),
        ("c", "2022-05-01", "会议"),
    ):
        village.write(f"affairs/{stem}.md", notice(f"category: {category}", day=day))
    village.write("affairs/d.md", notice(day="2022-05-01"))
    view = village.view()
    assert [item.stem for item in view.items] == ["d", "c", "b", "a"]
    assert [(year, [i.stem for i in items]) for year, items in view.years] == [
        (2022, ["d", "c", "b"]),
        (2021, ["a"]),
    ]
    assert [(c, [i.stem for i in items]) for c, items in view.categories] == [
        ("工程", ["b", "a"]),
        ("会议", ["c"]),
        ("其他", ["d"]),
    ]


def test_what_runs_out_first_is_listed_first_among_the_running(village: Village) -> None:
    village.write("affairs/a.md", notice("notice: {start: 2022-06-01, end: 2022-06-20}", day="2022-06-02"))
    village.write("affairs/b.md", notice("notice: {start: 2022-06-01, end: 2022-06-10}"))
    assert [item.stem for item in village.view().running] == ["b", "a"]
    assert Affairs().summary(village.board()[0], village.view()) == {
        "notices": {"total": 2, "running": 2, "scheduled": 0}
    }


def test_each_notice_leads_to_its_neighbours(village: Village) -> None:
    for day in (1, 2, 3):
        village.write(f"affairs/n{day}.md", notice(title=f"第{day}号", day=f"2022-06-0{day}"))
    values = village.pages()["affairs/n2.html"].values
    assert (values["newer"], values["older"]) == (("第3号", "n3.html"), ("第1号", "n1.html"))
    assert village.pages()["affairs/n3.html"].values["newer"] is None


# ---- corrections and links ----


def test_a_correction_and_what_it_corrects_lead_to_each_other(village: Village) -> None:
    village.write("affairs/old.md", notice(day="2022-05-01", title="旧"))
    village.write("affairs/new.md", notice("supersedes: old.md", title="新"))
    assert village.findings() == []
    pages = village.pages()
    assert pages["affairs/new.html"].values["corrects"].href == "affairs/old.html"
    assert [item.title for item in pages["affairs/old.html"].values["corrected_by"]] == ["新"]


def test_a_notice_of_another_register_may_be_corrected(village: Village) -> None:
    village.write("party/old.md", notice(day="2022-05-01"))
    village.write("affairs/new.md", notice("supersedes: ../party/old.md", title="更正"))
    assert village.findings() == []
    assert village.pages()["affairs/new.html"].values["corrects"].href == "party/old.html"
    assert village.pages("party")["party/old.html"].values["corrected_by"][0].href == "affairs/new.html"


def test_a_correction_that_is_not_published_yet_shows_nowhere(village: Village) -> None:
    village.write("affairs/old.md", notice(day="2022-05-01"))
    village.write("affairs/new.md", notice("supersedes: old.md", day="2022-07-01"))
    assert village.pages()["affairs/old.html"].values["corrected_by"] == ()


def test_links_to_notices_lead_to_their_pages(village: Village) -> None:
    village.write("party/plan.md", notice()).write("affairs/b.md", notice())
    village.write(
        "affairs/a.md",
        notice(body="[甲](b.md)[乙](../party/plan.md)[丙](b.html)[丁](../contracts/index.html)"),
    )
    assert village.findings() == []
    assert re.findall(r'href="([^"]*)"', village.body("a")) == [
        "b.html",
        "../party/plan.html",
        "b.html",
        "../contracts/index.html",
    ]


def test_a_link_to_what_is_not_published_yet_is_only_its_text(village: Village) -> None:
    village.write("affairs/later.md", notice(day="2022-07-01"))
    village.write("affairs/a.md", notice(body="见[后一篇](later.md)。"))
    assert village.findings() == []
    assert village.body("a") == "<p>见后一篇。</p>"
    assert 'href="later.html"' in village.body("a", day=date(2022, 7, 1))


def test_pictures_and_attachments_are_published_beside_the_page(village: Village) -> None:
    village.picture("affairs/photos/二组 路面.jpg").write("affairs/决议.pdf", b"%PDF-1.7 x")
    body = "![路面](<photos/二组 路面.jpg>)\n\n[决议](%E5%86%B3%E8%AE%AE.pdf)"
    village.write("affairs/a.md", notice("附件: [决议.pdf]", body=body))
    assert village.findings() == ["affairs/a.md:4:6 notice.unexamined"]
    assert 'src="photos/%E4%BA%8C%E7%BB%84%20%E8%B7%AF%E9%9D%A2.jpg"' in village.body("a")
    assert list(village.files()) == ["affairs/photos/二组 路面.jpg", "affairs/决议.pdf"]
    (listed,) = village.pages()["affairs/a.html"].values["files"]
    assert (listed["label"], listed["kind"], listed["size"]) == ("决议", "PDF", "1 KB")


def test_a_file_that_a_withdrawn_notice_shares_with_a_shown_one_stays(village: Village) -> None:
    village.picture("affairs/a.jpg")
    village.write("affairs/gone.md", notice("attachments: a.jpg", "withdraw_on: 2022-06-02"))
    village.write("affairs/here.md", notice("attachments: a.jpg"))
    assert list(village.files()) == ["affairs/a.jpg"]


def test_template_syntax_and_html_stay_text(village: Village) -> None:
    village.write(
        "affairs/a.md", notice(body="{{ 7*7 }} <script>alert(1)</script> [点](javascript:alert(1))")
    )
    assert village.findings() == ["affairs/a.md:5:41 notice.refused-link"]
    assert village.body("a") == "<p>{{ 7*7 }} &lt;script&gt;alert(1)&lt;/script&gt; 点</p>"


@pytest.mark.parametrize(
    ("end", "found"),
    [
        ("2022-06-08", ["affairs/a.md:5:9 notice.kept-short"]),
        ("2022-06-10", []),
    ],
)
def test_a_notice_stays_as_long_as_the_places_rules_ask(village: Village, end: str, found: list[str]) -> None:
    text = notice("category: 救助", f"notice: {{start: 2022-06-01, end: {end}}}")
    village.write("affairs/a.md", text)
    assert village.findings() == []
    village.settings = Settings(calendar=Calendar("chongqing"))
    assert village.findings() == found


def test_a_site_may_set_how_long_notices_stay(village: Village) -> None:
    village.settings = Settings(calendar=Calendar(keep_days=3))
    village.write("affairs/a.md", notice("withdraw_on: 2022-06-03"))
    assert [d.code for d in village.checked()] == ["notice.kept-short"]
    assert "只公开 2 天；全国的规则要求至少公开 3 天" in village.checked()[0].message()


# ---- what is refused ----


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (notice("notice: {start: 2022-06-09, end: 2022-06-03}"), "4:34 notice.period"),
        (notice("withdraw_on: 2022-05-31"), "4:14 notice.withdraw-on"),
        (
            notice("notice: {start: 2022-06-01, end: 2022-06-09}", "withdraw_on: 2022-06-09"),
            "5:14 notice.withdraw-early",
        ),
        (notice("category: 低保"), "4:11 notice.no-end"),
        (notice("category: 惠农补贴"), "4:11 notice.stays"),
        (notice(body=""), "5:1 notice.empty"),
        (notice("supersedes: 2022-01-01.md"), "4:13 notice.supersedes"),
        (notice("supersedes: a.md"), "4:13 notice.supersedes-itself"),
        (notice("supersedes: later.md"), "4:13 notice.supersedes-later"),
        (notice("attachments: [gone.pdf]"), "4:15 notice.missing-file"),
        (notice("attachments:", "  - later.md"), "5:5 notice.outside"),
        (notice("attachments: ../party/x.pdf"), "4:14 notice.outside"),
        (notice("attachments: /etc/passwd"), "4:14 notice.outside"),
        (notice(body="一\n\n看![路](gone.jpg)"), "7:7 notice.missing-file"),
        (notice(body="[甲](gone.md)"), "5:5 notice.dead-link"),
        (notice(body="[甲](gone.html)"), "5:5 notice.dead-link"),
        (notice(body="[甲](#abc)"), "5:5 notice.dead-link"),
        (notice(body="[甲](../../secret.pdf)"), "5:5 notice.outside"),
        (notice(body="![图](https://a.cn/x.jpg)"), "5:6 notice.remote-image"),
        (notice(body="[x](data:text/html,1)"), "5:5 notice.refused-link"),
        (notice(body="甲[^1]。"), "5:2 notice.footnote"),
        (notice(body="甲。\n\n[^1]: 注"), "7:1 notice.footnote"),
        (notice(body="一行\n电话 13812345678。"), "6:4 notice.private-number"),
        (notice(body="电话 138**1234**5678"), "5:4 notice.private-number"),
        (notice("颜色: 红"), "4:1 table.unknown-field"),
        ("---\ntitle: 甲\n---\n正文", "2:1 table.missing-value"),
        ("没有开头", "1:1 notice.front-matter"),
    ],
)
def test_one_mistake_is_found_where_it_stands(village: Village, text: str, finding: str) -> None:
    village.write("affairs/later.md", notice(day="2022-06-04")).write("affairs/a.md", text)
    assert village.findings() == [f"affairs/a.md:{finding}"]


def test_a_bank_account_may_be_published_for_a_reason(village: Village) -> None:
    village.write("affairs/a.md", notice(body="保证金汇至账号 6228480402564890018。"))
    assert village.findings() == ["affairs/a.md:5:9 notice.private-number"]
    assert "6228480402564890018" not in village.checked()[0].message()
    village.settings = Settings(allow=(Allowance("affairs/a.md", "正文", "招标公告的单位账户"),))
    assert village.findings() == []


def test_household_names_in_a_text_are_a_warning_that_names_nobody(village: Village) -> None:
    village.write("households.csv", "id,name,group\n1,张建国,一组\n2,欧阳春梅,二组\n3,李四,二组\n")
    village.write("affairs/a.md", notice(body="会议由\n张建国、欧阳春梅和张建国主持。"))
    (finding,) = village.checked()
    assert (finding.line, finding.column, finding.code) == (6, 1, "notice.household-names")
    assert "2 人" in finding.message()
    assert "张" not in finding.message() + finding.remedy()
    village.settings = Settings(names="full")
    assert village.checked() == []


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("a b.md", "affairs/a b.md:0:0 notice.file-name"),
        ("index.md", "affairs/index.md:0:0 notice.file-name"),
        ("con.md", "affairs/con.md:0:0 notice.file-name"),
        ("通知13812345678.md", "affairs/通知13812345678.md:0:0 notice.private-file-name"),
        ("sub/a.md", "affairs/sub/a.md:0:0 notice.unused-file"),
        ("名单.xlsx", "affairs/名单.xlsx:0:0 notice.unused-file"),
    ],
)
def test_a_file_name_must_fit_an_address(village: Village, name: str, finding: str) -> None:
    village.write("affairs/ok.md", ROAD).write(f"affairs/{name}", ROAD)
    assert village.findings() == [finding]


def test_two_files_of_one_page_are_refused(village: Village) -> None:
    village.write("affairs/road.md", ROAD).write("affairs/ROAD.md", ROAD)
    (finding,) = village.checked()
    assert finding.code == "notice.same-page"
    assert "road.md" in finding.message()
    assert "ROAD.md" in finding.message()


def test_a_notice_may_not_take_the_page_of_a_statement(village: Village) -> None:
    village.write("finance/2022-06.md", ROAD)
    (finding,) = village.checked()
    assert (finding.code, finding.file) == ("notice.same-page", "content/finance/2022-06.md")
    assert "2022-06.yaml" in finding.message()


def test_attachments_are_examined_once_and_refused_where_they_are_named(village: Village) -> None:
    village.write("affairs/a.pdf", b"<html>").write("affairs/b.docx", b"PK")
    village.write("affairs/a.md", notice("attachments:", "  - a.pdf", "  - b.docx", body="[甲](a.pdf)"))
    assert village.findings() == [
        "affairs/a.md:5:5 attachment.signature",
        "affairs/a.md:6:5 attachment.kind",
    ]


def test_a_picture_without_description_and_a_document_shown_as_picture(village: Village) -> None:
    village.picture("affairs/a.jpg").write("affairs/a.pdf", b"%PDF-1.7")
    village.write("affairs/a.md", notice(body="![](a.jpg)\n\n![决议](a.pdf)"))
    assert village.findings() == [
        "affairs/a.md:5:5 notice.image-description",
        "affairs/a.md:7:7 notice.not-an-image",
    ]


def test_a_private_number_in_the_name_of_an_attachment_is_refused(village: Village) -> None:
    village.picture("affairs/13812345678.jpg").write("affairs/a.md", notice("attachments: 13812345678.jpg"))
    assert village.findings() == ["affairs/a.md:4:14 notice.private-file-name"]


# ---- names and twins ----


def test_names_in_the_front_matter_are_masked_on_pages_and_in_twins(village: Village) -> None:
    village.write("affairs/a.md", notice("issuer: 柳树村 张建国", title="张建国户的公示"))
    board, _ = village.board()
    sources = [source for folder in board.folders.values() for source in folder.sources]
    conceal([(TABLES["affairs"], board.records["affairs"])], sources, Settings(), NameMasker(["张建国"]))
    view = notices_view(board, "affairs")
    (twin,) = Affairs().twins(board, view)
    assert view.items[0].title == "张*国户的公示"
    assert "张建国" not in json.dumps(twin.json, ensure_ascii=False) + str(twin.rows)


def test_the_twin_holds_front_matter_page_and_state(village: Village) -> None:
    village.picture("affairs/a.jpg")
    village.write(
        "affairs/a.md",
        notice("number: 3号", "attachments: a.jpg", "notice: {start: 2022-06-01, end: 2022-06-07}"),
    )
    board, _ = village.board()
    (twin,) = Affairs().twins(board, notices_view(board, "affairs"))
    (row,) = twin.json
    assert row["path"] == "affairs/a.html"
    assert row["notice"] == {"start": "2022-06-01", "end": "2022-06-07", "days": "natural"}
    assert (row["attachments"], row["state"], row["days"], row["source"]) == (["a.jpg"], "running", 7, None)
    assert twin.columns is not None
    flat = dict(zip(twin.columns, twin.rows[0], strict=True))
    assert (flat["notice_end"], flat["attachments"], flat["title"]) == ("2022-06-07", "a.jpg", "公示")


# ---- the whole way ----


def test_a_village_publishes_its_notices(site_text: Callable[[str], Path], run: Callable[..., Any]) -> None:
    site = site_text(
        """
        -- content/board.yaml --
        name: 柳树村
        level: village
        hotline: 0372-5550123
        -- content/affairs/2022-06-01-road.md --
        ---
        title: 道路硬化公示
        date: 2022-06-01
        notice: {start: 2022-06-01, end: 2022-06-07}
        ---
        二组**道路**硬化。
        -- content/affairs/2022-05-01-aid.md --
        ---
        title: 低保公示
        date: 2022-05-01
        category: 低保
        notice: {start: 2022-05-01, end: 2022-05-07}
        ---
        一组王某某。
        """
    )
    ran = run("build", "--as-of", "2022-06-05")
    assert ran.code == 0, ran.stderr
    page = (site / "public/affairs/2022-06-01-road.html").read_text(encoding="utf-8")
    assert "二组<strong>道路</strong>硬化。" in page
    assert "正在公示" in page
    assert "0372-5550123" in page
    stub = (site / "public/affairs/2022-05-01-aid.html").read_text(encoding="utf-8")
    assert "低保公示" in stub
    assert "一组王某某" not in "".join(
        path.read_text(encoding="utf-8") for path in (site / "public").rglob("*.*") if path.suffix != ".svg"
    )
    home = (site / "public/index.html").read_text(encoding="utf-8")
    assert 'href="affairs/2022-06-01-road.html"' in home
    summary = json.loads((site / "public/data/board.json").read_bytes())
    assert summary["notices"] == {"total": 1, "running": 1, "scheduled": 0}
