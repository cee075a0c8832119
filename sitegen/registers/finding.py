"""What people may look for on a board (查找): names, numbers and words, each with the page where it stands.

A register says what of its view may be looked for; the index and its page are made in `exports.search`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from sitegen.fields import Choice, Field, Household, Officer, Party, Text
from sitegen.tables import Record, Table

FIRST = ("boards", "households", "contracts", "notices", "finance", "finance-lines", "projects")
"""The kinds that are looked for most, in the order in which they are shown; the others follow as their registers do."""
_TOLD = (Party, Officer, Household, Choice)
_MOST = 3


class Entry(NamedTuple):
    """One thing to be found.

    `href` leads to it from the board's home. `more` is shown beside the title and searched too: its number, who has
    to do with it, its state. On the day `gone_on` (ISO) it is withdrawn. `initials` are searched and not shown.
    """

    href: str
    title: str
    more: tuple[str, ...] = ()
    gone_on: str | None = None
    initials: str | None = None


class Found(Struct, frozen=True):
    """The entries of one kind; those of several registers may be of one."""

    kind: str
    label: str
    entries: Sequence[Entry]


def name_field(table: Table) -> Field | None:
    """The field that names a record: its title, else its first text."""
    named = next((f for f in table.fields if f.key in ("title", "name")), None)
    return named or next((f for f in table.fields if type(f.type) is Text and f.required), None)


def entries_of(
    table: Table, records: Iterable[Record], page_of: Callable[[Record], str | None]
) -> Iterator[Entry]:
    """The records that have a page, by their name, with their number and what their parties and choices say."""
    named = name_field(table)
    told = [f for f in table.fields if isinstance(f.type, _TOLD) and f is not named][:_MOST]
    for record in records:
        href = page_of(record)
        if href is None:
            continue
        identity = getattr(record, table.identity) if table.identity else None
        title = getattr(record, named.attribute) if named is not None else None
        values = ((f, getattr(record, f.attribute)) for f in told)
        more = (identity, *(f.type.show(value) for f, value in values if value is not None))
        yield Entry(href, title or identity or table.label, tuple(text for text in more if text and title))
