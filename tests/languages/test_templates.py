"""Templates are translated when they are compiled: what is a message, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import nodes

from sitegen.languages.catalogue import Language
from sitegen.languages.templates import LanguageEnvironment, messages_of, translate_tree
from sitegen.paths import built_in
from sitegen.render.environment import make_environment

TEMPLATES = sorted(path.relative_to(built_in("templates")) for path in built_in("templates").rglob("*.html"))

Speak = Callable[[dict[str, str]], LanguageEnvironment]


@pytest.fixture
def language(tmp_path: Path) -> Callable[..., Language]:
    def make(messages: dict[str, str], code: str = "en") -> Language:
        entries = "".join(f'msgid "{quoted(k)}"\nmsgstr "{quoted(v)}"\n\n' for k, v in messages.items())
        catalogue = tmp_path / f"{code}.po"
        catalogue.write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{entries}', "utf-8"
        )
        return Language(code, catalogue)

    return make


def quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


@pytest.fixture
def speak(language: Callable[..., Language]) -> Speak:
    def make(messages: dict[str, str], code: str = "en") -> LanguageEnvironment:
        environment = LanguageEnvironment(autoescape=True)
        environment.filters.update(
            dict.fromkeys(("money", "money_text", "area", "decimal", "points", "percent"), str)
        )
        environment.speak(language(messages, code))
        return environment

    return make


def messages(source: str) -> list[str]:
    return [message for _, message in messages_of(make_environment([]).parse(source))]


def test_text_between_tags_is_a_message() -> None:
    assert messages('<th class="n">金额</th><td>{{ x }}</td><p>plain</p>') == ["金额"]


def test_values_are_places_with_names() -> None:
    assert messages("<p>共 {{ view.items|length }} 件，{{ day(item.until) }}止，{{ view.items }}</p>") == [
        "共 {items} 件，{until}止，{items2}"
    ]


def test_marked_words_stand_within_the_message() -> None:
    assert messages('<p class="a"><a href="{{ page }}">看 {{ name }}</a></p>') == ["看 {name}"]
    assert messages("<p>变化是和<a href='{{ page }}'>{{ label }}</a>比。</p>") == [
        "变化是和<a href='{page}'>{label}</a>比。"
    ]


def test_tags_that_are_not_closed_within_part_messages() -> None:
    assert messages("<a>首页</a><a>返回</a>") == ["返回", "首页"]
    assert messages("<b>甲{% if x %}乙</b>{% endif %}丙") == ["丙", "乙", "甲"]


def test_attributes_are_messages() -> None:
    assert messages('<nav aria-label="栏目"><img alt="图 {{ n }}" src="{{ src }}">') == ["图 {n}", "栏目"]
    assert messages('<td{% if x %} data-label="金额"{% endif %}>') == ["金额"]


def test_words_in_expressions_are_messages_but_what_is_compared_is_not() -> None:
    source = '{{ badge("冲") }}{% if state == "已到期" %}{{ "欠" if x else "平" }}{% endif %}{{ rows|map(attribute="组") }}'
    assert sorted(messages(source)) == ["冲", "平", "欠"]
    assert messages('{{ year ~ "年" ~ side.label ~ "构成" }}') == ["{year}年{label}构成"]


def test_places_may_change_their_order(speak: Speak) -> None:
    environment = speak({"{year}年{label}构成": "{label} of {year}", "共 {n} 件": "{n} in all"})
    assert (
        environment.from_string('{{ year ~ "年" ~ label ~ "构成" }}').render(year=2022, label="甲")
        == "甲 of 2022"
    )
    assert environment.from_string("<p>共 {{ n }} 件</p>").render(n=3) == "<p>3 in all</p>"


def test_a_word_of_the_interface_is_said_in_the_pages_language_and_content_is_not(speak: Speak) -> None:
    environment = speak({"收入": "Income"})
    template = environment.from_string("{{ label }}：{{ other }}")
    assert template.render(label="收入", other="卖菜收入") == "Income：卖菜收入"
    assert environment.from_string('{{ ["收入", "其他"]|join("、") }}').render() == "Income, 其他"


def test_what_stands_in_places_is_escaped(speak: Speak) -> None:
    environment = speak({"叫{name}": "called <b>{name}</b>"})
    assert environment.from_string("叫{{ name }}").render(name="<i>") == "called <b>&lt;i&gt;</b>"


@pytest.mark.parametrize(("count", "said"), [(1, "1 entry"), (2, "2 entries"), ("1,001", "1,001 entries")])
def test_a_word_goes_with_its_count(speak: Speak, count: object, said: str) -> None:
    environment = speak({"{n} 笔": "{n} {n:entry|entries}"})
    assert environment.from_string("{{ n }} 笔").render(n=count) == said


def test_languages_with_other_plurals_and_figures(speak: Speak) -> None:
    polish = speak({"{n} 份": "{n} {n:umowa|umowy|umów|umowy}"}, "pl")
    shown = [polish.from_string("{{ n }} 份").render(n=n) for n in (1, 3, 5)]
    assert shown == ["1 umowa", "3 umowy", "5 umów"]
    assert speak({}, "de").from_string("{{ x|money }}").render(x="1,234.50") == "1.234,50"


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_language_that_says_nothing_changes_nothing(path: Path, language: Callable[..., Language]) -> None:
    source = (built_in("templates") / path).read_text(encoding="utf-8")
    environment = make_environment([])
    silent = environment.parse(source)
    translate_tree(silent, language({"无": "none"}))
    plain = environment.parse(source)
    assert texts(silent) == texts(plain)


def texts(tree: nodes.Template) -> str:
    """What a template writes, in its order; spaces around a line's end don't matter to a browser."""
    found: list[str] = []
    for output in tree.find_all(nodes.Output):
        found += [
            node.data if isinstance(node, nodes.TemplateData) else f"\0{node.lineno}" for node in output.nodes
        ]
    return re.sub(r"\s+", " ", "".join(found))
