"""The workload: a county whose villages are as full as real ones."""

from __future__ import annotations

import random
from pathlib import Path

from tests.county import write_county

_SEED = 7
_SIZE = {"households": 150, "entries": 1500, "notices": 8, "contracts": 40, "lines": 15}
"""A village: 24 notices in three folders, 12 statements of some 30 lines, 6,000 entries, 40 contracts."""
_NOTICE_BYTES = 4_900

_WHO = (
    "村民委员会",
    "村民代表会议",
    "村务监督委员会",
    "包村工作组",
    "理事会",
    "各村民小组",
    "施工队",
    "议事小组",
)
_WHAT = (
    "道路硬化",
    "沟渠清淤",
    "路灯维修",
    "饮水改造",
    "合同清理",
    "老年食堂",
    "积分兑换",
    "农田复垦",
    "防汛备汛",
)
_DID = (
    "实地看了现场",
    "核对了台账",
    "逐户征求了意见",
    "听取了情况说明",
    "讨论了实施办法",
    "张贴了结果",
    "安排了人手",
)
_SO = (
    "大家没有不同意见",
    "意见已逐条记下",
    "结果在公开栏公布",
    "月底前完成",
    "费用由集体收入列支",
    "按原定计划进行",
)
_HEADS = ("基本情况", "经过", "费用安排", "下一步")


def write_corpus(content: Path, villages: int) -> None:
    """Write the workload of so many villages into the folder `content`; the same bytes every time."""
    write_county(content, villages, _SEED, **_SIZE)
    for notice in sorted(content.rglob("*.md")):
        draw = random.Random(f"{_SEED}/{notice.relative_to(content)}")
        with notice.open("a", encoding="utf-8", newline="\n") as file:
            file.write(_body(draw, _NOTICE_BYTES - notice.stat().st_size))


def _body(draw: random.Random, size: int) -> str:
    """Sections of prose, lists and tables: about `size` bytes of Markdown."""
    text = ""
    for number, head in enumerate(_HEADS):
        text += f"\n## {head}\n\n"
        while len(text.encode()) < size * (number + 1) // len(_HEADS) - 300:
            text += _sentence(draw)
        text += "\n\n" + (_table(draw) if number == 2 else _list(draw))
    return text


def _sentence(draw: random.Random) -> str:
    who = draw.choice(_WHO)
    shown = f"**{who}**" if draw.random() < 0.2 else who
    done = f"{draw.choice(_DID)}，{draw.choice(_SO)}"
    return f"{draw.randint(1, 12)}月{draw.randint(1, 28)}日，{shown}就{draw.choice(_WHAT)}{done}。"


def _list(draw: random.Random) -> str:
    return "".join(f"- {_sentence(draw)}\n" for _ in range(2))


def _table(draw: random.Random) -> str:
    rows = [f"| {what} | {draw.randint(200, 90_000)}.00 |\n" for what in draw.sample(_WHAT, 4)]
    return "| 项目 | 金额（元） |\n|---|---:|\n" + "".join(rows)
