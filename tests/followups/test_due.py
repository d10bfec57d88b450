"""Windows of contacts, worked out by hand."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from csbook.followups.due import Hours, OfficeHours, windows
from csbook.followups.rules import FollowUpRule
from csbook.workdays import CalendarMissing
from tests.followups.shop import OFFICE, calendar, rule

CHASE = rule("U12", "order_unpaid", 12, 24, "hours", channel="wangwang")
REMINDER = rule("U3D", "order_unpaid", 3, 4, channel="letter")
FIRST_CALL = rule("C1", "order_paid", 3, 7)
MESSAGE = rule("X", "order_paid", 3, 7, channel="message")
QUALITY_CALL = rule("V1", "order_paid", 0, 3, "workdays")
SAME_DAY = rule("P2", "solution_found", 0, 0)
REPORT = rule("P1", "complaint", 0, 2, channel="report")
SERVICE = rule("S1", "next_service", -14, -12, channel="message")
ENQUIRY = rule("E1", "enquiry", 24, 72, "hours", channel="wangwang")
CAMPAIGN = rule("M1", "campaign", -14, -12)
LETTER = rule("M2", "follow_up_done", 0, 2, channel="letter", after_rule="M1")
AHEAD = rule("X", "next_service", -3, -1, "workdays")
QUICK_CALL = rule("Q", "complaint", 1, 2, "hours")


def window(asked: FollowUpRule, event: str, hours: OfficeHours = OFFICE) -> tuple[str, str]:
    moment = pd.Timestamp(event)
    days = calendar(2024 if moment.year == 2024 else 2026)
    found = windows(asked, pd.Series([moment]).astype("datetime64[us]"), hours, days)
    return tuple(found.iloc[0].dt.strftime("%Y-%m-%d %H:%M:%S"))


@pytest.mark.parametrize(
    ("asked", "event", "due_from", "due_by"),
    [
        # hours run on the clock; only the deadline rolls, into 9:00 to 23:00
        (CHASE, "2026-03-04 10:00:00", "2026-03-04 22:00:00", "2026-03-05 10:00:00"),
        (CHASE, "2026-03-04 23:00:00", "2026-03-05 11:00:00", "2026-03-05 23:00:00"),
        (CHASE, "2026-03-04 23:00:01", "2026-03-05 11:00:01", "2026-03-06 09:00:00"),
        (CHASE, "2026-03-04 23:59:00", "2026-03-05 11:59:00", "2026-03-06 09:00:00"),
        (CHASE, "2026-03-05 00:00:00", "2026-03-05 12:00:00", "2026-03-06 09:00:00"),
        (CHASE, "2026-03-05 08:59:59", "2026-03-05 20:59:59", "2026-03-06 09:00:00"),
        # a call in hours rolls into 9:00 to 21:00
        (QUICK_CALL, "2026-03-05 19:30:00", "2026-03-05 20:30:00", "2026-03-06 09:00:00"),
        (QUICK_CALL, "2026-03-05 19:00:00", "2026-03-05 20:00:00", "2026-03-05 21:00:00"),
        # the days of an order rule are 24 hours, over month end and leap day
        (REMINDER, "2028-02-26 10:00:00", "2028-02-29 10:00:00", "2028-03-01 10:00:00"),
        (REMINDER, "2026-02-26 10:00:00", "2026-03-01 10:00:00", "2026-03-02 10:00:00"),
        (MESSAGE, "2026-03-04 12:30:00", "2026-03-07 12:30:00", "2026-03-11 12:30:00"),
        # the days of a call rule are whole days: three days to one week (B1.4)
        (FIRST_CALL, "2026-02-28 23:59:00", "2026-03-03 00:00:00", "2026-03-07 23:59:59"),
        (FIRST_CALL, "2026-03-01 00:00:00", "2026-03-04 00:00:00", "2026-03-08 23:59:59"),
        (FIRST_CALL, "2028-02-25 15:00:00", "2028-02-28 00:00:00", "2028-03-03 23:59:59"),
        (FIRST_CALL, "2028-02-29 15:00:00", "2028-03-03 00:00:00", "2028-03-07 23:59:59"),
        (FIRST_CALL, "2026-01-31 15:00:00", "2026-02-03 00:00:00", "2026-02-07 23:59:59"),
        # on the day itself; within two days; two weeks ahead (B1.5, B1.13)
        (SAME_DAY, "2026-03-04 23:59:00", "2026-03-04 00:00:00", "2026-03-04 23:59:59"),
        (REPORT, "2026-12-30 08:00:00", "2026-12-30 00:00:00", "2027-01-01 23:59:59"),
        (SERVICE, "2028-03-14 00:00:00", "2028-02-29 00:00:00", "2028-03-02 23:59:59"),
        # within 3 working days (B1.12) over Spring Festival, worked weekends 14 and 28 February
        (QUALITY_CALL, "2026-02-12 18:00:00", "2026-02-12 00:00:00", "2026-02-24 23:59:59"),
        (QUALITY_CALL, "2026-02-13 18:00:00", "2026-02-13 00:00:00", "2026-02-25 23:59:59"),
        (QUALITY_CALL, "2026-02-18 18:00:00", "2026-02-24 00:00:00", "2026-02-26 23:59:59"),
        (QUALITY_CALL, "2026-02-26 23:59:00", "2026-02-26 00:00:00", "2026-03-02 23:59:59"),
        # and over National Day, worked weekends 20 September and 10 October
        (QUALITY_CALL, "2026-09-18 09:00:00", "2026-09-18 00:00:00", "2026-09-22 23:59:59"),
        (QUALITY_CALL, "2026-09-30 00:00:00", "2026-09-30 00:00:00", "2026-10-10 23:59:59"),
        (QUALITY_CALL, "2026-10-09 09:00:00", "2026-10-09 00:00:00", "2026-10-13 23:59:59"),
        # of a deal on a worked weekend, on a festival, on the last second before and the first after
        (QUALITY_CALL, "2026-02-14 23:59:59", "2026-02-14 00:00:00", "2026-02-26 23:59:59"),
        (QUALITY_CALL, "2026-02-15 00:00:00", "2026-02-24 00:00:00", "2026-02-26 23:59:59"),
        (QUALITY_CALL, "2026-02-28 12:00:00", "2026-02-28 00:00:00", "2026-03-04 23:59:59"),
        (QUALITY_CALL, "2026-09-19 12:00:00", "2026-09-20 00:00:00", "2026-09-22 23:59:59"),
        (QUALITY_CALL, "2026-09-20 12:00:00", "2026-09-20 00:00:00", "2026-09-23 23:59:59"),
        (QUALITY_CALL, "2026-09-25 12:00:00", "2026-09-28 00:00:00", "2026-09-30 23:59:59"),
        (QUALITY_CALL, "2026-10-10 23:59:00", "2026-10-10 00:00:00", "2026-10-14 23:59:59"),
        # counted back from a day: 14 February is worked, 1 to 7 October are not
        (AHEAD, "2026-02-24 00:00:00", "2026-02-12 00:00:00", "2026-02-14 23:59:59"),
        (AHEAD, "2026-10-08 00:00:00", "2026-09-28 00:00:00", "2026-09-30 23:59:59"),
        # over 29 February in working days, hours and days
        (QUALITY_CALL, "2024-02-28 09:00:00", "2024-02-28 00:00:00", "2024-03-04 23:59:59"),
        (QUALITY_CALL, "2024-02-29 23:59:00", "2024-02-29 00:00:00", "2024-03-05 23:59:59"),
        (CHASE, "2024-02-28 23:59:00", "2024-02-29 11:59:00", "2024-03-01 09:00:00"),
        (CHASE, "2028-02-28 22:30:00", "2028-02-29 10:30:00", "2028-02-29 22:30:00"),
        (ENQUIRY, "2024-02-27 23:59:00", "2024-02-28 23:59:00", "2024-03-02 09:00:00"),
        (FIRST_CALL, "2024-02-25 15:00:00", "2024-02-28 00:00:00", "2024-03-03 23:59:59"),
        (CAMPAIGN, "2024-03-14 00:00:00", "2024-02-29 00:00:00", "2024-03-02 23:59:59"),
        (LETTER, "2028-02-28 23:59:00", "2028-02-28 00:00:00", "2028-03-01 23:59:59"),
        # hours and days mind no festival
        (CHASE, "2026-02-16 23:59:00", "2026-02-17 11:59:00", "2026-02-18 09:00:00"),
        (CHASE, "2026-09-30 12:00:00", "2026-10-01 00:00:00", "2026-10-01 12:00:00"),
        (ENQUIRY, "2026-09-30 00:00:00", "2026-10-01 00:00:00", "2026-10-03 09:00:00"),
        (FIRST_CALL, "2026-02-14 23:59:00", "2026-02-17 00:00:00", "2026-02-21 23:59:59"),
        (CAMPAIGN, "2026-10-01 00:00:00", "2026-09-17 00:00:00", "2026-09-19 23:59:59"),
        (CAMPAIGN, "2026-03-14 00:00:00", "2026-02-28 00:00:00", "2026-03-02 23:59:59"),
    ],
)
def test_a_window_is_as_worked_out_by_hand(
    asked: FollowUpRule, event: str, due_from: str, due_by: str
) -> None:
    assert window(asked, event) == (due_from, due_by)


def test_the_calendar_of_2026_is_the_published_plan() -> None:
    """The State Council's notice: Spring Festival 15 to 23 February, 14 and 28 February worked; National
    Day 1 to 7 October, 20 September and 10 October worked."""
    days = calendar(2026)

    def off(first: str, last: str) -> list[str]:
        span = pd.date_range(first, last).date
        return [f"{day:%m-%d}" for day in span if not days.is_workday(day)]

    nine = [f"02-{day}" for day in range(15, 24)]
    assert off("2026-02-09", "2026-03-01") == [*nine, "03-01"]
    seven = [f"10-0{day}" for day in range(1, 8)]
    assert off("2026-09-14", "2026-10-11") == ["09-19", "09-25", "09-26", "09-27", *seven, "10-11"]


def test_working_days_of_a_year_without_a_published_plan_stop_with_the_year() -> None:
    with pytest.raises(CalendarMissing) as missing:
        window(QUALITY_CALL, "2028-02-28 09:00:00")
    assert 2028 in missing.value.years


def test_working_days_into_a_year_without_holidays_stop_with_the_year() -> None:
    with pytest.raises(CalendarMissing) as missing:
        window(QUALITY_CALL, "2026-12-30 09:00:00")
    assert missing.value.years == (2027,)


def hours(start: float, end: float) -> Hours:
    return Hours(dt.timedelta(hours=start), dt.timedelta(hours=end))


@pytest.mark.parametrize(
    ("span", "moment", "rolled"),
    [
        (hours(9, 26), "2026-03-05 01:30", "2026-03-05 01:30"),  # open until 2:00 the next day
        (hours(9, 26), "2026-03-05 02:30", "2026-03-05 09:00"),
        (hours(22, 6), "2026-03-05 05:00", "2026-03-05 05:00"),  # the night
        (hours(22, 6), "2026-03-05 12:00", "2026-03-05 22:00"),
        (hours(0, 24), "2026-03-05 03:00", "2026-03-05 03:00"),  # around the clock
        (hours(9, 9), "2026-03-05 03:00", "2026-03-05 03:00"),
        (hours(9, 23), "2026-12-31 23:30", "2027-01-01 09:00"),
    ],
)
def test_a_deadline_rolls_to_the_next_opening(span: Hours, moment: str, rolled: str) -> None:
    assert span.roll(pd.Series([pd.Timestamp(moment)]))[0] == pd.Timestamp(rolled)
