"""What is told of a row that cannot be used: once, and not again by every row that names it."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csbook.problems import Problem, Words, counted, figure
from csbook.roster.frames import problem_from_frames
from csbook.roster.reading import Notes

from .test_frames import JUNE as MONTH
from .test_frames import cover, kept, requests, rules, shifts, staff, table

GOOD = ("day", "白", "9:00:00", "17:30:00", 0, "day")
NO_LENGTH = ("late", "晚", "17:00:00", "17:00:00", 0, "evening")
ALL_BREAK = ("late", "晚", "17:00:00", "23:00:00", 360, "evening")


FIRST = ("K01", "赵一", "天猫", None, None, None, True)


def told(**frames: pd.DataFrame) -> list[Problem]:
    """What is told of a small shop with these tables in place of its own."""
    given_frames: dict[str, Any] = {
        "staff": staff(
            ("K01", "赵一", "天猫", None, None, None, True), ("K02", "钱二", "天猫", None, None, None, True)
        ),
        "shifts": shifts(GOOD),
        "cover": cover(("weekday", None, "all", "day", 1, 1)),
        "rules": rules(),
        "requests": requests(),
        "kept": kept(),
        "history": table(["agent_id", "date", "shift"], date="datetime64[s]"),
        "holidays": table(["date", "kind"], date="datetime64[s]"),
    } | frames
    return problem_from_frames(MONTH, *given_frames.values(), None)[1]


@pytest.mark.parametrize(
    ("line", "column", "found"), [(NO_LENGTH, "end", "17:00"), (ALL_BREAK, "unpaid_break", "360")]
)
def test_a_refused_shift_is_unknown_to_nobody(line: tuple[Any, ...], column: str, found: str) -> None:
    problems = told(
        shifts=shifts(GOOD, line),
        staff=staff(FIRST).assign(shift_limits="late=8、day=20"),
        cover=cover(("weekday", None, "all", "day", 1, 1), ("weekday", None, "天猫", "late", 1, 1)),
        requests=requests(("K01", "wish_shift", "2026-06-03", None, "late", "pending")),
        kept=kept(K01={"d05": "late", "d06": "late@天猫"}),
        history=table(["agent_id", "date", "shift"], ("K01", "2026-05-31", "late"), date="datetime64[s]"),
    )
    assert [(p.table, p.row, p.column, p.found) for p in problems] == [("Shifts", 6, column, found)]


def test_a_shift_that_nobody_declared_is_told_wherever_it_is_named() -> None:
    problems = told(
        cover=cover(("weekday", None, "all", "day", 1, 1), ("weekday", None, "天猫", "late", 1, 1)),
        requests=requests(("K01", "wish_shift", "2026-06-03", None, "late", "pending")),
    )
    assert {(p.table, p.column, p.found) for p in problems} == {
        ("Cover", "shift", "late"), ("Requests", "shift", "late")
    }  # fmt: skip


def test_somebody_who_was_refused_is_missing_nowhere() -> None:
    people = staff(
        FIRST,
        ("K02", "钱二", "京东", None, "2026-06-20", "2026-06-10", True),
    )
    problems = told(
        staff=people,
        cover=cover(("weekday", None, "天猫", "day", 1, 1), ("weekday", None, "京东", "day", 1, 1)),
        requests=requests(("K02", "wish_off", "2026-06-03", None, None, "pending")),
        kept=kept(K02={"d05": "day"}),
    )
    assert [(p.table, p.row, p.column) for p in problems] == [("Staff", 6, "left")]


def test_a_wish_for_a_day_off_is_heard_beside_a_shift_without_a_code() -> None:
    problems = told(
        shifts=shifts(GOOD, (None, *NO_LENGTH[1:])),
        requests=requests(("K01", "wish_off", "2026-06-03", "2026-06-02", None, "pending")),
    )
    assert [(p.table, p.column) for p in problems] == [("Shifts", "code"), ("Requests", "to_date")]


def test_numbers_in_problems_are_written_out() -> None:
    notes = Notes()
    for number in (1e6, 8.5, 40.0, None, "白"):
        notes.warn("RosterRules", 5, "parameter", number, Words("数字", "a number"))
    assert [p.found for p in notes.found] == ["1000000", "8.5", "40", "", "白"]


@given(st.floats(-1e15, 1e15).map(lambda x: round(x, 4)))
def test_a_figure_is_the_number_without_an_exponent(number: float) -> None:
    text = figure(number)
    assert "e" not in text
    assert math.isclose(float(text), number, rel_tol=1e-12, abs_tol=1e-6)


def test_english_nouns_follow_their_number() -> None:
    assert [counted(n, "cell") for n in (0, 1, 2)] == ["0 cells", "1 cell", "2 cells"]
    assert [counted(n, "person", "people") for n in (1, 9)] == ["1 person", "9 people"]
