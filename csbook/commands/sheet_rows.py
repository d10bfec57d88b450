"""Which rows go into whose small workbook: own log, own contacts of today, own self score.

Telephone numbers leave the customers' archive here, each for the one agent who has to call.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.commands.desk import desk_of, names_of, rules_of
from csbook.commands.handler import Request
from csbook.commands.log_gaps import missing_in
from csbook.commands.today_rows import LISTED, responsible
from csbook.followups.owner import Team
from csbook.followups.register import refresh_register
from csbook.problems import Words

OFF: Final = Words("今天不当班", "not on duty today")
NO_CONTACT: Final = Words("没有要联系的客户", "nobody to contact")
NOTHING: Final = Words("没有日报行，也没有要联系的客户", "no row in the log, nobody to contact")


@dataclass(frozen=True)
class Share:
    """What one agent is given: rows by table, with the table's own columns and those that `PARTS` adds."""

    agent_id: str
    name: str
    frames: Mapping[str, pd.DataFrame]

    def count(self, table: str) -> int:
        return len(self.frames[table])


@dataclass(frozen=True)
class Shares:
    """The day's shares, by staff number. `without`: why others got none. `unrowed`: who is on duty
    without a row in today's log. `stranded`: contacts by the number of an agent who gets no sheet ("" for
    nobody's). `unnumbered`: due contacts that people typed and that have no number yet. `without_phone`:
    calls that were given without a telephone number that can be called."""

    given: tuple[Share, ...]
    without: Mapping[str, Words]
    unrowed: tuple[str, ...]
    stranded: Mapping[str, int]
    unnumbered: int
    without_phone: int


def shares_of(request: Request) -> Shares:
    """What everybody gets at the request's moment."""
    rules, _ = rules_of(request)
    desk = desk_of(request, rules)
    contacts = contacts_of(request, refresh_register(request.tables["FollowUps"], desk).frame)
    numbered = contacts["follow_up_id"].isin(request.tables["FollowUps"]["follow_up_id"].dropna())
    to_whom = responsible(contacts)
    log, scores = log_rows(request), score_rows(request)
    given, without, unrowed = [], {}, []
    for agent, name in sorted(names_of(request.tables["Staff"]).items()):
        if agent not in desk.team.staff:
            continue
        own = {
            "DailyLog": log[log["agent_id"] == agent],
            "FollowUps": contacts[numbered & (to_whom == agent)],
            "Scores": scores[scores["agent_id"] == agent],
        }
        why = reason_for_none(agent, own, desk.team)
        if why is not None:
            without[agent] = why
            continue
        given.append(Share(agent, name, own))
        if (
            agent in desk.team.serving
            and not (own["DailyLog"]["date"] == pd.Timestamp(day_of(request))).any()
        ):
            unrowed.append(agent)
    served = {share.agent_id for share in given}
    left = to_whom[numbered].fillna("")
    stranded = Counter(str(agent) for agent in left if agent not in served)
    calls = contacts[numbered & to_whom.isin(served) & (contacts["channel"] == "phone")]
    return Shares(
        given=tuple(given),
        without=without,
        unrowed=tuple(unrowed),
        stranded=stranded,
        unnumbered=int((~numbered).sum()),
        without_phone=int(calls["phone"].isna().sum()),
    )


def reason_for_none(agent: str, own: Mapping[str, pd.DataFrame], team: Team) -> Words | None:
    """Why somebody gets no sheet; None for those who get one: the people on duty, and those who are not
    rostered and have customers to contact."""
    to_do = len(own["FollowUps"])
    if agent in team.serving:
        return None if to_do or len(own["DailyLog"]) else NOTHING
    if agent in team.present:
        return None if to_do else NO_CONTACT
    return OFF


def day_of(request: Request) -> dt.date:
    return request.today.date()


def log_rows(request: Request) -> pd.DataFrame:
    """Today's rows of the log, and yesterday's that lack something."""
    log = request.tables["DailyLog"]
    today = pd.Timestamp(day_of(request))
    yesterday = log[log["date"] == today - pd.Timedelta(days=1)]
    lacking = [row for row in yesterday.index if missing_in(yesterday.loc[row]) is not None]
    return log[(log["date"] == today) | log.index.isin(lacking)].sort_values(
        ["date", "platform"], kind="stable", ascending=[False, True]
    )


def score_rows(request: Request) -> pd.DataFrame:
    """The month's rows of the scores, and those of the month before that still lack the self score."""
    scores, month = request.tables["Scores"], request.month
    before = month - dt.timedelta(days=1)
    owed = (scores["month"] == f"{before:%Y-%m}") & scores["self_score"].isna()
    return scores[(scores["month"] == f"{month:%Y-%m}") | owed]


def contacts_of(request: Request, register: pd.DataFrame) -> pd.DataFrame:
    """The contacts due, overdue or escalated, the earliest deadline first, with what the customers'
    archive says: columns `customer_name`, `phone` (none where it cannot be called any more), and for letters
    `address`."""
    due = register[register["state"].isin(LISTED)].sort_values(["due_by", "follow_up_id"], kind="stable")
    customers = request.tables["Customers"]
    known = customers[customers["account"].isin(due["customer"].dropna())]
    known = known.set_axis(known["platform"] + ":" + known["account"])
    dead = known["virtual_until"] < pd.Timestamp(day_of(request))
    of_whom = (due["platform"] + ":" + due["customer"]).astype("str")
    return due.assign(
        customer_name=of_whom.map(known["name"]).astype("str"),
        phone=of_whom.map(known["phone"].mask(dead)).astype("str"),
        address=of_whom.map(known["address"]).where(due["channel"] == "letter").astype("str"),
    )
