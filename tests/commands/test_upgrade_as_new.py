"""`upgrade`: what comes back looks, answers and calculates as in a new workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csbook.drawing.lists import LISTS_SHEET
from csbook.problems import Language
from csbook.schema.workbook import sheet_title
from tests.books.made_files import change, members
from tests.commands.conftest import Cut
from tests.commands.older_workbooks import (
    WORKBOOK,
    cut_columns,
    cut_sheet,
    cut_table,
    table_part,
    upgraded,
)
from tests.validating import findings
from tests.workbooks import edit_parts, rows, sheet_part

both_languages = pytest.mark.parametrize("language", ["zh", "en"])
Copy = Callable[[Language], Path]


def names(path: Path) -> dict[tuple[str, str], str]:
    """Texts of the defined names by the sheet they are for (or none) and name."""
    book = openpyxl.load_workbook(path)
    found = {("", name): defined.attr_text for name, defined in book.defined_names.items()}
    for sheet in book:
        found |= {(sheet.title, name): d.attr_text for name, d in sheet.defined_names.items()}
        found |= {(sheet.title, "titles"): sheet.print_title_rows or ""}
    return found


def looks(sheet: Any, area: str) -> Iterator[tuple[Any, ...]]:
    for row in sheet[area]:
        for cell in row:
            yield (
                cell.coordinate,
                getattr(cell.value, "text", cell.value),
                cell.number_format,
                cell.font.name,
                cell.font.b,
                cell.font.sz,
                cell.font.color and cell.font.color.rgb,
                cell.fill.fgColor.rgb,
                cell.border.left.style,
                cell.alignment.horizontal,
                cell.alignment.wrap_text,
            )


def rules(sheet: Any, column: str) -> list[tuple[Any, ...]]:
    """The data validations that hold for a column."""
    return [
        (r.type, r.operator, r.formula1, r.formula2, r.prompt, r.error)
        for r in sheet.data_validations.dataValidation
        if any(
            column in (c.coord[: len(column)], c.coord.split(":")[0][: len(column)]) for c in r.sqref.ranges
        )
    ]


def marks(sheet: Any) -> list[tuple[Any, ...]]:
    """The conditional formats with the colours they give; bars have a colour of their own."""
    return [
        (
            str(area.sqref),
            rule.formula,
            rule.dxf and rule.dxf.font.color.rgb,
            rule.dxf and rule.dxf.fill and rule.dxf.fill.bgColor.rgb,
            rule.dataBar and rule.dataBar.color.rgb,
        )
        for area in sheet.conditional_formatting
        for rule in area.rules
    ]


@both_languages
def test_names_are_as_in_a_new_workbook(
    copy: Copy, much_cut: Callable[[Language], Cut], language: Language
) -> None:
    before, after, _ = much_cut(language)
    new = names(copy(language))
    assert names(before) != new
    assert names(after) == new


@both_languages
def test_a_returned_sheet_looks_as_in_a_new_workbook(copy: Copy, language: Language) -> None:
    path = copy(language)
    titles = [sheet_title(table, language) for table in ("Panel", "Quality", "AfterSales", "Settings")]
    new = openpyxl.load_workbook(path)
    # Another format first: what is taken over must find its place behind formats of its own.
    change(path, {"xl/styles.xml": shuffled})
    for title in titles:
        cut_sheet(path, title)
    upgraded(path)
    book = openpyxl.load_workbook(path)
    for title in titles:
        ours, theirs = book[title], new[title]
        assert list(looks(ours, ours.dimensions)) == list(looks(theirs, theirs.dimensions)), title
        assert marks(ours) == marks(theirs)
        assert ours.sheet_state == theirs.sheet_state
        assert len(ours.data_validations.dataValidation) == len(theirs.data_validations.dataValidation)
        assert {k: (d.width, d.hidden) for k, d in ours.column_dimensions.items()} == {
            k: (d.width, d.hidden) for k, d in theirs.column_dimensions.items()
        }
    assert len(book[titles[0]]._charts) == len(new[titles[0]]._charts) > 0


def shuffled(styles: bytes) -> bytes:
    """Styles with another mark (dxf) in front, and another number format under an id of csbook's."""
    count = re.search(rb'<dxfs count="(\d+)">', styles)
    assert count is not None
    more = b'<dxfs count="%d"><dxf><font><i/></font></dxf>' % (int(count[1]) + 1)
    styles = styles.replace(count[0], more)
    moment = re.compile(rb'(numFmtId="\d+" formatCode=)"yyyy-mm-dd hh:mm"')
    styles, found = moment.subn(rb'\g<1>"0.000"', styles)
    assert found == 1
    return styles


@both_languages
def test_a_new_column_looks_and_answers_as_in_a_new_workbook(copy: Copy, language: Language) -> None:
    path = copy(language)
    new = openpyxl.load_workbook(path)
    cut = {"DailyLog": ("AG5:AG6", "AG"), "Shifts": ("G5:H9", "H"), "Roster": ("AI8:AK9", "AJ")}
    for table, count in (("DailyLog", 1), ("Shifts", 2), ("Roster", 3)):
        cut_columns(path, table, count)
    upgraded(path)
    book = openpyxl.load_workbook(path)
    for table, (area, column) in cut.items():
        title = sheet_title(table, language)
        assert list(looks(book[title], area)) == list(looks(new[title], area)), table
        assert rules(book[title], column) == rules(new[title], column) != []
        assert book[title].tables[table].ref == new[title].tables[table].ref
        assert book[title].column_dimensions[column].width == new[title].column_dimensions[column].width


def test_a_lost_list_sheet_comes_back(shop: Path) -> None:
    cut_sheet(shop, LISTS_SHEET)
    outcome = upgraded(shop)
    book = openpyxl.load_workbook(shop)
    assert book[LISTS_SHEET].sheet_state == "veryHidden"
    assert book.defined_names["list_yes_no"].attr_text == "lists!$C$2:$C$3"
    assert [book[LISTS_SHEET]["C2"].value, book[LISTS_SHEET]["C3"].value] == ["是", "否"]
    assert outcome.headline == "已更新下拉列表和名称。"


def test_a_list_that_an_earlier_version_had_not_comes_with_its_texts(shop: Path) -> None:
    part = sheet_part(shop, LISTS_SHEET)
    code_name = re.search(rb'codeName="(\w+)"', members(shop.read_bytes())[part])
    edit_parts(shop, {WORKBOOK: ('<definedName name="list_yes_no">lists!$C$2:$C$3</definedName>', "")})
    change(shop, {part: lambda content: re.sub(rb'<c r="C[23]"[^>]*>.*?</c>', b"", content)})
    upgraded(shop)
    book = openpyxl.load_workbook(shop)
    assert book.defined_names["list_yes_no"].attr_text == "lists!$C$2:$C$3"
    assert book[LISTS_SHEET]["C2"].value == "是"
    assert code_name is not None
    assert code_name[0] in members(shop.read_bytes())[part]


def test_a_workbook_with_prefixed_elements_is_upgraded(shop: Path) -> None:
    """Some programs write every element under a prefix."""
    cut_sheet(shop, "质检")
    cut_columns(shop, "Shifts", 2)
    cut_table(shop, "Cover")
    parts = [WORKBOOK, "xl/styles.xml", sheet_part(shop, "班次与人数")]
    parts.append(table_part(members(shop.read_bytes()), "Shifts"))
    change(shop, dict.fromkeys(parts, prefixed))
    upgraded(shop)
    book = openpyxl.load_workbook(shop)
    assert book["班次与人数"]["G5"].fill.fgColor.rgb == "FF68727F"  # grey: csbook fills it
    assert len(rows(shop, "Cover")) > 0
    assert findings(shop) == []


def prefixed(content: bytes) -> bytes:
    content = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", content)
    return content.replace(b" xmlns=", b" xmlns:x=", 1)


@both_languages
def test_formulas_that_came_back_calculate(
    copy: Copy, language: Language, calculated: Callable[[Path], Callable[[str, str], Any]]
) -> None:
    """The day shift is 8.5 hours long; nobody waits for approval."""
    path = copy(language)
    cut_columns(path, "Shifts", 2)
    cut_sheet(path, sheet_title("Panel", language))
    cut_sheet(path, LISTS_SHEET)
    upgraded(path)
    value = calculated(path)
    assert value(sheet_title("Shifts", language), "G6") == 8.5
    assert value(sheet_title("Panel", language), "H5") == 0.0
    assert value(LISTS_SHEET, "A4") == "2026-11"
