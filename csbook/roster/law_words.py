"""Working-time law in words: what was found, which article says so, and what would mend it."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words, counted, joined, same
from csbook.roster.amounts import hour_words, hours, number_of
from csbook.roster.day_ranges import day_ranges, day_words
from csbook.roster.labour_law import DAY_OVERTIME_SPECIAL, MONTH_OVERTIME, WEEK_MOST, Excess, Limit
from csbook.roster.law_mends import Exchange, FreeDays, LaterShift, LongerBreak, Mend
from csbook.roster.parts import REST
from csbook.roster.working_time import DAY_MOST, WEEK_STANDARD, Week

NAMES: Final[dict[Limit, Words]] = {
    Limit.DAY: Words("每日工时", "hours a day"),
    Limit.DAY_OVERTIME: Words("每日加班", "overtime a day"),
    Limit.WEEK_STANDARD: Words("每周标准工时", "standard hours a week"),
    Limit.WEEK_MOST: Words("每周最多工时", "most hours a week"),
    Limit.MONTH_OVERTIME: Words("每月加班", "overtime a month"),
    Limit.WEEKLY_REST: Words("每周休息一日", "a rest day a week"),
    Limit.SHIFT_REST: Words("两班之间休息", "rest between shifts"),
}
LABOUR_LAW: Final = Words("《劳动法》第", "Labour Law, art. ")
STATE_COUNCIL: Final = Words("《国务院关于职工工作时间的规定》第三条", "Working Hours Provisions, art. 3")


def _article(zh: str, number: int) -> Words:
    return LABOUR_LAW + Words(f"{zh}条", str(number))


SOURCES: Final[dict[Limit, Words]] = {
    Limit.DAY: joined([_article("三十六", 36), STATE_COUNCIL], "；", "; "),
    Limit.DAY_OVERTIME: _article("四十一", 41),
    Limit.WEEK_STANDARD: STATE_COUNCIL,
    Limit.WEEK_MOST: _article("三十六", 36),
    Limit.MONTH_OVERTIME: _article("四十一", 41),
    Limit.WEEKLY_REST: _article("三十八", 38),
    Limit.SHIFT_REST: Words(
        "法律没有规定小时数，按排班规则“两班之间最少休息”",
        "no article gives hours; the rule 'rest between shifts' does",
    ),
}
STANDARD_HOURS: Final = Words(
    "法律提醒按标准工时制计算；经批准实行综合计算工时的（《劳动法》第三十九条），按批准的周期合计。",
    "The law is applied as standard hours; where averaging over a longer time was approved (Labour Law, "
    "art. 39), the approved period counts.",
)

HALF_DAY: Final = "半"
"""The usual code of the shift 半白班, which nobody calls otherwise."""
NO_MEND: Final = Words(
    "月初那一周单是上月的班就超出，改本月的格不够",
    "the first week is over by last month's shifts alone: no cell of this month mends it",
)


RAISE_FIRST: Final = Words("（要先提高“每月休息天数”）", " (after raising 'rest days a month')")


def found_words(excess: Excess) -> Words:
    """What the roster has: the one case, or how many there are and the worst of them."""
    found, count = hour_words(excess.found), len(excess.dates)
    match excess.limit_of:
        case Limit.WEEKLY_REST:
            return number_of(count, "周", "week") + Words("没有休息日", " without a rest day")
        case Limit.MONTH_OVERTIME:
            return Words(f"加班 {found.zh}", found.en) + _month(excess)
        case Limit.SHIFT_REST:
            one = Words(f"两班之间 {found.zh}", f"{found.en} between two shifts")
            many = number_of(count, "次", "time") + Words(
                f"太短，最短的 {found.zh}", f", the shortest {found.en}"
            )
        case Limit.WEEK_STANDARD | Limit.WEEK_MOST:
            one = Words(f"一周 {found.zh}", f"{found.en} in a week")
            many = number_of(count, "周", "week") + Words(
                f"超出，最长的一周 {found.zh}", f" over, the longest {found.en}"
            )
        case Limit.DAY_OVERTIME:
            one = Words(f"一天加班 {found.zh}", f"{found.en} of overtime in a day")
            many = number_of(count, "天", "day") + Words(
                f"超出，加班最长的一天 {found.zh}", f" over, the longest overtime {found.en}"
            )
        case _:
            one = Words(f"一天 {found.zh}", f"{found.en} in a day")
            many = number_of(count, "天", "day") + Words(
                f"超出，最长的一天 {found.zh}", f" over, the longest {found.en}"
            )
    return one if count == 1 else many


def _month(excess: Excess) -> Words:
    if excess.month is None:
        return same("")
    worked, standard = hours(excess.month.worked), hours(excess.month.standard)
    return Words(
        f"（全月 {worked}，工作日合计 {standard}）",
        f" (month {worked}, working days {standard})",
    )


LIMITS: Final[dict[Limit, Words]] = {
    Limit.DAY: Words(f"每天 {hours(DAY_MOST)} 小时", f"{hours(DAY_MOST)} hours a day"),
    Limit.DAY_OVERTIME: Words(
        f"一般 1 小时，特殊原因 {hours(DAY_OVERTIME_SPECIAL)} 小时",
        f"1 hour, {hours(DAY_OVERTIME_SPECIAL)} for special reasons",
    ),
    Limit.WEEK_STANDARD: Words(
        f"每周标准 {hours(WEEK_STANDARD)} 小时，最多 {hours(WEEK_MOST)} 小时",
        f"{hours(WEEK_STANDARD)} hours a week, at most {hours(WEEK_MOST)}",
    ),
    Limit.WEEK_MOST: Words(
        f"平均每周最多 {hours(WEEK_MOST)} 小时", f"{hours(WEEK_MOST)} hours a week on average"
    ),
    Limit.MONTH_OVERTIME: Words(
        f"每月最多 {hours(MONTH_OVERTIME)} 小时",
        f"{hours(MONTH_OVERTIME)} hours a month",
    ),
    Limit.WEEKLY_REST: Words("每周至少休息 1 天", "at least 1 rest day a week"),
}
"""What the articles allow; the rest between shifts has its hours from the rule."""


def limit_words(excess: Excess) -> Words:
    if excess.limit_of in LIMITS:
        return LIMITS[excess.limit_of]
    limit = hour_words(excess.limit)
    return Words(f"至少 {limit.zh}", f"at least {limit.en}")


def dates_words(excess: Excess) -> Words:
    """The dates; of weeks the Mondays, and it says so."""
    listed = day_ranges(excess.dates)
    if excess.limit_of not in (Limit.WEEK_STANDARD, Limit.WEEK_MOST, Limit.WEEKLY_REST):
        return listed
    if len(excess.dates) == 1:
        return Words(f"{listed.zh}起的一周", f"the week from {listed.en}")
    return Words(f"{listed.zh}起的各周", f"the weeks from {listed.en}")


def mend_words(excess: Excess, *, rests_are_exact: bool = False) -> Words:
    """Every way that alone is enough, the mildest first. There is none only where the days of the history are
    too many by themselves: rest on every day of the roster mends all else.

    rests_are_exact: whether a hard rule says how many rest days the person has. Shifts are not exchanged for
    more of them then, and where nothing else is enough, the rule's number has to be raised first.
    """
    if not excess.mends:
        return NO_MEND
    if all(isinstance(mend, LongerBreak) for mend in excess.mends):
        return joined((_mend(mend, excess) for mend in excess.mends), "，", ", ")
    others = [mend for mend in excess.mends if not (rests_are_exact and _more_rest(mend))]
    said = joined((_mend(mend, excess) for mend in others or excess.mends), "；或", "; or ")
    return said if others else said + RAISE_FIRST


def _more_rest(mend: Mend) -> bool:
    return isinstance(mend, Exchange) and mend.into == REST


def _mend(mend: Mend, excess: Excess) -> Words:
    match mend:
        case Exchange():
            return _exchange(mend, len(excess.dates))
        case LongerBreak(shift, minutes):
            return Words(
                f"{shift_in_chinese(shift)}不计薪休息加 {minutes} 分钟",
                f"{counted(minutes, 'more unpaid minute')} in shift {shift}",
            )
        case FreeDays(1):
            return Words("这一周空出 1 天", "one free day in that week")
        case FreeDays(count):
            return Words(f"这 {count} 周各空出 1 天", f"one free day in each of the {count} weeks")
        case LaterShift(shifts) if shifts:
            return Words(
                f"后一班换成 {'、'.join(shifts)}，或休息",
                f"shift {' or '.join(shifts)} in place of the second, or rest",
            )
    return Words("后一班改为休息", "rest in place of the second shift")


def shift_in_chinese(code: str) -> str:
    """A shift in Chinese: 白 as 白班, 半 as 半白班, 早班 as it is."""
    if code == HALF_DAY:
        return "半白班"
    return code if code.endswith("班") else f"{code}班"


def _exchange(mend: Exchange, weeks: int) -> Words:
    """`把 3 个白班换成半白班`; in several weeks as many in each of them, or so many in the worst."""
    alike = weeks > 1 and mend.most * weeks == mend.total
    number = mend.most if alike else mend.total
    given = Words("或".join(map(shift_in_chinese, mend.shifts)), " or ".join(mend.shifts))
    count = number_of(number, "个", f"{given.en} shift")
    if mend.into == REST:
        into = Words("改为休息", "a rest day" if number == 1 else "rest days")
    else:
        into = Words(f"换成{shift_in_chinese(mend.into)}", mend.into)
    said = Words(f"把 {count.zh}{given.zh}{into.zh}", f"{count.en} into {into.en}")
    if alike:
        return Words(f"每周{said.zh}", f"{said.en} each week")
    if mend.most < mend.total and mend.most:
        return said + Words(f"（一周至多 {mend.most} 个）", f" (up to {mend.most} a week)")
    return said


def open_week_words(days: Week) -> Words:
    """What is said of a week that the month's end cuts."""
    first, known = day_words(days[0]), number_of(len(days), "天", "day")
    return Words(
        f"{first.zh}起的一周跨到下月：本月只按已排的 {known.zh}看，完整的一周在下月检查时判断。",
        f"The week from {first.en} runs into the next month: here it counts by the {known.en} known, and "
        "whole when the next month is checked.",
    )


def unknown_words(days: Week) -> Words:
    span = day_ranges(days)
    return Words(
        f"{span.zh}没有排班历史，月初这一周只按本月的天数看。",
        f"No roster is known for {span.en}: the month's first week counts by its own days only.",
    )
