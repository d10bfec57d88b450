"""How problems are told: what is said alike of several cells is one line."""

from __future__ import annotations

from csbook.commands.outcome import ShownProblem, problem_lines
from csbook.problems import Severity


def shown(row: int | None, column: str, expected: str = "分数", found: str = "") -> ShownProblem:
    return ShownProblem("考核评分", row, column, found, expected, Severity.ERROR.value)


def test_cells_of_one_row_that_lack_the_same_are_one_line() -> None:
    problems = [shown(32, "自评", "甲的分数"), shown(32, "协作性", "甲的分数"), shown(33, "自评", "乙的分数")]
    assert problem_lines(problems, "zh") == [
        "✗ 考核评分 第 32 行“自评”“协作性”：现为空，应为：甲的分数",
        "✗ 考核评分 第 33 行“自评”：现为空，应为：乙的分数",
    ]
    assert problem_lines(problems, "en")[0] == (
        "✗ 考核评分, row 32, '自评', '协作性': is empty, should be: 甲的分数"
    )


def test_rows_that_lack_the_same_in_a_column_are_one_line_with_their_ranges() -> None:
    problems = [shown(row, "提成", "金额") for row in (6, 7, 8, 12, 14, 15)]
    assert problem_lines(problems, "zh") == ["✗ 考核评分 第 6-8、12、14-15 行“提成”：现为空，应为：金额"]
    assert problem_lines(problems, "en") == [
        "✗ 考核评分, rows 6-8, 12, 14-15, '提成': is empty, should be: 金额"
    ]


def test_of_many_rows_the_first_are_named_and_all_are_counted() -> None:
    problems = [shown(row, "提成", "金额") for row in (6, 7, *range(10, 30, 2))]
    assert problem_lines(problems, "zh") == [
        "✗ 考核评分 第 6-7、10、12、14、16、18、20、22 等 12 行“提成”：现为空，应为：金额"
    ]
    assert problem_lines(problems, "en") == [
        "✗ 考核评分, 12 rows (6-7, 10, 12, 14, 16, 18, 20, 22, ...), '提成': is empty, should be: 金额"
    ]


def test_whole_rows_of_which_the_same_is_said_are_one_line() -> None:
    problems = [shown(row, "", "在表格里", "在表格下面") for row in (45, 46, 47, 49)]
    assert problem_lines(problems, "zh") == ["✗ 考核评分 第 45-47、49 行：现为“在表格下面”，应为：在表格里"]
    assert problem_lines(problems, "en") == [
        "✗ 考核评分, rows 45-47, 49: found '在表格下面', should be: 在表格里"
    ]


def test_what_differs_in_any_word_keeps_a_line_of_its_own() -> None:
    problems = [shown(6, "自评", found="很多"), shown(6, "协作性"), shown(None, "自评"), shown(None, "自评")]
    assert len(problem_lines(problems, "zh")) == 4
    assert problem_lines(problems[2:3], "zh") == ["✗ 考核评分 “自评”：现为空，应为：分数"]
