"""What the tests of upgrading workbooks of earlier versions share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.commands.outcome import Outcome
from csbook.problems import Language
from csbook.schema.workbook import TABLES
from csbook.template.ribbon import custom_ui
from tests.books.made_files import change, members
from tests.commands.older_workbooks import upgraded
from tests.validating import findings

RIBBON = "customUI/customUI.xml"
Old = Callable[[Language], Path]
New = Callable[[Language], tuple[Path, Outcome]]


def made_by(make: Callable[[Path, Language], None], folder: Path) -> Old:
    """Language -> a workbook of an earlier version, made once; copy it, never write to it."""

    @cache
    def original(language: Language) -> Path:
        path = folder / f"{language}.xlsm"
        make(path, language)
        return path

    return original


def upgraded_once(originals: Old, folder: Path) -> New:
    """Language -> the workbook upgraded and what was said; done once; copy it, never write to it."""

    @cache
    def new(language: Language) -> tuple[Path, Outcome]:
        path = Path(shutil.copy(originals(language), folder / f"{language}.xlsm"))
        return path, upgraded(path)

    return new


def assert_every_cell_is_right(path: Path, language: Language = "zh") -> None:
    book = FileBook(path)
    for table in TABLES.values():
        assert read_table(book, table, language).problems == [], table.name


def assert_valid(path: Path) -> None:
    assert findings(path) == []


def assert_a_second_upgrade_changes_nothing(once: Path, folder: Path) -> None:
    twice = Path(shutil.copy(once, folder))
    assert upgraded(twice).headline == "工作簿不缺任何工作表或列，没有改动。"
    assert twice.read_bytes() == once.read_bytes()


def assert_the_ribbon_gets_the_button_back(path: Path, button: bytes) -> None:
    change(path, {RIBBON: lambda data: data.replace(button, b"csbook_gone")})
    upgraded(path)
    assert members(path.read_bytes())[RIBBON].decode() == custom_ui("zh")
