"""One update of the register 回访登记: rows of people get numbers, rules add rows, states follow.

Nothing is ever deleted, and a second run at the same moment changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

from csbook.followups.calling import DEAD_NUMBER, Retry, count_attempts, dead_numbers, retries
from csbook.followups.due import OfficeHours
from csbook.followups.ending import ended_rows
from csbook.followups.event_frame import of_dtype, typed_as
from csbook.followups.events import customer_owners
from csbook.followups.making import NewRows, new_rows, next_number, numbered
from csbook.followups.moving import with_moved_events
from csbook.followups.owner import Team, propose
from csbook.followups.rules import FollowUpRule
from csbook.followups.state import FINISHED, Escalation, derive, with_typed_dates
from csbook.followups.typed_rows import adopt_typed_rows
from csbook.problems import Language, Words
from csbook.workdays import WorkCalendar

AND: Final = Words("；", "; ")


@dataclass(frozen=True)
class Desk:
    """What every row is judged by: the moment, who is there, when to escalate and to call again, until
    which day virtual numbers can be called (by `platform:account`), the language of reasons, how old a
    deadline may be for a contact still to be made (None: any)."""

    today: pd.Timestamp
    team: Team
    escalation: Escalation
    retry: Retry
    virtual_until: pd.Series
    language: Language
    backlog: pd.Timedelta | None = None


@dataclass(frozen=True)
class RegisterUpdate:
    """The register after an update: every row, with all columns. Rows that were there keep their
    index (sheet rows); new rows count down from -1.

    `made`: rows that rules added, `overtaken` those of them that a later step closed at once;
    `numbered`: rows of people that got a number; `capped`: rows kept
    out by the daily cap, by rule; `unplaced`: due rows without owner or stand-in on duty;
    `dead_numbers`: calls owed to virtual numbers that have expired; `forgone`: contacts that were due too
    long ago to be made.
    """

    frame: pd.DataFrame
    made: int = 0
    overtaken: int = 0
    numbered: int = 0
    capped: Mapping[str, int] = field(default_factory=dict)
    unplaced: int = 0
    dead_numbers: int = 0
    forgone: int = 0


def update_register(
    register: pd.DataFrame,
    events: pd.DataFrame,
    rules: tuple[FollowUpRule, ...],
    *,
    customers: pd.DataFrame,
    classes: pd.Series,
    hours: OfficeHours,
    calendar: WorkCalendar,
    desk: Desk,
) -> RegisterUpdate:
    """The whole update.

    `register` has the columns of FollowUps; `events` as `collect_events` gives them; `classes`:
    customer class by `platform:account`. Raises `CalendarMissing`.
    """
    adopted = adopt_typed_rows(register, desk.today, customers)
    adopted = with_moved_events(adopted, events, rules, hours=hours, calendar=calendar, today=desk.today)
    new = new_rows(
        adopted,
        events,
        rules,
        classes,
        hours=hours,
        calendar=calendar,
        today=desk.today,
        backlog=desk.backlog,
    )
    full = add_rows(adopted, new)
    owners = full["owner"].fillna(customer_owners(full["platform"], full["customer"], customers))
    full = full.assign(owner=owners.astype("str"))
    ended = ended_rows(full, events, rules, desk.today)
    return replace(
        judge(full, ended, desk),
        made=len(new.frame),
        overtaken=int((ended.iloc[len(adopted) :] == "next_step").sum()),
        numbered=int((register["follow_up_id"].isna() & adopted["follow_up_id"].notna()).sum()),
        capped=new.capped,
        forgone=new.forgone,
    )


def add_rows(register: pd.DataFrame, new: NewRows) -> pd.DataFrame:
    """The register with the new rows below, numbered in their order."""
    if new.frame.empty:
        return register
    index = pd.RangeIndex(-1, -1 - len(new.frame), -1)
    rows = new.frame.assign(follow_up_id=numbered(next_number(register), len(new.frame))).set_axis(index)
    shaped = {name: of_dtype(rows.get(name), dtype, index) for name, dtype in register.dtypes.items()}
    return pd.concat([register, pd.DataFrame(shaped, copy=False)])


def judge(register: pd.DataFrame, ended: pd.Series, desk: Desk) -> RegisterUpdate:
    """The register with attempts, deadlines, states, lateness, reasons and stand-ins as of the moment.
    Rows without a number and customer stay as they are."""
    judged = count_attempts(register, desk.today)
    over = ended.notna() | desk.escalation.tried_out(judged["attempts"])
    judged = with_typed_dates(judged.assign(retry_from=retries(judged, desk.retry).mask(over)))
    judged = judged.assign(**derive(judged, ended, desk.escalation, desk.today, desk.language))
    proposals = propose(judged, desk.team, desk.language)
    reason = judged["reason"].fillna(proposals.why)
    dead = dead_numbers(judged, desk.virtual_until, desk.today) & ~judged["state"].isin(FINISHED)
    if dead.any():
        told = (reason + AND(desk.language)).fillna("") + DEAD_NUMBER(desk.language)
        reason = reason.mask(dead, told)
    judged = judged.assign(stand_in=proposals.stand_in, reason=reason)
    blank = register["follow_up_id"].isna()
    if blank.any():
        judged[blank] = register[blank]
    return RegisterUpdate(
        typed_as(judged, register), unplaced=proposals.unplaced, dead_numbers=int(dead.sum())
    )


def refresh_register(register: pd.DataFrame, desk: Desk) -> RegisterUpdate:
    """The register as of the moment without new rows: what was closed stays so.

    For a morning's list: it needs neither orders nor rules, nor the archive.
    """
    adopted = adopt_typed_rows(register, desk.today)
    closed = adopted["state"].where(adopted["state"] == "closed")
    return judge(adopted, closed, desk)
