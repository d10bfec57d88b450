"""The zip file and its parts: what is not changed keeps every byte."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree

from csbook.books.archive import Archive
from csbook.books.package import CONTENT_TYPES, Package
from tests.books.made_files import members, packed, with_parts
from tests.books.samples import build

CALC_CHAIN = b'<calcChain xmlns="urn:x"><c r="J4" i="1"/></calcChain>'


@pytest.fixture
def raw(tmp_path: Path) -> bytes:
    return build(tmp_path / "book.xlsx").read_bytes()


@pytest.fixture
def package(raw: bytes) -> Package:
    return Package(Archive(raw, "book.xlsx"))


# The zip file


def test_an_archive_rebuilt_without_changes_is_the_same_file(raw: bytes) -> None:
    assert Archive(raw, "a").rebuilt({}, frozenset()) == raw


def test_a_comment_and_folders_stay() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        new.mkdir("文件夹")
        new.writestr("文件夹/a.txt", "内容")
        new.writestr("b", b"2" * 1000, zipfile.ZIP_DEFLATED)
        new.comment = "注释".encode()
    raw = target.getvalue()
    assert Archive(raw, "a").rebuilt({}, frozenset()) == raw
    changed = Archive(raw, "a").rebuilt({"b": b"3"}, frozenset())
    assert members(changed) == {"文件夹/": b"", "文件夹/a.txt": "内容".encode(), "b": b"3"}
    assert zipfile.ZipFile(io.BytesIO(changed)).comment == "注释".encode()


def test_only_the_changed_member_is_packed_anew(raw: bytes) -> None:
    name = "xl/styles.xml"
    changed = Archive(raw, "a").rebuilt({name: b"<styleSheet/>"}, frozenset())
    assert members(changed) == {**members(raw), name: b"<styleSheet/>"}
    before, after = packed(raw), packed(changed)
    assert [part for part in before if before[part] != after[part]] == [name]
    assert list(before) == list(after)


def test_a_change_that_changes_nothing_leaves_the_file_as_it_was(raw: bytes) -> None:
    assert Archive(raw, "a").rebuilt({"xl/styles.xml": members(raw)["xl/styles.xml"]}, frozenset()) == raw


def test_members_are_added_at_the_end_and_removed(raw: bytes) -> None:
    changed = Archive(raw, "a").rebuilt({"xl/新.xml": b"<x/>"}, frozenset(["xl/styles.xml"]))
    expected = {**members(raw), "xl/新.xml": b"<x/>"}
    del expected["xl/styles.xml"]
    assert members(changed) == expected


def test_offsets_in_zip64_fields_are_moved_as_well() -> None:
    """Some writers put every offset into the zip64 field; here the last record is rewritten like that."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        new.writestr("a", b"1" * 100)
        new.writestr("b", b"2")
    with zipfile.ZipFile(target) as opened:
        start, offset = opened.start_dir, opened.getinfo("b").header_offset
    raw = bytearray(target.getvalue())
    at = raw.index(b"PK\1\2", start + 4)
    extra = struct.pack("<HHQ", 1, 8, offset)
    struct.pack_into("<H", raw, at + 30, len(extra))
    struct.pack_into("<L", raw, at + 42, 0xFFFFFFFF)
    raw[at + 47 : at + 47] = extra
    end = raw.index(b"PK\5\6")
    struct.pack_into("<L", raw, end + 12, end - start)
    assert members(bytes(raw)) == {"a": b"1" * 100, "b": b"2"}
    assert Archive(bytes(raw), "a").rebuilt({}, frozenset()) == bytes(raw)
    assert members(Archive(bytes(raw), "a").rebuilt({"a": b"!"}, frozenset())) == {"a": b"!", "b": b"2"}


# The parts


def test_the_workbook_knows_its_sheets_and_what_refers_to_what(package: Package) -> None:
    assert [(s.name, s.part, s.kind) for s in package.sheets] == [
        ("台账", "xl/worksheets/sheet1.xml", "worksheet"),
        ("锁定", "xl/worksheets/sheet2.xml", "worksheet"),
    ]
    assert package.related("xl/worksheets/sheet1.xml", "table") == [
        "xl/tables/table1.xml",
        "xl/tables/table2.xml",
    ]
    assert package.shared_strings == "xl/sharedStrings.xml"
    assert package.custom_properties() == {"csbook.schema": "1", "csbook.language": "zh"}


def test_part_names_ignore_case_and_the_kind_of_slash(raw: bytes) -> None:
    parts = members(raw)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, content in parts.items():
            new.writestr(
                name.replace("sharedStrings", "SHAREDStrings").replace("/tables/", "\\tables\\"), content
            )
    package = Package(Archive(target.getvalue(), "a"))
    assert package.part("xl/sharedStrings.xml") == parts["xl/sharedStrings.xml"]
    assert package.related("xl/worksheets/sheet2.xml", "table") == ["xl/tables/table3.xml"]


def test_a_draft_does_not_show_in_the_package(package: Package, raw: bytes) -> None:
    draft = package.draft()
    draft.put("xl/styles.xml", b"<new/>")
    draft.put("xl/extra.xml", b"<extra/>")
    assert package.part("xl/styles.xml") != b"<new/>"
    assert not package.has("xl/extra.xml")
    assert package.built() == raw
    assert members(draft.built())["xl/extra.xml"] == b"<extra/>"


def test_the_calculation_chain_goes_with_all_that_names_it(raw: bytes) -> None:
    parts = members(raw)
    types = parts[CONTENT_TYPES].replace(
        b"</Types>",
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.calcChain+xml"></Override></Types>',
    )
    rels = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/calcChain" Target="calcChain.xml"/></Relationships>',
    )
    changed = {
        CONTENT_TYPES: types,
        "xl/_rels/workbook.xml.rels": rels,
        "xl/calcChain.xml": CALC_CHAIN,
    }
    package = Package(Archive(with_parts(raw, changed), "a"))
    assert package.has_formulas()
    package.drop_calculation_chain()
    assert members(package.built()) == parts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<calcPr calcId="1"/>', b'<calcPr fullCalcOnLoad="1" calcId="1"/>'),
        (
            b'<calcPr fullCalcOnLoad="0" iterate="1"></calcPr>',
            b'<calcPr fullCalcOnLoad="1" iterate="1"></calcPr>',
        ),
        (b"<definedNames/><calcPr/>", b'<definedNames/><calcPr fullCalcOnLoad="1"/>'),
        (b"<pivotCaches/>", b'<calcPr fullCalcOnLoad="1"/><pivotCaches/>'),
    ],
)
def test_the_workbook_asks_for_calculation_on_loading(raw: bytes, before: bytes, after: bytes) -> None:
    head = b'<workbook xmlns="urn:x"><sheets></sheets>'
    package = Package(Archive(with_parts(raw, {"xl/workbook.xml": head + before + b"</workbook>"}), "a"))
    package.recalculate_on_load()
    content = package.part("xl/workbook.xml")
    assert content == head + after + b"</workbook>"
    etree.fromstring(content)


def test_a_workbook_with_prefixed_elements_gets_a_prefixed_calc_pr(raw: bytes) -> None:
    content = b'<x:workbook xmlns:x="urn:x"><x:sheets></x:sheets></x:workbook>'
    package = Package(Archive(with_parts(raw, {"xl/workbook.xml": content}), "a"))
    package.recalculate_on_load()
    assert b'</x:sheets><x:calcPr fullCalcOnLoad="1"/></x:workbook>' in package.part("xl/workbook.xml")


@pytest.mark.parametrize("since_1904", [False, True])
def test_the_date_system_is_known(tmp_path: Path, since_1904: bool) -> None:
    path = tmp_path / "dates.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": since_1904})
    book.add_worksheet().write_formula("A1", "=1")
    book.close()
    package = Package(Archive(path.read_bytes(), "a"))
    assert package.uses_1904_dates is since_1904
    assert package.has_formulas()
