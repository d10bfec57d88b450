"""What stops an absence that is not possible as it was given, each with what to do about it."""

from __future__ import annotations

import datetime as dt

from csbook.problems import Words, WrongUse, same


class NobodyNamed(WrongUse):
    """Days, or that somebody leaves, without the person; `first` says whether there is a first day."""

    def __init__(self, *, leaves: bool, first: bool) -> None:
        if leaves and not first:
            said = Words(
                "选了离职，但没有填是谁、从哪天起。请在操作面板“人员”（--agent）填工号或姓名，"
                "“开始日期”（--first）填不再来的第一天。",
                "Somebody leaves, but neither the person nor the day is given. In the panel give the staff "
                "number or name at 'person' (--agent) and the first day they no longer come at 'first day' "
                "(--first).",
            )
        else:
            said = Words(
                "填了日期，但没有填是谁。请在操作面板“人员”（--agent）填工号或姓名。",
                "There are days, but nobody is named. Give the staff number or name at 'person' in the panel "
                "(--agent).",
            )
        super().__init__(said)


class NoFirstDay(WrongUse):
    def __init__(self, agent: str, *, leaves: bool) -> None:
        said = (
            Words(
                f"{agent} 从哪一天起离职？请在操作面板“开始日期”（--first）填不再来的第一天。",
                f"From which day is {agent} gone? Give the first day they no longer come at 'first day' in "
                "the panel (--first).",
            )
            if leaves
            else Words(
                f"{agent} 从哪一天起不能来？请填操作面板的“开始日期”（--first）。",
                f"From which day can {agent} not come? Give it at 'first day' in the panel (--first).",
            )
        )
        super().__init__(said)


class DaysBackward(WrongUse):
    def __init__(self, first: dt.date, last: dt.date) -> None:
        super().__init__(
            Words(
                f"结束日期 {last} 早于开始日期 {first}。请改正。",
                f"The last day, {last}, is before the first, {first}. Correct it.",
            )
        )


class LeavesAndReturns(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "离职没有结束日期。请清空操作面板的“结束日期”（--last）；会回来的，清空“离职”（--leaves）。",
                "Somebody who leaves for good has no last day of absence. Empty 'last day' in the panel "
                "(--last), or 'leaves for good' (--leaves) for one who comes back.",
            )
        )


class UnknownPerson(WrongUse):
    def __init__(self, agent: str) -> None:
        super().__init__(
            Words(
                f"“员工”里没有 {agent}。请填那里的工号或姓名。",
                f"Sheet 'Staff' has nobody called {agent}. Give a staff number or name from there.",
            )
        )


class SeveralPeople(WrongUse):
    def __init__(self, agent: str, numbers: list[str]) -> None:
        super().__init__(
            Words(
                f"有几个人叫 {agent}：{'、'.join(numbers)}。请填工号。",
                f"Several people are called {agent}: {', '.join(numbers)}. Give the staff number.",
            )
        )


class DaysPassed(WrongUse):
    def __init__(self, first: dt.date, today: dt.date) -> None:
        super().__init__(
            Words(
                f"开始日期 {first} 已经过去。请填 {today} 或以后；已过的日子请在“排班”里直接改。",
                f"The first day, {first}, has passed. Give {today} or later; change days that have passed on "
                "sheet 'Roster' itself.",
            )
        )


class OutsideMonth(WrongUse):
    def __init__(self, first: dt.date, last: dt.date | None, month: str) -> None:
        days = same(first) if last in (None, first) else Words(f"{first} 至 {last}", f"{first} to {last}")
        super().__init__(
            Words(
                f"{days.zh} 不在“排班”现在的月份 {month} 里。请改日期；别的月份请在“请假与调班”或“员工”里"
                "登记，排那个月时照办。",
                f"{days.en} is not in {month}, the month on sheet 'Roster'. Correct the days; for another "
                "month use sheet 'Requests' or 'Staff', which count when that month is built.",
            )
        )


class NotHereYet(WrongUse):
    def __init__(self, name: str, hired: dt.date) -> None:
        super().__init__(
            Words(
                f"{name} 的入职日期是 {hired}，那些日子还没有入职。请改日期，或在“员工”里改入职日期。",
                f"{name} starts on {hired}, after these days. Correct the days, or 'Hired' on sheet 'Staff'.",
            )
        )


class GoneAlready(WrongUse):
    def __init__(self, name: str, left: dt.date) -> None:
        super().__init__(
            Words(
                f"{name} 的离职日期是 {left}，那些日子已不在职。请改日期，或在“员工”里改离职日期。",
                f"{name} left on {left}, before these days. Correct the days, or 'Left' on sheet 'Staff'.",
            )
        )


class NotRostered(WrongUse):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name} 不参加排班，没有要调的班。要登记请假，请直接写在“请假与调班”。",
                f"{name} is not rostered, so there is nothing to repair. Enter leave on sheet 'Requests' "
                "itself.",
            )
        )
