"""A register of another package that does harm in the middle of a board's build, as its `_order` file says.

The order is `die` (each time), `die once`, `kill PID` or `save PATH` (a file, as an editor would meanwhile);
without one it publishes two files.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

from sitegen.fields import Field
from sitegen.registers.board import Board
from sitegen.registers.plain import PlainRegister, PlainView
from sitegen.tables import Table

KEY = "tripwire"


class Tripwire(PlainRegister):
    """Two files, and between them whatever the order says."""

    def __init__(self) -> None:
        super().__init__(KEY, "绊线", Table(KEY, "绊线", (Field("name", "名称"),)))

    def files(self, board: Board, view: PlainView) -> Iterator[tuple[str, bytes]]:
        yield "tripwire/first.txt", b"first\n"
        _obey(board.folders[KEY].directory / "_order")
        yield "tripwire/second.txt", b"second\n"


def lay(board: Path, order: str = "") -> None:
    """Give the board whose folder is `board` a tripwire."""
    folder = board / KEY
    folder.mkdir(exist_ok=True)
    (folder / "wires.csv").write_text("名称\n村口\n", encoding="utf-8")
    (folder / "_order").write_text(order, encoding="utf-8")


def install(folder: Path) -> None:
    """Make the register known to every Python that has `folder` on its path."""
    package = folder / "tripwire-1.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: tripwire\nVersion: 1\n")
    (package / "entry_points.txt").write_text(f"[sitegen.registers]\ntripwire = {__name__}:Tripwire\n")


def _obey(order: Path) -> None:
    text = order.read_text(encoding="utf-8")
    verb, _, object_ = text.partition(" ")
    if text != "die":
        order.write_text("")
    if verb == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif verb == "kill":
        os.kill(int(object_), signal.SIGKILL)
    elif verb == "save":
        with Path(object_).open("a", encoding="utf-8") as file:
            file.write("\n补充一句。\n")
