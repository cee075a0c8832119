"""The same content and day give the same bytes, wherever and however the site is built."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from tests.conftest import AS_OF, run_sitegen
from tests.county import County, write_county


def bytes_of(output: Path) -> dict[str, str]:
    """The hash of every file below a folder, by path."""
    files = (path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def build(content: Path, output: Path, *options: str, cwd: Path, env: dict[str, str] | None = None) -> None:
    arguments = ("build", "--content", content, "--output", output, "--as-of", AS_OF, *options)
    ran = run_sitegen(*arguments, cwd=cwd, env=env)
    assert ran.code == 0, ran.stderr


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return write_county(tmp_path_factory.mktemp("county") / "content", villages=4, seed=11)


@pytest.fixture(scope="module")
def published(county: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county as one worker publishes it."""
    folder = tmp_path_factory.mktemp("published")
    build(county.content, folder / "public", "--jobs", "1", cwd=folder)
    return folder / "public"


@pytest.mark.parametrize(
    ("options", "env"),
    [
        pytest.param(["--jobs", "2"], {}, id="two workers"),
        pytest.param([], {"TZ": "America/New_York"}, id="another time zone"),
        pytest.param([], {"PYTHONHASHSEED": "4711"}, id="another order of sets"),
        pytest.param([], {"LC_ALL": "C", "LANG": "C"}, id="another locale"),
        pytest.param(["--lang", "en"], {}, id="messages in English"),
    ],
)
def test_circumstances_do_not_show(
    county: County, published: Path, tmp_path: Path, options: list[str], env: dict[str, str]
) -> None:
    build(county.content, tmp_path / "public", *options, cwd=tmp_path, env=env)
    assert bytes_of(tmp_path / "public") == bytes_of(published)


def test_the_place_of_the_content_does_not_show(county: County, published: Path, tmp_path: Path) -> None:
    moved = tmp_path / "另一个 文件夹" / "content"
    shutil.copytree(county.content, moved)
    build(Path("content"), Path("public"), cwd=moved.parent)
    assert bytes_of(moved.parent / "public") == bytes_of(published)


def test_no_page_betrays_the_machine(county: County, published: Path) -> None:
    traces = [os.fsencode(place) for place in (county.content.parent, published.parent, Path.home())]
    files = [path for path in published.rglob("*") if path.is_file()]
    assert [path for path in files if any(trace + b"/" in path.read_bytes() for trace in traces)] == []


def test_building_again_touches_no_file(county: County, tmp_path: Path) -> None:
    output = tmp_path / "public"

    def stamps() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in sorted(output.rglob("*.*"))}

    build(county.content, output, cwd=tmp_path)
    before = stamps()
    build(county.content, output, cwd=tmp_path)
    assert stamps() == before


def test_building_over_an_older_state_equals_building_anew(tmp_path: Path) -> None:
    content = write_county(tmp_path / "content", villages=2, seed=12).content
    build(content, tmp_path / "grown", cwd=tmp_path)
    next((content / "t01/v01/party").glob("*.md")).unlink()
    board = content / "t01/v02/board.yaml"
    board.write_text(board.read_text(encoding="utf-8") + "hotline: 0372-5550123\n", encoding="utf-8")
    build(content, tmp_path / "grown", cwd=tmp_path)
    build(content, tmp_path / "anew", cwd=tmp_path)
    assert bytes_of(tmp_path / "grown") == bytes_of(tmp_path / "anew")
