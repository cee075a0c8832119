"""Competition ranking: equal points share a rank and the next rank is skipped (1, 2, 2, 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter

Standing = tuple[int, str, int, int | None]
"""Rank, household, points (hundredths), and how many ranks it rose (negative: fell) since the ranking before;
None where it had no rank then."""


def rank(points: Mapping[str, int], before: Mapping[str, int] | None = None) -> list[Standing]:
    """Households by their points, the most first, ties in the order of their ids.

    `before` holds the ranks of the ranking before, as `ranks_of` gives them.
    """
    earlier = before or {}
    standings: list[Standing] = []
    place, last = 0, None
    for position, (household, value) in enumerate(_most_first(points), 1):
        if value != last:
            place, last = position, value
        was = earlier.get(household)
        standings.append((place, household, value, None if was is None else was - place))
    return standings


def _most_first(points: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(sorted(points.items()), key=itemgetter(1), reverse=True)


def ranks_of(standings: Iterable[Standing]) -> dict[str, int]:
    """Each household's rank."""
    return {household: place for place, household, _, _ in standings}
