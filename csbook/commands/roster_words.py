"""What `build-roster` says of a roster: how good it is, what is short, which wish was refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from csbook.problems import Words, joined, same
from csbook.roster.clock import Standing
from csbook.roster.parts import REST
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES
from csbook.roster.solution import Unmet
from csbook.roster.solve import Result, Status
from csbook.roster.windows import ShortWindow

MOST_WINDOWS: Final = 3
NOT_BUILT: Final = Words("没有排班，请先改正。", "No roster was built; correct these first.")


def brought_back(month: str) -> Words:
    return Words(
        f"{month} 已从“排班历史”取回，和当时一样。要重排请再点一次“生成排班”；手改过的格会保留。",
        f"{month} came back from the history as it was. To build it anew, run again; cells changed by "
        "hand are kept.",
    )


def headline(month: dt.date, problem: RosterProblem, found: Result) -> Words:
    people, short = len(problem.people), sum(gap.below_minimum for gap in found.unmet)
    proven = (
        Words("已证明最优", "proven optimal")
        if found.status is Status.OPTIMAL
        else Words(f"与最优相差不超过 {found.gap:.1%}", f"at most {found.gap:.1%} from the best")
    )
    gaps = (
        Words(f"缺 {short} 人次", f"{short} gaps")
        if short
        else Words("人数要求全部满足", "all minimum cover met")
    )
    if found.broken:
        count = len(found.broken)
        gaps += Words(f"，规则有 {count} 处未做到", f", {count} times a rule was not kept")
    return Words(
        f"{month:%Y-%m} 排班完成：{people} 人，{gaps.zh}，{len(found.refused)} 个意愿未满足；"
        f"代价 {found.cost}，下界 {found.bound}，{proven.zh}（{found.solver}，{found.seconds:.1f} 秒）。",
        f"Roster of {month:%Y-%m}: {people} people, {gaps.en}, {len(found.refused)} wishes refused; "
        f"cost {found.cost}, bound {found.bound}, {proven.en} ({found.solver}, {found.seconds:.1f} s).",
    )


def on_the_way(standing: Standing) -> Words:
    """How far the search is: which part, and how good the best roster so far."""
    zh, en = (
        f"排班：第 {standing.part}/{standing.parts} 部分",
        f"Roster: part {standing.part} of {standing.parts}",
    )
    if standing.gap is None:
        return Words(f"{zh}……", f"{en} ...")
    return Words(
        f"{zh}，代价 {standing.cost}，下界 {standing.bound}，差距 {standing.gap:.1%}……",
        f"{en}, cost {standing.cost}, bound {standing.bound}, gap {standing.gap:.1%} ...",
    )


def notes(problem: RosterProblem, found: Result, windows: list[ShortWindow]) -> Iterator[Words]:
    """Every gap, refused wish and broken soft rule, one line for each group and shift or person."""
    yield from minimum_gaps(found.unmet)
    yield from structural(windows)
    yield from refused(problem, found)
    yield from broken(problem, found)
    yield from preferred_gaps(found)


def minimum_gaps(unmet: Iterable[Unmet]) -> Iterator[Words]:
    """Where somebody of the minimum is missing, one line for each group and shift."""
    short = [gap for gap in unmet if gap.below_minimum]
    for (group, shift), gaps in groupby(
        sorted(short, key=lambda g: (g.cover.group, g.cover.shift, g.cover.day)),
        key=lambda g: (g.cover.group, g.cover.shift),
    ):
        missing = list(gaps)
        days = days_listed(gap.cover.day for gap in missing)
        count = sum(gap.below_minimum for gap in missing)
        yield Words(
            f"缺人：{group} {shift} 班少 {count} 人次（{days}）。",
            f"Short: {group}, shift {shift}, {count} missing ({days}).",
        )


def preferred_gaps(found: Result) -> Iterator[Words]:
    short = [gap for gap in found.unmet if gap.below_preferred and not gap.below_minimum]
    for (group, shift), gaps in groupby(
        sorted(short, key=lambda g: (g.cover.group, g.cover.shift, g.cover.day)),
        key=lambda g: (g.cover.group, g.cover.shift),
    ):
        days = [gap.cover.day for gap in gaps]
        yield Words(
            f"未达期望：{group} {shift} 班 {len(days)} 天（{days_listed(days)}）。",
            f"Below preferred: {group}, shift {shift}, {len(days)} days ({days_listed(days)}).",
        )


def structural(windows: list[ShortWindow]) -> Iterator[Words]:
    """Where cover must fall short whatever the roster: the stretches in which too many need a day off."""
    longer = [window for window in windows if window.first < window.last and window.needed > 0]
    for window in longer[:MOST_WINDOWS]:
        groups, room = "、".join(window.groups), max(window.room, 0)
        span = f"{window.first:%m-%d} — {window.last:%m-%d}"
        yield Words(
            f"人手不够：{groups} {span} 有 {window.needed} 人次必须休息，只空得出 {room} 人次。",
            f"Too few people: {groups}, {span}: {window.needed} days off are due, room for {room}.",
        )
    more = len(longer) - MOST_WINDOWS
    if more > 0:
        yield Words(f"还有 {more} 段同样人手不够。", f"{more} more stretches with too few people.")


def refused(problem: RosterProblem, found: Result) -> Iterator[Words]:
    people = sorted(found.refused, key=lambda r: (r.agent_id, r.cell, r.day))
    for (agent_id, cell), requests in groupby(people, key=lambda r: (r.agent_id, r.cell)):
        name = problem.person_by_id[agent_id].name
        wish = Words("想休", "a day off") if cell == REST else Words(f"想上 {cell} 班", f"shift {cell}")
        days = days_listed(r.day for r in requests)
        yield Words(f"意愿未满足：{name} {wish.zh}（{days}）。", f"Refused: {name}, {wish.en} ({days}).")


def broken(problem: RosterProblem, found: Result) -> Iterator[Words]:
    for violation in found.broken:
        person = problem.person_by_id.get(violation.agent_id)
        name = same(violation.group if person is None else person.name)
        rule = RULES[violation.rule].words
        days = days_listed(violation.days)
        yield joined([name, rule], "：", ": ") + Words(f" 未做到（{days}）。", f" not kept ({days}).")


def days_listed(days: Iterable[dt.date]) -> str:
    """Days as `11-03 11-05～11-08`, days running together; the first eight where there are more."""
    runs: list[list[dt.date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][-1] == dt.timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    shown = [f"{run[0]:%m-%d}" + (f"～{run[-1]:%m-%d}" if len(run) > 1 else "") for run in runs[:8]]
    more = sum(len(run) for run in runs[8:])
    return " ".join(shown) + (f" … +{more}" if more else "")


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
