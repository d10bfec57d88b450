"""Rosters of the documents' shop, HiGHS against CBC on the same model in the same run.

    python -m benchmarks.roster            9, 30 and 60 people, 30 days, two wishes each
    python -m benchmarks.roster 9 120      other sizes, in whole groups of three

Prints one line for each size and solver: seconds, status, cost, bound, gap.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from rich.console import Console
from rich.table import Table

from csbook.roster.solve import Result, solve
from csbook.roster.solvers import SolverName
from tests.roster.shop import GROUPS, shop, two_wishes_each

SECONDS = 60.0
SOLVERS: tuple[SolverName, ...] = ("highs", "cbc")


def measure(people: int, solver: SolverName) -> Result:
    """The best roster found for `people` in groups of three, with two wishes each."""
    groups = GROUPS + tuple(f"group{number}" for number in range(len(GROUPS), people // 3))
    problem = shop(groups=groups[: people // 3])
    problem = replace(problem, requests=two_wishes_each(problem))
    return solve(problem, solver=solver, seconds=SECONDS)


def main(sizes: list[int]) -> None:
    table = Table("people", "solver", "seconds", "status", "cost", "bound", "gap", "refused")
    for people in sizes:
        for solver in SOLVERS:
            result = measure(people, solver)
            figures = (result.cost, result.bound, f"{result.gap:.2%}", len(result.refused))
            row = (people, solver, f"{result.seconds:.2f}", result.status.value, *figures)
            table.add_row(*(str(cell) for cell in row))
    Console().print(table)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [9, 30, 60])
