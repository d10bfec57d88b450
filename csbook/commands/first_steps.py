"""What has to be there, or to have come, before a command is of use: said as what a person does first."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from csbook.commands.duty import grid_month
from csbook.commands.handler import Request
from csbook.problems import Words
from csbook.schema.daily import DAYS

FILL_STAFF: Final = Words(
    "点“显示设置”，填“员工”（每人一行），核对“班次与人数”，再点“生成排班”",
    "press 'Show settings', fill 'Staff' (a row for each person), look over 'Shifts and cover', press 'Build "
    "roster'",
)


def day_said(day: dt.date) -> Words:
    """`12 月 4 日`, `2026-12-04`."""
    return Words(f"{day.month} 月 {day.day} 日", f"{day:%Y-%m-%d}")


def waiting_for(day: dt.date) -> Words:
    """The beginning of a next step: that the day is to be waited for."""
    said = day_said(day)
    return Words(f"等到 {said.zh}", f"wait until {said.en}")


def pressed_again(label: Words) -> Words:
    """The end of a next step: the button once more."""
    return Words(f"，再点“{label.zh}”。", f", then press '{label.en}' again.")


def before_a_day(request: Request) -> Words | None:
    """What is to be done before a day's work can be prepared: nobody in 员工, or no roster of the day's
    month; None where there is one, even if nobody works on the day. Without an end, so that the button to
    press then can follow."""
    tables, day = request.tables, request.today.date()
    if tables["Staff"]["agent_id"].isna().all():
        return FILL_STAFF
    if has_roster(request, day):
        return None
    return Words(
        f"点“生成排班”排好 {day:%Y-%m}（操作面板“月份”填 {day:%Y-%m}）",
        f"press 'Build roster' with the month {day:%Y-%m} in the panel",
    )


def has_roster(request: Request, day: dt.date) -> bool:
    """Whether grid or history has any cell of the day's month."""
    tables, label = request.tables, f"{day:%Y-%m}"
    if grid_month(tables["RosterBase"], request.month) == label:
        return bool(tables["Roster"][list(DAYS)].notna().any(axis=None))
    first = pd.Timestamp(day.replace(day=1))
    dates = tables["RosterHistory"]["date"]
    return bool(((dates >= first) & (dates < first + pd.offsets.MonthBegin())).any())
