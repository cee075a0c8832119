"""The laws of redemptions: a reward that is there, and no more points than the household has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sitegen.diagnostics import Report, error, warning
from sitegen.formats import points
from sitegen.registers.board import Board
from sitegen.registers.points.books import Bases, Books, ledgers, lines, taken_over
from sitegen.registers.points.counting import count
from sitegen.registers.points.entry_laws import check_household
from sitegen.registers.points.tables import REDEMPTIONS, entries_of
from sitegen.registers.table_laws import check_not_future, check_table
from sitegen.tables import Record, at, check_references

NO_PRICE = error(
    "points.redemption-points",
    "这次兑换没有填分值，奖励“{reward}”也没有写所需积分。",
    "请填上扣减的积分。",
    "neither this redemption nor the reward “{reward}” says how many points",
    "fill in the points",
)
OTHER_PRICE = warning(
    "points.redemption-cost",
    "兑换写的是 {stated} 分，奖励“{reward}”所需积分是 {due} 分。",
    "请核对；一次换几份的可以不改。",
    "redeemed for {stated} points, the reward “{reward}” costs {due}",
    "check which is right",
)
TOO_MUCH = error(
    "points.redemption-balance",
    "要兑换 {stated} 分，{day} 这一户（{household}）的余额只有 {balance} 分（差 {difference} 分）。",
    "请核对分值和日期，或查有没有漏记的积分。",
    "{stated} points are redeemed, but the balance of {household} on {day} is {balance}",
    "check points and day",
)


def check_redemptions(books: Books, board: Board, report: Report) -> None:
    """What was redeemed names a reward and a household, and is not more than the balance of its day."""
    redemptions = board.table(REDEMPTIONS.key)
    if not redemptions:
        return
    check_table(board, REDEMPTIONS, redemptions, report)
    rewards = {r.id: r for r in board.table("points-rewards")}
    reward_field = REDEMPTIONS.by_key["reward"]
    check_references(redemptions, reward_field, rewards, "奖励清单（points/rewards.yaml）", report)
    check_not_future(redemptions, "date", board, report)
    for record in redemptions:
        reward = rewards.get(record.reward)
        if reward is None:
            continue
        if record.points is None and reward.cost is None:
            report.add(NO_PRICE, at(record, "points"), reward=reward.id)
        elif None not in (record.points, reward.cost) and record.points != reward.cost:
            report.add(
                OTHER_PRICE,
                at(record, "points"),
                stated=points(record.points),
                reward=reward.id,
                due=points(reward.cost),
            )
    households = {h.id: h for h in board.table("households") if h.from_ or h.until}
    for record in redemptions:
        if record.date is not None and record.household in households:
            check_household(record, households[record.household], report)


def price(redemption: Record, rewards: Mapping[str, Record]) -> int:
    """The points a redemption takes: its own, else what its reward costs."""
    if redemption.points is not None:
        return int(redemption.points)
    reward = rewards.get(redemption.reward)
    return reward.cost or 0 if reward is not None else 0


def check_balances(books: Books, board: Board, report: Report) -> None:
    """No redemption takes more than the balance of its day, its entries and earlier redemptions included."""
    households = board.table("households")
    rewards = {r.id: r for r in board.table("points-rewards")}
    redemptions = [r for r in board.table(REDEMPTIONS.key) if r.date and r.household]
    redemptions.sort(key=lambda r: r.date)
    if not redemptions:
        return
    formers = taken_over(households)
    concerned = _with_formers({r.household for r in redemptions}, formers)
    entries = entries_of(board)
    all_ledgers = list(ledgers(entries))
    whose = entries.column("household")
    rows = entries.take([p for ledger in all_ledgers for p in ledger.places if whose[p] in concerned])
    found = lines(books, rows)
    first = all_ledgers[0].period.first if all_ledgers else None
    newest = max(books.year_of(day) for day in (*(r.date for r in redemptions), *rows.column("date")))
    bases = Bases(books, [h for h in households if h.id in concerned], first, newest)
    counts = count(found.entries, bases.of, formers)
    gained: dict[str, list[tuple[date, int]]] = {household: [] for household in concerned}
    for household in concerned:
        for year, base in bases.given(household):
            gained[household].append((books.first_day(year), base))
    for entry, counted in zip(found.entries, counts.points, strict=True):
        gained[entry.household].append((entry.date, counted))
    for record in redemptions:
        taken = price(record, rewards)
        balance = _balance(record.household, record.date, gained, formers)
        if taken > balance:
            report.add(
                TOO_MUCH,
                at(record, "points"),
                stated=points(taken),
                day=record.date,
                household=record.household,
                balance=points(balance),
                difference=points(taken - balance),
            )
        gained[record.household].append((record.date, -taken))


def _with_formers(households: set[str], formers: Mapping[str, Sequence[tuple[date, str]]]) -> set[str]:
    """`households` and all whose points they took over."""
    found, waiting = set(households), list(households)
    while waiting:
        fresh = [former for _, former in formers.get(waiting.pop(), ()) if former not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _balance(
    household: str,
    day: date,
    gained: Mapping[str, Sequence[tuple[date, int]]],
    formers: Mapping[str, Sequence[tuple[date, str]]],
) -> int:
    own = sum(value for on, value in gained[household] if on <= day)
    return own + sum(
        _balance(former, day, gained, formers) for since, former in formers.get(household, ()) if since <= day
    )
