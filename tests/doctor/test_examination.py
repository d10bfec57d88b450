"""All checks together: their numbers, what is printed, and what a computer that does not answer comes to."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from csbook.doctor import examination
from csbook.doctor.case import Case
from csbook.doctor.examination import CHECKS, Check, examine
from csbook.doctor.finding import NotKnown, State, Verdict
from csbook.problems import SheetMissing, Words
from tests.doctor.conftest import facts
from tests.doctor.fakes import QUIET, FakeMachine, windows_machine


def test_the_checks_are_numbered_without_a_gap_and_named_in_both_languages() -> None:
    assert [check.number for check in CHECKS] == list(range(1, 30))
    assert len({check.name.zh for check in CHECKS}) == len({check.name.en for check in CHECKS}) == 29


def test_a_sound_windows_computer_with_a_sound_workbook_has_nothing_to_mend(connected: Path) -> None:
    found = examine(Case(windows_machine(), facts(connected)))
    assert {f.number: f.state for f in found.findings if f.state is not State.OK} == {
        20: State.NOT_APPLICABLE
    }
    assert found.exit_code == 0
    assert not any(f.remedy.zh or f.remedy.en for f in found.findings)


def test_every_finding_that_asks_for_something_says_what_to_do(connected: Path) -> None:
    """Whatever is wrong at once: nothing is left without a remedy, and both languages are there."""
    wrong = windows_machine(
        office=replace(QUIET, rules={"d4f940ab-401b-4efc-aadc-ad5f3c50688a": 1}, is_ready=False),
        is_administrator=True,
        xlwings="0.1",
        files=frozenset(),
        writable=False,
    )
    found = examine(Case(wrong, facts(connected)))
    assert found.exit_code == 1
    asking = [f for f in found.findings if f.state in (State.FAIL, State.WARN)]
    assert {2, 4, 5, 6, 12, 18} <= {f.number for f in asking}
    assert all(f.remedy.zh and f.remedy.en for f in asking)
    assert all(f.found.zh and f.found.en for f in found.findings)


def test_checks_that_need_a_workbook_or_another_system_say_so() -> None:
    found = {f.number: f for f in examine(Case(FakeMachine())).findings}
    assert found[14].state is State.NOT_APPLICABLE
    assert "csbook doctor BOOK.xlsm" in found[14].found.en
    assert found[2].found.en == "Looked at on Windows only."
    assert found[20].found.zh == "只在 Mac 上检查。"
    assert found[15].state is State.OK


@pytest.mark.parametrize(
    "error",
    [PermissionError(13, "Access is denied"), ImportError("no pandas"), SheetMissing("设置")],
)
def test_what_cannot_be_looked_up_is_unknown_and_never_an_error(error: Exception) -> None:
    def look(case: Case) -> Verdict:
        raise error

    finding = Check(99, Words("试", "try"), look).finding(Case(FakeMachine()))
    assert finding.state is State.UNKNOWN
    assert finding.found.en


def test_a_computer_that_does_not_tell_says_why() -> None:
    def look(case: Case) -> Verdict:
        raise NotKnown(Words("没有回答", "no answer"))

    finding = Check(99, Words("试", "try"), look).finding(Case(FakeMachine()))
    assert (finding.state, finding.found.zh, finding.found.en) == (State.UNKNOWN, "没有回答。", "no answer.")


def test_a_fault_of_ours_is_not_hidden() -> None:
    def look(case: Case) -> Verdict:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Check(99, Words("试", "try"), look).finding(Case(FakeMachine()))


def test_the_text_has_one_line_for_each_check_and_remedies_below(connected: Path) -> None:
    found = examine(Case(windows_machine(xlwings="0.1"), facts(connected)))
    lines = found.text("zh").splitlines()
    assert lines[0] == "csbook on a computer of the tests"
    checks = [line for line in lines if re.match(r"[✓!✗–?] +\d+ ", line)]
    assert len(checks) == 29
    at = next(n for n, line in enumerate(lines) if line.startswith("✗  5 "))
    assert lines[at + 1].startswith("     → 运行 csbook install")
    assert lines[-1] == found.headline.zh
    assert "要处理 1，" in lines[-1]
    assert "1 to mend" in found.headline.en


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252", "no-such-encoding"])
def test_signs_stay_within_what_the_output_can_show(encoding: str) -> None:
    text = examine(Case(FakeMachine())).text("en", encoding)
    assert not set(text) & set("✓✗")
    if encoding != "no-such-encoding":
        text.encode(encoding)


def test_the_findings_as_data_are_json_of_one_language(connected: Path) -> None:
    details = examine(Case(windows_machine(), facts(connected))).as_json("en")
    assert json.loads(json.dumps(details)) == details
    assert details["findings"][3] == {
        "number": 4,
        "name": "Where Python is",
        "state": "ok",
        "found": r"C:\Python313\python.exe",
        "remedy": "",
    }


def test_looking_changes_nothing(connected: Path) -> None:
    before = connected.read_bytes(), connected.stat().st_mtime_ns
    examine(Case(windows_machine(), facts(connected)))
    assert (connected.read_bytes(), connected.stat().st_mtime_ns) == before
    assert [path.name for path in connected.parent.iterdir()] == [connected.name]


def test_the_signs_of_the_states_differ() -> None:
    assert set(examination.SIGNS) == set(examination.PLAIN_SIGNS) == set(State)
    assert len(set(examination.PLAIN_SIGNS.values())) == len(State)
