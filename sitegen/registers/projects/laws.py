"""The laws of projects that look beyond one record: their steps, and what statements booked. Amounts are fen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from sitegen.diagnostics import Report, error, warning
from sitegen.formats import money
from sitegen.registers.board import Board
from sitegen.registers.projects.passage import histories, jumped
from sitegen.registers.projects.tables import STAGES
from sitegen.tables import Record, at

ORDER = error(
    "projects.stage-order",
    "“{stage}”写的是 {on}，早于前面一步“{before}”的 {before_on}（第 {row} 行）。",
    "步骤的先后是：{stages}。请核对两个日期；退回重报的，把每一次都写上。",
    "“{stage}” ({on}) comes before “{before}” ({before_on}, line {row})",
    "check both days; of what was sent back write every time",
)
JUMPED = warning(
    "projects.jumped",
    "项目“{project}”没有经过“{missing}”就到了“{stage}”。",
    "请在阶段记录里补上漏写的步骤；确实跳过的，请在“意见”里写明依据。",
    "the project “{project}” came to “{stage}” without “{missing}”",
    "add the missing steps, or give the reason under “opinion”",
)
STAGE_DIFFERS = warning(
    "projects.stage-differs",
    "阶段写的是“{stage}”，阶段记录里最后一步是“{last}”（{on}，第 {row} 行）。",
    "请更新“阶段”，或补上漏写的一步。",
    "the stage says “{stage}”, the last step in the history is “{last}” ({on}, line {row})",
    "bring “stage” up to date, or add the missing step",
)
NOT_BOOKED = warning(
    "projects.not-booked",
    "项目“{project}”写着到位资金 {granted}，可是收支表里没有一笔收入写着这个项目编号。",
    "请在收到这笔钱的那一笔收入里写“项目编号: {project}”；钱没有进村里账的，请在备注里说明。",
    "{granted} was granted to “{project}”, but no income line of a statement names it",
    "write its id under “project” in the line that received it; say in the note if it went elsewhere",
)
LOOKS_GRANTED = warning(
    "projects.line-unnamed",
    "这一笔收入的金额 {granted} 正好是项目“{project}”（{file} 第 {row} 行）的到位资金，却没有写项目编号。",
    "如果就是这个项目的钱，请写“项目编号: {project}”。",
    "this income of {granted} is just what “{project}” ({file}, line {row}) was granted, but does not name it",
    "if it is the project's money, write its id under “project”",
)
DIFFERS = warning(
    "projects.booked-differs",
    "项目“{project}”写的到位资金是 {granted}，收支表里写着它的收入合计是 {booked}（差 {difference}）。",
    "请核对“到位资金”和收支表里写的项目编号。",
    "“{project}” says {granted} was granted, the income lines that name it add up to {booked}",
    "check “granted”, and the ids in the statements",
)
LINE_DIFFERS = warning(
    "projects.line-differs",
    "写着项目“{project}”的收入合计是 {booked}，{file} 第 {row} 行写的到位资金是 {granted}（差 {difference}）。",
    "请核对这一笔的项目编号，或更正项目库。",
    "the income lines that name “{project}” add up to {booked}, but {file} (line {row}) says {granted}",
    "check the id in this line, or correct the register of projects",
)


def check_projects(board: Board, report: Report) -> None:
    """All laws, project by project."""
    steps = histories(board.table("project-stages"))
    for project in board.table("projects"):
        if project.id:
            _check_steps(project, steps.get(project.id, []), board.day, report)
    _check_bookings(board, report)


def _check_steps(project: Record, steps: Sequence[Record], day: date, report: Report) -> None:
    first: dict[str, Record] = {}
    for step in steps:
        first.setdefault(step.stage, step)
    reached = [word for word in STAGES if word in first]
    for before, stage in pairwise(reached):
        earlier, later = first[before], first[stage]
        if later.date < earlier.date:
            report.add(
                ORDER,
                at(later, "date"),
                stage=stage,
                on=later.date,
                before=before,
                before_on=earlier.date,
                row=at(earlier).line,
                stages="、".join(STAGES),
            )
            return
    missing = jumped(project.stage, steps)
    if missing:
        after = next((word for word in reached if STAGES.index(word) > STAGES.index(missing[0])), None)
        place = at(first[after], "stage") if after else at(project, "stage")
        words = "”“".join(missing)
        report.add(JUMPED, place, project=project.id, missing=words, stage=after or project.stage)
    past = [step for step in steps if step.date <= day]
    if past and project.stage and past[-1].stage != project.stage:
        last = past[-1]
        values = {"stage": project.stage, "last": last.stage, "on": last.date, "row": at(last).line}
        report.add(STAGE_DIFFERS, at(project, "stage"), **values)


def _check_bookings(board: Board, report: Report) -> None:
    """What was granted was received. Both ends of what does not fit are named."""
    if not board.table("finance"):
        return
    from sitegen.registers.finance.bookings import booked_lines

    lines: dict[str, list[tuple[int, Record]]] = defaultdict(list)
    for booking, line in booked_lines(board, "project", ("income",)):
        if booking.on <= board.day:
            lines[booking.of].append((booking.amount, line))
    for project in board.table("projects"):
        received = lines.get(project.id, [])
        if project.granted and not received:
            _report_unbooked(board, project, report)
        elif sum(amount for amount, _ in received) != (project.granted or 0):
            _report_difference(project, received, report)


def _report_unbooked(board: Board, project: Record, report: Report) -> None:
    place = at(project, "granted")
    values = {"project": project.id, "granted": money(project.granted)}
    report.add(NOT_BOOKED, place, **values)
    for statement in board.table("finance"):
        for line in statement.income or ():
            if line.amount == project.granted and line.project is None:
                report.add(LOOKS_GRANTED, at(line, "amount"), **values, file=place.file, row=place.line)


def _report_difference(project: Record, received: Sequence[tuple[int, Record]], report: Report) -> None:
    booked, place = sum(amount for amount, _ in received), at(project, "granted")
    values = {
        "project": project.id,
        "granted": money(project.granted or 0),
        "booked": money(booked),
        "difference": money(booked - (project.granted or 0)),
    }
    report.add(DIFFERS, place, **values)
    for _, line in received:
        report.add(LINE_DIFFERS, at(line, "project"), **values, file=place.file, row=place.line)
