"""What pages write of a value is what markupsafe makes of it."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from sitegen.render.environment import make_environment
from sitegen.render.escape import escape


class Side(StrEnum):
    """A text of its own kind."""

    BOTH = "收入 & 支出"


class Drawing:
    """Something that knows its own HTML."""

    def __html__(self) -> str:
        return "<svg/>"


@given(st.text() | st.text("<>&\"'村a1"))
def test_every_text_is_escaped_as_markupsafe_escapes_it(text: str) -> None:
    plain = text.replace("\u2068", "").replace("\u2069", "")
    assert escape(plain).replace("\u2068", "").replace("\u2069", "") == str(markupsafe.escape(plain))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ئابلىز 12 亩", "\u2068ئابلىز\u2069 12 亩"),
        ("3011 ئا*ز（2 户）", "3011 \u2068ئا*ز\u2069（2 户）"),
        ("ئابلىز تۇردى & 王", "\u2068ئابلىز تۇردى\u2069 &amp; 王"),
        ("བཀྲ་ཤིས 3 户，ᠪᠠᠲᠤ", "བཀྲ་ཤིས 3 户，ᠪᠠᠲᠤ"),
    ],
)
def test_words_from_the_right_keep_to_themselves(text: str, shown: str) -> None:
    assert escape(text) == shown
    assert escape(Markup(escape(text))) == shown


@pytest.mark.parametrize(
    "value", [0, -12, True, None, Decimal("1.50"), Side.BOTH, Drawing(), Markup("<b>&amp;</b>")]
)
def test_every_other_value_too(value: object) -> None:
    assert escape(value) == str(markupsafe.escape(value))


def test_a_template_escapes_values_once_and_leaves_markup_and_macros() -> None:
    template = make_environment([]).from_string(
        "{% macro cell(x) %}<td>{{ x }}</td>{% endmacro %}"
        "{% for x in rows %}{{ cell(x) }}{{ [x]|join('，') }}{{ x ~ '<' }}{% endfor %}{{ ready }}"
    )
    page = template.render(rows=["<甲>", 3], ready=Markup("<hr>"))
    assert page == ("<td>&lt;甲&gt;</td>&lt;甲&gt;&lt;甲&gt;&lt;" + "<td>3</td>33&lt;" + "<hr>")
