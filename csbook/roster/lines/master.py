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

from csbook.roster.clock import Cancelled
from csbook.roster.lines.arrays import Arrays, Floats, Whole
from csbook.roster.lines.pool import Known
from csbook.roster.solvers import PRESOLVE

WHOLE_COSTS = 0.99
"""Costs are whole numbers: a choice less than 1 above the bound is the best."""


@dataclass(frozen=True)
class Solved:
    """The linear program's answer. prices[need]: what one more person there saves; worth[person]."""

    cost: float
    prices: Floats
    worth: dict[int, float]
    shares: list[tuple[Known, float]] = field(repr=False)


class Master:
    """The program for some people, each with a line at least; `present` takes the others off the cover.

    present[need]: how many others serve each row of cover.
    """

    def __init__(self, arrays: Arrays, people: Sequence[int], present: Whole, cancelled: Cancelled) -> None:
        self._arrays = arrays
        self._rows = {person: number for number, person in enumerate(people)}
        self._known: list[Known] = []
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in {"output_flag": False, "threads": 1, "random_seed": 0, **PRESOLVE}.items():
            self._highs.setOptionValue(name, value)
        self._highs.cbMipInterrupt += lambda event: event.interrupt() if cancelled() else None
        self._add_rows(arrays, present)
        self._first_line = self._highs.getNumCol()

    def _add_rows(self, arrays: Arrays, present: Whole) -> None:
        """One line for each person; lines + missing - too many = preferred, for each need."""
        people = len(self._rows)
        for _ in range(people):
            self._row(1)
        for need, there in zip(arrays.needs, present.tolist(), strict=True):
            self._row(need.preferred - there)
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
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise AssertionError(f"The master program ended {self._highs.getModelStatus()}.")
        solution = self._highs.getSolution()
        duals, values = np.array(solution.row_dual), np.array(solution.col_value)[self._first_line :]
        return Solved(
            cost=self._highs.getInfo().objective_function_value,
            prices=within_costs(self._arrays, duals[len(self._rows) :]),
            worth={person: float(duals[row]) for person, row in self._rows.items()},
            shares=[(self._known[number], float(values[number])) for number in np.nonzero(values > 1e-9)[0]],
        )

    def choose(self, below: float, seconds: float, nodes: int) -> list[Known] | None:
        """One whole line for everybody that costs less than `below`, the best within the limits given;
        None when there is none, or none was found."""
        people = len(self._rows)
        for column in range(self._first_line, self._highs.getNumCol()):
            self._highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.setOptionValue("mip_abs_gap", WHOLE_COSTS)
        self._highs.setOptionValue("objective_bound", below)
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.1, seconds))
        self._highs.setOptionValue("mip_max_nodes", nodes)
        self._highs.run()
        if self._highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = np.array(self._highs.getSolution().col_value)[self._first_line :]
        chosen = [self._known[number] for number in np.nonzero(values > 0.5)[0]]
        return chosen if len(chosen) == people else None


def within_costs(arrays: Arrays, prices: Floats) -> Floats:
    """Prices between what one person too many costs and what the dearest missing one does.

    They are so already but for rounding; beyond these they would give no bound.
    """
    low = np.array([-need.over for need in arrays.needs], dtype=float)
    limited = [need.dear if need.below < need.preferred else math.inf for need in arrays.needs]
    return np.clip(prices, low, np.array(limited, dtype=float))
