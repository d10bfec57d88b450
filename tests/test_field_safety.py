"""What people do to their sheets between two presses: sorted, filtered, hidden, merged, totals switched on.

Each line of docs/field-safety.md names its test; those of places, files and programs stand in
test_field_safety_around.py, those of the page itself in test_field_safety_page.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlwings

from csbook.books.book import Book, TableWrite, Value
from csbook.books.cell_xml import address
from csbook.books.excel_book import ExcelBook
from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.write_refusals import MergedCells, SheetLocked, TotalsBelow
from csbook.commands.handler import Request, Result
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.problems import CellsBelow, ChangedMeanwhile, Words
from csbook.schema.workbook import TABLES
from tests.books.samples import ID, NOTE, NUMBER, TEXT, TOTAL, build
from tests.libreoffice.office import uno
from tests.open_shop import NOON, Opener, on_shift, read, rows
from tests.pressing import Press, contents, handle, presser
from tests.test_excel_feedback import sort_table
from tests.workbooks import PEOPLE, edit_parts, put, sheet_part, type_rows
from tests.workbooks import read as read_closed


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    return presser(monkeypatch)


@pytest.fixture
def workbook(open_book: Opener, tmp_path: Path) -> xlwings.Book:
    return open_book(build(tmp_path / "book.xlsx"))


@pytest.fixture
def log(workbook: xlwings.Book) -> xlwings.Sheet:
    return workbook.sheets["台账"]


@pytest.fixture(params=["file", "excel"])
def book_at(request: pytest.FixtureRequest) -> Callable[[Path], Book]:
    """Path -> the workbook there as the one or the other kind of book."""
    if request.param == "file":
        return FileBook
    open_shop = request.getfixturevalue("open_shop")
    return lambda path: ExcelBook(open_shop(path))


def writing(book: Book, column: int, value: Value, row: int = 5, last_row: int | None = None) -> TableWrite:
    place = book.places()["Log"]
    book.grid(place)
    return TableWrite(place, {row: {column: value}}, last_row or place.last_row)


# Sorted or edited between reading and writing


def test_a_table_sorted_since_it_was_read_is_refused(workbook: xlwings.Book, log: xlwings.Sheet) -> None:
    book = ExcelBook(workbook)
    write = writing(book, TEXT, "改")
    swapped = [log.range(f"B{row}:G{row}").options(ndim=2).value for row in (5, 4)]
    log.range("B4:G5").value = [*swapped[0], *swapped[1]]
    with pytest.raises(ChangedMeanwhile):
        book.apply([write])
    assert [log.range(f"B{row}").value for row in (4, 5)] == ["退款", "开店"]


@pytest.mark.parametrize("column", [TEXT, NOTE])
def test_a_cell_typed_since_in_a_row_to_be_written_is_kept(
    column: int, workbook: xlwings.Book, log: xlwings.Sheet
) -> None:
    book = ExcelBook(workbook)
    write = writing(book, TEXT, "改")
    log.range((5, column)).value = "刚写的"
    with pytest.raises(ChangedMeanwhile):
        book.apply([write])
    assert log.range((5, column)).value == "刚写的"
    book.apply([writing(book, TEXT, "再改")])
    assert log.range((5, TEXT)).value == "再改"


def test_a_formula_calculated_anew_and_rows_not_written_stand_in_no_ones_way(
    workbook: xlwings.Book, log: xlwings.Sheet
) -> None:
    book = ExcelBook(workbook)
    write = writing(book, TEXT, "改")
    log.range((5, TOTAL)).value = "=RAND()"
    log.range((4, NOTE)).value = "别的行"
    book.apply([write])
    assert log.range((5, TEXT)).value == "改"


def test_a_register_sorted_while_csbook_works_is_left_alone_and_told(
    shop: Path, open_shop: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = ("白", "晚", "休")
    type_rows(shop, "Roster", [{"agent_id": p[0], "d01": c} for p, c in zip(PEOPLE, cells, strict=True)])
    book = open_shop(shop)

    def sorting(request: Request) -> Result:
        sort_table(book, "Roster", "agent_id")
        new = pd.DataFrame([{"agent_id": person[0], "d01": "半"} for person in PEOPLE])
        return Result(Words("好", "fine"), {"Roster": new})

    handle(monkeypatch, sorting)
    assert press(book, "build-roster").endswith("在读取之后被别人改动过，没有写入。请重新运行。")
    roster = rows(book, "Roster")
    assert roster[["agent_id", "d01"]].to_numpy().tolist() == [["K03", "rest"], ["K02", "晚"], ["K01", "白"]]
    assert rows(book, "Journal").empty


# Filtered rows, hidden rows and columns


def filter_table(book: xlwings.Book, table: str, column: str, wanted: str) -> None:
    """Show only the rows with this text in a column, as the filter's arrow does."""
    area = book.impl.areas.getByName(table)
    terms = area.getFilterDescriptor()
    field = uno().createUnoStruct("com.sun.star.sheet.TableFilterField")
    found = read(book, table)
    field.Field, field.StringValue = found.at[column] - found.place.first_column, wanted
    field.Operator = uno().Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    uno().invoke(terms, "setFilterFields", (uno().Any("[]com.sun.star.sheet.TableFilterField", (field,)),))
    terms.ContainsHeader = True
    area.refresh()


def hidden_rows(book: xlwings.Book, table: str) -> list[int]:
    place = read(book, table).place
    sheet = book.sheets[place.sheet]
    return [
        row for row in range(place.first_row, place.last_row + 1) if sheet.range((row, 1)).impl.row_hidden
    ]


def test_a_filtered_table_is_written_in_every_row_and_stays_filtered(
    shop: Path, open_shop: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_rows(shop, "Roster", [{"agent_id": person[0], "d01": "白"} for person in PEOPLE])
    book = open_shop(shop)
    filter_table(book, "Roster", "agent_id", "K02")
    hidden = hidden_rows(book, "Roster")
    assert len(hidden) > len(PEOPLE) - 2

    def per_person(request: Request) -> Result:
        new = pd.DataFrame([{"agent_id": p[0], "d01": c} for p, c in zip(PEOPLE, "半晚休", strict=True)])
        return Result(Words("好", "fine"), {"Roster": new})

    handle(monkeypatch, per_person)
    assert press(book, "build-roster").startswith("好")
    assert rows(book, "Roster").set_index("agent_id")["d01"].to_dict() == {
        "K01": "半", "K02": "晚", "K03": "rest",
    }  # fmt: skip
    assert hidden_rows(book, "Roster") == hidden


def test_a_filtered_table_takes_new_rows_and_grows(shop: Path, open_shop: Opener, press: Press) -> None:
    on_shift(shop)
    book = open_shop(shop)
    filter_table(book, "DailyLog", "agent_id", "K02")
    place = read(book, "DailyLog").place
    assert place.first_row in hidden_rows(book, "DailyLog")
    assert press(book, "prepare-day").startswith("今天 2 人当班，新增日报 4 行；")
    assert rows(book, "DailyLog")["agent_id"].tolist() == ["K01", "K01", "K02", "K02"]
    assert read(book, "DailyLog").place.last_row == place.first_row + 3 > place.last_row


def test_hidden_columns_are_read_and_written_and_stay_hidden(
    book_at: Callable[[Path], Book], tmp_path: Path
) -> None:
    path = build(tmp_path / "book.xlsx")
    sheet = (workbook := openpyxl.load_workbook(path))["台账"]
    for letter in "CD":
        sheet.column_dimensions[letter].hidden = True
    workbook.save(path)
    book = book_at(path)
    place = book.places()["Log"]
    book.apply([TableWrite(place, {5: {ID: "007", NUMBER: 9}, 7: {ID: "008"}}, 7)])
    values = book.grid(book.places()["Log"])
    assert values[1][1:3] == ["007", 9]
    assert values[3][1] == "008"
    if isinstance(book, ExcelBook):
        columns = book._book.sheets["台账"].impl.cells_of.Columns
        assert [columns.getByIndex(at).IsVisible for at in range(1, 5)] == [True, False, False, True]
    else:
        kept = openpyxl.load_workbook(path)["台账"].column_dimensions
        assert [kept[letter].hidden for letter in "BCDE"] == [False, True, True, False]


# A sheet behind a password


def test_a_command_that_would_write_behind_a_password_writes_nothing_at_all(
    shop: Path, book_at: Callable[[Path], Book]
) -> None:
    on_shift(shop)
    locked = '</sheetData><sheetProtection password="CC1A" sheet="1"/>'
    edit_parts(shop, {sheet_part(shop, "客服日报"): ("</sheetData>", locked)})
    book, store = book_at(shop), SnapshotStore.beside(shop)
    before = shop.read_bytes()
    with pytest.raises(SheetLocked) as refusal:
        run("prepare-day", book, NOON, now=NOON, user="", store=store)
    assert refusal.value.words.zh.startswith("工作表“客服日报”设有保护密码，没有写入任何内容。")
    for table in ("DailyLog", "Today", "Journal"):
        assert read_table(book, TABLES[table], "zh").frame.empty
    assert shop.read_bytes() == before
    assert not store.kept()


# Merged cells and the row of totals


def merged_at(path: Path, cells: str) -> Path:
    workbook = openpyxl.load_workbook(build(path))
    workbook["台账"].merge_cells(cells)
    workbook.save(path)
    return path


@pytest.mark.parametrize("column", [TEXT, ID])
def test_a_row_with_merged_cells_is_refused_with_their_address(
    column: int, book_at: Callable[[Path], Book], tmp_path: Path
) -> None:
    """The second cell of a merged area takes a value that nobody sees."""
    book = book_at(merged_at(tmp_path / "book.xlsx", "B5:C5"))
    before = book.grid(book.places()["Log"])
    with pytest.raises(MergedCells, match=r"B5:C5") as refusal:
        book.apply([writing(book, column, "改")])
    assert refusal.value.words.zh == (
        "工作表“台账”的表格 Log 里有合并的单元格 B5:C5，没有写入。请取消合并，再试一次。"
    )
    assert book.grid(book.places()["Log"]) == before


def test_merged_cells_in_other_rows_and_columns_are_in_no_ones_way(
    book_at: Callable[[Path], Book], tmp_path: Path
) -> None:
    book = book_at(merged_at(tmp_path / "book.xlsx", "B5:C5"))
    book.apply([writing(book, NUMBER, 9)])
    book.apply([writing(book, TEXT, "改", row=6)])
    values = book.grid(book.places()["Log"])
    assert (values[1][2], values[2][0]) == (9, "改")


def test_a_table_does_not_grow_over_merged_cells(book_at: Callable[[Path], Book], tmp_path: Path) -> None:
    book = book_at(merged_at(tmp_path / "book.xlsx", "C7:D8"))
    with pytest.raises(CellsBelow, match=r"C7:D8"):
        book.apply([writing(book, TEXT, "新", row=7, last_row=7)])


def test_merged_cells_of_a_person_are_named_and_nothing_is_written(
    shop: Path, open_shop: Opener, press: Press
) -> None:
    on_shift(shop)
    book = open_shop(shop)
    place = read(book, "Roster").place
    area = book.sheets[place.sheet].range((place.first_row, place.first_column + 4), (place.first_row, 9))
    area.merge()
    before = contents(book)
    said = press(book, "prepare-day")
    address = area.address.replace("$", "")
    assert f"不要合并单元格，请取消合并 {address}" in said
    assert contents(book) == before


def logged_yesterday(path: Path) -> tuple[str, str]:
    """Two people on shift, a row of the log of the day before; gives its sheet and its first two cells."""
    on_shift(path)
    day = dt.datetime(2026, 11, 21)
    type_rows(path, "DailyLog", [{"date": day, "agent_id": "K03", "platform": "jd"}])
    place = read_closed(path, "DailyLog").place
    put(path, "DailyLog", 0, "agent_id", None)  # as Excel does with the second one of merged cells
    row = place.first_row
    return place.sheet, f"{address(row, place.first_column)}:{address(row, place.first_column + 1)}"


def merge(path: Path, sheet: str, cells: str) -> None:
    merged = f'</sheetData><mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>'
    edit_parts(path, {sheet_part(path, sheet): ("</sheetData>", merged)})


def test_merged_cells_in_a_log_leave_its_row_out_and_stop_no_ones_day(
    shop: Path, book_at: Callable[[Path], Book]
) -> None:
    """What agents do in 客服日报 must not keep the whole team from starting."""
    sheet, cells = logged_yesterday(shop)
    merge(shop, sheet, cells)
    book = book_at(shop)
    for command in ("prepare-day", "update-followups"):
        outcome = run(command, book, NOON, now=NOON, user="")
        assert "“客服日报”有 2 处要改，这些格没有计入；点“填写检查”看是哪些。" in outcome.notes
    log = read_table(book, TABLES["DailyLog"], "zh").frame
    assert log["agent_id"].tolist()[1:] == ["K01", "K01", "K02", "K02"]
    problems = run("check", book, NOON, now=NOON, user="").problems
    assert [p.expected for p in problems if "合并" in p.expected] == [f"不要合并单元格，请取消合并 {cells}"]


def test_merged_cells_of_what_a_command_rests_on_stop_it(shop: Path, book_at: Callable[[Path], Book]) -> None:
    on_shift(shop)
    place = read_closed(shop, "Roster").place
    cells = f"{address(place.first_row, 7)}:{address(place.first_row, 8)}"
    merge(shop, place.sheet, cells)
    book = book_at(shop)
    outcome = run("prepare-day", book, NOON, now=NOON, user="")
    assert outcome.stopped
    assert f"不要合并单元格，请取消合并 {cells}" in outcome.text()
    assert read_table(book, TABLES["DailyLog"], "zh").frame.empty


def test_merged_cells_in_what_csbook_writes_only_are_refused_too(
    shop: Path, open_shop: Opener, press: Press
) -> None:
    """操作记录 is read by no command, only written."""
    on_shift(shop)
    book = open_shop(shop)
    place = read(book, "Journal").place
    sheet = book.sheets[place.sheet]
    sheet.api.Unprotect("")
    area = sheet.range((place.first_row, place.first_column), (place.first_row, place.first_column + 1))
    area.merge()
    before = contents(book)
    assert press(book, "prepare-day") == (
        f"工作表“操作记录”的表格 Journal 里有合并的单元格 {area.address.replace('$', '')}，没有写入。"
        "请取消合并，再试一次。"
    )
    assert contents(book) == before


def test_a_total_row_that_a_person_switched_on_is_in_the_way_of_growing_only(
    workbook: xlwings.Book, log: xlwings.Sheet
) -> None:
    area = workbook.impl.areas.getByName("Log")
    table = log.tables["Log"]
    log.range("B7").value = "汇总"
    table.impl.resize(log.range("B3:J7"))
    area.TotalsRow = True
    book = ExcelBook(workbook)
    assert (book.places()["Log"].last_row, book.places()["Log"].has_totals) == (6, True)
    book.apply([writing(book, TEXT, "改")])
    before = contents(workbook)
    with pytest.raises(TotalsBelow, match=r"B7:J7") as refusal:
        book.apply([writing(book, TEXT, "新", row=7, last_row=7)])
    assert "请在“表格设计”里取消“汇总行”" in refusal.value.words.zh
    assert contents(workbook) == before
    assert (log.range("B5").value, log.range("B7").value) == ("改", "汇总")
