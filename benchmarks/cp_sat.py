"""Google's CP-SAT on a public instance: `python -m benchmarks.cp_sat FILE SECONDS` prints what it reached.

The straightforward model, one literal for each person, day and shift. OR-Tools is no dependency of csbook.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.instances import Instance, Plan, Staff, cost_of, faults_of, read

WORKERS = 2


def solve(instance: Instance, seconds: float) -> dict[str, Any]:
    begin = time.perf_counter()
    model = cp_model.CpModel()
    works = {
        staff.code: [
            {shift: model.new_bool_var("") for shift in instance.minutes} for _ in range(instance.days)
        ]
        for staff in instance.staff
    }
    for staff in instance.staff:
        _add_staff(model, instance, staff, works[staff.code])
    model.minimize(sum(_costs(model, instance, works)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = max(1.0, seconds - (time.perf_counter() - begin))
    status = solver.solve(model)
    taken = time.perf_counter() - begin
    bound = max(0, round(solver.best_objective_bound))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {"seconds": taken, "cost": None, "bound": bound, "proven": False}
    plan: Plan = {
        code: [next((s for s, on in day.items() if solver.boolean_value(on)), "") for day in days]
        for code, days in works.items()
    }
    assert not faults_of(instance, plan)
    return {
        "seconds": taken,
        "cost": cost_of(instance, plan),
        "bound": bound,
        "proven": status == cp_model.OPTIMAL,
    }


def _add_staff(model: Any, instance: Instance, staff: Staff, days: list[dict[str, Any]]) -> None:
    on = [sum(day.values()) for day in days]
    for number, day in enumerate(days):
        model.add_at_most_one(day.values())
        if number in staff.days_off:
            model.add(on[number] == 0)
        for first, second in instance.forbidden if number else ():
            model.add_at_most_one(days[number - 1][first], day[second])
    minutes = sum(instance.minutes[shift] * day[shift] for day in days for shift in day)
    model.add_linear_constraint(minutes, staff.least_minutes, staff.most_minutes)
    for shift, most in staff.most_shifts.items():
        model.add(sum(day[shift] for day in days) <= most)
    for start in range(instance.days - staff.longest_stretch):
        model.add(sum(on[start : start + staff.longest_stretch + 1]) <= staff.longest_stretch)
    for length in range(1, staff.shortest_stretch):
        for start in range(1, instance.days - length):
            run = sum(on[start : start + length])
            model.add(on[start - 1] - run + on[start + length] >= 1 - length)
    for length in range(1, staff.shortest_break):
        for start in range(1, instance.days - length):
            run = sum(on[start : start + length])
            model.add(run - on[start - 1] - on[start + length] >= -1)
    weekends = []
    for saturday in range(5, instance.days, 7):
        worked = model.new_bool_var("")
        for each in on[saturday : saturday + 2]:
            model.add(each <= worked)
        weekends.append(worked)
    model.add(sum(weekends) <= staff.most_weekends)


def _costs(model: Any, instance: Instance, works: dict[str, list[dict[str, Any]]]) -> list[Any]:
    costs = [weight * (1 - works[code][day][shift]) for code, day, shift, weight in instance.wanted]
    costs += [weight * works[code][day][shift] for code, day, shift, weight in instance.unwanted]
    for (day, shift), (need, under, over) in instance.cover.items():
        missing = model.new_int_var(0, need, "")
        beyond = model.new_int_var(0, len(works), "")
        model.add(sum(days[day][shift] for days in works.values()) + missing - beyond == need)
        costs += [under * missing, over * beyond]
    return costs


if __name__ == "__main__":
    print(json.dumps(solve(read(Path(sys.argv[1])), float(sys.argv[2]))))
