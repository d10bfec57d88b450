"""What an earlier, wrong leaving date did, said when it is corrected to a later one: days without a shift,
work that others have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from csbook.commands.rostering.grid_changes import column_of
from csbook.commands.rostering.roster_grid import filled_cells
from csbook.problems import Words
from csbook.roster.day_ranges import day_ranges
from csbook.roster.frames import month_days

Frames = Mapping[str, pd.DataFrame]


def emptied(
    tables: Frames,
    roster: pd.DataFrame,
    agent_id: str,
    former: dt.date | None,
    last_day: dt.date,
    today: dt.date,
) -> list[dt.date]:
    """The days without a cell on which somebody works after all, whom an earlier press has let go; `former`
    is the leaving date that stood.

    roster: the grid as the command leaves it. Of days gone by and of months without a roster nothing is said.
    """
    if former is None:
        return []
    known = _shown_cells(tables, roster) | _history_cells(tables)
    rostered = {day for _, day in known}
    first = max(former + dt.timedelta(days=1), today) if former < last_day else today
    back = [moment.date() for moment in pd.date_range(first, last_day)]
    return [day for day in back if day in rostered and (agent_id, day) not in known]


def _shown_cells(tables: Frames, roster: pd.DataFrame) -> set[tuple[str, dt.date]]:
    month = tables["RosterBase"]["month"].dropna()
    days = month_days(dt.date.fromisoformat(f"{month.iloc[0]}-01")) if len(month) else ()
    grid = filled_cells(roster)
    return {(who, day) for who, row in grid.items() for day in days if column_of(day) in row}


def _history_cells(tables: Frames) -> set[tuple[str, dt.date]]:
    """The cells of the history but for the month on the sheet, which the grid knows better."""
    history = tables["RosterHistory"].dropna(subset=["agent_id", "date", "shift"])
    shown = tables["RosterBase"]["month"].dropna().head(1)
    other = history[~history["date"].dt.strftime("%Y-%m").isin(shown)]
    return set(zip(other["agent_id"], other["date"].dt.date, strict=True))


def emptied_words(days: Sequence[dt.date], former: dt.date, last_day: dt.date) -> Iterator[Words]:
    """That days were emptied by the wrong date, and the two ways back."""
    if not days:
        return
    said = day_ranges(days)
    if former >= last_day:
        yield Words(
            f"{said.zh}在职，班却是空的（以前的离职日期清空的）：清空操作面板的“人员”，点“临时调班”补班。",
            f"{said.en}: here, but without a shift, for an earlier leaving date emptied these days: empty "
            "'person' in the panel and press 'Repair roster', which fills them.",
        )
        return
    yield Words(
        f"{said.zh}在职，班却是空的（按 {former} 清空的）。上次离职交接之后没做过别的操作：点两次“撤销”恢复，"
        f"再用 {last_day} 点“离职交接”。做过的：清空操作面板的“人员”，点“临时调班”补班。",
        f"{said.en}: here, but without a shift, for {former} emptied these days. If nothing else was run "
        f"since: press 'Undo' twice, then 'Leave shop' with {last_day}. Else empty 'person' in the panel and "
        "press 'Repair roster', which fills them.",
    )


def given_away(former: dt.date | None, last_day: dt.date, today: dt.date) -> Iterator[Words]:
    """That work was handed over by an earlier leaving date, while the person is still here."""
    if former is None or not former < today <= last_day:
        return
    yield Words(
        f"按 {former} 转交过的客户和没办完的事仍归接手的人。点两次“撤销”会一起恢复；"
        "不撤销，就改“客户档案”的“归属客服”、“回访登记”的“指定客服”、“售后登记”的“责任客服”。",
        f"Customers and open work handed over by {former} stay with those who took them. 'Undo', "
        "twice, brings them back too; else change 'Owner' on 'Customers', 'Assigned' on 'Follow-ups' and "
        "'Owner' on 'After-sales'.",
    )
