"""From the workbook's tidy frames to a roster problem, and from a roster back to the grid.

Every frame's index is the sheet's row number. Columns are inside names; blanks are NaN, NaT or None; days
are datetime64, times of day timedelta64.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import replace

import pandas as pd

from csbook.problems import NoRoster, Problem, Words
from csbook.roster import tables
from csbook.roster.cover import read_cover
from csbook.roster.parts import LEAVE, Roster, shift_in
from csbook.roster.problem import RosterProblem, day_after_evening
from csbook.roster.reading import Notes, rows
from csbook.roster.requests import CellReader
from csbook.roster.rulebook import RULES

HISTORY_DAYS = 14
DAY_COLUMNS = [f"d{number:02}" for number in range(1, 32)]


class NothingToRoster(NoRoster):
    """There is no usable shift or nobody to roster."""


NO_SHIFTS = Words(
    "没有可用的班次。请在“班次与人数”里填好班次的起止时间，再排班。",
    "There is no usable shift. Give the shifts' start and end on sheet 'Shifts and cover' first.",
)


def nobody(month: dt.date, staff: pd.DataFrame) -> Words:
    """Why nobody can be rostered in a month, and what to do."""
    if staff.empty:
        return Words(
            "“员工”里还没有人。请点“显示设置”，每人填一行，再排班。",
            "Nobody stands on sheet 'Staff'. Press 'Show settings' and fill one row for each person first.",
        )
    return Words(
        f"“员工”里没有人参加 {month:%Y-%m} 的排班。请检查“参加排班”“入职日期”和“离职日期”。",
        f"Nobody on sheet 'Staff' takes part in the roster of {month:%Y-%m}. "
        "Check 'Rostered', 'Hired' and 'Left'.",
    )


def problem_from_frames(
    month: dt.date,
    staff: pd.DataFrame,
    shifts: pd.DataFrame,
    cover: pd.DataFrame,
    rules: pd.DataFrame,
    requests: pd.DataFrame,
    kept: pd.DataFrame,
    history: pd.DataFrame,
    holidays: pd.DataFrame,
    target_hours: float | None,
) -> tuple[RosterProblem, list[Problem]]:
    """The problem of one month, and what people should correct in the tables.

    month: its first day.
    staff, shifts, rules: as `tables.read_staff`, `read_shifts` and `read_rules` say.
    cover: as `cover.read_cover` says.
    requests: agent_id, kind, from_date, to_date, shift, state, carried_out, answer. Approved leave and pins
        bind; every other request that is not rejected is a wish, and pending leave is pointed out. Swaps
        belong to a roster that stands: one not carried out yet is pointed out.
    kept: agent_id, d01 to d31: cells that a person typed, to be kept. An approved request beats them.
    history: agent_id, date, shift: cells of the days before the month. The last 14 days bind what
        follows them; the month before is the `reference`, day by day of the week.
    holidays: date, kind (`holiday`, `workday`, `sales`): a holiday counts as weekend, an adjusted workday
        does not; on a sales day nobody rests.
    target_hours: what the other posts work in the month.

    Rows that cannot be used are left out and reported. Raises `NothingToRoster` when no shift or nobody
    is left.
    """
    notes = Notes()
    days = month_days(month)
    read_shifts = tables.read_shifts(shifts, notes)
    if not read_shifts:
        raise NothingToRoster(NO_SHIFTS)
    people = tables.read_staff(staff, days, [shift.code for shift in read_shifts], notes)
    if not people:
        raise NothingToRoster(nobody(month, staff))
    special = tables.read_special_days(holidays, days)
    problem = RosterProblem(
        days=days,
        shifts=read_shifts,
        people=people,
        cover=read_cover(cover, days, special.weekend, people, read_shifts, notes),
        rules=tables.read_rules(rules, notes),
        forbidden=day_after_evening(read_shifts),
        history=_history(history, days[0], {shift.code for shift in read_shifts}, notes),
        weekend=special.weekend,
        holidays=special.holidays,
        no_rest=special.sales,
        month_minutes=None if target_hours is None else round(target_hours * 60),
    )
    _warn_of_the_unneeded(staff, problem, notes)
    _warn_of_idle_limits(staff, problem, notes)
    known = {row["agent_id"] for _, row in rows(staff)}
    reader = CellReader(problem, known, notes)
    reader.read_requests(requests)
    reader.read_kept(kept)
    problem = replace(
        problem,
        fixed=reader.fixed,
        requests=tuple(reader.wishes),
        reference=last_months_cells(problem, history),
    )
    return problem, notes.found


def _warn_of_the_unneeded(staff: pd.DataFrame, problem: RosterProblem, notes: Notes) -> None:
    """Point out people none of whose groups needs anybody, unless no cover is asked for at all, or rows
    that may ask for them could not be used."""
    if notes.has_refused_any("Shifts", "Cover"):
        return
    needed = {row.group for row in problem.cover}
    for number, row in rows(staff):
        person = problem.person_by_id.get(row["agent_id"])
        if needed and person is not None and not needed & set(person.groups):
            expected = Words("“人数要求”里有的组", "a group that cover requirements name")
            notes.warn("Staff", number, "group", person.group, expected)


def _warn_of_idle_limits(staff: pd.DataFrame, problem: RosterProblem, notes: Notes) -> None:
    """Point out people's own limits whose rule is switched off; a limit that was refused is told already."""
    refused = {(found.row, found.column) for found in notes.found if found.table == "Staff"}
    off = [rule for rule in tables.LIMITS if not problem.rules[rule].on]
    for number, row in rows(staff):
        for rule in off if row["rostered"] and row["agent_id"] in problem.person_by_id else ():
            value, name = row.get(rule), RULES[rule].words
            if value is not None and (number, rule) not in refused:
                expected = Words(
                    f"在“排班规则”启用“{name.zh}”，否则不起作用",
                    f"'{name.en}' switched on on sheet 'Roster rules'; until then it does nothing",
                )
                notes.warn("Staff", number, rule, value, expected)


def last_months_cells(problem: RosterProblem, history: pd.DataFrame) -> dict[tuple[str, dt.date], str]:
    """Last month's cell for each day of the problem's month, by the day of the week.

    A day's cell is that of four weeks before, or of five where that day is not in the month before.
    Leave, and cells that the person could not have now, say nothing of a usual week and are left out.
    history: agent_id, date, shift.
    """
    before = (problem.days[0] - dt.timedelta(days=1)).replace(day=1)
    past = {
        (row["agent_id"], row["date"]): row["shift"]
        for _, row in rows(history)
        if row["date"] is not None and row["shift"] not in (None, LEAVE)
    }
    cells = {}
    for day in problem.days:
        same_weekday = (day - dt.timedelta(weeks=weeks) for weeks in (4, 5))
        model = next((at for at in same_weekday if before <= at < problem.days[0]), None)
        for person in problem.people:
            cell = past.get((person.agent_id, model)) if model else None
            if cell is not None and person.employed(day) and problem.allows(person, cell):
                cells[person.agent_id, day] = cell
    return cells


def roster_frame(roster: Roster) -> pd.DataFrame:
    """Columns agent_id, d01 to d31 with codes; blank on days that the month or the person does not have.

    One row for each person in the roster's order.
    """
    grid: dict[str, dict[str, str]] = {}
    for (agent_id, day), cell in roster.cells.items():
        grid.setdefault(agent_id, {})[f"d{day.day:02}"] = cell
    table = pd.DataFrame(
        [{"agent_id": agent_id, **cells} for agent_id, cells in grid.items()],
        columns=["agent_id", *DAY_COLUMNS],
    )
    return table.astype("str")


def month_days(month: dt.date) -> tuple[dt.date, ...]:
    length = calendar.monthrange(month.year, month.month)[1]
    return tuple(dt.date(month.year, month.month, number) for number in range(1, length + 1))


def _history(
    frame: pd.DataFrame, first: dt.date, codes: set[str], notes: Notes
) -> dict[tuple[str, dt.date], str]:
    cells = {}
    for number, row in rows(frame):
        day, cell = row["date"], row["shift"]
        if day is None or cell is None or not first - dt.timedelta(days=HISTORY_DAYS) <= day < first:
            continue
        shift = shift_in(cell)
        if shift is not None and shift not in codes:
            if notes.has_refused("Shifts", shift):
                continue
            notes.warn("RosterHistory", number, "shift", cell, Words("班次表中的代码", "a code of Shifts"))
            continue
        cells[row["agent_id"], day] = cell
    return cells
