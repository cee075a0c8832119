"""From the records of the register to its view, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sitegen.formats import points
from sitegen.languages import listed, say, word
from sitegen.registers.board import Board
from sitegen.registers.points.books import Bases, Books, Ledger, ledgers, lines, taken_over
from sitegen.registers.points.counting import (
    CATEGORY_CAP,
    CATEGORY_FLOOR,
    EXCLUSIVE,
    ONCE,
    RESET,
    RULE_CAP,
    Entry,
    count,
)
from sitegen.registers.points.laws import in_force
from sitegen.registers.points.listed import listed_books
from sitegen.registers.points.rankings import Rankings, holders
from sitegen.registers.points.redemption_laws import price
from sitegen.registers.points.tables import (
    BOOK,
    HOUSEHOLDS,
    REDEMPTIONS,
    REWARDS,
    entries_of,
    ledger_period,
)
from sitegen.registers.points.view import (
    Account,
    Handover,
    House,
    Judged,
    Lines,
    PointsView,
    Redemption,
)

DISCREET = {
    ONCE: word("不重复计分"),
    EXCLUSIVE: word("不重复计分"),
    RULE_CAP: word("已到限额"),
    CATEGORY_CAP: word("已到限额"),
    CATEGORY_FLOOR: word("已到限额"),
    RESET: word("按细则计"),
}
"""Reasons that would give away a rule, as they are put where it may not be named."""


class Derivation:
    """The steps; each leaves what the next ones need."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.day = board.day
        self.hall = board.settings.audience == "hall"
        self.books = Books(board.table(BOOK.key))
        self.records = board.table(HOUSEHOLDS.key)
        self.formers = taken_over(self.records)
        self.rewards = {r.id: r for r in board.table(REWARDS.key)}
        self.begun = [x for x in ledgers(entries_of(board)) if x.period.first <= self.day]
        past: list[int] = []
        self.period_of: list[int] = []
        for number, ledger in enumerate(self.begun):
            places = _up_to(ledger, self.day)
            past += places
            self.period_of += [number] * len(places)
        self.first_day = self.begun[0].period.first if self.begun else None
        self.day_year = self.books.year_of(self.day)
        self.bases = Bases(self.books, self.records, self.first_day, self.day_year)
        self.lines = lines(self.books, entries_of(board).take(past))
        self.counts = count(self.lines.entries, self.bases.of, self.formers)
        self.lines_of: dict[str, list[int]] = {record.id: [] for record in self.records}
        for number, (_, household, _, _, _, _) in enumerate(self.lines.entries):
            self.lines_of[household].append(number)
        targets = [entry[5] for entry in self.lines.entries]
        self.taken_back = {t: n for n, t in enumerate(targets) if t is not None}
        self.redemptions = self._redemptions()
        self.judged: list[Judged] = []
        self._judged: dict[tuple[int, bool], int] = {}

    def view(self) -> PointsView:
        """All parts put together."""
        accounts = self._accounts()
        numbered = self._lines()
        rankings = Rankings(
            households={record.id: record for record in self.records},
            books=self.books,
            bases=self.bases,
            periods=[ledger.period for ledger in self.begun],
            lines=numbered,
            categories=[judged.category for judged in self.judged],
            taken_back=self.taken_back,
            day=self.day,
        )
        present = [record.id for record in self.records if in_force(record, self.day)]
        years = zip(numbered.households, numbered.years, strict=True)
        busy = {household for household, year in years if year == self.day_year}
        received, handed_over = self._handovers()
        return PointsView(
            hall=self.hall,
            start=self.books.start,
            day_year=self.day_year,
            households=self._households(),
            accounts=self._handed_over(accounts),
            bases={record.id: self.bases.given(record.id) for record in self.records},
            books=listed_books(self.books, hall=self.hall),
            rewards=list(self.rewards.values()),
            periods=[ledger.period.text for ledger in self.begun],
            judged=self.judged,
            lines=numbered,
            lines_of=self.lines_of,
            reasons={number: self._reason(number) for number in self.counts.reasons},
            taken_back=self.taken_back,
            redemptions=self.redemptions,
            received=received,
            handed_over=handed_over,
            rankings=rankings.of_periods(),
            years=rankings.of_years(),
            total=rankings.in_total(accounts),
            categories=rankings.by_category(),
            present=len(present),
            year_entries=numbered.years.count(self.day_year),
            active=len(busy.intersection(present)),
            next_change=_next_change(self.board, self.books),
        )

    def _households(self) -> dict[str, House]:
        grids = {name: g.name for g in self.board.table("grid") for name in (g.id, g.name)}
        return {
            r.id: House(
                id=r.id,
                name=r.name,
                group=r.group,
                grid=r.grid,
                grid_name=grids.get(r.grid, r.grid),
                since=r.from_,
                until=r.until,
                successor=r.successor,
                note=r.note,
            )
            for r in self.records
        }

    def _redemptions(self) -> list[Redemption]:
        past = [record for record in self.board.table(REDEMPTIONS.key) if record.date <= self.day]
        past.sort(key=lambda record: record.date)
        return [
            Redemption(
                r.date,
                r.household,
                r.reward,
                price(r, self.rewards),
                self.books.year_of(r.date),
                r.note if self.hall else None,
            )
            for r in past
        ]

    def _lines(self) -> Lines:
        counted, records, entries = self.counts.points, self.lines.records, self.lines.entries
        days, households, years, rules, raws, targets = zip(*entries, strict=True) if entries else ((),) * 6
        if self.taken_back or any(rule.reset for rule in {id(rule): rule for rule in rules}.values()):
            deducting = [
                rule.reset or (raw < 0 if target is None else raw > 0)
                for rule, raw, target in zip(rules, raws, targets, strict=True)
            ]
            columns = zip(rules, raws, targets, counted, strict=True)
            raws = tuple(
                value if rule.reset and target is None else raw for rule, raw, target, value in columns
            )
        else:
            deducting = [raw < 0 for raw in raws]
        kinds = list(zip(map(id, rules), deducting, strict=True))
        private = {id(b.rules[name]) for b in self.books.books for name, r in b.records.items() if r.private}
        for (rule_id, deducts), entry in dict(zip(kinds, entries, strict=True)).items():
            self._judge(entry, deducts, not self.hall and (deducts or rule_id in private))
        texts = {day: day.isoformat() for day in set(days)}
        return Lines(
            days=[texts[day] for day in days],
            households=list(households),
            judged=[self._judged[kind] for kind in kinds],
            periods=self.period_of,
            years=list(years),
            raw=list(raws),
            counted=counted,
            points=records.column("points"),
            quantities=_other_than(100, records.column("quantity")),
            ids=_other_than(None, records.column("id")),
            reverses=_other_than(None, records.column("reverses")),
            notes=_other_than(None, records.column("note")) if self.hall else {},
        )

    def _judge(self, entry: Entry, deducts: bool, hidden: bool) -> None:
        """Number a rule among those that entries show."""
        book = self.books.in_force(entry.year)
        assert book is not None
        record = book.records[entry.rule.id]
        self._judged[id(entry.rule), deducts] = len(self.judged)
        name, title = (None, None) if hidden else (record.id, record.title)
        self.judged.append(Judged(name, title, record.category, deducts))

    def _reason(self, number: int) -> str:
        """Why an entry counts not its raw points; without figures where the rule may not be named."""
        reasons = self.counts.reasons[number]
        rule, raw, target = self.lines.entries[number][3:]
        deducts = rule.reset or (raw < 0 if target is None else raw > 0)
        if self.judged[self._judged[id(rule), deducts]].id is None:
            return listed(dict.fromkeys(DISCREET.get(reason, reason) for reason in reasons))
        limits = {RULE_CAP: rule.cap, CATEGORY_CAP: rule.category.cap, CATEGORY_FLOOR: rule.category.floor}
        return listed(
            reason
            if (limit := limits.get(reason)) is None
            else say("{reason} {limit} 分", reason=reason, limit=points(limit))
            for reason in reasons
        )

    def _accounts(self) -> dict[str, Account]:
        """What every household gathered and redeemed itself."""
        counted = self.counts.points
        undone = {*self.taken_back, *self.taken_back.values()}
        redeemed: dict[str, int] = {}
        for record in self.redemptions:
            redeemed[record.household] = redeemed.get(record.household, 0) + record.points
        accounts: dict[str, Account] = {}
        for household, numbers in self.lines_of.items():
            values = [counted[n] for n in numbers if n not in undone]
            earned = sum([value for value in values if value > 0])
            base = sum(base for _, base in self.bases.given(household))
            accounts[household] = Account(base, earned, earned - sum(values), redeemed.get(household, 0))
        return accounts

    def _handed_over(self, accounts: dict[str, Account]) -> dict[str, Account]:
        """What every household has; one whose points were taken over has none left."""
        if not self.formers:
            return accounts
        holder = holders({record.id: record for record in self.records}, self.day)
        found = dict.fromkeys(accounts, Account())
        for household, account in accounts.items():
            found[holder[household]] = found[holder[household]].plus(account)
        return found

    def _handovers(self) -> tuple[dict[str, list[Handover]], dict[str, Handover]]:
        """What passed to another household up to the day: by who received it, and by who gave it."""
        received: dict[str, list[Handover]] = {}
        given: dict[str, Handover] = {}
        for heir, formers in self.formers.items():
            for since, former in formers:
                if since > self.day:
                    continue
                year, last = self.books.year_of(since), since - timedelta(days=1)
                balance = self._held(former)
                received.setdefault(heir, []).append(
                    Handover(since, former, balance, self._gained(former, year), year)
                )
                given[former] = Handover(last, heir, balance, 0, self.books.year_of(last))
        return received, given

    def _held(self, household: str) -> int:
        """The balance that a household left when it ended, what it had taken over itself included."""
        own = sum(base for _, base in self.bases.given(household))
        own += sum(self.counts.points[n] for n in self.lines_of[household])
        own -= sum(record.points for record in self.redemptions if record.household == household)
        return own + sum(self._held(former) for _, former in self.formers.get(household, ()))

    def _gained(self, household: str, year: int) -> int:
        """Its points of one points year, base included."""
        entries, counted = self.lines.entries, self.counts.points
        own = sum(counted[n] for n in self.lines_of[household] if entries[n].year == year)
        own += self.bases.of(household, year)
        return own + sum(self._gained(former, year) for _, former in self.formers.get(household, ()))


def _up_to(ledger: Ledger, day: date) -> list[int]:
    """The places of a ledger's entries that are not after the day."""
    if ledger.period.last <= day:
        return ledger.places
    days = ledger.rows.column("date")
    return [place for place in ledger.places if days[place] <= day]


def _other_than(usual: Any, column: Sequence[Any]) -> dict[int, Any]:
    """What stands in a column besides the usual value, by its place."""
    if column.count(usual) == len(column):
        return {}
    return {place: value for place, value in enumerate(column) if value != usual}


def _next_change(board: Board, books: Books) -> date | None:
    """The next day on which a record begins to count, a household begins or ends, or a points year starts."""
    entries = entries_of(board)
    days: list[date] = [r.date for r in board.table(REDEMPTIONS.key)]
    if any(ledger_period(path).last > board.day for path in entries.paths):
        written = entries.column("date")
        for path, places in entries.ordered("date"):
            if (period := ledger_period(path)).last > board.day:
                days += [period.first, *(written[place] for place in places)]
    for record in board.table(HOUSEHOLDS.key):
        days += [record.from_] if record.from_ else []
        days += [record.until + timedelta(days=1)] if record.until else []
    if entries:
        days.append(books.first_day(books.year_of(board.day) + 1))
    return min((day for day in days if day > board.day), default=None)


def updated(view: PointsView) -> date | None:
    """The day of the latest record that counts."""
    days = [date.fromisoformat(day) for day in view.lines.days[-1:]] + [r.day for r in view.redemptions[-1:]]
    return max(days, default=None)
