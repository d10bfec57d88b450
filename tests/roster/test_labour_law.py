"""The working-time law on rosters worked out by hand. Shifts of domain A1.4: 8.5, 5.5 and 6.5 hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.problems import Words
from csbook.roster import labour_law as law
from csbook.roster import working_time as time
from csbook.roster.labour_law import Limit
from csbook.roster.law_mends import Exchange, FreeDays, LaterShift, LongerBreak
from csbook.roster.law_words import NAMES, SOURCES, dates_words, found_words, limit_words, mend_words
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule, Rules
from csbook.roster.working_time import MonthHours
from csbook.workdays import WorkCalendar, calendar_rows
from tests.roster.shop import DAY, EVENING, HALF, shop, team

JUNE = dt.date(2026, 6, 1)  # a Monday; the month ends on a Tuesday
NOVEMBER = dt.date(2026, 11, 1)  # a Sunday
CODES = {"D": "day", "H": "half", "E": "evening", "R": "rest", "L": "leave"}
WITH_BREAK = (replace(DAY, unpaid=60), HALF, EVENING)
CALENDAR = WorkCalendar(
    frozenset(row.date for row in calendar_rows(2026) if row.kind == "holiday"),
    frozenset(row.date for row in calendar_rows(2026) if row.kind == "workday"),
)
DAY_HEAVY = "DDDDDDR" * 4 + "DD"
ROTATION = "DDEEHHR" * 4 + "DD"


def one_person(month: dt.date = JUNE, before: str = "", **changed: object) -> RosterProblem:
    """One agent; `before` are the days that end on the last day of the month before."""
    first = month - len(before) * time.ONE_DAY
    history = {("K01", first + n * time.ONE_DAY): CODES[letter] for n, letter in enumerate(before)}
    problem = shop(month, groups=("jd",), people=team(("jd",), 1), history=history)
    return replace(problem, **changed)  # type: ignore[arg-type]


def roster(problem: RosterProblem, letters: str) -> Roster:
    """One letter for each day; a dot is a blank cell."""
    cells = {
        ("K01", day): CODES[letter]
        for day, letter in zip(problem.days, letters, strict=True)
        if letter != "."
    }
    return Roster(cells)


def judged(problem: RosterProblem, letters: str) -> Mapping[Limit, law.Excess]:
    return {e.limit_of: e for e in law.excesses(problem, roster(problem, letters), CALENDAR)}


def test_four_rest_days_with_day_heavy_weeks_exceed_the_limits() -> None:
    found = judged(one_person(), DAY_HEAVY)
    assert set(found) == {Limit.DAY, Limit.WEEK_STANDARD, Limit.WEEK_MOST, Limit.MONTH_OVERTIME}
    assert len(found[Limit.DAY].dates) == 26
    assert (found[Limit.DAY].found, found[Limit.DAY].excess) == (510, 30)  # 8.5 hours
    weeks = found[Limit.WEEK_MOST]
    assert (weeks.found, weeks.excess) == (51 * 60, 7 * 60)  # 6 x 8.5
    assert weeks.dates == tuple(JUNE + 7 * n * time.ONE_DAY for n in range(4))
    assert found[Limit.WEEK_STANDARD].excess == 11 * 60
    month = found[Limit.MONTH_OVERTIME]
    assert (month.found, month.excess) == (45 * 60, 9 * 60)  # 4 weeks x 11, and 2 days x 0.5
    assert month.month == MonthHours(221 * 60, 168 * 60)  # 26 x 8.5; 21 working days


def test_what_would_mend_day_heavy_weeks_is_worked_out() -> None:
    found = judged(one_person(), DAY_HEAVY)
    assert found[Limit.DAY].mends == (LongerBreak("day", 30),)
    assert found[Limit.WEEK_MOST].mends == (
        Exchange(("day",), "half", 3, 12),  # 3 hours each of 7
        Exchange(("day",), "evening", 4, 16),  # 2 hours each
        Exchange(("day",), "rest", 1, 4),
    )
    assert found[Limit.MONTH_OVERTIME].mends == (
        Exchange(("day",), "half", 0, 3),  # 9 hours at 3 each
        Exchange(("day",), "evening", 0, 5),
        Exchange(("day",), "rest", 0, 2),  # 8.5 and 8.5
    )


def test_an_unpaid_hour_in_the_day_shift_leaves_one_hour_too_many_a_week() -> None:
    found = judged(one_person(shifts=WITH_BREAK), DAY_HEAVY)
    assert set(found) == {Limit.WEEK_STANDARD, Limit.WEEK_MOST}
    assert (found[Limit.WEEK_MOST].found, found[Limit.WEEK_MOST].excess) == (45 * 60, 60)  # 6 x 7.5
    assert found[Limit.WEEK_MOST].mends[0] == Exchange(("day",), "half", 1, 4)


def test_a_rotation_with_evenings_keeps_the_law() -> None:
    assert judged(one_person(shifts=WITH_BREAK), ROTATION) == {}  # 7.5+7.5+6.5+6.5+5.5+5.5 = 39


def test_the_same_rotation_without_a_break_is_one_hour_above_the_standard_week_only() -> None:
    found = judged(one_person(), ROTATION)
    assert set(found) == {Limit.DAY, Limit.WEEK_STANDARD}
    assert found[Limit.WEEK_STANDARD].found == 41 * 60


def test_a_week_runs_on_across_the_month_s_end() -> None:
    """October 26 is a Monday: six days of history and Sunday, 1 November."""
    resting = judged(one_person(NOVEMBER, "DDDDDR"), "R" * 30)
    assert resting[Limit.WEEK_STANDARD].found == 42 * 60 + 30
    assert set(resting) == {Limit.WEEK_STANDARD}
    found = judged(one_person(NOVEMBER, "DDDDDR"), "D" + "R" * 29)
    assert found[Limit.WEEK_MOST].dates == (dt.date(2026, 10, 26),)
    assert found[Limit.WEEK_MOST].found == 51 * 60
    assert found[Limit.WEEK_MOST].mends == (Exchange(("day",), "rest", 1, 1),)  # the past stays


def test_a_week_of_seven_shifts_has_no_rest_day_even_across_months() -> None:
    found = judged(one_person(NOVEMBER, "HHHHHH"), "H" + "R" * 29)
    assert found[Limit.WEEKLY_REST].dates == (dt.date(2026, 10, 26),)
    assert found[Limit.WEEKLY_REST].mends == (FreeDays(1),)
    assert Limit.WEEKLY_REST not in judged(one_person(NOVEMBER, "HHHLHH"), "H" + "R" * 29)
    assert Limit.WEEKLY_REST not in judged(one_person(NOVEMBER, "HHHHH"), "H" + "R" * 29)  # a day unknown


def test_the_last_week_counts_by_what_is_known_and_again_in_the_next_month() -> None:
    problem = one_person()  # ends on Tuesday
    assert time.open_week(problem) == (dt.date(2026, 6, 29), dt.date(2026, 6, 30))
    assert time.open_week(one_person(dt.date(2026, 5, 1))) == ()  # 31 May is a Sunday
    long = replace(DAY, start=0, end=1440)
    found = judged(one_person(shifts=(long, HALF, EVENING)), "R" * 28 + "DD")
    assert found[Limit.WEEK_MOST].found == 48 * 60
    assert found[Limit.DAY_OVERTIME].limit == 3 * 60
    assert found[Limit.DAY_OVERTIME].found == 16 * 60


def test_overtime_belongs_to_the_day_on_which_it_arises() -> None:
    """Six days of 8.5 hours: half an hour each, and all eight hours of the sixth."""
    week = time.weeks(one_person())[0]
    minutes = dict.fromkeys(week[:6], 510)
    assert list(time.overtime(minutes, week).values()) == [30, 30, 30, 30, 30, 30 + 480, 0]
    ten = dict.fromkeys(week[:4], 600)
    assert sum(time.overtime(ten, week).values()) == 480  # four days of ten hours: two each


def test_last_month_s_days_of_a_week_count_for_its_hours_but_not_for_this_month_s_overtime() -> None:
    found = judged(one_person(NOVEMBER, "DDDDDD"), "R" + "DDDDDDR" * 4 + "D")
    assert found[Limit.MONTH_OVERTIME].found == (4 * 11) * 60 + 30
    assert found[Limit.WEEK_MOST].dates[0] == dt.date(2026, 10, 26)


def test_rest_between_shifts_is_the_rule_s_parameter() -> None:
    rules = Rules(minimum_rest=Rule(hard=True, parameter=10))
    found = judged(one_person(rules=rules), "ED" + "R" * 28)
    assert found[Limit.SHIFT_REST].found == 9 * 60 + 30  # 23:30 to 9:00
    assert found[Limit.SHIFT_REST].excess == 30
    assert found[Limit.SHIFT_REST].dates == (dt.date(2026, 6, 2),)
    assert found[Limit.SHIFT_REST].mends == (LaterShift(("half", "evening")),)
    off = Rules(minimum_rest=Rule(on=False, parameter=10))
    assert Limit.SHIFT_REST not in judged(one_person(rules=off), "ED" + "R" * 28)


def test_blank_cells_are_not_known_and_no_rest_either() -> None:
    assert Limit.WEEKLY_REST not in judged(one_person(), "HHHHHH." + "R" * 23)
    assert judged(one_person(), "." * 30) == {}


def test_days_before_the_roster_without_history_are_named() -> None:
    assert time.unknown_before(one_person(NOVEMBER)) == tuple(dt.date(2026, 10, n) for n in range(26, 32))
    assert time.unknown_before(one_person(NOVEMBER, "DDDDDR")) == ()


def test_a_year_without_calendar_leaves_the_month_s_standard_out() -> None:
    empty = WorkCalendar(frozenset(), frozenset())
    problem = one_person()
    found = {e.limit_of: e for e in law.excesses(problem, roster(problem, DAY_HEAVY), empty)}
    assert found[Limit.MONTH_OVERTIME].month is None
    assert found[Limit.MONTH_OVERTIME].found == 45 * 60


def test_every_limit_has_its_name_and_article_in_both_languages() -> None:
    assert set(NAMES) == set(SOURCES) == set(Limit)
    assert SOURCES[Limit.MONTH_OVERTIME].zh == "《劳动法》第四十一条"
    assert SOURCES[Limit.WEEKLY_REST].en == "Labour Law, art. 38"
    found = judged(one_person(), DAY_HEAVY)
    assert found_words(found[Limit.WEEK_MOST]).zh == "4 周超出，最长的一周 51 小时"
    assert found_words(found[Limit.MONTH_OVERTIME]).en == "45 hours (month 221, working days 168)"
    assert limit_words(found[Limit.DAY]).zh == "每天 8 小时"
    assert mend_words(found[Limit.WEEK_MOST]).zh == (
        "每周把 3 个day班换成half班；或每周把 4 个day班换成evening班；或每周把 1 个day班改为休息"
    )


def test_one_case_is_told_as_what_it_is_and_the_limit_stands_apart() -> None:
    week = judged(one_person(), "DDDDDRR" + "R" * 23)[Limit.WEEK_STANDARD]
    assert found_words(week) == Words("一周 42.5 小时", "42.5 hours in a week")
    assert limit_words(week) == Words("每周标准 40 小时，最多 44 小时", "40 hours a week, at most 44")
    assert dates_words(week) == Words("6月1日起的一周", "the week from June 1")
    assert mend_words(week).en == "1 day shift into half; or 2 day shifts into evening; or " + (
        "1 day shift into a rest day"
    )
    day = judged(one_person(), "D" + "R" * 29)[Limit.DAY]
    assert (found_words(day).en, dates_words(day).zh) == ("8.5 hours in a day", "6月1日")
    rest = judged(one_person(NOVEMBER, "HHHHHH"), "H" + "R" * 29)[Limit.WEEKLY_REST]
    assert (found_words(rest).en, mend_words(rest).en) == (
        "1 week without a rest day",
        "one free day in that week",
    )


def test_unequal_weeks_say_how_many_shifts_in_one_of_them() -> None:
    weeks = judged(one_person(), "DDDDDDR" + "DDDDDHR" + "R" * 16)[Limit.WEEK_MOST]  # 51 and 48 hours
    assert mend_words(weeks).en.split("; or ") == [
        "5 day shifts into half (up to 3 a week)",  # 7 and 4 hours at 3 each
        "6 day shifts into evening (up to 4 a week)",
        "1 day shift into a rest day each week",
    ]


def test_a_week_that_the_history_alone_fills_cannot_be_mended_and_it_says_so() -> None:
    weeks = judged(one_person(NOVEMBER, "DDDDDD"), "R" * 30)[Limit.WEEK_MOST]
    assert weeks.mends == ()
    assert mend_words(weeks).zh == "月初那一周单是上月的班就超出，改本月的格不够"


LETTERS = st.text("DHER", min_size=14, max_size=14)


@settings(max_examples=40, deadline=None)
@given(LETTERS, st.sampled_from(["half", "rest"]))
def test_no_smaller_number_of_exchanges_would_do(letters: str, into: str) -> None:
    """Each week's exchanges against every smaller choice of days."""
    problem = replace(one_person(), cover=(), days=one_person().days[:14])
    excess = judged(problem, letters).get(Limit.WEEK_MOST)
    for mend in excess.mends if excess else ():
        if isinstance(mend, Exchange) and mend.into == into:
            new = {"half": "H", "rest": "R"}[into]
            assert mend.total == sum(fewest_in_week(problem, letters, start, new) for start in (0, 7))


def fewest_in_week(problem: RosterProblem, letters: str, start: int, new: str) -> int:
    for count in range(8):
        for places in combinations(range(start, start + 7), count):
            changed = "".join(new if n in places else letter for n, letter in enumerate(letters))
            excess = judged(problem, changed).get(Limit.WEEK_MOST)
            if excess is None or problem.days[start] not in excess.dates:
                return count
    raise AssertionError("a week of rest days keeps every limit")


@pytest.mark.parametrize(
    ("long", "letters"),
    [
        (12, "DDDDDRRDDDDDRREEEEEDR"),
        (12, "DDDDRHRDDEEDHRHHDHDER"),
        (10, "DDDDDDRDDDDDDREEEEEER"),
        (10, "DDDDDDRDDDDDDRDDHHDHR"),
    ],
)
def test_no_smaller_number_of_exchanges_would_do_for_the_month(long: int, letters: str) -> None:
    """Three weeks of long and short shifts, every choice of up to three days tried."""
    shifts = (replace(DAY, end=DAY.start + long * 60), HALF, EVENING)
    problem = replace(one_person(shifts=shifts), cover=(), days=one_person().days[:21])
    excess = judged(problem, letters)[Limit.MONTH_OVERTIME]
    mends = {mend.into: mend.total for mend in excess.mends if isinstance(mend, Exchange)}
    assert 1 <= mends["rest"] <= 3
    for into, new in (("half", "H"), ("rest", "R")):
        assert min(mends[into], 4) == fewest_in_month(problem, letters, new)


def fewest_in_month(problem: RosterProblem, letters: str, new: str) -> int:
    for count in range(4):
        for places in combinations(range(len(letters)), count):
            changed = "".join(new if n in places else letter for n, letter in enumerate(letters))
            if Limit.MONTH_OVERTIME not in judged(problem, changed):
                return count
    return 4
