"""The tables of the points register, and how its folder is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sitegen import formats
from sitegen.days import Period
from sitegen.diagnostics import Report, error
from sitegen.fields import (
    SHAPE,
    BadValue,
    Boolean,
    Choice,
    Day,
    Field,
    Household,
    Id,
    Integer,
    Many,
    Number,
    One,
    Party,
    Points,
    Type,
    plain_name,
)
from sitegen.registers.board import Board
from sitegen.registers.folder import Folder
from sitegen.tables import Record, Rows, Table

LONG_NUMBER = error(
    "points.household-number",
    "“{label}”是 {digits} 位数字，太长，像是身份证号或银行卡号。",
    "户号请用自己编的短号，纯数字的最多 12 位，例如 0103。",
    "“{label}” has {digits} digits and looks like an identity card or bank card",
    "use a short number of your own; at most 12 digits",
)
SCOPE = error(
    "points.range",
    "“{label}”的最低分 {least} 大于最高分 {most}。",
    "请写成 {{min: {most}, max: {least}}}。",
    "“{label}”: the least, {least}, is above the most, {most}",
    "write {{min: {most}, max: {least}}}",
)
BOTH = error(
    "points.two-household-lists",
    "户表有两份：公开栏文件夹里一份，points/ 里又有一份。",
    "请只留一份 households.csv。",
    "there are two lists of households: in the board's folder and in points/",
    "keep one households.csv",
)
LEDGER_NAME = error(
    "points.ledger-name",
    "文件名“{name}”不是期间，不知道这是哪一期的积分。",
    "请用期间做文件名，例如 2022-06.csv（月）、2022-Q2.csv（季）、2022-H1.csv（半年）。",
    "the file name “{name}” names no period",
    "name it after its period, e.g. 2022-06.csv, 2022-Q2.csv or 2022-H1.csv",
)
LEDGER_YEAR = error(
    "points.ledger-year",
    "“{name}”是一整年的积分，一期要短于一年。",
    "请按月、季或半年分成几个文件，例如 2022-Q1.csv。",
    "“{name}” holds a whole year; a ledger must be shorter",
    "split it by month, quarter or half-year",
)


class Scope(NamedTuple):
    """The points a rule may give, both in hundredths; `least` equals `most` where they are fixed."""

    least: int
    most: int

    @property
    def fixed(self) -> int | None:
        """The points of a rule without a range; None where the entry chooses."""
        return self.least if self.least == self.most else None

    def __str__(self) -> str:
        most = formats.points(self.most)
        return most if self.least == self.most else f"{formats.points(self.least)}～{most}"


_LEAST = frozenset(["min", "最低", "最少"])
_MOST = frozenset(["max", "最高", "最多"])


class PointsScope(Type):
    """Points, or a range `{min, max}` of points."""

    name = "points-range"
    unit = "分"

    def read(self, node: Any, label: str) -> Scope:
        if isinstance(node, str):
            value = Points().parse(node, label)
            return Scope(value, value)
        names = {plain_name(name): value for name, value in node.items()} if isinstance(node, dict) else {}
        least = [value for name, value in names.items() if name in _LEAST]
        most = [value for name, value in names.items() if name in _MOST]
        if len(names) != 2 or not (least and most and isinstance(least[0], str) and isinstance(most[0], str)):
            expected, expected_en = "一个分数，或 {min: 1, max: 5}", "points, or {min: 1, max: 5}"
            raise BadValue(SHAPE, label=label, expected=expected, expected_en=expected_en)
        scope = Scope(Points().parse(least[0], label), Points().parse(most[0], label))
        if scope.least > scope.most:
            shown = {key: formats.plain_points(value) for key, value in scope._asdict().items()}
            raise BadValue(SCOPE, label=label, **shown)
        return scope

    def export(self, value: Scope) -> Any:
        if value.fixed is not None:
            return formats.plain_points(value.fixed)
        return {"min": formats.plain_points(value.least), "max": formats.plain_points(value.most)}

    def schema(self) -> dict[str, Any]:
        one = Points().schema()
        both = {"type": "object", "properties": {"min": one, "max": one}, "required": ["min", "max"]}
        return {"oneOf": [one, both]}


class HouseholdNumber(Id):
    """The number of a household; digits alone are at most twelve, so that it can be no card's number."""

    def parse(self, text: str, label: str) -> str:
        value = super().parse(text, label)
        if re.fullmatch(r"\d{13,}", value):
            raise BadValue(LONG_NUMBER, label=label, digits=len(value))
        return value


class Quantity(Number):
    """How many times an entry's points are given; in memory an integer of hundredths."""

    name = "quantity"

    def __init__(self) -> None:
        super().__init__(2)

    def parse(self, text: str, label: str) -> Any:
        value = super().parse(text, label)
        if not value:
            raise BadValue(NO_QUANTITY, label=label)
        return int(value * 100)

    def show(self, value: Any) -> str:
        return formats.points(value)

    def export(self, value: Any) -> Any:
        whole, rest = divmod(value, 100)
        return formats.plain_points(value) if rest else whole


NO_QUANTITY = error(
    "points.no-quantity",
    "“{label}”是 0，这一条不会计分。",
    "请填实际的数量；只记一次的可以不填。",
    "“{label}” is 0",
    "write the real number; leave it out for 1",
)


REWARD_KINDS = {"spirit": "精神", "material": "物质", "policy": "政策"}
HOUSEHOLDS = Table(
    "households",
    "户表",
    (
        Field("id", "户号", HouseholdNumber(), required=True),
        Field("name", "户主", Party(), required=True, labels=("户主姓名",)),
        Field("group", "村民小组", labels=("组", "小组")),
        Field("grid", "网格"),
        Field("from", "起始日", Day(), labels=("立户日期",)),
        Field("until", "截止日", Day(), labels=("销户日期",)),
        Field("successor", "承继户号", Household()),
    ),
    sort="id",
    group_by="group",
)
ENTRIES = Table(
    "points-entries",
    "积分记录",
    (
        Field("date", required=True, type=Day()),
        Field("household", required=True, type=Household()),
        Field("rule", "细则", Id(), required=True, labels=("细则编号",)),
        Field("points", "分值", Points()),
        Field("quantity", "数量", Quantity(), default=100),
        Field("note"),
        Field("id", type=Id()),
        Field("reverses", "冲正", Id(), labels=("冲正编号",)),
    ),
)
RULE = Table(
    "points-rule",
    "积分细则",
    (
        Field("id", required=True, type=Id()),
        Field("category", "类别", required=True),
        Field("title", "事项", required=True, labels=("项目",)),
        Field("points", "分值", PointsScope(), labels=("计分",)),
        Field("unit", "计分单位", labels=("单位",)),
        Field("cap", "封顶", Points(signed=False), labels=("上限",)),
        Field("once", "一次性", Boolean(), default=False),
        Field("exclusive", "同类取最高"),
        Field("reset", "归零", Boolean(), default=False),
        Field("private", "不公开", Boolean(), default=False),
        Field("from", "起始日", Day(), labels=("生效日期",)),
        Field("until", "截止日", Day()),
        Field("judge", "评定"),
        Field("evidence", "凭据", labels=("凭证",)),
    ),
)
CATEGORY = Table(
    "points-category",
    "积分类别",
    (
        Field("name", "名称", required=True, labels=("类别",)),
        Field("base", "基础分", Points(signed=False), default=0),
        Field("floor", "保底", Points()),
        Field("cap", "封顶", Points(), labels=("上限",)),
    ),
    identity="name",
)
DECLARED = Table(
    "points-declared",
    "公布的数目",
    (
        Field("award", "加分项", Integer(unit="项")),
        Field("deduct", "减分项", Integer(unit="项"), labels=("扣分项",)),
        Field("categories", "类别", Integer(unit="类")),
    ),
    note=False,
)
BOOK = Table(
    "points-rules",
    "积分细则",
    (
        Field("year", "积分年度起始", Integer(unit="月", least=1, most=12), default=1),
        Field("base", "基础分", Points(signed=False), default=0),
        Field("categories", "类别", Many(CATEGORY), default=()),
        Field("declared", "公布数", One(DECLARED)),
        Field("rules", "细则", Many(RULE), required=True, default=()),
    ),
)
REWARDS = Table(
    "points-rewards",
    "积分奖励",
    (
        Field("id", required=True, type=Id()),
        Field("title", required=True),
        Field(
            "kind",
            "类型",
            Choice(tuple(REWARD_KINDS), {label: kind for kind, label in REWARD_KINDS.items()}),
            required=True,
        ),
        Field("cost", "所需积分", Points(signed=False)),
    ),
)
REWARDS_FILE = Table(
    "points-rewards-file",
    "积分奖励",
    (Field("rewards", "奖励", Many(REWARDS), required=True, default=()),),
)
REDEMPTIONS = Table(
    "points-redemptions",
    "积分兑换",
    (
        Field("date", required=True, type=Day()),
        Field("household", required=True, type=Household()),
        Field("reward", "奖励", Id(), required=True, labels=("奖励编号",)),
        Field("points", "分值", Points(signed=False), labels=("扣减积分",)),
    ),
)


def read_households(folder: Folder, name: str, report: Report) -> list[Record]:
    """The board's list of households; none where the file can't be read."""
    return folder.csv(name, HOUSEHOLDS, report)


def entries_of(board: Board) -> Rows:
    """The entries of a board's ledgers."""
    found = board.table(ENTRIES.key)
    return found if isinstance(found, Rows) else Rows(ENTRIES)


def read_points(folder: Folder, report: Report, *, ledgers: bool = True) -> dict[str, Sequence[Record]]:
    """All records of a points folder by table: ledgers (if asked for) in the order of their periods, rewards
    unwrapped.

    "households" is there only where the folder holds the list.
    """
    books = [name for name in folder.named(".yaml") if _BOOK_NAME.fullmatch(name)]
    records: dict[str, Sequence[Record]] = {
        BOOK.key: [book for name in books if (book := folder.yaml(name, BOOK, report)) is not None],
        REWARDS.key: [],
        REDEMPTIONS.key: [],
    }
    if "households.csv" in folder.files:
        if (folder.directory.parent / "households.csv").is_file():
            report.add(BOTH, folder.place("households.csv"))
        records[HOUSEHOLDS.key] = read_households(folder, "households.csv", report)
    if "rewards.yaml" in folder.files:
        wrapped = folder.yaml("rewards.yaml", REWARDS_FILE, report)
        records[REWARDS.key] = list(wrapped.rewards or ()) if wrapped is not None else []
    if "redemptions.csv" in folder.files:
        records[REDEMPTIONS.key] = folder.csv("redemptions.csv", REDEMPTIONS, report)
    if ledgers:
        records[ENTRIES.key] = entries = Rows(ENTRIES)
        for name in _ledgers(folder, report):
            entries.extend(folder.rows(name, ENTRIES, report))
    return records


_BOOK_NAME = re.compile(r"rules(?:-((?:19|20|21)\d\d))?\.yaml")
_OTHERS = ("households.csv", "redemptions.csv")


def book_year(path: str) -> int | None:
    """The points year from which a rule book is in force, by its file name; None for `rules.yaml`."""
    match = _BOOK_NAME.fullmatch(path.rpartition("/")[2])
    return int(match[1]) if match and match[1] else None


def is_known(name: str) -> bool:
    """Whether a file of the folder has a name of this register; ledgers are judged when they are read."""
    listed = name.lower().endswith(".csv") or name == "rewards.yaml" or _BOOK_NAME.fullmatch(name)
    return "/" not in name and bool(listed)


def ledger_period(path: str) -> Period:
    """The period of a ledger by its file name. Raises ValueError where it names none."""
    return Period.parse(path.rpartition("/")[2].rpartition(".")[0].upper())


def _ledgers(folder: Folder, report: Report) -> list[str]:
    """The names of the ledgers by period; reports names that are none."""
    found: list[tuple[Period, str]] = []
    for name in folder.named(".csv"):
        if name in _OTHERS:
            continue
        try:
            period = ledger_period(name)
        except ValueError:
            report.add(LEDGER_NAME, folder.place(name), name=name)
            continue
        if period.months == 12:
            report.add(LEDGER_YEAR, folder.place(name), name=name)
        else:
            found.append((period, name))
    return [name for _, name in sorted(found)]
