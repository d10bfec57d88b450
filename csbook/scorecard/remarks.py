"""The words beside a score and beside a pay row."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from csbook.money import in_yuan
from csbook.problems import Words, figure, joined
from csbook.scorecard.card import Outcome, Scored
from csbook.scorecard.rank import Standing
from csbook.scorecard.rewards import MOVE_AFTER

NOT_RANKED = {
    Standing.PROBATION: Words("试用期内，不参加排名", "on probation, not ranked"),
    Standing.NEWCOMER: Words("新人，不参加排名", "a newcomer, not ranked"),
    Standing.AWAY: Words(
        "请假或不在职天数超过设置的比例，不参加排名",
        "away for more of the month than the settings allow, not ranked",
    ),
    Standing.LEFT: Words("本月离职，不参加排名", "left this month, not ranked"),
    Standing.OUTSIDE: Words("不在本月评分名单内", "not one of this month's agents"),
}
FIRST_PLACE = Words("第一名奖励 {} 元", "bonus for first place: {} yuan")
LAST_PLACE = Words("末名从提成扣 {} 元", "last place: {} yuan off commission")


def remark(one: Scored, outcome: Outcome, wide_gap: Decimal) -> Words:
    """What a reader of 考核评分 should know about this row; empty where there is nothing.

    `wide_gap`: points between self and manager beyond which they should talk first.
    """
    parts = []
    if one.member.standing in NOT_RANKED:
        parts.append(NOT_RANKED[one.member.standing])
    if outcome.streaks.get(one.agent_id, 0) >= MOVE_AFTER:
        parts.append(
            Words(
                f"连续{in_chinese(outcome.streaks[one.agent_id])}个月末位，考虑调岗（末位本身不是辞退理由）",
                f"last for {outcome.streaks[one.agent_id]} months running: consider another post "
                "(being last is in itself no ground for dismissal)",
            )
        )
    own, manager = one.judgement.own, one.manager_score
    if own is not None and manager is not None and abs(own - manager) > wide_gap:
        points = figure(float(wide_gap))
        parts.append(
            Words(
                f"自评与主管评分相差超过 {points} 分，先面谈",
                f"self and manager are more than {points} points apart: talk first",
            )
        )
    return sentences(parts)


def in_chinese(months: int) -> str:
    """A count of months from 3 on: in characters up to ten, in figures beyond."""
    return "零一二三四五六七八九十"[months] if months <= 10 else f" {months} "


def reasons(one: Scored, outcome: Outcome, commission: Decimal | None) -> Words:
    """Why the pay row says what it says: rank, bonus, deduction and what limits it (A7.9).

    `commission` is None while no rule gives one and HR has typed none: nothing can be taken from it then.
    """
    who = one.agent_id
    if who not in outcome.ranks:
        return not_ranked_because(one)
    place, of = outcome.ranks[who], len(outcome.ranks)
    parts = [Words(f"第 {place} 名（共 {of} 人）", f"rank {place} of {of}")]
    if who in outcome.bonuses:
        parts.append(shared_words(FIRST_PLACE, outcome.bonuses, who))
    if who in outcome.deductions:
        parts.append(shared_words(LAST_PLACE, outcome.deductions, who))
        if commission is None:
            parts.append(Words("还没有提成，先不扣", "no commission yet: nothing is taken"))
        elif commission < outcome.deductions[who]:
            parts.append(
                Words(
                    f"提成只有 {in_yuan(commission)} 元，最多扣这么多",
                    f"commission is {in_yuan(commission)} yuan, and no more is taken",
                )
            )
    return sentences(parts)


def not_ranked_because(one: Scored) -> Words:
    if one.member.standing in NOT_RANKED:
        return NOT_RANKED[one.member.standing]
    if one.weighted is None:
        return Words("尚未评分", "not scored yet")
    return Words("本月没有排名", "no ranking this month")


def shared_words(what: Words, amounts: Mapping[str, Decimal], who: str) -> Words:
    """`what` with the amount in the place of `{}`."""
    amount = in_yuan(amounts[who])
    said = Words(what.zh.format(amount), what.en.format(amount))
    if len(amounts) == 1:
        return said
    return said + Words(f"（并列 {len(amounts)} 人平分）", f" (shared by {len(amounts)})")


def sentences(parts: list[Words]) -> Words:
    return joined(parts, "；", "; ")
