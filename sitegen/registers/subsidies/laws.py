"""The laws of a list of subsidies: its notice period, its file's name, and area × standard = amount (fen)."""

from __future__ import annotations

from sitegen.diagnostics import Report, error, warning
from sitegen.fields import valid_id
from sitegen.formats import decimal, money, quotient
from sitegen.registers.board import Board
from sitegen.registers.subsidies.tables import stem_of
from sitegen.tables import Record, at
from sitegen.workdays import years_unarranged

ONE_YUAN = 100

NOTICE = error(
    "subsidies.notice",
    "公示期写反了：结束 {end} 早于开始 {start}。",
    "请核对两个日期；公示期首尾两天都算在内，过后名单自动撤下。",
    "the notice period ends on {end}, before its start {start}",
    "check both days; both are part of the period, after which the list is taken down",
)
GUESSED = warning(
    "subsidies.working-days",
    "公示期按工作日计，可是 {years} 年的放假安排还不知道，只按周一到周五算。",
    "放假安排公布以后请更新程序，或按自然日写公示期。",
    "the notice counts working days, but the holidays of {years} are not known yet",
    "update the program once they are announced, or count calendar days",
)
STEM = error(
    "subsidies.file-name",
    "文件名“{stem}”不能做网址。",
    "请只用汉字、字母、数字和 - _，不要叫 index，例如 2022-gengdi.yaml。",
    "the file name “{stem}” can't be part of an address",
    "use letters, digits, Han, - and _ only, e.g. 2022-farmland.yaml",
)
SAME_PAGE = error(
    "subsidies.same-page",
    "“{name}”和“{other}”会变成同一个网页。",
    "请给其中一个换个名字。",
    "“{name}” and “{other}” would both become the same page",
    "rename one of them",
)
PRODUCT = error(
    "subsidies.product",
    "面积 {area} 亩 × 标准 {standard} 元 = {product}，金额写的是 {amount}（差 {difference}）。",
    "请核对这一行的面积、金额，和文件里的标准。",
    "{area} mu × {standard} yuan = {product}, but the amount says {amount}",
    "check area, amount and standard",
)
NEAR_PRODUCT = warning(
    "subsidies.product-near",
    "面积 {area} 亩 × 标准 {standard} 元 = {product}，金额写的是 {amount}（差 {difference}，不到 1 元）。",
    "多半是取整；不是的话请核对面积、标准和金额。",
    "{area} mu × {standard} yuan = {product}, but the amount says {amount}, less than 1 yuan off",
    "if this isn't rounding, check area, standard and amount",
)
TWICE = warning(
    "subsidies.twice",
    "户号“{household}”在名单里出现了两次（另一处在第 {other} 行）。",
    "同一户合并成一行；确实分开发放的，在备注里说明。",
    "the household “{household}” stands twice (also on line {other})",
    "put both into one row, or say in the note why there are two",
)


def check_subsidies(board: Board, report: Report) -> None:
    """All laws, list by list."""
    taken: dict[str, str] = {}
    for record in board.table("subsidies"):
        _check_name(record, taken, report)
        _check_notice(record, report)
        seen: dict[str, Record] = {}
        for row in record.rows or ():
            check_product(record, row, report)
            if row.household is not None:
                first = seen.setdefault(row.household, row)
                if first is not row:
                    place = at(row, "household")
                    report.add(TWICE, place, household=row.household, other=at(first).line)


def _check_name(record: Record, taken: dict[str, str], report: Report) -> None:
    stem, name = stem_of(record), record._source.path.rpartition("/")[2]
    if not valid_id(stem):
        report.add(STEM, record._source.place(), stem=stem)
    other = taken.setdefault(stem.casefold(), name)
    if other != name:
        report.add(SAME_PAGE, record._source.place(), name=name, other=other)


def _check_notice(record: Record, report: Report) -> None:
    notice = record.notice
    if notice is None or notice.start is None or notice.end is None:
        return
    if notice.end < notice.start:
        report.add(NOTICE, at(notice, "end"), start=notice.start, end=notice.end)
    elif notice.days == "working" and (years := years_unarranged(notice.start, notice.end)):
        report.add(GUESSED, at(notice, "days"), years="、".join(map(str, years)))


def check_product(record: Record, row: Record, report: Report) -> None:
    """Area × standard is the amount to the fen; less than a yuan off it may be rounding."""
    if record.standard is None or row.area_mu is None or row.amount is None:
        return
    product = quotient(row.area_mu * record.standard * 100, 1, 0)
    assert product is not None
    difference = row.amount - int(product)
    if difference:
        report.add(
            PRODUCT if abs(difference) >= ONE_YUAN else NEAR_PRODUCT,
            at(row, "amount"),
            area=decimal(row.area_mu),
            standard=decimal(record.standard),
            product=money(int(product)),
            amount=money(row.amount),
            difference=money(difference),
        )
