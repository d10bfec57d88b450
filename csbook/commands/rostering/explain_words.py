"""What `explain-roster` says: the rows of 排班说明, and the headline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from csbook.problems import Words, counted, joined, same
from csbook.roster.clash_words import (
    cell_words,
    clash_words,
    fixed_days,
    known_words,
    number_words,
    whole_members,
)
from csbook.roster.day_ranges import day_ranges
from csbook.roster.explain import ClashSet, Explanation, Member
from csbook.roster.parts import REST, Request
from csbook.roster.prices import Grant, Price
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED
from csbook.roster.rulebook import RULES
from csbook.roster.solution import Unmet
from csbook.roster.windows import ShortWindow, headcount_words

NOT_EXPLAINED: Final = Words("没有说明，请先改正。", "Nothing was explained; correct these first.")
CHEAPER: Final = Words(
    "有的代价小于零，班表还能更省。", "Some cost less than nothing, so the roster can be cheaper."
)
BUILD_AGAIN: Final = Words("再点一次“生成排班”。", "press 'Build roster' again.")
NOT_RULES: Final = {
    "help": Words("跨组支援", "help in other groups"),
    "over": Words("超员", "too many people"),
}
"""What `solution.costs` counts besides the rules."""


def no_roster(month: dt.date, explained: Explanation) -> Words:
    count, open_parts = len(explained.sets), len(explained.undecided)
    each = Words("每组都要", "each of them needs") if count > 1 else Words("要", "it needs")
    said = Words(
        f"{month:%Y-%m} 排不出：找到 {count} 组不能同时成立的规则和固定班次，{each.zh}去掉或放宽一条，"
        "见“排班说明”。改好再点一次：去掉一条之后，可能还有别的组。",
        f"{month:%Y-%m} has no roster: {counted(count, 'set')} of rules and fixed cells cannot hold "
        f"together, and {each.en} one of its members to go. See sheet 'Roster explained'. Ask again after "
        "that: another set may come to light.",
    )
    if open_parts:
        said += Words("时间不够，可能还有别的冲突。", " Out of time: there may be more.")
    return said


def undecided(month: dt.date) -> Words:
    return Words(
        f"{month:%Y-%m} 在时限内既没有排出，也没有找到冲突。请延长求解时间再试。",
        f"{month:%Y-%m}: neither a roster nor a clash was found in time. Allow more time and try again.",
    )


def priced(month: dt.date, answers: list[Price]) -> Words:
    """How many wishes and gaps were asked about; short of the minimum is a gap, as `build-roster` says it."""
    asked = [answer.asked for answer in answers]
    wishes = sum(isinstance(each, Request) for each in asked)
    gaps = sum(isinstance(each, Unmet) and each.below_minimum > 0 for each in asked)
    below = len(asked) - wishes - gaps
    open_ones = sum(answer.grant is Grant.UNANSWERED for answer in answers)
    if not answers:
        return Words(
            f"{month:%Y-%m} 排得出，没有缺人，意愿全部满足。",
            f"{month:%Y-%m} has a roster without gaps, and every wish is met.",
        )
    found = joined(
        said
        for count, said in (
            (wishes, Words(f"{wishes} 个意愿未满足", f"{counted(wishes, 'wish', 'wishes')} refused")),
            (gaps, Words(f"{gaps} 处缺人", counted(gaps, "gap"))),
            (below, Words(f"{below} 处未达期望", f"{counted(below, 'place')} below preferred")),
        )
        if count
    )
    whole = same("") if gaps else Words("每班都够最少人数；", "all minimum cover met; ")
    late = Words(f"，其中 {open_ones} 项时间不够没有算出", f" ({open_ones} not answered in time)")
    return Words(
        f"{month:%Y-%m} 排得出：{whole.zh}{found.zh}，代价见“排班说明”{late.zh if open_ones else ''}。",
        f"{month:%Y-%m} has a roster: {whole.en}{found.en}; "
        f"what granting each would cost stands on sheet 'Roster explained'{late.en if open_ones else ''}.",
    )


def passed(day: dt.date) -> Words:
    when = day_ranges([day])
    return Words(
        f"{when.zh}以前的日子已经过去，不再计算。",
        f"Days before {when.en} have passed and are not looked at.",
    )


def set_notes(problem: RosterProblem, sets: Iterable[ClashSet]) -> Iterator[Words]:
    """One sentence for each set; of several people's sets that are alike, one for all of them."""
    alike: dict[object, list[tuple[int, ClashSet]]] = {}
    for number, clash in enumerate(sets, 1):
        alike.setdefault(_but_for_the_person(problem, clash, number), []).append((number, clash))
    for each in alike.values():
        numbers, clashes = zip(*each, strict=True)
        together = replace(clashes[0], members=tuple(m for clash in clashes for m in clash.members))
        zh, en = "、".join(map(str, numbers)), ", ".join(map(str, numbers))
        said = Words(f"第 {zh} 组：", f"Set {en}: ")
        if len(each) > 1:
            said = Words(f"第 {zh} 组（每人一组）：", f"Sets {en} (one for each person): ")
        yield said + clash_words(problem, together) + known_words(clashes[0].known) + Words("。", ".")


def _but_for_the_person(problem: RosterProblem, clash: ClashSet, number: int) -> object:
    """What a set about one person says of them; the set's number where it is about several, or a group."""
    people = {member.agent_id for member in clash.members}
    if len(people) > 1 or "" in people or clash.surplus:
        return number
    return clash.known, tuple(
        (member.rule, number_words(problem, member).zh, member.cell, member.days)
        for member in whole_members(problem, clash)
    )


def way_out(clash: ClashSet, member: Member) -> Words:
    """What giving up one member of a set does."""
    if len(clash.members) == 1:
        return Words("这一条单独就做不到，只能放宽或改动", "Impossible by itself: soften or change it")
    if clash.surplus and member.rule == FIXED:
        days = fixed_days(clash)
        return Words(
            f"这 {days} 天里去掉 {clash.surplus} 天，其余几条就能同时成立",
            f"Without {clash.surplus} of these {days} days the others can hold together",
        )
    return Words(
        "去掉或放宽这一条，其余几条就能同时成立", "Without this the others can hold together"
    ) + known_words(clash.known)


def member_subject(problem: RosterProblem, member: Member) -> Words:
    if member.rule == FIXED:
        return cell_words(member.cell or REST)
    return RULES[member.rule].words + number_words(problem, member)


def window_subject(window: ShortWindow) -> Words:
    room = max(window.room, 0)
    if window.sales:
        days = day_ranges(window.sales)
        return Words(
            f"{window.needed} 人次必须休息，{days.zh}是大促日，只空得出 {room} 人次",
            f"{counted(window.needed, 'day')} off due, room for {room}: nobody may rest on {days.en}",
        )
    if window.needed:
        return Words(
            f"{window.needed} 人次必须休息，只空得出 {room} 人次",
            f"{counted(window.needed, 'day')} off due, room for {room}",
        )
    return headcount_words([window])


def window_instead(window: ShortWindow) -> Words:
    short = window.needed - window.room
    if window.sales:
        return Words(
            f"还差 {short} 人次：请在“节假日”里减少“大促不休”的日子，或放宽“大促日不排休”",
            f"{short} too few: take sales days out of sheet 'Holidays', or soften the rule of sales days",
        )
    return Words(
        f"怎么排都至少缺 {short} 人次：请加人或降低最少人数",
        f"Any roster is at least {short} short: add people or lower the minimum",
    )


def asked_subject(asked: Request | Unmet) -> Words:
    if isinstance(asked, Request):
        return wish_words(asked)
    row = asked.cover
    if asked.below_minimum:
        return Words(
            f"{row.shift}班 {asked.present} 人，最少 {row.minimum} 人",
            f"shift {row.shift}: {asked.present} of at least {row.minimum}",
        )
    return Words(
        f"{row.shift}班 {asked.present} 人，期望 {row.preferred} 人",
        f"shift {row.shift}: {asked.present} of {row.preferred} preferred",
    )


def wish_words(wish: Request) -> Words:
    if wish.cell == REST:
        return Words("想休", "a day off") if wish.wanted else Words("不想休", "no day off")
    if wish.wanted:
        return Words(f"想上{wish.cell}班", f"shift {wish.cell}")
    return Words(f"不想上{wish.cell}班", f"not shift {wish.cell}")


def instead(problem: RosterProblem, answer: Price) -> Words:
    """What gets worse where it is granted, or why it cannot be."""
    if answer.grant is Grant.IMPOSSIBLE:
        return _impossible(problem, answer.clash)
    if answer.grant is Grant.UNANSWERED:
        bound = Words(f"；代价不低于 {answer.at_least}", f"; it costs at least {answer.at_least}")
        return Words("时间不够，没有算出", "Not answered in time") + (
            bound if answer.at_least > 0 else same("")
        )
    parts = [_differences(answer.worse)] if answer.worse else [Words("总代价不变", "costs as much in all")]
    if answer.refused:
        wishes = joined(
            same(f"{problem.person_by_id[wish.agent_id].name} ")
            + day_ranges([wish.day])
            + same(" ")
            + wish_words(wish)
            for wish in answer.refused
        )
        parts.append(Words("改为不满足：", "refused instead: ") + wishes)
    missing = [gap for gap in answer.short if gap.below_minimum]
    below = [gap for gap in answer.short if not gap.below_minimum]
    if missing:
        parts.append(Words("改为缺人：", "short instead: ") + _gaps(missing))
    if below:
        parts.append(Words("改为未达期望：", "below preferred instead: ") + _gaps(below))
    if not answer.proven:
        # A bound below nothing says no more than that: often it is the roster's own cost with a minus.
        least = answer.at_least if answer.at_least >= 0 else None
        parts.append(
            Words("未证明最省，可能更少", "may cost less")
            + (same("") if least is None else Words(f"（不低于 {least}）", f" (at least {least})"))
        )
    return joined(parts, "；", "; ")


def _impossible(problem: RosterProblem, clash: ClashSet | None) -> Words:
    if clash is None:
        return Words("做不到；原因没有在时限内找到", "Not possible; why was not found in time")
    if not clash.members:
        return Words("做不到：当天没有足够的人可上", "Not possible: there are not enough people that day")
    why = clash_words(problem, clash) + known_words(clash.known)
    return Words("做不到，与这几条不能同时成立：", "Not possible beside these: ") + why


def _differences(worse: Iterable[tuple[str, int]]) -> Words:
    """Rules with the difference of their cost, what gets worse first."""
    ordered = sorted(worse, key=lambda entry: -entry[1])
    names = {code: facts.words for code, facts in RULES.items()} | NOT_RULES
    return joined(names[code] + same(f" {number:+d}") for code, number in ordered)


def _gaps(gaps: Iterable[Unmet]) -> Words:
    by_place: dict[tuple[str, str], list[dt.date]] = {}
    for gap in gaps:
        by_place.setdefault((gap.cover.group, gap.cover.shift), []).append(gap.cover.day)
    return joined(
        Words(f"{group}{shift}班 ", f"{group}, shift {shift} ") + day_ranges(days)
        for (group, shift), days in by_place.items()
    )
