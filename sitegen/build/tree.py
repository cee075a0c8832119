"""The tree of boards as it is found, and as the boards describe themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sitegen.boards import BoardFolder, BoardInfo, check_child, find_boards, read_board
from sitegen.diagnostics import Report, decode_diagnostics, encode_diagnostics, error
from sitegen.registers.register import Register
from sitegen.sources.folders import Look
from sitegen.tables import Record, at

SAME_PATH = error(
    "output.same-path",
    "“{path}”这个网址有两个来源：{first} 和 {second}。",
    "请改掉其中一个。",
    "two sources of one output path “{path}”: {first} and {second}",
    "rename one of them",
)


@dataclass
class Tree:
    """All boards: their folders (no `root` where there is no board), what they say of themselves, and the
    boards above each, the root first; both by path. `report` holds what is wrong with them."""

    root: BoardFolder | None
    report: Report
    infos: dict[str, BoardInfo] = field(default_factory=dict)
    above: dict[str, tuple[BoardInfo, ...]] = field(default_factory=dict)

    @property
    def registers(self) -> set[str]:
        """The names of the registers that any board holds."""
        return {name for folder in self.root.walk() for name in folder.registers} if self.root else set()

    def encode(self) -> bytes:
        """The tree as the state keeps it."""
        import orjson

        assert self.root is not None
        folders = [(f.path, f.shown, f.registers, f.files) for f in self.root.walk()]
        infos = [asdict(self.infos[path]) for path, *_ in folders]
        return orjson.dumps((folders, infos, encode_diagnostics(self.report.diagnostics).decode()))


def read_tree(content: Path, registers: Mapping[str, Register], look: Look) -> Tree:
    """The boards in the content folder, which was looked at; `registers` are all that there may be."""
    report = Report()
    tree = Tree(find_boards(content, registers, report, look), report)
    if tree.root is not None:
        boards = list(_read(tree, tree.root, ()))
        _check_former_paths(tree, boards, registers)
    return tree


@lru_cache(maxsize=1)
def decode_tree(content: Path, data: bytes) -> Tree:
    """The tree that the state kept, of a content folder which may have been moved since. Nobody changes it."""
    import orjson

    folders, infos, findings = orjson.loads(data)
    tree = Tree(None, Report())
    tree.report.diagnostics = decode_diagnostics(findings.encode())
    found: dict[str, BoardFolder] = {}
    for (path, shown, registers, files), said in zip(folders, infos, strict=True):
        folder = found[path] = BoardFolder(path, content / path, shown, registers, files)
        tree.infos[path] = _decode_info(said)
        if tree.root is None:
            tree.root, tree.above[path] = folder, ()
        else:
            parent = path.rpartition("/")[0]
            found[parent].children.append(folder)
            tree.above[path] = (*tree.above[parent], tree.infos[parent])
    return tree


def _decode_info(said: Mapping[str, Any]) -> BoardInfo:
    days = {key: date.fromisoformat(said[key]) if said[key] else None for key in ("since", "until")}
    return BoardInfo(**{**said, **days, "formerly": tuple(said["formerly"])})


def _read(
    tree: Tree, folder: BoardFolder, above: tuple[BoardInfo, ...]
) -> Iterator[tuple[BoardFolder, Record | None]]:
    info, record = read_board(folder, tree.report)
    check_child(info, record, above, tree.report)
    tree.infos[folder.path] = info
    tree.above[folder.path] = above
    yield folder, record
    for child in folder.children:
        yield from _read(tree, child, (*above, info))


def _check_former_paths(
    tree: Tree, boards: list[tuple[BoardFolder, Record | None]], registers: Iterable[str]
) -> None:
    """No two boards, present or former, claim one address."""
    taken = {folder.path.casefold(): f"{folder.shown}/board.yaml" for folder, _ in boards}
    names = list(registers)
    for folder, _ in boards:
        prefix = f"{folder.path}/" if folder.path else ""
        taken.update((f"{prefix}{key}".casefold(), f"{folder.shown}/{key}/") for key in names)
    for folder, record in boards:
        for former in tree.infos[folder.path].formerly if record else ():
            assert record is not None
            clean = former.strip("/")
            place = at(record, "formerly")
            first = taken.setdefault(clean.casefold(), place.file)
            if first != place.file or clean == folder.path:
                path = f"{clean}/index.html"
                tree.report.add(SAME_PATH, place, path=path, first=first, second=place.file)
