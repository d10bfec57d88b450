"""Formulas in the closed file: shared ones, arrays, the calculation chain."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csbook.books.book import Formula, Place
from csbook.books.file_book import FileBook
from csbook.books.sheet_formulas import PartOfArray
from tests.books.made_files import (
    MAIN,
    SHEET,
    TABLE,
    WORKBOOK,
    cell_xml,
    change,
    made,
    members,
    part,
    small,
    values,
    with_parts,
    write,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "small.xlsx", small)


def test_shared_and_array_formulas_read_as_openpyxl_reads_them(shared: Path) -> None:
    """openpyxl translates shared formulas by its own code path over the same translator."""
    path = shared / "roundtrip" / "workbooks" / "041_issue.4415.xlsx"
    book, expected = FileBook(path), {}
    workbook = openpyxl.load_workbook(path)
    name = next(sheet.title for sheet in workbook if b't="shared"' in part(path, _part(book, sheet.title)))
    for row in workbook[name].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                expected[cell.row, cell.column] = str(getattr(cell.value, "text", cell.value)).lstrip("=")
    whole = Place("", name, 0, 1, ("",) * 200, 500)
    assert expected
    assert book.formulas(whole) == expected


def _part(book: FileBook, sheet: str) -> str:
    return book._content.part_of(sheet)


def with_formulas(path: Path) -> Path:
    """丙 (D3:D6) is a shared formula with its master in D3; F2:F4 is an array formula."""

    def fill(book: Any, sheet: Any) -> None:
        small(book, sheet)
        sheet.write_column("B5", ["三", "四"])
        sheet.write_array_formula("F2:F4", "{=ROW(A1:A3)}", None, 1)
        sheet.write_array_formula("G2:G2", "{=SUM(A1:A3)}", None, 1)

    made(path, fill)

    def share(content: bytes) -> bytes:
        text = "B3&amp;$B$3&amp;T[[#This Row],[乙]]".encode()
        master = b'<c r="D3"><f t="shared" ref="D3:D6" si="4">%s</f><v>1</v></c>' % text
        content = re.sub(rb'<c r="D3">.*?</c>', master, content)
        content = re.sub(rb'<c r="D4">.*?</c>', b"", content)
        for row in (b"4", b"5", b"6"):
            child = b'<c r="D%s"><f t="shared" si="4"/><v>%s</v></c>' % (row, row)
            content = re.sub(
                rb'(<row r="%s"[^>]*>.*?)(<c r="[F-Z]|</row>)' % row, rb"\1" + child + rb"\2", content
            )
        return content

    return change(path, {SHEET: share, TABLE: lambda c: c.replace(b"B2:D4", b"B2:D6")})


def test_a_shared_formula_lives_on_when_its_first_cell_is_overwritten(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "shared.xlsx")
    book = FileBook(path)
    before = dict(book.formulas(book.places()["T"]))
    assert before[6, 4] == "B6&$B$3&T[[#This Row],[乙]]"
    write(path, {3: {4: "值"}, 5: {4: 5}})
    book = FileBook(path)
    del before[3, 4], before[5, 4]
    assert book.formulas(book.places()["T"]) == before
    assert b'<f t="shared" ref="D4:D6" si="4">B4&amp;' in cell_xml(path, "D4")
    assert cell_xml(path, "D6") == b'<c r="D6"><f t="shared" si="4"/><v>6</v></c>'
    sheet = openpyxl.load_workbook(path)["S"]
    assert sheet["D6"].value == "=" + before[6, 4]
    assert [row[2] for row in values(path)] == ["值", 4, 5, 6]


def test_a_moved_shared_formula_calculates(
    tmp_path: Path, calculated: Callable[[Path], Callable[[str, str], object]]
) -> None:
    def fill(_: Any, sheet: Any) -> None:
        columns = [{"header": "甲"}, {"header": "乙"}]
        sheet.add_table("A1:B4", {"name": "T", "columns": columns, "data": [[1, 0], [10, 0], [100, 0]]})

    def share(content: bytes) -> bytes:
        master = b'<c r="B2"><f t="shared" ref="B2:B4" si="0">A2*2+SUM(A$2:A2)</f><v>3</v></c>'
        content = re.sub(rb'<c r="B2">.*?</c>', master, content)
        return re.sub(rb'<c r="(B[34])">.*?</c>', rb'<c r="\1"><f t="shared" si="0"/><v>0</v></c>', content)

    path = change(made(tmp_path / "calculated.xlsx", fill), {SHEET: share})
    write(path, {2: {1: 2, 2: 7}, 5: {1: 1000, 2: Formula("T[[#This Row],[甲]]*3", 3000)}}, last_row=5)
    read = calculated(path)
    # 10*2 + (2+10), 100*2 + (2+10+100)
    assert [read("S", address) for address in ("B2", "B3", "B4", "B5")] == [7, 32, 312, 3000]


def test_a_shared_formula_overwritten_whole_leaves_nothing(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "shared.xlsx")
    write(path, {row: {4: row} for row in range(3, 7)})
    assert b"shared" not in part(path, SHEET)


def test_one_cell_of_an_array_formula_is_not_overwritten(tmp_path: Path) -> None:
    path = change(with_formulas(tmp_path / "array.xlsx"), {TABLE: lambda c: c.replace(b"B2:D6", b"D2:F6")})
    before = path.read_bytes()
    with pytest.raises(PartOfArray, match="F2:F4") as refused:
        write(path, {4: {6: 1}})
    assert refused.value.exit_code == 3
    assert path.read_bytes() == before
    write(path, {5: {6: 1}})


def test_an_array_formula_of_one_cell_may_be_overwritten(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "array.xlsx")
    alone = {
        SHEET: lambda content: content.replace(b'ref="F2:F4"', b'ref="F2:F2"'),
        TABLE: lambda content: content.replace(b"B2:D6", b"E1:G6"),
    }
    write(change(path, alone), {2: {6: 1, 7: 2}})
    assert re.fullmatch(rb'<c r="F2"[^>]*><v>1</v></c>', cell_xml(path, "F2"))
    assert re.fullmatch(rb'<c r="G2"[^>]*><v>2</v></c>', cell_xml(path, "G2"))


def with_calc_chain(path: Path) -> Path:
    types = (
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.calcChain+xml"/></Types>'
    )
    rel = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/calcChain" Target="calcChain.xml"/></Relationships>'
    )
    change(
        path,
        {
            "[Content_Types].xml": lambda c: c.replace(b"</Types>", types),
            "xl/_rels/workbook.xml.rels": lambda c: c.replace(b"</Relationships>", rel),
            WORKBOOK: lambda c: c.replace(b' fullCalcOnLoad="1"', b""),
        },
    )
    raw = path.read_bytes()
    chain = f'<calcChain xmlns="{MAIN}"><c r="D3" i="1"/></calcChain>'.encode()
    path.write_bytes(with_parts(raw, {"xl/calcChain.xml": chain}))
    return path


def test_the_calculation_chain_goes_when_a_formula_goes(tmp_path: Path) -> None:
    path = with_calc_chain(with_formulas(tmp_path / "chain.xlsx"))
    write(path, {3: {2: "文字"}})
    assert "xl/calcChain.xml" in members(path.read_bytes())
    write(path, {3: {4: Formula("1+1", 2)}})
    assert "xl/calcChain.xml" in members(path.read_bytes())
    write(path, {3: {4: 2}})
    parts = members(path.read_bytes())
    assert "xl/calcChain.xml" not in parts
    assert not [name for name in parts if b"calcChain" in parts[name]]
    assert openpyxl.load_workbook(path)["S"]["D3"].value == 2


def test_a_workbook_with_formulas_is_calculated_on_loading(tmp_path: Path) -> None:
    path = with_calc_chain(with_formulas(tmp_path / "chain.xlsx"))
    assert b"fullCalcOnLoad" not in part(path, WORKBOOK)
    write(path, {3: {2: "文字"}})
    assert b'fullCalcOnLoad="1"' in part(path, WORKBOOK)


def test_a_workbook_without_formulas_is_not_asked_to_calculate(path: Path) -> None:
    change(path, {WORKBOOK: lambda c: c.replace(b' fullCalcOnLoad="1"', b"")})
    before = part(path, WORKBOOK)
    write(path, {3: {2: "文字"}})
    assert part(path, WORKBOOK) == before
    write(path, {3: {4: Formula("1+1", 2)}})
    assert b'fullCalcOnLoad="1"' in part(path, WORKBOOK)
