"""How findings are shown: for people (grouped text), for machines (JSON lines, GitHub, SARIF)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from sitegen import __version__
from sitegen.diagnostics import CATALOGUE, Diagnostic

_WORDS = {
    "zh": {
        "error": "错误",
        "warning": "提醒",
        "more": "　　同类还有 {n} 处（{where}）",
        "where": "{file} 第 {line} 行",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "more": "    {n} more of this kind ({where})",
        "where": "{file}:{line}",
    },
}
_ALL_OF_A_KIND = 3
"""So many findings of one kind are shown in full before the rest is counted."""


def _words(language: str) -> dict[str, str]:
    return _WORDS["en" if language.startswith("en") else "zh"]


def one_line(diagnostic: Diagnostic, language: str) -> str:
    """`file:line:column: error code: message remedy`."""
    place = f"{diagnostic.file}:{diagnostic.line}:{diagnostic.column}" if diagnostic.line else diagnostic.file
    return f"{place}: {diagnostic.severity} {diagnostic.code}: {_advice(diagnostic, language)}"


def _advice(diagnostic: Diagnostic, language: str) -> str:
    """What is wrong and what to do, one after the other."""
    gap = "; " if language.startswith("en") else ""
    return f"{diagnostic.message(language)}{gap}{diagnostic.remedy(language)}"


def as_text(diagnostics: Sequence[Diagnostic], language: str, *, everything: bool = False) -> Iterator[str]:
    """Lines for people: errors last, the first few of each kind, then how many more; a count at the end."""
    words = _words(language)
    counts = Counter(d.code for d in diagnostics)
    shown: Counter[str] = Counter()
    for severity in ("warning", "error"):
        for diagnostic in diagnostics:
            if diagnostic.severity != severity:
                continue
            code = diagnostic.code
            shown[code] += 1
            if everything or counts[code] <= _ALL_OF_A_KIND or shown[code] == 1:
                yield one_line(diagnostic, language)
            elif shown[code] == 2:
                rest = counts[code] - 1
                where = words["where"].format(file=diagnostic.file, line=diagnostic.line)
                yield words["more"].format(n=rest, where=where + (" …" if rest > 1 else ""))
    yield count_line(diagnostics, language)


def count_line(diagnostics: Sequence[Diagnostic], language: str) -> str:
    """How many errors and warnings there are."""
    errors = sum(1 for d in diagnostics if d.severity == "error")
    warnings = len(diagnostics) - errors
    if language.startswith("en"):
        return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
    return f"共 {errors} 个错误，{warnings} 个提醒"


def as_json(diagnostics: Iterable[Diagnostic], language: str) -> Iterator[str]:
    """One JSON object a line."""
    for d in diagnostics:
        yield json.dumps(
            {
                "code": d.code,
                "severity": d.severity,
                "file": d.file,
                "line": d.line,
                "column": d.column,
                "message": d.message(language),
                "remedy": d.remedy(language),
            },
            ensure_ascii=False,
        )


def as_github(diagnostics: Iterable[Diagnostic], language: str) -> Iterator[str]:
    """Workflow commands that annotate the lines of a commit."""
    for d in diagnostics:
        place = f"file={_github(d.file, True)},line={max(d.line, 1)},col={max(d.column, 1)},title={d.code}"
        yield f"::{d.severity} {place}::{_github(_advice(d, language))}"


def _github(text: str, in_property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def as_sarif(diagnostics: Sequence[Diagnostic], language: str) -> Iterator[str]:
    """One SARIF 2.1.0 log."""
    codes = sorted({d.code for d in diagnostics})
    rules: list[dict[str, Any]] = []
    for code in codes:
        message = CATALOGUE[code]
        text = message.text_en if language.startswith("en") else message.text
        rules.append({"id": code, "shortDescription": {"text": re.sub(r"\{\w+\}", "…", text)}})
    results = [
        {
            "ruleId": d.code,
            "level": d.severity,
            "message": {"text": _advice(d, language)},
            "locations": [{"physicalLocation": _physical(d)}],
        }
        for d in diagnostics
    ]
    log = {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [
            {
                "tool": {"driver": {"name": "sitegen", "version": __version__, "rules": rules}},
                "results": results,
            }
        ],
    }
    yield json.dumps(log, ensure_ascii=False, indent=1)


def _physical(d: Diagnostic) -> dict[str, Any]:
    """A place as SARIF has it: an encoded address, and a region where the finding is not of the whole file."""
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(d.file)}}
    if d.line:
        place["region"] = {"startLine": d.line, "startColumn": max(d.column, 1)}
    return place


FORMATS = {"json": as_json, "github": as_github, "sarif": as_sarif}
