"""New rows of the register: which events ask for a contact that is not written down yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.followups.due import LAST_SECOND, OfficeHours, windows
from csbook.followups.possible import latest_meant
from csbook.followups.rules import FollowUpRule
from csbook.workdays import WorkCalendar

HAPPENS_AGAIN: Final = ("solution_found", "case_closed")
"""A case whose callback was in vain is opened again, solved and closed once more: each time is called
back (domain B2: several callbacks in vain make a repeated complaint)."""
UNKNOWN_CLASS: Final = "ordinary"  # of a customer of whom neither archive nor orders know anything


@dataclass(frozen=True)
class NewRows:
    """The rows to add (columns of the register that making fills), and how many rows each rule's
    daily cap kept out while there still was time for them. `forgone`: how many were due so long ago that
    none was made."""

    frame: pd.DataFrame
    capped: dict[str, int]
    forgone: int


def new_rows(
    register: pd.DataFrame,
    events: pd.DataFrame,
    rules: Iterable[FollowUpRule],
    classes: pd.Series,
    *,
    hours: OfficeHours,
    calendar: WorkCalendar,
    today: pd.Timestamp,
    backlog: pd.Timedelta | None = None,
) -> NewRows:
    """A row for each active rule and each of its events, unless the register has that rule and
    source already: what is written once is not made again, unless the event itself happened again.

    `classes`: customer class by `platform:account`. Rows are in the order in which they get their
    numbers: by event, then rule. Nothing is made for an event that already ended, or where the deadline
    passed longer ago than `backlog`: a first import of old orders is no work of today. A rule for one class
    of customers makes a row only while there is time: who joins the class today was not owed the contact
    of an older order.
    Raises `CalendarMissing`.
    """
    going_on = events[events["ended"].isna()]
    of_kind = {str(kind): rows for kind, rows in going_on.groupby("event", sort=False)}
    by_rule = register.loc[register["source"].notna(), ["rule_id", "source", "event_at", "done_at"]]
    written = {str(rule): rows for rule, rows in by_rule.groupby("rule_id", sort=False)}
    made, capped, forgone = [going_on.iloc[:0]], dict[str, int](), 0
    for rule in rules:
        if rule.active and rule.event in of_kind:
            candidates = applicable(rule, of_kind[rule.event], classes)
            if rule.rule_id in written:
                candidates = unwritten(rule, candidates, written[rule.rule_id])
            if candidates.empty:
                continue
            window = window_of(rule, candidates["event_at"], hours=hours, calendar=calendar, today=today)
            candidates = candidates.assign(**window)
            if rule.made_when_due:
                candidates = candidates[candidates["due_from"] <= today]
            if rule.applies_to != "any":
                candidates = candidates[candidates["due_by"] >= today]
            if backlog is not None:
                timely = candidates["due_by"] >= today - backlog
                forgone += int((~timely).sum())
                candidates = candidates[timely]
            kept = within_cap(rule, candidates, register)
            if waiting := int((candidates.drop(kept.index)["due_by"] >= today).sum()):
                capped[rule.rule_id] = waiting
            made.append(kept.assign(rule_id=rule.rule_id, action=rule.action, channel=rule.channel))
    rows = pd.concat(made)
    in_order = rows.sort_values(["event_at", "source"], kind="stable", ignore_index=True)
    return NewRows(in_order, capped, forgone)


def window_of(
    rule: FollowUpRule,
    event_at: pd.Series,
    *,
    hours: OfficeHours,
    calendar: WorkCalendar,
    today: pd.Timestamp,
) -> pd.DataFrame:
    """The window of each event. A campaign that is entered late can be announced today still."""
    found = windows(rule, event_at, hours, calendar)
    if rule.event == "campaign":
        tonight = today.normalize() + LAST_SECOND
        found["due_by"] = found["due_by"].mask(found["due_by"] < tonight, tonight)
    return found


def unwritten(rule: FollowUpRule, events: pd.DataFrame, written: pd.DataFrame) -> pd.DataFrame:
    """The events that the register has no row of this rule for; `written`: its rows of the rule."""
    new = ~events["source"].isin(written["source"])
    if rule.event in HAPPENS_AGAIN:
        new |= happened_again(events, written)
    return events[new]


def happened_again(events: pd.DataFrame, written: pd.DataFrame) -> pd.Series:
    """Whether each event came again after every contact that the register has for it (bool; index as
    given): at another moment, and not before the contact. A moment corrected afterwards is no new event,
    and a row not done yet is moved to the new moment instead."""
    pairs = (
        events[["source", "event_at"]]
        .reset_index(names="event")
        .merge(written[["source", "event_at", "done_at"]], on="source", suffixes=("", "_then"))
    )
    later = pairs["done_at"] <= latest_meant(pairs["event_at"])
    again = later & (pairs["event_at"] != pairs["event_at_then"])
    came_again = events.index.isin(pairs["event"]) & ~events.index.isin(pairs.loc[~again, "event"])
    return pd.Series(came_again, index=events.index)


def applicable(rule: FollowUpRule, events: pd.DataFrame, classes: pd.Series) -> pd.DataFrame:
    """Those of the events of the rule's kind whose customer, amount and sample the rule means."""
    found = events
    if rule.event == "follow_up_done":
        found = found[found["after_rule"] == rule.after_rule]
    if rule.least_amount is not None:
        found = found[found["amount"] >= rule.least_amount]
    if rule.custom_only:
        found = found[found["custom"]]
    if rule.applies_to != "any":
        known = (found["platform"] + ":" + found["customer"]).map(classes).astype("str")
        found = found[known.fillna(UNKNOWN_CLASS) == rule.applies_to]
    if rule.sample is not None:
        drawn = [drawn_share(source) < rule.sample for source in found["source"]]
        found = found[pd.Series(drawn, index=found.index, dtype="bool")]
    return found


def drawn_share(source: str) -> float:
    """A number from 0 up to 1 that is always the same for a source: the sample needs no memory."""
    return int.from_bytes(hashlib.sha256(source.encode()).digest()[:8]) / 2**64


def within_cap(rule: FollowUpRule, candidates: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """The candidates that the daily cap lets in: per owner and day on which the contact may first
    be made, larger amounts first. Rows already written fill that day; contacts without an owner
    count as one person's, until somebody owns them."""
    if rule.daily_cap is None or candidates.empty:
        return candidates
    order = candidates.sort_values(
        ["amount", "event_at", "source"], ascending=[False, True, True], kind="stable"
    )
    slots = slot_of(order)
    written = slot_of(register[register["rule_id"] == rule.rule_id]).value_counts()
    place = slots.groupby(slots).cumcount() + slots.map(written).fillna(0)
    return order[place < rule.daily_cap]


def slot_of(rows: pd.DataFrame) -> pd.Series:
    """Owner and day, as one text."""
    day: pd.Series = rows["due_from"].dt.strftime("%Y-%m-%d").astype("str")
    return day + " " + rows["owner"].fillna("")


def next_number(register: pd.DataFrame) -> int:
    """The number after the highest id of the register."""
    ids = register["follow_up_id"].dropna()
    return max((int(i[1:]) for i in ids if i.startswith("F") and i[1:].isdecimal()), default=0) + 1


def numbered(first: int, count: int) -> list[str]:
    """`count` ids from number `first` on: F000001, F000002, ..."""
    return [f"F{number:06d}" for number in range(first, first + count)]
