"""What the supervisor is told about a scored month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.score_frames import MonthScore
from csbook.money import in_yuan
from csbook.problems import Words, joined, same
from csbook.schema.workbook import TABLES
from csbook.scorecard.card import Scored
from csbook.scorecard.rank import Standing, firsts, lasts
from csbook.scorecard.remarks import remark

MANAGER = Words("店长", "store manager")  # domain A7.8; the setting names somebody else

FINAL_AFTER = 5  # platforms' final-payment figures lag about four days behind the month


def headline(month: MonthScore) -> Words:
    """The month in one sentence: how many are scored, the first and the last."""
    label = month.period.label
    agents = [s for s in month.card if s.member.standing is not Standing.OUTSIDE]
    done = [s for s in agents if s.weighted is not None]
    if not agents:
        return Words(f"{label} 没有可评分的客服。", f"{label}: there is nobody to score.")
    if month.outcome.ranks:
        return ranked_headline(month, len(done))
    if len(done) < len(agents):
        left = len(agents) - len(done)
        return Words(
            f"{label} 已评分 {len(done)} 人，还有 {left} 人待评，暂不排名。",
            f"{label}: {len(done)} scored, {left} still to score; no ranking yet.",
        )
    return Words(f"{label} 共 {len(done)} 人已评分，不排名。", f"{label}: {len(done)} scored, no ranking.")


def ranked_headline(month: MonthScore, done: int) -> Words:
    outcome = month.outcome
    start = Words(f"{month.period.label} 共 {done} 人已评分：", f"{month.period.label}: {done} scored; ")
    if not lasts(outcome.ranks):
        return start + Words("总分全部相同，不分先后。", "all are equal, nobody is first or last.")
    return (
        start
        + Words("第一名 ", "first ")
        + place(month, firsts(outcome.ranks))
        + money(Words("奖励", "bonus"), outcome.bonuses.values())
        + Words("，末名 ", ", last ")
        + place(month, lasts(outcome.ranks))
        + money(Words("扣提成", "from commission"), outcome.deductions.values())
        + Words("。", ".")
    )


def place(month: MonthScore, who: set[str]) -> Words:
    """The names at a place, with their score."""
    there = [s for s in month.card if s.agent_id in who]
    return names(there) + same(f" {there[0].weighted}")


def money(what: Words, amounts: Iterable[Decimal]) -> Words:
    parts = list(amounts)
    total = in_yuan(sum(parts, Decimal(0)))
    together = Words("共", " together") if len(parts) > 1 else same("")
    return Words(f"（{together.zh}{what.zh} {total} 元）", f" ({what.en}{together.en} {total} yuan)")


def notes(month: MonthScore, request: Request, plans: pd.DataFrame, *, has_roster: bool) -> tuple[Words, ...]:
    """What is still missing, who owes a plan, and what a reader of the month should know."""
    return (
        *missing_notes(month, request.settings["manager_role"] or MANAGER(request.language)),
        *small_team_note(month, int(request.settings["least_ranked"])),
        *remark_notes(month),
        *plan_notes(month, plans),
        *source_notes(month, request, has_roster=has_roster),
    )


def missing_notes(month: MonthScore, manager: str) -> list[Words]:
    """Who still has to fill what: agents by the 2nd, the manager by the 3rd of the next month."""
    following = (month.period.last + dt.timedelta(days=1)).month
    own = [s for s in month.waiting if s.judgement.own is None]
    by_manager = [s for s in month.waiting if set(s.judgement.missing) - {"self_score"}]
    found = []
    if own:
        start = Words(
            f"待填自评（客服，{following} 月 2 日前）：", "Self score to fill (agents, by the 2nd): "
        )
        found.append(start + names(own) + Words("。", "."))
    if by_manager:
        start = Words(
            f"待填主管评分（{manager}，{following} 月 3 日前）：",
            "Manager's score to fill (by the 3rd): ",
        )
        found.append(start + joined(with_criteria(s) for s in by_manager) + Words("。", "."))
    return found


def with_criteria(one: Scored) -> Words:
    columns = [TABLES["Scores"][name] for name in one.judgement.missing if name != "self_score"]
    listed = joined(Words(c.zh, c.en.lower()) for c in columns)
    return same(one.member.name) + Words(f"（{listed.zh}）", f" ({listed.en})")


def small_team_note(month: MonthScore, least: int) -> list[Words]:
    competing = sum(s.is_ranked for s in month.card)
    if competing >= least or not month.card:
        return []
    zh = f"参加排名的只有 {competing} 人，少于设置的 {least} 人：只评分，不排名。"
    en = f"Only {competing} would be ranked, fewer than the {least} of the settings: scored, not ranked."
    return [Words(zh, en)]


def remark_notes(month: MonthScore) -> list[Words]:
    """Each remark once, with the names it stands for."""
    grouped: dict[Words, list[Scored]] = {}
    for one in month.card:
        said = remark(one, month.outcome)
        if said.zh:
            grouped.setdefault(said, []).append(one)
    return [names(who) + Words("：", ": ") + said + Words("。", ".") for said, who in grouped.items()]


def plan_notes(month: MonthScore, plans: pd.DataFrame) -> list[Words]:
    owed = plans[(plans["month"] == month.period.label) & plans["state"].isin(["owed", "overdue"])]
    if owed.empty:
        return []
    dues = [
        same(name) + Words(f"（{due.month} 月 {due.day} 日前）", f" (by {due:%Y-%m-%d})")
        for name, due in zip(owed["name"], owed["due"], strict=True)
    ]
    return [Words("待交整改方案：", "Improvement plans owed: ") + joined(dues) + Words("。", ".")]


def source_notes(month: MonthScore, request: Request, *, has_roster: bool) -> list[Words]:
    """What the figures rest on, where that is less than it should be."""
    period, found = month.period, []
    if not has_roster:
        found.append(
            Words(
                "没有本月的排班，出勤、晚班、请假和工时未填。",
                "There is no roster of the month: attendance, leave and hours are empty.",
            )
        )
    if period.today.date() < period.last + dt.timedelta(days=FINAL_AFTER):
        found.append(
            Words(
                f"平台的付款数据约到次月 {FINAL_AFTER} 日才定，现在的结果是暂定的，到时请再评一次。",
                f"The platforms' payment figures are final about the {FINAL_AFTER}th of the next month: "
                "this is provisional, score again then.",
            )
        )
    follow_ups, cases = request.tables["FollowUps"], request.tables["AfterSales"]
    nobodys = follow_ups["owner"].isna() & follow_ups["assigned"].isna()
    contacts = int((period.holds(follow_ups["due_by"]) & nobodys).sum())
    opened = int((period.holds(cases["opened"]) & cases["owner"].isna()).sum())
    if contacts or opened:
        found.append(
            Words(
                f"没有责任客服的回访 {contacts} 条、售后 {opened} 件，没有计入任何人。",
                f"{contacts} follow-ups and {opened} cases without an owner count for nobody.",
            )
        )
    return found


def names(who: Sequence[Scored]) -> Words:
    return joined(same(s.member.name) for s in who)
