"""`publish-roster`: the roster as it stands becomes what people were told, and who is to be told of a
change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

import pandas as pd

from csbook.commands.handler import NOTHING_NEXT, Request, Result
from csbook.commands.rostering.check_line import ERROR, Line, name_of, table_of
from csbook.commands.rostering.check_lines import check_lines
from csbook.commands.rostering.grid_changes import column_of, grid_roster
from csbook.commands.rostering.late_watch import watch_rows
from csbook.commands.rostering.notices import Key, known_of, reconciled, untold
from csbook.commands.rostering.repair_state import as_repaired
from csbook.commands.rostering.roster_grid import filled_cells, typed_cells
from csbook.commands.rostering.roster_state import (
    CLOSED,
    PUBLISHED,
    CellChange,
    MonthClosed,
    MonthState,
    changes_between,
    changes_words,
    month_fixed,
    published_grid,
    shown_month,
    state_of,
    with_published,
)
from csbook.commands.rostering.roster_totals import right_totals
from csbook.commands.rostering.roster_words import minimum_gaps
from csbook.commands.rostering.standing import Standing, month_grid, standing
from csbook.problems import Words, counted, joined, same
from csbook.roster.day_ranges import day_ranges
from csbook.roster.parts import LEAVE, Roster
from csbook.roster.solution import changed_cells, unmet_cover

MOST_BREACHES: Final = 10

CHECK_AGAIN: Final = Words(
    "点“检查排班”，照“怎样改”改好，再点“发布排班”。",
    "press 'Check roster', mend as it says, then press 'Publish roster' again.",
)
PIN_IT_UP: Final = Words(
    "打印“排班”贴出来，或发到群里。", "print 'Roster' and pin it up, or send it to the team."
)


def publish_roster(request: Request) -> Result:
    """Publish the grid: version 1, or the next one where cells differ from what was published last.

    `Notices` says of each cell that differs from what the person knows whom to tell (`notices`), from the
    second version on; also when nothing else is new. A cell of a day that has passed is published as a
    correction, without a notice. `LateWatch` gets the watches of whoever works another evening now,
    `RosterCheck` what `check-roster` finds: broken rules are told and do not stand in the way, for they
    may be meant. Totals on the sheet that its cells do not add up to are put right.
    Raises `AnotherMonth`, `EmptyRoster`, `MonthClosed`, `NothingToRoster`.
    """
    label = shown_month(request.tables, request.month)
    state = state_of(request.tables, request.month)
    if state.state == CLOSED:
        raise MonthClosed(label)
    month = as_repaired(request, standing(request))
    grid, published = month_grid(request), published_grid(request.tables, request.month)
    changes = changes_between(published, grid, month.problem.days)
    notices = notices_of(request, month, state)
    lines = check_lines(request, month)
    if state.state == PUBLISHED and not changes:
        return nothing_new(request, state, notices, lines)
    version = state.version + (1 if changes or not state.version else 0)
    new = MonthState(label, PUBLISHED, version)
    differ = changes if state.version else []
    watch, of_the_watch = watch_rows(
        month.problem, month.roster, request.tables, request.month, standing=bool(state.version)
    )
    tables = {
        "Published": with_published(request.tables, request.month, grid),
        "RosterStates": new.row(request.today),
        "RosterCheck": table_of(lines, request),
        "Notices": notices,
        **month_fixed(request.tables, label),
        **right_totals(request.tables),
    }
    if len(watch):
        tables["LateWatch"] = watch
    tell = to_tell(request, notices, differ)
    return Result(
        headline(new, month, differ, tell),
        tables=tables,
        notes=(
            *minimum_gaps(unmet_cover(month.problem, month.roster)),
            *in_words(request, differ),
            *corrected(differ, request.today.date()),
            *closeness(month),
            *breaches([line for line in lines if line.severity == ERROR]),
            *of_the_watch,
        ),
        details=details_of(new, differ),
        then=None if tell.people else NOTHING_NEXT if state.version else PIN_IT_UP,
    )


@dataclass(frozen=True)
class ToTell:
    """How many people have to be told of a cell: all, and those of cells that this version changes."""

    people: int
    of_this: int

    @property
    def words(self) -> Words:
        if not self.people:
            return Words("，没有要通知的人", ", nobody to be told")
        people = counted(self.people, "person", "people")
        earlier = self.people - self.of_this
        if not earlier:
            return Words(
                f"，要通知 {self.people} 人，见“调班通知”",
                f", {people} to be told, see sheet 'Roster notices'",
            )
        return Words(
            f"；还要通知 {self.people} 人，其中 {earlier} 人是以前版本的改动，见“调班通知”",
            f"; still to be told: {people}, {earlier} of them only of earlier versions, see sheet "
            "'Roster notices'",
        )


def to_tell(request: Request, notices: pd.DataFrame, differ: Sequence[CellChange]) -> ToTell:
    changed = {(change.agent_id, change.day) for change in differ}
    keys = zip(notices["agent_id"], pd.to_datetime(notices["date"]).dt.date, strict=True)
    new = notices[pd.Series([key in changed for key in keys], notices.index, dtype="bool")]
    return ToTell(untold(notices, request.month), untold(new, request.month))


def headline(new: MonthState, month: Standing, differ: Sequence[CellChange], tell: ToTell) -> Words:
    if not differ:
        people = len(month.problem.people)
        return Words(
            f"{new.month} 已发布（第 {new.version} 版）：{people} 人。",
            f"{new.month} is published (version {new.version}): {counted(people, 'person', 'people')}.",
        )
    cells = counted(len(differ), "cell differs", "cells differ")
    return Words(
        f"{new.month} 已发布第 {new.version} 版：比上一版改了 {len(differ)} 格{tell.words.zh}。",
        f"{new.month} is published, version {new.version}: {cells} from the version before{tell.words.en}.",
    )


def notices_of(request: Request, month: Standing, state: MonthState) -> pd.DataFrame:
    """`Notices` for the grid as it stands."""
    grid = grid_roster(request.tables, month.problem)
    known = known_of(request, publishing=True)
    changed = {*known.published, *grid.cells}
    typed = filled_cells(typed_cells(request.tables))
    return reconciled(request, known, grid, changed, lambda key: _reason(key, grid, typed, state.version))


def nothing_new(request: Request, state: MonthState, notices: pd.DataFrame, lines: Sequence[Line]) -> Result:
    """The grid is as published. What breaks a rule in it all the same is told: people, requests or rules
    changed since."""
    errors = [line for line in lines if line.severity == ERROR]
    check = {"RosterCheck": table_of(lines, request)} if errors else {}
    return Result(
        as_it_was(state) if not errors else not_in_order(state, len(errors)),
        tables={"Notices": notices, **check, **right_totals(request.tables)},
        notes=tuple(first_breaches(errors)),
        details=details_of(state, []),
        then=CHECK_AGAIN if errors else NOTHING_NEXT,
    )


def as_it_was(state: MonthState) -> Words:
    return Words(
        f"{state.month} 发布之后没有改动，仍是第 {state.version} 版。",
        f"Nothing was changed since {state.month} was published: it stays version {state.version}.",
    )


def not_in_order(state: MonthState, count: int) -> Words:
    wrong = counted(count, "hard rule or cell is", "hard rules or cells are")
    return Words(
        f"{state.month} 有 {count} 处违反硬性规则或没有填好；"
        f"班表和已发布的第 {state.version} 版一样，没有再发布。",
        f"{state.month}: {wrong} not in order; the roster is the same as version {state.version} and was not "
        "published again.",
    )


def in_words(request: Request, changes: Sequence[CellChange]) -> Iterator[Words]:
    """One line for each person: the changed days, before and after."""
    for agent_id, each in groupby(changes, key=lambda change: change.agent_id):
        yield joined([same(name_of(request, agent_id)), changes_words(each)], "：", ": ") + Words("。", ".")


def corrected(changes: Sequence[CellChange], today: dt.date) -> Iterator[Words]:
    """The changed days that have passed: what was really worked, of which nobody needs to be told."""
    passed = [change.day for change in changes if change.day < today]
    if passed:
        days, cells = day_ranges(passed), counted(len(passed), "cell")
        yield Words(
            f"其中 {len(passed)} 格已过（{days.zh}），算更正，不用通知。",
            f"{cells} of days that have passed ({days.en}): corrections, nobody is told of them.",
        )


def _reason(key: Key, grid: Roster, typed: dict[str, dict[str, str]], version: int) -> Words:
    """Whether it is leave, a person typed the cell or csbook changed it."""
    agent_id, day = key
    since = Words(f"第 {version} 版之后", f" since version {version}")
    if grid.cell(*key) == LEAVE:
        return Words(f"{since.zh}请假", f"leave{since.en}")
    if column_of(day) in typed.get(agent_id, {}):
        return Words(f"{since.zh}主管手改", f"changed by hand{since.en}")
    return Words(f"{since.zh}重排或调班", f"rebuilt or repaired{since.en}")


def closeness(month: Standing) -> list[Words]:
    """How much of last month's pattern stays, weekday by weekday (domain A1.11)."""
    compared = len(month.problem.comparable)
    if not compared:
        return []
    same_cells = compared - len(changed_cells(month.problem, month.roster))
    return [
        Words(
            f"与上月同星期的班相比，{same_cells}/{compared} 格相同（{same_cells / compared:.0%}）。",
            f"{same_cells} of {compared} cells are as on the same weekday last month "
            f"({same_cells / compared:.0%}).",
        )
    ]


def breaches(errors: Sequence[Line]) -> Iterator[Words]:
    """The errors of the check, the first ten; the others are counted."""
    if not errors:
        return
    count = len(errors)
    yield Words(
        f"照样发布，但有 {count} 处违反硬性规则或没有填好：",
        "Published all the same, though "
        f"{counted(count, 'hard rule or cell is', 'hard rules or cells are')} not in order:",
    )
    yield from first_breaches(errors)


def first_breaches(errors: Sequence[Line]) -> Iterator[Words]:
    """The first ten, what is wrong with several cells of a person in one sentence."""
    alike: dict[object, list[Line]] = {}
    for line in errors:
        alike.setdefault((line.agent_id, line.name, line.subject, line.dates), []).append(line)
    for same_lines in list(alike.values())[:MOST_BREACHES]:
        days = sorted({day for line in same_lines for day in line.days})
        yield replace(same_lines[0], days=tuple(days)).sentence
    if more := sum(map(len, list(alike.values())[MOST_BREACHES:])):
        yield Words(f"还有 {more} 处，见“排班检查”。", f"{more} more: see sheet 'Roster check'.")


def details_of(state: MonthState, changes: Sequence[CellChange]) -> dict[str, Any]:
    return {
        "state": state.state,
        "version": state.version,
        "changes": [
            {"agent_id": c.agent_id, "date": c.day.isoformat(), "before": c.before, "after": c.after}
            for c in changes
        ],
    }
