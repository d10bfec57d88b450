"""Shifts after a leaving day in months that 排班 does not show: named, for nothing repairs them unseen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.commands.rostering.roster_state import CLOSED, PUBLISHED, state_of
from csbook.problems import Words, joined, same
from csbook.roster.day_ranges import day_ranges
from csbook.schema.choices import ROSTER_STATE

Frames = Mapping[str, pd.DataFrame]
REPAIR: Final = Words(
    "此人的班就去掉了；再清空操作面板的“人员”，点“临时调班”补空缺",
    " without them; then empty 'person' in the panel and press 'Repair roster', which fills the gaps",
)
LEAVE_AGAIN: Final = Words("再点一次“离职交接”", ", then 'Leave shop' again")


@dataclass(frozen=True)
class MonthElsewhere:
    """A month of the history that has the leaver after the last day: on days gone by, and to come.

    after: the month begins after the last day, so that it comes back without the leaver.
    """

    month: str
    state: str
    passed: tuple[dt.date, ...]
    to_come: tuple[dt.date, ...]
    after: bool

    @property
    def is_open(self) -> bool:
        """Whether it can be repaired once it is shown."""
        return bool(self.to_come) and self.state != CLOSED


def months_elsewhere(
    tables: Frames, agent_id: str, last_day: dt.date, shown: dt.date, today: dt.date
) -> list[MonthElsewhere]:
    """The months of the history but the one `shown` in which the person has cells after the last day."""
    history = tables["RosterHistory"]
    mine = history[(history["agent_id"] == agent_id) & (history["date"] > pd.Timestamp(last_day))]
    days = sorted({moment.date() for moment in mine.dropna(subset=["date", "shift"])["date"]})
    found = []
    for month in sorted({day.replace(day=1) for day in days} - {shown}):
        its_days = [day for day in days if (day.year, day.month) == (month.year, month.month)]
        found.append(
            MonthElsewhere(
                f"{month:%Y-%m}",
                state_of(tables, month).state,
                tuple(day for day in its_days if day < today),
                tuple(day for day in its_days if day >= today),
                after=month > last_day,
            )
        )
    return found


def elsewhere(months: Sequence[MonthElsewhere]) -> Iterator[Words]:
    """Which shifts of other months stand, and what to do about them, in order."""
    for each in months:
        if each.is_open:
            yield _to_repair(each)
        if stays := each.passed if each.is_open else (*each.passed, *each.to_come):
            yield _stays(each, stays)


def _label(month: MonthElsewhere) -> Words:
    state = ROSTER_STATE[month.state]
    return Words(f"{month.month}（{state.zh}）", f"{month.month} ({state.en})")


def _to_repair(month: MonthElsewhere) -> Words:
    label, days = _label(month), day_ranges(month.to_come)
    return (
        Words(
            f"{label.zh}里{days.zh}还有此人的班，没有处理：",
            f"{label.en} still has their shifts of {days.en}: ",
        )
        + _steps(month)
        + Words("。", ".")
    )


def _steps(month: MonthElsewhere) -> Words:
    """What is pressed to take the leaver out of a month that is not shown, to the end."""
    shown = Words(
        f"为 {month.month} 点“生成排班”取回（--month {month.month}），",
        f"press 'Build roster' with the month {month.month} (--month {month.month}), which brings it back",
    )
    then = Words("，然后点“发布排班”", ", then 'Publish roster'") if month.state == PUBLISHED else same("")
    return shown + (REPAIR if month.after else LEAVE_AGAIN) + then


def _stays(month: MonthElsewhere, stays: Sequence[dt.date]) -> Words:
    label, days = _label(month), day_ranges(stays)
    closed = month.state == CLOSED
    again = Words("月度结转", "Close month") if closed else Words("发布排班", "Publish roster")
    return Words(
        f"{label.zh}里离职之后的{days.zh}，班次保持原样；没上的班，为 {month.month} 点“生成排班”取回"
        f"（--month {month.month}），在“排班”里清空，再点“{again.zh}”。",
        f"{label.en}: the cells of {days.en}, after the last day, stay. If they were not worked, press "
        f"'Build roster' with the month {month.month} (--month {month.month}), empty them on sheet 'Roster' "
        f"and press '{again.en}'.",
    )


def open_elsewhere(months: Sequence[MonthElsewhere]) -> Words | None:
    """The next step for the months that have still to be repaired: what is said of each, whole."""
    steps = [_steps(each) for each in months if each.is_open]
    return joined(steps, "；", "; ") + Words("。", ".") if steps else None
