"""By which days a month is settled, from the settings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from csbook.schema.settings import Settings
from csbook.scorecard.period import Period


@dataclass(frozen=True)
class MonthCalendar:
    """The days of the following month by which a month is settled."""

    self_by: dt.date
    manager_by: dt.date
    lock_on: dt.date
    hr_by: dt.date


def calendar_of(period: Period, settings: Settings) -> MonthCalendar:
    def day(name: str) -> dt.date:
        return period.last + dt.timedelta(days=int(settings[name]))

    return MonthCalendar(day("self_by"), day("manager_by"), day("lock_on"), day("hr_by"))
