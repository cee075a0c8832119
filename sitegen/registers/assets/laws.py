"""Assets and resources against the contracts: what is let names its contract, and the contract names it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sitegen.diagnostics import Report, error, warning
from sitegen.formats import decimal
from sitegen.registers.assets.tables import RESOURCES, is_let
from sitegen.registers.board import Board
from sitegen.tables import Record, at

SAME_ID = error(
    "assets.same-id",
    "资源编号“{id}”和资产的编号相同（{file} 第 {row} 行），会变成同一个网页。",
    "资产和资源的编号也不能相同（不分大小写），请改其中一个。",
    "the resource “{id}” bears the id of an asset ({file}, line {row}); both would become the same page",
    "give each its own (case does not count)",
)
NO_CONTRACT = warning(
    "assets.no-contract",
    "{label}写的是“{use}”，可是没有写合同编号。",
    "请写上这份合同的编号；没有合同的，请补签并登记。",
    "“{use}”, but no contract is named",
    "name its contract; where there is none, make one and register it",
)
NOT_LET = warning(
    "assets.not-let",
    "{label}写的是“{use}”，可是合同“{contract}”还在期内（到 {end}）。",
    "请更新“{label}”，或核对合同编号。",
    "“{use}”, but the contract “{contract}” is in force (until {end})",
    "update the use, or check the contract's id",
)
CONTRACT_SILENT = warning(
    "assets.contract-silent",
    "“{id}”写着合同“{contract}”，可是那份合同（{file} 第 {row} 行）的“标的”{stated}。",
    "请把合同的“标的”写成“{name}”或编号“{id}”，或更正这里的合同编号。",
    "“{id}” names the contract “{contract}” ({file}, line {row}), whose “asset” does not name it",
    "write “{id}” into the contract's “asset”, or correct the contract's id here",
)
SUBJECT_OTHER = warning(
    "assets.subject-other",
    "“{id}”（{file} 第 {row} 行）写着它由合同“{contract}”发包，可是这份合同的“标的”{stated}。",
    "请把“标的”写成“{name}”或编号“{id}”，或更正那里的合同编号。",
    "“{id}” ({file}, line {row}) says that this contract lets it, but “asset” does not name it",
    "write “{id}” into “asset”, or correct the contract's id there",
)
SUBJECT_UNANSWERED = warning(
    "assets.subject-unanswered",
    "合同“{contract}”的标的是“{name}”（{file} 第 {row} 行），可是那里{stated}。",
    "请在那里写上合同编号“{contract}”，或更正这里的“标的”。",
    "the contract's asset is “{name}” ({file}, line {row}), which does not name the contract",
    "write the contract's id there, or correct “asset” here",
)
CONTRACT_UNNAMED = warning(
    "assets.contract-unnamed",
    "在期合同“{contract}”（{file} 第 {row} 行）的标的是“{name}”，可是这里{stated}。",
    "请写上合同编号“{contract}”，或更正那份合同的“标的”。",
    "the contract “{contract}” ({file}, line {row}), in force, lets this, but is not named here",
    "write the contract's id here, or correct that contract's “asset”",
)
LESSEE = warning(
    "assets.lessee",
    "承租人和合同“{contract}”（{file} 第 {row} 行）的承包方不是同一个名字。",
    "请核对两处；换了人的，在 contracts/amendments.csv 里登记变更。",
    "the lessee is not the counterparty of the contract “{contract}” ({file}, line {row})",
    "check both; register a change of party in contracts/amendments.csv",
)
AREA = warning(
    "assets.contract-area",
    "写着合同“{contract}”的资源一共 {listed} 亩，合同（{file} 第 {row} 行）写的面积是 {stated} 亩（差 {difference}）。",
    "请核对面积和合同编号。",
    "the resources that name the contract “{contract}” come to {listed} mu, the contract says {stated}",
    "check the areas and the ids",
)

_PARTS = re.compile(r"[、，,；;/\s]+")


def check_assets(board: Board, report: Report) -> None:
    """All laws that look beyond one record."""
    assets, resources = board.table("assets"), board.table("resources")
    _check_ids(assets, resources, report)
    if "contracts" not in board.folders:
        return
    contracts = {record.id: record for record in board.table("contracts") if record.id}
    amended = {record.contract for record in board.table("contracts-new-parties")}
    listed: dict[str, Decimal] = defaultdict(Decimal)
    for record in (*assets, *resources):
        contract = contracts.get(record.contract) if record.contract else None
        if contract is not None:
            _check_let(record, contract, board.day, report)
            if record._table is RESOURCES:
                listed[contract.id] += record.area_mu or 0
            elif contract.id not in amended:
                _check_lessee(record, contract, report)
        elif record.contract is None and is_let(record):
            label = record._table.by_key["use"].label
            report.add(NO_CONTRACT, at(record, "use"), label=label, use=record.use)
    for contract in contracts.values():
        _check_subject(contract, (*assets, *resources), board.day, report)
    _check_areas(board, listed, contracts, report)


def _check_ids(assets: Sequence[Record], resources: Sequence[Record], report: Report) -> None:
    """No resource bears the id of an asset: their pages lie in one folder."""
    known = {record.id.casefold(): record for record in assets if record.id}
    for record in resources:
        other = known.get(record.id.casefold()) if record.id else None
        if other is not None:
            place = at(other, "id")
            report.add(SAME_ID, at(record, "id"), id=record.id, file=place.file, row=place.line)


def in_force(contract: Record, day: date) -> bool:
    """Whether somebody has the use of a contract's subject on a day, be it after its end."""
    if contract.start is None or contract.end is None or contract.start > day:
        return False
    on = contract.terminated_on
    if contract.status == "已终止" if on is None else on <= day:
        return False
    return bool(day <= contract.end or contract.status == "到期续用")


def names_subject(contract: Record, record: Record) -> bool:
    """Whether a contract's “标的” names an asset: its id, or its name within other words."""
    subject = contract.asset or ""
    return record.id in _PARTS.split(subject) or bool(record.name and record.name in subject)


def _check_let(record: Record, contract: Record, day: date, report: Report) -> None:
    """What names a contract in force is let, and the contract names it."""
    label = record._table.by_key["use"].label
    if in_force(contract, day) and not is_let(record):
        values = {"use": record.use, "contract": contract.id, "end": contract.end}
        report.add(NOT_LET, at(record, "use"), label=label, **values)
    if not names_subject(contract, record):
        here, there = at(record, "contract"), at(contract, "asset")
        stated = f"写的是“{contract.asset}”" if contract.asset else "是空的"
        values = {"id": record.id, "name": record.name, "contract": contract.id, "stated": stated}
        report.add(CONTRACT_SILENT, here, file=there.file, row=there.line, **values)
        report.add(SUBJECT_OTHER, there, file=here.file, row=here.line, **values)


def _check_subject(contract: Record, records: tuple[Record, ...], day: date, report: Report) -> None:
    """What a contract in force names as its subject names the contract."""
    if not contract.asset or not in_force(contract, day):
        return
    parts = {contract.asset, *_PARTS.split(contract.asset)}
    for record in records:
        if record.contract != contract.id and (record.id in parts or record.name in parts):
            here, there = at(contract, "asset"), at(record, "contract")
            stated = f"写的是合同“{record.contract}”" if record.contract else "没有写合同编号"
            values = {"contract": contract.id, "name": record.name, "stated": stated}
            report.add(SUBJECT_UNANSWERED, here, file=there.file, row=there.line, **values)
            report.add(CONTRACT_UNNAMED, there, file=here.file, row=here.line, **values)


def _check_lessee(record: Record, contract: Record, report: Report) -> None:
    if record.lessee and contract.counterparty and record.lessee != contract.counterparty:
        there = at(contract, "counterparty")
        report.add(LESSEE, at(record, "lessee"), contract=contract.id, file=there.file, row=there.line)


def _check_areas(
    board: Board, listed: dict[str, Decimal], contracts: dict[str, Record], report: Report
) -> None:
    """The resources of a contract come to its area."""
    amended = {record.contract for record in board.table("contracts-amendments") if record.field == "area_mu"}
    for record in board.table("resources"):
        if record.contract not in listed or record.contract in amended:
            continue
        contract, area = contracts[record.contract], listed.pop(record.contract)
        if contract.area_mu is not None and contract.area_mu != area:
            there = at(contract, "area_mu")
            report.add(
                AREA,
                at(record, "area_mu"),
                contract=contract.id,
                listed=decimal(area),
                stated=decimal(contract.area_mu),
                difference=decimal(area - contract.area_mu),
                file=there.file,
                row=there.line,
            )
