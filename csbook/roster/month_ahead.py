"""Who ends a month so tired that the next one cannot be built, however it is filled.

With q rest days a month falls into at most q + 1 stretches of work. Each holds L days at most, the first
only L - r of them where r days running reach over from the month before. A month of D days has D - q days of
work, so there is no roster where (L - r) + q L < D - q.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from csbook.problems import Words, same
from csbook.roster.amounts import number_of
from csbook.roster.day_ranges import MONTHS
from csbook.roster.frames import month_days
from csbook.roster.parts import Person, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.violations import ONE_DAY, runs


@dataclass(frozen=True)
class Stuck:
    """Somebody who cannot be rostered in the next month.

    run: the days running at the month's end. most: how many there may be. rests: the next month's quota.
    days: the next month's days on which the person is employed.
    """

    person: Person
    run: tuple[dt.date, ...]
    most: int
    rests: int
    days: tuple[dt.date, ...]

    @property
    def rested(self) -> bool:
        """Whether a day off at the month's end is enough; else only the numbers are to blame."""
        return self.most + self.rests * self.most >= len(self.days) - self.rests


def month_ahead(problem: RosterProblem, roster: Roster) -> list[Stuck]:
    """Everybody whose next month has no roster after this one, in the order of people.

    Where rest days and days running are hard rules, and the roster ends with its month. What is fixed in the
    next month (leave gives more free days) is not looked at.
    """
    first = problem.days[-1] + ONE_DAY
    if first.day != 1 or not (problem.rules.rest_days.binds and problem.rules.longest_stretch.binds):
        return []
    month = month_days(first)
    looked_at = (_next_month(problem, roster, person, month) for person in problem.people)
    return [
        stuck
        for stuck in looked_at
        if stuck.days and not stuck.person.temporary and stuck.person.employed(first)
        if max(0, stuck.most - len(stuck.run)) + stuck.rests * stuck.most < len(stuck.days) - stuck.rests
    ]


def _next_month(problem: RosterProblem, roster: Roster, person: Person, month: tuple[dt.date, ...]) -> Stuck:
    days = tuple(day for day in month if person.employed(day))
    later = RosterProblem(days=month, shifts=problem.shifts, people=(person,), rules=problem.rules)
    run = tuple(last_run(problem, roster, person))
    return Stuck(person, run, problem.longest_stretch(person), later.rest_quota(person), days)


def last_run(problem: RosterProblem, roster: Roster, person: Person) -> list[dt.date]:
    """The days running, from history on, that last to the roster's end; none where its last day is free."""
    found = runs(problem, roster, person, worked=True)
    return found[-1] if found and found[-1][-1] == problem.days[-1] else []


def stuck_words(stuck: Stuck) -> Words:
    """One sentence, without a full stop: who, why, and what to do about it."""
    return same(stuck.person.name) + Words("：", ": ") + why_words(stuck) + Words("；", "; ") + way_out(stuck)


def why_words(stuck: Stuck) -> Words:
    first = stuck.days[0]
    before, ahead = first - ONE_DAY, MONTHS[first.month - 1]
    most, rests = number_of(stuck.most, "天", "day"), number_of(stuck.rests, "天", "rest day")
    if not stuck.rested:
        return Words(
            f"{first.month}月有 {len(stuck.days)} 天，最多连上 {most.zh}、休息 {rests.zh}排不出",
            f"{ahead} has {len(stuck.days)} days and no roster with at most {most.en} running and {rests.en}",
        )
    length = number_of(len(stuck.run), "天", "day")
    return Words(
        f"{before.month}月末连上 {length.zh}（上限 {most.zh}），{first.month}月按 {rests.zh}休息排不出",
        f"ends {MONTHS[before.month - 1]} with {length.en} running (at most {most.en}), so {ahead} has no "
        f"roster with {rests.en}",
    )


def way_out(stuck: Stuck) -> Words:
    if not stuck.rested:
        return Words("请提高上限", "raise the limit")
    return Words(
        "请在月末给他安排休息，或提高上限", "give them a day off at the month's end, or raise the limit"
    )
