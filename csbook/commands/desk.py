"""What the daily commands take from a request: the moment, office hours, who is there."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from csbook.commands.duty import on_duty
from csbook.commands.handler import Request
from csbook.followups.calling import Retry
from csbook.followups.due import Hours, OfficeHours
from csbook.followups.owner import team_of
from csbook.followups.register import Desk
from csbook.followups.rules import FollowUpRule, read_rules
from csbook.followups.state import Escalation
from csbook.problems import Problem, Words

NOBODY_ON_DUTY = Words(
    "今天没有人当班，没有建议代办人；还没排班的，请先生成排班。",
    "Nobody is on duty today, so no stand-in is proposed; without a roster, build it first.",
)


def moment_of(request: Request) -> pd.Timestamp:
    return pd.Timestamp(request.today)


def rules_of(request: Request) -> tuple[tuple[FollowUpRule, ...], list[Problem]]:
    """The follow-up rules with the set that the settings choose in force, and what is wrong with them."""
    return read_rules(request.tables["FollowUpRules"], request.settings["follow_up_set"])


def office_hours(request: Request) -> OfficeHours:
    settings = request.settings
    return OfficeHours(
        opening=Hours(settings["opens"], settings["closes"]),
        calling=Hours(settings["calls_from"], settings["calls_until"]),
    )


def desk_of(request: Request, rules: Iterable[FollowUpRule]) -> Desk:
    """By what follow-ups are judged at the request's moment."""
    day = request.today.date()
    duty = on_duty(request.tables, day, request.month)
    return Desk(
        today=moment_of(request),
        team=team_of(request.tables["Staff"], duty, day),
        escalation=Escalation(
            after_days=request.settings["escalate_days"],
            most_attempts=request.settings["most_attempts"],
            by_rule={r.rule_id: r.escalate_after for r in rules if r.escalate_after is not None},
        ),
        retry=Retry(request.settings["retry_hours"], office_hours(request)),
        virtual_until=virtual_numbers(request.tables["Customers"]),
        language=request.language,
        backlog=pd.Timedelta(days=request.settings["backlog_days"]),
    )


def virtual_numbers(customers: pd.DataFrame) -> pd.Series:
    """Until which day (datetime64) each virtual number can be called, by `platform:account`."""
    virtual = customers[customers["virtual_until"].notna()]
    return pd.Series(virtual["virtual_until"].array, index=virtual["platform"] + ":" + virtual["account"])


def names_of(staff: pd.DataFrame) -> dict[str, str]:
    """Each staff member's name by number."""
    named = staff.dropna(subset=["agent_id", "name"])
    return dict(zip(named["agent_id"], named["name"], strict=True))
