"""New rows of the register: which events ask for a contact that is not written down yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from csbook.followups.due import LAST_SECOND, OfficeHours, windows
from csbook.followups.possible import latest_meant
from csbook.followups.rules import FollowUpRule
from csbook.workdays import WorkCalendar

HAPPENS_AGAIN: Final = ("solution_found", "case_closed")
"""A case whose callback was in vain is opened again, solved and closed once more: each time is called
back (domain B2: several callbacks in vain make a repeated complaint)."""
Places = npt.NDArray[np.intp]
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
    kinds, written = going_on["event"].to_numpy(), Written.of(register)
    made, capped, forgone = list[Made](), dict[str, int](), 0
    for rule in rules:
        if not rule.active:
            continue
        places = written.lacking(rule, going_on, np.flatnonzero(kinds == rule.event))
        places = applicable(rule, going_on, places, classes)
        if not len(places):
            continue
        event_at = going_on["event_at"].take(places)
        window = window_of(rule, event_at, hours=hours, calendar=calendar, today=today)
        owed = is_owed(rule, window, today)
        if backlog is not None:
            timely = window["due_by"].to_numpy() >= (today - backlog).to_datetime64()
            forgone += int((owed & ~timely).sum())
            owed &= timely
        if not owed.any():
            continue
        places, window = places[owed], window[owed]
        if rule.daily_cap is not None:
            rows_of_rule = register[register["rule_id"] == rule.rule_id]
            kept = within_cap(rule.daily_cap, going_on.take(places).assign(**window), rows_of_rule).to_numpy()
            if waiting := int((window["due_by"][~kept] >= today).sum()):
                capped[rule.rule_id] = waiting
            places, window = places[kept], window[kept]
        made.append(Made(rule, places, window))
    return NewRows(in_one(made, going_on), capped, forgone)


@dataclass(frozen=True)
class Made:
    """The events for which a rule makes rows, by their places, and the windows of those."""

    rule: FollowUpRule
    places: Places
    window: pd.DataFrame


def in_one(made: Sequence[Made], events: pd.DataFrame) -> pd.DataFrame:
    """The rows that all rules make, by event."""
    if not made:
        return events.iloc[:0]
    windows_of_all = pd.concat([one.window for one in made])
    rules = [one.rule for one in made for _ in one.places]
    rows = events.take(np.concatenate([one.places for one in made])).assign(
        **windows_of_all,
        rule_id=[rule.rule_id for rule in rules],
        action=[rule.action for rule in rules],
        channel=[rule.channel for rule in rules],
    )
    return rows.sort_values(["event_at", "source"], kind="stable", ignore_index=True)


def is_owed(rule: FollowUpRule, window: pd.DataFrame, today: pd.Timestamp) -> npt.NDArray[np.bool_]:
    """Which of the windows of a rule's events ask for a row now."""
    owed = np.full(len(window), fill_value=True)
    if rule.made_when_due:
        owed &= window["due_from"].to_numpy() <= today.to_datetime64()
    if rule.applies_to != "any":
        owed &= window["due_by"].to_numpy() >= today.to_datetime64()
    return owed


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


@dataclass(frozen=True)
class Written:
    """What the register has already: the sources by rule."""

    register: pd.DataFrame
    sources: Mapping[str, set[str]]

    @classmethod
    def of(cls, register: pd.DataFrame) -> Written:
        sources: dict[str, set[str]] = {}
        for rule_id, source in zip(register["rule_id"].tolist(), register["source"].tolist(), strict=True):
            sources.setdefault(rule_id, set()).add(source)
        return cls(register, sources)

    def lacking(self, rule: FollowUpRule, events: pd.DataFrame, places: Places) -> Places:
        """The places of those of the events that the register has no row of this rule for."""
        known = self.sources.get(rule.rule_id)
        if not known or not len(places):
            return places
        sources = events["source"].to_numpy()[places].tolist()
        new = np.array([source not in known for source in sources], dtype="bool")
        if rule.event in HAPPENS_AGAIN and not new.all():
            rows = self.register[["source", "event_at", "done_at"]]
            written = rows[self.register["rule_id"] == rule.rule_id]
            new |= happened_again(events[["source", "event_at"]].take(places), written).to_numpy()
        lacking: Places = places[new]
        return lacking


def happened_again(events: pd.DataFrame, written: pd.DataFrame) -> pd.Series:
    """Whether each event came again after every contact that the register has for it (bool; index as
    given): at another moment, and not before the contact. A moment corrected afterwards is no new event,
    and a row not done yet is moved to the new moment instead."""
    now = written["source"].map(events.set_index("source")["event_at"])
    again = (written["done_at"] <= latest_meant(now)) & (now != written["event_at"])
    sources = events["source"]
    return sources.isin(written["source"]) & ~sources.isin(written["source"][~again])


def applicable(rule: FollowUpRule, events: pd.DataFrame, places: Places, classes: pd.Series) -> Places:
    """The places of those of the events whose customer, amount and sample the rule means."""
    if rule.event == "follow_up_done":
        places = places[events["after_rule"].to_numpy()[places] == rule.after_rule]
    if rule.least_amount is not None:
        places = places[events["amount"].to_numpy()[places] >= rule.least_amount]
    if rule.custom_only:
        places = places[events["custom"].to_numpy()[places]]
    if rule.applies_to != "any":
        found = events[["platform", "customer"]].take(places)
        known = (found["platform"] + ":" + found["customer"]).map(classes).astype("str")
        places = places[(known.fillna(UNKNOWN_CLASS) == rule.applies_to).to_numpy()]
    if rule.sample is not None:
        sources = events["source"].to_numpy()[places]
        places = places[np.array([drawn_share(source) < rule.sample for source in sources], dtype="bool")]
    return places


def drawn_share(source: str) -> float:
    """A number from 0 up to 1 that is always the same for a source: the sample needs no memory."""
    return int.from_bytes(hashlib.sha256(source.encode()).digest()[:8]) / 2**64


def within_cap(cap: int, candidates: pd.DataFrame, written: pd.DataFrame) -> pd.Series:
    """Which candidates the daily cap lets in (bool; index as given): per owner and day on which the contact
    may first be made, larger amounts first. The rule's rows already written fill that day; contacts without
    an owner count as one person's, until somebody owns them."""
    order = candidates.sort_values(
        ["amount", "event_at", "source"], ascending=[False, True, True], kind="stable"
    )
    slots = slot_of(order)
    place = slots.groupby(slots).cumcount() + slots.map(slot_of(written).value_counts()).fillna(0)
    return (place < cap).reindex(candidates.index)


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
