"""What may be written about a rating: its indicators, its stars, and what each subject scored."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from msgspec import Struct

from sitegen.diagnostics import Place, Report, error
from sitegen.fields import SHAPE, BadValue, Field, Many, Number, PeriodType, Type, plain_name
from sitegen.fields.numbers import RANGE
from sitegen.registers.folder import Folder
from sitegen.sources.text import Source
from sitegen.sources.yaml_nodes import YamlMap
from sitegen.tables import Record, Table, at

HIGHEST = Decimal(100)

WEIGHT = error(
    "ratings.weight",
    "指标“{name}”的权重是 0。",
    "权重要大于 0；不算分的指标请删去。",
    "the weight of the indicator “{name}” is 0",
    "weights are above 0; delete an indicator that does not count",
)
INDICATOR_TWICE = error(
    "ratings.indicator-twice",
    "指标“{name}”和别的指标同名，或者和“对象”“备注”同名，分不清得分是谁的。",
    "请给这个指标换个名称。",
    "the indicator “{name}” bears a name that is taken",
    "rename it",
)
STARS = error(
    "ratings.stars",
    "“{label}”里的“{value}”不是星级。",
    "请写成“星数: 最低总分”，例如 {{5: 90, 4: 80, 3: 70}}。",
    "“{value}” under “{label}” is no number of stars",
    "write “stars: least total”, e.g. {{5: 90, 4: 80, 3: 70}}",
)
STARS_ORDER = error(
    "ratings.stars-order",
    "{more} 星的最低总分 {more_least} 不比 {fewer} 星的 {fewer_least} 高。",
    "星越多，最低总分要越高，请核对。",
    "{more} stars need {more_least}, no more than the {fewer_least} of {fewer} stars",
    "the more stars, the higher the least total",
)


class Score(Number):
    """A score from 0 to 100."""

    name = "score"
    unit = "分"

    def __init__(self) -> None:
        super().__init__(4, unit="分")

    def parse(self, text: str, label: str) -> Decimal:
        number = super().parse(text, label)
        if number > HIGHEST:
            raise BadValue(RANGE, label=label, value=text.strip(), least=0, most=HIGHEST)
        return number

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "maximum": 100}


class Threshold(Struct, frozen=True):
    """The least total that a number of stars takes."""

    stars: int
    least: Decimal


_HAN = {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
_STARS = re.compile(r"(10|[1-9]|[一二三四五六七八九十])\s*(星级|星)?")


class StarsType(Type):
    """Least totals by number of stars (1 to 10; also written 五星), the fewest first."""

    name = "mapping"
    _score = Score()

    def read(self, node: Any, label: str) -> tuple[Threshold, ...]:
        if not isinstance(node, YamlMap) or not node:
            raise BadValue(
                SHAPE, label=label, expected="“星数: 最低总分”", expected_en="“stars: least total”"
            )
        found = []
        for word, value in node.items():
            match = _STARS.fullmatch(word.strip())
            if match is None:
                raise BadValue(STARS, label=label, value=word)
            stars = _HAN.get(match[1]) or int(match[1])
            found.append(Threshold(stars, self._score.read(value or "", f"{stars} 星")))
        return tuple(sorted(found, key=lambda threshold: threshold.stars))

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self._score.schema(), "minProperties": 1}

    def export(self, value: tuple[Threshold, ...] | None) -> Any:
        return {str(t.stars): self._score.export(t.least) for t in value} if value else None


INDICATORS = Table(
    "ratings-indicators",
    "指标",
    (
        Field("name", "指标", required=True, labels=("名称", "指标名称")),
        Field("weight", "权重", Number(4, unit="%"), required=True),
    ),
)


class _ScoresTable(Table):
    """The scores of a file, left as they are: what they may hold follows from the file's indicators."""

    def read_list(self, node: Any, source: Source, place: Place, report: Report) -> Any:
        return node


_SUBJECT = Field("subject", "对象", required=True, labels=("评定对象", "单位", "村"))
SCORES = _ScoresTable("ratings-scores", "得分", (_SUBJECT,), identity="subject")
RATINGS = Table(
    "ratings",
    "星级评定",
    (
        Field("period", type=PeriodType(), required=True),
        Field("indicators", "指标", Many(INDICATORS), required=True, labels=("评分指标",)),
        Field("stars", "星级", StarsType(), labels=("评星标准",)),
        Field("scores", "得分", Many(SCORES), required=True, labels=("评分",)),
    ),
)


def read_rating(folder: Folder, name: str, report: Report) -> Record | None:
    """The rating of a file, its scores read by its own indicators; None where it can't be read."""
    rating = folder.yaml(name, RATINGS, report)
    if rating is not None:
        rating.indicators = rating.indicators or []
        table = _scores_table(rating.indicators, report)
        rating.scores = table.read_list(rating.scores or None, rating._source, at(rating, "scores"), report)
    return rating


def _scores_table(indicators: list[Record], report: Report) -> Table:
    """The table of one file's scores: a column for each indicator."""
    fields = [_SUBJECT]
    taken = {*_SUBJECT.names(), *SCORES.by_key["note"].names()}
    for number, indicator in enumerate(indicators):
        if not indicator.name:
            continue
        if plain_name(indicator.name) in taken:
            report.add(INDICATOR_TWICE, at(indicator, "name"), name=indicator.name)
            continue
        taken.add(plain_name(indicator.name))
        fields.append(Field(score_key(number), indicator.name, Score(), required=True))
    return Table(SCORES.key, SCORES.label, tuple(fields), identity="subject")


def score_key(number: int) -> str:
    """The key of the score for the indicator in that place of a file."""
    return f"indicator_{number + 1}"
