"""The engine itself: as strict as Excel where LibreOffice is not, or the other tests prove nothing."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwings
from pyopenvba import ExcelFile

from tests.books.samples import build
from tests.libreoffice.com import RefusedError
from tests.libreoffice.helpers import Reader, run_macro
from tests.libreoffice.typed import Calculated, Logical, Number, SomeDay, Text, entered

PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MODULE = """Option Explicit
Public Function Ping() As String
    Ping = "pong"
End Function
Public Sub Mark(ByVal text As Variant)
    ThisWorkbook.Sheets(1).Range("A1").Value = text
End Sub
"""


@pytest.fixture
def sheet(open_book: Callable[[Path], xlwings.Book], tmp_path: Path) -> xlwings.Sheet:
    return open_book(build(tmp_path / "book.xlsx")).sheets["台账"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("00123", Number(123.0)),
        ("-5", Number(-5.0)),
        ("1E5", Number(100_000.0)),
        ("12%", Number(0.12)),
        ("1,234.5", Number(1234.5)),
        ("(12)", Number(-12.0)),
        ("¥12", Number(12.0)),
        ("1 3/4", Number(1.75)),
        ("１２", Number(12.0)),
        ("1-2", SomeDay()),
        ("3/4", SomeDay()),
        ("2026-03-01 9:30", SomeDay()),
        ("3月5日", SomeDay()),
        ("下午3:00", SomeDay()),
        ("5-Mar", SomeDay()),
        ("true", Logical(True)),
        ("#N/A", Calculated("=#N/A")),
        ("=1+1", Calculated("=1+1")),
        ("+A1", Calculated("=+A1")),
        ("-A1", Calculated("=-A1")),
        ("@SUM(A1)", Calculated("=SUM(A1)")),
        ("'00123", Text("00123")),
        ("''x", Text("'x")),
        ("客服 3 号", Text("客服 3 号")),
        ("=", Text("=")),
        ("1,23", Text("1,23")),
    ],
)
def test_text_is_read_as_excel_reads_it(text: str, entry: object) -> None:
    assert entered(text) == entry


def test_a_forgotten_apostrophe_shows(sheet: xlwings.Sheet) -> None:
    sheet["B20:B24"].value = [["00123"], ["=1+1"], ["1-2"], ["TRUE"], ["'00123"]]
    number, two, day, truth, text = sheet["B20:B24"].value
    assert (number, two, truth, text) == (123.0, 2.0, True, "00123")
    assert isinstance(day, dt.datetime)


def test_a_cell_formatted_as_text_reads_nothing(sheet: xlwings.Sheet) -> None:
    sheet["C4:C6"].value = [["00123"], ["=1+1"], [5]]
    assert sheet["C4:C6"].value == ["00123", "=1+1", "5"]


def test_a_protected_sheet_refuses_writes(sheet: xlwings.Sheet) -> None:
    locked = sheet.book.sheets["锁定"]
    with pytest.raises(RefusedError, match="protected"):
        locked["B2"].value = 5
    with pytest.raises(RefusedError, match="protected"):
        locked["B2"].number_format = "@"
    with pytest.raises(RefusedError, match="protected"):
        locked.tables["Locked"].resize(locked["A1:B4"])
    with pytest.raises(RefusedError, match="password"):
        locked.api.Unprotect("wrong")
    assert locked["B2"].value == 1.0


def test_an_array_over_hidden_rows_goes_wrong_as_in_excel(sheet: xlwings.Sheet) -> None:
    sheet["B21:B22"].impl.row_hidden = True
    sheet["B20:B23"].value = [[1], [2], [3], [4]]
    assert sheet["B20:B23"].value == [1.0, None, None, 1.0]


def test_a_formula_fills_an_empty_table_column_unless_told_not_to(sheet: xlwings.Sheet) -> None:
    sheet["J4:J6"].value = [[None]] * 3
    sheet["J4"].formula = "=1+1"
    assert sheet["J4:J6"].value == [2.0] * 3
    sheet["J4:J6"].value = [[None]] * 3
    sheet.book.app.api.AutoCorrect.AutoFillFormulasInLists = False
    try:
        sheet["J4"].formula = "=1+1"
    finally:
        sheet.book.app.api.AutoCorrect.AutoFillFormulasInLists = True
    assert sheet["J4:J6"].value == [2.0, None, None]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(Log[数量])", 1.5),
        ("=锁定!B3+1", 3.0),
        ('=IF(SUM(锁定!$B$2:$B$3)=3,"a.b,c","-")', "a.b,c"),
        ('=_xlfn.IFS(D4>2,"多",D4<=2,"少")', "多"),
        ("=SUM({1,2;3,4})", 10.0),
    ],
)
def test_formulas_are_written_and_read_in_excels_grammar(
    sheet: xlwings.Sheet, formula: str, value: object
) -> None:
    sheet["B20"].formula = formula
    assert sheet["B20"].value == value
    assert sheet["B20"].formula == formula.replace("_xlfn.", "")


def test_the_caller_is_found_as_from_a_ribbon_button(sheet: xlwings.Sheet) -> None:
    sheet.book.set_mock_caller()
    assert xlwings.Book.caller() == sheet.book


def test_comments_survive_a_write(sheet: xlwings.Sheet) -> None:
    sheet["B4:C5"].value = [["改", "1"], ["改", "2"]]
    assert sheet.impl.cells_of.Annotations.Count == 1


def test_a_macro_is_run_and_seen_to_run(open_book: Callable[[Path], xlwings.Book], tmp_path: Path) -> None:
    book = open_book(macro_workbook(tmp_path))
    assert run_macro(book, "Ping") == "pong"
    run_macro(book, "csbook.Mark", "done")
    assert book.sheets[0]["A1"].value == "done"
    with pytest.raises(KeyError, match="Absent"):
        run_macro(book, "Absent")


def macro_workbook(folder: Path) -> Path:
    plain, named, macros = (folder / name for name in ("plain.xlsx", "named.xlsm", "macros.xlsm"))
    with xlsxwriter.Workbook(plain) as new:
        new.add_worksheet("表")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(named, "w") as changed:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(PLAIN_TYPE, MACRO_TYPE)
            changed.writestr(name, content)
    with ExcelFile(str(named)) as file:
        file.add_vba_project().add_module("csbook", MODULE)
        file.save(str(macros))
    return macros


def test_a_workbook_is_calculated_anew(calculated: Callable[[Path], Reader], tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "stale.xlsx") as new:
        sheet = new.add_worksheet("表")
        sheet.write_formula("A1", "=6*7", None, 999)
        sheet.write_formula("A2", '="a"&"b"', None, "stale")
        sheet.write_formula("A3", "=1/0")
    value = calculated(tmp_path / "stale.xlsx")
    assert [value("表", at) for at in ("A1", "A2", "A3", "A4")] == [42.0, "ab", "#DIV/0!", ""]


def test_a_workbook_becomes_a_pdf(convert: Callable[[Path, str, Path], Path], tmp_path: Path) -> None:
    pdf = convert(build(tmp_path / "book.xlsx"), "pdf", tmp_path)
    assert pdf == tmp_path / "book.pdf"
    assert pdf.read_bytes().startswith(b"%PDF-")
