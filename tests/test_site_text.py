"""Sites written as one string, and counties made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.county import write_county
from tests.site_text import files_of


def test_each_header_begins_a_file() -> None:
    assert files_of(
        """
        -- content/board.yaml --
        name: 柳树村
        level: village
        -- content/party/空.md --
        -- content/finance/2022-06.yaml --
        income:
          - item: 捐款
        """
    ) == {
        "content/board.yaml": "name: 柳树村\nlevel: village\n",
        "content/party/空.md": "",
        "content/finance/2022-06.yaml": "income:\n  - item: 捐款\n",
    }


@pytest.mark.parametrize("text", ["name: x", "-- a --\n-- a --\n", "-- ../a --\n", "-- /a --\n"])
def test_what_is_not_a_site_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        files_of(text)


def test_a_village_depends_on_its_seed_and_number_alone(tmp_path: Path) -> None:
    def files(villages: int, seed: int) -> dict[str, bytes]:
        root = write_county(tmp_path / f"{villages}-{seed}", villages, seed).content / "t01"
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.*") if p.is_file()}

    few, many, other = files(2, 5), files(3, 5), files(2, 6)
    assert few.items() <= many.items()
    assert few["v01/points/2022-Q1.csv"] != other["v01/points/2022-Q1.csv"]
