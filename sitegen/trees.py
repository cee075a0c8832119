"""Records of which each names the one above it (grids, tasks): trees of any depth, by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile


class Tree:
    """Ids in tree order: each before those below it, brothers and sisters in the order in which they came.

    Made from the id above each id, None for the topmost; an id above that is not among them counts as none.
    The parents must not lead in a circle (see `circles`).
    """

    def __init__(self, parents: Mapping[str, str | None]) -> None:
        self.children: dict[str | None, list[str]] = {}
        """The ids directly below an id; those of None are the topmost."""
        self.depth: dict[str, int] = {}
        """How deep an id stands; 1 for the topmost."""
        self._parents = {key: parent if parent in parents else None for key, parent in parents.items()}
        for key, parent in self._parents.items():
            self.children.setdefault(parent, []).append(key)
        waiting = [(key, 1) for key in reversed(self.children.get(None, []))]
        while waiting:
            key, depth = waiting.pop()
            self.depth[key] = depth
            waiting += [(child, depth + 1) for child in reversed(self.children.get(key, []))]
        self._order = list(self.depth)
        self._place = {key: place for place, key in enumerate(self._order)}

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def parent(self, key: str) -> str | None:
        """The id above it."""
        return self._parents[key]

    def above(self, key: str) -> list[str]:
        """The ids above it, the topmost first."""
        found: list[str] = []
        parent = self._parents[key]
        while parent is not None:
            found.append(parent)
            parent = self._parents[parent]
        return found[::-1]

    def below(self, key: str) -> list[str]:
        """All ids below it, in tree order."""
        following = (self._order[place] for place in range(self._place[key] + 1, len(self._order)))
        return list(takewhile(lambda other: self.depth[other] > self.depth[key], following))

    def is_leaf(self, key: str) -> bool:
        """Whether nothing stands below it."""
        return key not in self.children

    def leaves(self, key: str | None = None) -> list[str]:
        """The ids below it (of the whole tree without one) under which nothing stands; itself where it is one."""
        keys: Sequence[str] = self._order if key is None else [key, *self.below(key)]
        return [other for other in keys if self.is_leaf(other)]


def circles(parents: Mapping[str, str | None]) -> list[list[str]]:
    """The ids that stand above themselves, circle by circle; each begins with its first id."""
    done: set[str] = set()
    found: list[list[str]] = []
    for start in parents:
        path: list[str] = []
        on_path: set[str] = set()
        key: str | None = start
        while key is not None and key in parents and key not in done and key not in on_path:
            path.append(key)
            on_path.add(key)
            key = parents[key]
        if key in on_path:
            circle = path[path.index(key) :]
            found.append(circle)
        done |= on_path
    return found
