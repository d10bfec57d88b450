"""A workbook that lost its macros: what is said of the way back is true where it is said."""

from __future__ import annotations

import shutil
from pathlib import Path

from csbook.books.file_book import FileBook
from csbook.books.kept_backups import kept_backups
from csbook.books.saving import side_folder
from csbook.books.without_macros import keeps_macros, no_buttons, way_back
from tests.workbooks import pack, parts_of, put


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
    kept = backup.with_name("with-macros.xlsm")
    assert f"备份 {kept} 里还有宏" in said.zh
    assert str(kept) in said.en
    assert way_back(shop) == said, "one copy is enough"
    assert kept.read_bytes() == backup.read_bytes()


def test_where_no_backup_helps_a_new_workbook_is_the_way_and_none_is_named(shop: Path) -> None:
    stripped(shop)
    without = way_back(shop)
    kept_beside(shop)
    lost_too = way_back(shop)
    for said in (without, lost_too):
        assert "csbook new" in said.zh
        assert ".csbook" not in said.zh + said.en


def test_the_one_backup_with_macros_outlives_every_save(shop: Path) -> None:
    whole = kept_beside(shop).read_bytes()
    stripped(shop)
    kept = side_folder(shop) / "with-macros.xlsm"
    for month in ("2026-09", "2026-10", "2026-11"):
        told = no_buttons(FileBook(shop).content, shop)
        assert told is not None
        assert str(kept) in told.en
        put(shop, "Settings", 0, "value", month)  # saves
    assert kept.read_bytes() == whole
    assert [file.name for file in kept_backups(side_folder(shop))] == ["with-macros.xlsm"]


def test_a_save_that_nobody_was_warned_before_keeps_it_too(shop: Path) -> None:
    whole = kept_beside(shop).read_bytes()
    stripped(shop)
    FileBook(shop).show_sheets(["设置"], visible=True)
    assert (side_folder(shop) / "with-macros.xlsm").read_bytes() == whole
    assert not keeps_macros(side_folder(shop) / "backup.xlsm")


def test_a_backup_is_not_kept_while_the_workbook_has_its_macros(shop: Path) -> None:
    kept_beside(shop)
    FileBook(shop).show_sheets(["设置"], visible=True)
    assert kept_backups(side_folder(shop)) == []
