"""Where a claim or a debt stands on a day: settled, overdue or open, and how old it is."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sitegen.days import Period
from sitegen.languages import word
from sitegen.registers.debts.tables import CLAIM, LIABILITY
from sitegen.registers.finance.accounts import Side
from sitegen.tables import Record

SETTLED_ON: dict[str, Side] = {CLAIM: "income", LIABILITY: "expense"}
"""The side of a statement on which a claim is collected, and a debt paid."""
GROWS_ON: dict[str, Side] = {CLAIM: "expense", LIABILITY: "income"}
"""The side on which money is lent, and borrowed."""

BAND_YEARS = (1, 3, 5)
"""Where the bands of age end, in years: what is just so old still belongs to the younger band."""
BANDS = (
    word("1 年以内"),
    word("1 年以上到 3 年"),
    word("3 年以上到 5 年"),
    word("5 年以上"),
    word("没有写形成时间"),
)
UNDATED = len(BANDS) - 1

_PERIOD = re.compile(r"(?:.*[-_ ])?([0-9]{4}(?:-(?:[0-9]{2}|[QH][0-9]))?)", re.IGNORECASE)


def period_of(debt: Record) -> Period | None:
    """The period that its file is named after (2022.csv, debts-2022-H2.csv); None: all that is known."""
    stem = debt._source.path.rpartition("/")[2].rpartition(".")[0]
    match = _PERIOD.fullmatch(stem)
    try:
        return Period.parse(match[1].upper()) if match else None
    except ValueError:
        return None


def overdue(debt: Record, day: date) -> bool:
    """Whether something of it is open though it has fallen due."""
    return bool(debt.closing) and debt.due is not None and debt.due < day


def band_of(debt: Record, day: date) -> int:
    """Which of BANDS its age belongs to."""
    if debt.formed_on is None:
        return UNDATED
    return sum(day > years_after(debt.formed_on, years) for years in BAND_YEARS)


def years_after(day: date, years: int) -> date:
    """The anniversary of a day; of 29 February the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def turning_days(debt: Record) -> list[date]:
    """The days on which an open debt becomes overdue or passes into another band of age."""
    if not debt.closing:
        return []
    last = [years_after(debt.formed_on, years) for years in BAND_YEARS] if debt.formed_on else []
    return [day + timedelta(days=1) for day in (*last, debt.due) if day is not None]
