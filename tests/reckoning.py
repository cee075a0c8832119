"""What the figures of a made-up county must be, worked out from its files without any part of sitegen.

Deliberately plain: no validation, exact fractions, every value read as the text it is.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    """The rows of a CSV, or none if there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _yaml(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return loaded


def statements(board: Path) -> dict[str, dict[str, Fraction]]:
    """Opening, income, expense and closing of each period of a board, in yuan."""
    found = {}
    for path in sorted((board / "finance").glob("*.yaml")):
        read = _yaml(path)
        sums = {
            side: sum(
                Fraction(line["amount"])
                for line in read.get(side) or rows_of(path.with_name(f"{path.stem}-{side}.csv"))
            )
            for side in ("income", "expense")
        }
        ends = {end: Fraction(read[end]) for end in ("opening", "closing")}
        found[read["period"]] = ends | {side: Fraction(total) for side, total in sums.items()}
    return found


@dataclass
class Account:
    """A household's points: bases, what its entries counted, what it redeemed."""

    base: Fraction
    counted: list[tuple[str, Fraction]] = field(default_factory=list)  # by ledger; reversed pairs too
    earned: Fraction = Fraction(0)
    deducted: Fraction = Fraction(0)
    redeemed: Fraction = Fraction(0)

    @property
    def balance(self) -> Fraction:
        return self.base + self.earned - self.deducted - self.redeemed


def accounts(board: Path) -> dict[str, Account]:
    """The points of each household of a board that keeps one book of rules and one year of ledgers."""
    folder = board / "points"
    book = _yaml(folder / "rules.yaml")
    rules = {rule["id"]: rule for rule in book["rules"]}
    found = {row["户号"]: Account(Fraction(book["base"])) for row in rows_of(folder / "households.csv")}
    for row in rows_of(folder / "redemptions.csv"):
        found[row["household"]].redeemed += Fraction(row["points"])
    entries = [
        (entry["date"], path.stem, entry) for path in sorted(folder.glob("2*.csv")) for entry in rows_of(path)
    ]
    entries.sort(key=lambda dated: dated[0])
    for household, account in found.items():
        _count([dated for dated in entries if dated[2]["household"] == household], rules, account)
    return found


def _count(entries: Iterable[tuple[str, str, Row]], rules: dict[str, Any], account: Account) -> None:
    given: dict[str, Fraction] = defaultdict(Fraction)  # by rule
    best: dict[str, Fraction] = defaultdict(Fraction)  # by the name that exclusive rules share
    used_up: set[str] = set()
    counted: dict[str, Fraction] = {}  # by entry
    for _, ledger, entry in entries:
        rule = rules[entry["rule"]]
        if entry["reverses"]:
            points = -counted.pop(entry["reverses"])
            used_up.discard(rule["id"])
        else:
            points = Fraction(entry["points"]) * int(entry["quantity"] or 1)
            if rule["id"] in used_up:
                points = Fraction(0)
            if "once" in rule:
                used_up.add(rule["id"])
            if name := rule.get("exclusive"):
                best[name], points = max(best[name], points), max(points - best[name], Fraction(0))
            if "cap" in rule:
                room = Fraction(rule["cap"]) - abs(given[rule["id"]])
                points = max(-room, min(room, points))
            counted[entry["id"]] = points
        given[rule["id"]] += points
        account.counted.append((ledger, points))
    account.earned = sum((points for points in counted.values() if points > 0), Fraction(0))
    account.deducted = -sum((points for points in counted.values() if points < 0), Fraction(0))


def ranking(points: dict[str, Fraction]) -> list[tuple[int, str, Fraction]]:
    """Rank, household and points; equal points share a rank, and the next rank leaves room (1224)."""
    ordered = sorted(points.items(), key=lambda item: (-item[1], item[0]))
    return [(1 + sum(other > own for other in points.values()), who, own) for who, own in ordered]


def contracts(board: Path, day: date) -> dict[str, Fraction | int]:
    """The summary of a board's contracts as of a day: counts, mu and yuan."""
    folder = board / "contracts"
    due: dict[str, Fraction] = defaultdict(Fraction)
    received: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows_of(folder / "schedule.csv"):
        due[row["contract"]] += Fraction(row["amount"]) if row["due_on"] <= day.isoformat() else 0
    for row in rows_of(folder / "payments.csv"):
        received[row["contract"]] += Fraction(row["amount"]) if row["date"] <= day.isoformat() else 0
    listed = rows_of(folder / "contracts.csv")
    for row in listed:
        if row["amount_due"]:
            due[row["id"]] = Fraction(row["amount_due"])
            received[row["id"]] = Fraction(row["amount_received"])
    owed = (due[row["id"]] - received[row["id"]] for row in listed)
    left = {row["id"]: (date.fromisoformat(row["end"]) - day).days for row in listed}
    active = [row for row in listed if left[row["id"]] >= 0 and row["start"] <= day.isoformat()]
    return {
        "count": len(listed),
        "area_mu": sum((Fraction(row["area_mu"]) for row in listed), Fraction(0)),
        "amount_due": sum(due.values(), Fraction(0)),
        "amount_received": sum(received.values(), Fraction(0)),
        "arrears": sum((max(Fraction(0), arrears) for arrears in owed), Fraction(0)),
        "with_issue": sum(1 for row in listed if row["issue"]),
        "rectified": sum(1 for row in listed if row["rectified"] == "是"),
        "expired": sum(1 for days in left.values() if days < 0),
        "expiring": sum(1 for days in left.values() if 0 <= days <= 90),
        "active.count": len(active),
        "active.area_mu": sum((Fraction(row["area_mu"]) for row in active), Fraction(0)),
        "active.annual_rent": sum((Fraction(row["annual_rent"]) for row in active), Fraction(0)),
    }
