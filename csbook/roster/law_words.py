"""Working-time law in words: what was found, which article says so, and what would mend it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from csbook.problems import Words, joined, same
from csbook.roster.labour_law import (
    DAY_OVERTIME_SPECIAL,
    Excess,
    Exchange,
    FreeDays,
    LaterShift,
    Limit,
    LongerBreak,
    Mend,
)
from csbook.roster.parts import REST

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
STATE_COUNCIL: Final = Words(
    "《国务院关于职工工作时间的规定》第三条", "State Council Provisions on Working Hours, art. 3"
)


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


def hours(minutes: int) -> str:
    """Minutes as hours with at most two decimals: 8.5, 40."""
    return f"{round(minutes / 60, 2):g}"


def found_words(excess: Excess) -> Words:
    """What the roster has, and by how much that is beyond the limit."""
    count, beyond = len(excess.dates), hours(excess.excess)
    match excess.limit_of:
        case Limit.WEEKLY_REST:
            return Words(f"{count} 周没有休息日", f"{count} weeks without a rest day")
        case Limit.SHIFT_REST:
            return Words(
                f"最短 {hours(excess.found)} 小时，少 {beyond} 小时（{count} 次）",
                f"{hours(excess.found)} hours at the shortest, {beyond} too few ({count} times)",
            )
        case Limit.MONTH_OVERTIME:
            return Words(
                f"{hours(excess.found)} 小时，超 {beyond} 小时", f"{hours(excess.found)} hours, {beyond} over"
            ) + _month(excess)
        case Limit.WEEK_STANDARD | Limit.WEEK_MOST:
            return Words(
                f"最多 {hours(excess.found)} 小时，超 {beyond} 小时（{count} 周）",
                f"up to {hours(excess.found)} hours, {beyond} over ({count} weeks)",
            )
    return Words(
        f"最多 {hours(excess.found)} 小时，超 {beyond} 小时（{count} 天）",
        f"up to {hours(excess.found)} hours, {beyond} over ({count} days)",
    )


def _month(excess: Excess) -> Words:
    if excess.month is None:
        return same("")
    worked, standard = hours(excess.month.worked), hours(excess.month.standard)
    return Words(
        f"；全月 {worked} 小时，工作日合计 {standard} 小时",
        f"; {worked} hours in the month, its working days make {standard}",
    )


def limit_words(excess: Excess) -> Words:
    limit = hours(excess.limit)
    match excess.limit_of:
        case Limit.WEEKLY_REST:
            return Words("每周至少 1 天", "at least 1 day a week")
        case Limit.SHIFT_REST:
            return Words(f"至少 {limit} 小时", f"at least {limit} hours")
        case Limit.DAY_OVERTIME:
            special = hours(DAY_OVERTIME_SPECIAL)
            return Words(
                f"一般 1 小时，特殊原因 {special} 小时", f"1 hour as a rule, {special} for special reasons"
            )
        case Limit.WEEK_MOST:
            return Words(f"平均每周不超过 {limit} 小时", f"at most {limit} hours a week on average")
    return Words(f"{limit} 小时", f"{limit} hours")


def dates_words(excess: Excess, listed: str) -> Words:
    """The dates, given as text; of weeks the Mondays, and it says so."""
    if excess.limit_of in (Limit.WEEK_STANDARD, Limit.WEEK_MOST, Limit.WEEKLY_REST):
        return Words(f"{listed} 起的各周", f"weeks from {listed}")
    return same(listed)


def mend_words(excess: Excess) -> Words:
    """Every way that alone is enough, the mildest first."""
    if all(isinstance(mend, LongerBreak) for mend in excess.mends):
        return joined(map(_mend, excess.mends), "，", ", ")
    return joined(map(_mend, excess.mends), "；或", "; or ")


def _mend(mend: Mend) -> Words:
    match mend:
        case Exchange():
            return _exchange(mend)
        case LongerBreak(shift, minutes):
            return Words(
                f"{_shift(shift)}不计薪休息加 {minutes} 分钟",
                f"{minutes} more unpaid minutes in shift {shift}",
            )
        case FreeDays(count):
            return Words(f"这 {count} 周各空出 1 天", f"one free day in each of the {count} weeks")
        case LaterShift(shifts) if shifts:
            names = "、".join(shifts)
            return Words(
                f"后一班换成 {names}，或休息", f"shift {', '.join(shifts)} in place of the second, or rest"
            )
    return Words("后一班改为休息", "rest in place of the second shift")


def _shift(code: str) -> str:
    """A shift in Chinese: 白 as 白班, 早班 as it is."""
    return code if code.endswith("班") else f"{code}班"


def _exchange(mend: Exchange) -> Words:
    given, en = "、".join(map(_shift, mend.shifts)), ", ".join(mend.shifts)
    if mend.into == REST:
        change = Words(f"个{given}改为休息", f"{en} shifts into rest days")
    else:
        change = Words(f"个{given}换成{_shift(mend.into)}", f"{en} shifts into {mend.into}")
    if not mend.most:
        return Words(f"全月把 {mend.total} {change.zh}", f"change {mend.total} {change.en} in the month")
    return Words(
        f"每周最多把 {mend.most} {change.zh}（共 {mend.total} 个）",
        f"change up to {mend.most} {change.en} a week ({mend.total} in all)",
    )


def open_week_words(days: tuple[dt.date, ...]) -> Words:
    """What is said of a week that the month's end cuts."""
    first, last = days[0], days[-1]
    return Words(
        f"{first:%m-%d} 起的一周跨到下月：本月只按已排的 {len(days)} 天看，完整的一周在下月检查时判断。",
        f"The week from {first:%m-%d} runs into the next month: up to {last:%m-%d} it counts here by the "
        f"{len(days)} days known, and whole when the next month is checked.",
    )


def unknown_words(days: tuple[dt.date, ...]) -> Words:
    span = f"{days[0]:%m-%d}～{days[-1]:%m-%d}"
    return Words(
        f"{span} 没有排班历史，月初这一周只按本月的天数看。",
        f"No roster is known for {span}: the month's first week counts by its own days only.",
    )
