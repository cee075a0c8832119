"""Pages as a browser prints them, the text to send on, and the way from a sheet back to its page."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from sitegen.paper.code import page_code
from tests.browser.chromium import visit

pytestmark = pytest.mark.browser

VILLAGE = "shili/shanshuping"
STATEMENT = f"{VILLAGE}/finance/2022-06.html"


def printed(browser: Browser, page: Path, width: str, height: str) -> list[str]:
    """The text of each sheet, without spaces."""
    with visit(browser, page.as_uri()) as visitor:
        visitor.goto(page.as_uri())
        made = visitor.page.pdf(width=width, height=height, prefer_css_page_size=True)
    with pypdfium2.PdfDocument(made) as document:
        return ["".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document]


@pytest.mark.parametrize(("width", "height"), [("210mm", "297mm"), ("297mm", "420mm"), ("600mm", "900mm")])
def test_a_statement_is_printed_without_furniture_and_with_places_to_sign(
    browser: Browser, sample_site: Path, width: str, height: str
) -> None:
    sheets = printed(browser, sample_site / STATEMENT, width, height)
    text = "".join(sheets)
    assert len(sheets) <= 3
    assert all(f"第{number}页共{len(sheets)}页" in sheet for number, sheet in enumerate(sheets, 1))
    assert "142,906.04" in text
    assert all(part in text for part in ("负责人：", "监委会主任：", "会计：", "公开日期：", "（盖章处）"))
    assert f"编号{page_code(STATEMENT)}" in text
    assert not any(part in text for part in ("字号", "上一期", "本页数据下载", "复制到微信群"))


def test_a_long_table_has_its_head_on_every_sheet(browser: Browser, sample_site: Path) -> None:
    sheets = printed(browser, sample_site / VILLAGE / "points" / "2022.html", "210mm", "297mm")
    assert "名次户" in sheets[0]
    assert "名次户" in sheets[1]


def test_the_text_is_copied_by_one_touch(browser: Browser, sample_site: Path) -> None:
    with visit(browser, sample_site.as_uri()) as visitor:
        page = visitor.page
        visitor.goto((sample_site / STATEMENT).as_uri())
        page.click(".share summary")
        page.click("[data-copy]")
        assert page.inner_text("[data-copy]") == "已复制，可以到微信群里粘贴"
        said = page.evaluate("window.getSelection().toString()")
    text = (sample_site / STATEMENT).with_suffix(".txt").read_text(encoding="utf-8")
    assert said.split() == text.split()


@pytest.mark.parametrize(
    ("path", "title"),
    [
        (STATEMENT, "2022年6月财务收支"),
        (f"{VILLAGE}/affairs/2022-05-06-contract-review.html", "合同清理整改结果（更正）"),
        (f"{VILLAGE}/points/2022-Q2.html", "2022年第二季度积分排名"),
        (f"{VILLAGE}/finance/合作社-2022-Q2.html", "合作社 2022年第二季度财务收支"),
    ],
)
def test_the_code_on_a_sheet_finds_its_page(
    browser: Browser, sample_site: Path, path: str, title: str
) -> None:
    with visit(browser, sample_site.as_uri()) as visitor:
        visitor.goto(f"{(sample_site / VILLAGE / 'search.html').as_uri()}#q={page_code(path).lower()}")
        page = visitor.page
        page.wait_for_selector("[data-results] a")
        assert page.locator("[data-results] .what").all_text_contents()[0] == title
