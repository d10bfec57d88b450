"""Lines of 排班检查 about the month's last days: who has to rest at once in the next month, or
cannot, and who has no roster there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import takewhile

from csbook.commands.handler import Request
from csbook.commands.rostering.check_line import WARNING, Line
from csbook.commands.rostering.next_month import next_month
from csbook.commands.rostering.standing import Standing
from csbook.problems import Words
from csbook.roster.amounts import number_of
from csbook.roster.day_ranges import day_ranges, day_words
from csbook.roster.month_ahead import Stuck, last_run, month_ahead, way_out, why_words
from csbook.roster.parts import Person, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES
from csbook.roster.violations import ONE_DAY


def lines_of_month_end(request: Request, month: Standing, source: Callable[[str], Words]) -> Iterator[Line]:
    """One line for each person who ends the month with as many days running as they may have, or with so
    many that the days on which they work in the next month in any case are too many, or that the next month
    has no roster with its rest days (`month_ahead`).

    These are approved pins, cells that stand in the next month's grid and sales days on which nobody may
    rest. Nothing is said of somebody who is off on the 1st. source: of a rule, by its code.
    """
    following = (
        next_month(request, month.problem.days[-1]) if month.problem.rules.longest_stretch.on else None
    )
    ahead = {stuck.person.agent_id: stuck for stuck in _ahead(month, following)} if following else {}
    for person in following.people if following else ():
        here = month.problem.person_by_id.get(person.agent_id)
        run = last_run(month.problem, month.worked, here) if here else []
        if here and here.agent_id in ahead:
            yield _stuck(ahead[here.agent_id], source)
        if following and here and run and person.employed(following.days[0]):
            yield from _line(month.problem, following, here, run, source)


def _line(
    problem: RosterProblem,
    following: RosterProblem,
    person: Person,
    run: list[dt.date],
    source: Callable[[str], Words],
) -> Iterator[Line]:
    most, first = problem.longest_stretch(person), following.days[0]
    works = list(takewhile(lambda day: _works(following, person, day) is True, following.days))
    due = first + max(0, most - len(run)) * ONE_DAY
    clash = works[: (due - first).days + 1] if works and works[-1] >= due else []
    if not clash and (len(run) < most or _works(following, person, first) is False):
        return
    rest, length = day_words(due), number_of(len(run), "天", "day")
    found = Words(f"月末已连上 {length.zh}", f"ends the month with {length.en} running")
    mend = Words(f"最迟 {rest.zh}须休息", f"must rest by {rest.en}")
    if clash:
        fixed = day_ranges(clash)
        mend += Words(
            f"，但 {fixed.zh}已定上班：请改掉，或在月末先休息一天",
            f", but works on {fixed.en} in any case: change that, or rest before the month's end",
        )
    limit = number_of(most, "天", "day")
    yield Line(
        WARNING,
        RULES["longest_stretch"].words + Words("（月末）", " (month's end)"),
        source("longest_stretch"),
        found,
        Words(f"上限 {limit.zh}", f"at most {limit.en}"),
        mend,
        agent_id=person.agent_id,
        name=person.name,
        days=tuple(day for day in run if day >= problem.days[0]),
    )


def _ahead(month: Standing, following: RosterProblem) -> list[Stuck]:
    """Who cannot be rostered in the next month, but for those who have free days there by now."""
    off = {agent_id for (agent_id, _), cell in following.fixed.items() if shift_in(cell) is None}
    return [stuck for stuck in month_ahead(month.problem, month.worked) if stuck.person.agent_id not in off]


def _stuck(stuck: Stuck, source: Callable[[str], Words]) -> Line:
    most = number_of(stuck.most, "天", "day")
    return Line(
        WARNING,
        RULES["longest_stretch"].words + Words("（下月）", " (next month)"),
        source("longest_stretch"),
        why_words(stuck),
        Words(f"上限 {most.zh}", f"at most {most.en}"),
        way_out(stuck),
        agent_id=stuck.person.agent_id,
        name=stuck.person.name,
        days=tuple(day for day in stuck.run if day.month == stuck.run[-1].month),
    )


def _works(following: RosterProblem, person: Person, day: dt.date) -> bool | None:
    """Whether somebody works on a day of the next month; None where that is still open."""
    cell = following.fixed.get((person.agent_id, day))
    if cell is not None:
        return shift_in(cell) is not None
    sale = day in following.no_rest and following.rules.nobody_rests.binds
    return True if sale and not person.temporary else None
