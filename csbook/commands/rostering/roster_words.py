"""What `build-roster` says of a roster: how good it is, what is short, which wish was refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from csbook.problems import Words, counted, joined, same
from csbook.roster.clock import Standing
from csbook.roster.day_ranges import day_ranges, span_words
from csbook.roster.law_words import shift_in_chinese
from csbook.roster.parts import REST
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES
from csbook.roster.solution import Unmet
from csbook.roster.solve import Result, Status
from csbook.roster.windows import ShortWindow

MOST_WINDOWS: Final = 3
SHORT: Final = Words("缺人", "Short")
NOT_BUILT: Final = Words("没有排班，请先改正。", "No roster was built; correct these first.")
ENDED_EARLY: Final = Words(
    "按要求提前结束，用的是目前最好的班表。", "Ended early as asked, with the best roster found so far."
)
SEARCH_ON: Final = Words(
    "再点“生成排班”会接着改进；够用了就点“检查排班”。",
    "press 'Build roster' again to improve it, or 'Check roster' where it is good enough.",
)
LOOK_AT_GAPS: Final = Words(
    "点“为什么排不出”看缺人的原因和补法；可以接受就点“检查排班”，再点“发布排班”。",
    "press 'Why no roster' for the reasons of the gaps; where they are acceptable, 'Check roster' and then "
    "'Publish roster'.",
)


def brought_back(month: str) -> Words:
    return Words(
        f"{month} 已从“排班历史”取回，和当时一样。要重排请再点一次“生成排班”；手改过的格会保留。",
        f"{month} came back from the history as it was. To build it anew, press 'Build roster' "
        "again; cells changed by hand are kept.",
    )


def headline(month: dt.date, problem: RosterProblem, found: Result) -> Words:
    people, short = len(problem.people), sum(gap.below_minimum for gap in found.unmet)
    proven = (
        Words("已是最好的排法", "the best there is")
        if found.status is Status.OPTIMAL
        else Words(f"离最好的排法至多差 {found.gap:.1%}", f"at most {found.gap:.1%} from the best")
    )
    gaps = (
        Words(f"缺 {short} 人次", counted(short, "gap"))
        if short
        else Words("每班都够最少人数", "all minimum cover met")
    )
    if found.broken:
        count = len(found.broken)
        gaps += Words(f"，规则有 {count} 处未做到", f", rules broken {counted(count, 'time')}")
    return Words(
        f"{month:%Y-%m} 排班完成：{people} 人，{gaps.zh}，{len(found.refused)} 个意愿未满足；"
        f"{proven.zh}，用时 {found.seconds:.1f} 秒。",
        f"Roster of {month:%Y-%m}: {counted(people, 'person', 'people')}, {gaps.en}, "
        f"{counted(len(found.refused), 'wish', 'wishes')} refused; "
        f"{proven.en}, in {found.seconds:.1f} s.",
    )


def on_the_way(standing: Standing) -> Words:
    """How far the search is: which part, and how good the best roster so far."""
    several = standing.parts > 1
    said = Words(
        f"第 {standing.part} 部分，共 {standing.parts} 部分：" * several,
        f"Part {standing.part} of {standing.parts}: " * several,
    )
    seconds = Words(f"……{standing.seconds:.0f} 秒", f" ... {standing.seconds:.0f} s")
    if standing.gap is None:
        return said + Words("正在找第一个班表", "looking for a first roster") + seconds
    short = Words("每班都够最少人数", "all minimum cover met")
    if standing.short:
        short = Words(f"缺口 {standing.short} 人次", f"{counted(standing.short, 'gap')} in it")
    found = Words("已找到排班，", "a roster is found, ") + short
    if standing.gap == 0:
        return said + found + Words("，已是最优", ", the best there is") + seconds
    better = Words(
        f"，继续优化（最多还能省 {standing.gap:.0%}）", f", improving (at most {standing.gap:.0%} better)"
    )
    return said + found + (better if standing.bound else Words("，继续优化", ", improving")) + seconds


def notes(problem: RosterProblem, found: Result, windows: list[ShortWindow]) -> Iterator[Words]:
    """Every gap, refused wish and broken soft rule, one line for each group and shift or person; at last the
    figures of the search."""
    yield from minimum_gaps(found.unmet)
    yield from structural(windows)
    yield from refused(problem, found)
    yield from broken(problem, found)
    yield from preferred_gaps(found)
    yield Words(
        f"代价 {found.cost}（没做到的各项的扣分合计），下界 {found.bound}（任何班表都不会更低）。",
        f"Cost {found.cost}, the points for all that is not as wished; bound {found.bound}, which no roster "
        "goes below.",
    )


def minimum_gaps(unmet: Iterable[Unmet], said: Words = SHORT) -> Iterator[Words]:
    """Where somebody of the minimum is missing, one sentence for each group and shift."""
    for (group, shift), gaps in by_shift(gap for gap in unmet if gap.below_minimum):
        days, count = day_ranges(gap.cover.day for gap in gaps), sum(gap.below_minimum for gap in gaps)
        yield Words(
            f"{said.zh}：{group} {shift_in_chinese(shift)}少 {count} 人次（{days.zh}）。",
            f"{said.en}: {group}, shift {shift}, {count} missing ({days.en}).",
        )


def preferred_gaps(found: Result) -> Iterator[Words]:
    short = [gap for gap in found.unmet if gap.below_preferred and not gap.below_minimum]
    for (group, shift), gaps in by_shift(short):
        days = day_ranges(gap.cover.day for gap in gaps)
        yield Words(
            f"未达期望：{group} {shift_in_chinese(shift)} {len(gaps)} 天（{days.zh}）。",
            f"Below preferred: {group}, shift {shift}, {counted(len(gaps), 'day')} ({days.en}).",
        )


def by_shift(gaps: Iterable[Unmet]) -> Iterator[tuple[tuple[str, str], list[Unmet]]]:
    """The gaps of each group and shift, in the order of days."""
    ordered = sorted(gaps, key=lambda gap: (gap.cover.group, gap.cover.shift, gap.cover.day))
    for place, each in groupby(ordered, key=lambda gap: (gap.cover.group, gap.cover.shift)):
        yield place, list(each)


def structural(windows: list[ShortWindow]) -> Iterator[Words]:
    """Where cover must fall short whatever the roster: the stretches in which too many need a day off."""
    longer = [window for window in windows if window.first < window.last and window.needed > 0]
    for window in longer[:MOST_WINDOWS]:
        groups, room = "、".join(window.groups), max(window.room, 0)
        stretch = span_words(window.first, window.last)
        due = counted(window.needed, "day off is", "days off are")
        why = same("")
        if window.sales:
            days = day_ranges(window.sales)
            why = Words(f"（{days.zh}是大促日，不能休）", f" (nobody may rest on {days.en})")
        yield Words(
            f"人手不够：{groups} {stretch.zh}有 {window.needed} 人次必须休息，只空得出 {room} 人次{why.zh}。",
            f"Too few people: {', '.join(window.groups)}, {stretch.en}: {due} due, room for {room}{why.en}.",
        )
    more = len(longer) - MOST_WINDOWS
    if more > 0:
        stretches = counted(more, "more stretch", "more stretches")
        yield Words(f"还有 {more} 段同样人手不够。", f"{stretches} with too few people.")


def refused(problem: RosterProblem, found: Result) -> Iterator[Words]:
    people = sorted(found.refused, key=lambda r: (r.agent_id, r.cell, r.day))
    for (agent_id, cell), requests in groupby(people, key=lambda r: (r.agent_id, r.cell)):
        name = problem.person_by_id[agent_id].name
        shift = Words(f"想上{shift_in_chinese(cell)}", f"shift {cell}")
        wish = Words("想休", "a day off") if cell == REST else shift
        days = day_ranges(r.day for r in requests)
        yield Words(
            f"意愿未满足：{name} {wish.zh}（{days.zh}）。", f"Refused: {name}, {wish.en} ({days.en})."
        )


def broken(problem: RosterProblem, found: Result) -> Iterator[Words]:
    """Each soft rule that was not kept: one line for each breach of a person, one for all of a group's, with
    the people that they are about."""
    of_groups: dict[tuple[str, str], dict[str, list[dt.date]]] = {}
    for violation in found.broken:
        person = problem.person_by_id.get(violation.agent_id)
        name = person.name if person else ""
        if violation.group:
            days_of = of_groups.setdefault((violation.group, violation.rule), {})
            days_of.setdefault(name, []).extend(violation.days)
        else:
            yield not_kept(name, violation.rule, day_ranges(violation.days))
    for (group, rule), days_of in of_groups.items():
        shown = (same(f"{name} " if name else "") + day_ranges(days) for name, days in days_of.items())
        yield not_kept(group, rule, joined(shown, "；", "; "))


def not_kept(whose: str, rule: str, when: Words) -> Words:
    said = RULES[rule].words
    return Words(f"{whose}：没做到“{said.zh}”（{when.zh}）。", f"{whose}: {said.en} not kept ({when.en}).")


def details(found: Result) -> dict[str, Any]:
    """The figures of a roster for `--json`, every gap and refused wish on its own."""
    return {
        "status": found.status.value,
        "cost": found.cost,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": round(found.seconds, 3),
        "solver": found.solver,
        "unmet": [
            {
                "date": gap.cover.day.isoformat(),
                "group": gap.cover.group,
                "shift": gap.cover.shift,
                "present": gap.present,
                "minimum": gap.cover.minimum,
                "preferred": gap.cover.preferred,
            }
            for gap in found.unmet
        ],
        "refused": [
            {"agent_id": r.agent_id, "date": r.day.isoformat(), "wish": r.cell} for r in found.refused
        ],
        "broken": [
            {"rule": v.rule, "agent_id": v.agent_id, "dates": [d.isoformat() for d in v.days]}
            for v in found.broken
        ],
    }
