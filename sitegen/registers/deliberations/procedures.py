"""The procedures by which villages decide: their stages in order. Data, not code.

Only 四议两公开 and 一事一议 have written rules; the words for their stages differ from place to place, so that
each stage knows several. A procedure that stands not here is shown as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sitegen.fields import plain_name

Part = Literal["", "decision", "decision_notice", "result_notice"]
"""What a stage is for the others: the decision itself, its publication, the publication of the result."""


class Stage(Struct, frozen=True):
    """A stage of a procedure: its name, other words for it, the body that is usual there."""

    name: str
    aliases: tuple[str, ...] = ()
    body: str | None = None
    part: Part = ""


class Procedure(Struct, frozen=True):
    """A way to decide: its stages in order. Its name is also known under `aliases`."""

    name: str
    aliases: tuple[str, ...]
    stages: tuple[Stage, ...]

    def place_of(self, step: str) -> int | None:
        """Which stage a step is, from 0; None where it is none of them."""
        word = plain_name(step)
        places = (i for i, stage in enumerate(self.stages) if word in map(plain_name, _words(stage)))
        return next(places, None)

    def part(self, part: Part) -> int | None:
        """The place of the stage that is the decision, or one of the two publications."""
        return next((i for i, stage in enumerate(self.stages) if stage.part == part), None)


def _words(stage: Stage) -> Iterator[str]:
    yield stage.name
    yield from stage.aliases


PROCEDURES = (
    Procedure(
        "四议两公开",
        ("4议2公开", "四议两公开工作法", "四议两公开一监督"),
        (
            Stage(
                "党支部提议",
                ("村党组织提议", "党总支提议", "党委提议", "党组织提议", "支部提议", "提议"),
                "支部委员会",
            ),
            Stage(
                "两委会商议",
                ("村两委会商议", "村“两委”会商议", "“两委”会商议", "两委商议", "村两委商议", "商议"),
            ),
            Stage("党员大会审议", ("村党员大会审议", "党员会议审议", "审议"), "党员大会"),
            Stage(
                "村民代表会议决议",
                (
                    "村民会议决议",
                    "村民代表会议或村民会议决议",
                    "村民会议或村民代表会议决议",
                    "村民代表大会决议",
                    "决议",
                ),
                "村民代表会议",
                "decision",
            ),
            Stage("决议公开", ("决议结果公开", "决议公示", "决议事项公开"), None, "decision_notice"),
            Stage("实施结果公开", ("结果公开", "实施结果公示", "实施情况公开"), None, "result_notice"),
        ),
    ),
    Procedure(
        "五民",
        ("五民工作法", "五民议事", "民事五民"),
        (
            Stage("民提", ("民事民提",)),
            Stage("民议", ("民事民议",)),
            Stage("民决", ("民事民决",), None, "decision"),
            Stage("民办", ("民事民办",)),
            Stage("民评", ("民事民评", "效果民评")),
        ),
    ),
    # 村民一事一议筹资筹劳管理办法 (国办发〔2007〕4号).
    Procedure(
        "一事一议",
        ("一事一议筹资筹劳", "村民一事一议"),
        (
            Stage("提出方案", ("提出预案", "方案提出", "提案", "提议", "村委会提议")),
            Stage("征求意见", ("公告征求意见", "征求村民意见", "商议", "讨论")),
            Stage(
                "会议表决",
                ("审议表决", "村民会议表决", "村民代表会议表决", "表决", "决议", "议事表决"),
                "村民会议",
                "decision",
            ),
            Stage("上报审核", ("乡镇审核", "报乡镇审核", "县级审核", "审核", "审批", "报批")),
            Stage("张榜公布", ("方案公布", "方案公示", "公示", "公布", "决议公开"), None, "decision_notice"),
            Stage("组织实施", ("实施", "筹资筹劳")),
            Stage(
                "结果公开",
                ("收支公布", "结果公示", "实施结果公开", "决算公布", "验收公布"),
                None,
                "result_notice",
            ),
        ),
    ),
)


def procedure_named(name: str | None) -> Procedure | None:
    """The procedure of that name, quotation marks and spaces aside; None where it is not known."""
    word = _bare(name or "")
    return next((p for p in PROCEDURES if word in map(_bare, (p.name, *p.aliases))), None)


def _bare(name: str) -> str:
    return plain_name(name).translate(_MARKS)


_MARKS = str.maketrans("", "", "“”\"‘’'《》")
