"""The search page in a real Chromium: found by keys, as a villager would, from a disk and over http."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from markupsafe import escape
from playwright.sync_api import Browser, Page

from sitegen.exports.search import search_files, search_page
from sitegen.registers.finding import Entry, Found
from tests.browser.chromium import visit
from tests.browser.markup import markup_errors

pytestmark = pytest.mark.browser

VILLAGE = "shili/shanshuping/search.html"


def press(page: Page, keys: str) -> None:
    """Touch keys of the keypad."""
    for key in keys:
        page.click(f"[data-key='{key}']")


def found(page: Page, kind: str = "") -> list[str]:
    """The titles found, in their order; of one kind if any."""
    within = f"[data-of='{kind}'] " if kind else "[data-results] "
    titles: list[str] = page.locator(f"{within}.what").all_text_contents()
    return titles


@contextmanager
def searching(browser: Browser, site: str, path: str = VILLAGE, size: str = "kiosk") -> Iterator[Page]:
    with visit(browser, site, size) as visitor:
        visitor.goto(site + path)
        yield visitor.page
        assert visitor.faults == []


def test_initials_of_a_word_find_the_contract_and_its_money(
    browser: Browser, published: Callable[[Path], str], sample_site: Path
) -> None:
    with searching(browser, published(sample_site)) as page:
        press(page, "yt")
        assert found(page, "contracts") == ["河边鱼塘承包合同"]
        assert found(page)[0] == "河边鱼塘承包合同"
        assert len(found(page, "finance-lines")) == 2
        page.click("[data-of='contracts'] a")
        assert page.locator("h1 span").last.inner_text() == "河边鱼塘承包合同"
        page.go_back()
        assert page.url.endswith("#q=yt")
        assert found(page, "contracts") == ["河边鱼塘承包合同"]


@pytest.mark.parametrize(
    "query", ["yutang", "yut", "ytang", "鱼塘", "Yu Tang", "ＹＴ", "河边 鱼塘", "tangcb"]
)
def test_other_ways_to_say_the_same(browser: Browser, sample_site: Path, query: str) -> None:
    with searching(browser, sample_site.as_uri() + "/", f"{VILLAGE}#q={query}") as page:
        page.wait_for_selector("[data-of='contracts']")
        assert "河边鱼塘承包合同" in found(page, "contracts")


def test_results_come_with_the_first_key_in_groups_with_counts(browser: Browser, sample_site: Path) -> None:
    with searching(browser, sample_site.as_uri() + "/") as page:
        press(page, "w")
        said = page.locator("[data-said]").inner_text()
        counts = [int(text.split()[0]) for text in page.locator(".finds .count").all_text_contents()]
        assert said == f"找到 {sum(counts)} 条"
        assert len(counts) > 3
        pressed = page.locator("[data-kind='households']")
        assert int(pressed.locator("[data-count]").inner_text()) in counts
        pressed.click()
        assert pressed.get_attribute("aria-pressed") == "true"
        assert page.locator(".finds").count() == 1


def test_a_household_is_found_by_its_number_first(browser: Browser, sample_site: Path) -> None:
    with searching(browser, sample_site.as_uri() + "/") as page:
        press(page, "1008")
        first = page.locator("[data-results] a").first
        assert first.get_attribute("href") == "points/households/1008.html"


def test_a_household_is_found_as_its_group_calls_it(browser: Browser, sample_site: Path) -> None:
    with searching(browser, sample_site.as_uri() + "/") as page:
        press(page, "37")
        first = page.locator("[data-results] a").first
        assert first.get_attribute("href") == "points/households/3007.html"


def test_erasing_and_clearing(browser: Browser, sample_site: Path) -> None:
    with searching(browser, sample_site.as_uri() + "/") as page:
        press(page, "ytx")
        page.click("[data-erase]")
        assert page.input_value("#query") == "yt"
        assert "河边鱼塘承包合同" in found(page)
        page.click("[data-clear]")
        assert page.input_value("#query") == ""
        assert found(page) == []


def test_nothing_found_says_so(browser: Browser, sample_site: Path) -> None:
    with searching(browser, sample_site.as_uri() + "/") as page:
        press(page, "zzzzqq")
        assert page.locator("[data-said]").inner_text().startswith("没有找到")


def test_by_keyboard_alone(browser: Browser, sample_site: Path) -> None:
    with searching(browser, sample_site.as_uri() + "/", size="desktop") as page:
        page.keyboard.type("yt")
        page.wait_for_selector("[data-of='contracts']")
        page.focus("[data-key='c']")
        page.keyboard.press("Enter")
        assert page.input_value("#query") == "ytc"
        page.focus("[data-results] a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/contracts/*.html")


def test_a_board_above_leads_into_its_villages(browser: Browser, sample_site: Path) -> None:
    with searching(browser, sample_site.as_uri() + "/", "shili/search.html") as page:
        press(page, "ssp")
        assert found(page, "boards") == ["杉树坪村"]
        page.click("text=在里面查找")
        page.wait_for_url("**/shanshuping/search.html")
        press(page, "yt")
        assert found(page, "contracts")


@pytest.mark.parametrize("size", ["phone", "desktop", "kiosk"])
def test_keys_are_large_and_nothing_is_wider_than_the_window(
    browser: Browser, sample_site: Path, size: str
) -> None:
    with visit(browser, "file:", size) as visitor:
        visitor.goto(f"{(sample_site / VILLAGE).as_uri()}#q=w")
        page = visitor.page
        if size == "phone":
            page.click("[data-keypad-switch]")
        sides = page.locator(".keypad button, .kind-choice:visible, .finds a, .rest").evaluate_all(
            "all => all.map(it => it.getBoundingClientRect()).map(it => Math.min(it.width, it.height))"
        )
        assert min(sides) >= 60
        assert visitor.wider_than_window() == []
        assert visitor.axe_findings() == []


def test_without_the_script_the_lists_are_the_way(browser: Browser, sample_site: Path) -> None:
    with visit(browser, "file:", scripts=False) as visitor:
        visitor.goto((sample_site / VILLAGE).as_uri())
        visitor.page.click("#lists >> text=合同")
        visitor.page.wait_for_url("**/contracts/index.html")


def test_the_markup_is_valid(sample_site: Path) -> None:
    assert markup_errors([sample_site / VILLAGE, sample_site / "search.html"]) == []


# Boards made for the test: the page of the sample with an index of its own.


@pytest.fixture
def board(sample_site: Path, tmp_path: Path) -> Callable[[list[Found]], str]:
    """A copy of the sample's page with other things to be found; gives its address."""

    def write(kinds: list[Found]) -> str:
        text = (sample_site / VILLAGE).read_text(encoding="utf-8")
        head, _, rest = text.partition('aria-pressed="true">全部</button>')
        buttons = "".join(
            f'<button type="button" class="kind-choice" data-kind="{kind.key}" data-files="{kind.files}" '
            f'aria-pressed="false">{escape(kind.label)} <span data-count></span></button>'
            for kind in search_page(kinds, boards=False).values["kinds"]
        )
        page = f'{head}aria-pressed="true">全部</button>{buttons}{rest[rest.index("</div>") :]}'
        (tmp_path / "search").mkdir()
        (tmp_path / "search.html").write_text(page.replace("../../_static", "_static"), encoding="utf-8")
        (tmp_path / "_static").symlink_to(sample_site / "_static")
        for path, content in search_files(kinds):
            (tmp_path / path).write_bytes(content)
        return (tmp_path / "search.html").as_uri()

    return write


def test_text_never_becomes_markup(browser: Browser, board: Callable[[list[Found]], str]) -> None:
    hostile = (
        '<img src=x onerror="document.title=1">\u2028</script><script>document.title=1</script>y"\'&amp;'
    )
    entries = [
        Entry("a b/〔1〕#x", hostile, (hostile, "y")),
        Entry("javascript:document.title=1", "鱼<b>塘</b>"),
    ]
    with visit(browser, "file:") as visitor:
        visitor.goto(board([Found("households", hostile, entries)]) + "#q=y")
        page = visitor.page
        page.wait_for_selector("[data-results] li")
        assert {*found(page)} == {hostile, "鱼<b>塘</b>"}
        assert page.locator("[data-results] img, [data-results] b, [data-results] script").count() == 0
        assert page.title() != "1"
        hrefs = page.locator("[data-results] a").evaluate_all("all => all.map(it => it.href)")
        assert all(href.startswith("file:") for href in hrefs)
        assert visitor.faults == []


NAMES = [
    ("单*国", "sg", True),
    ("单*国", "shanguo", True),
    ("单*国", "sjg", True),
    ("单*国", "dg", True),
    ("仇*", "q", True),
    ("区*海", "ouhai", True),
    ("解*", "xie", True),
    ("曾*", "zeng", True),
    ("尉迟*德", "ycd", True),
    ("万俟*", "mq", True),
    ("吕*", "lv", True),
    ("吕*", "lu", True),
    ("王*华", "wjh", True),
    ("王*华", "wangjianhua", True),
    ("王*华", "王建华", True),
    ("王*华", "wh", True),
    ("王*华", "wjx", False),
    ("王*华", "wjjh", False),
    ("王*华", "jh", False),
    ("重庆路", "cq", True),
    ("重庆路", "chongqing", True),
    ("会计", "kj", True),
    ("张桂英", "zhgy", True),
    ("𬭚*", "𬭚", True),
]


def test_names_and_words_as_people_say_them(browser: Browser, board: Callable[[list[Found]], str]) -> None:
    titles = list(dict.fromkeys(title for title, _, _ in NAMES))
    entries = [Entry(f"{number}.html", title) for number, title in enumerate(titles)]
    with visit(browser, "file:") as visitor:
        visitor.goto(board([Found("households", "户", entries)]))
        for title, query, expected in NAMES:
            visitor.page.fill("#query", query)
            assert (title in found(visitor.page)) is expected, (title, query)
        visitor.page.fill("#query", "s")
        assert found(visitor.page)[0] == "单*国"
        assert visitor.faults == []


def test_what_is_withdrawn_by_now_is_not_found(browser: Browser, board: Callable[[list[Found]], str]) -> None:
    entries = [
        Entry("a.html", "低保公示", (), "2020-01-01"),
        Entry("b.html", "低保公示二", (), "2999-01-01"),
    ]
    with visit(browser, "file:") as visitor:
        visitor.goto(board([Found("notices", "公告", entries)]) + "#q=db")
        visitor.page.wait_for_selector("[data-results] li")
        assert found(visitor.page) == ["低保公示二"]
