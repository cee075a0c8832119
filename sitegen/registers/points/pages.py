"""The pages of the points register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from sitegen.languages import say, word
from sitegen.registers.board import Page
from sitegen.registers.points.cells import POINTS, household_link, part, ranking_rows
from sitegen.registers.points.passbook import Passbooks
from sitegen.registers.points.ranking import ranks_of
from sitegen.registers.points.tables import REWARD_KINDS
from sitegen.registers.points.view import Categories, PointsView, Ranking

Links = Mapping[str, str]
"""By household the link to its passbook from a page of the points folder."""
_EMPTY = '<td class="n">—</td>'
LEADERS = 10
"""How many ranks the overview shows."""


def pages(view: PointsView) -> Iterator[Page]:
    """The overview, the rankings, the rules, the rewards and a passbook a household."""
    links = {household: household_link(house) for household, house in view.households.items()}
    yield _overview(view, links)
    for ranking in view.all_rankings:
        yield _ranking(view, ranking, links)
    if view.books:
        values = {"books": view.books, "start": view.start}
        twins = _files("细则", "points-rules")
        yield Page("points/rules.html", "points/rules.html", "积分细则", values, twins=twins)
    if view.rewards or view.redemptions:
        yield _rewards(view, links)
    yield from _passbooks(view)


def _files(label: str, name: str) -> tuple[tuple[str, str], ...]:
    return (f"{label} CSV", f"data/{name}.csv"), (f"{label} JSON", f"data/{name}.json")


def _overview(view: PointsView, links: Links) -> Page:
    newest = view.newest
    values: dict[str, Any] = {"view": view, "newest": newest, "rows": "", "categories": None, "finder": {}}
    if newest is not None:
        leaders = [standing for standing in newest.standings if standing[0] <= LEADERS]
        compared = newest.against is not None
        values["rows"] = ranking_rows(leaders, links, _anchor(view, newest), compared=compared)
        values["categories"] = view.categories.get(newest.year or 0)
    for house in view.households.values():
        values["finder"].setdefault(house.group or "", []).append(Markup(links[house.id]))
    twins = _files(word("积分余额"), "points") + _files(word("户表"), "households")
    return Page("points/index.html", "points/index.html", "积分", values, twins=twins)


def _anchor(view: PointsView, ranking: Ranking) -> Callable[[str], str]:
    """Where in a passbook the points of a ranking stand: the first row of a period, a year's table."""
    linked = set(ranking.recorded)
    if ranking.year is None:
        return lambda household: ""
    if ranking.is_year:
        linked |= {h for h, given in view.bases.items() if any(year == ranking.year for year, _ in given)}
    place = f"#{'y' if ranking.is_year else 'p'}-{ranking.key}"
    return lambda household: place if household in linked else ""


def _ranking(view: PointsView, ranking: Ranking, links: Links) -> Page:
    anchor = _anchor(view, ranking)
    categories = view.categories.get(ranking.year or 0) if ranking.is_year else None
    found = (
        ("groups", say("组"), word("各组排名"), ranking.groups),
        ("grids", say("网格"), word("各网格排名"), ranking.grids),
    )
    parts = [part(label, rankings) for _, label, _, rankings in found if rankings]
    compared = ranking.against is not None
    values = {
        "ranking": ranking,
        "parts": parts,
        "rows": ranking_rows(ranking.standings, links, anchor, parts=parts, compared=compared, chief=True),
        "sections": [
            (kind, heading, [(name, ranking_rows(rows, links, anchor)) for name, rows in rankings])
            for kind, _, heading, rankings in found
            if rankings
        ],
        "choices": _choices(view, ranking),
        "categories": categories,
        "matrix": _matrix(categories, links) if categories else "",
    }
    title = say("{period}积分排名", period=ranking.label)
    twins = _files(word("排名"), f"points-{ranking.key}")
    return Page(f"points/{ranking.key}.html", "points/ranking.html", title, values, twins=twins, posted=True)


def _choices(view: PointsView, ranking: Ranking) -> list[tuple[str, str, bool]]:
    """The periods of the ranking's points year, all years, and the total."""
    year = ranking.year or (view.newest.year if view.newest else None)
    shown = [r for r in view.all_rankings if r.year in (year, None) or r.is_year]
    return [(r.label, f"{r.key}.html", r.key == ranking.key) for r in shown]


def _matrix(categories: Categories, links: Links) -> Markup:
    """What each household counted in each category."""
    rows = []
    for household, cells in categories.households.items():
        shown = "".join(
            [_EMPTY if value is None else f'<td class="n">{POINTS[value]}</td>' for value in cells]
        )
        total = POINTS[sum(value or 0 for value in cells)]
        rows.append(f'<tr><th scope="row">{links[household]}</th>{shown}<td class="n">{total}</td></tr>\n')
    return Markup("".join(rows))


def _rewards(view: PointsView, links: Links) -> Page:
    kinds = [(label, [r for r in view.rewards if r.kind == kind]) for kind, label in REWARD_KINDS.items()]
    times: dict[str, int] = {}
    for record in view.redemptions:
        times[record.reward] = times.get(record.reward, 0) + 1
    titles = {reward.id: reward.title for reward in view.rewards}
    redeemed = [
        (record, Markup(links[record.household]), titles[record.reward]) for record in view.redemptions
    ]
    values = {
        "kinds": [(label, rewards) for label, rewards in kinds if rewards],
        "times": times,
        "redeemed": redeemed,
        "total": sum(record.points for record in view.redemptions),
    }
    twins = _files(word("奖励"), "points-rewards") + _files(word("兑换"), "points-redemptions")
    return Page("points/rewards.html", "points/rewards.html", "积分奖励和兑换", values, twins=twins)


def _passbooks(view: PointsView) -> Iterator[Page]:
    books = Passbooks(view)
    newest = view.newest
    total = ranks_of(view.total.standings) if view.total else {}
    this_year = ranks_of(newest.standings) if newest else {}
    twins = _files(word("积分余额"), "points") + _files(word("积分记录"), "points-entries")
    for household, house in view.households.items():
        values = {
            "household": house,
            "account": view.accounts[household],
            "years": books.years(household),
            "total_rank": total.get(household),
            "newest": newest,
            "year_rank": this_year.get(household),
            "public": not view.hall,
        }
        yield Page(
            f"points/households/{household}.html",
            "points/passbook.html",
            say("{id} {name}的积分存折", id=household, name=house.name),
            values,
            description=say("户号 {id} 的积分存折：逐条记录和余额", id=household),
            twins=twins,
            noindex=not view.hall,
        )
