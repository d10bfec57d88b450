"""`swap`: the exchanges that people ask for in 请假与调班, answered, and carried out once approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from csbook.commands.handler import NOTHING_NEXT, Request, Result
from csbook.commands.rostering import swap_words as words
from csbook.commands.rostering.grid_changes import changed_tables, column_of
from csbook.commands.rostering.notices import Key
from csbook.commands.rostering.repair_state import names_of
from csbook.commands.rostering.roster_grid import by_agent
from csbook.commands.rostering.roster_state import CLOSED, MonthClosed, shown_month, state_of
from csbook.commands.rostering.standing import standing
from csbook.problems import Problem, Severity, Words
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.reading import Row, rows
from csbook.roster.repair import Passed, begun_shifts
from csbook.roster.swaps import Exchange, exchanged, judge


@dataclass(frozen=True)
class Asked:
    """A row of Requests that asks for an exchange in the month; `exchange` is None where the row does not
    say with whom."""

    number: int
    row: Row
    exchange: Exchange | None

    @property
    def approved(self) -> bool:
        return bool(self.row["state"] == "approved")


@dataclass(frozen=True)
class Answer:
    """What came of a row: what is said of it, and the cells that change when it is carried out."""

    asked: Asked
    words: Words
    allowed: bool
    cells: Mapping[Key, str]

    @property
    def done(self) -> bool:
        return self.allowed and self.asked.approved


def swap(request: Request) -> Result:
    """Answer every swap of the month that is neither rejected nor carried out, in the order of the sheet.

    Pending ones are judged on the grid as it stands; approved ones are carried out, unless a rule forbids
    it, and the next are judged on what that leaves. Cells typed by hand are exchanged like others, for
    approval beats them; an exchange that stands in the grid already only gets its mark.
    Raises `AnotherMonth`, `EmptyRoster`, `MonthClosed`, `NothingToRoster`.
    """
    month = shown_month(request.tables, request.month)
    if state_of(request.tables, request.month).state == CLOSED:
        raise MonthClosed(month)
    now = standing(request)
    errors = [problem for problem in now.asked if problem.severity is Severity.ERROR]
    if errors:
        return Result(words.NOT_DONE, problems=tuple(errors))
    names = names_of(request.tables["Staff"])
    passed = Passed(request.today.date(), begun_shifts(now.problem.shifts, request.today))
    written = written_roster(request.tables, now.problem)
    roster, answers = now.roster, list[Answer]()
    for asked in asked_for(request.tables["Requests"], request.month):
        answer = answered(asked, now.problem, roster, written, passed, names)
        answers.append(answer)
        if answer.done:
            roster = Roster({**roster.cells, **answer.cells})
    tables, watch = _tables(request, now.problem, answers, names)
    return Result(
        words.headline(month, _counts(answers)),
        tables=tables,
        notes=(*(words.note(answer.asked.row, answer.words, names) for answer in answers), *watch),
        problems=tuple(_refused(answers)),
        details={
            "swaps": [
                {"agent_id": a.asked.row["agent_id"], "allowed": a.allowed, "carried_out": a.done}
                for a in answers
            ]
        },
        then=None if any(answer.done for answer in answers) else NOTHING_NEXT,
    )


def asked_for(requests: pd.DataFrame, month: dt.date) -> list[Asked]:
    """The swaps with a day in the month that are neither rejected nor carried out."""
    found = []
    for number, row in rows(requests):
        first = row["from_date"]
        if row["kind"] != "swap" or row["state"] == "rejected" or row["carried_out"] or not first:
            continue
        days = tuple(dict.fromkeys([first, row["with_date"] or first]))
        if any((day.year, day.month) == (month.year, month.month) for day in days):
            one, other = row["agent_id"], row["with_agent"]
            found.append(Asked(number, row, Exchange(one, other, days) if one and other else None))
    return found


def answered(
    asked: Asked,
    problem: RosterProblem,
    roster: Roster,
    written: Roster,
    passed: Passed,
    names: Mapping[str, str],
) -> Answer:
    """The answer to a row on the roster as it stands. `written`: the cells as csbook wrote them last."""
    if asked.exchange is None:
        return Answer(asked, words.WITH_WHOM, allowed=False, cells={})
    if asked.approved and stands_already(problem, roster, written, asked.exchange):
        return Answer(asked, words.DONE, allowed=True, cells={})
    verdict = judge(problem, roster, asked.exchange, today=passed.today, begun=passed.begun)
    done = verdict.allowed and asked.approved
    return Answer(
        asked, words.DONE if done else words.verdict(verdict, names), verdict.allowed, verdict.cells
    )


def stands_already(problem: RosterProblem, roster: Roster, written: Roster, exchange: Exchange) -> bool:
    """Whether the roster has the cells that the exchange makes of what csbook wrote."""
    keys = [(agent_id, day) for agent_id in (exchange.one, exchange.other) for day in exchange.days]
    if not all(key in written.cells and key[0] in problem.person_by_id for key in keys):
        return False
    cells = exchanged(problem, written, exchange)
    return cells != {key: written.cells[key] for key in keys} and all(
        roster.cell(*key) == cell for key, cell in cells.items()
    )


def written_roster(tables: Mapping[str, pd.DataFrame], problem: RosterProblem) -> Roster:
    """The month's cells as csbook wrote them last."""
    grid = by_agent(tables["RosterBase"]).astype("object").to_dict("index")
    return Roster(
        {
            (str(agent_id), day): cell
            for agent_id, row in grid.items()
            for day in problem.days
            if isinstance(cell := row[column_of(day)], str)
        }
    )


def _tables(
    request: Request, problem: RosterProblem, answers: Sequence[Answer], names: Mapping[str, str]
) -> tuple[dict[str, pd.DataFrame], list[Words]]:
    """The answers in Requests, and the grid with what goes with it where something was carried out."""
    if not answers:
        return {}, []
    key = ["agent_id", "kind", "from_date"]
    frame = request.tables["Requests"].loc[[answer.asked.number for answer in answers], key]
    frame = frame.assign(
        answer=[answer.words(request.language) for answer in answers],
        carried_out=pd.Series([request.today if answer.done else None for answer in answers], frame.index),
    )
    done = [answer for answer in answers if answer.done and answer.cells]
    if not done:
        return {"Requests": frame}, []
    cells = {key: cell for answer in done for key, cell in answer.cells.items()}
    reasons = {key: words.reason(answer.asked.row, names) for answer in done for key in answer.cells}
    changed, watch = changed_tables(request, problem, cells, reasons.__getitem__)
    return {**changed, "Requests": frame}, watch


def _counts(answers: Sequence[Answer]) -> words.Counts:
    return words.Counts(
        done=sum(answer.done for answer in answers),
        refused=sum(answer.asked.approved and not answer.allowed for answer in answers),
        pending=sum(not answer.asked.approved for answer in answers),
    )


def _refused(answers: Sequence[Answer]) -> Iterator[Problem]:
    """The approved rows that cannot be carried out; they stand in nobody's way."""
    for answer in answers:
        if answer.asked.approved and not answer.allowed:
            expected = Words("驳回，或先改掉原因。", "rejected; or remove the cause first. ") + answer.words
            yield Problem("Requests", answer.asked.number, "state", "approved", expected, Severity.WARNING)
