"""Long texts and headers are seen whole: rows are as high as LibreOffice would make them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csbook.books.excel_book import ExcelBook
from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.plan import plan_write
from csbook.drawing import layout
from csbook.problems import Language
from csbook.schema.columns import Text
from csbook.schema.daily import DAYS
from csbook.schema.text_lines import HIGHEST, LINE_POINTS, lines_in_cell, plain_width, row_points
from csbook.schema.workbook import TABLES, WORKBOOK, sheet_title
from csbook.template import build_workbook
from tests.template.demo_rows import MONTH
from tests.workbooks import untitled_copy

LANGUAGES: tuple[Language, ...] = ("zh", "en")
both_languages = pytest.mark.parametrize("language", LANGUAGES)
HUNDREDTHS = 2540 / 72  # of a millimetre, in a point
HELPER = {"zh": "白@拼多多组", "en": "D@Pinduoduo team"}
LONG = {
    "zh": "平均响应时长 35.55 秒（上期 35.61 秒，目标 30 秒）；最好 陈嘉宁 21.05 秒，最差 孙浩然 58.31 秒。"
    * 4,
    "en": "average response time 35.55 s (before 35.61 s, target 30 s); best Chen Jianing, last Sun Haoran. "
    * 4,
}
WRITTEN = {
    "Report": {"span": "month", "period": "2026-10", "part": "overall", "proposed": None},
    "Plan": {"month": "2026-11", "part": "daily", "item": None},
    "PayExplained": {"month": "2026-10", "agent_id": "007", "why": None},
    "Scores": {"month": "2026-10", "agent_id": "007", "remark": None},
    "Pay": {"month": "2026-10", "agent_id": "007", "warning": None},
}
"""Rows to write; the column without a value gets the long text."""


def test_every_column_of_long_texts_breaks_them() -> None:
    broken = {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if isinstance(column, Text) and column.wide >= 24
    } | {("Roster", day) for day in DAYS}
    assert broken == {(t.name, c.name) for t in TABLES.values() for c in t.columns if layout.is_wrapped(c)}


@both_languages
def test_what_a_command_writes_is_seen_whole(
    language: Language, tmp_path: Path, open_book: Callable[[Path], Any]
) -> None:
    """Five lines and more; the third row is written over with a short text and is low again."""
    path = tmp_path / "whole.xlsm"
    build_workbook(path, language=language, month=MONTH)
    write(path, language, [LONG[language], LONG[language][:60], LONG[language]])
    heights = given_heights(path, language)
    assert all(first > 2.5 * LINE_POINTS for first, _, _ in heights.values()), heights
    assert all(first == third > second for first, second, third in heights.values()), heights
    document = open_book(untitled_copy(path, tmp_path)).impl.document
    for name in WRITTEN:
        for row in range(3):
            assert is_whole(document, name, row, language), (name, row)
    write(path, language, [LONG[language], LONG[language][:60], "short"])
    low = [name for name, heights in given_heights(path, language).items() if heights[2] == 0]
    assert low == [name for name in WRITTEN if name != "Plan"], "a person's note is not written over"


@both_languages
def test_a_shift_in_another_group_is_seen_whole_on_the_roster(
    language: Language, tmp_path: Path, open_book: Callable[[Path], Any]
) -> None:
    """Its row is high enough, and low again once the person works in their own group."""
    path = tmp_path / "whole.xlsm"
    first = {"agent_id": "K01", "d03": HELPER[language]}
    build_workbook(path, language=language, month=MONTH, rows={"Roster": [first]})
    both = [{"agent_id": "K01", "d04": HELPER[language]}, {"agent_id": "K02", "d05": HELPER[language]}]
    write_roster(path, language, both)
    rows = [layout.ROSTER_HEADER_ROW + n for n in (1, 2)]
    document = open_book(untitled_copy(path, tmp_path)).impl.document
    sheet = document.Sheets.getByName(sheet_title("Roster", language))
    for row in rows:
        place = sheet.Rows.getByIndex(row)
        stands = place.Height
        place.OptimalHeight = True
        assert stands >= place.Height - 5 > 2 * LINE_POINTS * HUNDREDTHS, row
    write_roster(path, language, [both[0], {"agent_id": "K02", "d05": "rest"}])
    book = openpyxl.load_workbook(path)
    assert book[sheet_title("Roster", language)].row_dimensions[rows[1] + 1].height is None


def test_it_is_seen_whole_in_an_open_workbook_too(tmp_path: Path, open_book: Callable[[Path], Any]) -> None:
    """There the application fits the row by itself, as nobody gave it a height."""
    path = tmp_path / "open.xlsm"
    rows = [{"agent_id": "K01", "d03": "白"}, {"agent_id": "K02", "d03": "白"}]
    build_workbook(path, language="zh", month=MONTH, rows={"Roster": rows})
    opened = open_book(untitled_copy(path, tmp_path))
    book, more = ExcelBook(opened), pd.DataFrame([{"agent_id": "K01", "d04": HELPER["zh"]}])
    book.apply([plan_write(read_table(book, TABLES["Roster"], "zh"), more, "zh").write])
    sheet = opened.impl.document.Sheets.getByName("排班")
    first, second = (sheet.Rows.getByIndex(layout.ROSTER_HEADER_ROW + n) for n in (1, 2))
    assert first.Height > 2.5 * second.Height


def write_roster(path: Path, language: Language, rows: list[dict[str, str]]) -> None:
    book = FileBook(path)
    book.apply([plan_write(read_table(book, TABLES["Roster"], language), pd.DataFrame(rows), language).write])


def write(path: Path, language: Language, texts: list[str]) -> None:
    """The texts into the first rows of each table of `WRITTEN`."""
    book = FileBook(path)
    plans = []
    for name, pattern in WRITTEN.items():
        (column,) = [column for column, value in pattern.items() if value is None]
        rows = [{**pattern, column: text} for text in texts]
        if name == "Report":
            rows = [{**row, "line": n} for n, row in enumerate(rows, 1)]
        elif name == "Plan":
            rows = [
                {"month": "2026-11", "part": part, "item": "work", "note": text}
                for part, text in zip(("daily", "training", "meeting"), texts, strict=True)
            ]
        elif name in ("Scores", "Pay"):
            rows = [{**row, "agent_id": f"00{n}"} for n, row in enumerate(rows, 7)]
        read = read_table(book, TABLES[name], language)
        plans.append(plan_write(read, pd.DataFrame(rows), language))
    book.apply([plan.write for plan in plans])


def given_heights(path: Path, language: Language) -> dict[str, list[float]]:
    """By table the points of its first rows as they stand in the file; 0 for a row without a height."""
    book = openpyxl.load_workbook(path)
    rows = range(layout.HEADER_ROW + 2, layout.HEADER_ROW + 5)
    sheets = {name: book[sheet_title(name, language)] for name in WRITTEN}
    return {name: [sheet.row_dimensions[row].height or 0 for row in rows] for name, sheet in sheets.items()}


def is_whole(document: Any, name: str, row: int, language: Language) -> bool:
    """Whether the row is at least as high as LibreOffice makes it for its texts."""
    place = document.Sheets.getByName(sheet_title(name, language)).Rows.getByIndex(
        layout.HEADER_ROW + 1 + row
    )
    stands = place.Height
    place.OptimalHeight = True
    return bool(stands >= place.Height - 5)


@both_languages
def test_headers_are_seen_whole(
    language: Language, empty_books: dict[Language, Path], tmp_path: Path, open_book: Callable[[Path], Any]
) -> None:
    document = open_book(untitled_copy(empty_books[language], tmp_path)).impl.document
    for declared in WORKBOOK:
        if declared.name == "home":
            continue
        sheet = document.Sheets.getByName(declared.title(language))
        row = sheet.Rows.getByIndex(layout.header_row(declared))
        stands = row.Height
        row.OptimalHeight = True
        assert stands >= row.Height - 5, declared.title(language)


def test_lines_are_broken_as_a_person_counts_them() -> None:
    """20 characters' room of 22.5 wide: ten Chinese characters of 1.9 take 19, eleven take a second line."""
    assert [lines_in_cell("国" * n, 22.5) for n in (1, 10, 11, 21)] == [1, 1, 2, 3]
    assert lines_in_cell("one two three four 12", 22.5) == 1  # 21 letters of 0.95
    assert lines_in_cell("one two three four 123", 22.5) == 2
    assert lines_in_cell("a" * 60, 22.5) == 3
    assert lines_in_cell("国\n国", 22.5) == 2
    assert row_points([("国" * 2000, 20.0)]) == HIGHEST


def test_in_a_narrow_column_a_helpers_cell_is_broken_letter_by_letter() -> None:
    """3.9 wide, 4.57 in a file, shows two Chinese letters in a line, or three Latin ones."""
    cells = {"白": 1, "白@天猫": 2, "白@拼多多组": 3, "D@PDD": 2, "D@Pinduoduo team": 6}
    assert {cell: lines_in_cell(cell, 4.5703125) for cell in cells} == cells


@given(st.text(alphabet="国家a b,1", max_size=200), st.floats(8, 90))
def test_a_wider_column_never_needs_more_lines_than_the_text_is_wide(text: str, width: float) -> None:
    assert lines_in_cell(text, width) >= int(plain_width(text.strip()) / (width - 2.5))
    assert lines_in_cell(text, width + 200) <= lines_in_cell(text, width)
