"""What `sitegen new` writes: small, sound files to start from."""

from __future__ import annotations

import re
from datetime import date

from sitegen.days import Period
from sitegen.formats import yuan
from sitegen.tables import Table


def site(name: str, day: date) -> dict[str, str]:
    """A complete small site: path from the site root → text. `day` dates its first notice."""
    month = f"{day.year:04d}-{day.month:02d}"
    return {
        "content/site.yaml": SITE.format(title=scalar(f"{name}公开栏")),
        "content/board.yaml": board(name, "村"),
        f"content/affairs/{day.isoformat()}-start.md": notice(
            "公开栏开通公告", day, "村务公开", f"{name}村民委员会"
        ),
        f"content/finance/{month}.yaml": statement(Period.parse(month), 0),
    }


SITE = """\
# 站点设置。说明见 docs/content.md；“#”后面是注释。
title: {title}
calendar:
  preset: national      # 公开时限规则：national（全国）、chongqing（重庆）、shandong（山东）
  finance: monthly      # 财务每月公开；每季公开写 quarterly
privacy:
  names: masked         # 村民姓名中间用 * 代替；职务人员照写
"""


def scalar(text: str) -> str:
    """A text as a YAML value: in quotes where it would not be read as it stands."""
    if _PLAIN.fullmatch(text) and text.lower() != "null":
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_PLAIN = re.compile(
    r"[A-Za-z\u4e00-\u9fff〇（）《》“”、，。0-9]+(?: ?[A-Za-z\u4e00-\u9fff〇（）《》“”、，。0-9-]+)*"
)


def board(name: str, level: str) -> str:
    """A `board.yaml`."""
    return f"""\
name: {scalar(name)}
level: {level}
# code: "410522103201"   # 统计用区划代码
# hotline: 0000-0000000   # 监督电话
"""


def notice(title: str, day: date, category: str, issuer: str) -> str:
    """A notice with its front matter."""
    return f"""\
---
title: {scalar(title)}
date: {day.isoformat()}
category: {category}
issuer: {scalar(issuer)}
---

在这里写正文。空一行就是另起一段。

## 小标题

- 一条
- 又一条
"""


def statement(period: Period, opening: int, book: str | None = None) -> str:
    """A statement without entries; its opening (fen) is the last closing."""
    named = f"book: {scalar(book)}\n" if book else ""
    first = period.first.isoformat()
    return f"""\
period: {period.text}
{named}opening: {yuan(opening)}
# 收入，一笔一条：
income: []
#  - date: {first}
#    item: 鱼塘承包费
#    category: 发包收入
#    amount: 1000.00
#    voucher: 记-001
# 支出，一笔一条：
expense: []
#  - date: {first}
#    item: 路灯维修
#    category: 公益支出
#    amount: 200.00
#    voucher: 记-002
closing: {yuan(opening)}
# reviewed_by: 监委会主任姓名
# reviewed_on: {period.last.isoformat()}
"""


def sheet(table: Table) -> str:
    """A CSV with the table's header row: every field by its Chinese label."""
    return ",".join(f.label for f in table.fields) + "\n"
