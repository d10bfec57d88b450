"""The days a report is about, and the hours when most people are on duty."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.reports.busy import busiest_hours, mondays, on_duty_by_hour
from csbook.reports.spans import days_around, days_before, months_after

Stint = tuple[str, str]


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "label"),
    [
        ("day", "2026-11-22", "2026-11-22", "2026-11-22", "2026-11-22"),
        ("week", "2026-11-22", "2026-11-16", "2026-11-22", "2026-W47"),
        ("week", "2027-01-01", "2026-12-28", "2027-01-03", "2026-W53"),
        ("month", "2028-02-05", "2028-02-01", "2028-02-29", "2028-02"),
        ("year", "2026-11-22", "2026-01-01", "2026-12-31", "2026"),
    ],
)
def test_a_report_is_about_the_days_around_its_date(
    kind: str, day: str, first: str, last: str, label: str
) -> None:
    found = days_around(kind, dt.date.fromisoformat(day))  # type: ignore[arg-type]
    assert (found.first.isoformat(), found.last.isoformat(), found.label) == (first, last, label)


@settings(max_examples=50, deadline=None)
@given(kind=st.sampled_from(["day", "week", "month", "year"]), day=st.dates(dt.date(2001, 1, 1)))
def test_the_days_before_end_where_the_days_begin(kind: str, day: dt.date) -> None:
    days = days_around(kind, day)  # type: ignore[arg-type]
    assert days_before(days).last == days.first - dt.timedelta(days=1)
    assert days.first <= day <= days.last


def test_months_are_counted_over_the_years_end() -> None:
    assert months_after(dt.date(2026, 11, 1), 3) == dt.date(2027, 2, 1)
    assert months_after(dt.date(2026, 1, 1), -1) == dt.date(2025, 12, 1)


def stints(*spans: Stint) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.to_datetime([span[n] for span in spans]) for n, name in enumerate(("start", "end"))}
    )


def test_only_whole_hours_on_duty_count() -> None:
    counts = on_duty_by_hour(
        stints(("2026-11-02 09:00", "2026-11-02 17:30"), ("2026-11-02 16:15", "2026-11-02 23:00"))
    )
    assert counts[pd.Timestamp("2026-11-02 09:00")] == 1
    assert counts[pd.Timestamp("2026-11-02 16:00")] == 1
    assert pd.Timestamp("2026-11-02 08:00") not in counts.index
    assert counts.index[-1] == pd.Timestamp("2026-11-02 22:00")


def test_the_busiest_hours_of_a_week_lie_on_different_days_the_earliest_first() -> None:
    counts = on_duty_by_hour(
        stints(
            ("2026-11-02 09:00", "2026-11-02 11:00"),
            ("2026-11-03 09:00", "2026-11-03 12:00"),
            ("2026-11-03 10:00", "2026-11-03 12:00"),
            ("2026-11-10 09:00", "2026-11-10 10:00"),
        )
    )
    weeks = [pd.Timestamp("2026-11-02"), pd.Timestamp("2026-11-09"), pd.Timestamp("2026-11-16")]
    assert busiest_hours(counts, weeks, 2) == [
        [pd.Timestamp("2026-11-03 10:00"), pd.Timestamp("2026-11-02 09:00")],
        [pd.Timestamp("2026-11-10 09:00")],
        [],
    ]


def test_a_week_belongs_to_the_month_that_has_most_of_its_days() -> None:
    november = mondays(pd.Timestamp("2026-11-01"), pd.Timestamp("2026-11-30"))
    assert [f"{day:%m-%d}" for day in november] == ["11-02", "11-09", "11-16", "11-23"]
    december = mondays(pd.Timestamp("2026-12-01"), pd.Timestamp("2026-12-31"))
    assert [f"{day:%m-%d}" for day in december] == ["11-30", "12-07", "12-14", "12-21", "12-28"]
