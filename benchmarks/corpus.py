"""The workload: a county whose villages are as full as real ones, in the plain forms that every builder can read.

A village's files follow from the seed and its number alone, never from how many villages there are.
"""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.writing import as_list, as_mapping, write_csv, write_text

YEAR = 2022
_SEED = 7
_VILLAGES_A_TOWNSHIP = 12
_HOUSEHOLDS = 150
_ENTRIES_A_QUARTER = 1500
_NOTICES = 8
"""In each of the three disclosures."""
_NOTICE_BYTES = 4_900
_CONTRACTS = 40
_LINES = 15
"""On each side of a statement."""

_SURNAMES = "陈孙许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
_GIVEN = "安波晨丹恩芳光海嘉凯岚敏宁佩琦荣森婷维湘雅泽昭卓"
_PLACES = ("荷溪", "柏岗", "鹿塘", "雁坳", "榆湾", "槐坪", "枫溪", "鹤岗", "菱塘", "芦湾")
_GROUPS = ("一组", "二组", "三组", "四组", "五组", "六组")
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
    *(
        "道路硬化",
        "沟渠清淤",
        "路灯维修",
        "饮水改造",
        "合同清理",
        "老年食堂",
        "积分兑换",
        "农田复垦",
        "防汛备汛",
    ),
    *("危房改造", "垃圾清运", "林地管护"),
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
_HEADS = ("基本情况", "经过", "下一步")
_INCOME = ("发包收入", "投资收益", "补助收入", "经营收入", "其他收入")
_EXPENSE = ("管理费用", "公益支出", "福利支出", "干部报酬", "经营支出", "维修费用")
_KINDS = ("耕地发包", "鱼塘发包", "房屋租赁", "林地发包", "设备租赁")
_CATEGORIES = ("公益服务", "人居环境", "乡风文明", "产业发展", "邻里和睦", "安全生产")
_GOOD = ("参加义务劳动", "庭院整洁", "调解纠纷", "参加培训", "照看老人", "报告隐患", "垃圾分类", "喜事简办")
_BAD = ("乱倒垃圾", "乱搭乱建", "大操大办", "损坏设施")
_NOTES = ("网格员登记", "评议会认定", "本人申报", "", "")


def write_corpus(content: Path, villages: int) -> None:
    """Write the workload of so many villages into the folder `content`; the same bytes every time."""
    _board(content, name="云水县", level="county", code="990101")
    for number in range(villages):
        town, place = divmod(number, _VILLAGES_A_TOWNSHIP)
        township = content / f"t{town + 1:02d}"
        if place == 0:
            _board(
                township,
                name=f"{_PLACES[town % len(_PLACES)]}镇",
                level="township",
                code=f"990101{town + 101}",
            )
        _Village(township / f"v{place + 1:02d}", number, random.Random(f"{_SEED}/{number}")).write()


def _board(folder: Path, **fields: object) -> None:
    write_text(folder / "board.yaml", as_mapping(fields))


class _Village:
    """One village being written; every draw comes from its own random stream."""

    def __init__(self, root: Path, number: int, draw: random.Random) -> None:
        self.root, self.draw = root, draw
        self.name = f"{_PLACES[number % len(_PLACES)]}{number + 1}村"
        town, place = divmod(number, _VILLAGES_A_TOWNSHIP)
        self.code = f"990101{town + 101}{place + 201}"
        self.households = [f"H{n:03d}" for n in range(1, _HOUSEHOLDS + 1)]

    def write(self) -> None:
        _board(
            self.root, name=self.name, level="village", code=self.code, population=620, households=_HOUSEHOLDS
        )
        for disclosure in ("party", "affairs", "finance"):
            self._notices(self.root / disclosure)
        self._contracts()
        self._statements()
        self._points()

    def _person(self) -> str:
        return self.draw.choice(_SURNAMES) + "".join(self.draw.sample(_GIVEN, self.draw.choice((1, 2, 2))))

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.draw.randrange((last - first).days + 1))

    def _notices(self, folder: Path) -> None:
        for number in range(1, _NOTICES + 1):
            day = self._day(date(YEAR, 1, 1), date(YEAR, 12, 1))
            head = as_mapping(
                {
                    "title": f"关于{self.draw.choice(_WHAT)}的公示（第 {number} 号）",
                    "date": day,
                    "category": "公示",
                    "notice": f"{{start: {day}, end: {day + timedelta(days=30)}}}",
                    "issuer": f"{self.name}村民委员会",
                }
            )
            text = f"---\n{head}---\n\n"
            write_text(
                folder / f"{day}-{number:02d}.md", text + self._prose(_NOTICE_BYTES - len(text.encode()))
            )

    def _prose(self, size: int) -> str:
        """Paragraphs under headings, a list at the end: about `size` bytes."""
        text = ""
        for number, head in enumerate(_HEADS, 1):
            text += f"\n## {head}\n\n"
            while len(text.encode()) < size * number // len(_HEADS) - 300:
                text += "".join(self._sentence() for _ in range(6)) + "\n\n"
        return text + "".join(f"- {self._sentence()}\n" for _ in range(2))

    def _sentence(self) -> str:
        who = self.draw.choice(_WHO)
        shown = f"**{who}**" if self.draw.random() < 0.2 else who
        day = f"{self.draw.randint(1, 12)}月{self.draw.randint(1, 28)}日"
        what, did, so = (self.draw.choice(words) for words in (_WHAT, _DID, _SO))
        return f"{day}，{shown}就{what}{did}，{so}。"

    def _contracts(self) -> None:
        write_csv(
            self.root / "contracts" / "contracts.csv",
            [self._contract(f"HT-{number:03d}") for number in range(1, _CONTRACTS + 1)],
        )

    def _contract(self, contract: str) -> dict[str, object]:
        start = date(self.draw.randint(2010, YEAR), self.draw.randint(1, 12), 1)
        years = self.draw.choice((1, 3, 5, 10, 15))
        end = start.replace(year=start.year + years) - timedelta(days=1)
        rent = self.draw.randint(300, 40_000) * 100
        due = rent * min(years, YEAR - start.year + 1)
        kind = self.draw.choice(_KINDS)
        troubled = self.draw.random() < 0.3
        return {
            "id": contract,
            "title": f"{self.draw.choice(_GROUPS)}{kind}合同",
            "kind": kind,
            "counterparty": self._person(),
            "area_mu": f"{self.draw.randint(50, 20_000) / 100:.2f}",
            "start": start,
            "end": end,
            "annual_rent": _yuan(rent),
            "amount_due": _yuan(due),
            "amount_received": _yuan(
                due if self.draw.random() < 0.7 else due * self.draw.randint(0, 9) // 10
            ),
            "status": "履行中" if end >= date(YEAR, 12, 31) else "已到期",
            "issue": "租金低于评估价" if troubled else "",
            "rectified": self.draw.choice(("是", "否")) if troubled else "",
        }

    def _statements(self) -> None:
        """Twelve months that carry over."""
        balance = self.draw.randint(100_000, 400_000) * 100
        for month in range(1, 13):
            period = f"{YEAR}-{month:02d}"
            income, expense = (
                list(self._lines(month, _INCOME, "收")),
                list(self._lines(month, _EXPENSE, "付")),
            )
            closing = balance + sum(fen for _, fen in income) - sum(fen for _, fen in expense)
            text = as_mapping({"period": period, "opening": _yuan(balance)})
            text += as_list("income", [line for line, _ in income])
            text += as_list("expense", [line for line, _ in expense])
            text += as_mapping(
                {"closing": _yuan(closing), "reviewed_by": "村务监督委员会", "reviewed_on": f"{period}-28"}
            )
            write_text(self.root / "finance" / f"{period}.yaml", text)
            balance = closing

    def _lines(
        self, month: int, categories: tuple[str, ...], word: str
    ) -> Iterator[tuple[dict[str, object], int]]:
        """The lines of one side, each with its fen."""
        first, last = date(YEAR, month, 1), date(YEAR, month, monthrange(YEAR, month)[1])
        for number, day in enumerate(sorted(self._day(first, last) for _ in range(_LINES)), 1):
            fen = self.draw.randint(1_000, 300_000)
            line = {
                "date": day,
                "item": f"{self.draw.choice(_WHAT)}款（{self.draw.choice(_GROUPS)}{self._person()}）",
                "category": self.draw.choice(categories),
                "amount": _yuan(fen),
                "voucher": f"{word}-{month:02d}-{number:03d}",
            }
            yield line, fen

    def _points(self) -> None:
        folder = self.root / "points"
        write_csv(
            folder / "households.csv",
            [
                {"id": one, "name": self._person(), "group": _GROUPS[at % 6], "grid": f"{at % 5 + 1}号网格"}
                for at, one in enumerate(self.households)
            ],
        )
        rules: list[dict[str, object]] = [
            {
                "id": f"{kind}{number:02d}",
                "title": title,
                "category": self.draw.choice(_CATEGORIES),
                "points": points,
            }
            for kind, titles, scale in (("A", _GOOD, (1, 2, 3, 5, 8)), ("D", _BAD, (-1, -2, -5)))
            for number, title in enumerate(titles, 1)
            for points in [self.draw.choice(scale)]
        ]
        write_text(folder / "rules.yaml", as_list("rules", rules))
        for quarter in range(1, 5):
            first, month = date(YEAR, 3 * quarter - 2, 1), 3 * quarter
            last = date(YEAR, month, monthrange(YEAR, month)[1])
            drawn = [self.draw.choice(rules) for _ in range(_ENTRIES_A_QUARTER)]
            rows: list[dict[str, object]] = [
                {
                    "date": self._day(first, last),
                    "household": self.draw.choice(self.households),
                    "rule": rule["id"],
                    "points": rule["points"],
                    "note": self.draw.choice(_NOTES),
                }
                for rule in drawn
            ]
            write_csv(folder / f"{YEAR}-Q{quarter}.csv", rows)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
