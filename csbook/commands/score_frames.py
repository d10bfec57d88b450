"""The rows of 考核评分, 绩效核算表 and 整改 for one scored month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.commands.attendance import Attendance
from csbook.problems import Language
from csbook.schema.settings import Settings
from csbook.schema.workbook import TABLES
from csbook.scorecard.card import Outcome, Scored
from csbook.scorecard.measures import MEASURES
from csbook.scorecard.period import Period
from csbook.scorecard.rank import Standing
from csbook.scorecard.remarks import reasons, remark
from csbook.scorecard.rewards import pay_total, plan_notice, plan_state
from csbook.scorecard.team import day


@dataclass(frozen=True)
class MonthScore:
    """A month's card and what its ranking brings; receptions by staff number."""

    period: Period
    card: Sequence[Scored]
    outcome: Outcome
    receptions: Mapping[str, int]

    @property
    def waiting(self) -> list[Scored]:
        """The month's agents for whom somebody still has to fill a score."""
        return [s for s in self.card if s.member.standing is not Standing.OUTSIDE and s.judgement.missing]


def frame_of(table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows (dictionaries with the same names) as a frame with the table's dtypes."""
    if not rows:
        return TABLES[table].empty()
    index = pd.RangeIndex(len(rows))
    return pd.DataFrame(
        {name: TABLES[table][name].series([row[name] for row in rows], index) for name in rows[0]}
    )


def scores_frame(month: MonthScore, language: Language) -> pd.DataFrame:
    """csbook's columns of 考核评分, with the values of its two formulas."""
    return frame_of("Scores", [score_row(month, one, language) for one in month.card])


def score_row(month: MonthScore, one: Scored, language: Language) -> dict[str, Any]:
    who, outcome = one.agent_id, month.outcome
    return {
        "month": month.period.label,
        "agent_id": who,
        "name": one.member.name,
        "role": one.member.role,
        "receptions": month.receptions.get(who),
        **{name: one.measures.get(name) for name in MEASURES},
        "performance_proposed": one.judgement.proposed,
        "manager_score": one.manager_score,
        "weighted": one.weighted,
        "rank": outcome.ranks.get(who),
        "bonus": outcome.bonuses.get(who),
        "deduction": outcome.deductions.get(who),
        "last_streak": outcome.streaks.get(who),
        "remark": remark(one, outcome)(language) or None,
    }


def pay_frame(
    month: MonthScore, present: Mapping[str, Attendance], pay: pd.DataFrame, language: Language
) -> pd.DataFrame:
    """csbook's columns of 绩效核算表, with the value of its formula; the commission is HR's."""
    typed = pay[pay["month"] == month.period.label].set_index("agent_id")["commission"]
    commissions: dict[str, Decimal] = {str(who): c for who, c in typed.items() if not pd.isna(c)}
    return frame_of("Pay", [pay_row(month, one, present, commissions, language) for one in month.card])


def pay_row(
    month: MonthScore,
    one: Scored,
    present: Mapping[str, Attendance],
    commissions: Mapping[str, Decimal],
    language: Language,
) -> dict[str, Any]:
    who, outcome = one.agent_id, month.outcome
    worked = present.get(who)
    bonus, deduction = outcome.bonuses.get(who), outcome.deductions.get(who)
    return {
        "month": month.period.label,
        "agent_id": who,
        "name": one.member.name,
        "days_worked": worked and worked.days_worked,
        "evenings": worked and worked.evenings,
        "leave_days": worked and worked.leave_days,
        "hours": worked and worked.hours,
        "score": one.weighted,
        "rank": outcome.ranks.get(who),
        "bonus": bonus,
        "deduction": deduction,
        "total": pay_total(commissions.get(who), bonus, deduction),
        "reasons": reasons(one, outcome, commissions.get(who))(language),
        "state": "provisional",
        "computed_at": pd.Timestamp(month.period.today),
    }


def plans_frame(month: MonthScore, plans: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The month's plans owed, and every other plan with its state as of today.

    A plan that is not owed any more (the ranking changed) keeps its row and what was written in it;
    its due day and state are emptied.
    """
    of_month = plans["month"] == month.period.label
    existing = {row["agent_id"]: row for row in plans[of_month].to_dict("records")}
    concerned = [s for s in month.card if s.agent_id in month.outcome.owing or s.agent_id in existing]
    rows = [plan_row(month, one, existing.get(one.agent_id, {}), settings) for one in concerned]
    parts = [renewed_plans(plans[~of_month], month.period.today), frame_of("Plans", rows)]
    return pd.concat([part for part in parts if len(part)] or parts[1:], ignore_index=True)


def plan_row(
    month: MonthScore, one: Scored, existing: Mapping[Any, Any], settings: Settings
) -> dict[str, Any]:
    period = month.period
    typed, due = day(existing.get("notice")), day(existing.get("due"))
    owed = one.agent_id in month.outcome.owing
    notice = plan_notice(typed, day(settings["notice_date"]), period.last, period.today)
    if typed is not None or due is None:
        due = notice + dt.timedelta(days=int(settings["plan_days"]))
    due = due if owed else None
    return {
        "month": period.label,
        "agent_id": one.agent_id,
        "name": one.member.name,
        "rank": month.outcome.ranks.get(one.agent_id),
        "notice": None if existing and typed is None else stamp(notice),
        "due": stamp(due),
        "state": plan_state(due, day(existing.get("handed_in")), period.today),
    }


def renewed_plans(plans: pd.DataFrame, today: dt.datetime) -> pd.DataFrame:
    """Every plan as it stands (its key, rank, notice and due day), with its state as of today."""
    states = [
        plan_state(day(due), day(done), today)
        for due, done in zip(plans["due"], plans["handed_in"], strict=True)
    ]
    kept = plans[["month", "agent_id", "name", "rank", "notice", "due"]]
    state = TABLES["Plans"]["state"].series(states, plans.index)
    return kept.assign(state=state).reset_index(drop=True)


def stamp(value: dt.date | None) -> pd.Timestamp | None:
    return None if value is None else pd.Timestamp(value)
