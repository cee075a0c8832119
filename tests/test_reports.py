"""How findings are shown: grouped for people, complete for machines."""

from __future__ import annotations

import json
import re

import pytest

from sitegen.diagnostics import CATALOGUE, Diagnostic, Place, Report, error, promote, warning
from sitegen.reports import as_github, as_json, as_sarif, as_text, count_line

WRONG = error("test.wrong", "“{value}”写错了。", "请改成“{right}”。", "“{value}” is wrong", "write “{right}”")
ODD = warning("test.odd", "“{value}”少见。", "请核对。", "“{value}” is unusual", "check it")


@pytest.fixture
def report() -> Report:
    return Report()


def wrong(report: Report, line: int, file: str = "content/finance/2022-06.yaml", value: str = "一千") -> None:
    report.add(WRONG, Place(file, line, 5), value=value, right="1000")


def lines(report: Report, language: str = "zh-CN", **options: bool) -> list[str]:
    return list(as_text(report.sorted(), language, **options))


def test_a_finding_is_one_line_with_its_place_code_and_remedy(report: Report) -> None:
    wrong(report, 14)
    assert lines(report) == [
        "content/finance/2022-06.yaml:14:5: error test.wrong: “一千”写错了。请改成“1000”。",
        "共 1 个错误，0 个提醒",
    ]
    assert lines(report, "en") == [
        "content/finance/2022-06.yaml:14:5: error test.wrong: “一千” is wrong; write “1000”",
        "1 error, 0 warnings",
    ]


def test_a_finding_about_a_whole_file_has_no_line(report: Report) -> None:
    report.add(ODD, Place("content/户表.xlsx"), value="户表.xlsx")
    assert lines(report)[0] == "content/户表.xlsx: warning test.odd: “户表.xlsx”少见。请核对。"


def test_findings_are_sorted_by_place_and_errors_stand_last(report: Report) -> None:
    wrong(report, 20)
    wrong(report, 3)
    wrong(report, 3)
    report.add(ODD, Place("content/z.csv", 9, 1), value="甲")
    shown = lines(report)
    assert [line.split(":")[:2] for line in shown[:3]] == [
        ["content/z.csv", "9"],
        ["content/finance/2022-06.yaml", "3"],
        ["content/finance/2022-06.yaml", "20"],
    ]
    assert shown[-1] == "共 2 个错误，1 个提醒"


def test_hundreds_of_a_kind_show_the_first_and_how_many_more(report: Report) -> None:
    for line in range(1, 401):
        wrong(report, line)
    report.add(ODD, Place("content/z.csv", 9, 1), value="甲")
    assert lines(report) == [
        "content/z.csv:9:1: warning test.odd: “甲”少见。请核对。",
        "content/finance/2022-06.yaml:1:5: error test.wrong: “一千”写错了。请改成“1000”。",
        "　　同类还有 399 处（content/finance/2022-06.yaml 第 2 行 …）",
        "共 400 个错误，1 个提醒",
    ]
    assert lines(report, "en")[2] == "    399 more of this kind (content/finance/2022-06.yaml:2 …)"
    assert len(lines(report, everything=True)) == 402


def test_a_few_of_a_kind_are_all_shown(report: Report) -> None:
    for line in (1, 2, 3):
        wrong(report, line)
    assert len(lines(report)) == 4


def test_private_numbers_and_long_cells_are_not_quoted(report: Report) -> None:
    wrong(report, 1, value="11010519491231002X")
    wrong(report, 2, value="甲\n乙")
    wrong(report, 3, value="长" * 1_000_000)
    shown = lines(report)
    assert "11010519491231002X" not in "".join(shown)
    assert "“甲 乙”写错了" in shown[1]
    assert max(map(len, shown)) < 700


def test_strict_makes_warnings_errors(report: Report) -> None:
    report.add(ODD, Place("a", 1, 1), value="甲")
    assert not report.failed
    assert count_line(promote(report.sorted()), "zh-CN") == "共 1 个错误，0 个提醒"


def test_json_has_one_object_a_line(report: Report) -> None:
    wrong(report, 14)
    report.add(ODD, Place("content/z.csv"), value='甲"乙')
    first, second = (json.loads(line) for line in as_json(report.sorted(), "zh-CN"))
    assert first == {
        "code": "test.wrong",
        "severity": "error",
        "file": "content/finance/2022-06.yaml",
        "line": 14,
        "column": 5,
        "message": "“一千”写错了。",
        "remedy": "请改成“1000”。",
    }
    assert (second["line"], second["column"], second["message"]) == (0, 0, '“甲"乙”少见。')


def test_annotations_of_a_commit_escape_what_their_syntax_uses(report: Report) -> None:
    wrong(report, 14, file="content/a,b:c%.csv", value="50%\r")
    (line,) = as_github(report.sorted(), "zh-CN")
    assert line == (
        "::error file=content/a%2Cb%3Ac%25.csv,line=14,col=5,title=test.wrong"
        "::“50%25%0D”写错了。请改成“1000”。"
    )
    assert list(as_github([Diagnostic("f", 0, 0, "test.odd", "warning", (("value", "甲"),))], "en")) == [
        "::warning file=f,line=1,col=1,title=test.odd::“甲” is unusual; check it"
    ]


def test_sarif_is_one_log_whose_results_name_their_rules(report: Report) -> None:
    wrong(report, 14, file="content/户 表.csv")
    report.add(ODD, Place("content/空"), value="甲")
    log = json.loads("".join(as_sarif(report.sorted(), "zh-CN")))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["test.odd", "test.wrong"]
    assert all("{" not in rule["shortDescription"]["text"] for rule in rules)
    by_rule = {result["ruleId"]: result for result in run["results"]}
    assert {rule: result["level"] for rule, result in by_rule.items()} == {
        "test.wrong": "error",
        "test.odd": "warning",
    }
    place = by_rule["test.wrong"]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/%E6%88%B7%20%E8%A1%A8.csv"
    assert place["region"] == {"startLine": 14, "startColumn": 5}
    assert "region" not in by_rule["test.odd"]["locations"][0]["physicalLocation"]
    assert by_rule["test.wrong"]["message"]["text"] == "“一千”写错了。请改成“1000”。"


def test_every_message_speaks_both_languages_and_says_what_to_do() -> None:
    import sitegen.build.board
    import sitegen.build.plan
    import sitegen.registers.custom

    assert sitegen.registers.custom.registers()
    for code, message in CATALOGUE.items():
        assert re.fullmatch(r"[a-z]+\.[a-z0-9-]+", code), code
        for chinese in (message.text, message.remedy):
            assert re.search(r"[\u4e00-\u9fff]", chinese), code
            assert chinese.endswith(("。", "？", "{hint}", "{nearest}")), code
        assert message.text_en, code
        assert message.remedy_en, code
