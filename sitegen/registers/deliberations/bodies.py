"""The bodies that deliberate, and each one's own rule: who must be there, and how many must agree. Data, not code.

A rule counts either among those present or among all who are due (应到), and holds from the day on which its
source came into force. Where no rule is known none is claimed: attendance and votes are shown as written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from sitegen.languages import listed, say, word


class Share(Struct, frozen=True):
    """A part of a number: more than it (`over`), or at least it. More than half: Share(1, 2, over=True)."""

    numerator: int
    denominator: int
    over: bool = False

    def reached(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` is that much."""
        left, right = part * self.denominator, whole * self.numerator
        return left > right if self.over else left >= right

    def least(self, whole: int) -> int:
        """The smallest count of `whole` that is that much."""
        exact, rest = divmod(whole * self.numerator, self.denominator)
        return exact + 1 if self.over or rest else exact

    @property
    def words(self) -> str:
        """过半数, 半数以上, 三分之二以上."""
        if (self.numerator, self.denominator) == (1, 2):
            return say("过半数") if self.over else say("半数以上")
        return say(
            "{whole}分之{part}以上",
            whole=_DIGITS[self.denominator],
            part=_DIGITS[self.numerator],
            fraction=f"{self.numerator}/{self.denominator}",
        )


_DIGITS = "零一二三四五"
HALF, OVER_HALF, TWO_THIRDS = Share(1, 2), Share(1, 2, over=True), Share(2, 3)


class Rule(Struct, frozen=True):
    """When a body may decide (`quorum` of those due present; None: its source sets none), and when a proposal is
    carried: `majority` of those `among` (present, or due). `since`: the day from which the source is in force."""

    since: date
    quorum: Share | None
    majority: Share | None
    among: Literal["present", "due"]
    law: str
    article: str = ""

    @property
    def source(self) -> str:
        """Where it stands: the law and its article."""
        return say("{law}{article}", law=self.law, article=self.article) if self.article else say(self.law)

    @property
    def words(self) -> str:
        """The rule in a sentence."""
        parts = []
        if self.quorum is not None:
            parts.append(say("应到人数{share}到会", share=self.quorum.words))
        if self.majority is not None:
            whole = say("到会人数") if self.among == "present" else say("应到人数")
            parts.append(say("{whole}{share}赞成才通过", whole=whole, share=self.majority.words))
        return listed(parts, "，")


class Body(Struct, frozen=True):
    """A body by the words under which records name it, with its rules, the oldest first."""

    name: str
    aliases: tuple[str, ...]
    rules: tuple[Rule, ...]

    def rule_on(self, day: date) -> Rule | None:
        """The rule in force on a day; None before the first one."""
        return next((rule for rule in reversed(self.rules) if rule.since <= day), None)


def _villagers(article: str, quorum: Share) -> tuple[Rule, ...]:
    """The rules of a body under the Organic Law of Villagers' Committees: its version of 2010 (the articles are
    numbered alike in that of 2018) and the one amended on 2025-10-28. That renumbered the articles, so none is
    cited for it; the shares are taken to be unchanged."""
    return (
        Rule(
            date(2010, 10, 28), quorum, OVER_HALF, "present", word("村民委员会组织法（2018年修正）"), article
        ),
        Rule(date(2026, 1, 1), quorum, OVER_HALF, "present", word("村民委员会组织法（2025年修正）")),
    )


_COOPERATIVE = date(2025, 5, 1)
"""The day on which 农村集体经济组织法 (adopted 2024-06-28) came into force."""
_BRANCH = date(2018, 10, 28)
"""The day on which 中国共产党支部工作条例（试行） was issued."""

_BRANCH_RULES = word("中国共产党支部工作条例（试行）")
_COOPERATIVE_LAW = word("农村集体经济组织法")

BODIES = (
    Body(
        "村民会议（户代表）",
        ("户代表会议", "村民会议户代表", "各户代表会议"),
        _villagers(word("第二十二条"), TWO_THIRDS),
    ),
    Body("村民会议", ("村民大会", "全体村民会议"), _villagers(word("第二十二条"), OVER_HALF)),
    Body("村民代表会议", ("村民代表大会", "村民代表会"), _villagers(word("第二十六条"), TWO_THIRDS)),
    Body("村民小组会议", ("村民小组会", "组民会议"), _villagers(word("第二十八条"), TWO_THIRDS)),
    Body(
        "党员大会",
        ("党员会议", "支部党员大会", "全体党员会议", "党员会"),
        (Rule(_BRANCH, HALF, OVER_HALF, "due", _BRANCH_RULES, word("第十一条")),),
    ),
    Body(
        "支部委员会",
        ("支委会", "党支部委员会", "支部委员会会议"),
        (Rule(_BRANCH, HALF, None, "due", _BRANCH_RULES, word("第十二条")),),
    ),
    Body(
        "成员大会",
        ("集体经济组织成员大会", "全体成员大会"),
        (Rule(_COOPERATIVE, TWO_THIRDS, TWO_THIRDS, "due", _COOPERATIVE_LAW, word("第二十七条")),),
    ),
    Body(
        "成员代表大会",
        ("集体经济组织成员代表大会", "成员代表会议"),
        (Rule(_COOPERATIVE, None, TWO_THIRDS, "due", _COOPERATIVE_LAW, word("第二十八条")),),
    ),
)

_BY_WORD = sorted(
    ((word, body) for body in BODIES for word in (body.name, *body.aliases)), key=lambda pair: -len(pair[0])
)


def body_named(texts: Sequence[str | None]) -> Body | None:
    """The body that the first of `texts` names, else the next one's: the longest word that is found counts."""
    for text in texts:
        found = next((body for word, body in _BY_WORD if text and word in text), None)
        if found is not None:
            return found
    return None
