"""Whose month is scored, for which platform, and who takes part in the ranking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from csbook.scorecard.period import Period
from csbook.scorecard.rank import Admission, Employment, Standing, standing

NOT_SCORED = "supervisor"


@dataclass(frozen=True)
class Member:
    """One agent of the month. `platform` is the one with most receptions; `role` and `platform` are
    None for somebody who has a row but is no agent of this month."""

    agent_id: str
    name: str
    role: str | None
    platform: str | None
    standing: Standing


def team(
    staff: pd.DataFrame,
    period: Period,
    receptions: pd.DataFrame,
    leave_days: Mapping[str, int],
    *,
    admission: Admission,
    listed: Iterable[str],
) -> list[Member]:
    """The agents of the month in the order of 员工, then whoever is `listed` and is none of them.

    `staff`: rows of 员工. An agent is everybody but supervisors who was employed for a day of the
    month that has come. `receptions`: `agent_id`, `platform`, `receptions` of the month. `listed`:
    staff numbers that have a row of the month already.
    """
    columns = (receptions[name].tolist() for name in ("agent_id", "platform", "receptions"))
    served: dict[str, dict[str, int]] = {}
    for who, platform, count in zip(*columns, strict=True):
        served.setdefault(who, {})[platform] = int(count)
    members = []
    names = dict(zip(staff["agent_id"], staff["name"], strict=True))
    for line in staff.to_dict("records"):
        who = line["agent_id"]
        person = Employment(day(line["hired"]), day(line["probation_until"]), day(line["left"]))
        out = days_outside(period, person.hired, person.left)
        if line["role"] == NOT_SCORED or out is None:
            continue
        members.append(
            Member(
                who,
                line["name"],
                line["role"],
                main_platform(platforms_of(line["platforms"]), served.get(who, {})),
                standing(period, out + leave_days.get(who, 0), person, admission),
            )
        )
    known = {m.agent_id for m in members}
    others = [who for who in dict.fromkeys(listed) if who not in known]
    return members + [Member(who, names.get(who, who), None, None, Standing.OUTSIDE) for who in others]


def days_outside(period: Period, hired: dt.date | None, left: dt.date | None) -> int | None:
    """Days of the month before the first and after the last day at work; None when that is the
    whole month, or the first day has not come."""
    first = max(hired or period.first, period.first)
    last = min(left or period.last, period.last)
    if first > last or first > period.today.date():
        return None
    return period.days - (last - first).days - 1


def days_employed(staff: pd.DataFrame, period: Period) -> dict[str, int]:
    """Days of the month from the first to the last at work, by staff number; who has none is left out."""
    columns = (staff[name].tolist() for name in ("agent_id", "hired", "left"))
    found = {}
    for who, hired, left in zip(*columns, strict=True):
        out = days_outside(period, day(hired), day(left))
        if out is not None:
            found[who] = period.days - out
    return found


def platforms_of(cell: object) -> list[str]:
    """The platforms of a cell of 员工; none where it is empty or could not be read."""
    return cell.split(",") if isinstance(cell, str) else []


def main_platform(platforms: list[str], served: Mapping[str, int]) -> str | None:
    """The platform with most receptions in the month (`served`, of one agent); the one named first where
    several have, or nobody was served; None where none is known."""
    candidates = list(dict.fromkeys([*platforms, *served]))
    return max(candidates, key=lambda platform: served.get(platform, 0), default=None)


def day(value: object) -> dt.date | None:
    """A frame's day as a date."""
    return value.date() if isinstance(value, dt.datetime) and not pd.isna(value) else None
