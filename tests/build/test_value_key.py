"""The key of a view: equal values, equal keys; another value anywhere, another key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from sitegen.build.keys import value_key
from sitegen.days import Period

JUNE = Period.parse("2022-06")


class Line(NamedTuple):
    item: str
    amount: int


@dataclass(frozen=True)
class View:
    day: date = date(2022, 6, 5)
    period: Period = JUNE
    area: Decimal | None = Decimal("1.50")
    lines: tuple[Line, ...] = (Line("租金", 100), Line("水费", 250))
    sums: tuple[tuple[int, dict[int, str]], ...] = ((2022, {6: "a"}),)
    names: frozenset[str] = frozenset({"甲", "乙", "丙"})


def test_equal_values_have_equal_keys() -> None:
    assert value_key(View()) == value_key(View())


@pytest.mark.parametrize(
    "changed",
    [
        {"day": date(2022, 6, 6)},
        {"period": Period.parse("2022-07")},
        {"area": Decimal("1.5")},
        {"area": None},
        {"lines": (Line("租金", 100), Line("水费", 251))},
        {"lines": (Line("水费", 250), Line("租金", 100))},
        {"sums": ((2022, {7: "a"}),)},
        {"names": frozenset({"甲", "乙"})},
    ],
)
def test_another_value_has_another_key(changed: dict[str, Any]) -> None:
    assert value_key(replace(View(), **changed)) != value_key(View())


def test_what_is_no_value_is_never_taken_for_unchanged() -> None:
    thing = object()
    assert value_key(thing) != value_key(thing)
