"""What `repair-roster` says: what changed for whom, who helps, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from csbook.commands.roster_state import cell_text
from csbook.commands.roster_words import days_listed
from csbook.problems import Words, joined, same
from csbook.roster.problem import RosterProblem
from csbook.roster.repair import Move, Repair
from csbook.roster.rulebook import RULES
from csbook.roster.solution import Unmet, Violation

NOT_REPAIRED: Final = Words("没有调班，请先改正。", "The roster was not changed; correct these first.")
ENTERED: Final = Words("临时调班登记", "entered by Repair roster")
REFILLED: Final = Words("补排", "filled anew")
BLANK: Final = Words("空", "blank")


def headline(month: str, found: Repair, moves: Sequence[Move], *, published: bool) -> Words:
    missing = _missing(found.short)
    if missing:
        before = _missing(found.short_before)
        cover = Words(f"仍缺 {missing} 人次", f"{missing} still missing")
        if before:
            cover += Words(f"（调班前缺 {before}）", f" ({before} before)")
    else:
        cover = Words("人数要求全部满足", "all minimum cover met")
    if not moves:
        return Words(f"{month} 没有要调的格，", f"{month}: no cell to change, ") + _end(cover)
    people = len({move.agent_id for move in moves})
    said = Words(
        f"{month} 已调班：改动 {len(moves)} 格，涉及 {people} 人；",
        f"{month} repaired: {_count(len(moves), 'cell')} of {_count(people, 'person', 'people')} changed; ",
    )
    draft = Words(
        "" if published else "本月还没公布。", "" if published else " The month is not published yet."
    )
    return said + _end(cover) + draft


def notes(found: Repair, moves: Sequence[Move], names: Mapping[str, str]) -> Iterator[Words]:
    """What changes for each person, what stays short, which hard rules break."""
    by_person = sorted(moves, key=lambda move: (move.agent_id, move.day))
    for agent_id, own in groupby(by_person, key=lambda move: move.agent_id):
        changes = joined(_change(move) for move in own)
        name = names.get(agent_id, agent_id)
        yield Words(f"{name}：{changes.zh}。", f"{name}: {changes.en}.")
    if moves:
        yield from _helpers(moves, names)
    yield from _shortage(found.short)
    for violation in found.broken:
        yield _breach(violation, names, Words("只能违反规则", "Breaks a rule"))
    for violation in found.pardoned:
        yield _breach(
            violation, names, Words("调班前就违反、或因缺勤造成", "Broken before, or by the absence")
        )
    if not found.proven:
        yield Words(
            "限定时间内没能证明改动最少；可在设置里加长排班时间。",
            "Time was too short to prove that no fewer changes do; give the roster more time.",
        )


def reason(found: Repair, problem: RosterProblem, names: Mapping[str, str]) -> Words:
    """Why cells change: who is absent or has left, who is pinned."""
    said = []
    for agent_id in sorted({move.agent_id for move in found.forced}):
        name, after = names.get(agent_id, agent_id), {m.after for m in found.forced if m.agent_id == agent_id}
        if agent_id in found.absent:
            said.append(
                Words(f"{name} 离职", f"{name} has left")
                if None in after
                else Words(f"{name} 请假", f"{name} is on leave")
            )
        elif any((agent_id, m.day) in problem.fixed for m in found.forced if m.agent_id == agent_id):
            said.append(Words(f"{name} 固定班次", f"{name} has a pinned shift"))
        else:
            said.append(same(name) + Words(" ", ": ") + REFILLED)
    return joined(said)


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
        "seconds": round(found.seconds, 3),
        "solver": found.solver,
    }


def _change(move: Move) -> Words:
    before = same(cell_text(move.before, "zh")) if move.before else BLANK
    before_en = cell_text(move.before, "en") if move.before else BLANK.en
    after = cell_text(move.after, "zh") if move.after else BLANK.zh
    after_en = cell_text(move.after, "en") if move.after else BLANK.en
    return Words(f"{move.day:%m-%d} {before.zh}→{after}", f"{move.day:%m-%d} {before_en} to {after_en}")


def _helpers(moves: Sequence[Move], names: Mapping[str, str]) -> Iterator[Words]:
    helping = [move for move in moves if move.after and "@" in move.after]
    for move in helping:
        name, cell = names.get(move.agent_id, move.agent_id), move.after
        yield Words(f"支援：{name} {move.day:%m-%d} {cell}。", f"Help: {name} on {move.day:%m-%d}, {cell}.")


def _shortage(short: Iterable[Unmet]) -> Iterator[Words]:
    ordered = sorted(short, key=lambda gap: (gap.cover.group, gap.cover.shift, gap.cover.day))
    for (group, shift), each in groupby(ordered, key=lambda gap: (gap.cover.group, gap.cover.shift)):
        gaps = list(each)
        days, count = days_listed(gap.cover.day for gap in gaps), _missing(gaps)
        yield Words(
            f"仍缺人：{group} {shift} 班少 {count} 人次（{days}）。",
            f"Still short: {group}, shift {shift}, {count} missing ({days}).",
        )


def _breach(violation: Violation, names: Mapping[str, str], said: Words) -> Words:
    rule, days = RULES[violation.rule].words, days_listed(violation.days)
    name = names.get(violation.agent_id, violation.agent_id)
    return Words(
        f"{said.zh}：{name} {rule.zh}（{days}）。".replace("： ", "："),
        f"{said.en}: {name}, {rule.en} ({days}).".replace(": , ", ": "),
    )


def _missing(gaps: Iterable[Unmet]) -> int:
    return sum(gap.below_minimum for gap in gaps)


def _end(words: Words) -> Words:
    return words + Words("。", ".")


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
