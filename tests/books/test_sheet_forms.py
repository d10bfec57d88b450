"""One sheet in the many forms that its XML may have: read and written alike, or refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from csbook.books.book import Written
from csbook.books.file_book import FileBook
from csbook.books.sheet_xml import UnusualSheet
from tests.books.made_files import (
    SHEET,
    change,
    made,
    members,
    part,
    small,
    values,
    write,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "small.xlsx", small)


def prefixed(content: bytes) -> bytes:
    """The same part with a prefix on every element."""
    content = content.replace(b"xmlns=", b"xmlns:x=")
    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content)


def single_quoted(content: bytes) -> bytes:
    return content.replace(b'"', b"'")


def without_addresses(content: bytes) -> bytes:
    """Rows and cells counted, not named: gaps are filled with empty ones, as the standard asks."""
    start, stop = content.index(b"<sheetData>"), content.index(b"</sheetData>")
    rows = {
        int(n): cells for n, cells in re.findall(rb'<row r="(\d+)"[^>]*>(.*?)</row>', content[start:stop])
    }
    counted = b""
    for number in range(1, max(rows) + 1):
        cells = {
            m[1]: m[2] for m in re.finditer(rb'<c r="([A-Z])\d+"(.*?(?:/>|</c>))', rows.get(number, b""))
        }
        counted += b"<row>" + b"".join(b"<c" + cells.get(bytes([c]), b"/>") for c in b"ABCD") + b"</row>"
    return content[: start + 11] + counted + content[stop:]


def pretty(content: bytes) -> bytes:
    return re.sub(rb"(<(?:row|c|/row|/sheetData)\b)", rb"\n  \1", content)


def with_angle_in_an_attribute(content: bytes) -> bytes:
    content = content.replace(b"<worksheet ", b'<worksheet xmlns:q="urn:q" ')
    return content.replace(b'<c r="B3"', b'<c q:note="a>b/>" r="B3"').replace(b"<row ", b'<row q:note="/>" ')


@pytest.mark.parametrize(
    "form",
    [prefixed, single_quoted, without_addresses, pretty, with_angle_in_an_attribute],
    ids=lambda f: f.__name__,
)
def test_a_sheet_in_another_form_is_read_and_written_alike(
    tmp_path: Path, form: Callable[[bytes], bytes]
) -> None:
    cells: dict[int, dict[int, Written]] = {
        3: {2: "改", 4: None},
        4: {3: dt.date(2026, 5, 6)},
        6: {4: 6, 2: "末"},
    }
    usual, other = made(tmp_path / "usual.xlsx", small), made(tmp_path / "other.xlsx", small)
    change(other, {SHEET: form})
    assert FileBook(other).places() == FileBook(usual).places()
    assert values(other) == values(usual)
    for path in (usual, other):
        write(path, cells, last_row=6)
    assert values(other) == values(usual)
    seen = [
        [
            [(cell.value, cell.number_format) for cell in row]
            for row in openpyxl.load_workbook(path)["S"]["A1:E7"]
        ]
        for path in (usual, other)
    ]
    assert seen[0] == seen[1]


def strict(content: bytes) -> bytes:
    """The namespaces of ISO 29500 strict."""
    content = content.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    return content.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def test_a_strict_workbook_is_read_and_written_alike(tmp_path: Path) -> None:
    usual, other = made(tmp_path / "usual.xlsx", small), made(tmp_path / "strict.xlsx", small)
    change(other, {name: strict for name in members(other.read_bytes()) if name.endswith((".xml", ".rels"))})
    assert b"purl.oclc.org" in part(other, SHEET)
    assert FileBook(other).places() == FileBook(usual).places()
    for path in (usual, other):
        write(path, {3: {2: "改"}, 5: {3: dt.date(2026, 5, 6)}}, last_row=5)
    assert values(other) == values(usual)


def test_an_empty_sheet_data_is_filled(path: Path) -> None:
    change(path, {SHEET: lambda c: re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", c)})
    write(path, {3: {2: "一"}})
    assert values(path)[0] == ["一", None, None]


@pytest.mark.parametrize("odd", [b"<!-- x -->", b"<c><f><![CDATA[1]]></f></c>"])
def test_comments_and_cdata_among_the_cells_are_refused_with_advice(path: Path, odd: bytes) -> None:
    change(path, {SHEET: lambda c: c.replace(b"</sheetData>", odd + b"</sheetData>")})
    with pytest.raises(UnusualSheet, match="Excel once") as refused:
        FileBook(path).places()
    assert "保存一次" in refused.value.words("zh")


def test_a_comment_that_looks_like_the_rows_is_passed_over(path: Path) -> None:
    change(path, {SHEET: lambda c: c.replace(b"<sheetData>", b"<!-- <sheetData><row> --><sheetData>")})
    write(path, {3: {2: "改"}})
    assert values(path)[0][0] == "改"
