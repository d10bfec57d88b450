"""What a broken rule says of itself: what was found, the limit, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from csbook.problems import Words, same
from csbook.roster.amounts import hour_words, number_of
from csbook.roster.parts import Person, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.violations import Violation, worked_minutes


@dataclass(frozen=True)
class Breaches:
    """What one person's days break of one rule."""

    problem: RosterProblem
    roster: Roster
    person: Person
    broken: Sequence[Violation]

    @property
    def amount(self) -> int:
        return _amount(self.broken)


class Told(NamedTuple):
    """Three cells of 排班检查."""

    found: Words
    limit: Words
    mend: Words


Speaker = Callable[[Breaches], Told]


def told(problem: RosterProblem, roster: Roster, rule: str, broken: Sequence[Violation]) -> Told:
    """The breaches of one rule by one person or group."""
    person = problem.person_by_id.get(broken[0].agent_id)
    if person is None:
        return _nobody_for_complaints(broken)
    return OF_A_PERSON[rule](Breaches(problem, roster, person, broken))


def _amount(broken: Sequence[Violation]) -> int:
    return sum(violation.amount for violation in broken)


def _nobody_for_complaints(broken: Sequence[Violation]) -> Told:
    """The one rule about people that is a group's."""
    days = _days(_amount(broken))
    return Told(
        Words(f"{days.zh}没有人", f"nobody on {days.en}"),
        Words("每天至少 1 人", "at least 1 a day"),
        Words("排一位能处理投诉的人上班", "a shift for somebody who handles complaints"),
    )


def _times(number: int) -> Words:
    return Words(f"{number} 次", "once" if number == 1 else f"{number} times")


def _days(number: int) -> Words:
    return number_of(number, "天", "day")


def _rests_on_sales_days(b: Breaches) -> Told:
    days = _days(b.amount)
    return Told(
        Words(f"排休 {days.zh}", f"{days.en} of rest"),
        Words("请假以外，只有临时人员可休", "only temporary staff rest"),
        Words("这几天改为上班", "a shift on these days"),
    )


def _newcomer_alone(b: Breaches) -> Told:
    evenings = number_of(b.amount, "个", "evening")
    return Told(
        Words(f"{evenings.zh}晚班只有新人", f"alone on {evenings.en}"),
        Words("同组至少一位老客服", "an experienced colleague"),
        Words("同组晚班加一位老客服，或换掉新人", "an experienced colleague that evening, or another shift"),
    )


def _rest_days(b: Breaches) -> Told:
    found, quota = len(b.broken[0].days), b.problem.rest_quota(b.person)
    away = _days(abs(quota - found))
    more = Words(f"再休 {away.zh}", f"rest {away.en} more")
    fewer = Words(f"少休 {away.zh}", f"rest {away.en} less")
    found_days, due = _days(found), _days(quota)
    limit, mend = Words(f"每月休 {due.zh}", f"{due.en} of rest a month"), more if found < quota else fewer
    if b.problem.leaves_within(b.person):
        limit = Words(f"按在职天数休 {due.zh}", f"{due.en} of rest for the days employed")
        mend += Words("；已过的和别的规则要的不用改", "; not what has passed, nor what other rules ask for")
    return Told(Words(f"休 {found_days.zh}", f"{found_days.en} of rest"), limit, mend)


def _successions(b: Breaches) -> Told:
    wrong = {second for _, second in b.problem.forbidden}
    right = [shift.code for shift in b.problem.shifts if shift.code not in wrong]
    zh, en = "、".join([*right, "休"]), " or ".join([*right, "rest"])
    return Told(_times(len(b.broken)), same(""), Words(f"次日改为 {zh}", f"{en} on the second day"))


def _long_breaks(b: Breaches) -> Told:
    period = b.problem.rules.whole("long_break")
    return Told(
        number_of(len(b.broken), "个周期", "period") + Words("没有", " without one"),
        Words(f"每 {period} 天一次", f"once in {period} days"),
        Words("在这几天里休 1 天", "a day off in these days"),
    )


def _longest_stretch(b: Breaches) -> Told:
    most = b.problem.longest_stretch(b.person)
    free = sum(len(violation.days) // (most + 1) for violation in b.broken)
    found = max(len(violation.days) for violation in b.broken)
    return Told(_days(found), _days(most), Words(f"中间空出 {free} 天", f"{_days(free).en} free between"))


def _short_runs(least: Callable[[RosterProblem, Person], int], mend: Words) -> Speaker:
    def speak(b: Breaches) -> Told:
        found = min(len(violation.days) for violation in b.broken)
        return Told(_days(found), _days(least(b.problem, b.person)), mend)

    return speak


def _weekends(b: Breaches) -> Told:
    most, beyond = b.problem.most_weekends(b.person), b.amount
    return Told(
        number_of(most + beyond, "个周末", "weekend"),
        number_of(most, "个周末", "weekend"),
        number_of(beyond, "个周末", "weekend") + Words("整个不上班", " without a shift"),
    )


def _shift_limits(b: Breaches) -> Told:
    limits = b.person.limits.most_shifts.items()
    zh, en = "、".join(f"{code}={n}" for code, n in limits), ", ".join(f"{code}={n}" for code, n in limits)
    beyond = b.amount
    return Told(
        Words(f"超 {beyond} 个班", f"{beyond} too many"),
        Words(f"每月 {zh}", f"a month: {en}"),
        Words(f"{beyond} 个班换成别的班", f"another shift for {beyond} of them"),
    )


def _hours(b: Breaches) -> Told:
    minutes = worked_minutes(b.problem, b.roster, b.person)
    most, least = b.person.limits.most_minutes, b.problem.least_minutes(b.person)
    over = b.broken[0].rule == "most_hours"
    limit = (most if over else least) or 0
    away = hour_words(abs(minutes - limit))
    fewer, more = (
        Words(f"少排 {away.zh}", f"{away.en} fewer"),
        Words(f"多排 {away.zh}", f"{away.en} more"),
    )
    return Told(hour_words(minutes), hour_words(limit), fewer if over else more)


OF_A_PERSON: Final[dict[str, Speaker]] = {
    "rest_days": _rest_days,
    "no_day_after_evening": _successions,
    "long_break": _long_breaks,
    "longest_stretch": _longest_stretch,
    "shortest_stretch": _short_runs(
        RosterProblem.shortest_stretch, Words("前后再排一天班", "one more shift before or after")
    ),
    "shortest_break": _short_runs(
        RosterProblem.shortest_break, Words("前后再空一天", "one more free day before or after")
    ),
    "most_weekends": _weekends,
    "shift_limits": _shift_limits,
    "most_hours": _hours,
    "least_hours": _hours,
    "nobody_rests": _rests_on_sales_days,
    "newcomer_not_alone": _newcomer_alone,
}


def missing_cells(problem: RosterProblem, person: Person, violation: Violation, blank: int) -> bool:
    """Whether blank cells alone may explain a breach: filling them can still bring what is missing."""
    if violation.rule == "rest_days":
        return 0 < problem.rest_quota(person) - len(violation.days) <= blank
    return violation.rule == "least_hours" and blank > 0
