"""Every line of 排班检查: cells, rules, cover, wishes, the late watch, fair shares, month's end, the law."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Final

from csbook.commands.handler import Request
from csbook.commands.rostering.check_cells import REQUESTS, lines_of_cells
from csbook.commands.rostering.check_cover import MINIMUM, lines_of_cover
from csbook.commands.rostering.check_headcount import lines_of_headcount
from csbook.commands.rostering.check_line import ERROR, WARNING, Line, name_of
from csbook.commands.rostering.check_month_end import lines_of_month_end
from csbook.commands.rostering.check_rules import missing_cells, told
from csbook.commands.rostering.check_shares import lines_of_shares
from csbook.commands.rostering.late_watch import in_month
from csbook.commands.rostering.standing import Standing
from csbook.problems import Words, same
from csbook.roster import solution
from csbook.roster.labour_law import Limit, excesses
from csbook.roster.law_words import (
    NAMES,
    SOURCES,
    dates_words,
    found_words,
    limit_words,
    mend_words,
    shift_in_chinese,
)
from csbook.roster.parts import REST
from csbook.roster.reading import rows
from csbook.roster.rulebook import RULES
from csbook.roster.violations import Violation
from csbook.roster.watch import Fault, evenings_of, faults
from csbook.workdays import WorkCalendar


def check_lines(request: Request, month: Standing) -> list[Line]:
    """What is wrong with a month as it stands, errors first."""
    source = partial(_source, request)
    found = [
        *lines_of_headcount(request, month, source(MINIMUM)),
        *lines_of_cells(request, month),
        *_rules(request, month),
        *lines_of_cover(month, source),
        *_wishes(request, month),
        *_watch(request, month),
        *lines_of_shares(request, month, source),
        *lines_of_month_end(request, month, source),
        *_law(request, month),
    ]
    return sorted(found, key=lambda line: line.severity != ERROR)


def _source(request: Request, rule: str) -> Words:
    """As the sheet of the rules has it, in the workbook's language."""
    table = request.tables["RosterRules"]
    typed = table.loc[table["rule"] == rule, "source"].dropna()
    return same(typed.iloc[0]) if len(typed) else same(RULES[rule].source)


def _rules(request: Request, month: Standing) -> Iterator[Line]:
    """One line for each rule and person or group; a shift in a group that is not theirs counts as worked.
    Cells are told apart; rest between shifts is told with the law, which has its figures."""
    problem, roster = month.problem, month.worked
    broken: dict[tuple[str, str, str], list[Violation]] = defaultdict(list)
    for violation in solution.violations(problem, roster):
        if violation.rule not in (solution.CELLS, "minimum_rest"):
            broken[violation.agent_id, violation.group, violation.rule].append(violation)
    for (agent_id, group, rule), violations in broken.items():
        person = problem.person_by_id.get(agent_id)
        blank = len(month.blank.get(agent_id, ()))
        if person is not None and missing_cells(problem, person, violations[0], blank):
            continue
        words = told(problem, roster, rule, violations)
        days = {day for violation in violations for day in violation.days if day >= problem.days[0]}
        is_reminder = rule == "rest_days" and person is not None and problem.leaves_within(person)
        yield Line(
            ERROR if any(violation.hard for violation in violations) and not is_reminder else WARNING,
            RULES[rule].words,
            _source(request, rule),
            words.found,
            words.limit,
            words.mend,
            agent_id=agent_id,
            name=group if person is None else person.name,
            days=tuple(sorted(days)),
            of_row=rule == "rest_days",
        )


def _wishes(request: Request, month: Standing) -> Iterator[Line]:
    if not month.problem.rules.wishes.on:
        return
    refused = [
        wish
        for wish in solution.refused_requests(month.problem, month.worked)
        if month.worked.cell(wish.agent_id, wish.day) is not None
    ]
    ordered = sorted(refused, key=lambda wish: (wish.agent_id, wish.cell, wish.day))
    for (agent_id, cell), each in groupby(ordered, key=lambda wish: (wish.agent_id, wish.cell)):
        wishes = list(each)
        wish = (
            Words("想休", "a day off")
            if cell == REST
            else Words(f"想上{shift_in_chinese(cell)}", f"shift {cell}")
        )
        yield Line(
            WARNING,
            RULES["wishes"].words,
            REQUESTS,
            wish + Words("，没有照顾到", ", not met"),
            agent_id=agent_id,
            name=name_of(request, agent_id),
            days=tuple(one.day for one in wishes),
        )


FAULTS: Final = {
    Fault.UNNAMED: Words("有晚班，没有定值班的人", "an evening without a named person"),
    Fault.ABSENT: Words("定的人当晚不上晚班", "the named person does not work that evening"),
    Fault.NEWCOMER: Words("有老客服上晚班，却定了新人", "a newcomer, with experienced colleagues there"),
}


def _watch(request: Request, month: Standing) -> Iterator[Line]:
    """The watch of each evening (domain A1.7); a newcomer chosen by hand is the supervisor's business."""
    if not month.problem.rules.late_watch.on:
        return
    named, by_hand = {}, set()
    for _, row in rows(request.tables["LateWatch"]):
        if row["date"] is not None and row["agent_id"] and in_month(row["date"], request.month):
            named[row["date"]] = row["agent_id"]
            by_hand |= {row["date"]} if row["by_hand"] else set()
    wrong: dict[Fault, list[dt.date]] = defaultdict(list)
    for day, fault in faults(evenings_of(month.problem, month.roster, {}, {}), named):
        if not (fault is Fault.NEWCOMER and day in by_hand):
            wrong[fault].append(day)
    for fault, days in wrong.items():
        yield Line(
            WARNING,
            RULES["late_watch"].words,
            _source(request, "late_watch"),
            FAULTS[fault],
            mend=Words(
                "在“值班表”里填工号，或发布排班", "a staff number on 'Late watch', or publish the roster"
            ),
            days=tuple(days),
        )


def _law(request: Request, month: Standing) -> Iterator[Line]:
    """Warnings, but for the rest between shifts where the rule is hard."""
    calendar = WorkCalendar.from_frame(request.tables["Holidays"])
    for excess in excesses(month.problem, month.worked, calendar):
        is_rule = excess.limit_of is Limit.SHIFT_REST
        person = month.problem.person_by_id[excess.agent_id]
        rests_are_exact = month.problem.rules.rest_days.binds and not person.temporary
        binds = is_rule and month.problem.rules.minimum_rest.binds
        yield Line(
            ERROR if binds else WARNING,
            NAMES[excess.limit_of],
            SOURCES[excess.limit_of],
            found_words(excess),
            limit_words(excess),
            mend_words(excess, rests_are_exact=rests_are_exact),
            agent_id=excess.agent_id,
            name=name_of(request, excess.agent_id),
            days=excess.dates,
            dates=dates_words(excess),
            law=True,
        )
