"""What the assets and resources of a board come to: by class, by use, and beside the collective's other means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from sitegen.languages import word
from sitegen.registers.assets.capital import Capital, capital_of
from sitegen.registers.assets.tables import ASSETS, RESOURCES, is_let
from sitegen.registers.board import Board
from sitegen.tables import Record, Table

UNNAMED = word("没有写明")


class Lease(Struct, frozen=True):
    """The contract by which something is let: its id, title and days."""

    id: str
    title: str
    start: date
    end: date


class Item(Struct, frozen=True):
    """An asset or a resource ready to print; `values` by the keys of its fields."""

    values: dict[str, Any]
    let: bool
    lease: Lease | None

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.values["id"])

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.values["name"])

    @property
    def page(self) -> str:
        """Its page, from the register's folder."""
        return f"{self.id}.html"


class Group(Struct, frozen=True):
    """Items under one heading, and what they come to."""

    label: str
    anchor: str
    items: tuple[Item, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.items)

    def total(self, key: str) -> Any:
        """The sum of a figure (fen, mu); None where none of them states it."""
        known = [value for item in self.items if (value := item.values[key]) is not None]
        return sum(known) if known else None

    def lacking(self, key: str) -> int:
        """How many do not state a figure."""
        return sum(item.values[key] is None for item in self.items)


class Class(Group, frozen=True):
    """The items of a class (类别, 地类), by use."""

    uses: tuple[Group, ...]


class Use(Group, frozen=True):
    """The items of a use (使用状况, 经营方式) in all classes; `parts` are those of each class."""

    parts: tuple[tuple[str, Group], ...]


class Ledger(Group, frozen=True):
    """All assets, or all resources."""

    class_label: str
    use_label: str
    classes: tuple[Class, ...]
    uses: tuple[Use, ...]

    @property
    def sorted_items(self) -> tuple[Item, ...]:
        """All of them in the order of the page."""
        return tuple(item for found in self.classes for use in found.uses for item in use.items)

    @property
    def idle(self) -> tuple[Item, ...]:
        """Those that nobody uses (闲置)."""
        return tuple(item for item in self.items if "闲置" in item.values["use"])


class AssetsView(Struct, frozen=True):
    """All that the register's pages show of a board; `assets` or `resources` None where there are none."""

    assets: Ledger | None
    resources: Ledger | None
    capital: Capital

    @property
    def ledgers(self) -> tuple[Ledger, ...]:
        """Assets first, then resources."""
        return tuple(ledger for ledger in (self.assets, self.resources) if ledger is not None)


def derive(board: Board) -> AssetsView | None:
    """The view of a sound board's assets and resources; None where it has neither."""
    assets = _ledger(board, ASSETS, "class")
    resources = _ledger(board, RESOURCES, "land_class")
    if assets is None and resources is None:
        return None
    return AssetsView(assets, resources, capital_of(board))


def _ledger(board: Board, table: Table, class_key: str) -> Ledger | None:
    records = board.table(table.key)
    if not records:
        return None
    leases = {r.id: Lease(r.id, r.title, r.start, r.end) for r in board.table("contracts")}
    items = tuple(_item(table, record, leases) for record in records)
    classes = tuple(_classes(items, class_key, table.key))
    return Ledger(
        table.label,
        table.key,
        items,
        table.by_key[class_key].label,
        table.by_key["use"].label,
        classes,
        tuple(_uses(items, classes, table.key)),
    )


def _item(table: Table, record: Record, leases: dict[str, Lease]) -> Item:
    values = {f.key: getattr(record, f.attribute) for f in table.fields}
    return Item(values, is_let(record), leases.get(record.contract))


def _by(items: Sequence[Item], key: str) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """The items by the words of a field, the most frequent first, else in the order of the file; none last."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.values[key] or UNNAMED, []).append(item)
    for label in sorted(found, key=lambda label: (label == UNNAMED, -len(found[label]))):
        yield label, tuple(found[label])


def _classes(items: Sequence[Item], key: str, anchor: str) -> Iterator[Class]:
    for number, (label, members) in enumerate(_by(items, key), 1):
        here = f"{anchor}-{number}"
        uses = enumerate(_by(members, "use"), 1)
        parts = tuple(Group(use, f"{here}-{place}", chosen) for place, (use, chosen) in uses)
        yield Class(label, here, members, parts)


def _uses(items: Sequence[Item], classes: Sequence[Class], anchor: str) -> Iterator[Use]:
    for number, (label, members) in enumerate(_by(items, "use"), 1):
        parts = ((found.label, use) for found in classes for use in found.uses if use.label == label)
        yield Use(label, f"{anchor}-use-{number}", members, tuple(parts))
