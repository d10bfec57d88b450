"""The button 导出 with a sheet chosen in 操作面板, in an open workbook that is not saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings

import csbook.excel
from csbook.books.excel_book import ExcelBook
from csbook.problems import SheetMissing
from csbook.rendering.opened import in_words
from csbook.rendering.paper import Page
from csbook.rendering.refusals import NotRendered
from tests.open_shop import on_shift, read
from tests.rendering.conftest import texts

NOON = dt.datetime(2026, 11, 22, 12)
Opener = Callable[[Path], xlwings.Book]


def type_in(book: xlwings.Book, parameter: str, value: object) -> None:
    found = read(book, "Panel")
    row = found.frame.index[found.frame["parameter"] == parameter][0]
    book.sheets[found.place.sheet].range((int(row), found.at["value"])).value = value


def test_the_open_workbooks_roster_becomes_a_pdf_beside_it(shop: Path, open_shop: Opener) -> None:
    on_shift(shop)
    book = open_shop(shop)
    type_in(book, "what", "排班")
    shown = [sheet.visible for sheet in book.sheets]
    above = book.sheets["排班"].api.PageSetup.CenterHeader
    roster = read(book, "Roster")
    row = int(roster.frame.index[0])
    book.sheets["排班"].range((row, roster.at["d23"])).value = "半"  # typed, not saved
    text = csbook.excel.run_on("export", ExcelBook(book), now=NOON)
    assert text.splitlines()[0] == "“排班”已导出为 排班-2026-11.pdf。"
    [page] = texts((shop.parent / "导出" / "排班-2026-11.pdf").read_bytes())
    assert "K01" in page
    assert "半" in page
    assert "排班 2026-11" in " ".join(page.split()), "the heading of the page"
    assert book.sheets["排班"].api.PageSetup.CenterHeader == above
    assert "操作面板" not in page
    assert [sheet.visible for sheet in book.sheets] == shown
    assert read(book, "Journal").frame.empty


def test_without_a_printer_the_pages_come_without_a_heading(
    shop: Path, open_shop: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: object) -> str:
        raise OSError("Unable to get the CenterHeader property of the PageSetup class")

    on_shift(shop)
    monkeypatch.setattr("tests.libreoffice.com.PageSetup.CenterHeader", property(refused))
    pdf = ExcelBook(open_shop(shop)).pdf_of(["排班"], "甲公司 排班")
    assert "甲公司 排班" not in " ".join(texts(pdf)[0].split())


def test_a_picture_of_the_open_workbook(shop: Path, open_shop: Opener) -> None:
    on_shift(shop)
    book = open_shop(shop)
    type_in(book, "what", "排班")
    type_in(book, "folder", "群.png")
    csbook.excel.run_on("export", ExcelBook(book), now=NOON)
    assert (shop.parent / "群.png").read_bytes().startswith(b"\x89PNG")


def test_a_printer_that_fails_is_said_and_other_refusals_stay() -> None:
    def failing(_: object, __: str) -> bytes:
        raise OSError("no printer")

    def refusing(_: object, __: str) -> bytes:
        raise SheetMissing("排班")

    page = Page("", "Roster", "zh")
    with pytest.raises(NotRendered) as refused:
        in_words(failing)(["排班"], page)
    assert "Microsoft Print to PDF" in refused.value.words.zh
    with pytest.raises(SheetMissing):
        in_words(refusing)(["排班"], page)
