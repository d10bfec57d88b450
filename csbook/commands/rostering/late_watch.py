"""The rows of 值班表 for a month's roster: who stays each evening until the last customer is served."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from csbook.commands.score_frames import frame_of
from csbook.problems import Words, counted
from csbook.roster.amounts import number_range
from csbook.roster.day_ranges import day_ranges, day_words
from csbook.roster.parts import Roster, group_in
from csbook.roster.problem import RosterProblem
from csbook.roster.reading import Row, rows
from csbook.roster.watch import Evenings, evenings_of, name_watches, unevenness

EARLIER_DAYS: Final = 92
"""Watches of so many days before the month break ties; somebody new owes nothing older. Ours."""


def watch_rows(
    problem: RosterProblem,
    roster: Roster,
    tables: Mapping[str, pd.DataFrame],
    month: dt.date,
    *,
    standing: bool = False,
) -> tuple[pd.DataFrame, list[Words]]:
    """Rows of LateWatch for the month (its first day) in the order of days, and what to tell of them.

    `tables`: Staff, LateWatch. Rows that a person typed stay (`typed_by_hand`). With `standing`, for a
    roster that was published, everybody keeps the watch on the evenings they still work. A day that has
    a row but no evening any more gets an empty one. Rows of other months are not among those returned;
    none are where the rule `late_watch` is off.
    """
    if not problem.rules.late_watch.on:
        return frame_of("LateWatch", []), []
    labels = labels_of(tables["Staff"])
    old = {row["date"]: row for _, row in rows(tables["LateWatch"]) if row["date"] is not None}
    by_hand = {
        day: row["agent_id"]
        for day, row in old.items()
        if in_month(day, month) and typed_by_hand(row, labels)
    }
    earlier = {
        day: row["agent_id"]
        for day, row in old.items()
        if row["agent_id"] and month - dt.timedelta(days=EARLIER_DAYS) <= day < month
    }
    evenings = evenings_of(problem, roster, by_hand, earlier)
    if standing:
        kept = {
            day: row["agent_id"]
            for day, row in old.items()
            if row["agent_id"] in evenings.working.get(day, ())
        }
        evenings = evenings_of(problem, roster, kept | by_hand, earlier)
    named = name_watches(evenings)
    emptied = [day for day in old if in_month(day, month) and day not in named]
    written = [
        watch_row(day, named.get(day), problem, roster, labels, by_hand=day in by_hand)
        for day in sorted([*named, *emptied])
    ]
    return frame_of("LateWatch", written), list(notes(evenings, named, by_hand, labels))


def in_month(day: dt.date, month: dt.date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


def labels_of(staff: pd.DataFrame) -> dict[str, str]:
    """What the column `name` says of each staff number: the name, with the number where two share it."""
    names = {row["agent_id"]: row["name"] for _, row in rows(staff) if row["agent_id"] and row["name"]}
    shared = Counter(names.values())
    return {who: name if shared[name] == 1 else f"{name} {who}" for who, name in names.items()}


def typed_by_hand(row: Row, labels: Mapping[str, str]) -> bool:
    """Whether a person chose who has this watch.

    csbook writes the name beside the number, so a number with somebody else's name, or without one, was
    typed. `by_hand` marks it from then on; emptying the number, or the mark, gives the evening back.
    """
    who, written = row["agent_id"], row["name"]
    if who is None:
        return False
    others = {label for other, label in labels.items() if other != who}
    return bool(row["by_hand"]) or written is None or (written != labels.get(who) and written in others)


def watch_row(
    day: dt.date,
    who: str | None,
    problem: RosterProblem,
    roster: Roster,
    labels: Mapping[str, str],
    *,
    by_hand: bool,
) -> dict[str, Any]:
    person = problem.person_by_id.get(who or "")
    cell = person and roster.cell(person.agent_id, day)
    return {
        "date": pd.Timestamp(day),
        "agent_id": who,
        "name": labels.get(who or ""),
        "group": person and group_in(cell or "", person.group),
        "by_hand": by_hand or None,
    }


def notes(
    evenings: Evenings,
    named: Mapping[dt.date, str],
    by_hand: Mapping[dt.date, str],
    labels: Mapping[str, str],
) -> Iterator[Words]:
    """How even the watches are, and each day that is not as it should be."""
    possible = {who for candidates in evenings.candidates.values() for who in candidates}
    counts = Counter(named.values())
    if named:
        few, most = min(counts[who] for who in possible), max(counts.values())
        times = number_range(few, most)
        yield Words(
            f"值班：{len(named)} 晚已定人，每人 {times.zh} 次。",
            f"Late watch: {counted(len(named), 'evening')} named, {times.en} for each person.",
        )
    if running := unevenness(evenings, named).running:
        yield Words(
            f"值班：有 {running} 次同一人连值两晚，受当晚晚班人选所限。",
            f"Late watch: {counted(running, 'time')} the same person two evenings running, "
            "for want of others.",
        )
    if evenings.unwatched:
        days = day_ranges(evenings.unwatched)
        yield Words(
            f"值班：{days.zh}没有人上晚班，没有定人。", f"Late watch: nobody works the evening on {days.en}."
        )
    new = [day for day, who in named.items() if who in evenings.newcomers and day not in by_hand]
    if new:
        days = day_ranges(new)
        yield Words(
            f"值班：{days.zh}只有新人上晚班。",
            f"Late watch: only newcomers work the evening on {days.en}.",
        )
    for day, who in by_hand.items():
        if who not in evenings.working.get(day, ()):
            name, when = labels.get(who, who), day_words(day)
            yield Words(
                f"值班：{when.zh}手填的 {name} 当晚不上晚班，请核对。",
                f"Late watch: {name}, typed for {when.en}, does not work that evening; please check.",
            )
