"""The month after the one that is built or checked, as far as its grid is known, and what the two break
together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from csbook.commands.duty import grid_month
from csbook.commands.handler import Request
from csbook.commands.rostering.roster_grid import history_grid, no_days
from csbook.commands.rostering.standing import month_grid
from csbook.commands.rostering.stated import stated_problem
from csbook.problems import Words, joined, same
from csbook.roster import solution
from csbook.roster.day_ranges import day_ranges
from csbook.roster.frames import HISTORY_DAYS, NothingToRoster
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES
from csbook.roster.solution import CELLS, Violation
from csbook.roster.violations import ONE_DAY


def next_month(request: Request, last: dt.date) -> RosterProblem | None:
    """The month after the day `last` with every cell of its grid that is known; None where nobody is rostered
    then.

    Its grid is on the sheet where that is known to show it, else in the history.
    """
    later = replace(request, month=last + ONE_DAY)
    on_sheet = grid_month(request.tables["RosterBase"], request.month) == f"{later.month:%Y-%m}"
    grid = month_grid(later) if on_sheet else history_grid(request.tables["RosterHistory"], later.month)
    try:
        return stated_problem(later, grid, no_days())[0]
    except NothingToRoster:
        return None


def broken_together(following: RosterProblem | None, roster: Roster) -> list[Violation]:
    """The hard rules that the cells known of the following month break with `roster` before them."""
    if following is None:
        return []
    first = following.days[0]
    recent = {key: cell for key, cell in roster.cells.items() if first - key[1] <= HISTORY_DAYS * ONE_DAY}
    known = {person.agent_id for person in following.people}
    history = {key: cell for key, cell in recent.items() if key[0] in known}
    after = replace(following, history=history)
    broken = solution.violations(after, Roster(following.fixed))
    return [v for v in broken if v.hard and v.rule != CELLS and v.days and v.days[0] < first <= v.days[-1]]


def beginning_words(following: RosterProblem, broken: Iterable[Violation]) -> Iterator[Words]:
    """One sentence for each rule, with whom and when, and what to do about it."""
    month = f"{following.days[0]:%Y-%m}"
    for code, each in groupby(sorted(broken, key=lambda v: v.rule), key=lambda v: v.rule):
        rule = RULES[code].words
        who = joined(
            same(following.person_by_id[v.agent_id].name)
            + Words("（", " (")
            + day_ranges(v.days)
            + Words("）", ")")
            for v in each
        )
        yield Words(
            f"{month} 已经排好，接在这份班表后面会违反“{rule.zh}”：{who.zh}；请改本月末或下月初的格。",
            f"{month} is built already and breaks '{rule.en}' after this roster: {who.en}; change cells of "
            "this month's end or of the next one's beginning.",
        )
