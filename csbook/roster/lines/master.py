"""The master program: one line for everybody, at the least cost of lines and cover together.

HiGHS is spoken to directly: a line found later becomes one more column of a program that stays where its
last solution was. PuLP would hand over the whole program each time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from csbook.roster.lines.arrays import Arrays, Floats, Whole
from csbook.roster.lines.pool import Known

NOBODY = 1e6
"""The cost of having no line for a person yet; far above what any line saves."""


@dataclass(frozen=True)
class Solved:
    """The linear program's answer. prices[need]: what one more person there saves; worth[person]."""

    cost: float
    prices: Floats
    worth: dict[int, float]
    shares: list[tuple[Known, float]] = field(repr=False)


class Master:
    """The program for some people; what the others do is taken off the cover by `present`.

    present[need]: how many others serve each row of cover.
    """

    def __init__(self, arrays: Arrays, people: Sequence[int], present: Whole) -> None:
        self._rows = {person: number for number, person in enumerate(people)}
        self._known: list[Known] = []
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self._highs.setOptionValue(name, value)
        self._add_rows(arrays, present)
        self._first_line = self._highs.getNumCol()

    def _add_rows(self, arrays: Arrays, present: Whole) -> None:
        """One line for each person; lines + missing - too many = preferred, for each need."""
        people = len(self._rows)
        for _ in range(people):
            self._row(1)
        for need, there in zip(arrays.needs, present.tolist(), strict=True):
            self._row(need.preferred - there)
        for person in range(people):
            self._column(NOBODY, math.inf, person, 1)
        for number, need in enumerate(arrays.needs):
            if need.below:
                self._column(need.price, need.below, people + number, 1)
            if need.below < need.preferred:
                self._column(need.dear, math.inf, people + number, 1)
            self._column(need.over, math.inf, people + number, -1)

    def _row(self, value: int) -> None:
        self._highs.addRow(value, value, 0, np.array([], np.int32), np.array([]))

    def _column(self, cost: float, high: float, row: int, sign: float) -> None:
        self._highs.addCol(cost, 0, high, 1, np.array([row], np.int32), np.array([float(sign)]))

    def add(self, lines: Sequence[Known]) -> None:
        """Further lines, of people in this program."""
        if not lines:
            return
        people, count = len(self._rows), len(lines)
        rows = [np.append(self._rows[known.person], known.needs + people) for known in lines]
        lengths = np.array([len(each) for each in rows])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int32)
        index = np.concatenate(rows).astype(np.int32)
        costs = np.array([known.cost for known in lines])
        low, high = np.zeros(count), np.full(count, math.inf)
        self._highs.addCols(count, costs, low, high, len(index), starts, index, np.ones(len(index)))
        self._known.extend(lines)

    def solve(self) -> Solved:
        """The best shares of the lines."""
        self._highs.run()
        solution = self._highs.getSolution()
        duals, values = np.array(solution.row_dual), np.array(solution.col_value)[self._first_line :]
        return Solved(
            cost=self._highs.getInfo().objective_function_value,
            prices=duals[len(self._rows) :],
            worth={person: float(duals[row]) for person, row in self._rows.items()},
            shares=[(self._known[number], float(values[number])) for number in np.nonzero(values > 1e-9)[0]],
        )

    def choose(self, below: float, seconds: float, nodes: int) -> list[Known] | None:
        """One whole line for everybody that costs less than `below`, the best within the limits given;
        None when there is none, or none was found."""
        people = len(self._rows)
        for column in [*range(people), *range(self._first_line, self._highs.getNumCol())]:
            self._highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        self._highs.setOptionValue("objective_bound", below)
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.1, seconds))
        self._highs.setOptionValue("mip_max_nodes", nodes)
        self._highs.run()
        if self._highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = np.array(self._highs.getSolution().col_value)[self._first_line :]
        chosen = [self._known[number] for number in np.nonzero(values > 0.5)[0]]
        return chosen if len(chosen) == people else None
