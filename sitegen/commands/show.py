"""Prints findings and progress: text to stderr for people, other formats to stdout for machines."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sitegen.diagnostics import Diagnostic
from sitegen.reports import FORMATS, as_text

if TYPE_CHECKING:
    from sitegen.build.outcome import Findings


def show(
    diagnostics: Sequence[Diagnostic], form: str, language: str, *, verbose: bool = False, quiet: bool = False
) -> None:
    """Print the findings in `form` (text, json, github or sarif)."""
    if form != "text":
        for line in FORMATS[form](diagnostics, language):
            click.echo(line)
        return
    wanted = [d for d in diagnostics if d.severity == "error"] if quiet else diagnostics
    if wanted:
        for line in as_text(wanted, language, everything=verbose):
            click.echo(line, err=True)


def tell(findings: Findings, form: str, language: str, *, verbose: bool, quiet: bool) -> None:
    """Print what a build found; of thousands of findings no more are read than are said."""
    if form == "text" and quiet:
        show(findings.errors, form, language, verbose=verbose)
    elif form == "text" and not verbose:
        for line in findings.said()["en" if language.startswith("en") else "zh"]:
            click.echo(line, err=True)
    else:
        show(findings.all, form, language, verbose=verbose)


class Progress:
    """A progress line on a terminal for work over a second; nothing in a pipe."""

    def __init__(self, quiet: bool, language: str) -> None:
        self.enabled = not quiet and sys.stderr.isatty()
        self.words = "boards" if language.startswith("en") else "个公开栏"
        self.started = time.monotonic()
        self.shown = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self.enabled and now - self.started > 1 and now - self.shown > 0.1:
            self.shown = now
            bar = "█" * (done * 24 // total)
            click.echo(f"\r{bar:·<24} {done}/{total} {self.words}", nl=False, err=True)

    def clear(self) -> None:
        """Wipe the line."""
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)
