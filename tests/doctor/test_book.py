"""What is wrong inside a workbook: what each check says of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from csbook.books.book import Written
from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.vba_project import Module, with_modules
from csbook.commands.run import run
from csbook.doctor.finding import State
from tests.commands.older_workbooks import delete_column
from tests.doctor.conftest import Look
from tests.doctor.fakes import FakeMachine
from tests.workbooks import PEOPLE, edit_parts, pack, parts_of, put, sheet_part, type_rows

HERE = FakeMachine()


def test_a_new_workbook_has_no_fault_inside(look: Look, connected: Path) -> None:
    assert {n: look(n, HERE, connected).state for n in (13, 14, 16, 27, 28, 29)} == dict.fromkeys(
        (13, 14, 16, 27, 28, 29), State.OK
    )


def test_a_password_on_a_sheet_is_a_fault_and_a_plain_lock_a_hint(look: Look, connected: Path) -> None:
    part = sheet_part(connected, "员工")
    lock = '</sheetData><sheetProtection sheet="1" objects="1"/>'
    edit_parts(connected, {part: ("</sheetData>", lock)})
    plain = look(13, HERE, connected)
    assert plain.state is State.WARN
    assert "员工" in plain.found.zh
    edit_parts(
        connected, {part: ('<sheetProtection sheet="1"', '<sheetProtection password="CC1A" sheet="1"')}
    )
    found = look(13, HERE, connected)
    assert found.state is State.FAIL
    assert "员工" in found.found.en


def test_a_locked_structure_is_told(look: Look, connected: Path) -> None:
    edit_parts(
        connected, {"xl/workbook.xml": ("<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>')}
    )
    assert look(13, HERE, connected).state is State.WARN


def test_merged_cells_are_named_inside_tables_only(look: Look, connected: Path) -> None:
    part, place = sheet_part(connected, "员工"), FileContent(connected.read_bytes(), "x").places["Staff"]
    inside = f"B{place.first_row}:C{place.first_row}"
    merged = f'<mergeCells count="2"><mergeCell ref="{inside}"/><mergeCell ref="AZ1:BA1"/></mergeCells>'
    edit_parts(connected, {part: ("</sheetData>", f"</sheetData>{merged}")})
    found = look(14, HERE, connected)
    assert found.state is State.FAIL
    assert f"员工!{inside}" in found.found.zh
    assert "AZ1" not in found.found.zh


def test_an_account_typed_as_a_number_is_told(look: Look, connected: Path) -> None:
    type_rows(connected, "Customers", [{"account": "t_888", "platform": "jd", "phone": "013800001111"}])
    assert look(16, HERE, connected).state is State.OK
    row, _ = put(connected, "Customers", 0, "phone", 13800001111)
    found = look(16, HERE, connected)
    assert found.state is State.WARN
    assert f"客户档案 {row} 电话" in found.found.zh


@pytest.mark.parametrize(
    ("table", "column", "typed", "title"),
    [
        ("Staff", "agent_id", 7, "员工"),
        ("DailyLog", "agent_id", 7, "客服日报"),
        ("Orders", "order_id", dt.datetime(2026, 1, 2), "订单"),
    ],
)
def test_a_short_number_or_a_date_where_a_row_is_known_by_it_is_told(
    table: str, column: str, typed: Written, title: str, look: Look, connected: Path
) -> None:
    """007 that became 7, and 1-2 that became the second of January."""
    row, _ = put(connected, table, 0, column, typed)
    found = look(16, HERE, connected)
    assert found.state is State.WARN
    assert found.found.zh.startswith(f"1 格应是文本，存成了数字或日期：{title} {row} ")


def test_a_number_in_a_note_is_nobodys_fault(look: Look, connected: Path) -> None:
    put(connected, "Customers", 0, "wishes", 5)
    assert look(16, HERE, connected).state is State.OK


@pytest.mark.parametrize(("version", "said"), [("1", "upgrade"), ("9999", "pip install --upgrade")])
def test_an_older_and_a_newer_workbook_are_told(version: str, said: str, look: Look, connected: Path) -> None:
    from csbook.schema.workbook import SCHEMA_VERSION

    now = f'name="csbook.schema"><vt:lpwstr>{SCHEMA_VERSION}<'
    edit_parts(connected, {"docProps/custom.xml": (now, now.replace(f"{SCHEMA_VERSION}<", f"{version}<"))})
    found = look(27, HERE, connected)
    assert found.state is State.FAIL
    assert said in found.remedy.en


def test_a_renamed_sheet_is_named(look: Look, connected: Path) -> None:
    edit_parts(connected, {"xl/workbook.xml": ('name="员工"', 'name="人员"')})
    found = look(27, HERE, connected)
    assert found.state is State.FAIL
    assert "员工" in found.found.zh


def test_buttons_that_another_program_dropped_are_told(look: Look, connected: Path) -> None:
    parts = parts_of(connected)
    ribbon = {name: data for name, data in parts.items() if name != "customUI/customUI.xml"}
    pack(connected, ribbon)
    assert look(28, HERE, connected).state is State.FAIL
    pack(connected, {name: data for name, data in parts.items() if name != "xl/vbaProject.bin"})
    found = look(28, HERE, connected)
    assert found.state is State.FAIL
    assert "csbook new" in found.remedy.zh
    assert ".csbook" not in found.remedy.zh, "there is none beside it"
    versions = look(5, HERE, connected)
    assert (versions.state, versions.remedy) == (State.FAIL, found.remedy), "install could not put them in"


def test_a_callback_of_another_version_is_told(look: Look, connected: Path) -> None:
    content = FileContent(connected.read_bytes(), connected.name)
    other = Module(
        'Attribute VB_Name = "csbook"\r\nPublic Sub csbook_Run(c As IRibbonControl)\r\nEnd Sub\r\n'
    )
    connected.write_bytes(with_modules(content, {"csbook": other}))
    found = look(28, HERE, connected)
    assert found.state is State.FAIL
    assert "csbook install" in found.remedy.en


def test_a_workbook_that_another_program_saved_is_told(look: Look, connected: Path) -> None:
    was = "<Application>Microsoft Excel</Application>"
    edit_parts(connected, {"docProps/app.xml": (was, "<Application>WPS 表格</Application>")})
    assert look(29, HERE, connected).state is State.OK
    edit_parts(connected, {"docProps/app.xml": ("WPS 表格", "LibreOffice/7.4")})
    found = look(29, HERE, connected)
    assert found.state is State.WARN
    assert "LibreOffice" in found.found.zh


def test_a_workbook_as_csbook_made_it_is_not_called_excels(look: Look, connected: Path) -> None:
    assert look(29, HERE, connected).found.zh == "由 csbook 写成，还没有用 Excel 或 WPS 保存过。"
    edit_parts(connected, {"docProps/app.xml": ("12.0000", "16.0300")})
    assert look(29, HERE, connected).found.zh == "由 Microsoft Excel 保存。"


def test_rows_whose_formulas_give_an_empty_text_in_places_lack_no_values(look: Look, connected: Path) -> None:
    """Somebody who is scored and not ranked yet."""
    people = [{"month": "2026-11", "agent_id": person[0], "name": person[1]} for person in PEOPLE]
    type_rows(connected, "Scores", people)
    type_rows(connected, "DailyLog", [{"date": dt.date(2026, 11, 20), "agent_id": "K01", "platform": "jd"}])
    now = dt.datetime(2026, 11, 22, 9)
    run("score", FileBook(connected), now, now=now, user="测试")
    assert look(29, HERE, connected).state is State.OK


def test_pay_formulas_saved_without_values_are_told(look: Look, connected: Path) -> None:
    import re

    part = sheet_part(connected, "绩效核算表")
    parts = parts_of(connected)
    content, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", parts[part])
    content, empty = re.subn(rb"(</f>)<v/>", rb"\1", content)
    assert count + empty > 0
    pack(connected, {**parts, part: content})
    found = look(29, HERE, connected)
    assert found.state is State.WARN
    assert "绩效核算表" in found.found.zh


def test_a_workbook_that_openpyxl_saved_is_told_with_its_formulas_without_values(
    look: Look, connected: Path
) -> None:
    people = [{"month": "2026-11", "agent_id": person[0], "name": person[1]} for person in PEOPLE]
    type_rows(connected, "Scores", people)
    saved_by_openpyxl(connected)
    assert "没有存下数值" in look(29, HERE, connected).found.zh


def test_openpyxl_is_not_taken_for_excel(look: Look, connected: Path) -> None:
    saved_by_openpyxl(connected)
    assert look(29, HERE, connected).found.en.startswith(
        "Last saved by Microsoft Excel Compatible / Openpyxl"
    )


def saved_by_openpyxl(path: Path) -> None:
    workbook = openpyxl.load_workbook(path, keep_vba=True)
    workbook.save(path)
    workbook.vba_archive.close()


def test_a_missing_column_and_broken_formulas_are_told_with_upgrade_as_the_remedy(
    look: Look, connected: Path
) -> None:
    part = sheet_part(connected, "走势")
    edit_parts(connected, {part: ("DailyLog[接待人数]", "DailyLog[#REF!]")})
    found = look(27, HERE, connected)
    assert found.state is State.FAIL
    assert "走势!C6" in found.found.zh
    assert "csbook upgrade" in found.remedy.en
    delete_column(connected, "DailyLog", "接待人数")
    found = look(27, HERE, connected)
    assert found.state is State.FAIL
    assert "客服日报 接待人数" in found.found.zh
    assert "csbook upgrade" in found.remedy.zh


def test_a_copy_without_macros_is_told_where_its_buttons_are(look: Look, connected: Path) -> None:
    copy = connected.with_suffix(".xlsx")
    pack(
        copy, {n: d for n, d in parts_of(connected).items() if "vbaProject" not in n and "customUI" not in n}
    )
    assert connected.name in look(28, HERE, copy).remedy.zh
    connected.unlink()
    assert "csbook new" in look(28, HERE, copy).remedy.en
