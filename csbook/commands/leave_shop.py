"""`leave-shop`: one leaving day, and what follows from it for roster, customers and platform accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from csbook.commands import leave_words as words
from csbook.commands.desk import moment_of
from csbook.commands.duty import grid_month
from csbook.commands.handler import Request, Result
from csbook.commands.leave_corrected import emptied, emptied_words, given_away
from csbook.commands.leave_months import MonthElsewhere, elsewhere, months_elsewhere, open_elsewhere
from csbook.commands.leave_roster import RosterPart, repaired_roster
from csbook.commands.leave_work import HandedOver, handed_over, remaining, waiting
from csbook.commands.rostering.absence import person_named
from csbook.commands.rostering.absence_errors import NotHereYet
from csbook.commands.rostering.roster_state import PUBLISHED, state_of
from csbook.commands.score_rules import admission_of
from csbook.problems import Words, WrongUse
from csbook.roster.reading import Row, rows
from csbook.schema.checks import split_names
from csbook.scorecard.period import Period
from csbook.scorecard.rank import Standing
from csbook.scorecard.team import team


class NobodyLeaves(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "谁离职？请在操作面板“人员”填工号或姓名（csbook leave-shop 工作簿 工号）。",
                "Who leaves? Give the staff number or name at 'person' in the panel (csbook leave-shop BOOK "
                "NUMBER).",
            )
        )


class NoLeavingDay(WrongUse):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name} 最后上班是哪一天？请在操作面板“离职日期”填日期（--date 2026-11-30）。",
                f"Which is {name}'s last day of work? Give it at 'leaving date' in the panel (--date "
                "2026-11-30).",
            )
        )


def leave_shop(request: Request) -> Result:
    """Enter the last day of work, repair the shown roster, hand over open work, say what remains.

    parameters: agent (number or name), date (the last day of work; by default that of Staff). The roster is
    repaired at once. Customers, open contacts and open cases are handed over once the last day has passed,
    for until then the agent looks after them: run again then. Contacts assigned to the agent by hand lose
    that, and are listed. Where the roster cannot be repaired, the rest happens and that is said. Shifts of
    other months are named, for they are repaired once their month is shown; so is what an earlier leaving
    date did, where this one is later.
    Raises `NobodyLeaves`, `NoLeavingDay`, `UnknownPerson`, `SeveralPeople`, `NotHereYet`.
    """
    person = who_leaves(request)
    agent_id, last_day = person["agent_id"], leaving_day(request, person)
    staff = request.tables["Staff"]
    mine = staff["agent_id"] == agent_id
    left = staff.assign(left=staff["left"].mask(mine, pd.Timestamp(last_day)))
    request = replace(request, tables={**request.tables, "Staff": left})
    roster = repaired_roster(request, agent_id, last_day)
    gone = request.today.date() > last_day
    team_left = remaining(left, agent_id, max(last_day, request.today.date()))
    work = handed_over(request.tables, agent_id, team_left, moment_of(request)) if gone else None
    later = {} if gone else waiting(request.tables, agent_id, moment_of(request))
    left_open = still_open(request, person, last_day, roster)
    return Result(
        headline=words.headline(person, last_day, work, roster, elsewhere=left_open.next_month is not None),
        tables={
            "Staff": left.loc[mine, ["agent_id", "left"]],
            **roster.tables,
            **(work.tables if work else {}),
        },
        notes=tuple(notes(request, person, last_day, roster, work, later, left_open)),
        problems=roster.problems,
        details=details(request, person, last_day, roster, work, later) | left_open.details,
        typed=frozenset({"FollowUps"}),
        then=words.next_step(
            moved_shifts="Roster" in roster.tables and left_open.is_next,
            moved_contacts=work is not None and "FollowUps" in work.to,
            emptied=bool(left_open.emptied),
            elsewhere=left_open.next_month,
        ),
    )


@dataclass(frozen=True)
class StillOpen:
    """What of the roster this press leaves: months that are not shown, and days that an earlier leaving date
    emptied. is_next: whether the month that is shown is to be published before other months."""

    months: Sequence[MonthElsewhere]
    emptied: Sequence[dt.date]
    is_next: bool

    @property
    def next_month(self) -> Words | None:
        return open_elsewhere(self.months)

    @property
    def details(self) -> dict[str, object]:
        return {
            "months_elsewhere": [each.month for each in self.months],
            "emptied": [day.isoformat() for day in self.emptied],
        }


def still_open(request: Request, person: Row, last_day: dt.date, roster: RosterPart) -> StillOpen:
    tables, agent_id, today = request.tables, person["agent_id"], request.today.date()
    shown = dt.date.fromisoformat(grid_month(tables["RosterBase"], request.month) + "-01")
    months = months_elsewhere(tables, agent_id, last_day, shown, today)
    return StillOpen(
        months,
        emptied(tables, roster.grid(request), agent_id, person["left"], last_day, today),
        is_next=open_elsewhere(months) is None or state_of(tables, shown).state == PUBLISHED,
    )


def who_leaves(request: Request) -> Row:
    """The row of Staff of the person named. Raises `NobodyLeaves`, `UnknownPerson`, `SeveralPeople`."""
    agent = request.parameters.get("agent")
    if not agent:
        raise NobodyLeaves
    staff = request.tables["Staff"]
    number = person_named(agent, staff)
    return next(row for _, row in rows(staff) if row["agent_id"] == number)


def leaving_day(request: Request, person: Row) -> dt.date:
    """The last day of work. Raises `NoLeavingDay`, `NotHereYet`."""
    day: dt.date | None = request.parameters.get("date") or person["left"]
    if day is None:
        raise NoLeavingDay(person["name"])
    if person["hired"] is not None and day < person["hired"]:
        raise NotHereYet(person["name"], person["hired"])
    return day


def notes(
    request: Request,
    person: Row,
    last_day: dt.date,
    roster: RosterPart,
    work: HandedOver | None,
    later: Mapping[str, int],
    left_open: StillOpen,
) -> list[Words]:
    """What follows, in the order in which it is seen to."""
    tables, agent_id = request.tables, person["agent_id"]
    former = person["left"]
    said = [
        *words.corrected(person, last_day),
        *emptied_words(left_open.emptied, former, last_day),
        *given_away(former, last_day, request.today.date()),
        *roster.notes,
        *(note for note in elsewhere(left_open.months) if note not in roster.notes),
    ]
    if work is not None:
        said += words.handed_over(work, names_by_number(tables["Staff"]))
    else:
        said += words.handed_over_later(later, last_day)
    said += words.accounts(accounts_of(person), last_day, request.today.date())
    said += words.settings_naming(settings_naming(request, person))
    said += words.unserved(unserved(request, person))
    said += words.requests_open(requests_open(tables["Requests"], agent_id, last_day))
    said += words.watches(watches_left(request, roster, agent_id, last_day))
    said.append(words.ranking(last_day, ranked=is_ranked(request, agent_id, last_day)))
    return said


def names_by_number(staff: pd.DataFrame) -> dict[str, str]:
    known = staff.dropna(subset=["agent_id", "name"])
    return dict(zip(known["agent_id"], known["name"], strict=True))


def accounts_of(person: Row) -> list[str]:
    return split_names(person["accounts"] or "")


def settings_naming(request: Request, person: Row) -> list[str]:
    """The settings that name the leaver, by number or name."""
    named = {person["agent_id"], person["name"]}
    return [name for name in ("review_handler", "supervisor") if request.settings[name] in named]


def unserved(request: Request, person: Row) -> list[str]:
    """The leaver's platforms that nobody who stays serves."""
    staff = request.tables["Staff"]
    stay = staff[
        (staff["agent_id"] != person["agent_id"]) & ~(staff["left"] < moment_of(request).normalize())
    ]
    served = {platform for text in stay["platforms"].dropna() for platform in text.split(",")}
    return [platform for platform in (person["platforms"] or "").split(",") if platform not in served]


def requests_open(asked: pd.DataFrame, agent_id: str, last_day: dt.date) -> pd.DataFrame:
    """What the leaver, or somebody who swaps with them, asked for after the last day; neither rejected nor
    carried out."""
    theirs = (asked["agent_id"] == agent_id) | (asked["with_agent"] == agent_id)
    ends = asked[["from_date", "to_date", "with_date"]].max(axis=1)
    done = asked["carried_out"].notna() | (asked["state"] == "rejected")
    return asked[theirs & (ends > pd.Timestamp(last_day)) & ~done]


def watches_left(request: Request, roster: RosterPart, agent_id: str, last_day: dt.date) -> list[dt.date]:
    """The evenings to come whose late watch is still the leaver's."""
    watch = request.tables["LateWatch"]
    passed_on = roster.tables.get("LateWatch", watch.iloc[:0])["date"]
    first = pd.Timestamp(max(last_day + dt.timedelta(days=1), request.today.date()))
    left = watch[(watch["agent_id"] == agent_id) & (watch["date"] >= first) & ~watch["date"].isin(passed_on)]
    return [moment.date() for moment in left["date"]]


def is_ranked(request: Request, agent_id: str, last_day: dt.date) -> bool:
    """Whether the scorecard ranks the leaver in the month of the last day."""
    staff = request.tables["Staff"]
    nobody_served = pd.DataFrame({"agent_id": [], "platform": [], "receptions": []})
    end = dt.datetime.combine(max(last_day, request.today.date()), dt.time(23, 59))
    members = team(
        staff[staff["agent_id"] == agent_id],
        Period(last_day.replace(day=1), end),
        nobody_served,
        {},
        admission=admission_of(request.settings),
        listed=(),
    )
    return any(member.standing is Standing.RANKED for member in members)


def details(
    request: Request,
    person: Row,
    last_day: dt.date,
    roster: RosterPart,
    work: HandedOver | None,
    later: Mapping[str, int],
) -> dict[str, object]:
    """Figures for `--json`; `handed_over`: rows by table and new owner, `waiting`: rows to hand over."""
    return {
        "agent_id": person["agent_id"],
        "last_day": last_day.isoformat(),
        "handed_over": work.to if work else {},
        "not_handed_over": work.left if work else {},
        "unassigned": work.unassigned if work else [],
        "waiting": dict(later),
        "accounts": accounts_of(person),
        "settings": settings_naming(request, person),
        "platforms_unserved": unserved(request, person),
        "roster": dict(roster.details),
    }
