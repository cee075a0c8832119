"""The published figures of a made-up county equal those worked out from its files by other means."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests import reckoning
from tests.conftest import AS_OF, run_sitegen
from tests.county import County, write_county

VILLAGES = 7


@pytest.fixture(scope="module", params=[3, 8])
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> County:
    return write_county(tmp_path_factory.mktemp("county") / "content", VILLAGES, request.param)


@pytest.fixture(scope="module")
def output(county: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    ran = run_sitegen(
        "build", "--content", county.content, "--output", folder / "public", "--as-of", AS_OF, cwd=folder
    )
    assert ran.code == 0, ran.stderr
    return folder / "public"


def twin(output: Path, board: str, table: str) -> Any:
    return json.loads((output / board / "data" / f"{table}.json").read_text(encoding="utf-8"))


def numbers(record: dict[str, Any], *keys: str) -> dict[str, Fraction]:
    return {key: Fraction(record[key]) for key in keys}


def flat(summary: dict[str, Any]) -> dict[str, Fraction]:
    """A contracts summary with its active part as `active.count` and so on."""
    active = {f"active.{key}": value for key, value in summary["active"].items()}
    rest = {key: value for key, value in summary.items() if key != "active"}
    return {key: Fraction(value) for key, value in (rest | active).items()}


def money_boards(county: County) -> list[str]:
    """The boards that have statements of their own."""
    boards = {path.parent.parent for path in county.content.rglob("finance/2022-01.yaml")}
    return sorted(board.relative_to(county.content).as_posix() for board in boards)


def test_each_statement_adds_up_as_its_lines_do(county: County, output: Path) -> None:
    for board in money_boards(county):
        published = {
            record["period"]: numbers(record, "opening", "income", "expense", "closing")
            for record in twin(output, board, "finance")
        }
        assert published == reckoning.statements(county.content / board)


@pytest.mark.parametrize("side", ["income", "expense"])
def test_parents_add_up_what_reported(county: County, output: Path, side: str) -> None:
    own = {
        board: sum(sums[side] for sums in reckoning.statements(county.content / board).values())
        for board in money_boards(county)
    }
    for parent in ("", "t01", "t02", *own):
        below = [board for board in own if f"{board}/".startswith(f"{parent}/".lstrip("/"))]
        assert Fraction(twin(output, parent, "board")[side]) == sum(own[board] for board in below), parent


def test_who_reported_no_money_has_none_rather_than_zero(output: Path) -> None:
    silent = twin(output, "t01/v05", "board")
    assert (silent["income"], silent["expense"]) == (None, None)
    assert twin(output, "t01", "board")["coverage"] == {"boards": 6, "reporting": 5}


def test_rankings_follow_the_rules(county: County, output: Path) -> None:
    for board in county.villages:
        accounts = reckoning.accounts(county.content / board)
        periods = {ledger for account in accounts.values() for ledger, _ in account.counted}
        expected = {
            period: {
                who: sum((points for ledger, points in account.counted if ledger == period), Fraction(0))
                for who, account in accounts.items()
            }
            for period in periods
        }
        whole = {who: account.base + account.earned - account.deducted for who, account in accounts.items()}
        for period, points in (expected | {"2022": whole, "total": whole}).items():
            published = [
                (row["rank"], row["household"], Fraction(row["points"]))
                for row in twin(output, board, f"points-{period}")
            ]
            assert published == reckoning.ranking(points), (board, period)


def test_passbooks_end_with_the_balance(county: County, output: Path) -> None:
    parts = ("base", "earned", "deducted", "redeemed", "balance")
    for board in county.villages:
        accounts = reckoning.accounts(county.content / board)
        published = {
            record["household"]: numbers(record, *parts)
            for record in twin(output, board, "points")["households"]
        }
        assert published == {
            who: {part: getattr(account, part) for part in parts} for who, account in accounts.items()
        }
        for who, account in accounts.items():
            page = (output / board / "points" / "households" / f"{who}.html").read_text(encoding="utf-8")
            shown = f"{float(account.balance):.2f}".rstrip("0").rstrip(".")
            assert shown in re.sub(r"<[^>]*>", " ", page).split(), (board, who)


def test_contracts_are_summed_on_every_level(county: County, output: Path) -> None:
    day = date.fromisoformat(AS_OF)
    totals: dict[str, Counter[str]] = {"": Counter(), "t01": Counter(), "t02": Counter()}
    for board in county.villages:
        expected = reckoning.contracts(county.content / board, day)
        assert flat(twin(output, board, "contracts")["summary"]) == expected, board
        for parent in ("", board.split("/")[0]):
            totals[parent].update(expected)
    for parent, total in totals.items():
        assert flat(twin(output, parent, "board")["contracts"]) == dict(total), parent


def test_heads_of_households_are_masked_wherever_they_stand(county: County, output: Path) -> None:
    for board in county.villages:
        names = [row["户主"] for row in reckoning.rows_of(county.content / board / "points/households.csv")]
        files = [path for path in (output / board).rglob("*") if path.suffix in {".html", ".json", ".csv"}]
        text = "".join(path.read_text(encoding="utf-8") for path in files)
        assert [name for name in names if len(name) > 2 and name in text] == []
