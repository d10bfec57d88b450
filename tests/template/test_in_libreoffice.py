"""The workbook in a real spreadsheet application: it opens whole, its macros run, its formulas calculate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import openpyxl
import pytest
import xlwings

from csbook.drawing.lists import STUB_MESSAGE
from csbook.problems import Language
from csbook.schema.daily import DAYS
from csbook.schema.workbook import TABLES, sheet_title
from csbook.template.ribbon import NAMESPACE, buttons
from tests.libreoffice.helpers import Reader, press_on_ribbon, run_macro
from tests.libreoffice.helpers import calculated as calculation
from tests.libreoffice.ranges import FAULTY
from tests.template.demo_rows import CODES, demo_rows
from tests.template.test_vba_and_ribbon import ribbon
from tests.workbooks import untitled_copy

Open = Callable[[Path], xlwings.Book]
Calculated = Callable[[Path], Reader]
both_languages = pytest.mark.parametrize("language", ["zh", "en"])
Readers = dict[Language, Reader]
ANY_RESULT = 7  # com.sun.star.sheet.FormulaResult: a number, a text, an error
HOURS = {"day": 8.5, "half": 5.5, "evening": 6.0}


@pytest.fixture(scope="module")
def filled(office: xlwings.App, filled_books: dict[Language, Path]) -> Iterator[Readers]:
    """Readers of the calculated workbooks with rows; opened once, since opening takes seconds."""
    running = office.impl.office
    with ExitStack() as stack:
        yield {
            language: stack.enter_context(calculation(running, path))
            for language, path in filled_books.items()
        }


@pytest.fixture
def open_copy(open_book: Open, tmp_path: Path) -> Open:
    return lambda path: open_book(untitled_copy(path, tmp_path))


@both_languages
def test_the_vba_module_compiles_and_answers(
    language: Language, empty_books: dict[Language, Path], open_copy: Open
) -> None:
    assert run_macro(open_copy(empty_books[language]), "csbook.Ping") == "pong!"


@both_languages
def test_every_button_of_the_ribbon_hands_its_command_to_runpython(
    language: Language, empty_books: dict[Language, Path], open_copy: Open
) -> None:
    """By the callback that the ribbon's own XML names, called with the control as Excel calls it."""
    book = open_copy(empty_books[language])
    notes = book.sheets["lists"]
    assert notes["A1"].value == STUB_MESSAGE(language)
    on_ribbon = ribbon(empty_books[language]).findall(f".//{{{NAMESPACE}}}button")
    assert [button.get("tag") for button in on_ribbon] == [button.tag for button in buttons()]
    for button in on_ribbon:
        press_on_ribbon(book, button.get("tag"), button.get("onAction"))
        expected = f"import csbook.button; csbook.button.press('{button.get('tag')}')"
        assert notes["A2"].value == expected


@both_languages
def test_every_table_arrives(
    language: Language, filled_books: dict[Language, Path], open_book: Open, open_copy: Open
) -> None:
    """One of the workbooks is opened as it comes, which takes four seconds more."""
    book = (open_book if language == "zh" else open_copy)(filled_books[language])
    found = {table.name for sheet in book.sheets for table in sheet.tables}
    assert found == set(TABLES)


def people(day: str, kind: str, language: Language) -> int:
    code = CODES[kind](language)
    cells = [row.get(day, "") for row in demo_rows(language)["Roster"]]
    return sum(cell.split("@")[0] == code for cell in cells)


@both_languages
def test_people_per_shift_above_the_roster_are_right_on_every_day(
    language: Language, filled: Readers
) -> None:
    read = filled[language]
    title = sheet_title("Roster", language)
    for number, day in enumerate(DAYS, 1):
        letter = openpyxl.utils.get_column_letter(3 + number)
        for row, kind in zip((3, 4, 5), CODES, strict=True):
            expected = "" if number == 31 else people(day, kind, language)
            assert read(title, f"{letter}{row}") == expected, (day, kind)
        assert read(title, f"{letter}6") == ""


@both_languages
def test_the_rosters_own_totals_are_right(language: Language, filled: Readers) -> None:
    read = filled[language]
    title = sheet_title("Roster", language)
    for row, person in enumerate(demo_rows(language)["Roster"], 9):
        kinds = [
            next((k for k, code in CODES.items() if person[day].split("@")[0] == code(language)), None)
            for day in DAYS[:30]
        ]
        assert read(title, f"AI{row}") == sum(HOURS[kind] for kind in kinds if kind)
        assert read(title, f"AJ{row}") == kinds.count("evening")
        assert read(title, f"AK{row}") == sum(person[day] == "rest" for day in DAYS[:30])


@both_languages
def test_weekdays_follow_the_month(language: Language, filled: Readers) -> None:
    """1 November 2026 is a Sunday; the month has 30 days."""
    read = filled[language]
    title = sheet_title("Roster", language)
    letters = "日一二三四五六" if language == "zh" else ("Su", "Mo", "Tu", "We", "Th", "Fr", "Sa")
    for number in range(1, 31):
        letter = openpyxl.utils.get_column_letter(3 + number)
        assert read(title, f"{letter}7") == letters[(number - 1) % 7]
    assert read(title, "AH7") == ""
    assert read(title, "A1") == ("排班　2026年11月" if language == "zh" else "Roster 2026-11")


@both_languages
def test_the_first_sheet_counts_what_the_registers_hold(language: Language, filled: Readers) -> None:
    read = filled[language]
    home = sheet_title("Panel", language)
    assert read(home, "H5") == 1, "requests pending"
    assert (read(home, "B8"), read(home, "E8"), read(home, "H8")) == (1, 2, 1), "due, overdue, escalated"
    assert read(home, "B11") == 0, "cases open"


@both_languages
def test_duty_of_today_is_counted_by_group_against_the_least(
    language: Language, tmp_path: Path, calculated: Calculated
) -> None:
    """A roster of the running month: 007 is on the evening, 008 of the other group helps there by day."""
    from csbook.template import build_workbook

    rows = demo_rows(language)
    today = dt.date.today()
    day = f"d{today.day:02d}"
    first, second = rows["Roster"]
    first[day] = CODES["evening"](language)
    second[day] = f"{CODES['day'](language)}@{first['group']}"
    path = tmp_path / "today.xlsm"
    build_workbook(path, language=language, month=today.replace(day=1), rows=rows)
    read = calculated(path)
    home = sheet_title("Panel", language)
    assert [read(home, f"{c}16") for c in "BCDEFGH"] == [first["group"], 1, 1, 0, 0, 1, 1]
    assert [read(home, f"{c}17") for c in "BCDEFGH"] == [second["group"], 0, 1, 0, 0, 0, 1]
    assert (read(home, "B5"), read(home, "E5")) == (2, 2), "two on duty; the second group lacks both"


@both_languages
def test_an_empty_workbook_shows_no_error_anywhere(
    language: Language, empty_books: dict[Language, Path], open_copy: Open
) -> None:
    document = open_copy(empty_books[language]).impl.document
    document.calculateAll()
    sheets = [document.Sheets.getByName(name) for name in document.Sheets.ElementNames]
    assert sum(len(sheet.queryFormulaCells(ANY_RESULT).RangeAddresses) for sheet in sheets) > 50
    faulty = {sheet.Name: sheet.queryFormulaCells(FAULTY).RangeAddressesAsString for sheet in sheets}
    assert {name: cells for name, cells in faulty.items() if cells} == {}


def test_what_a_formula_showed_before_calculating_is_what_it_calculates(
    filled_books: dict[Language, Path], filled: Readers
) -> None:
    """Readers without a calculation engine see the stored values; those of the roster must be true."""
    read = filled["zh"]
    stored = openpyxl.load_workbook(filled_books["zh"], data_only=True)["排班"]
    for row in stored.iter_rows(min_row=1, max_row=7):
        for cell in row:
            if cell.value is not None:
                assert read("排班", cell.coordinate) == cell.value, cell.coordinate


@both_languages
def test_the_month_may_have_become_a_date_in_excel(
    language: Language, filled_books: dict[Language, Path], open_copy: Open
) -> None:
    book = open_copy(filled_books[language])
    settings = book.sheets[sheet_title("Settings", language)]
    assert settings["B6"].value == "2026-11"
    settings["B6"].number_format = "General"
    settings["B6"].value = dt.datetime(2027, 2, 1)
    book.impl.document.calculateAll()
    assert book.sheets["lists"]["A4"].value == "2027-02"
