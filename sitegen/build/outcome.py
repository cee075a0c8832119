"""What a build did, and what is wrong with the content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sitegen.build.board import BoardResult
from sitegen.build.plan import Plan
from sitegen.diagnostics import Diagnostic, Report, by_place, decode_diagnostics, encode_diagnostics, promote
from sitegen.reports import as_text


class Findings:
    """The findings of a build, board by board as they are done; `strict` makes every warning an error.

    They are kept encoded: a county has thousands of them, and few builds look at more than their number.
    """

    def __init__(self, report: Report, *, strict: bool) -> None:
        self.strict = strict
        self.failed = report.failed
        self._said: dict[str, list[str]] | None = None
        self._encoded = [encode_diagnostics(report.sorted())]
        self._with_errors = self._encoded[: int(report.failed)]

    def add(self, result: BoardResult) -> None:
        """A board is done."""
        self.failed |= result.failed
        self._encoded.append(result.findings)
        if result.failed:
            self._with_errors.append(result.findings)

    @property
    def digest(self) -> str:
        """A hash of all findings, and of how strictly they are taken."""
        return hashlib.sha256(b"\n".join([b"%d" % self.strict, *sorted(self._encoded)])).hexdigest()

    @cached_property
    def all(self) -> list[Diagnostic]:
        """All findings, sorted."""
        found = [diagnostic for text in self._encoded for diagnostic in decode_diagnostics(text)]
        return sorted(promote(found) if self.strict else found, key=by_place)

    @property
    def errors(self) -> list[Diagnostic]:
        """The errors alone, sorted."""
        if self.strict:
            return self.all
        found = [diagnostic for text in self._with_errors for diagnostic in decode_diagnostics(text)]
        return sorted((d for d in found if d.severity == "error"), key=by_place)

    def recall(self, said: dict[str, list[str]]) -> None:
        """They are those of the last build, which were told like this."""
        self._said = said

    def said(self) -> dict[str, list[str]]:
        """The lines that tell of them, by language; none where nothing was found."""
        if self._said is None:
            languages = ("zh", "en")
            self._said = {words: list(as_text(self.all, words)) if self.all else [] for words in languages}
        return self._said


@dataclass
class Outcome:
    """What a build did: its findings, how many boards and files there are, what was rendered and changed.

    `rendered` are the page groups (board path, register) that were rendered; `changed` the files whose bytes
    changed, or that went (None: all, the folder is new). `scheduled` counts notices whose day is still to come.
    """

    day: date
    findings: Findings
    boards: int = 0
    files: int = 0
    rendered: list[tuple[str, str]] = field(default_factory=list)
    changed: list[str] | None = field(default_factory=list)
    scheduled: int = 0
    published: bool = False
    broken: list[str] = field(default_factory=list)

    @staticmethod
    def of(plan: Plan, *, strict: bool) -> Outcome:
        """A build of which nothing is known yet but what is wrong with its plan."""
        return Outcome(plan.day, Findings(plan.report, strict=strict))

    def add(self, result: BoardResult) -> None:
        """A board is done."""
        self.findings.add(result)
        self.boards += 1
        self.scheduled += result.scheduled
        self.rendered += [(result.path, name) for name in result.reasons]
        if result.failed:
            self.broken.append(result.path)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """The findings, sorted."""
        return self.findings.all

    @property
    def failed(self) -> bool:
        """Whether the content has errors."""
        return self.findings.failed or (self.findings.strict and bool(self.diagnostics))
