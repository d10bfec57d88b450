"""Working days, counted by hand over the holidays of 2026."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csbook.workdays import CalendarMissing, PlanNotPublished, WorkCalendar, calendar_rows


def calendar(*years: int) -> WorkCalendar:
    rows = [row for year in years for row in calendar_rows(year)]
    dates = pd.to_datetime([row.date for row in rows]).astype("datetime64[us]")
    return WorkCalendar.from_frame(pd.DataFrame({"date": dates, "kind": [row.kind for row in rows]}))


OF_2026 = calendar(2026)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_the_rows_of_2026_hold_spring_festival_and_its_worked_weekends() -> None:
    rows = {row.date: row for row in calendar_rows(2026)}
    worked = [f"{d:%m-%d}" for d, row in rows.items() if row.kind == "workday"]
    assert worked == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert rows[day("2026-02-17")][1:] == ("holiday", "春节", "Chinese New Year (Spring Festival)")
    assert rows[day("2026-02-20")].en == "Day off (substituted from 2026-02-14)"
    assert rows[day("2026-09-20")][1:] == ("workday", "调休上班", "Adjusted working day")


def test_a_year_without_a_published_plan_is_refused() -> None:
    with pytest.raises(PlanNotPublished) as refused:
        calendar_rows(2090)
    assert "2090 年的放假调休安排尚未收录" in refused.value.words.zh


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-02-13", 1, "2026-02-14"),  # Friday; the Saturday is worked
        ("2026-02-13", 3, "2026-02-25"),  # Sat 14, then 15 to 23 off, Tue 24, Wed 25
        ("2026-02-15", 0, "2026-02-24"),  # a Sunday in the holidays: the next working day
        ("2026-02-24", 0, "2026-02-24"),
        ("2026-02-24", -1, "2026-02-14"),
        ("2026-02-24", -3, "2026-02-12"),
        ("2026-02-27", 1, "2026-02-28"),  # month end: the Saturday is worked
        ("2026-02-28", 1, "2026-03-02"),
        ("2026-09-18", 1, "2026-09-20"),  # Friday; Saturday off, Sunday worked
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),  # Thu 8, Fri 9, Sat 10 worked
        ("2026-10-10", 1, "2026-10-12"),
    ],
)
def test_working_days_are_counted_over_holidays_and_worked_weekends(start: str, n: int, end: str) -> None:
    assert OF_2026.add_workdays(day(start), n) == day(end)


def test_a_day_of_the_week_says_nothing_in_the_holidays() -> None:
    assert not OF_2026.is_workday(day("2026-10-05"))  # a Monday
    assert OF_2026.is_workday(day("2026-10-10"))  # a Saturday
    assert not OF_2026.is_workday(day("2026-10-11"))
    assert OF_2026.is_workday(day("2026-10-12"))


@pytest.mark.parametrize(
    ("start", "n", "years"),
    [
        ("2026-12-30", 2, (2027,)),
        ("2026-01-05", -2, (2025,)),
        ("2024-06-03", 1, (2024,)),
        ("2024-12-31", 600, (2024, 2025, 2027)),
    ],
)
def test_counts_that_reach_a_year_without_rows_say_which_years_to_fill_in(
    start: str, n: int, years: tuple[int, ...]
) -> None:
    with pytest.raises(CalendarMissing) as missing:
        OF_2026.add_workdays(day(start), n)
    assert missing.value.years == years
    assert f"{years[0]}" in missing.value.words.zh
    assert "补上放假日" in missing.value.words.zh


def test_the_last_working_day_of_the_year_needs_no_next_year() -> None:
    assert OF_2026.add_workdays(day("2026-12-30"), 1) == day("2026-12-31")


def test_only_years_with_a_holiday_are_covered() -> None:
    assert OF_2026.covers(2026)
    assert not OF_2026.covers(2027)
    with pytest.raises(CalendarMissing):
        OF_2026.is_workday(day("2027-03-03"))


def test_the_workbooks_table_beats_what_the_library_knows() -> None:
    table = pd.DataFrame(
        {
            "date": pd.to_datetime(["2028-01-01", "2028-02-29"]).astype("datetime64[us]"),
            "kind": ["holiday", "holiday"],
        }
    )
    assert WorkCalendar.from_frame(table).add_workdays(day("2028-02-28"), 1) == day("2028-03-01")


@given(
    start=st.dates(day("2026-02-01"), day("2026-11-30")),
    n=st.integers(-15, 15),
)
def test_counting_agrees_with_walking_day_by_day(start: dt.date, n: int) -> None:
    walked, left = start, abs(n)
    while left or (n == 0 and not OF_2026.is_workday(walked)):
        walked += dt.timedelta(days=-1 if n < 0 else 1)
        left -= OF_2026.is_workday(walked) and left > 0
    assert OF_2026.add_workdays(start, n) == walked


def test_an_array_of_days_is_shifted_at_once() -> None:
    days = np.array(["2026-02-13", "2026-09-30"], dtype="datetime64[D]")
    assert OF_2026.shift(days, 3).tolist() == [day("2026-02-25"), day("2026-10-10")]
    assert OF_2026.shift(days[:0], 3).tolist() == []
