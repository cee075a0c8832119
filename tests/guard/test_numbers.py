"""Private numbers are found however they are written, and nothing else is taken for one."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.guard.numbers import find_numbers, may_hold_number, redact

DIGIT_FORMS = [
    "0123456789",
    "０１２３４５６７８９",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "₀₁₂₃₄₅₆₇₈₉",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "𝟢𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪𝟫",
]
SEPARATORS = [
    " ",
    "-",
    "·",
    "\u200b",
    "\u3000",
    "\u00a0",
    "－",
    "–",
    "—",
    "\ufeff",
    "_",
    "\u2060",
    "\t",
    " - ",
]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def kinds(text):
    return [number.kind for number in find_numbers(text)]


def found(text):
    return [text[number.start : number.end] for number in find_numbers(text)]


def identity(seventeen):
    return seventeen + "10X98765432"[sum(int(d) * w for d, w in zip(seventeen, WEIGHTS, strict=True)) % 11]


def card(start):
    """`start` with the digit appended that makes the whole pass Luhn's check."""
    for last in "0123456789":
        total = sum(int(d) for d in (start + last)[-1::-2])
        total += sum(sum(divmod(2 * int(d), 10)) for d in (start + last)[-2::-2])
        if total % 10 == 0:
            return start + last
    raise AssertionError(start)


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
identities = st.builds(
    lambda area, day, number: identity(f"{area}{day:%Y%m%d}{number:03d}"),
    st.sampled_from(["110105", "130102", "341822", "500235", "659001", "710000", "810000", "830000"]),
    st.dates(min_value=date(1920, 1, 1), max_value=date(2022, 12, 31)),
    st.integers(0, 999),
)
cards = st.builds(
    lambda issuer, rest: card(issuer + rest),
    st.sampled_from(["622202", "621700", "622848", "625955"]),
    st.from_regex(r"[0-9]{9}([0-9]{3})?", fullmatch=True),
)


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "联系电话：13812345678。",
        "１３８１２３４５６７８",
        "138 1234 5678",
        "138-1234-5678",
        "138－1234－5678",
        "138.1234.5678",
        "138·1234·5678",
        "1381234 5678",
        "138 12345678",
        "1 3 8 1 2 3 4 5 6 7 8",
        "138\u200b1234\u200b5678",
        "+8613812345678",
        "+86 138 1234 5678",
        "0086-13812345678",
        "王建国13812345678李秀英",
        "12,王建国,13812345678,300",
        "3 13812345678 20",
        "Tel13812345678",
        "13812345678@139.com",
        "请致电1381234\n5678，",
        "请致电1381234\r\n    5678，",
        "13812345678.0",
        "|13812345678|",
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(text):
    assert kinds(text) == ["mobile"]


def test_two_mobile_numbers_are_two():
    assert found("13812345678/13912345678") == ["13812345678", "13912345678"]
    assert found("13812345678\n13912345678") == ["13812345678", "13912345678"]
    assert found("13812345678 13912345678") == ["13812345678", "13912345678"]


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "110105194912310 02 X",
        "1101051949\n1231002X",
        "身份证号码:11010519491231002X",
        "王建国(11010519491231002X)",
        "830000199201300022",
        "110105491231002",
        "身份证 110105201231002",
        "身份证号110105194912310021",
    ],
)
def test_an_identity_card_is_found_however_it_is_written(text):
    assert kinds(text) == ["identity_card"]


@pytest.mark.parametrize(
    "text",
    [
        "6222021001116245702",
        "6222 0210 0111 6245 702",
        "6222-0210-0111-6245-702",
        "６２２２０２１００１１１６２４５７０２",
        "6222 0210 0111\n6245 702",
        "农行卡6222021001116245702",
        "账号：" + card("310012345678901"),
        "开户行农商行，卡号 " + card("412345678901234"),
    ],
)
def test_a_bank_card_is_found_however_it_is_written(text):
    assert kinds(text) == ["bank_card"]


@pytest.mark.parametrize(
    "text",
    [
        "13800000000.00",
        "13812345678元",
        "13812345678.5万元",
        "¥13812345678",
        "13,812,345,678",
        "13,812,345,678.00",
        "HT-13812345678",
        "HT2022-13812345678",
        "HT-2022-13812345678",
        "2022-13812345678",
        "合同编号：13812345678",
        "发票号码：13812345678",
        "13812345678-001",
        "113812345678",
        "138123456789",
        "138****5678",
        "110105********002X",
        "6222 **** **** 5702",
        "500235104204",
        "50023510420401",
        "2022-06-05 2022-12-31",
        "2022年6月5日至2022年12月31日",
        "2022-06-05\n2022-06-06\n2022-06-07",
        "138 2022-06-05",
        "138-2022-0605",
        "1998-0605-123",
        "91500235MA5U00001X",
        "统一社会信用代码：" + identity("51500119201201001"),
        "110105491331002",
        "500235220605001",
        "19500235104204001001",
        "044002200111045678901234",
        "0571-88887777",
        "12345",
        "79,135.00 12,350.00 3,200.00",
        "期初 120350.00 收入 79135.00 支出 3200.00",
        "HT62010220220605001",
        card("620102202206050"),
        card("450012345678901"),
        "…,1512\n3456789,",
        "凭证记-0012 附件13张",
    ],
)
def test_what_only_looks_like_a_private_number_stays(text):
    assert found(text) == []


def test_a_private_number_beside_others_is_still_found():
    text = (
        "合同HT-2022-013，2022-06-05签订，年租金12,350.00元，承租人电话138 1234 5678，卡号6222021001116245702"
    )
    assert kinds(text) == ["mobile", "bank_card"]


@given(mobiles, st.sampled_from(DIGIT_FORMS), st.sampled_from(SEPARATORS))
def test_any_mobile_number_is_found_in_any_digits_and_with_any_separator(number, digits, separator):
    written = "".join(digits[int(d)] for d in number)
    text = f"电话{written[:3]}{separator}{written[3:7]}{separator}{written[7:]}，"
    assert may_hold_number(text)
    assert kinds(text) == ["mobile"]


@given(identities, st.sampled_from(DIGIT_FORMS), st.sampled_from(SEPARATORS), st.integers(1, 16))
def test_any_identity_card_is_found_wherever_it_is_parted(number, digits, separator, cut):
    written = "".join(digits[int(d)] if d != "X" else "X" for d in number)
    text = f"（{written[:cut]}{separator}{written[cut:]}）"
    assert may_hold_number(text)
    assert kinds(text) == ["identity_card"]


@given(cards)
def test_any_card_of_a_chinese_bank_is_found(number):
    assert len(find_numbers(number)) == 1
    assert len(find_numbers(" ".join(number[i : i + 4] for i in range(0, len(number), 4)))) == 1


@given(st.from_regex(r"[A-Z]{2}-?20[12][0-9]-[0-9]{3,4}", fullmatch=True))
def test_no_contract_number_is_taken_for_a_private_one(number):
    assert found(f"合同 {number}，见 {number}。") == []


number_like = st.text(
    st.sampled_from("0123456789" * 4 + "１８⁸①𝟏" + " -·.\n\u200b\u3000—_，,、元X*（电话卡号")
    | st.characters(),
    max_size=60,
)


@given(number_like | st.builds("{}{}{}".format, number_like, mobiles | identities | cards, number_like))
def test_the_quick_check_never_misses_what_the_search_finds(text):
    if find_numbers(text):
        assert may_hold_number(text)


@given(number_like | st.builds("{}{}{}".format, number_like, mobiles | identities | cards, number_like))
def test_redacted_text_holds_no_private_number_and_keeps_its_length(text):
    redacted = redact(text)
    assert find_numbers(redacted) == []
    assert len(redacted) == len(text)


@given(number_like)
def test_numbers_come_in_order_and_don_t_overlap(text):
    numbers = find_numbers(text)
    assert all(0 <= n.start < n.end <= len(text) for n in numbers)
    assert all(one.end <= two.start for one, two in pairwise(numbers))


def test_a_redacted_number_shows_its_ends_only():
    assert redact("电话13812345678，") == "电话138******78，"
    assert redact("138 1234 5678") == "138 **** **78"
    assert redact("11010519491231002X") == "110*************2X"
    assert redact("合同HT-2022-013") == "合同HT-2022-013"
