"""`upgrade` of a workbook of version 7: what stands around the tables becomes as in a new workbook, where
nobody changed it."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from csbook.books.drawn_content import drawn_on
from csbook.books.file_book import FileBook
from csbook.books.furniture import Furniture, furniture_of
from csbook.commands.run import run
from csbook.former_drawings import DRAWN_SHEETS
from csbook.former_furniture import former_furniture
from csbook.problems import Language
from csbook.schema.defaults import default_rows
from csbook.schema.workbook import SCHEMA_VERSION, WORKBOOK, sheet_title
from csbook.template import build_workbook
from tests.books.made_files import change, members
from tests.commands.earlier_versions import version_7
from tests.commands.older_workbooks import MAIN, NOW, committed_template, repack, upgraded, written
from tests.commands.upgrades import (
    New,
    Old,
    assert_a_second_upgrade_changes_nothing,
    assert_every_cell_is_right,
    assert_valid,
)
from tests.workbooks import MONTH, rows, sheet_part, small_shop_rows, untitled_copy

both_languages = pytest.mark.parametrize("language", ["zh", "en"])

make_old = version_7  # of which the fixtures are made
ORDINARY = [sheet for sheet in WORKBOOK if sheet.name not in DRAWN_SHEETS]
PLANS, ROSTER, REQUESTS = (sheet_title(table, "zh") for table in ("Plans", "Roster", "Requests"))
HELPER = "白@拼多多组"


def around(path: Path, language: Language = "zh") -> dict[str, Furniture]:
    content = FileBook(path).content
    return {s.title(language): furniture_of(content, s.title(language)) for s in ORDINARY}


@both_languages
def test_a_workbook_of_version_7_becomes_as_a_new_one(
    originals: Old, new: New, language: Language, tmp_path: Path
) -> None:
    path, outcome = new(language)
    fresh = tmp_path / "new.xlsm"
    first = {**default_rows(language, MONTH), **small_shop_rows(language)}
    build_workbook(fresh, language=language, month=MONTH, rows=first)
    wanted, before = around(fresh, language), around(originals(language), language)
    assert around(path, language) == wanted
    assert {title for title in wanted if before[title] != wanted[title]} > {
        sheet_title(table, language) for table in ("Plans", "Roster", "Requests", "Staff", "Settings")
    }
    assert FileBook(path).properties["csbook.schema"] == str(SCHEMA_VERSION)
    assert outcome.details["rows"] == {}
    assert_every_cell_is_right(path, language)


@both_languages
def test_what_version_7_had_around_its_tables_is_on_record(originals: Old, language: Language) -> None:
    """Raising the version: `python -m csbook.former_drawings` with new workbooks of the version before."""
    known = former_furniture(FileBook(originals(language)).content, language)
    for title, found in around(originals(language), language).items():
        assert all(text in known[title].cells[where] for where, text in found.cells.items()), title
        assert found.rules <= known[title].rules, title
        assert found.wraps <= known[title].wraps, title


def test_the_template_of_version_7_becomes_as_a_new_one(tmp_path: Path) -> None:
    path, fresh = committed_template(tmp_path / "template.xlsm", 7), tmp_path / "new.xlsm"
    upgraded(path)
    build_workbook(fresh, language="zh", month=None)
    assert around(path) == around(fresh)
    for sheet in WORKBOOK:
        ours, theirs = (drawn_on(FileBook(p).content, sheet.title("zh")) for p in (path, fresh))
        assert sorted(ours.marks) == sorted(theirs.marks), sheet.name
    assert_every_cell_is_right(path)
    assert_valid(path)


@both_languages
def test_the_result_is_valid_and_works(new: New, language: Language, tmp_path: Path) -> None:
    path = Path(shutil.copy(new(language)[0], tmp_path))
    assert_valid(path)
    assert run("check", FileBook(path), NOW, now=NOW, user="").problems == ()


def test_a_second_upgrade_changes_nothing(new: New, tmp_path: Path) -> None:
    assert_a_second_upgrade_changes_nothing(new("zh")[0], tmp_path)


@pytest.mark.libreoffice
def test_what_another_program_saved_is_brought_up_too(
    old: Path, new: New, tmp_path: Path, convert: Callable[[Path, str, Path], Path]
) -> None:
    """It cuts rules off a thousand rows below, writes limits where there are none, and FALSE as FALSE()."""
    saved = convert(untitled_copy(old, tmp_path), "xlsx", tmp_path)
    outcome = upgraded(saved)
    assert not any("没有换成新版" in note for note in outcome.notes)
    wanted = around(new("zh")[0])
    for title, found in around(saved).items():
        assert found.cells == wanted[title].cells, title
        assert found.rules == wanted[title].rules, title
    days = {name: width for name, width in around(saved)[ROSTER].widths.items() if name[-1].isdigit()}
    assert {round(width, 1) for width in days.values()} == {4.6}
    assert around(saved)[ROSTER].wraps == wanted[ROSTER].wraps


def test_limits_widths_and_texts_that_a_person_changed_stay(old: Path) -> None:
    """Among them an own list in the place of a date, a wider day, and a text above the plans."""
    part, days, plans = (sheet_part(old, title) for title in (REQUESTS, ROSTER, PLANS))
    limit = re.compile(rb'(sqref="D6:D1048576"><formula1>)1(</formula1>)')
    change(old, {part: lambda data: limit.sub(rb"\g<1>46000\2", data)})
    wider = re.compile(rb'<col min="4" max="(\d+)" width="4.42578125"([^>]*)/>')
    split = rb'<col min="4" max="4" width="6"\2/><col min="5" max="\1" width="4.42578125"\2/>'
    change(old, {days: lambda data: wider.sub(split, data)})
    own = re.compile(rb'<c r="A3"( s="\d+")[^>]*>.*?</c>')
    change(
        old,
        {plans: lambda data: own.sub(rb'<c r="A3"\1 t="inlineStr"><is><t>mine</t></is></c>', data)},
    )
    upgraded(old)
    book = openpyxl.load_workbook(old)
    limits = {str(r.sqref): r.formula1 for r in book[REQUESTS].data_validations.dataValidation}
    assert (limits["D6:D1048576"], limits["E6:E1048576"]) == ("46000", "36526")
    widths = [book[ROSTER].column_dimensions[letter].width for letter in "DE"]
    assert widths == [6, pytest.approx(4.57, abs=0.01)]
    assert book[PLANS]["A3"].value == "mine"


def test_days_of_the_roster_break_their_texts_and_keep_the_formats_that_people_gave(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsm"
    version_7(path, "zh", {"Roster": [{"agent_id": "K01", "d03": HELPER, "d04": "白"}, {"agent_id": "K02"}]})
    height = b' ht="49.5" customHeight="1"'
    change(path, {sheet_part(path, ROSTER): lambda data: data.replace(height, b"")})
    yellow = "FFFFFF00"
    with_fill(path, ROSTER, "F9", yellow)
    upgraded(path)
    sheet = openpyxl.load_workbook(path)[ROSTER]
    assert all(sheet.cell(row, column).alignment.wrap_text for row in (9, 10) for column in range(4, 35))
    assert sheet["F9"].fill.fgColor.rgb == yellow
    assert sheet["G9"].fill.fgColor.rgb != yellow
    assert not sheet["B9"].alignment.wrap_text
    assert [sheet.row_dimensions[row].height for row in (9, 10)] == [49.5, None]
    assert rows(path, "Roster")["d03"].iloc[0] == HELPER


def test_a_plan_that_nobody_owes_any_more_says_so_after_the_next_update(tmp_path: Path) -> None:
    """Version 7 left its state empty."""
    path = tmp_path / "台账.xlsm"
    plan = {"month": "2026-10", "agent_id": "K01", "name": "赵一", "rank": 1, "measures": "多练"}
    version_7(path, "zh", {"Plans": [plan]})
    upgraded(path)
    assert run("update-followups", FileBook(path), NOW, now=NOW, user="").exit_code == 0
    assert rows(path, "Plans")["state"].tolist() == ["not_owed"]


def with_fill(path: Path, title: str, address: str, colour: str) -> None:
    """Give a cell another colour, as a person does."""
    parts, part = members(path.read_bytes()), sheet_part(path, title)
    styles, sheet = etree.fromstring(parts["xl/styles.xml"]), etree.fromstring(parts[part])
    fills, formats = styles.find(f"{MAIN}fills"), styles.find(f"{MAIN}cellXfs")
    pattern = etree.SubElement(
        etree.SubElement(fills, f"{MAIN}fill"), f"{MAIN}patternFill", patternType="solid"
    )
    etree.SubElement(pattern, f"{MAIN}fgColor", rgb=colour)
    cell = next(c for c in sheet.iter(f"{MAIN}c") if c.get("r") == address)
    own = copy.deepcopy(formats[int(cell.get("s"))])
    own.set("fillId", str(len(fills) - 1))
    formats.append(own)
    cell.set("s", str(len(formats) - 1))
    for counted in (fills, formats):
        counted.set("count", str(len(counted)))
    repack(path, {"xl/styles.xml": written(styles), part: written(sheet)})
