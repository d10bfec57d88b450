"""Sheets of a closed workbook on paper, made by a real LibreOffice; and what is said where there is none."""

from __future__ import annotations

import io
import itertools
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import xlsxwriter
from PIL import Image

from csbook.books.file_book import FileBook
from csbook.problems import Language, SheetMissing
from csbook.rendering import excel_app, office
from csbook.rendering.closed import only_shown, pdf_of
from csbook.rendering.pages import MARGIN, pictures, top_of_foot
from csbook.rendering.paper import Page
from csbook.rendering.refusals import NothingToRender, NotRendered
from tests.open_shop import on_shift
from tests.rendering.conftest import texts
from tests.workbooks import type_rows

DAY_WIDTH, DAY_POINTS = 3.7, 31.0
LONG = "这一格的文字很长，一行放不下，要换好几行才看得完；行高不够就会和下面的字叠在一起。"


def made(path: Path) -> FileBook:
    """Three sheets: one to print, one with a print area, one that is hidden."""
    with xlsxwriter.Workbook(path) as book:
        wrapped = book.add_format({"text_wrap": True, "font_size": 10})
        shown = book.add_worksheet("排班")
        shown.set_column(0, 0, 20)
        shown.write_formula(0, 0, "=6*7", None, 7)
        shown.write(1, 0, LONG, wrapped)
        shown.write(2, 0, "第三行")
        other = book.add_worksheet("首页")
        other.write(0, 0, "别的表")
        other.print_area(0, 0, 5, 5)
        hidden = book.add_worksheet("设置")
        hidden.write(0, 0, "藏起来的表")
        hidden.hide()
    return FileBook(path)


def test_the_pdf_has_the_sheet_asked_for_with_its_formulas_worked_out(program: Path, tmp_path: Path) -> None:
    book = made(tmp_path / "台 账.xlsx")
    [text] = texts(pdf_of(book.content, ["排班"]))
    assert "42" in text
    assert "7" not in text.replace("42", "")
    assert "第三行" in text
    assert "别的表" not in text
    assert "藏起来的表" not in text


def test_a_row_is_as_high_as_its_text(program: Path, tmp_path: Path) -> None:
    """LibreOffice by itself leaves such rows at one line, and the texts stand on each other."""
    pdf = pdf_of(made(tmp_path / "a.xlsx").content, ["排班"])
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        found = [text.get_rect(number) for number in range(text.count_rects())]
    lines = sorted((bottom, top) for _, bottom, _, top in found)
    assert len(lines) > 4
    assert all(upper[0] >= lower[1] - 1 for lower, upper in itertools.pairwise(lines))


@pytest.mark.parametrize("shift", ["白@拼多多组", "D@Pinduoduo team"])
def test_a_shift_in_another_group_is_whole_within_its_narrow_cell(
    program: Path, tmp_path: Path, shift: str
) -> None:
    """The shift stands first in letters of the usual size, the group smaller behind and below it."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        look = book.add_format({"align": "center", "valign": "vcenter", "font_size": 10, "border": 1})
        sheet = book.add_worksheet("排班")
        sheet.set_column(0, 30, DAY_WIDTH, look)
        for row, cells in enumerate((["晚", "晚", "晚"], ["晚", shift, "晚"])):
            sheet.write_row(row, 0, cells)
    pdf = pdf_of(FileBook(tmp_path / "a.xlsx").content, ["排班"])
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        written = text.get_text_range()
        boxes = [
            (letter, text.get_charbox(n)) for n, letter in enumerate(written) if letter in set(shift) - {" "}
        ]
        shift_letter = next(text.get_charbox(n) for n, letter in enumerate(written) if letter == shift[0])
        others = [text.get_charbox(n) for n, letter in enumerate(written) if letter == "晚"]
    assert "".join(letter for letter, _ in boxes) == shift.replace(" ", "")
    left, right = min(box[0] for _, box in boxes), max(box[2] for _, box in boxes)
    assert right - left < DAY_POINTS
    assert {round(right - left, 1) for left, _, right, _ in others} == {round(others[0][2] - others[0][0], 1)}
    group = [box for letter, box in boxes if letter not in f"{shift[0]}@"]
    assert max(top - bottom for _, bottom, _, top in group) < (shift_letter[3] - shift_letter[1])


def test_a_hidden_sheet_is_printed_when_it_is_asked_for(program: Path, tmp_path: Path) -> None:
    [text] = texts(pdf_of(made(tmp_path / "a.xlsx").content, ["设置"]))
    assert text.strip() == "藏起来的表"


def test_the_roster_of_a_workbook_as_pdf_and_picture(program: Path, shop: Path) -> None:
    on_shift(shop)
    before = shop.read_bytes()
    pdf = pdf_of(FileBook(shop).content, ["排班"])
    [text] = texts(pdf)
    assert all(word in text for word in ("排班", "K01", "K02", "K03", "工号", "白", "晚", "休"))
    assert "操作面板" not in text
    assert shop.read_bytes() == before
    [raw] = pictures(pdf)
    picture = Image.open(io.BytesIO(raw)).convert("L")
    assert picture.width > 1500
    assert picture.height < 1600, "the empty part of the page was not cut off"
    dark = sum(picture.histogram()[:128])
    assert 0.005 < dark / (picture.width * picture.height) < 0.5


def test_around_a_picture_there_is_a_narrow_margin_and_no_page_number(program: Path, shop: Path) -> None:
    on_shift(shop)
    pdf = pdf_of(FileBook(shop).content, ["排班"])
    assert "第 1 页，共 1 页" in texts(pdf)[0]
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        foot = top_of_foot(page)
        below = page.get_textpage().get_text_bounded(0, 0, page.get_width(), foot)
        above = page.get_textpage().get_text_bounded(0, foot, page.get_width(), page.get_height())
    assert "第 1 页，共 1 页" in below
    assert "K03" in above
    assert "页，共" not in above
    [raw] = pictures(pdf)
    picture = Image.open(io.BytesIO(raw)).convert("L").point(lambda value: 255 * (value < 250))
    left, top, right, bottom = picture.getbbox() or (0, 0, 0, 0)
    edges = (left, top, picture.width - right, picture.height - bottom)
    assert all(abs(edge - MARGIN) <= 1 for edge in edges), edges


HEADING = "橙橡 & 家居  月报  2026-10（草稿）"


def test_the_heading_stands_above_every_page_and_the_page_number_stays_below(
    program: Path, shop: Path
) -> None:
    on_shift(shop)
    [text] = texts(pdf_of(FileBook(shop).content, ["排班"], Page(HEADING, "Roster", "zh")))
    assert "".join(HEADING.split()) in "".join(text.split())
    assert "第 1 页，共 1 页" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_has_one_text_in_each_line_the_final_one_where_it_is_filled(
    program: Path, shop: Path, english_shop: Path, language: Language
) -> None:
    path = shop if language == "zh" else english_shop
    line = {"span": "month", "period": "2026-10", "part": "presale"}
    drafts = [
        {"line": 1, "proposed": "DRAFT-1", "countermeasure": "ADVICE-1"},
        {"line": 2, "proposed": "DRAFT-2", "countermeasure": "ADVICE-2", "final": "FINAL-2"},
        {"line": 3, "proposed": "DRAFT-3", "countermeasure": "ADVICE-3", "final_measure": "DONE-3"},
    ]
    type_rows(path, "Report", [line | draft for draft in drafts], language)
    before, sheet = path.read_bytes(), "月报" if language == "zh" else "Report"
    text = "".join(texts(pdf_of(FileBook(path).content, [sheet], Page(HEADING, "Report", language))))
    for shown in ("DRAFT-1", "ADVICE-1", "FINAL-2", "ADVICE-2", "DRAFT-3", "DONE-3"):
        assert shown in text
    for left_out in ("DRAFT-2", "ADVICE-3", "对策定稿", "measure, final", "系统草稿", "Proposed"):
        assert left_out not in text
    assert path.read_bytes() == before


def test_a_page_without_a_page_number_is_not_cut(paper: Callable[[int], bytes]) -> None:
    with pypdfium2.PdfDocument(paper(1)) as document:
        assert top_of_foot(document[0]) == 0


def test_the_copy_shows_only_what_is_asked_for(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx")
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(only_shown(book.content, ["设置"]))
    assert FileBook(copy).hidden_sheets() == {"排班", "首页"}
    with pytest.raises(SheetMissing):
        only_shown(book.content, ["月报"])


# Without a program, or with one that fails


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without LibreOffice and Excel."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "usual_places", lambda: iter(()))
    monkeypatch.setattr(excel_app, "is_installed", lambda: False)


def test_without_a_program_it_is_said_what_to_install_and_how_to_do_it_by_hand(
    nowhere: None, tmp_path: Path
) -> None:
    with pytest.raises(NothingToRender) as refused:
        pdf_of(made(tmp_path / "a.xlsx").content, ["排班"])
    words = refused.value.words
    assert "请安装 LibreOffice" in words.zh
    assert "文件 → 导出 → 创建 PDF/XPS" in words.zh
    assert "Install LibreOffice" in words.en
    assert "File, Export, Create PDF/XPS" in words.en


def script(folder: Path, text: str) -> Path:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for LibreOffice")
def test_a_program_that_makes_nothing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(office, "found", lambda: script(tmp_path, "exit 77"))
    with pytest.raises(NotRendered) as refused:
        pdf_of(made(tmp_path / "a.xlsx").content, ["排班"])
    assert "LibreOffice made no PDF: it ended with code 77." in refused.value.words.en


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for LibreOffice")
def test_a_program_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    marker = tmp_path / "still there"
    hanging = script(tmp_path, f"(sleep 1; touch '{marker}') & sleep 60")
    monkeypatch.setattr(office, "found", lambda: hanging)
    monkeypatch.setattr(office, "SECONDS", 0.3)
    with pytest.raises(NotRendered, match="it was not done"):
        pdf_of(made(tmp_path / "a.xlsx").content, ["排班"])
    time.sleep(1.5)  # what it started would have left its mark by now
    assert not marker.exists()


def test_the_program_on_the_search_path_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a shell script stands in for LibreOffice")
    mine, usual = script(tmp_path, ""), tmp_path / "usual"
    usual.touch()
    monkeypatch.setattr(office, "usual_places", lambda: iter((tmp_path / "missing", usual)))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.found() == mine
    monkeypatch.setenv("PATH", "")
    assert office.found() == usual
