"""What is counted of a plain register's records: of all of them, and of those of each group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from sitegen.registers.measures import Measure, Value
from sitegen.tables import Record

Count = Callable[[Sequence[Record], date], Value]
"""Counts something of records as of a day."""


class Counted(Struct, frozen=True):
    """A measure and how it is counted. `whole`: it means something of all records only, not of a group."""

    measure: Measure
    count: Count
    whole: bool = False


class Total(Struct, frozen=True):
    """The sum of a field; None where no record has it."""

    key: str

    def __call__(self, records: Sequence[Record], day: date) -> Value:
        known = [value for record in records if (value := getattr(record, self.key)) is not None]
        return sum(known) if known else None


class HowMany(Struct, frozen=True):
    """How many records have a field."""

    key: str

    def __call__(self, records: Sequence[Record], day: date) -> int:
        return sum(getattr(record, self.key) is not None for record in records)


def number_of(records: Sequence[Record], day: date) -> int:
    """How many records there are."""
    return len(records)
