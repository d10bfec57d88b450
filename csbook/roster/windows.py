"""Cover that must fall short, seen before any solver runs.

Within some windows of days people need a free day: a period of the long break, or one day more than
their longest stretch. A group has only so much room for free days: the people available, less the minimum
cover, and none on days on which nobody may rest. Where more free days are needed than there is room,
somebody will be missing, whatever the roster; a supervisor should be told which days and how many.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from csbook.problems import Words, joined, same
from csbook.roster import breaks
from csbook.roster.amounts import number_range
from csbook.roster.parts import Person, shift_in
from csbook.roster.problem import RosterProblem


@dataclass(frozen=True)
class ShortWindow:
    """Days on which the people of `groups` need `needed` free days, with room for only `room`.

    At least `needed - room` shifts of the minimum cover stay empty in the window. `room` is negative when
    the cover asks for more people than there are. Of a single day: people who can work, and the shifts asked
    for. sales: the days of the window on which nobody may rest, where without them there were more room;
    then what falls short is the free days rather than the cover.
    """

    groups: tuple[str, ...]
    first: dt.date
    last: dt.date
    needed: int
    room: int
    people: int = 0
    shifts: tuple[str, ...] = ()
    sales: tuple[dt.date, ...] = ()

    @property
    def of_headcount(self) -> bool:
        """Whether more people are asked for than there are, with nobody due a free day."""
        return self.needed == 0


def short_windows(problem: RosterProblem) -> list[ShortWindow]:
    """Every window of a hard rule, and every single day, on which minimum cover must fall short.

    People who can help in other groups are looked at together with those groups. Cover beyond the headcount
    comes first: the windows of free days that are short as well may be no more than what follows from it.
    """
    if not problem.rules.cover_minimum.on:
        return []
    found = [short for part in problem.components() for short in _short_in(part)]
    return sorted(found, key=_headcount_first)


def _short_in(part: RosterProblem) -> Iterator[ShortWindow]:
    """Of people who can help each other: groups without people enough of their own, then all of them
    together where more is missing than that."""
    alone = list(_headcounts(part))
    yield from alone
    missing: Counter[dt.date] = Counter()
    for day in alone:
        missing[day.first] -= day.room
    for window, for_break in _windows(part).items():
        short = _look_at(part, window, for_break)
        beyond = len(window) == 1 and -short.room > missing[short.first]
        if short.needed > short.room and (beyond or not short.of_headcount):
            yield short


def narrowest(windows: Iterable[ShortWindow]) -> list[ShortWindow]:
    """The windows without a shorter one of the same groups, or some of them, inside; cover beyond the
    headcount first."""
    found: list[ShortWindow] = []
    for window in sorted(windows, key=lambda w: (w.last - w.first, w.first)):
        if not any(_follows_from(known, window) for known in found):
            found.append(window)
    return sorted(found, key=lambda w: (_headcount_first(w), w.groups, w.first))


def _follows_from(known: ShortWindow, window: ShortWindow) -> bool:
    inside = window.first <= known.first and known.last <= window.last
    shorter = known.last - known.first < window.last - window.first
    return inside and (known.groups == window.groups or (shorter and {*known.groups} <= {*window.groups}))


def _headcount_first(window: ShortWindow) -> bool:
    return not window.of_headcount


def _windows(problem: RosterProblem) -> dict[tuple[dt.date, ...], int]:
    """Each day alone, then the windows in which a free day is due, inside the roster's days; with how many
    free days everybody needs there for a long break."""
    windows = {(day,): 0 for day in problem.days} | dict.fromkeys(_periods_with_a_day(problem), 1)
    if problem.rules.longest_stretch.binds:
        for length in dict.fromkeys(problem.longest_stretch(person) + 1 for person in problem.people):
            for start in range(len(problem.days) - length + 1):
                windows.setdefault(problem.days[start : start + length], 0)
    return windows


def _periods_with_a_day(problem: RosterProblem) -> list[tuple[dt.date, ...]]:
    """The periods in which nobody has a long break without a free day, where none may be missed."""
    periods = breaks.periods(problem) if breaks.may_miss(problem) == 0 else []
    return [
        period.days
        for period in periods
        if all(set(candidate.run) & set(period.days) for candidate in breaks.candidates(problem, period))
    ]


def _look_at(problem: RosterProblem, window: tuple[dt.date, ...], for_break: int) -> ShortWindow:
    needed = sum(_free_days(problem, person, window, for_break) for person in problem.people)
    days = _days_to_rest(problem, window) if needed else window
    room = _room(problem, days)
    sales = tuple(day for day in window if day not in days) if room < _room(problem, window) else ()
    groups = tuple(dict.fromkeys([p.group for p in problem.people] + [row.group for row in problem.cover]))
    people, shifts = 0, tuple[str, ...]()
    if len(window) == 1:
        people = sum(_can_work(problem, person, window[0]) for person in problem.people)
        shifts = _shifts_asked(problem, window[0])
    return ShortWindow(groups, window[0], window[-1], needed, room, people, shifts, sales)


def _room(problem: RosterProblem, days: tuple[dt.date, ...]) -> int:
    """How many people more can work on these days than the minimum cover asks for."""
    there = sum(_can_work(problem, person, day) for person in problem.people for day in days)
    return there - sum(row.minimum for row in problem.cover if row.day in days)


def _shifts_asked(problem: RosterProblem, day: dt.date) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.shift for row in problem.cover if row.day == day and row.minimum))


def _headcounts(part: RosterProblem) -> Iterator[ShortWindow]:
    """Each day on which a group asks for more people than can serve it, whoever else there is."""
    for day in part.days:
        for group in dict.fromkeys(row.group for row in part.cover):
            rows = [row for row in part.cover if row.day == day and row.group == group and row.minimum]
            people = sum(_can_work(part, person, day) for person in part.people if group in person.groups)
            room, shifts = people - sum(row.minimum for row in rows), tuple(row.shift for row in rows)
            if room < 0:
                yield ShortWindow((group,), day, day, 0, room, people, shifts)


def headcount_words(days: Sequence[ShortWindow]) -> Words:
    """What days are asked for on which there are too few people: `晚班要 20 人，能上的只有 12 人`."""
    codes = dict.fromkeys(code for day in days for code in day.shifts)
    shifts = joined(map(same, codes))
    named = shifts.zh.removesuffix("班") + ("班共" if len(codes) > 1 else "班")
    asked = [day.people - day.room for day in days]
    wanted = number_range(min(asked), max(asked))
    there = number_range(min(day.people for day in days), max(day.people for day in days))
    return Words(
        f"{named}要 {wanted.zh} 人，能上的只有 {there.zh} 人",
        f"{wanted.en} people asked for ({shifts.en}), only {there.en} can work",
    )


def _days_to_rest(problem: RosterProblem, window: tuple[dt.date, ...]) -> tuple[dt.date, ...]:
    nobody_rests = problem.no_rest if problem.rules.nobody_rests.binds else frozenset()
    return tuple(day for day in window if day not in nobody_rests)


def _free_days(problem: RosterProblem, person: Person, window: tuple[dt.date, ...], for_break: int) -> int:
    """How many of the days on which the person could work have to be free all the same, on days on which
    people may rest: temporary people rest on sales days, too."""
    if person.temporary and len(_days_to_rest(problem, window)) < len(window):
        return 0
    if not all(_can_work(problem, person, day) for day in window):
        return 0
    if not problem.rules.longest_stretch.binds:
        return for_break
    return max(for_break, len(window) // (problem.longest_stretch(person) + 1))


def _can_work(problem: RosterProblem, person: Person, day: dt.date) -> bool:
    fixed = problem.fixed.get((person.agent_id, day))
    return person.employed(day) and (fixed is None or shift_in(fixed) is not None)
