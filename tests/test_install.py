"""An installed sitegen needs nothing of its source checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

pytestmark = pytest.mark.install

PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check")


def call(*command: str | Path, cwd: Path) -> str:
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", folder, CHECKOUT, cwd=folder)
    return next(folder.glob("sitegen_boards-*.whl"))


def files_below(folder: Path) -> set[str]:
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in files}


def test_the_wheel_carries_the_package_templates_and_themes_and_no_more(wheel: Path) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    builtin = (f"{kind}/{path}" for kind in ("templates", "themes") for path in files_below(CHECKOUT / kind))
    code = {path for path in files_below(CHECKOUT / "sitegen") if not path.endswith(".po")}
    own = code | {f"_builtin/{path}" for path in builtin}
    assert packed == {f"sitegen/{path}" for path in own}


def test_an_empty_folder_becomes_a_site(wheel: Path, tmp_path: Path) -> None:
    # This pip installs into it: one of its own would take longer than everything else here.
    call(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    call(
        sys.executable, *PIP, "--python", programs / "python", "install", "--no-compile", wheel, cwd=tmp_path
    )
    village = tmp_path / "柳树村"
    village.mkdir()
    call(programs / "sitegen", "new", "site", cwd=village)
    call(programs / "sitegen", "build", cwd=village)
    assert "<html" in (village / "public" / "index.html").read_text(encoding="utf-8")
    assert "sitegen" in call(programs / "sitegen", "--version", cwd=village)
