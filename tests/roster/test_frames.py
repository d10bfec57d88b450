"""From the workbook's frames to a problem and back, and what is said of cells that cannot be used."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from csbook.problems import Problem, Severity
from csbook.roster.frames import NothingToRoster, problem_from_frames, roster_frame
from csbook.roster.parts import Request, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES, Rule, Rules
from csbook.roster.solve import Status, solve

from .shop import DAY, EVENING, HALF, cover_of, days_of, shop

JUNE = dt.date(2026, 6, 1)
DAYS = [f"d{number:02}" for number in range(1, 32)]


def table(columns: list[str], *lines: tuple[Any, ...], **kinds: str) -> pd.DataFrame:
    """A tidy frame as the workbook gives it: rows from 5 on, text as `str`, other kinds as named."""
    frame = pd.DataFrame(list(lines), columns=columns, index=range(5, 5 + len(lines)))
    return frame.astype({column: kinds.get(column, "str") for column in columns})


def staff(*lines: tuple[Any, ...]) -> pd.DataFrame:
    columns = ["agent_id", "name", "group", "helps", "hired", "left", "rostered"]
    return table(columns, *lines, hired="datetime64[s]", left="datetime64[s]", rostered="object")


def shifts(*lines: tuple[Any, ...]) -> pd.DataFrame:
    columns = ["code", "name", "start", "end", "unpaid_break", "kind"]
    spans = [(*line[:2], *(pd.Timedelta(t) for t in line[2:4]), *line[4:]) for line in lines]
    times = "timedelta64[s]"
    return table(columns, *spans, start=times, end=times, unpaid_break="Int64")


def cover(*lines: tuple[Any, ...]) -> pd.DataFrame:
    columns = ["day_type", "date", "group", "shift", "minimum", "preferred"]
    return table(columns, *lines, date="datetime64[s]", minimum="Int64", preferred="Int64")


def rules(*lines: tuple[Any, ...]) -> pd.DataFrame:
    columns = ["rule", "active", "strength", "parameter", "weight", "source"]
    return table(columns, *lines, active="object", parameter="float64", weight="Int64")


def requests(*lines: tuple[Any, ...]) -> pd.DataFrame:
    columns = ["agent_id", "kind", "from_date", "to_date", "shift", "state"]
    return table(columns, *lines, from_date="datetime64[s]", to_date="datetime64[s]")


def kept(**cells: dict[str, str]) -> pd.DataFrame:
    """`kept(K01={"d03": "day"})`."""
    rows = [(agent_id, *(row.get(day) for day in DAYS)) for agent_id, row in cells.items()]
    return table(["agent_id", *DAYS], *rows)


def history(*lines: tuple[Any, ...]) -> pd.DataFrame:
    return table(["agent_id", "date", "shift"], *lines, date="datetime64[s]")


def holidays(*lines: tuple[Any, ...]) -> pd.DataFrame:
    return table(["date", "kind", "name"], *lines, date="datetime64[s]")


SHIFT_LINES = (
    ("day", "白班", "9h", "17h30min", None, "day"),
    ("half", "半白班", "10h", "15h30min", None, "half"),
    ("evening", "晚班", "17h", "23h30min", None, "evening"),
)
STAFF_LINES = tuple(
    (f"K{number:02}", f"客服{number}", group, None, None, None, True)
    for number, group in enumerate(["jd"] * 3 + ["tmall"] * 3 + ["pdd"] * 3, start=1)
)
COVER_LINES = tuple(
    (day_type, None, "all", shift, minimum, 1)
    for day_type in ("weekday", "weekend")
    for shift, minimum in (("day", 1), ("half", 0), ("evening", 1))
)


def read(month: dt.date = JUNE, **changed: Any) -> tuple[RosterProblem, list[Problem]]:
    frames: dict[str, Any] = {
        "staff": staff(*STAFF_LINES),
        "shifts": shifts(*SHIFT_LINES),
        "cover": cover(*COVER_LINES),
        "rules": rules(),
        "requests": requests(),
        "kept": kept(),
        "history": history(),
        "holidays": holidays(),
        "target_hours": None,
    }
    return problem_from_frames(month, **(frames | changed))


def told(problems: list[Problem]) -> list[tuple[str, int | None, str | None, str, str]]:
    return [(p.table, p.row, p.column, p.found, p.severity.value) for p in problems]


def test_the_documents_shop_comes_out_of_its_tables() -> None:
    problem, problems = read()
    expected = shop()
    assert problems == []
    assert problem.people == expected.people
    assert problem.shifts == (DAY, HALF, EVENING)
    assert set(problem.cover) == set(cover_of(days_of(JUNE)))
    assert (problem.rules, problem.forbidden, problem.weekend) == (
        expected.rules,
        expected.forbidden,
        expected.weekend,
    )


def test_a_roster_goes_into_the_grid_and_back_as_kept_cells() -> None:
    result = solve(shop())
    grid = roster_frame(result.roster)
    assert list(grid.columns) == ["agent_id", *DAYS]
    assert sorted(grid["agent_id"]) == [f"K{number:02}" for number in range(1, 10)]
    assert grid["d31"].isna().all()
    problem, problems = read(kept=grid.set_index(pd.Index(range(5, 14))))
    assert problems == []
    again = solve(problem)
    assert (again.roster.cells, again.status) == (dict(result.roster.cells), Status.OPTIMAL)


def test_an_empty_roster_is_an_empty_grid() -> None:
    assert roster_frame(Roster({})).shape == (0, 32)


def test_a_shift_that_ends_before_it_starts_ends_on_the_next_day() -> None:
    problem, problems = read(shifts=shifts(*SHIFT_LINES, ("night", "夜班", "22h", "6h", 60, "evening")))
    night = problem.shift_by_code["night"]
    assert (night.start, night.end, night.paid, problems) == (22 * 60, 30 * 60, 7 * 60, [])
    assert ("night", "day") in problem.forbidden


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        (("x", "", "9h", "9h", None, "day"), "end", "0 days 09:00:00"),  # no length
        (("x", "", "9h", "12h", 180, "day"), "unpaid_break", "180"),  # as long as the shift
        (("rest", "", "9h", "12h", None, "day"), "code", "rest"),  # a built-in code
        (("day", "", "9h", "12h", None, "day"), "code", "day"),  # twice
        (("x", "", None, "12h", None, "day"), "start", ""),
        ((None, "", "9h", "12h", None, "day"), "code", ""),
    ],
)
def test_a_shift_that_cannot_be_used_is_told(line: tuple[Any, ...], column: str, found: str) -> None:
    problem, problems = read(shifts=shifts(*SHIFT_LINES, line))
    assert told(problems) == [("Shifts", 8, column, found, "error")]
    assert len(problem.shifts) == 3


def test_people_are_rostered_while_they_are_employed() -> None:
    lines = (
        ("K01", "甲", "jd", "pdd, tmall，nowhere", None, None, True),
        ("K02", None, "pdd", None, pd.Timestamp("2026-06-10"), None, True),
        ("K03", "丙", "tmall", "jd、tmall", None, pd.Timestamp("2026-06-20"), True),
        ("K04", "丁", "jd", None, None, pd.Timestamp("2026-05-31"), True),  # gone before the month
        ("K05", "戊", "jd", None, None, None, False),  # not rostered
        ("K06", "己", None, None, None, None, True),
        ("K01", "庚", "jd", None, None, None, True),
        ("K07", "辛", "jd", None, pd.Timestamp("2026-06-10"), pd.Timestamp("2026-06-01"), True),
    )
    problem, problems = read(staff=staff(*lines), cover=cover())
    assert [(p.agent_id, p.name, p.helps, p.first_day, p.last_day) for p in problem.people] == [
        ("K01", "甲", ("pdd", "tmall"), None, None),
        ("K02", "K02", (), dt.date(2026, 6, 10), None),
        ("K03", "丙", ("jd",), None, dt.date(2026, 6, 20)),
    ]
    assert told(problems) == [
        ("Staff", 5, "helps", "nowhere", "warning"),
        ("Staff", 10, "group", "", "error"),
        ("Staff", 11, "agent_id", "K01", "error"),
        ("Staff", 12, "left", "2026-06-01", "error"),
    ]


def test_a_date_beats_its_day_type_and_a_named_group_beats_all() -> None:
    lines = (
        ("weekday", None, "all", "day", 1, 1),
        ("weekday", None, "jd", "day", 2, 2),
        ("date", pd.Timestamp("2026-06-03"), "all", "day", 3, None),
        ("date", pd.Timestamp("2026-06-04"), "jd", "day", 0, 0),  # nobody is needed
    )
    problem, _ = read(cover=cover(*lines))
    rows = {(row.day.day, row.group): row for row in problem.cover if row.day.day in (2, 3, 4)}
    assert {key: (row.minimum, row.preferred) for key, row in rows.items() if key[1] != "pdd"} == {
        (2, "jd"): (2, 2),
        (2, "tmall"): (1, 1),
        (3, "jd"): (3, 3),
        (3, "tmall"): (3, 3),
        (4, "tmall"): (1, 1),
    }


def test_adjusted_days_change_weekend_into_weekday_and_back() -> None:
    days = (
        (pd.Timestamp("2026-06-19"), "holiday", "端午节"),  # a Friday
        (pd.Timestamp("2026-06-14"), "workday", "调休"),  # a Sunday
    )
    problem, _ = read(holidays=holidays(*days), cover=cover(("weekend", None, "all", "day", 1, 1)))
    covered = {row.day.day for row in problem.cover}
    assert covered == {6, 7, 13, 19, 20, 21, 27, 28} == {day.day for day in problem.weekend}


@pytest.mark.parametrize(
    ("line", "column", "found", "severity"),
    [
        (("weekday", None, "jd", "night", 1, 1), "shift", "night", "error"),
        (("weekday", None, "jd", "day", -1, 1), "minimum", "-1", "error"),
        (("weekday", None, "jd", "day", 2, 1), "preferred", "1", "error"),
        (("date", None, "jd", "day", 1, 1), "date", "", "error"),
        ((None, None, "jd", "day", 1, 1), "day_type", "", "error"),
        (("weekday", None, "jd", "day", 4, 4), "minimum", "4", "warning"),  # three people
        (("weekday", None, "vip", "day", 1, 1), "group", "vip", "warning"),  # nobody
    ],
)
def test_cover_that_cannot_be_used_is_told(
    line: tuple[Any, ...], column: str, found: str, severity: str
) -> None:
    _, problems = read(cover=cover(line))
    assert told(problems) == [("Cover", 5, column, found, severity)]


def test_the_same_need_in_two_rows_is_told() -> None:
    line = ("weekday", None, "jd", "day", 1, 1)
    _, problems = read(cover=cover(line, line))
    assert told(problems) == [("Cover", 6, "shift", "day", "error")]


def test_rules_are_switched_and_weighted_by_their_rows() -> None:
    lines = (
        ("rest_days", True, "hard", 6, None, ""),
        ("long_break", False, "soft", None, 3, ""),
        ("wishes", True, "soft", None, 99, ""),
    )
    problem, problems = read(rules=rules(*lines))
    usual = Rules()
    assert problems == []
    assert problem.rules.rest_days == Rule(hard=True, parameter=6, weight=usual.rest_days.weight)
    assert problem.rules.long_break == Rule(on=False, parameter=7, weight=3)
    assert problem.rules.wishes == Rule(weight=99)
    assert problem.rules.equal_hours == usual.equal_hours


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        (("no_rule", True, "soft", None, 1, ""), "rule", "no_rule"),
        (("equal_hours", True, "hard", None, 1, ""), "strength", "hard"),
        (("rest_days", True, "hard", 40, 1, ""), "parameter", "40.0"),
        (("longest_stretch", True, "hard", 6.5, 1, ""), "parameter", "6.5"),
        (("wishes", True, "soft", 3, 1, ""), "parameter", "3.0"),
    ],
)
def test_a_rule_that_cannot_be_so_is_told(line: tuple[Any, ...], column: str, found: str) -> None:
    problem, problems = read(rules=rules(line))
    assert told(problems) == [("RosterRules", 5, column, found, "error")]
    code = line[0]
    assert code not in RULES or problem.rules[code].parameter == Rules()[code].parameter


def test_approved_leave_and_pins_bind_and_the_rest_is_wished_for() -> None:
    day = [pd.Timestamp(2026, 6, number) for number in range(31) if number]
    lines = (
        ("K01", "leave", day[0], day[2], None, "approved"),
        ("K02", "pin", day[4], None, "evening", "approved"),
        ("K02", "pin", day[5], day[5], "rest", "approved"),
        ("K03", "wish_off", day[6], day[7], None, "pending"),
        ("K03", "wish_shift", day[8], day[8], "half", "approved"),
        ("K03", "wish_off", day[9], day[9], None, "rejected"),
        ("K04", "pin", day[10], day[10], "day", "pending"),
        ("K05", "leave", pd.Timestamp("2026-05-20"), pd.Timestamp("2026-06-01"), None, "approved"),
    )
    problem, problems = read(requests=requests(*lines))
    june = days_of(JUNE)
    assert problems == []
    assert problem.fixed == {
        **{("K01", june[number]): "leave" for number in range(3)},
        ("K02", june[4]): "evening",
        ("K02", june[5]): "rest",
        ("K05", june[0]): "leave",
    }
    assert problem.requests == (
        Request("K03", june[6], "rest"),
        Request("K03", june[7], "rest"),
        Request("K03", june[8], "half"),
        Request("K04", june[10], "day"),
    )


def test_pending_leave_is_a_wish_and_is_pointed_out() -> None:
    day = pd.Timestamp("2026-06-10")
    problem, problems = read(requests=requests(("K01", "leave", day, day, None, "pending")))
    assert problem.fixed == {}
    assert problem.requests == (Request("K01", day.date(), "rest"),)
    assert told(problems) == [("Requests", 5, "state", "pending", "warning")]


ON = pd.Timestamp("2026-06-10")
BEFORE = pd.Timestamp("2026-06-09")


@pytest.mark.parametrize(
    ("line", "column", "found", "severity"),
    [
        (("K99", "leave", ON, ON, None, "approved"), "agent_id", "K99", "error"),
        (("K01", "leave", ON, BEFORE, None, "approved"), "to_date", "2026-06-09", "error"),
        (("K01", "leave", None, ON, None, "approved"), "from_date", "", "error"),
        (("K01", "pin", ON, ON, "night", "approved"), "shift", "night", "error"),
        (("K01", "pin", ON, ON, None, "approved"), "shift", "", "error"),
        (("K01", "pin", ON, ON, "day@pdd", "approved"), "shift", "day@pdd", "error"),  # helps nobody
        (("K01", "wish_shift", ON, ON, "rest", "pending"), "shift", "rest", "error"),
        (("K01", "swap", ON, ON, "day", "approved"), "kind", "swap", "warning"),
    ],
)
def test_a_request_that_cannot_be_used_is_told(
    line: tuple[Any, ...], column: str, found: str, severity: str
) -> None:
    problem, problems = read(requests=requests(line))
    assert told(problems) == [("Requests", 5, column, found, severity)]
    assert (problem.fixed, problem.requests) == ({}, ())


def test_requests_of_other_months_are_let_be() -> None:
    july = pd.Timestamp("2026-07-10")
    _, problems = read(requests=requests(("K99", "leave", july, july, None, "approved")))
    assert problems == []


def test_two_pins_in_one_cell_are_told() -> None:
    lines = (("K01", "pin", ON, ON, "day", "approved"), ("K01", "pin", BEFORE, ON, "half", "approved"))
    problem, problems = read(requests=requests(*lines))
    assert told(problems) == [("Requests", 6, "shift", "half", "error")]
    assert problem.fixed == {("K01", ON.date()): "day", ("K01", BEFORE.date()): "half"}


def test_cells_that_a_person_typed_are_kept_unless_a_request_was_approved() -> None:
    pin = requests(("K01", "leave", ON, ON, None, "approved"))
    cells = kept(K01={"d09": "evening", "d10": "day"}, K02={"d01": "night"}, K99={"d01": "day"}, K98={})
    problem, problems = read(requests=pin, kept=cells)
    assert problem.fixed == {("K01", ON.date()): "leave", ("K01", BEFORE.date()): "evening"}
    assert told(problems) == [
        ("Roster", 5, "d10", "day", "warning"),
        ("Roster", 6, "d01", "night", "error"),
        ("Roster", 7, "agent_id", "K99", "error"),
    ]


def test_somebody_known_but_not_rostered_is_only_pointed_out() -> None:
    away = ("K10", "客服10", "jd", None, None, None, False)
    _, problems = read(
        staff=staff(*STAFF_LINES, away), requests=requests(("K10", "wish_off", ON, ON, None, "pending"))
    )
    assert told(problems) == [("Requests", 5, "agent_id", "K10", "warning")]


def test_the_last_fourteen_days_before_the_month_are_history() -> None:
    lines = (
        ("K01", pd.Timestamp("2026-05-31"), "evening"),
        ("K01", pd.Timestamp("2026-05-18"), "day@pdd"),
        ("K01", pd.Timestamp("2026-05-17"), "day"),  # fifteen days before
        ("K01", pd.Timestamp("2026-06-01"), "day"),  # in the month
        ("K01", pd.Timestamp("2026-05-30"), "gone"),
        ("K77", pd.Timestamp("2026-05-30"), "day"),  # has left since
    )
    problem, problems = read(history=history(*lines))
    assert dict(problem.history) == {
        ("K01", dt.date(2026, 5, 31)): "evening",
        ("K01", dt.date(2026, 5, 18)): "day@pdd",
        ("K77", dt.date(2026, 5, 30)): "day",
    }
    assert told(problems) == [("RosterHistory", 9, "shift", "gone", "warning")]


def test_the_other_posts_hours_become_minutes() -> None:
    assert read(target_hours=174.5)[0].month_minutes == 10_470


def test_without_people_or_shifts_there_is_nothing_to_roster() -> None:
    for empty in ({"staff": staff()}, {"shifts": shifts()}):
        with pytest.raises(NothingToRoster):
            read(**empty)


def test_every_problem_says_in_both_languages_what_is_expected() -> None:
    _, problems = read(
        cover=cover(("weekday", None, "vip", "day", 1, 1)),
        requests=requests(("K99", "leave", ON, ON, None, "approved")),
    )
    assert all(problem.expected.zh and problem.expected.en for problem in problems)
    assert {problem.severity for problem in problems} == {Severity.WARNING, Severity.ERROR}
