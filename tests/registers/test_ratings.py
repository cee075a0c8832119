"""Star ratings: weighted totals to the hundredth, stars, ranks, change, and what is refused and where."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.registers.ratings.tables import Threshold
from sitegen.registers.ratings.view import competition_ranks, stars_for, weighted_total
from tests.registers.one_board import Village
from tests.site_text import write_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

INDICATORS = "indicators:\n  - {name: 党建, weight: 30}\n  - {name: 治安, weight: 20}\n"
STARS = "stars: {5: 90, 4: 80, 3: 70}\n"


def rating(
    period: str, *scores: str, indicators: str = INDICATORS, stars: str = STARS, name: str = ""
) -> str:
    rows = "".join(f"  - {{{score}}}\n" for score in scores)
    return f"-- ratings/{name or period}.yaml --\nperiod: {period}\n{indicators}{stars}scores:\n{rows}"


def score(subject: str, party: object, order: object) -> str:
    return f"subject: {subject}, 党建: {party}, 治安: {order}"


SPRING = rating("2022-Q1", score("一组", 92, 88), score("二组", 80, 80), score("三组", 60, 60))
SUMMER = rating(
    "2022-Q2", score("一组", 80, 80), score("二组", 95, 90), score("四组", 80, 80), score("三组", 60, "60.5")
)


# ---- the figures -------------------------------------------------------------------------------------------


def test_totals_stars_and_ranks(village: Village) -> None:
    built = village(SUMMER)
    assert built.found == []
    (period,) = built.twin("ratings")
    assert [(e["rank"], e["subject"], e["total"], e["stars"]) for e in period["scores"]] == [
        (1, "二组", "93.00", 5),
        (2, "一组", "80.00", 4),
        (2, "四组", "80.00", 4),
        (4, "三组", "60.20", 0),
    ]
    assert period["stars"] == {"3": "70", "4": "80", "5": "90"}


def test_change_against_the_period_before(village: Village) -> None:
    built = village(SUMMER + SPRING + rating("2022", score("一组", 70, 70)))
    rows = {(r["period"], r["subject"]): r["change"] for r in built.twin("ratings-scores")}
    assert rows["2022-Q2", "二组"] == 1
    assert rows["2022-Q2", "一组"] == -1
    assert rows["2022-Q2", "四组"] is None
    assert rows["2022-Q1", "一组"] is None
    assert rows["2022", "一组"] is None
    newest = built.view("ratings").newest
    assert newest.period.text == "2022-Q2"
    assert [entry.gained for entry in newest.entries] == [
        Decimal("13.00"),
        Decimal("-10.40"),
        None,
        Decimal("0.20"),
    ]


def test_without_stars_there_are_none(village: Village) -> None:
    built = village(rating("2022-Q1", score("一组", 92, 88), stars=""))
    assert built.twin("ratings-scores")[0]["stars"] is None


@pytest.mark.parametrize("written", ["{5: 90, 4: 80}", "{五星: 90, 4星: 80}"])
def test_stars_as_people_write_them(village: Village, written: str) -> None:
    built = village(rating("2022-Q1", score("一组", 92, 88), stars=f"stars: {written}\n"))
    assert built.twin("ratings-scores")[0]["stars"] == 5


def test_who_is_first_may_be_a_board_below(tmp_path: Path, cli: Callable[..., Result]) -> None:
    text = "-- board.yaml --\nname: 石里乡\nlevel: 乡\n-- liuxi/board.yaml --\nname: 柳溪村\nlevel: 村\n"
    write_site(tmp_path / "content", text + rating("2022-Q1", score("柳溪村", 92, 88)))
    ran = cli("build", "--content", tmp_path / "content", "--as-of", "2022-12-31")
    assert ran.exit_code == 0, ran.stderr
    assert '<a href="../liuxi/index.html">柳溪村</a>' in (tmp_path / "public/ratings/index.html").read_text()
    assert (tmp_path / "public/ratings/2022-Q1.html").exists()


scores = st.decimals(0, 100, places=2)
weights = st.decimals("0.01", 1000, places=2)


@given(st.lists(st.tuples(scores, weights), min_size=1, max_size=8))
def test_the_total_is_exact_and_rounded_half_up(pairs: list[tuple[Decimal, Decimal]]) -> None:
    indicators = [SimpleNamespace(weight=weight) for _, weight in pairs]
    row = SimpleNamespace(**{f"indicator_{n}": value for n, (value, _) in enumerate(pairs, 1)})
    total = weighted_total(indicators, row)  # type: ignore[arg-type]
    exact = sum(Fraction(s) * Fraction(w) for s, w in pairs) / sum(Fraction(w) for _, w in pairs)
    assert Fraction(-1, 200) < exact - Fraction(total) <= Fraction(1, 200) or (
        Fraction(total) - exact == Fraction(1, 200)
    )
    assert min(s for s, _ in pairs) <= total <= max(s for s, _ in pairs)


@given(st.lists(scores, max_size=12))
def test_a_rank_is_one_more_than_those_above(totals: list[Decimal]) -> None:
    totals.sort(reverse=True)
    assert competition_ranks(totals) == [1 + sum(other > total for other in totals) for total in totals]


@given(scores, st.lists(scores, min_size=1, max_size=5, unique=True))
def test_a_higher_total_never_has_fewer_stars(total: Decimal, least: list[Decimal]) -> None:
    thresholds = [Threshold(stars, value) for stars, value in enumerate(sorted(least), 1)]
    stars, better = stars_for(total, thresholds), stars_for(min(total + 1, Decimal(100)), thresholds)
    assert stars == sum(total >= value for value in least)
    assert better is not None
    assert stars is not None
    assert better >= stars


# ---- mistakes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (rating("2022-Q1", score("一组", 101, 80)), 7, "field.range"),
        (rating("2022-Q1", score("一组", -1, 80)), 7, "field.negative"),
        (rating("2022-Q1", "subject: 一组, 党建: 80"), 7, "table.missing-value"),
        (rating("2022-Q1", score("一组", 80, 80) + ", 卫生: 90"), 7, "table.unknown-field"),
        (rating("2022-Q1", score("一组", 80, 80), score("一组", 70, 80)), 8, "table.duplicate-id"),
        (rating("2022-Q1", score("一组", 80, 80), stars="stars: {5: 80, 4: 85}\n"), 5, "ratings.stars-order"),
        (rating("2022-Q1", score("一组", 80, 80), stars="stars: {5: 80, 4: 80}\n"), 5, "ratings.stars-order"),
        (rating("2022-Q1", score("一组", 80, 80), stars="stars: {优秀: 90}\n"), 5, "ratings.stars"),
        (rating("2022-Q1", score("一组", 80, 80), stars="stars: {5: 190}\n"), 5, "field.range"),
        (
            rating("2022-Q1", score("一组", 80, 80), indicators=INDICATORS.replace("20", "0")),
            4,
            "ratings.weight",
        ),
        (
            rating("2022-Q1", score("一组", 80, 80), indicators=INDICATORS.replace("20", "-20")),
            4,
            "field.negative",
        ),
        (
            rating("2022-Q1", score("一组", 80, 80), indicators=INDICATORS + "  - {name: 党建, weight: 5}\n"),
            5,
            "ratings.indicator-twice",
        ),
        (rating("2023-Q1", score("一组", 80, 80)), 1, "register.future"),
    ],
)
def test_what_contradicts_itself(village: Village, text: str, line: int, code: str) -> None:
    assert [(number, found) for _, number, found in village(text).found] == [(line, code)]


def test_two_files_of_one_period_are_both_named(village: Village) -> None:
    built = village(SPRING + rating("2022-Q1", score("一组", 80, 80), name="again"))
    assert built.found == [("ratings/again.yaml", 1, "ratings.same-period")] or built.found == [
        ("ratings/2022-Q1.yaml", 1, "ratings.same-period")
    ]
    assert "ratings/" in built.messages()[0]


def test_a_household_named_as_subject_is_masked(village: Village) -> None:
    households = "-- points/households.csv --\n户号,户主\n1,张建国\n"
    built = village(households + rating("2022-Q1", score("张建国", 92, 88)))
    assert built.twin("ratings-scores")[0]["subject"] == "张*国"
