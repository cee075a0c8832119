"""The ratings of a board as its pages show them: totals, stars, ranks, and what changed since the period before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from sitegen import formats
from sitegen.days import Period
from sitegen.registers.board import Board
from sitegen.registers.ratings.tables import Threshold, score_key
from sitegen.tables import Record


class Indicator(Struct, frozen=True):
    """What is judged, and how much it weighs; `share` of all weights in per cent with 1 decimal."""

    name: str
    weight: Decimal
    share: Decimal | None


class Entry(Struct, frozen=True):
    """What a subject came to. `stars` is None where the period gives none and 0 where the total is too low;
    `change` (ranks gained) and `gained` (points) are None where it was not rated the period before."""

    subject: str
    href: str | None
    """Its own board, from the register's folder."""
    scores: tuple[Decimal, ...]
    total: Decimal
    stars: int | None
    rank: int
    change: int | None
    gained: Decimal | None
    note: str | None


class Rating(Struct, frozen=True):
    """The rating of one period, the best first. `before` is the last earlier period of the same length."""

    period: Period
    indicators: tuple[Indicator, ...]
    thresholds: tuple[Threshold, ...]
    entries: tuple[Entry, ...]
    before: Period | None
    note: str | None

    @property
    def page(self) -> str:
        """Its page, from the register's folder."""
        return f"{self.period.text}.html"

    @property
    def most(self) -> int:
        """How many stars can be reached."""
        return self.thresholds[-1].stars if self.thresholds else 0

    @property
    def by_stars(self) -> list[tuple[int, list[Entry]]]:
        """Who reached how many stars, the most first; those without any last."""
        found: dict[int, list[Entry]] = {threshold.stars: [] for threshold in reversed(self.thresholds)}
        for entry in self.entries:
            if entry.stars is not None:
                found.setdefault(entry.stars, []).append(entry)
        return [(stars, entries) for stars, entries in found.items() if entries or stars]

    @property
    def mean(self) -> Decimal | None:
        """The mean of all totals, with 2 decimals."""
        return formats.quotient(sum((entry.total for entry in self.entries), Decimal()), len(self.entries), 2)


class RatingsView(Struct, frozen=True):
    """All ratings of a board, the newest first."""

    ratings: tuple[Rating, ...]

    @property
    def newest(self) -> Rating:
        """The rating of the newest period."""
        return self.ratings[0]

    @property
    def course(self) -> list[tuple[Entry, list[Entry | None]]]:
        """The subjects of the newest rating, each with its entry in every period."""
        found = [{entry.subject: entry for entry in rating.entries} for rating in self.ratings]
        return [(entry, [by.get(entry.subject) for by in found]) for entry in self.newest.entries]


def derive(board: Board) -> RatingsView | None:
    """The view of a sound board's ratings; None where it has none."""
    records = sorted(board.table("ratings"), key=lambda record: record.period)
    boards = {child["name"]: f"../{child['path'].rpartition('/')[2]}/index.html" for child in board.children}
    ratings: list[Rating] = []
    for record in records:
        earlier = (rating for rating in reversed(ratings) if rating.period.months == record.period.months)
        ratings.append(_rating(record, next(earlier, None), boards))
    return RatingsView(tuple(reversed(ratings))) if ratings else None


def _rating(record: Record, before: Rating | None, boards: Mapping[str, str]) -> Rating:
    weights = sum((indicator.weight for indicator in record.indicators), Decimal())
    thresholds: tuple[Threshold, ...] = record.stars or ()
    past = {entry.subject: entry for entry in before.entries} if before else {}
    rows = [(row, weighted_total(record.indicators, row)) for row in record.scores]
    rows.sort(key=lambda pair: -pair[1])
    ranks = competition_ranks([total for _, total in rows])
    return Rating(
        period=record.period,
        indicators=tuple(
            Indicator(i.name, i.weight, formats.share(i.weight, weights)) for i in record.indicators
        ),
        thresholds=thresholds,
        entries=tuple(
            _entry(row, total, rank, record, past.get(row.subject), boards)
            for (row, total), rank in zip(rows, ranks, strict=True)
        ),
        before=before.period if before else None,
        note=record.note,
    )


def _entry(
    row: Record, total: Decimal, rank: int, rating: Record, past: Entry | None, boards: Mapping[str, str]
) -> Entry:
    return Entry(
        subject=row.subject,
        href=boards.get(row.subject),
        scores=scores_of(rating.indicators, row),
        total=total,
        stars=stars_for(total, rating.stars),
        rank=rank,
        change=past.rank - rank if past else None,
        gained=total - past.total if past else None,
        note=row.note,
    )


def scores_of(indicators: Sequence[Record], row: Record) -> tuple[Decimal, ...]:
    """A subject's scores in the order of the indicators."""
    return tuple(getattr(row, score_key(number)) for number in range(len(indicators)))


def weighted_total(indicators: Sequence[Record], row: Record) -> Decimal:
    """Σ score × weight ÷ Σ weights, exact, then rounded half up to 2 decimals."""
    weights = [indicator.weight for indicator in indicators]
    pairs = zip(scores_of(indicators, row), weights, strict=True)
    total = formats.quotient(sum((s * w for s, w in pairs), Decimal()), sum(weights, Decimal()), 2)
    assert total is not None  # weights are above 0
    return total


def stars_for(total: Decimal, thresholds: Sequence[Threshold] | None) -> int | None:
    """The stars of a total as it is shown; None where no stars are given, 0 where it is below the least."""
    if not thresholds:
        return None
    return max((threshold.stars for threshold in thresholds if total >= threshold.least), default=0)


def competition_ranks(totals: Sequence[Decimal]) -> list[int]:
    """The rank of each of the totals, which fall: equal ones share a rank, and the next is skipped (1224)."""
    ranks: list[int] = []
    for place, total in enumerate(totals, 1):
        ranks.append(ranks[-1] if ranks and totals[place - 2] == total else place)
    return ranks
