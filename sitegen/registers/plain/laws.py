"""Laws that many ledgers share: days in order, parts within their whole, days of the past that have come."""

from __future__ import annotations

from sitegen.diagnostics import Report, error
from sitegen.tables import Law, Record, at

DAYS = error(
    "record.days",
    "“{later}”{day} 早于“{earlier}”{first}。",
    "请核对两个日期，看年份和月份有没有写错。",
    "“{later}” {day} comes before “{earlier}” {first}",
    "check both days, year and month",
)
PART = error(
    "record.part",
    "“{part}”写的是 {value}，比“{whole}”{most} 还多。",
    "请核对这两个数。",
    "“{part}” {value} is more than “{whole}” {most}",
    "check both numbers",
)


def in_order(earlier: str, later: str) -> Law:
    """A law: the day in field `later`, where both stand, does not come before the one in field `earlier`."""

    def law(record: Record, report: Report) -> None:
        first, day = getattr(record, earlier), getattr(record, later)
        if first is not None and day is not None and day < first:
            labels = record._table.by_key
            report.add(
                DAYS,
                at(record, later),
                later=labels[later].label,
                day=day,
                earlier=labels[earlier].label,
                first=first,
            )

    return law


def within(part: str, whole: str) -> Law:
    """A law: the number in field `part`, where both stand, is not above the one in field `whole`."""

    def law(record: Record, report: Report) -> None:
        value, most = getattr(record, part), getattr(record, whole)
        if value is not None and most is not None and value > most:
            labels = record._table.by_key
            report.add(
                PART,
                at(record, part),
                part=labels[part].label,
                value=value,
                whole=labels[whole].label,
                most=most,
            )

    return law
