"""Published figures (数据公示): what a report, a plan or an office above said in numbers, with its source.

They are quoted, not computed: no other register reads them, and no total of a ledger includes them. What
was said approximately stays so, what was withheld is shown as 未公布, and neither is added as if exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from sitegen import formats
from sitegen.diagnostics import Place, Report, error, warning
from sitegen.fields import Boolean, Choice, Day, Field, Id, Many, Number, Texts, valid_id
from sitegen.languages import say, spoken_word, word
from sitegen.registers.board import Board, Page, Twin
from sitegen.registers.finding import Entry, Found
from sitegen.registers.folder import Folder
from sitegen.registers.glance import Glance
from sitegen.registers.register import Register
from sitegen.registers.table_laws import check_not_future
from sitegen.registers.twins import export_record
from sitegen.tables import Record, Table, at, check_unique

NO_VALUE = error(
    "figures.value-missing",
    "指标“{name}”没有写数值。",
    "请填上“数值”；来源没有公布的，写上“未公布: 是”。",
    "the figure “{name}” has no value",
    "fill in “value”, or write “masked: yes” where the source withholds it",
)
MASKED_VALUE = error(
    "figures.masked-value",
    "指标“{name}”标了未公布，却又写了数值。",
    "已经公布的删去“未公布”，没有公布的删去“数值”。",
    "the figure “{name}” is masked, yet has a value",
    "delete one of the two",
)
NO_PART = error(
    "figures.no-such-item",
    "“{label}”写的“{value}”不是本文件里的指标编号。",
    "请写同一文件里另一个指标的编号。",
    "“{label}” names “{value}”, which is no other item of this file",
    "write the id of another item of the same file",
)
UNITS = error(
    "figures.units",
    "“{name}”的单位是{unit}，“{other}”的单位是{other_unit}，不能相加或相比。",
    "请核对单位，或去掉“组成”“占比基数”。",
    "“{name}” is in {unit}, “{other}” in {other_unit}: they neither add up nor compare",
    "check the units, or remove “parts” or “of”",
)
SUM = error(
    "figures.parts",
    "“{name}”写的是 {stated}，各组成部分相加是 {computed}（差 {difference}）。",
    "请核对这几个数；来源写的就是约数的，给它标上“约数”。",
    "“{name}” says {stated}, its parts add up to {computed}",
    "check them; mark a value as approximate where its source does",
)
ABOVE_WHOLE = warning(
    "figures.above-whole",
    "“{name}”的 {value} 大于它所占的“{whole}”的 {limit}，占比超过 100%。",
    "请核对两个数，或去掉“占比基数”。",
    "“{name}” ({value}) is above “{whole}” ({limit}), of which it is a share",
    "check both, or remove “of”",
)
FILE_NAME = error(
    "figures.file-name",
    "文件名“{name}”不能做网址。",
    "文件名请只用汉字、字母、数字和 - _，不要叫 index。",
    "the file name “{name}” can't be part of an address",
    "use letters, digits, Han, - and _, and not “index”",
)
SAME_PAGE = error(
    "figures.same-page",
    "“{name}”和“{other}”会变成同一个网页。",
    "请给其中一个换个名字。",
    "“{name}” and “{other}” would become the same page",
    "rename one of them",
)

ITEMS = Table(
    "figures-items",
    "指标",
    (
        Field("id", "编号", Id(), required=True),
        Field("name", "指标", required=True, labels=("指标名称",)),
        Field("value", "数值", Number(6, signed=True)),
        Field("unit", "单位", required=True),
        Field("approx", "约数", Choice(("余", "约", "以上"), {"多": "余", "大约": "约"})),
        Field("masked", "未公布", Boolean(), default=False),
        Field("parts", "组成", Texts(), help="相加等于本指标的各指标编号"),
        Field("of", "占比基数", Id(), labels=("占比",), help="本指标占哪个指标的一部分"),
    ),
)
FIGURES = Table(
    "figures",
    "数据公示",
    (
        Field("title", "标题", required=True, labels=("名称",)),
        Field("as_of", "数据截止日", Day(), labels=("截至",)),
        Field("source", "来源", required=True),
        Field("items", "指标", Many(ITEMS), required=True, labels=("数据",)),
    ),
)


class Item(Struct, frozen=True):
    """One figure; `shown` is its value with its unit as people read it."""

    record: Record
    shown: str
    share: str
    """Its share of the whole that it names, as people read it; empty where it names none."""
    whole: Record | None
    share_exact: Decimal | None
    remaining: Decimal | None
    """What the whole has besides it; None where one of the two is not exact."""
    parts: tuple[Record, ...]


class FigureSet(Struct, frozen=True):
    """The figures of one file."""

    stem: str
    title: str
    as_of: date | None
    source: str
    note: str | None
    items: tuple[Item, ...]

    @property
    def page(self) -> str:
        """Its page, from the register's folder."""
        return f"{self.stem}.html"

    @property
    def compared(self) -> bool:
        """Whether an item is a share of another."""
        return any(item.whole is not None for item in self.items)

    @property
    def noted(self) -> bool:
        """Whether an item has a note or is the sum of others."""
        return any(item.record.note or item.parts for item in self.items)


class Figures(Register):
    """`figures/*.yaml`: one file a source and subject."""

    key = "figures"
    label = "数据公示"
    order = 900
    disclosure = "affairs"
    tables = (FIGURES,)

    def read(self, folder: Folder, report: Report) -> dict[str, list[Record]]:
        names = folder.named(".yaml", ".yml")
        records = []
        taken: dict[str, str] = {}
        for name in names:
            stem = name.rpartition(".")[0]
            if not valid_id(stem):
                report.add(FILE_NAME, folder.place(name), name=name)
            elif (other := taken.setdefault(stem.casefold(), name)) != name:
                report.add(SAME_PAGE, folder.place(name), name=name, other=other)
            record = folder.yaml(name, FIGURES, report)
            if record is not None:
                records.append(record)
        self.refuse_others(folder, names, "YAML 文件", report)
        return {FIGURES.key: records}

    def check(self, board: Board, report: Report) -> None:
        """Ids are unique in their file: files are about different things and come from different sources."""
        records = board.table(FIGURES.key)
        for record in records:
            items: list[Record] = record.items or []
            check_unique(items, report)
            known = {item.id: item for item in items if item.id}
            for item in items:
                _check_item(item, known, report)
        check_not_future(records, "as_of", board, report)

    def derive(self, board: Board) -> tuple[FigureSet, ...] | None:
        return tuple(_figure_set(record) for record in board.table(FIGURES.key)) or None

    def pages(self, board: Board, view: tuple[FigureSet, ...]) -> Iterator[Page]:
        twins = (("数据 JSON", "data/figures.json"), ("数据 CSV", "data/figures.csv"))
        yield Page(
            "figures/index.html",
            "figures/index.html",
            self.label,
            {"figures": view},
            description=say("{name}公开的数据 {count} 组，都注明来源", name=board.info.name, count=len(view)),
            twins=twins,
        )
        for figures in view:
            yield Page(
                f"figures/{figures.page}",
                "figures/figures.html",
                figures.title,
                {"figures": figures},
                description=say("{title}。来源：{source}", title=figures.title, source=figures.source),
                twins=twins,
            )

    def twins(self, board: Board, view: tuple[FigureSet, ...]) -> Iterator[Twin]:
        rows = [_export(figures, item) for figures in view for item in figures.items]
        columns = tuple(rows[0]) if rows else ()
        yield Twin("figures", rows, columns, [list(row.values()) for row in rows])

    def findings(self, board: Board, view: tuple[FigureSet, ...]) -> Iterator[Found]:
        """Every figure by its name, with the file's title."""
        entries = [
            Entry(
                f"figures/{figures.page}#item-{item.record.id}", item.record.name, (item.shown, figures.title)
            )
            for figures in view
            for item in figures.items
        ]
        yield Found(self.key, self.label, entries)

    def glance(self, board: Board, view: tuple[FigureSet, ...]) -> Glance:
        return Glance("指标", str(sum(len(figures.items) for figures in view)), "项")

    def next_change(self, board: Board, view: tuple[FigureSet, ...]) -> date | None:
        return min((f.as_of for f in view if f.as_of and f.as_of > board.day), default=None)


def _check_item(item: Record, known: dict[str, Record], report: Report) -> None:
    name = item.name or item.id or ""
    if item.masked and item.value is not None:
        report.add(MASKED_VALUE, at(item, "value"), name=name)
    elif item.value is None and not item.masked and not _unreadable(at(item, "value"), report):
        report.add(NO_VALUE, at(item, "value"), name=name)
    parts = _named(item, "parts", item.parts or (), known, report)
    if parts:
        _check_sum(item, parts, report)
    for whole in _named(item, "of", (item.of,) if item.of else (), known, report):
        if _exact(item) and _exact(whole) and item.value > whole.value:
            shown, limit = formats.decimal(item.value), formats.decimal(whole.value)
            report.add(ABOVE_WHOLE, at(item, "of"), name=name, value=shown, whole=whole.name, limit=limit)


def _unreadable(place: Place, report: Report) -> bool:
    """Whether what stands at a place was already reported as no value of its field."""
    return any(
        d.code.startswith("field.") and (d.file, d.line, d.column) == place for d in report.diagnostics
    )


def _named(
    item: Record, key: str, ids: Sequence[str], known: dict[str, Record], report: Report
) -> list[Record]:
    """The items of the file that a field names, in the item's own unit; none where one is wrong."""
    found = []
    for value in ids:
        other = known.get(value)
        if other is None or other is item:
            report.add(NO_PART, at(item, key), label=item._table.by_key[key].label, value=value)
        elif item.unit and other.unit and item.unit != other.unit:
            values = {"name": item.name, "unit": item.unit, "other": other.name, "other_unit": other.unit}
            report.add(UNITS, at(item, key), **values)
        else:
            found.append(other)
    return found if len(found) == len(ids) else []


def _check_sum(item: Record, parts: Sequence[Record], report: Report) -> None:
    """Parts add up exactly, unless one of them or their sum is approximate or withheld."""
    if not all(map(_exact, (item, *parts))):
        return
    computed = sum((part.value for part in parts), Decimal())
    if computed != item.value:
        report.add(
            SUM,
            at(item, "value"),
            name=item.name,
            stated=formats.decimal(item.value),
            computed=formats.decimal(computed),
            difference=formats.decimal(item.value - computed),
        )


def _exact(item: Record) -> bool:
    return item.value is not None and not item.approx and not item.masked


def show(item: Record) -> str:
    """A figure with its unit as people read it: 3,900 余人次, 约 20 户, 800 公斤以上, 35.62%, 未公布."""
    if item.value is None:
        return word("未公布")
    unit = item.unit or ""
    number = formats.decimal(item.value)
    if unit == "%":
        number, unit = f"{number}%", ""
    if item.approx == "约":
        return say("约 {number} {unit}", number=number, unit=unit).rstrip()
    if item.approx == "余":
        return say("{number} 余{unit}", number=number, unit=unit)
    if item.approx:
        return say("{number} {unit}以上", number=number, unit=unit)
    return f"{number} {spoken_word(unit)}".rstrip()


def _figure_set(record: Record) -> FigureSet:
    known = {item.id: item for item in record.items}
    stem = record._source.path.rpartition("/")[2].rpartition(".")[0]
    items = tuple(_item(item, known) for item in record.items)
    return FigureSet(stem, record.title, record.as_of, record.source, record.note, items)


def _item(item: Record, known: dict[str, Record]) -> Item:
    parts = tuple(known[part] for part in item.parts or ())
    whole = known[item.of] if item.of else None
    if whole is None:
        return Item(item, show(item), "", None, None, None, parts)
    share = remaining = None
    shown = formats.MISSING
    if item.value is not None and whole.value is not None:
        share = formats.share(item.value, whole.value)
        if _exact(item) and _exact(whole):
            shown, remaining = formats.percent(share), whole.value - item.value
        elif share is not None:
            shown, share = say("约 {share}", share=formats.percent(share)), None
    return Item(item, show(item), shown, whole, share, remaining, parts)


def _export(figures: FigureSet, item: Item) -> dict[str, Any]:
    return {
        "file": figures.stem,
        "title": figures.title,
        "source": figures.source,
        "as_of": figures.as_of.isoformat() if figures.as_of else None,
        **export_record(ITEMS, item.record),
        "share": f"{item.share_exact:f}" if item.share_exact is not None else None,
        "remaining": formats.plain_decimal(item.remaining) if item.remaining is not None else None,
    }


REGISTER = Figures()
