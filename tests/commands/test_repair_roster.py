"""`repair-roster` on a real workbook: what it changes, keeps, enters, and whom it says to tell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from csbook.books.file_book import FileBook
from csbook.commands.absence import (
    DaysBackward,
    LeavesAndReturns,
    NobodyNamed,
    NoFirstDay,
    SeveralPeople,
    UnknownPerson,
)
from csbook.commands.outcome import Outcome
from csbook.commands.roster_state import EmptyRoster, MonthClosed
from csbook.commands.run import run
from csbook.schema.daily import DAYS
from tests.workbooks import every_table, put, rows, type_rows

TODAY = dt.datetime(2026, 11, 20, 9)
FIRST, LAST = dt.date(2026, 11, 24), dt.date(2026, 11, 26)
ILL = {"agent": "赵一", "first": FIRST, "last": LAST}


def command(path: Path, name: str, at: dt.datetime = TODAY, **parameters: Any) -> Outcome:
    return run(name, FileBook(path), at, now=at, user="测试", parameters=parameters)


def repaired(path: Path, at: dt.datetime = TODAY, **parameters: Any) -> Outcome:
    outcome = command(path, "repair-roster", at, **parameters)
    assert outcome.exit_code == 0, outcome.text()
    return outcome


def cells(path: Path) -> dict[tuple[str, str], str]:
    grid = rows(path, "Roster").set_index("agent_id")[list(DAYS)]
    return {
        (a, day): cell for a, row in grid.iterrows() for day, cell in row.items() if isinstance(cell, str)
    }


@pytest.fixture
def built(shop: Path) -> Path:
    assert command(shop, "build-roster", dt.datetime(2026, 10, 25, 9)).exit_code == 0
    return shop


def helper_in_tmall(path: Path) -> None:
    """A fourth person, of another group without cover of its own, who can help."""
    who = {"agent_id": "K04", "name": "李四", "group": "天猫组", "helps": "京东组", "platforms": "tmall"}
    type_rows(path, "Staff", [{**who, "role": "both"}])
    cover = rows(path, "Cover")
    for offset in range(len(cover)):
        put(path, "Cover", offset, "group", "京东组")


def test_three_days_of_illness_are_entered_and_repaired_with_few_changes(built: Path) -> None:
    before = cells(built)
    outcome = repaired(built, **ILL)
    after = cells(built)
    assert [after["K01", day] for day in ("d24", "d25", "d26")] == ["leave"] * 3
    changed = {key for key in before if before[key] != after[key]}
    others = {key for key in changed if key[0] != "K01"}
    assert len(others) <= 3
    assert all(int(day[1:]) >= 20 for _, day in changed)
    [leave] = rows(built, "Requests").to_dict("records")
    assert (leave["agent_id"], leave["kind"], leave["state"]) == ("K01", "leave", "approved")
    assert (leave["from_date"].date(), leave["to_date"].date()) == (FIRST, LAST)
    assert f"改动 {len(changed)} 格" in outcome.headline
    assert "还没公布" in outcome.headline


def test_the_colleagues_are_to_be_told_before_after_and_why(built: Path) -> None:
    before = cells(built)
    repaired(built, **ILL)
    after = cells(built)
    shown = {"rest": "休", "leave": "假"}
    expected = {
        (
            agent,
            f"{TODAY:%Y-%m}-{day[1:]}",
            shown.get(cell, cell),
            shown.get(after[agent, day], after[agent, day]),
        )
        for (agent, day), cell in before.items()
        if cell != after[agent, day] and agent != "K01"
    }
    told = rows(built, "Notices")
    assert expected
    assert {
        (row["agent_id"], f"{row['date']:%Y-%m-%d}", row["before"], row["after"])
        for row in told.to_dict("records")
    } == expected
    assert set(told["reason"]) == {"赵一 请假"}


def test_the_changed_cells_are_coloured_with_their_old_values(built: Path) -> None:
    before = cells(built)
    repaired(built, **ILL)
    after = cells(built)
    listed = rows(built, "Changes")
    listed = listed[listed["column"].str.startswith("d")]
    assert {(r.row_key, r.column, r.old) for r in listed.itertuples()} == {
        (agent, day, {"rest": "休"}.get(cell, cell))
        for (agent, day), cell in before.items()
        if cell != after[agent, day]
    }


def test_a_shortage_that_remains_is_stated_with_its_days(built: Path) -> None:
    outcome = repaired(built, **ILL)
    short = outcome.details["short"]
    assert short  # three people with four rest days each have no slack for three days
    assert f"仍缺 {sum(gap['minimum'] - gap['present'] for gap in short)} 人次" in outcome.headline
    assert any(note.startswith("仍缺人：京东组") for note in outcome.notes)


def test_help_from_another_group_is_shown_in_the_cell(shop: Path) -> None:
    helper_in_tmall(shop)
    command(shop, "build-roster", dt.datetime(2026, 10, 25, 9))
    before = cells(shop)
    for agent in ("K01", "K02"):  # nobody is left to change but the helper and one colleague
        rest = {
            "agent_id": agent,
            "kind": "leave",
            "from_date": dt.datetime(2026, 11, 24),
            "state": "approved",
        }
        type_rows(shop, "Requests", [rest])
    outcome = repaired(shop)
    after = cells(shop)
    helping = {key: cell for key, cell in after.items() if "@" in cell and before.get(key) != cell}
    assert helping == {("K04", "d24"): helping["K04", "d24"]}
    assert helping["K04", "d24"].endswith("@京东组")
    assert any(note.startswith("支援：李四 11-24") for note in outcome.notes)


def test_approved_leave_typed_in_requests_is_carried_out_without_parameters(built: Path) -> None:
    leave = {"agent_id": "K02", "kind": "leave", "from_date": dt.datetime(2026, 11, 27), "state": "approved"}
    type_rows(built, "Requests", [leave])
    repaired(built)
    assert cells(built)["K02", "d27"] == "leave"


def test_pending_leave_binds_nobody(built: Path) -> None:
    leave = {"agent_id": "K02", "kind": "leave", "from_date": dt.datetime(2026, 11, 27), "state": "pending"}
    type_rows(built, "Requests", [leave])
    before = cells(built)
    outcome = repaired(built)
    assert cells(built) == before
    assert "没有要调的格" in outcome.headline


def test_a_pin_approved_later_is_carried_out(built: Path) -> None:
    before = cells(built)
    wanted = "半" if before["K03", "d28"] != "半" else "rest"
    pin = {"agent_id": "K03", "kind": "pin", "from_date": dt.datetime(2026, 11, 28), "shift": wanted}
    type_rows(built, "Requests", [{**pin, "state": "approved"}])
    repaired(built)
    assert cells(built)["K03", "d28"] == wanted
    assert "孙三 固定班次" in set(rows(built, "Notices")["reason"])


def test_a_second_run_changes_nothing(built: Path) -> None:
    repaired(built, **ILL)
    once = every_table(built)
    for parameters in (ILL, {}):
        outcome = repaired(built, **parameters)
        assert every_table(built) == once
        assert outcome.changed == {}
        assert "没有要调的格" in outcome.headline


def test_days_gone_by_stay_as_they_were(built: Path) -> None:
    before = cells(built)
    repaired(built, dt.datetime(2026, 11, 25, 9), **ILL)
    after = cells(built)
    assert after["K01", "d24"] == before["K01", "d24"]
    assert after["K01", "d25"] == "leave"
    assert all(before[key] == after[key] for key in before if int(key[1][1:]) < 25)


def test_typed_cells_stay_and_an_illness_typed_in_the_grid_is_repaired(built: Path) -> None:
    offset = rows(built, "Roster")["agent_id"].tolist().index("K01")
    for day in ("d24", "d25", "d26"):
        put(built, "Roster", offset, day, "假")
    offset = rows(built, "Roster")["agent_id"].tolist().index("K02")
    put(built, "Roster", offset, "d24", "半")
    repaired(built)
    after = cells(built)
    assert [after["K01", day] for day in ("d24", "d25", "d26")] == ["leave"] * 3
    assert after["K02", "d24"] == "半"
    once = every_table(built)
    repaired(built)
    assert every_table(built) == once


def test_the_totals_follow_the_changed_cells(built: Path) -> None:
    repaired(built, **ILL)
    hours = {"白": 8.5, "半": 5.5, "晚": 6.0}
    for row in rows(built, "Roster").to_dict("records"):
        grid = [row[day] for day in DAYS[:30]]
        assert row["hours"] == sum(hours.get(cell, 0) for cell in grid)
        assert row["evenings"] == grid.count("晚")
        assert row["rests"] == grid.count("rest")


def test_the_cells_written_are_csbook_s_own_afterwards(built: Path) -> None:
    repaired(built, **ILL)
    base = rows(built, "RosterBase").set_index("agent_id")[list(DAYS)]
    assert {(a, d): c for a, row in base.iterrows() for d, c in row.items() if isinstance(c, str)} == cells(
        built
    )


def test_somebody_who_leaves_for_good_is_taken_out(built: Path) -> None:
    repaired(built, agent="K03", first=FIRST, leaves=True)
    after = cells(built)
    assert ("K03", "d23") in after
    assert not [day for agent, day in after if agent == "K03" and int(day[1:]) >= 24]
    staff = rows(built, "Staff").set_index("agent_id")
    assert staff.at["K03", "left"].date() == dt.date(2026, 11, 23)
    once = every_table(built)
    repaired(built, agent="K03", first=FIRST, leaves=True)
    assert every_table(built) == once


def test_a_last_day_typed_in_staff_is_carried_out(built: Path) -> None:
    offset = rows(built, "Staff")["agent_id"].tolist().index("K03")
    put(built, "Staff", offset, "left", dt.datetime(2026, 11, 23))
    outcome = repaired(built)
    assert not [day for agent, day in cells(built) if agent == "K03" and int(day[1:]) >= 24]
    assert "孙三 离职" in set(rows(built, "Notices")["reason"])
    assert any("孙三：" in note and "→空" in note for note in outcome.notes)


def test_leave_that_is_entered_already_is_not_entered_twice(built: Path) -> None:
    leave = {"agent_id": "K01", "kind": "leave", "from_date": dt.datetime(2026, 11, 23), "state": "approved"}
    type_rows(built, "Requests", [{**leave, "to_date": dt.datetime(2026, 11, 26)}])
    repaired(built, **ILL)
    assert len(rows(built, "Requests")) == 1


@pytest.mark.parametrize(
    ("state", "to", "column"),
    [("pending", 26, "审批"), ("rejected", 26, "审批"), ("approved", 25, "结束日期")],
)
def test_a_row_of_the_same_leave_that_says_otherwise_is_the_supervisor_s_to_settle(
    built: Path, state: str, to: int, column: str
) -> None:
    leave = {"agent_id": "K01", "kind": "leave", "from_date": dt.datetime(2026, 11, 24), "state": state}
    type_rows(built, "Requests", [{**leave, "to_date": dt.datetime(2026, 11, to)}])
    before = every_table(built)
    outcome = command(built, "repair-roster", **ILL)
    assert [(p.sheet, p.column) for p in outcome.problems] == [("请假与调班", column)]
    assert outcome.exit_code == 1
    assert every_table(built) == before


def test_what_cannot_be_understood_is_said_and_nothing_is_written(built: Path) -> None:
    before = built.read_bytes()
    for error, parameters in (
        (NobodyNamed, {"first": FIRST}),
        (NoFirstDay, {"agent": "赵一"}),
        (DaysBackward, {"agent": "赵一", "first": LAST, "last": FIRST}),
        (LeavesAndReturns, {**ILL, "leaves": True}),
        (UnknownPerson, {"agent": "没有这人", "first": FIRST}),
    ):
        with pytest.raises(error):
            command(built, "repair-roster", **parameters)
    assert built.read_bytes() == before


def test_two_people_of_a_name_are_told_apart_by_number(built: Path) -> None:
    offset = rows(built, "Staff")["agent_id"].tolist().index("K02")
    put(built, "Staff", offset, "name", "赵一")
    with pytest.raises(SeveralPeople) as stopped:
        command(built, "repair-roster", **ILL)
    assert "K01、K02" in stopped.value.words.zh
    repaired(built, **{**ILL, "agent": "K01"})
    assert cells(built)["K01", "d24"] == "leave"


def test_without_a_roster_there_is_nothing_to_repair(shop: Path) -> None:
    with pytest.raises(EmptyRoster):
        command(shop, "repair-roster", **ILL)


def test_a_closed_month_is_not_repaired(built: Path) -> None:
    state = {"month": "2026-11", "state": "closed", "version": 1}
    type_csbook_rows(built, "RosterStates", [state])
    with pytest.raises(MonthClosed):
        command(built, "repair-roster", **ILL)


def type_csbook_rows(path: Path, table: str, typed: list[dict[str, Any]]) -> None:
    import pandas as pd

    from csbook.books.frames import read_table
    from csbook.books.plan import plan_write
    from csbook.schema.workbook import TABLES

    book = FileBook(path)
    book.apply([plan_write(read_table(book, TABLES[table], "zh"), pd.DataFrame(typed), "zh").write])


def test_a_published_month_says_nothing_of_a_draft_and_keeps_what_was_published(built: Path) -> None:
    type_csbook_rows(built, "RosterStates", [{"month": "2026-11", "state": "published", "version": 1}])
    base = rows(built, "RosterBase")
    type_csbook_rows(built, "Published", base.to_dict("records"))
    outcome = repaired(built, **ILL)
    assert "还没公布" not in outcome.headline
    assert rows(built, "Published").equals(base)


def test_the_english_workbook_speaks_english(english_shop: Path) -> None:
    run("build-roster", FileBook(english_shop), dt.datetime(2026, 10, 25), now=TODAY, user="t")
    outcome = run(
        "repair-roster",
        FileBook(english_shop),
        TODAY,
        now=TODAY,
        user="t",
        parameters={**ILL, "agent": "K01"},
    )
    assert outcome.headline.startswith("2026-11 repaired: ")
    notices = rows(english_shop, "Notices", "en")
    assert set(notices["reason"]) == {"赵一 is on leave"}
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in outcome.headline)


def test_the_late_watch_passes_to_somebody_who_works_that_evening(built: Path) -> None:
    grid = cells(built)
    watches = [
        {"date": dt.datetime(2026, 11, n), "agent_id": a, "name": name, "group": "京东组"}
        for n in range(1, 31)
        for a, name in (("K01", "赵一"), ("K02", "钱二"), ("K03", "孙三"))
        if grid[a, f"d{n:02}"] == "晚"
    ]
    type_csbook_rows(built, "LateWatch", list({row["date"]: row for row in watches}.values()))
    held = rows(built, "LateWatch").set_index("date")["agent_id"].to_dict()
    day = next(d for d, who in held.items() if who == "K01" and d.date() >= TODAY.date())
    outcome = repaired(built, agent="K01", first=day.date())
    after = cells(built)
    now = rows(built, "LateWatch").set_index("date")["agent_id"]
    named = now[day]
    if isinstance(named, str):
        assert after[named, f"d{day.day:02}"] == "晚"
    else:
        assert not any(after.get((a, f"d{day.day:02}")) == "晚" for a in ("K02", "K03"))
    assert any(note.startswith(f"值班：{day:%m-%d} ") for note in outcome.notes)
    assert all(now[d] == who for d, who in held.items() if d.date() < TODAY.date())
