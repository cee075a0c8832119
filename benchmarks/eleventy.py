"""Eleventy: installed from npm; it reads the content folder as it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from benchmarks.process import Command

_PROJECT = Path(__file__).parent / "peers" / "eleventy"
VERSION: str = json.loads((_PROJECT / "package.json").read_bytes())["dependencies"]["@11ty/eleventy"]


def install(cache: Path) -> Path:
    """The project with all it needs, in the folder `cache`. Raises CalledProcessError where npm fails."""
    home = cache / f"eleventy-{VERSION}"
    shutil.copytree(_PROJECT, home, dirs_exist_ok=True)
    if not (home / "node_modules" / "@11ty" / "eleventy").is_dir():
        subprocess.run(
            ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            cwd=home,
            check=True,
        )
    return home


def available() -> bool:
    """Whether this machine has Node.js and npm."""
    return bool(shutil.which("node") and shutil.which("npm"))


def build(project: Path, content: Path, output: Path) -> Command:
    """A full build. Eleventy takes only relative paths, the layouts' from the content."""
    variables = {"CONTENT": os.path.relpath(content, project), "LAYOUTS": os.path.relpath(project, content)}
    program = "node_modules/@11ty/eleventy/cmd.cjs"
    words = ["node", "--max-old-space-size=12000", program, "--quiet", f"--output={output}"]
    return Command(words, project, variables)
