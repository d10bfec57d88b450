"""A month that was locked keeps the dates of its people and the times of its shifts: what 员工 and 班次 say
later moves neither ranking nor hours nor pay, until somebody asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.commands.check import check
from csbook.commands.handler import Request, Result
from csbook.commands.kept_facts import facts_text, kept_facts
from csbook.commands.lock_contents import COLUMNS
from csbook.commands.lock_month import lock_month
from csbook.commands.reopen_month import reopen_month
from csbook.commands.score import score
from csbook.commands.terms_reminders import terms_problems
from csbook.commands.verify_month import verify_month
from csbook.schema.pay import LONGEST_TEXT
from csbook.schema.workbook import TABLES
from tests.commands.locked_shop import (
    GIVEN,
    LOG,
    PEOPLE,
    after,
    edit,
    locked_shop,
    logged,
    scored_shop,
    with_rows,
)
from tests.scorecard.workplace import FIRST_ROW, NOVEMBER, agent, by_agent, table

ON_PROBATION = agent("3", probation_until=pd.Timestamp("2026-12-31"))
LEFT_BEFORE = agent("5", left=pd.Timestamp("2026-06-30"))
COMES_LATER = agent("6", hired=pd.Timestamp("2026-12-01"))
SUPERVISOR = agent("7", role="supervisor")
STAFF = [*PEOPLE[:2], ON_PROBATION, PEOPLE[3], LEFT_BEFORE, COMES_LATER, SUPERVISOR]
DAY = {"code": "白", "kind": "day", "start": "9:00", "end": "17:30", "unpaid_break": 30}
EVENING = {"code": "晚", "kind": "evening", "start": "17:00", "end": "23:30"}
HISTORY = [(who, day, "晚" if who == "2" else "白") for who in "12347" for day in (2, 3, 4)]


def shift(**cells: Any) -> dict[str, Any]:
    times = {name: TABLES["Shifts"][name].parse(cells[name]) for name in ("start", "end")}
    return cells | times


@cache
def locked() -> Request:
    """Three people ranked and one on probation; one left before, one comes later, one leads."""
    worked = [{"date": pd.Timestamp(2026, 11, d), "agent_id": who, "shift": code} for who, d, code in HISTORY]
    ends = {"date": pd.Timestamp(2026, 11, 2), "agent_id": "1", "finished": pd.Timedelta(hours=19)}
    shop = locked_shop(
        Staff=STAFF, Shifts=[shift(**DAY), shift(**EVENING)], RosterHistory=worked, Scores=GIVEN
    )
    log = shop.tables["DailyLog"]
    first = log[(log["agent_id"] == "1") & (log["date"] == ends["date"])].index
    log.loc[first, "finished"] = ends["finished"]
    opened = after(shop, reopen_month(replace(shop, parameters={"reason": "加班"})), parameters={})
    return relocked(opened)


def relocked(now: Request) -> Request:
    now = after(now, score(now))
    return after(now, lock_month(now), today=now.today)


def reopened() -> Request:
    now = locked()
    return after(now, reopen_month(replace(now, parameters={"reason": "补录"})), parameters={})


def figures(now: Request) -> dict[str, Any]:
    """All that the month's rows hold fast, but that they are locked or not, and the plans owed."""
    rows = {name: now.tables[name].sort_values("agent_id") for name in ("Scores", "Commissions", "Pay")}
    found = {
        name: [[None if pd.isna(v) else v for v in row] for row in frame[columns].itertuples(index=False)]
        for name, frame in rows.items()
        for columns in [["agent_id", *(c for c in COLUMNS[name] if c != "state")]]
    }
    owed = now.tables["Plans"].dropna(subset=["due"])
    return found | {"Plans": owed["agent_id"].tolist()}


def later(now: Request) -> Request:
    """Probation ended, somebody left in the month as is now said, both shifts were changed."""
    now = edit(now, "Staff", "probation_until", pd.NaT, agent_id="3")
    now = edit(now, "Staff", "left", pd.Timestamp("2026-11-20"), agent_id="4")
    now = edit(now, "Shifts", "end", pd.Timedelta(hours=18), code="白")
    return edit(now, "Shifts", "kind", "day", code="晚")


def told(result: Result, start: str) -> list[str]:
    return [note.zh for note in result.notes if note.zh.startswith(start)]


def test_the_month_is_ranked_and_its_hours_counted_as_the_changes_below_suppose() -> None:
    now = locked()
    assert by_agent(now.tables["Scores"], "standing") == {
        "1": "ranked", "2": "ranked", "3": "probation", "4": "ranked",
    }  # fmt: skip
    assert {who: float(h) for who, h in by_agent(now.tables["Pay"], "hours").items()} == {
        "1": 24, "2": 19.5, "3": 24, "4": 24,
    }  # fmt: skip
    assert float(by_agent(now.tables["Pay"], "overtime_hours")["1"]) == 1.5


def test_the_lock_keeps_who_was_there_and_the_shifts() -> None:
    parts = locked().tables["LockParts"]
    kept = parts.loc[parts["typed"].str.startswith('{"people"').fillna(value=False)]
    assert set(kept["part"]) == {"rules"}
    assert kept["typed"].tolist()[-1] == (
        '{"people":{"1":["presale","2025-01-01",null,null],"2":["presale","2025-01-01",null,null],'
        '"3":["presale","2025-01-01","2026-12-31",null],"4":["aftersale","2025-01-01",null,null],'
        '"6":["presale","2026-12-01",null,null],"7":["supervisor","2025-01-01",null,null]},'
        '"shifts":{"白":["day","9:00","17:30",30],"晚":["evening","17:00","23:30",null]}}'
    )


def test_probation_that_ended_and_a_shift_that_changed_leave_the_locked_month_unchanged() -> None:
    result = verify_month(later(locked()))
    assert result.details["unchanged"]
    assert not result.left_out
    assert [note.zh for note in result.notes] == [
        "2026-11 仍按锁定时的算，后来改了：员工的日期（王五、赵六）、班次（白、晚）。"
    ]
    edited = edit(
        later(locked()), "DailyLog", "receptions", 51, agent_id="1", date=pd.Timestamp("2026-11-03")
    )
    assert not verify_month(edited).details["unchanged"], "what else is edited is found all the same"


def test_reopened_and_locked_again_it_is_as_it_was_and_what_changed_is_told() -> None:
    now = later(reopened())
    result = score(now)
    assert told(result, "2026-11 锁定过") == [
        "2026-11 锁定过，仍按当时的口径算；后来改了：员工的日期（王五、赵六）、班次（白、晚）；"
        "要按现在的核算，请在“操作面板”的“按现在口径”填“是”，再“月度评分”。"
    ]
    assert "LockParts" not in result.tables
    warned = [(p.row, p.column, p.found, p.expected.zh) for p in result.problems]
    assert warned == [
        (FIRST_ROW + 2, "standing", "试用期", "员工表后来改了：试用期至 2026-12-31 → 空" + KEPT),
        (FIRST_ROW + 3, "standing", "参加排名", "员工表后来改了：离职日期 空 → 2026-11-20" + KEPT),
    ]
    now = after(now, result)
    assert figures(now) == figures(locked())
    again = after(now, lock_month(now))
    assert figures(again) == figures(locked())
    assert verify_month(again).details["unchanged"]
    marks = again.tables["Locks"]["fingerprint"].tolist()
    assert marks[-1] == marks[-2]


KEPT = "，仍按锁定时的日期评；要按员工表，请清空这一格再评分"


def test_check_tells_it_of_a_month_that_is_open_again() -> None:
    now = later(reopened())
    (reminder,) = terms_problems(now.tables, now.settings, now.today)
    assert "员工的日期（王五、赵六）、班次（白、晚）" in reminder.expected.zh
    everything = {name: declared.empty() for name, declared in TABLES.items()}
    found = check(replace(now, tables={**everything, **now.tables})).problems
    rows = [p.row for p in found if (p.table, p.column) == ("Scores", "standing")]
    assert rows == [FIRST_ROW + 2, FIRST_ROW + 3]


def test_the_dates_and_shifts_of_now_are_taken_where_they_are_asked_for_and_kept_from_then_on() -> None:
    now = later(reopened())
    asked = score(replace(now, parameters={"new_terms": True}))
    assert told(
        asked, "2026-11 上次评分以后口径改了，这次按现在的算：员工的日期（王五、赵六）、班次（白、晚）"
    )
    assert not [p for p in asked.problems if p.column == "standing"]
    once = after(now, asked)
    assert by_agent(once.tables["Scores"], "standing") == {
        "1": "ranked", "2": "ranked", "3": "ranked", "4": "left",
    }  # fmt: skip
    assert {who: float(h) for who, h in by_agent(once.tables["Pay"], "hours").items()}["1"] == 25.5
    assert by_agent(once.tables["Pay"], "evenings")["2"] == 0
    back = edit(once, "Staff", "probation_until", pd.Timestamp("2026-12-31"), agent_id="3")
    back = edit(back, "Shifts", "end", pd.Timedelta(hours=12), code="白")
    assert figures(relocked(back)) == figures(once)


def test_one_persons_dates_are_corrected_by_emptying_their_cell() -> None:
    now = edit(later(reopened()), "Scores", "standing", None, agent_id="3")
    result = score(now)
    assert [p.row for p in result.problems] == [FIRST_ROW + 3]
    once = after(now, result)
    assert by_agent(once.tables["Scores"], "standing") == {
        "1": "ranked", "2": "ranked", "3": "ranked", "4": "ranked",
    }  # fmt: skip
    assert by_agent(once.tables["Pay"], "hours") == by_agent(locked().tables["Pay"], "hours")
    back = edit(once, "Staff", "probation_until", pd.Timestamp("2026-12-31"), agent_id="3")
    assert figures(relocked(back)) == figures(once), "the corrected date is the one that is kept"


def test_nobody_comes_into_a_locked_month_by_what_is_typed_later() -> None:
    now = reopened()
    rows = [*STAFF[:4], agent("5"), agent("6"), agent("7"), agent("8", hired=None)]
    now = replace(now, tables={**now.tables, "Staff": table("Staff", rows)})
    result = score(now)
    assert figures(after(now, result)) == figures(locked())
    assert "员工的日期（钱七、孙八、吴十）" in told(result, "2026-11 锁定过")[0], (
        "周九 led then, and has no row"
    )
    joined = score(replace(now, parameters={"new_terms": True}))
    assert len(joined.tables["Scores"]) == 8


def added(now: Request, name: str, rows: list[dict[str, Any]]) -> Request:
    """The request with rows that somebody typed below the others."""
    new = table(name, rows)
    old = now.tables[name]
    end = int(max([FIRST_ROW, *old.index])) + 1
    new = new.set_axis(range(end, end + len(new)))
    return replace(now, tables={**now.tables, name: pd.concat([old, new])})


WORKED = {
    "DailyLog": logged("8", 3),
    "RosterHistory": {"date": pd.Timestamp("2026-11-03"), "agent_id": "8", "shift": "白"},
    "Orders": {
        "platform": "tmall", "order_id": "X1", "agent_id": "8", "paid": pd.Timestamp("2026-11-03 10:00"),
        "paid_amount": Decimal(500),
    },
    "Quality": {"date": pd.Timestamp("2026-11-03"), "agent_id": "8", "score": 80.0},
}  # fmt: skip


@pytest.mark.parametrize("name", list(WORKED))
def test_whoever_the_lock_did_not_know_and_has_rows_of_the_month_comes_in(name: str) -> None:
    newcomer = agent("8", hired=pd.Timestamp("2026-11-02"))
    held = added(added(locked(), "Staff", [newcomer]), name, [WORKED[name]])
    result = verify_month(held)
    assert result.left_out
    assert {part["agent_id"] for part in result.details["changed"]} == {"8"}
    assert told(result, "2026-11 锁定时名单里没有、却有当月数据的人，按员工表现在的算（吴十）")
    now = added(added(reopened(), "Staff", [newcomer]), name, [WORKED[name]])
    result = score(now)
    assert told(result, "2026-11 锁定时名单里没有、却有当月数据的人，按员工表现在的算（吴十）")
    now = after(now, result)
    assert "8" in by_agent(now.tables["Scores"], "standing")
    facts = kept_facts(now.tables, "2026-11")
    assert facts is not None
    assert "8" in facts.people.index, "and is known from then on"


def test_a_hiring_date_that_was_wrong_at_the_lock_is_told_and_comes_in_once_it_is_right() -> None:
    worked = added(locked(), "DailyLog", [logged("6", 3)])
    result = verify_month(worked)
    assert told(result, "员工“入职日期” 2026-12-01: 6 有 2026-11 的客服日报，按这个日期却不在当月")
    right = edit(worked, "Staff", "hired", pd.Timestamp("2026-11-01"), agent_id="6")
    assert verify_month(right).left_out
    open_again = added(reopened(), "DailyLog", [logged("6", 3)])
    warned = [
        (p.table, p.column, p.found) for p in lock_month(open_again).problems if p.severity == "warning"
    ]
    assert ("Staff", "hired", "2026-12-01") in warned
    right = edit(open_again, "Staff", "hired", pd.Timestamp("2026-11-01"), agent_id="6")
    result = score(right)
    assert not [p for p in result.problems if p.column in ("hired", "standing")]
    assert "6" in result.tables["Scores"]["agent_id"].tolist()


def test_a_month_locked_for_the_first_time_warns_of_a_log_outside_the_dates() -> None:
    shop = scored_shop(
        Staff=[*PEOPLE, COMES_LATER, agent("8", role="supervisor", hired=pd.Timestamp("2026-12-01"))],
        DailyLog=[*LOG, logged("6", 3), logged("8", 3)],
    )
    (problem,) = lock_month(shop).problems
    assert (problem.table, problem.column, problem.row) == ("Staff", "hired", FIRST_ROW + 4)
    assert problem.severity == "warning"


def test_a_lock_that_kept_nothing_says_so_where_dates_or_shifts_decide() -> None:
    def forgetting(now: Request) -> Request:
        return with_rows(
            now, "LockParts", lambda rows: rows.assign(typed=rows["typed"].where(rows["part"] == "typed"))
        )

    said = "2026-11 的这次锁定没有保留员工日期和班次时间，按现在的算。"
    assert told(score(forgetting(reopened())), said) == [said]
    plain = locked_shop()
    plain = after(plain, reopen_month(replace(plain, parameters={"reason": "补录"})), parameters={})
    assert not told(score(forgetting(plain)), said), "nobody came, left or was rostered"


def test_a_lock_that_kept_nothing_goes_by_the_sheets_as_they_stand() -> None:
    """As an earlier version locked: its record is as it was, and no score invents what it did not keep."""
    now = with_rows(
        later(reopened()), "LockParts",
        lambda rows: rows.assign(typed=rows["typed"].where(rows["part"] == "typed")),
    )  # fmt: skip
    result = score(now)
    assert not told(result, "2026-11 锁定过")
    assert "LockParts" not in result.tables
    assert by_agent(result.tables["Scores"], "standing")["3"] == "ranked"
    again = after(after(now, result), lock_month(after(now, result)))
    assert kept_facts(again.tables, "2026-11") is not None


UNREADABLE = [
    "{", "[]", "5", '{"people":{}}', '{"people":{"1":["谁"]},"shifts":{}}', '{"people":[],"shifts":[]}',
    '{"people":{"1":["presale",1e999,null,null]},"shifts":{}}',
    '{"people":{"1":["presale",NaN,[],{}]},"shifts":{}}',
    '{"people":{"1":5},"shifts":{}}', '{"people":{"1":[]},"shifts":{"白":[]}}',
]  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_somebody_edited_beyond_reading_counts_as_not_kept_and_is_told(text: str) -> None:
    now = kept_as(reopened(), text)
    assert kept_facts(now.tables, "2026-11") is None
    result = score(now)
    assert not result.problems
    said = "2026-11 锁定时保留的员工日期和班次时间已被改动，读不出来，按现在的算。"
    assert told(result, said) == [said]
    assert told(verify_month(kept_as(locked(), text)), said) == [said]


def kept_as(now: Request, text: str) -> Request:
    return with_rows(
        now, "LockParts",
        lambda rows: rows.assign(typed=rows["typed"].mask(rows["part"] == "rules", text)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ['{"people":{},"shifts":{}}', '{"people":{},"shifts":{"白":["day",null,null,null]}}']
)
def test_nobody_and_nothing_kept_is_read(text: str) -> None:
    """Whoever works there has inputs, and goes by 员工 as it stands."""
    result = verify_month(kept_as(locked(), text))
    assert told(result, "2026-11 锁定时名单里没有、却有当月数据的人，按员工表现在的算（张三、")
    assert len(score(kept_as(reopened(), text)).tables["Scores"]) == 4


def test_more_people_than_a_cell_holds_are_not_kept_and_it_is_said() -> None:
    now = reopened()
    crowd = [agent(f"K{number:05d}", hired=pd.Timestamp("2027-01-01")) for number in range(900)]
    now = replace(now, tables={**now.tables, "Staff": table("Staff", [*STAFF, *crowd])})
    assert facts_text(now.tables, NOVEMBER) is None
    fits = {**now.tables, "Staff": table("Staff", [*STAFF, *crowd[:600]])}
    assert len(facts_text(fits, NOVEMBER) or "") < LONGEST_TEXT
    forgotten = with_rows(
        now, "LockParts", lambda rows: rows.assign(typed=rows["typed"].where(rows["part"] == "typed"))
    )
    assert told(lock_month(after(forgotten, score(forgotten))), "员工或班次太多")


DATES = st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 31)).map(pd.Timestamp)
TIMES = st.integers(0, 96).map(lambda quarters: pd.Timedelta(minutes=15 * quarters))
PERSON = st.fixed_dictionaries({"hired": DATES, "probation_until": DATES, "left": DATES})
TIMED = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["day", "half", "evening"]),
        "start": TIMES,
        "end": TIMES,
        "unpaid_break": st.none() | st.integers(0, 90),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(PERSON, min_size=8, max_size=8), st.lists(TIMED, min_size=2, max_size=3))
def test_whatever_is_typed_into_dates_and_shifts_moves_no_figure_of_the_month(
    dates: list[Mapping[str, Any]], times: list[Mapping[str, Any]]
) -> None:
    people = [*STAFF, agent("8")]
    staff = [{**row, **changed} for row, changed in zip(people, dates, strict=True)]
    shifts = [{"code": code, **changed} for code, changed in zip("白晚新", times, strict=False)]
    sheets = {"Staff": table("Staff", staff), "Shifts": table("Shifts", shifts)}
    held = replace(locked(), tables={**locked().tables, **sheets})
    assert verify_month(held).details["unchanged"]
    now = replace(reopened(), tables={**reopened().tables, **sheets})
    now = after(now, score(now))
    assert figures(now) == figures(locked())
    now = after(now, lock_month(now))
    assert figures(now) == figures(locked())
    marks = now.tables["Locks"]["fingerprint"].tolist()
    assert marks[-1] == marks[-2]
