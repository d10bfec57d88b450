"""Rosters measured: the documents' shop at several sizes, somebody ill, the public instances.

    python benchmarks/roster.py                                the whole table
    python benchmarks/roster.py shop mixed repair instances    parts of it
    python benchmarks/roster.py --beside instances             with the plain solves beside it, as in the docs
    python benchmarks/roster.py --instance FILE --seconds 60 --out ROSTER.json      one instance

Every roster is scored again by a checker that shares no code with the solver (`csbook.roster.solution`; for
the public instances one that reads the file itself). `--beside` runs the plain one-model solve by HiGHS and
CBC, and CP-SAT where OR-Tools is installed, each for as long; that takes minutes for each line.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:  # run as a file, Python looks beside it only
    sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from benchmarks import instances, plain, shops  # noqa: E402
from benchmarks.measuring import machine  # noqa: E402
from csbook.roster.clock import Clock  # noqa: E402
from csbook.roster.problem import RosterProblem  # noqa: E402
from csbook.roster.repair import repair  # noqa: E402
from csbook.roster.solve import Result, solve  # noqa: E402

INSTANCES = Path(os.environ.get("CSBOOK_SHARED", ROOT.parent / "shared")) / "benchmarks" / "instances"
BEST_KNOWN = {1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143, 6: 1950, 7: 1056, 8: 1300}
MIXED = ((8, 5.0), (12, 5.0), (12, 60.0), (24, 60.0), (40, 60.0))
SIZES = ((9, 3), (30, 10), (60, 20), (120, 40), (500, 40))
Line = tuple[str, ...]


def shop_lines(seconds: float, beside: bool) -> Iterator[Line]:
    """The shop of 9 people and the same in proportion; 500 people in 40 groups of twelve and thirteen."""
    for people, groups in SIZES:
        problem = shops.in_groups(people, groups)
        limit = max(seconds, 120.0) if people == 500 else seconds
        result = solve(problem, seconds=limit)
        yield f"{people} people, {groups} groups", *_figures(result), *_plain(problem, limit, beside), ""


def mixed_lines(seconds: float, beside: bool) -> Iterator[Line]:
    """Shops with helpers, personal limits, a newcomer, temporary staff, leave, a campaign; soon and late."""
    for people, most in MIXED:
        problem, limit = shops.mixed(people), min(seconds, most)
        result = solve(problem, seconds=limit)
        yield (
            f"mixed shop, {people} people, {limit:g} s",
            *_figures(result),
            *_plain(problem, limit, beside),
            "",
        )


def repair_lines(seconds: float, _beside: bool) -> Iterator[Line]:
    """Somebody ill for three days; the seconds are the whole repair, the model's building included."""
    for people, groups in ((9, 3), (120, 40)):
        for name, change in (("", lambda problem: problem), (", helpers", shops.helping)):
            problem = change(shops.in_groups(people, groups))
            published = solve(problem, seconds=seconds).roster
            ill, today = shops.with_illness(problem)
            begin = time.perf_counter()
            mended = repair(ill, published, today=today, seconds=seconds)
            taken = time.perf_counter() - begin
            proven = "proven" if mended.proven else "not proven"
            what = f"{len(mended.moved)} cells changed, {len(mended.short)} shifts short"
            yield f"ill for 3 days, {people} people{name}", f"{taken:.2f}", proven, what, "", "", *([""] * 4)


def instance_lines(seconds: float, beside: bool) -> Iterator[Line]:
    """The public instances, where they are at hand."""
    files = sorted(INSTANCES.glob("Instance*.txt"), key=lambda file: int(file.stem.removeprefix("Instance")))
    if not files:
        print(f"No public instances in {INSTANCES}; set CSBOOK_SHARED to the folder that holds benchmarks/.")
    for file in files:
        number = int(file.stem.removeprefix("Instance"))
        instance = instances.read(file)
        problem = instances.problem_of(instance)
        result = solve(problem, seconds=seconds)
        _scored(instance, result)
        peer = plain.cp_sat(file, seconds) if beside else None
        beside_it = (*_plain(problem, seconds, beside), "" if peer is None else str(peer))
        yield f"instance {number} (best known {BEST_KNOWN.get(number, '?')})", *_figures(result), *beside_it


PARTS = {"shop": shop_lines, "mixed": mixed_lines, "repair": repair_lines, "instances": instance_lines}


def _figures(result: Result) -> Line:
    known = "proven" if result.cost == result.bound else f"gap {result.gap:.2%}"
    return f"{result.seconds:.2f}", known, str(result.cost), str(result.bound), result.solver


def _plain(problem: RosterProblem, seconds: float, beside: bool) -> Line:
    if not beside:
        return "", ""
    return str(plain.one_model(problem, "highs", seconds)), str(plain.one_model(problem, "cbc", seconds))


def _scored(instance: instances.Instance, result: Result) -> instances.Plan:
    """The plan, once the referee agrees with its cost."""
    plan = instances.plan_of(instance, result.roster)
    faults, cost = instances.faults_of(instance, plan), instances.cost_of(instance, plan)
    if faults or cost != result.cost:
        raise AssertionError(f"The referee finds {faults or cost}, csbook said {result.cost}.")
    return plan


def table(names: list[str], seconds: float, beside: bool) -> None:
    """Print every line as it is measured, and the whole table at the end."""
    columns = ("work", "seconds", "known", "cost", "bound", "solver", "plain HiGHS", "plain CBC", "CP-SAT")
    shown = Table(*(columns if beside else columns[:6]), title=machine())
    for name in names or PARTS:
        for line in PARTS[name](seconds, beside):
            print(*line, sep="  ", file=sys.stderr, flush=True)
            shown.add_row(*line[: len(shown.columns)])
    Console(width=200 if beside else 120, highlight=False).print(shown)


def one_instance(file: Path, seconds: float, out: Path | None, seed: int) -> None:
    """Solve one instance; write the plan, with `""` for a day off, or print the figures alone."""
    clock = Clock.of(seconds)
    instance = instances.read(file)
    result = solve(instances.problem_of(instance), seconds=clock.left() - 1, seed=seed)
    plan = _scored(instance, result)
    found = {"cost": result.cost, "bound": result.bound}
    print(json.dumps(found | {"seconds": round(result.seconds, 2)}))
    if out is not None:
        out.write_text(json.dumps(found | {"roster": plan}), encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("parts", nargs="*", help=f"of the table: {', '.join(PARTS)}")
    options.add_argument("--seconds", type=float, default=60.0, help="for each roster (500 people: 120)")
    options.add_argument("--beside", action="store_true", help="the plain solves beside it")
    options.add_argument("--instance", type=Path, help="one file of the public set")
    options.add_argument("--out", type=Path, help="where its roster goes, as JSON")
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    if given.instance is not None:
        one_instance(given.instance, given.seconds, given.out, given.seed)
    elif unknown := set(given.parts) - set(PARTS):
        options.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    else:
        table(given.parts, given.seconds, given.beside)


if __name__ == "__main__":
    main()
