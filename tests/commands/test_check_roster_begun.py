"""Shifts of today that have begun: repairing, checking, publishing and explaining take them alike."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from tests.workbooks import put, rows, type_rows

NOW = dt.datetime(2026, 11, 20, 11)
AT_WORK = {"白", "半"}
"""What has begun at eleven."""


def command(path: Path, name: str, at: dt.datetime = NOW, **parameters: Any) -> Outcome:
    return run(name, FileBook(path), at, now=at, user="测试", parameters=parameters)


def today(path: Path) -> dict[str, str]:
    return rows(path, "Roster").set_index("agent_id")["d20"].to_dict()


@pytest.fixture
def on_leave(published: Path) -> Path:
    """A published month; everybody's leave is approved for a day of which two shifts have begun."""
    leave = {"kind": "leave", "from_date": dt.datetime(2026, 11, 20), "state": "approved"}
    type_rows(published, "Requests", [{"agent_id": agent, **leave} for agent in ("K01", "K02", "K03")])
    assert command(published, "repair-roster", seconds=10).exit_code == 0
    assert {cell for cell in today(published).values() if cell not in ("leave", "rest")} <= AT_WORK
    return published


def checked(path: Path) -> pd.DataFrame:
    command(path, "check-roster")
    found = rows(path, "RosterCheck")
    return found[found["dates"].fillna("").str.contains("11月20日")]


def test_what_a_repair_leaves_is_no_error_of_the_check_and_says_what_to_do(on_leave: Path) -> None:
    found = checked(on_leave)
    assert "error" not in set(found["severity"])
    late = found[found["subject"] == "已批，但班已经开始"]
    assert set(late["agent_id"]) == {agent for agent, cell in today(on_leave).items() if cell in AT_WORK}
    assert set(late["mend"]) == {"没有上就把这一格改为假，上了就把请假改为从次日起"}
    assert not (found["subject"] == "人手不够").any()


def test_publishing_finds_nothing_broken_of_today_either(on_leave: Path) -> None:
    outcome = command(on_leave, "publish-roster")
    assert not [note for note in outcome.notes if "照样发布" in note or "已批的没有照办" in note]


def test_the_day_before_the_same_leave_is_an_error(on_leave: Path) -> None:
    command(on_leave, "check-roster", NOW - dt.timedelta(days=1))
    found = rows(on_leave, "RosterCheck")
    assert "error" in set(found.loc[found["subject"] == "已批的没有照办", "severity"])


def test_explaining_counts_the_gaps_that_a_repair_counts(on_leave: Path) -> None:
    repaired = command(on_leave, "repair-roster", seconds=10)
    missing = [gap for gap in repaired.details["short"] if gap["date"] == "2026-11-20"]
    outcome = command(on_leave, "explain-roster", seconds=10)
    gaps = rows(on_leave, "RosterAnswers").query("kind == 'gap' and dates == '11月20日'")
    assert len(gaps) == len(missing)
    assert "排不出" not in outcome.headline


def test_nobody_is_offered_a_shift_that_has_begun(published: Path) -> None:
    """The morning shift is short of one who has not come: at eleven nobody can be put there any more."""
    agent = next(agent for agent, cell in today(published).items() if cell == "白")
    offset = rows(published, "Roster")["agent_id"].tolist().index(agent)
    put(published, "Roster", offset, "d20", "假")
    command(published, "explain-roster", seconds=10)
    found = rows(published, "RosterAnswers")
    gap = found[(found["kind"] == "gap") & (found["dates"] == "11月20日")]
    assert len(gap) == 1
    assert gap["cost"].isna().all()


def test_a_pin_to_a_shift_that_has_begun_is_pointed_out_and_is_no_error(built: Path) -> None:
    agent = next(agent for agent, cell in today(built).items() if cell not in AT_WORK)
    pin = {"kind": "pin", "from_date": dt.datetime(2026, 11, 20), "shift": "白", "state": "approved"}
    type_rows(built, "Requests", [{"agent_id": agent, **pin}])
    found = checked(built).query("agent_id == @agent")
    assert found.loc[found["subject"] == "已批，但班已经开始", "mend"].tolist() == [
        "上的是白就改这一格，不是就改固定班次"
    ]
    assert "error" not in set(found["severity"])


def test_somebody_gone_since_yesterday_whose_shift_has_begun_is_a_reminder(built: Path) -> None:
    agent = next(agent for agent, cell in today(built).items() if cell == "白")
    offset = rows(built, "Staff")["agent_id"].tolist().index(agent)
    put(built, "Staff", offset, "left", dt.datetime(2026, 11, 19))
    command(built, "repair-roster", seconds=10)
    assert today(built)[agent] == "白"
    found = checked(built).query("agent_id == @agent and subject == '入职前或离职后'")
    assert found["severity"].tolist() == ["warning"]
    assert "没有上就清空" in found["mend"].iloc[0]
