"""What editors, designers and the passing of time do to a site between two builds.

Each edit takes the site and a number that picks among its variants, and gives the site as it is afterwards.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from sitegen.paths import built_in
from tests.build.site import Site

Edit = Callable[[Site, int], Site]
T = TypeVar("T")

_DAYS = ["2022-01-20", "2022-03-31", "2022-04-01", "2022-08-17", "2022-08-23", "2022-12-31", "2023-01-01"]
_NOTICE = "---\ntitle: {title}\ndate: {day}\n{more}---\n\n{body}\n"


def _pick(found: list[T], number: int) -> T | None:
    return found[number % len(found)] if found else None


def _village(site: Site, number: int) -> str:
    boards = sorted(
        path.parent for path in site.content.rglob("board.yaml") if (path.parent / "points").is_dir()
    )
    chosen = _pick(boards, number)
    return chosen.relative_to(site.content).as_posix() if chosen else ""


def _file(site: Site, pattern: str, number: int) -> Path | None:
    return _pick(sorted(path for path in site.content.glob(pattern) if path.name[0] not in "._"), number)


def _append(path: Path | None, text: str) -> None:
    if path is not None:
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def book_income(site: Site, number: int) -> Site:
    site.book(_village(site, number), number % 3 + 1, number + 1)
    return site


def contradict_a_balance(site: Site, number: int) -> Site:
    _append(_file(site, "**/finance/2022-??.yaml", number), "adjustment: {amount: 7, reason: 试}\n")
    return site


def delete_a_statement(site: Site, number: int) -> Site:
    path = _file(site, "**/finance/2022-03.yaml", number)
    for part in path.parent.glob("2022-03*") if path else ():
        if part.suffix != ".md":
            part.unlink()
    return site


def word_a_notice_differently(site: Site, number: int) -> Site:
    _append(_file(site, "**/*.md", number), f"\n补充第 {number} 条。\n")
    return site


def add_a_notice(site: Site, number: int) -> Site:
    more = [
        "",
        "notice: {start: 2022-08-10, end: 2022-08-22}\n",
        "category: 低保\nnotice: {start: 2022-01-18, end: 2022-03-31}\n",
        "audience: 党员\n",
        "result: 无异议\n",
        f"withdraw_on: 2022-12-{number % 30 + 1:02d}\n",
    ]
    day = _DAYS[number % len(_DAYS)]
    text = _NOTICE.format(title=f"通知{number}", day=day, more=more[number % len(more)], body="请**知悉**。")
    folder = ("party", "affairs", "finance")[number % 3]
    site.write(f"{_village(site, number)}/{folder}/通知-{number}.md".lstrip("/"), text)
    return site


def attach_a_table(site: Site, number: int) -> Site:
    folder = f"{_village(site, number)}/affairs".lstrip("/")
    site.write(f"{folder}/附表.csv", f"项目,数量\n路灯,{number}\n")
    text = _NOTICE.format(title="附表", day="2022-02-01", more="attachments: [附表.csv]\n", body="见附件。")
    site.write(f"{folder}/with-table.md", text)
    return site


def rename_a_notice(site: Site, number: int) -> Site:
    path = _file(site, "**/*.md", number)
    if path:
        path.rename(path.with_name(f"{path.stem}-改{number}.md"))
    return site


def delete_a_notice(site: Site, number: int) -> Site:
    path = _file(site, "**/*.md", number)
    if path:
        path.unlink()
    return site


def retitle_a_contract(site: Site, number: int) -> Site:
    path = _file(site, "**/contracts/contracts.csv", number)
    if path:
        text = path.read_text(encoding="utf-8").replace("合同,", f"合同（{number}）,", 1)
        path.write_text(text, encoding="utf-8")
    return site


def drop_the_payments(site: Site, number: int) -> Site:
    path = _file(site, "**/contracts/payments.csv", number)
    if path:
        path.unlink()
    return site


def rename_a_household(site: Site, number: int) -> Site:
    path = _file(site, "**/points/households.csv", number)
    if path:
        lines = path.read_text(encoding="utf-8").splitlines()
        at = number % (len(lines) - 1) + 1
        fields = lines[at].split(",")
        fields[1] = ("欧阳云溪", "孔曹", "严佩恩")[number % 3]
        lines[at] = ",".join(fields)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return site


def enter_points(site: Site, number: int) -> Site:
    path = _file(site, "**/points/2022-Q2.csv", number)
    _append(path, f"x{number},2022-06-{number % 28 + 1:02d},H002,A6,1.5,,,补记\n")
    return site


def mend_a_rule(site: Site, number: int) -> Site:
    path = _file(site, "**/points/rules.yaml", number)
    if path:
        text = path.read_text(encoding="utf-8").replace("庭院整洁", f"庭院整洁{number}")
        path.write_text(text, encoding="utf-8")
    return site


def rename_a_board(site: Site, number: int) -> Site:
    path = _file(site, "**/board.yaml", number)
    if path:
        text = path.read_text(encoding="utf-8")
        name = text.splitlines()[0]
        path.write_text(text.replace(name, f"name: 新名{number}", 1), encoding="utf-8")
    return site


def describe_a_board(site: Site, number: int) -> Site:
    path = _file(site, "**/board.yaml", number)
    if path and "introduction" not in path.read_text(encoding="utf-8"):
        _append(
            path, f"introduction: 简介{number}\nhotline: 0372-555012{number % 10}\nformerly: [old/{number}]\n"
        )
    return site


def move_a_village(site: Site, number: int) -> Site:
    village = _village(site, number)
    target = (site.content / village).with_name(f"w{number}")
    if village and not target.exists():
        (site.content / village).rename(target)
    return site


def copy_a_village(site: Site, number: int) -> Site:
    village = _village(site, number)
    target = site.content / "t01" / f"copy{number}"
    if village and not target.exists() and target.parent.is_dir():
        shutil.copytree(site.content / village, target)
    return site


def delete_a_village(site: Site, number: int) -> Site:
    villages = sorted(site.content.glob("t01/*/points"))
    if len(villages) > 1:
        shutil.rmtree(villages[number % len(villages)].parent)
    return site


def delete_a_register(site: Site, number: int) -> Site:
    register = ("party", "points", "contracts", "affairs", "finance")[number % 5]
    folder = site.content / _village(site, number) / register
    if folder != site.content / register and folder.is_dir():
        shutil.rmtree(folder)
    return site


def add_a_register_of_our_own(site: Site, number: int) -> Site:
    fields = "[{key: id, label: 编号, type: id, required: 是}, {key: what, label: 设施, type: text}]"
    site.settings(
        title=f"样板{number}", registers=f"\n  water:\n    title: 饮水{number}\n    fields: {fields}"
    )
    site.write(f"{_village(site, number)}/water/water.csv".lstrip("/"), f"id,what\nW{number},水塔\n")
    return site


def set_the_site(site: Site, number: int) -> Site:
    choices: list[dict[str, object]] = [
        {"title": f"公开栏{number}"},
        {"base_url": "https://example.org/x/"},
        {"audience": "hall"},
        {"privacy": "{names: full}"},
        {"calendar": "{preset: chongqing}"},
        {"calendar": "{preset: national, finance: quarterly}"},
    ]
    site.settings(**choices[number % len(choices)])
    return site


def delete_the_settings(site: Site, number: int) -> Site:
    (site.content / "site.yaml").unlink(missing_ok=True)
    return site


def override_a_template(site: Site, number: int) -> Site:
    names = [
        "finance/statement.html",
        "macros/page.html",
        "base.html",
        "chrome_top.html",
        "notices/strip.html",
    ]
    name = names[number % len(names)]
    target = site.root / "templates" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    text = (built_in("templates") / name).read_text(encoding="utf-8")
    target.write_text(text.replace("</p>", f"<!--{number}--></p>") + f"{{# {number} #}}", encoding="utf-8")
    return site


def delete_the_templates(site: Site, number: int) -> Site:
    shutil.rmtree(site.root / "templates", ignore_errors=True)
    return site


def make_a_theme(site: Site, number: int) -> Site:
    theme = site.root / "themes" / "own"
    (theme / "static").mkdir(parents=True, exist_ok=True)
    (theme / "templates" / "home").mkdir(parents=True, exist_ok=True)
    (theme / "theme.yaml").write_text('name: own\ntitle: 自有\nversion: "1.0"\n', encoding="utf-8")
    (theme / "static" / f"own{number % 2}.css").write_text(f"p {{ margin: {number}px }}\n", encoding="utf-8")
    text = (built_in("templates") / "home" / "board.html").read_text(encoding="utf-8")
    changed = text.replace("{% block main %}", f"{{% block main %}}<!-- {number} -->")
    (theme / "templates" / "home" / "board.html").write_text(changed, encoding="utf-8")
    return replace(site, options=replace(site.options, theme="own"))


def choose_the_default_theme(site: Site, number: int) -> Site:
    return replace(site, options=replace(site.options, theme=None))


def build_for_the_hall(site: Site, number: int) -> Site:
    audience = (None, "hall", "public")[number % 3]
    return replace(site, options=replace(site.options, audience=audience))


def go_to_another_day(site: Site, number: int) -> Site:
    day = date.fromisoformat(_DAYS[number % len(_DAYS)])
    return replace(site, options=replace(site.options, day=day))


def touch_everything(site: Site, number: int) -> Site:
    for path in site.content.rglob("*.*"):
        os.utime(path, (number * 1_000_000, number * 1_000_000))
    return site


def leave_a_draft(site: Site, number: int) -> Site:
    site.write(f"{_village(site, number)}/affairs/_草稿.md".lstrip("/"), f"还没写完 {number}")
    return site


def break_a_notice(site: Site, number: int) -> Site:
    _append(_file(site, "**/party/*.md", number), "")
    path = _file(site, "**/party/*.md", number)
    if path:
        path.write_text(path.read_text(encoding="utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    return site


def mend_all_notices(site: Site, number: int) -> Site:
    for path in site.content.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        if "titel:" in text:
            path.write_text(text.replace("titel:", "title:"), encoding="utf-8")
    return site


EDITS: tuple[Edit, ...] = (
    book_income,
    contradict_a_balance,
    delete_a_statement,
    word_a_notice_differently,
    add_a_notice,
    attach_a_table,
    rename_a_notice,
    delete_a_notice,
    retitle_a_contract,
    drop_the_payments,
    rename_a_household,
    enter_points,
    mend_a_rule,
    rename_a_board,
    describe_a_board,
    move_a_village,
    copy_a_village,
    delete_a_village,
    delete_a_register,
    add_a_register_of_our_own,
    set_the_site,
    delete_the_settings,
    override_a_template,
    delete_the_templates,
    make_a_theme,
    choose_the_default_theme,
    build_for_the_hall,
    go_to_another_day,
    touch_everything,
    leave_a_draft,
    break_a_notice,
    mend_all_notices,
)
