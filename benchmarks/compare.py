"""`python -m benchmarks.compare`: sitegen against Hugo and Eleventy on the same content, in turns.

The content is generated (or a folder of your own, `--corpus`), everything lies in memory where the machine has
`/dev/shm`, and nothing is kept but the programs it is compared with (in `~/.cache/sitegen-benchmarks`). The
table is printed as Markdown; what is under way goes to stderr.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks import eleventy, hugo
from benchmarks.corpus import write_corpus
from benchmarks.process import Failed
from benchmarks.report import machine_facts, markdown
from benchmarks.series import measure

_MEMORY = Path("/dev/shm")


@click.command(help="Measure sitegen against Hugo and Eleventy on the same content, in turns.")
@click.option("--villages", default="40,384", help="sizes, the smaller first")
@click.option("--rounds", default=5, type=click.IntRange(1), help="turns of each build")
@click.option("--peers", default="hugo,eleventy", help="which to compare with; empty: none")
@click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="an existing content folder instead of generated villages; it is copied",
)
@click.option("--reload/--no-reload", default=True, help="also measure save → reloaded page in Chromium")
def main(villages: str, rounds: int, peers: str, corpus: Path | None, reload: bool) -> None:
    """Measure, and print the table."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "sitegen-benchmarks"
    programs = _install([peer for peer in peers.split(",") if peer], cache)
    versions = [f"{name} {version}" for name, version in _VERSIONS.items() if name.lower() in programs]
    place = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix="sitegen-benchmark-", dir=place) as folder:
        facts = machine_facts(Path(folder), versions)
        sizes = [_count(corpus)] if corpus else [int(size) for size in villages.split(",")]
        try:
            found = []
            for size in sizes:
                site = Path(folder) / str(size)
                if corpus:
                    shutil.copytree(corpus, site / "content")
                else:
                    write_corpus(site / "content", size)
                reloads = reload and size == sizes[-1]
                found.append(measure(size, site, rounds, programs, cache, reloads=reloads))
                shutil.rmtree(site)
        except (Failed, ValueError) as failure:
            sys.exit(str(failure))
    print("\n".join(markdown(found, rounds, facts)))


_VERSIONS = {"Hugo": hugo.VERSION, "Eleventy": eleventy.VERSION}


def _install(peers: list[str], cache: Path) -> dict[str, Path]:
    """The programs of the peers that this machine can have, by name. Raises UsageError for an unknown one."""
    if unknown := set(peers) - {name.lower() for name in _VERSIONS}:
        raise click.UsageError(f"unknown: {', '.join(sorted(unknown))}; known: hugo, eleventy")
    programs = {}
    for name in peers:
        if name == "eleventy" and not eleventy.available():
            print("no npm here: without Eleventy", file=sys.stderr)
            continue
        try:
            programs[name] = hugo.install(cache) if name == "hugo" else eleventy.install(cache)
        except subprocess.CalledProcessError:
            print(f"{name} can't be installed: without it", file=sys.stderr)
    return programs


def _count(corpus: Path) -> int:
    """The villages of a content folder: the boards that keep households, else all boards."""
    boards = list(hugo.board_folders(corpus))
    villages = [
        board
        for board in boards
        if any((board / name / "households.csv").is_file() for name in ("", "points"))
    ]
    return len(villages) or len(boards)


if __name__ == "__main__":
    main()
