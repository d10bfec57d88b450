"""One update of the register 回访登记: rows of people get numbers, rules add rows, states follow.

Nothing is ever deleted, and a second run at the same moment changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from csbook.followups.due import OfficeHours, end_of_day
from csbook.followups.events import customer_owners
from csbook.followups.making import NewRows, new_rows, next_number, numbered
from csbook.followups.owner import Team, propose
from csbook.followups.rules import FollowUpRule
from csbook.followups.state import Escalation, derive, with_typed_dates
from csbook.problems import Language
from csbook.workdays import WorkCalendar


@dataclass(frozen=True)
class Desk:
    """What every row is judged by: the moment, who is there, when to escalate, the language of
    reasons."""

    today: pd.Timestamp
    team: Team
    escalation: Escalation
    language: Language


@dataclass(frozen=True)
class RegisterUpdate:
    """The register after an update: every row, with all columns. Rows that were there keep their
    index (sheet rows); new rows count down from -1.

    `made`: rows that rules added; `numbered`: rows of people that got a number; `capped`: rows kept
    out by the daily cap, by rule; `unplaced`: due rows without owner or stand-in on duty.
    """

    frame: pd.DataFrame
    made: int = 0
    numbered: int = 0
    capped: Mapping[str, int] = field(default_factory=dict)
    unplaced: int = 0


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
    adopted = adopt_typed_rows(register, desk.today)
    new = new_rows(adopted, events, rules, classes, hours=hours, calendar=calendar, today=desk.today)
    full = add_rows(adopted, new)
    owners = full["owner"].fillna(customer_owners(full["platform"], full["customer"], customers))
    full = full.assign(owner=owners.astype("str"))
    judged, unplaced = judge(full, ended_rows(full, events, rules), desk)
    return RegisterUpdate(
        frame=judged,
        made=len(new.frame),
        numbered=int((register["follow_up_id"].isna() & adopted["follow_up_id"].notna()).sum()),
        capped=new.capped,
        unplaced=unplaced,
    )


def adopt_typed_rows(register: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """The register with a number for each row that a person added (a customer, no number).

    Such a row counts from now; it may be done at once and, without a deadline, by the end of today.
    """
    typed = register["follow_up_id"].isna() & register["customer"].notna()
    if not typed.any():
        return register
    adopted = register.copy()
    adopted.loc[typed, "follow_up_id"] = numbered(next_number(register), int(typed.sum()))
    for column in ("event_at", "due_from"):
        adopted[column] = adopted[column].mask(typed & adopted[column].isna(), today)
    without_deadline = typed & adopted["due_by"].isna() & adopted["new_due"].isna()
    adopted["due_by"] = adopted["due_by"].mask(without_deadline, end_of_day(adopted["event_at"]))
    return adopted.astype(register.dtypes.to_dict())


def add_rows(register: pd.DataFrame, new: NewRows) -> pd.DataFrame:
    """The register with the new rows below, numbered in their order."""
    rows = new.frame.assign(follow_up_id=numbered(next_number(register), len(new.frame)))
    rows.index = pd.RangeIndex(-1, -1 - len(rows), -1)
    if rows.empty:
        return register
    shaped = rows.reindex(columns=register.columns).astype(register.dtypes.to_dict())
    return pd.concat([register, shaped])


def ended_rows(register: pd.DataFrame, events: pd.DataFrame, rules: tuple[FollowUpRule, ...]) -> pd.Series:
    """Why each row's event ended it (a key of `ENDED`), missing while it is owed.

    A service whose day was changed is another service. Rows of a rule that is switched off or gone
    are closed too, and come back when it is switched on again.
    """
    event_of = {rule.rule_id: str(rule.event) for rule in rules}
    event = register["rule_id"].map(event_of).astype("str")
    keys = event + "\x1f" + register["source"]
    known = pd.Series(events["ended"].array, index=events["event"] + "\x1f" + events["source"])
    ended = keys.map(known)
    gone = (event == "next_service") & ~keys.isin(known.index)
    active = [rule.rule_id for rule in rules if rule.active]
    off = register["source"].notna() & register["rule_id"].notna() & ~register["rule_id"].isin(active)
    return ended.astype("str").mask(gone, "moved").mask(off, "rule_off")


def judge(register: pd.DataFrame, ended: pd.Series, desk: Desk) -> tuple[pd.DataFrame, int]:
    """The register with deadlines, states, lateness, reasons and stand-ins as of the moment, and
    how many due rows nobody can take. Rows without a number and customer stay as they are."""
    judged = with_typed_dates(register)
    judged = judged.assign(**derive(judged, ended, desk.escalation, desk.today, desk.language))
    proposals = propose(judged, desk.team, desk.language)
    judged = judged.assign(stand_in=proposals.stand_in, reason=judged["reason"].fillna(proposals.why))
    blank = register["follow_up_id"].isna()
    if blank.any():
        judged[blank] = register[blank]
    return judged.astype(register.dtypes.to_dict()), proposals.unplaced


def refresh_register(register: pd.DataFrame, desk: Desk) -> RegisterUpdate:
    """The register as of the moment without new rows: what was closed stays so.

    For a morning's list: it needs neither orders nor rules.
    """
    adopted = adopt_typed_rows(register, desk.today)
    closed = adopted["state"].where(adopted["state"] == "closed")
    judged, unplaced = judge(adopted, closed, desk)
    return RegisterUpdate(judged, unplaced=unplaced)
