"""What `suggest-cover` says: what changed, from how many days and at what pace, and what it assumes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from csbook.commands.rostering.cover_rows import Effect
from csbook.problems import Words, counted, figure, joined, same
from csbook.roster.amounts import number_of
from csbook.roster.demand import LEAST_DAYS, Demand
from csbook.roster.erlang import ErlangAssumptions
from csbook.schema.choices import DAY_TYPE

SEPARATED = ("；", "; ")


def headline(demand: Demand, effects: Sequence[Effect]) -> Words:
    changed = sum(effect.before != effect.after for effect in effects)
    said = Words(f"建议人数：{len(effects)} 项，", f"Suggested cover: {counted(len(effects), 'figure')}, ")
    if changed:
        said += Words(f"改了 {changed} 项期望人数", f"preferred people changed in {changed}")
    else:
        said += Words("期望人数都不用改", "nothing to change")
    if demand.too_little:
        count = len(demand.too_little)
        said += Words(f"；{count} 处数据不足，没有建议", f"; too little data in {counted(count, 'place')}")
    return said + Words("。最少人数不变。", ". Minimums stay as they are.")


def notes(
    demand: Demand, effects: Sequence[Effect], erlang: ErlangAssumptions | None, days_back: int
) -> Iterator[Words]:
    """One line for each group and kind of day, then what is not known, then what is assumed."""
    place = attrgetter("suggestion.group", "suggestion.day_type")
    for (group, day_type), found in groupby(sorted(effects, key=place), key=place):
        yield _of_place(group, day_type, list(found), by_hour=erlang is not None)
    for lack in demand.too_little:
        kind = DAY_TYPE[lack.day_type]
        yield Words(
            f"{lack.group} {kind.zh}：日报完整的只有 {lack.days} 天，至少要 {LEAST_DAYS} 天，没有建议。",
            f"{lack.group}, {kind.en}: only {counted(lack.days, 'day')} with a complete log, "
            f"{LEAST_DAYS} are needed; nothing is suggested.",
        )
    for group, share in demand.outside.items():
        yield Words(
            f"{group} 有 {share:.0%} 的接待在没有班次的时间，没有计入。",
            f"{group}: {share:.0%} of receptions came when no shift is on and were left out.",
        )
    if new := sum(effect.new_row for effect in effects):
        yield Words(
            f"新增 {new} 行，最少人数和权重抄自“全部”行（没有则为 0）；以后这些组的最少人数在自己的行里改。",
            f"{counted(new, 'row')} added with the minimum and weights of the row for all (0 where there is "
            "none); change the minimum of these groups in their own rows from now on.",
        )
    yield _assumed(erlang, days_back)


def _of_place(group: str, day_type: str, effects: Sequence[Effect], *, by_hour: bool) -> Words:
    kind, days = DAY_TYPE[day_type], effects[0].suggestion.days
    head = Words(
        f"{group} {kind.zh}（{days} 天日报完整）：",
        f"{group}, {kind.en} ({counted(days, 'day')} with a complete log): ",
    )
    figures = joined((_figure(effect, by_hour=by_hour) for effect in effects), *SEPARATED)
    return head + figures + Words("。", ".")


def _figure(effect: Effect, *, by_hour: bool) -> Words:
    """`白 忙日 92 人次、每人 45，要 2 人（1→2）`."""
    found = effect.suggestion
    when = Words(" 最忙时每小时 ", " in its busiest hour ") if by_hour else Words(" 忙日 ", " on a busy day ")
    said = same(found.shift) + when + number_of(round(found.receptions), "人次", "reception")
    if found.per_person is not None:
        said += Words(f"、每人 {found.per_person:.0f}", f", {found.per_person:.0f} a person")
    said += Words(f"，要 {found.people} 人", f", {found.people} needed")
    if found.people < effect.minimum:
        said += Words(f"，按最少人数 {effect.minimum}", f", the minimum is {effect.minimum}")
    if effect.before == effect.after:
        return said + Words("（不变）", " (as it is)")
    return said + Words(f"（{effect.before}→{effect.after}）", f" ({effect.before} to {effect.after})")


def _assumed(erlang: ErlangAssumptions | None, days_back: int) -> Words:
    if erlang is None:
        return Words(
            f"算法：最近 {days_back} 天里日报完整的日子；忙日即第 80 百分位（五天里四天不超过），"
            "每人接待取本组本班的中位数，四舍五入。假定大家照平时的速度接待。大促日不计。",
            f"How: days with a complete log in the last {days_back}; a busy day is the 80th percentile, a "
            "person takes the group's median on that shift, rounded half up. People are assumed to work at "
            "their usual pace. Sales days are left out.",
        )
    share = f"{erlang.answer_share:.0%}"
    seconds, handling = figure(erlang.answer_seconds), figure(erlang.handling_seconds)
    return Words(
        f"算法：排队公式（Erlang C），忙日里 {share} 的会话 {seconds} 秒内应答，每个会话 {handling} 秒，"
        f"每人同时 {erlang.chats_at_once} 个；没有分时接待量，假定一班之内均匀到达；取最省工时的班次组合。",
        f"How: the Erlang C formula; on a busy day {share} of chats are answered within {seconds} s, "
        f"a chat takes {handling} s, a person has {erlang.chats_at_once} at once. Without receptions by "
        "the hour they are assumed to come evenly through a shift; the shifts of least paid time are taken.",
    )
