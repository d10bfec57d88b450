"""The open workbook: what only Excel can do to a write, and that nothing of it is left behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from csbook.books import excel_book
from csbook.books.book import CellError, Formula, TableWrite, Value, Written
from csbook.books.cell_xml import TextTooLong
from csbook.books.excel_book import ExcelBook, spare_other_excels
from csbook.books.excel_native import ALLOWANCES, ExcelBusy
from csbook.books.excel_values import from_excel, to_excel
from csbook.books.write_refusals import SheetLocked
from csbook.problems import CellsBelow, ChangedMeanwhile, ReadOnlyFile, SheetMissing, TableMissing
from tests.books.samples import ID, NUMBER, TEXT, TOTAL, build
from tests.libreoffice.com import ComError, RefusedError
from tests.libreoffice.ranges import Range
from tests.libreoffice.tables import Table
from tests.libreoffice.typed import Text, entered

Opener = Callable[..., xlwings.Book]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return build(tmp_path / "book.xlsx")


@pytest.fixture
def workbook(open_book: Opener, path: Path) -> xlwings.Book:
    return open_book(path)


@pytest.fixture
def book(workbook: xlwings.Book) -> ExcelBook:
    return ExcelBook(workbook)


def write_of(
    book: ExcelBook, table: str, cells: dict[int, dict[int, Written]], last_row: int | None = None
) -> TableWrite:
    place = book.places()[table]
    return TableWrite(place, cells, last_row or place.last_row)


def everything(book: ExcelBook) -> dict[str, Any]:
    """All tables' places, values and formulas."""
    places = book.places()
    return {name: (place, book.grid(place), book.formulas(place)) for name, place in places.items()}


# All or nothing


def test_a_failure_half_way_puts_everything_back(book: ExcelBook, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(book)
    log: dict[int, dict[int, Written]] = {
        5: {TEXT: "改", ID: "999", NUMBER: None, TOTAL: 1},
        6: {TEXT: Formula("1+1", 2.0)},
        7: {TEXT: "新", TOTAL: Formula("2*2", 4.0)},
    }
    monkeypatch.setattr(Table, "resize", refusing(Table.resize, only="Side"))
    writes = [write_of(book, "Log", log, 7), write_of(book, "Side", {6: {12: "南"}}, 6)]
    with pytest.raises(RefusedError, match="no room"):
        book.apply(writes)
    assert everything(book) == before


def test_a_failure_inside_a_table_puts_its_own_cells_back(
    book: ExcelBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are added first, values written next, formulas last; Excel refuses the new formula."""
    before = everything(book)
    write_formula = Range.formula.fset

    def write_or_refuse(self: Range, data: Any) -> None:
        if data == [["=BAD("]]:
            raise RefusedError("no such formula")
        write_formula(self, data)

    monkeypatch.setattr(Range, "formula", Range.formula.setter(write_or_refuse))
    cells: dict[int, dict[int, Written]] = {5: {NUMBER: 77, TOTAL: 5}, 7: {TOTAL: Formula("BAD(", 1.0)}}
    with pytest.raises(RefusedError, match="no such formula"):
        book.apply([write_of(book, "Log", cells, 7)])
    assert everything(book) == before


def refusing(resize: Callable[..., None], only: str) -> Callable[..., None]:
    def resize_or_refuse(self: Table, area: object) -> None:
        if self.name == only:
            raise RefusedError("no room")
        resize(self, area)

    return resize_or_refuse


def test_excel_is_left_as_it_was_found(book: ExcelBook, workbook: xlwings.Book) -> None:
    app = workbook.app

    def state() -> list[object]:
        hands = app.api.AutoCorrect
        return [app.screen_updating, app.enable_events, app.calculation, hands.AutoFillFormulasInLists,
                hands.AutoExpandListRange]  # fmt: skip

    before = state()
    book.apply([write_of(book, "Log", {4: {TEXT: "改"}})])
    assert state() == before


def test_while_writing_excel_neither_redraws_nor_calculates(
    book: ExcelBook, workbook: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, seen = workbook.app, []

    def look_and_fail(self: Table, area: object) -> None:
        hands = app.api.AutoCorrect
        seen.append((app.screen_updating, app.calculation, app.enable_events, hands.AutoFillFormulasInLists))
        raise RefusedError("looked")

    monkeypatch.setattr(Table, "resize", look_and_fail)
    with pytest.raises(RefusedError, match="looked"):
        book.apply([write_of(book, "Log", {7: {TEXT: "新"}}, 7)])
    assert seen == [(False, "manual", False, False)]
    assert (app.screen_updating, app.calculation, app.enable_events) == (True, "automatic", True)
    assert app.api.AutoCorrect.AutoFillFormulasInLists


# Protection


def test_a_sheet_locked_with_a_password_is_refused_with_words(
    book: ExcelBook, workbook: xlwings.Book
) -> None:
    sheet = workbook.sheets["锁定"].api
    sheet.Unprotect("")
    sheet.Protect("secret")
    before = everything(book)
    writes = [write_of(book, "Log", {4: {TEXT: "改"}}), write_of(book, "Locked", {2: {2: 5}})]
    with pytest.raises(SheetLocked) as refusal:
        book.apply(writes)
    assert "锁定" in refusal.value.words.zh
    assert everything(book) == before
    assert sheet.ProtectContents


def test_a_sheet_is_protected_again_on_its_own_terms(book: ExcelBook, workbook: xlwings.Book) -> None:
    sheet = workbook.sheets["锁定"].api
    sheet.Unprotect("")
    allowed = [word in ("AllowFiltering", "AllowSorting") for word in ALLOWANCES]
    sheet.Protect("", False, True, True, True, *allowed)
    book.apply([write_of(book, "Locked", {2: {2: 5}})])
    assert sheet.ProtectContents
    assert [getattr(sheet.Protection, word) for word in ALLOWANCES] == allowed
    assert (sheet.ProtectDrawingObjects, sheet.ProtectScenarios, sheet.ProtectionMode) == (False, True, True)


def test_a_sheet_is_protected_again_after_a_failure(
    book: ExcelBook, workbook: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Table, "resize", refusing(Table.resize, only="Locked"))
    with pytest.raises(RefusedError, match="no room"):
        book.apply([write_of(book, "Locked", {4: {1: "丙"}}, 4)])
    assert workbook.sheets["锁定"].api.ProtectContents


# Refusals


def test_a_read_only_workbook_is_refused(open_book: Opener, path: Path) -> None:
    book = ExcelBook(open_book(path, read_only=True))
    with pytest.raises(ReadOnlyFile):
        book.ensure_writable()
    with pytest.raises(ReadOnlyFile):
        book.apply([write_of(book, "Log", {4: {TEXT: "改"}})])


def test_a_table_that_moved_since_it_was_read_is_refused(book: ExcelBook, workbook: xlwings.Book) -> None:
    stale = write_of(book, "Log", {4: {TEXT: "改"}})
    workbook.sheets["台账"].range("B3").value = "事项(新)"
    with pytest.raises(ChangedMeanwhile):
        book.apply([stale])
    assert book.grid(stale.place)[0][0] == "开店"


def test_a_missing_table_and_a_missing_sheet_are_named(book: ExcelBook, workbook: xlwings.Book) -> None:
    log, locked = write_of(book, "Log", {}), write_of(book, "Locked", {})
    document = workbook.impl.document
    document.DatabaseRanges.removeByName("Log")
    with pytest.raises(TableMissing, match="Log"):
        book.apply([log])
    workbook.sheets["锁定"].delete()
    with pytest.raises(SheetMissing, match="锁定"):
        book.apply([locked])
    with pytest.raises(SheetMissing, match="锁定"):
        book.grid(locked.place)


def test_another_table_below_is_in_the_way_even_where_it_is_empty(
    book: ExcelBook, workbook: xlwings.Book
) -> None:
    sheet = workbook.sheets["台账"]
    sheet.range("B9:C9").value = [["键", "值"]]
    sheet.tables.add(sheet.range("B9:C11"), name="Below")
    sheet.range("B12").value = None
    with pytest.raises(CellsBelow, match="B9:C11"):
        book.apply([write_of(book, "Log", {11: {TEXT: "新"}}, 11)])


def test_a_text_longer_than_a_cell_is_refused(book: ExcelBook) -> None:
    with pytest.raises(TextTooLong, match="B4"):
        book.apply([write_of(book, "Log", {4: {TEXT: "长" * 32_768}})])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**16, dt.date(1899, 12, 31)])
def test_what_no_cell_can_hold_is_refused_before_anything_is_written(book: ExcelBook, value: Value) -> None:
    before = everything(book)
    with pytest.raises(ValueError, match=r"cell|digits|date"):
        book.apply([write_of(book, "Log", {4: {TEXT: "改"}}), write_of(book, "Side", {4: {13: value}})])
    assert everything(book) == before


@pytest.mark.parametrize("code", [-2147418111, -2147417846, -2146777998])
def test_a_busy_excel_is_told_in_words(book: ExcelBook, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """LibreOffice without a window is never busy, so the engine's read raises what COM raises."""
    place = book.places()["Log"]

    def rejected(self: Range) -> None:
        raise ComError(code, "Call was rejected by callee.")

    monkeypatch.setattr(Range, "raw_value", property(rejected))
    with pytest.raises(ExcelBusy) as refusal:
        book.grid(place)
    assert "请先按 Enter 结束编辑" in refusal.value.words.zh
    assert refusal.value.exit_code == 4


# Excel around the workbook


def test_xlwings_is_kept_from_retrying_for_ever_and_from_ending_other_excels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The Windows part of xlwings does not load here; a stand-in takes its place."""
    windows = SimpleNamespace(N_COM_ATTEMPTS=0, cleanup=lambda: None)
    unregistered: list[object] = []
    monkeypatch.setattr(xlwings, "_xlwindows", windows, raising=False)
    monkeypatch.setattr(excel_book.atexit, "unregister", unregistered.append)
    ExcelBook(SimpleNamespace(name="book.xlsm"))
    spare_other_excels()
    assert windows.N_COM_ATTEMPTS == excel_book.COM_ATTEMPTS > 0
    assert unregistered == [windows.cleanup]


def test_the_status_bar_tells_the_step_and_is_given_back(book: ExcelBook, workbook: xlwings.Book) -> None:
    book.status("读取表格…")
    assert workbook.app.status_bar == "读取表格…"
    book.status(None)
    assert workbook.app.status_bar is False


# Values


def test_money_is_read_as_a_number(book: ExcelBook, workbook: xlwings.Book) -> None:
    workbook.sheets["台账"].range("D4").number_format = '"¥"#,##0.00'
    workbook.sheets["台账"].range("D5").number_format = "[$$-409]#,##0.00"
    column = [row[NUMBER - TEXT] for row in book.grid(book.places()["Log"])]
    assert column == [3.0, 2.5, -4.0]
    assert {type(value) for value in column} == {float}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (Decimal("12.3400"), 12.34),
        ("#DIV/0!", CellError("#DIV/0!")),
        (-2146826243, CellError("#SPILL!")),
        (dt.datetime(1899, 12, 30, 9, 30), dt.time(9, 30)),
        (dt.datetime(1900, 1, 1, 6), dt.timedelta(hours=54)),
        (dt.datetime(2026, 3, 1, 9, 29, 59, 999_999), dt.datetime(2026, 3, 1, 9, 30)),
        (True, True),
        (None, None),
    ],
)
def test_what_excel_hands_out_becomes_a_value(raw: object, expected: Value) -> None:
    assert from_excel(raw) == expected
    assert type(from_excel(raw)) is type(expected)


@given(
    st.text(min_size=1)
    | st.from_regex(r"\A[=+\-@']?[0-9./:, %E年月日-]{1,9}\Z")
    | st.sampled_from(["ＴＲＵＥ"])
)
def test_excel_reads_no_text_as_anything_else(text: str) -> None:
    written = to_excel(text, is_text_cell=False)
    assert isinstance(written, str)
    assert entered(written) == Text(text)


def test_plain_words_get_no_apostrophe() -> None:
    words = ["白", "白@天猫", "退款", "customer", "Trueman", "A-B", "。", " "]
    assert [to_excel(word, is_text_cell=False) for word in words] == words
