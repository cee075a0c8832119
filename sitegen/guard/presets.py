"""Rules of disclosure as data: what a law asks of a board, since when, and where it says so.

Laws change and are renumbered; so every reference bears the days on which its text is in force, and a
provision is named only where the numbering of that text is known. A number that no law gives is None, or
named as the custom it is.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

Cadence = Literal["monthly", "quarterly"]


class LegalSource(Struct, frozen=True):
    """One version of a legal text, in force from `effective` (None: not known) to `until` (None: still)."""

    title: str
    provision: str | None
    effective: date | None = None
    until: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether the text is in force on `day`; one whose first day isn't known counts as in force."""
        return (self.effective is None or self.effective <= day) and (self.until is None or day <= self.until)


class Preset(Struct, frozen=True):
    """The rules of a place, which a site may override one by one.

    `due_day` is the last day of the month after a period's end on which its statement is in time;
    `due_by_law` whether a law says so or custom. `keep_days` is how long at least a notice stays posted,
    `answer_days` within how many days a villager's objection is answered.
    """

    name: str
    title: str
    finance: Cadence
    due_day: int
    due_by_law: bool
    keep_days: int | None
    answer_days: int | None
    sources: tuple[LegalSource, ...]

    def sources_on(self, day: date) -> list[LegalSource]:
        """The legal texts in force on `day`."""
        return [source for source in self.sources if source.in_force(day)]


_NATIONAL = (
    LegalSource(
        "中华人民共和国村民委员会组织法（2018年修正）",
        "第三十条：一般事项至少每季度公布一次，集体财务往来较多的每月公布，重大事项随时公布",
        date(2018, 12, 29),
        date(2025, 12, 31),
    ),
    LegalSource("中华人民共和国村民委员会组织法（2025年修正）", None, date(2026, 1, 1)),
    LegalSource(
        "农村集体经济组织财务公开规定（农经发〔2011〕13号）",
        "财务至少每季度公开一次，往来较多的每月公开，逐项逐笔",
        date(2011, 11, 21),
    ),
    LegalSource("中华人民共和国农村集体经济组织法", "第四十五条：财务情况定期向成员公布", date(2025, 5, 1)),
    LegalSource("GB/T 40088—2021 村务公开管理规范", None, date(2021, 4, 30)),
)

PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            name="national",
            title="全国",
            finance="quarterly",
            due_day=15,
            due_by_law=False,
            keep_days=None,
            answer_days=None,
            sources=_NATIONAL,
        ),
        Preset(
            name="chongqing",
            title="重庆",
            finance="quarterly",
            due_day=15,
            due_by_law=True,
            keep_days=10,
            answer_days=3,
            sources=(
                LegalSource(
                    "重庆市实施《中华人民共和国村民委员会组织法》办法",
                    "第二十七条至第三十一条、第三十五条：按季公布的在下季首月15日前，按月公布的在次月15日前；"
                    "公布不少于10日；村民委员会3日内答复",
                    date(2013, 11, 1),
                ),
                *_NATIONAL,
            ),
        ),
        Preset(
            name="shandong",
            title="山东",
            finance="monthly",
            due_day=15,
            due_by_law=False,
            keep_days=5,
            answer_days=5,
            sources=(
                LegalSource("山东省村务公开条例", "财务收支每月逐笔公布；公布不少于5日；5日内答复"),
                *_NATIONAL,
            ),
        ),
    )
}
