"""The register of subsidies and relief (补贴救助): who gets what, for as long as it is posted.

`tables` says what may be written, `laws` what must hold, `view` what is public on a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sitegen.diagnostics import Report
from sitegen.fields import Area, Integer, Money
from sitegen.languages import say
from sitegen.registers.board import Board, Page, Summary, Twin
from sitegen.registers.finding import Entry, Found
from sitegen.registers.folder import Folder
from sitegen.registers.measures import Measure, Value
from sitegen.registers.register import Register
from sitegen.registers.subsidies.laws import check_subsidies
from sitegen.registers.subsidies.tables import ROWS, SUBSIDIES, read_subsidies, stem_of
from sitegen.registers.subsidies.view import SubsidiesView, Subsidy, derive, standing
from sitegen.tables import Record


class Subsidies(Register):
    """`subsidies/`: a YAML file a list, and a CSV of the same name with its rows."""

    key = "subsidies"
    label = "补贴救助"
    order = 80
    disclosure = "affairs"
    tables = (SUBSIDIES,)
    measures = (
        Measure("posted", "正在公示", Integer(unit="项"), anchor="running"),
        Measure("recipients", "对象", Integer(unit="户（人）"), anchor="running"),
        Measure("area_mu", "面积", Area(), anchor="running"),
        Measure("amount", "金额", Money(), anchor="running"),
    )

    def read(self, folder: Folder, report: Report) -> dict[str, list[Record]]:
        records = read_subsidies(folder, report)
        rows = [row for record in records for row in record.rows or ()]
        known = folder.named(".yaml", ".yml", ".csv")
        self.refuse_others(folder, known, "同名的 YAML 文件和 CSV 名单", report)
        return {self.key: records, ROWS.key: rows}

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        check_subsidies(board, report)

    def derive(self, board: Board) -> SubsidiesView | None:
        return derive(board)

    def pages(self, board: Board, view: SubsidiesView) -> Iterator[Page]:
        twins = (
            ("补贴救助 JSON", "data/subsidies.json"),
            ("名单 JSON", "data/subsidy-rows.json"),
            ("名单 CSV", "data/subsidy-rows.csv"),
        )
        yield Page(
            "subsidies/index.html",
            "subsidies/index.html",
            self.label,
            {"view": view},
            description=say(
                "{name}正在公示的补贴和救助 {count} 项", name=board.info.name, count=len(view.running)
            ),
            twins=twins,
        )
        for subsidy in view.running:
            yield Page(
                f"subsidies/{subsidy.page}",
                "subsidies/subsidy.html",
                subsidy.title,
                {"subsidy": subsidy, "view": view},
                description=say(
                    "{title}，公示到 {until}", title=subsidy.title, until=subsidy.until.isoformat()
                ),
                twins=twins,
                noindex=True,
            )
        for subsidy in view.withdrawn:
            yield Page(
                f"subsidies/{subsidy.page}",
                "subsidies/withdrawn.html",
                subsidy.title,
                {"subsidy": subsidy},
                description=say("{name}的这份名单已经撤下", name=board.info.name),
                noindex=True,
                withdrawn=True,
            )

    def twins(self, board: Board, view: SubsidiesView) -> Iterator[Twin]:
        rows = [_export(subsidy) for subsidy in view.running]
        flat = (*_PLAIN, "notice_start", "notice_end", "notice_days")
        cells = [[*(r[k] for k in _PLAIN), *r["notice"].values()] for r in rows]
        yield Twin(self.key, rows, flat, cells)
        listed = [
            {"subsidy": subsidy.stem, **{f.key: _exported(f.type, row[f.key]) for f in ROWS.fields}}
            for subsidy in view.running
            for group in subsidy.groups
            for row in group.rows
        ]
        columns = ("subsidy", *(f.key for f in ROWS.fields))
        yield Twin(ROWS.key, listed, columns, [list(row.values()) for row in listed])

    def page_of(self, board: Board, record: Record) -> str | None:
        if record._table is not SUBSIDIES or standing(record, board.day) == "scheduled":
            return None
        return f"{self.key}/{stem_of(record)}.html"

    def findings(self, board: Board, view: SubsidiesView) -> Iterator[Found]:
        """The lists that are posted, not who stands in them; each goes with its list."""
        entries = [
            Entry(
                subsidy.href,
                subsidy.title,
                (subsidy.kind,) if subsidy.kind else (),
                subsidy.withdraw_on.isoformat(),
            )
            for subsidy in view.running
        ]
        yield Found(self.key, self.label, entries)

    def updated(self, board: Board, view: SubsidiesView) -> date | None:
        return view.updated

    def summary(self, board: Board, view: SubsidiesView) -> Summary:
        posted = {"running": len(view.running), "scheduled": view.scheduled}
        return {**super().summary(board, view), "notices": posted}

    def measure(self, board: Board, view: SubsidiesView) -> dict[str, Value]:
        if not view.running:
            return {"posted": 0}
        sums = view.sums
        return {
            "posted": len(view.running),
            "recipients": sums.rows,
            "area_mu": sums.area,
            "amount": sums.amount,
        }

    def next_change(self, board: Board, view: SubsidiesView) -> date | None:
        return view.next_change


_PLAIN = ("id", "title", "kind", "standard", "note", "rows", "persons", "area_mu", "amount")


def _export(subsidy: Subsidy) -> dict[str, Any]:
    """A posted list as it stands in its twin: its `id` is its file's name; `rows` counts its rows."""
    sums = subsidy.sums
    assert sums is not None
    standard = SUBSIDIES.by_key["standard"].type
    values = (
        subsidy.stem,
        subsidy.title,
        subsidy.kind,
        _exported(standard, subsidy.standard),
        subsidy.note,
        sums.rows,
        sums.persons,
        _exported(ROWS.by_key["area_mu"].type, sums.area),
        _exported(ROWS.by_key["amount"].type, sums.amount),
    )
    notice = {"start": subsidy.start.isoformat(), "end": subsidy.until.isoformat(), "days": subsidy.unit}
    return {**dict(zip(_PLAIN, values, strict=True)), "notice": notice}


def _exported(kind: Any, value: Any) -> Any:
    return None if value is None else kind.export(value)


REGISTER = Subsidies()
