"""The plain solve beside csbook's: one model with a binary for each person, day and shift, given to a solver
through PuLP as it is, and Google's CP-SAT on the same instance in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from csbook.roster import rules, solution
from csbook.roster.problem import RosterProblem
from csbook.roster.solvers import Found, Settings, SolverName, run


@dataclass(frozen=True)
class Plain:
    """What a plain solve reached: the cost as the independent checker counts it, None without a roster."""

    seconds: float
    cost: int | None
    bound: int
    proven: bool

    def __str__(self) -> str:
        if self.cost is None:
            return f"none in {self.seconds:.0f} s"
        gap = (self.cost - self.bound) / self.cost if self.cost else 0.0
        return f"{self.cost} in {self.seconds:.1f} s, " + ("proven" if self.proven else f"gap {gap:.1%}")


def one_model(problem: RosterProblem, solver: SolverName, seconds: float) -> Plain:
    """The whole problem as one integer program."""
    begin = time.perf_counter()
    model = rules.whole(problem)
    answer = run(model.lp, Settings(solver), seconds - (time.perf_counter() - begin))
    taken = time.perf_counter() - begin
    if answer.found is not Found.ROSTER:
        return Plain(taken, None, answer.bound, False)
    roster = model.roster()
    if any(violation.hard for violation in solution.violations(problem, roster)):
        return Plain(taken, None, answer.bound, False)
    cost = solution.cost(problem, roster)
    return Plain(taken, cost, answer.bound, cost == answer.bound)


def cp_sat(instance: Path, seconds: float) -> Plain | None:
    """CP-SAT with two workers on a public instance; None where OR-Tools is not installed.

    A process of its own: OR-Tools and highspy cannot be loaded into one.
    """
    if importlib.util.find_spec("ortools") is None:
        return None
    command = [sys.executable, "-m", "benchmarks.cp_sat", str(instance), str(seconds)]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    return Plain(**json.loads(done.stdout))
