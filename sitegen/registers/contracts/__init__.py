"""The contract register (合同台账): what the collective let to whom, what is due, what was received.

`tables` says what may be written, `laws` what must agree, `standing` where a contract stands on a day, and
`view` what all of them come to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sitegen import formats
from sitegen.diagnostics import Report
from sitegen.formats import money
from sitegen.languages import say, spoken_word
from sitegen.registers.board import Board, Page, Summary, Twin
from sitegen.registers.contracts.contract import Contract
from sitegen.registers.contracts.laws import check_contracts
from sitegen.registers.contracts.receipts import check_receipts
from sitegen.registers.contracts.standing import amendments_of, gather
from sitegen.registers.contracts.summary import add_summaries, export
from sitegen.registers.contracts.tables import (
    AMENDMENTS,
    CONTRACTS,
    CONTRACTS_FILE,
    NEW_PARTIES,
    PAYMENTS,
    SCHEDULE,
    part_new_parties,
)
from sitegen.registers.contracts.view import ContractsView, derive
from sitegen.registers.finding import Entry, Found
from sitegen.registers.folder import Folder
from sitegen.registers.glance import Glance, Late
from sitegen.registers.register import Register
from sitegen.registers.table_laws import check_not_future
from sitegen.registers.twins import export_record, table_twin
from sitegen.tables import Record

_SIDE_FILES = {"schedule.csv": SCHEDULE, "payments.csv": PAYMENTS, "amendments.csv": AMENDMENTS}


class Contracts(Register):
    """`contracts/`: contracts in CSV or YAML files; beside them schedule, payments and amendments."""

    key = "contracts"
    label = "合同"
    order = 50
    disclosure = "affairs"
    tables = (CONTRACTS, SCHEDULE, PAYMENTS, AMENDMENTS, NEW_PARTIES)

    def read(self, folder: Folder, report: Report) -> dict[str, list[Record]]:
        records: dict[str, list[Record]] = {table.key: [] for table in self.tables}
        for name in folder.named(".csv"):
            table = _SIDE_FILES.get(name.lower(), CONTRACTS)
            records[table.key] += folder.csv(name, table, report)
        for name in folder.named(".yaml", ".yml"):
            file = folder.yaml(name, CONTRACTS_FILE, report)
            records[CONTRACTS.key] += (file.contracts or []) if file is not None else []
        amendments, parties = part_new_parties(records[AMENDMENTS.key])
        records[AMENDMENTS.key], records[NEW_PARTIES.key] = amendments, parties
        self.refuse_others(folder, folder.named(".csv", ".yaml", ".yml"), "CSV 表或 YAML 文件", report)
        return records

    def check(self, board: Board, report: Report) -> None:
        super().check(board, report)
        check_contracts(board, board.table(CONTRACTS.key), gather(board), report)
        check_receipts(board, report)
        check_not_future(board.table(CONTRACTS.key), "signed_on", board, report)
        check_not_future(board.table(PAYMENTS.key), "date", board, report)
        check_not_future(amendments_of(board), "date", board, report)

    def derive(self, board: Board) -> ContractsView | None:
        return derive(board)

    def pages(self, board: Board, view: ContractsView) -> Iterator[Page]:
        twins = (("合同 JSON", "data/contracts.json"), ("合同 CSV", "data/contracts.csv"))
        yield Page(
            "contracts/index.html",
            "contracts/index.html",
            self.label,
            {"view": view},
            description=say(
                "{name}集体合同 {count} 份的期限、应收、已收和欠款",
                name=board.info.name,
                count=view.everything.count,
            ),
            twins=twins,
            posted=True,
        )
        for before, contract, after in _neighbours(view.contracts):
            yield Page(
                f"contracts/{contract.page}",
                "contracts/contract.html",
                contract.terms["title"],
                {"view": view, "contract": contract, "before": before, "after": after},
                description=say(
                    "{title}（{id}），{state}",
                    title=contract.terms["title"],
                    id=contract.id,
                    state=contract.state,
                ),
                twins=twins,
            )

    def twins(self, board: Board, view: ContractsView) -> Iterator[Twin]:
        rows = [export(contract) for contract in view.contracts]
        columns = tuple(rows[0])
        content = {"records": rows, "summary": view.summary}
        yield Twin("contracts", content, columns, [list(row.values()) for row in rows])
        for table in (SCHEDULE, PAYMENTS):
            if board.table(table.key):
                yield table_twin(table, board.table(table.key))
        if amendments := amendments_of(board):
            yield _amendments_twin(amendments, view)

    def findings(self, board: Board, view: ContractsView) -> Iterator[Found]:
        """The contracts, by title, number, who has what, and where they stand."""
        yield Found(self.key, self.label, [_entry(contract) for contract in view.contracts])

    def updated(self, board: Board, view: ContractsView) -> date | None:
        return view.updated

    def summary(self, board: Board, view: ContractsView) -> Summary:
        return {"contracts": view.summary}

    def glance(self, board: Board, view: ContractsView) -> Glance:
        owing = view.owing
        owed = Late(
            say("合同：{count} 份有欠款", count=owing.count),
            formats.money(view.everything.arrears),
            "元",
            "contracts/index.html#arrears",
        )
        return Glance(
            "在期", str(view.active.count), "份", late=(owed,) if owing.count else (), anchor="#list"
        )

    def roll_up(self, own: Summary, children: Sequence[Summary], board: Board) -> Summary:
        parts = [part["contracts"] for part in (own, *children) if part.get("contracts")]
        return {"contracts": add_summaries(parts)} if parts else {}

    def next_change(self, board: Board, view: ContractsView) -> date | None:
        return view.next_change


def _entry(contract: Contract) -> Entry:
    terms = contract.terms
    owed = None
    if contract.arrears:
        owed = say("欠 {amount} 元", amount=money(contract.arrears))
    elif contract.due:
        owed = say("不欠")
    told = (contract.id, terms["counterparty"], terms["asset"], spoken_word(contract.state), owed)
    return Entry(f"contracts/{contract.page}", terms["title"], tuple(text for text in told if text))


def _neighbours(contracts: Sequence[Contract]) -> Iterator[tuple[Contract | None, Contract, Contract | None]]:
    """Each contract between the one before and the one after it."""
    for place, contract in enumerate(contracts):
        before = contracts[place - 1] if place else None
        after = contracts[place + 1] if place + 1 < len(contracts) else None
        yield before, contract, after


def _amendments_twin(amendments: Sequence[Record], view: ContractsView) -> Twin:
    """The amendments with what each changed (`was`)."""
    was = {
        (contract.id, change.key, change.on): change.was_exported
        for contract in view.contracts
        for change in contract.changes
    }
    rows: list[dict[str, Any]] = [
        {**export_record(AMENDMENTS, record), "was": was[record.contract, record.field, record.date]}
        for record in amendments
    ]
    columns = (*(f.key for f in AMENDMENTS.fields), "was")
    return Twin(AMENDMENTS.key, rows, columns, [list(row.values()) for row in rows])


REGISTER = Contracts()
