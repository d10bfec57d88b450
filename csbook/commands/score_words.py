"""What the supervisor is told about a scored month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.month_calendar import MonthCalendar, calendar_of
from csbook.commands.pay_words import pay_notes
from csbook.commands.plans_fallen_away import fallen_away_notes
from csbook.commands.score_frames import MonthScore
from csbook.commands.scored_month import ScoredMonth
from csbook.commands.told_apart import told_apart
from csbook.money import NOTHING, in_yuan
from csbook.problems import Words, counted, joined, same
from csbook.schema.workbook import TABLES
from csbook.scorecard.card import Outcome, Scored
from csbook.scorecard.rank import Standing, firsts, lasts

MANAGER: Final = Words("店长", "store manager")  # domain A7.8; the setting names somebody else


def headline(scored: ScoredMonth) -> Words:
    """The month in one sentence: how many are scored, the first and the last."""
    month, label = scored.month, scored.month.period.label
    agents = [s for s in month.card if s.member.standing is not Standing.OUTSIDE]
    done = [s for s in agents if s.weighted is not None]
    if not agents:
        return Words(f"{label} 没有可评分的客服。", f"{label}: there is nobody to score.")
    if month.outcome.ranks:
        return ranked_headline(month, len(done), taken_of(scored))
    if len(done) < len(agents):
        left = len(agents) - len(done)
        return Words(
            f"{label} 已评分 {len(done)} 人，还有 {left} 人待评，暂不排名。",
            f"{label}: {len(done)} scored, {left} still to score; no ranking yet.",
        )
    return Words(f"{label} 共 {len(done)} 人已评分，不排名。", f"{label}: {len(done)} scored, no ranking.")


def taken_of(scored: ScoredMonth) -> Decimal:
    """What the last really lose: no more than their commission (domain A7.9), of those who have one yet."""
    pay, owed = scored.frames["Pay"], scored.month.outcome.deductions
    rows = zip(pay["agent_id"], pay["deduction"], pay["commission_due"], strict=True)
    return sum((owed[who] if pd.isna(due) else taken for who, taken, due in rows if who in owed), NOTHING)


def ranked_headline(month: MonthScore, done: int, taken: Decimal) -> Words:
    outcome = month.outcome
    start = Words(f"{month.period.label} 共 {done} 人已评分：", f"{month.period.label}: {done} scored; ")
    if not lasts(outcome.ranks):
        return start + Words("总分全部相同，不分先后。", "all are equal, nobody is first or last.")
    return (
        start
        + Words("第一名 ", "first ")
        + place(month, firsts(outcome.ranks))
        + bonus_words(outcome)
        + Words("，末名 ", ", last ")
        + place(month, lasts(outcome.ranks))
        + deduction_words(outcome, taken)
        + Words("。", ".")
    )


def place(month: MonthScore, who: set[str]) -> Words:
    """The names at a place, with their score."""
    there = [s for s in month.card if s.agent_id in who]
    return names(month, there) + same(f" {there[0].weighted}")


def bonus_words(outcome: Outcome) -> Words:
    total, together = in_yuan(sum(outcome.bonuses.values(), NOTHING)), shared_by(outcome.bonuses)
    return Words(f"（{together.zh}奖励 {total} 元）", f" (bonus{together.en} {total} yuan)")


def deduction_words(outcome: Outcome, taken: Decimal) -> Words:
    owed, together = sum(outcome.deductions.values(), NOTHING), shared_by(outcome.deductions)
    less = Words("", "")
    if taken < owed:
        whole = in_yuan(owed)
        less = Words(
            f"，本应 {whole} 元，提成不够扣", f"; it would be {whole} yuan, but there is less commission"
        )
    said = Words(
        f"{together.zh}扣提成 {in_yuan(taken)} 元", f"{in_yuan(taken)} yuan{together.en} off commission"
    )
    return Words("（", " (") + said + less + Words("）", ")")


def shared_by(amounts: Collection[object]) -> Words:
    return Words("共", " together") if len(amounts) > 1 else same("")


def notes(scored: ScoredMonth, request: Request) -> tuple[Words, ...]:
    """What is still missing, who owes a plan, and what a reader of the month should know."""
    month, settings, today = scored.month, request.settings, request.today.date()
    calendar = calendar_of(month.period, settings)
    manager = settings["manager_role"]
    who_scores = MANAGER if manager is None else same(manager)
    return (
        *self_scores_missing(month, calendar.self_by, today),
        *managers_scores_missing(month, calendar.manager_by, today, who_scores),
        *small_team_note(month, int(settings["least_ranked"])),
        *remark_notes(month),
        *plan_notes(month, scored.frames["Plans"]),
        *fallen_away_notes(request.tables["Plans"], scored.frames["Plans"], month.period.label),
        *pay_notes(scored.frames, request),
        *lock_notes(month, calendar, today),
        *source_notes(month, request, has_roster=bool(scored.present)),
    )


def self_scores_missing(month: MonthScore, by: dt.date, today: dt.date) -> list[Words]:
    """Which agents still have to score themselves, by when, and that they are late."""
    who = month.waiting_for_agent
    if not who:
        return []
    task = Words("自评（客服", "self score (agents")
    return [still_to_fill(task, by, today) + names(month, who) + Words("。", ".")]


def managers_scores_missing(month: MonthScore, by: dt.date, today: dt.date, manager: Words) -> list[Words]:
    """For whom the manager still has to fill what, by when, and that it is late."""
    who = month.waiting_for_manager
    if not who:
        return []
    task = Words("主管评分（", "manager's score (") + manager
    called = names_by_number(month)
    parts = joined(called[s.agent_id] + missing_criteria(s) for s in who)
    return [still_to_fill(task, by, today) + parts + Words("。", ".")]


def still_to_fill(task: Words, by: dt.date, today: dt.date) -> Words:
    """`待填自评（客服，12 月 2 日前）：`, or that it should have been there."""
    if today > by:
        days = (today - by).days
        return Words(
            f"已迟 {days} 天，请补{task.zh}，应在 {in_chinese(by)}前）：",
            f"{counted(days, 'day')} late: {task.en}, due by {by:%Y-%m-%d}): ",
        )
    return Words(f"待填{task.zh}，{in_chinese(by)}前）：", f"To fill: {task.en}, by {by:%Y-%m-%d}): ")


def in_chinese(day: dt.date) -> str:
    return f"{day.month} 月 {day.day} 日"


def lock_notes(month: MonthScore, calendar: MonthCalendar, today: dt.date) -> list[Words]:
    """That the month can be locked, once everybody is scored and the day has come; when HR wants it."""
    if month.waiting or not month.card or today < calendar.lock_on:
        return []
    hr_by, label = calendar.hr_by, month.period.label
    if today > hr_by:
        return [
            Words(
                f"人事 {in_chinese(hr_by)}取数，{label} 还没有锁定：请核对后点“锁定月份”。",
                f"HR was to pull the pay sheet on {hr_by:%Y-%m-%d} and {label} is not locked: look it over "
                "and press 'Lock month'.",
            )
        ]
    return [
        Words(
            f"都已评完，核对后请点“锁定月份”；人事 {in_chinese(hr_by)}取数。",
            f"All are scored: look it over and press 'Lock month'; HR pulls the pay sheet on "
            f"{hr_by:%Y-%m-%d}.",
        )
    ]


def missing_criteria(one: Scored) -> Words:
    """`（工作能力、服务质量）`."""
    columns = [TABLES["Scores"][name] for name in one.judgement.missing if name != "self_score"]
    listed = joined(Words(c.zh, c.en.lower()) for c in columns)
    return Words(f"（{listed.zh}）", f" ({listed.en})")


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
        said = month.remarks[one.agent_id]
        if said.zh:
            grouped.setdefault(said, []).append(one)
    return [names(month, who) + Words("：", ": ") + said + Words("。", ".") for said, who in grouped.items()]


def plan_notes(month: MonthScore, plans: pd.DataFrame) -> list[Words]:
    owed = plans[(plans["month"] == month.period.label) & plans["state"].isin(["owed", "overdue"])]
    if owed.empty:
        return []
    people = dict(zip(owed["agent_id"], owed["name"], strict=True))
    called = told_apart(people) | names_by_number(month)
    dues = [
        called[who] + Words(f"（{in_chinese(due)}前）", f" (by {due:%Y-%m-%d})")
        for who, due in zip(owed["agent_id"], owed["due"], strict=True)
    ]
    return [Words("待交整改方案：", "Improvement plans owed: ") + joined(dues) + Words("。", ".")]


def source_notes(month: MonthScore, request: Request, *, has_roster: bool) -> list[Words]:
    """What the figures rest on, where that is less than it should be."""
    period, found = month.period, []
    if not has_roster:
        found.append(
            Words(
                f"没有 {period.label} 的排班，出勤、晚班、请假和工时未填。",
                f"There is no roster of {period.label}: attendance, leave and hours are empty.",
            )
        )
    final = calendar_of(period, request.settings).lock_on
    if period.today.date() < final:
        found.append(
            Words(
                f"平台的付款数据约到 {in_chinese(final)}才定，现在的结果是暂定的，到时请再评一次。",
                f"The platforms' payment figures are final about {final:%Y-%m-%d}: this is provisional, "
                "score again then.",
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
                f"{counted(contacts, 'follow-up')} and {counted(opened, 'case')} without an owner: nobody is "
                "scored by them.",
            )
        )
    return found


def names(month: MonthScore, who: Sequence[Scored]) -> Words:
    called = names_by_number(month)
    return joined(called[s.agent_id] for s in who)


def names_by_number(month: MonthScore) -> dict[str, Words]:
    return told_apart({s.agent_id: s.member.name for s in month.card})
