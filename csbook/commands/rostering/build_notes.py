"""What `build-roster` says of things around the month that it built: that it is over, the settings, the
holidays, the next month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from csbook.commands.handler import Request
from csbook.commands.rostering.next_month import beginning_words, broken_together, next_month
from csbook.problems import Words
from csbook.roster.month_ahead import month_ahead, stuck_words
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.workdays import WorkCalendar


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
