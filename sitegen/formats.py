"""How values are written on pages, in twins and in messages. Exact integers and decimals only."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sitegen.languages import say_day

MINUS = "\u2212"
MISSING = "—"


def yuan(fen: int) -> str:
    """Fen as a plain decimal string of yuan for twins: 7913500 → "79135.00"."""
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), 100)
    return f"{sign}{whole}.{cents:02d}"


def money(fen: int | None) -> str:
    """Fen as shown to people: 7913500 → "79,135.00"; a real minus sign; — where missing."""
    if fen is None:
        return MISSING
    whole, cents = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}{whole:,}.{cents:02d}"


def fen(text: str) -> int:
    """A decimal string of yuan, as `yuan` writes it, in fen."""
    whole, _, cents = text.lstrip("-").partition(".")
    amount = int(whole) * 100 + int((cents + "00")[:2])
    return -amount if text.startswith("-") else amount


def money_text(text: str | None) -> str:
    """A decimal string of yuan as shown to people; — where missing."""
    return MISSING if text is None else money(fen(text))


def plain_points(hundredths: int) -> str:
    """Points (in hundredths) as a decimal string without idle zeros: 250 → "2.5", 300 → "3"."""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{rest:02d}".rstrip("0")


def points(hundredths: int | None) -> str:
    """Points as shown to people; — where missing."""
    if hundredths is None:
        return MISSING
    return plain_points(hundredths).replace("-", MINUS)


def plain_decimal(value: Decimal) -> str:
    """A decimal without exponent and idle zeros: Decimal("320.50") → "320.5"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal(value: Decimal | int | None) -> str:
    """A decimal or count as shown to people, thousands separated; — where missing."""
    if value is None:
        return MISSING
    text = plain_decimal(Decimal(value))
    whole, dot, rest = text.partition(".")
    grouped = f"{int(whole):,}"
    if whole.startswith("-") and grouped == "0":
        grouped = "-0"
    return (grouped + dot + rest).replace("-", MINUS)


def quotient(numerator: int | Decimal, denominator: int | Decimal, places: int) -> Decimal | None:
    """numerator ÷ denominator rounded half up to `places` decimals; None where the denominator is 0."""
    if not denominator:
        return None
    return (Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def rate(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """A rate in per cent with 2 decimals; None where the whole is 0."""
    return quotient(Decimal(part) * 100, whole, 2)


def share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """A share in per cent with 1 decimal, not forced to add up to 100; None where the whole is 0."""
    return quotient(Decimal(part) * 100, whole, 1)


def percent(value: Decimal | None) -> str:
    """A rate or share as shown: "26.34%"; — where missing."""
    return MISSING if value is None else f"{value:f}%".replace("-", MINUS)


def cn_day(day: date | None) -> str:
    """2022年6月5日; — where missing."""
    return MISSING if day is None else say_day(day)


def month_day(day: date | None) -> str:
    """06-05, for tables that lie within one year; — where missing."""
    return MISSING if day is None else f"{day.month:02d}-{day.day:02d}"


def iso(day: date | None) -> str:
    """2022-06-05; — where missing."""
    return MISSING if day is None else day.isoformat()
