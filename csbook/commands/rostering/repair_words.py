"""What `repair-roster` says: what changed for whom, what was filled, who helps, what is still missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from csbook.commands.rostering.notices import Key
from csbook.commands.rostering.repair_state import Cells, Standing
from csbook.commands.rostering.roster_state import cell_words, changes_words
from csbook.commands.rostering.roster_words import by_shift, minimum_gaps
from csbook.problems import Words, counted, joined, same
from csbook.roster.day_ranges import day_ranges, day_words
from csbook.roster.law_words import shift_in_chinese
from csbook.roster.parts import LEAVE
from csbook.roster.repair import Move, Repair
from csbook.roster.rulebook import RULES
from csbook.roster.solution import Unmet, Violation

NOT_REPAIRED: Final = Words("没有调班，请先改正。", "The roster was not changed; correct these first.")
ENTERED: Final = Words("临时调班登记", "entered by Repair roster")
REFILLED: Final = Words("补排", "filled anew")
BROKEN_BEFORE: Final = Words("调班前就违反、或因缺勤造成", "Broken before, or by the absence")
GAP_FILLED: Final = Words("补缺人", "somebody was missing")


def looking(seconds: float) -> Words:
    """What is told while the repair is looked for."""
    return Words(
        f"正在找改动最少的调法（最长 {seconds:.0f} 秒）……",
        f"Looking for the fewest changes (at most {seconds:.0f} s) ...",
    )


def headline(
    month: str, found: Repair, standing: Standing, moves: Sequence[Move], *, published: bool
) -> Words:
    cover = _cover(found, standing)
    if not moves:
        return Words(f"{month} 没有要调的格，", f"{month}: no cell to change, ") + cover
    people = len({move.agent_id for move in moves})
    said = Words(
        f"{month} 已调班：改动 {len(moves)} 格，涉及 {people} 人；",
        f"{month} repaired: {counted(len(moves), 'cell')} of {counted(people, 'person', 'people')} changed; ",
    )
    draft = Words(
        "" if published else "本月还没发布。", "" if published else " The month is not published yet."
    )
    return said + cover + draft


def _cover(found: Repair, standing: Standing) -> Words:
    """What was filled and what is missing of the minimum cover to come, as the end of a sentence."""
    today, last = standing.passed.today, standing.problem.days[-1]
    if today > last or (today == last and _day_over(standing)):
        return Words("本月的班都已开始或已过。", "all its shifts have begun or passed.")
    before, left = _missing(found.short_before), _missing(found.short)
    filled = _missing(found.unmended) - left
    said = Words(f"补上 {filled} 人次，", f"{filled} filled, ") if filled > 0 else same("")
    if not left:
        since = _since(found, standing)
        return said + Words(f"{since.zh}每班都够最少人数。", f"all minimum cover met{since.en}.")
    said += Words(f"仍缺 {left} 人次", f"{left} still missing")
    if before:
        said += Words(f"（调班前缺 {before}）", f" ({before} before)")
    return said + Words("。", ".")


def _since(found: Repair, standing: Standing) -> Words:
    """From when on nobody is missing; nothing where that is the whole month."""
    today = standing.passed.today
    over = _day_over(standing)
    if found.too_late and over:
        today += dt.timedelta(days=1)
    day = day_words(today)
    if found.too_late and not over:
        return Words(f"{day.zh}还没开始的班起", f" in the shifts to come from {day.en} on")
    if today <= standing.problem.days[0]:
        return same("")
    return Words(f"{day.zh}起", f" from {day.en} on")


def _day_over(standing: Standing) -> bool:
    """Whether every shift of today has begun."""
    return all(shift.code in standing.passed.begun for shift in standing.problem.shifts)


def notes(found: Repair, moves: Sequence[Move], names: Mapping[str, str]) -> Iterator[Words]:
    """What changes for each person, what was filled and stays short, which hard rules break."""
    by_person = sorted(moves, key=lambda move: (move.agent_id, move.day))
    for agent_id, own in groupby(by_person, key=lambda move: move.agent_id):
        changes = changes_words(own)
        name = names.get(agent_id, agent_id)
        yield Words(f"{name}：{changes.zh}。", f"{name}: {changes.en}.")
    if moves:
        yield from _helpers(moves, names)
    yield from _filled(found)
    yield from minimum_gaps(found.short, Words("仍缺人", "Still short"))
    yield from minimum_gaps(found.too_late, Words("已开始的班不再补人", "Begun and not filled any more"))
    for violation in found.broken:
        yield _breach(violation, names, Words("只能违反规则", "Breaks a rule"))
    for violation in found.pardoned:
        yield _breach(violation, names, BROKEN_BEFORE)
    if found.stopped:
        yield Words(
            "按要求提前结束，这是目前找到的最好调法。",
            "Ended early as asked, with the best changes found so far.",
        )
    elif not found.proven:
        yield Words(
            "限定时间内没能证明改动最少；可在设置里加长排班时间。",
            "Time was too short to prove that no fewer changes do; give the roster more time.",
        )


def overridden(standing: Standing, found: Repair, names: Mapping[str, str]) -> Iterator[Words]:
    """The cells that a person typed and that could not stay: whose, when, what became of them and why."""
    for (agent_id, day), cell in sorted(standing.overridden(found.roster).items()):
        name, typed = names.get(agent_id, agent_id), cell_words(standing.typed[agent_id, day])
        when, now = day_words(day), cell_words(cell)
        why = _why_overridden(LEAVE if (agent_id, day) in standing.resting else cell)
        yield Words(
            f"手改没有保留：{name} {when.zh}手填的{typed.zh}改为{now.zh}（{why.zh}）。",
            f"Typed cell not kept: {name} on {when.en}, {typed.en} became {now.en} ({why.en}).",
        )


def _why_overridden(cell: str | None) -> Words:
    if cell is None:
        return Words("当天不在职", "not employed on that day")
    if cell == LEAVE:
        return Words("已批请假", "approved leave")
    return Words("已批固定班次", "approved pin")


def disallowed(standing: Standing, names: Mapping[str, str]) -> Iterator[Words]:
    """The cells that have passed and that their people cannot have."""
    for (agent_id, day), cell in sorted(standing.disallowed.items()):
        name, when, found = names.get(agent_id, agent_id), day_words(day), cell_words(cell)
        yield Words(
            f"{BROKEN_BEFORE.zh}：{name} 此人不能上的班（{when.zh} {found.zh}）。",
            f"{BROKEN_BEFORE.en}: {name}, a shift that the person cannot have ({when.en}, {found.en}).",
        )


def begun(at_work: Cells, late_pins: Cells, names: Mapping[str, str]) -> Iterator[Words]:
    """What was asked or approved for today and comes too late, because a shift has begun."""
    for (agent_id, day), cell in sorted(at_work.items()):
        name, when, shift = names.get(agent_id, agent_id), day_words(day), shift_in_chinese(cell)
        yield Words(
            f"{name}：{when.zh}的{shift}已经开始，这一格不动；没有上的话，请在“排班”里直接改。",
            f"{name}: shift {cell} of {when.en} has begun, so the cell stays; if it is not worked, change "
            "it on sheet 'Roster' itself.",
        )
    for (agent_id, day), cell in sorted(late_pins.items()):
        name, when, shift = names.get(agent_id, agent_id), day_words(day), shift_in_chinese(cell)
        yield Words(
            f"{name}：{when.zh}固定的{shift}已经开始，不再安排。",
            f"{name}: the pinned shift {cell} of {when.en} has begun and is not given any more.",
        )


def still_resting(keys: Iterable[Key], names: Mapping[str, str]) -> Iterator[Words]:
    """The rest days that leave does not use up."""
    for agent_id, own in groupby(keys, key=lambda key: key[0]):
        resting = [day for _, day in own]
        days, name = day_ranges(resting), names.get(agent_id, agent_id)
        stays = "stays a rest day" if len(resting) == 1 else "stay rest days"
        yield Words(
            f"{name}：{days.zh}本来休息，仍为休；请假登记在“请假与调班”。",
            f"{name}: {days.en} {stays}; the leave stands on sheet 'Requests'.",
        )


def reason(found: Repair, standing: Standing, moves: Sequence[Move], names: Mapping[str, str]) -> Words:
    """Why cells change: who is absent or has left, who is pinned or changed by hand, that somebody was
    missing."""
    restored = [move for move in moves if (move.agent_id, move.day) in standing.typed]
    said = []
    for agent_id in sorted({move.agent_id for move in (*found.forced, *restored)}):
        own = [move for move in (*found.forced, *restored) if move.agent_id == agent_id]
        said.append(_reason_of_person(names.get(agent_id, agent_id), own, found, standing))
    if _missing(found.short) < _missing(found.short_before):
        said.append(GAP_FILLED)
    return joined(said)


def _reason_of_person(name: str, own: Sequence[Move], found: Repair, standing: Standing) -> Words:
    """`own`: the person's cells that could not stay."""
    keys, after = {(move.agent_id, move.day) for move in own}, {move.after for move in own}
    if None in after and own[0].agent_id in found.absent:
        return Words(f"{name} 离职", f"{name} has left")
    if own[0].agent_id in found.absent or LEAVE in after or keys & standing.resting:
        return Words(f"{name} 请假", f"{name} is on leave")
    if any(standing.typed.get((move.agent_id, move.day)) == move.after for move in own):
        return Words(f"{name} 手改", f"{name} was changed by hand")
    if keys & set(standing.problem.fixed):
        return Words(f"{name} 固定班次", f"{name} has a pinned shift")
    return same(name) + Words(" ", ": ") + REFILLED


def details(found: Repair, moves: Sequence[Move]) -> dict[str, Any]:
    """The figures of a repair for `--json`."""
    return {
        "changed": [
            {"agent_id": m.agent_id, "date": m.day.isoformat(), "before": m.before, "after": m.after}
            for m in moves
        ],
        "moved": len(found.moved),
        "short": [
            {
                "date": gap.cover.day.isoformat(),
                "group": gap.cover.group,
                "shift": gap.cover.shift,
                "present": gap.present,
                "minimum": gap.cover.minimum,
            }
            for gap in found.short
        ],
        "broken": [
            {"rule": v.rule, "agent_id": v.agent_id, "dates": [day.isoformat() for day in v.days]}
            for v in found.broken
        ],
        "proven": found.proven,
        "stopped": found.stopped,
        "seconds": round(found.seconds, 3),
        "solver": found.solver,
    }


def _helpers(moves: Sequence[Move], names: Mapping[str, str]) -> Iterator[Words]:
    helping = [move for move in moves if move.after and "@" in move.after]
    for move in helping:
        name, day = names.get(move.agent_id, move.agent_id), day_words(move.day)
        yield Words(f"支援：{name} {day.zh} {move.after}。", f"Help: {name} on {day.en}, {move.after}.")


def _filled(found: Repair) -> Iterator[Words]:
    """Each group and shift in which fewer people are missing than if only what is forced were done."""
    left = {gap.cover: gap.below_minimum for gap in found.short}
    for (group, shift), gaps in by_shift(found.unmended):
        filled = {gap: gap.below_minimum - left.get(gap.cover, 0) for gap in gaps}
        count = sum(number for number in filled.values() if number > 0)
        if count:
            days = day_ranges(gap.cover.day for gap, number in filled.items() if number > 0)
            yield Words(
                f"补上：{group} {shift_in_chinese(shift)} {count} 人次（{days.zh}）。",
                f"Filled: {group}, shift {shift}, {counted(count, 'person', 'people')} ({days.en}).",
            )


def _breach(violation: Violation, names: Mapping[str, str], said: Words) -> Words:
    rule, days = RULES[violation.rule].words, day_ranges(violation.days)
    name = names.get(violation.agent_id, violation.agent_id)
    return Words(
        f"{said.zh}：{name} {rule.zh}（{days.zh}）。".replace("： ", "："),
        f"{said.en}: {name}, {rule.en} ({days.en}).".replace(": , ", ": "),
    )


def _missing(gaps: Iterable[Unmet]) -> int:
    """People missing of the minimum."""
    return sum(gap.below_minimum for gap in gaps)
