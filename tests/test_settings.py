"""`content/site.yaml`: every setting has a meaning, a default and a place where its mistake is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.diagnostics import Report
from sitegen.settings import Allowance, Settings, read_settings


def read(tmp_path: Path, text: str) -> tuple[Settings, list[tuple[str, int, int]]]:
    content = tmp_path / "content"
    content.mkdir(exist_ok=True)
    (content / "site.yaml").write_text(text, encoding="utf-8")
    report = Report()
    settings, _ = read_settings(content, report)
    assert all(d.file == "content/site.yaml" for d in report.diagnostics)
    return settings, [(d.code, d.line, d.column) for d in report.sorted()]


def test_a_site_needs_no_settings(tmp_path: Path) -> None:
    report = Report()
    assert read_settings(tmp_path, report) == (Settings(), None)
    assert read(tmp_path, "")[0] == Settings()
    assert read(tmp_path, "# 说明\n") == (Settings(), [])
    settings = Settings()
    assert (settings.names, settings.audience, settings.language) == ("masked", "public", "zh-CN")


def test_all_settings_in_chinese(tmp_path: Path) -> None:
    settings, found = read(
        tmp_path,
        "标题: 柳树镇公开\n网址: https://example.gov.cn/x\n语言: 英文\n时区: Asia/Urumqi\n公开对象: 村务大厅\n"
        "到期提醒天数: 30\n公开日历:\n  规则: 重庆\n  财务公开周期: 每季\n  公开截止日: 15\n  公示保留天数: 7\n  答复天数: 10\n"
        "隐私:\n  姓名: 全名\n  单位名单: 张家大院、老李农场\n  例外:\n    - {文件: a.md, 字段: 正文, 理由: 单位电话}\n",
    )
    assert found == []
    assert settings.title == "柳树镇公开"
    assert settings.base_url == "https://example.gov.cn/x/"
    assert (settings.language, settings.timezone, settings.audience) == ("en", "Asia/Urumqi", "hall")
    assert (settings.expiring_days, settings.names) == (30, "full")
    calendar = settings.calendar
    assert (calendar.preset, calendar.finance, calendar.due_day) == ("chongqing", "quarterly", 15)
    assert (calendar.keep_days, calendar.answer_days) == (7, 10)
    assert set(settings.organisations) == {"张家大院", "老李农场"}
    assert settings.allow == (Allowance("a.md", "正文", "单位电话"),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- a\n", [("table.not-a-record", 1, 1)]),
        ("标题：甲\n", [("yaml.colon", 1, 3)]),
        ("titel: 甲\n", [("table.unknown-field", 1, 1)]),
        ("timezone: 北京\n", [("site.timezone", 1, 11)]),
        ("timezone: ../../etc/passwd\n", [("site.timezone", 1, 11)]),
        ("base_url: example.cn\n", [("site.base-url", 1, 11)]),
        ("base_url: javascript:alert(1)\n", [("site.base-url", 1, 11)]),
        ("theme: ../x\n", [("field.id", 1, 8)]),
        ("audience: 党员\n", [("field.choice", 1, 11)]),
        ("expiring_days: 0\n", [("field.range", 1, 16)]),
        ("calendar: 重庆\n", [("table.not-a-record", 1, 11)]),
        ("calendar: {preset: 北京}\n", [("field.choice", 1, 20)]),
        ("calendar:\n  due_day: 31\n", [("field.range", 2, 12)]),
        ("privacy: 全名\n", [("table.not-a-record", 1, 10)]),
        ("privacy: {names: 公开}\n", [("field.choice", 1, 18)]),
        ("privacy:\n  allow:\n    - {file: a.md, field: 正文}\n", [("table.missing-value", 3, 7)]),
        ("privacy: {allow: 全部}\n", [("field.shape", 1, 18)]),
        ("registers: [roads]\n", [("field.shape", 1, 12)]),
    ],
)
def test_a_mistake_is_named_at_its_value_and_the_rest_is_read(
    tmp_path: Path, text: str, found: list[tuple[str, int, int]]
) -> None:
    settings, findings = read(tmp_path, text)
    assert findings == found
    assert settings.names == "masked"
