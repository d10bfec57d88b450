"""`repair-roster` on a real workbook: what it changes, keeps, enters, and whom it says to tell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.rostering.absence_errors import (
    DaysBackward,
    DaysPassed,
    GoneAlready,
    LeavesAndReturns,
    NobodyNamed,
    NoFirstDay,
    NotHereYet,
    NotRostered,
    OutsideMonth,
    SeveralPeople,
    UnknownPerson,
)
from csbook.commands.rostering.roster_state import EmptyRoster, MonthClosed
from csbook.commands.run import run
from csbook.schema.daily import DAYS
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, rows, type_rows

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
    assert "还没发布" in outcome.headline


def test_the_colleagues_are_to_be_told_before_after_and_why(published: Path) -> None:
    before = cells(published)
    repaired(published, **ILL)
    after = cells(published)
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
    told = rows(published, "Notices")
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
    assert any(note.startswith("支援：李四 11月24日") for note in outcome.notes)


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


def test_a_pin_approved_later_is_carried_out(published: Path) -> None:
    before = cells(published)
    wanted = "半" if before["K03", "d28"] != "半" else "rest"
    pin = {"agent_id": "K03", "kind": "pin", "from_date": dt.datetime(2026, 11, 28), "shift": wanted}
    type_rows(published, "Requests", [{**pin, "state": "approved"}])
    repaired(published)
    assert cells(published)["K03", "d28"] == wanted
    assert "孙三 固定班次" in set(rows(published, "Notices")["reason"])


def test_a_second_run_changes_nothing(built: Path) -> None:
    repaired(built, **ILL)
    once = every_table(built, but=SHOWS_THE_PRESS)
    for parameters in (ILL, {}):
        outcome = repaired(built, **parameters)
        assert every_table(built, but=SHOWS_THE_PRESS) == once
        assert outcome.changed == {}
        assert "没有要调的格" in outcome.headline


def test_days_gone_by_stay_as_they_were(built: Path) -> None:
    leave = {"agent_id": "K01", "kind": "leave", "from_date": dt.datetime(2026, 11, 24), "state": "approved"}
    type_rows(built, "Requests", [{**leave, "to_date": dt.datetime(2026, 11, 26)}])
    before = cells(built)
    repaired(built, dt.datetime(2026, 11, 25, 9))
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
    once = every_table(built, but=SHOWS_THE_PRESS)
    repaired(built)
    assert every_table(built, but=SHOWS_THE_PRESS) == once


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
    once = every_table(built, but=SHOWS_THE_PRESS)
    repaired(built, agent="K03", first=FIRST, leaves=True)
    assert every_table(built, but=SHOWS_THE_PRESS) == once


def test_a_last_day_typed_in_staff_is_carried_out(published: Path) -> None:
    offset = rows(published, "Staff")["agent_id"].tolist().index("K03")
    put(published, "Staff", offset, "left", dt.datetime(2026, 11, 23))
    outcome = repaired(published)
    assert not [day for agent, day in cells(published) if agent == "K03" and int(day[1:]) >= 24]
    told = rows(published, "Notices")
    assert "孙三 离职" in set(told["reason"])
    assert not [r for r in told.itertuples() if r.agent_id == "K03" and r.date.day >= 24]
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
    assert "还没发布" not in outcome.headline
    assert rows(built, "Published").equals(base)


def test_the_english_workbook_speaks_english(english_shop: Path) -> None:
    for name in ("build-roster", "publish-roster"):
        run(name, FileBook(english_shop), dt.datetime(2026, 10, 25), now=TODAY, user="t")
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
    assert any(note.startswith(f"值班：11月{day.day}日") for note in outcome.notes)
    assert all(now[d] == who for d, who in held.items() if d.date() < TODAY.date())


def type_cell(path: Path, agent: str, day: int, cell: str) -> None:
    offset = rows(path, "Roster")["agent_id"].tolist().index(agent)
    put(path, "Roster", offset, f"d{day:02}", "休" if cell == "rest" else cell)


@pytest.fixture
def published(shop: Path, published_original: bytes) -> Path:
    shop.write_bytes(published_original)
    return shop


def leave_of(path: Path, agent: str, first: int, last: int) -> None:
    row = {"agent_id": agent, "kind": "leave", "state": "approved"}
    days = {"from_date": dt.datetime(2026, 11, first), "to_date": dt.datetime(2026, 11, last)}
    type_rows(path, "Requests", [{**row, **days}])


def rest_of(path: Path, agent: str, first: int = 21) -> int:
    """The agent's first rest day from a day on."""
    return next(day for day in range(first, 31) if cells(path)[agent, f"d{day:02}"] == "rest")


def errors(path: Path, at: dt.datetime = TODAY) -> set[tuple[str, str]]:
    """The rules that check-roster finds broken, with whose days they are."""
    outcome = command(path, "check-roster", at)
    return {
        (line["agent_id"] or line["name"], line["rule"])
        for line in outcome.details["lines"]
        if line["severity"] == "error"
    }


def evening_given_up(path: Path) -> tuple[str, int]:
    """A person types a day off over an evening, and a shift over a rest day of the same person."""
    grid = cells(path)
    agent, day = next(
        (a, n) for n in range(21, 31) for a in ("K01", "K02", "K03") if grid[a, f"d{n:02}"] == "晚"
    )
    type_cell(path, agent, rest_of(path, agent), "半")
    type_cell(path, agent, day, "rest")
    return agent, day


@pytest.mark.parametrize("published_so", [False, True])
def test_a_gap_opened_by_hand_is_filled_without_any_absence(published: Path, published_so: bool) -> None:
    agent, day = evening_given_up(published)
    if published_so:
        command(published, "publish-roster")
    typed = cells(published)
    outcome = repaired(published)
    after = cells(published)
    changed = {(a, int(column[1:])) for (a, column), cell in typed.items() if after[a, column] != cell}
    assert "晚" in {after[a, f"d{day:02}"] for a in ("K01", "K02", "K03")}
    assert "补上 1 人次，11月20日起每班都够最少人数" in outcome.headline
    assert f"补上：京东组 晚班 1 人次（11月{day}日）。" in outcome.notes
    if not published_so:
        assert after[agent, f"d{day:02}"] == "rest"  # a person's cell since publishing
        told = rows(published, "Notices")
        assert {(r.agent_id, r.date.day) for r in told.itertuples()} == changed
        name = {"K01": "赵一", "K02": "钱二", "K03": "孙三"}[agent]
        assert set(told["reason"]) == {f"{name} 手改"}
    else:
        assert "补缺人" in set(rows(published, "Notices")["reason"])


def test_a_typed_cell_that_an_approved_request_beats_is_named_with_its_day(published: Path) -> None:
    wanted = "半" if cells(published)["K01", "d24"] != "半" else "白"
    type_cell(published, "K01", 24, wanted)
    type_cell(published, "K02", 27, wanted)
    outcome = repaired(published, **ILL)
    after = cells(published)
    assert after["K02", "d27"] == wanted
    assert [note for note in outcome.notes if note.startswith("手改没有保留")] == [
        f"手改没有保留：赵一 11月24日手填的{wanted}改为假（已批请假）。"
    ]


def test_a_typed_cell_of_somebody_who_leaves_is_named(published: Path) -> None:
    type_cell(published, "K03", 28, "半")
    outcome = repaired(published, agent="K03", first=FIRST, leaves=True)
    assert "手改没有保留：孙三 11月28日手填的半改为空（当天不在职）。" in outcome.notes


def test_illness_on_a_rest_day_is_entered_and_the_day_stays_a_rest_day(published: Path) -> None:
    day = rest_of(published, "K01")
    before = cells(published)
    outcome = repaired(published, agent="K01", first=dt.date(2026, 11, day))
    assert cells(published) == before
    assert rows(published, "Requests")["from_date"].dt.day.tolist() == [day]
    assert f"赵一：11月{day}日本来休息，仍为休；请假登记在“请假与调班”。" in outcome.notes
    assert len(rows(published, "Notices")) == 0


def ill_around_a_rest_day(path: Path) -> tuple[int, int, int]:
    day = rest_of(path, "K01", 22)
    first, last = day - 1, min(day + 1, 30)
    repaired(path, agent="K01", first=dt.date(2026, 11, first), last=dt.date(2026, 11, last))
    return first, day, last


def test_illness_around_a_rest_day_costs_no_rest_day(published: Path) -> None:
    rests = list(cells(published).values()).count("rest")
    first, day, last = ill_around_a_rest_day(published)
    after = cells(published)
    assert [after["K01", f"d{n:02}"] for n in {first, day, last}].count("rest") == 1
    assert after["K01", f"d{day:02}"] == "rest"
    mine = [cell for (agent, _), cell in after.items() if agent == "K01"]
    assert mine.count("rest") == 4
    assert list(after.values()).count("rest") <= rests


def test_publishing_after_illness_around_a_rest_day_finds_no_rule_broken(published: Path) -> None:
    ill_around_a_rest_day(published)
    outcome = command(published, "publish-roster")
    assert not any("照样发布" in note for note in outcome.notes)


def test_checking_after_illness_around_a_rest_day_finds_no_new_error(published: Path) -> None:
    before = errors(published)
    ill_around_a_rest_day(published)
    assert errors(published) <= before


@pytest.mark.parametrize(
    ("error", "parameters"),
    [
        (DaysPassed, {"agent": "K01", "first": dt.date(2026, 11, 19), "last": LAST}),
        (DaysPassed, {"agent": "K01", "first": dt.date(2026, 11, 2)}),
        (OutsideMonth, {"agent": "K01", "first": dt.date(2026, 12, 2), "last": dt.date(2026, 12, 4)}),
        (OutsideMonth, {"agent": "K01", "first": dt.date(2026, 12, 2), "leaves": True}),
        (DaysBackward, {"agent": "K01", "first": LAST, "last": FIRST}),
        (NotHereYet, {"agent": "K02", "first": FIRST}),
        (NotHereYet, {"agent": "K02", "first": FIRST, "leaves": True}),
        (GoneAlready, {"agent": "K03", "first": FIRST}),
        (GoneAlready, {"agent": "K03", "first": FIRST, "leaves": True}),
        (NotRostered, {"agent": "K09", "first": FIRST}),
        (NobodyNamed, {"leaves": True}),
        (NoFirstDay, {"agent": "K01", "leaves": True}),
    ],
)
def test_days_on_which_nothing_can_be_done_are_refused_and_nothing_is_written(
    published: Path, error: type[Exception], parameters: dict[str, Any]
) -> None:
    staff = rows(published, "Staff")["agent_id"].tolist()
    put(published, "Staff", staff.index("K02"), "hired", dt.datetime(2026, 11, 28))
    put(published, "Staff", staff.index("K03"), "left", dt.datetime(2026, 11, 21))
    type_rows(
        published,
        "Staff",
        [{"agent_id": "K09", "name": "经理", "group": "京东组", "platforms": "jd", "role": "supervisor"}],
    )
    before = published.read_bytes()
    with pytest.raises(error) as stopped:
        command(published, "repair-roster", **parameters)
    words = stopped.value.words  # type: ignore[attr-defined]
    assert "～" not in words.en
    assert words.zh.endswith("。")
    assert published.read_bytes() == before


def test_a_pin_against_the_leave_given_is_told_with_its_own_row(published: Path) -> None:
    pin = {"agent_id": "K01", "kind": "pin", "from_date": dt.datetime(2026, 11, 25), "shift": "半"}
    type_rows(published, "Requests", [{**pin, "state": "approved"}])
    before = every_table(published)
    outcome = command(published, "repair-roster", **ILL)
    assert outcome.exit_code == 1
    assert [problem.row for problem in outcome.problems] == rows(published, "Requests").index.tolist()
    assert every_table(published) == before


def test_what_is_missing_is_said_when_somebody_leaves(published: Path) -> None:
    with pytest.raises(NobodyNamed) as stopped:
        command(published, "repair-roster", leaves=True)
    assert "--agent" in stopped.value.words.zh
    assert "--first" in stopped.value.words.zh
    with pytest.raises(NoFirstDay) as stopped_too:
        command(published, "repair-roster", agent="K01", leaves=True)
    assert "离职" in stopped_too.value.words.zh


def test_of_an_absence_beyond_the_month_the_part_in_the_month_is_handled(published: Path) -> None:
    outcome = repaired(published, agent="K01", first=dt.date(2026, 11, 29), last=dt.date(2026, 12, 3))
    after = cells(published)
    assert {after["K01", "d29"], after["K01", "d30"]} <= {"leave", "rest"}
    [row] = rows(published, "Requests").to_dict("records")
    assert (row["from_date"].day, row["to_date"].month) == (29, 12)
    assert any("只调了 2026-11；12月1日至3日在别的月份" in note for note in outcome.notes)


def test_somebody_who_left_days_ago_keeps_the_cells_that_have_passed(published: Path) -> None:
    before = cells(published)
    outcome = repaired(published, agent="K03", first=dt.date(2026, 11, 16), leaves=True)
    after = cells(published)
    assert rows(published, "Staff").set_index("agent_id").at["K03", "left"].date() == dt.date(2026, 11, 15)
    assert all(after[key] == before[key] for key in before if int(key[1][1:]) < TODAY.day)
    assert not [day for agent, day in after if agent == "K03" and int(day[1:]) >= TODAY.day]
    assert any("11月16日至19日已过，班次保持原样" in note for note in outcome.notes)
    once = every_table(published, but=SHOWS_THE_PRESS)
    repaired(published, agent="K03", first=dt.date(2026, 11, 16), leaves=True)
    assert every_table(published, but=SHOWS_THE_PRESS) == once


def test_asked_to_end_early_the_absence_is_carried_out_all_the_same(published: Path) -> None:
    outcome = run(
        "repair-roster",
        FileBook(published),
        TODAY,
        now=TODAY,
        user="测试",
        parameters=ILL,
        cancelled=lambda: True,
    )
    after = cells(published)
    assert {after["K01", day] for day in ("d24", "d25", "d26")} <= {"leave", "rest"}
    assert any("提前结束" in note for note in outcome.notes)
    assert outcome.details["stopped"] is True


def test_english_plurals_and_ranges(english_shop: Path) -> None:
    english: dict[str, Any] = {"now": TODAY, "user": "t"}
    run("build-roster", FileBook(english_shop), dt.datetime(2026, 10, 25), **english)
    ill = {**ILL, "agent": "K01"}
    outcome = run("repair-roster", FileBook(english_shop), TODAY, parameters=ill, **english)
    said = [outcome.headline, *(note for note in outcome.notes if not note.startswith("Late watch"))]
    assert not any("～" in text or "、" in text for text in said)
    assert " 1 cells" not in outcome.headline


def test_nothing_is_to_be_told_of_a_draft_and_nothing_is_left_over_at_its_first_publication(
    built: Path,
) -> None:
    repaired(built, **ILL)
    assert rows(built, "Notices").empty
    assert command(built, "publish-roster").exit_code == 0
    assert rows(built, "Notices").empty


def test_own_leave_is_told_neither_when_repaired_nor_when_published(published: Path) -> None:
    repaired(published, **ILL)
    command(published, "publish-roster")
    told = rows(published, "Notices")
    assert not {(r.agent_id, r.after) for r in told.itertuples()} & {("K01", "假")}


def test_a_shift_of_today_that_has_begun_stays_though_its_person_is_ill(published: Path) -> None:
    agent = next(a for a in ("K01", "K02", "K03") if cells(published)[a, "d20"] == "白")
    today = dt.datetime(2026, 11, 20, 9)
    before = cells(published)
    outcome = repaired(published, today, agent=agent, first=today.date(), last=dt.date(2026, 11, 21))
    after = cells(published)
    assert after[agent, "d20"] == "白"
    assert after[agent, "d21"] in ("leave", "rest")
    assert any("11月20日的白班已经开始，这一格不动" in note for note in outcome.notes)
    assert not [key for key, cell in after.items() if key[1] == "d20" and cell == "白" != before[key]]
    once = every_table(published, but=SHOWS_THE_PRESS)
    repaired(published, today, agent=agent, first=today.date(), last=dt.date(2026, 11, 21))
    assert every_table(published, but=SHOWS_THE_PRESS) == once


def test_leave_entered_during_a_shift_begins_the_day_after_and_check_and_explain_agree(
    published: Path,
) -> None:
    agent = next(a for a in ("K01", "K02", "K03") if cells(published)[a, "d20"] == "白")
    today = dt.datetime(2026, 11, 20, 22)
    outcome = repaired(published, today, agent=agent, first=today.date(), last=dt.date(2026, 11, 21))
    [row] = rows(published, "Requests").query("agent_id == @agent").to_dict("records")
    assert row["from_date"] == pd.Timestamp(2026, 11, 21)
    assert pd.isna(row["to_date"])
    assert any("11月20日的白班已经开始，这一格不动" in note for note in outcome.notes)
    checked = command(published, "check-roster", today)
    assert not [each for each in checked.problems if each.column == "d20"]
    assert command(published, "explain-roster", today).exit_code == 0
    answers = rows(published, "RosterAnswers")
    assert not ((answers["kind"] == "gap") & answers["dates"].str.contains("11月20日")).any()


def test_leave_for_no_more_than_the_shift_that_has_begun_is_not_entered(published: Path) -> None:
    agent = next(a for a in ("K01", "K02", "K03") if cells(published)[a, "d20"] == "白")
    once = every_table(published)
    today = dt.datetime(2026, 11, 20, 10)
    outcome = repaired(published, today, agent=agent, first=today.date())
    assert every_table(published) == once
    assert any("没有上的话，请在“排班”里直接改" in note for note in outcome.notes)


def test_a_shift_of_today_that_has_not_begun_is_made_up_for(published: Path) -> None:
    agent = next(a for a in ("K01", "K02", "K03") if cells(published)[a, "d20"] == "白")
    repaired(published, dt.datetime(2026, 11, 20, 8, 59), agent=agent, first=dt.date(2026, 11, 20))
    assert cells(published)[agent, "d20"] == "leave"


def test_somebody_who_leaves_during_a_shift_of_today_keeps_it(published: Path) -> None:
    agent = next(a for a in ("K01", "K02", "K03") if cells(published)[a, "d20"] == "白")
    outcome = repaired(published, agent=agent, first=TODAY.date(), leaves=True)
    assert [day for who, day in cells(published) if who == agent][-1] == "d20"
    assert any("11月20日的白班已经开始，这一格不动" in note for note in outcome.notes)


def test_a_shift_that_is_over_is_not_filled_and_what_is_met_is_said_with_its_first_day(
    published: Path,
) -> None:
    agent = next(a for a in ("K01", "K02", "K03") if cells(published)[a, "d20"] == "晚")
    type_cell(published, agent, rest_of(published, agent), "半")
    type_cell(published, agent, 20, "rest")
    command(published, "publish-roster", dt.datetime(2026, 11, 20, 8))
    before = cells(published)
    late = repaired(published, dt.datetime(2026, 11, 20, 23, 45))
    assert cells(published) == before
    assert late.headline == "2026-11 没有要调的格，11月21日起每班都够最少人数。"
    assert "已开始的班不再补人：京东组 晚班少 1 人次（11月20日）。" in late.notes
    past = repaired(published, dt.datetime(2026, 11, 21, 8))
    assert past.headline == "2026-11 没有要调的格，11月21日起每班都够最少人数。"
    over = repaired(published, dt.datetime(2026, 11, 30, 23))
    assert over.headline == "2026-11 没有要调的格，本月的班都已开始或已过。"


def test_a_cell_gone_by_that_the_person_cannot_have_is_listed_as_broken_before(published: Path) -> None:
    type_cell(published, "K01", 5, "白@天猫组")
    note = "调班前就违反、或因缺勤造成：赵一 此人不能上的班（11月5日 白@天猫组）。"
    assert note in repaired(published).notes


def test_the_same_change_on_days_running_is_told_as_a_range(published: Path) -> None:
    for day in range(24, 27):
        type_cell(published, "K03", day, "半")
    command(published, "publish-roster")
    outcome = repaired(published, agent="K03", first=FIRST, leaves=True)
    [line] = [note for note in outcome.notes if note.startswith("孙三：") and "→空" in note]
    assert "11月24日至26日 半→空" in line


@settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whoever_is_ill_whenever_a_repair_keeps_the_rules_the_past_and_its_own_lists(
    published_original: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("repaired") / "客服台账.xlsm"
    path.write_bytes(published_original)
    today = dt.datetime(2026, 11, data.draw(st.integers(2, 28)), data.draw(st.sampled_from([8, 9, 13, 22])))
    begun = {cell for cell, hour in {"白": 9, "半": 10, "晚": 17}.items() if hour <= today.hour}
    first = today.date() + dt.timedelta(days=data.draw(st.integers(0, 30 - today.day)))
    last = first + dt.timedelta(days=data.draw(st.integers(0, 5)))
    agent, leaves = data.draw(st.sampled_from(["K01", "K02", "K03"])), data.draw(st.booleans())
    asked = {"agent": agent, "first": first, **({"leaves": True} if leaves else {"last": last})}
    asked["seconds"] = 600.0  # a second run is the same where neither search ran out of time
    before = cells(path)
    outcome = repaired(path, today, **asked)
    after = cells(path)
    changed = {key for key in before | after if before.get(key) != after.get(key)}
    assert all(int(day[1:]) >= today.day for _, day in changed)
    now = {key for key in changed if int(key[1][1:]) == today.day}
    assert not any({before.get(key), after.get(key)} & begun for key in now)
    listed = rows(path, "Changes")
    listed = listed[listed["column"].str.fullmatch(r"d\d\d")]
    assert set(zip(listed["row_key"], listed["column"], strict=True)) == changed
    own = {key for key in changed if key[0] == agent and after.get(key) in ("leave", None)}
    notices = {(r.agent_id, f"d{r.date.day:02}") for r in rows(path, "Notices").itertuples()}
    assert notices == changed - own
    assert not outcome.details["broken"]
    once = every_table(path, but=SHOWS_THE_PRESS)
    repaired(path, today, **asked)
    assert every_table(path, but=SHOWS_THE_PRESS) == once
    assert not any("照样发布" in note for note in command(path, "publish-roster", today).notes)


@pytest.fixture(scope="module")
def published_original(november_originals: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("published") / "客服台账.xlsm"
    path.write_bytes((november_originals / "built.xlsm").read_bytes())
    assert command(path, "publish-roster", dt.datetime(2026, 10, 28, 9)).exit_code == 0
    return path.read_bytes()
