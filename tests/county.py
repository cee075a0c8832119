"""A made-up county in the content contract's format, for tests and benchmarks.

A village's files follow from the seed and its number alone, never from how many villages there are.
Among them are the cases that figures go wrong on: ties, rules with caps, ranges and once-only items,
reversals, set-offs, contracts paid by schedule, villages without any statement, boards of groups.
"""

from __future__ import annotations

import random
import sys
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.writing import as_list, as_mapping, write_csv, write_text

YEAR = 2022
VILLAGES_A_TOWNSHIP = 6

_SURNAMES = "陈孙许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
_GIVEN = "安波晨丹恩芳光海嘉凯岚敏宁佩琦荣森婷维湘雅泽昭卓"
_HOLLOW = "荷柏鹿雁榆槐枫鹤菱芦"
_WATER = "溪岗塘坳湾坪"
_GROUPS = ("一组", "二组", "三组", "四组")
_INCOME = ("发包收入", "投资收益", "补助收入", "经营收入")
_EXPENSE = ("管理费用", "公益支出", "福利支出", "干部报酬", "经营支出")
_KINDS = ("耕地发包", "鱼塘发包", "房屋租赁", "林地发包", "设备租赁")
_MATTERS = ("道路硬化", "路灯维修", "沟渠清淤", "饮水改造", "安全巡查", "农田复垦", "老年食堂", "合同清理")

_NOTICE = """经村民代表会议讨论，现将**{matter}**有关情况公示如下，*欢迎监督*。

## 安排

- 先公示，后实施；
- 有意见请在公示期内提出。

| 事项 | 数量 |
|---|---:|
{rows}"""
_RULES: tuple[dict[str, object], ...] = (
    {"id": "A1", "category": "公益服务", "title": "参加义务劳动", "points": 2, "cap": 20},
    {"id": "A2", "category": "人居环境", "title": "庭院整洁", "points": "{min: 1, max: 3}"},
    {"id": "A3", "category": "乡风文明", "title": "子女考取大学", "points": 10, "once": "是"},
    {"id": "A4", "category": "乡风文明", "title": "县级荣誉", "points": 8, "exclusive": "荣誉"},
    {"id": "A5", "category": "乡风文明", "title": "镇级荣誉", "points": 5, "exclusive": "荣誉"},
    {"id": "A6", "category": "产业发展", "title": "参加技能培训", "points": 1.5},
    {"id": "D1", "category": "人居环境", "title": "乱倒垃圾", "points": -2, "cap": 10},
    {"id": "D2", "category": "乡风文明", "title": "大操大办", "points": -5},
    {"id": "D3", "category": "公益服务", "title": "损坏公共设施", "points": -3, "private": "是"},
)


@dataclass(frozen=True)
class Size:
    """How much a village has of each: households, entries a quarter, notices a disclosure, contracts,
    statement lines a month."""

    households: int = 24
    entries: int = 60
    notices: int = 3
    contracts: int = 8
    lines: int = 6


@dataclass(frozen=True)
class County:
    """A county that was written: its content folder and the paths of its villages' boards in it."""

    content: Path
    villages: tuple[str, ...]


def write_county(content: Path, villages: int, seed: int, **size: int) -> County:
    """Write a county of so many villages into the folder `content`; `size` are fields of Size."""
    _board(content, name="云水县", level="county", code="990101")
    paths = []
    for number in range(villages):
        town = number // VILLAGES_A_TOWNSHIP + 1
        path = f"t{town:02d}/v{number % VILLAGES_A_TOWNSHIP + 1:02d}"
        if number % VILLAGES_A_TOWNSHIP == 0:
            name = f"{_HOLLOW[town % len(_HOLLOW)]}桥镇"
            _board(content / f"t{town:02d}", name=name, level="township", code=f"990101{town:03d}")
        _Village(content / path, number, random.Random(f"{seed}/{number}"), Size(**size)).write()
        paths.append(path)
    return County(content, tuple(paths))


def _board(folder: Path, **fields: object) -> None:
    write_text(folder / "board.yaml", as_mapping(fields))


class _Village:
    """One village being written; every draw comes from its own random stream."""

    def __init__(self, root: Path, number: int, draw: random.Random, size: Size) -> None:
        self.root, self.number, self.draw, self.size = root, number, draw, size
        self.name = f"{draw.choice(_HOLLOW)}{draw.choice(_WATER)}{number + 1}村"
        self.households = [f"H{n:03d}" for n in range(1, size.households + 1)]
        self.code = f"990101{number // VILLAGES_A_TOWNSHIP + 1:03d}{number % VILLAGES_A_TOWNSHIP + 201:03d}"

    def write(self) -> None:
        _board(
            self.root,
            name=self.name,
            level="village",
            code=self.code,
            population=self.draw.randint(300, 2400),
            households=len(self.households),
        )
        for register in ("party", "affairs", "finance"):
            self._notices(register)
        rents = self._contracts()
        if self.number % 5 != 4:  # every fifth village has not reported any money
            self._statements(self.root / "finance", rents)
        self._points()
        if self.number % 3 == 2:
            group = self.root / "g1"
            _board(group, name=f"{self.name}一组", level="group", code=self.code)
            self._statements(group / "finance", {})

    def _person(self) -> str:
        return self.draw.choice(_SURNAMES) + "".join(self.draw.sample(_GIVEN, self.draw.choice((1, 2, 2))))

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.draw.randrange((last - first).days + 1))

    def _notices(self, register: str) -> None:
        for number in range(1, self.size.notices + 1):
            day = self._day(date(YEAR, 1, 1), date(YEAR, 12, 31))
            matter = self.draw.choice(_MATTERS)
            head = {
                "title": f"关于{matter}的公示（第 {number} 号）",
                "date": day,
                "category": "公示",
                "notice": f"{{start: {day}, end: {day + timedelta(days=6)}}}",
                "issuer": f"{self.name}村民委员会",
            }
            rows = "".join(
                f"| {item} | {self.draw.randint(1, 40)} |\n" for item in self.draw.sample(_MATTERS, 3)
            )
            body = _NOTICE.format(matter=matter, rows=rows)
            write_text(
                self.root / register / f"{day}-{number:02d}.md", f"---\n{as_mapping(head)}---\n\n{body}"
            )

    def _contracts(self) -> dict[str, int]:
        """Write the contracts; returns what each has received, in fen, as far as statements may book it."""
        rows: list[dict[str, object]] = []
        received: dict[str, int] = {}
        schedule: list[dict[str, object]] = []
        payments: list[dict[str, object]] = []
        for number in range(1, self.size.contracts + 1):
            row = self._contract(f"HT-{number:03d}")
            if number % 4 == 0:
                self._pay_by_schedule(row, schedule, payments)
            else:
                received[str(row["id"])] = _fen(str(row["amount_received"]))
            rows.append(row)
        folder = self.root / "contracts"
        write_csv(folder / "contracts.csv", rows)
        if schedule:
            write_csv(folder / "schedule.csv", schedule)
            write_csv(folder / "payments.csv", payments)
        return received

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
            "counterparty": self.draw.choice(
                (self._person(), f"{self.draw.choice(_HOLLOW)}田种植专业合作社")
            ),
            "area_mu": f"{self.draw.randint(50, 20_000) / 100:.2f}",
            "start": start,
            "end": end,
            "years": years,
            "annual_rent": _yuan(rent),
            "amount_due": _yuan(due),
            "amount_received": _yuan(
                due if self.draw.random() < 0.6 else due * self.draw.randint(0, 9) // 10
            ),
            "status": "履行中" if end >= date(YEAR, 12, 31) else "已到期",
            "issue": "租金低于评估价" if troubled else "",
            "rectified": self.draw.choice(("是", "否")) if troubled else "",
        }

    def _pay_by_schedule(
        self, row: dict[str, object], schedule: list[dict[str, object]], payments: list[dict[str, object]]
    ) -> None:
        """Let a contract's due and received sums follow from yearly instalments, most of them paid."""
        row |= {"amount_due": "", "amount_received": ""}
        start = row["start"]
        assert isinstance(start, date)
        for year in range(start.year, start.year + int(str(row["years"]))):
            instalment = {"contract": row["id"], "amount": row["annual_rent"]}
            schedule.append(instalment | {"due_on": start.replace(year=year)})
            if year <= YEAR and self.draw.random() < 0.7:
                paid = self._day(start.replace(year=year), date(year, 12, 31))
                payments.append(instalment | {"date": paid, "voucher": f"收-{year}"})

    def _statements(self, folder: Path, rents: Mapping[str, int]) -> None:
        """Twelve months that carry over; what they book for a contract stays within `rents`."""
        left = dict(rents)
        balance = self.draw.randint(20_000, 400_000) * 100
        for month in range(1, 13):
            first, last = date(YEAR, month, 1), date(YEAR, month, monthrange(YEAR, month)[1])
            income = self._lines(first, last, _INCOME, "收")
            expense = self._lines(first, last, _EXPENSE, "付")
            self._book_rent(income, left)
            if month % 6 == 0:  # work done instead of rent paid: no money moves, both sides show it
                for side, category in ((income, "发包收入"), (expense, "公益支出")):
                    side.append(
                        {
                            "date": last,
                            "item": "以工抵租",
                            "category": category,
                            "amount": "500",
                            "method": "抵账",
                        }
                    )
            closing = balance + sum(_fen(str(line["amount"])) for line in income)
            closing -= sum(_fen(str(line["amount"])) for line in expense)
            self._statement(folder, f"{YEAR}-{month:02d}", balance, closing, income, expense)
            balance = closing

    def _lines(
        self, first: date, last: date, categories: Sequence[str], word: str
    ) -> list[dict[str, object]]:
        days = sorted(self._day(first, last) for _ in range(self.size.lines))
        return [
            {
                "date": day,
                "item": f"{self.draw.choice(_MATTERS)}款",
                "category": self.draw.choice(categories),
                "amount": _yuan(self.draw.randint(1_000, 300_000)),
                "voucher": f"{word}-{first.month:02d}-{number:03d}",
            }
            for number, day in enumerate(days, 1)
        ]

    def _book_rent(self, income: list[dict[str, object]], left: dict[str, int]) -> None:
        open_contracts = sorted(contract for contract, fen in left.items() if fen > 0)
        if open_contracts:
            contract = self.draw.choice(open_contracts)
            amount = min(left[contract], self.draw.randint(10_000, 500_000))
            left[contract] -= amount
            rent = {"item": "承包费", "category": "发包收入", "amount": _yuan(amount), "contract": contract}
            income.append({"date": income[-1]["date"], **rent})

    def _statement(
        self,
        folder: Path,
        period: str,
        opening: int,
        closing: int,
        income: list[dict[str, object]],
        expense: list[dict[str, object]],
    ) -> None:
        head = {
            "period": period,
            "opening": _yuan(opening),
            "closing": _yuan(closing),
            "reviewed_by": "村务监督委员会",
            "reviewed_on": f"{period}-28",
        }
        text = as_mapping(head)
        if self.number % 2:  # every other village keeps its lines in spreadsheets
            write_csv(folder / f"{period}-income.csv", income)
            write_csv(folder / f"{period}-expense.csv", expense)
        else:
            text += as_list("income", income) + as_list("expense", expense)
        write_text(folder / f"{period}.yaml", text)

    def _points(self) -> None:
        folder = self.root / "points"
        rows = [
            {
                "户号": household,
                "户主": self._person(),
                "村民小组": _GROUPS[at % len(_GROUPS)],
                "网格": f"第{at % 3 + 1}网格",
            }
            for at, household in enumerate(self.households)
        ]
        write_csv(folder / "households.csv", rows)
        write_text(folder / "rules.yaml", "base: 100\n" + as_list("rules", _RULES))
        rewards = [{"id": "R1", "title": "洗衣液", "kind": "物质", "cost": 12}]
        write_text(folder / "rewards.yaml", as_list("rewards", rewards))
        for quarter in range(1, 5):
            self._ledger(folder, quarter)
        takers = self.draw.sample(self.households, len(self.households) // 6)
        day = date(YEAR, 11, 20)
        write_csv(
            folder / "redemptions.csv",
            [{"date": day, "household": taker, "reward": "R1", "points": 12} for taker in sorted(takers)],
            header=("date", "household", "reward", "points"),
        )

    def _ledger(self, folder: Path, quarter: int) -> None:
        first = date(YEAR, 3 * quarter - 2, 1)
        last = date(YEAR, 3 * quarter, monthrange(YEAR, 3 * quarter)[1])
        days = sorted(self._day(first, last) for _ in range(self.size.entries))
        entries: list[dict[str, object]] = []
        for number, day in enumerate(days, 1):
            rule = self.draw.choice(_RULES)
            scope = rule["points"]
            entries.append(
                {
                    "id": f"{quarter}-{number:04d}",
                    "date": day,
                    "household": self.draw.choice(self.households),
                    "rule": rule["id"],
                    "points": self.draw.choice(("1", "1.5", "2", "2.25")) if "{" in str(scope) else scope,
                    "quantity": "" if "once" in rule else self.draw.choice(("", "1", "2")),
                    "reverses": "",
                    "note": self.draw.choice(("", "网格员登记", "评议会认定")),
                }
            )
        plain = [rule["id"] for rule in _RULES if not rule.keys() & {"exclusive", "once"}]
        taken_back = self.draw.choice([entry for entry in entries if entry["rule"] in plain])
        entries.append(
            taken_back
            | {"id": f"{quarter}-R", "date": last, "points": "", "reverses": taken_back["id"], "note": ""}
        )
        write_csv(folder / f"{YEAR}-Q{quarter}.csv", entries)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _fen(yuan: str) -> int:
    whole, _, cents = yuan.partition(".")
    return int(whole) * 100 + int(cents.ljust(2, "0"))


if __name__ == "__main__":
    folder, count, seed_text = sys.argv[1:]
    write_county(Path(folder), int(count), int(seed_text))
