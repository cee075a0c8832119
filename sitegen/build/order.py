"""In which order boards are built: children before their parents."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.boards import BoardFolder
from sitegen.build.board import BoardResult, BoardTask

Prepare = Callable[[BoardFolder, tuple[BoardResult, ...]], BoardTask | BoardResult]
"""Decides, given its children's results, what a board needs: to be built, or nothing (its kept result)."""
Work = Callable[[BoardTask], BoardResult]


class Order:
    """The boards of a tree, each when all its children are done."""

    def __init__(self, root: BoardFolder) -> None:
        self.ready = [folder for folder in root.walk() if not folder.children]
        self.ready.reverse()
        self.parents = {child.path: folder for folder in root.walk() for child in folder.children}
        self.missing = {folder.path: len(folder.children) for folder in root.walk()}
        self.finished: dict[str, BoardResult] = {}

    def children(self, folder: BoardFolder) -> tuple[BoardResult, ...]:
        """The results of a board's children, in their order; each is asked for once."""
        return tuple(self.finished.pop(child.path) for child in folder.children)

    def prepare_next(self, prepare: Prepare) -> BoardTask | BoardResult:
        """The task of the next board that is ready; its result, where it needs none: then it is done."""
        folder = self.ready.pop()
        prepared = prepare(folder, self.children(folder))
        if not isinstance(prepared, BoardTask):
            self.done(prepared)
        return prepared

    def done(self, result: BoardResult) -> None:
        """A board is done: its parent may be ready now."""
        self.finished[result.path] = result.slim()
        parent = self.parents.get(result.path)
        if parent is not None:
            self.missing[parent.path] -= 1
            if not self.missing[parent.path]:
                self.ready.append(parent)
