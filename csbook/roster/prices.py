"""What granting a refused wish or filling a gap would cost.

The component is solved once more with the wish or the cover as a hard demand, and the two rosters are
compared. Where no roster grants it, the smallest clash says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from csbook.roster import rules, solution
from csbook.roster.clock import Clock
from csbook.roster.explain import ClashSet, Progress, clash_with
from csbook.roster.model import Model
from csbook.roster.parts import REST, Request, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import Demand
from csbook.roster.solution import Unmet
from csbook.roster.solvers import Found, Settings, SolverName, choose, run

AROUND = dt.timedelta(days=6)
"""How far from the day in question other rest days are tried first."""


class Grant(Enum):
    """What came of asking for a wish or for somebody more."""

    POSSIBLE = "there is a roster that grants it"
    IMPOSSIBLE = "no roster grants it"
    UNANSWERED = "not known in the time given"


@dataclass(frozen=True)
class Price:
    """The answer to one question: a refused wish, or a gap to be filled to its minimum or preferred number.

    cost: what the best roster found that grants it costs more than the one asked about; None without one.
    at_least: no roster that grants it is cheaper than this; the price is proven where they are equal.
    worse: the difference by rule, as `solution.costs` names them, without what stays the same.
    refused: wishes refused for it. short: gaps that open or widen for it, with the people present then.
    clash: what cannot hold beside it where it is impossible; None where that was not found in time.
    """

    asked: Request | Unmet
    grant: Grant
    cost: int | None = None
    at_least: int = 0
    worse: tuple[tuple[str, int], ...] = ()
    refused: tuple[Request, ...] = ()
    short: tuple[Unmet, ...] = ()
    clash: ClashSet | None = None

    @property
    def proven(self) -> bool:
        return self.cost == self.at_least


def prices(
    problem: RosterProblem,
    roster: Roster,
    *,
    first: dt.date = dt.date.min,
    solver: SolverName | None = None,
    seconds: float = 30.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> list[Price]:
    """A price for every refused wish and every gap, from a day on, of a roster that keeps the hard rules.

    First the wishes, then the gaps below the minimum, then those below what is preferred. Each question may
    take an equal share of the time left; what is then not known is said to be unanswered.
    """
    settings, clock = Settings(choose(solver), seed), Clock.of(seconds)
    components = problem.components()
    questions = [asked for asked in _questions(problem, roster) if day_of(asked) >= first]
    answers = []
    for done, asked in enumerate(questions):
        part = next(part for part in components if _is_about(part, asked))
        answers.append(_price(part, roster, asked, first, settings, clock.share(len(questions) - done)))
        if progress is not None:
            progress(done + 1, len(questions))
    return answers


def _questions(problem: RosterProblem, roster: Roster) -> Iterator[Request | Unmet]:
    if problem.rules.wishes.on:
        yield from solution.refused_requests(problem, roster)
    gaps = solution.unmet_cover(problem, roster)
    yield from (gap for gap in gaps if gap.below_minimum)
    yield from (gap for gap in gaps if not gap.below_minimum)


def day_of(asked: Request | Unmet) -> dt.date:
    """The day of a question."""
    return asked.day if isinstance(asked, Request) else asked.cover.day


def _is_about(part: RosterProblem, asked: Request | Unmet) -> bool:
    if isinstance(asked, Request):
        return asked.agent_id in part.person_by_id
    return asked.cover in part.cover


def _price(
    part: RosterProblem,
    roster: Roster,
    asked: Request | Unmet,
    first: dt.date,
    settings: Settings,
    clock: Clock,
) -> Price:
    known = Roster({key: cell for key, cell in roster.cells.items() if key[0] in part.person_by_id})
    usual = solution.cost(part, known)

    def demand(model: Model) -> None:
        _demand(model, asked)

    search = _Search(part, demand, settings, clock)
    found = search.best(known, day_of(asked))
    if search.impossible:
        about = asked.agent_id if isinstance(asked, Request) else ""
        clash = clash_with(part, demand, settings, clock.left(), about, first)
        return Price(asked, Grant.IMPOSSIBLE, clash=clash)
    if found is None:
        return Price(asked, Grant.UNANSWERED, at_least=search.bound - usual)
    cost = solution.cost(part, found) - usual
    return Price(
        asked,
        Grant.POSSIBLE,
        cost,
        min(cost, search.bound - usual),
        _worse(part, known, found),
        _newly_refused(part, known, found),
        _newly_short(part, known, found),
    )


def _demand(model: Model, asked: Request | Unmet) -> None:
    """The wish granted, or as many people as the gap's minimum (its preferred number beyond it)."""
    if isinstance(asked, Unmet):
        row = asked.cover
        number = row.minimum if asked.below_minimum else row.preferred
        model.require(model.present((row.day, row.group, row.shift)) >= number)
        return
    key = asked.agent_id, asked.day
    if asked.cell == REST:
        least = most = model.off(*key)
    else:
        least, most = model.surely_on(*key, asked.cell), model.possibly_on(*key, asked.cell)
    model.require(most >= 1 if asked.wanted else least <= 0)


class _Search:
    """The cheapest roster of a component that meets a demand, as far as the time goes.

    The outline gives a bound and rest days with which the whole may reach it; else the whole begins near the
    roster known, with other rest days only around the day in question, and then runs on with all free.
    """

    def __init__(self, part: RosterProblem, demand: Demand, settings: Settings, clock: Clock) -> None:
        self.part = part
        self.settings = settings
        self.clock = clock
        self.sketch = rules.outline(part)
        self.model = rules.whole(part)
        demand(self.sketch)
        demand(self.model)
        self.bound = 0
        self.impossible = False

    def best(self, known: Roster, day: dt.date) -> Roster | None:
        """The best roster found; `bound` and `impossible` are known then."""
        found = []
        if self._run(self.sketch) is Found.ROSTER:
            found += self._held(self.sketch.roster(), self.bound)
        if not found and not self.impossible:
            far = {key: cell for key, cell in known.cells.items() if abs(key[1] - day) > AROUND}
            found += self._held(Roster(far), None)
        if self.impossible or (found and self._cost(found[0]) <= self.bound):
            return found[0] if found else None
        self.model.rest_as(None)
        self.model.cost_at_most(None)
        if found:
            self.model.start_from(found[0])
        if self._run(self.model, 1.0, warm=bool(found)) is Found.ROSTER:
            found.append(self.model.roster())
        return min(found, key=self._cost, default=None)

    def _held(self, rests: Roster, limit: int | None) -> list[Roster]:
        """The best roster with these rest days that costs no more than `limit`, as a list of one or none."""
        self.model.rest_as(rests)
        self.model.cost_at_most(limit)
        answer = None if self.clock.over else run(self.model.lp, self.settings, self.clock.left() / 3)
        return [self.model.roster()] if answer and answer.found is Found.ROSTER else []

    def _run(self, model: Model, share: float = 1 / 3, *, warm: bool = False) -> Found | None:
        """Run with a share of the time left on every roster that the model has."""
        if self.clock.over:
            return None
        answer = run(model.lp, self.settings, share * self.clock.left(), warm=warm)
        self.bound = max(self.bound, answer.bound)
        self.impossible = answer.found is Found.INFEASIBLE
        return answer.found

    def _cost(self, roster: Roster) -> int:
        return solution.cost(self.part, roster)


def _worse(part: RosterProblem, before: Roster, after: Roster) -> tuple[tuple[str, int], ...]:
    old, new = solution.costs(part, before), solution.costs(part, after)
    codes = dict.fromkeys([*old, *new])
    return tuple(
        (code, new.get(code, 0) - old.get(code, 0)) for code in codes if new.get(code) != old.get(code)
    )


def _newly_refused(part: RosterProblem, before: Roster, after: Roster) -> tuple[Request, ...]:
    old = solution.refused_requests(part, before)
    return tuple(request for request in solution.refused_requests(part, after) if request not in old)


def _newly_short(part: RosterProblem, before: Roster, after: Roster) -> tuple[Unmet, ...]:
    old = {gap.cover: gap.present for gap in solution.unmet_cover(part, before)}
    return tuple(
        gap
        for gap in solution.unmet_cover(part, after)
        if gap.present < old.get(gap.cover, gap.cover.preferred)
    )
