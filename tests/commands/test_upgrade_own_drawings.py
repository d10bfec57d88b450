"""`upgrade` of drawn sheets on which people put something of their own: each stays as it is and is named, and
comes new once it was deleted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from csbook.books.drawn_content import drawn_on, named
from csbook.books.file_book import FileBook
from csbook.template import build_workbook
from tests.books.made_files import change, members
from tests.commands.former_templates import HOME, TRENDS, drawn, parameters, typed_template
from tests.commands.older_workbooks import (
    TYPES,
    WORKBOOK,
    cut_sheet,
    related,
    rels_of,
    repack,
    upgraded,
    with_cell,
)
from tests.commands.test_upgrade_as_new import prefixed
from tests.commands.upgrades import assert_valid
from tests.workbooks import put, sheet_part, untitled_copy

CARD = "三月对比"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHAPE = (
    b"<xdr:twoCellAnchor><xdr:from><xdr:col>14</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row>"
    b"<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>16</xdr:col><xdr:colOff>0</xdr:colOff>"
    b'<xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink=""><xdr:nvSpPr>'
    b'<xdr:cNvPr id="90" name="my box"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect">'
    b"<a:avLst/></a:prstGeom></xdr:spPr></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The last template of version 4 with parameters typed; copy it, never write to it."""
    return typed_template(tmp_path_factory.mktemp("template") / "4.xlsm", 4)


@pytest.fixture
def old(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "客服台账.xlsm"))


def told_of(path: Path, title: str) -> str:
    """The note that says why a sheet stays as it is."""
    (note,) = [note for note in upgraded(path).notes if note.startswith(f"“{title}”没有换成新版")]
    return note


def a_note(path: Path) -> None:
    with_cell(path, HOME, "C56", "自己记的")


def a_number(path: Path) -> None:
    with_cell(path, HOME, "O3", "17")


def a_shape(path: Path) -> None:
    (drawing,) = [n for n in related(members(path.read_bytes()), sheet_part(path, HOME)) if "/drawings/" in n]
    change(path, {drawing: lambda content: content.replace(b"</xdr:wsDr>", SHAPE)})


def another_chart(path: Path) -> None:
    """One of csbook's charts shows other cells."""
    parts = members(path.read_bytes())
    charts = sorted(n for n in related(parts, sheet_part(path, HOME)) if "/charts/" in n)
    change(path, {charts[0]: lambda content: content.replace(b"$31", b"$30").replace(b"$36", b"$35")})


def a_comment(path: Path) -> None:
    comments = (
        b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors>'
        b'<author>W</author></authors><commentList><comment ref="B5" authorId="0"><text><t>hm</t></text>'
        b"</comment></commentList></comments>"
    )
    parts = members(path.read_bytes())
    rels = rels_of(sheet_part(path, HOME))
    relation = (
        f'<Relationship Id="rId77" Type="{OFFICE}/comments" Target="../comments1.xml"/></Relationships>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
    declared = f'<Override PartName="/xl/comments1.xml" ContentType="{kind}"/></Types>'
    new = {
        rels: parts[rels].replace(b"</Relationships>", relation.encode()),
        TYPES: parts[TYPES].replace(b"</Types>", declared.encode()),
        "xl/comments1.xml": comments,
    }
    repack(path, new)


def a_width(path: Path) -> None:
    wider = re.compile(rb'(<col min="\d+" max="13" width=")[\d.]+')
    change(path, {sheet_part(path, HOME): lambda content: wider.sub(rb"\g<1>15.5", content)})


def a_conditional_format(path: Path) -> None:
    rule = (
        b'<conditionalFormatting sqref="B2"><cfRule type="expression" dxfId="1" priority="99">'
        b"<formula>B2=1</formula></cfRule></conditionalFormatting><pageMargins"
    )
    part = sheet_part(path, HOME)
    before = members(path.read_bytes())[part]
    at = b"<conditionalFormatting"
    change(path, {part: lambda content: content.replace(at, rule.removesuffix(b"<pageMargins") + at, 1)})
    assert members(path.read_bytes())[part] != before


def a_row_of_the_panel(path: Path) -> None:
    put(path, "Panel", 1, "parameter", "自己的参数")
    put(path, "Panel", 1, "value", 5)


def a_password(path: Path) -> None:
    protection = b'</sheetData><sheetProtection password="83AF" sheet="1"/>'
    change(path, {sheet_part(path, HOME): lambda content: content.replace(b"</sheetData>", protection)})


@pytest.mark.parametrize(
    ("put_there", "named_so"),
    [
        (a_note, "C56"),
        (a_number, "O3"),
        (a_shape, "my box"),
        (another_chart, "Chart 1"),
        (a_comment, "图形或批注 批注。"),
        (a_width, "列宽 B、C、D、E、F、G等 12 处"),
        (a_conditional_format, "条件格式"),
        (a_row_of_the_panel, "单元格 C80"),
        (a_password, "保护密码"),
    ],
)
def test_a_sheet_with_something_of_ones_own_stays_as_it_is(
    old: Path, put_there: Callable[[Path], None], named_so: str
) -> None:
    put_there(old)
    before, part = drawn(old, HOME), sheet_part(old, HOME)
    note = told_of(old, HOME)
    assert named_so in note
    after = drawn(old, HOME)
    assert (after.charts, after.marks, after.widths, after.others) == before[1:]
    assert before.cells.items() <= after.cells.items()
    assert sheet_part(old, HOME) == part


def test_a_number_typed_over_a_formula_is_not_lost(old: Path) -> None:
    put(old, "Trends", 4, "conversion", 12.5)
    assert "盖住公式的数 D10" in told_of(old, TRENDS)


def test_a_first_sheet_is_left_whose_charts_need_a_sheet_that_is_left(old: Path) -> None:
    """The targets' names stand on 走势 since version 5 only."""
    with_cell(old, TRENDS, "T3", "自己记的")
    notes = upgraded(old).notes
    assert any(n.startswith(f"“{TRENDS}”") and "T3" in n for n in notes)
    assert any(n.startswith(f"“{HOME}”") and f"{TRENDS}!$G$3" in n for n in notes)
    assert any("已按新版重画" in n and n.endswith(f"：{CARD}。") for n in notes)


def test_what_is_used_by_its_address_elsewhere_stays_where_it_is(tmp_path: Path) -> None:
    """A formula with the panel's first value, which stood further up in version 3."""
    path = typed_template(tmp_path / "3.xlsm", 3)
    row = FileBook(path).places()["Panel"].header_row + 1
    formula_on_another_sheet(path, f"{HOME}!$C${row}")
    assert f"{HOME}!$C${row}" in told_of(path, HOME)
    assert FileBook(path).places()["Panel"].header_row == row - 1


def test_addresses_that_hold_the_same_as_before_are_no_hindrance(old: Path) -> None:
    formula_on_another_sheet(old, f"{HOME}!$B$4")
    assert any(
        f"重画；填写的值照旧，自己改过的格式以新版为准（升级前的文件有备份）：{HOME}" in n
        for n in upgraded(old).notes
    )


def formula_on_another_sheet(path: Path, formula: str) -> None:
    with_cell(path, "质检", "Z3", "1")
    cell = re.compile(rb'(<c r="Z3") t="str"><v>')
    written = b"\\1><f>" + formula.encode() + b"</f><v>"
    change(path, {sheet_part(path, "质检"): lambda content: cell.sub(written, content)})


def test_the_new_sheet_comes_once_the_old_one_is_deleted(old: Path, tmp_path: Path) -> None:
    a_note(old)
    told_of(old, HOME)
    cut_sheet(old, HOME)
    assert upgraded(old).details["sheets"] == [HOME]
    build_workbook(tmp_path / "new.xlsm", language="zh", month=None)
    assert drawn(old, HOME) == drawn(tmp_path / "new.xlsm", HOME)
    assert_valid(old)


def test_the_choice_of_a_card_stays(old: Path) -> None:
    put(old, "CardChoice", 0, "agent_id", "K02")
    put(old, "CardChoice", 0, "month", "2026-10")
    assert any(CARD in note and "重画" in note for note in upgraded(old).notes)
    book = FileBook(old)
    (row,) = book.grid(book.places()["CardChoice"])
    assert (row[0], row[2]) == ("K02", "2026-10")


def test_a_value_keeps_its_own_format(old: Path) -> None:
    before = {cell: number for cell, number in styles_of_values(old).items() if cell in parameters(old)}
    upgraded(old)
    after = styles_of_values(old)
    assert {name: after[name] for name in before} == before


def styles_of_values(path: Path) -> dict[object, str]:
    book = FileBook(path)
    place = book.places()["Panel"]
    sheet = openpyxl.load_workbook(path)[HOME]
    return {
        row[0]: str(sheet.cell(place.first_row + n, place.first_column + 1).number_format)
        for n, row in enumerate(book.grid(place))
    }


def test_a_workbook_saved_with_other_spaces_and_quotes_is_known(old: Path) -> None:
    """Programs write formulas their own way: spaces, quotes around sheet names, capitals of functions."""
    part = sheet_part(old, HOME)
    change(
        old,
        {
            part: lambda content: content.replace(b"COUNTIFS(", b"countifs( ").replace(
                b"<f>TODAY()", b"<f>today( )"
            )
        },
    )
    assert any("重画" in note and HOME in note for note in upgraded(old).notes)


def test_a_workbook_saved_by_another_program_is_known(
    old: Path, tmp_path: Path, convert: Callable[[Path, str, Path], Path]
) -> None:
    """LibreOffice writes every part anew."""
    saved = convert(untitled_copy(old, tmp_path), "xlsx", tmp_path)
    before = parameters(saved)
    (note,) = [note for note in upgraded(saved).notes if "重画" in note]
    assert note.endswith(f"：{HOME}、{CARD}、{TRENDS}。")
    assert parameters(saved) == before != {}


def test_a_workbook_with_prefixed_elements_is_redrawn(old: Path, tmp_path: Path) -> None:
    change(old, dict.fromkeys([WORKBOOK, "xl/styles.xml", sheet_part(old, HOME)], prefixed))
    before = parameters(old)
    upgraded(old)
    build_workbook(tmp_path / "new.xlsm", language="zh", month=None)
    assert drawn(old, HOME) == drawn(tmp_path / "new.xlsm", HOME)
    assert parameters(old) == before != {}
    assert_valid(old)


def test_cells_are_named_as_excel_shows_them(old: Path) -> None:
    cells = drawn_on(FileBook(old).content, HOME).cells
    assert {"B1", "D2", "E2"} <= {named(where) for where in cells}
