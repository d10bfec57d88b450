"""The dynamic program against brute force: one person's cheapest line at any prices."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csbook.roster import solution
from csbook.roster.lines.arrays import FREE, Arrays, Floats
from csbook.roster.lines.counters import WEEKENDS, most_days_worked
from csbook.roster.lines.pricing import Found, Lines
from csbook.roster.parts import LEAVE, REST, Person, Roster, shift_in
from csbook.roster.problem import RosterProblem

from .line_problems import line_problems

RANDOM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SMALL = (
    line_problems(most_people=2, most_days=9, most_shifts=1)
    | line_problems(most_people=2, most_days=5, most_shifts=2)
    | line_problems(most_people=2, most_days=4, most_shifts=3)
)


@dataclass(frozen=True)
class Prices:
    on: Floats
    off: Floats
    weekend: Floats

    def of(self, arrays: Arrays, person: int, shifts: tuple[int, ...]) -> float:
        """A line's price: its cells, and each weekend that it works."""
        problem, days = arrays.problem, dict(zip(arrays.problem.days, shifts, strict=True))
        cells = sum(
            self.off[person, day] if shift == FREE else self.on[person, day, shift]
            for day, shift in enumerate(shifts)
        )
        counted = problem.weekends if problem.rules.most_weekends.on else ()
        worked = sum(any(days[day] != FREE for day in weekend) for weekend in counted)
        return float(cells + worked * self.weekend[person])


def prices_for(arrays: Arrays, seed: int) -> Prices:
    """Quarters between -20 and 20, so that sums are exact; weekends cost nothing or something."""
    chance, (people, days, shifts) = np.random.default_rng(seed), arrays.size
    return Prices(
        arrays.on + chance.integers(-80, 81, (people, days, shifts)) / 4,
        arrays.off + chance.integers(-80, 81, (people, days)) / 4,
        chance.integers(0, 81, people) / 4,
    )


def valid_lines(problem: RosterProblem, number: int) -> list[tuple[int, ...]]:
    """Every line of a person that keeps the hard rules, by the check of whole rosters."""
    person = problem.people[number]
    alone = replace(problem, people=(person,), cover=(), requests=(), fixed=_own(problem, person))
    options = [FREE, *range(len(problem.shifts))]
    every = product(options, repeat=len(problem.days))
    return [line for line in every if _stands(alone, person, line)]


def _own(problem: RosterProblem, person: Person) -> dict[tuple[str, dt.date], str]:
    return {key: cell for key, cell in problem.fixed.items() if key[0] == person.agent_id}


def _stands(problem: RosterProblem, person: Person, line: tuple[int, ...]) -> bool:
    cells = {}
    for day, number in zip(problem.days, line, strict=True):
        key, shift = (person.agent_id, day), None if number == FREE else problem.shifts[number].code
        fixed = problem.fixed.get(key)
        if fixed is not None and shift_in(fixed) == shift:
            cells[key] = fixed  # of the same shift, so only its group or the word for a free day is taken
        else:
            cells[key] = shift or REST
    return not any(violation.hard for violation in solution.violations(problem, Roster(cells)))


def counted_in(arrays: Arrays) -> tuple[int, ...]:
    return (WEEKENDS, *range(arrays.size[2]))


def best_by_lines(
    arrays: Arrays, people: list[int], prices: Prices, tracked: tuple[int, ...]
) -> dict[int, Found]:
    found = Lines(arrays, people, tracked).cheapest(prices.on, prices.off, prices.weekend, 1)
    return {one.person: one for one in found}


@settings(RANDOM, max_examples=40)
@given(SMALL, st.integers(0, 2**32))
def test_the_cheapest_line_is_that_of_brute_force(problem: RosterProblem, seed: int) -> None:
    arrays = Arrays(problem)
    prices = prices_for(arrays, seed)
    found = best_by_lines(arrays, list(range(len(problem.people))), prices, counted_in(arrays))
    for number in range(len(problem.people)):
        valid = valid_lines(problem, number)
        assert (number in found) == bool(valid)
        if valid:
            assert tuple(found[number].shifts.tolist()) in valid
            assert found[number].cost == prices.of(arrays, number, tuple(found[number].shifts.tolist()))
            assert found[number].cost == min(prices.of(arrays, number, line) for line in valid)


@settings(RANDOM, max_examples=40)
@given(SMALL, st.integers(0, 2**32))
def test_without_counting_limits_the_cheapest_line_is_that_of_a_problem_without_them(
    problem: RosterProblem, seed: int
) -> None:
    """What is not counted must neither bar a line nor let it break another rule."""
    off = {code: replace(problem.rules[code], on=False) for code in ("shift_limits", "most_weekends")}
    arrays = Arrays(problem)
    prices = prices_for(arrays, seed)
    loose = replace(problem, rules=replace(problem.rules, **off))
    allowed = [
        [line for line in valid_lines(loose, number) if not _barred(arrays, number, line)]
        for number in range(len(problem.people))
    ]
    found = best_by_lines(arrays, list(range(len(problem.people))), prices, ())
    assert set(found) == {number for number, lines in enumerate(allowed) if lines}
    for number, one in found.items():
        assert one.cost == min(prices.of(arrays, number, line) for line in allowed[number])


def _barred(arrays: Arrays, person: int, line: tuple[int, ...]) -> bool:
    """Whether a shift is worked of which the person may have none: that is held by its price."""
    return any(shift != FREE and arrays.most_shifts[person, shift] == 0 for shift in line)


@settings(RANDOM, max_examples=40)
@given(line_problems(most_people=4, most_days=7, most_shifts=1) | SMALL, st.integers(0, 2**32))
def test_people_together_get_what_each_would_get_alone(problem: RosterProblem, seed: int) -> None:
    arrays = Arrays(problem)
    prices = prices_for(arrays, seed)
    everybody = list(range(len(problem.people)))
    together = best_by_lines(arrays, everybody, prices, counted_in(arrays))
    alone = {}
    for number in everybody:
        alone |= best_by_lines(arrays, [number], prices, counted_in(arrays))
    assert {number: one.cost for number, one in together.items()} == {
        number: one.cost for number, one in alone.items()
    }


@settings(RANDOM, max_examples=40)
@given(line_problems(most_people=2, most_days=5, most_shifts=2), st.integers(0, 2**32))
def test_further_lines_are_valid_too_and_come_cheapest_first(problem: RosterProblem, seed: int) -> None:
    arrays = Arrays(problem)
    prices = prices_for(arrays, seed)
    everybody = list(range(len(problem.people)))
    found = Lines(arrays, everybody, counted_in(arrays)).cheapest(prices.on, prices.off, prices.weekend, 4)
    for number in everybody:
        own = [one for one in found if one.person == number]
        assert [one.cost for one in own] == sorted(one.cost for one in own)
        assert len({tuple(one.shifts.tolist()) for one in own}) == len(own)
        valid = valid_lines(problem, number)
        for one in own:
            shifts = tuple(one.shifts.tolist())
            assert shifts in valid
            assert one.cost == prices.of(arrays, number, shifts)


@settings(RANDOM, max_examples=50)
@given(line_problems(), st.data())
def test_a_line_read_from_a_roster_gives_the_roster_back(problem: RosterProblem, data: st.DataObject) -> None:
    arrays = Arrays(problem)
    cells = {}
    for person in problem.people:
        words = [REST, *(f"{s.code}@{g}" for s in problem.shifts for g in person.helps)]
        words += [shift.code for shift in problem.shifts]
        for day in problem.days:
            leave = problem.fixed.get((person.agent_id, day)) == LEAVE
            cells[person.agent_id, day] = LEAVE if leave else data.draw(st.sampled_from(words))
    roster = Roster(cells)
    lines = {number: arrays.line_in(roster, number) for number in range(len(problem.people))}
    assert arrays.roster(lines) == roster


@settings(RANDOM, max_examples=50)
@given(st.integers(0, 12), st.integers(1, 5), st.integers(1, 5))
def test_the_most_days_that_can_be_worked_are_those_of_the_fullest_pattern(
    days: int, stretch: int, pause: int
) -> None:
    def allowed(worked: tuple[bool, ...]) -> bool:
        text = "".join(" x"[each] for each in worked)
        breaks = [len(part) for part in text.strip().split("x") if part]
        return max(map(len, text.split()), default=0) <= stretch and min(breaks, default=pause) >= pause

    most = max(sum(worked) for worked in product((False, True), repeat=days) if allowed(worked))
    assert most_days_worked(days, stretch, pause) == most
