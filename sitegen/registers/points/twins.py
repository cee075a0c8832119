"""The data files of the points register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sitegen.formats import plain_points
from sitegen.registers.board import LongTable, LongValue, Twin
from sitegen.registers.points.ranking import Standing
from sitegen.registers.points.tables import ENTRIES, HOUSEHOLDS, REDEMPTIONS, REWARDS, RULE
from sitegen.registers.points.view import PointsView
from sitegen.registers.twins import export_record, table_twin


class _Plain(dict[int | None, str | None]):
    """Points as decimal strings, each written once."""

    def __missing__(self, points: int | None) -> str | None:
        text = self[points] = None if points is None else plain_points(points)
        return text


_PLAIN = _Plain()


def twins(view: PointsView) -> Iterator[Twin]:
    """All data files; for the public without what it may not know."""
    yield _accounts(view)
    yield _households(view)
    yield _entries(view)
    for ranking in view.all_rankings:
        yield _ranking(f"points-{ranking.key}", ranking.standings, view)
    yield _rules(view)
    yield table_twin(REWARDS, view.rewards)
    yield _redemptions(view)


def _table(name: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> Twin:
    return Twin(name, [dict(zip(columns, row, strict=True)) for row in rows], columns, rows)


def _accounts(view: PointsView) -> Twin:
    columns = ("household", "base", "earned", "deducted", "redeemed", "balance")
    rows = [
        (h, *(_PLAIN[value] for value in (a.base, a.earned, a.deducted, a.redeemed, a.balance)))
        for h, a in view.accounts.items()
    ]
    twin = _table("points", columns, rows)
    return Twin(twin.name, {"households": twin.json}, columns, rows)


def _households(view: PointsView) -> Twin:
    rows = [
        (
            h.id,
            h.name,
            h.group,
            h.grid,
            h.since and h.since.isoformat(),
            h.until and h.until.isoformat(),
            h.successor,
            h.note,
        )
        for h in view.households.values()
    ]
    return _table(HOUSEHOLDS.key, tuple(f.key for f in HOUSEHOLDS.fields), rows)


def _ranking(name: str, standings: Sequence[Standing], view: PointsView) -> Twin:
    households = view.households
    rows = [
        (rank, h, households[h].name, households[h].group, households[h].grid, _PLAIN[points])
        for rank, h, points, _ in standings
    ]
    return _table(name, ("rank", "household", "name", "group", "grid", "points"), rows)


def _entries(view: PointsView) -> Twin:
    """The entries in the order in which they were counted."""
    lines = view.lines
    export = ENTRIES.by_key["quantity"].type.export
    quantities = {number: export(quantity) for number, quantity in lines.quantities.items()}
    count = len(lines.days)
    columns: dict[str, Sequence[LongValue]] = {
        "date": lines.days,
        "household": lines.households,
        "rule": [view.judged[number].id for number in lines.judged],
        "category": [view.judged[number].category for number in lines.judged],
        "points": [_PLAIN[value] for value in lines.points],
        "quantity": _column(quantities, count, export(100)),
        "raw": [_PLAIN[value] for value in lines.raw],
        "counted": [_PLAIN[value] for value in lines.counted],
        "reason": _column(view.reasons, count),
        "note": _column(lines.notes, count),
        "id": _column(lines.ids, count),
        "reverses": _column(lines.reverses, count),
    }
    return Twin(ENTRIES.key, LongTable(columns))


def _column(told: Mapping[int, LongValue], count: int, usual: LongValue = None) -> list[LongValue]:
    """A column of which only what is not usual is told, by its place."""
    column = [usual] * count
    for number, value in told.items():
        column[number] = value
    return column


def _rules(view: PointsView) -> Twin:
    """The rules that may be shown; `book` is the points year from which their book is in force."""
    records = [
        {"book": book.year, **export_record(RULE, record)}
        for book in reversed(view.books)
        for record in book.rules
    ]
    keys = [f.key for f in RULE.fields]
    columns = ("book", *keys, "points_min", "points_max")
    rows = []
    for record in records:
        scope = record["points"]
        ranged = scope if isinstance(scope, dict) else {}
        fixed = None if ranged else scope
        values = [fixed if key == "points" else record[key] for key in keys]
        rows.append([record["book"], *values, ranged.get("min"), ranged.get("max")])
    return Twin("points-rules", records, columns, rows)


def _redemptions(view: PointsView) -> Twin:
    rows = [(r.day.isoformat(), r.household, r.reward, _PLAIN[r.points], r.note) for r in view.redemptions]
    return _table(REDEMPTIONS.key, ("date", "household", "reward", "points", "note"), rows)
