"""A month as a span of days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from csbook.scorecard.period import Period

TODAY = dt.datetime(2028, 3, 5, 9)


def test_a_month_ends_on_its_last_day_and_stays_one_where_a_field_is_replaced() -> None:
    february = Period(dt.date(2028, 2, 1), TODAY)
    assert (february.last, february.days, february.label) == (dt.date(2028, 2, 29), 29, "2028-02")
    march = replace(february, first=dt.date(2028, 3, 1))
    assert (march.last, march.today) == (dt.date(2028, 3, 31), TODAY)
    assert replace(february, today=TODAY) == february
