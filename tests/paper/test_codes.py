"""Codes on paper: the short code of a page, and the QR code of its address."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sitegen.paper.code import page_code
from sitegen.paper.qr import qr_rows, qr_svg

ADDRESS = "https://gongkai.example.gov.cn/sanwu/shili/affairs/2022-05-06.html"


def read(rows: list[str]) -> list[str]:
    """What a reader sees in a printed code."""
    quiet, module = 4, 4
    size = len(rows) + 2 * quiet
    picture = Image.new("L", (size, size), 255)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if cell == "1":
                picture.putpixel((x + quiet, y + quiet), 0)
    return [found.text for found in zxingcpp.read_barcodes(picture.resize((size * module, size * module), 0))]


@pytest.mark.parametrize(
    "length", [1, 13, 14, 15, 26, 27, 62, 84, 106, 107, 180, 181, 213, 214, 412, 413, 666]
)
def test_an_address_of_any_length_can_be_read(length: int) -> None:
    address = (ADDRESS * 20)[:length]
    rows = qr_rows(address)
    assert rows is not None
    assert read(rows) == [address]


@settings(max_examples=30)
@given(st.text("abcXYZ0189-_.~/%:?#=&", min_size=1, max_size=300))
def test_any_address_can_be_read(address: str) -> None:
    rows = qr_rows(address)
    assert rows is not None
    assert read(rows) == [address]


def test_what_is_too_long_has_no_code() -> None:
    assert qr_rows("a" * 667) is None
    assert qr_svg("a" * 667) is None


def test_the_drawing_shows_every_module() -> None:
    rows, drawing = qr_rows(ADDRESS), qr_svg(ADDRESS)
    assert rows is not None
    assert drawing is not None
    path = drawing.partition('d="M4 4.5')[2].partition('"')[0]
    dark, x, y = set(), 0, 0
    for step in path.replace("h", " h").replace("m", " m").split():
        if step[0] == "h":
            dark |= {(x + n, y) for n in range(int(step[1:]))}
            x += int(step[1:])
        elif step[0] == "m":
            x += int(step[1:])
        else:
            y += int(step)
    assert dark == {(x, y) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == "1"}


def test_the_code_of_a_page_is_six_plain_signs_and_stays() -> None:
    assert page_code("shili/shanshuping/finance/2022-06.html") == "VZNX7M"
    assert page_code("合同/index.html") != page_code("合同/index2.html")


@given(st.text(max_size=60))
def test_codes_hold_nothing_that_is_mistaken_for_something_else(path: str) -> None:
    code = page_code(path)
    assert len(code) == 6
    assert not set(code) & set("01IO")
