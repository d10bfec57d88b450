"""How far a month's roster is (草稿, 已发布, 已关账), and what was changed since it was published.

A month without a row of `RosterStates` is a draft that was never published. `Published` holds the grid of
each month as it was published last, until the month is closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import pandas as pd

from csbook.commands.duty import grid_month
from csbook.commands.rostering.roster_grid import COLUMNS, by_agent, filled_cells
from csbook.problems import Language, Words, WorkbookUnusable, joined, same
from csbook.roster.day_ranges import span_words
from csbook.schema.columns import DAY_CELLS
from csbook.schema.workbook import TABLES

DRAFT: Final = "draft"
PUBLISHED: Final = "published"
CLOSED: Final = "closed"
BLANK: Final = Words("空", "blank")

Frames = Mapping[str, pd.DataFrame]


class MonthClosed(WorkbookUnusable):
    def __init__(self, month: str) -> None:
        super().__init__(
            Words(
                f"{month} 已关账，不再重排或发布。要更正：在“排班”里改格，再点一次“月度结转”。",
                f"{month} is closed: it is not built or published any more. To correct it, change cells on "
                "sheet 'Roster' and press 'Close month' again.",
            )
        )


class MonthPublished(WorkbookUnusable):
    def __init__(self, month: str, version: int) -> None:
        super().__init__(
            Words(
                f"{month} 已发布（第 {version} 版）。有人来不了请用“临时调班”；真要整月重排，"
                "请选“覆盖手改格”（--replace）。",
                f"{month} is published (version {version}). Use 'Repair roster' when somebody cannot come; "
                "to build the whole month anew, choose 'replace typed cells' (--replace).",
            )
        )


class AnotherMonth(WorkbookUnusable):
    def __init__(self, month: str, shown: str) -> None:
        super().__init__(
            Words(
                f"“排班”里现在是 {shown}，不是 {month}。要处理 {month}，请先为它点“生成排班”"
                f"（--month {month}）：排过的月份会从“排班历史”原样取回；要处理 {shown}，请把月份改回来。",
                f"The grid on sheet 'Roster' shows {shown}, not {month}. For {month}, press 'Build roster' "
                f"with that month (--month {month}): a month that was built before comes back from the "
                f"history as it was. For {shown}, choose the month {shown}.",
            )
        )


class EmptyRoster(WorkbookUnusable):
    def __init__(self, month: str) -> None:
        super().__init__(
            Words(
                f"{month} 还没有排班。请先生成排班，或在“排班”里填好。",
                f"There is no roster of {month} yet. Build it, or type it on sheet 'Roster'.",
            )
        )


def no_roster(tables: Frames, month: dt.date) -> WorkbookUnusable:
    """What to say of a month that stands neither in the grid nor in the history: `AnotherMonth` where the
    grid shows one, `EmptyRoster` else."""
    label, shown = f"{month:%Y-%m}", grid_month(tables["RosterBase"], month)
    return EmptyRoster(label) if shown == label else AnotherMonth(label, shown)


@dataclass(frozen=True)
class MonthState:
    """One row of `RosterStates`. `version` counts publications; `recorded` says whether a row exists."""

    month: str
    state: str = DRAFT
    version: int = 0
    recorded: bool = False

    def row(self, at: dt.datetime) -> pd.DataFrame:
        """The row to write; states of other months are left as they are."""
        return pd.DataFrame([{"month": self.month, "state": self.state, "version": self.version, "at": at}])


def state_of(tables: Frames, month: dt.date) -> MonthState:
    label = f"{month:%Y-%m}"
    states = tables["RosterStates"]
    found = states[states["month"] == label].tail(1)
    if found.empty:
        return MonthState(label)
    state, version = found["state"].iloc[0], found["version"].iloc[0]
    return MonthState(
        label, DRAFT if pd.isna(state) else str(state), 0 if pd.isna(version) else int(version), True
    )


@dataclass(frozen=True)
class CellChange:
    """One day of one agent; None where the cell is blank."""

    agent_id: str
    day: dt.date
    before: str | None
    after: str | None


def published_grid(tables: Frames, month: dt.date) -> pd.DataFrame:
    """The month as last published: agent_id, d01 to d31; no rows when it never was."""
    published = tables["Published"]
    return published[published["month"] == f"{month:%Y-%m}"][["agent_id", *COLUMNS]]


def with_published(tables: Frames, month: dt.date, grid: pd.DataFrame) -> pd.DataFrame:
    """`Published` with this month's grid first; a grid without rows takes the month out."""
    label = f"{month:%Y-%m}"
    others = tables["Published"][tables["Published"]["month"] != label]
    mine = grid[["agent_id", *COLUMNS]].assign(month=label)
    return pd.concat([mine, others], ignore_index=True)[TABLES["Published"].names]


def shown_month(tables: Frames, month: dt.date) -> str:
    """The month of the grid; raises `AnotherMonth` unless it is `month`, `EmptyRoster` when it is empty."""
    label, shown = f"{month:%Y-%m}", grid_month(tables["RosterBase"], month)
    if shown != label or by_agent(tables["Roster"]).isna().all(axis=None):
        raise no_roster(tables, month)
    return label


def month_fixed(tables: Frames, month: str) -> dict[str, pd.DataFrame]:
    """`RosterBase` for a grid that was typed before anything was built: it says of which month the grid
    is, whatever the settings say later. Every cell stays the person's. Nothing where it is known."""
    if tables["RosterBase"]["month"].notna().any():
        return {}
    people = tables["Roster"]["agent_id"].dropna().drop_duplicates()
    rows = pd.DataFrame({"agent_id": people.to_list()}).assign(month=month, **dict.fromkeys(COLUMNS))
    return {"RosterBase": rows[TABLES["RosterBase"].names]}


def changes_between(before: pd.DataFrame, after: pd.DataFrame, days: Sequence[dt.date]) -> list[CellChange]:
    """The cells of two grids (agent_id, d01 to d31) that differ on these days, in the rows' order."""
    old, new = filled_cells(before), filled_cells(after)
    return [
        CellChange(agent_id, day, was, now)
        for agent_id in {**new, **old}
        for day in days
        for column in [f"d{day.day:02d}"]
        for was, now in [(old.get(agent_id, {}).get(column), new.get(agent_id, {}).get(column))]
        if was != now
    ]


def cell_text(cell: str | None, language: Language) -> str:
    """A cell as the sheet shows it; empty when blank."""
    if cell is None:
        return ""
    return DAY_CELLS[cell](language) if cell in DAY_CELLS else cell


def cell_words(cell: str | None) -> Words:
    """A cell as a message tells it."""
    return Words(cell_text(cell, "zh"), cell_text(cell, "en")) if cell else BLANK


class Change(Protocol):
    @property
    def day(self) -> dt.date: ...
    @property
    def before(self) -> str | None: ...
    @property
    def after(self) -> str | None: ...


def changes_words(changes: Iterable[Change]) -> Words:
    """One person's changes in the order of days, the same one on days running told once: `6月3日 白→休、
    6月10日至12日 晚→空`, `June 3 白→R, June 10 to 12 晚→blank`."""
    runs: list[list[Change]] = []
    for change in sorted(changes, key=lambda change: change.day):
        if runs and _goes_on(runs[-1][-1], change):
            runs[-1].append(change)
        else:
            runs.append([change])
    return joined(
        span_words(run[0].day, run[-1].day)
        + same(" ")
        + cell_words(run[0].before)
        + same("→")
        + cell_words(run[0].after)
        for run in runs
    )


def _goes_on(one: Change, other: Change) -> bool:
    alike = (one.before, one.after) == (other.before, other.after)
    return alike and other.day - one.day == dt.timedelta(days=1)
