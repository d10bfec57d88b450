"""`publish-roster`: the roster as it stands becomes what people were told, and who is to be told of a
change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import pandas as pd

from csbook.commands.check_line import ERROR, Line, name_of, table_of
from csbook.commands.check_lines import check_lines
from csbook.commands.handler import Request, Result
from csbook.commands.late_watch import watch_rows
from csbook.commands.roster_grid import filled_cells, typed_cells
from csbook.commands.roster_state import (
    CLOSED,
    PUBLISHED,
    CellChange,
    MonthClosed,
    MonthState,
    cell_text,
    changes_between,
    merged_notices,
    month_fixed,
    published_grid,
    shown_month,
    state_of,
    with_published,
)
from csbook.commands.roster_words import minimum_gaps
from csbook.commands.standing import Standing, month_grid, standing
from csbook.problems import Language, Words, joined, same
from csbook.roster.parts import LEAVE
from csbook.roster.solution import changed_cells, unmet_cover

MOST_BREACHES: Final = 10


def publish_roster(request: Request) -> Result:
    """Publish the grid: version 1, or the next one where cells differ from what was published last.

    `Notices` gets each changed cell from the second version on, `LateWatch` the watches of whoever works
    another evening now, `RosterCheck` what `check-roster` finds: broken rules are told and do not stand in
    the way, for they may be meant. Without a change nothing is written. Raises `AnotherMonth`,
    `EmptyRoster`, `MonthClosed`, `NothingToRoster`.
    """
    label = shown_month(request.tables, request.month)
    state = state_of(request.tables, request.month)
    if state.state == CLOSED:
        raise MonthClosed(label)
    month = standing(request)
    grid, published = month_grid(request), published_grid(request.tables, request.month)
    changes = changes_between(published, grid, month.problem.days)
    if state.state == PUBLISHED and not changes:
        return Result(nothing_new(state), details=details_of(state, []))
    version = state.version + (1 if changes or not state.version else 0)
    new = MonthState(label, PUBLISHED, version)
    told = changes if state.version else []
    lines = check_lines(request, month)
    watch, of_the_watch = watch_rows(
        month.problem, month.roster, request.tables, request.month, standing=bool(state.version)
    )
    tables = {
        "Published": with_published(request.tables, request.month, grid),
        "RosterStates": new.row(request.today),
        "RosterCheck": table_of(lines, request),
        **month_fixed(request.tables, label),
    }
    if len(watch):
        tables["LateWatch"] = watch
    if told:
        rows = notice_rows(request, told, state.version)
        tables["Notices"] = merged_notices(request.tables["Notices"], rows, request.today.date())
    return Result(
        headline(new, month, told),
        tables=tables,
        notes=(
            *minimum_gaps(unmet_cover(month.problem, month.roster)),
            *in_words(request, told),
            *closeness(month),
            *breaches([line for line in lines if line.severity == ERROR]),
            *of_the_watch,
        ),
        details=details_of(new, told),
    )


def headline(new: MonthState, month: Standing, told: Sequence[CellChange]) -> Words:
    people = len(month.problem.people)
    if not told:
        return Words(
            f"{new.month} 已公布（第 {new.version} 版）：{people} 人。",
            f"{new.month} is published (version {new.version}): {people} people.",
        )
    concerned = len({change.agent_id for change in told})
    return Words(
        f"{new.month} 已公布第 {new.version} 版：比上一版改了 {len(told)} 格，要通知 {concerned} 人，"
        "见“调班通知”。",
        f"{new.month} is published, version {new.version}: {len(told)} cells differ from the version before, "
        f"{concerned} people to be told, see sheet 'Roster notices'.",
    )


def nothing_new(state: MonthState) -> Words:
    return Words(
        f"{state.month} 公布之后没有改动，仍是第 {state.version} 版。",
        f"Nothing was changed since {state.month} was published: it stays version {state.version}.",
    )


def in_words(request: Request, changes: Sequence[CellChange]) -> Iterator[Words]:
    """One line for each person: the changed days, before and after."""
    for agent_id, each in groupby(changes, key=lambda change: change.agent_id):
        mine = list(each)
        listed = Words(_listed(mine, "zh", "，"), _listed(mine, "en", ", "))
        yield joined([same(name_of(request, agent_id)), listed], "：", ": ") + Words("。", ".")


def _listed(changes: Sequence[CellChange], language: Language, comma: str) -> str:
    return comma.join(
        f"{c.day:%m-%d} {cell_text(c.before, language) or '—'}→{cell_text(c.after, language) or '—'}"
        for c in changes
    )


def notice_rows(request: Request, changes: Sequence[CellChange], version: int) -> pd.DataFrame:
    """Rows of `Notices`; the reason says whether a person typed the cell or csbook changed it."""
    typed = filled_cells(typed_cells(request.tables))
    return pd.DataFrame(
        [
            {
                "agent_id": change.agent_id,
                "name": name_of(request, change.agent_id),
                "date": pd.Timestamp(change.day),
                "before": cell_text(change.before, request.language),
                "after": cell_text(change.after, request.language),
                "reason": _reason(change, typed, version)(request.language),
            }
            for change in changes
        ]
    )


def _reason(change: CellChange, typed: dict[str, dict[str, str]], version: int) -> Words:
    since = Words(f"第 {version} 版之后", f" since version {version}")
    if change.after == LEAVE:
        return Words(f"{since.zh}请假", f"leave{since.en}")
    if f"d{change.day.day:02d}" in typed.get(change.agent_id, {}):
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
        f"照样公布，但有 {count} 处违反硬性规则或没有填好：",
        f"Published all the same, though {count} hard rules or cells are not in order:",
    )
    yield from (line.sentence for line in errors[:MOST_BREACHES])
    if count > MOST_BREACHES:
        yield Words(
            f"还有 {count - MOST_BREACHES} 处，见“排班检查”。",
            f"{count - MOST_BREACHES} more: see sheet 'Roster check'.",
        )


def details_of(state: MonthState, changes: Sequence[CellChange]) -> dict[str, Any]:
    return {
        "state": state.state,
        "version": state.version,
        "changes": [
            {"agent_id": c.agent_id, "date": c.day.isoformat(), "before": c.before, "after": c.after}
            for c in changes
        ],
    }
