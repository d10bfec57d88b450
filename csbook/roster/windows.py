"""Cover that must fall short, seen before any solver runs.

Within some windows of days everybody needs a free day: a period of the long break, or one day more than
the longest stretch. A group has only so much room for free days: the people available, less the minimum
cover. Where more people need a free day than there is room, somebody will be missing, whatever the
roster; a supervisor should be told which days and how many.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from csbook.roster import breaks
from csbook.roster.parts import Person, shift_in
from csbook.roster.problem import RosterProblem


@dataclass(frozen=True)
class ShortWindow:
    """Days on which the people of `groups` need `needed` free days, with room for only `room`.

    At least `needed - room` shifts of the minimum cover stay empty in the window. `room` is negative when
    the cover asks for more people than there are.
    """

    groups: tuple[str, ...]
    first: dt.date
    last: dt.date
    needed: int
    room: int


def short_windows(problem: RosterProblem) -> list[ShortWindow]:
    """Every window of a hard rule, and every single day, on which minimum cover must fall short.

    People who can help in other groups are looked at together with those groups.
    """
    if not problem.rules.cover_minimum.on:
        return []
    return [
        short
        for part in problem.components()
        for window in _windows(part)
        for short in [_look_at(part, window)]
        if short.needed > short.room
    ]


def _windows(problem: RosterProblem) -> list[tuple[dt.date, ...]]:
    """Each day alone, then the windows in which a free day is due, inside the roster's days."""
    windows: list[tuple[dt.date, ...]] = [(day,) for day in problem.days]
    if breaks.may_miss(problem) == 0:
        windows += [period.days for period in breaks.periods(problem) if _needs_a_day(problem, period)]
    if problem.rules.longest_stretch.binds:
        length = problem.rules.whole("longest_stretch") + 1
        windows += [problem.days[start : start + length] for start in range(len(problem.days) - length + 1)]
    return list(dict.fromkeys(windows))


def _needs_a_day(problem: RosterProblem, period: breaks.Period) -> bool:
    """Whether no long break of the period does without a free day in it."""
    return all(set(candidate.run) & set(period.days) for candidate in breaks.candidates(problem, period))


def _look_at(problem: RosterProblem, window: tuple[dt.date, ...]) -> ShortWindow:
    free = sum(_must_be_free(problem, person, window) for person in problem.people)
    there = sum(_can_work(problem, person, day) for person in problem.people for day in window)
    asked = sum(row.minimum for row in problem.cover if row.day in window)
    groups = tuple(dict.fromkeys([p.group for p in problem.people] + [row.group for row in problem.cover]))
    return ShortWindow(groups, window[0], window[-1], free, there - asked)


def _must_be_free(problem: RosterProblem, person: Person, window: tuple[dt.date, ...]) -> bool:
    """Whether one of the days on which the person could work has to be free all the same."""
    return len(window) > 1 and all(_can_work(problem, person, day) for day in window)


def _can_work(problem: RosterProblem, person: Person, day: dt.date) -> bool:
    fixed = problem.fixed.get((person.agent_id, day))
    return person.employed(day) and (fixed is None or shift_in(fixed) is not None)
