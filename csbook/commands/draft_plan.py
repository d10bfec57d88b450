"""`draft-plan`: the month's plan in its four parts, training and meetings when most people are on duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.commands.attendance import days_of, planned_end
from csbook.commands.framed import framed
from csbook.commands.handler import Request, Result
from csbook.commands.locked_months import is_locked
from csbook.commands.measure_figures import team_figures
from csbook.money import exact
from csbook.problems import Language, Words, WorkbookUnusable, counted
from csbook.reports.busy import busiest_hour, busiest_hours, mondays, on_duty_by_hour
from csbook.reports.planning import (
    Item,
    days_of_item,
    drafted,
    is_own_proposal,
    proposed_targets,
    weekday_named,
    weeks_of,
)
from csbook.reports.spans import months_after
from csbook.schema.choices import MEASURE
from csbook.schema.columns import LEAVE, REST
from csbook.schema.default_measures import ABOUT
from csbook.scorecard.measures import RATIOS
from csbook.scorecard.period import Period

MONTHS_BACK: Final = 3
WEEKLY: Final = ("training", "meeting")
OF_TEAM: Final = Words("（团队）", " (team)")


class PlanOver(WorkbookUnusable):
    """A month that is over, or locked, is not planned any more."""

    def __init__(self, month: str, today: dt.date, *, locked: bool) -> None:
        state = Words("已锁定", "is locked") if locked else Words("已经过去", "is over")
        now, coming = (f"{months_after(today.replace(day=1), ahead):%Y-%m}" for ahead in (0, 1))
        super().__init__(
            Words(
                f"{month} {state.zh}，没有起草。在操作面板“月份”写要计划的月份，"
                f"如 {now} 或 {coming}（--month）。",
                f"{month} {state.en}; nothing was drafted. Say the month to plan at 'month' in the panel, "
                f"such as {now} or {coming} (--month).",
            )
        )


def draft_plan(request: Request) -> Result:
    """The rows that the month's plan still lacks; the proposed times of all its weekly rows as the roster is
    now. What people wrote stays. Raises `PlanOver`."""
    today, locked = request.today.date(), is_locked(request.tables, f"{request.month:%Y-%m}")
    if locked or months_after(request.month, 1) <= today:
        raise PlanOver(f"{request.month:%Y-%m}", today, locked=locked)
    plan = request.tables["Plan"]
    standing = plan[plan["month"] == f"{request.month:%Y-%m}"]
    counts, weeks_from = on_duty_hours(request)
    weeks = busiest_hours(counts, weeks_from, len(WEEKLY))
    items = drafted(weeks, targets(request))
    new = lacking(items, standing, request.language)
    frames = [plan_rows(new, request)] if new else []
    timed = timed_rows(standing, weeks, counts, weeks_from)
    return Result(
        headline(request.month, len(new)),
        {"Plan": pd.concat([*frames, timed])} if frames or len(timed) else {},
        tuple(notes(items, request)),
        details={"month": f"{request.month:%Y-%m}", "added": len(new)},
    )


def lacking(items: list[Item], standing: pd.DataFrame, language: Language) -> list[Item]:
    """The items that the plan still needs. The team's target is there by its measure; another part is left
    to people once all its rows are their own."""
    of_team = standing[(standing["part"] == "target") & standing["agent_id"].isna()]
    aimed_at = set(of_team["measure"].dropna())
    written = {str(part): set(rows["item"]) for part, rows in standing.groupby("part")}
    ours: dict[str, set[str]] = {}
    for item in items:
        ours.setdefault(item.part, set()).add(item.item(language))
    theirs = {part for part, texts in written.items() if not texts & ours.get(part, set())}

    def is_lacking(item: Item) -> bool:
        if item.part == "target":
            return item.measure not in aimed_at
        return item.part not in theirs and item.item(language) not in written.get(item.part, set())

    taken = written.get("target", set())
    return [named_apart(item, taken, language) for item in items if is_lacking(item)]


def named_apart(item: Item, taken: Collection[str], language: Language) -> Item:
    """The team's target under a name of its own where one person's has the same: a row goes by its name."""
    if item.part != "target" or item.item(language) not in taken:
        return item
    return replace(item, item=item.item + OF_TEAM)


def timed_rows(
    standing: pd.DataFrame,
    weeks: list[list[pd.Timestamp]],
    counts: pd.Series,
    weeks_from: list[pd.Timestamp],
) -> pd.DataFrame:
    """The times of the trainings and meetings that stand: those of their week, on the weekday they name.

    `counts`, `weeks_from`: as of `on_duty_hours`; `weeks`: the hours of most people in each.
    """
    rows = []
    for place, part in enumerate(WEEKLY):
        of_part = standing[standing["part"] == part]
        items = of_part["item"].fillna("").tolist()
        usual = {week: of_week[place] for week, of_week in enumerate(weeks, 1) if len(of_week) > place}
        named = zip(items, weeks_of(items, len(weeks)), strict=True)
        found = [hour_of(item, week, usual, counts, weeks_from) for item, week in named]
        times = pd.Series(found, dtype="datetime64[us]")
        rows.append(of_part[["month", "part", "item"]].assign(proposed_time=times.to_numpy()))
    return pd.concat(rows)


def hour_of(
    item: str,
    week: int | None,
    usual: Mapping[int, pd.Timestamp],
    counts: pd.Series,
    weeks_from: Sequence[pd.Timestamp],
) -> pd.Timestamp | None:
    """The hour of an item of the week: that of most people on the weekday it names, else the `usual` one."""
    if week is None:
        return None
    if weekday_named(item) is None:
        return usual.get(week)
    held = (busiest_hour(counts, day) for day in days_of_item(item, week, weeks_from))
    return next((hour for hour in held if hour is not None), None)


def on_duty_hours(request: Request) -> tuple[pd.Series, list[pd.Timestamp]]:
    """How many are on duty in each hour of the month's roster (`on_duty_by_hour`), and the Mondays of the
    month's weeks."""
    month = Period(request.month, request.today)
    first, last = pd.Timestamp(month.first), pd.Timestamp(month.last)
    return on_duty_by_hour(stints(request.tables, request.month)), mondays(first, last)


def stints(tables: Mapping[str, pd.DataFrame], month: dt.date) -> pd.DataFrame:
    """`start` and `end` of every shift of the month's roster whose times are known."""
    shifts = tables["Shifts"].dropna(subset=["code"]).drop_duplicates("code").set_index("code")
    times = pd.DataFrame({"start": shifts["start"], "end": planned_end(shifts)})
    days = shift_days(tables, month)
    on_duty = days.assign(code=days["cell"].str.replace(r"@.*$", "", regex=True)).join(times, on="code")
    moments = {name: on_duty["date"] + on_duty[name] for name in ("start", "end")}
    return pd.DataFrame(moments).dropna()


def shift_days(tables: Mapping[str, pd.DataFrame], month: dt.date) -> pd.DataFrame:
    """The days of the month's roster that have a shift."""
    days = days_of(tables, month)
    has_shift: pd.DataFrame = days[days["cell"].notna() & ~days["cell"].isin([REST, LEAVE])]
    return has_shift


def targets(request: Request) -> list[Item]:
    """Targets for the measures that are on, from 考核指标, the last month's plan or the last three months.

    Of a sum 考核指标 says what one person shall reach, which is no target for the team.
    """
    measures = request.tables["Measures"]
    on = measures[measures["active"].fillna(False) & (measures["weight"].fillna(0) > 0)]
    standing = on.dropna(subset=["target"]).drop_duplicates("measure")
    named = zip(standing["measure"], standing["target"], strict=True)
    months = [months_after(request.month, -back) for back in range(1, MONTHS_BACK + 1)]
    reached = [team_values(request, month) for month in months]
    return proposed_targets(
        {measure: with_unit(measure) for measure in dict.fromkeys(on["measure"])},
        {measure: exact(target) for measure, target in named if RATIOS[measure].scale is not None},
        planned_before(request),
        reached,
        frozenset(on.loc[on["direction"] == "lower", "measure"]),
    )


def with_unit(measure: str) -> Words:
    """What a target is called, with the unit of its figure: 应答率（%）."""
    unit = ABOUT[measure].unit
    return MEASURE[measure] + (Words(f"（{unit.zh}）", f" ({unit.en})") if unit.en else unit)


def planned_before(request: Request) -> dict[str, Decimal]:
    """The team's targets by measure in last month's plan, but for csbook's own proposals."""
    plan = request.tables["Plan"]
    rows = plan[(plan["month"] == f"{months_after(request.month, -1):%Y-%m}") & (plan["part"] == "target")]
    rows = rows[rows["agent_id"].isna()].dropna(subset=["measure", "target"]).drop_duplicates("measure")
    found = zip(rows["measure"], rows["target"].map(exact), rows["note"].fillna(""), strict=True)
    return {measure: target for measure, target, note in found if not is_own_proposal(note, target)}


def team_values(request: Request, month: dt.date) -> dict[str, Decimal]:
    figures = team_figures(request.tables, Period(month, request.today))
    return {measure: figure.value for measure, figure in figures.items()}


def plan_rows(items: list[Item], request: Request) -> pd.DataFrame:
    """The items as rows of 月计划, with the columns that people fill for those that are new."""
    language = request.language
    rows = [
        {
            "month": f"{request.month:%Y-%m}",
            "part": item.part,
            "item": item.item(language),
            "measure": item.measure,
            "target": None if item.target is None else float(item.target),
            "proposed_time": item.at,
            "note": None if item.note is None else item.note(language),
        }
        for item in items
    ]
    return framed("Plan", pd.DataFrame(rows))[list(rows[0])]


def headline(month: dt.date, added: int) -> Words:
    if not added:
        return Words(
            f"{month:%Y-%m} 的月计划已经齐了，只更新了建议时间。",
            f"The plan of {month:%Y-%m} is whole; only the proposed times were renewed.",
        )
    return Words(
        f"{month:%Y-%m} 的月计划起草了 {added} 项，请主管核对、改目标、指定负责人。",
        f"{counted(added, 'item')} drafted for the plan of {month:%Y-%m}: look them over, settle targets and "
        "who is in charge.",
    )


def notes(items: list[Item], request: Request) -> list[Words]:
    found = []
    if not any(item.at is not None for item in items):
        found.append(without_times(request))
    if not any(item.part == "target" for item in items):
        found.append(
            Words(
                "考核指标没有目标，前三个月也没有数据，没有起草指标。",
                "No target in 'Measures' and no figures of the last three months: no targets drafted.",
            )
        )
    return found


def without_times(request: Request) -> Words:
    """Why training and meetings have no time."""
    if not shift_days(request.tables, request.month).empty:
        return Words(
            "“班次”没有填上班和下班时间，培训和会议没有建议时间；填好后再点一次。",
            "'Shifts' has no times of start and end: training and meetings have no time yet. Fill them and "
            "draft again.",
        )
    return Words(
        f"{request.month:%Y-%m} 还没有排班，培训和会议没有建议时间；生成排班后再点一次。",
        f"There is no roster of {request.month:%Y-%m}: training and meetings have no time yet. Build it and "
        "draft again.",
    )
