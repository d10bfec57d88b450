"""From the workbook's tidy frames to a roster problem, and from a roster back to the grid.

Every frame's index is the sheet's row number. Columns are inside names; blanks are NaN, NaT or None; days
are datetime64, times of day timedelta64.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from csbook.problems import NoRoster, Problem, Words
from csbook.roster import tables
from csbook.roster.parts import LEAVE, REST, Request, Roster, shift_in
from csbook.roster.problem import RosterProblem, day_after_evening
from csbook.roster.tables import Notes, Row, rows

HISTORY_DAYS = 14
DAY_COLUMNS = [f"d{number:02}" for number in range(1, 32)]


class NothingToRoster(NoRoster):
    """There is no usable shift or nobody to roster."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                "没有可用的班次或排班人员。请检查“班次与人数”和“员工”。",
                "There is no usable shift, or nobody takes part in the roster. Check Shifts and Staff.",
            )
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
    staff: agent_id, name, group, helps, hired, left, rostered.
    shifts: code, start, end, unpaid_break, kind.
    cover: day_type, date, group, shift, minimum, preferred.
    rules: rule, active, strength, parameter, weight.
    requests: agent_id, kind, from_date, to_date, shift, state. Approved leave and pins bind; every other
        request that is not rejected is a wish, and pending leave is pointed out. Swaps belong to a
        published roster and are pointed out, not carried out.
    kept: agent_id, d01 to d31: cells that a person typed, to be kept. An approved request beats them.
    history: agent_id, date, shift: cells of the days before the month; the last 14 days are used.
    holidays: date, kind (`holiday`, `workday`): a holiday counts as weekend, an adjusted workday does not.
    target_hours: what the other posts work in the month.

    Rows that cannot be used are left out and reported. Raises `NothingToRoster` when no shift or nobody
    is left.
    """
    notes = Notes()
    days = month_days(month)
    read_shifts = tables.read_shifts(shifts, notes)
    people = tables.read_staff(staff, days, notes)
    if not read_shifts or not people:
        raise NothingToRoster
    weekend = tables.read_weekend(holidays, days)
    problem = RosterProblem(
        days=days,
        shifts=read_shifts,
        people=people,
        cover=tables.read_cover(cover, days, weekend, people, read_shifts, notes),
        rules=tables.read_rules(rules, notes),
        forbidden=day_after_evening(read_shifts),
        history=_history(history, days[0], {shift.code for shift in read_shifts}, notes),
        weekend=weekend,
        month_minutes=None if target_hours is None else round(target_hours * 60),
    )
    known = {row["agent_id"] for _, row in rows(staff)}
    reader = _CellReader(problem, known, notes)
    reader.read_requests(requests)
    reader.read_kept(kept)
    return replace(problem, fixed=reader.fixed, requests=tuple(reader.wishes)), notes.found


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
            notes.warn("RosterHistory", number, "shift", cell, Words("班次表中的代码", "a code of Shifts"))
            continue
        cells[row["agent_id"], day] = cell
    return cells


class _CellReader:
    """Collects what is fixed and what is wished for, cell by cell."""

    def __init__(self, problem: RosterProblem, known: set[str], notes: Notes) -> None:
        self.problem = problem
        self.known = known
        self.notes = notes
        self.fixed: dict[tuple[str, dt.date], str] = {}
        self.wishes: list[Request] = []

    def read_requests(self, frame: pd.DataFrame) -> None:
        for number, row in rows(frame):
            if row["state"] == "rejected":
                continue
            days = self._days(number, row)
            if days and self._known_person("Requests", number, row["agent_id"]):
                self._read_request(number, row, days)

    def read_kept(self, frame: pd.DataFrame) -> None:
        for number, row in rows(frame):
            cells = [(day, row.get(f"d{day.day:02}")) for day in self.problem.days]
            typed = [(day, str(cell)) for day, cell in cells if cell is not None]
            if typed and self._known_person("Roster", number, row["agent_id"]):
                for day, cell in typed:
                    self._keep(number, row["agent_id"], day, cell)

    def _days(self, number: int, row: Row) -> list[dt.date]:
        """The request's days in the month; none when its dates are wrong, which is reported."""
        first = row["from_date"]
        last = row["to_date"] or first
        if first is None:
            self.notes.error("Requests", number, "from_date", None, Words("请填写日期", "a day"))
            return []
        if last < first:
            expected = Words("不早于开始日期", "a day not before the first")
            self.notes.error("Requests", number, "to_date", last, expected)
            return []
        return [day for day in self.problem.days if first <= day <= last]

    def _known_person(self, table: str, number: int, agent_id: str | None) -> bool:
        if agent_id in self.problem.person_by_id:
            return True
        if agent_id in self.known:
            expected = Words("本月参加排班的人", "somebody who is rostered this month")
            self.notes.warn(table, number, "agent_id", agent_id, expected)
        else:
            expected = Words("员工表中的工号", "a number of the table Staff")
            self.notes.error(table, number, "agent_id", agent_id, expected)
        return False

    def _read_request(self, number: int, row: Row, days: list[dt.date]) -> None:
        agent_id, kind, approved = row["agent_id"], row["kind"], row["state"] == "approved"
        if kind == "swap":
            expected = Words("调班在排班公布后处理", "a swap is carried out on the published roster")
            self.notes.warn("Requests", number, "kind", kind, expected)
            return
        cell = {"leave": LEAVE, "wish_off": REST}.get(kind, row["shift"])
        if cell is None or not self._fits(agent_id, cell, kind):
            expected = Words("此人可上的班次", "a shift that the person can do")
            self.notes.error("Requests", number, "shift", cell, expected)
            return
        if kind == "leave" and not approved:
            expected = Words(
                "已批或驳回（待批的假暂按“想休”处理）",
                "approved or rejected (until then it counts as a wish for a day off)",
            )
            self.notes.warn("Requests", number, "state", row["state"], expected)
        for day in self._employed(agent_id, days):
            if approved and kind in ("leave", "pin"):
                self._fix(number, agent_id, day, cell)
            else:
                self.wishes.append(Request(agent_id, day, shift_in(cell) or REST))

    def _fits(self, agent_id: str, cell: str, kind: str) -> bool:
        """Whether a request names a cell that the person can have; wishes are for shifts in any group."""
        if kind == "wish_shift":
            return cell in self.problem.shift_by_code
        return self.problem.allows(self.problem.person_by_id[agent_id], cell)

    def _fix(self, number: int, agent_id: str, day: dt.date, cell: str) -> None:
        other = self.fixed.get((agent_id, day))
        if other not in (None, cell):
            expected = Words(f"{day} 已固定为 {other}", f"one fixed cell for {day}, which is {other} already")
            self.notes.error("Requests", number, "shift", cell, expected)
            return
        self.fixed[agent_id, day] = cell

    def _keep(self, number: int, agent_id: str, day: dt.date, cell: str) -> None:
        column = f"d{day.day:02}"
        person = self.problem.person_by_id[agent_id]
        bound = self.fixed.get((agent_id, day))
        if not person.employed(day) or not self.problem.allows(person, cell):
            expected = Words("此人当天可上的班次", "a shift that the person can do on this day")
            self.notes.error("Roster", number, column, cell, expected)
        elif bound not in (None, cell):
            expected = Words(f"已批准为 {bound}", f"{bound}, which was approved")
            self.notes.warn("Roster", number, column, cell, expected)
        else:
            self.fixed[agent_id, day] = cell

    def _employed(self, agent_id: str, days: list[dt.date]) -> Iterator[dt.date]:
        person = self.problem.person_by_id[agent_id]
        return (day for day in days if person.employed(day))
