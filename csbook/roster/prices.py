"""What granting a refused wish or filling a gap would cost.

Each question is answered at first by a roster near the one asked about. Then, as far as the time goes, the
component is solved once more with the wish or the cover as a hard demand, which shows the least price. Where
no roster grants it, the smallest clash says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from csbook.roster import solution
from csbook.roster.cheapest import cheapest
from csbook.roster.clock import Clock
from csbook.roster.explain import DEFAULT_SECONDS, ClashSet, Progress, clash_with
from csbook.roster.nearby import Asked, Nearby, day_of, demand
from csbook.roster.parts import Request, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.solution import Unmet
from csbook.roster.solvers import Found, Settings, SolverName, choose

SHARE_OF_FIRST_ANSWERS = 0.7
LEAST_SECONDS = 2.0
"""What a proof may take; where the time is short, the first questions in their order are proven."""


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

    asked: Asked
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


@dataclass(frozen=True)
class _Asking:
    """A question with its component, the component's roster, and what is known so far: the price, and the
    roster that grants it."""

    asked: Asked
    part: RosterProblem
    known: Roster
    price: Price
    granting: Roster | None

    @property
    def settled(self) -> bool:
        return self.price.grant is Grant.POSSIBLE and self.price.proven


def prices(
    problem: RosterProblem,
    roster: Roster,
    *,
    first: dt.date = dt.date.min,
    solver: SolverName | None = None,
    clock: Clock | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> list[Price]:
    """A price for every refused wish and every gap, from a day on, of a roster that keeps the hard rules.

    First the wishes, then the gaps below the minimum, then those below what is preferred. What is not known
    when the clock is over, after half a minute where there is none, is said to be unanswered.
    """
    settings, clock = Settings(choose(solver), seed), clock or Clock.of(DEFAULT_SECONDS)
    questions = [asked for asked in _questions(problem, roster) if day_of(asked) >= first]
    steps = range(2 * len(questions))
    tell = iter(steps)

    def told() -> None:
        if progress is not None:
            progress(next(tell) + 1, len(steps))

    asking: dict[Asked, _Asking] = {}
    for each in _first_answers(problem, roster, questions, settings, clock):
        asking[each.asked] = each
        told()
    answers = []
    for done, asked in enumerate(questions):
        share = clock.within(max(LEAST_SECONDS, clock.left() / (len(questions) - done)))
        answers.append(asking[asked].price if clock.over else _proven(asking[asked], first, settings, share))
        told()
    return answers


def _questions(problem: RosterProblem, roster: Roster) -> Iterator[Asked]:
    if problem.rules.wishes.on:
        yield from solution.refused_requests(problem, roster)
    gaps = solution.unmet_cover(problem, roster)
    yield from (gap for gap in gaps if gap.below_minimum)
    yield from (gap for gap in gaps if not gap.below_minimum)


def _is_about(part: RosterProblem, asked: Asked) -> bool:
    if isinstance(asked, Request):
        return asked.agent_id in part.person_by_id
    return asked.cover in part.cover


def _first_answers(
    problem: RosterProblem, roster: Roster, questions: list[Asked], settings: Settings, clock: Clock
) -> Iterator[_Asking]:
    """An answer to each question, as near the roster as there is one."""
    soon = clock.within(SHARE_OF_FIRST_ANSWERS * clock.left())
    for part in problem.components():
        mine = [asked for asked in questions if _is_about(part, asked)]
        known = Roster({key: cell for key, cell in roster.cells.items() if key[0] in part.person_by_id})
        search = Nearby(part, known, mine, settings, soon) if mine and not soon.over else None
        for asked in mine:
            found, granting = (Found.NOTHING, None) if search is None else search.granting(asked)
            if granting is not None:
                price = _price(part, known, asked, granting, 0)
            else:
                impossible = found is Found.INFEASIBLE
                price = Price(asked, Grant.IMPOSSIBLE if impossible else Grant.UNANSWERED)
            yield _Asking(asked, part, known, price, granting)


def _proven(asking: _Asking, first: dt.date, settings: Settings, clock: Clock) -> Price:
    """The least price as far as it can be shown in the time, or the clash that stands against it."""
    asked, part, known = asking.asked, asking.part, asking.known
    if asking.settled:
        return asking.price
    if asking.price.grant is not Grant.IMPOSSIBLE:
        best = cheapest(part, asked, asking.granting, settings, clock)
        usual = solution.cost(part, known)
        if best.roster is not None:
            return _price(part, known, asked, best.roster, best.bound)
        if not best.impossible:
            return replace(asking.price, at_least=best.bound - usual)
    about = asked.agent_id if isinstance(asked, Request) else ""
    clash = clash_with(part, lambda model: demand(model, asked), settings, clock, about, first)
    return Price(asked, Grant.IMPOSSIBLE, clash=clash)


def _price(part: RosterProblem, known: Roster, asked: Asked, found: Roster, bound: int) -> Price:
    usual = solution.cost(part, known)
    cost = solution.cost(part, found) - usual
    return Price(
        asked,
        Grant.POSSIBLE,
        cost,
        min(cost, bound - usual),
        _worse(part, known, found),
        _newly_refused(part, known, found),
        _newly_short(part, known, found),
    )


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
