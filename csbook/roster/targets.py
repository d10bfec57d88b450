"""What a fair share is: goals of hours and evenings, and the cost of being off them.

Goals are fixed numbers, known before anything is solved. The cost of a person's distance grows with its
square, so the same sum of hours costs least when it is spread evenly, and groups that share nobody can
be solved apart. Distances are counted in whole steps, which keeps the models' bounds tight.

Temporary people have no share, and what they work is left out of the others': nobody knows it beforehand.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from csbook.roster.parts import Person, Shift
from csbook.roster.problem import RosterProblem

MOST_STEPS = 10
"""Up to this many steps a distance costs its square; each further step costs as much as the last one."""

FREE_SPREAD = 1
"""Days. Weekends and holidays are shared fairly when people differ by no more than this."""

FINEST_STEP = 30
"""Minutes. Shift lengths with no common measure of at least this are counted in begun hours."""


def step_costs() -> list[int]:
    """The cost of each further step: 1, 3, 5, ...; the last one stands for all that follow."""
    return [2 * step + 1 for step in range(MOST_STEPS)]


def distance_cost(steps: int) -> int:
    """The cost of being `steps` whole steps away: the square, linear beyond `MOST_STEPS`."""
    inside = min(steps, MOST_STEPS)
    return inside * inside + (steps - inside) * step_costs()[-1]


def begun_steps(distance: int, step: int) -> int:
    """How many steps a distance of minutes takes, a begun one counted whole."""
    return -(-abs(distance) // step)


def hour_step(problem: RosterProblem) -> int:
    """The step in minutes by which people's hours can differ when everybody keeps the rest days.

    With shifts of 8.5, 5.5 and 6.5 hours and equal numbers of shifts that is one hour.
    """
    step = math.gcd(*_differences(problem))
    return step if step >= FINEST_STEP else 60


def hour_goal(problem: RosterProblem, person: Person) -> int:
    """The minutes the person should work: the cover's mean minutes per shift times their shifts.

    Rounded to what the person can reach exactly. `problem` is one component: the mean is taken over
    the people who can share work with each other.
    """
    shifts = problem.work_days(person)
    least = min(shift.paid for shift in problem.shifts) * shifts
    step = hour_step(problem)
    share = mean_per_shift(problem, lambda shift: shift.paid) * shifts
    return least + step * _half_up((share - least) / step)


def month_goal(problem: RosterProblem, person: Person) -> int | None:
    """The other posts' minutes, in the share of days on which the person is available."""
    if problem.month_minutes is None:
        return None
    share = Fraction(len(problem.available_days(person)), len(problem.days))
    return _half_up(problem.month_minutes * share)


def evening_range(problem: RosterProblem, person: Person) -> tuple[int, int]:
    """The fewest and the most evening shifts that are fair: within one of the component's mean share.

    One evening more or less is often the price of equal hours, when days and evenings differ in length.
    """
    share = mean_per_shift(problem, lambda shift: int(shift.code in problem.evenings))
    fair = share * problem.work_days(person)
    return max(0, math.floor(fair) - 1), math.ceil(fair) + 1


def sharing(problem: RosterProblem) -> list[Person]:
    """The people who have a share of hours and evenings: all but the temporary."""
    return [person for person in problem.people if not person.temporary]


def always_there(problem: RosterProblem) -> list[Person]:
    """The people whose weekends and holidays are compared: those with a share, available on every day."""
    return [person for person in sharing(problem) if len(problem.available_days(person)) == len(problem.days)]


def mean_per_shift(problem: RosterProblem, value: Callable[[Shift], int]) -> Fraction:
    """The mean of `value` over the shifts that the component's people with a share will work.

    They fill the minimum cover first, then what is preferred beyond it; what is left over then, or
    where no cover is asked for, counts as the mean of what is filled, or of all kinds of shift.
    """
    left = sum(problem.work_days(person) for person in sharing(problem))
    filled, total = 0, Fraction(0)
    for minimum in (True, False):
        count, amount = _asked(problem, value, minimum)
        taken = min(count, left - filled)
        if taken > 0:
            filled += taken
            total += Fraction(amount * taken, count)
    if filled > 0:
        return total / filled
    return Fraction(sum(value(shift) for shift in problem.shifts), len(problem.shifts))


def _asked(problem: RosterProblem, value: Callable[[Shift], int], minimum: bool) -> tuple[int, int]:
    """How many shifts the cover asks for (at least, or preferred beyond that), and their summed value."""
    count = amount = 0
    for row in problem.cover:
        people = row.minimum if minimum else row.preferred - row.minimum
        count += people
        amount += people * value(problem.shift_by_code[row.shift])
    return count, amount


def _differences(problem: RosterProblem) -> list[int]:
    least = min(shift.paid for shift in problem.shifts)
    return [shift.paid - least for shift in problem.shifts]


def _half_up(number: Fraction) -> int:
    return math.floor(number + Fraction(1, 2))
