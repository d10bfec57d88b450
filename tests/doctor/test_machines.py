"""The real computer, and how the answers of Windows' own tools are read."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import csbook
from csbook.doctor import power_shell
from csbook.doctor.finding import NotKnown
from csbook.doctor.ports import Excel, Office
from csbook.doctor.power_shell import read_office
from csbook.doctor.this_machine import ThisMachine, mac_mounts, mounted, mounts
from tests.doctor.fakes import XLWINGS

ANSWER = (
    '{"rules":["D4F940AB-401B-4EFC-AADC-AD5F3C50688A","26190899-1602-49e8-8b27-eb1d0a1ce869"],'
    '"actions":[1,2],"threats":["file:_D:\\\\shop\\\\客服台账.xlsm"],"store":false,'
    '"excels":[{"pid":4711,"window":true},{"pid":4712,"window":false}],"ready":true}'
)
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
/dev/disk4s1 on /Volumes/MY STICK (msdos, local, nodev, nosuid, noowners)
//li@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by li)
"""


def test_windows_answer_is_read() -> None:
    assert read_office(ANSWER) == Office(
        rules={"d4f940ab-401b-4efc-aadc-ad5f3c50688a": 1, "26190899-1602-49e8-8b27-eb1d0a1ce869": 2},
        threats=("file:_D:\\shop\\客服台账.xlsm",),
        from_store=False,
        excels=(Excel(4711, True), Excel(4712, False)),
        is_ready=True,
    )


def test_what_windows_does_not_tell_stays_unknown() -> None:
    assert read_office('{"rules":null,"threats":null,"store":null,"excels":null,"ready":null}') == Office()


def test_an_empty_list_is_one_nothing_to_power_shell_and_a_single_one_no_list() -> None:
    answer = '{"rules":[null],"actions":[null],"threats":[],"store":true,"excels":{"pid":7,"window":true}}'
    found = read_office("\ufeff" + answer)
    assert found == Office(rules={}, threats=(), from_store=True, excels=(Excel(7, True),), is_ready=None)


@pytest.mark.parametrize(
    "odd",
    [
        {"excels": [{"id": 1}]},
        {"excels": 7},
        {"rules": ["a"], "actions": []},
        {"rules": ["a"], "actions": ["block"]},
    ],
)
def test_one_odd_field_leaves_the_others_as_they_are(odd: dict[str, Any]) -> None:
    whole = read_office(ANSWER)
    (name,) = odd.keys() - {"actions"}
    assert read_office(json.dumps(json.loads(ANSWER) | odd)) == replace(whole, **{name: None})


@pytest.mark.parametrize("answer", ["", "not json", "[]"])
def test_an_answer_that_does_not_read_is_no_answer(answer: str) -> None:
    with pytest.raises(NotKnown):
        read_office(answer)


def test_without_power_shell_nothing_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotKnown):
        power_shell.run_script("Write-Output 1")


def test_scripts_are_plain_ascii_and_hold_no_values() -> None:
    from csbook.installing import shortcuts

    for script in (power_shell.ASK_OFFICE, shortcuts.MAKE_SHORTCUT, shortcuts.REMOVE_SHORTCUT):
        assert script.isascii()
        assert '"' not in script, "double quotes would have to be escaped for the command line"


def test_this_python_starts_as_a_button_starts_it() -> None:
    start = ThisMachine(None).start(sys.executable)
    assert (start.exit_code, start.csbook, start.xlwings) == (0, csbook.__version__, XLWINGS)
    assert start.seconds > 0


def test_a_python_that_complains_or_is_none_is_told(tmp_path: Path) -> None:
    script = tmp_path / "python"
    script.write_text(
        "#!/bin/sh\necho first >&2\necho 'DLL load failed: 找不到' >&2\nexit 3\n", encoding="utf-8"
    )
    script.chmod(0o755)
    start = ThisMachine(None).start(str(script))
    assert (start.exit_code, start.said, start.csbook) == (3, "DLL load failed: 找不到", "")
    text = tmp_path / "text"
    text.write_text("no program")
    assert ThisMachine(None).start(str(text)).exit_code == -1


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/mounts")
def test_the_disk_of_a_folder_is_known_here(tmp_path: Path) -> None:
    assert ("/proc", "proc") in mounts()
    machine = ThisMachine(None)
    assert machine.volume(Path("/proc/self")).kind == "proc"
    assert machine.volume(tmp_path).kind


def test_mounts_of_a_mac_are_read() -> None:
    found = mac_mounts(MAC)
    assert mounted(Path("/Volumes/MY STICK/shop"), found) == "msdos"
    assert mounted(Path("/Volumes/share"), found) == "smbfs"
    assert mounted(Path("/Users/li"), found) == "apfs"
    with pytest.raises(NotKnown):
        mounted(Path("shop"), found)


def test_this_machine_knows_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSBOOK_TEST", "客服")
    machine = ThisMachine(None)
    assert machine.environment("CSBOOK_TEST") == "客服"
    assert machine.environment("CSBOOK_NOT_SET") == ""
    assert machine.names_in(tmp_path / "none") == []
    (tmp_path / "b").touch()
    (tmp_path / "a").touch()
    assert machine.names_in(tmp_path) == ["a", "b"]
    assert machine.is_file(machine.python)
    assert csbook.__version__ in machine.about


def test_a_python_whose_pandas_is_broken_can_still_be_examined(connected: Path) -> None:
    """The checks that need the schema say that they cannot look; all others answer."""
    code = (
        "import sys; sys.modules['pandas'] = None\n"
        "from pathlib import Path\n"
        "from csbook.books.file_content import FileContent\n"
        "from csbook.doctor.case import BookFacts, Case\n"
        "from csbook.doctor.examination import examine\n"
        "from csbook.doctor.this_machine import ThisMachine\n"
        "path = Path(sys.argv[1])\n"
        "facts = BookFacts(path, FileContent(path.read_bytes(), path.name), 'zh')\n"
        "print(*(f.state.value for f in examine(Case(ThisMachine(None), facts)).findings))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(connected)], capture_output=True, text=True, check=False
    )
    states = dict(enumerate(ended.stdout.split(), 1))
    assert len(states) == 29, ended.stderr
    assert (states[13], states[16], states[27]) == ("unknown", "unknown", "unknown")
    assert (states[9], states[14], states[18]) == ("ok", "ok", "ok")
