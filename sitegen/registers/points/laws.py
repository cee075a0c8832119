"""The laws of rule books and of the list of households."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sitegen.diagnostics import Place, Report, error, warning
from sitegen.fields import nearest
from sitegen.formats import points
from sitegen.registers.board import Board
from sitegen.registers.points.books import Book, Books
from sitegen.registers.table_laws import check_table
from sitegen.sources.yaml_nodes import YamlMap
from sitegen.tables import MISSING, Record, at, check_references

YEAR_START = error(
    "points.year-start",
    "“积分年度起始”写的是 {month} 月，另一份细则写的是 {other} 月。",
    "各年细则的积分年度起始要一致，请改成同一个月。",
    "the points year starts in month {month} here, in month {other} in another book",
    "all books must name the same month",
)
NO_RULES = error(
    "points.no-rules",
    "有积分台账，却没有积分细则。",
    "请新建 points/rules.yaml，列出加分、扣分的细则。",
    "there are ledgers but no rules",
    "create points/rules.yaml",
)
DECLARED = warning(
    "points.declared",
    "公布的{label}是 {declared} {unit}，细则里列出的是 {listed} {unit}。",
    "请核对：补上缺的细则，或改正公布数。页面会同时写出两个数。",
    "{declared} {label_en} were announced, {listed} are listed",
    "add what is missing or correct the announced count; the page states both",
)
COMPLAINT = warning(
    "points.complaint",
    "细则“{title}”因为“{word}”扣分。向上反映问题是村民的权利，不宜扣分。",
    "请删去这一条；确是扰乱秩序等行为的，写明那种行为。",
    "the rule “{title}” takes points for “{word}”; to complain is everybody's right",
    "remove the rule, or name the unlawful conduct itself",
)
RULE_DAYS = error(
    "points.rule-span",
    "细则的截止日 {until} 早于起始日 {start}。",
    "请核对两个日期。",
    "the rule ends ({until}) before it starts ({start})",
    "check both days",
)
CATEGORY_LIMITS = error(
    "points.category-limits",
    "类别“{name}”的保底、基础分、封顶前后矛盾（{floor}、{base}、{cap}）。",
    "应当是：保底不大于基础分，基础分不大于封顶。",
    "floor, base and cap of the category “{name}” contradict each other ({floor}, {base}, {cap})",
    "the floor is at most the base, the base at most the cap",
)
CATEGORY_UNLISTED = warning(
    "points.category-unlisted",
    "类别“{name}”没有列在 categories 里，它的保底和封顶无从算起。",
    "{hint}请补到 categories 里，或改成已有的类别：{known}。",
    "the category “{name}” is not among the categories listed",
    "list it, or use one of: {known}",
)
HOUSEHOLD_SPAN = error(
    "points.household-span",
    "这一户的截止日 {until} 早于起始日 {start}。",
    "请核对两个日期。",
    "the household ends ({until}) before it starts ({start})",
    "check both days",
)
SUCCESSOR_ALONE = error(
    "points.successor-without-end",
    "写了承继户号，却没有写截止日，不知道积分从哪天转过去。",
    "请写上这一户的截止日。",
    "a successor is named, but not the day on which the household ends",
    "fill in “until”",
)
SUCCESSOR_ENDED = error(
    "points.successor-ended",
    "承继的户 {successor} 在 {until} 已经截止，不晚于本户的截止日，接不了积分。",
    "请核对承继户号和两户的截止日。",
    "the successor {successor} itself ends on {until}, not after this household",
    "check the successor and both days",
)
HOUSEHOLD_COUNT = warning(
    "points.household-count",
    "board.yaml 写的户数是 {declared}，户表里现有 {listed} 户。",
    "请核对哪一个是对的。",
    "board.yaml says {declared} households, the list holds {listed}",
    "check which one is right",
)

COMPLAINTS = ("上访", "信访", "投诉", "举报")


def in_force(household: Record, day: date) -> bool:
    """Whether a household exists on a day."""
    return (household.from_ is None or household.from_ <= day) and (
        household.until is None or day <= household.until
    )


def check_books(books: Books, board: Board, report: Report) -> None:
    """Each book's own laws; the same start of the points year in all of them."""
    if not books.books and board.table("points-entries"):
        report.add(NO_RULES, board.folders["points"].place())
    for book in books.books:
        check_table(board, book.record._table, [book.record], report)
        if book.record.year and book.record.year != books.start:
            report.add(YEAR_START, at(book.record, "year"), month=book.record.year, other=books.start)
        _check_categories(book, report)
        for rule in book.record.rules or ():
            _check_rule(rule, report)
        _check_declared(book, report)


def _check_categories(book: Book, report: Report) -> None:
    for record in book.record.categories or ():
        floor, base, cap = record.floor, record.base or 0, record.cap
        if (floor is not None and floor > base) or (cap is not None and base > cap):
            shown = {"floor": points(floor), "base": points(base), "cap": points(cap)}
            report.add(CATEGORY_LIMITS, at(record), name=record.name, **shown)
    known = [record.name for record in book.record.categories or () if record.name]
    if not known:
        return
    for rule in book.record.rules or ():
        if rule.category and rule.category not in known:
            near = nearest(rule.category, known)
            report.add(
                CATEGORY_UNLISTED,
                at(rule, "category"),
                name=rule.category,
                hint=f"是不是想写“{near}”？" if near else "",
                known="、".join(known),
            )


def _check_rule(rule: Record, report: Report) -> None:
    if not rule.reset and not _says(rule, "points"):
        report.add(MISSING, at(rule, "points"), label=rule._table.by_key["points"].label)
    if rule.from_ and rule.until and rule.until < rule.from_:
        report.add(RULE_DAYS, at(rule, "until"), start=rule.from_, until=rule.until)
    takes = rule.reset or (rule.points is not None and rule.points.least < 0)
    word = next((word for word in COMPLAINTS if word in f"{rule.title} {rule.category}"), None)
    if takes and word:
        report.add(COMPLAINT, at(rule, "title"), title=rule.title, word=word)


def _says(record: Record, key: str) -> bool:
    """Whether a record of a YAML file holds something under a field, readable or not."""
    node = record._place
    assert isinstance(node, YamlMap)
    values = [value for name, value in node.items() if (f := record._table.named(name)) and f.key == key]
    return any(value not in (None, "") for value in values)


def listed_counts(book: Book) -> dict[str, int]:
    """How many awards, deductions (resets among them) and categories a book lists."""
    rules = list(book.records.values())
    deduct = sum(1 for rule in rules if rule.reset or (rule.points is not None and rule.points.most < 0))
    award = sum(1 for rule in rules if not rule.reset and rule.points is not None and rule.points.most > 0)
    return {"award": award, "deduct": deduct, "categories": len(book.categories)}


COUNTS = {
    "award": ("加分项", "项", "awards"),
    "deduct": ("减分项", "项", "deductions"),
    "categories": ("类别", "类", "categories"),
}
"""The counts a place may have announced: label, unit, English name."""


def _check_declared(book: Book, report: Report) -> None:
    declared = book.record.declared
    if declared is None:
        return
    listed = listed_counts(book)
    for key, (label, unit, label_en) in COUNTS.items():
        stated = getattr(declared, key)
        if stated is not None and stated != listed[key]:
            report.add(
                DECLARED,
                at(declared, key),
                label=label,
                label_en=label_en,
                unit=unit,
                declared=stated,
                listed=listed[key],
            )


def check_households(board: Board, report: Report) -> None:
    """Spans, successors and grids of the households; their number as the board declares it."""
    households: Sequence[Record] = board.table("households")
    check_table(board, households[0]._table, households, report)
    by_id = {h.id: h for h in households}
    for household in households:
        start, until = household.from_, household.until
        if start and until and until < start:
            report.add(HOUSEHOLD_SPAN, at(household, "until"), start=start, until=until)
        if household.successor is None:
            continue
        heir = by_id.get(household.successor)
        if until is None:
            report.add(SUCCESSOR_ALONE, at(household, "successor"))
        elif heir is not None and heir.until is not None and heir.until <= until:
            report.add(
                SUCCESSOR_ENDED, at(household, "successor"), successor=household.successor, until=heir.until
            )
    if "grid" in board.records:
        known = [name for grid in board.records["grid"] for name in (grid.id, grid.name) if name]
        field = households[0]._table.by_key["grid"]
        check_references(households, field, known, "网格（grid/）", report)
    listed = sum(in_force(household, board.day) for household in households)
    if board.info.households is not None and board.info.households != listed:
        place = Place(board.folders["points"].shown.rpartition("/")[0] + "/board.yaml")
        report.add(HOUSEHOLD_COUNT, place, declared=board.info.households, listed=listed)
