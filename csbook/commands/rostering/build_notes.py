"""What `build-roster` says of things around the month that it built: that it is over, the settings, the
holidays, the next month; of one brought back, who has left meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from csbook.commands.handler import Request
from csbook.commands.rostering.check_line import name_of
from csbook.commands.rostering.next_month import beginning_words, broken_together, next_month
from csbook.commands.rostering.notices import Key
from csbook.problems import Words
from csbook.roster.day_ranges import day_ranges
from csbook.roster.month_ahead import month_ahead, stuck_words
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.workdays import WorkCalendar

MEND_FIRST: Final = Words(
    "先照上面说的补好班，再点“发布排班”。", "mend the roster as said above, then press 'Publish roster'."
)


def of_the_next_month(request: Request, problem: RosterProblem, roster: Roster) -> Iterator[Words]:
    """Who has no roster in the next month after this one, and which rules its beginning breaks where it is
    built already."""
    yield from (stuck_words(stuck) + Words("。", ".") for stuck in month_ahead(problem, roster))
    following = next_month(request, problem.days[-1])
    if following is not None:
        yield from beginning_words(following, broken_together(following, roster))


def of_the_past(request: Request, last: dt.date) -> Iterator[Words]:
    """That the month is over; it is built all the same, for records that are made up later. What a person
    forgot at 操作面板 is the likelier reason."""
    if last >= request.today.date():
        return
    month, is_said = f"{request.month:%Y-%m}", "month" in request.parameters
    where = Words("操作面板", "the panel") if is_said else Words("“设置”", "sheet 'Settings'")
    yield Words(
        f"{month} 已经过去，这份班表只能当补录。要排的是别的月份：点“撤销”，改{where.zh}的“月份”，再排。",
        f"{month} is over: this roster is for the records only. If another month was meant, press 'Undo', "
        f"change 'Month' in {where.en} and build again.",
    )


def of_the_settings(request: Request) -> Iterator[Words]:
    """That the month shown now is not the settings' one, which every other command takes."""
    month, known = f"{request.month:%Y-%m}", request.settings["month"]
    if known and known != month:
        yield Words(
            f"“设置”里的月份还是 {known}：接着要发布、检查或调班 {month}，请把“设置”的“月份”改为 {month}"
            f"（或每次选月份 {month}）。",
            f"The month of sheet 'Settings' is still {known}: to publish, check or repair {month}, change "
            f"'Month' there to {month} (or choose the month {month} each time).",
        )


def of_the_holidays(request: Request) -> Iterator[Words]:
    """That no holiday of the month's year is known, so that only Saturdays and Sundays are weekend."""
    year = request.month.year
    if not WorkCalendar.from_frame(request.tables["Holidays"]).covers(year):
        yield Words(
            f"“节假日”里没有 {year} 年的放假安排，只按周六、周日算周末；请补上后再排。",
            f"Sheet 'Holidays' has no holidays of {year}, so only Saturdays and Sundays count as weekend; "
            "add them and build again.",
        )


def of_leavers(request: Request, problem: RosterProblem, cells: Mapping[Key, str]) -> Iterator[Words]:
    """Who had cells from today on, after their last day: a month comes back as it was, and they left."""
    left = request.tables["Staff"].dropna(subset=["agent_id", "left"]).drop_duplicates("agent_id")
    for agent_id, moment in zip(left["agent_id"], left["left"], strict=True):
        last = moment.date()
        first = max(last + dt.timedelta(days=1), request.today.date())
        days = [day for who, day in cells if who == agent_id and day >= first]
        if not days:
            continue
        name = name_of(request, agent_id)
        who = Words(f"{name}（{agent_id}）", f"{name} ({agent_id})")
        if agent_id in problem.person_by_id:
            yield _still_there(who, agent_id, last, days)
        else:
            yield _taken_out(who, last, days)


def _still_there(who: Words, agent_id: str, last: dt.date, days: list[dt.date]) -> Words:
    said = day_ranges(days)
    return Words(
        f"{who.zh}最后上班 {last}，{said.zh}还有班：在操作面板的“人员”填 {agent_id}、"
        f"“离职日期”填 {last}（--date {last}），点“离职交接”。",
        f"{who.en}, last day {last}, still has shifts on {said.en}: in the panel fill 'person' with "
        f"{agent_id} and 'leaving date' with {last} (--date {last}), and press 'Leave shop'.",
    )


def _taken_out(who: Words, last: dt.date, days: list[dt.date]) -> Words:
    said = day_ranges(days)
    return Words(
        f"{who.zh}最后上班 {last}，{said.zh}的班已去掉：清空操作面板的“人员”，点“临时调班”补空缺。",
        f"{who.en}, last day {last}: the shifts of {said.en} were taken out; empty 'person' in the panel and "
        "press 'Repair roster', which fills the gaps.",
    )
