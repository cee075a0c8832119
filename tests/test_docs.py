"""The documents tell all that the program knows, and nothing that it does not."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import groupby
from pathlib import Path
from pkgutil import walk_packages
from string import Formatter
from typing import TYPE_CHECKING
from urllib.parse import unquote

import click
import pytest

import sitegen
from sitegen.cli import main
from sitegen.diagnostics import Message
from sitegen.fields import Choice, Field, Many, One
from sitegen.registers import registers
from sitegen.settings import ALLOW, CALENDAR, PRIVACY, SITE
from sitegen.tables import Table

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SEVERITIES = {"error": "错误", "warning": "提醒"}

_MODULES = [
    import_module(found.name)
    for found in walk_packages(sitegen.__path__, "sitegen.")
    if not found.name.endswith("__main__")
]


def text_of(name: str) -> str:
    """A document by its path from the project's folder."""
    return (ROOT / name).read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every row of a document's tables, header rows included; ends of tables give an empty row."""
    for line in text.splitlines():
        if line.startswith("|") and not re.fullmatch(r"[|:\- ]+", line):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        elif not line.startswith("|"):
            yield []


# What there is to be documented.


def declared(kind: type) -> list[object]:
    """Everything of a kind that a module of the program declares at its top, each once."""
    found = {
        id(value): value for module in _MODULES for value in vars(module).values() if isinstance(value, kind)
    }
    return list(found.values())


def messages() -> dict[str, Message]:
    return {message.code: message for message in declared(Message) if isinstance(message, Message)}


def tables() -> list[Table]:
    """Every table that editors fill, nested ones included."""
    found: dict[int, Table] = {}

    def add(table: Table) -> None:
        if id(table) not in found:
            found[id(table)] = table
            for f in table.fields:
                if isinstance(f.type, One | Many):
                    add(f.type.table)

    for table in declared(Table):
        assert isinstance(table, Table)
        add(table)
    for register in registers().values():
        for table in register.tables:
            add(table)
    return list(found.values())


def commands(command: click.Command = main, path: str = "sitegen") -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that call it, the program itself first."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, f"{path} {name}")


def options(command: click.Command) -> set[str]:
    """The options of a command, its help included."""
    found = {"--help", "-h"}
    for param in command.params:
        if isinstance(param, click.Option):
            found |= {*param.opts, *param.secondary_opts}
    return found


COMMANDS = dict(commands())
CODES = messages()


# What the documents say.


@cache
def sections(name: str) -> dict[str, str]:
    """The text under each heading of a document, up to the next heading."""
    parts = re.split(r"^#+ (.+)$", text_of(name), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def shell_lines(text: str) -> Iterator[str]:
    """The lines of a document's shell examples."""
    for block in re.findall(r"^```(?:sh|bash)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()


def called(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The calls of sitegen among the words of a shell line: (command, what follows it)."""
    for at, word in enumerate(words):
        if Path(word).name != "sitegen" or (at and words[at - 1] == "install"):
            continue
        rest = words[at + 1 :]
        rest = rest[: next((i for i, w in enumerate(rest) if w in ("&&", "||", ";", "|")), len(rest))]
        path = "sitegen"
        while rest and f"{path} {rest[0]}" in COMMANDS:
            path = f"{path} {rest.pop(0)}"
        yield path, rest


def documents(page: str, f: Field) -> bool:
    """Whether a document's row or sentence names the field by its key and its label."""
    key = rf"`{re.escape(f.key)}`"
    return any(re.search(key, line) and f.label in line for line in text_of(page).splitlines())


def field_tables(page: str) -> Iterator[list[tuple[Field, str]]]:
    """A document's tables of fields that say what is required: the fields, each with what is said."""
    known = [table.by_key for table in tables()]
    for _, group in groupby(rows(text_of(page)), bool):
        header, *body = group
        if "必填" not in header:
            continue
        told = [
            (cells, key[1]) for cells in body for cell in cells if (key := re.fullmatch(r"`(\w+)`", cell))
        ]
        fits = [t for t in known if all(key in t and t[key].label in cells for cells, key in told)]
        if fits:
            yield [(fits[0][key], cells[header.index("必填")]) for cells, key in told]


class TestFields:
    @pytest.mark.parametrize("table", tables(), ids=lambda table: table.key)
    def test_one_page_names_every_field_of_a_table(self, table: Table) -> None:
        pages = [name_of(page) for page in PAGES if "docs/" in name_of(page)]
        missing = {page: [f.key for f in table.fields if not documents(page, f)] for page in pages}
        best = min(missing, key=lambda page: len(missing[page]))
        assert not missing[best], f"{best} doesn't name these fields of “{table.label}”: {missing[best]}"

    @pytest.mark.parametrize("table", tables(), ids=lambda table: table.key)
    def test_every_word_of_a_choice_is_told(self, table: Table) -> None:
        every = "".join(text_of(name_of(page)) for page in PAGES)
        for f in table.fields:
            if isinstance(f.type, Choice):
                known = {
                    value: {value, *(a for a, v in f.type.aliases.items() if v == value)}
                    for value in f.type.values
                }
                untold = [value for value, words in known.items() if not any(word in every for word in words)]
                assert not untold, f"{table.label}, {f.label}: {untold}"

    @pytest.mark.parametrize(
        "page", [name_of(page) for page in PAGES if "| 必填 |" in text_of(name_of(page))]
    )
    def test_what_is_required_is_told_so(self, page: str) -> None:
        told = [pair for group in field_tables(page) for pair in group]
        assert told
        for f, stated in told:
            assert stated.startswith("是") if f.required else stated != "是", f"{page}: {f.key} {f.label}"

    def test_settings_are_told_under_their_own_headings(self) -> None:
        settings = text_of("docs/content.md")
        for table in (SITE, CALENDAR, PRIVACY, ALLOW):
            for f in table.fields:
                assert re.search(rf"^\| `{f.key}` \| {re.escape(f.label)} \|", settings, re.MULTILINE), f.key


class TestCommands:
    @pytest.mark.parametrize("path", COMMANDS)
    def test_a_command_is_told_with_all_its_options_and_arguments(self, path: str) -> None:
        told = sections("docs/commands.md").get(f"`{path}`")
        assert told is not None, f"docs/commands.md has no heading `{path}`"
        for param in COMMANDS[path].params:
            if isinstance(param, click.Option):
                for option in param.opts:
                    assert re.search(rf"`{re.escape(option)}[ `]", told), f"{path} {option}"
                if isinstance(param.type, click.Choice):
                    assert all(f"`{word}`" in told for word in param.type.choices), f"{path} {param.opts}"
            elif not isinstance(COMMANDS[path], click.Group):
                assert f"`{param.make_metavar(click.Context(COMMANDS[path])).strip('[].')}`" in told, (
                    param.name
                )

    def test_no_heading_names_a_command_that_is_not_there(self) -> None:
        headings = [heading.strip("`") for heading in sections("docs/commands.md") if heading.startswith("`")]
        assert set(headings) == set(COMMANDS)

    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_examples_call_commands_that_are_there(self, page: Path) -> None:
        for line in shell_lines(text_of(name_of(page))):
            for path, rest in called(shlex.split(line, comments=True)):
                command = COMMANDS[path]
                known = options(command)
                assert not isinstance(command, click.Group) or rest[:1] in ([], ["--help"], ["--version"]), (
                    line
                )
                unknown = [w for w in rest if w.startswith("-") and w.partition("=")[0] not in known]
                assert not unknown, f"{name_of(page)}: {line}"

    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_options_and_commands_in_prose_are_there(self, page: Path) -> None:
        every = set().union(*(options(command) for command in COMMANDS.values()))
        for words in re.findall(
            r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text_of(name_of(page)), flags=re.M | re.S)
        ):
            if re.fullmatch(r"(sitegen( [a-z]+)*)( .*)?", words):
                first = words.split()[:2]
                assert " ".join(first) in COMMANDS or not first[1:] or first[1].startswith("-"), words
            if re.match(r"(sitegen |--?[a-z])", words):
                assert {w for w in words.split() if re.fullmatch(r"--?[a-z][a-z-]*", w)} <= every, words


class TestDiagnostics:
    @staticmethod
    def told() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for cells in rows(text_of("docs/diagnostics.md")):
            if cells and (code := re.fullmatch(r"`([a-z]+\.[a-z0-9-]+)`", cells[0])):
                assert code[1] not in found, f"{code[1]} stands twice"
                found[code[1]] = cells
        return found

    def test_every_code_is_told_and_no_other(self) -> None:
        told = self.told()
        assert sorted(set(CODES) - set(told)) == [], "not in docs/diagnostics.md"
        assert sorted(set(told) - set(CODES)) == [], (
            "in docs/diagnostics.md, but the program has no such code"
        )

    @pytest.mark.parametrize("code", sorted(CODES))
    def test_the_example_reads_as_the_program_says_it(self, code: str) -> None:
        if code not in (told := self.told()):
            pytest.skip("reported above")
        _, severity, example, remedy = told[code]
        assert severity == SEVERITIES[CODES[code].severity]
        assert remedy
        pattern = "".join(
            re.escape(fixed) + (".*?" if name is not None else "")
            for fixed, name, _, _ in Formatter().parse(CODES[code].text)
        )
        shown = re.sub(r"\\([|*`\[\]])", r"\1", example)
        assert re.fullmatch(pattern, shown), f"{code} now reads: {CODES[code].text}"

    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_codes_named_elsewhere_are_there(self, page: Path) -> None:
        families = "|".join(sorted({code.partition(".")[0] for code in CODES}))
        settings = {
            f"{group}.{f.key}"
            for group in ("calendar", "privacy")
            for f in (*CALENDAR.fields, *PRIVACY.fields)
        }
        named = set(re.findall(rf"`((?:{families})\.[a-z0-9-]+)`", text_of(name_of(page))))
        files = {name for name in named if re.search(r"\.(yaml|csv|md|html|py|json|css|js|svg)$", name)}
        assert named - files - settings <= set(CODES)

    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_severities_told_elsewhere_are_right(self, page: Path) -> None:
        for cells in rows(text_of(name_of(page))):
            code = cells[0].strip("`") if cells else ""
            if code in CODES and len(cells) > 2 and cells[1] in SEVERITIES.values():
                assert cells[1] == SEVERITIES[CODES[code].severity], code


def examples(name: str) -> Iterator[tuple[str, str]]:
    """The examples of whole files in a document: (path in the content folder, text). The last line before an
    example that names a file says which it is."""
    for heading, section in sections(name).items():
        path = _named_file(heading, None)
        for part in re.split(r"^(```[a-z]+\n.*?^```\n)", section, flags=re.MULTILINE | re.DOTALL):
            language, _, text = part.partition("\n")
            if language in ("```yaml", "```csv", "```markdown"):
                if path:
                    yield path, text.removesuffix("```\n")
                path = None
            elif not language.startswith("```"):
                path = _named_file(part, path)


def _named_file(text: str, otherwise: str | None) -> str | None:
    lines = [re.search(r"`(?:content/)?([\w/.-]+\.(?:yaml|csv|md))`", line) for line in text.splitlines()]
    return next((found[1] for found in reversed(lines) if found), otherwise)


class TestExamples:
    @pytest.mark.parametrize("page", ["docs/content.md", "README.zh-CN.md"])
    def test_the_files_shown_make_a_sound_site(
        self, page: str, tmp_path: Path, cli: Callable[..., Result]
    ) -> None:
        for path, text in examples(page):
            file = tmp_path / "content" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as out:
                out.write(text)
        ran = cli("build", "--content", tmp_path / "content", "--as-of", "2022-07-31")
        assert ran.exit_code == 0, ran.stderr


class TestLinks:
    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_links_between_documents_lead_somewhere(self, page: Path) -> None:
        prose = re.sub(r"^```.*?^```", "", text_of(name_of(page)), flags=re.M | re.S)
        for address in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", prose)):
            if address.startswith(("http://", "https://", "mailto:")):
                continue
            path, _, anchor = unquote(address).partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.exists(), address
            if anchor:
                assert anchor in {_anchor(heading) for heading in sections(name_of(target))}, address


def _anchor(heading: str) -> str:
    """The anchor that forges give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
