"""`score`: the month's measures, scores, ranking, pay rows and improvement plans.

People type the self score, the four criteria and the commission; nothing of theirs is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from csbook.commands.attendance import Attendance, attendance
from csbook.commands.handler import Request, Result
from csbook.commands.score_frames import (
    MonthScore,
    pay_frame,
    plans_frame,
    renewed_plans,
    scores_frame,
)
from csbook.commands.score_words import headline, notes
from csbook.money import exact
from csbook.problems import Problem, Severity, Words
from csbook.schema.settings import Settings
from csbook.scorecard.card import ranked, scored
from csbook.scorecard.measures import case_totals, figures, follow_up_totals, log_totals, receptions
from csbook.scorecard.period import Period
from csbook.scorecard.points import Yardstick, read_yardsticks
from csbook.scorecard.scores import MANAGERS, Shares
from csbook.scorecard.team import team


def score(request: Request) -> Result:
    """Score the month of the request; a month with a locked pay row is left as it is.

    Writes `Scores`, `Pay` and `Plans`. Wrong rows of 考核指标 stop it; an override without a reason
    and an unknown shift are warnings.
    """
    period = Period(request.month, request.today)
    if is_locked(request.tables["Pay"], period):
        return left_alone(request, period)
    yardsticks, problems = read_yardsticks(request.tables["Measures"])
    if any(p.severity is Severity.ERROR for p in problems):
        return Result(
            Words("考核指标有误，没有评分。", "The measures are wrong; nothing was scored."),
            problems=tuple(problems),
        )
    present, unknown_shifts = attendance(request.tables, request.month, request.today)
    month = month_score(request, period, yardsticks, present)
    problems += unknown_shifts + overrides_without_reason(request.tables["Scores"], month)
    plans = plans_frame(month, request.tables["Plans"], request.settings)
    return Result(
        headline(month),
        {
            "Scores": scores_frame(month, request.language),
            "Pay": pay_frame(month, present, request.tables["Pay"], request.language),
            "Plans": plans,
        },
        notes(month, request, plans, has_roster=bool(present)),
        tuple(problems),
        details(month),
    )


def is_locked(pay: pd.DataFrame, period: Period) -> bool:
    return bool(((pay["month"] == period.label) & (pay["state"] == "locked")).any())


def left_alone(request: Request, period: Period) -> Result:
    """A locked month: only whether its plans were handed in goes on."""
    zh = f"{period.label} 已锁定，考核评分和绩效核算表没有改动。"
    en = f"{period.label} is locked; scores and pay were left as they are."
    return Result(
        Words(zh, en),
        {"Plans": renewed_plans(request.tables["Plans"], request.today)},
        (
            Words(
                "整改的状态已按今天更新。如要重新评分，请先解锁绩效核算表。",
                "The plans' states are as of today. Unlock the pay sheet to score the month again.",
            ),
        ),
        details={"month": period.label, "locked": True},
    )


def month_score(
    request: Request,
    period: Period,
    yardsticks: list[Yardstick],
    present: Mapping[str, Attendance],
) -> MonthScore:
    tables, settings = request.tables, request.settings
    scores, pay = tables["Scores"], tables["Pay"]
    typed = scores[scores["month"] == period.label].set_index("agent_id")
    served = receptions(tables["DailyLog"], period)
    members = team(
        tables["Staff"],
        period,
        served,
        {who: a.leave_days for who, a in present.items()},
        rank_newcomers=bool(settings["rank_newcomers"]),
        listed=[*typed.index, *pay.loc[pay["month"] == period.label, "agent_id"]],
    )
    found = figures(
        (
            log_totals(tables["DailyLog"], period),
            follow_up_totals(tables["FollowUps"], period),
            case_totals(tables["AfterSales"], period),
        )
    )
    card = scored(members, found, yardsticks, typed, shares_of(settings))
    outcome = ranked(
        card,
        int(settings["least_ranked"]),
        period.label,
        scores[scores["month"] < period.label],
        first_bonus=settings["first_bonus"],
        last_deduction=settings["last_deduction"],
    )
    totals = served.groupby("agent_id")["receptions"].sum()
    return MonthScore(period, card, outcome, {str(a): int(n) for a, n in totals.items()})


def shares_of(settings: Settings) -> Shares:
    def share(name: str) -> Decimal:
        return exact(settings[name + "_share"])

    return Shares(share("self"), share("manager"), {name: share(name) for name in MANAGERS})


def overrides_without_reason(scores: pd.DataFrame, month: MonthScore) -> list[Problem]:
    """A supervisor's performance in place of the proposed one should say why."""
    rows = scores[(scores["month"] == month.period.label) & scores["override_reason"].isna()]
    row_of = dict(zip(rows["agent_id"], rows.index, strict=True))
    return [
        Problem(
            "Scores",
            int(row_of[one.agent_id]),
            "override_reason",
            "",
            Words(
                f"工作绩效与建议分 {one.judgement.proposed} 不同，请写改分理由",
                f"the reason why performance is not the proposed {one.judgement.proposed}",
            ),
            Severity.WARNING,
        )
        for one in month.card
        if one.judgement.overrides and one.agent_id in row_of
    ]


def details(month: MonthScore) -> dict[str, object]:
    """Figures for `--json`."""
    return {
        "month": month.period.label,
        "locked": False,
        "agents": len(month.card),
        "scored": sum(one.weighted is not None for one in month.card),
        "ranking": [
            {
                "agent_id": one.agent_id,
                "rank": month.outcome.ranks[one.agent_id],
                "weighted": str(one.weighted),
            }
            for one in sorted(month.card, key=lambda s: month.outcome.ranks.get(s.agent_id, 0))
            if one.agent_id in month.outcome.ranks
        ],
        "missing": {one.agent_id: list(one.judgement.missing) for one in month.waiting},
    }
