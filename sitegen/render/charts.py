"""Charts as inline SVG, drawn at build time from plain lists: pure functions of integers.

Lengths across are per cent of the drawing and lengths down are em, so a chart fills any screen while its
letters keep their size and grow with the reader's. Colour, weight and patterns are classes of charts.css;
there are no style attributes (the pages' policy forbids them).

Every chart takes a `slug`, unique on its page, from which its ids are made, and a `title`, and carries a
description in words for readers who do not see it. Fewer than two data points make no chart: the result
is empty markup. A chart stands beside its table and never replaces it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from sitegen.formats import money, percent, points, share
from sitegen.languages import listed, say, word
from sitegen.render.escape import escape
from sitegen.render.svg import (
    chart,
    em,
    hatch_pattern,
    line,
    panel,
    period_labels,
    ratio,
    rect,
    series_names,
    text,
)

ROW = 30
"""Height of a row of a bar chart: its words above its bar. Here and below: tenths of an em."""

DUTY_WORDS = {"done": word("准"), "late": word("迟"), "overdue": word("缺"), "due": "·", "none": ""}
DUTY_MEANINGS = {
    "done": word("按时"),
    "late": word("迟公开"),
    "overdue": word("逾期未公开"),
    "due": word("未到期"),
}

YEARS_BACK, YEARS_AHEAD = 4, 10
"""Contracts that ended or end further from this year are gathered in a column 以前 or 以后."""


class PeriodMoney(NamedTuple):
    """Income, expense and closing balance of a period, in fen; balance None where it is unknown."""

    label: str
    income: int
    expense: int
    balance: int | None


class CategoryPoints(NamedTuple):
    """Points earned and deducted in a category, in hundredths, both as positive numbers."""

    label: str
    earned: int
    deducted: int


class YearEnd(NamedTuple):
    """How many contracts end in a year, and what they still owe, in fen."""

    year: int
    contracts: int
    arrears: int


# ---- money over time --------------------------------------------------------------------------------------


def income_and_expense(rows: Sequence[PeriodMoney], *, slug: str, title: str) -> Markup:
    """Income upwards and expense downwards by period; the balance as a line of its own scale beneath.

    The balance is left out where one of the periods does not know it.
    """
    high = max([0, *(max(row.income, -row.expense) for row in rows)])
    low = max([0, *(max(row.expense, -row.income) for row in rows)])
    if len(rows) < 2 or not high + low:
        return Markup("")
    step = _round_step(high + low, 6)
    high, low = -(-high // step) * step, -(-low // step) * step
    in_wan = step >= 500_000
    parts = [hatch_pattern(slug), series_names(slug, say("收入"), say("支出"), _unit(in_wan))]
    parts.append(panel(21, 130, [*_money_grid(high, low, step, in_wan), *_money_bars(rows, high, low, slug)]))
    parts += period_labels([row.label for row in rows], 165)
    balances = [row.balance for row in rows if row.balance is not None]
    height = 184
    if len(balances) == len(rows):
        parts += _balance([row.label for row in rows], balances, 194)
        height = 276
    return chart(slug, title, _money_in_words(rows), height, parts, "gutter")


def _money_in_words(rows: Sequence[PeriodMoney]) -> str:
    income, expense = sum(row.income for row in rows), sum(row.expense for row in rows)
    words = say(
        "{first}到{last}共 {count} 期，收入合计 {income} 元，支出合计 {expense} 元。",
        first=rows[0].label,
        last=rows[-1].label,
        count=len(rows),
        income=money(income),
        expense=money(expense),
    )
    if rows[-1].balance is None:
        return words
    return words + say("期末余额 {balance} 元。", balance=money(rows[-1].balance))


def _money_grid(high: int, low: int, step: int, in_wan: bool) -> list[str]:
    parts = []
    for value in range(-low, high + 1, step):
        y = ratio(high - value, high + low)
        parts.append(line("0", y, "100%", y, "grid" if value else "zero"))
        words = _axis_value(abs(value), in_wan)
        parts.append(f'<text x="-.6em" y="{y}" dy=".35em" class="soft-text end">{words}</text>')
    return parts


def _money_bars(rows: Sequence[PeriodMoney], high: int, low: int, slug: str) -> list[str]:
    span, count = high + low, len(rows)
    parts = []
    for place, row in enumerate(rows):
        x, width = ratio(5 * place + 1, 5 * count), ratio(3, 5 * count)
        words = escape(
            say(
                "{label}　收入 {income}　支出 {expense}",
                label=row.label,
                income=money(row.income),
                expense=money(row.expense),
            )
        )
        parts.append(f"<g><title>{words}</title>")
        for value, css, pattern in ((row.income, "main", ""), (-row.expense, "second", slug)):
            if value:
                y = ratio(high - max(value, 0), span)
                parts.append(rect(x, y, width, ratio(abs(value), span), css, pattern))
        parts.append("</g>")
    return parts


def _balance(labels: Sequence[str], values: Sequence[int], top: int) -> list[str]:
    """The balance as a line over zero, with its first and its last value written at their points."""
    floor, roof = min(0, *values), max(0, *values)
    in_wan = max(roof, -floor) >= 1_000_000
    span, last = roof - floor or 1, len(values) - 1
    spots = [
        (ratio(2 * place + 1, 2 * len(values)), ratio(roof - value, span))
        for place, value in enumerate(values)
    ]
    zero = ratio(roof, span)
    parts = [line("0", zero, "100%", zero, "zero")]
    parts += [line(*here, *there, "line") for here, there in pairwise(spots)]
    radius = "3.5" if last < 12 else "2.5"
    for (x, y), label, value in zip(spots, labels, values, strict=True):
        words = escape(say("{label}　余额 {balance}", label=label, balance=money(value)))
        parts.append(f'<circle cx="{x}" cy="{y}" r="{radius}" class="dot"><title>{words}</title></circle>')
    for place, side in ((0, "start"), (last, "end")):
        x, y = spots[place]
        words = escape(_axis_value(_to_axis(values[place], in_wan), in_wan))
        parts.append(f'<text x="{x}" y="{y}" dy="-.7em" class="strong {side}">{words}</text>')
    heading = (
        text("0", 10, say("期末余额"), "strong"),
        text("100%", 10, say("单位：{unit}", unit=_unit(in_wan)), "soft-text end"),
    )
    return [panel(top, 16, heading), panel(top + 30, 48, parts)]


def _round_step(size: int, steps: int) -> int:
    """The least of 1, 2, 5, 10, 20, 50 … yuan, in fen, that covers `size` fen in at most `steps` steps."""
    step = 100
    while True:
        for factor in (1, 2, 5):
            if step * factor * steps >= size:
                return step * factor
        step *= 10


def _unit(in_wan: bool) -> str:
    return say("万元") if in_wan else say("元")


def _axis_value(fen: int, in_wan: bool) -> str:
    """An amount without idle zeros: 2,000,000 fen → "2" (万元) or "20,000" (元)."""
    unit = 1_000_000 if in_wan else 100
    whole, rest = divmod(abs(fen), unit)
    fraction = f".{rest * 10_000 // unit:04d}".rstrip("0").rstrip(".")
    return ("\u2212" if fen < 0 else "") + f"{whole:,}" + fraction


def _to_axis(fen: int, in_wan: bool) -> int:
    """Fen rounded half up to what is written at a point: 0.1 万元 or 1 元."""
    grain = 100_000 if in_wan else 100
    rounded = (2 * abs(fen) + grain) // (2 * grain) * grain
    return -rounded if fen < 0 else rounded


def sparkline(values: Sequence[int], *, slug: str, title: str) -> Markup:
    """The course of a figure in the height of a line, its last point marked."""
    if len(values) < 2:
        return Markup("")
    low, high, last = min(values), max(values), len(values) - 1
    span = high - low or 1
    spots = [
        (ratio(3 * last + 94 * place, 100 * last), ratio(15 * span + 70 * (high - value), 100 * span))
        for place, value in enumerate(values)
    ]
    x, y = spots[-1]
    parts = [line(*here, *there, "line") for here, there in pairwise(spots)]
    parts.append(f'<circle cx="{x}" cy="{y}" r="4" class="dot"/>')
    rise = values[-1] - values[0]
    course = say("上升") if rise > 0 else say("下降") if rise < 0 else say("持平")
    words = say("{count} 期，总体{course}。", count=len(values), course=course)
    return chart(slug, title, words, 24, parts, "spark")


# ---- shares -----------------------------------------------------------------------------------------------


def shares(items: Sequence[tuple[str, int]], *, slug: str, title: str) -> Markup:
    """Amounts (fen) by category as bars, the largest first, each with its amount and share of the whole.

    A negative amount (a category that was only reversed) is written but has no bar and no share.
    """
    total = sum(value for _, value in items if value > 0)
    if len(items) < 2 or not total:
        return Markup("")
    ranked = sorted(items, key=lambda item: -item[1])
    parts = []
    for place, (label, value) in enumerate(ranked):
        top = place * ROW
        portion = f"　{percent(share(value, total))}" if value > 0 else ""
        parts.append(text("0", top + 11, label))
        parts.append(text("100%", top + 11, money(value) + portion, "end"))
        parts.append(rect("0", em(top + 16), "100%", ".7em", "track"))
        if value > 0:
            parts.append(rect("0", em(top + 16), ratio(value, ranked[0][1]), ".7em", "main"))
    label, value = ranked[0]
    description = say(
        "共 {count} 类，合计 {total} 元；最多的是{label}，{most} 元，占 {share}。",
        count=len(items),
        total=money(sum(value for _, value in items)),
        label=label,
        most=money(value),
        share=percent(share(value, total)),
    )
    return chart(slug, title, description, len(ranked) * ROW, parts)


def stacked_share(items: Sequence[tuple[str, int]], *, slug: str, title: str, unit: str = "") -> Markup:
    """Parts of one whole (counts) in one bar, named beneath in the same order; after the fourth, 其他."""
    parts_of = sorted((item for item in items if item[1] > 0), key=lambda item: -item[1])
    if len(parts_of) < 2:
        return Markup("")
    if len(parts_of) > 5:
        parts_of = [*parts_of[:4], (say("其他"), sum(value for _, value in parts_of[4:]))]
    total = sum(value for _, value in parts_of)
    drawn, before = [], 0
    for place, (label, value) in enumerate(parts_of, start=1):
        start, baseline = ratio(before, total), 12 + place * 17
        drawn.append(rect(start, "0", ratio(value, total), "1.4em", f"tone-{place}"))
        if before:
            drawn.append(line(start, "0", start, "1.4em", "gap"))
        drawn.append(rect("0", em(baseline - 8), ".9em", ".9em", f"tone-{place}"))
        drawn.append(text("1.5em", baseline, label))
        drawn.append(text("100%", baseline, f"{value:,} {unit}　{percent(share(value, total))}", "end"))
        before += value
    description = listed([f"{label} {value:,} {unit}".rstrip() for label, value in parts_of], "，")
    return chart(slug, title, description, 18 + len(parts_of) * 17, drawn)


def points_by_category(rows: Sequence[CategoryPoints], *, slug: str, title: str) -> Markup:
    """Points earned (to the right of zero) and deducted (to the left) by category."""
    left = max([0, *(row.deducted for row in rows)])
    span = left + max([0, *(row.earned for row in rows)])
    if len(rows) < 2 or not span:
        return Markup("")
    zero = ratio(left, span)
    parts = [hatch_pattern(slug), series_names(slug, say("加分"), say("扣分"), say("分"))]
    for place, row in enumerate(rows):
        top = 20 + place * ROW
        taken = f"　{points(-row.deducted)}" if row.deducted else ""
        parts.append(text("0", top + 11, row.label))
        parts.append(text("100%", top + 11, f"+{points(row.earned)}{taken}", "end"))
        parts.append(rect("0", em(top + 16), "100%", ".7em", "track"))
        if row.earned:
            parts.append(rect(zero, em(top + 16), ratio(row.earned, span), ".7em", "main"))
        if row.deducted:
            start, width = ratio(left - row.deducted, span), ratio(row.deducted, span)
            parts.append(rect(start, em(top + 16), width, ".7em", "second", slug))
        parts.append(line(zero, em(top + 14), zero, em(top + 25), "zero"))
    earned, deducted = sum(row.earned for row in rows), sum(row.deducted for row in rows)
    description = say(
        "共 {count} 类，加分合计 {earned} 分，扣分合计 {deducted} 分。",
        count=len(rows),
        earned=points(earned),
        deducted=points(deducted),
    )
    return chart(slug, title, description, 20 + len(rows) * ROW, parts)


# ---- contracts --------------------------------------------------------------------------------------------


def expiries(rows: Sequence[YearEnd], *, slug: str, title: str, this_year: int) -> Markup:
    """How many contracts end in which year and, where any owe, beneath them what those of a year still owe.

    Years in which none ends are drawn too; what lies far from `this_year` is gathered at the ends.
    """
    if len(rows) < 2:
        return Markup("")
    columns = _year_columns(rows, this_year)
    parts = [text("0", 10, say("到期合同（份）"), "strong"), *_year_labels(columns, this_year, 122)]
    parts.append(panel(26, 82, _contract_bars(columns)))
    height = 130
    owed = sum(row.arrears for row in rows)
    if owed:
        parts += _arrears(columns, owed, 136)
        height = 188
    years = [row.year for row in rows]
    description = say(
        "共 {count} 份合同，从 {first} 年到 {last} 年到期。",
        count=sum(row.contracts for row in rows),
        first=min(years),
        last=max(years),
    )
    if owed:
        description += say("其中欠收 {owed} 元。", owed=money(owed))
    return chart(slug, title, description, height, parts)


def _year_columns(rows: Sequence[YearEnd], this_year: int) -> list[tuple[str, int, int]]:
    """(label, contracts, arrears) of every year from the first to the last that is drawn."""
    earliest, latest = this_year - YEARS_BACK, this_year + YEARS_AHEAD
    found: dict[int, tuple[int, int]] = {}
    for row in rows:
        year = min(max(row.year, earliest - 1), latest + 1)
        contracts, arrears = found.get(year, (0, 0))
        found[year] = contracts + row.contracts, arrears + row.arrears
    outside = {earliest - 1: say("以前"), latest + 1: say("以后")}
    return [
        (outside.get(year, str(year)), *found.get(year, (0, 0))) for year in range(min(found), max(found) + 1)
    ]


def _year_labels(columns: Sequence[tuple[str, int, int]], this_year: int, y: int) -> list[str]:
    """The years under their columns; of many every second one, on a narrow screen every fourth."""
    labels = [label for label, *_ in columns]
    now = labels.index(str(this_year)) if str(this_year) in labels else 0
    parts = []
    for place, label in enumerate(labels):
        beside_end = any(not other.isdigit() for other in labels[max(0, place - 1) : place + 2])
        if len(labels) > 7 and label.isdigit() and ((place - now) % 2 or beside_end):
            continue
        css = "mid strong" if label == str(this_year) else "mid soft-text"
        if len(labels) > 7 and label.isdigit() and (place - now) % 4:
            css += " minor"
        parts.append(text(ratio(2 * place + 1, 2 * len(labels)), y, label, css))
    return parts


def _contract_bars(columns: Sequence[tuple[str, int, int]]) -> list[str]:
    count, most = len(columns), max(contracts for _, contracts, _ in columns) or 1
    parts = []
    for place, (_, contracts, _) in enumerate(columns):
        if contracts:
            y, middle = ratio(most - contracts, most), ratio(2 * place + 1, 2 * count)
            width = ratio(3, 5 * count)
            parts.append(rect(ratio(5 * place + 1, 5 * count), y, width, ratio(contracts, most), "main"))
            parts.append(f'<text x="{middle}" y="{y}" dy="-.4em" class="strong mid">{contracts}</text>')
    return [*parts, line("0", "100%", "100%", "100%", "zero")]


def _arrears(columns: Sequence[tuple[str, int, int]], owed: int, top: int) -> list[str]:
    count, most = len(columns), max(arrears for *_, arrears in columns)
    bars = []
    for place, (label, _, arrears) in enumerate(columns):
        if arrears > 0:
            words = escape(say("{label}　欠 {owed}", label=label, owed=money(arrears)))
            x, width = ratio(5 * place + 1, 5 * count), ratio(3, 5 * count)
            bars.append(f"<g><title>{words}</title>{rect(x, '0', width, ratio(arrears, most), 'late')}</g>")
    return [
        text("0", top + 10, say("其中欠收 {owed} 元", owed=money(owed)), "late-text"),
        line("0", em(top + 17), "100%", em(top + 17), "zero"),
        panel(top + 17, 34, bars),
    ]


# ---- being on time ----------------------------------------------------------------------------------------


def timeliness(
    rows: Sequence[tuple[str, Sequence[str]]], periods: Sequence[str], *, slug: str, title: str
) -> Markup:
    """Which boards published which period: a row a board, a cell a period.

    A state is "done" (准), "late" (迟), "overdue" (缺), "due" (·) or "none" (blank: nothing was due).
    Raises ValueError where a row has not as many states as there are periods.
    """
    count = len(periods)
    if not rows or count < 2:
        return Markup("")
    totals = dict.fromkeys(DUTY_MEANINGS, 0)
    parts = period_labels(periods, 10)
    for number, (label, states) in enumerate(rows):
        top = 28 + number * 20
        short = label if len(label) <= 8 else label[:7] + "…"
        parts.append(text("-.6em", top + 12, short, "end"))
        for place, (_, state) in enumerate(zip(periods, states, strict=True)):
            if state in totals:
                totals[state] += 1
            parts.append(rect(ratio(place, count), em(top), ratio(1, count), "1.7em", f"cell {state}"))
            if DUTY_WORDS[state]:
                x = ratio(2 * place + 1, 2 * count)
                parts.append(text(x, top + 12, say(DUTY_WORDS[state]), f"mid on-{state}"))
    found = listed(
        (
            say("{state} {count} 期", state=DUTY_MEANINGS[state], count=number)
            for state, number in totals.items()
            if number
        ),
        "，",
    )
    height = 30 + len(rows) * 20
    return chart(
        slug, title, say("{count} 个公开栏：{found}。", count=len(rows), found=found), height, parts, "duties"
    )
