"""The closed file as a book, beyond what every book promises: what changes in it and what does not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csbook.books import file_content
from csbook.books.book import CellError, Formula, Place, TableWrite, Written
from csbook.books.file_book import FileBook
from csbook.books.table_writes import TableFull
from csbook.problems import CellsBelow
from tests.books.made_files import (
    SHEET,
    STRINGS,
    TABLE,
    cell_xml,
    change,
    made,
    packed,
    part,
    small,
    style_of,
    values,
    write,
)
from tests.books.samples import build


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "small.xlsx", small)


# Reading


def test_headers_are_what_the_cells_show_not_what_the_table_part_says(path: Path) -> None:
    change(path, {TABLE: lambda content: content.replace("甲".encode(), b"stale")})
    assert FileBook(path).places()["T"] == Place("T", "S", 2, 2, ("甲", "乙", "丙"), 4)


def test_headers_are_read_of_the_tables_asked_for_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, looked_at = FileBook(build(tmp_path / "book.xlsx")), []
    place = file_content.FileContent.place
    monkeypatch.setattr(
        file_content.FileContent,
        "place",
        lambda self, table: looked_at.append(table.name) or place(self, table),
    )
    assert book.places()["Log"] == book.places()["Log"]
    assert looked_at == ["Log"]
    assert len(book.places()) == len(dict(book.places())) > 1
    assert sorted(looked_at) == sorted(book.places())


def test_header_texts_may_be_rich_inline_or_escaped(path: Path) -> None:
    def edit(content: bytes) -> bytes:
        inline = (
            b'<c r="B2" t="inlineStr"><is><r><t>\xe7\x94\xb2</t></r><r><t> &amp;_x000A_2</t></r></is></c>'
        )
        return re.sub(rb'<c r="B2"[^>]*>.*?</c>', inline, content)

    assert FileBook(change(path, {SHEET: edit})).places()["T"].headers == ("甲 &\n2", "乙", "丙")


def test_a_totals_row_is_no_body_row(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        columns = [{"header": "甲", "total_string": "合计"}, {"header": "乙", "total_function": "sum"}]
        sheet.add_table("A1:B4", {"name": "T", "columns": columns, "total_row": True})

    path = made(tmp_path / "totals.xlsx", fill)
    place = FileBook(path).places()["T"]
    assert (place.last_row, place.has_totals) == (3, True)
    with pytest.raises(CellsBelow, match="A4:B4"):
        write(path, {4: {1: "新"}}, last_row=4)
    write(path, {3: {1: "在表内"}})
    assert values(path)[-1] == ["在表内", None]


def test_a_table_without_header_row_is_not_offered(path: Path) -> None:
    change(path, {TABLE: lambda content: content.replace(b"<table ", b'<table headerRowCount="0" ')})
    assert FileBook(path).places() == {}


def test_rows_that_the_sheet_does_not_hold_are_blank(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.add_table("C5:D9", {"name": "T", "columns": [{"header": "甲"}, {"header": "乙"}]})
        sheet.write("D7", 3)

    grid = values(made(tmp_path / "sparse.xlsx", fill))
    assert grid == [[None, None], [None, 3], [None, None], [None, None]]


@pytest.mark.parametrize("quote", [b'"', b"'"])
def test_error_values_are_found_in_any_quoting(path: Path, quote: bytes) -> None:
    error = b"<c r='D4' t='e'><v>#DIV/0!</v></c>".replace(b"'", quote)
    change(path, {SHEET: lambda content: re.sub(rb'<c r="D4".*?</c>', error, content)})
    assert values(path) == [["一", dt.datetime(2026, 3, 1), 1], ["二", None, CellError("#DIV/0!")]]


def test_text_that_looks_like_an_error_type_is_text(path: Path) -> None:
    write(path, {3: {2: 't="e"'}, 4: {2: "#N/A"}})
    assert [row[0] for row in values(path)] == ['t="e"', "#N/A"]


def test_a_sheet_is_parsed_once_however_often_it_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []
    original = file_content._rows
    monkeypatch.setattr(file_content, "_rows", lambda sheet: parsed.append(sheet.name) or original(sheet))
    book = FileBook(path)
    first, second = (book.grid(book.places()["T"]) for _ in range(2))
    assert first == second
    first[0][0] = "mine"
    assert book.grid(book.places()["T"]) == second
    assert parsed == ["S"]


def test_a_large_sheet_is_read_anew_each_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = FileBook(path)
    monkeypatch.setattr(file_content, "MAX_KEPT", 0)
    book = FileBook(path)
    first, second = (book.grid(book.places()["T"]) for _ in range(2))
    first[0][0] = "mine"
    assert book.grid(book.places()["T"]) == second == kept.grid(kept.places()["T"])


def test_what_was_written_is_read_from_the_same_book(path: Path) -> None:
    book = write(path, {3: {2: "改"}, 5: {2: "三"}}, last_row=5)
    assert book.grid(book.places()["T"]) == values(path) == [
        ["改", dt.datetime(2026, 3, 1), 1], ["二", None, 2], ["三", None, None]
    ]  # fmt: skip


# Writing: what changes and what does not


def test_only_touched_parts_are_packed_anew(tmp_path: Path) -> None:
    path = build(tmp_path / "book.xlsx")
    before = packed(path.read_bytes())
    write(path, {4: {2: "改"}, 7: {2: "新"}}, last_row=7, table="Log")
    after = packed(path.read_bytes())
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {SHEET, STRINGS, TABLE}


def test_cells_beside_the_written_one_keep_their_bytes(path: Path) -> None:
    before = part(path, SHEET)
    write(path, {3: {4: 9}})
    assert part(path, SHEET) == before.replace(b'<c r="D3"><v>1</v></c>', b'<c r="D3"><v>9</v></c>')


def test_an_emptied_cell_keeps_its_style(path: Path) -> None:
    write(path, {3: {3: None, 2: None}})
    assert style_of(path, "C3").number_format == "yyyy-mm-dd"
    assert values(path)[0] == [None, None, 1]


def test_new_rows_take_the_styles_of_the_last_row(path: Path) -> None:
    write(path, {5: {3: dt.date(2026, 4, 1)}, 6: {2: "四"}}, last_row=6)
    assert values(path)[2:] == [[None, dt.datetime(2026, 4, 1), None], ["四", None, None]]
    assert style_of(path, "C6").number_format == "yyyy-mm-dd"


def test_new_rows_take_the_first_rows_style_where_the_last_row_has_no_cell(path: Path) -> None:
    change(path, {SHEET: lambda content: re.sub(rb'<c r="C4"[^>]*/>', b"", content)})
    write(path, {5: {3: dt.date(2026, 4, 1)}}, last_row=5)
    assert values(path)[2] == [None, dt.datetime(2026, 4, 1), None]


def test_a_cell_that_was_not_there_takes_the_format_of_its_row_or_column(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        columns = [{"header": header} for header in "甲乙"]
        sheet.add_table("A1:B3", {"name": "T", "columns": columns})
        sheet.set_column("B:B", 12, book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.set_row(2, None, book.add_format({"num_format": "0.00%"}))

    path = made(tmp_path / "formats.xlsx", fill)
    write(path, {2: {2: dt.date(2026, 1, 2)}, 3: {2: 0.5}})
    assert style_of(path, "B2").number_format == "yyyy-mm-dd"
    assert style_of(path, "B3").number_format == "0.00%"


def test_known_texts_are_used_again_and_new_ones_appended(path: Path) -> None:
    before = part(path, STRINGS)
    write(path, {3: {2: "二"}, 4: {2: "一"}})
    assert part(path, STRINGS) == before
    write(path, {3: {2: "新"}, 4: {2: "新"}})
    once = part(path, STRINGS)
    items = re.findall(rb"<si>.*?</si>", before)
    assert re.findall(rb"<si>.*?</si>", once) == [*items, "<si><t>新</t></si>".encode()]
    assert b'uniqueCount="%d"' % (len(items) + 1) in once
    write(path, {3: {2: "一"}, 4: {2: "新"}})
    assert part(path, STRINGS) == once


def test_without_shared_strings_texts_stand_in_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "inline.xlsx"
    made(path, small)

    def inline(content: bytes) -> bytes:
        texts = re.findall(rb"<si><t>(.*?)</t></si>", part(path, STRINGS))
        return re.sub(
            rb'<c r="(\w+)" t="s"><v>(\d+)</v></c>',
            lambda m: b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (m[1], texts[int(m[2])]),
            content,
        )

    rels = "xl/_rels/workbook.xml.rels"
    change(path, {SHEET: inline, rels: lambda c: re.sub(rb"<Relationship [^>]*sharedStrings[^>]*/>", b"", c)})
    write(path, {3: {2: " 前后 \n=1"}})
    assert values(path)[0][0] == " 前后 \n=1"
    assert b"inlineStr" in cell_xml(path, "B3")


def test_the_tables_range_filter_and_sorting_grow_together(path: Path) -> None:
    def sorted_table(content: bytes) -> bytes:
        filtered = b'<autoFilter ref="B2:D4"><sortState ref="B3:D4"/></autoFilter>'
        content = re.sub(rb"<autoFilter[^>]*/>", filtered, content)
        return content.replace(b"<table ", b'<table comment="B2:D4 > x" insertRow="1" ')

    change(path, {TABLE: sorted_table})
    before = part(path, TABLE)
    write(path, {5: {2: "三"}}, last_row=6)
    expected = before.replace(b' insertRow="1"', b"")
    for old, new in ((b'ref="B2:D4"', b'ref="B2:D6"'), (b'ref="B3:D4"', b'ref="B3:D6"')):
        expected = expected.replace(old, new)
    assert part(path, TABLE) == expected


def test_dimension_and_spans_cover_what_was_written(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.add_table("B2:E4", {"name": "T", "columns": [{"header": header} for header in "甲乙丙丁"]})
        sheet.write("C3", 1)

    path = made(tmp_path / "spans.xlsx", fill)
    change(path, {SHEET: lambda c: c.replace(b'<row r="3" spans="2:5"', b'<row r="3" spans="3:3"')})
    write(path, {3: {5: "末"}, 6: {2: "首"}}, last_row=6)
    assert b'<dimension ref="B2:E6"/>' in part(path, SHEET)
    assert b'<row r="3" spans="3:5">' in part(path, SHEET)


# Writing: what stands in the way


def test_growing_over_another_table_or_a_merged_area_is_refused(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.add_table("A1:B2", {"name": "T", "columns": [{"header": "甲"}, {"header": "乙"}]})
        sheet.add_table("B5:C6", {"name": "U", "columns": [{"header": "丙"}, {"header": "丁"}]})
        sheet.merge_range("A8:B8", "")

    path = made(tmp_path / "crowded.xlsx", fill)
    write(path, {4: {1: "可以"}}, last_row=4)
    with pytest.raises(CellsBelow, match=r"T needs more rows, but B5:C6"):
        write(path, {}, last_row=5)
    with pytest.raises(CellsBelow, match=r"A8:B8"):
        write(path, {}, last_row=8, table="U")


def test_many_cells_in_the_way_are_counted(path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(5, 15)).encode()
    change(path, {SHEET: lambda c: c.replace(b"</sheetData>", rows + b"</sheetData>")})
    with pytest.raises(CellsBelow, match=re.escape("B5, B6, B7, B8, B9 … (+5)")):
        write(path, {}, last_row=20)


def test_a_table_ends_where_the_sheet_ends(path: Path) -> None:
    with pytest.raises(TableFull) as refused:
        write(path, {}, last_row=1_048_577)
    assert refused.value.exit_code == 3


def test_a_place_of_another_state_is_our_mistake(path: Path) -> None:
    book = FileBook(path)
    place = book.places()["T"]
    book.apply([TableWrite(place, {5: {2: "三"}}, 5)])
    with pytest.raises(ValueError, match="not where"):
        book.apply([TableWrite(place, {5: {2: "四"}}, 5)])


def test_nothing_to_write_leaves_the_file_untouched(path: Path) -> None:
    before = path.read_bytes(), path.stat().st_mtime_ns
    FileBook(path).apply([])
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_the_written_file_is_valid_and_opens_in_another_library(
    tmp_path: Path, assert_valid_xlsx: Callable[[Path], None]
) -> None:
    path = build(tmp_path / "book.xlsx")
    assert_valid_xlsx(path)
    cells: dict[int, dict[int, Written]] = {
        4: {2: " 改 ", 9: Formula('"a"&1', "a1"), 10: None},
        8: {2: "\x0b", 5: dt.date(2026, 3, 8), 7: CellError("#N/A"), 8: True},
    }
    write(path, cells, last_row=9, table="Log")
    assert_valid_xlsx(path)
    assert openpyxl.load_workbook(path)["台账"]["B4"].comment is not None
