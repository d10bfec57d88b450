"""`who-is-missing`: at the end of the day, who was on duty and has not filled the daily log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from csbook.commands.desk import names_of
from csbook.commands.duty import on_duty
from csbook.commands.first_steps import before_a_day, pressed_again
from csbook.commands.handler import Request, Result
from csbook.commands.log_finished import looked_at, shift_ends
from csbook.commands.log_gaps import LogGap, log_gaps
from csbook.commands.month_dues import renewed_states
from csbook.commands.prepare_day import gap_note, todays, whose_day
from csbook.commands.registry import BY_NAME
from csbook.commands.sheet_cells import LOG, Cells, cells_of
from csbook.commands.sheet_files import LeftOut, basket_of
from csbook.commands.sheet_unfit import Unfit, is_settled, unfit_of
from csbook.commands.sheet_words import people
from csbook.masking import masked
from csbook.problems import Words, counted, joined
from csbook.schema.workbook import WORKBOOK
from csbook.sheets.merge import merge
from csbook.sheets.reading import HandedIn

DAY: Final = dt.timedelta(days=1)
NO_ROSTER: Final = Words(
    "没有这个月的排班，也没有今天的日报，不知道该谁填。",
    "There is neither a roster of this month nor a log of today: nobody is known who should fill it.",
)
EVERYBODY_OFF: Final = Words(
    "今天没有人当班，也没有今天的日报，没有人要填。",
    "Nobody is on duty today and there is no log of today: nothing is to be filled.",
)
UNTOUCHED: Final = Words("发出的日报表还没有填。", " The daily sheet handed out is not filled.")
TO_COLLECT: Final = Words(
    "日报表里填过，还没有收：先点“收日报表”。", " The daily sheet has more: press 'Collect sheets'."
)
COLLECTED: Final = Words(
    "日报表已收，里面也没填这几项。", " The daily sheet was collected; it lacks this too."
)
ROWS_CHANGED: Final = Words(
    "日报表里有不是发出去的行，没有收：灰色格（日期、工号、平台）改过的请改回来。",
    " The daily sheet has a row that was not handed out: put its grey cells (date, number, platform) back.",
)
BOTH_CHANGED: Final = Words(
    "日报表里填的与工作簿里的不同：由你在“客服日报”里定。",
    " The daily sheet has other values than the workbook: decide on sheet 'Daily log'.",
)


LATER: Final = (UNTOUCHED, TO_COLLECT, COLLECTED)
"""What is no news before the shift is over: the sheet is still being filled. All else is to be mended."""


def wrong_cells(wrong: Sequence[Unfit]) -> Words:
    """The cells of a daily sheet that were not taken in because their value cannot be."""
    tables: dict[str, list[Words]] = {}
    for each in wrong:
        found, at = masked(each.problem.found), each.cells
        said = Words(f"{'、'.join(at)} 现为“{found}”", f"{', '.join(at)} has '{found}'")
        tables.setdefault(each.problem.table, []).append(said)
    titles = {table: WORKBOOK.sheet_of[table].title for table in tables}
    cells = joined(
        (
            Words(f"“{titles[table].zh}”的 ", f"on '{titles[table].en}' ") + joined(said)
            for table, said in tables.items()
        ),
        "，",
        "; ",
    )
    return Words(
        f"日报表里填得不对、没有收：{wrong[0].file} 里{cells.zh}。",
        f" Wrong in the daily sheet and not taken in: {wrong[0].file}, {cells.en}.",
    )


def unusable(left_out: LeftOut) -> Words:
    """Why a daily sheet that lies there tells nothing of the log."""
    return (
        Words(
            f"交了日报表、收不了：{left_out.file}：", f"handed in a daily sheet of no use: {left_out.file}: "
        )
        + left_out.why
    )


def of_no_use(left_out: LeftOut) -> Words:
    """The same of a file of today whose owner is unknown, or lacks nothing in the log."""
    return Words(f"收不了 {left_out.file}：", f"Of no use: {left_out.file}: ") + left_out.why


@dataclass(frozen=True)
class Missing:
    """The day's gaps: `over` of those whose shift is over (there are so many such people: `off`), and those
    of people still on shift."""

    over: tuple[LogGap, ...]
    on_shift: tuple[LogGap, ...]
    off: int


def who_is_missing(request: Request) -> Result:
    """The gaps of today's log in words, with what became of the daily sheets of today (`request.files`,
    where there are any; those of no use with the reason), and today's list with them, beside yesterday's.

    Who is still on shift (`looked_at` says when) is not missing yet, and is told apart; what is wrong in
    their file is told at once.
    """
    tables, day = request.tables, request.today.date()
    duty = on_duty(tables, day, request.month)
    names = names_of(tables["Staff"])
    looked_for = {*duty} or {*logged(tables["DailyLog"], day)}
    missing = missing_of(request, day, duty, looked_for)
    basket = basket_of(request)
    sheets, left_out = basket.of_day(day), basket.left_out_of_day(day)
    lacking = {gap.agent_id for gap in (*missing.over, *missing.on_shift)}
    others = [one for one in basket.left_out if one.day == day and one.agent not in lacking]
    first = None if looked_for else before_a_day(request)
    earlier = log_gaps(tables, day - DAY, request.month)
    return Result(
        headline=headline(missing, len(looked_for)) if looked_for else nobody(first),
        tables={
            "Today": todays(request, [*earlier, *missing.over, *missing.on_shift]),
            **renewed_states(tables["Plans"], request.today),
        },
        notes=(*notes(missing, said_of(sheets, request), left_out, names), *map(of_no_use, others)),
        details={
            "on_duty": len(looked_for),
            "missing": [gap.agent_id for gap in missing.over],
            "on_shift": [gap.agent_id for gap in missing.on_shift],
            "sheets_not_filled": [
                gap.agent_id
                for gap in missing.over
                if gap.agent_id in sheets and not is_begun(sheets[gap.agent_id])
            ],
        },
        left_out=first is not None,
        then=None if first is None else first + pressed_again(BY_NAME["who-is-missing"].label),
    )


def nobody(first: Words | None) -> Words:
    """Why nobody is to fill a log: no roster says it, or everybody is off."""
    return EVERYBODY_OFF if first is None else NO_ROSTER


def logged(log: pd.DataFrame, day: dt.date) -> list[str]:
    """Who has a row of the day."""
    return log.loc[log["date"] == pd.Timestamp(day), "agent_id"].dropna().unique().tolist()


def missing_of(
    request: Request, day: dt.date, duty: Mapping[str, str], looked_for: Collection[str]
) -> Missing:
    """The day's gaps by whether the shift is over; where it is not known when it ends, it is over."""
    ends = shift_ends(request.tables["Shifts"])
    since_midnight = looked_at(request) - dt.datetime.combine(day, dt.time())
    on_shift = {
        agent
        for agent in looked_for
        if ends.get(duty.get(agent, "").partition("@")[0], dt.timedelta(0)) > since_midnight
    }
    gaps = log_gaps(request.tables, day, request.month)
    return Missing(
        over=tuple(gap for gap in gaps if gap.agent_id not in on_shift),
        on_shift=tuple(replace(gap, on_shift=True) for gap in gaps if gap.agent_id in on_shift),
        off=len(looked_for) - len(on_shift),
    )


def said_of(sheets: Mapping[str, HandedIn], request: Request) -> dict[str, Words]:
    """What became of each agent's sheet."""
    cells = cells_of(request, {place for sheet in sheets.values() for place in sheet.given.cells})
    return {agent: standing_of(sheet, cells) for agent, sheet in sheets.items()}


def standing_of(sheet: HandedIn, cells: Cells) -> Words:
    """Whether anything was filled in, cannot be, or is not in the log yet; only the log is looked at."""
    if not is_begun(sheet):
        return UNTOUCHED
    unfit = unfit_of(sheet, cells)
    if wrong := [each for each in unfit if not is_settled(each, sheet.given.cells, cells.texts)]:
        return wrong_cells(wrong)
    merging, left = sheet.as_sheet(), {place for each in unfit for place in each.places}
    of_log = {place: text for place, text in merging.filled.items() if place[0] == LOG and place not in left}
    merged = merge([replace(merging, filled=of_log)], cells.texts)
    if merged.taken:
        return TO_COLLECT
    if sheet.strange:
        return ROWS_CHANGED
    return BOTH_CHANGED if merged.conflicts else COLLECTED


def is_begun(sheet: HandedIn) -> bool:
    """Whether a cell holds something else than what was handed out."""
    merging = sheet.as_sheet()
    changed = any(text != merging.given[place] for place, text in merging.filled.items())
    return changed or bool(sheet.unread or sheet.strange)


def headline(missing: Missing, on_duty: int) -> Words:
    """`今天 8 人当班，2 人的日报没填完；1 人还没填、还没下班。`"""
    said = Words(f"今天 {on_duty} 人当班，", f"{on_duty} on duty today; ")
    number, still = len(missing.over), len(missing.on_shift)
    if not number and not still:
        return said + Words("日报都填完了。", "the log is complete.")
    parts = []
    if number:
        many = counted(number, "person has not filled the log", "people have not filled the log")
        parts.append(Words(f"{number} 人的日报没填完", many))
    elif missing.off:
        parts.append(Words("下班的人都填完了", "those off shift have filled the log"))
    if still:
        has = "has not finished work and still has to fill the log"
        have = "have not finished work and still have to fill the log"
        parts.append(Words(f"{still} 人还没填、还没下班", counted(still, has, have)))
    return said + joined(parts, "；", "; ") + Words("。", ".")


def notes(
    missing: Missing, sheets: Mapping[str, Words], left_out: Mapping[str, LeftOut], names: Mapping[str, str]
) -> Iterator[Words]:
    """Whose gap it is, and why as far as the daily sheets say it."""
    to_mend = {agent for agent, said in sheets.items() if said not in LATER}
    for gap in (*missing.over, *missing.on_shift):
        if gap.agent_id in left_out:
            yield whose_day(gap, names) + unusable(left_out[gap.agent_id])
        elif not gap.on_shift or gap.agent_id in to_mend:
            yield gap_note(gap, names) + sheets.get(gap.agent_id, Words("", ""))
    told = to_mend | left_out.keys()
    if still := [gap.agent_id for gap in missing.on_shift if gap.agent_id not in told]:
        before = Words("还没下班，下班前要填：", "Not off work yet, to be filled before they leave: ")
        yield before + people(still, names) + Words("。", ".")
