"""Pages that show every component of the default theme with realistic, invented data.

    python -m tests.look.specimen OUTPUT

A designer's proof sheet: templates, style sheets and charts without the rest of the program.
"""

from __future__ import annotations

import shutil
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sitegen import formats
from sitegen.paper.qr import qr_svg
from sitegen.render import charts
from tests.look import figures

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).with_name("pages")

SITE = {
    "title": "三务公开样板",
    "language": "zh-CN",
    "base_url": "",
    "theme": "default",
    "audience": "public",
    "glossary": "glossary",
    "from_right": False,
}
NAV = [
    {"key": key, "label": label, "seal": "", "href": f"{page}.html", "disclosure": disclosure}
    for key, label, disclosure, page in (
        ("party", "党务公告", "party", "notice"),
        ("meetings", "三会一课", "party", "sheet"),
        ("affairs", "村务公告", "affairs", "notice"),
        ("points", "积分", "affairs", "points"),
        ("grid", "网格", "affairs", "sheet"),
        ("deliberations", "民主议事", "affairs", "sheet"),
        ("finance", "财务收支", "finance", "statement"),
        ("contracts", "合同", "finance", "contracts"),
        ("assets", "资产资源", "finance", "sheet"),
    )
]
TITLES = {
    "home": ("杉树坪村", None, None),
    "statement": ("2022年6月财务收支", "finance", "finance"),
    "points": ("2022年第二季度积分排名", "points", "affairs"),
    "contracts": ("合同台账", "contracts", "finance"),
    "notice": ("关于二号鱼塘承包合同续签的公示", "affairs", "affairs"),
    "township": ("示例镇", None, None),
    "sheet": ("部件样张", "assets", "finance"),
}


def environment() -> Environment:
    """Templates with the filters the program gives them; undefined names are errors."""
    env = Environment(
        loader=FileSystemLoader([PAGES, ROOT / "templates"]), autoescape=True, undefined=StrictUndefined
    )
    env.filters.update(
        money=formats.money,
        yuan=formats.yuan,
        area=formats.decimal,
        points=formats.points,
        percent=formats.percent,
        cn_day=formats.cn_day,
        md=formats.month_day,
        iso=formats.iso,
        dash=lambda value: formats.MISSING if value is None else value,
    )
    return env


def board(name: str) -> dict[str, Any]:
    """What templates know of a board."""
    return {
        "name": name,
        "level": "village",
        "level_label": "村",
        "path": "shanshuping",
        "code": "990101001201",
        "population": 1268,
        "households": 386,
        "address": "示例镇杉树坪村一组 1 号",
        "hotline": "0000-8123456",
        "secretary": "",
        "introduction": "",
        "demonstration": True,
        "updated": date(2022, 7, 8),
    }


def render(output: Path) -> list[Path]:
    """Writes the specimen pages and the theme's files below `output`; returns the pages."""
    env = environment()
    shutil.copytree(ROOT / "themes/default/static", output / "_static", dirs_exist_ok=True)
    (output / "_static/built.js").write_text('window.sitegenBuilt = "2022-07-08";\n', encoding="utf-8")
    written = []
    for name, (title, register, disclosure) in TITLES.items():
        shared = {
            "site": SITE,
            "board": board("示例镇" if name == "township" else "杉树坪村"),
            "nav": NAV,
            "home": "",
            "root": "",
            "static": "_static/",
            "register": register,
        }
        page = {
            "title": title,
            "description": f"{title}：杉树坪村三务公开。",
            "register": register,
            "disclosure": disclosure,
            "kind": f"specimen/{name}",
            "path": f"{name}.html",
            "address": None,
            "code": "2A3B4C",
            "qr": Markup(qr_svg("https://village.example.cn/") or ""),
            "text": "【柳树村】一篇公告\n正文。" if name == "notice" else "",
            "text_href": f"{name}.txt",
            "noindex": True,
            "crumbs": []
            if name == "home"
            else [("示例镇", "township.html"), ("杉树坪村", "index.html"), (title, "")],
            "twins": [] if name == "home" else [("CSV 表格", "data.csv"), ("JSON", "data.json")],
        }
        html = env.get_template(f"{name}.html").render(
            **shared,
            page=page,
            chrome_head=Markup(env.get_template("chrome_head.html").render(**shared)),
            chrome_top=Markup(env.get_template("chrome_top.html").render(**shared)),
            chrome_bottom=Markup(env.get_template("chrome_bottom.html").render(**shared)),
            figures=figures,
            charts=charts,
            Decimal=Decimal,
            date=date,
        )
        target = output / ("index.html" if name == "home" else f"{name}.html")
        target.write_text(html, encoding="utf-8")
        written.append(target)
    (output / "data.csv").write_text("", encoding="utf-8")
    (output / "data.json").write_text("[]", encoding="utf-8")
    return written


if __name__ == "__main__":
    render(Path(sys.argv[1]))
