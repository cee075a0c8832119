"""What a deliberation decides: the contracts, projects, assets and resources that it names."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.diagnostics import Report, error, warning
from sitegen.fields import nearest
from sitegen.registers.board import Board
from sitegen.tables import Record, at

LEDGERS = {"contracts": "合同", "projects": "项目", "assets": "资产", "resources": "资源"}
"""The tables in which what is decided is looked for, in words."""
_FOLDERS = {"resources": "assets"}

NOT_FOUND = error(
    "deliberations.about",
    "“关于”写的“{value}”在{ledgers}里都找不到。",
    "请核对编号，或先在那个台账里登记。{hint}",
    "“about” names “{value}”, which is neither a contract nor a project nor an asset here",
    "check the id, or add it there first",
)
CONTRACT_SILENT = warning(
    "deliberations.contract-silent",
    "“关于”写着合同“{contract}”，可是那份合同（{file} 第 {row} 行）的“决策依据”{stated}。",
    "请在合同的“决策依据”里写“{id}”，或去掉这里的编号。",
    "“about” names the contract “{contract}” ({file}, line {row}), whose “decision” does not name this",
    "write “{id}” into the contract's “decision”, or remove it here",
)
DECISION_OTHER = warning(
    "deliberations.decision-other",
    "民主议事“{id}”（{file} 第 {row} 行）写着它决定的是合同“{contract}”，可是合同的“决策依据”{stated}。",
    "请把“决策依据”写成“{id}”，或在那份议事记录里去掉这份合同。",
    "the deliberation “{id}” ({file}, line {row}) says that it decided this contract, whose “decision” differs",
    "write “{id}” here, or remove the contract there",
)
DECISION_UNANSWERED = warning(
    "deliberations.decision-unanswered",
    "合同“{contract}”的“决策依据”写着民主议事“{id}”，可是那份记录（{file} 第 {row} 行）的“关于”没有写这份合同。",
    "请在那份议事记录里加一行“关于: {contract}”，或更正这里的编号。",
    "the contract's “decision” is “{id}”, but that record ({file}, line {row}) does not name the contract",
    "add the contract to its “about”, or correct the id here",
)
ABOUT_LACKS = warning(
    "deliberations.about-lacks",
    "合同“{contract}”（{file} 第 {row} 行）的“决策依据”是民主议事“{id}”，可是这里的“关于”没有写这份合同。",
    "请在“关于”里写上“{contract}”，或更正合同的“决策依据”。",
    "the contract “{contract}” ({file}, line {row}) names “{id}” as its decision, but “about” lacks it",
    "add it to “about”, or correct the contract",
)


class Link(Struct, frozen=True):
    """A record of another ledger: what it is in words, its id and title, its page from the board."""

    ledger: str
    id: str
    title: str
    href: str


def named(board: Board, value: str) -> list[tuple[str, Record]]:
    """The records that an entry of `about` names: an id, or the ledger's folder and an id (contracts/HT-1)."""
    folder, slash, identity = value.partition("/")
    keys = [key for key in LEDGERS if not slash or folder in (key, _FOLDERS.get(key))]
    wanted = identity if slash else value
    return [(key, record) for key in keys for record in board.table(key) if record.id == wanted]


def decided_by(board: Board, record: Record) -> Iterator[Link]:
    """What a deliberation names as decided by it, as pages link to it."""
    for value in record.about or ():
        for key, found in named(board, value):
            title = (found.title if "title" in found._table.by_key else found.name) or found.id
            yield Link(LEDGERS[key], found.id, title, f"{_FOLDERS.get(key, key)}/{found.id}.html")


def check_links(board: Board, report: Report) -> None:
    """What is named is there; a deliberation and a contract name each other, or both ends are told."""
    records = {record.id: record for record in board.table("deliberations") if record.id}
    answered: set[tuple[str, str]] = set()
    for record in board.table("deliberations"):
        for value in record.about or ():
            found = named(board, value)
            if not found:
                _report_missing(board, record, value, report)
            for key, other in found:
                if key == "contracts":
                    answered.add((record.id, other.id))
                    if other.decision != record.id:
                        _report_silent(record, other, report)
    for contract in board.table("contracts"):
        decision = records.get(contract.decision) if contract.decision else None
        if decision is not None and (decision.id, contract.id) not in answered:
            _report_unanswered(decision, contract, report)


def _report_missing(board: Board, record: Record, value: str, report: Report) -> None:
    ids = sorted({r.id for key in LEDGERS for r in board.table(key) if r.id})
    near = nearest(value, ids) if len(ids) < 2000 else None
    hint = f"最接近的是“{near}”。" if near else ""
    report.add(NOT_FOUND, at(record, "about"), value=value, ledgers="、".join(LEDGERS.values()), hint=hint)


def _report_silent(record: Record, contract: Record, report: Report) -> None:
    stated = f"写的是“{contract.decision}”" if contract.decision else "是空的"
    here, there = at(record, "about"), at(contract, "decision")
    values = {"id": record.id, "contract": contract.id, "stated": stated}
    report.add(CONTRACT_SILENT, here, file=there.file, row=there.line, **values)
    report.add(DECISION_OTHER, there, file=here.file, row=here.line, **values)


def _report_unanswered(record: Record, contract: Record, report: Report) -> None:
    here, there = at(record, "about"), at(contract, "decision")
    values = {"id": record.id, "contract": contract.id}
    report.add(DECISION_UNANSWERED, there, file=here.file, row=here.line, **values)
    report.add(ABOUT_LACKS, here, file=there.file, row=there.line, **values)
