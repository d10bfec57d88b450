"""The lossless promise on public workbooks with everything that Excel can put into one.

The judge is `check_roundtrip.py` beside the workbooks: byte-strict, written independently.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from csbook.books.book import TableWrite
from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.sheet_formulas import PartOfArray, formula_texts
from csbook.books.table_writes import SheetEdit, write_sheets
from tests.conftest import shared_folder

FOLDER = shared_folder()
WORKBOOKS = sorted((FOLDER / "roundtrip" / "workbooks").iterdir()) if FOLDER else []
# Cells tried in turn: the judge counts an overwritten formula as a loss.
CELLS = [(2, 2), (1, 1), (7, 3), (500, 30)]

every_workbook = pytest.mark.parametrize("original", WORKBOOKS, ids=lambda path: path.name)


@pytest.fixture(scope="session")
def judge(shared: Path) -> ModuleType:
    sys.path.insert(0, str(shared / "roundtrip"))
    try:
        import check_roundtrip
    finally:
        sys.path.pop(0)
    return check_roundtrip


def with_cell(path: Path, row: int, column: int, value: str) -> str:
    """Write one cell of the first worksheet; the sheet's name."""
    content = FileContent(path.read_bytes(), path.name)
    name = first_sheet(content)
    draft = content.package.draft()
    write_sheets(content, draft, {name: SheetEdit(values={row: {column: value}})})
    path.write_bytes(draft.built())
    return name


def first_sheet(content: FileContent) -> str:
    return next(sheet.name for sheet in content.package.sheets if sheet.kind == "worksheet")


def copied(original: Path, folder: Path) -> Path:
    path = folder / original.name
    shutil.copyfile(original, path)
    return path


@every_workbook
def test_one_cell_edited_loses_nothing(original: Path, tmp_path: Path, judge: ModuleType) -> None:
    path = copied(original, tmp_path)
    content = FileContent(path.read_bytes(), path.name)
    formulas = formula_texts(content.sheet(first_sheet(content)))
    row, column = next(cell for cell in CELLS if cell not in formulas)
    sheet = with_cell(path, row, column, "=改 ")
    losses, notes, _ = judge.compare(str(original), str(path), [sheet])
    assert losses == []
    assert any(kind == "cells new/changed" for kind, _, _ in notes)
    assert FileContent(path.read_bytes(), path.name).package.sheets == content.package.sheets


@pytest.mark.parametrize(
    "original",
    [path for path in WORKBOOKS if FileBook(path).places()],
    ids=lambda path: path.name,
)
def test_tables_edited_and_grown_lose_nothing(original: Path, tmp_path: Path, judge: ModuleType) -> None:
    path = copied(original, tmp_path)
    sheets = set()
    for name in FileBook(path).places():
        book = FileBook(path)
        place = book.places()[name]
        rows_before = book.grid(place)
        cells = {place.first_row: {place.first_column: "改"}, place.last_row + 1: {place.last_column: 7}}
        book.apply([TableWrite(place, cells, place.last_row + 1)])
        sheets.add(place.sheet)
        grown = FileBook(path).places()[name]
        rows = FileBook(path).grid(grown)
        assert len(rows) == len(rows_before) + 1
        assert rows[1:-1] == rows_before[1:]
        assert (rows[0][0], rows[-1][-1]) == ("改", 7)
    losses, _, _ = judge.compare(str(original), str(path), sheets)
    assert losses == []


def test_a_cell_of_an_array_formula_is_the_one_thing_refused(shared: Path, tmp_path: Path) -> None:
    path = copied(shared / "roundtrip" / "workbooks" / "045_embed_image05.xlsx", tmp_path)
    with pytest.raises(PartOfArray, match="A1:A3"):
        with_cell(path, 1, 1, "改")


def test_the_judge_sees_a_loss(tmp_path: Path, judge: ModuleType) -> None:
    """A judge that finds nothing in a file saved by openpyxl would prove nothing."""
    import openpyxl

    original = next(path for path in WORKBOOKS if path.name.startswith("011_"))
    path = tmp_path / original.name
    with pytest.warns(UserWarning):
        openpyxl.load_workbook(original).save(path)
    assert judge.compare(str(original), str(path))[0]
