"""What may be written about tasks, and about how many of them were announced."""

from __future__ import annotations

from decimal import Decimal

from sitegen.diagnostics import Report, error, warning
from sitegen.fields import Day, Field, Id, Integer, Number, Reference
from sitegen.tables import Record, Table, at

WHOLE = Decimal(100)

DUE_BEFORE_START = error(
    "tasks.due-before-start",
    "时限 {due} 早于开始日期 {start}。",
    "请核对“开始”和“时限”，可能两个日期写反了。",
    "the task is due on {due}, before it starts on {start}",
    "check both days; they may be swapped",
)
DONE_BEFORE_START = error(
    "tasks.done-before-start",
    "完成日期 {done} 早于开始日期 {start}。",
    "请核对两个日期。",
    "the task was done on {done}, before it starts on {start}",
    "check both days",
)
PROGRESS = error(
    "tasks.progress",
    "进度写的是 {progress}%，超过了 100%。",
    "请写 0 到 100 之间的数。",
    "a progress of {progress}% is above 100%",
    "write a number from 0 to 100",
)
NOT_FINISHED = error(
    "tasks.done-unfinished",
    "写了完成日期 {done}，进度却是 {progress}%。",
    "完成了的进度写 100 或空着；没有完成的删去“完成日期”。",
    "the task was done on {done}, yet its progress is {progress}%",
    "write 100 or leave “progress” empty; delete “done_on” if it is not done",
)
NO_DAY = warning(
    "tasks.no-day",
    "进度写了 100%，没有写完成日期，看不出是不是按时。",
    "请补上“完成日期”。",
    "the progress is 100%, but “done_on” is missing",
    "fill in “done_on”",
)


def _days_in_order(record: Record, report: Report) -> None:
    """A task is neither due nor done before it starts."""
    if record.start is None:
        return
    if record.due is not None and record.due < record.start:
        report.add(DUE_BEFORE_START, at(record, "due"), due=record.due, start=record.start)
    if record.done_on is not None and record.done_on < record.start:
        report.add(DONE_BEFORE_START, at(record, "done_on"), done=record.done_on, start=record.start)


def _progress_agrees(record: Record, report: Report) -> None:
    """What is done is done in full, and what is done in full was done on a day."""
    progress = record.progress
    if progress is None:
        return
    if progress > WHOLE:
        report.add(PROGRESS, at(record, "progress"), progress=progress)
    elif record.done_on is not None and progress < WHOLE:
        report.add(NOT_FINISHED, at(record, "progress"), done=record.done_on, progress=progress)
    elif record.done_on is None and progress == WHOLE:
        report.add(NO_DAY, at(record, "progress"))


TASKS = Table(
    "tasks",
    "任务",
    (
        Field("id", "编号", Id(), required=True, labels=("任务编号", "项目编号")),
        Field(
            "parent",
            "上级编号",
            Reference("tasks"),
            labels=("上级", "上级任务", "上级任务编号", "所属工程"),
            help="属于哪一项；最上一级空着",
        ),
        Field("title", "事项", required=True, labels=("名称", "任务", "任务名称", "工程名称")),
        Field("owner", "责任单位", required=True, labels=("牵头单位",)),
        Field("team", "专班"),
        Field("start", "开始", Day(), labels=("开始日期", "开工日期", "起")),
        Field("due", "时限", Day(), required=True, labels=("完成时限", "截止日期", "止")),
        Field("progress", "进度", Number(2, unit="%"), labels=("完成进度",)),
        Field("done_on", type=Day()),
    ),
    laws=(_days_in_order, _progress_agrees),
)
DECLARED = Table(
    "tasks-declared",
    "公布的项数",
    (
        Field("name", "说法", required=True, labels=("名称",), help="公布时怎么说，如 十大工程"),
        Field("count", "公布数", Integer(unit="项"), required=True, labels=("项数",)),
        Field("parent", "上级编号", Reference("tasks"), help="哪一项下面的；空着是全部"),
        Field("level", "层次", Integer(least=1, most=100), help="往下第几层；空着是最下一层的事项"),
        Field("source", "来源"),
    ),
)
