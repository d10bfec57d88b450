"""What people type wrong before a roster is built: each is named with sheet, row and column, in a real
workbook, and the file stays as it was; what may be meant is pointed out and the roster is built."""

from __future__ import annotations

import calendar
import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from csbook.cli import app
from csbook.problems import CsbookError
from csbook.schema.daily import DAYS
from csbook.schema.workbook import TABLES, sheet_title
from tests.workbooks import PEOPLE, put, rows

EPOCH = dt.date(1899, 12, 30)
Found = tuple[str, int, str, str]
Spoil = Callable[[Path], Found]


def built(path: Path, month: str = "2026-11") -> dict[str, Any]:
    """What `csbook build-roster --json` says, with its exit code."""
    options = ["--today", f"{month}-01", "--month", month, "--seconds", "20", "--json"]
    result = CliRunner().invoke(app, ["build-roster", str(path), *options])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return json.loads(result.stdout)


def typed(path: Path, table: str, offset: int, **cells: Any) -> int:
    """Cells of one body row as typed; the sheet row."""
    row = 0
    for column, value in cells.items():
        cell = (value - EPOCH).days if isinstance(value, dt.date) else value
        row, _ = put(path, table, offset, column, cell)
    return row


def cell(table: str, offset: int, column: str, value: Any, found: str | None = None) -> Spoil:
    def spoil(path: Path) -> Found:
        row = typed(path, table, offset, **{column: value})
        return place(table, row, column, str(value) if found is None else found)

    return spoil


def place(table: str, row: int, column: str, found: str) -> Found:
    return sheet_title(table, "zh"), row, TABLES[table].header(column, "zh"), found


def request(path: Path, offset: int, **cells: Any) -> int:
    return typed(path, "Requests", offset, **{"agent_id": "K01", "state": "已批", **cells})


def two_pins(path: Path) -> Found:
    day = dt.date(2026, 11, 10)
    request(path, 0, kind="固定班次", from_date=day, shift="白")
    row = request(path, 1, kind="固定班次", from_date=day - dt.timedelta(days=1), to_date=day, shift="晚")
    return place("Requests", row, "shift", "晚")


def the_same_pin_twice(path: Path) -> Found:
    for offset in (0, 1):
        row = request(path, offset, kind="固定班次", from_date=dt.date(2026, 11, 10), shift="白")
    return place("Requests", row, "agent_id", "K01 / 固定班次 / 2026-11-10")


def least_above_most(path: Path) -> Found:
    row = typed(path, "Staff", 1, most_hours=100, least_hours=120.5)
    return place("Staff", row, "least_hours", "120.5")


def rule(code: str, column: str, value: Any) -> Spoil:
    def spoil(path: Path) -> Found:
        offset = rows(path, "RosterRules")["rule"].tolist().index(code)
        return cell("RosterRules", offset, column, value)(path)

    return spoil


def shift_called(code: str) -> Spoil:
    """A fourth shift with this code, right in all else."""

    def spoil(path: Path) -> Found:
        row = typed(path, "Shifts", 3, code=code, kind="其他班", start=9 / 24, end=12 / 24)
        return sheet_title("Shifts", "zh"), row, "班次（班次）", code

    return spoil


ERRORS = {
    "two pins in one cell": two_pins,
    "the same pin twice": the_same_pin_twice,
    "a person without a group": cell("Staff", 1, "group", None, ""),
    "a number twice": cell("Staff", 2, "agent_id", "K01"),
    "a shift without length": cell("Shifts", 0, "end", 9 / 24, "9:00"),
    "a shift called a day off": shift_called("休"),
    "a shift called leave": shift_called("假"),
    "a shift called R in a small letter": shift_called("r"),
    "a shift with the sign of help": shift_called("白＠天猫"),
    "a break as long as the shift": cell("Shifts", 0, "unpaid_break", 510),
    "a negative weight of cover": cell("Cover", 0, "weight", -1),
    "a negative weight of excess": cell("Cover", 0, "over", -1),
    "a negative weight of a rule": rule("wishes", "weight", -5),
    "limits that nobody can read": cell("Staff", 1, "shift_limits", "晚班少一点"),
    "a limit of an unknown shift": cell("Staff", 1, "shift_limits", "夜=8"),
    "more hours at least than at most": least_above_most,
    "a parameter out of range": rule("rest_days", "parameter", 40),
    "a parameter that is none": rule("wishes", "parameter", 3),
    "a soft rule made hard": rule("equal_hours", "strength", "必须"),
    "fewer preferred than needed": cell("Cover", 0, "preferred", 0),
}


@pytest.mark.parametrize("spoil", ERRORS.values(), ids=ERRORS)
def test_what_cannot_be_used_is_named_and_nothing_is_written(shop: Path, spoil: Spoil) -> None:
    sheet, row, column, found = spoil(shop)
    before = shop.read_bytes()
    told = built(shop)
    assert told["exit_code"] == 1
    named = [(p["sheet"], p["row"], p["column"]) for p in told["problems"] if p["severity"] == "error"]
    assert (sheet, row, column) in named
    shown = next(p for p in told["problems"] if (p["row"], p["column"]) == (row, column))
    assert shown["found"] in (found, {"必须": "hard"}.get(found))
    assert shown["expected"]
    assert shop.read_bytes() == before


def namesake(path: Path) -> Found:
    row = typed(path, "Staff", 2, name=PEOPLE[0][1])
    return place("Staff", row, "name", PEOPLE[0][1])


def too_many_wanted(path: Path) -> Found:
    return cell("Cover", 0, "minimum", 4)(path) if typed(path, "Cover", 0, preferred=4) else ("", 0, "", "")


def somebody_who_left(path: Path) -> Found:
    typed(path, "Staff", 2, left=dt.date(2026, 10, 20))
    row = request(path, 0, agent_id="K03", kind="想休", from_date=dt.date(2026, 11, 10), state="待批")
    return place("Requests", row, "agent_id", "K03")


def a_wish_after_leaving(path: Path) -> Found:
    typed(path, "Staff", 2, left=dt.date(2026, 11, 20))
    row = request(path, 0, agent_id="K03", kind="想休", from_date=dt.date(2026, 11, 25), state="待批")
    return place("Requests", row, "from_date", "2026-11-25")


def a_group_that_nobody_needs(path: Path) -> Found:
    for offset in range(len(rows(path, "Cover"))):
        typed(path, "Cover", offset, group="京东组")
    row = typed(path, "Staff", 2, group="仓库")
    return place("Staff", row, "group", "仓库")


WARNINGS = {
    "a name twice": namesake,
    "more wanted than there are": too_many_wanted,
    "a wish of somebody who left": somebody_who_left,
    "a wish for a day after leaving": a_wish_after_leaving,
    "a group that nobody needs": a_group_that_nobody_needs,
}


@pytest.mark.parametrize("spoil", WARNINGS.values(), ids=WARNINGS)
def test_what_may_be_meant_is_pointed_out_and_the_roster_is_built(shop: Path, spoil: Spoil) -> None:
    sheet, row, column, found = spoil(shop)
    told = built(shop)
    assert told["exit_code"] == 0
    pointed = [
        (p["sheet"], p["row"], p["column"], p["found"])
        for p in told["problems"]
        if p["severity"] == "warning"
    ]
    assert (sheet, row, column, found) in pointed
    assert rows(shop, "Roster")["d01"].notna().any()


def test_cover_above_the_headcount_is_told_with_the_number(shop: Path) -> None:
    too_many_wanted(shop)
    (problem,) = [p for p in built(shop)["problems"] if p["sheet"] == "班次与人数"]
    assert "“京东组”可用的 3 人" in problem["expected"]


def without_people(path: Path) -> None:
    for offset in range(len(PEOPLE)):
        typed(path, "Staff", offset, **dict.fromkeys(("agent_id", "name", "group", "platforms", "role")))


def nobody_takes_part(path: Path) -> None:
    for offset in range(len(PEOPLE)):
        typed(path, "Staff", offset, rostered="否")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(without_people, "每人填一行"), (nobody_takes_part, "没有人参加 2026-11 的排班")],
)
def test_with_nobody_to_roster_it_says_what_to_do(
    shop: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(shop)
    before = shop.read_bytes()
    with pytest.raises(CsbookError) as stopped:
        built(shop)
    assert stopped.value.exit_code == 5
    assert words in stopped.value.words.zh
    assert "'" in stopped.value.words.en
    assert shop.read_bytes() == before


@pytest.mark.parametrize("month", ["2027-02", "2028-02", "2026-11", "2026-12"])
def test_months_of_every_length_are_filled_to_their_last_day(shop: Path, month: str) -> None:
    year, number = map(int, month.split("-"))
    length = calendar.monthrange(year, number)[1]
    assert built(shop, month)["exit_code"] == 0
    grid: Mapping[str, Any] = rows(shop, "Roster")
    assert all(grid[day].notna().all() for day in DAYS[:length])
    assert all(grid[day].isna().all() for day in DAYS[length:])


def test_leave_for_the_whole_month_is_a_row_of_leave(shop: Path) -> None:
    request(shop, 0, kind="请假", from_date=dt.date(2026, 11, 1), to_date=dt.date(2026, 11, 30))
    assert built(shop)["exit_code"] == 0
    grid = rows(shop, "Roster").set_index("agent_id")
    assert set(grid.loc["K01", list(DAYS[:30])]) == {"leave"}
    assert grid.loc["K02", list(DAYS[:30])].notna().all()


def test_a_swap_that_nobody_approved_is_pointed_out(shop: Path) -> None:
    day = dt.date(2026, 11, 10)
    row = request(shop, 0, kind="换班", from_date=day, with_agent="K02", state="待批")
    told = built(shop)
    assert told["exit_code"] == 0
    assert [(p["sheet"], p["row"], p["severity"]) for p in told["problems"]] == [
        ("请假与调班", row, "warning")
    ]


def test_a_swap_with_oneself_is_refused(shop: Path) -> None:
    row = request(shop, 0, kind="换班", from_date=dt.date(2026, 11, 10), with_agent="K01")
    told = built(shop)
    assert told["exit_code"] == 1
    assert [(p["row"], p["column"], p["found"]) for p in told["problems"]] == [(row, "换班对象", "K01")]
