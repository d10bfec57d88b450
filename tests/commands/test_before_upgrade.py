"""A workbook of an earlier version that nobody has upgraded yet: commands go on where they can, and what they
ask for is to upgrade it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csbook.books.file_book import FileBook
from csbook.books.formula_problems import AS_IT_WAS, formula_problems
from csbook.books.frames import read_table
from csbook.commands.files import FileWork
from csbook.commands.routine_run import run_routine
from csbook.commands.routines import ROUTINE_BY_NAME
from csbook.commands.run import run
from csbook.problems import Language, OlderVersion, SheetMissing
from csbook.schema.workbook import SCHEMA_VERSION, TABLES
from tests.books.made_files import change
from tests.commands.earlier_versions import (
    former_formulas,
    version_3,
    version_4,
    version_5,
    version_6,
    version_7,
)
from tests.commands.older_workbooks import WORKBOOK, older
from tests.workbooks import put

Make = Callable[[Path, Language], Any]
MORNING = dt.datetime(2026, 11, 22, 9)
UPGRADE = {
    "zh": "工作簿是旧版本 {}，请关闭工作簿，运行 csbook upgrade 工作簿。",
    "en": "The workbook is of the earlier version {}; close it and run csbook upgrade BOOK.",
}
SEVERAL_COLUMNS_LESS = [(3, version_3, "zh"), (4, version_4, "en"), (5, version_5, "zh")]
ALL_COLUMNS = [(6, version_6, "en"), (7, version_7, "zh")]


def start_day(path: Path) -> Any:
    return run_routine(
        ROUTINE_BY_NAME["start-day"],
        FileBook(path),
        MORNING,
        now=MORNING,
        user="测试",
        files=lambda command, folder: FileWork.of(command, (), folder, path.parent, path.parent, "zh"),
    )


def check(path: Path) -> Any:
    return run("check", FileBook(path), MORNING, now=MORNING, user="测试")


@pytest.mark.parametrize(("number", "make", "language"), SEVERAL_COLUMNS_LESS)
def test_where_columns_came_in_since_the_upgrade_is_what_is_asked_for(
    number: int, make: Make, language: Language, tmp_path: Path
) -> None:
    make(path := tmp_path / "旧.xlsm", language)
    before, said = path.read_bytes(), UPGRADE[language].format(number)
    with pytest.raises(OlderVersion) as refused:
        check(path)
    assert refused.value.words(language) == said
    assert path.read_bytes() == before
    morning = start_day(path)
    assert said in morning.text()
    if morning.stopped:
        assert morning.exit_code == OlderVersion.exit_code
        assert morning.text().count(said) == 1


@pytest.mark.parametrize(("number", "make", "language"), ALL_COLUMNS)
def test_where_every_column_is_there_commands_work_on_and_note_it_once(
    number: int, make: Make, language: Language, tmp_path: Path
) -> None:
    make(path := tmp_path / "旧.xlsm", language)
    checked, said = check(path), UPGRADE[language].format(number)
    assert checked.exit_code == 0
    assert checked.notes[0] == said
    morning = start_day(path).text()
    assert morning.count(said) == 1


def test_other_formulas_of_an_earlier_version_are_no_cells_to_correct(tmp_path: Path) -> None:
    version_6(path := tmp_path / "旧.xlsm", "zh")
    former_formulas(path, "Trends", set(), {TABLES["Trends"].header("conversion_target", "zh")})
    assert [problem.table for problem in found_in(path, SCHEMA_VERSION)] == ["Trends"] * 31
    assert found_in(path, 6) == []
    row, _ = put(path, "Trends", 4, "conversion_target", 0.3)
    (typed_over,) = check(path).problems
    assert typed_over.row == row
    assert typed_over.expected == "公式，请勿改成数值"


def found_in(path: Path, version: int) -> list[Any]:
    """The formulas to put back in the workbook, were it of this version."""
    copy = path.with_name("副本.xlsm")
    copy.write_bytes(path.read_bytes())
    older(copy, version)
    book = FileBook(copy)
    problems = formula_problems(book, read_table(book, TABLES["Trends"], "zh"), "zh")
    return [problem for problem in problems if problem.expected == AS_IT_WAS]


def test_a_column_that_had_no_formula_then_is_not_said_to_be_typed_over(tmp_path: Path) -> None:
    version_6(path := tmp_path / "旧.xlsm", "zh")
    former_formulas(path, "Trends", {TABLES["Trends"].header("conversion_target", "zh")}, set())
    assert check(path).problems == ()


def test_a_sheet_missing_in_a_workbook_of_this_version_is_told_by_name(shop: Path) -> None:
    renamed = 'name="走势"'.encode(), 'name="旧走势"'.encode()
    change(shop, {WORKBOOK: lambda part: part.replace(*renamed)})
    with pytest.raises(SheetMissing) as missing:
        read_table(FileBook(shop), TABLES["Trends"], "zh")
    assert "走势" in missing.value.words.zh
    older(shop, SCHEMA_VERSION - 1)
    with pytest.raises(OlderVersion):
        read_table(FileBook(shop), TABLES["Trends"], "zh")
