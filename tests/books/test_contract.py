"""What both books promise, tried on both: the closed file, and the open workbook in LibreOffice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.worksheet.table
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csbook.books.book import Book, CellError, Formula, Place, TableWrite, Value, Written
from csbook.books.excel_book import ExcelBook
from csbook.books.file_book import FileBook
from csbook.books.write_refusals import SheetLocked
from csbook.problems import CellsBelow, SheetMissing
from tests.books.samples import (
    DAY,
    DURATION,
    HEADERS,
    ID,
    LINE_BELOW,
    MOMENT,
    NOTE,
    NUMBER,
    ROWS,
    TEXT,
    TICK,
    TOTAL,
    TOTAL_FORMULA,
    build,
)
from tests.workbooks import edit_parts, part_with

HOUR = dt.timedelta(hours=1)
TEXTS = [
    "=1+1", "=SUM(A1:A9)", "=", "+8613800000000", "-", "-5", "- 备注", "@SUM(A1)", "@客服", "'引号", "''两个",
    "00123", "13800000000", "1234567890123456789", "1-2", "3/4", "2026-03-01", "3月5日", "2026年3月", "9:30",
    "下午3:00", "1E5", "12%", "1,000", "¥12", "(12)", "１２３", "0.50", "5-Mar", "TRUE", "false", "#N/A 无",
    "＝1+1", "天猫", "😀", "第一行\n第二行", " 前后有空格 ", "长" * 5000,
]  # fmt: skip


@dataclass
class Desk:
    """One workbook at work: the book, and a way to see what is in the file afterwards."""

    book: Book
    save: Callable[[], Path]

    def place(self, table: str = "Log") -> Place:
        return self.book.places()[table]

    def write(
        self, cells: dict[int, dict[int, Written]], table: str = "Log", last_row: int | None = None
    ) -> TableWrite:
        place = self.place(table)
        return TableWrite(place, cells, last_row or place.last_row)

    def values(self, table: str = "Log") -> list[list[Value]]:
        return [[plain(value) for value in row] for row in self.book.grid(self.place(table))]

    def saved_values(self, table: str = "Log") -> list[list[Value]]:
        """The table's values from the saved file."""
        file = FileBook(self.save())
        return [[plain(value) for value in row] for row in file.grid(file.places()[table])]

    def saved_sheet(self, name: str = "台账") -> Any:
        return openpyxl.load_workbook(self.save())[name]


@pytest.fixture(params=["file", "excel"])
def desk_at(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Path], Desk]:
    """Path -> the workbook there as the one or the other kind of book."""
    if request.param == "file":
        return lambda path: Desk(FileBook(path), lambda: path)
    open_book = request.getfixturevalue("open_book")

    def open_in_excel(path: Path) -> Desk:
        workbook = open_book(path)
        target = tmp_path / "saved.xlsx"

        def save() -> Path:
            workbook.save(str(target))
            return target

        return Desk(ExcelBook(workbook), save)

    return open_in_excel


@pytest.fixture
def desk(desk_at: Callable[[Path], Desk], tmp_path: Path) -> Desk:
    return desk_at(build(tmp_path / "book.xlsx"))


def plain(value: Value) -> Value:
    """Where the books may give the same thing in different kinds, one of them.

    Numbers as float (the file keeps whole ones whole), days as moments at 0:00 (Excel knows no other),
    times of day as durations (the format alone makes the difference).
    """
    match value:
        case bool() | None | str() | CellError() | dt.datetime() | dt.timedelta():
            return value
        case dt.date():
            return dt.datetime.combine(value, dt.time())
        case dt.time():
            return dt.datetime.combine(dt.date.min, value) - dt.datetime.min
    return float(value)


# Reading


def test_tables_are_found_with_their_headers_and_rows(desk: Desk) -> None:
    places = desk.book.places()
    assert places["Log"] == Place("Log", "台账", 3, 2, HEADERS, 6)
    assert places["Side"] == Place("Side", "台账", 3, 12, ("名", "数"), 5)
    assert places["Locked"] == Place("Locked", "锁定", 1, 1, ("键", "值"), 3)


def test_a_table_is_looked_for_on_its_sheet_alone(desk: Desk) -> None:
    assert desk.book.place("Side", "台账") == desk.book.places()["Side"]
    assert desk.book.place("Side", "锁定") is None
    assert desk.book.place("Gone", "台账") is None
    with pytest.raises(SheetMissing, match="别处"):
        desk.book.place("Side", "别处")


def test_a_book_knows_its_sheets_and_properties(desk: Desk) -> None:
    assert desk.book.sheets() == ["台账", "锁定"]
    assert desk.book.properties == {"csbook.schema": "1", "csbook.language": "zh"}


def test_values_are_read_in_their_kinds(desk: Desk) -> None:
    first, second, third = desk.values()
    assert first == ["开店", "00123", 3.0, dt.datetime(2026, 3, 1), dt.datetime(2026, 3, 1, 9, 30),
                     1.5 * HOUR, True, 6.0, "人工一"]  # fmt: skip
    assert second[4:] == [dt.datetime(2026, 3, 2, 18, 5, 7), 30 * HOUR, False, 5.0, None]
    assert third == ["=1+1", "-5", -4.0, None, None, None, None, -8.0, "第三行\n换行 😀"]


def test_an_error_in_a_cell_is_read_as_an_error(desk_at: Callable[[Path], Desk], tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(build(tmp_path / "plain.xlsx"))
    for row, code in ((4, "#N/A"), (5, "#DIV/0!")):
        cell = workbook["台账"].cell(row, NUMBER, code)
        assert cell.data_type == "e"
    workbook.save(tmp_path / "errors.xlsx")
    found = [row[NUMBER - 2] for row in desk_at(tmp_path / "errors.xlsx").values()]
    assert found == [CellError("#N/A"), CellError("#DIV/0!"), -4.0]


def test_formulas_are_told_apart_from_text_that_looks_like_one(desk: Desk) -> None:
    found = desk.book.formulas(desk.place())
    assert set(found) == {(row, TOTAL) for row in (4, 5, 6)}
    assert found[4, TOTAL] == TOTAL_FORMULA


def test_merged_areas_are_named_where_they_touch_the_table(
    desk_at: Callable[[Path], Desk], tmp_path: Path
) -> None:
    workbook = openpyxl.load_workbook(build(tmp_path / "plain.xlsx"))
    for area in ("B4:C4", "I6:K8", "L10:M11"):
        workbook["台账"].merge_cells(area)
    workbook.save(tmp_path / "merged.xlsx")
    desk = desk_at(tmp_path / "merged.xlsx")
    assert sorted(desk.book.merged(desk.place())) == ["B4:C4", "I6:K8"]
    assert desk.book.merged(desk.place("Side")) == []


def test_rows_under_a_table_are_counted_by_what_is_typed_there(
    desk_at: Callable[[Path], Desk], tmp_path: Path
) -> None:
    """Not what is calculated, stands beside the table, or is another table's."""
    workbook = openpyxl.load_workbook(build(tmp_path / "plain.xlsx"))
    sheet = workbook["台账"]
    for cell, value in {"B7": "紧接", "D7": 5, "C9": "隔行", "J9": "备", "K9": "旁", "E10": "=1+1"}.items():
        sheet[cell] = value
    for cell, value in {"L7": "名", "M7": "数", "L8": "南", "M8": 30}.items():
        sheet[cell] = value
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Under", ref="L7:M8"))
    workbook.save(tmp_path / "below.xlsx")
    desk = desk_at(tmp_path / "below.xlsx")
    for table, expected in (("Log", {7: 2, 9: 2, LINE_BELOW[0]: 1}), ("Side", {}), ("Under", {})):
        place = desk.place(table)
        desk.book.grid(place)
        assert desk.book.below(place) == expected, table


# Writing values


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        (TEXT, "文字", "文字"),
        (NUMBER, 7, 7.0),
        (NUMBER, 0.1, 0.1),
        (NUMBER, -1234567.89, -1234567.89),
        (DAY, dt.date(2026, 12, 31), dt.datetime(2026, 12, 31)),
        (MOMENT, dt.datetime(2026, 3, 1, 23, 59, 59), dt.datetime(2026, 3, 1, 23, 59, 59)),
        (DURATION, dt.timedelta(hours=31, minutes=20), dt.timedelta(hours=31, minutes=20)),
        (DURATION, dt.time(8, 15), dt.timedelta(hours=8, minutes=15)),
        (TICK, False, False),
        (TICK, True, True),
        (NUMBER, CellError("#N/A"), CellError("#N/A")),
        (TEXT, None, None),
        (NUMBER, None, None),
    ],
)
def test_a_value_is_written_as_what_it_is(desk: Desk, column: int, value: Value, expected: Value) -> None:
    desk.book.apply([desk.write({5: {column: value}})])
    assert desk.values()[1][column - 2] == expected
    assert desk.saved_values()[1][column - 2] == expected


@pytest.mark.parametrize("column", [TEXT, ID, NOTE])
def test_text_stays_text_whatever_it_looks_like(
    desk_at: Callable[[Path], Desk], tmp_path: Path, column: int
) -> None:
    """事项 and 备注 are formatted as General, 编号 as text."""
    path = build(tmp_path / "book.xlsx")
    workbook = openpyxl.load_workbook(path)
    workbook["台账"].delete_rows(LINE_BELOW[0])
    for row in range(4, 4 + len(TEXTS)):
        workbook["台账"].cell(row, ID).number_format = "@"
    workbook.save(path)
    desk = desk_at(path)
    last_row = 3 + len(TEXTS)
    desk.book.apply([desk.write({4 + i: {column: text} for i, text in enumerate(TEXTS)}, last_row=last_row)])
    assert [row[column - 2] for row in desk.values()] == TEXTS
    assert [row[column - 2] for row in desk.saved_values()] == TEXTS
    assert not [at for at in desk.book.formulas(desk.place()) if at[1] == column]


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=12)
        | st.from_regex(r"\A[=+\-@']?[0-9./:, %E]{1,8}\Z"),
        min_size=3,
        max_size=3,
    )
)
def test_any_text_comes_back_as_it_was(desk: Desk, texts: list[str]) -> None:
    desk.book.apply([desk.write({row: {TEXT: text} for row, text in enumerate(texts, 4)})])
    assert [row[0] for row in desk.values()] == texts


def test_a_formula_is_written_with_its_value(desk: Desk) -> None:
    desk.book.apply([desk.write({5: {NUMBER: 100, TOTAL: Formula("Log[[#This Row],[数量]]*3", 300.0)}})])
    assert desk.values()[1][TOTAL - 2] == 300.0
    assert desk.saved_values()[1][TOTAL - 2] == 300.0
    formulas = desk.book.formulas(desk.place())
    assert formulas[5, TOTAL].endswith("*3")
    assert formulas[4, TOTAL].endswith("*2")


def test_a_formula_in_an_empty_column_fills_no_other_cell(desk: Desk) -> None:
    empty: dict[int, dict[int, Written]] = {row: {NOTE: None} for row in (4, 5, 6)}
    desk.book.apply([desk.write(empty)])
    desk.book.apply([desk.write({5: {NOTE: Formula("1+1", 2.0)}})])
    assert [row[NOTE - 2] for row in desk.values()] == [None, 2.0, None]


# Growing and shrinking


def test_a_table_grows_and_keeps_what_it_has(desk: Desk) -> None:
    before = desk.values()
    new: dict[int, dict[int, Written]] = {
        7: {TEXT: "新", ID: "007", NUMBER: 1, TOTAL: Formula(TOTAL_FORMULA, 2.0)},
        8: {TEXT: "再新", DAY: dt.date(2026, 3, 9)},
    }
    desk.book.apply([desk.write(new, last_row=8)])
    assert desk.place().last_row == 8
    assert desk.values()[:3] == before
    saved = desk.saved_values()
    assert saved[:3] == before
    assert saved[3] == ["新", "007", 1.0, None, None, None, None, 2.0, None]
    assert saved[4][:4] == ["再新", None, None, dt.datetime(2026, 3, 9)]
    assert desk.saved_sheet().tables["Log"].ref == "B3:J8"
    assert desk.saved_sheet().tables["Side"].ref == "L3:M5"


def test_a_table_refuses_to_grow_over_cells_below(desk: Desk) -> None:
    before = desk.values()
    with pytest.raises(CellsBelow, match="B12"):
        desk.book.apply([desk.write({4: {TEXT: "改"}, 12: {TEXT: "新"}}, last_row=12)])
    assert desk.values() == before
    assert desk.place().last_row == 6
    assert desk.saved_sheet().cell(*LINE_BELOW[:2]).value == LINE_BELOW[2]


def test_a_formula_that_shows_nothing_is_in_the_way_as_well(
    desk_at: Callable[[Path], Desk], tmp_path: Path
) -> None:
    workbook = openpyxl.load_workbook(build(tmp_path / "plain.xlsx"))
    workbook["台账"]["C7"] = '=IF(1>0,"",1)'
    workbook.save(tmp_path / "hidden.xlsx")
    desk = desk_at(tmp_path / "hidden.xlsx")
    with pytest.raises(CellsBelow, match="C7"):
        desk.book.apply([desk.write({7: {TEXT: "新"}}, last_row=7)])


def test_a_table_shrinks_again(desk: Desk) -> None:
    before = desk.values()
    desk.book.apply([desk.write({7: {TEXT: "新", NUMBER: 1}}, last_row=7)])
    desk.book.apply([desk.write({7: {TEXT: None, NUMBER: None}}, last_row=6)])
    assert desk.place().last_row == 6
    assert desk.values() == before
    assert desk.saved_sheet().cell(7, TEXT).value is None
    assert desk.saved_sheet().tables["Log"].ref == "B3:J6"


# Leaving alone


def test_what_is_not_written_stays(desk: Desk) -> None:
    desk.book.apply([desk.write({4: {TEXT: "改", NUMBER: 9}, 6: {TEXT: "也改"}}, last_row=7)])
    sheet = desk.saved_sheet()
    assert sheet["B1"].value == "客服台账"
    assert sheet["B4"].comment.text.endswith("请核对")
    assert sheet.cell(*LINE_BELOW[:2]).value == LINE_BELOW[2]
    assert [sheet.cell(row, NOTE).value for row in (4, 5, 6)] == [row[-1] for row in ROWS]
    assert [sheet.cell(row, ID).value for row in (4, 5, 6)] == [row[1] for row in ROWS]
    assert str(sheet.cell(4, TOTAL).value).startswith("=")
    assert sheet["M8"].value.startswith("=SUM(")
    assert len(sheet._charts) == 1
    assert desk.saved_values("Side") == [["东", 10.0], ["西", 20.0]]
    assert desk.values()[1][0] == "退款"


def test_scattered_cells_are_written_and_nothing_between(desk: Desk) -> None:
    desk.book.apply([desk.write({4: {TEXT: "一", NUMBER: 1}, 6: {TEXT: "三", NUMBER: 3, NOTE: "注"}})])
    values = desk.values()
    assert [row[0] for row in values] == ["一", "退款", "三"]
    assert [row[1] for row in values] == ["00123", "13800000000", "-5"]
    assert [row[2] for row in values] == [1.0, 2.5, 3.0]
    assert [row[-1] for row in values] == ["人工一", None, "注"]


def test_two_tables_are_written_together(desk: Desk) -> None:
    desk.book.apply(
        [
            desk.write({5: {TEXT: "甲"}}),
            desk.write({4: {13: 11}, 6: {12: "南", 13: 30}}, table="Side", last_row=6),
        ]
    )
    assert desk.saved_values()[1][0] == "甲"
    assert desk.saved_values("Side") == [["东", 11.0], ["西", 20.0], ["南", 30.0]]


def test_a_refusal_in_the_second_table_leaves_the_first_alone(desk: Desk) -> None:
    before = desk.values()
    with pytest.raises(CellsBelow, match="M8"):
        desk.book.apply(
            [
                desk.write({7: {TEXT: "新"}}, last_row=7),
                desk.write({8: {12: "南"}}, table="Side", last_row=8),
            ]
        )
    assert desk.values() == before
    assert desk.saved_values() == before


def test_a_write_outside_the_table_is_refused(desk: Desk) -> None:
    before = desk.values()
    with pytest.raises(ValueError, match="outside"):
        desk.book.apply([desk.write({4: {TEXT: "改", 11: "外"}})])
    assert desk.values() == before


def test_a_protected_sheet_is_written_and_protected_again(desk: Desk) -> None:
    desk.book.apply([desk.write({3: {2: 22}, 4: {1: "丙", 2: 3}}, table="Locked", last_row=4)])
    assert desk.saved_values("Locked") == [["甲", 1.0], ["乙", 22.0], ["丙", 3.0]]
    assert desk.saved_sheet("锁定").protection.sheet


@pytest.mark.parametrize(
    "password",
    [
        'password="CC1A"',
        'algorithmName="SHA-512" hashValue="dGhlIGhhc2g=" saltValue="c2FsdA==" spinCount="100000"',
    ],
    ids=["of old Excels", "of today"],
)
def test_a_sheet_behind_a_password_is_refused_and_nothing_is_written(
    desk_at: Callable[[Path], Desk], tmp_path: Path, password: str
) -> None:
    path = build(tmp_path / "book.xlsx")
    part = part_with(path, "<sheetProtection ")
    edit_parts(path, {part: ("<sheetProtection ", f"<sheetProtection {password} ")})
    desk = desk_at(path)
    before = desk.values()
    with pytest.raises(SheetLocked, match="protected with a password") as refusal:
        desk.book.apply([desk.write({4: {TEXT: "改"}}), desk.write({3: {2: 22}}, table="Locked")])
    assert refusal.value.words.zh.startswith("工作表“锁定”设有保护密码，没有写入任何内容。")
    assert desk.values() == desk.saved_values() == before
    assert desk.saved_values("Locked") == [["甲", 1.0], ["乙", 2.0]]
    desk.book.apply([desk.write({4: {TEXT: "改"}})])
    assert desk.values()[0][0] == "改"


def test_hidden_rows_get_their_own_values(desk_at: Callable[[Path], Desk], tmp_path: Path) -> None:
    desk = desk_at(build(tmp_path / "filtered.xlsx", hidden_rows=(5, 6, 8)))
    cells: dict[int, dict[int, Written]] = {
        row: {TEXT: f"行{row}", ID: f"0{row}", TOTAL: Formula(f"{row}*1", float(row))} for row in range(4, 10)
    }
    desk.book.apply([desk.write(cells, last_row=9)])
    values = desk.saved_values()
    assert [row[0] for row in values] == [f"行{row}" for row in range(4, 10)]
    assert [row[1] for row in values] == [f"0{row}" for row in range(4, 10)]
    assert [row[TOTAL - 2] for row in values] == [float(row) for row in range(4, 10)]
    sheet = desk.saved_sheet()
    assert [row for row in range(4, 10) if sheet.row_dimensions[row].hidden] == [5, 6, 8]
