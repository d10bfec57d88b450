"""The rows that a new workbook begins with: settings, shifts, cover, rules, measures, holidays."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pandas as pd

from csbook.problems import Language, Words, figure
from csbook.schema.choices import MEASURE
from csbook.schema.columns import YES_NO, Choice, Column, Flag, Money, Percent
from csbook.schema.default_follow_up_rules import default_follow_up_rules
from csbook.schema.default_measures import default_measures
from csbook.schema.default_roster_rules import default_roster_rules
from csbook.schema.panel import PANEL_MEANINGS
from csbook.schema.report_pictures import MOST_MEASURES, MOST_PEOPLE
from csbook.schema.setting import OURS, Setting
from csbook.schema.setting_list import SETTINGS
from csbook.workdays import PlanNotPublished, calendar_rows

Row = dict[str, Any]
Rows = list[Row]

YEAR_WITHOUT_MONTH: Final = 2026  # the calendar of the workbook that names no month
ALL_GROUPS: Final = Words("全部", "all")
BREAK: Final = 0  # minutes; the documents name no break, so none is deducted: our default


def default_rows(language: Language, month: dt.date | None) -> dict[str, Rows]:
    """The first rows by table: inside names and frame values (codes, Decimal, timedelta).

    `month` goes into the settings, and its year decides which holidays stand in 节假日; without a
    month the settings' month is empty. 节假日 stays empty for a year whose plan is not published yet:
    a command that counts its working days says so.
    """
    year = YEAR_WITHOUT_MONTH if month is None else month.year
    return {
        "Panel": panel_rows(language),
        "Settings": setting_rows(language, month),
        "Shifts": shift_rows(language),
        "Cover": cover_rows(language),
        "RosterRules": default_roster_rules(language),
        "FollowUpRules": records(default_follow_up_rules(language)),
        "CaseLimits": case_limit_rows(language),
        "Measures": records(default_measures(language)),
        "Grades": grade_rows(language),
        "CommissionRules": commission_rule_rows(language),
        "Trends": [{"day": day} for day in range(1, 32)],
        "CardMonths": [{"back": back} for back in (2, 1, 0)],
        "Card": [{"measure": measure} for measure in MEASURE],
        "ReportGoals": [{"place": place, "goal": 100.0} for place in range(1, MOST_MEASURES + 1)],
        "ReportPeople": [{"place": place} for place in range(1, MOST_PEOPLE + 1)],
        "Holidays": holiday_rows(language, year),
    }


def panel_rows(language: Language) -> Rows:
    return [{"parameter": name, "meaning": text(language)} for name, text in PANEL_MEANINGS.items()]


def setting_rows(language: Language, month: dt.date | None) -> Rows:
    """One row for each setting, its value empty so that the default holds."""
    rows = [
        {
            "name": setting.name,
            "value": None,
            "unit": setting.unit(language),
            "default": default_text(setting, language),
            "meaning": setting.help(language),
            "source": setting.source(language),
        }
        for setting in SETTINGS
    ]
    if month is not None:
        next(row for row in rows if row["name"] == "month")["value"] = f"{month:%Y-%m}"
    return rows


def default_text(setting: Setting, language: Language) -> str:
    """A setting's default as a person reads it: 9:00, 30%, 100, 否."""
    return "" if setting.default is None else value_text(setting.kind, setting.default, language)


def value_text(kind: Column, value: Any, language: Language) -> str:
    if isinstance(value, dt.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(kind, Percent):
        return f"{figure(value * 100)}%"
    if isinstance(kind, Flag):
        return YES_NO[0 if value else 1](language)
    if isinstance(kind, Money) or isinstance(value, float):
        return figure(float(value))
    return kind.render(value, language) if isinstance(kind, Choice) else str(value)


def hours(clock: str) -> dt.timedelta:
    hour, minute = clock.split(":")
    return dt.timedelta(hours=int(hour), minutes=int(minute))


SHIFTS: Final = (
    ("day", Words("白", "D"), Words("全白班", "Full day"), "9:00", "17:30", 8.5),
    ("half", Words("半", "H"), Words("半白班", "Half day"), "10:00", "15:30", 5.5),
    ("evening", Words("晚", "E"), Words("晚班", "Evening"), "17:00", "23:00", 6.0),
)
"""Kind, code, name, start, end, paid hours. Domain A1.4 lets evenings end at 23:30; 23:00 here."""


def shift_rows(language: Language) -> Rows:
    return [
        {
            "code": code(language),
            "name": name(language),
            "kind": kind,
            "start": hours(start),
            "end": hours(end),
            "unpaid_break": BREAK,
            "paid_hours": paid,
            "is_evening": int(kind == "evening"),
        }
        for kind, code, name, start, end, paid in SHIFTS
    ]


COVER: Final = {"day": (1, 1), "half": (0, 1), "evening": (1, 1)}
"""Minimum and preferred people of each group by kind of shift; ours, the documents give none (D)."""


def cover_rows(language: Language) -> Rows:
    return [
        {
            "day_type": day_type,
            "group": ALL_GROUPS(language),
            "shift": code(language),
            "minimum": COVER[kind][0],
            "preferred": COVER[kind][1],
        }
        for day_type in ("weekday", "weekend")
        for kind, code, *_ in SHIFTS
    ]


CASE_HOURS: Final = {
    "tracing": 48,
    "extend_receipt": 24,
    "damage": 48,
    "missing": 48,
    "exchange": 72,
    "return": 72,
    "refund": 24,
    "rights": 24,
}
"""Hours in which each kind of case is handled; ours: the documents say "in the shortest time" (A6)."""


def case_limit_rows(language: Language) -> Rows:
    return [
        {"kind": kind, "hours": float(limit), "source": OURS(language)} for kind, limit in CASE_HOURS.items()
    ]


def holiday_rows(language: Language, year: int) -> Rows:
    try:
        days = calendar_rows(year)
    except PlanNotPublished:
        return []
    return [
        {"date": day.date, "kind": day.kind, "name": day.zh if language == "zh" else day.en} for day in days
    ]


GRADES: Final = (
    (90, Words("金牌", "Gold")),
    (80, Words("银牌", "Silver")),
    (70, Words("铜牌", "Bronze")),
    (0, Words("普通", "Ordinary")),
)
"""Least weighted score of each grade; ours, after what shops publish (the documents name 金牌客服, A3)."""


def grade_rows(language: Language) -> Rows:
    return [
        {"grade": name(language), "least": float(least), "note": OURS(language)} for least, name in GRADES
    ]


EXAMPLE_RULE: Final = Words(
    "样例：填上本店的比例再启用；不启用就由人事在绩效核算表填提成",
    "A pattern: fill your rate and switch it on; otherwise HR types the commission in the pay sheet",
)


def commission_rule_rows(language: Language) -> Rows:
    """The documents name a commission (A7.9) and no rate: nothing is paid by default."""
    every = ALL_GROUPS(language)
    pattern = {"group": every, "from_amount": 0, "rate": 0.0, "active": False}
    return [{**pattern, "note": EXAMPLE_RULE(language)}]


def records(frame: pd.DataFrame) -> Rows:
    """The rows of a frame, missing values as None."""
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]
