"""Excel, WPS, and where the workbook lies: what each check says of them."""

from __future__ import annotations

import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from csbook.doctor.finding import State
from csbook.doctor.ports import Excel, Office, Volume
from tests.doctor.conftest import Look
from tests.doctor.fakes import EXCEL_ID, EXCEL_KEYS, QUIET, FakeRegistry, windows_machine

SERVER = rf"HKCR\CLSID\{EXCEL_ID}\LocalServer32"
CHOICE = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsm\UserChoice"


def test_several_excels_and_those_left_behind_are_told_apart(look: Look) -> None:
    def office(*windows: bool) -> Office:
        return replace(QUIET, excels=tuple(Excel(100 + n, shown) for n, shown in enumerate(windows)))

    def states(*windows: bool) -> tuple[State, State]:
        machine = windows_machine(office=office(*windows))
        return look(11, machine).state, look(19, machine).state

    assert states() == (State.OK, State.OK)
    assert states(True) == (State.OK, State.OK)
    assert states(True, True) == (State.WARN, State.OK)
    assert states(True, False) == (State.OK, State.WARN)
    assert "101" in look(19, windows_machine(office=office(True, False))).found.zh
    assert look(11, windows_machine(office=Office())).state is State.UNKNOWN


def test_an_excel_that_waits_for_enter_is_told(look: Look) -> None:
    assert look(12, windows_machine()).state is State.OK
    assert look(12, windows_machine(office=replace(QUIET, is_ready=True))).state is State.OK
    found = look(12, windows_machine(office=replace(QUIET, is_ready=False)))
    assert found.state is State.WARN
    assert "Enter" in found.remedy.zh


@pytest.mark.parametrize("branch", [r"HKCR\CLSID", r"HKCR\Wow6432Node\CLSID"])
def test_wps_in_excels_place_is_found(branch: str, look: Look) -> None:
    assert look(21, windows_machine()).state is State.OK
    keys = {key: dict(values) for key, values in EXCEL_KEYS.items() if key != SERVER}
    keys[rf"{branch}\{EXCEL_ID}\LocalServer32"] = {"": r"D:\WPS Office\12.1\office6\et.exe /automation"}
    found = look(21, windows_machine(registry=FakeRegistry(keys)))
    assert found.state is State.FAIL
    assert "et.exe" in found.found.zh
    assert "--launchers" in found.remedy.en


def test_a_computer_without_excel_is_sent_to_the_launchers(look: Look) -> None:
    found = look(21, windows_machine(registry=FakeRegistry()))
    assert found.state is State.WARN
    assert "--launchers" in found.remedy.zh


def test_wps_as_the_program_of_a_double_click_is_told(look: Look) -> None:
    keys = {key: dict(values) for key, values in EXCEL_KEYS.items()} | {CHOICE: {"ProgId": "ET.Xlsm.6"}}
    assert look(21, windows_machine(registry=FakeRegistry(keys))).state is State.WARN


def test_a_damaged_cache_is_named_for_deletion(look: Look, tmp_path: Path) -> None:
    machine = windows_machine(variables={"TEMP": str(tmp_path)})
    assert look(22, machine).state is State.OK
    package = tmp_path / "gen_py" / "3.11" / "00020813-0000-0000-C000-000000000046x0x1x9"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("# made\n")
    (package.parent / "__init__.py").write_text("# made\n")
    assert look(22, machine).state is State.OK
    (package / "__init__.py").unlink()
    found = look(22, machine)
    assert found.state is State.FAIL
    assert str(tmp_path / "gen_py") in found.remedy.zh
    (package / "__init__.py").write_text("# made\n")
    (package.parent / "__init__.py").write_text("")
    assert look(22, machine).state is State.FAIL


@pytest.mark.parametrize("name", ["a;b", "100%", "a=b", "it's", "A&B"])
def test_signs_that_make_trouble_are_named(name: str, look: Look, connected: Path) -> None:
    spaced = Path(shutil.copy(connected, connected.with_name("客服 台账（新）.xlsm")))
    assert look(9, windows_machine(), spaced).state is State.OK
    renamed = Path(shutil.copy(connected, connected.with_name(f"{name}.xlsm")))
    found = look(9, windows_machine(), renamed)
    assert found.state is State.WARN
    assert renamed.name in found.found.zh


def test_a_path_too_long_for_excel_is_told(look: Look, connected: Path) -> None:
    folder = connected.parent / ("长" * 60) / ("名" * 60) / ("路" * 60)
    folder.mkdir(parents=True)
    found = look(9, windows_machine(), Path(shutil.copy(connected, folder)))
    assert found.state is State.FAIL
    assert "218" in found.found.zh


def test_a_workbook_that_is_open_or_read_only_is_told(look: Look, connected: Path) -> None:
    machine = windows_machine()
    assert look(18, machine, connected).state is State.OK
    lock = connected.with_name(f"~${connected.name}")
    lock.write_bytes(b"")
    opened = look(18, machine, connected)
    assert "会拒绝" in opened.found.zh
    assert "refuse" in opened.found.en
    assert opened.state is State.WARN
    assert lock.name in opened.remedy.zh
    lock.unlink()
    connected.chmod(stat.S_IRUSR)
    assert look(18, machine, connected).state is State.FAIL
    connected.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert look(18, windows_machine(writable=False), connected).state is State.FAIL


@pytest.mark.parametrize(
    ("disk", "of_stick", "of_share"),
    [
        (Volume("ntfs"), State.OK, State.OK),
        (Volume("exfat"), State.WARN, State.OK),
        (Volume("vfat"), State.WARN, State.OK),
        (Volume("ntfs", removable=True), State.WARN, State.OK),
        (Volume("cifs", remote=True), State.OK, State.WARN),
    ],
)
def test_sticks_and_shares_are_told(
    disk: Volume, of_stick: State, of_share: State, look: Look, connected: Path
) -> None:
    machine = windows_machine(disk=disk)
    assert look(24, machine, connected).state is of_stick
    assert look(23, machine, connected).state is of_share
