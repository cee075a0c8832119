"""The register of the collective's assets and resources (资产、资源), and the three capitals on one page.

`tables` says what may be written, `laws` what must agree with the contracts, `capital` what other ledgers tell of
the collective's means, and `view` what all of it comes to.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.diagnostics import Report
from sitegen.fields import Area, Integer, Money
from sitegen.languages import listed, say
from sitegen.registers.assets.laws import check_assets
from sitegen.registers.assets.tables import ASSETS, RESOURCES
from sitegen.registers.assets.view import AssetsView, derive
from sitegen.registers.board import Board, Page, Twin
from sitegen.registers.measures import Measure, Value
from sitegen.registers.register import Register
from sitegen.registers.table_laws import check_not_future
from sitegen.registers.twins import table_twin
from sitegen.tables import Record


class Assets(Register):
    """`assets/`: assets in CSV files of any name, resources in `resources.csv`."""

    key = "assets"
    label = "资产资源"
    order = 70
    disclosure = "finance"
    tables = (ASSETS, RESOURCES)
    measures = (
        Measure("assets", "资产", Integer(unit="件"), anchor="assets"),
        Measure("original_value", "资产原值", Money(), anchor="assets"),
        Measure("net_value", "资产净值", Money(), anchor="assets"),
        Measure("resources", "资源", Integer(unit="处"), anchor="resources"),
        Measure("area_mu", "资源面积", Area(), anchor="resources"),
        Measure("idle", "闲置", Integer(unit="件（处）"), anchor="uses"),
    )
    rank_by = "net_value"

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        check_assets(board, report)
        check_not_future(board.table(ASSETS.key), "acquired_on", board, report)

    def derive(self, board: Board) -> AssetsView | None:
        return derive(board)

    def pages(self, board: Board, view: AssetsView) -> Iterator[Page]:
        twins = tuple(
            (f"{ledger.label} {kind.upper()}", f"data/{ledger.anchor}.{kind}")
            for ledger in view.ledgers
            for kind in ("json", "csv")
        )
        counts = listed(
            say("{label} {count} 项", label=ledger.label, count=ledger.count) for ledger in view.ledgers
        )
        yield Page(
            "assets/index.html",
            "assets/index.html",
            self.label,
            {"view": view},
            description=say("{name}的资金、资产、资源：{counts}", name=board.info.name, counts=counts),
            twins=twins,
        )
        for ledger in view.ledgers:
            neighbours = [None, *ledger.sorted_items, None]
            for place, item in enumerate(ledger.sorted_items):
                values = {
                    "ledger": ledger,
                    "item": item,
                    "before": neighbours[place],
                    "after": neighbours[place + 2],
                }
                yield Page(f"assets/{item.page}", "assets/item.html", item.name, values, twins=twins)

    def twins(self, board: Board, view: AssetsView) -> Iterator[Twin]:
        for table in self.tables:
            if board.table(table.key):
                yield table_twin(table, board.table(table.key))

    def page_of(self, board: Board, record: Record) -> str | None:
        return f"{self.key}/{record.id}.html"

    def measure(self, board: Board, view: AssetsView) -> dict[str, Value]:
        figures: dict[str, Value] = {"idle": sum(len(ledger.idle) for ledger in view.ledgers)}
        if view.assets is not None:
            figures["assets"] = view.assets.count
            figures["original_value"] = view.assets.total("original_value")
            figures["net_value"] = view.assets.total("net_value")
        if view.resources is not None:
            figures["resources"] = view.resources.count
            figures["area_mu"] = view.resources.total("area_mu")
        return figures


REGISTER = Assets()
