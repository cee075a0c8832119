"""Days and periods, as people and spreadsheets write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sitegen import formats
from sitegen.days import Period
from sitegen.diagnostics import error
from sitegen.fields.numbers import HASHES
from sitegen.fields.spelling import tidy
from sitegen.fields.types import BadValue, Type

DAY = error(
    "field.day",
    "“{label}”写的“{value}”不是日期。",
    "请写成 2022-06-05、2022/6/5 或 2022年6月5日；没有就空着。",
    "“{label}”: “{value}” is not a day",
    "write 2022-06-05, 2022/6/5 or 2022年6月5日; leave it empty if there is none",
)
NO_SUCH_DAY = error(
    "field.no-such-day",
    "“{label}”写的“{value}”这一天不存在。",
    "请核对月份和日期。",
    "“{label}”: there is no day “{value}”",
    "check month and day",
)
DAY_NUMBER = error(
    "field.day-number",
    "“{label}”写的“{value}”是 Excel 的日期序号（即 {day}）。",
    "请在 Excel 里把这一列设为“日期”格式再另存，或直接写 {day}。",
    "“{label}”: “{value}” is a spreadsheet's day number ({day})",
    "format the column as a date and save again, or write {day}",
)
PERIOD = error(
    "field.period",
    "“{label}”写的“{value}”不是期间。",
    "请写成 2022-06（月）、2022-Q2（季）、2022-H1（半年）或 2022（年）。",
    "“{label}”: “{value}” is not a period",
    "write 2022-06, 2022-Q2, 2022-H1 or 2022",
)
_DAY = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号])"
)
_ISO = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
"""As nearly every day is written: read at once."""
_DAY_NUMBER = re.compile(r"([1-7][0-9]{4})(\.[0-9]+)?")


_SPREADSHEET_DAY_0 = date(1899, 12, 30).toordinal()


def _from_day_number(text: str) -> date | None:
    """The day that a spreadsheet keeps as a number such as 44713, or None."""
    match = _DAY_NUMBER.fullmatch(text)
    return date.fromordinal(_SPREADSHEET_DAY_0 + int(match[1])) if match else None


class Day(Type):
    """A day of the calendar."""

    name = "date"

    def parse(self, text: str, label: str) -> date:
        if _ISO.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise BadValue(NO_SUCH_DAY, label=label, value=text) from None
        value = tidy(text).replace(" ", "")
        match = _DAY.fullmatch(value)
        if not match:
            if value and not value.strip("#"):
                raise BadValue(HASHES, label=label)
            if (day := _from_day_number(value)) is not None:
                raise BadValue(DAY_NUMBER, label=label, value=value, day=day)
            raise BadValue(DAY, label=label, value=text.strip()[:40])
        year, month, dom = (int(group) for group in match.groups() if group)
        try:
            day = date(year, month, dom)
        except ValueError:
            raise BadValue(NO_SUCH_DAY, label=label, value=text.strip()) from None
        if not 1900 <= year <= 2199:
            raise BadValue(DAY, label=label, value=text.strip()[:40])
        return day

    def show(self, value: date | None) -> str:
        return formats.iso(value)

    def export(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class PeriodType(Type):
    """A month, quarter, half-year or year."""

    name = "period"

    def parse(self, text: str, label: str) -> Period:
        value = tidy(text).upper()
        try:
            return Period.parse(value)
        except ValueError:
            if (day := _from_day_number(value)) is not None:
                raise BadValue(DAY_NUMBER, label=label, value=value, day=f"{day:%Y-%m}") from None
            raise BadValue(PERIOD, label=label, value=text.strip()[:40]) from None

    def show(self, value: Period | None) -> str:
        return formats.MISSING if value is None else value.label

    def export(self, value: Period | None) -> str | None:
        return None if value is None else value.text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$"}
