"""The public instances' format: read, refused where it is damaged, and scored by the referee."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.instances import MONDAY, Instance, Plan, cost_of, faults_of, plan_of, problem_of, read
from csbook.roster import solution
from csbook.roster.lines.arrays import fits
from csbook.roster.parts import REST, Roster
from csbook.roster.solve import Status, solve

from .small_instance import COST, SMALL, VALID


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Instance77.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def instance(file: Path) -> Instance:
    return read(file)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    path = tmp_path_factory.mktemp("instances") / "Instance78.txt"
    path.write_text(SMALL, encoding="utf-8")
    return read(path)


def with_row(code: str, row: str) -> Plan:
    """The valid plan with another row, `-` for a day without a shift."""
    return {**copy.deepcopy(VALID), code: ["" if letter == "-" else letter for letter in row]}


def test_a_file_is_read_as_it_stands(instance: Instance) -> None:
    assert instance.days == 10
    assert instance.minutes == {"E": 480, "L": 510}
    assert instance.forbidden == {("L", "E")}
    first, second, third = instance.staff
    assert (first.code, first.most_shifts) == ("A", {"E": 6, "L": 3})
    assert (first.most_minutes, first.least_minutes) == (2970, 1440)
    assert (first.longest_stretch, first.shortest_stretch, first.shortest_break) == (3, 2, 2)
    assert (first.most_weekends, first.days_off) == (0, {0})
    assert (second.days_off, third.days_off) == ({4, 9}, frozenset())
    assert instance.wanted == (("A", 1, "E", 2), ("B", 0, "L", 3))
    assert instance.unwanted == (("C", 5, "L", 4),)
    assert instance.cover[2, "L"] == (1, 50, 2)
    assert len(instance.cover) == 5


def test_several_shifts_may_be_forbidden_after_one(file: Path) -> None:
    file.write_text(SMALL.replace("E,480,\n", "E,480,L|E\n"), encoding="utf-8-sig")
    assert read(file).forbidden == {("E", "L"), ("E", "E"), ("L", "E")}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("SECTION_HORIZON\n", ""),
        ("SECTION_SHIFTS\n", ""),
        ("SECTION_STAFF\n", ""),
        ("SECTION_COVER\n", "SECTION_ELSE\n"),
        ("# days\n10\n", ""),
        ("\n10\n", "\nten\n"),
        ("L,510,E", "L"),
        ("L,510,E", "L,long,E"),
        ("E=6|L=3", "E6"),
        ("2970,1440,3,2,2,0", "2970,1440,3,2,2"),
        ("2970,1440,3,2,2,0", "2970,1440,3,2,2,0,9"),
        ("A,1,E,2", "A,1,E"),
        ("A,1,E,2", "A,one,E,2"),
        ("B,4,9", "B,4,x"),
        ("0,E,1,100,1", "0,E,1,100"),
        ("2,L,1,50,2", "2,L,1,50,2,2"),
    ],
)
def test_a_damaged_file_is_refused_by_its_name(file: Path, was: str, becomes: str) -> None:
    assert SMALL.count(was) == 1
    file.write_text(SMALL.replace(was, becomes), encoding="utf-8")
    with pytest.raises(ValueError, match=r"Instance77\.txt is no employee shift scheduling instance"):
        read(file)


def test_a_file_of_something_else_is_refused_by_its_name(tmp_path: Path) -> None:
    other = tmp_path / "shopping.txt"
    other.write_text("milk,2\neggs,6\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"shopping\.txt"):
        read(other)


def test_a_valid_plan_has_no_fault_and_the_cost_worked_out_by_hand(instance: Instance) -> None:
    assert faults_of(instance, VALID) == []
    assert cost_of(instance, VALID) == COST


@pytest.mark.parametrize(
    ("code", "row", "fault"),
    [
        ("A", "EEEL---EE-", "a day off is worked"),
        ("A", "-EEL---ELE", "a shift follows another it must not"),
        ("A", "-LL----LL-", "too many of a shift"),
        ("C", "L-LLL-L-LE", "too many of a shift"),
        ("A", "-EEE------", None),
        ("A", "-EE-------", "minutes"),
        ("B", "LLLL--LLLL", "minutes"),
        ("A", "-EEL-EE---", "weekends"),
        ("A", "-EEL--EE--", "weekends"),
        ("A", "-EEEE--EE-", "a stretch too long"),
        ("A", "-E--EE-EE-", "a stretch too short"),
        ("A", "-EEL-EE---", "a break too short"),
    ],
)
def test_the_referee_finds_what_breaks_a_rule(
    instance: Instance, code: str, row: str, fault: str | None
) -> None:
    found = faults_of(instance, with_row(code, row))
    assert all(each.startswith(f"{code}: ") for each in found)
    assert (f"{code}: {fault}" in found) if fault else found == []


def test_what_touches_the_edge_of_the_horizon_is_neither_too_short_nor_excused_from_the_longest(
    instance: Instance,
) -> None:
    """B works at least two days running, with two free days between, and at most four."""
    assert faults_of(instance, with_row("B", "L---LL----")) == ["B: a day off is worked"]
    assert faults_of(instance, with_row("B", "L---------")) == []
    assert faults_of(instance, with_row("B", "-LLL------")) == []
    assert "B: a stretch too long" in faults_of(instance, with_row("B", "LLLLL-----"))


@pytest.mark.parametrize(
    ("code", "day", "shift", "more"),
    [
        ("A", 1, "L", 2 + 100),  # the wish for E is not met, and E is short of one more
        ("B", 0, "", 3 - 1),  # the wish is not met, but L is not one too many any more
        ("C", 5, "L", 4),  # an unwanted shift, on a day without cover
        ("C", 5, "E", 0),  # the wish is about L
        ("B", 2, "L", 2),  # one too many, at 2
        ("C", 2, "", 50),  # one too few, at 50
        ("A", 9, "E", 0),  # nothing is asked
    ],
)
def test_the_cost_changes_as_worked_out_by_hand(
    instance: Instance, code: str, day: int, shift: str, more: int
) -> None:
    plan = copy.deepcopy(VALID)
    plan[code][day] = shift
    assert cost_of(instance, plan) == COST + more


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_referee_and_check_agree_on_any_plan(data: st.DataObject, small: Instance) -> None:
    """Two programs that share no code: faults where hard rules are broken, and the same cost."""
    problem = problem_of(small)
    row = st.lists(st.sampled_from(["", "", "E", "L"]), min_size=10, max_size=10)
    plan = {code: data.draw(st.one_of(st.just(VALID[code]), row)) for code in VALID}
    cells = {
        (code, day): shift or REST
        for code, shifts in plan.items()
        for day, shift in zip(problem.days, shifts, strict=True)
    }
    roster = Roster(cells)
    broken = {v.agent_id for v in solution.violations(problem, roster) if v.hard}
    assert {fault.partition(":")[0] for fault in faults_of(small, plan)} == broken
    assert cost_of(small, plan) == solution.cost(problem, roster)
    assert plan_of(small, roster) == plan


def test_the_problem_begins_on_a_monday_and_is_one_for_lines(instance: Instance) -> None:
    problem = problem_of(instance)
    assert MONDAY.weekday() == 0
    assert problem.days[0] == MONDAY
    assert len(problem.weekend) == 2
    assert fits(problem)


def test_csbook_solves_it_to_a_plan_that_the_referee_scores_the_same(instance: Instance) -> None:
    result = solve(problem_of(instance), seconds=60)
    plan = plan_of(instance, result.roster)
    assert result.status is Status.OPTIMAL
    assert faults_of(instance, plan) == []
    assert cost_of(instance, plan) == result.cost <= COST
