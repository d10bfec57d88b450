"""From the workbook's frames to a problem and back, and what is said of cells that cannot be used."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from csbook.problems import Problem, Severity
from csbook.roster.frames import NothingToRoster, problem_from_frames, roster_frame
from csbook.roster.parts import Limits, Request, Roster
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
        (("x", "", "9h", "9h", None, "day"), "end", "9:00"),  # no length
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
    rest = (("weekday", None, group, "half", 0, 1) for group in ("jd", "tmall", "pdd"))
    _, problems = read(cover=cover(line, *rest))
    assert told(problems) == [("Cover", 5, column, found, severity)]


def test_the_same_need_in_two_rows_is_told() -> None:
    line = ("weekday", None, "all", "day", 1, 1)
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
        (("rest_days", True, "hard", 40, 1, ""), "parameter", "40"),
        (("longest_stretch", True, "hard", 6.5, 1, ""), "parameter", "6.5"),
        (("wishes", True, "soft", 3, 1, ""), "parameter", "3"),
        (("wishes", True, "soft", None, -1, ""), "weight", "-1"),
        (("minimum_rest", True, "hard", 49, 1, ""), "parameter", "49"),
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
        (("K01", "swap", ON, ON, None, "pending"), "kind", "swap", "warning"),
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


def test_leave_over_pins_says_in_the_book_s_words_which_rows_and_what_to_do() -> None:
    lines = (
        ("K01", "pin", ON, ON, "day", "approved"),
        ("K01", "pin", BEFORE, BEFORE, "rest", "approved"),
        ("K01", "leave", BEFORE, pd.Timestamp("2026-06-12"), None, "approved"),
    )
    problem, problems = read(requests=requests(*lines))
    assert told(problems) == [("Requests", 7, "kind", "leave", "error")]
    assert problems[0].expected.zh == (
        "6月9日另有一行固定为 休（第 6 行）：删去其中一行；6月10日另有一行固定为 day（第 5 行）：删去其中一行"
    )
    assert "row 6 fixes to R already: delete one of the two" in problems[0].expected.en
    assert problem.fixed["K01", dt.date(2026, 6, 12)] == "leave"


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
    assert problems[0].expected.zh == "已批准为 假"


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


def test_without_people_or_shifts_there_is_nothing_to_roster_and_it_says_what_to_do() -> None:
    gone = ("K01", "甲", "jd", None, None, pd.Timestamp("2026-05-31"), True)
    for empty, zh, en in (
        ({"staff": staff()}, "每人填一行", "fill one row for each person"),
        ({"staff": staff(gone)}, "没有人参加 2026-06 的排班", "takes part in the roster of 2026-06"),
        ({"shifts": shifts()}, "填好班次的起止时间", "Give the shifts' start and end"),
    ):
        with pytest.raises(NothingToRoster) as stopped:
            read(**empty)
        assert zh in stopped.value.words.zh
        assert en in stopped.value.words.en


def test_namesakes_are_pointed_out() -> None:
    twin = ("K10", "客服1", "jd", None, None, None, True)
    _, problems = read(staff=staff(*STAFF_LINES, twin))
    assert told(problems) == [("Staff", 14, "name", "客服1", "warning")]


def limited(**cells: Any) -> pd.DataFrame:
    """The staff with K01's own columns as given."""
    frame = staff(*STAFF_LINES)
    others = [None] * (len(frame) - 1)
    kinds = {"shift_limits": "str", "probation_until": "datetime64[s]"}
    columns = {
        name: pd.Series([value, *others], index=frame.index, dtype=kinds.get(name, "object"))
        for name, value in cells.items()
    }
    return frame.assign(**columns)


def test_a_person_s_own_limits_are_read() -> None:
    frame = limited(
        most_hours=120.5,
        least_hours=60,
        most_weekends=2,
        longest_stretch=4,
        shift_limits="evening=8、day＝20",
    )
    problem, problems = read(staff=frame, rules=rules(("most_weekends", True, "hard", 4, 20, None)))
    assert problems == []
    first, second, *_ = problem.people
    assert first.limits == Limits(
        most_shifts={"evening": 8, "day": 20},
        most_minutes=7230,
        least_minutes=3600,
        most_weekends=2,
        longest_stretch=4,
    )
    assert second.limits == Limits()


@pytest.mark.parametrize(
    ("rule", "value", "parameter"),
    [
        ("most_hours", 120, None),
        ("least_hours", 60, None),
        ("most_weekends", 3, 4),
        ("longest_stretch", 4, 7),
        ("shift_limits", "day=20", None),
    ],
)
def test_a_person_s_own_limit_whose_rule_is_off_is_pointed_out(
    rule: str, value: Any, parameter: int | None
) -> None:
    off = rules((rule, False, "hard", parameter, 20, None))
    _, problems = read(staff=limited(**{rule: value}), rules=off)
    assert told(problems) == [("Staff", 5, rule, str(value), "warning")]
    assert problems[0].expected.zh == f"在“排班规则”启用“{RULES[rule].words.zh}”，否则不起作用"
    _, problems = read(staff=limited(**{rule: value}), rules=rules((rule, True, *off.iloc[0, 2:])))
    assert problems == []


@pytest.mark.parametrize(
    ("until", "newcomer"), [("2026-05-31", False), ("2026-06-01", True), ("2026-08-31", True), (None, False)]
)
def test_a_newcomer_is_on_probation_in_the_month(until: str | None, newcomer: bool) -> None:
    frame = limited(probation_until=pd.Timestamp(until) if until else None)
    problem, _ = read(staff=frame)
    assert problem.people[0].newcomer is newcomer
    assert not problem.people[1].newcomer


def test_who_handles_complaints_and_who_is_temporary_is_read() -> None:
    problem, _ = read(staff=limited(complaints=True, temporary=True))
    assert [(p.handles_complaints, p.temporary) for p in problem.people[:2]] == [(True, True), (False, False)]


@pytest.mark.parametrize(
    ("cells", "column", "found"),
    [
        ({"shift_limits": "晚上少排"}, "shift_limits", "晚上少排"),
        ({"shift_limits": "night=3"}, "shift_limits", "night=3"),  # no such shift
        ({"shift_limits": "day=3、day=4"}, "shift_limits", "day=4"),
        ({"shift_limits": "day=-3"}, "shift_limits", "day=-3"),
        ({"least_hours": 120, "most_hours": 100.5}, "least_hours", "120"),
        ({"most_hours": -1}, "most_hours", "-1"),
        ({"most_weekends": -1}, "most_weekends", "-1"),
        ({"longest_stretch": 0}, "longest_stretch", "0"),
    ],
)
def test_a_limit_that_cannot_be_used_is_told(cells: dict[str, Any], column: str, found: str) -> None:
    problem, problems = read(staff=limited(**cells))
    assert told(problems) == [("Staff", 5, column, found, "error")]
    assert len(problem.people) == 9


def test_somebody_whom_no_group_needs_is_pointed_out() -> None:
    lines = (("weekday", None, "jd", "day", 1, 1), ("weekday", None, "tmall", "day", 1, 1))
    helper = ("K10", "客服10", "pdd", "jd", None, None, True)
    _, problems = read(cover=cover(*lines), staff=staff(*STAFF_LINES[:7], helper))
    assert told(problems) == [("Staff", 11, "group", "pdd", "warning")]


def test_a_need_for_every_group_is_measured_by_the_smallest() -> None:
    _, problems = read(staff=staff(*STAFF_LINES[:8]), cover=cover(("weekday", None, "all", "day", 3, 3)))
    assert told(problems) == [("Cover", 5, "minimum", "3", "warning")]
    assert "“pdd”可用的 2 人" in problems[0].expected.zh


def test_cover_carries_its_weights() -> None:
    frame = cover(("weekday", None, "all", "day", 1, 1), ("weekday", None, "all", "half", 0, 1))
    weights = {"weight": [3, None], "over": [None, 7]}
    frame = frame.assign(**{n: pd.Series(v, frame.index, dtype="Int64") for n, v in weights.items()})
    problem, problems = read(cover=frame)
    assert problems == []
    found = {(need.shift, need.weight, need.over) for need in problem.cover}
    assert found == {("day", 3, 0), ("half", 1, 7)}


@pytest.mark.parametrize("column", ["weight", "over"])
def test_a_negative_weight_of_cover_is_told(column: str) -> None:
    frame = cover(*COVER_LINES, ("date", ON, "jd", "day", 1, 1))
    frame = frame.assign(**{column: pd.Series([None] * 6 + [-1], frame.index, dtype="Int64")})
    _, problems = read(cover=frame)
    assert told(problems) == [("Cover", 11, column, "-1", "error")]


def test_holidays_and_sales_days_are_known_to_the_rules() -> None:
    days = (
        (pd.Timestamp("2026-06-19"), "holiday", "端午节"),  # a Friday
        (pd.Timestamp("2026-06-18"), "sales", "618"),  # a Thursday
        (pd.Timestamp("2026-06-20"), "sales", "618"),  # a Saturday stays a weekend
        (pd.Timestamp("2026-07-01"), "sales", "another month"),
    )
    problem, _ = read(holidays=holidays(*days))
    assert {day.day for day in problem.holidays} == {19}
    assert {day.day for day in problem.no_rest} == {18, 20}
    assert {18, 19, 20} & {day.day for day in problem.weekend} == {19, 20}


def test_the_rest_between_shifts_is_a_rule_with_hours() -> None:
    """An evening ends at 23:30, a half day begins at 10:00: 10 h 30 min between."""
    for hours, close in ((10, False), (11, True)):
        problem, _ = read(rules=rules(("minimum_rest", True, "hard", hours, None, "")))
        assert (("evening", "half") in problem.too_close(1)) is close


def test_last_month_is_the_model_by_the_day_of_the_week() -> None:
    """1 June 2026 is a Monday; four weeks before is 4 May. The 29th falls on a Monday too, whose day of
    four weeks before, 1 June, is in the month, so that it takes 25 May."""
    lines = (
        ("K01", pd.Timestamp("2026-05-04"), "evening"),
        ("K01", pd.Timestamp("2026-05-25"), "half"),
        ("K02", pd.Timestamp("2026-05-05"), "leave"),
        ("K02", pd.Timestamp("2026-05-06"), "rest"),
        ("K02", pd.Timestamp("2026-05-07"), "gone"),  # a shift that is no more
        ("K02", pd.Timestamp("2026-05-01"), "day"),  # a Friday that no day of June looks back to
        ("K77", pd.Timestamp("2026-05-05"), "day"),  # has left since
    )
    problem, problems = read(history=history(*lines))
    assert problems == []
    assert dict(problem.reference) == {
        ("K01", dt.date(2026, 6, 1)): "evening",
        ("K01", dt.date(2026, 6, 22)): "half",
        ("K01", dt.date(2026, 6, 29)): "half",
        ("K02", dt.date(2026, 6, 3)): "rest",
    }


@pytest.mark.parametrize(
    ("month", "days"), [("2027-02", 28), ("2028-02", 29), ("2026-06", 30), ("2026-07", 31)]
)
def test_each_day_looks_back_to_its_weekday_of_the_month_before(month: str, days: int) -> None:
    first = dt.date.fromisoformat(f"{month}-01")
    before = [first - dt.timedelta(days=number) for number in range(1, 63)]
    lines = [("K01", pd.Timestamp(day), "day") for day in before]
    problem, _ = read(first, history=history(*lines))
    assert len(problem.days) == days
    held = {day for agent_id, day in problem.reference if agent_id == "K01"}
    past_month = before[0].month
    for day in problem.days:
        back = [day - dt.timedelta(weeks=weeks) for weeks in (4, 5)]
        assert (day in held) is any(at.month == past_month and at < first for at in back)


def test_a_swap_that_was_carried_out_is_silent() -> None:
    frame = requests(("K01", "swap", ON, ON, None, "approved"))
    done = pd.Series([pd.Timestamp("2026-06-02 10:00")], frame.index)
    _, problems = read(requests=frame.assign(carried_out=done))
    assert problems == []


@pytest.mark.parametrize(
    ("state", "answer", "zh", "en"),
    [
        ("approved", "不可以：K02 请假", "驳回；或先解决“答复”里说的原因", "rejected; or remove the cause"),
        ("pending", "Not possible: K02 is on leave", "驳回；或先解决", "rejected; or remove the cause"),
        ("pending", "可以换", "批准后再点“换班”，或驳回", "approved, then press 'Swap' again"),
        ("approved", "可以换", "点“换班”执行，或驳回", "press 'Swap' to carry it out"),
    ],
)
def test_an_answered_swap_is_told_with_what_decides_it(state: str, answer: str, zh: str, en: str) -> None:
    frame = requests(("K01", "swap", ON, ON, None, state))
    _, problems = read(requests=frame.assign(answer=answer))
    assert told(problems) == [("Requests", 5, "state", state, "warning")]
    assert problems[0].expected.zh.startswith(zh)
    assert problems[0].expected.en.startswith(en)


def test_leave_for_the_whole_month_stands() -> None:
    first, last = pd.Timestamp("2026-06-01"), pd.Timestamp("2026-06-30")
    problem, problems = read(requests=requests(("K01", "leave", first, last, None, "approved")))
    assert problems == []
    assert {problem.fixed["K01", day] for day in problem.days} == {"leave"}
    assert problem.rest_quota(problem.person_by_id["K01"]) == 0


def test_requests_of_somebody_who_left_are_pointed_out() -> None:
    """One who left in May is not rostered; one who leaves on 5 June has no day on the 10th."""
    lines = (
        *STAFF_LINES[:7],
        ("K08", "客服8", "pdd", None, None, pd.Timestamp("2026-05-31"), True),
        ("K09", "客服9", "pdd", None, None, pd.Timestamp("2026-06-05"), True),
    )
    asked = requests(
        ("K08", "wish_off", ON, ON, None, "pending"),
        ("K09", "wish_off", ON, ON, None, "pending"),
        ("K09", "wish_off", pd.Timestamp("2026-06-05"), ON, None, "pending"),
    )
    problem, problems = read(staff=staff(*lines), requests=asked)
    assert told(problems) == [
        ("Requests", 5, "agent_id", "K08", "warning"),
        ("Requests", 6, "from_date", "2026-06-10", "warning"),
    ]
    assert problem.requests == (Request("K09", dt.date(2026, 6, 5), "rest"),)


def test_every_problem_says_in_both_languages_what_is_expected() -> None:
    _, problems = read(
        cover=cover(("weekday", None, "vip", "day", 1, 1)),
        requests=requests(("K99", "leave", ON, ON, None, "approved")),
    )
    assert all(problem.expected.zh and problem.expected.en for problem in problems)
    assert {problem.severity for problem in problems} == {Severity.WARNING, Severity.ERROR}
