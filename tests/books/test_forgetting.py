"""What stood in cells that were emptied is kept nowhere: not among the file's texts, not in its backup."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings
from python_calamine import CalamineWorkbook

from csbook.books.book import TableWrite
from csbook.books.excel_book import ExcelBook
from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.saving import NotSaved, side_folder
from csbook.books.shared_strings import SharedStrings, numbers_in
from csbook.books.table_writes import forget_unused_texts
from tests.books.made_files import STRINGS, members
from tests.books.samples import NOTE, TEXT, build
from tests.conftest import shared_folder

FOLDER = shared_folder()
WORKBOOKS = sorted((FOLDER / "roundtrip" / "workbooks").iterdir()) if FOLDER else []
GONE = "人工一"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return build(tmp_path / "台账.xlsx")


def without_a_note(book: FileBook | ExcelBook) -> TableWrite:
    """The write that empties the note of the first row, and writes a new text."""
    place = book.places()["Log"]
    return TableWrite(place, {place.first_row: {NOTE: None, TEXT: "新事项"}}, place.last_row)


def backup_of(path: Path) -> Path:
    return side_folder(path) / f"backup{path.suffix}"


def every_value(raw: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def shown_texts(content: FileContent) -> list[str]:
    """The shared string of every cell that shows one, sheet by sheet, by an XML parser."""
    package = content.package
    if package.shared_strings is None:
        return []
    items = package.xml(package.shared_strings).findall("{*}si")
    texts = ["".join(map(str, item.itertext())) for item in items]
    return [
        texts[int(str(cell.findtext("{*}v")))]
        for sheet in package.sheets
        for cell in package.xml(sheet.part).iter("{*}c")
        if cell.get("t") == "s"
    ]


def test_a_text_that_no_cell_shows_any_more_leaves_the_file_and_its_backup(path: Path) -> None:
    assert GONE.encode() in members(path.read_bytes())[STRINGS]
    book = FileBook(path)
    book.apply([without_a_note(book)], forget=True)
    for file in (path, backup_of(path)):
        assert not [name for name, part in members(file.read_bytes()).items() if GONE.encode() in part], file
    assert backup_of(path).read_bytes() == path.read_bytes()


def test_every_other_cell_keeps_its_text(path: Path, tmp_path: Path) -> None:
    usual = Path(shutil.copy(path, tmp_path / "usual.xlsx"))
    for file, forget in ((path, True), (usual, False)):
        book = FileBook(file)
        book.apply([without_a_note(book)], forget=forget)
    assert every_value(path.read_bytes()) == every_value(usual.read_bytes())
    before, after = members(usual.read_bytes()), members(path.read_bytes())
    assert {name for name in before if before[name] != after[name]} == {STRINGS}


def test_usually_the_old_text_stays_in_the_backup(path: Path) -> None:
    old = path.read_bytes()
    book = FileBook(path)
    book.apply([without_a_note(book)])
    assert backup_of(path).read_bytes() == old


def test_while_the_old_file_stands_the_backup_is_no_older(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off between the two files, running again removes the rest."""
    old, replace = path.read_bytes(), os.replace

    def refusing(source: Any, target: Any) -> None:
        if Path(target).name == path.name:
            raise PermissionError(13, "no")
        replace(source, target)

    monkeypatch.setattr("pathlib.os.replace", refusing)
    book = FileBook(path)
    with pytest.raises(NotSaved):
        book.apply([without_a_note(book)], forget=True)
    monkeypatch.undo()
    assert path.read_bytes() == old
    assert GONE.encode() not in members(backup_of(path).read_bytes())[STRINGS]
    again = FileBook(path)
    again.apply([without_a_note(again)], forget=True)
    assert GONE.encode() not in members(path.read_bytes())[STRINGS]


@pytest.mark.parametrize("original", WORKBOOKS, ids=lambda file: file.name)
def test_in_workbooks_of_others_no_shown_text_is_lost(original: Path) -> None:
    content = FileContent(original.read_bytes(), original.name)
    draft = content.package.draft()
    forget_unused_texts(draft)
    before, after = (shown_texts(FileContent(raw, original.name)) for raw in (content.raw, draft.built()))
    assert after == before


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (b'<c r="A1" t="s"><v>3</v></c>', {3}),
        (b"<c r='A1' s='2' t = 's' ><v>3</v></c>", {3}),
        (b'<x:c r="A1" t="s"><x:f>B1</x:f><x:v xml:space="preserve"> 12 </x:v></x:c>', {12}),
        (b'<c r="A1" s="1"><v>5</v></c><c r="B1" t="s"><v>6</v></c>', {6}),
        (b'<c r="A1" t="s"/><c r="B1"><v>7</v></c>', set()),
        (b'<c r="A1" t="s"></c><c r="B1"><v>7</v></c>', set()),
        (b'<c r="A1" t="str"><v>8</v></c><c r="B1" t="e"><v>9</v></c>', set()),
        (b'<col t="s"/><v>1</v>', set()),
        (b'<c t="s" r="A1"><v>1</v></c>\n<c t="s" r="B1"><v>1</v></c><c t="s" r="C1"><v>2</v></c>', {1, 2}),
    ],
)
def test_the_texts_that_cells_show_are_found_however_they_are_written(
    cells: bytes, numbers: set[int]
) -> None:
    assert numbers_in(b"<row>" + cells + b"</row>") == numbers


def test_texts_keep_their_numbers_whatever_they_are_made_of() -> None:
    items = (
        b"<si><t>one</t></si>",
        b'<si><r><rPr><b/></rPr><t>t</t></r><r><t xml:space="preserve">wo </t></r></si>',
        b"<si/>",
        b"<si><t>four</t><rPh sb='0' eb='1'><t>FOUR</t></rPh></si>",
    )
    part = b'<sst xmlns="x" count="4" uniqueCount="4">' + b"".join(items) + b"<extLst/></sst>"
    kept = SharedStrings(part).only({1})
    left = SharedStrings(kept)
    assert [left.text(number) for number in range(4)] == ["", "two ", "", ""]
    assert items[1] in kept
    assert kept.endswith(b"<extLst/></sst>")
    assert b"one" not in kept
    assert b"FOUR" not in kept


def test_the_open_workbook_loses_the_backup_of_its_file(
    path: Path, open_book: Callable[..., xlwings.Book]
) -> None:
    backup_of(path).parent.mkdir(parents=True)
    backup_of(path).write_bytes(path.read_bytes())
    book = ExcelBook(open_book(path))
    book.apply([without_a_note(book)])
    assert backup_of(path).exists()
    book.apply([without_a_note(book)], forget=True)
    assert not backup_of(path).exists()
    place = book.places()["Log"]
    assert book.grid(place)[0][NOTE - place.first_column] is None
