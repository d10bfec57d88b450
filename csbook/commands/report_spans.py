"""The spans that a report compares: whole days, so that this morning does not count as a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from csbook.problems import Words
from csbook.reports.spans import Days, days_before
from csbook.scorecard.period import Span

DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Compared:
    """The spans compared, as of the request's moment. Of days that are not over those up to yesterday are
    reported (a day's log is filled in its evening), against as many of the days before.

    `before` is None where no day is over yet: then `now` is what there is so far, compared with nothing.
    """

    now: Span
    before: Span | None

    @classmethod
    def of(cls, days: Days, today: dt.datetime) -> Compared:
        over = min(days.last, today.date() - DAY)
        if over < days.first:
            return cls(Span(days.first, days.last, today), None)
        earlier = days_before(days)
        as_many = min(earlier.last, earlier.first + (over - days.first))
        last = earlier.last if over == days.last else as_many
        return cls(Span(days.first, over, today), Span(earlier.first, last, today))


ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def named(days: Days) -> Words:
    """The days as a sentence begins with them: `2026-11 `, `2026 年`, `11 月 16 日至 22 日（第 47 周）`; in
    English `2026-11 `, `16-22 November (week 47) `."""
    if days.kind == "week":
        return week_named(days)
    return Words(f"{days.label} 年" if days.kind == "year" else f"{days.label} ", f"{days.label} ")


def week_named(days: Days) -> Words:
    first, last, week = days.first, days.last, days.first.isocalendar().week
    if first.month == last.month:
        zh, en = f"{last.day} 日", f"{first.day}-{last.day} {ENGLISH_MONTHS[last.month - 1]}"
    else:
        begins, ends = ENGLISH_MONTHS[first.month - 1], ENGLISH_MONTHS[last.month - 1]
        zh, en = f"{last.month} 月 {last.day} 日", f"{first.day} {begins} to {last.day} {ends}"
    return Words(f"{first.month} 月 {first.day} 日至 {zh}（第 {week} 周）", f"{en} (week {week}) ")


def not_over(days: Days, spans: Compared, *, compared: bool) -> Words | None:
    """What the reader is told of days that go on; None of those that are over. `compared`: there is
    something of the days before."""
    today, called = spans.now.today, named(days)
    if days.last < today.date():
        return None
    if spans.before is None:
        return called + Words(
            f"还没有结束，数据截至 {today:%Y-%m-%d %H:%M}，不与上期比较。",
            f"is not over: figures as of {today:%Y-%m-%d %H:%M}, compared with nothing.",
        )
    now, before = spans.now, spans.before
    if not compared:
        return called + Words(
            f"还没有结束，数据到昨天（{now.last}）；上期没有数据，不比较。",
            f"is not over: figures up to yesterday ({now.last}); nothing is on record to compare them with.",
        )
    return called + Words(
        f"还没有结束，数据到昨天（{now.last}），与上期同样天数（{before.first} 至 {before.last}）比较。",
        f"is not over: figures up to yesterday ({now.last}), against as many days before "
        f"({before.first} to {before.last}).",
    )
