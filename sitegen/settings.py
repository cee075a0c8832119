"""The settings of a site: `content/site.yaml`. All optional; every page sees only what stands here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from sitegen.diagnostics import ContentError, Report, error
from sitegen.fields import SHAPE, BadValue, Boolean, Choice, Field, Id, Integer, Many, One, Texts, Type
from sitegen.guard.calendar import Calendar
from sitegen.languages import CODES, NAMES, SOURCE
from sitegen.sources.text import read_source
from sitegen.sources.yaml import read_yaml
from sitegen.sources.yaml_nodes import YamlMap
from sitegen.tables import Record, Table, at

ZONE = error(
    "site.timezone",
    "没有“{value}”这个时区。",
    "请写 Asia/Shanghai 这样的时区名。",
    "there is no time zone “{value}”",
    "write a name such as Asia/Shanghai",
)
BASE_URL = error(
    "site.base-url",
    "网址“{value}”不完整。",
    "请写成 https://example.gov.cn/village/ 的样子，以 http:// 或 https:// 开头。",
    "“{value}” is no complete address",
    "write e.g. https://example.gov.cn/village/",
)


class Definitions(Type):
    """The registers that a site defines itself: kept as read, compiled by `registers.custom`."""

    name = "mapping"

    def read(self, node: object, label: str) -> YamlMap:
        if isinstance(node, YamlMap):
            return node
        raise BadValue(SHAPE, label=label, expected="“文件夹名: 定义”", expected_en="“folder: definition”")


CALENDAR = Table(
    "calendar",
    "公开日历",
    (
        Field(
            "preset",
            "规则",
            Choice(
                ("national", "chongqing", "shandong"),
                {"全国": "national", "重庆": "chongqing", "山东": "shandong"},
            ),
            default="national",
        ),
        Field(
            "finance",
            "财务公开周期",
            Choice(("monthly", "quarterly"), {"每月": "monthly", "每季": "quarterly"}),
        ),
        Field("due_day", "公开截止日", Integer(least=1, most=28)),
        Field("keep_days", "公示保留天数", Integer(least=1, most=3650)),
        Field("answer_days", "答复天数", Integer(least=1, most=365)),
    ),
    note=False,
)
ALLOW = Table(
    "allow",
    "例外",
    (
        Field("file", "文件", required=True),
        Field("field", "字段", required=True),
        Field("reason", "理由", required=True),
    ),
    note=False,
)
PRIVACY = Table(
    "privacy",
    "隐私",
    (
        Field(
            "names", "姓名", Choice(("masked", "full"), {"遮盖": "masked", "全名": "full"}), default="masked"
        ),
        Field("search_initials", "按首字母查找", Boolean(), default=False),
        Field("organisations", "单位名单", Texts(), default=()),
        Field("allow", "例外", Many(ALLOW)),
    ),
    note=False,
)
SITE = Table(
    "site",
    "站点设置",
    (
        Field("title", "标题"),
        Field("base_url", "网址"),
        Field("language", "语言", Choice(CODES, NAMES), default=SOURCE),
        Field("timezone", "时区", default="Asia/Shanghai"),
        Field("theme", "主题", Id(), default="default"),
        Field(
            "audience",
            "公开对象",
            Choice(("public", "hall"), {"社会": "public", "村务大厅": "hall"}),
            default="public",
        ),
        Field("calendar", "公开日历", One(CALENDAR)),
        Field("privacy", "隐私", One(PRIVACY)),
        Field("expiring_days", "到期提醒天数", Integer(least=1, most=3650), default=90),
        Field("registers", "自定台账", Definitions()),
    ),
    note=False,
)


class Allowance(Struct, frozen=True):
    """A private-looking value that is published for a reason: in which file (from the content folder) and field."""

    file: str
    field: str
    reason: str


@dataclass(frozen=True)
class Settings:
    """What every page of the site depends on. `expiring_days`: a contract that ends within them is 即将到期;
    `search_initials`: households may be looked for by the initials of their full names, though those are masked."""

    title: str | None = None
    base_url: str | None = None
    language: str = SOURCE
    timezone: str = "Asia/Shanghai"
    theme: str = "default"
    audience: str = "public"
    names: str = "masked"
    search_initials: bool = False
    organisations: tuple[str, ...] = ()
    allow: tuple[Allowance, ...] = ()
    expiring_days: int = 90
    calendar: Calendar = field(default_factory=Calendar)


def read_settings(content: Path, report: Report) -> tuple[Settings, Record | None]:
    """The settings of the site, and their record (which holds the definitions of the site's own registers)."""
    path = content / "site.yaml"
    if not path.exists():
        return Settings(), None
    try:
        source = read_source(path, f"{content.name}/site.yaml", report)
        node = read_yaml(source)
    except ContentError as failure:
        report.add(failure.message, failure.place, **failure.values)
        return Settings(), None
    if node is None:
        return Settings(), None
    record = SITE.read_map(node, source, source.place(1, 1), report)
    if record is None:
        return Settings(), None
    return _settings(record, report), record


def _settings(record: Record, report: Report) -> Settings:
    settings = Settings(
        title=record.title,
        base_url=record.base_url,
        language=record.language or SOURCE,
        timezone=record.timezone or "Asia/Shanghai",
        theme=record.theme or "default",
        audience=record.audience or "public",
        expiring_days=record.expiring_days or 90,
    )
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        report.add(ZONE, at(record, "timezone"), value=settings.timezone)
    if settings.base_url is not None:
        if not settings.base_url.startswith(("http://", "https://")) or " " in settings.base_url:
            report.add(BASE_URL, at(record, "base_url"), value=settings.base_url)
        settings = replace(settings, base_url=settings.base_url.rstrip("/") + "/")
    if record.privacy is not None:
        privacy = record.privacy
        settings = replace(
            settings,
            names=privacy.names or "masked",
            search_initials=bool(privacy.search_initials),
            organisations=tuple(sorted(set(privacy.organisations or ()))),
            allow=tuple(
                Allowance(a.file, a.field, a.reason) for a in privacy.allow or () if a.file and a.field
            ),
        )
    if record.calendar is not None:
        c = record.calendar
        settings = replace(
            settings,
            calendar=Calendar(
                preset=c.preset or "national",
                finance=c.finance,
                due_day=c.due_day,
                keep_days=c.keep_days,
                answer_days=c.answer_days,
            ),
        )
    return settings
