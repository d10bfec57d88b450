"""`python benchmarks/roster.py --instance FILE` as anybody would run it, from anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.instances import cost_of, faults_of, problem_of, read
from benchmarks.roster import _scored
from csbook.roster.solve import solve

from .small_instance import COST, SMALL

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "roster.py"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Instance77.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


def run(folder: Path, *options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, options)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def check_written(file: Path, out: Path, printed: str) -> dict[str, Any]:
    """What was written, once it is whole, valid, and scored the same by the referee."""
    instance, written = read(file), json.loads(out.read_text(encoding="utf-8"))
    plan = written["roster"]
    assert set(written) == {"cost", "bound", "roster"}
    assert set(plan) == {staff.code for staff in instance.staff}
    assert all(len(row) == instance.days for row in plan.values())
    assert {shift for row in plan.values() for shift in row} <= {"", *instance.minutes}
    assert faults_of(instance, plan) == []
    assert cost_of(instance, plan) == written["cost"] >= written["bound"]
    told = json.loads(printed)
    assert (told["cost"], told["bound"]) == (written["cost"], written["bound"])
    return written


def test_one_instance_is_solved_and_written_from_another_folder(file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = run(elsewhere, "--instance", file, "--seconds", 5, "--out", "found.json")
    assert (done.returncode, done.stderr) == (0, "")
    written = check_written(file, elsewhere / "found.json", done.stdout)
    assert written["cost"] == written["bound"] <= COST


def test_without_out_the_figures_are_printed_and_nothing_is_written(file: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "--instance", file, "--seconds", 5, "--seed", 3)
    assert done.returncode == 0
    assert set(json.loads(done.stdout)) == {"cost", "bound", "seconds"}
    assert list(tmp_path.iterdir()) == [file]


def test_a_public_instance_in_five_seconds(shared: Path, tmp_path: Path) -> None:
    public = shared / "benchmarks" / "instances" / "Instance3.txt"
    done = run(tmp_path, "--instance", public, "--seconds", 5, "--out", "found.json")
    assert done.returncode == 0, done.stderr
    assert check_written(public, tmp_path / "found.json", done.stdout)["cost"] >= 1001


def test_a_part_that_does_not_exist_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, "shop", "nonsense")
    assert done.returncode == 2
    assert "no part nonsense; there are shop, mixed, repair, instances" in done.stderr


def test_a_cost_that_the_referee_does_not_confirm_is_never_shown(file: Path) -> None:
    instance = read(file)
    result = solve(problem_of(instance), seconds=30)
    assert _scored(instance, result)
    with pytest.raises(AssertionError, match="The referee finds"):
        _scored(instance, replace(result, cost=result.cost - 1))
    rests = dict.fromkeys(result.roster.cells, "rest")
    with pytest.raises(AssertionError, match="minutes"):
        _scored(instance, replace(result, roster=replace(result.roster, cells=rests)))
