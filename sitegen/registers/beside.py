"""What other ledgers say of a record, shown on the record's own page: who names it, and what was objected to it.

A page is found by its path from the board (`contracts/HT-1.html`), so that every ledger's pages take part without
code of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from sitegen.fields import Household, Many, One, Reference
from sitegen.tables import Record, Table


class Mention(Struct, frozen=True):
    """A record of another ledger that names this one. `field` is the label under which it does (决策依据)."""

    register: str
    title: str
    href: str
    field: str


class Objection(Struct, frozen=True):
    """A question about a posting, and its answer (`services/`). `state`: answered, late, open or overdue.

    `due` is None where neither the record nor the place's rules say by when it is answered.
    """

    id: str
    question: str
    asked_on: date
    due: date | None
    answered_on: date | None
    answer: str | None
    by: str | None
    state: str
    href: str


class Beside(Struct, frozen=True):
    """All that stands beside a record's own content on its page."""

    objections: tuple[Objection, ...] = ()
    mentions: tuple[Mention, ...] = ()


def gather_beside(found: Iterable[tuple[str, Mention | Objection]]) -> dict[str, Beside]:
    """What was found for each page (its path from the board), mentions each once."""
    objections: dict[str, list[Objection]] = {}
    mentions: dict[str, dict[Mention, None]] = {}
    for path, item in found:
        if isinstance(item, Objection):
            objections.setdefault(path, []).append(item)
        else:
            mentions.setdefault(path, {})[item] = None
    return {
        path: Beside(tuple(objections.get(path, ())), tuple(mentions.get(path, ())))
        for path in sorted({*objections, *mentions})
    }


class Named(NamedTuple):
    """A record's field that names a record `id` of the table `to`."""

    record: Record
    label: str
    to: str
    id: str


def named_records(table: Table, records: Sequence[Record]) -> Iterator[Named]:
    """What the records name, in nested tables too. Households are left out: their own pages list all there is."""
    for f in table.fields:
        if isinstance(f.type, One | Many):
            if _names_records(f.type.table):
                for record in records:
                    value = getattr(record, f.attribute)
                    inner = value if isinstance(value, list) else [value] if value else []
                    yield from (found._replace(record=record) for found in named_records(f.type.table, inner))
        elif isinstance(f.type, Reference) and not isinstance(f.type, Household):
            for record in records:
                named = getattr(record, f.attribute)
                if named is not None:
                    yield Named(record, f.label, f.type.to, named)


def _names_records(table: Table) -> bool:
    """Whether records of the table can name others, in nested tables too."""
    return any(
        _names_records(f.type.table) if isinstance(f.type, One | Many) else isinstance(f.type, Reference)
        for f in table.fields
    )
