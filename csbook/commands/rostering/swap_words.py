"""What `swap` answers: whether two people can exchange their days, and what forbids it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from csbook.problems import Words, joined, same
from csbook.roster.day_ranges import day_ranges, day_words
from csbook.roster.reading import Row
from csbook.roster.requests import REFUSED
from csbook.roster.rulebook import RULES
from csbook.roster.solution import Violation
from csbook.roster.swaps import Bar, Barred, Verdict

NOT_DONE: Final = Words("没有处理换班，请先改正。", "No swap was looked at; correct these first.")
WITH_WHOM: Final = REFUSED + Words("请填换班对象", "say with whom")
DONE: Final = Words("已换", "Carried out")
NO_RULES: Final[dict[str, Words]] = {
    "help": Words("跨组支援", "help in other groups"),
    "over": Words("人数超出", "more people than preferred"),
}
"""Costs that are no rule's."""

BARS: Final[dict[Bar, Words]] = {
    Bar.UNKNOWN: Words("{name} 不在本月班表里", "{name} is not in the month's roster"),
    Bar.SAME: Words("换班双方是同一人", "both are the same person"),
    Bar.OUTSIDE: Words("{day}不在本月", "{day} is not in the month"),
    Bar.PAST: Words("{day}已过", "{day} has passed"),
    Bar.BEGUN: Words("{name} {day}的班已经开始", "the shift of {name} on {day} has begun"),
    Bar.BLANK: Words("{name} {day}没有班", "{name} has no cell on {day}"),
    Bar.LEAVE: Words("{name} {day}请假", "{name} is on leave on {day}"),
    Bar.PINNED: Words("{name} {day}是固定班次", "{name} has a pinned shift on {day}"),
    Bar.UNABLE: Words("{name} 不能支援{group}（{day}）", "{name} cannot serve {group} ({day})"),
    Bar.NOTHING: Words("两人的班相同", "the cells are the same"),
}


@dataclass(frozen=True)
class Counts:
    """How many swaps were carried out, approved but refused, and answered while pending."""

    done: int
    refused: int
    pending: int


def headline(month: str, counts: Counts) -> Words:
    if not any((counts.done, counts.refused, counts.pending)):
        return Words(f"{month} 没有要处理的换班。", f"{month}: no swap to look at.")
    return Words(
        f"{month} 换班：执行 {counts.done} 个，已批但不能换 {counts.refused} 个，"
        f"待批已答复 {counts.pending} 个。",
        f"Swaps of {month}: {counts.done} carried out, {counts.refused} approved but impossible, "
        f"{counts.pending} pending answered.",
    )


def note(row: Row, answer: Words, names: Mapping[str, str]) -> Words:
    one, other = _pair(row, names)
    days = day_ranges(day for day in (row["from_date"], row["with_date"]) if day)
    return Words(
        f"{one} 与 {other}（{days.zh}）：{answer.zh}。", f"{one} and {other} ({days.en}): {answer.en}."
    )


def reason(row: Row, names: Mapping[str, str]) -> Words:
    one, other = _pair(row, names)
    return Words(f"{one} 与 {other} 换班", f"swap of {one} and {other}")


def verdict(found: Verdict, names: Mapping[str, str]) -> Words:
    """The answer to a pending swap, or why an approved one cannot be."""
    against = [_bar(barred, names) for barred in found.barred] + [_breach(v, names) for v in found.broken]
    if against:
        return REFUSED + joined(against, "；", "; ")
    if not found.worse:
        return Words("可以换", "Possible")
    worse = [
        Words(f"{_rule(code).zh} +{more}", f"{_rule(code).en} +{more}") for code, more in found.worse.items()
    ]
    return Words("可以换；代价增加：", "Possible; costs more: ") + joined(worse)


def _pair(row: Row, names: Mapping[str, str]) -> tuple[str, str]:
    one, other = row["agent_id"] or "?", row["with_agent"] or "?"
    return names.get(one, one), names.get(other, other)


def _rule(code: str) -> Words:
    return RULES[code].words if code in RULES else NO_RULES[code]


def _breach(violation: Violation, names: Mapping[str, str]) -> Words:
    who = names.get(violation.agent_id, violation.agent_id) or violation.group
    rule, days = RULES[violation.rule].words, day_ranges(violation.days)
    return Words(f"{who} {rule.zh}（{days.zh}）", f"{who}, {rule.en} ({days.en})")


def _bar(barred: Barred, names: Mapping[str, str]) -> Words:
    said = BARS[barred.bar]
    name, day = names.get(barred.agent_id, barred.agent_id), same("")
    if barred.day is not None:
        day = day_words(barred.day)
    zh, en = ({"name": name, "day": written, "group": barred.group} for written in (day.zh, day.en))
    return Words(said.zh.format(**zh), said.en.format(**en))
