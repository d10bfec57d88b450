"""A workbook from somebody else, or a damaged one, examined: nothing that it names is started or visited."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from csbook.books.conf_sheet import with_conf
from csbook.books.file_content import FileContent
from csbook.books.saving import side_folder
from csbook.doctor.case import Case
from csbook.doctor.examination import examine
from csbook.doctor.finding import State
from csbook.doctor.ports import Excel, Office, Start
from csbook.doctor.trust import LOCATIONS, OFFICE_LOCATIONS, POLICIES
from tests.doctor.conftest import Look, facts
from tests.doctor.fakes import PYTHON, QUIET, FakeMachine, FakeRegistry, windows_machine
from tests.workbooks import edit_parts, pack, parts_of

EVIL = r"D:\evil\payload.exe"
SHARE = r"\\10.0.0.9\share\python.exe"


class WatchfulMachine(FakeMachine):
    """Fails the test where a program is started, or looked at on the network."""

    def is_file(self, path: str) -> bool:
        assert not path.replace("/", "\\").startswith("\\\\"), path
        return super().is_file(path)

    def start(self, interpreter: str) -> Start:
        assert interpreter == self.python
        return super().start(interpreter)


def watchful(*files: str) -> WatchfulMachine:
    sound = windows_machine()
    return WatchfulMachine("windows", sound.windows, files=frozenset({PYTHON, *files}))


def configure(path: Path, **values: str) -> None:
    named = {key.replace("__", " "): value for key, value in values.items()}
    path.write_bytes(with_conf(FileContent(path.read_bytes(), path.name), named))


@pytest.mark.parametrize("named", [EVIL, SHARE, SHARE.replace("\\", "/"), r"\\?\UNC\10.0.0.9\s\python.exe"])
def test_a_program_that_a_workbook_names_is_neither_started_nor_visited(named: str, connected: Path) -> None:
    configure(connected, INTERPRETER_WIN=named, USE__UDF__SERVER="TRUE")
    found = {f.number: f for f in examine(Case(watchful(EVIL), facts(connected))).findings}
    assert (found[7].state, found[17].state) == (State.UNKNOWN, State.UNKNOWN)
    assert named in found[7].found.zh
    assert named in found[7].found.en
    assert found[4].state is State.WARN


def test_the_running_python_is_started_however_its_path_is_written(look: Look, connected: Path) -> None:
    configure(connected, INTERPRETER_WIN=PYTHON.upper().replace("\\", "/"))
    assert look(7, watchful(), connected).state is State.OK
    assert look(4, watchful(PYTHON.upper().replace("\\", "/")), connected).state is State.OK


# xlwings.conf


def test_a_file_of_settings_is_told_and_one_that_buttons_obey_fails(look: Look, connected: Path) -> None:
    machine = windows_machine(home=connected.parent / "home")
    assert look(8, machine, connected).state is State.OK
    stray = connected.parent / "XLWINGS.conf"
    stray.write_text('"PYTHONPATH","D:\\evil"\n')
    told = look(8, machine, connected)
    assert told.state is State.WARN
    assert str(stray) in told.found.zh
    edit_parts(connected, {"xl/sharedStrings.xml": ("<t>CONDA PATH</t>", "<t>CONDA WAS</t>")})
    obeyed = look(8, machine, connected)
    assert obeyed.state is State.FAIL
    assert "CONDA PATH" in obeyed.found.en
    stray.unlink()
    assert look(8, machine, connected).state is State.WARN, "a file may come any day"


@pytest.mark.parametrize(
    ("system", "place"),
    [("windows", ".xlwings"), ("mac", "Library/Containers/com.microsoft.Excel/Data")],
)
def test_the_persons_own_file_of_settings_is_looked_for(
    system: str, place: str, look: Look, connected: Path
) -> None:
    folder = connected.parent / "home" / place
    folder.mkdir(parents=True)
    (folder / "xlwings.conf").write_text("")
    machine = replace(windows_machine(), system=system, home=connected.parent / "home")  # type: ignore[arg-type]
    assert str(folder) in look(8, machine, connected).found.en


def test_settings_that_lead_python_elsewhere_are_named(look: Look, connected: Path) -> None:
    configure(connected, PYTHONPATH=r"D:\evil")
    found = look(8, windows_machine(), connected)
    assert found.state is State.WARN
    assert r"D:\evil" in found.found.zh


# Damage


def test_damaged_macros_fail_one_check_and_the_others_go_on(connected: Path) -> None:
    whole = connected.read_bytes()
    pack(connected, {**parts_of(connected), "xl/vbaProject.bin": b"rubbish"})
    backup = side_folder(connected) / f"backup{connected.suffix}"
    backup.parent.mkdir(parents=True, exist_ok=True)
    for kept, named in ((connected.read_bytes(), "csbook new"), (whole, "with-macros.xlsm")):
        backup.write_bytes(kept)
        found = {f.number: f for f in examine(Case(windows_machine(), facts(connected))).findings}
        assert found[28].state is State.FAIL
        assert named in found[28].remedy.zh
    assert backup.with_name("with-macros.xlsm").read_bytes() == whole
    assert {found[3].state, found[5].state} == {State.UNKNOWN}
    assert "损坏" in found[5].found.zh
    assert (found[14].state, found[27].state) == (State.OK, State.OK)


# Excel


def test_an_excel_that_does_not_answer_is_not_said_to_be_at_rest(look: Look) -> None:
    def state(*windows: bool) -> State:
        excels = tuple(Excel(7, shown) for shown in windows)
        return look(12, windows_machine(office=replace(QUIET, excels=excels, is_ready=None))).state

    assert (state(), state(False), state(True)) == (State.OK, State.OK, State.WARN)
    assert look(12, windows_machine(office=Office())).state is State.UNKNOWN


# Trust


def test_a_policy_may_turn_the_persons_own_trusted_locations_off(look: Look, connected: Path) -> None:
    own = FakeRegistry({LOCATIONS + r"\Location7": {"Path": str(connected.parent)}})
    machine = windows_machine(registry=own, streams={"Zone.Identifier": "ZoneId=3"})
    assert (look(1, machine, connected).state, look(26, machine, connected).found.en[:4]) == (
        State.OK,
        "In a",
    )
    own.keys[OFFICE_LOCATIONS[0]] = {"allow user locations": 0}
    assert look(1, machine, connected).state is State.FAIL
    assert "Enable Content" in look(26, machine, connected).found.en
    own.keys[POLICIES[0] + r"\Trusted Locations\Location1"] = {"path": str(connected.parent)}
    assert look(1, machine, connected).state is State.OK, "the policy's own count"


def test_values_of_policies_are_found_whatever_their_capitals(look: Look) -> None:
    policy = FakeRegistry({POLICIES[0]: {"vbawarnings": 4}})
    assert look(26, windows_machine(registry=policy)).state is State.FAIL


def test_a_trusted_location_that_has_outlived_its_workbook_is_named(look: Look, connected: Path) -> None:
    key = LOCATIONS + r"\Location7"
    values: dict[str, str | int] = {"Path": str(connected.parent), "Description": "csbook"}
    machine = windows_machine(registry=FakeRegistry({key: values}))
    assert look(26, machine, connected).state is State.OK
    connected.unlink()
    (connected.parent / "别的.xlsx").write_bytes(b"no workbook that can be read")
    assert look(26, machine).state is State.OK, "it cannot be read: it may be csbook's"
    (connected.parent / "别的.xlsx").unlink()
    found = look(26, machine)
    assert found.state is State.WARN
    assert str(connected.parent) in found.found.zh
    values["Description"] = "IT"
    assert look(26, machine).state is State.OK


# A Mac


@pytest.mark.parametrize(
    ("python", "state"),
    [
        ("/opt/py/bin/python3", State.OK),
        ("/Users/li/my shop/bin/python", State.FAIL),
        ("/a(1)/p", State.FAIL),
    ],
)
def test_a_python_that_excel_on_a_mac_cannot_start_is_told(
    python: str, state: State, look: Look, connected: Path
) -> None:
    configure(connected, INTERPRETER_MAC=python)
    assert look(9, FakeMachine("mac"), connected).state is state
    configure(connected, INTERPRETER_WIN=python)
    assert look(9, FakeMachine(), connected).state is not State.FAIL
