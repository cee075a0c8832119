"""A board's contracts as data: in their twin, and as parents roll them up (design: Output contract)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sitegen import formats
from sitegen.registers.board import Summary
from sitegen.registers.contracts.contract import Contract, Group
from sitegen.registers.contracts.standing import terminated
from sitegen.registers.contracts.tables import CONTRACTS


def summarise(everything: Group, day: date) -> Summary:
    """The figures of `data/contracts.json` and `data/board.json` (design: Output contract)."""
    contracts = everything.contracts
    active = Group("active", "", tuple(contract for contract in contracts if contract.group == "active"))
    return {
        "count": everything.count,
        "area_mu": _plain(everything.area),
        "amount_due": formats.yuan(everything.due),
        "amount_received": formats.yuan(everything.received),
        "arrears": formats.yuan(everything.arrears),
        "with_issue": sum(bool(contract.terms["issue"]) for contract in contracts),
        "rectified": everything.rectified,
        "expired": sum(not terminated(c.terms, day) and c.terms["end"] < day for c in contracts),
        "expiring": sum(contract.expiring for contract in contracts),
        "active": {
            "count": active.count,
            "area_mu": _plain(active.area) if active.count else "0",
            "annual_rent": _yuan(active.rent) if active.count else "0.00",
        },
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else formats.plain_decimal(value)


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else formats.yuan(fen)


def add_summaries(parts: Sequence[Summary]) -> Summary:
    """Summaries of several boards as one; a sum is absent where no board knows it."""
    added: Summary = {}
    for key, value in parts[0].items():
        values = [part[key] for part in parts]
        known = [v for v in values if v is not None]
        if isinstance(value, dict):
            added[key] = add_summaries(values)
        elif not known or isinstance(known[0], int):
            added[key] = sum(known) if known else None
        elif key == "area_mu":
            added[key] = formats.plain_decimal(sum(map(Decimal, known), Decimal()))
        else:
            added[key] = f"{sum(map(Decimal, known), Decimal()):.2f}"
    return added


def export(contract: Contract) -> dict[str, Any]:
    """The contract as it stands in its twin: its terms in force, then what is computed."""
    values = ((f, contract.terms[f.key]) for f in CONTRACTS.fields)
    return {
        **{f.key: None if value is None else f.type.export(value) for f, value in values},
        "arrears": formats.yuan(contract.arrears),
        "prepaid": formats.yuan(contract.prepaid),
        "state": contract.state,
    }
