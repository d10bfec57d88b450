"""Reading what stands fixed and what is wished for: requests, and cells that a person typed."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from csbook.problems import Words, joined
from csbook.roster.day_ranges import day_ranges
from csbook.roster.parts import LEAVE, REST, Request, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.reading import Notes, Row, cell_words, rows

REFUSED: Final = Words("不可以：", "Not possible: ")
"""How the answer to a swap begins that cannot be."""
TO_CARRY_OUT: Final = Words("批准后点“换班”才执行", "a swap is carried out by 'Swap' once approved")


class CellReader:
    """Collects `fixed` cells and `wishes`, cell by cell, for the people and days of a problem.

    `known` are the staff numbers of everybody, rostered or not.
    """

    def __init__(self, problem: RosterProblem, known: set[str], notes: Notes) -> None:
        self.problem = problem
        self.known = known
        self.notes = notes
        self.fixed: dict[tuple[str, dt.date], str] = {}
        self._fixed_by: dict[tuple[str, dt.date], int] = {}
        self.wishes: list[Request] = []

    def read_requests(self, frame: pd.DataFrame) -> None:
        """Columns: agent_id, kind, from_date, to_date, shift, state, carried_out, answer."""
        for number, row in rows(frame):
            done = row["kind"] == "swap" and row.get("carried_out") is not None
            if row["state"] == "rejected" or done:
                continue
            days = self._days(number, row)
            if days and self._known_person("Requests", number, row["agent_id"]):
                self._read_request(number, row, days)

    def read_kept(self, frame: pd.DataFrame) -> None:
        """Columns: agent_id, d01 to d31; an approved request beats a kept cell."""
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
        if self.notes.has_refused("Staff", agent_id):
            return False
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
            self._open_swap(number, row)
            return
        cell = {"leave": LEAVE, "wish_off": REST}.get(kind, row["shift"])
        if cell is not None and self.notes.has_refused("Shifts", shift_in(cell)):
            return
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
        employed = self._employed(number, agent_id, days)
        if approved and kind in ("leave", "pin"):
            self._fix(number, agent_id, employed, cell, kind)
        else:
            self.wishes += [Request(agent_id, day, shift_in(cell) or REST) for day in employed]

    def _open_swap(self, number: int, row: Row) -> None:
        """A swap that was not carried out: what decides it next, by what 'Swap' answered last."""
        answer, approved = row.get("answer"), row["state"] == "approved"
        if not answer:
            self.notes.warn("Requests", number, "kind", row["kind"], TO_CARRY_OUT)
            return
        if answer.startswith((REFUSED.zh, REFUSED.en)):
            expected = Words(
                "驳回；或先解决“答复”里说的原因，再点“换班”",
                "rejected; or remove the cause that 'Answer' names and press 'Swap' again",
            )
        elif approved:
            expected = Words("点“换班”执行，或驳回", "press 'Swap' to carry it out, or reject it")
        else:
            expected = Words(
                "批准后再点“换班”，或驳回（已答复可以换）",
                "approved, then press 'Swap' again; or rejected (the answer was: possible)",
            )
        self.notes.warn("Requests", number, "state", row["state"], expected)

    def _fits(self, agent_id: str, cell: str, kind: str) -> bool:
        """Whether a request names a cell that the person can have; wishes are for shifts in any group."""
        if kind == "wish_shift":
            return cell in self.problem.shift_by_code
        return self.problem.allows(self.problem.person_by_id[agent_id], cell)

    def _fix(self, number: int, agent_id: str, days: list[dt.date], cell: str, kind: str) -> None:
        """Fix the days; those that another row fixes differently stay as they are, told row by row."""
        clashes: dict[tuple[int, str], list[dt.date]] = {}
        for day in days:
            other = self.fixed.setdefault((agent_id, day), cell)
            row = self._fixed_by.setdefault((agent_id, day), number)
            if other != cell:
                clashes.setdefault((row, other), []).append(day)
        if clashes:
            expected = joined((_clash(*key, on) for key, on in clashes.items()), "；", "; ")
            column, found = ("kind", kind) if cell == LEAVE else ("shift", cell)
            self.notes.error("Requests", number, column, found, expected)

    def _keep(self, number: int, agent_id: str, day: dt.date, cell: str) -> None:
        column = f"d{day.day:02}"
        person = self.problem.person_by_id[agent_id]
        if self.notes.has_refused("Shifts", shift_in(cell)):
            return
        bound = self.fixed.get((agent_id, day))
        if not person.employed(day) or not self.problem.allows(person, cell):
            expected = Words("此人当天可上的班次", "a shift that the person can do on this day")
            self.notes.error("Roster", number, column, cell, expected)
        elif bound not in (None, cell):
            approved = cell_words(str(bound))
            expected = Words(f"已批准为 {approved.zh}", f"{approved.en}, which was approved")
            self.notes.warn("Roster", number, column, cell, expected)
        else:
            self.fixed[agent_id, day] = cell

    def _employed(self, number: int, agent_id: str, days: list[dt.date]) -> list[dt.date]:
        """The days on which the person is employed; a request for none of those is pointed out."""
        person = self.problem.person_by_id[agent_id]
        found = [day for day in days if person.employed(day)]
        if not found:
            expected = Words("此人在职的日子", "a day on which the person is employed")
            self.notes.warn("Requests", number, "from_date", days[0], expected)
        return found


def _clash(row: int, cell: str, days: list[dt.date]) -> Words:
    """What another row of the requests fixes on these days already."""
    when, fixed = day_ranges(days), cell_words(cell)
    return Words(
        f"{when.zh}另有一行固定为 {fixed.zh}（第 {row} 行）：删去其中一行",
        f"one row for {when.en}, which row {row} fixes to {fixed.en} already: delete one of the two",
    )
