"""What both kinds of files share: names that are no fields, values that a message may not quote, unusual words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import Place, Report, error
from sitegen.fields import UNUSUAL, BadValue, Choice, Field, nearest
from sitegen.guard.columns import forbidden_column

if TYPE_CHECKING:
    from sitegen.tables import Table

UNKNOWN = error(
    "table.unknown-field",
    "没有“{name}”这个字段。",
    "{hint}这里可以写：{known}。",
    "unknown field “{name}”",
    "{hint_en}known fields: {known}",
)
FORBIDDEN = error(
    "privacy.column",
    "“{name}”这一列（{meaning}）属于个人隐私，任何地方都不得公开。",
    "请把这一列整列删去；提交过的旧文件里也要清除。",
    "the column “{name}” ({meaning}) is private and may not be published anywhere",
    "delete the whole column, from older versions of the file too",
)
_COLON = re.compile(r"(.+?)\s*([:：])\s*(\S.*)")


def report_unknown(table: Table, name: str, place: Place, report: Report) -> None:
    """A name that is no field's: a colon glued to its value, a private column, or a slip of the pen."""
    glued = _COLON.fullmatch(name)
    if glued and table.named(glued[1]) is not None:
        from sitegen.sources.yaml_mistakes import COLON, COLON_SPACE  # only where there is a mistake

        report.add(COLON if glued[2] == "：" else COLON_SPACE, place, key=glued[1], value=glued[3])
        return
    meaning = forbidden_column(name) if table.forbid_columns else None
    if meaning:
        report.add(FORBIDDEN, place, name=name, meaning=meaning)
        return
    near = nearest(name, [f.label for f in table.fields] + [f.key for f in table.fields])
    report.add(
        UNKNOWN,
        place,
        name=name,
        hint=f"是不是想写“{near}”？" if near else "",
        hint_en=f"did you mean “{near}”? " if near else "",
        known="、".join(f.label for f in table.fields),
    )


def quotable(known: Field, bad: BadValue) -> dict[str, Any]:
    """The values a message may quote: never those of a private field."""
    return {k: ("…" if known.type.person and k == "value" else v) for k, v in bad.values.items()}


def warn_unusual(known: Field, value: Any, place: Place, report: Report) -> None:
    """Warn about a word that is not among the usual ones, where others are allowed."""
    kind = known.type
    if isinstance(kind, Choice) and kind.open and value not in kind.values:
        report.add(UNUSUAL, place, label=known.label, value=value, choices="、".join(kind.values))
