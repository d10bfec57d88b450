"""An Excel that is busy in the middle of a write: waited for, put back, or told with what stands there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings

from csbook.books import excel_patience
from csbook.books.book import TableWrite
from csbook.books.excel_book import ExcelBook
from csbook.books.excel_native import ExcelBusy
from csbook.books.excel_patience import (
    WHILE_PUTTING_BACK,
    WHILE_WRITING,
    NotSwitchedBack,
    WrittenInPart,
)
from tests.books.samples import TEXT, build
from tests.libreoffice.com import ChartSheet, ComError
from tests.libreoffice.engine import App
from tests.libreoffice.engine import Book as EngineBook
from tests.libreoffice.engine import Sheet as EngineSheet
from tests.libreoffice.ranges import Range

REJECTED = -2147418111


class Clock:
    """Time that passes only while somebody waits; Excel is busy from `since` to `until`."""

    def __init__(self) -> None:
        self.now, self.since, self.until = 0.0, float("inf"), float("inf")

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def answer(self) -> None:
        if self.since <= self.now < self.until:
            raise ComError(REJECTED, "Call was rejected by callee.")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(excel_patience, "time", clock)
    write = Range.raw_value.fset

    def write_or_reject(self: Range, data: Any) -> None:
        clock.answer()
        write(self, data)
        if data == [["改"]]:  # the first cell is written, then somebody begins to edit one
            clock.since = clock.now

    monkeypatch.setattr(Range, "raw_value", Range.raw_value.setter(write_or_reject))
    return clock


@pytest.fixture
def workbook(open_book: Callable[[Path], xlwings.Book], tmp_path: Path) -> xlwings.Book:
    return open_book(build(tmp_path / "book.xlsx"))


@pytest.fixture
def book(workbook: xlwings.Book) -> ExcelBook:
    return ExcelBook(workbook)


def two_tables(book: ExcelBook) -> list[TableWrite]:
    log, side = (book.places()[name] for name in ("Log", "Side"))
    return [
        TableWrite(log, {4: {TEXT: "改"}}, log.last_row),
        TableWrite(side, {4: {side.first_column: "新"}}, side.last_row),
    ]


def firsts(book: ExcelBook) -> list[object]:
    places = book.places()
    return [book.grid(places[name])[0][0] for name in ("Log", "Side")]


def test_a_short_while_is_waited_for(book: ExcelBook, clock: Clock) -> None:
    clock.until = WHILE_WRITING - 1
    book.apply(two_tables(book))
    assert firsts(book) == ["改", "新"]


def test_after_a_longer_one_everything_is_put_back(book: ExcelBook, clock: Clock) -> None:
    before = firsts(book)
    clock.until = WHILE_WRITING + WHILE_PUTTING_BACK - 2
    with pytest.raises(ExcelBusy):
        book.apply(two_tables(book))
    assert clock.now < clock.until + 1
    assert firsts(book) == before


def test_what_cannot_be_put_back_is_told_with_the_sheet_and_what_to_do(book: ExcelBook, clock: Clock) -> None:
    old = firsts(book)[1]
    with pytest.raises(WrittenInPart) as told:
        book.apply(two_tables(book))
    assert "台账" in told.value.words.zh
    assert "再点“撤销”改回" in told.value.words.zh
    assert "press 'Undo' to put it back" in told.value.words.en
    assert clock.now < WHILE_WRITING + WHILE_PUTTING_BACK + 2, "not as long again for every table"
    assert firsts(book) == ["改", old]


def switching(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """Let Excel be busy too when it is told to calculate and redraw again."""
    set_it = App.__setattr__

    def switch(self: App, name: str, value: object) -> None:
        clock.answer()
        set_it(self, name, value)

    monkeypatch.setattr(App, "__setattr__", switch)


def test_redrawing_and_calculating_are_switched_on_again_once_excel_answers(
    book: ExcelBook, workbook: xlwings.Book, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    switching(monkeypatch, clock)
    clock.until = WHILE_PUTTING_BACK - 1
    book.apply(two_tables(book)[:1])
    assert (workbook.app.screen_updating, workbook.app.calculation) == (True, "automatic")


@pytest.mark.parametrize(("tables", "error"), [(1, NotSwitchedBack), (2, WrittenInPart)])
def test_where_excel_answers_no_more_it_is_told_what_is_written(
    tables: int, error: type[Exception], book: ExcelBook, workbook: xlwings.Book, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    switching(monkeypatch, clock)
    with pytest.raises(error):
        book.apply(two_tables(book)[:tables])
    clock.until = clock.now
    app = workbook.app
    app.screen_updating, app.enable_events, app.calculation = True, True, "automatic"


def test_what_is_written_is_not_told_as_nothing_when_excel_refuses_to_go_on_as_before(
    book: ExcelBook, workbook: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_it = App.__setattr__

    def switch(self: App, name: str, value: object) -> None:
        if (name, value) == ("calculation", "automatic"):
            raise ComError(-2146827284, "Unable to set the Calculation property of the Application class")
        set_it(self, name, value)

    with monkeypatch.context() as refusing:
        refusing.setattr(App, "__setattr__", switch)
        with pytest.raises(NotSwitchedBack):
            book.apply(two_tables(book))
    assert firsts(book) == ["改", "新"]
    workbook.app.calculation = "automatic"


def test_a_hidden_sheet_is_shown_before_the_others_are_hidden_for_printing(
    book: ExcelBook, workbook: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = workbook.sheets.add("末页", after=workbook.sheets[-1])
    last.visible = False
    show = EngineSheet.visible.fset

    def as_excel_does(self: EngineSheet, value: bool) -> None:
        show(self, value)
        if self.visible != value:  # LibreOffice leaves the last one without a word
            raise ComError(-2146827284, "Unable to set the Visible property of the Worksheet class")

    def print_pdf(self: EngineBook, path: str, quality: Any = None) -> None:
        Path(path).write_bytes(b"%PDF")

    monkeypatch.setattr(EngineSheet, "visible", EngineSheet.visible.setter(as_excel_does))
    monkeypatch.setattr(EngineBook, "to_pdf", print_pdf)
    assert book.pdf_of(["末页"]) == b"%PDF"
    assert not last.visible


def test_sheets_of_charts_are_not_printed_and_stand_there_again(
    book: ExcelBook, workbook: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    charts = workbook.impl.charts
    charts += [ChartSheet(), ChartSheet(Visible=0)]
    printed: list[list[int]] = []

    def print_pdf(self: EngineBook, path: str, quality: Any = None) -> None:
        printed.append([chart.Visible for chart in charts])
        Path(path).write_bytes(b"%PDF")

    monkeypatch.setattr(EngineBook, "to_pdf", print_pdf)
    assert book.pdf_of(["台账"]) == b"%PDF"
    assert printed == [[0, 0]]
    assert [chart.Visible for chart in charts] == [-1, 0]
