"""A small made-up team, to see the workbook with rows in it. Codes stand in both languages' shifts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from csbook.problems import Language, Words

Rows = dict[str, list[dict[str, Any]]]

MONTH = dt.date(2026, 11, 1)
TMALL, JD = Words("天猫", "Tmall"), Words("京东", "JD")
WEEK = ("day", "day", "evening", "rest", "half", "day", "leave")
CODES = {"day": Words("白", "D"), "half": Words("半", "H"), "evening": Words("晚", "E")}
PEOPLE = (("007", Words("王小丽", "Wang Xiaoli"), TMALL), ("008", Words("李明", "Li Ming"), JD))


def cell(kind: str, language: Language) -> str:
    return CODES[kind](language) if kind in CODES else kind


def days(shift: int, language: Language) -> dict[str, str]:
    """The 30 days of November: the week's pattern, begun `shift` days later."""
    return {f"d{n:02d}": cell(WEEK[(n + shift) % 7], language) for n in range(1, 31)}


def demo_rows(language: Language) -> Rows:
    """Two agents; 李明 helps 天猫 on the 3rd, which counts as a full day shift."""
    roster = [
        {"agent_id": number, "name": name(language), "group": group(language), **days(shift, language)}
        for shift, (number, name, group) in enumerate(PEOPLE)
    ]
    roster[1]["d03"] = f"{CODES['day'](language)}@{TMALL(language)}"
    staff = [
        {
            "agent_id": number,
            "name": name(language),
            "group": group(language),
            "platforms": "tmall,jd",
            "role": "presale",
            "rostered": True,
            "hired": dt.datetime(2025, 3, 1),
        }
        for number, name, group in PEOPLE
    ]
    states = ("due", "overdue", "overdue", "escalated", "done")
    follow_ups = [
        {"follow_up_id": f"F{n}", "customer": "=cmd()", "state": state, "owner": "007"}
        for n, state in enumerate(states)
    ]
    pay = {"month": "2026-11", "agent_id": "007", "commission": Decimal("80"), "deduction": Decimal("100")}
    request = {"agent_id": "008", "kind": "leave", "from_date": dt.datetime(2026, 11, 5), "state": "pending"}
    return {
        "Staff": staff,
        "Roster": roster,
        "FollowUps": follow_ups,
        "Pay": [pay],
        "Requests": [request],
    }
