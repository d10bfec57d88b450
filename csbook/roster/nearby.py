"""Rosters that grant a wish or fill a gap with few other cells than a roster known, found in a moment.

One program serves every question: each has its demand in it with a switch, and only the bounds of variables
change between two of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from csbook.roster import rules
from csbook.roster.clock import Clock
from csbook.roster.model import Key, Model, Term
from csbook.roster.parts import Request, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.solution import Unmet
from csbook.roster.solvers import Found, Kept, Settings

Asked = Request | Unmet
"""A wish to be granted, or a gap to be filled to its minimum (to its preferred number beyond that)."""

Free = Callable[[Key], bool]

DAYS_AROUND: Final = (3, 6, 400)
"""How far from the day in question other cells may change: a week, two, at last all."""
OTHERS: Final = 5
"""Colleagues of whoever wishes whose whole month may change with theirs."""
NODES: Final = 10
"""Branches: a good answer is wanted now, the best one is `cheapest`."""
SECONDS: Final = 2.0


def day_of(asked: Asked) -> dt.date:
    """The day of a question."""
    return asked.day if isinstance(asked, Request) else asked.cover.day


def demand(model: Model, asked: Asked, unless: Term = 0) -> None:
    """The wish granted or the gap filled. `unless`: a term that is 0 where it binds."""
    if isinstance(asked, Unmet):
        row = asked.cover
        number = row.minimum if asked.below_minimum else row.preferred
        model.require(model.present((row.day, row.group, row.shift)) + unless >= number)
    else:
        model.grant(asked, unless)


class Nearby:
    """The search around `roster`, which keeps every hard rule of `part`, for an answer to each question."""

    def __init__(
        self, part: RosterProblem, roster: Roster, asked: Sequence[Asked], settings: Settings, clock: Clock
    ) -> None:
        self._part, self._roster, self._clock = part, roster, clock
        self._model = rules.whole(part)
        self._switches = {}
        for each in asked:
            self._switches[each] = switch = self._model.integer()
            demand(self._model, each, switch)
        self._kept = Kept(self._model.lp, settings, clock.cancelled)

    def granting(self, asked: Asked) -> tuple[Found, Roster | None]:
        """A roster that grants it; or that there is none, or that none was found so soon."""
        self._switches[asked].bounds(0, 0)
        found, roster = Found.NOTHING, None
        for days in DAYS_AROUND:
            if self._clock.over:
                break
            self._model.hold(self._roster, self._free(asked, dt.timedelta(days)))
            found = self._kept.run(min(SECONDS, self._clock.left()), NODES).found
            if found is Found.ROSTER:
                roster = self._model.roster()
                break
        self._switches[asked].bounds(0, None)
        return found, roster

    def _free(self, asked: Asked, around: dt.timedelta) -> Free:
        """Which cells may change: near the day, of people who share groups with those concerned; a day off
        is worked on some other day, so a few of the wisher's group may change theirs on every day."""
        day, people = day_of(asked), self._concerned(asked)
        if around.days >= len(self._part.days):
            return lambda _: True
        group = self._with(asked) if isinstance(asked, Request) else set()
        return lambda key: key[0] in group or (key[0] in people and abs(key[1] - day) <= around)

    def _with(self, wish: Request) -> set[str]:
        """Whoever wishes, with some others of the group."""
        home = self._part.person_by_id[wish.agent_id].group
        others = [p.agent_id for p in self._part.people if p.group == home and p.agent_id != wish.agent_id]
        return {wish.agent_id, *others[:OTHERS]}

    def _concerned(self, asked: Asked) -> set[str]:
        if isinstance(asked, Request):
            groups = set(self._part.person_by_id[asked.agent_id].groups)
        else:
            groups = {asked.cover.group}
        joined = {group for p in self._part.people if groups & set(p.groups) for group in p.groups}
        return {p.agent_id for p in self._part.people if joined & set(p.groups)}
