"""Python, xlwings and their surroundings: what each check says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from csbook.books.conf_sheet import read_conf, with_conf
from csbook.books.file_content import FileContent
from csbook.conf_keys import ANSWERS
from csbook.doctor.finding import State
from csbook.doctor.ports import Start
from tests.conftest import ROOT
from tests.doctor.conftest import Look
from tests.doctor.fakes import GOOD_START, PYTHON, XLWINGS, FakeMachine, windows_machine
from tests.workbooks import edit_parts

STRINGS = "xl/sharedStrings.xml"


def configure(path: Path, values: Mapping[str, str]) -> None:
    path.write_bytes(with_conf(FileContent(path.read_bytes(), path.name), values))


def test_the_workbooks_python_is_there(look: Look, connected: Path) -> None:
    found = look(4, windows_machine(), connected)
    assert (found.state, found.found.zh, found.remedy.zh) == (State.OK, PYTHON, "")


@pytest.mark.parametrize(
    ("interpreter", "state", "said"),
    [
        ("", State.FAIL, "没有连接"),
        (r"C:\Users\li\AppData\Local\Microsoft\WindowsApps\python.exe", State.FAIL, "应用商店"),
        (r"D:\gone\python.exe", State.FAIL, "没有 D"),
        (r"D:\other\python.exe", State.WARN, "这里运行的是"),
    ],
)
def test_a_python_that_does_not_serve_is_told(
    interpreter: str, state: State, said: str, look: Look, connected: Path
) -> None:
    configure(connected, {"INTERPRETER_WIN": interpreter})
    machine = windows_machine(files=frozenset({PYTHON, r"D:\other\python.exe"}))
    found = look(4, machine, connected)
    assert found.state is state
    assert said in found.found.zh.replace("找不到", "没有")
    assert found.remedy.zh


def test_a_workbook_of_a_windows_computer_is_no_fault_elsewhere(look: Look, connected: Path) -> None:
    found = look(4, FakeMachine(python="/usr/bin/python3"), connected)
    assert found.state is State.NOT_APPLICABLE
    assert PYTHON in found.found.en
    assert look(7, FakeMachine(), connected).state is State.UNKNOWN


def test_a_key_that_stands_twice_would_stop_xlwings(look: Look, connected: Path) -> None:
    edit_parts(connected, {STRINGS: ("<t>ADD_WORKBOOK_TO_PYTHONPATH</t>", "<t>Interpreter_Win</t>")})
    found = look(4, windows_machine(), connected)
    assert found.state is State.FAIL
    assert "INTERPRETER_WIN" in found.found.en


def test_without_a_workbook_the_running_python_is_looked_at(look: Look) -> None:
    assert look(4, windows_machine()).state is State.OK
    store = r"C:\Program Files\WindowsApps\python.exe"
    assert look(4, windows_machine(python=store)).state is State.FAIL


def test_module_and_package_must_be_of_one_version(look: Look, connected: Path) -> None:
    assert look(5, windows_machine(), connected).state is State.OK
    found = look(5, windows_machine(xlwings="0.99.0"), connected)
    assert found.state is State.FAIL
    assert XLWINGS in found.found.en
    assert "0.99.0" in found.found.en
    assert "csbook install" in found.remedy.zh


def test_the_template_is_told_from_a_connected_workbook(look: Look) -> None:
    found = look(5, windows_machine(), ROOT / "workbook_template.xlsm")
    assert found.state is State.FAIL
    assert "模板" in found.found.zh


def test_the_udf_server_needs_its_libraries_beside_python(look: Look, connected: Path) -> None:
    configure(connected, {"USE UDF SERVER": "TRUE"})
    missing = look(5, windows_machine(), connected)
    assert missing.state is State.FAIL
    assert f"xlwings64-{XLWINGS}.dll" in missing.found.zh
    both = {rf"C:\Python313\xlwings{bits}-{XLWINGS}.dll" for bits in (64, 32)}
    assert look(5, windows_machine(files=frozenset({PYTHON, *both})), connected).state is State.OK


def test_a_python_that_fails_says_its_last_line(look: Look, connected: Path) -> None:
    assert look(7, windows_machine(), connected).state is State.OK
    broken = Start(1, "ModuleNotFoundError: No module named 'csbook'")
    found = look(7, windows_machine(started=broken), connected)
    assert found.state is State.FAIL
    assert "No module named 'csbook'" in found.found.zh
    older = replace(GOOD_START, csbook="0.0.1")
    assert look(7, windows_machine(started=older), connected).state is State.WARN
    configure(connected, {"DEBUG UDFS": "True"})
    assert look(7, windows_machine(), connected).state is State.WARN


def test_the_workbooks_folder_stays_off_the_search_path(look: Look, connected: Path) -> None:
    assert look(8, windows_machine(), connected).state is State.OK
    (connected.parent / "random.py").write_text("")
    (connected.parent / "holiday_photos.py").write_text("")
    assert look(8, windows_machine(), connected).state is State.OK
    configure(connected, {"ADD_WORKBOOK_TO_PYTHONPATH": "TRUE"})
    found = look(8, windows_machine(), connected)
    assert found.state is State.FAIL
    assert "random.py" in found.found.zh


def test_a_workbook_in_a_cloud_folder_is_told(look: Look, connected: Path) -> None:
    machine = windows_machine(variables={"OneDriveCommercial": str(connected.parent.parent)})
    assert look(8, machine, connected).state is State.WARN
    assert look(23, machine, connected).state is State.WARN
    assert look(23, windows_machine(), connected).state is State.OK


def test_texts_that_would_show_as_gibberish_are_told(look: Look) -> None:
    assert look(10, windows_machine()).state is State.OK
    assert look(10, windows_machine(variables={"PYTHONUTF8": "1"})).state is State.WARN
    assert look(10, windows_machine(code_page=65001)).state is State.OK
    assert look(10, FakeMachine(output_encoding="ascii")).state is State.WARN
    assert look(10, FakeMachine(output_encoding="")).state is State.WARN


def test_a_clock_of_another_zone_is_told(look: Look) -> None:
    assert look(15, FakeMachine()).state is State.OK
    found = look(15, FakeMachine(utc_offset=dt.timedelta(hours=5, minutes=30)))
    assert found.state is State.WARN
    assert "UTC+5.5" in found.found.en


def test_a_slow_start_is_told(look: Look, connected: Path) -> None:
    assert look(17, windows_machine(), connected).state is State.OK
    slow = replace(GOOD_START, seconds=42.0)
    found = look(17, windows_machine(started=slow), connected)
    assert found.state is State.WARN
    assert "42" in found.found.zh


def test_it_says_whether_python_stays_between_clicks(look: Look, connected: Path) -> None:
    assert "每次点击都启动" in look(17, windows_machine(), connected).found.zh
    configure(connected, {"USE UDF SERVER": "TRUE"})
    assert "常驻" in look(17, windows_machine(), connected).found.zh
    assert "常驻" not in look(17, FakeMachine("mac"), connected).found.zh


def test_a_sheet_with_stray_cells_far_out_is_told(look: Look, connected: Path) -> None:
    from tests.workbooks import sheet_part

    part = sheet_part(connected, "员工")
    far = '<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    edit_parts(connected, {part: ("</sheetData>", far)})
    found = look(17, windows_machine(), connected)
    assert found.state is State.WARN
    assert "员工" in found.found.zh
    assert "XFD1048576" in found.found.zh


def test_a_mac_needs_the_script_of_the_installed_version(look: Look, tmp_path: Path) -> None:
    mac = FakeMachine("mac", home=tmp_path)
    found = look(20, mac)
    assert found.state is State.FAIL
    assert "xlwings runpython install" in found.remedy.zh
    folder = tmp_path / "Library/Application Scripts/com.microsoft.Excel"
    folder.mkdir(parents=True)
    (folder / "xlwings-0.30.1.applescript").write_text("")
    older = look(20, mac)
    assert older.state is State.FAIL
    assert "xlwings-0.30.1.applescript" in older.found.en
    (folder / f"xlwings-{XLWINGS}.applescript").write_text("")
    assert look(20, mac).state is State.OK


def test_conf_keeps_what_others_wrote(connected: Path) -> None:
    configure(connected, {"SHOW CONSOLE": "TRUE"})
    configure(connected, {"INTERPRETER_WIN": r"D:\p\python.exe", "ADD_WORKBOOK_TO_PYTHONPATH": "FALSE"})
    conf = dict(read_conf(FileContent(connected.read_bytes(), "x")))
    assert conf == {
        "INTERPRETER_WIN": r"D:\p\python.exe",
        "INTERPRETER_MAC": "",
        **ANSWERS,
        "SHOW CONSOLE": "TRUE",
    }
