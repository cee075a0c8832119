"""A small county that is built over and over while its editors change it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from sitegen.build.pipeline import Outcome, build
from sitegen.build.plan import Options
from sitegen.build.state import state_path
from sitegen.paths import SitePaths
from tests.conftest import CHECKOUT, Ran, run_sitegen
from tests.county import write_county

DAY = date(2022, 12, 31)
_MONEY = re.compile(r"^(opening|closing): (.*)$", re.MULTILINE)


def bytes_of(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, by path; empty folders count, too."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file():
            found[name] = sha256(path.read_bytes()).hexdigest()
        elif not any(path.iterdir()):
            found[name] = "empty folder"
    return found


def stamps_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every file below a folder: whether it was written anew."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files
    }


@dataclass(frozen=True)
class Site:
    """A site on disk; `options` are those of every build of it."""

    root: Path
    options: Options = field(default_factory=lambda: Options(day=DAY))

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def output(self) -> Path:
        return self.root / "public"

    @property
    def state(self) -> Path:
        """The file in which the last build left its state."""
        return state_path(SitePaths.of(self.content))

    def build(self, **options: object) -> Outcome:
        """Build over what the last build left."""
        return build(SitePaths.of(self.content), replace(self.options, **options))  # type: ignore[arg-type]

    def anew(self, **options: object) -> tuple[Outcome, dict[str, str]]:
        """What a build of the same content into a folder of its own says and gives."""
        folder = self.root / "anew"
        shutil.rmtree(folder, ignore_errors=True)
        outcome = build(SitePaths.of(self.content, folder), replace(self.options, **options))  # type: ignore[arg-type]
        published = bytes_of(folder) if folder.exists() else {}
        shutil.rmtree(folder, ignore_errors=True)
        return outcome, published

    def run(self, *arguments: str | Path, **env: str) -> Ran:
        """Run the command in a process of its own; the day is the site's."""
        return run_sitegen(*arguments, "--as-of", str(self.options.day), cwd=self.root, env=env)

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[str]:
        """Start `sitegen build` in a process group of its own, to be waited for or killed."""
        return subprocess.Popen(
            [sys.executable, "-m", "sitegen", "build", "--as-of", str(self.options.day), *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1", **env},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
        )

    def read(self, path: str) -> str:
        return (self.content / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a content file as an editor's program does: a new file takes the old one's place."""
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f"_{target.name}.new")
        fresh.write_text(text, encoding="utf-8", newline="")
        fresh.replace(target)

    def change(self, path: str, old: str, new: str) -> None:
        """Replace a text in a content file."""
        text = self.read(path)
        assert old in text, f"{path} holds no {old!r}"
        self.write(path, text.replace(old, new))

    def settings(self, **fields: object) -> None:
        """Write site.yaml."""
        self.write("site.yaml", "".join(f"{key}: {value}\n" for key, value in fields.items()))

    def book(self, village: str, month: int, yuan: int, contract: str = "") -> None:
        """Book an income on the last of a month; its closing and all later balances follow."""
        folder = f"{village}/finance"
        for path in sorted((self.content / folder).glob("2022-??.yaml")):
            at = int(path.stem[-2:])
            text = self.read(f"{folder}/{path.name}")
            for key in ("opening", "closing"):
                if at > month or (at == month and key == "closing"):
                    text = _MONEY.sub(lambda found, key=key: _add(found, key, yuan), text)  # type: ignore[misc]
            if at == month:
                entry = {
                    "date": f"2022-{month:02d}-28",
                    "item": "补收款",
                    "category": "经营收入",
                    "amount": yuan,
                }
                text = self._enter(
                    folder, path.stem, text, entry | ({"contract": contract} if contract else {})
                )
            self.write(f"{folder}/{path.name}", text)

    def _enter(self, folder: str, period: str, text: str, entry: Mapping[str, object]) -> str:
        sheet = f"{folder}/{period}-income.csv"
        if (self.content / sheet).exists():
            lines = self.read(sheet).splitlines()
            lines.append(",".join(str(entry.get(name, "")) for name in lines[0].split(",")))
            self.write(sheet, "\n".join(lines) + "\n")
            return text
        fields = "".join(f"    {key}: {value}\n" for key, value in entry.items())
        return text.replace("expense:\n", f"  -{fields[3:]}expense:\n", 1)


def _add(found: re.Match[str], key: str, yuan: int) -> str:
    if found[1] != key:
        return found[0]
    whole, _, cents = found[2].partition(".")
    return f"{key}: {int(whole) + yuan}.{cents}"


def small_county(root: Path, villages: int = 2) -> Site:
    """A county of few villages with three months of statements each: quick to build."""
    site = Site(root)
    write_county(site.content, villages, 5, households=4, entries=6, notices=1, contracts=4, lines=2)
    for path in site.content.rglob("finance/2022-*"):
        if path.suffix != ".md" and path.name[:7] > "2022-03":
            path.unlink()
    for path in site.content.rglob("points/2022-Q[34].csv"):
        path.unlink()
    return site


def assert_as_if_built_anew(site: Site, outcome: Outcome, **options: object) -> None:
    """What was built over the last build's remains is what a clean build gives, findings included."""
    fresh, expected = site.anew(**options)
    assert outcome.diagnostics == fresh.diagnostics, (outcome.diagnostics, fresh.diagnostics)
    if not fresh.failed:
        published = bytes_of(site.output)
        paths = sorted(published.keys() | expected.keys())
        differing = [path for path in paths if published.get(path) != expected.get(path)]
        assert not differing, differing


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a build's main process, as a power cut would; its workers have to end by themselves."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stderr is not None
    process.stderr.close()


def wait_until_gone(group: int) -> None:
    """Wait for the end of all processes of a group; they have a minute."""
    for _ in range(600):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("a worker outlived its parent")
