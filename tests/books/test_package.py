"""The zip file and its parts: what is not changed keeps every byte."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree

from csbook.books import archive, table_xml
from csbook.books.archive import Archive
from csbook.books.package import CONTENT_TYPES, Package
from csbook.problems import DamagedWorkbook
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


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The packed size of every member that is unpacked."""
    sizes: list[int] = []
    inflated = archive._inflated

    def counted(packed: memoryview, size: int) -> Iterator[bytes]:
        sizes.append(len(packed))
        return inflated(packed, size)

    monkeypatch.setattr(archive, "_inflated", counted)
    return sizes


def test_what_was_unpacked_for_the_check_is_not_unpacked_again(raw: bytes, unpacked: list[int]) -> None:
    package = Package(Archive(raw, "a"))
    assert {name: package.part(name) for name in package.archive.names()} == members(raw)
    assert len(unpacked) == len(members(raw))


def test_of_a_new_state_of_a_file_only_what_is_packed_anew_is_unpacked(
    raw: bytes, unpacked: list[int]
) -> None:
    before = Archive(raw, "a")
    new = before.rebuilt({"xl/styles.xml": b"<styleSheet/>", "more.xml": b"<more/>"}, frozenset())
    unpacked.clear()
    after = Archive(new, "a", before)
    assert {name: after.read(name) for name in after.names()} == members(new)
    assert len(unpacked) == 2


@pytest.mark.parametrize("at", [16, -1], ids=["its checksum in the directory", "its packed bytes"])
def test_what_differs_from_the_state_before_in_one_byte_is_checked(raw: bytes, at: int) -> None:
    before = Archive(raw, "a")
    member = before._members["xl/styles.xml"]
    end = member.start + len(before.raw[member.start : member.stop])
    place = raw.index(member.record) + at if at > 0 else end + at
    spoilt = raw[:place] + bytes([raw[place] ^ 0x55]) + raw[place + 1 :]
    with pytest.raises(DamagedWorkbook):
        Archive(spoilt, "a", before)


def test_what_is_too_much_to_be_kept_is_unpacked_when_it_is_read(
    raw: bytes, unpacked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = {name: len(content) for name, content in members(raw).items()}
    monkeypatch.setattr(archive, "_KEPT", max(sizes.values()) - 1)
    opened = Archive(raw, "a")
    assert 0 < sum(map(len, opened._kept.values())) < max(sizes.values())
    assert {name: opened.read(name) for name in opened.names()} == members(raw)
    assert all(opened.start_of(name, 5) == content[:5] for name, content in members(raw).items())
    assert len(unpacked) > len(sizes)


def test_a_table_that_another_file_has_too_stands_on_the_sheet_of_each(raw: bytes) -> None:
    """What a part says is read once for the same bytes; where it belongs is each file's own."""
    name = {"xl/workbook.xml": members(raw)["xl/workbook.xml"].replace("台账".encode(), "改名".encode())}
    one, other = (table_xml.tables(Package(Archive(each, "a"))) for each in (raw, with_parts(raw, name)))
    assert {table.sheet.name for table in one} ^ {table.sheet.name for table in other} == {"台账", "改名"}
    assert [table.extent(table.last_row) for table in one] == [t.extent(t.last_row) for t in other]


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
