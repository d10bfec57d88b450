"""`close-month`: the month's grid goes into 排班历史 for good, with everybody's totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from csbook.commands.check_line import name_of
from csbook.commands.duty import grid_month
from csbook.commands.handler import Request, Result
from csbook.commands.roster_grid import grid_days, long_form, no_days
from csbook.commands.roster_state import (
    CLOSED,
    EmptyRoster,
    MonthState,
    changes_between,
    month_fixed,
    published_grid,
    state_of,
    with_published,
)
from csbook.commands.roster_words import days_listed
from csbook.commands.standing import Standing, month_grid, standing
from csbook.problems import Words, WorkbookUnusable
from csbook.roster.law_words import hours
from csbook.roster.parts import REST, Person, shift_in
from csbook.roster.reading import rows
from csbook.roster.solution import unmet_cover
from csbook.roster.violations import worked_minutes


class MonthNotOver(WorkbookUnusable):
    def __init__(self, month: str, days: list[dt.date]) -> None:
        super().__init__(
            Words(
                f"{month} 还没有过完（还有 {len(days)} 天：{days_listed(days)}），最后一天起才能结转。",
                f"{month} is not over: {len(days)} days are still to come ({days_listed(days)}). It can be "
                "closed from its last day on.",
            )
        )


def close_month(request: Request) -> Result:
    """Append the month's grid to `RosterHistory`, with what a person typed marked, and close the month.

    From its last day on. A closed month whose grid was corrected since is taken over again; without a
    correction nothing is written. What is still open is told and does not stand in the way: blank cells,
    missing people, pending leave and swaps, people who were not told of a change. The grid stays on the
    sheet until another month is built. Raises `MonthNotOver`, `EmptyRoster`, `NothingToRoster`.
    """
    label, state = f"{request.month:%Y-%m}", state_of(request.tables, request.month)
    if long_form(month_grid(request)).empty:
        raise EmptyRoster(label)
    month = standing(request)
    to_come = [day for day in month.problem.days if day > request.today.date()]
    if to_come:
        raise MonthNotOver(label, to_come)
    new, corrected = history_days(request)
    if state.state == CLOSED and not len(new) and not corrected:
        return Result(
            Words(f"{label} 已经关账，没有改动。", f"{label} is closed already; nothing was changed."),
            notes=tuple(total_notes(month)),
            details=details_of(month),
        )
    return Result(
        headline(label, month, state, corrected),
        tables={
            **({"RosterHistory": new} if len(new) else {}),
            "RosterStates": MonthState(label, CLOSED, state.version).row(request.today),
            "Published": with_published(request.tables, request.month, month_grid(request).iloc[:0]),
            **month_fixed(request.tables, label),
        },
        notes=(*total_notes(month), *still_open(request, month, state)),
        details=details_of(month),
    )


def history_days(request: Request) -> tuple[pd.DataFrame, int]:
    """The rows of `RosterHistory` to write, and how many days of the history they correct.

    None when the history has them all. A day that the grid leaves empty now is emptied there as well.
    """
    label = f"{request.month:%Y-%m}"
    if grid_month(request.tables["RosterBase"], request.month) != label:
        return no_days(), 0
    new = grid_days(request.tables, label)
    history = request.tables["RosterHistory"]
    old = history[history["date"].dt.strftime("%Y-%m") == label]
    keys = ["date", "agent_id"]
    known = old.merge(new[keys].assign(still=True), on=keys, how="left")
    gone = known[known["still"].isna() & known["shift"].notna()]
    both = new.merge(old[[*keys, "shift"]], on=keys, how="left", suffixes=("", "_before"))
    corrected = both["shift_before"].notna() & (both["shift_before"] != both["shift"])
    added = both["shift_before"].isna()
    emptied = gone[[*keys, "name", "group"]].assign(shift=None, typed=True)
    if not (corrected | added).any() and emptied.empty:
        return no_days(), 0
    written = pd.concat([new, emptied], ignore_index=True) if len(emptied) else new
    return written, int(corrected.sum()) + len(emptied)


def headline(label: str, month: Standing, state: MonthState, corrected: int) -> Words:
    people = len(month.problem.people)
    if state.state == CLOSED or corrected:
        return Words(
            f"{label} 已关账：{people} 人，排班历史里更正了 {corrected} 天。",
            f"{label} is closed: {people} people, {corrected} days corrected in the roster history.",
        )
    return Words(
        f"{label} 已关账：{people} 人的排班存入“排班历史”。",
        f"{label} is closed: the roster of {people} people is in sheet 'Roster history'.",
    )


def totals(month: Standing, person: Person) -> dict[str, Any]:
    cells = [month.roster.cell(person.agent_id, day) for day in month.problem.days]
    return {
        "hours": worked_minutes(month.problem, month.roster, person) / 60,
        "evenings": sum(shift_in(cell) in month.problem.evenings for cell in cells),
        "rests": cells.count(REST),
    }


def total_notes(month: Standing) -> Iterator[Words]:
    """One line for each person, counted from the cells, with the rest days they should have had."""
    for person in month.problem.people:
        sums = totals(month, person)
        quota = month.problem.rest_quota(person)
        worked = hours(round(sums["hours"] * 60))
        zh = f"{person.name}：{worked} 小时，晚班 {sums['evenings']}，休息 {sums['rests']}"
        en = f"{person.name}: {worked} hours, {sums['evenings']} evenings, {sums['rests']} rest days"
        if quota and quota != sums["rests"]:
            zh, en = f"{zh}（应为 {quota}）", f"{en} (should be {quota})"
        yield Words(f"{zh}。", f"{en}.")


def still_open(request: Request, month: Standing, state: MonthState) -> Iterator[Words]:
    """What a supervisor may still have to settle."""
    yield from stale_totals(request, month)
    blank = sum(map(len, month.blank.values()))
    if blank or month.misfits:
        count = blank + len(month.misfits)
        yield Words(
            f"{count} 格空着或填错，没有计入。", f"{count} cells are empty or wrong and do not count."
        )
    missing = sum(gap.below_minimum for gap in unmet_cover(month.problem, month.roster))
    if missing:
        yield Words(f"全月缺 {missing} 人次。", f"{missing} people were missing over the month.")
    pending = pending_requests(request)
    if pending:
        listed = "、".join(pending)
        yield Words(
            f"还有待批的请假或换班：{listed}。", f"Leave or swaps are still pending: {', '.join(pending)}."
        )
    yield from unpublished(request, month, state)
    yield from untold(request)


def stale_totals(request: Request, month: Standing) -> Iterator[Words]:
    """Totals on the sheet that its cells do not add up to: the file was changed and not worked out again."""
    sheet = {row["agent_id"]: row for _, row in rows(request.tables["Roster"])}
    for person in month.problem.people if month.rows else ():
        shown, counted = sheet.get(person.agent_id, {}), totals(month, person)
        if any(shown.get(name) is not None and abs(shown[name] - n) > 0.01 for name, n in counted.items()):
            yield Words(
                f"{person.name} 在“排班”上的合计与各格不符，请在 Excel 里重新计算（F9）。",
                f"{person.name}: the totals on sheet 'Roster' are not those of the cells; recalculate (F9).",
            )


def pending_requests(request: Request) -> list[str]:
    """Leave and swaps of the month that nobody decided, as name and day."""
    table = request.tables["Requests"].dropna(subset=["agent_id", "from_date"])
    first = pd.Timestamp(request.month)
    last = first + pd.offsets.MonthEnd()
    ends = table["to_date"].fillna(table["from_date"])
    undecided = table["kind"].isin(["leave", "swap"]) & ~table["state"].isin(["approved", "rejected"])
    mine = table[undecided & (table["from_date"] <= last) & (ends >= first)]
    return [
        f"{name_of(request, agent_id)} {day:%m-%d}"
        for agent_id, day in zip(mine["agent_id"], mine["from_date"], strict=True)
    ]


def unpublished(request: Request, month: Standing, state: MonthState) -> Iterator[Words]:
    if state.state == CLOSED:
        return
    if not state.version:
        yield Words("这个月的班表没有公布过。", "The month's roster was never published.")
        return
    published = published_grid(request.tables, request.month)
    changed = changes_between(published, month_grid(request), month.problem.days)
    if changed:
        yield Words(
            f"公布（第 {state.version} 版）之后改动的 {len(changed)} 格没有再公布。",
            f"{len(changed)} cells changed since version {state.version} were not published.",
        )


def untold(request: Request) -> Iterator[Words]:
    notices = request.tables["Notices"]
    mine = notices[notices["date"].dt.strftime("%Y-%m") == f"{request.month:%Y-%m}"]
    count = int((~mine["told"].fillna(False).astype("bool")).sum())
    if count:
        yield Words(f"“调班通知”里还有 {count} 条没有通知。", f"{count} roster notices were not passed on.")


def details_of(month: Standing) -> dict[str, Any]:
    return {"totals": {person.agent_id: totals(month, person) for person in month.problem.people}}
