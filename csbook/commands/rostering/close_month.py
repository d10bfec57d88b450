"""`close-month`: the month's grid goes into 排班历史 for good, with everybody's totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from csbook.commands.duty import grid_month
from csbook.commands.first_steps import waiting_for
from csbook.commands.handler import Request, Result
from csbook.commands.rostering.check_line import name_of
from csbook.commands.rostering.roster_grid import by_agent, grid_days, long_form, no_days
from csbook.commands.rostering.roster_state import (
    CLOSED,
    AnotherMonth,
    EmptyRoster,
    MonthState,
    changes_between,
    month_fixed,
    no_roster,
    published_grid,
    state_of,
    with_published,
)
from csbook.commands.rostering.roster_totals import right_totals
from csbook.commands.rostering.standing import Standing, month_grid, standing
from csbook.problems import Words, WorkbookUnusable, counted, joined, same
from csbook.roster.amounts import hours
from csbook.roster.day_ranges import day_ranges, day_words
from csbook.roster.parts import REST, Person, shift_in
from csbook.roster.solution import unmet_cover
from csbook.roster.violations import worked_minutes
from csbook.schema.choices import TO_DECIDE


class MonthNotOver(WorkbookUnusable):
    def __init__(self, month: str, days: list[dt.date]) -> None:
        listed, to_come = day_ranges(days), counted(len(days), "day is", "days are")
        super().__init__(
            Words(
                f"{month} 还没有过完（还有 {len(days)} 天：{listed.zh}），最后一天起才能结转。",
                f"{month} is not over: {to_come} still to come ({listed.en}). It can be closed from its last "
                "day on.",
            )
        )
        self.before_again = waiting_for(max(days))


class NothingToClose(WorkbookUnusable):
    """The month lies before the first that the workbook has a roster of, and nothing was logged in it."""

    def __init__(self, month: str, first: str, *, is_over: bool) -> None:
        super().__init__(
            Words(
                f"“排班”里现在是 {first}，不是 {month}。工作簿里没有更早的排班，{month} 没有可结转的。",
                f"The grid on sheet 'Roster' shows {first}, not {month}. The workbook has no earlier roster: "
                f"there is nothing to close of {month}.",
            )
        )
        self.before_again = (
            Words(
                f"在操作面板“月份”写 {first}（--month {first}）",
                f"say {first} at 'month' in the panel (--month {first})",
            )
            if is_over
            else Words(f"等 {first} 过完", f"wait until {first} is over")
        )


class NoRosterKept(EmptyRoster):
    """Nobody was rostered in the workbook in that month or before; it can be scored all the same."""

    def __init__(self, month: str) -> None:
        WorkbookUnusable.__init__(
            self,
            Words(
                f"{month} 没有排班，没有可结转的；没有排班也能点“月度评分”。",
                f"There is no roster of {month}, so nothing to close; 'Score month' does without it.",
            ),
        )


class LeftUnrostered(WorkbookUnusable):
    """The month is over, months before it were rostered, and it was not."""

    def __init__(self, month: str, shown: str) -> None:
        super().__init__(
            Words(
                f"工作簿里没有 {month} 的排班（“排班”里现在是 {shown}）。要算出勤和工时，先为它补排或补录"
                f"（“生成排班”，月份 {month}）；不算的，直接点“月度评分”和“锁定月份”。",
                f"The workbook has no roster of {month} (the grid on sheet 'Roster' shows {shown}). For "
                f"attendance and hours make it up ('Build roster' with the month {month}); without them "
                "press 'Score month' and 'Lock month' by themselves.",
            ),
        )
        self.before_again = Words(f"补上 {month} 的排班", f"make up the roster of {month}")


def close_month(request: Request) -> Result:
    """Append the month's grid to `RosterHistory`, with what a person typed marked, and close the month.

    From its last day on. A closed month whose grid was corrected since is taken over again; without a
    correction nothing is written. What is still open is told and does not stand in the way: blank cells,
    missing people, pending leave and swaps, people who were not told of a change. The grid stays on the
    sheet until another month is built; totals on it that its cells do not add up to are put right. Raises
    `MonthNotOver`, `NoRosterKept`, `NothingToClose`, `LeftUnrostered`, `EmptyRoster`, `AnotherMonth`,
    `NothingToRoster`.
    """
    label, state = f"{request.month:%Y-%m}", state_of(request.tables, request.month)
    ensure_rostered(request, label)
    ensure_not_before_the_first(request, label)
    ensure_of_month(request, label)
    if long_form(month_grid(request)).empty:
        raise without_cells(request, label)
    month = standing(request)
    to_come = [day for day in month.problem.days if day > request.today.date()]
    if to_come:
        raise MonthNotOver(label, to_come)
    new, corrected = history_days(request)
    totals_on_sheet = right_totals(request.tables) if month.rows else {}
    if state.state == CLOSED and not len(new) and not corrected:
        return Result(
            Words(f"{label} 已经关账，没有改动。", f"{label} is closed already; nothing was changed."),
            tables=totals_on_sheet,
            details=details_of(month),
        )
    return Result(
        headline(label, month, state, corrected, kept=len(new) > 0),
        tables={
            **({"RosterHistory": new} if len(new) else {}),
            "RosterStates": MonthState(label, CLOSED, state.version).row(request.today),
            "Published": with_published(request.tables, request.month, month_grid(request).iloc[:0]),
            **month_fixed(request.tables, label),
            **totals_on_sheet,
        },
        notes=(*still_open(request, month, state), *total_notes(month)),
        details=details_of(month),
    )


def ensure_rostered(request: Request, label: str) -> None:
    """Raises `NoRosterKept` where neither grid nor history ever had a shift, though there are people; a
    month before the settings' one counts once there is a log of it."""
    tables = request.tables
    kept = (tables["RosterBase"]["month"], tables["RosterHistory"]["date"], by_agent(tables["Roster"]))
    if tables["Staff"]["agent_id"].isna().all() or any(each.notna().to_numpy().any() for each in kept):
        return
    if is_logged(request, label) or label >= f"{settings_month(request):%Y-%m}":
        raise NoRosterKept(label)


def ensure_not_before_the_first(request: Request, label: str) -> None:
    """Where the grid shows a later month and no history goes back so far: raises `NoRosterKept` of a month
    with a log, as of a team that came to rosters later, else `NothingToClose`."""
    shown = grid_month(request.tables["RosterBase"], settings_month(request))
    days = request.tables["RosterHistory"]["date"].dropna()
    if shown > label and (days.empty or f"{days.min():%Y-%m}" > label):
        if is_logged(request, label):
            raise NoRosterKept(label)
        raise NothingToClose(label, shown, is_over=shown < f"{request.today:%Y-%m}")


def is_logged(request: Request, label: str) -> bool:
    return bool(request.tables["DailyLog"]["date"].dt.strftime("%Y-%m").eq(label).any())


def without_cells(request: Request, label: str) -> WorkbookUnusable:
    """Why a month without any cell is not closed: to come, it is still to be rostered."""
    shown = grid_month(request.tables["RosterBase"], request.month)
    if shown != label and label < f"{request.today:%Y-%m}":
        return LeftUnrostered(label, shown)
    return no_roster(request.tables, request.month)


def settings_month(request: Request) -> dt.date:
    """The month of which a grid is that was typed before anything was built."""
    said = request.settings["month"]
    return dt.date.fromisoformat(f"{said}-01") if said else request.month


def ensure_of_month(request: Request, label: str) -> None:
    """A grid typed before anything was built is of the settings' month; raises `AnotherMonth`."""
    said = request.settings["month"]
    if said and said != label and request.tables["RosterBase"]["month"].isna().all():
        raise AnotherMonth(label, said)


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


def headline(label: str, month: Standing, state: MonthState, corrected: int, *, kept: bool) -> Words:
    """`kept`: rows go into 排班历史 now; else it has had the month since the next one was built."""
    people = len(month.problem.people)
    if state.state == CLOSED or corrected:
        return Words(
            f"{label} 已关账：{people} 人，排班历史里更正了 {corrected} 天。",
            f"{label} is closed: {counted(people, 'person', 'people')}, {counted(corrected, 'day')} "
            "corrected in the roster history.",
        )
    if not kept:
        return Words(
            f"{label} 已关账：{people} 人的排班早已在“排班历史”里。",
            f"{label} is closed: the roster of {counted(people, 'person', 'people')} was in sheet 'Roster "
            "history' before.",
        )
    return Words(
        f"{label} 已关账：{people} 人的排班存入“排班历史”。",
        f"{label} is closed: the roster of {counted(people, 'person', 'people')} is in sheet "
        "'Roster history'.",
    )


def totals(month: Standing, person: Person) -> dict[str, Any]:
    """Counted as the sheet does: a shift in a group that the person does not serve is worked, too."""
    cells = [month.worked.cell(person.agent_id, day) for day in month.problem.days]
    return {
        "hours": worked_minutes(month.problem, month.worked, person) / 60,
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
        evenings, rests = counted(sums["evenings"], "evening"), counted(sums["rests"], "rest day")
        en = f"{person.name}: {worked} hours, {evenings}, {rests}"
        if quota and quota != sums["rests"]:
            zh, en = f"{zh}（应为 {quota}）", f"{en} (should be {quota})"
        yield Words(f"{zh}。", f"{en}.")


def still_open(request: Request, month: Standing, state: MonthState) -> Iterator[Words]:
    """What a supervisor may still have to settle."""
    yield from cells_amiss(request, month)
    missing = sum(gap.below_minimum for gap in unmet_cover(month.problem, month.roster))
    if missing:
        yield Words(
            f"全月缺 {missing} 人次。", f"Missing over the month: {counted(missing, 'person', 'people')}."
        )
    pending = pending_requests(request)
    if pending:
        listed = joined(pending)
        yield Words(f"还有待批的请假或换班：{listed.zh}。", f"Leave or swaps are still pending: {listed.en}.")
    yield from unpublished(request, month, state)
    yield from untold(request)


def cells_amiss(request: Request, month: Standing) -> Iterator[Words]:
    """Cells that are left out, and shifts counted though the person cannot have them, by person and day."""
    left_out = {agent_id: list(days) for agent_id, days in month.blank.items()}
    counted_in: dict[str, list[dt.date]] = {}
    for misfit in month.misfits:
        works = month.worked.cell(misfit.agent_id, misfit.day) is not None
        (counted_in if works else left_out).setdefault(misfit.agent_id, []).append(misfit.day)
    if left_out:
        cells, listed = sum(map(len, left_out.values())), _named_days(request, left_out)
        yield Words(
            f"{cells} 格空着或填错，没有计入：{listed.zh}。",
            f"Left out, empty or wrong: {counted(cells, 'cell')} ({listed.en}).",
        )
    if counted_in:
        cells, listed = sum(map(len, counted_in.values())), _named_days(request, counted_in)
        yield Words(
            f"{cells} 格是此人不能上的班，按上班计入：{listed.zh}。",
            f"Counted though the person cannot have the shift: {counted(cells, 'cell')} ({listed.en}).",
        )


def _named_days(request: Request, days: dict[str, list[dt.date]]) -> Words:
    people = (same(f"{name_of(request, agent_id)} ") + day_ranges(these) for agent_id, these in days.items())
    return joined(people, "；", "; ")


def pending_requests(request: Request) -> list[Words]:
    """Leave and swaps of the month that nobody decided, as name and day."""
    table = request.tables["Requests"].dropna(subset=["agent_id", "from_date"])
    first = pd.Timestamp(request.month)
    last = first + pd.offsets.MonthEnd()
    ends = table["to_date"].fillna(table["from_date"])
    undecided = table["kind"].isin(TO_DECIDE) & ~table["state"].isin(["approved", "rejected"])
    mine = table[undecided & (table["from_date"] <= last) & (ends >= first)]
    return [
        same(f"{name_of(request, agent_id)} ") + day_words(day)
        for agent_id, day in zip(mine["agent_id"], mine["from_date"], strict=True)
    ]


def unpublished(request: Request, month: Standing, state: MonthState) -> Iterator[Words]:
    if state.state == CLOSED:
        return
    if not state.version:
        yield Words("这个月的班表没有发布过。", "The month's roster was never published.")
        return
    published = published_grid(request.tables, request.month)
    changed = changes_between(published, month_grid(request), month.problem.days)
    if changed:
        yield Words(
            f"发布（第 {state.version} 版）之后改动的 {len(changed)} 格没有再发布。",
            f"Not published: {counted(len(changed), 'cell')} changed since version {state.version}.",
        )


def untold(request: Request) -> Iterator[Words]:
    notices = request.tables["Notices"]
    mine = notices[notices["date"].dt.strftime("%Y-%m") == f"{request.month:%Y-%m}"]
    count = int((~mine["told"].fillna(False).astype("bool")).sum())
    if count:
        yield Words(
            f"“调班通知”里还有 {count} 条没有通知。", f"Not passed on yet: {counted(count, 'roster notice')}."
        )


def details_of(month: Standing) -> dict[str, Any]:
    return {"totals": {person.agent_id: totals(month, person) for person in month.problem.people}}
