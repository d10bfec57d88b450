"""Why a month cannot be locked yet: each a cell that a person can correct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from csbook.commands.commission_frames import sales_of
from csbook.commands.figures_gone import ensure_figures_stay
from csbook.commands.first_steps import day_said, waiting_for
from csbook.commands.handler import Request
from csbook.commands.month_calendar import calendar_of
from csbook.commands.pay_frames import missing_commissions
from csbook.commands.scored_month import ScoredMonth, scored_month
from csbook.commands.typed_over import overwritten
from csbook.money import NOTHING, in_yuan
from csbook.problems import Problem, Severity, Words, WorkbookUnusable
from csbook.schema.settings import SETTING_WORDS
from csbook.scorecard.period import Period
from csbook.scorecard.rank import Standing

Frames = Mapping[str, pd.DataFrame]
REASONS: Final = (("Scores", "override_reason"), ("Pay", "commission_reason"))
"""Where it is said why a figure was typed in the place of a proposed one."""


class MonthNotOver(WorkbookUnusable):
    """The month goes on, whatever the lock day of the settings is."""

    def __init__(self, month: str, begin: dt.date) -> None:
        day = day_said(begin)
        super().__init__(
            Words(
                f"{month} 还没有结束，{day.zh}起才能锁定。",
                f"{month} is not over yet: it can be locked from {day.en} on.",
            )
        )
        self.before_again = waiting_for(begin)


class TooEarlyToLock(WorkbookUnusable):
    """The month is over, but the platforms' payment figures are not final before the setting's day."""

    def __init__(self, month: str, begin: dt.date) -> None:
        day, setting = day_said(begin), SETTING_WORDS["lock_on"]
        super().__init__(
            Words(
                f"{month} 到 {day.zh}才能锁定，那天再点：平台的付款数据约晚四天才定"
                f"（这一天是“设置”的“{setting.zh}”）。",
                f"{month} can be locked from {day.en} on, so press it then: the platforms' payment figures "
                f"are final some four days after the month (the day is '{setting.en}' of sheet 'Settings').",
            )
        )
        self.before_again = waiting_for(begin)


class NothingToLock(WorkbookUnusable):
    """The month has no rows of scores and pay, or not those of everybody."""

    def __init__(self, month: str, names: list[str]) -> None:
        zh = f"还没有 {'、'.join(names)} 的行" if names else "还没有评分"
        en = f"has no rows of {', '.join(names)} yet" if names else "is not scored yet"
        super().__init__(
            Words(
                f"{month} {zh}。请先“月度评分”，评完后再锁定。",
                f"{month} {en}. Use 'Score month' first, and lock it once everybody has scored.",
            )
        )


class NobodyToLock(WorkbookUnusable):
    """Nobody is to be scored in the month, so that scoring it first would not help."""

    def __init__(self, month: str) -> None:
        super().__init__(
            Words(
                f"{month} 没有可评分的客服：请先填“员工”，再“月度评分”，然后锁定。",
                f"{month}: there is nobody to score. Fill sheet 'Staff' first, then use 'Score month' and "
                "lock it.",
            )
        )


def lock_problems(request: Request) -> tuple[ScoredMonth | None, list[Problem]]:
    """The month worked out as of now, where it can be, and what has to be corrected or looked at first.

    Errors: wrong rules; empty scores; a missing commission; sales of somebody who is none of the
    month's agents, without a word on their commission; a figure typed in the place of a proposed one without
    its reason; a formula somebody typed over. Raises `MonthNotOver`, `TooEarlyToLock`, `FiguresGone`,
    `NobodyToLock`, `NothingToLock` where somebody has no row in 考核评分 or 绩效核算表, and
    `FormulasWithoutValues`.
    """
    period = Period(request.month, request.today)
    ensure_late_enough(request, period)
    scored = scored_month(request)
    if scored.is_wrong:
        return None, list(scored.problems)
    ensure_figures_stay(request, scored)
    ensure_rows(request.tables, scored)
    outside = [s.agent_id for s in scored.month.card if s.member.standing is Standing.OUTSIDE]
    problems = [
        *empty_scores(request.tables["Scores"], scored),
        *missing_commissions(scored.frames["Pay"], request.tables["Pay"], outside),
        *sales_unpaid(request, period, outside),
        *(cell.problem(request.language) for cell in overwritten(request)),
    ]
    return scored, [*problems, *map(needed_reason, scored.problems)]


def sales_unpaid(request: Request, period: Period, outside: list[str]) -> Iterator[Problem]:
    """Somebody with a row of 绩效核算表 who is none of the month's agents and sold all the same: promoted
    since, mostly. Neither a commission nor a reason says that it is meant so."""
    pay, sold = request.tables["Pay"], sales_of(request.tables, period, request.settings)
    said = pay["commission"].notna() | pay["commission_reason"].notna()
    rows = pay[(pay["month"] == period.label) & pay["agent_id"].isin(outside) & ~said]
    for row, who in zip(rows.index.tolist(), rows["agent_id"].tolist(), strict=True):
        if sold.get(who, NOTHING) > 0:
            yuan = in_yuan(sold[who])
            expected = Words(
                f"不在 {period.label} 的评分名单，却有净销售额 {yuan} 元：填提成（没有就填 0）",
                f"none of the agents of {period.label} but with sales of {yuan} yuan: type the commission "
                "(0 where there is none)",
            )
            yield Problem("Pay", row, "commission", "", expected)


def needed_reason(problem: Problem) -> Problem:
    """A missing reason is a warning while a month is scored; no figure is locked without it."""
    missing = (problem.table, problem.column) in REASONS
    return replace(problem, severity=Severity.ERROR) if missing else problem


def ensure_late_enough(request: Request, period: Period) -> None:
    """Raises `MonthNotOver`, or `TooEarlyToLock` before the setting's day of the next month."""
    begin, today = calendar_of(period, request.settings).lock_on, request.today.date()
    if today <= period.last:
        raise MonthNotOver(period.label, begin)
    if today < begin:
        raise TooEarlyToLock(period.label, begin)


def ensure_rows(tables: Frames, scored: ScoredMonth) -> None:
    label = scored.month.period.label
    there = [set(rows.loc[rows["month"] == label, "agent_id"]) for rows in (tables["Scores"], tables["Pay"])]
    missing = [s.member.name for s in scored.month.card if any(s.agent_id not in rows for rows in there)]
    if not scored.month.card:
        raise NobodyToLock(label)
    if missing:
        raise NothingToLock(label, missing if any(there) else [])


def empty_scores(scores: pd.DataFrame, scored: ScoredMonth) -> Iterator[Problem]:
    """Every cell of 考核评分 that somebody still has to fill."""
    rows = scores[scores["month"] == scored.month.period.label]
    row_of = dict(zip(rows["agent_id"], rows.index.tolist(), strict=True))
    for one in scored.month.waiting:
        for name in one.judgement.missing:
            yield Problem(
                "Scores",
                row_of[one.agent_id],
                name,
                "",
                Words(f"{one.member.name} 的分数，0 到 100", f"{one.member.name}'s score, 0 to 100"),
            )
