"""The agents' small workbooks: what they look like, what they hold, and how they come back."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings

from csbook.commands.handler import File
from csbook.problems import Language, NotAWorkbook
from csbook.schema.workbook import TABLES, sheet_title
from csbook.sheets.given import HIDDEN_SHEET, NotRead
from csbook.sheets.parts import PARTS, filled_columns
from csbook.sheets.reading import HandedIn, read_sheet
from tests.sheets.shop import CUSTOMERS, contact, files_of, filled, header_row, opened, saved, shop_day

both_languages = pytest.mark.parametrize("language", ["zh", "en"])


def read(file: File) -> HandedIn:
    return read_sheet(file.data, file.name)


def own_file(language: Language = "zh") -> File:
    return files_of(shop_day(language=language))["K01"]


def changes(sheet: HandedIn) -> dict[tuple[str, str, str], Any]:
    """What differs from what was given, by table, first part of the row's key, and column."""
    merging = sheet.as_sheet()
    return {
        (table, row.split("\x1f")[0], column): sheet.values[table, row, column]
        for (table, row, column), text in merging.filled.items()
        if text != merging.given[table, row, column]
    }


@both_languages
def test_what_agents_fill_is_white_and_open_and_the_rest_grey_and_locked(language: Language) -> None:
    book = opened(own_file(language))
    for name, table in PARTS.items():
        sheet = book[sheet_title(name, language)]
        assert sheet.protection.sheet
        assert not sheet.protection.password
        header = header_row(sheet, language, name)
        for number, column in enumerate(table.columns, 1):
            cell = sheet.cell(header + 1, number)
            open_cell = column in filled_columns(name)
            assert cell.protection.locked is not open_cell, column.name
            assert (cell.fill.fgColor.rgb == "FFFFFFFF") is open_cell, column.name
            assert sheet.cell(header, number).value == column.header(language)
            assert sheet.cell(header, number).protection.locked
        assert sheet.cell(header + 20, 1).protection.locked  # no further rows


@both_languages
def test_cells_to_fill_have_the_drop_downs_limits_and_hints_of_the_large_workbook(language: Language) -> None:
    book = opened(own_file(language))
    sheet = book[sheet_title("FollowUps", language)]
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {c.header(language) for c in filled_columns("FollowUps")}
    result = rules[TABLES["FollowUps"]["result"].header(language)]
    assert (result.type, result.formula1, str(result.sqref)) == ("list", "list_contact_result", "P6:P7")
    area = book.defined_names["list_contact_result"].attr_text
    title, cells = area.split("!")
    texts = [row[0].value for row in book[title][cells]]
    assert texts == [w(language) for w in TABLES["FollowUps"]["result"].choices.values()]  # type: ignore[attr-defined]
    satisfaction = rules[TABLES["FollowUps"]["satisfaction"].header(language)]
    assert (satisfaction.type, satisfaction.formula1, satisfaction.formula2) == ("whole", "1", "5")


def test_phones_stand_in_full_in_the_own_file_and_nothing_of_other_customers_does() -> None:
    """Every part of the package is read: cells, shared strings, hidden sheets, properties."""
    files = files_of(shop_day())
    owners = {"K01": (0, 1), "K02": (2,)}
    for agent, own in owners.items():
        with zipfile.ZipFile(io.BytesIO(files[agent].data)) as package:
            everything = "\n".join(package.read(name).decode("utf-8") for name in package.namelist())
        for number, (_, account, name, phone, _address) in enumerate(CUSTOMERS):
            for personal in (account, name, phone):
                assert (personal in everything) is (number in own), (agent, personal)
        addresses = [row[4] for n, row in enumerate(CUSTOMERS) if row[4] in everything]
        assert addresses == (["宁波市乙路 2 号"] if agent == "K01" else [])  # the letter's alone
        phones = set(re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", everything))
        assert phones <= {CUSTOMERS[n][3] for n in own}


def test_a_virtual_number_that_is_dead_is_not_handed_out() -> None:
    customers = [
        {"platform": "tmall", "account": "买家甲", "phone": "17000000001", "virtual_until": until}
        for until in (dt.datetime(2026, 3, 2), dt.datetime(2026, 3, 3))
    ]
    shown = [
        opened(files_of(shop_day(Customers=[row]))["K01"])["回访登记"].cell(6, 7).value for row in customers
    ]
    assert shown == [None, "17000000001"]


def test_the_same_day_gives_the_same_bytes() -> None:
    assert files_of(shop_day()) == files_of(shop_day())


@both_languages
def test_a_file_that_nobody_touched_brings_no_change(language: Language) -> None:
    logged = {"finished": dt.timedelta(hours=26, minutes=5), "sales": "1234.50", "response_seconds": 1e9 / 3}
    asked = shop_day(language=language)
    log = asked.tables["DailyLog"]
    for name, value in logged.items():
        column = TABLES["DailyLog"][name]
        log[name] = column.series([column.parse(value), None, None], log.index)
    asked = replace(asked, tables={**asked.tables, "DailyLog": log})
    file = files_of(asked)["K01"]
    for sheet in (read(file), read(filled(file, {}, language))):
        assert changes(sheet) == {}
        assert (sheet.unread, sheet.strange, sheet.absent) == ((), (), ())
        assert len(sheet.values) == len(sheet.given.cells) == 2 * 24 + 2 * 6 + 1


@both_languages
def test_what_was_typed_comes_back_as_frames_hold_it(language: Language) -> None:
    yes = {"zh": "是", "en": "yes"}[language]
    solved = TABLES["FollowUps"]["result"].choices["solved"](language)  # type: ignore[attr-defined]
    file = filled(
        own_file(language),
        {
            ("DailyLog", 0, "receptions"): 31,
            ("DailyLog", 0, "check_orders"): yes,
            ("DailyLog", 0, "note"): None,
            ("DailyLog", 1, "finished"): dt.time(17, 30),
            ("FollowUps", 0, "done_at"): "2026-03-03 10:30",
            ("FollowUps", 0, "result"): solved,
            ("FollowUps", 1, "note"): "007 号\n@回电",
            ("Scores", 0, "self_score"): 88.5,
        },
        language,
    )
    day = "2026-03-03"
    assert changes(read(file)) == {
        ("DailyLog", day, "receptions"): 31,
        ("DailyLog", day, "check_orders"): True,
        ("DailyLog", day, "note"): None,
        ("DailyLog", day, "finished"): dt.timedelta(hours=17, minutes=30),
        ("FollowUps", "F000001", "done_at"): dt.datetime(2026, 3, 3, 10, 30),
        ("FollowUps", "F000001", "result"): "solved",
        ("FollowUps", "F000002", "note"): "007 号\n@回电",
        ("Scores", "2026-03", "self_score"): 88.5,
    }


def test_a_value_that_does_not_fit_is_named_with_its_cell() -> None:
    sheet = read(filled(own_file(), {("FollowUps", 1, "satisfaction"): "很好"}))
    (cell,) = sheet.unread
    assert (cell.place[0], cell.place[2], cell.cell, cell.found) == (
        "FollowUps",
        "satisfaction",
        "Q7",
        "很好",
    )


def test_rows_are_known_by_their_keys_wherever_they_stand() -> None:
    """Somebody took the protection off, sorted the rows the other way round and put a column in."""
    book = opened(filled(own_file(), {("FollowUps", 0, "note"): "已接通"}))
    sheet = book["回访登记"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(6, 7)]
    for number, row in enumerate(reversed(rows), 6):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # also where it begins as a formula does
    sheet.insert_cols(2)
    assert changes(read(saved(book, "x.xlsx"))) == {("FollowUps", "F000001", "note"): "已接通"}


def test_rows_added_and_rows_removed_are_told() -> None:
    book = opened(own_file())
    sheet = book["回访登记"]
    sheet.cell(6, 1).value = "F000999"
    sheet.cell(6, PARTS["FollowUps"].names.index("note") + 1).value = "换了编号"
    found = read(saved(book, "x.xlsx"))
    assert found.strange == (("FollowUps", "A6"),)
    assert [row.key for row in found.absent] == ["F000001"]


def test_only_columns_that_agents_fill_are_read_whatever_the_file_says() -> None:
    book = opened(own_file())
    hidden = book[HIDDEN_SHEET]
    for row in range(2, hidden.max_row + 1):
        hidden.cell(row, 2).value = hidden.cell(row, 2).value.replace('"note"', '"action": "x", "note"')
    book["回访登记"].cell(6, 2).value = "别的事"
    sheet = read(saved(book, "x.xlsx"))
    assert changes(sheet) == {}
    assert {column for _, _, column in sheet.values} == {
        column.name for name in PARTS for column in filled_columns(name)
    }


def without_hidden(book: openpyxl.Workbook) -> None:
    del book[HIDDEN_SHEET]


def of_another_version(book: openpyxl.Workbook) -> None:
    cell = book[HIDDEN_SHEET]["B1"]
    cell.value = re.sub(r'"schema": \d+', '"schema": 999', cell.value)


def with_nonsense(book: openpyxl.Workbook) -> None:
    book[HIDDEN_SHEET]["B2"].value = "[1, 2"


def with_another_header(book: openpyxl.Workbook) -> None:
    book["回访登记"].cell(5, PARTS["FollowUps"].names.index("note") + 1).value = "备忘"


def without_a_sheet(book: openpyxl.Workbook) -> None:
    del book["客服日报"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (without_hidden, "不是“发日报表”做的文件"),
        (of_another_version, "另一个版本的 csbook"),
        (with_nonsense, "不是“发日报表”做的文件"),
        (with_another_header, "缺少表头“记录要点”：改过的请改回来"),
        (without_a_sheet, "工作表“客服日报”不见了：改过名的请改回来"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_with_the_reason(
    spoil: Callable[[openpyxl.Workbook], None], said: str
) -> None:
    book = opened(own_file())
    spoil(book)
    with pytest.raises(NotRead) as refused:
        read(saved(book, "x.xlsx"))
    assert said in refused.value.words.zh


@pytest.mark.parametrize("length", [0, 4, 3000])
def test_a_damaged_file_is_refused(length: int) -> None:
    with pytest.raises(NotAWorkbook):
        read_sheet(own_file().data[:length], "x.xlsx")


def test_a_file_filled_in_another_program_comes_back_whole(
    open_book: Callable[[Path], xlwings.Book], tmp_path: Path
) -> None:
    """LibreOffice saves it its own way: hidden sheets, numbers' formats and line breaks included."""
    path = tmp_path / "K01.xlsx"
    path.write_bytes(own_file().data)
    book = open_book(path)
    log, contacts = book.sheets["客服日报"], book.sheets["回访登记"]
    log[5, PARTS["DailyLog"].names.index("receptions")].value = 31
    contacts[5, PARTS["FollowUps"].names.index("done_at")].value = dt.datetime(2026, 3, 3, 10, 30)
    contacts[5, PARTS["FollowUps"].names.index("result")].value = "已解决"
    book.save(str(tmp_path / "returned.xlsx"))
    sheet = read_sheet((tmp_path / "returned.xlsx").read_bytes(), "returned.xlsx")
    assert changes(sheet) == {
        ("DailyLog", "2026-03-03", "receptions"): 31,
        ("FollowUps", "F000001", "done_at"): dt.datetime(2026, 3, 3, 10, 30),
        ("FollowUps", "F000001", "result"): "solved",
    }
    assert (sheet.unread, sheet.strange, sheet.absent) == ((), (), ())
    returned = openpyxl.load_workbook(tmp_path / "returned.xlsx")
    assert returned[HIDDEN_SHEET].sheet_state != "visible"
    assert returned["回访登记"].protection.sheet


def test_contacts_stand_with_the_earliest_deadline_first() -> None:
    rows = [
        contact(1, 0, "K01"),
        contact(2, 1, "K01", due_from=at_hour(1), due_by=at_hour(2)),
        contact(3, 1, "K01", due_by=at_hour(12)),
    ]
    sheet = opened(files_of(shop_day(FollowUps=rows))["K01"])["回访登记"]
    assert [sheet.cell(row, 1).value for row in (6, 7, 8)] == ["F000002", "F000003", "F000001"]
    state = PARTS["FollowUps"].names.index("state") + 1
    assert [sheet.cell(row, state).value for row in (6, 7, 8)] == ["已超时", "今日应办", "今日应办"]


def at_hour(hour: int) -> dt.datetime:
    return dt.datetime(2026, 3, 3, hour)
