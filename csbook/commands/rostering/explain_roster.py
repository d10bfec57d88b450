"""`explain-roster`: why there is no roster, or what its gaps and refused wishes would cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from csbook.commands.handler import Request, Result
from csbook.commands.rostering import explain_words as words
from csbook.commands.rostering.explain_places import place_of_cover, place_of_member, place_of_wish
from csbook.commands.rostering.kept import cells_to_keep
from csbook.commands.rostering.roster_state import DRAFT, state_of
from csbook.commands.rostering.roster_words import on_the_way
from csbook.commands.rostering.standing import Standing, standing
from csbook.commands.rostering.stated import closed_days, stated_problem
from csbook.problems import Severity, Words
from csbook.roster import solution
from csbook.roster.clash_words import whole_members
from csbook.roster.clock import Clock
from csbook.roster.day_ranges import day_ranges
from csbook.roster.diagnosis import OutOfTime
from csbook.roster.explain import Explanation, Progress, explain
from csbook.roster.nearby import day_of
from csbook.roster.parts import Request as Wish
from csbook.roster.parts import Roster
from csbook.roster.prices import Grant, Price, prices
from csbook.roster.problem import RosterProblem
from csbook.roster.repair import Passed, begun_shifts, leavers_kept, passed_held, rests_kept
from csbook.roster.solve import solve
from csbook.roster.windows import ShortWindow, narrowest, short_windows
from csbook.schema.workbook import TABLES

Row = dict[str, Any]


@dataclass(frozen=True)
class _Found:
    """What is to be told: rows of `RosterAnswers`, and the figures of the same for `--json`."""

    headline: Words
    notes: tuple[Words, ...]
    rows: list[Row]
    details: Row
    then: Words | None = None


def explain_roster(request: Request) -> Result:
    """Fill `RosterAnswers`: windows with too few people, then the clashes; where there is a roster, the
    price of every refused wish and gap.

    The roster is the month's as it stands where it is whole and keeps the hard rules, else a new one that is
    not written. What has passed stays as it is, as when a roster is repaired: days before today, and shifts
    of today that have begun. Raises `NothingToRoster`.
    """
    seconds = request.parameters.get("seconds") or request.settings["solver_seconds"]
    clock = Clock.of(seconds, request.cancelled)
    closed = closed_days(request)
    problem, problems = stated_problem(request, cells_to_keep(request, closed), closed)
    if any(p.severity is Severity.ERROR for p in problems):
        return Result(words.NOT_EXPLAINED, problems=tuple(problems))
    now = standing(request)
    passed = Passed(request.today.date(), begun_shifts(problem.shifts, request.today))
    problem = leavers_kept(rests_kept(problem, now.roster), now.roster)
    problem = passed_held(problem, now.roster, passed)
    windows = narrowest(short_windows(problem))
    found = _found(request, problem, now, clock)
    rows = [*_window_rows(request, windows), *found.rows]
    return Result(
        headline=found.headline,
        tables={"RosterAnswers": pd.DataFrame(rows, columns=TABLES["RosterAnswers"].names)},
        notes=found.notes,
        problems=tuple(problems),
        details={"windows": [_window_details(window) for window in windows], **found.details},
        then=found.then,
    )


def _found(request: Request, problem: RosterProblem, now: Standing, clock: Clock) -> _Found:
    """The roster as it stands speaks for itself; without one the hard rules are looked at first."""
    roster = _roster_as_it_stands(problem, now)
    stands = roster is not None
    if roster is None:
        steps = _steps(request, "查找冲突", "Clashes")
        explained = explain(
            problem,
            clock=clock,
            seed=request.seed,
            progress=steps,
            since=request.today.date(),
        )
        if explained.sets:
            return _clashes(request, problem, explained)
        try:
            seconds = max(1.0, clock.left() / 2)
            roster = solve(
                problem,
                seconds=seconds,
                seed=request.seed,
                progress=lambda found: request.progress(on_the_way(found)),
                cancelled=request.cancelled,
            ).roster
        except OutOfTime:
            return _Found(words.undecided(request.month), (), [], {"roster": None, "sets": []})
    return _priced(request, problem, roster, clock, stands=stands)


def _roster_as_it_stands(problem: RosterProblem, found: Standing) -> Roster | None:
    """The month's roster where it is whole and keeps the hard rules."""
    if found.blank or found.misfits or any(v.hard for v in solution.violations(problem, found.roster)):
        return None
    short = any(gap.below_minimum for gap in solution.unmet_cover(problem, found.roster))
    return None if short and problem.rules.cover_minimum.binds else found.roster


def _clashes(request: Request, problem: RosterProblem, explained: Explanation) -> _Found:
    rows = []
    for number, clash in enumerate(explained.sets, 1):
        for member in whole_members(problem, clash):
            person = problem.person_by_id.get(member.agent_id)
            rows.append(
                _row(
                    request,
                    "clash",
                    subject=words.member_subject(problem, member),
                    place=place_of_member(request.tables, problem, member),
                    instead=words.way_out(clash, member),
                    set_no=number,
                    agent_id=member.agent_id or None,
                    name=person.name if person else None,
                    group=member.group or (person.group if person else None),
                    dates=day_ranges(member.days)(request.language),
                )
            )
    return _Found(
        words.no_roster(request.month, explained),
        tuple(words.set_notes(problem, explained.sets)),
        rows,
        {
            "roster": None,
            "sets": [
                {
                    "known": clash.known.name.lower(),
                    "members": [
                        vars(member) | {"days": [day.isoformat() for day in member.days]}
                        for member in clash.members
                    ],
                }
                for clash in explained.sets
            ],
            "undecided": [[person.agent_id for person in people] for people in explained.undecided],
        },
    )


def _priced(
    request: Request, problem: RosterProblem, roster: Roster, clock: Clock, *, stands: bool
) -> _Found:
    """Days that have passed stay as they are, and nothing is asked about them. A draft that `stands` and is
    not the cheapest can be built again."""
    today = request.today.date()
    past = {key: cell for key, cell in roster.cells.items() if key[1] < today}
    answers = prices(
        replace(problem, fixed={**problem.fixed, **past}),
        roster,
        first=today,
        clock=clock,
        seed=request.seed,
        progress=_steps(request, "计算代价", "Prices"),
    )
    draft = stands and state_of(request.tables, request.month).state == DRAFT
    cheaper = draft and any(answer.cost is not None and answer.cost < 0 for answer in answers)
    return _Found(
        words.priced(request.month, answers),
        (*([words.passed(today)] if past else []), *([words.CHEAPER] if cheaper else [])),
        [_price_row(request, problem, answer) for answer in answers],
        {
            "cost": solution.cost(problem, roster),
            "answers": [_price_details(answer) for answer in answers],
        },
        words.BUILD_AGAIN if cheaper else None,
    )


def _price_row(request: Request, problem: RosterProblem, answer: Price) -> Row:
    asked = answer.asked
    subject, outcome = words.asked_subject(asked), words.instead(problem, answer)
    if isinstance(asked, Wish):
        person = problem.person_by_id[asked.agent_id]
        kind, place = "refused", place_of_wish(request.tables, asked)
        who = {"agent_id": asked.agent_id, "name": person.name, "group": person.group}
    else:
        kind = "gap" if asked.below_minimum else "preferred"
        place = place_of_cover(request.tables, problem, asked.cover)
        who = {"group": asked.cover.group}
    day = day_ranges([day_of(asked)])(request.language)
    row = _row(request, kind, subject, place, outcome, dates=day, **who)
    return row | {"cost": answer.cost}


def _window_rows(request: Request, windows: Iterable[ShortWindow]) -> Iterator[Row]:
    for window in windows:
        days = pd.date_range(window.first, window.last).date
        yield _row(
            request,
            "window",
            subject=words.window_subject(window),
            place=Words("", ""),
            instead=words.window_instead(window),
            group="、".join(window.groups),
            dates=day_ranges(days)(request.language),
        )


def _row(request: Request, kind: str, subject: Words, place: Words, instead: Words, **values: object) -> Row:
    said = {"subject": subject, "place": place, "instead": instead}
    return {"kind": kind, **{name: text(request.language) for name, text in said.items()}, **values}


def _window_details(window: ShortWindow) -> Row:
    return {
        "groups": list(window.groups),
        "first": window.first.isoformat(),
        "last": window.last.isoformat(),
        "needed": window.needed,
        "room": window.room,
    }


def _price_details(answer: Price) -> Row:
    asked = answer.asked
    if isinstance(asked, Wish):
        about: Row = {"agent_id": asked.agent_id, "date": day_of(asked).isoformat(), "wish": asked.cell}
    else:
        row = asked.cover
        about = {"group": row.group, "date": day_of(asked).isoformat(), "shift": row.shift}
        about |= {"present": asked.present, "minimum": row.minimum, "preferred": row.preferred}
    return {
        **about,
        "answer": answer.grant.name.lower(),
        "cost": answer.cost,
        "at_least": answer.at_least if answer.grant is not Grant.IMPOSSIBLE else None,
        "proven": answer.grant is Grant.POSSIBLE and answer.proven,
        "worse": dict(answer.worse),
    }


def _steps(request: Request, zh: str, en: str) -> Progress:
    def tell(done: int, of: int) -> None:
        request.progress(Words(f"{zh}：{of} 项已完成 {done} 项……", f"{en}: {done} of {of} done ..."))

    return tell
