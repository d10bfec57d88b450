"""References that fail because of the key they name are told at the key, once."""

from __future__ import annotations

import pandas as pd

from csbook.problems import Problem
from csbook.schema.checks import cross_checks
from csbook.schema.checks_of_keys import told_at_keys
from csbook.schema.workbook import TABLES
from tests.schema.test_checks import SHIFTS, frame, places


def told(**frames: pd.DataFrame) -> list[Problem]:
    return told_at_keys(cross_checks(frames), frames)


def staff(*numbers: str) -> pd.DataFrame:
    people = ({"agent_id": number, "name": f"N{number}", "group": "天猫"} for number in numbers)
    return frame("Staff", *people)


def log_of(*numbers: str) -> pd.DataFrame:
    return frame("DailyLog", *({"agent_id": number} for number in numbers))


def test_a_staff_number_without_its_zeros_is_told_at_staff_and_not_in_the_cells_that_are_right() -> None:
    (problem,) = told(
        Staff=staff("1", "002"),
        DailyLog=log_of("001", "002", "001"),
        Roster=frame("Roster", {"agent_id": "001"}),
    )
    assert (problem.table, problem.row, problem.column, problem.found) == ("Staff", 6, "agent_id", "1")
    assert problem.expected.zh.startswith("文本 001，其他表 3 处这样写")
    assert problem.expected.en.startswith("the text 001, as in 3 cells of other sheets")


def test_an_unknown_number_beside_it_stays_where_it_is() -> None:
    found = places(told(Staff=staff("1"), DailyLog=log_of("001", "099", "01", "001")))
    assert found == [
        ("Staff", 6, "agent_id", "1"),
        ("DailyLog", 7, "agent_id", "099"),
        ("DailyLog", 8, "agent_id", "01"),
    ]


def test_where_most_cells_name_the_short_number_the_long_one_is_the_slip() -> None:
    found = places(told(Staff=staff("1"), DailyLog=log_of("1", "1", "001")))
    assert found == [("DailyLog", 8, "agent_id", "001")]


def test_an_empty_staff_sheet_is_told_once() -> None:
    (problem,) = told(Staff=TABLES["Staff"].empty(), DailyLog=log_of("001", "002"))
    assert (problem.table, problem.row, problem.found) == ("Staff", None, "")
    assert problem.expected.zh == "填好：其他表有 2 处用到这里的工号（误删的行从备份复制回来）"
    assert problem.expected.en.startswith("filled, since 2 cells of other sheets name a staff no. of it")


def test_an_empty_sheet_of_shifts_is_told_once_for_roster_and_cover() -> None:
    roster = frame("Roster", {"agent_id": "K01", "d01": "白", "d02": "rest", "d03": "晚@京东"})
    cover = frame("Cover", {"day_type": "workday", "group": "all", "shift": "白", "minimum": 1})
    (problem,) = told(Shifts=TABLES["Shifts"].empty(), Roster=roster, Cover=cover)
    assert (problem.table, problem.row) == ("Shifts", None)
    assert "3 处" in problem.expected.zh


def test_an_empty_workbook_has_nothing_to_tell() -> None:
    assert told(Staff=TABLES["Staff"].empty(), Shifts=SHIFTS, DailyLog=log_of()) == []
