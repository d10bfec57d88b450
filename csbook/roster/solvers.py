"""The two solvers behind PuLP, and what they say in one place.

HiGHS by default; CBC, which comes with PuLP, where HiGHS is missing. Traps of PuLP 3.3 kept in mind:

* at a time limit `status` reads Optimal, so what was found is read from `sol_status`;
* of CBC's "Integer infeasible" `sol_status` knows nothing, so that is read from `status`;
* without a solution the variables hold values all the same, so they are not looked at then;
* PuLP gives no bound: HiGHS is asked for it, CBC's stands in its log;
* the interface to HiGHS drops the objective's constant: ours has none.
"""

from __future__ import annotations

import importlib.util
import math
import re
import tempfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import pulp

from csbook.problems import Words, WrongUse

SolverName = Literal["highs", "cbc"]

THREADS = 1
"""More do not pay for parts of this size, and an office computer has other things to do."""


class Found(Enum):
    """What a run of a solver ended with."""

    ROSTER = "a solution, the best one when its cost equals the bound"
    NOTHING = "no solution in the time given"
    INFEASIBLE = "a proof that there is none"


@dataclass(frozen=True)
class Answer:
    """Costs are whole numbers, so a bound is rounded up."""

    found: Found
    bound: int


@dataclass(frozen=True)
class Settings:
    """The solver with its seed and the relative gap at which it may stop."""

    solver: SolverName
    seed: int = 0
    gap: float = 0.0


class SolverMissing(WrongUse):
    def __init__(self, solver: str) -> None:
        super().__init__(
            Words(
                f"求解器 {solver} 没有安装。请运行 pip install highspy，或改用另一个求解器。",
                f"The solver {solver} is not installed. Run pip install highspy, or use the other solver.",
            )
        )


def choose(solver: SolverName | None) -> SolverName:
    """The solver asked for, or HiGHS where it is installed and CBC where not."""
    if solver is None:
        return "highs" if _highs_is_here() else "cbc"
    if solver == "highs" and not _highs_is_here():
        raise SolverMissing(solver)
    if solver == "cbc" and not _cbc().available():
        raise SolverMissing(solver)
    return solver


def run(lp: pulp.LpProblem, settings: Settings, seconds: float, *, warm: bool = False) -> Answer:
    """Solve, and leave the values in the variables. `warm`: they hold values to start from."""
    if not lp.variables():
        return Answer(Found.ROSTER, 0)
    return (_run_highs if settings.solver == "highs" else _run_cbc)(lp, settings, seconds, warm)


def _highs_is_here() -> bool:
    return importlib.util.find_spec("highspy") is not None and pulp.HiGHS(msg=False).available()


def _run_highs(lp: pulp.LpProblem, settings: Settings, seconds: float, warm: bool) -> Answer:
    solver = _Highs(
        msg=False,
        threads=THREADS,
        timeLimit=seconds,
        gapRel=settings.gap,
        gapAbs=_WHOLE_COSTS,
        random_seed=settings.seed,
    )
    solver.warm = warm
    lp.solve(solver)
    return _answer(lp, lp.solverModel.getInfo().mip_dual_bound)


class _Highs(pulp.HiGHS):  # type: ignore[misc]  # PuLP has no types
    """HiGHS that starts from the variables' values; PuLP's interface cannot."""

    warm = False

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802 (PuLP's name)
        if self.warm:
            known = [variable for variable in lp.variables() if variable.varValue is not None]
            places = [variable.index for variable in known]
            lp.solverModel.setSolution(len(known), places, [variable.varValue for variable in known])
        super().callSolver(lp)


def _run_cbc(lp: pulp.LpProblem, settings: Settings, seconds: float, warm: bool) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "cbc.log")
        solver = _cbc(
            timeLimit=max(1.0, seconds),
            gapRel=settings.gap,
            gapAbs=_WHOLE_COSTS,
            threads=THREADS,
            options=[f"randomCbcSeed {settings.seed}"],
            logPath=str(log),
            warmStart=warm,
        )
        solver.tmpDir = folder
        lp.solve(solver)
        return _answer(lp, _bound_in(log.read_text(encoding="utf-8", errors="replace"), lp))


def _cbc(**options: Any) -> Any:
    """CBC as PuLP ships it; by its path, since PuLP's own name for it is going away in version 4."""
    return pulp.COIN_CMD(path=pulp.PULP_CBC_CMD.pulp_cbc_path, msg=False, **options)


def _bound_in(log: str, lp: pulp.LpProblem) -> float:
    """CBC's lower bound; its log names one only where it is below the cost."""
    named = re.findall(r"^Lower bound:\s+(\S+)", log, re.MULTILINE)
    if named:
        return float(named[-1])
    if lp.sol_status != pulp.LpSolutionOptimal:
        return 0.0
    return float(pulp.value(lp.objective) or 0.0)  # no value where nothing costs anything


_WHOLE_COSTS = 0.99
"""Costs are whole numbers: a solution less than 1 above the bound is the best."""


def _answer(lp: pulp.LpProblem, bound: float) -> Answer:
    whole = math.ceil(bound - 1e-6) if math.isfinite(bound) else 0
    if lp.status == pulp.LpStatusInfeasible:
        return Answer(Found.INFEASIBLE, 0)
    match lp.sol_status:
        case pulp.LpSolutionOptimal | pulp.LpSolutionIntegerFeasible:
            return Answer(Found.ROSTER, max(0, whole))
        case _:
            return Answer(Found.NOTHING, max(0, whole))
