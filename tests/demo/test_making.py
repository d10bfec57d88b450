"""`new`: a workbook from nothing, or a sentence that says why not."""

from __future__ import annotations

import datetime as dt
import errno
import sys
from pathlib import Path

import openpyxl
import pytest

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.saving import NotSaved
from csbook.commands.run import language_of
from csbook.making import FolderMissing, UnknownLanguage, WrongEnding, make_workbook
from csbook.problems import FileExists, Words
from csbook.schema.workbook import TABLES

MONTH = dt.date(2026, 11, 1)


def rows(path: Path, table: str) -> int:
    book = FileBook(path)
    return len(read_table(book, TABLES[table], language_of(book)).frame)


def test_a_new_workbook_holds_the_defaults_and_nobody(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsm"
    said = make_workbook(path, "zh", MONTH)
    assert rows(path, "Staff") == 0
    assert rows(path, "Shifts") == 3
    assert "员工" in said.zh
    assert "班次与人数" in said.zh
    assert "Staff" in said.en


def test_a_new_workbook_names_the_month_and_the_python_that_made_it(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    make_workbook(path, "en", MONTH)
    book = FileBook(path)
    settings = read_table(book, TABLES["Settings"], "en").frame.set_index("name")["value"]
    assert settings["month"] == "2026-11"
    sheet = openpyxl.load_workbook(path)["xlwings.conf"]
    assert sys.executable in [cell.value for row in sheet.iter_rows() for cell in row]


def test_with_demo_the_shop_is_in_it_before_any_command(tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsm"
    said = make_workbook(path, "zh", MONTH, with_demo=True)
    assert rows(path, "Staff") == 10
    assert rows(path, "Customers") == 60
    assert rows(path, "Roster") == 0
    assert rows(path, "Journal") == 0
    assert "虚构" in said.zh
    assert "made-up" in said.en


@pytest.mark.parametrize("month", [dt.date(2026, 2, 1), dt.date(2027, 1, 1), dt.date(2028, 12, 1)])
def test_the_demo_shop_fits_any_month(tmp_path: Path, month: dt.date) -> None:
    path = tmp_path / "demo.xlsm"
    make_workbook(path, "en", month, with_demo=True)
    assert rows(path, "Orders") == 320


@pytest.mark.parametrize(
    ("name", "lang", "error"),
    [
        ("book.xlsx", "zh", WrongEnding),  # Excel would drop the macros
        ("book", "zh", WrongEnding),
        ("book.xlsm", "de", UnknownLanguage),
        ("nowhere/book.xlsm", "zh", FolderMissing),
    ],
)
def test_wrong_use_is_refused_and_leaves_nothing(
    tmp_path: Path, name: str, lang: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        make_workbook(tmp_path / name, lang, MONTH)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_rights_is_told_and_nothing_of_a_file_that_was_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("csbook.making.tempfile.TemporaryDirectory", denied)
    with pytest.raises(NotSaved) as refused:
        make_workbook(tmp_path / "a.xlsm", "zh", MONTH)
    assert refused.value.words == Words(
        "无法保存 a.xlsm：没有该文件夹的写入权限。",
        "a.xlsm cannot be saved: the folder may not be written to.",
    )


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(b"somebody's")
    with pytest.raises(FileExists):
        make_workbook(path, "zh", MONTH)
    assert path.read_bytes() == b"somebody's"


def test_nothing_is_left_beside_a_new_workbook(tmp_path: Path) -> None:
    make_workbook(tmp_path / "book.xlsm", "zh", MONTH)
    assert [file.name for file in tmp_path.iterdir()] == ["book.xlsm"]


def test_a_build_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(path: Path, **_: object) -> None:
        path.write_bytes(b"half")
        raise ZeroDivisionError

    monkeypatch.setattr("csbook.making.build_workbook", full_disk)
    with pytest.raises(ZeroDivisionError):
        make_workbook(tmp_path / "book.xlsm", "zh", MONTH)
    assert list(tmp_path.iterdir()) == []
