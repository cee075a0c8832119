"""Measures: the figures of a register that are added up from board to board, with their rates and ranks.

A register declares its measures and counts them for one board. What a parent adds up, the table of its children,
the rates and the ranks follow; a rate is always the quotient of two sums, never the mean of other rates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct, field

from sitegen import formats
from sitegen.fields import Integer, Money, Type

Value = int | Decimal | None
Figures = Mapping[str, Any]
"""Measures and rates of one board by their keys, as they stand in `data/board.json`."""


class Measure(Struct, frozen=True):
    """A figure that a register gives of a board.

    `type` says how it is added, shown and exported (Integer, Money, Area, …). `of` is the key of the measure that
    it is part of: then its rate stands beside it, in per cent, headed `rate` (完成率), under `rate_key`; with
    `quotient` "average" the rate is this measure per unit of the other (户 per 人). `shown` False leaves the figure
    itself off pages, where only its rate means something. `anchor` is the id, on the register's index page, of the
    rows behind it.
    """

    key: str
    label: str
    type: Type = field(default_factory=Integer)
    of: str | None = None
    rate: str = ""
    quotient: Literal["percent", "average"] = "percent"
    shown: bool = True
    anchor: str = "rows"

    @property
    def rate_key(self) -> str:
        """The key of its rate among the figures: `done_rate`."""
        return f"{self.key}_rate"

    @property
    def rate_label(self) -> str:
        """What its rate is called on pages."""
        return self.rate or f"{self.label}率"


def export_measures(measures: Sequence[Measure], values: Mapping[str, Value]) -> dict[str, Any]:
    """The values of one board under their keys, with their rates; what is not known is None."""
    figures: dict[str, Any] = {}
    for measure in measures:
        value = values.get(measure.key)
        figures[measure.key] = None if value is None else measure.type.export(value)
        if measure.of is not None:
            rate = _rate(measure, value, values.get(measure.of))
            figures[measure.rate_key] = None if rate is None else f"{rate:f}"
    return figures


def add_measures(measures: Sequence[Measure], parts: Sequence[Figures]) -> dict[str, Any]:
    """The figures of several boards added up. What no board knows stays None, never 0."""
    values = [read_measures(measures, part) for part in parts]
    return export_measures(measures, {m.key: _sum([v[m.key] for v in values]) for m in measures})


def read_measures(measures: Sequence[Measure], figures: Figures) -> dict[str, Value]:
    """The values behind exported figures."""
    return {m.key: _value(m, figures.get(m.key)) for m in measures}


def _value(measure: Measure, exported: Any) -> Value:
    if exported is None:
        return None
    if isinstance(measure.type, Integer):
        return int(exported)
    return formats.fen(exported) if isinstance(measure.type, Money) else Decimal(exported)


def _sum(values: Sequence[Value]) -> Value:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _rate(measure: Measure, part: Value, whole: Value) -> Decimal | None:
    """Its rate, half up: per cent with 2 decimals; an average with 2 decimals, of money in yuan."""
    if part is None or whole is None:
        return None
    if measure.quotient == "percent":
        return formats.rate(part, whole)
    return formats.quotient(part, whole * 100 if isinstance(measure.type, Money) else whole, 2)


class Figure(Struct, frozen=True):
    """A measure or a rate ready to print. `anchor`: where its rows are; None where there are none (0, —)."""

    key: str
    label: str
    unit: str
    shown: str
    anchor: str | None


class BelowRow(Struct, frozen=True):
    """A child board's line: `folder` its folder in this board, `reports` whether it has the register, `rank` None
    where it is not ranked."""

    name: str
    folder: str
    reports: bool
    figures: tuple[Figure, ...]
    rank: int | None


class Below(Struct, frozen=True):
    """A register as the boards below disclose it: a line for each child, this board's own, and the sums."""

    key: str
    label: str
    rows: tuple[BelowRow, ...]
    own: tuple[Figure, ...] | None
    total: tuple[Figure, ...]
    ranked_by: str | None
    reporting: int


def shown_figures(measures: Sequence[Measure], figures: Figures, anchor: str | None = None) -> list[Figure]:
    """The figures as a page prints them; `anchor` stands for all anchors where the rows are those of boards."""
    shown: list[Figure] = []
    values = read_measures(measures, figures)
    for measure in measures:
        value = values[measure.key]
        place = (anchor or measure.anchor) if value else None
        if measure.shown:
            text = measure.type.show(value)
            shown.append(Figure(measure.key, measure.label, measure.type.unit, text, place))
        if measure.of is not None:
            rate = figures.get(measure.rate_key)
            average = measure.quotient == "average"
            text = (
                formats.decimal(Decimal(rate))
                if rate and average
                else formats.percent(rate and Decimal(rate))
            )
            unit = measure.type.unit if average else ""
            shown.append(Figure(measure.rate_key, measure.rate_label, unit, text, place if rate else None))
    return shown


def below(
    key: str,
    label: str,
    measures: Sequence[Measure],
    rank_by: str | None,
    own: Figures | None,
    children: Sequence[Mapping[str, Any]],
) -> Below | None:
    """What the child boards' summaries tell of a register; None where none of them has it.

    `rank_by` is the key of a measure or rate: the highest is first, with "-" before it the lowest; equal ones share
    a rank and the next is skipped (1224); a board without the figure is not ranked.
    """
    reported = [child for child in children if child.get(key)]
    if not reported:
        return None
    ranks = _ranks(children, key, rank_by)
    rows = tuple(
        BelowRow(
            child["name"],
            child["path"].rpartition("/")[2],
            bool(child.get(key)),
            tuple(shown_figures(measures, child.get(key) or {}, _anchor_of(child, key))),
            ranks.get(child["path"]),
        )
        for child in children
    )
    total = add_measures(measures, [child[key] for child in reported] + ([own] if own else []))
    ranked_by = next((f.label for f in rows[0].figures if rank_by and f.key == rank_by.lstrip("-")), None)
    return Below(
        key,
        label,
        rows,
        tuple(shown_figures(measures, own)) if own else None,
        tuple(shown_figures(measures, total, "below")),
        ranked_by if len(ranks) > 1 else None,
        len(reported),
    )


def _anchor_of(child: Mapping[str, Any], key: str) -> str | None:
    """Where a child's page has its rows: at each measure's own anchor, or in its table of boards."""
    return "below" if any(row.get(key) for row in child.get("children", ())) else None


def _ranks(children: Sequence[Mapping[str, Any]], key: str, rank_by: str | None) -> dict[str, int]:
    """The rank of every child (by path) that has the figure."""
    if rank_by is None:
        return {}
    name, sign = rank_by.lstrip("-"), -1 if rank_by.startswith("-") else 1
    known = {
        c["path"]: sign * Decimal(c[key][name]) for c in children if (c.get(key) or {}).get(name) is not None
    }
    places: dict[Decimal, int] = {}
    for place, value in enumerate(sorted(known.values(), reverse=True), 1):
        places.setdefault(value, place)
    return {path: places[value] for path, value in known.items()}
