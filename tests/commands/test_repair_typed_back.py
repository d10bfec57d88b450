"""`repair-roster` on cells that a person typed over what had been approved or worked: what comes back, what
stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.schema.daily import DAYS
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, rows, type_rows

TODAY = dt.datetime(2026, 11, 20, 8)
BEFORE = dt.datetime(2026, 10, 25, 9)


def command(path: Path, name: str, at: dt.datetime = TODAY, **parameters: Any) -> Outcome:
    outcome = run(name, FileBook(path), at, now=at, user="测试", parameters=parameters)
    assert outcome.exit_code == 0, outcome.text()
    return outcome


def cell(path: Path, agent: str, day: int) -> str:
    return str(rows(path, "Roster").set_index("agent_id").at[agent, f"d{day:02}"])


def type_cell(path: Path, agent: str, day: int, text: str) -> None:
    offset = rows(path, "Roster")["agent_id"].tolist().index(agent)
    put(path, "Roster", offset, f"d{day:02}", text)


def approve(path: Path, kind: str, day: int, **more: Any) -> None:
    row = {"agent_id": "K01", "kind": kind, "from_date": dt.datetime(2026, 11, day), "state": "approved"}
    type_rows(path, "Requests", [{**row, **more}])


def approved_before_building(path: Path) -> str:
    approve(path, "leave", 24)
    return "leave"


def pinned_before_building(path: Path) -> str:
    approve(path, "pin", 24, shift="半")
    return "半"


@pytest.mark.parametrize("approved", [approved_before_building, pinned_before_building])
@pytest.mark.parametrize("published", [False, True])
def test_a_cell_typed_over_what_was_approved_gets_its_approved_value_back(
    shop: Path, approved: Any, published: bool
) -> None:
    wanted = approved(shop)
    command(shop, "build-roster", BEFORE)
    if published:
        command(shop, "publish-roster", BEFORE)
    assert cell(shop, "K01", 24) == wanted
    type_cell(shop, "K01", 24, "晚")
    outcome = command(shop, "repair-roster")
    assert cell(shop, "K01", 24) == wanted
    assert any(note.startswith("手改没有保留：赵一 11月24日手填的晚改为") for note in outcome.notes)
    assert any(note.startswith("赵一：") and "11月24日 晚→" in note for note in outcome.notes)
    changed = rows(shop, "Changes").query("row_key == 'K01' and column == 'd24'")
    assert changed["old"].tolist() == ["晚"]
    once = every_table(shop, but=SHOWS_THE_PRESS)
    again = command(shop, "repair-roster")
    assert every_table(shop, but=SHOWS_THE_PRESS) == once
    assert not [note for note in again.notes if note.startswith("手改没有保留")]
    checked = command(shop, "check-roster")
    assert not [
        line for line in checked.details["lines"] if line["rule"] == "an approved request is not kept"
    ]


def test_beside_other_changes_the_approved_value_comes_back_too(shop: Path) -> None:
    approve(shop, "leave", 24)
    command(shop, "build-roster", BEFORE)
    type_cell(shop, "K01", 24, "晚")
    command(shop, "repair-roster", agent="K02", first=dt.date(2026, 11, 26))
    assert cell(shop, "K01", 24) == "leave"
    assert cell(shop, "K02", 26) in ("leave", "rest")


def test_a_rest_day_under_leave_that_was_typed_over_comes_back_as_a_rest_day(built: Path) -> None:
    rest = next(n for n in range(21, 31) if cell(built, "K01", n) == "rest")
    approve(built, "leave", rest)
    command(built, "repair-roster")
    assert cell(built, "K01", rest) == "rest"
    type_cell(built, "K01", rest, "晚")
    outcome = command(built, "repair-roster")
    assert cell(built, "K01", rest) == "rest"
    assert f"手改没有保留：赵一 11月{rest}日手填的晚改为休（已批请假）。" in outcome.notes


def test_what_was_typed_over_a_shift_of_today_that_has_begun_stays(published: Path) -> None:
    """Whoever did not come: the supervisor says so in the cell, as the message asks them to."""
    agent = next(a for a in ("K01", "K02", "K03") if cell(published, a, 20) == "白")
    type_cell(published, agent, 20, "休")
    before = rows(published, "Roster")[list(DAYS[:20])]
    outcome = command(published, "repair-roster", dt.datetime(2026, 11, 20, 11))
    assert rows(published, "Roster")[list(DAYS[:20])].equals(before)
    assert not [note for note in outcome.notes if note.startswith("手改没有保留")]
