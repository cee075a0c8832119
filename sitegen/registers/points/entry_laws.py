"""The laws of ledgers: what an entry may say, and which entries may be taken back."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.diagnostics import Place, Report, error
from sitegen.fields import nearest
from sitegen.formats import points
from sitegen.registers.board import Board
from sitegen.registers.points.books import Book, Books, Ledger, ledgers, times
from sitegen.registers.points.tables import ENTRIES, Scope, entries_of
from sitegen.registers.table_laws import check_not_future, check_table
from sitegen.tables import Record, Rows, at

NO_HOUSEHOLDS = error(
    "points.no-households",
    "有积分记录，却没有户表，不知道户号是谁家。",
    "请新建 households.csv（放在公开栏文件夹或 points/ 里），表头写：户号,户主,村民小组。",
    "there are entries but no list of households",
    "create households.csv with id, name and group",
)
OVERLAP = error(
    "points.overlap",
    "这一期（{period}）和另一个台账（{other}）的日期重叠。",
    "各期不能重叠，请把重叠的记录放到其中一个文件，改好文件名。",
    "the periods {period} and {other} overlap",
    "periods of ledgers must not overlap",
)
OUTSIDE = error(
    "points.outside",
    "日期 {day} 不在本期（{period}，{first} 到 {last}）里。",
    "请核对日期，或把这一条移到它那一期的台账。",
    "{day} does not lie in the period {period}",
    "correct the day, or move the entry to its own ledger",
)
NO_BOOK = error(
    "points.no-book",
    "{day} 那时还没有积分细则，不知道按什么计分。",
    "请补上那一年的细则（points/rules.yaml 或 points/rules-{year}.yaml）。",
    "no rule book is in force on {day}",
    "add points/rules.yaml or points/rules-{year}.yaml",
)
NO_RULE = error(
    "points.rule",
    "细则“{rule}”在 {book} 里找不到。",
    "{hint}请核对编号，或先把这一条写进细则。",
    "the rule “{rule}” is not in {book}",
    "check the id, or add the rule",
)
RULE_NOT_IN_FORCE = error(
    "points.rule-days",
    "细则“{rule}”在 {day} 不适用（起止日：{start} 至 {until}）。",
    "请核对日期和细则编号。",
    "the rule “{rule}” is not in force on {day} ({start} to {until})",
    "check the day and the rule",
)
HOUSEHOLD_NOT_IN_FORCE = error(
    "points.household-days",
    "{day} 这一户（{household}）不在册（起止日：{start} 至 {until}）。",
    "请核对日期和户号；并户以后的记到承继的户。",
    "the household {household} does not exist on {day} ({start} to {until})",
    "check day and number; later entries belong to its successor",
)
VALUE = error(
    "points.value",
    "分值写的是 {stated}，细则“{rule}”规定是 {due}。",
    "请写 {due} 或不填；次数多的写在“数量”里。",
    "{stated} points, but the rule “{rule}” gives {due}",
    "write {due} or nothing; put repetitions into “quantity”",
)
OUT_OF_RANGE = error(
    "points.out-of-range",
    "分值写的是 {stated}，细则“{rule}”规定在 {least} 到 {most} 之间。",
    "请核对分值。",
    "{stated} points, but the rule “{rule}” allows {least} to {most}",
    "check the points",
)
NEED_VALUE = error(
    "points.no-value",
    "细则“{rule}”的分值是 {least} 到 {most}，这一条没有填分值。",
    "请填上评定的分值。",
    "the rule “{rule}” gives {least} to {most}, the entry says not how much",
    "fill in the points",
)
NO_TARGET = error(
    "points.reverses",
    "要冲正的“{target}”在它前面的记录里找不到。",
    "“冲正”写原来那条记录的“编号”；冲正要记在原记录之后。",
    "the entry “{target}” to be reversed does not stand before this one",
    "write the id of the entry that is taken back; a reversal follows its entry",
)
TARGET_REVERSES = error(
    "points.reverses-reversal",
    "“{target}”本身就是冲正，不能再冲正。",
    "要恢复原来的分，请重新记一条。",
    "“{target}” is a reversal itself",
    "record a new entry instead",
)
REVERSED_TWICE = error(
    "points.reversed-twice",
    "“{target}”已经冲正过（第 {line_other} 行）。",
    "一条记录只能冲正一次，请删去多余的。",
    "“{target}” was reversed already (line {line_other})",
    "an entry is reversed once only",
)
OTHER_TARGET = error(
    "points.reverses-other",
    "冲正的{label}是“{stated}”，原记录“{target}”的是“{due}”。",
    "冲正的户号和细则要和原记录相同。",
    "the reversal names “{stated}”, the entry “{target}” “{due}”",
    "household and rule of a reversal are those of its entry",
)
OPPOSITE = error(
    "points.reverses-points",
    "冲正的分值写的是 {stated}，原记录“{target}”的相反数是 {due}。",
    "请写 {due} 或不填。",
    "the reversal says {stated} points, the opposite of “{target}” is {due}",
    "write {due} or nothing",
)


def check_entries(books: Books, board: Board, report: Report) -> None:
    """The laws of all ledgers."""
    records = entries_of(board)
    if records and "households" not in board.records:
        report.add(NO_HOUSEHOLDS, board.folders["points"].place())
        return
    check_table(board, ENTRIES, records, report)
    households = {h.id: h for h in board.table("households") if h.from_ or h.until}
    reversals = _Reversals(_not_read(records))
    before: Ledger | None = None
    for ledger in ledgers(records):
        if before is not None and before.period.overlaps(ledger.period):
            report.add(OVERLAP, Place(ledger.path, 1, 1), period=ledger.period, other=before.period)
        before = ledger
        _check_ledger(ledger, books, households, reversals, report)
    late = [place for place, day in enumerate(records.column("date")) if day is not None and day > board.day]
    check_not_future(records.take(late), "date", board, report)


def _not_read(records: Rows) -> set[str]:
    """The ids of entries whose day or rule can't be read, which is said of them already."""
    columns = (records.column(key) for key in ("id", "date", "rule"))
    return {own_id for own_id, day, rule in zip(*columns, strict=True) if own_id and (not day or not rule)}


def _check_ledger(
    ledger: Ledger, books: Books, households: Mapping[str, Record], reversals: _Reversals, report: Report
) -> None:
    if households:
        whose = ledger.rows.column("household")
        for record in ledger.rows.take([place for place in ledger.places if whose[place] in households]):
            check_household(record, households[record.household], report)
    if _each_kind_is_sound(ledger, books):
        return
    first, last = ledger.period.first, ledger.period.last
    sound: set[tuple[int, int | None]] = set()
    for record in ledger.entries:
        day = record.date
        if not first <= day <= last:
            report.add(
                OUTSIDE, at(record, "date"), day=day, period=ledger.period.label, first=first, last=last
            )
        if record.rule is not None:
            book = books.in_force(books.year_of(day))
            rule = book.records.get(record.rule) if book else None
            if rule is None:
                _report_no_rule(record, book, books, report)
                reversals.doubtful.add(record.id)
            elif record.id or record.reverses or (id(rule), record.points) not in sound:
                found = len(report.diagnostics)
                _check_value(record, rule, reversals, report)
                if len(report.diagnostics) == found and not (rule.from_ or rule.until):
                    sound.add((id(rule), record.points))


def _each_kind_is_sound(ledger: Ledger, books: Books) -> bool:
    """Whether a look at each rule with each of its values, and at the first and the last day, finds nothing."""
    first, last = ledger.period.first, ledger.period.last
    book = books.in_force(books.year_of(first))
    if book is None or books.in_force(books.year_of(last)) is not book:
        return False
    days, *kinds = (ledger.column(key) for key in ("date", "rule", "points", "id", "reverses"))
    if not days or not first <= days[0] <= days[-1] <= last:
        return False
    for name, stated, own_id, reverses in set(zip(*kinds, strict=True)):
        rule = book.records.get(name)
        if rule is None or rule.points is None or rule.from_ or rule.until or own_id or reverses:
            return False
        least, most = rule.points
        if not (least == most if stated is None else least <= stated <= most):
            return False
    return True


def _report_no_rule(record: Record, book: Book | None, books: Books, report: Report) -> None:
    if book is None:
        if books.books:
            report.add(NO_BOOK, at(record, "date"), day=record.date, year=books.year_of(record.date))
        return
    near = nearest(record.rule, list(book.records))
    hint = f"最接近的是“{near}”。" if near else ""
    name = book.record._source.path.rpartition("/")[2]
    report.add(NO_RULE, at(record, "rule"), rule=record.rule, book=name, hint=hint)


def _check_value(record: Record, rule: Record, reversals: _Reversals, report: Report) -> None:
    """The points an entry states against its rule (a reversal's against its target)."""
    scope, stated = rule.points, record.points
    if record.reverses:
        reversals.check(record, report)
    else:
        if rule.from_ or rule.until:
            _check_rule_days(record, rule, report)
        if scope is not None and scope.fixed is not None:
            if stated is not None and stated != scope.fixed:
                due = points(scope.fixed)
                report.add(VALUE, at(record, "points"), stated=points(stated), rule=rule.id, due=due)
        elif scope is not None:
            _check_range(record, rule, scope, report)
    if record.id:
        reversals.remember(record, stated if stated is not None else scope.least if scope else 0)


def _check_rule_days(record: Record, rule: Record, report: Report) -> None:
    day, start, until = record.date, rule.from_, rule.until
    if (start and day < start) or (until and day > until):
        shown = {"start": start or "—", "until": until or "—"}
        report.add(RULE_NOT_IN_FORCE, at(record, "rule"), rule=rule.id, day=day, **shown)


def _check_range(record: Record, rule: Record, scope: Scope, report: Report) -> None:
    shown = {"rule": rule.id, "least": points(scope.least), "most": points(scope.most)}
    if record.points is None:
        if not rule.reset:
            report.add(NEED_VALUE, at(record, "points"), **shown)
    elif not scope.least <= record.points <= scope.most:
        report.add(OUT_OF_RANGE, at(record, "points"), stated=points(record.points), **shown)


class _Target(Struct, frozen=True):
    """An entry that may be taken back: its record and its points, once and times its quantity."""

    record: Record
    points: int
    raw: int


class _Reversals:
    """Entries that have an id, and which of them were taken back, as the ledgers are gone through. Of those that
    are `doubtful` nothing is known but that they stand there: nobody is told that they can't be found."""

    def __init__(self, doubtful: set[str]) -> None:
        self.doubtful = doubtful
        self.known: dict[str, _Target] = {}
        self.reversed: dict[str, Record] = {}

    def remember(self, record: Record, stated: int) -> None:
        """An entry that may be taken back later."""
        raw = times(stated, record.quantity or 100)
        self.known.setdefault(record.id, _Target(record, stated, raw))

    def check(self, record: Record, report: Report) -> None:
        """A reversal against the entry that it takes back."""
        name = record.reverses
        target = self.known.get(name)
        place = at(record, "reverses")
        if target is None:
            if name not in self.doubtful:
                report.add(NO_TARGET, place, target=name)
            return
        if target.record.reverses:
            report.add(TARGET_REVERSES, place, target=name)
            return
        if name in self.reversed:
            report.add(REVERSED_TWICE, place, target=name, line_other=at(self.reversed[name]).line)
            return
        self.reversed[name] = record
        for key, label in (("household", "户号"), ("rule", "细则")):
            stated, due = getattr(record, key), getattr(target.record, key)
            if stated is not None and stated != due:
                report.add(OTHER_TARGET, at(record, key), label=label, stated=stated, target=name, due=due)
        if record.points is not None and -record.points not in (target.points, target.raw):
            report.add(
                OPPOSITE,
                at(record, "points"),
                stated=points(record.points),
                target=name,
                due=points(-target.points),
            )


def check_household(record: Record, household: Record, report: Report) -> None:
    """An entry or a redemption lies in the days of its household."""
    day, start, until = record.date, household.from_, household.until
    if (start and day < start) or (until and day > until):
        report.add(
            HOUSEHOLD_NOT_IN_FORCE,
            at(record, "household"),
            day=day,
            household=household.id,
            start=start or "—",
            until=until or "—",
        )
