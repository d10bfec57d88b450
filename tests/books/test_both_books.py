"""A workbook of ours read and worked on as a closed file and open in Excel: no difference."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from csbook.books.book import CellError
from csbook.books.excel_book import ExcelBook
from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.commands.run import run
from csbook.schema.columns import Formula
from csbook.schema.pictures import PICTURES
from csbook.schema.workbook import TABLES
from tests.open_shop import NOON, Opener, on_shift, read, rows
from tests.workbooks import put, type_rows

DRAWN = {table.name for table in PICTURES}


def busy_shop(path: Path) -> None:
    """A workbook with something of every kind in it, and three cells to correct."""
    on_shift(path)
    type_rows(
        path,
        "DailyLog",
        [
            {"date": dt.datetime(2026, 11, 21), "agent_id": "K01", "platform": "jd", "receptions": 7},
            {"date": dt.datetime(2026, 11, 21), "agent_id": "K02", "platform": "jd", "receptions": 31},
        ],
    )
    put(path, "DailyLog", 1, "receptions", CellError("#DIV/0!"))
    put(path, "Staff", 1, "hired", "去年")
    put(path, "Staff", 2, "agent_id", "K01")


@pytest.mark.parametrize("spoil", [None, busy_shop])
def test_both_books_read_every_table_alike(
    spoil: Callable[[Path], None] | None, shop: Path, open_shop: Opener
) -> None:
    """A file that nobody calculated since it was written holds no values of formulas."""
    if spoil:
        spoil(shop)
    file, excel = FileBook(shop), ExcelBook(open_shop(shop))
    for name, table in TABLES.items():
        closed, opened = read_table(file, table, "zh"), read_table(excel, table, "zh")
        uncalculated = spoil or name in DRAWN  # no command writes the values of pictures
        columns = [c.name for c in table.columns if not (uncalculated and isinstance(c, Formula))]
        pd.testing.assert_frame_equal(closed.frame[columns], opened.frame[columns], obj=name)
        assert closed.place == opened.place
        assert file.formulas(closed.place).keys() == excel.formulas(opened.place).keys(), name
        assert (closed.at, closed.blank_rows) == (opened.at, opened.blank_rows), name
        assert (closed.problems, closed.bad, closed.below) == (opened.problems, opened.bad, opened.below), (
            name
        )


def test_both_books_give_check_the_same_problems(shop: Path, open_shop: Opener) -> None:
    busy_shop(shop)
    closed, opened = FileBook(Path(shutil.copy(shop, shop.with_name("另一份.xlsm")))), open_shop(shop)
    in_file, in_excel = (
        run("check", book, NOON, now=NOON, user="测试") for book in (closed, ExcelBook(opened))
    )
    assert in_file == in_excel
    assert [p.found for p in in_excel.problems] == ["#DIV/0!", "去年", "K01", "K03"]
    in_file_problems = read_table(closed, TABLES["Problems"], "zh").frame
    pd.testing.assert_frame_equal(rows(opened, "Problems"), in_file_problems)


def test_an_error_and_a_text_that_says_the_same_are_told_apart(shop: Path, open_shop: Opener) -> None:
    """填写检查 quotes the errors it found as text."""
    put(shop, "Problems", 0, "found", "#DIV/0!")
    put(shop, "Problems", 1, "found", CellError("#DIV/0!"))
    found = read(open_shop(shop), "Problems")
    assert found.frame["found"].iloc[0] == "#DIV/0!"
    assert list(found.bad.values()) == [CellError("#DIV/0!")]
