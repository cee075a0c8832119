"""Star ratings (星级评定): who came to how many points and stars in a period, by weighted indicators.

`tables` says what may be written, `view` what follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from sitegen.diagnostics import Report, error
from sitegen.fields import Integer
from sitegen.formats import plain_decimal
from sitegen.languages import say
from sitegen.registers.board import Board, Page, Twin
from sitegen.registers.folder import Folder
from sitegen.registers.measures import Measure, Value
from sitegen.registers.ratings.tables import (
    RATINGS,
    STARS_ORDER,
    WEIGHT,
    StarsType,
    read_rating,
)
from sitegen.registers.ratings.view import Entry, Rating, RatingsView, derive
from sitegen.registers.register import Register
from sitegen.registers.table_laws import FUTURE
from sitegen.tables import Record, at, check_unique

SAME_PERIOD = error(
    "ratings.same-period",
    "“{period}”的评定写了两份（另一份是 {other}）。",
    "一期写一个文件；请改正其中一份的“期间”，或合成一份。",
    "{period} is rated twice (also in {other})",
    "write one file a period",
)

_YAML = (".yaml", ".yml")


class Ratings(Register):
    """`ratings/`: one YAML file a period."""

    key = "ratings"
    label = "星级评定"
    disclosure = "affairs"
    order = 160
    tables = (RATINGS,)
    measures = (
        Measure("subjects", "参评", Integer(unit="个"), anchor="newest"),
        Measure("starred", "评上星级", Integer(unit="个"), of="subjects", rate="上星率", anchor="newest"),
        Measure("periods", "评定", Integer(unit="期"), anchor="periods"),
    )
    rank_by = "starred_rate"

    def read(self, folder: Folder, report: Report) -> dict[str, list[Record]]:
        names = folder.named(*_YAML)
        self.refuse_others(folder, names, "YAML 文件", report)
        found = [read_rating(folder, name, report) for name in names]
        return {RATINGS.key: [rating for rating in found if rating is not None]}

    def check(self, board: Board, report: Report) -> None:
        """A subject is rated once a period, and a period once."""
        taken: dict[str, Record] = {}
        for rating in board.table(RATINGS.key):
            check_unique(rating.scores, report)
            _check_indicators(rating, report)
            if rating.period is None:
                continue
            first = taken.setdefault(rating.period.text, rating)
            if first is not rating:
                other = first._source.path
                report.add(SAME_PERIOD, at(rating, "period"), period=rating.period.label, other=other)
            if rating.period.first > board.day:
                report.add(FUTURE, at(rating, "period"), label="期间", day=rating.period.text)

    def derive(self, board: Board) -> RatingsView | None:
        return derive(board)

    def pages(self, board: Board, view: RatingsView) -> Iterator[Page]:
        twins = (
            ("评定 JSON", "data/ratings.json"),
            ("得分 JSON", "data/ratings-scores.json"),
            ("得分 CSV", "data/ratings-scores.csv"),
        )
        newest = view.newest
        yield Page(
            "ratings/index.html",
            "ratings/index.html",
            self.label,
            {"view": view},
            description=say(
                "{name}{period}的星级评定，{count} 个对象",
                name=board.info.name,
                period=newest.period.label,
                count=len(newest.entries),
            ),
            twins=twins,
        )
        neighbours = [None, *view.ratings, None]
        for place, rating in enumerate(view.ratings):
            yield Page(
                f"ratings/{rating.page}",
                "ratings/rating.html",
                say("{period}星级评定", period=rating.period.label),
                {"rating": rating, "after": neighbours[place], "before": neighbours[place + 2]},
                twins=twins,
            )

    def twins(self, board: Board, view: RatingsView) -> Iterator[Twin]:
        rows = [_export(rating) for rating in view.ratings]
        flat = ("period", "note")
        yield Twin(RATINGS.key, rows, flat, [[row[key] for key in flat] for row in rows])
        yield _scores_twin(view)

    def measure(self, board: Board, view: RatingsView) -> dict[str, Value]:
        newest = view.newest
        starred = sum(bool(entry.stars) for entry in newest.entries) if newest.thresholds else None
        return {"subjects": len(newest.entries), "starred": starred, "periods": len(view.ratings)}


def _check_indicators(rating: Record, report: Report) -> None:
    """Every indicator weighs something, and more stars take a higher total."""
    for indicator in rating.indicators:
        if indicator.weight == 0:
            report.add(WEIGHT, at(indicator, "weight"), name=indicator.name)
    for fewer, more in pairwise(rating.stars or ()):
        if more.least <= fewer.least:
            values = {"more": more.stars, "more_least": more.least, "fewer": fewer.stars}
            report.add(STARS_ORDER, at(rating, "stars"), **values, fewer_least=fewer.least)


def _export(rating: Rating) -> dict[str, Any]:
    return {
        "period": rating.period.text,
        "indicators": [
            {"name": indicator.name, "weight": plain_decimal(indicator.weight)}
            for indicator in rating.indicators
        ],
        "stars": StarsType().export(rating.thresholds),
        "scores": [
            {**_export_entry(entry), "scores": _scores(rating, entry), "note": entry.note}
            for entry in rating.entries
        ],
        "note": rating.note,
    }


def _export_entry(entry: Entry) -> dict[str, Any]:
    return {
        "subject": entry.subject,
        "total": f"{entry.total:f}",
        "stars": entry.stars,
        "rank": entry.rank,
        "change": entry.change,
    }


def _scores(rating: Rating, entry: Entry) -> dict[str, str]:
    pairs = zip(rating.indicators, entry.scores, strict=True)
    return {indicator.name: plain_decimal(score) for indicator, score in pairs}


def _scores_twin(view: RatingsView) -> Twin:
    """A row for each subject and period; in CSV a column for each indicator of any period."""
    names = list(dict.fromkeys(i.name for rating in view.ratings for i in rating.indicators))
    rows, lines = [], []
    for rating in view.ratings:
        for entry in rating.entries:
            row = {"period": rating.period.text, **_export_entry(entry)}
            scores = _scores(rating, entry)
            rows.append({**row, "scores": scores})
            lines.append([*row.values(), *(scores.get(name) for name in names)])
    columns = ("period", "subject", "total", "stars", "rank", "change", *names)
    return Twin("ratings-scores", rows, columns, lines)


REGISTER = Ratings()
