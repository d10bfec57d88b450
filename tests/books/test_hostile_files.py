"""Files that are no workbook, damaged ones and malicious ones: each refused by name, with advice."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from csbook.books import archive
from csbook.books.archive import Archive
from csbook.books.book import TableWrite
from csbook.books.file_book import FileBook
from csbook.books.file_content import SheetTooWide
from csbook.problems import CsbookError, FileMissing, NotAWorkbook
from tests.books.made_files import (
    SHEET,
    STRINGS,
    TABLE,
    WORKBOOK,
    change,
    made,
    members,
    small,
    values,
    with_parts,
)

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
CONTENT_TYPES = "[Content_Types].xml"
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "册.xlsx", small)


def refused(path: Path, content: bytes) -> NotAWorkbook:
    path.write_bytes(content)
    with pytest.raises(NotAWorkbook) as error:
        FileBook(path)
    assert error.value.exit_code == 3
    assert "册.xlsx" in error.value.words("zh")
    return error.value


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def with_field(raw: bytes, name: str, at: int, value: int) -> bytes:
    """A zip file with a 32-bit field of a member's directory record changed (24: size, 42: offset)."""
    changed = bytearray(raw)
    record = raw.rindex(name.encode()) - 46
    assert raw[record : record + 4] == b"PK\1\2"
    struct.pack_into("<L", changed, record + at, value)
    return bytes(changed)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(FileMissing) as error:
            FileBook(path)
        assert error.value.exit_code == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "no Excel workbook"),
        ("姓名,班次\n".encode(), "no Excel workbook"),
        (OLE2, "old .xls format"),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        (zipped({"a.txt": b"no workbook"}), "no workbook inside"),
        (zipped({CONTENT_TYPES: b"<Types/>"}), "no workbook inside"),
        (b"PK\3\4" + bytes(100), "damaged"),
        (b"PK\5\6" + bytes(18), "no workbook inside"),
        (zipped({CONTENT_TYPES: b"<Types/>"}, zipfile.ZIP_LZMA), "damaged"),
    ],
    ids=["empty", "csv", "xls", "password", "zip", "no parts", "zip head", "empty zip", "lzma"],
)
def test_other_files_are_told_apart(path: Path, content: bytes, expected: str) -> None:
    assert expected in refused(path, content).words("en")


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_damaged(path: Path, keep: float) -> None:
    raw = path.read_bytes()
    assert "damaged or incomplete" in refused(path, raw[: int(len(raw) * keep)]).words("en")


def test_a_flipped_bit_in_any_part_is_found_when_opening(path: Path) -> None:
    raw = path.read_bytes()
    with zipfile.ZipFile(path) as opened:
        middles = [info.header_offset + 60 + info.compress_size // 2 for info in opened.infolist()]
    for at in middles:
        broken = bytearray(raw)
        broken[at] ^= 0x10
        refused(path, bytes(broken))


@pytest.mark.parametrize("missing", [WORKBOOK, SHEET, CONTENT_TYPES, "_rels/.rels"])
def test_a_missing_part_is_named(path: Path, missing: str) -> None:
    parts = members(path.read_bytes())
    del parts[missing]
    path.write_bytes(zipped(parts))
    with pytest.raises(NotAWorkbook):
        FileBook(path).places()


def test_a_binary_workbook_is_named(path: Path) -> None:
    parts = members(path.read_bytes())
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"xl/workbook.bin")
    parts["xl/workbook.bin"] = parts.pop(WORKBOOK)
    assert ".xlsb" in refused(path, zipped(parts)).words("en")


@pytest.mark.parametrize("part", [WORKBOOK, SHEET, STRINGS, TABLE, CONTENT_TYPES, "xl/styles.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_any_part_are_refused(path: Path, part: str, encoding: str) -> None:
    padding = b"<!-- -->" * 100
    attack = (padding + ENTITIES + b"<x>&b;</x>").decode().encode(encoding)
    raw = with_parts(path.read_bytes(), {part: attack})
    assert "document type" in refused(path, raw).words("en")


def test_a_document_type_behind_much_padding_is_refused(path: Path) -> None:
    raw = with_parts(path.read_bytes(), {TABLE: b" " * 200_000 + ENTITIES + b"<x/>"})
    assert "document type" in refused(path, raw).words("en")


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "C:/evil.xml", "xl\\..\\..\\evil.xml"])
def test_paths_out_of_the_file_are_refused(path: Path, name: str) -> None:
    raw = zipped({**members(path.read_bytes()), name: b"<x/>"})
    assert "leads out" in refused(path, raw).words("en")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [SHEET, SHEET.upper(), SHEET.replace("/", "\\")])
def test_two_parts_of_one_name_are_refused(path: Path, name: str) -> None:
    target = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(target, "a") as new:
        new.writestr(name, b"<other/>")
    assert "share a name" in refused(path, target.getvalue()).words("en")


def test_an_encrypted_member_is_a_password(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    record = bytes(raw).rindex(SHEET.encode()) - 46
    raw[record + 8] |= 1
    assert "password-protected" in refused(path, bytes(raw)).words("en")


# Bombs


def test_a_part_that_declares_gigabytes_is_refused_unread(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zlib, "decompressobj", lambda *_: pytest.fail("it was unpacked"))
    raw = with_field(path.read_bytes(), SHEET, 24, 3 << 30)
    assert "far larger" in refused(path, raw).words("en")


def test_a_part_that_unpacks_a_thousandfold_is_refused_unread(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = with_parts(path.read_bytes(), {"xl/bomb.xml": b"<x>" + b" " * (16 << 20) + b"</x>"})
    monkeypatch.setattr(zlib, "decompressobj", lambda *_: pytest.fail("it was unpacked"))
    assert "far larger" in refused(path, raw).words("en")


def test_many_large_parts_are_refused_together(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = path.read_bytes()
    monkeypatch.setattr(archive, "MAX_TOTAL", sum(map(len, members(raw).values())) - 1)
    assert "far larger" in refused(path, raw).words("en")


def test_a_file_too_large_for_memory_is_refused_unread(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with path.open("r+b") as file:
        file.truncate(archive.MAX_FILE + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(NotAWorkbook, match="far larger"):
        FileBook(path)


def test_a_part_that_unpacks_to_more_than_it_declares_is_stopped(path: Path) -> None:
    """16 MiB behind a declared 1,000 bytes."""
    raw = with_parts(path.read_bytes(), {"xl/liar.xml": b"<x>" + b" " * (16 << 20) + b"</x>"})
    raw = with_field(raw, "xl/liar.xml", 24, 1000)
    assert "damaged" in refused(path, raw).words("en")


def test_overlapping_members_are_refused(path: Path) -> None:
    """The better zip bomb: many records that unpack the same bytes."""
    raw = path.read_bytes()
    with zipfile.ZipFile(path) as opened:
        shared = opened.getinfo(SHEET).header_offset
    assert "damaged" in refused(path, with_field(raw, STRINGS, 42, shared)).words("en")


def test_bytes_before_the_first_member_are_refused(path: Path) -> None:
    """They would be lost; a program that unpacks itself has them."""
    assert "damaged" in refused(path, b"PK\0\0" + path.read_bytes()).words("en")


def test_more_members_than_any_workbook_has_are_refused() -> None:
    raw = zipped({f"part{number}": b"" for number in range(archive.MAX_MEMBERS + 1)}, zipfile.ZIP_STORED)
    with pytest.raises(NotAWorkbook, match="far larger"):
        Archive(raw, "many.xlsx")


def test_a_stray_cell_in_the_last_corner_is_refused_unread(path: Path) -> None:
    """Reading the rectangle up to it would take hundreds of gigabytes."""
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    change(path, {SHEET: lambda content: content.replace(b"</sheetData>", stray)})
    book = FileBook(path)
    with pytest.raises(SheetTooWide, match="XFD1048576") as error:
        book.grid(book.places()["T"])
    assert error.value.exit_code == 3
    assert "Ctrl+End" in error.value.words("zh")


def test_a_formatted_cell_in_the_last_column_does_no_harm(path: Path) -> None:
    stray = b'<row r="20000"><c r="A20000"><v>1</v></c><c r="XFD20000" s="1"/></row></sheetData>'
    change(path, {SHEET: lambda content: content.replace(b"</sheetData>", stray)})
    assert [row[0] for row in values(path)] == ["一", "二"]


# Damaged XML


def used(path: Path) -> None:
    """Everything a command does with a book."""
    book = FileBook(path)
    assert book.sheets() and book.properties is not None
    for place in list(book.places().values()):
        book.grid(place)
        book.formulas(place)
        book.merged(place)
        more = {place.last_row + 1: {place.first_column: "新"}}
        book.apply([TableWrite(place, more, place.last_row + 1)])


@pytest.mark.parametrize(
    ("part", "damage"),
    [
        (WORKBOOK, lambda c: c[:-20]),
        (WORKBOOK, lambda c: c.replace(b'r:id="rId1"', b'r:id="rId77"')),
        (SHEET, lambda c: c.replace(b"</sheetData>", b"")),
        (SHEET, lambda c: c.replace(b"</row>", b"", 1).replace(b"</row>", b"")),
        (SHEET, lambda c: c.replace(b"</c>", b"")),
        (SHEET, lambda c: c.replace(b't="s"><v>', b't="s"><v>999')),
        (SHEET, lambda c: c.replace(b"<sheetData>", b"<other>").replace(b"</sheetData>", b"</other>")),
        (STRINGS, lambda c: b"<html/>"),
        (STRINGS, lambda c: c.replace(b"<si>", b"<!-- --><si>")),
        (TABLE, lambda c: c.replace(b'ref="B2:D4"', b'ref="all"')),
        (TABLE, lambda c: b""),
        (SHEET, lambda c: c.replace(b"UTF-8", b"GB18030")),
    ],
)
def test_damaged_parts_are_refused_by_name(path: Path, part: str, damage: Callable[[bytes], bytes]) -> None:
    change(path, {part: damage})
    with pytest.raises(CsbookError) as error:
        used(path)
    assert error.value.exit_code == 3


def test_random_damage_is_survived_or_refused(path: Path) -> None:
    """300 files with random bytes changed, removed or put in: no other kind of error comes out."""
    original = members(path.read_bytes())
    chance = random.Random(20260301)
    outcomes = {"used": 0, "refused": 0}
    for _ in range(300):
        part = chance.choice([WORKBOOK, SHEET, STRINGS, TABLE, CONTENT_TYPES, "xl/_rels/workbook.xml.rels"])
        content = bytearray(original[part])
        at = chance.randrange(len(content))
        put = chance.choice([b"", b"<", b">", b'"', b"&", b"\xff", b"0", b'<c r="A1"/>', b"<row/>", b"-1"])
        content[at : at + chance.choice([0, 1, 1, 20])] = put
        path.write_bytes(zipped({**original, part: bytes(content)}, zipfile.ZIP_STORED))
        try:
            used(path)
            outcomes["used"] += 1
        except CsbookError as error:
            assert error.exit_code == 3
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 30
