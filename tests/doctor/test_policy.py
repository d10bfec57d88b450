"""Marks, rules, antivirus and policies of Windows: what each check says of them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from csbook.doctor.checks_of_policy import RULES_BY_POLICY
from csbook.doctor.finding import State
from csbook.doctor.ports import Office
from csbook.doctor.power_shell import ask_office
from csbook.doctor.trust import LOCATIONS, POLICIES, SECURITY
from tests.doctor.conftest import Look
from tests.doctor.fakes import QUIET, FakeRegistry, windows_machine
from tests.workbooks import parts_of

MARK = "[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://mail.example.com/\r\n"
CHILD = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"


def trusting(folder: Path, **values: object) -> FakeRegistry:
    key = rf"{LOCATIONS}\Location7"
    return FakeRegistry({key: {"Path": str(folder), **values}})  # type: ignore[dict-item]


@pytest.mark.parametrize("zone", [3, 4])
def test_a_workbook_from_the_web_is_marked_and_unblocking_is_told(
    zone: int, look: Look, connected: Path
) -> None:
    marked = windows_machine(streams={"Zone.Identifier": MARK.replace("3", str(zone))})
    found = look(1, marked, connected)
    assert found.state is State.FAIL
    assert "解除锁定" in found.remedy.zh
    assert "Unblock" in found.remedy.en


@pytest.mark.parametrize("mark", [None, "[ZoneTransfer]\nZoneId=0", "[ZoneTransfer]\nZoneId=2", "nonsense"])
def test_a_workbook_of_this_computer_or_the_office_is_not_blocked(
    mark: str | None, look: Look, connected: Path
) -> None:
    machine = windows_machine(streams={"Zone.Identifier": mark} if mark else {})
    assert look(1, machine, connected).state is State.OK


def test_a_trusted_location_outweighs_the_mark(look: Look, connected: Path) -> None:
    streams = {"Zone.Identifier": MARK}
    machine = windows_machine(streams=streams, registry=trusting(connected.parent))
    assert look(1, machine, connected).state is State.OK
    above = windows_machine(streams=streams, registry=trusting(connected.parent.parent))
    assert look(1, above, connected).state is State.FAIL
    with_those_below = trusting(connected.parent.parent, AllowSubfolders=1)
    assert look(1, windows_machine(streams=streams, registry=with_those_below), connected).state is State.OK
    with_those_below.keys[LOCATIONS] = {"AllLocationsDisabled": 1}
    off = windows_machine(streams=streams, registry=with_those_below)
    assert look(1, off, connected).state is State.FAIL


@pytest.mark.parametrize(
    ("action", "state"), [(0, State.OK), (1, State.FAIL), (2, State.OK), (6, State.WARN)]
)
def test_the_rule_against_child_processes_counts_by_its_action(action: int, state: State, look: Look) -> None:
    found = look(2, windows_machine(office=replace(QUIET, rules={CHILD: action})))
    assert found.state is state
    assert ("--launchers" in found.remedy.en) is (state is not State.OK)


def test_a_rule_set_by_policy_is_seen_where_defender_does_not_tell(look: Look) -> None:
    key = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
    silent = Office()
    assert look(2, windows_machine(office=silent)).state is State.UNKNOWN
    by_policy = windows_machine(office=silent, registry=FakeRegistry({key: {CHILD.upper(): "1"}}))
    assert look(2, by_policy).state is State.FAIL


def test_a_rule_set_by_policy_is_seen_where_power_shell_does_not_run(
    look: Look, connected: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    silent = ask_office()
    assert silent == Office()
    registry = FakeRegistry({RULES_BY_POLICY: {CHILD: 1}})
    found = {
        n: look(n, windows_machine(office=silent, registry=registry), connected) for n in (2, 3, 6, 11, 12)
    }
    assert found[2].state is State.FAIL
    assert found[3].state is State.OK, "the macros are looked at all the same"
    assert {found[n].state for n in (6, 11, 12)} == {State.UNKNOWN}


def test_what_defender_objected_to_is_named(look: Look, connected: Path) -> None:
    others = replace(QUIET, threats=("file:_C:\\Downloads\\game.exe",))
    assert look(3, windows_machine(office=others), connected).state is State.OK
    ours = replace(QUIET, threats=("file:_D:\\shop\\客服台账.xlsm->xl/vbaProject.bin",))
    found = look(3, windows_machine(office=ours), connected)
    assert found.state is State.FAIL
    assert "客服台账.xlsm" in found.found.zh


def test_a_changed_macro_module_is_noticed_but_not_how_vba_writes_capitals(
    look: Look, connected: Path
) -> None:
    from csbook.books.file_content import FileContent
    from csbook.books.vba_project import Module, modules, with_modules

    content = FileContent(connected.read_bytes(), connected.name)
    source = modules(content)["xlwings"]
    shouted = source.replace("Dim i As Integer", "Dim I As Integer")
    assert shouted != source
    connected.write_bytes(with_modules(content, {"xlwings": Module(shouted)}))
    assert look(3, windows_machine(), connected).state is State.OK
    connected.write_bytes(with_modules(content, {"xlwings": Module(source + "\r\n' ours\r\n")}))
    found = look(3, windows_machine(), connected)
    assert found.state is State.WARN
    assert "csbook install" in found.remedy.en


def test_office_from_the_store_and_other_rights_are_told(look: Look, connected: Path) -> None:
    store = replace(QUIET, from_store=True)
    assert look(6, windows_machine(), connected).state is State.OK
    assert look(6, windows_machine(office=store), connected).state is State.OK
    assert look(6, windows_machine(is_administrator=True), connected).state is State.WARN
    assert look(6, windows_machine(office=Office()), connected).state is State.UNKNOWN


def test_office_from_the_store_cannot_use_the_udf_server(look: Look, connected: Path) -> None:
    from csbook.books.conf_sheet import with_conf
    from csbook.books.file_content import FileContent

    content = FileContent(connected.read_bytes(), connected.name)
    connected.write_bytes(with_conf(content, {"USE UDF SERVER": "TRUE"}))
    found = look(6, windows_machine(office=replace(QUIET, from_store=True)), connected)
    assert found.state is State.FAIL
    assert look(6, windows_machine(), connected).state is State.OK


def test_a_workbook_opened_out_of_a_mail_stays_in_protected_view(
    look: Look, connected: Path, tmp_path: Path
) -> None:
    assert look(25, windows_machine(), connected).state is State.OK
    folder = tmp_path / "INetCache" / "Content.Outlook" / "AB12"
    folder.mkdir(parents=True)
    opened = Path(shutil.copy(connected, folder / connected.name))
    found = look(25, windows_machine(), opened)
    assert found.state is State.FAIL
    assert "另存" in found.remedy.zh


@pytest.mark.parametrize(("key", "setter"), [(SECURITY, "Excel 设置"), (POLICIES[1], "管理员策略")])
def test_macros_that_are_off_are_told_with_whoever_turned_them_off(
    key: str, setter: str, look: Look, connected: Path
) -> None:
    none = windows_machine(registry=FakeRegistry({key: {"VBAWarnings": 4}}))
    found = look(26, none, connected)
    assert found.state is State.FAIL
    assert found.found.zh.startswith(setter)
    signed_only = windows_machine(registry=FakeRegistry({key: {"VBAWarnings": 3}}))
    assert "签名" in look(26, signed_only, connected).found.zh
    asks = windows_machine(registry=FakeRegistry({key: {"VBAWarnings": 2}}))
    assert look(26, asks, connected).state is State.OK


def test_a_policy_beats_excels_own_setting(look: Look) -> None:
    both = FakeRegistry({SECURITY: {"VBAWarnings": 1}, POLICIES[0]: {"VBAWarnings": 4}})
    assert look(26, windows_machine(registry=both)).state is State.FAIL


def test_the_workbook_of_these_tests_carries_no_signature(connected: Path) -> None:
    assert not [name for name in parts_of(connected) if "ignature" in name]
