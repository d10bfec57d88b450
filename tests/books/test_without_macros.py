"""A workbook that lost its macros: what is said of the way back is true where it is said."""

from __future__ import annotations

import shutil
from pathlib import Path

from csbook.books.file_book import FileBook
from csbook.books.saving import side_folder
from csbook.books.without_macros import no_buttons, way_back
from tests.workbooks import pack, parts_of


def stripped(path: Path) -> Path:
    """As a program saves it that drops macros and keeps the name."""
    lost = ("vbaProject", "customUI")
    pack(path, {n: data for n, data in parts_of(path).items() if not any(word in n for word in lost)})
    return path


def kept_beside(path: Path) -> Path:
    backup = side_folder(path) / f"backup{path.suffix}"
    backup.parent.mkdir(parents=True)
    shutil.copy(path, backup)
    return backup


def test_the_backup_is_named_where_it_has_macros(shop: Path) -> None:
    backup = kept_beside(shop)
    stripped(shop)
    said = way_back(shop)
    assert f"备份 {backup} 里还有宏" in said.zh
    assert str(backup) in said.en


def test_where_no_backup_helps_a_new_workbook_is_the_way_and_none_is_named(shop: Path) -> None:
    stripped(shop)
    without = way_back(shop)
    kept_beside(shop)
    lost_too = way_back(shop)
    for said in (without, lost_too):
        assert "csbook new" in said.zh
        assert ".csbook" not in said.zh + said.en


def test_a_command_names_no_backup_that_it_is_about_to_replace(shop: Path) -> None:
    kept_beside(shop)
    stripped(shop)
    said = no_buttons(FileBook(shop).content, shop)
    assert said is not None
    assert "csbook new" in said.en
    assert ".csbook" not in said.zh
