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

import numpy as np
import pulp

try:
    import highspy
except ImportError:  # CBC then; `choose` says so to whoever asks for HiGHS
    highspy = None  # type: ignore[assignment]

from csbook.problems import Words, WrongUse
from csbook.roster.clock import Cancelled

SolverName = Literal["highs", "cbc"]

PRESOLVE = {"presolve_rule_off": 1 << 16}
"""HiGHS's presolve without enumeration, its rule 16. From 1.13 to 1.15 it may drop rows that ask for exactly
one of several (ERGO-Code/HiGHS#3216), and a roster has one for each cell: the search then ends in an error,
or says of a program that has solutions that it has none."""

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


def run(
    lp: pulp.LpProblem,
    settings: Settings,
    seconds: float,
    *,
    nodes: int | None = None,
    warm: bool = False,
    cancelled: Cancelled = lambda: False,
) -> Answer:
    """Solve, and leave the values in the variables. `warm`: they hold values to start from.

    nodes: how many branches it may take at most. `cancelled` is asked now and then by HiGHS; CBC, a process
    of its own, runs until its time is up.
    """
    if not lp.variables():
        return Answer(Found.ROSTER, 0)
    if settings.solver == "highs":
        return _run_highs(lp, settings, seconds, nodes, warm, cancelled)
    return _run_cbc(lp, settings, seconds, nodes, warm)


def _highs_is_here() -> bool:
    return importlib.util.find_spec("highspy") is not None and pulp.HiGHS(msg=False).available()


def _run_highs(
    lp: pulp.LpProblem,
    settings: Settings,
    seconds: float,
    nodes: int | None,
    warm: bool,
    cancelled: Cancelled,
) -> Answer:
    limits = {} if nodes is None else {"mip_max_nodes": nodes}
    solver = _highs(settings, cancelled, timeLimit=seconds, **limits)
    solver.warm = warm
    lp.solve(solver)
    return _answer(lp, lp.solverModel.getInfo().mip_dual_bound)


def _highs(settings: Settings, cancelled: Cancelled, **options: Any) -> _Highs:
    solver = _Highs(
        msg=False,
        threads=THREADS,
        gapRel=settings.gap,
        gapAbs=_WHOLE_COSTS,
        random_seed=settings.seed,
        **PRESOLVE,
        **options,
    )
    solver.cancelled = cancelled
    return solver


class _Highs(pulp.HiGHS):  # type: ignore[misc]  # PuLP has no types
    """HiGHS that starts from the variables' values and can be stopped; PuLP's interface can do neither."""

    warm = False
    cancelled: Cancelled = staticmethod(lambda: False)

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802 (PuLP's name)
        if self.warm:
            known = [variable for variable in lp.variables() if variable.varValue is not None]
            places = [variable.index for variable in known]
            lp.solverModel.setSolution(len(known), places, [variable.varValue for variable in known])
        super().callSolver(lp)

    def createAndConfigureSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802
        super().createAndConfigureSolver(lp)
        lp.solverModel.cbMipInterrupt += self._stop_when_cancelled
        lp.solverModel.cbSimplexInterrupt += self._stop_when_cancelled

    def findSolutionValues(self, lp: pulp.LpProblem) -> tuple[int, int]:  # noqa: N802
        """The values, and PuLP's two words for what HiGHS found.

        PuLP's own reading takes an interrupted search for one with a solution, and does not know the
        limit of branches.
        """
        highs, feasible = lp.solverModel, highspy.SolutionStatus.kSolutionStatusFeasible
        status = highs.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return pulp.LpStatusInfeasible, pulp.LpSolutionInfeasible
        if highs.getInfo().primal_solution_status != feasible:
            return pulp.LpStatusNotSolved, pulp.LpSolutionNoSolutionFound
        for variable, value in zip(lp.variables(), highs.getSolution().col_value, strict=True):
            variable.varValue = value
        for constraint, dual in zip(lp.constraints(), highs.getSolution().row_dual, strict=False):
            constraint.pi = dual  # of a linear program; an integer one has none
        optimal = status == highspy.HighsModelStatus.kOptimal
        return pulp.LpStatusOptimal, pulp.LpSolutionOptimal if optimal else pulp.LpSolutionIntegerFeasible

    def _stop_when_cancelled(self, event: Any) -> None:
        if self.cancelled():
            event.interrupt()


class Kept:
    """A program solved again and again with other bounds of its variables, each time from a known solution.

    HiGHS keeps it between two solves; to CBC it is handed over anew.
    """

    def __init__(self, lp: pulp.LpProblem, settings: Settings, cancelled: Cancelled = lambda: False) -> None:
        self._lp, self._settings, self._cancelled = lp, settings, cancelled
        self._solver: _Highs | None = None

    def run(self, seconds: float, nodes: int) -> Answer:
        """Solve from the variables' values, with the bounds they have now."""
        if self._settings.solver == "cbc":
            return run(self._lp, self._settings, seconds, nodes=nodes, warm=True)
        if self._solver is None:
            self._solver = _highs(self._settings, self._cancelled)
            self._solver.warm = True
            self._solver.createAndConfigureSolver(self._lp)
            self._solver.buildSolverModel(self._lp)
        highs, variables = self._lp.solverModel, self._lp.variables()
        bounds = [(v.lowBound, math.inf if v.upBound is None else v.upBound) for v in variables]
        low, high = np.array(bounds, dtype=float).T.copy()
        highs.changeColsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)
        highs.setOptionValue("time_limit", highs.getRunTime() + seconds)
        highs.setOptionValue("mip_max_nodes", nodes)
        self._solver.callSolver(self._lp)
        status, found = self._solver.findSolutionValues(self._lp)
        self._lp.assignStatus(status, found)
        return _answer(self._lp, highs.getInfo().mip_dual_bound)


def _run_cbc(lp: pulp.LpProblem, settings: Settings, seconds: float, nodes: int | None, warm: bool) -> Answer:
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
            maxNodes=nodes,
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
