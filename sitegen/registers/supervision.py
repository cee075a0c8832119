"""Supervision by cards (督查亮牌): what an inspection found, the card shown for it, and when it was cleared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from sitegen.fields import Choice, Day, Field, Id, Integer
from sitegen.languages import word
from sitegen.registers.measures import Measure
from sitegen.registers.plain import Counted, Deadline, PlainRegister
from sitegen.tables import Record, Table

CARDS = (word("红"), word("黄"), word("绿"))
_SHOWN = (word("亮红牌"), word("亮黄牌"), word("亮绿牌"))

SUPERVISION = Table(
    "supervision",
    "督查亮牌",
    (
        Field("id", type=Id(), required=True),
        Field("round", "轮次", required=True, labels=("督查轮次",)),
        Field("topic", "内容", required=True, labels=("督查内容",)),
        Field("finding", "问题", required=True, labels=("发现问题",)),
        Field("card", "亮牌", Choice(CARDS, {f"{card}牌": card for card in CARDS}), labels=("牌",)),
        Field("due", type=Day(), labels=("整改时限", "销号时限")),
        Field("cleared_on", "销号日期", Day(), labels=("销号时间",)),
    ),
)


class _Active(Struct, frozen=True):
    """Counts the cards of a colour that are not cleared."""

    card: str

    def __call__(self, records: Sequence[Record], day: date) -> int:
        return sum(r.card == self.card and not (r.cleared_on and r.cleared_on <= day) for r in records)


REGISTER = PlainRegister(
    "supervision",
    "督查亮牌",
    SUPERVISION,
    order=230,
    noun="问题",
    unit="个",
    states=Deadline("due", "cleared_on", ("已销号", "没有销号", "超期未销号"), "销号率", "按期销号率"),
    groupings=("round", "topic", "card"),
    counts=tuple(
        Counted(Measure(key, label, Integer(unit="张")), _Active(card))
        for key, card, label in zip(("red", "yellow", "green"), CARDS, _SHOWN, strict=True)
    ),
    past=("cleared_on",),
    rank_by="done_rate",
)
